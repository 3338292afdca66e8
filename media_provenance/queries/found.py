"""Looking for a picture among the stored ones, whether it is stored itself or not.

What is near is proposed by ``index/`` and judged by ``domain/likeness.py``; here the answers are
put together with what is on record about the pictures that were found.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

import numpy as np
from django.db.models import Q
from numpy.typing import NDArray

from media_provenance.domain.alteration_facts import AlterationRecord, alteration_record
from media_provenance.domain.alterations import (
    ComparedPicture,
    NothingShared,
    describe_alteration,
)
from media_provenance.domain.date_evidence import MatchClass as EvidenceMatch
from media_provenance.domain.description import (
    Effort,
    PictureQuery,
    describe_query,
)
from media_provenance.domain.likeness import LikenessClass
from media_provenance.domain.search import FoundLikeness, search
from media_provenance.domain.search_records import FoundRecord, measures_of
from media_provenance.index.chosen import picture_index
from media_provenance.index.record import PostgresRecord
from media_provenance.models import Decision, Match, MediaAsset
from media_provenance.queries.evidence import (
    EvidenceView,
    evidence_of,
    known_since,
    own_evidence,
)
from media_provenance.queries.matches import LinkedPicture, linked_pictures, touching

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class FoundPicture:
    """A stored picture like the one in question.

    Attributes:
        asset: the stored one.
        record: what the two are to each other, measured where it is not exact.
        known_since: the instant by which its own evidence has it, None without any.
    """

    asset: MediaAsset
    record: FoundRecord
    known_since: datetime | None

    @property
    def likeness(self) -> LikenessClass:
        """What the two are to each other."""
        return self.record.likeness

    @property
    def same_bytes(self) -> bool:
        """Whether it is the very same file."""
        return self.record.same_bytes


def find_picture(
    pixels: NDArray[np.uint8],
    *,
    sha256: str = "",
    pixel_sha256: str = "",
    longest_side: int | None = None,
    effort: Effort = Effort.NORMAL,
) -> list[FoundPicture]:
    """Return the stored pictures like this one, the surest first; of exact ones the oldest.

    Args:
        pixels: upright RGB, shape (height, width, 3), as the picture gate gives them.
        sha256: of the file's bytes, to find the very same file.
        pixel_sha256: of its pixels, to find the same picture in other files.
        longest_side: of the file in pixels, where it is more than that of ``pixels``.
        effort: how much time the search may take.
    """
    return find_described(
        describe_query(pixels, effort=effort),
        sha256=sha256,
        pixel_sha256=pixel_sha256,
        longest_side=longest_side or max(pixels.shape[:2]),
    )


def find_described(
    query: PictureQuery,
    *,
    sha256: str = "",
    pixel_sha256: str = "",
    longest_side: int | None = None,
) -> list[FoundPicture]:
    """Return the stored pictures like one that is described already, as ``find_picture`` does."""
    exact = _found_exactly(sha256, pixel_sha256)
    alike = found_records(
        query, longest_side=longest_side, leave_out={asset.pk for asset, _ in exact}
    )
    assets = MediaAsset.objects.in_bulk([record.asset_id for record in alike])
    found = exact + [
        (assets[record.asset_id], record) for record in alike if record.asset_id in assets
    ]
    dates = own_evidence([asset.pk for asset, _ in found])
    pictures = [
        FoundPicture(asset, record, known_since(dates[asset.pk])) for asset, record in found
    ]
    # The search gives the surest first; of those that are exact none is surer than another.
    return sorted(pictures, key=_age_if_exact)


def found_records(
    query: PictureQuery,
    *,
    longest_side: int | None = None,
    leave_out: Set[UUID] = frozenset(),
) -> list[FoundRecord]:
    """Return what the archive has that is like a picture, by its looks alone, the surest first.

    Args:
        query: what is known of the picture in question.
        longest_side: of its file in pixels, None where that is not known.
        leave_out: pictures that are not to be proposed, such as the one in question itself.
    """
    record = PostgresRecord()
    found = search(query, picture_index(), record, leave_out=leave_out)
    ids = [one.asset_id for one in found]
    stored, colours = record.load(ids), record.colours(ids)
    sizes = {
        asset_id: max(width or 0, height or 0) or None
        for asset_id, width, height in MediaAsset.objects.filter(pk__in=ids).values_list(
            "pk", "width", "height"
        )
    }
    return [
        _record_of(
            query,
            longest_side,
            one,
            ComparedPicture(
                frame=(kept.local.width, kept.local.height),
                thumbnail=kept.thumbnail,
                colour=colours.get(one.asset_id),
                longest_side=sizes.get(one.asset_id),
            ),
        )
        for one in found
        if (kept := stored.get(one.asset_id)) is not None
    ]


def _record_of(
    query: PictureQuery,
    longest_side: int | None,
    found: FoundLikeness,
    stored: ComparedPicture,
) -> FoundRecord:
    likeness = found.likeness
    asked = ComparedPicture(
        frame=(query.local.upright.width, query.local.upright.height),
        thumbnail=query.thumbnail,
        colour=query.colour,
        longest_side=longest_side,
    )
    return FoundRecord(
        asset_id=found.asset_id,
        likeness=likeness.likeness,
        distance=likeness.distance,
        measures=measures_of(likeness, searched_frame=asked.frame, stored_frame=stored.frame),
        alteration=_alteration_of(found, asked, stored),
    )


def _alteration_of(
    found: FoundLikeness, asked: ComparedPicture, stored: ComparedPicture
) -> AlterationRecord | None:
    """Return what was changed; None where that cannot be said.

    Another photo of the same place was not cut or covered: it was taken from elsewhere.
    """
    if found.likeness.likeness is LikenessClass.SAME_PLACE:
        return None
    try:
        return alteration_record(
            describe_alteration(
                found.likeness.homography, asked, stored, negative=found.likeness.negative
            )
        )
    except NothingShared:
        log.warning("alteration not described asset=%s", found.asset_id)
        return None


def _found_exactly(sha256: str, pixel_sha256: str) -> list[tuple[MediaAsset, FoundRecord]]:
    same = Q(sha256=sha256) if sha256 else Q(pk__in=[])
    if pixel_sha256:
        same |= Q(pixel_sha256=pixel_sha256)
    return [
        (asset, FoundRecord(asset.pk, LikenessClass.EXACT, same_bytes=asset.sha256 == sha256))
        for asset in MediaAsset.objects.filter(same)
    ]


def _age_if_exact(found: FoundPicture) -> tuple[bool, datetime]:
    never = datetime.max.replace(tzinfo=UTC)
    if found.likeness is LikenessClass.EXACT:
        return False, found.known_since or never
    return True, never


def evidence_about_found(found: Sequence[FoundPicture]) -> list[EvidenceView]:
    """Return the evidence about a picture that is not stored itself, through those found.

    Pictures with the same bytes or pixels lend all that is known about them, confirmed copies
    included; those that merely look alike lend their own evidence, which does not count until a
    person has confirmed the match. Other photos of the same place lend nothing.
    """
    linked: dict[UUID, LinkedPicture] = {}
    for one in found:
        if one.likeness is LikenessClass.EXACT:
            for picture in linked_pictures(one.asset.pk):
                known = linked.setdefault(picture.asset_id, picture)
                if not known.match_class.counts and picture.match_class.counts:
                    linked[picture.asset_id] = picture
    rejected = _rejected_partners(linked)
    for one in found:
        if one.asset.pk in rejected or one.likeness is LikenessClass.SAME_PLACE:
            continue
        linked.setdefault(one.asset.pk, LinkedPicture(one.asset.pk, EvidenceMatch.SIMILAR, None))
    return evidence_of(list(linked.values()))


def _rejected_partners(asset_ids: Iterable[UUID]) -> set[UUID]:
    """Pictures that a person has said are not the same as one of these."""
    ids = list(asset_ids)
    pairs = Match.objects.filter(touching(ids), decision=Decision.REJECTED)
    return {one for pair in pairs.values_list("first_id", "second_id") for one in pair} - set(ids)


def find_asset(reference: str) -> MediaAsset | None:
    """Return the asset with that id or SHA-256 (64 hexadecimal digits), if there is one."""
    if len(reference) == 64:
        return MediaAsset.objects.filter(sha256=reference.lower()).first()
    try:
        return MediaAsset.objects.filter(pk=UUID(reference)).first()
    except ValueError:
        return None
