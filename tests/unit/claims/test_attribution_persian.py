"""Who said what in Persian and Dari: own sentences, one construction each."""
# ruff: noqa: E501 - a sentence and its answer stay on one line, to be read as a table.

from __future__ import annotations

import pytest

from claims.domain.attributed import Confidence, SuggestedStatement
from claims.domain.attribution import suggest_statements


def told(text: str, title: str = "", outlet: str = "") -> list[SuggestedStatement]:
    return list(suggest_statements(text, language="fa", title=title, outlet=outlet))


def briefly(found: list[SuggestedStatement]) -> list[tuple[str, str, str | None, str]]:
    return [(one.stance.value, one.speaker, one.relay, one.claim) for one in found]


SENTENCES = [
    ("شهردار شیراز، ابراز امیدواری کرد و گفت پل تا بهار باز می‌شود.", "asserts", "شهردار شیراز", None, "پل تا بهار باز می‌شود"),
    ("بر اساس گزارش روزنامه شرق به نقل از یک ملوان، کشتی تا پاییز نمی‌رسد.", "asserts", "یک ملوان", "روزنامه شرق", "کشتی تا پاییز نمی‌رسد"),
    ("امسال، مدتی قبل مریم احمدی رئیس کمیته، اذعان کرد که بودجه کافی نیست.", "asserts", "مریم احمدی رئیس کمیته", None, "بودجه کافی نیست"),
    ("بازیکن ۳۳ ساله که ساعاتی پس از بازی، در ورزشگاه صحبت می‌کرد، به شدت این ادعاها را رد کرد.", "denies", "بازیکن ۳۳ ساله", None, "این ادعاها"),
    ("رسانه‌های محلی نقل کرده‌اند که جاده بسته است.", "reports", "رسانه‌های محلی", None, "جاده بسته است"),
    ("شهردار گفت که پل بسته می‌شود.", "asserts", "شهردار", None, "پل بسته می‌شود"),
    ("شهردار گفت پل بسته می‌شود.", "asserts", "شهردار", None, "پل بسته می‌شود"),
    ("شهردار گفت: «پل بسته می‌شود».", "asserts", "شهردار", None, "پل بسته می‌شود"),
    ("مریم احمدی، شهردار شیراز، گفت که کار آغاز شده است.", "asserts", "مریم احمدی، شهردار شیراز", None, "کار آغاز شده است"),
    ("وزیر نیرو روز دوشنبه اعلام کرد که برق قطع نمی‌شود.", "asserts", "وزیر نیرو", None, "برق قطع نمی‌شود"),
    ("روز دوشنبه، وزیر نیرو اعلام کرد که برق قطع نمی‌شود.", "asserts", "وزیر نیرو", None, "برق قطع نمی‌شود"),
    ("وزیر نیرو به رویترز گفت که برق قطع نمی‌شود.", "asserts", "وزیر نیرو", "رویترز", "برق قطع نمی‌شود"),
    ("وزیر نیرو در گفت‌وگو با شبکه خبر گفت که برق قطع نمی‌شود.", "asserts", "وزیر نیرو", "شبکه خبر", "برق قطع نمی‌شود"),
    ("فرمانده هشدار داد که سوخت رو به پایان است.", "asserts", "فرمانده", None, "سوخت رو به پایان است"),
    ("نماینده مجلس افزود که رای‌گیری سالم بود.", "asserts", "نماینده مجلس", None, "رای‌گیری سالم بود"),
    ("پزشک نوشت: «هیچ کودکی آسیب ندید.»", "asserts", "پزشک", None, "هیچ کودکی آسیب ندید"),
    ("حزب عدالت مدعی شد که همه کرسی‌ها را برده است.", "asserts", "حزب عدالت", None, "همه کرسی‌ها را برده است"),
    ("سخنگوی دولت تأکید کرد که بودجه تغییر نکرده است.", "asserts", "سخنگوی دولت", None, "بودجه تغییر نکرده است"),
    ("مربی تیم معتقد است که بازی سخت خواهد بود.", "asserts", "مربی تیم", None, "بازی سخت خواهد بود"),
    ("رئیس بانک می‌گوید نرخ ارز پایین می‌آید.", "asserts", "رئیس بانک", None, "نرخ ارز پایین می‌آید"),
    ("سازمان ملل خاطرنشان کرد که غذا کافی نیست.", "asserts", "سازمان ملل", None, "غذا کافی نیست"),
    ("ساکنان محله می‌گویند که آب ندارند.", "asserts", "ساکنان محله", None, "آب ندارند"),
    ("به گفته پلیس، دو قایق غرق شد.", "asserts", "پلیس", None, "دو قایق غرق شد"),
    ("بنا به گفته پلیس هرات، دو قایق غرق شد.", "asserts", "پلیس هرات", None, "دو قایق غرق شد"),
    ("به نقل از یک دیپلمات، توافق نزدیک است.", "asserts", "یک دیپلمات", None, "توافق نزدیک است"),
    ("به گزارش رویترز، دو قایق غرق شد.", "reports", "رویترز", None, "دو قایق غرق شد"),
    ("خبرگزاری تسنیم نوشت که دو قایق غرق شد.", "reports", "خبرگزاری تسنیم", None, "دو قایق غرق شد"),
    ("خبرگزاری تسنیم به نقل از وزیر راه نوشت که جاده بسته است.", "asserts", "وزیر راه", "خبرگزاری تسنیم", "جاده بسته است"),
    ("به گزارش رویترز، وزیر راه گفت جاده بسته است.", "asserts", "وزیر راه", "رویترز", "جاده بسته است"),
    ("گفته می‌شود که پادشاه بیمار است.", "reports", "", None, "پادشاه بیمار است"),
    ("گزارش شده است که پادشاه بیمار است.", "reports", "", None, "پادشاه بیمار است"),
    ("تهران این گزارش را تکذیب کرد.", "denies", "تهران", None, "این گزارش"),
    ("طالبان هرگونه ارتباط با آن گروه را رد کرد.", "denies", "طالبان", None, "هرگونه ارتباط با آن گروه"),
    ("سفارت روسیه اتهام جاسوسی را بی‌اساس خواند.", "denies", "سفارت روسیه", None, "اتهام جاسوسی"),
    ("وزیر کشور انکار کرد که کسی کشته شده است.", "denies", "وزیر کشور", None, "کسی کشته شده است"),
    ("پلیس مرگ سه سرباز را تأیید کرد.", "asserts", "پلیس", None, "مرگ سه سرباز"),
    ("کاخ سفید از اظهار نظر خودداری کرد.", "declines", "کاخ سفید", None, ""),
    ("استاندار از پاسخ دادن به پرسش‌ها امتناع کرد.", "declines", "استاندار", None, ""),
    ("شرکت نفت به درخواست ما پاسخ نداد.", "no_answer", "شرکت نفت", None, ""),
    ("وزارت خارجه هنوز پاسخی نداده است.", "no_answer", "وزارت خارجه", None, ""),
    ("رویترز نتوانست این ویدیو را به طور مستقل تأیید کند.", "cannot_verify", "رویترز", None, "این ویدیو"),
    ("بی‌بی‌سی نمی‌تواند این ادعا را تایید کند.", "cannot_verify", "بی‌بی‌سی", None, "این ادعا"),
    ("ارتش هنوز شمار زخمیان را اعلام نکرده است.", "did_not_announce", "ارتش", None, "شمار زخمیان"),
    ("پلیس نگفته است که مهاجم چه کسی بود.", "did_not_announce", "پلیس", None, "مهاجم چه کسی بود"),
    ("اما رئیس پلیس گفت که راه باز است.", "asserts", "رئیس پلیس", None, "راه باز است"),
    ("يك مقام محلي گفت كه راه بسته است.", "asserts", "يك مقام محلي", None, "راه بسته است"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "stance", "speaker", "relay", "claim"), SENTENCES)
def test_a_persian_sentence_gives_its_statement(
    text: str, stance: str, speaker: str, relay: str | None, claim: str
) -> None:
    found = told(text)

    assert briefly(found) == [(stance, speaker, relay, claim)]


@pytest.mark.parametrize("text", [row[0] for row in SENTENCES])
def test_every_offset_is_of_the_text_as_written(text: str) -> None:
    padded = f"سطر نخست\n\n{text}"

    found = told(padded)

    assert [padded[slice(*one.span)] for one in found if one.span] == [
        one.claim for one in found if one.span
    ]
    assert [padded[slice(*one.cue_span)] for one in found] == [one.cue for one in found]


@pytest.mark.parametrize(
    "text",
    [
        "باید گفت که هوا سرد است.",
        "به او گفته شد که برود.",
        "این گفت‌وگو دو ساعت طول کشید.",
        "کتاب تازه او منتشر شد.",
        "جاده از شهر تا روستا بسته است.",
        "Le maire est parti.",
        "मंत्री ने कहा कि पुल बंद है।",
        "",
    ],
)
def test_a_sentence_without_an_attribution_gives_none(text: str) -> None:
    assert briefly(told(text)) == []


def test_a_pronoun_takes_the_last_speaker() -> None:
    text = "مریم احمدی، شهردار شیراز، گفت که پل ناامن است. وی افزود که کار آغاز شده است."

    first, second = told(text)

    assert (second.speaker, second.claim) == ("مریم احمدی، شهردار شیراز", "کار آغاز شده است")
    assert second.speaker_key == first.speaker_key
    assert second.speaker_span is None
    assert second.confidence is not Confidence.STRONG


def test_a_claim_ends_where_its_denial_begins() -> None:
    text = "ایران گفت که پیروز شده است، اما عراق این ادعا را رد کرد."

    assert briefly(told(text)) == [
        ("asserts", "ایران", None, "پیروز شده است"),
        ("denies", "عراق", None, "این ادعا"),
    ]


def test_who_could_not_verify_is_the_outlet_where_nobody_is_named() -> None:
    (found,) = told("این ادعاها به طور مستقل تأیید نشده است.", outlet="روزنامه دره")

    assert (found.stance.value, found.speaker, found.is_outlet) == (
        "cannot_verify",
        "روزنامه دره",
        True,
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("یک مقام آگاه که نخواست نامش فاش شود گفت که توافق نزدیک است.", True),
        ("منابع محلی گفتند که راه بسته است.", True),
        ("مریم احمدی گفت که راه بسته است.", False),
    ],
)
def test_unnamed_speakers_are_marked(text: str, expected: bool) -> None:
    (found,) = told(text)

    assert found.is_anonymous is expected


def test_a_headline_before_a_colon_is_a_speaker() -> None:
    (found,) = told("", title="کرملین: پایگاه‌های ما در سوریه امن است")

    assert (found.speaker, found.claim, found.in_title) == (
        "کرملین",
        "پایگاه‌های ما در سوریه امن است",
        True,
    )


@pytest.mark.parametrize(
    "text", ["\ud800 گفت که \udfff.", "گفت", "، گفت که", "«««", "به گفته", "را رد کرد", "ا" * 9000]
)
def test_odd_input_never_raises(text: str) -> None:
    assert isinstance(told(text, title=text), list)
