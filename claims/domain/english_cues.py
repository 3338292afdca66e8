"""The words that show who said what in English, as data; the shape is ``latin_cues.py``'s."""

from __future__ import annotations

from claims.domain.attributed import Stance
from claims.domain.latin_cues import LatinCues, Phrase, Verb

__all__ = ["ENGLISH"]

_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|jan|feb|aug|sept|oct|nov|dec)\b\.?"
)

ENGLISH = LatinCues(
    verbs=(
        Verb("said says say", participle="saying", allows="bare"),
        Verb("told tells", participle="telling", allows="bare tell"),
        Verb("added adds", participle="adding", allows="clause"),
        Verb("claimed", "claims claim", participle="claiming", allows="clause noun to"),
        Verb("alleged alleges allege", participle="alleging", allows="clause"),
        Verb("asserted asserts assert", participle="asserting", allows="bare"),
        Verb("maintained maintains", participle="maintaining"),
        Verb("insisted insists insist", participle="insisting", allows="bare"),
        Verb("argued argues argue", participle="arguing", allows="bare"),
        Verb("stated", "states state", participle="stating", allows="clause"),
        Verb("declared declares declare", participle="declaring"),
        Verb("announced announces announce", participle="announcing", allows="clause noun"),
        Verb("confirmed confirms confirm", participle="confirming", allows="clause noun"),
        Verb("revealed reveals reveal", participle="revealing", allows="clause"),
        Verb("disclosed discloses", participle="disclosing", allows="noun"),
        Verb("explained explains explain", participle="explaining", allows="clause"),
        Verb("noted", "notes note", participle="noting", allows="clause"),
        Verb("stressed", "stresses", participle="stressing"),
        Verb("emphasised emphasized emphasises emphasizes", participle="emphasising emphasizing"),
        Verb("underlined underscored"),
        Verb("pointed_out points_out point_out", participle="pointing_out", allows="clause"),
        Verb("warned warns", "warn", participle="warning", allows="clause of"),
        Verb("cautioned cautions", participle="cautioning"),
        Verb("admitted admits admit", participle="admitting", allows="clause noun to"),
        Verb(
            "acknowledged acknowledges acknowledge",
            participle="acknowledging",
            allows="clause noun",
        ),
        Verb("conceded concedes concede", participle="conceding"),
        Verb("confessed confesses", participle="confessing", allows="to"),
        Verb("suggested suggests suggest", participle="suggesting", allows="clause"),
        Verb("indicated indicates", participle="indicating"),
        Verb("estimated", "estimates estimate", participle="estimating", allows="clause"),
        Verb("predicted predicts predict", participle="predicting"),
        Verb("concluded concludes conclude", participle="concluding"),
        Verb("testified testifies testify", participle="testifying"),
        Verb("recalled recalls", participle="recalling"),
        Verb("remarked remarks commented mentioned mentions", participle="remarking mentioning"),
        Verb("replied replies responded", participle="replying"),
        Verb("continued continues went_on"),
        Verb("wrote writes", participle="writing"),
        Verb("tweeted posted", "tweets posts", participle="tweeting"),
        Verb("promised", "promises promise", participle="promising", allows="to"),
        Verb("pledged vowed vows", "pledges pledge vow", participle="pledging vowing", allows="to"),
        Verb("threatened threatens threaten", participle="threatening", allows="to"),
        Verb("complained complains", participle="complaining"),
        Verb("joked quipped"),
        Verb("agreed agrees", participle="agreeing"),
        Verb("speculated speculates", participle="speculating"),
        Verb("contended contends contend", participle="contending"),
        Verb("accused accuses accuse", participle="accusing", allows="noun"),
        Verb("denied denies deny", participle="denying", allows="bare noun", stance=Stance.DENIES),
        Verb(
            "rejected rejects dismissed dismisses refuted refutes disputed disputes"
            " rebutted rebuts repudiated repudiates contested contests",
            participle="rejecting dismissing refuting disputing",
            allows="noun",
            stance=Stance.DENIES,
        ),
        Verb(
            "reported",
            "reports report",
            participle="reporting",
            allows="clause",
            stance=Stance.REPORTS,
        ),
    ),
    phrases=(
        Phrase(
            r"(?:(?:has|have|had) )?(?:declined|refused|declines|refuses)"
            r"(?: (?:to (?:(?:publicly|immediately|further) )?(?:comment|be interviewed|answer"
            r"|discuss|respond|speak"
            r"|say|elaborate|confirm or deny|give details|be named)|(?:further |any |all "
            r"|an )?(?:comment|interview)s?"
            r"|(?:requests?|invitations?) (?:for|to) (?:comment|an interview)))",
            Stance.DECLINES,
        ),
        Phrase(
            r"(?:would|will|could) (?:not|n't)(?: (?:publicly|immediately))? (?:comment|be drawn)"
            r"|wouldn't comment|(?:has|have|had|offered|made|gave) no (?:immediate |further "
            r"|official )?comment",
            Stance.DECLINES,
        ),
        Phrase(
            r"(?:did not|didn't|does not|do not|has not|have not|had not|hasn't|haven't|hadn't)"
            r"(?: (?:immediately|yet|so far|directly|publicly))*"
            r" (?:respond(?:ed)?|repl(?:y|ied)|return(?:ed)?(?= (?:\w+ ){0,3}(?:calls?"
            r"|messages?|emails?|requests?|phone))"
            r"|answer(?:ed)?(?= (?:\w+ ){0,4}(?:calls?|messages?|emails?|requests?|phone"
            r"|questions?)))"
            r"|(?:could not|couldn't) (?:immediately )?be reached|has yet to (?:respond|reply)"
            r"|have yet to (?:respond|reply)"
            r"|(?:was|were) (?:not|n't) (?:immediately )?(?:available|reachable)(?: for comment)?"
            r"|(?:was|were) unavailable for comment",
            Stance.NO_ANSWER,
        ),
        Phrase(
            r"(?:(?:could not|couldn't|cannot|can't|can not|has not been able to"
            r"|have not been able to|(?:was|is|were|are) unable to"
            r"|(?:was|were|is|are) not able to|has been unable to|have been unable to|has not)"
            r"(?: (?:immediately|yet))? (?:independently )(?:verify|verified|confirm|confirmed"
            r"|corroborate|authenticate)"
            r"|(?:could not|couldn't|cannot|can't|has not been able to|(?:was|is|were"
            r"|are) unable to|(?:was|were|is|are) not able to)"
            r"(?: immediately)? (?:verify|corroborate|authenticate)"
            r"|(?:could not|couldn't|cannot|can't|(?:was|is|were"
            r"|are) unable to)(?: immediately)? confirm)"
            r"(?: independently)?",
            Stance.CANNOT_VERIFY,
        ),
        Phrase(
            r"(?:did not|didn't|does not|doesn't|has not|have not|had not|hasn't|haven't|hadn't"
            r"|has yet to|have yet to)"
            r"(?: (?:immediately|yet|so far|officially|publicly|formally))*"
            r" (?:announced?|sa(?:y|id)(?= (?:whether|if|when|where|how|who|why|what|which"
            r"|exactly|publicly))"
            r"|disclosed?|specif(?:y|ied)|elaborated?|released?(?= (?:any |further |a "
            r"|the )?(?:details|statement|names?|figures|information))"
            r"|confirm(?:ed)?|commented?|given? (?:any |further |a )?(?:details|reason|date"
            r"|figure)s?|provided? (?:any |further )?(?:details|evidence)"
            r"|claimed responsibility|mentioned?|identif(?:y|ied)|stated?)",
            Stance.DID_NOT_ANNOUNCE,
        ),
    ),
    auxiliaries=(
        r"has|have|had|did|does|do|is|was|were|are|be|been|being|would|will|could|may|might"
    ),
    adverbs=(
        r"also|later|then|earlier|already|repeatedly|previously|recently|now|just|further|once"
        r"|still"
        r"|again|long|always|often|at first|meanwhile|however|therefore|even|once again|simply"
        r"|first|since|all|both|\w+ly"
    ),
    that=r"that",
    according=r"according to|as reported by|in the words of",
    not_according=r"plan|schedule|law|reports? of",
    reported=(
        r"(?:it (?:is|was|has been|had been) (?:widely |also )?(?:reported|claimed|alleged|said"
        r"|rumou?red|believed|announced)"
        r"|there (?:are|were|have been) (?:unconfirmed |conflicting )?(?:reports|claims"
        r"|allegations|rumou?rs)"
        r"|(?:unconfirmed |media |news |local |recent |some |press |several "
        r"|conflicting )+reports"
        r"(?: (?:say|said|suggest|suggested|claim|claimed|indicate|indicated))?|rumou?rs (?:say"
        r"|said|spread|swirled))"
    ),
    quoted_as=r"(?:is|was|were|are) quoted(?: (?:by|in) (?P<relay>[^\"]{2,60}?))? as saying",
    citing=r"citing|quoting",
    subject_pronouns=r"he|she|they|it|we|i|you|who|which|that|him|her|them",
    person_pronouns=frozenset({"he", "she", "they"}),
    relative=r"who|which|whom",
    clause_starts=(
        r"which(?= (?:he|she|they|it|we)\b)|that|because|while|when|after|as|but|if|since"
        r"|although|though|before|until|where|whereas"
        r"|so|how|why|what|whether|and then|and that|than|once|yet"
    ),
    leading=(
        r"and|but|yet|so|meanwhile|however|also|then|later|earlier|still|now|in addition"
        r"|for his part"
        r"|for her part|in turn|instead|separately|nevertheless|moreover"
    ),
    adverbial=(
        rf"(?:(?:early|late|earlier|later) )?(?:on )?{_DAY}(?: (?:morning|afternoon|evening"
        rf"|night))?(?:,? {_MONTH} \d+)?"
        rf"|on {_MONTH} \d+(?:st|nd|rd|th)?(?:,? \d{{4}})?|on the \d+(?:st|nd|rd"
        rf"|th)(?: of {_MONTH})?|in {_MONTH}(?: \d{{4}})?"
        r"|in \d{4}|yesterday|today|tonight|recently|later|earlier|afterwards|at the time"
        r"|(?:last|this|earlier this|later that|earlier in the|that|the same|the next) (?:week"
        r"|month|year|night|day|evening|morning|afternoon)"
        r"|(?:(?:two|three|four|five|several|a few|\d+) )?(?:days|hours|weeks|months"
        r"|years) (?:ago|later|earlier)"
        r"|in (?:a|an|the|his|her|their|its|one) (?:\w+[ -]){0,4}?(?:statement|interview|speech"
        r"|tweet|post|letter|email|e-mail|report|release"
        r"|message|video|briefing|call|article|note|memo|blog|thread|testimony|conference|court"
        r"|address|filing|lawsuit|book|study|reply|response|comment)"
        r"(?: (?:to|with|on|for|issued|released|posted|published"
        r"|from) (?:the )?(?:[\w'.-]+ ?){1,4}?)?(?=,| that\b| \"|:|$|\x01)"
        r"|at (?:a|an|the|his|her) (?:\w+[ -]){0,4}?(?:conference|briefing|event|rally|meeting"
        r"|hearing|summit|ceremony|time|forum)"
        r"|during (?:a|an|the|his|her|their) (?:\w+[ -]){0,4}?(?:conference|briefing|event"
        r"|rally|meeting|hearing|interview|visit|speech|debate|call|trial)"
        r"|on (?:twitter|facebook|x|telegram|instagram|social media|television|tv|state tv"
        r"|the radio|radio|his blog|the show|air|condition of anonymity)"
        r"|of (?:the|his|her|their|its|this) (?:\w+ ?){1,3}|by (?:phone|telephone|email|e-mail)"
        r"|via (?:email|e-mail|twitter)|in response|in reply"
        r"|in court|in (?:washington|london|paris|moscow|beijing|new york)|after (?:the|a|his"
        r"|her|their) (?:\w+ ?){1,3}"
    ),
    determiners=(
        r"the|a|an|his|her|their|its|these|those|such|false|of|with|by|about|any|some"
        r"|unsubstantiated|recent"
        r"|multiple|several|earlier|conflicting|media|news|many|no|police|press|local|all"
        r"|similar|our|my|your|previous|to|new"
    ),
    addressees=(
        r"him|her|them|me|us|you|it|reporters|journalists|lawmakers|parliament|investigators"
        r"|police|officers"
        r"|congress|(?:the|a|an|his|her|their|my|our) (?:\w+ )?(?:court|hearing|jury|judge"
        r"|committee|panel|crowd|audience|conference|nation|house|senate"
        r"|news conference|press conference|briefing|meeting|rally|inquiry|council|assembly"
        r"|newspaper|paper|magazine|programme|program|show|station|channel"
        r"|agency|website|site|media|press|public|world|gathering|friend|family|wife|husband"
        r"|police|country)"
    ),
    outlets=(
        r"die zeit|die welt|der standard|süddeutsche zeitung|la repubblica|corriere della sera"
        r"|el mundo|rt|press tv|(?:the )?(?:\w+ ){1,2}media(?: outlets?)?"
        r"|[\w]+-tv|reuters(?: news agency)?|afp|agence france-presse|the associated press"
        r"|associated press|the ap|ap|the bbc(?: world service| news)?|bbc(?: news| radio \d"
        r"| \w+)?|cnn|nbc(?: news)?"
        r"|abc(?: news)?|cbs(?: news)?|cbc(?: news)?|fox news|sky news|itv|al jazeera"
        r"|bloomberg(?: news)?|politico|axios|xinhua|tass|ria novosti|interfax"
        r"|dpa|der spiegel|bild|el pais|el país|le monde|le figaro|le parisien|haaretz|ansa"
        r"|kyodo|ukrinform|tolo ?news|vice news|buzzfeed(?: news)?|espn|tmz"
        r"|iran international|al[- ]arabiya|the hill|vox|huffpost|people magazine"
        r"|the daily mail|the (?:\w+ ){0,3}(?:times|post|guardian|journal|herald|tribune"
        r"|telegraph|mirror|sun|independent|mail|express|chronicle|gazette|globe|observer"
        r"|economist|star|courier|standard|atlantic)"
        r"|the (?:\w+ ){0,3}news|(?:usa today|financial times|new york times|washington post"
        r"|wall street journal)"
        r"|(?:the |a )?(?:\w+[ -]){0,4}(?:newspaper|news agency|broadcaster|daily|tabloid"
        r"|news website|news site|news outlet|news channel|state media|state television"
        r"|media reports?|magazine)(?: [\w]+){0,3}"
    ),
    anonymous=(
        r"sources?|officials?|people familiar|witness(?:es)?|experts?|analysts?|residents?"
        r"|insiders?|diplomats?|observers"
        r"|activists|critics|locals|neighbou?rs|commanders?|person familiar|supporters"
        r"|opponents|researchers|scientists"
    ),
    organization=(
        r"ministry|government|agency|company|police|office|department|house|court|council|party"
        r"|union|group|university|bank"
        r"|army|military|committee|association|organi[sz]ation|movement|taliban|kremlin"
        r"|commission|force|report|study|statement|institute|firm|club"
    ),
    labels=(
        r"live|video|watch|photos?|pictures|analysis|opinion|exclusive|update|updated|breaking"
        r"|explainer|fact check|interview|review|report|comment"
        r"|editorial|podcast|quiz|profile|obituary|timeline|factbox|q&a|in pictures|sport|world"
        r"|football|election \d+|brexit|covid-19|coronavirus|poll|warning|note"
    ),
    not_verbs_before=(
        r"to|will|would|can|may|might|should|must|could|not|n't|don't|didn't|let|cannot|be|been"
        r"|being|was|were|is|are|get|got|never"
    ),
    closing=r"reports?|study|sources?|officials?|experts?|police|poll|survey",
)
