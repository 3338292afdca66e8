"""For and against, and the same subject: the second never decides the first."""

from __future__ import annotations

import pytest

from claims.domain.attributed import Stance
from claims.domain.opposition import SAME_SUBJECT, are_opposed, likeness


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (Stance.ASSERTS, Stance.DENIES, True),
        (Stance.DENIES, Stance.ASSERTS, True),
        (Stance.REPORTS, Stance.DENIES, True),
        (Stance.ASSERTS, Stance.ASSERTS, False),
        (Stance.DENIES, Stance.DENIES, False),
        (Stance.DENIES, Stance.DECLINES, False),
        (Stance.ASSERTS, Stance.NO_ANSWER, False),
        (Stance.ASSERTS, Stance.CANNOT_VERIFY, False),
        (Stance.ASSERTS, Stance.DID_NOT_ANNOUNCE, False),
    ],
)
def test_only_a_denial_stands_against_a_claim(one: Stance, other: Stance, expected: bool) -> None:
    assert are_opposed(one, other) is expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("انهيار الجسر الكبير في وادي النهر", "لم ينهر الجسر الكبير في وادي النهر"),
        ("L'école élémentaire a été fermée", "L'ECOLE ÉLÉMENTAIRE N'A PAS ÉTÉ FERMÉE"),
        ("नदी पर बड़ा पुल गिर गया", "नदी पर बड़ा पुल नहीं गिरा"),
    ],
)
def test_a_claim_and_its_denial_are_about_the_same(one: str, other: str) -> None:
    assert likeness(one, other) >= SAME_SUBJECT


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("انهيار الجسر الكبير في وادي النهر", "ارتفاع أسعار الخبز في العاصمة"),
        ("L'école élémentaire a été fermée", "Le budget augmente de deux points"),
        ("नदी पर बड़ा पुल गिर गया", "रोटी के दाम बढ़ गए"),
        ("The bridge fell", ""),
        ("…", "…"),
    ],
)
def test_claims_about_different_things_are_not_alike(one: str, other: str) -> None:
    assert likeness(one, other) < SAME_SUBJECT


def test_likeness_is_symmetric_and_ends_at_one() -> None:
    one, other = "أعلنت البلدية إغلاق المدرسة", "اعلنت البلديه اغلاق المدرسه اليوم"

    assert likeness(one, other) == pytest.approx(likeness(other, one))
    assert likeness(one, one) == 1.0


def test_spelling_of_one_arabic_claim_does_not_matter() -> None:
    assert likeness("أُغلِقت المدرسةُ في إربد", "اغلقت المدرسة في اربد") == pytest.approx(1.0)
