"""Finding stored pictures by their fingerprints.

One Protocol, so that an engine in memory or on several machines can take the place of the table;
every engine passes tests/media_provenance/test_index_contract.py. An index proposes pictures that
are near; what counts as a match is decided by the caller, and what it proves by nobody here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from media_provenance.domain.fingerprints import Fingerprint, Orientation

__all__ = ["Candidate", "PictureIndex"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stored picture near the one in question.

    Attributes:
        asset_id: of the stored picture.
        distance: in bits of 256, the least over all orientations within the radius.
        orientation: turning the picture in question by it gives the stored one.
    """

    asset_id: UUID
    distance: int
    orientation: Orientation


class PictureIndex(Protocol):
    """Stored PDQ fingerprints, to be searched by distance."""

    def add(self, asset_id: UUID, fingerprint: Fingerprint) -> None:
        """Keep a PDQ fingerprint; again with the same version replaces it.

        Raises:
            ValueError: if it is not a PDQ fingerprint.
        """

    def remove(self, asset_id: UUID) -> None:
        """Forget a picture; one that is not there is no error."""

    def candidates(
        self, query: Mapping[Orientation, Fingerprint], *, radius: int
    ) -> Sequence[Candidate]:
        """Return every informative stored picture within the radius, nearest first, each once.

        Args:
            query: the picture's PDQ fingerprint in each orientation to be tried, all of one
                version, as ``pdq_dihedral`` gives them.
            radius: bits of 256, inclusive.

        Raises:
            ValueError: if the query is empty, or not all PDQ of one version.
        """
