"""Where what somebody said ends in Arabic text and the narrator, or somebody else, goes on."""

from __future__ import annotations

import pytest

from claims.domain.attributed import Stance
from claims.domain.attribution import suggest_statements

# Each sentence, and what its first statement claims.
CLAIMS = [
    (
        "قالت بلدية صفاقس إن الخزان ممتلئ، في حين قال عمال إنه فارغ.",
        "الخزان ممتلئ",
    ),
    (
        "وقال الناطق باسم الميناء إن باخرة رست فجرا، من دون أن يكشف عن حمولتها.",
        "باخرة رست فجرا",
    ),
    (
        "وقالت البلدية إن العقد وقع، دون الإفصاح عن قيمته.",
        "العقد وقع",
    ),
    (
        "وأوردت صحيفة الأفق أن المصنع بيع، وهو ما لم تؤكده الشركة ولم تنفه.",
        "المصنع بيع",
    ),
    (
        "ونشرت صحيفة الأفق أن الوالي استقال، ونسبت ذلك إلى مقربين منه.",
        "الوالي استقال",
    ),
    (
        "وقال المدير إن الحصاد انتهى، لكنه امتنع عن ذكر الكميات.",
        "الحصاد انتهى",
    ),
    (
        "وذكر المرصد أن الهزة كانت خفيفة، ولم يشر إلى أضرار.",
        "الهزة كانت خفيفة",
    ),
    (
        "وقال النائب إن الطريق خطر، مناشدا الوزارة إصلاحه.",
        "الطريق خطر",
    ),
    (
        "وقال النائب إن الطريق خطر، محملا الوزارة المسؤولية.",
        "الطريق خطر",
    ),
    (
        "وقال المدرب إن الفريق جاهز، ودعا الجمهور إلى الحضور.",
        "الفريق جاهز",
    ),
    (
        'وأصر القبطان على أن "البحر هادئ" في الخليج، حيث غرق زورقان أمس.',
        '"البحر هادئ" في الخليج',
    ),
    (
        "ونفت الشركة تسريح عمالها، بعد أيام من حديث النقابة عن ذلك.",
        "تسريح عمالها",
    ),
    (
        "ونفى النادي وجود ديون جملة وتفصيلا.",
        "وجود ديون",
    ),
    (
        "وأظهر المسح أن ثلث الأسر مدينة، ويقول نصفهم إن الدين قديم.",
        "ثلث الأسر مدينة، ويقول نصفهم إن الدين قديم",
    ),
]


@pytest.mark.parametrize(("sentence", "claim"), CLAIMS)
def test_a_claim_ends_where_the_narrator_or_somebody_else_goes_on(
    sentence: str, claim: str
) -> None:
    first, *_ = suggest_statements(sentence, language="ar")

    assert first.claim == claim


def test_a_headline_that_goes_on_with_another_speaker_holds_two_statements() -> None:
    title = "تونس تنفي إغلاق المعبر وسائقان يقولان إن الشاحنات عادت"

    found = suggest_statements("", language="ar", title=title)

    assert found[0].claim == "إغلاق المعبر"


def test_a_quotation_broken_by_its_verb_is_said_in_both_parts() -> None:
    text = '"لا أحد هنا"، قال سامي حداد، "كلهم رحلوا منذ يومين أو أكثر".'

    found = suggest_statements(text, language="ar")

    assert [one.claim for one in found] == ["لا أحد هنا", "كلهم رحلوا منذ يومين أو أكثر"]
    assert {one.speaker for one in found} == {"سامي حداد"}


def test_a_source_at_the_end_belongs_to_the_clause_before_it_alone() -> None:
    text = "ادعت صفحة مجهولة أن البنك أفلس، وتسبب ادعاؤها في زحام بحسب الشرطة."

    found = suggest_statements(text, language="ar")

    assert [(one.speaker, one.claim) for one in found][-1] == (
        "الشرطة",
        "تسبب ادعاؤها في زحام",
    )


def test_a_mark_that_closes_a_quotation_of_the_paragraph_before_opens_none() -> None:
    text = 'الأسعار لن تنخفض هذا العام ولا الذي يليه،" كما كتب أحدهم.'

    (found,) = suggest_statements(text, language="ar")

    assert found.claim == "الأسعار لن تنخفض هذا العام ولا الذي يليه"


def test_a_belief_with_a_pronoun_before_it_is_somebodys_own() -> None:
    text = "قال سامي حداد إن المباراة صعبة. ولكنه يعتقد أن فريقه سيفوز."

    *_, belief = suggest_statements(text, language="ar")

    assert (belief.stance, belief.speaker) == (Stance.ASSERTS, "سامي حداد")


def test_a_refusal_to_respond_to_an_attack_is_no_refusal_to_comment() -> None:
    text = "رفض الجيش الرد على الهجوم قبل انتهاء الهدنة."

    assert suggest_statements(text, language="ar") == ()


def test_trying_to_reach_a_place_in_vain_is_no_silence() -> None:
    text = "حاول المسعفون الوصول إلى القرية دون جدوى."

    assert suggest_statements(text, language="ar") == ()


def test_an_outlet_that_claims_speaks_for_itself() -> None:
    text = "وزعم موقع الأفق أن الجسر انهار."

    (found,) = suggest_statements(text, language="ar")

    assert found.stance == Stance.ASSERTS
