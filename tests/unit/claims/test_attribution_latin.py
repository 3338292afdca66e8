"""Who said what in English and French: own sentences, one construction each."""
# ruff: noqa: E501 - a sentence and its answer stay on one line, to be read as a table.

from __future__ import annotations

import pytest

from claims.domain.attributed import Confidence, SuggestedStatement
from claims.domain.attribution import suggest_statements


def told(text: str, language: str, title: str = "", outlet: str = "") -> list[SuggestedStatement]:
    return list(suggest_statements(text, language=language, title=title, outlet=outlet))


def briefly(found: list[SuggestedStatement]) -> list[tuple[str, str, str | None, str]]:
    return [(one.stance.value, one.speaker, one.relay, one.claim) for one in found]


ENGLISH = [
    ("The bridge will stay shut until May, local media reported.", "reports", "local media", None, "The bridge will stay shut until May"),
    ("The launch was put off, according to Die Zeit newspaper citing a harbour pilot.", "asserts", "a harbour pilot", "Die Zeit newspaper", "The launch was put off"),
    ("Baker dismisses fraud claims as lawyers prepare to sue the bank", "denies", "Baker", None, "fraud claims"),
    ("The mayor said that the bridge would close.", "asserts", "The mayor", None, "the bridge would close"),
    ("Maria Lopez said the bridge was unsafe.", "asserts", "Maria Lopez", None, "the bridge was unsafe"),
    ("Maria Lopez, the mayor of Porto Verde, said on Monday that work had begun.", "asserts", "Maria Lopez, the mayor of Porto Verde", None, "work had begun"),
    ("“We will rebuild it,” said Maria Lopez.", "asserts", "Maria Lopez", None, "We will rebuild it"),
    ("“We will rebuild it,” Lopez said on Friday.", "asserts", "Lopez", None, "We will rebuild it"),
    ("The harbour was closed at noon, police said.", "asserts", "police", None, "The harbour was closed at noon"),
    ("The harbour was closed at noon, according to the coast guard.", "asserts", "the coast guard", None, "The harbour was closed at noon"),
    ("According to the coast guard, two boats were lost.", "asserts", "the coast guard", None, "two boats were lost"),
    ("The minister told Reuters that talks would resume.", "asserts", "The minister", "Reuters", "talks would resume"),
    ("The minister told reporters the talks were over.", "asserts", "The minister", None, "the talks were over"),
    ("The minister told a news conference that the talks were over.", "asserts", "The minister", None, "the talks were over"),
    ("The general warned that fuel was running out.", "asserts", "The general", None, "fuel was running out"),
    ("The party claims it won every seat.", "asserts", "The party", None, "it won every seat"),
    ("The lawsuit claims that the firm lied.", "asserts", "The lawsuit", None, "the firm lied"),
    ("The firm announced the closure of two plants.", "asserts", "The firm", None, "the closure of two plants"),
    ("The group claimed to have shot down a drone.", "asserts", "The group", None, "to have shot down a drone"),
    ("The senator added in a statement that the vote was fair.", "asserts", "The senator", None, "the vote was fair"),
    ("The doctor wrote: “No child was hurt.”", "asserts", "The doctor", None, "No child was hurt"),
    ("The opposition accused the government of fraud.", "asserts", "The opposition", None, "the government of fraud"),
    ("The coach insisted his team was ready.", "asserts", "The coach", None, "his team was ready"),
    ("Three sources said the deal had collapsed.", "asserts", "Three sources", None, "the deal had collapsed"),
    ("The singer was quoted by The Daily Post as saying that she was ill.", "asserts", "The singer", "The Daily Post", "she was ill"),
    ("The Daily Post reported that the king was ill, citing a palace official.", "asserts", "a palace official", "The Daily Post", "the king was ill"),
    ("The Daily Post reported that the king was ill.", "reports", "The Daily Post", None, "the king was ill"),
    ("It was reported that the king was ill.", "reports", "", None, "the king was ill"),
    ("Iran denied that it had sent weapons.", "denies", "Iran", None, "it had sent weapons"),
    ("Iran denied the report.", "denies", "Iran", None, "the report"),
    ("Iran denies sending weapons to the rebels.", "denies", "Iran", None, "sending weapons to the rebels"),
    ("The embassy rejected the accusation as absurd.", "denies", "The embassy", None, "the accusation as absurd"),
    ("The company dismissed claims of a cover-up.", "denies", "The company", None, "claims of a cover-up"),
    ("The White House declined to comment.", "declines", "The White House", None, ""),
    ("The governor refused to answer questions.", "declines", "The governor", None, ""),
    ("The bank would not comment on the leak.", "declines", "The bank", None, ""),
    ("The ministry did not respond to a request for comment.", "no_answer", "The ministry", None, ""),
    ("The actor could not immediately be reached.", "no_answer", "The actor", None, ""),
    ("A spokeswoman did not immediately reply to an email.", "no_answer", "A spokeswoman", None, ""),
    ("Reuters could not independently verify the footage.", "cannot_verify", "Reuters", None, "the footage"),
    ("The newspaper was unable to confirm the account.", "cannot_verify", "The newspaper", None, "the account"),
    ("The army has not said whether anyone was hurt.", "did_not_announce", "The army", None, "whether anyone was hurt"),
    ("Police did not specify a motive for the attack.", "did_not_announce", "Police", None, "a motive for the attack"),
    ("Athens has long insisted that the name is Greek.", "asserts", "Athens", None, "the name is Greek"),
    ("Cars, the mayor said, will be banned from the square.", "asserts", "the mayor", None, "will be banned from the square"),
    ("Later, the mayor noted, the square was closed again.", "asserts", "the mayor", None, "the square was closed again"),
]  # fmt: skip

FRENCH = [
    ("« J'ai choisi ces joueurs avec soin », a déclaré Martin sur ses sélections.", "asserts", "Martin", None, "J'ai choisi ces joueurs avec soin"),
    ("Selon le journal Die Zeit, qui cite un pilote du port, la mise à l'eau est reportée.", "asserts", "un pilote du port", "le journal Die Zeit", "la mise à l'eau est reportée"),
    ("Martin réfute les accusations de fraude tandis que ses avocats se préparent au procès", "denies", "Martin", None, "les accusations de fraude"),
    ("Il lui aurait versé de l'argent pour qu'elle se taise, a indiqué Der Spiegel vendredi dernier.", "reports", "Der Spiegel", None, "Il lui aurait versé de l'argent pour qu'elle se taise"),
    ("Le maire a quitté la salle et affirmé que le pont resterait ouvert.", "asserts", "Le maire", None, "le pont resterait ouvert"),
    ("Le maire a déclaré que le pont serait fermé.", "asserts", "Le maire", None, "le pont serait fermé"),
    ("Hélène Durand, maire de Valmont, a affirmé que le pont était sûr.", "asserts", "Hélène Durand, maire de Valmont", None, "le pont était sûr"),
    ("« Nous le reconstruirons », a déclaré Hélène Durand.", "asserts", "Hélène Durand", None, "Nous le reconstruirons"),
    ("« Nous le reconstruirons », explique la maire.", "asserts", "la maire", None, "Nous le reconstruirons"),
    ("« Tout est fini », a-t-il ajouté.", "asserts", "il", None, "Tout est fini"),
    ("Selon la police, deux bateaux ont coulé.", "asserts", "la police", None, "deux bateaux ont coulé"),
    ("Deux bateaux ont coulé, selon la police.", "asserts", "la police", None, "Deux bateaux ont coulé"),
    ("D'après les pompiers, le feu est éteint.", "asserts", "les pompiers", None, "le feu est éteint"),
    ("Le ministre a déclaré à l'AFP que les pourparlers reprendraient.", "asserts", "Le ministre", "AFP", "les pourparlers reprendraient"),
    ("Le ministre affirme qu'aucun accord n'existe.", "asserts", "Le ministre", None, "aucun accord n'existe"),
    ("Le général a averti que le carburant manquait.", "asserts", "Le général", None, "le carburant manquait"),
    ("L'entreprise a annoncé la fermeture de deux usines.", "asserts", "L'entreprise", None, "la fermeture de deux usines"),
    ("Le groupe prétend avoir abattu un drone.", "asserts", "Le groupe", None, "avoir abattu un drone"),
    ("La sénatrice a précisé dans un communiqué que le vote était régulier.", "asserts", "La sénatrice", None, "le vote était régulier"),
    ("L'opposition accuse le gouvernement de fraude.", "asserts", "L'opposition", None, "le gouvernement de fraude"),
    ("Le parquet a confirmé la mort de trois soldats.", "asserts", "Le parquet", None, "la mort de trois soldats"),
    ("Le médecin a écrit : « Aucun enfant n'est blessé. »", "asserts", "Le médecin", None, "Aucun enfant n'est blessé"),
    ("La police a également indiqué que la route était coupée.", "asserts", "La police", None, "la route était coupée"),
    ("Le pont a été fermé à midi, a indiqué la préfecture.", "asserts", "la préfecture", None, "Le pont a été fermé à midi"),
    ("Des sources proches du dossier ont affirmé que l'accord était mort.", "asserts", "Des sources proches du dossier", None, "l'accord était mort"),
    ("Le Figaro rapporte que le roi est malade.", "reports", "Le Figaro", None, "le roi est malade"),
    ("Le roi est malade, selon la presse locale.", "reports", "la presse locale", None, "Le roi est malade"),
    ("L'Iran a démenti avoir envoyé des armes.", "denies", "L'Iran", None, "avoir envoyé des armes"),
    ("L'Iran dément toute livraison d'armes.", "denies", "L'Iran", None, "toute livraison d'armes"),
    ("L'ambassade a rejeté ces accusations.", "denies", "L'ambassade", None, "ces accusations"),
    ("Le ministre nie que le budget ait été dépassé.", "denies", "Le ministre", None, "le budget ait été dépassé"),
    ("La société a contesté les chiffres.", "denies", "La société", None, "les chiffres"),
    ("La Maison-Blanche a refusé de commenter.", "declines", "La Maison-Blanche", None, ""),
    ("Le préfet n'a pas souhaité répondre.", "declines", "Le préfet", None, ""),
    ("La banque s'est refusée à tout commentaire.", "declines", "La banque", None, ""),
    ("Le ministère n'a pas répondu à nos questions.", "no_answer", "Le ministère", None, ""),
    ("L'acteur n'a pas donné suite à nos demandes.", "no_answer", "L'acteur", None, ""),
    ("Reuters n'a pas pu vérifier ces images.", "cannot_verify", "Reuters", None, "ces images"),
    ("La chaîne n'est pas en mesure de confirmer ce bilan.", "cannot_verify", "La chaîne", None, "ce bilan"),
    ("L'armée n'a pas précisé le nombre de blessés.", "did_not_announce", "L'armée", None, "le nombre de blessés"),
    ("Le parti n'a pas encore annoncé la date du vote.", "did_not_announce", "Le parti", None, "la date du vote"),
    ("Il a été rapporté que le roi était malade.", "reports", "", None, "le roi était malade"),
    ("Lors d'une conférence de presse, le juge a expliqué que l'enquête continuait.", "asserts", "le juge", None, "l'enquête continuait"),
    ("Selon un témoin, la voiture roulait vite.", "asserts", "un témoin", None, "la voiture roulait vite"),
    ("L’experte Zoé Lefèvre souligne que l’hiver a été doux.", "asserts", "L’experte Zoé Lefèvre", None, "l’hiver a été doux"),
    ("Le ministre a promis de baisser les impôts.", "asserts", "Le ministre", None, "de baisser les impôts"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "stance", "speaker", "relay", "claim"), ENGLISH)
def test_an_english_sentence_gives_its_statement(
    text: str, stance: str, speaker: str, relay: str | None, claim: str
) -> None:
    found = told(text, "en")

    assert briefly(found) == [(stance, speaker, relay, claim)]


@pytest.mark.parametrize(("text", "stance", "speaker", "relay", "claim"), FRENCH)
def test_a_french_sentence_gives_its_statement(
    text: str, stance: str, speaker: str, relay: str | None, claim: str
) -> None:
    found = told(text, "fr")

    assert briefly(found) == [(stance, speaker, relay, claim)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The report was long and the minister read it."),
        ("en", "Nobody knew what to say to the children."),
        ("en", "The estimated cost of the bridge is three million."),
        ("en", "He refused the gift and went home."),
        ("en", "The claims adjuster visited the house."),
        ("en", "The standoff continued for a week."),
        ("en", "She was told to leave the country."),
        ("en", "The plan goes ahead according to schedule."),
        ("fr", "Le rapport est long et le ministre l'a lu."),
        ("fr", "On ne sait pas quoi dire aux enfants."),
        ("fr", "La règle selon laquelle il faut partir est ancienne."),
        ("fr", "Le projet avance selon le calendrier."),
        ("en", "मंत्री ने कहा कि पुल बंद है।"),
        ("fr", ""),
    ],
)
def test_a_sentence_without_an_attribution_gives_none(language: str, text: str) -> None:
    found = told(text, language)

    assert briefly(found) == []


@pytest.mark.parametrize(
    ("language", "text"), [("en", row[0]) for row in ENGLISH] + [("fr", row[0]) for row in FRENCH]
)
def test_every_offset_is_of_the_text_as_written(language: str, text: str) -> None:
    padded = f"Première ligne.\n\n{text}"

    found = told(padded, language)

    assert [padded[slice(*one.span)] for one in found if one.span] == [
        one.claim for one in found if one.span
    ]
    assert [padded[slice(*one.cue_span)] for one in found] == [one.cue for one in found]
    assert [padded[slice(*one.relay_span)] for one in found if one.relay_span] == [
        one.relay for one in found if one.relay
    ]


def test_a_pronoun_takes_the_last_speaker_and_the_fullest_form_of_the_name() -> None:
    text = "Maria Lopez, the mayor, said the bridge was unsafe. She added that work had begun."

    first, second = told(text, "en")

    assert (second.speaker, second.claim) == ("Maria Lopez, the mayor", "work had begun")
    assert second.speaker_key == first.speaker_key
    assert second.speaker_span is None
    assert second.confidence is not Confidence.STRONG


def test_a_surname_is_the_same_speaker_as_the_full_name() -> None:
    text = "Maria Lopez said that the bridge was unsafe.\nLopez said that it would close."

    first, second = told(text, "en")

    assert second.speaker_key == first.speaker_key
    assert second.speaker == "Maria Lopez"
    assert second.speaker_span == (45, 50)
    assert text[45:50] == "Lopez"


def test_a_french_pronoun_takes_the_name_the_sentence_before_began_with() -> None:
    text = "Hélène Durand est arrivée lundi. Elle a déclaré que le pont était sûr."

    (found,) = told(text, "fr")

    assert (found.speaker, found.claim) == ("Hélène Durand", "le pont était sûr")


def test_a_claim_ends_where_the_answer_to_it_begins() -> None:
    text = "Iran said that it won, while Iraq denied the report."

    assert briefly(told(text, "en")) == [
        ("asserts", "Iran", None, "it won"),
        ("denies", "Iraq", None, "the report"),
    ]


def test_a_speaker_within_what_another_says_has_that_one_as_relay() -> None:
    text = "Police said that the driver admitted that he had been drinking."

    outer, inner = told(text, "en")

    assert (outer.speaker, inner.speaker, inner.relay) == ("Police", "the driver", "Police")


def test_a_participle_keeps_the_speaker_of_its_sentence() -> None:
    text = "The mayor said the bridge was unsafe, adding that it would close."

    _, second = told(text, "en")

    assert (second.speaker, second.claim) == ("The mayor", "it would close")


def test_an_outlet_that_reports_what_somebody_said_is_the_relay() -> None:
    text = "The driver admitted that he was drunk, the Daily Post reported."

    (found,) = told(text, "en")

    assert (found.speaker, found.relay, found.claim) == (
        "The driver",
        "the Daily Post",
        "he was drunk",
    )


@pytest.mark.parametrize(
    "text",
    [
        "The videos could not be independently verified.",
        "We could not independently verify it all.",
    ],
)
def test_who_could_not_verify_is_the_outlet_where_nobody_else_is_named(text: str) -> None:
    (found,) = told(text, "en", outlet="The Valley Times")

    assert (found.stance.value, found.speaker, found.is_outlet) == (
        "cannot_verify",
        "The Valley Times",
        True,
    )


def test_a_named_outlet_that_cannot_verify_speaks_for_itself() -> None:
    (found,) = told("The Valley Times could not verify the video.", "en", outlet="The Valley Times")

    assert found.is_outlet


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Two officials said that the deal was dead.", True),
        ("en", "A source close to the firm said that the deal was dead.", True),
        ("en", "Treasury official Jane Roe Miller said that the deal was dead.", False),
        ("fr", "Des témoins ont déclaré que le pont brûlait.", True),
        ("fr", "Hélène Durand a déclaré que le pont brûlait.", False),
    ],
)
def test_unnamed_speakers_are_marked(language: str, text: str, expected: bool) -> None:
    (found,) = told(text, language)

    assert found.is_anonymous is expected


def test_a_headline_before_a_colon_is_a_speaker() -> None:
    (found,) = told("", "en", title="Kremlin: our bases in Syria are safe")

    assert (found.speaker, found.claim, found.in_title) == (
        "Kremlin",
        "our bases in Syria are safe",
        True,
    )
    assert found.confidence is Confidence.WEAK


def test_a_label_before_a_colon_is_no_speaker() -> None:
    assert told("", "en", title="Video: a bridge falls into the river") == []


def test_a_title_that_the_body_repeats_is_dropped() -> None:
    found = told(
        "The Kremlin said that its bases in Syria were safe.",
        "en",
        title="Kremlin: its bases in Syria are safe",
    )

    assert [one.in_title for one in found] == [False]


def test_what_is_said_inside_a_quotation_gives_no_statement_of_its_own() -> None:
    text = "“My father said that we would win,” the boy told the BBC."

    (found,) = told(text, "en")

    assert (found.speaker, found.relay) == ("the boy", "the BBC")


def test_a_language_without_rules_gives_nothing() -> None:
    assert told("मंत्री ने कहा कि पुल बंद है।", "hi") == []


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(
    "text",
    [
        "\ud800 said that \udfff.",
        "said",
        ", said.",
        "“““ said «",
        "According to",
        "selon",
        "a déclaré",
        "\u202e said that \u202c it is",
        "X" * 5000 + " said that " + "y " * 5000,
    ],
)
def test_odd_input_never_raises(language: str, text: str) -> None:
    assert isinstance(told(text, language, title=text), list)
