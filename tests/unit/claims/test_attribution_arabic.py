"""Who said what in Arabic sentences of our own, one construction at a time."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from claims.domain.attribution import (
    Confidence,
    Stance,
    SuggestedStatement,
    languages,
    suggest_statements,
)

_TABLE = Path(__file__).parents[2] / "files" / "statements_ar.tsv"
with _TABLE.open(encoding="utf-8", newline="") as table:
    SENTENCES = list(csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE))


def suggested(text: str, title: str = "", outlet: str = "") -> tuple[SuggestedStatement, ...]:
    return suggest_statements(text, language="ar", title=title, outlet=outlet)


@pytest.mark.parametrize("row", SENTENCES, ids=lambda row: row["sentence"])
def test_a_sentence_gives_its_one_statement(row: dict[str, str]) -> None:
    (found,) = suggested(row["sentence"])

    assert (found.stance, found.speaker, found.claim, found.relay or "") == (
        row["stance"],
        row["speaker"],
        row["claim"],
        row["relay"],
    )
    assert found.is_anonymous == (row["anonymous"] == "1")


@pytest.mark.parametrize("row", SENTENCES, ids=lambda row: row["sentence"])
def test_offsets_are_code_points_of_the_text_as_given(row: dict[str, str]) -> None:
    text = f"🙂 خبر.\n{row['sentence']}"

    (found,) = suggested(text)

    assert text[slice(*found.cue_span)] == found.cue
    assert text[slice(*(found.span or (0, 0)))] == found.claim


@pytest.mark.parametrize(
    "sentence",
    [
        "لم يقل الطبيب إن المريض شفي.",
        "هل أكدت الوزارة أن اللقاح آمن؟",
        "إذا قال الشاهد إن السيارة حمراء فهو مخطئ.",
        "من المتوقع أن تعلن اللجنة أن النتائج صحيحة.",
        "سيعلن الوزير أن المدارس مغلقة.",
        "قد يقول البعض إن الأمر سهل.",
        "نقل الجرحى إلى المستشفى الحكومي.",
        "نقل المصابون إلى المستشفى قبل أن يفارق أحدهم الحياة.",
        "تابع الجمهور المباراة حتى النهاية.",
        "ذكر في القائمة عشرون اسما.",
        "ذكر الطائر أكبر من أنثاه.",
        "كشف الطبيب على المريض ثم غادر.",
        "رد الحارس الكرة بصعوبة.",
        "أعلن الحرب على جاره.",
        "بين الوزير والنائب خلاف قديم.",
        "طبقت البلدية القرار وفقا للقانون.",
        "باع الفلاح محصوله حسب الحاجة.",
        "اقرأ أيضا: وزير الصحة يزور المستشفى",
        "المصادر: رويترز، الجزيرة",
        "اتصل بنا: هاتف وبريد",
        "رفضت المحكمة الطعن المقدم من الشركة.",
        "بلغ عدد السكان مليونين.",
        "وجد العمال جرة ذهب تحت الأرض.",
        "ويذكر أن المدينة بنيت قبل ألف عام.",
        "غزة: 12 جريحا في انهيار مبنى",
        "سجن المدينة: إصابة حارسين في شجار",
        'وتساءل الكاتب: "من يحمي الغابة؟"',
        "لم تنف الوزارة الخبر.",
        "وأشار الدليل إلى البرج القديم.",
        "صفة الإنسان والإنسانية واللاإنسانية عند الفلاسفة.",
    ],
)
def test_a_word_like_a_cue_without_its_construction_gives_nothing(sentence: str) -> None:
    assert suggested(sentence) == ()


def test_a_verb_without_a_subject_is_said_by_the_last_speaker_of_its_gender() -> None:
    text = "قالت وزيرة الصحة هدى ناصر إن اللقاح آمن. وأضافت أن المراكز مفتوحة."

    first, second = suggested(text)

    assert (second.speaker, second.claim) == ("وزيرة الصحة هدى ناصر", "المراكز مفتوحة")
    assert (second.speaker_span, second.confidence) == (None, Confidence.FAIR)
    assert first.speaker_key == second.speaker_key


def test_a_masculine_verb_does_not_take_a_feminine_speaker() -> None:
    text = (
        "قال المدير سامي حداد إن المصنع مغلق. وقالت النقابة إن العمال سيضربون. وأضاف أنه سيستقيل."
    )

    *_, last = suggested(text)

    assert last.speaker == "المدير سامي حداد"


def test_a_noun_with_the_article_stands_for_the_name_before_it() -> None:
    text = "نفت حركة النهضة وجود أي خلاف. وقالت الحركة إن قيادتها موحدة."

    first, second = suggested(text)

    assert second.speaker == "حركة النهضة"
    assert first.speaker_key == second.speaker_key


def test_a_noun_may_stand_for_somebody_who_has_not_spoken_yet() -> None:
    text = "وصل وفد من شركة المراعي إلى المدينة. وأعلنت الشركة أنها ستبني مصنعا."

    (found,) = suggested(text)

    assert found.speaker == "شركة المراعي"


def test_a_surname_is_filled_up_to_the_full_name() -> None:
    text = "قال نبيل الحاج إن السوق هادئة. وأوضح الحاج أن الأسعار ثابتة."

    first, second = suggested(text)

    assert (first.speaker, second.speaker) == ("نبيل الحاج", "نبيل الحاج")


def test_spellings_of_one_name_have_one_key() -> None:
    text = "قالت الخارجية الأمريكية إن السفارة مفتوحة. وأكدت الخارجية الاميركيه أن السفير باق."

    first, second = suggested(text)

    assert first.speaker_key == second.speaker_key


def test_a_quotation_of_several_sentences_stays_together() -> None:
    text = "وقال الشاهد: «رأيت النار. ثم هربت. لا أعرف من أشعلها». وأضاف: «كان الوقت ليلا جدا»."

    first, second = suggested(text)

    assert first.claim == "رأيت النار. ثم هربت. لا أعرف من أشعلها"
    assert second.claim == "كان الوقت ليلا جدا"


def test_a_statement_inside_a_statement_has_the_outer_speaker_as_relay() -> None:
    text = "وقالت الوزارة إن مدير المستشفى أكد أن الأجهزة تعمل."

    outer, inner = suggested(text)

    assert (outer.speaker, outer.relay) == ("الوزارة", None)
    assert (inner.speaker, inner.relay, inner.claim) == (
        "مدير المستشفى",
        "الوزارة",
        "الأجهزة تعمل",
    )


def test_denied_reports_give_the_denial_and_what_the_reports_said() -> None:
    text = "نفت الوزارة تقارير أفادت بأن اللقاح سُحب من الأسواق."

    denial, report = suggested(text)

    assert (denial.stance, denial.speaker) == (Stance.DENIES, "الوزارة")
    assert (report.stance, report.speaker) == (Stance.REPORTS, "تقارير")
    assert denial.claim == report.claim == "اللقاح سُحب من الأسواق"


def test_a_participle_goes_on_with_the_speaker_of_its_sentence() -> None:
    text = "وقال النائب إن القانون معيب، مضيفا أن اللجنة ستعدله."

    said, added = suggested(text)

    assert said.claim == "القانون معيب"
    assert (added.speaker, added.claim) == ("النائب", "اللجنة ستعدله")


def test_a_closing_source_relays_what_somebody_else_said() -> None:
    text = "قال الوزير إن الطريق مفتوح، بحسب ما نقلته وكالة الأناضول."

    (found,) = suggested(text)

    assert (found.speaker, found.relay, found.claim) == (
        "الوزير",
        "وكالة الأناضول",
        "الطريق مفتوح",
    )


def test_an_inquiry_names_who_made_it_and_who_obtained_it() -> None:
    text = 'بحسب تحقيق أجرته "لجنة الشفافية"، وحصلت صحيفة الغد على نسخة منه، فقد بيعت الأرض سرا.'

    (found,) = suggested(text)

    assert found.speaker == 'تحقيق أجرته "لجنة الشفافية"'
    assert (found.relay, found.claim) == ("صحيفة الغد", "بيعت الأرض سرا")


def test_what_somebody_else_denies_is_a_denial_of_the_claim_before() -> None:
    text = "وتقول البلدية إن البئر ملوثة، وهو ما تنفيه الشركة."

    said, denied = suggested(text)

    assert (said.speaker, said.stance) == ("البلدية", Stance.ASSERTS)
    assert (denied.speaker, denied.stance) == ("الشركة", Stance.DENIES)
    assert said.claim == denied.claim == "البئر ملوثة"


def test_two_sides_in_one_sentence_are_told_apart() -> None:
    text = "وبينما تقول الحكومة إنها تسيطر على الميناء، تؤكد المعارضة أنها تقدمت في ثلاثة أحياء."

    one, other = suggested(text)

    assert (one.speaker, one.claim) == ("الحكومة", "تسيطر على الميناء")
    assert (other.speaker, other.claim, other.relay) == (
        "المعارضة",
        "تقدمت في ثلاثة أحياء",
        None,
    )


def test_two_refusals_in_one_sentence_are_told_apart() -> None:
    text = "ورفضت السفارة التعليق ولم ترد وزارة العدل على طلبات للحصول على تعقيب."

    first, second = suggested(text)

    assert (first.stance, first.speaker) == (Stance.DECLINES, "السفارة")
    assert (second.stance, second.speaker) == (Stance.NO_ANSWER, "وزارة العدل")
    assert (first.span, second.span) == (None, None)


def test_the_first_person_that_could_not_verify_is_the_outlet() -> None:
    (found,) = suggested("لم نتمكن من التحقق من صحة الوثيقة.", outlet="صحيفة الغد")

    assert (found.stance, found.speaker, found.is_outlet) == (
        Stance.CANNOT_VERIFY,
        "صحيفة الغد",
        True,
    )


def test_an_outlet_that_names_itself_is_known_as_the_outlet() -> None:
    text = "ولا تستطيع صحيفة «الغد» تأكيد هذه الرواية بشكل مستقل."

    (found,) = suggested(text, outlet="الغد")

    assert (found.is_outlet, found.claim) == (True, "هذه الرواية")


def test_a_post_told_in_words_is_said_by_its_account() -> None:
    text = 'كتب حساب باسم "ابن الجبل" يدعي أنه جندي في الحدود، بأن "الموقع سقط منذ يومين".'

    post, about_himself = suggested(text)

    assert (post.speaker, post.claim) == ('حساب باسم "ابن الجبل"', "الموقع سقط منذ يومين")
    assert about_himself.claim == "جندي في الحدود"


def test_names_keep_their_quotation_marks_and_brackets() -> None:
    text = 'أعلن قائد الكتيبة عبد الكريم "الصقر"، عن انسحاب قواته.'

    (found,) = suggested(text)

    assert found.speaker == 'قائد الكتيبة عبد الكريم "الصقر"'


def test_a_title_that_the_body_repeats_is_dropped() -> None:
    title = "الكهرباء: التقنين سينتهي قبل الصيف"
    body = "أكدت مؤسسة الكهرباء أن التقنين سينتهي قبل الصيف المقبل."

    (found,) = suggested(body, title=title)

    assert not found.in_title


def test_a_title_with_a_statement_of_its_own_is_kept_with_offsets_in_the_title() -> None:
    title = "وزير المياه: لا تلوث في النهر"

    (found,) = suggested("ارتفعت حرارة الماء في الأيام الماضية.", title=title)

    assert found.in_title
    assert found.span is not None
    assert title[slice(*found.span)] == "لا تلوث في النهر"


def test_harakat_and_tatweel_do_not_hide_a_cue() -> None:
    text = "وقـــالَتِ الوزارةُ إنَّ الجِسرَ سليمٌ."

    (found,) = suggested(text)

    assert (found.speaker, found.claim) == ("الوزارةُ", "الجِسرَ سليمٌ")


def test_a_persian_keyboard_gives_the_same_statement() -> None:
    text = "قال مدیر الشرکة إن المصنع یعمل."

    (found,) = suggested(text)

    assert found.claim == "المصنع یعمل"


@pytest.mark.parametrize(
    "text",
    ["", "   \n\n", "«", '"""', "قال", "قال:", "وأضاف أن", "بحسب", "نقلت عن", "لم ترد على", "(قال"],
)
def test_fragments_give_nothing(text: str) -> None:
    assert suggested(text) == ()


@pytest.mark.parametrize(
    "text",
    ["L’été dernier, Zoë Müller a nié.", "उसने कहा कि पुल टूटा है।", "官员说桥是安全的。"],
)
def test_other_scripts_read_as_arabic_give_nothing(text: str) -> None:
    assert suggested(text) == ()


def test_a_language_without_rules_gives_nothing() -> None:
    assert suggest_statements("उसने कहा कि पुल टूटा है।", language="hi") == ()


def test_arabic_of_any_region_is_read() -> None:
    assert "ar" in languages()
    assert suggest_statements("قال الوزير إن الجسر سليم.", language="ar-LB") != ()


_WORDS = """
    قال وقالت إن أن بأن قوله نفى وأضاف بحسب وفقا لرويترز عن نقلت وكالة الأنباء الوزير مصدر لم ترد
    على طلب التحقق « » " “ ” ( ) : ، . ؟ ! 12 ٣ الذي مضيفا ل و ـ ً 🙂 \u200f the é
"""
_PIECES = st.sampled_from(_WORDS.split())


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=200), st.lists(_PIECES, max_size=60).map(" ".join)))
@example("ﷺ قال ﷺ إن ﷺ")
@example("قال ½ إن … ﬁ")
def test_no_text_raises_and_every_span_fits_its_text(text: str) -> None:
    for found in suggested(text, title=text[:60]):
        source = text[:60] if found.in_title else text
        assert source[slice(*found.cue_span)] == found.cue
        assert found.span is None or source[slice(*found.span)] == found.claim
