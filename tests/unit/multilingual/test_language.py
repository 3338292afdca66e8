"""Telling languages apart, and saying "und" where that is the truth.

The sentences are written for these tests.
"""

from __future__ import annotations

import pytest

from multilingual.language import identify


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ar", "أعلنت الوزارة اليوم أن الصورة المتداولة قديمة ولا علاقة لها بالحدث."),
        ("fa", "وزارت خارجه امروز اعلام کرد که این عکس قدیمی است و ربطی به رویداد ندارد."),
        ("ur", "وزارت نے آج بتایا ہے کہ یہ تصویر پرانی ہے اور اس کا واقعے سے کوئی تعلق نہیں۔"),
        ("ckb", "وەزارەت ئەمڕۆ ڕایگەیاند کە وێنەکە کۆنە و پەیوەندی بە ڕووداوەکەوە نییە."),
        ("ps", "وزارت نن وویل چې دا انځور زوړ دی او له پېښې سره هېڅ اړیکه نه لري."),
        ("kmr", "Wezaretê îro ragihand ku wêne kevn e û têkiliya wê bi bûyerê re tune ye."),
        ("tr", "Bakanlık bugün fotoğrafın eski olduğunu ve olayla ilgisi bulunmadığını açıkladı."),
        (
            "fr",
            "Le ministère a déclaré que la photo était ancienne et sans rapport avec les faits.",
        ),
        ("en", "The ministry said today that the picture is old and unrelated to the event."),
    ],
)
def test_a_sentence_is_told_by_its_language(language: str, text: str) -> None:
    identified = identify(text)

    assert identified.language == language
    assert identified.confidence >= 0.9


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("12/05/2024 — 10:30", id="figures only"),
        pytest.param("https://example.org/a/b", id="an address only"),
        pytest.param("यह चित्र पुराना है", id="Hindi"),
        pytest.param("Эта фотография старая", id="Russian"),
        pytest.param("Das Ministerium erklärte heute, dass das Bild sehr alt ist.", id="German"),
        pytest.param("بۇ سۈرەت كونا، ۋەقە بىلەن مۇناسىۋىتى يوق ۋە ۋاقتى ئۆتكەن", id="Uyghur"),
    ],
)
def test_what_is_none_of_our_languages_is_unknown(text: str) -> None:
    identified = identify(text)

    assert identified.language == "und"
    assert identified.confidence == 0.0


def test_a_word_or_two_is_only_a_guess() -> None:
    assert identify("صورة").confidence <= 0.6
    assert identify("صورة قديمة").confidence <= 0.9


def test_arabic_letters_that_persian_keyboards_lack_settle_short_texts() -> None:
    assert identify("تتنافس المدينتان مع بعضهما").language == "ar"
