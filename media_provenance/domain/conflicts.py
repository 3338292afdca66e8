"""What contradicts what among dated evidence, and what is then not used.

Contradictions are told of, never averaged. An item is set aside only where stronger evidence had
the picture before the item says that it was made; of every other contradiction both sides stay in
use and are named, since neither can say which of them is wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from media_provenance.domain.bounds import latest_of
from media_provenance.domain.date_evidence import (
    EvidenceItem,
    EvidenceKind,
    ObjectKind,
    Role,
    proves_upper_bound,
    speaks_of_lower_bound,
)

__all__ = [
    "Conflict",
    "ConflictKind",
    "disagreements",
    "set_aside_by",
    "without_contradicted",
    "without_the_future",
]

# A camera's local time and its satellites' UTC may differ by the widest spread of time zones.
_CAMERA_AND_SATELLITES = timedelta(hours=26)


class ConflictKind(StrEnum):
    """Why an item is at odds with the rest."""

    STRONGER_SAYS_EARLIER = "stronger_says_earlier"
    IN_THE_FUTURE = "in_the_future"
    STRONGER_SAYS_LATER = "stronger_says_later"
    AS_STRONG_DISAGREES = "as_strong_disagrees"
    CAMERA_AND_SATELLITES = "camera_and_satellites"
    MODIFIED_BEFORE_CAPTURE = "modified_before_capture"

    @property
    def sets_aside(self) -> bool:
        """Whether the item is not used because of it."""
        return self in (ConflictKind.STRONGER_SAYS_EARLIER, ConflictKind.IN_THE_FUTURE)


@dataclass(frozen=True, slots=True)
class Conflict:
    """An item that is contradicted, and the item that contradicts it.

    ``against`` is ``None`` where the clock contradicts it (a date in the future).
    """

    item: str
    against: str | None
    kind: ConflictKind


def set_aside_by(conflicts: Iterable[Conflict]) -> frozenset[str]:
    """Return the ids of the items that are not used because of these conflicts."""
    return frozenset(conflict.item for conflict in conflicts if conflict.kind.sets_aside)


def without_the_future(
    items: Sequence[EvidenceItem], as_of: datetime | None
) -> tuple[list[EvidenceItem], list[Conflict]]:
    """Set aside each item that begins after the present; ``None`` skips that.

    Raises:
        ValueError: if ``as_of`` is naive.
    """
    if as_of is None:
        return list(items), []
    if as_of.tzinfo is None:
        raise ValueError("The present must be given with its time zone.")
    # The *earliest* instant decides: a date without a zone reaches 12 hours ahead by itself.
    future = [
        item for item in items if item.when.earliest is not None and item.when.earliest > as_of
    ]
    kept = [item for item in items if item not in future]
    return kept, [Conflict(item.id, None, ConflictKind.IN_THE_FUTURE) for item in future]


def without_contradicted(
    items: Sequence[EvidenceItem], *, never_alone: frozenset[EvidenceKind] = frozenset()
) -> tuple[list[EvidenceItem], list[Conflict]]:
    """Set aside each item that says "not older than" after a stronger one has the picture.

    Args:
        items: what counts.
        never_alone: kinds that set no bound by themselves, and so set nothing aside either.
    """
    conflicts = [
        Conflict(item.id, other.id, ConflictKind.STRONGER_SAYS_EARLIER)
        for item in items
        for other in items
        if other.kind not in never_alone
        and other.grade.rank > item.grade.rank
        and _says_made_after(item, other)
    ]
    set_aside = set_aside_by(conflicts)
    return [item for item in items if item.id not in set_aside], conflicts


def disagreements(usable: Sequence[EvidenceItem]) -> list[Conflict]:
    """Return the contradictions among items that stay in use, at most one for each item.

    Of several that contradict an item the strongest is named, then the one furthest away.
    """
    found = []
    for item in usable:
        against = [
            (kind, other) for other in usable if (kind := _disagreement(item, other)) is not None
        ]
        if against:
            kind, other = max(against, key=lambda pair: (pair[1].grade.rank, _gap(item, pair[1])))
            found.append(Conflict(item.id, other.id, kind))
    return found


def _disagreement(item: EvidenceItem, other: EvidenceItem) -> ConflictKind | None:
    """Return why an item is told of as contradicted by another, if it is.

    Of two that are as strong the one that says "made later" is the contradicted one; of two that
    are not, the weaker.
    """
    if item.grade.rank < other.grade.rank:
        later = speaks_of_lower_bound(other) and _says_made_after(other, item)
        return ConflictKind.STRONGER_SAYS_LATER if later else None
    if item.grade is not other.grade:
        return None
    if _changed_before_taken(item, other):
        return ConflictKind.MODIFIED_BEFORE_CAPTURE
    if {item.kind, other.kind} == {EvidenceKind.EXIF_ORIGINAL, EvidenceKind.GPS_TIME}:
        # The camera is named first, whichever of the two is later.
        is_camera = item.kind is EvidenceKind.EXIF_ORIGINAL
        apart = not item.when.overlaps(other.when) and _gap(item, other) > _CAMERA_AND_SATELLITES
        return ConflictKind.CAMERA_AND_SATELLITES if is_camera and apart else None
    # That a file was saved once more, after it had been saved, is how editing looks.
    if not (speaks_of_lower_bound(item) and _says_made_after(item, other)):
        return None
    return ConflictKind.AS_STRONG_DISAGREES


def _changed_before_taken(item: EvidenceItem, other: EvidenceItem) -> bool:
    """Whether a camera's clock has the file saved, by the same unknown zone, before it was taken.

    Their zones widen both alike, so that the two intervals may well overlap.
    """
    kinds = (item.kind, other.kind) == (EvidenceKind.EXIF_ORIGINAL, EvidenceKind.EXIF_MODIFIED)
    taken, changed = item.when.earliest, other.when.earliest
    if not kinds or taken is None or changed is None:
        return False
    return item.zone_known is other.zone_known and changed < taken


def _says_made_after(item: EvidenceItem, other: EvidenceItem) -> bool:
    """Answer whether an item says that the picture was made after another item had it.

    To be seen again later contradicts nothing; to be *made* after it was seen does. That a file
    was saved later contradicts only if that very file had been met before.
    """
    both_of_this_file = item.speaks_of is other.speaks_of is ObjectKind.BYTES
    says_made = speaks_of_lower_bound(item) or (item.role is Role.SAVED and both_of_this_file)
    earliest = item.when.earliest
    return (
        says_made
        and earliest is not None
        and proves_upper_bound(other)
        and earliest > latest_of(other)
    )


def _gap(one: EvidenceItem, other: EvidenceItem) -> timedelta:
    """Return how far apart the middles of two items lie; 0 where an end is open."""
    middles = [
        item.when.earliest + (item.when.latest - item.when.earliest) / 2
        for item in (one, other)
        if item.when.earliest is not None and item.when.latest is not None
    ]
    return abs(middles[0] - middles[1]) if len(middles) == 2 else timedelta(0)
