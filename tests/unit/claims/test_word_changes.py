"""What changed between two versions, word by word, in any script."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.domain import word_changes as module
from claims.domain.word_changes import Change, Kept, word_changes


def words_of(changes: tuple[Change, ...], *, without: Kept) -> list[str]:
    return "".join(one.text for one in changes if one.kept is not without).split()


@pytest.mark.parametrize(
    ("former", "now", "removed", "added"),
    [
        ("نُشرت الصورة عام 2021 في حلب", "نُشرت الصورة عام 2022 في حلب", ["2021 "], ["2022 "]),
        ("كَتَبَ الرجل", "كُتِبَ الرجل", ["كَتَبَ "], ["كُتِبَ "]),
        ("La photo date d’août", "La photo date de février", ["d’août "], ["de février "]),
        ("यह तस्वीर पुरानी है", "यह तस्वीर नई है", ["पुरानी "], ["नई "]),
    ],
    ids=["arabic", "arabic-marks", "french", "hindi"],
)
def test_the_words_that_changed_are_named_whole(
    former: str, now: str, removed: list[str], added: list[str]
) -> None:
    changes = word_changes(former, now)

    assert [one.text for one in changes if one.kept is Kept.REMOVED] == removed
    assert [one.text for one in changes if one.kept is Kept.ADDED] == added


def test_the_same_words_are_one_stretch_whatever_space_is_between_them() -> None:
    assert word_changes("one  two\nthree", "one two three") == (
        Change(Kept.SAME, "one two three "),
    )


def test_what_was_removed_stands_before_what_was_put_in_its_place() -> None:
    kinds = [one.kept for one in word_changes("a old z", "a new z")]

    assert kinds == [Kept.SAME, Kept.REMOVED, Kept.ADDED, Kept.SAME]


def test_a_text_that_was_empty_is_all_new() -> None:
    assert word_changes("", "خبر جديد") == (Change(Kept.ADDED, "خبر جديد "),)
    assert word_changes("خبر قديم", "") == (Change(Kept.REMOVED, "خبر قديم "),)
    assert word_changes("", " ") == ()


def test_a_very_long_text_is_told_by_its_equal_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_WORDS", 2)

    changes = word_changes("start a same b end", "start c same d end")

    assert changes == (
        Change(Kept.SAME, "start "),
        Change(Kept.REMOVED, "a same b "),
        Change(Kept.ADDED, "c same d "),
        Change(Kept.SAME, "end "),
    )


@given(
    st.lists(st.sampled_from(["سنة", "année", "साल", "2022", "\u200fو"]), max_size=12),
    st.lists(st.sampled_from(["سنة", "année", "साल", "2022", "\u200fو"]), max_size=12),
)
def test_both_versions_can_be_read_back_from_the_changes(old: list[str], new: list[str]) -> None:
    changes = word_changes(" ".join(old), " ".join(new))

    assert words_of(changes, without=Kept.ADDED) == old
    assert words_of(changes, without=Kept.REMOVED) == new
