"""From candidates to likenesses: each picture once, the surest first, within bounds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

import numpy as np
import pytest

from media_provenance.domain import search as searching
from media_provenance.domain.candidates import Candidate, Hint
from media_provenance.domain.description import (
    Effort,
    PictureQuery,
    StoredDescription,
    describe_query,
)
from media_provenance.domain.likeness import Likeness, LikenessClass
from media_provenance.domain.search import search
from tests.unit.media_provenance.described_pictures import (
    FixedIndex,
    MemoryRecord,
    asked,
    described,
    picture_id,
)
from tests.unit.media_provenance.screens import photograph

COPY, LIKELY, PLACE = LikenessClass.COPY, LikenessClass.LIKELY_COPY, LikenessClass.SAME_PLACE


def likeness(kind: LikenessClass, agreement: float = 0.9, inliers: int = 20) -> Likeness:
    return Likeness(
        likeness=kind,
        agreement=agreement,
        inliers=inliers,
        distance=None,
        mirrored=False,
        homography=np.eye(3),
        query_part=np.zeros((4, 2)),
        stored_part=np.zeros((4, 2)),
        cells=None,
        reasons=(),
    )


def proposed(
    number: int, *, votes: float = 1.0, distance: int | None = None, part: int | None = None
) -> Candidate:
    """Proposed by as many keypoints as a negative needs, or by codes where there is a distance."""
    pairs = np.zeros((12, 2), dtype=np.int32) if distance is None else None
    return Candidate(picture_id(number), distance, votes, Hint(part=part, pairs=pairs))


class Judge:
    """Stands for ``compare``: what each picture is to the query, by the part that was compared."""

    def __init__(self, verdicts: Mapping[tuple[int, int | None], Likeness]) -> None:
        self._verdicts = verdicts
        self.asked: list[tuple[int, int | None]] = []

    def __call__(
        self, query: PictureQuery, stored: StoredDescription, hint: Hint
    ) -> Likeness | None:
        number = int(stored.thumbnail[0, 0])
        self.asked.append((number, hint.part))
        return self._verdicts.get((number, hint.part))


@pytest.fixture
def record() -> MemoryRecord:
    record = MemoryRecord()
    for number in range(100):
        record.put(number)
    return record


def judged(
    monkeypatch: pytest.MonkeyPatch, verdicts: Mapping[tuple[int, int | None], Likeness]
) -> Judge:
    judge = Judge(verdicts)
    monkeypatch.setattr(searching, "compare", judge)
    return judge


def found_in(
    record: MemoryRecord,
    candidates: Sequence[Candidate],
    *,
    effort: Effort = Effort.NORMAL,
    leave_out: frozenset[UUID] = frozenset(),
) -> list[UUID]:
    query = asked(described(0), effort=effort)
    return [
        one.asset_id for one in search(query, FixedIndex(candidates), record, leave_out=leave_out)
    ]


def test_the_surest_class_comes_first_then_agreement_then_inliers(
    monkeypatch: pytest.MonkeyPatch, record: MemoryRecord
) -> None:
    judged(
        monkeypatch,
        {
            (1, None): likeness(PLACE, 1.0),
            (2, None): likeness(LIKELY, 0.99),
            (3, None): likeness(COPY, 0.7, 12),
            (4, None): likeness(COPY, 0.7, 30),
            (5, None): likeness(COPY, 0.95, 9),
        },
    )

    found = found_in(record, [proposed(number) for number in range(1, 6)])

    assert found == [picture_id(number) for number in (5, 4, 3, 2, 1)]


def test_a_candidate_that_is_nothing_is_left_out(
    monkeypatch: pytest.MonkeyPatch, record: MemoryRecord
) -> None:
    judged(monkeypatch, {(2, None): likeness(COPY)})

    assert found_in(record, [proposed(1), proposed(2)]) == [picture_id(2)]


def test_nothing_proposed_is_nothing_found(
    monkeypatch: pytest.MonkeyPatch, record: MemoryRecord
) -> None:
    judged(monkeypatch, {})

    assert found_in(record, []) == []


def test_a_picture_proposed_in_several_ways_comes_once_with_the_best(
    monkeypatch: pytest.MonkeyPatch, record: MemoryRecord
) -> None:
    judged(monkeypatch, {(1, None): likeness(PLACE), (1, 0): likeness(COPY)})
    index = FixedIndex([proposed(1, votes=9), proposed(1, votes=5, part=0)])

    (found,) = search(asked(described(0)), index, record)

    assert (found.asset_id, found.likeness.likeness) == (picture_id(1), COPY)


def test_once_it_is_a_copy_no_other_way_is_tried(
    monkeypatch: pytest.MonkeyPatch, record: MemoryRecord
) -> None:
    judge = judged(monkeypatch, {(1, 0): likeness(COPY), (1, None): likeness(COPY)})

    found_in(record, [proposed(1, votes=2), proposed(1, votes=7, part=0)])

    assert judge.asked == [(1, 0)]


def test_the_distance_of_codes_is_kept_where_keypoints_told_more(
    monkeypatch: pytest.MonkeyPatch, record: MemoryRecord
) -> None:
    judged(monkeypatch, {(1, None): likeness(COPY)})
    index = FixedIndex([proposed(1, votes=0.0, distance=28), proposed(1, votes=7)])

    (found,) = search(asked(described(0)), index, record)

    assert found.likeness.distance == 28


def test_each_part_of_a_collage_finds_its_own(
    monkeypatch: pytest.MonkeyPatch, record: MemoryRecord
) -> None:
    judged(monkeypatch, {(1, 0): likeness(COPY), (2, 1): likeness(COPY)})

    found = found_in(record, [proposed(1, part=0), proposed(2, part=1)])

    assert set(found) == {picture_id(1), picture_id(2)}


def test_what_is_to_be_left_out_is_not_even_compared(
    monkeypatch: pytest.MonkeyPatch, record: MemoryRecord
) -> None:
    judge = judged(monkeypatch, {(1, None): likeness(COPY), (2, None): likeness(COPY)})

    found = found_in(record, [proposed(1), proposed(2)], leave_out=frozenset({picture_id(1)}))

    assert found == [picture_id(2)]
    assert judge.asked == [(2, None)]


def test_a_picture_that_was_erased_meanwhile_is_left_out(
    monkeypatch: pytest.MonkeyPatch, record: MemoryRecord
) -> None:
    judged(monkeypatch, {(1, None): likeness(COPY), (2, None): likeness(COPY)})
    record.drop(1)

    assert found_in(record, [proposed(1), proposed(2)]) == [picture_id(2)]


@pytest.mark.parametrize(
    ("effort", "compared", "shortlist"), [(Effort.NORMAL, 40, 20), (Effort.HARDER, 100, 60)]
)
def test_the_work_is_bounded_and_a_hard_search_does_more(
    monkeypatch: pytest.MonkeyPatch,
    record: MemoryRecord,
    effort: Effort,
    compared: int,
    shortlist: int,
) -> None:
    judge = judged(monkeypatch, {})
    index = FixedIndex([proposed(number) for number in range(100)])

    search(asked(described(0), effort=effort), index, record)

    assert len(judge.asked) == compared
    assert index.limits == [shortlist]


def test_of_a_large_family_more_are_compared_than_of_strangers(
    monkeypatch: pytest.MonkeyPatch, record: MemoryRecord
) -> None:
    judged(monkeypatch, {(number, None): likeness(COPY) for number in range(100)})

    found = found_in(record, [proposed(number) for number in range(100)])

    assert len(found) == 60


def test_pictures_made_to_share_a_code_do_not_crowd_out_what_the_keypoints_say(
    monkeypatch: pytest.MonkeyPatch, record: MemoryRecord
) -> None:
    judge = judged(monkeypatch, {(99, None): likeness(COPY)})
    flood = [proposed(number, distance=0, votes=0.0) for number in range(99)]

    found = found_in(record, [*flood, proposed(99)])

    assert found == [picture_id(99)]
    assert len(judge.asked) == 13


def test_what_only_its_negative_finds_is_said_to_be_a_negative(
    monkeypatch: pytest.MonkeyPatch, record: MemoryRecord
) -> None:
    query = describe_query(255 - photograph(5, 300, 200))
    dark = query.thumbnail.copy()
    seen: list[PictureQuery] = []

    def compare(asked: PictureQuery, stored: StoredDescription, hint: Hint) -> Likeness | None:
        seen.append(asked)
        return None if len(seen) == 1 else likeness(COPY)

    monkeypatch.setattr(searching, "compare", compare)

    (found,) = search(query, FixedIndex([proposed(1)]), record)

    assert found.likeness.negative
    assert len(seen) == 2
    np.testing.assert_array_equal(seen[1].thumbnail, 255 - dark)
    np.testing.assert_array_equal(seen[1].regions.bits, ~query.regions.bits)


def test_what_is_found_as_it_is_is_not_asked_for_as_a_negative(
    monkeypatch: pytest.MonkeyPatch, record: MemoryRecord
) -> None:
    judged(monkeypatch, {(1, None): likeness(LIKELY)})
    index = FixedIndex([proposed(1)])

    (found,) = search(describe_query(photograph(5, 300, 200)), index, record)

    assert not found.likeness.negative
    assert index.limits == [20]


def test_a_negative_is_not_found_by_a_handful_of_keypoints(
    monkeypatch: pytest.MonkeyPatch, record: MemoryRecord
) -> None:
    judge = judged(monkeypatch, {})
    few = Candidate(picture_id(1), None, 1.0, Hint(pairs=np.zeros((11, 2), dtype=np.int32)))

    search(describe_query(photograph(5, 300, 200)), FixedIndex([few]), record)

    assert judge.asked == [(1, None)]
