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
        pytest.param("Kementerian berkata gambar itu lama dan tidak berkaitan.", id="Malay"),
        pytest.param("El ministerio dijo hoy que la imagen es antigua.", id="Spanish"),
        pytest.param("המשרד אמר היום שהתמונה ישנה.", id="Hebrew"),
        pytest.param("وزارت اڄ چيو آهي ته هي تصوير پراڻي آهي ۽ ڪو واسطو ناهي.", id="Sindhi"),
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


@pytest.mark.parametrize(
    ("language", "text"),
    [
        pytest.param("ar", "أَعْلَنَتِ الوِزَارَةُ أَنَّ الصُّورَةَ قَدِيمَةٌ", id="harakat"),
        pytest.param(
            "ar", "قال إن «The New York Times investigation» غير صحيح أبدا", id="a quotation"
        ),
        pytest.param("en", "The word طالبان means students, said the man.", id="an Arabic word"),
        pytest.param("fa", "به گفته Theresa May و Boris Johnson این خبر درست است", id="names"),
        pytest.param("ar", "صورة #breaking من الميدان https://example.org/the/news", id="tags"),
        pytest.param("ur", "یہ تصویر پرانی ہے 🔥🔥 2024", id="emoji and figures"),
        pytest.param("ps", "د والس حکومت قانون", id="Pashto without its own letters"),
        pytest.param("tr", "Trump'ın Ankara'daki konuşması", id="Turkish endings of names"),
        pytest.param("fr", "L’Élysée n’a pas répondu", id="elisions"),
    ],
)
def test_the_language_around_names_marks_and_quotations_counts(language: str, text: str) -> None:
    assert identify(text).language == language


def test_confidence_grows_with_the_evidence() -> None:
    short = identify("Le ministère a")
    long = identify("Le ministère a déclaré que la photo était ancienne et sans rapport.")

    assert short.language == long.language == "fr"
    assert short.confidence < long.confidence <= 1


@pytest.mark.parametrize(
    "code",
    [
        "pKvURIxJVi2CgRXROh/M6pJ/UrTVRZKX+LQ+QtqJI4vBNibkPc8HxQ==",
        "1f40fc92da241694750979ee6cf582f2d5d7d28e18335de05abc54d0560e0f53",
        "93b885adfe0da089cdf634904fd59f71 55a54008ad1ba589aa210d2629c1df41",
    ],
)
def test_encoded_text_is_in_no_language(code: str) -> None:
    assert identify(code).language == "und"
    assert identify(f"Le maire a publié le fichier {code} hier soir.").language == "fr"
