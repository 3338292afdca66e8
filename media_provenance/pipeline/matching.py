"""Looking for the copies of a picture in the archive, and keeping the pairs that were found.

What makes two pictures alike is ``domain/likeness.py``'s to say, and which are looked at
``index/``'s. A pair is a hint: what a person said of it stands, whatever is found later.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np
from django.db.models.functions import Now

from jobs.registry import Progress
from media_provenance.adapters.images import PictureRefused
from media_provenance.domain.alteration_facts import (
    alteration_from_record,
    alteration_record,
    reversed_alteration,
)
from media_provenance.domain.description import Effort, describe_query
from media_provenance.domain.fingerprints import Orientation
from media_provenance.domain.frames import Floats, NothingShared, inverted, pixel_homography
from media_provenance.domain.pose import pose_of
from media_provenance.domain.search_records import FoundRecord
from media_provenance.index.chosen import fold_index
from media_provenance.models import (
    AssetState,
    Decision,
    HarderSearch,
    Match,
    MatchClass,
    MediaAsset,
    SearchEffort,
)
from media_provenance.pipeline.findings import affected_by, recompute_findings
from media_provenance.pipeline.locks import lock_pictures
from media_provenance.pipeline.originals import open_original
from media_provenance.queries import found_records

log = logging.getLogger(__name__)

# The kind of the job; its halves are below.
MATCH_PICTURE = "media_provenance.match_picture"
# Part of the job's key, and kept with the picture: raised when copies are to be looked for anew
# because more of them would be found. 0 was the fingerprint of the whole picture alone.
SEARCH_VERSION = 2

# The surest first; of two answers by the same rules the surer one is kept.
_SURENESS = {
    MatchClass.EXACT: 0,
    MatchClass.COPY: 1,
    MatchClass.LIKELY_COPY: 2,
    MatchClass.SAME_PLACE: 3,
}


def match_key(sha256: str, effort: SearchEffort) -> str:
    """Return the key of the job that looks for copies of the picture with this digest."""
    return f"{sha256}:{SEARCH_VERSION}:{effort.value}"


@dataclass(frozen=True, slots=True, eq=False)
class Matching:
    """What the search for a picture's copies gave, the surest first."""

    effort: SearchEffort
    found: tuple[FoundRecord, ...]


def match_picture(payload: Mapping[str, Any], progress: Progress) -> Matching | None:
    """Look for a stored picture among all others.

    Args:
        payload: ``asset``, the id; ``effort``, of `SearchEffort`.
        progress: told before each step.

    Returns:
        None where there is nothing to look for: the picture is not read, or no longer opens.

    Raises:
        DecoderStarved, DecoderGone: worth another try.
        FileNotFoundError: the original is gone from MEDIA_ROOT.
        MediaAsset.DoesNotExist: the row is.
    """
    asset = MediaAsset.objects.get(pk=payload["asset"])
    effort = SearchEffort(payload["effort"])
    if asset.state != AssetState.READ:
        return None
    progress(0, 4)
    try:
        decoded = open_original(asset)
    except PictureRefused as refused:
        # It was read once: a newer decoder refuses what an older one took.
        log.warning("picture refused asset=%s code=%s", asset.pk, refused.code.value)
        return None
    progress(1, 4)
    query = describe_query(decoded.pixels, effort=Effort(effort.value))
    progress(2, 4)
    found = found_records(
        query,
        longest_side=max(decoded.width, decoded.height),
        leave_out={asset.pk, *_settled_partners(asset.pk), *_of_the_same_video(asset)},
    )
    progress(3, 4)
    # Whoever brings pictures in keeps the files of the index in step; mostly that is nothing.
    fold_index()
    return Matching(effort, tuple(found))


def _settled_partners(asset_id: UUID) -> list[UUID]:
    """Pictures of which nothing new can be said: the same pixels, or rejected by a person."""
    settled = Match.objects.of(asset_id).settled()
    return [
        second if first == asset_id else first
        for first, second in settled.values_list("first_id", "second_id")
    ]


def _of_the_same_video(asset: MediaAsset) -> list[UUID]:
    """The other frames of a frame's video: that they are alike is nothing to say."""
    if asset.frame_of_id is None:
        return []
    return list(MediaAsset.objects.filter(frame_of=asset.frame_of_id).values_list("pk", flat=True))


def record_matches(payload: Mapping[str, Any], matching: Matching | None) -> None:
    """Write the pairs that were found, and that the archive was searched.

    A pair that is on record keeps what a person decided. One that nobody has decided takes the
    newer rules' answer, and of two answers by the same rules the surer: the two pictures are
    looked for one after the other, and need not find each other equally well.
    """
    lock_pictures()
    if payload["effort"] == SearchEffort.HARDER:
        asked = HarderSearch.objects.filter(asset=payload["asset"], done_at__isnull=True)
        asked.update(done_at=Now())
    if matching is None:
        return
    asset = MediaAsset.objects.get(pk=payload["asset"])
    pairs = _pairs(asset.pk, matching.found)
    # A picture may have been removed since it was found.
    present = set(
        MediaAsset.objects.filter(pk__in=[one.asset_id for one in matching.found]).values_list(
            "pk", flat=True
        )
    ) | {asset.pk}
    before = affected_by([asset.pk])
    written = _write([pair for pair in pairs if {pair.first_id, pair.second_id} <= present])
    harder = asset.search_effort == SearchEffort.HARDER and asset.search_version == SEARCH_VERSION
    asset.searched_at = Now()
    asset.search_version = SEARCH_VERSION
    asset.search_effort = SearchEffort.HARDER if harder else matching.effort
    asset.save(update_fields=["searched_at", "search_version", "search_effort"])
    recompute_findings(before | {asset.pk})
    log.info("picture searched asset=%s found=%s new=%s", asset.pk, len(pairs), written)


def _write(pairs: Sequence[Match]) -> int:
    """Insert the pairs that are new and renew those that may be; return how many are new."""
    known = {
        (one.first_id, one.second_id): one
        for one in Match.objects.filter(
            first_id__in=[pair.first_id for pair in pairs],
            second_id__in=[pair.second_id for pair in pairs],
        )
    }
    fresh = []
    for pair in pairs:
        there = known.get((pair.first_id, pair.second_id))
        if there is None:
            fresh.append(pair)
        elif _is_better(pair, there):
            pair.pk = there.pk
            pair.save(update_fields=MEASURES)
    Match.objects.bulk_create(fresh)
    return len(fresh)


def _is_better(pair: Match, there: Match) -> bool:
    if there.match_class == MatchClass.EXACT or there.decision != Decision.UNDECIDED:
        return False
    if there.likeness_version != pair.likeness_version:
        return (there.likeness_version or 0) < (pair.likeness_version or 0)
    return _sureness(pair) < _sureness(there)


def _sureness(match: Match) -> tuple[int, float, int]:
    return (
        _SURENESS[MatchClass(match.match_class)],
        -(match.agreement or 0.0),
        -(match.inliers or 0),
    )


MEASURES = [
    "match_class",
    "likeness_version",
    "agreement",
    "inliers",
    "distance",
    "orientation",
    "homography",
    "first_part",
    "second_part",
    "alteration",
]


def _pairs(asset_id: UUID, found: Iterable[FoundRecord]) -> list[Match]:
    """Return what was found as rows, without pairs that do not lie on one another both ways."""
    pairs = []
    for one in found:
        try:
            pairs.append(_pair(asset_id, one))
        except NothingShared:
            log.warning("pair left out asset=%s found=%s", asset_id, one.asset_id)
    return pairs


def _pair(asset_id: UUID, found: FoundRecord) -> Match:
    """Return the pair as a row. What was found goes from the picture in question to the stored one.

    The row's direction is from the second to the first, so it is turned where need be.
    """
    measures = found.measures
    if measures is None:
        raise ValueError("Only what was compared is found by a search.")
    homography = np.array(measures.homography).reshape(3, 3)
    alteration = found.alteration
    first_frame, second_frame = measures.stored_frame, measures.searched_frame
    first_part, second_part = measures.stored_part, measures.searched_part
    if asset_id < found.asset_id:
        homography = inverted(homography)
        first_frame, second_frame = second_frame, first_frame
        first_part, second_part = second_part, first_part
        if alteration is not None:
            turned = reversed_alteration(alteration_from_record(alteration))
            alteration = alteration_record(turned)
    first, second = sorted((asset_id, found.asset_id))
    return Match(
        first_id=first,
        second_id=second,
        match_class=MatchClass(found.likeness.value),
        likeness_version=measures.version,
        agreement=measures.agreement,
        inliers=measures.inliers,
        distance=found.distance,
        orientation=_nearest_orientation(
            pixel_homography(homography, second_frame, first_frame),
            np.array(second_part) * second_frame - 0.5,
        ).value,
        homography=[float(number) for number in homography.reshape(9)],
        first_part=[list(corner) for corner in first_part],
        second_part=[list(corner) for corner in second_part],
        alteration=alteration,
    )


# The quarter turns, clockwise; the second four after mirroring.
_TURNS = tuple(Orientation)


def _nearest_orientation(homography: Floats, part: Floats) -> Orientation:
    """Return the mirroring and quarter turn that come nearest to a homography where it matters.

    Args:
        homography: (3, 3), between square pixels of two pictures.
        part: what the two share, corners (k, 2) in pixels of the first of the two.
    """
    pose = pose_of(homography, part)
    quarters = round(pose.rotation / 90) % 4
    return _TURNS[quarters + (4 if pose.mirrored else 0)]
