"""Arabic titles, flashes, lines that are one quotation, and lines of nothing but verbs."""

from __future__ import annotations

import pytest

from claims.domain.arabic_tokens import ArabicText
from claims.domain.attribution import Confidence, SuggestedStatement, suggest_statements


def suggested(text: str, title: str = "") -> tuple[SuggestedStatement, ...]:
    return suggest_statements(text, language="ar", title=title)


@pytest.mark.parametrize(
    ("title", "speaker", "relay", "claim"),
    [
        ("حداد لمنصور: نحن مستعدون للحوار", "حداد", None, "نحن مستعدون للحوار"),
        ("وزير الدفاع لنظيره التركي: لا حرب", "وزير الدفاع", None, "لا حرب"),
        ("مصدر لـ«النهار»: لا اتفاق بعد", "مصدر", "النهار", "لا اتفاق بعد"),
        ("الأمين العام للنقابة: سنضرب الاثنين", "الأمين العام للنقابة", None, "سنضرب الاثنين"),
        ("جاك لونغ: الفيلم انتهى", "جاك لونغ", None, "الفيلم انتهى"),
        ("بلومبرغ عن مصادر: الصفقة قريبة", "مصادر", "بلومبرغ", "الصفقة قريبة"),
    ],
)
def test_a_title_names_its_speaker_before_the_colon(
    title: str, speaker: str, relay: str | None, claim: str
) -> None:
    (found,) = suggested("", title=title)

    assert (found.speaker, found.relay, found.claim) == (speaker, relay, claim)


@pytest.mark.parametrize(
    "title", ["غزة: مساعدات تصل بحرا", "لبنان: إصابة عاملين", "هل ترتفع الأسعار؟: رأي"]
)
def test_a_title_with_a_topic_before_the_colon_gives_nothing(title: str) -> None:
    assert suggested("", title=title) == ()


def test_a_paragraph_that_is_only_a_quotation_goes_on_with_the_last_speaker() -> None:
    text = (
        "وقال المزارع سامر نعمة إن الموسم ضعيف.\n"
        "«لم نر جفافا كهذا منذ عشرين عاما في الوادي».\n"
        "وانتهت الزيارة مساء."
    )

    (_, continued) = suggested(text)

    assert continued.speaker == "المزارع سامر نعمة"
    assert continued.speaker_span is None
    assert continued.confidence is Confidence.FAIR
    assert continued.claim == "لم نر جفافا كهذا منذ عشرين عاما في الوادي"
    assert text[slice(*continued.cue_span)] == "«"


@pytest.mark.parametrize(
    "text",
    [
        "«لم نر جفافا كهذا منذ عشرين عاما».\nهكذا يبدأ الكتاب.",
        "وقال سامر نعمة إن الموسم ضعيف جدا هذا العام.\n«الموسم ضعيف جدا هذا العام»",
        "قال سامر نعمة إن الموسم ضعيف.\nمرت أيام.\nجاء المطر.\n«لم نر مطرا كهذا منذ أعوام كثيرة».",
    ],
)
def test_a_quotation_alone_with_nobody_near_or_said_before_adds_nothing(text: str) -> None:
    assert all(one.cue != "«" for one in suggested(text))


def test_who_passed_it_on_is_told_for_a_passive_with_a_pronoun() -> None:
    found = suggested(
        "زار الوفد المصنع.\nوأكد المدير هاني سعد أن العمل مستمر.\nونُقل عنه قوله إن الرواتب دفعت."
    )

    assert [(one.speaker, one.claim) for one in found] == [
        ("المدير هاني سعد", "العمل مستمر"),
        ("المدير هاني سعد", "الرواتب دفعت"),
    ]


def test_although_somebody_said_otherwise_begins_a_statement_of_its_own() -> None:
    found = suggested('فقالت الناطقة إن القرار نهائي رغم أنها قالت: "سنراجع كل شيء لاحقا".')

    assert [one.claim for one in found] == ["القرار نهائي", "سنراجع كل شيء لاحقا"]


@pytest.mark.parametrize(
    "words",
    [
        "قال أكد أعلن نفى أوضح ذكر ",
        "وقال وأكد وأعلن ونفى ",
        "قال، أكد، أعلن، ",
        "يقول أن يؤكد أن ",
        "قال الوزير محمد أحمد علي حسن ",
    ],
)
def test_a_text_of_nothing_but_verbs_of_saying_is_read_in_bounded_work(
    words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_at = 0
    word = ArabicText.word

    def counted(text: ArabicText, position: int) -> str:
        nonlocal looked_at
        looked_at += 1
        return word(text, position)

    monkeypatch.setattr(ArabicText, "word", counted)

    suggested((words * 1000)[:5000])

    assert looked_at < 250_000
