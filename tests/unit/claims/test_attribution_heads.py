"""Who is no speaker: a verb with its subject, a topic before a colon, half a word."""

from __future__ import annotations

import pytest

from claims.domain.attribution import Stance, suggest_statements


@pytest.mark.parametrize(
    "title",
    [
        "Sept nuits sans lune : la rumeur qui revient",
        "Inondations dans le Sud : ce que nous savons",
        "Le pont de la Loire : une vieille image revient",
    ],
)
def test_a_french_topic_before_a_colon_is_no_speaker(title: str) -> None:
    assert suggest_statements("", language="fr", title=title) == ()


@pytest.mark.parametrize(
    "title",
    [
        "Seven nights without a moon: the rumour that returns",
        "Storms in the south: rivers rise again",
        "The drowned bridge: an old picture returns",
        "Vaccination: doctors see more children",
    ],
)
def test_an_english_topic_before_a_colon_is_no_speaker(title: str) -> None:
    assert suggest_statements("", language="en", title=title) == ()


@pytest.mark.parametrize(
    ("language", "title", "speaker"),
    [
        ("fr", "La ministre du Travail : les salaires vont monter", "La ministre du Travail"),
        ("fr", "Camille Roux : la ville doit changer", "Camille Roux"),
        ("fr", "OMS : la grippe recule en Europe", "OMS"),
        ("en", "Transport minister: the bridge is safe", "Transport minister"),
        ("en", "Residents: smoke rose above the harbour", "Residents"),
        ("en", "UN: aid is not reaching the town", "UN"),
    ],
)
def test_a_name_an_office_or_people_before_a_colon_speak(
    language: str, title: str, speaker: str
) -> None:
    (found,) = suggest_statements("", language=language, title=title)
    assert found.speaker == speaker


@pytest.mark.parametrize(
    "title",
    [
        "عنوان أول: عنوان ثان للمادة",
        "جسر النهر: صورة قديمة تعود من جديد",
        "شاي بارد: ماذا نعرف عنه",
        "أرسلت قارئة صورة: بيت غارق في الماء",
    ],
)
def test_an_arabic_topic_before_a_colon_is_no_speaker(title: str) -> None:
    assert suggest_statements("", language="ar", title=title) == ()


def test_an_arabic_name_or_office_before_a_colon_speaks() -> None:
    for title, speaker in (
        ("وزيرة النقل: الجسر آمن للعابرين", "وزيرة النقل"),
        ("سمير حداد: المدينة تحتاج إلى جسر", "سمير حداد"),
    ):
        (found,) = suggest_statements("", language="ar", title=title)
        assert found.speaker == speaker


@pytest.mark.parametrize(
    "text",
    [
        "أرسل إلينا قارئ صورة قال إنها التُقطت فوق الجسر.",
        "بعث قارئ صورة قال إنها التُقطت فوق الجسر.",
    ],
)
def test_who_sends_a_picture_speaks_and_not_the_clause_about_them(text: str) -> None:
    (found,) = suggest_statements(text, language="ar")
    assert found.speaker == "قارئ"
    assert found.claim == "التُقطت فوق الجسر"


def test_a_town_that_begins_like_a_preposition_stays_whole() -> None:
    text = "أقرّ مجلس بلدة عين الورد بالإجماع فتح السوق، بعد أن تبيّن للأعضاء أنّ الباعة ينتظرون."
    assert suggest_statements(text, language="ar") == ()
    (found,) = suggest_statements("أقرّ مجلس بلدة عين الورد بأن السوق مغلق.", language="ar")
    assert (found.speaker, found.claim) == ("مجلس بلدة عين الورد", "السوق مغلق")


@pytest.mark.parametrize(
    ("text", "speaker", "claim"),
    [
        (
            "وقالت وزارة الصحة إنها لا تستطيع التحقق من أعداد المصابين.",
            "وزارة الصحة",
            "أعداد المصابين",
        ),
        ("وقال المتحدث إنه لا يمكنه تأكيد الخبر.", "المتحدث", "الخبر"),
    ],
)
def test_who_says_that_they_cannot_verify_makes_one_statement(
    text: str, speaker: str, claim: str
) -> None:
    (found,) = suggest_statements(text, language="ar", outlet="موقع الشاطئ")
    assert (found.stance, found.speaker, found.claim) == (Stance.CANNOT_VERIFY, speaker, claim)
    assert found.relay is None
    assert not found.is_outlet
