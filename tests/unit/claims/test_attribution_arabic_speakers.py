"""Who speaks in Arabic text where a sentence does not name them: nouns, pronouns, actors."""

from __future__ import annotations

from time import perf_counter

import pytest

from claims.domain.attribution import SuggestedStatement, suggest_statements

MAYOR = "قال رئيس البلدية سمير خوري إن المياه ستعود غدا."


def last_of(text: str) -> SuggestedStatement:
    return suggest_statements(text, language="ar")[-1]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            "قالت مصادر محلية إن السوق احترقت.\nوأكدت المصادر ذاتها أن لا إصابات.",
            "مصادر محلية",
        ),
        (
            "أفاد مصدران أمنيان في الميناء بأن السفينة غادرت.\nوأضاف المصدران أن حمولتها لم تفتش.",
            "مصدران أمنيان في الميناء",
        ),
        (
            "أعلنت الهيئة الوطنية للسلامة الغذائية سحب المنتج. وأوضحت الهيئة أن الكميات محدودة.",
            "الهيئة الوطنية للسلامة الغذائية",
        ),
        (
            "قال الدكتور راشد النعيمي إن المدارس ستفتح. وأضاف معاليه أن الكتب وصلت.",
            "الدكتور راشد النعيمي",
        ),
        (
            "قال المزارع عماد جابر إن الموسم ضاع. وشدد الناشط البيئي على أن النهر ملوث.",
            "المزارع عماد جابر",
        ),
        ("وأعلنت البلدية نفسها أن الطريق مغلق.", "البلدية"),
    ],
)
def test_a_noun_stands_for_who_was_named_before(text: str, speaker: str) -> None:
    assert last_of(text).speaker == speaker


def test_the_same_source_without_a_name_stays_anonymous() -> None:
    found = last_of("وأضاف المصدر نفسه الذي طلب عدم ذكر اسمه أن المعبر سيفتح.")

    assert (found.speaker, found.is_anonymous) == ("المصدر", True)


def test_a_name_after_the_expert_is_not_anonymous() -> None:
    assert not last_of("وقال الخبير الاقتصادي سامي الجمل إن الدينار سيستقر.").is_anonymous


def test_another_office_is_somebody_else() -> None:
    assert last_of(f"{MAYOR} وقال العمدة إن الحديقة مفتوحة.").speaker == "العمدة"


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            "سألنا رئيسة اللجنة منى الحاج عن التأخير، فأوضحت أن المناقصة ألغيت.",
            "رئيسة اللجنة منى الحاج",
        ),
        (
            "تواصلت الجريدة مع المحامي نزار بوعلي، فأكد أن موكله غادر البلاد.",
            "المحامي نزار بوعلي",
        ),
        (f"{MAYOR} وسئل تاجر سوري عن الأسعار فأجاب بأن السوق هادئة.", "تاجر سوري"),
        (
            "وصل وزير النقل إلى الموقع مساء، وقال إن العمل سيستأنف خلال يومين.",
            "وزير النقل",
        ),
        ("زار المحافظ المستشفى وأعلن أن العلاج مجاني.", "المحافظ"),
        (
            "عقد محافظ البنك المركزي مؤتمرا صحفيا، قال فيه إن الاحتياطي ارتفع.",
            "محافظ البنك المركزي",
        ),
        (
            "التقى رئيس الغرفة التجارية سالم العامري وفدا من المستثمرين، مؤكدا أن الرسوم لن ترفع.",
            "رئيس الغرفة التجارية سالم العامري",
        ),
        (
            "وفي طنجة، دعت جمعية حماية المستهلك إلى المقاطعة، موضحة أن الثمن تضاعف.",
            "جمعية حماية المستهلك",
        ),
        ("نقل موقع «خبرني» النبأ عن صفحة، وأضاف أن اللقاء سيعقد.", "موقع «خبرني»"),
        ("ورد الحزب برسالة اتهم فيها الحكومة بالتقصير، وأكد أن الإضراب قائم.", "الحزب"),
        ("ردت النقابة ببيان وصفت فيه الكلام بأنه شعبوي، ونفت أن تكون هددت.", "النقابة"),
        ("وصلتني رسالة من جارتي. قالت لي إن الماء مقطوع.", "جارتي"),
    ],
)
def test_who_acted_or_was_asked_goes_on_to_speak(text: str, speaker: str) -> None:
    assert last_of(text).speaker == speaker


def test_who_acted_in_one_sentence_does_not_silence_who_spoke_before() -> None:
    text = f"{MAYOR} وزار المحافظ المستشفى.\nوأضاف أن الخزانات ممتلئة."

    assert last_of(text).speaker == "رئيس البلدية سمير خوري"


@pytest.mark.parametrize(
    ("text", "speaker", "relay"),
    [
        (
            "وأكد لقناة «المدى» الناطق الإعلامي باسم الدفاع المدني أن الحريق أخمد.",
            "الناطق الإعلامي باسم الدفاع المدني",
            "قناة «المدى»",
        ),
        (
            "وقال لرويترز مسؤول كبير في المصرف المركزي إن السيولة كافية.",
            "مسؤول كبير في المصرف المركزي",
            "رويترز",
        ),
        ("وأوضح المدرب، في تصريح لصوت الوادي، أن الفريق جاهز.", "المدرب", "صوت الوادي"),
        ("وقال للصحفيين وزير الطاقة إن الخط سيعمل قريبا.", "وزير الطاقة", None),
    ],
)
def test_who_was_told_before_the_subject_is_the_relay(
    text: str, speaker: str, relay: str | None
) -> None:
    found = last_of(text)

    assert (found.speaker, found.relay) == (speaker, relay)


@pytest.mark.parametrize(
    "sentence",
    [
        "وأكدت الحركة أن السلام بعيد. ",
        "زار المحافظ المصنع وقال إن العمل جار. ",
        "سألنا الوزير فقال إن ",
    ],
)
def test_a_long_text_of_nouns_that_stand_for_nobody_is_read_in_seconds(sentence: str) -> None:
    started = perf_counter()

    suggest_statements(sentence * 1500, language="ar")

    assert perf_counter() - started < 20
