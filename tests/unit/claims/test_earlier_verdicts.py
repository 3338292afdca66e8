"""Findings of other fact-checkers that a text tells of; own sentences."""
# ruff: noqa: E501 - a sentence and its answer stay on one line, to be read as a table.

from __future__ import annotations

import pytest

from claims.domain.earlier_verdicts import find_earlier_verdicts, is_checker

TOLD = [
    ("ar", "وجد موقع مكافحة الشائعات \"مسبار\" أنّ الادعاء مضلّل.", "مسبار", "مضلّل", "misleading"),
    ("ar", "وصنّفت منصة «فتبينوا» الخبر على أنه زائف.", "فتبينوا", "زائف", "false"),
    ("ar", "الصورة مفبركة بحسب منصة تأكد.", "تأكد", "مفبركة", "altered"),
    ("ar", "أوضح مسبار أن الخبر مفبرك.", "مسبار", "مفبرك", "false"),
    ("ar", "وخلص فريق تقصي الحقائق إلى أن التصريح غير صحيح.", "فريق تقصي الحقائق", "غير صحيح", "false"),
    ("ar", "ذكرت سنوبس أن المنشور ساخر.", "سنوبس", "ساخر", "satire"),
    ("ar", "وأكد موقع مسبار أن التصريح صحيح.", "مسبار", "صحيح", "true"),
    ("en", "Snopes rated the claim False.", "Snopes", "False", "false"),
    ("en", "This is not true, Africa Check said of the story.", "Africa Check", "not true", "false"),
    ("en", "Fact-checkers at Full Fact found no evidence for the claim.", "Full Fact", "no evidence", "unproven"),
    ("en", "According to AFP Fact Check, the video was taken out of context.", "AFP Fact Check", "out of context", "misleading"),
    ("en", "A fact-checking website said the photo was doctored.", "fact-checking website", "doctored", "altered"),
    ("en", "PolitiFact rated the statement half true.", "PolitiFact", "half true", None),
    ("fr", "Les Décodeurs ont jugé cette affirmation trompeuse.", "Les Décodeurs", "trompeuse", "misleading"),
    ("fr", "L'image est sortie de son contexte, selon AFP Factuel.", "AFP Factuel", "sortie de son contexte", "misleading"),
    ("fa", "فکت‌نامه این ادعا را نادرست ارزیابی کرده است.", "فکت‌نامه", "نادرست", "false"),
    ("tr", "Teyit, iddianın yanlış olduğunu tespit etti.", "Teyit", "yanlış", "false"),
    ("ur", "سوچ فیکٹ چیک نے بتایا کہ یہ دعویٰ گمراہ کن ہے۔", "سوچ فیکٹ چیک", "گمراہ کن", "misleading"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "checker", "words", "rating"), TOLD)
def test_a_finding_is_recognised_with_its_checker_and_rating(
    language: str, text: str, checker: str, words: str, rating: str | None
) -> None:
    (found,) = find_earlier_verdicts(text, language=language)

    assert (found.checker, found.words, found.rating) == (checker, words, rating)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ar", "قال الوزير إن الخبر كاذب."),
        ("ar", "تأكد أن الخبر غير صحيح."),
        ("ar", "يملك اللاعب مهارات غير صحيحة."),
        ("ar", "وتحقق موقع مسبار من مدى صحة الادعاء."),
        ("ar", "المصادر:\nالتلفزيون المحلي - مسبار"),
        ("en", "PolitiFact looked at whether the claim was true."),
        ("en", "The founder of Snopes said he was happy."),
        ("en", "The boom was heard in the false valley."),
        ("fr", "Le ministre juge cette affirmation trompeuse."),
        ("hi", "मंत्री ने कहा कि दावा गलत है।"),
        ("en", ""),
    ],
)
def test_a_sentence_without_a_checker_and_a_finding_gives_none(language: str, text: str) -> None:
    assert find_earlier_verdicts(text, language=language) == ()


def test_the_span_holds_the_checker_and_the_finding() -> None:
    text = "Un début.\nÀ Paris, Snopes rated the claim that bees are robots False, and left."

    (found,) = find_earlier_verdicts(text, language="en")

    assert text[slice(*found.span)] == "Snopes rated the claim that bees are robots False"
    assert found.about is not None
    assert text[slice(*found.about)] == "claim that bees are robots"


def test_where_only_the_claim_is_named_it_is_not_said_what_it_is_about() -> None:
    (found,) = find_earlier_verdicts("وجد موقع مسبار أن الادعاء مضلل.", language="ar")

    assert found.about is None


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("مسبار", True),
        ("موقع \"مسبار\"", True),
        ("Snopes", True),
        ("the founder of Snopes", False),
        ("وزارة الصحة", False),
        ("", False),
    ],
)  # fmt: skip
def test_a_speaker_is_a_checker_only_as_a_whole(name: str, expected: bool) -> None:
    assert is_checker(name) is expected
