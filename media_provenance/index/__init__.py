"""Finding stored pictures that may be the one in question, by their fingerprints and keypoints.

One Protocol, so that an engine in memory or on several machines can take the place of another;
every engine passes tests/media_provenance/test_index_contract.py. An index proposes; what is a
match is decided by ``domain/likeness.py``, and what it proves by nobody here. The database is the
record of everything: whatever an engine keeps beside it can be thrown away and built again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from media_provenance.domain.candidates import Candidate
from media_provenance.domain.description import StoredDescription

if TYPE_CHECKING:
    from media_provenance.domain.description import PictureQuery
    from media_provenance.domain.local_features import LocalFeatures
    from media_provenance.domain.regions import RegionalCodes

__all__ = [
    "Candidate",
    "IndexDamaged",
    "IndexEntry",
    "IndexNotWritten",
    "IndexStats",
    "PictureIndex",
    "Record",
]


class IndexDamaged(Exception):
    """Files of an index are missing, cut short or altered; it must be built again.

    Until then there is no answer: one that left most pictures out would read as "nothing found".
    """


class IndexNotWritten(Exception):
    """The files of an index cannot be written: no room, or no right to."""


@dataclass(frozen=True, slots=True, eq=False)
class IndexEntry:
    """What an index keeps of one picture.

    Attributes:
        asset_id: of the picture; adding it again replaces what was there.
        change: the number of the change of the record that this is, from 1 up; later changes have
            higher numbers, in the order in which they became visible to others.
        regions: codes of its windows. Those of low quality are never proposed.
        local: its keypoints.
        by_hash: whether its codes may propose it (not for flat, tiny or text pictures).
        by_features: whether its keypoints may.
    """

    asset_id: UUID
    change: int
    regions: RegionalCodes
    local: LocalFeatures
    by_hash: bool
    by_features: bool


@dataclass(frozen=True, slots=True)
class IndexStats:
    """How large an index is.

    Attributes:
        backend: the name of the engine.
        pictures: that can be found, fresh ones included.
        fresh: of these, not yet folded into the engine's own files.
        codes: of windows of pictures.
        keypoints: of pictures.
        segments: files' groups; 0 where there are none.
        disk_bytes: of the engine's own files; 0 for one that lives in the database.
        watermark: every change up to this number is in the files.
        damaged: whether the files cannot be used until they are built again.
    """

    backend: str
    pictures: int
    fresh: int
    codes: int
    keypoints: int
    segments: int
    disk_bytes: int
    watermark: int
    damaged: bool = False


class Record(Protocol):
    """The record of what is stored, as an index reads it. In PostgreSQL: ``index/record.py``."""

    def newest_change(self) -> int:
        """Return the highest number of a change, 0 where there is none. Must be cheap."""

    def changes_after(self, change: int) -> Iterable[IndexEntry]:
        """Return the entries whose change is higher, lowest first, a few at a time."""

    def present(self, asset_ids: Sequence[UUID]) -> Set[UUID]:
        """Return those of the pictures that are still described."""

    def load(self, asset_ids: Sequence[UUID]) -> Mapping[UUID, StoredDescription]:
        """Return the descriptions of those of the pictures that are still described."""


class PictureIndex(Protocol):
    """Stored pictures, to be searched by codes of regions and by keypoints."""

    def add(self, entry: IndexEntry) -> None:
        """Make a picture findable; again replaces what was there.

        An engine that reads the record finds it there and has nothing to do.
        """

    def remove(self, asset_id: UUID) -> None:
        """Forget a picture; one that is not there is no error."""

    def candidates(self, query: PictureQuery, *, limit: int = 20) -> Sequence[Candidate]:
        """Return the stored pictures that may be the one in question, the likeliest first.

        A picture comes once for each way in which it was proposed: by hashes and by the keypoints
        of the whole picture or of one part, straight or mirrored.

        Args:
            query: what is known of the picture in question.
            limit: how many pictures the keypoints of the whole, straight and mirrored, and of
                each part may propose. Those near by codes of regions come beside these.

        Raises:
            IndexDamaged: it cannot answer until it is built again.
            IndexNotWritten: nor before it can write what it has not taken in yet.
        """

    def rebuild(
        self, entries: Iterable[IndexEntry], *, progress: Callable[[int], None] | None = None
    ) -> None:
        """Replace everything by these entries; until it is done the old answers go on.

        Args:
            progress: told how many entries have been taken in.
        """

    def stats(self) -> IndexStats:
        """Return how large the index is."""
