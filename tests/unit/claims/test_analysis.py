"""What a read text says, taken together; and why a statement may be worth a check."""

from __future__ import annotations

from datetime import date

import pytest

from claims.domain.analysis import TextAnalysis, analyze_text
from claims.domain.check_reasons import CheckReason
from multilingual.dates import DateConflict
from multilingual.intervals import DateInterval

PUBLISHED = DateInterval.of_day(date(2024, 7, 18))


def analyzed(body: str, language: str = "en", title: str = "") -> TextAnalysis:
    return analyze_text(body, title=title, language=language, published=PUBLISHED)


def test_dates_are_resolved_against_the_day_of_publication() -> None:
    body = "The bridge fell in February 2021. It fell again on 27 February last year."

    found = analyzed(body).dates

    assert "February 2021" in found[0].text
    assert found[0].interval == DateInterval(date(2021, 2, 1), date(2021, 2, 28))


def test_a_checkers_finding_is_an_earlier_verdict_and_no_statement() -> None:
    body = "The mayor said the bridge fell. Snopes said that the claim about the bridge is false."

    found = analyzed(body)

    assert [one.checker for one in found.earlier_verdicts] == ["Snopes"]
    assert [one.speaker for one in found.statements] == ["The mayor"]


def test_what_a_checker_says_without_a_finding_is_kept_with_the_earlier_verdicts() -> None:
    body = "Snopes said that the picture was taken in Lyon."

    found = analyzed(body)

    assert found.statements == ()
    (verdict,) = found.earlier_verdicts
    assert (verdict.checker, verdict.words, verdict.rating) == (
        "Snopes",
        "the picture was taken in Lyon",
        None,
    )
    assert body[slice(*verdict.span)] == "Snopes said that the picture was taken in Lyon"


def test_an_arabic_text_gives_all_four() -> None:
    body = (
        "قال الوزير سامر خليل إن السد انهار في مايو 2021.\n"
        "وجد موقع \"مسبار\" أن الادعاء مضلل.\n"
        "وكتب حساب باسم \"نجم الوادي\" على تلغرام أن القرية غرقت."
    )  # fmt: skip

    found = analyze_text(body, language="ar", published=PUBLISHED)

    assert [one.interval for one in found.dates] == [
        DateInterval(date(2021, 5, 1), date(2021, 5, 31))
    ]
    assert "الوزير سامر خليل" in [one.speaker for one in found.statements]
    assert [one.rating for one in found.earlier_verdicts] == ["misleading"]
    assert [one.account for one in found.posts] == ["نجم الوادي"]


def test_a_month_without_a_year_stays_open_where_publication_is_unknown() -> None:
    (found,) = analyze_text("The bridge fell on 3 May.", language="en", published=None).dates

    assert found.interval.is_unknown
    assert found.conflict is DateConflict.REFERENCE


@pytest.mark.parametrize("language", ["und", "hi", "tr", ""])
def test_a_language_without_rules_still_gives_dates(language: str) -> None:
    found = analyze_text("पुल 2021-05-03 को गिरा।", language=language, published=None)

    assert found.statements == ()
    assert [one.text for one in found.dates] == ["2021-05-03"]


@pytest.mark.parametrize("body", ["", "\ud800\udfff", "\u202e" * 50, "a" * 20_000, "،" * 5000])
@pytest.mark.parametrize("language", ["ar", "en", "fr", "fa"])
def test_odd_input_never_raises(body: str, language: str) -> None:
    assert isinstance(analyze_text(body, title=body, language=language), TextAnalysis)


REASONS = [
    ("The mayor said that three million people left.", {CheckReason.NUMBER}),
    ("The mayor said that 12,000 people left.", {CheckReason.NUMBER}),
    ("The mayor said that they left on 3 May 2021.", {CheckReason.DATE}),
    ("The mayor said that the bridge never closed.", {CheckReason.ABSOLUTE}),
    ("The mayor said that the photo shows a bridge.", {CheckReason.PICTURE}),
    ("Officials said that the bridge closed.", {CheckReason.ANONYMOUS_SOURCE}),
    ("Social media users claimed that the bridge closed.", {CheckReason.CROWD}),
    ("The mayor said that the bridge closed.", set()),
]


@pytest.mark.parametrize(("body", "expected"), REASONS)
def test_a_statement_has_the_reasons_its_words_give(body: str, expected: set[CheckReason]) -> None:
    found = analyzed(body)

    assert set(found.reasons.get(0, ())) == expected


@pytest.mark.parametrize(
    ("language", "body", "reason"),
    [
        ("fr", "Le maire a déclaré que douze mille personnes sont parties.", CheckReason.NUMBER),
        ("fr", "Le maire a déclaré que la vidéo montre un pont.", CheckReason.PICTURE),
        ("fr", "Des témoins ont déclaré que le pont brûlait.", CheckReason.ANONYMOUS_SOURCE),
        ("fa", "شهردار گفت که سه هزار نفر رفتند.", CheckReason.NUMBER),
        ("fa", "شهردار گفت که این عکس پل را نشان می‌دهد.", CheckReason.PICTURE),
        ("fa", "شهردار گفت که هرگز پل بسته نشد.", CheckReason.ABSOLUTE),
    ],
)
def test_reasons_are_found_in_other_languages(
    language: str, body: str, reason: CheckReason
) -> None:
    found = analyzed(body, language)

    assert reason in found.reasons[0]


def test_a_denial_by_another_party_is_a_reason() -> None:
    body = (
        "The army said that the dam in the valley was blown up by rebels.\n"
        "The rebels denied that the dam in the valley was blown up."
    )

    found = analyzed(body)

    assert CheckReason.DENIED_BY_OTHER in found.reasons[0]
    assert CheckReason.DENIED_BY_OTHER not in found.reasons.get(1, ())


def test_a_speaker_who_says_nothing_has_no_reason() -> None:
    found = analyzed("Two officials declined to comment.")

    assert found.reasons == {}


def test_a_year_is_no_number_of_its_own() -> None:
    found = analyzed("The mayor said that the bridge closed in 2019.")

    assert CheckReason.NUMBER not in found.reasons[0]


@pytest.mark.parametrize("word", ["كميات", "بكميات", "كمية"])
def test_a_quantity_without_a_number_is_no_number(word: str) -> None:
    found = analyzed(f"قال المزارع إن السوق باعت {word} من القمح.", language="ar")

    assert CheckReason.NUMBER not in found.reasons.get(0, ())
