"""The words that show who said what in French, as data; the shape is ``latin_cues.py``'s."""

from __future__ import annotations

from claims.domain.attributed import Stance
from claims.domain.latin_cues import LatinCues, Phrase, Verb

__all__ = ["FRENCH"]

FRENCH = LatinCues(
    verbs=(
        Verb(
            "déclare déclarent déclarait déclara",
            past="déclaré",
            participle="déclarant",
            allows="to",
        ),
        Verb("dit disent disait disaient", past="dit", participle="disant", allows="to"),
        Verb(
            "affirme affirment affirmait affirma",
            past="affirmé",
            participle="affirmant",
            allows="to",
        ),
        Verb("assure assurent assurait", past="assuré", participle="assurant", allows="to"),
        Verb("indique indiquent indiquait", past="indiqué", participle="indiquant", allows="to"),
        Verb("précise précisent précisait", past="précisé", participle="précisant"),
        Verb("ajoute ajoutent ajoutait ajouta", past="ajouté", participle="ajoutant"),
        Verb("explique expliquent expliquait", past="expliqué", participle="expliquant"),
        Verb("annonce annoncent annonçait", past="annoncé", participle="annonçant", allows="noun"),
        Verb(
            "confirme confirment confirmait",
            past="confirmé",
            participle="confirmant",
            allows="noun",
        ),
        Verb("souligne soulignent soulignait", past="souligné", participle="soulignant"),
        Verb("estime estiment estimait", past="estimé", participle="estimant", allows="to"),
        Verb(
            "prétend prétendent prétendait", past="prétendu", participle="prétendant", allows="to"
        ),
        Verb("soutient soutiennent soutenait", past="soutenu", participle="soutenant"),
        Verb(
            "reconnaît reconnaissent", past="reconnu", participle="reconnaissant", allows="to noun"
        ),
        Verb("admet admettent avoue", past="admis avoué", participle="admettant", allows="noun to"),
        Verb("rappelle rappellent", past="rappelé", participle="rappelant"),
        Verb("note notent relève", past="noté relevé", participle="notant"),
        Verb("insiste insistent martèle répète", past="insisté martelé répété"),
        Verb("avertit prévient", past="averti prévenu", participle="avertissant"),
        Verb("révèle révèlent", past="révélé", participle="révélant", allows="noun"),
        Verb("raconte racontent", past="raconté", participle="racontant"),
        Verb("écrit écrivent écrivait", past="écrit", participle="écrivant"),
        Verb("tweete", past="tweeté posté"),
        Verb("répond répondent réplique rétorque", past="répondu répliqué rétorqué"),
        Verb("conclut concluent", past="conclu", participle="concluant"),
        Verb("poursuit lance commente", past="poursuivi repris lancé lâché commenté"),
        Verb(
            "suggère suggèrent laisse_entendre fait_savoir",
            past="suggéré laissé_entendre fait_savoir",
            participle="suggérant",
        ),
        Verb(
            "fait_valoir observe constate",
            past="fait_valoir fait_remarquer pointé observé constaté",
        ),
        Verb(
            "promet promettent s'est_engagé s'engage",
            past="promis",
            participle="promettant",
            allows="to",
        ),
        Verb("menace menacent", past="menacé", allows="to"),
        Verb("témoigne plaide", past="informé témoigné plaidé"),
        Verb("accuse accusent", past="accusé", participle="accusant", allows="noun"),
        Verb(
            "dément démentent démentait nie nient niait réfute réfutent conteste contestent"
            " rejette rejettent",
            past="démenti nié réfuté contesté rejeté",
            participle="démentant niant réfutant contestant rejetant",
            allows="noun bare to",
            stance=Stance.DENIES,
        ),
        Verb(
            "rapporte rapportent rapportait",
            past="rapporté",
            participle="rapportant",
            stance=Stance.REPORTS,
        ),
    ),
    phrases=(
        Phrase(
            r"(?:s'est |se sont |s'était )?refus[ée]\w*(?: de| à"
            r"| tout)+ (?:tout )?(?:commentaires?|commenter|répondre|s'exprimer|réagir|faire)"
            r"|(?:a|ont|avait) (?:refusé|décliné)(?: de| tout| toute)* (?:commentaires?"
            r"|commenter|répondre|s'exprimer|réagir|demandes?|faire (?:de|tout) commentaires?"
            r"|demande d'interview)"
            r"|n'(?:a|ont|avait) (?:pas|pas voulu|pas souhaité|jamais)(?: voulu"
            r"| souhaité)? (?:commenter|faire de commentaires?|s'exprimer|réagir publiquement)"
            r"|n'(?:a|ont|avait) pas (?:voulu|souhaité) (?:répondre|réagir|faire)",
            Stance.DECLINES,
        ),
        Phrase(
            r"n'(?:a|ont|avait|avaient) (?:pas|toujours pas|pas encore)(?: immédiatement"
            r"| encore)? (?:répondu|réagi|donné suite|retourné)"
            r"|n'(?:a|ont|avait) pas pu être (?:joint|contacté)\w*"
            r"|n'était pas (?:immédiatement )?joignable|n'étaient pas joignables"
            r"|restait injoignable",
            Stance.NO_ANSWER,
        ),
        Phrase(
            r"n'(?:a|ont|avait) pas (?:pu|été en mesure de)(?: immédiatement)? (?:vérifier"
            r"|confirmer|authentifier)"
            r"|n'est pas en mesure de (?:vérifier|confirmer)|ne peut (?:pas )?(?:vérifier"
            r"|confirmer)|ne pouvait (?:pas )?(?:vérifier|confirmer)"
            r"|n'(?:a|ont) (?:pas |pu |pas pu )(?:être )?(?:vérifiée?s?"
            r"|confirmée?s?) de (?:manière|façon|source) indépendante",
            Stance.CANNOT_VERIFY,
        ),
        Phrase(
            r"n'(?:a|ont|avait|avaient) (?:pas encore|pas|toujours pas"
            r"|jamais)(?: officiellement| encore| publiquement)? "
            r"(?:annoncé|précisé|confirmé|indiqué|révélé|communiqué|revendiqué|dit"
            r"|donné (?:de )?(?:précisions?|détails?)|fourni|spécifié|dévoilé)",
            Stance.DID_NOT_ANNOUNCE,
        ),
    ),
    auxiliaries=r"a|ont|avait|avaient|aurait|est|sont|était|étaient|va|vont",
    adverbs=(
        r"également|aussi|notamment|toutefois|cependant|ensuite|par ailleurs|encore|déjà"
        r"|pourtant|même|d'ailleurs|en outre|ainsi|immédiatement|bien|\w+ment"
    ),
    that=r"que|qu'",
    according=r"selon|d'après|à en croire|de l'avis de|aux dires de|de source",
    not_according=(
        r"lequel|laquelle|lesquels|lesquelles|que|qu'|la loi|le cas|les cas|les besoins"
        r"|le calendrier"
    ),
    reported=(
        r"(?:il (?:a été|est|avait été) (?:rapporté|annoncé|dit|affirmé|allégué)|on (?:rapporte"
        r"|raconte|dit|prétend)|des (?:informations|rumeurs) (?:selon lesquelles|affirment"
        r"|indiquent|font état)"
        r"|selon (?:des|plusieurs|certaines|certains) (?:informations|rumeurs"
        r"|articles)(?: de presse)?,?)"
    ),
    quoted_as=(
        r"(?:est|a été|cité|citée|cités|citées) citée?s? (?:par"
        r"|dans) (?P<relay>[^\"]{2,60}?) (?:disant|affirmant|déclarant)"
    ),
    citing=r"citant|en citant|qui cite|qui citait",
    subject_pronouns=(
        r"lui|eux|il|elle|ils|elles|on|nous|je|j'|vous|qui|ce|c'|cela|ça|celui-ci|celle-ci"
        r"|ce dernier|cette dernière"
    ),
    person_pronouns=frozenset(
        {"il", "elle", "ils", "elles", "celui-ci", "celle-ci", "ce dernier", "cette dernière"}
    ),
    relative=r"qui|lequel|laquelle",
    clause_starts=(
        r"que|qu'|parce que|tandis que|quand|lorsque|lorsqu'|alors que|alors qu'|après que|car"
        r"|mais|si|comme|puisque|avant que|où|dont|comment|pourquoi|or"
    ),
    leading=(
        r"et|mais|or|donc|toutefois|cependant|par ailleurs|en outre|puis|ensuite|de son côté"
        r"|pour sa part|de leur côté|quant à|ainsi|enfin|pourtant|alors"
    ),
    adverbial=(
        r"(?:ce |le )?(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)(?: (?:matin|soir"
        r"|après-midi|dernier))?(?: \d+(?:er)? \w+)?(?: \d{4})?|hier(?: soir)?|aujourd'hui"
        r"|récemment"
        r"|(?:le |la )?(?:semaine|mois|année|an) (?:dernière|dernier|passée|passé)|dans (?:un"
        r"|une|son|sa|leur|le|la|l')\s?(?:\w+ ){0,2}?(?:communiqué|déclaration|interview"
        r"|entretien|discours|tweet|message|lettre|rapport|article|publication|vidéo|courriel"
        r"|entrevue|post)"
        r"(?: (?:à|au|accordée?s? à|avec|publiée?|diffusée?|de presse)(?: (?:la |le "
        r"|l')?[\w'.-]+){0,4}?)?(?=,| que\b| qu'| \"|:|$|\x01| «)"
        r"|(?:lors|au cours|à l'issue|en marge) d(?:'un|'une|u|e la|e l'|e son"
        r"|e sa) ?(?:\w+ ){0,1}(?:conférence de presse|point de presse|conférence|réunion"
        r"|interview|entretien|entrevue|discours|sommet|visite|débat|audience|procès|rencontre"
        r"|meeting)"
        r"|sur (?:twitter|facebook|x|telegram|instagram|les réseaux sociaux|son blog"
        r"|son compte)|en (?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre"
        r"|novembre|décembre)(?: \d{4})?|en \d{4}"
        r"|devant (?:la presse|les journalistes|le parlement|la cour|le tribunal|les députés)"
        r"|(?:à|aux|au) (?:la presse|journalistes|des journalistes)|sous couvert d'anonymat"
        r"|plus tard|au téléphone|par téléphone|à la télévision"
    ),
    determiners=(
        r"le|la|les|l'|un|une|des|ses|son|sa|leur|leurs|ces|cette|cet|ce|de|d'|du|aucun|aucune"
        r"|au|aux|en"
    ),
    addressees=(
        r"(?:la |les |des |aux )?(?:presse|journalistes|députés|sénateurs|enquêteurs|policiers"
        r"|reporters)"
    ),
    outlets=(
        r"die zeit|die welt|der standard|süddeutsche zeitung|la repubblica|corriere della sera"
        r"|el mundo|rt|press tv"
        r"|(?:l')?afp|(?:l')?agence france-presse|reuters|(?:l')?associated press|(?:l')?ap"
        r"|(?:la )?bbc(?: \w+)?|cnn|bloomberg|le monde|le figaro|libération|le parisien"
        r"|l'express|le point|l'obs|mediapart"
        r"|france ?info|franceinfo|france inter|france \d|rfi|rtl|europe 1|bfmtv|bfm|tf1|lci"
        r"|cnews|al[- ]jazeera|tass|ria novosti|interfax|xinhua|der spiegel|bild|el pais"
        r"|la croix|ouest-france|le soir|la presse"
        r"|fox news|sky news|nbc(?: news)?|abc(?: news)?|cbs(?: news)?|politico"
        r"|the (?:\w+ ){0,3}(?:times|post|guardian|journal|telegraph|mirror|sun|independent"
        r"|mail)|(?:le |au )?(?:new york times|washington post|wall street journal"
        r"|financial times|guardian|times)"
        r"|(?:le |la |l'|au |un |une )?(?:journal|quotidien|magazine|hebdomadaire"
        r"|agence (?:de presse|reuters|tass|chine nouvelle|interfax)|chaîne|radio|télévision"
        r"|site d'information|presse)(?: [\w'-]+){0,4}?"
        r"|(?:des |les |plusieurs |certains )?médias(?: \w+){0,2}"
    ),
    anonymous=(
        r"sources?|responsables?|témoins?|experts?|analystes?|habitants?|diplomates?"
        r"|observateurs|militants|commandants?|proches|riverains|chercheurs|scientifiques"
    ),
    organization=(
        r"ministère|gouvernement|agence|société|police|bureau|département|maison|tribunal"
        r"|conseil|parti|syndicat|groupe|université|banque|armée|comité|association"
        r"|organisation|mouvement|talibans|kremlin|commission|entreprise|rapport|étude"
        r"|communiqué|institut|club|parquet|présidence|préfecture"
    ),
    labels=(
        r"direct|en direct|vidéo|vidéos|photos?|images|analyse|opinion|tribune|exclusif"
        r"|reportage|entretien|interview|décryptage|enquête|portrait|éditorial|podcast|quiz"
        r"|sport|football|monde|sondage|alerte|info|infographie|récit|critique|covid-19"
        r"|coronavirus"
    ),
    not_verbs_before=r"de|d'|à|pour|ne|n'|sans|pas|être|été|fait|peut|doit|veut",
    closing=r"rapport|étude|sources?|presse|médias|police|sondage",
)
