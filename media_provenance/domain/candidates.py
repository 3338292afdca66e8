"""What an index proposes: a stored picture that may be the one in question, and why.

Not how it was found (``voting.py``, ``index/``) nor whether it is the one (``likeness.py``).
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from media_provenance.domain.fingerprints import Orientation
from media_provenance.domain.regions import Region

__all__ = ["Candidate", "HashHint", "Hint"]


@dataclass(frozen=True, slots=True)
class HashHint:
    """Two regions whose 256-bit codes are near each other.

    Attributes:
        query_region, stored_region: of the pictures, as fractions of their sides.
        orientation: turning the query's region by it gives the stored one.
        distance: in bits of 256.
    """

    query_region: Region
    stored_region: Region
    orientation: Orientation
    distance: int


@dataclass(frozen=True, slots=True, eq=False)
class Hint:
    """Why a stored picture was proposed, so that the comparison need not start from nothing.

    Attributes:
        mirrored: whether the query's mirrored features (or codes) were nearer to the stored ones.
        part: which of ``query.boxes`` it was that proposed it; ``None``: the whole picture.
        region: the nearest pair of regions, where codes of regions proposed it.
        pairs: keypoints that voted, shape (n, 2), int32: the place of a keypoint in the features
            of the query (or of its part; upright or mirrored, as ``mirrored`` says) and in the
            stored ones. They agree roughly in angle and size; some are wrong.
        common: for each keypoint of the query (or of its part), near how many different stored
            pictures' keypoints it stands, as a share of those asked for, 0 to 1, shape (n,): near
            1 for what recurs in the archive (frames, logos, captions), and in a large family of
            copies.
    """

    mirrored: bool = False
    part: int | None = None
    region: HashHint | None = None
    pairs: NDArray[np.int32] | None = None
    common: NDArray[np.float32] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """A stored picture that may be the one asked for, or a part of it; never a verdict.

    Attributes:
        asset_id: of the stored picture.
        distance: bits of 256 where codes of regions were near, the least of them; else ``None``.
        votes: weight of the keypoints that agree; 0.0 where codes of regions proposed it.
            Comparable within one answer only.
        hint: where to start comparing.
    """

    asset_id: UUID
    distance: int | None
    votes: float
    hint: Hint
