"""Reading a picture: from the bytes on the disk to all that it can be found by.

Two halves. The slow one opens, draws and describes, and changes no row; the quick one writes what
came of it in the transaction that ends the job, and asks for the picture's copies to be looked for.
Which pictures are alike is not decided here (``matching.py``), but for those with the same pixels.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jobs.actions import enqueue
from jobs.registry import Progress
from media_provenance.adapters import storage
from media_provenance.adapters.images import (
    Decoded,
    PictureRefused,
    ReadingNote,
    RefusalCode,
    encode_public_copy,
    shrunk,
)
from media_provenance.domain.description import (
    DESCRIPTION_VERSION,
    PictureDescription,
    describe,
)
from media_provenance.domain.fingerprints import Algorithm, Fingerprint, is_informative
from media_provenance.domain.metadata import observe_metadata
from media_provenance.domain.thumbnails import pack_thumbnail
from media_provenance.models import (
    RENDITION_SIDES,
    AssetState,
    Match,
    MatchClass,
    MediaAsset,
    PictureFeatures,
    SearchEffort,
    bit_text,
    next_change,
)
from media_provenance.models import Fingerprint as FingerprintRow
from media_provenance.pipeline.credentials import record_read_credentials, trust_in_force
from media_provenance.pipeline.evidence import (
    draft_of_metadata,
    metadata_keys_of,
    write_evidence,
)
from media_provenance.pipeline.file_metadata import fields_of_file
from media_provenance.pipeline.findings import recompute_findings
from media_provenance.pipeline.locks import lock_pictures
from media_provenance.pipeline.matching import MATCH_PICTURE, MEASURES, match_key
from media_provenance.pipeline.originals import open_original

log = logging.getLogger(__name__)

# Part of the job's key: raised when pictures are to be read anew (fingerprints, metadata).
READING_VERSION = 5
READ_PICTURE = "media_provenance.read_picture"
# Renditions are for looking at; below 80 WebP begins to show on faces.
_RENDITION_QUALITY = 82
# In seconds, of a lease's 150.
_LONG_TO_OPEN = 2.0


def reading_key(sha256: str) -> str:
    """Return the key of the job that reads the picture with this digest, once per version."""
    return f"{sha256}:{READING_VERSION}"


@dataclass(frozen=True, slots=True)
class PictureReading:
    """What looking at a picture gave; ``refusal`` says why there is nothing else."""

    refusal: RefusalCode | None = None
    width: int = 0
    height: int = 0
    pixel_sha256: str = ""
    metadata: Mapping[str, str] | None = None
    credentials: Mapping[str, Any] | None = None
    notes: tuple[ReadingNote, ...] = ()
    # How the names of metadata fields begin that stand in a damaged part of the file.
    damaged: tuple[str, ...] = ()
    description: PictureDescription | None = None


def read_picture(payload: Mapping[str, Any], progress: Progress) -> PictureReading:
    """Decode a stored picture, draw its renditions and describe it.

    Args:
        payload: ``asset``, the id.
        progress: told when it is open, where that took long.

    Raises:
        DecoderStarved, DecoderGone: worth another try.
        FileNotFoundError: the original is gone from MEDIA_ROOT.
        MediaAsset.DoesNotExist: the row is.
    """
    asset = MediaAsset.objects.get(pk=payload["asset"])
    began = time.monotonic()
    try:
        decoded = open_original(asset, trust_in_force())
    except PictureRefused as refused:
        return PictureReading(refusal=refused.code)
    # Each call is a transaction that waits for the disk; most pictures are read in less time.
    if time.monotonic() - began > _LONG_TO_OPEN:
        progress(1, 2)
    _draw_renditions(asset, decoded)
    original = storage.read(asset.original_path)
    said = fields_of_file(original, decoded.metadata, decoded.notes)
    return PictureReading(
        width=decoded.width,
        height=decoded.height,
        pixel_sha256=decoded.pixel_sha256,
        metadata=said.fields,
        credentials=decoded.credentials,
        notes=said.notes,
        damaged=said.damaged,
        description=describe(decoded.pixels),
    )


def _draw_renditions(asset: MediaAsset, decoded: Decoded) -> None:
    """Draw the copies that are not there yet, the largest first: each is made from the one before.

    To shrink a large picture twice would take as long as all the rest of drawing.
    """
    pixels = decoded.pixels
    for longest in sorted(RENDITION_SIDES, reverse=True):
        path = asset.rendition_path(longest)
        pixels = shrunk(pixels, longest)
        if not storage.exists(path):
            copy = encode_public_copy(
                pixels, longest=longest, quality=_RENDITION_QUALITY, format="WEBP"
            )
            storage.store(path, copy)


def record_picture(payload: Mapping[str, Any], reading: PictureReading) -> None:
    """Write what was read: state, features, metadata evidence, exact matches, findings.

    The job that looks for copies is written in the same transaction. So it begins when others can
    see the features: of two pictures that come in together, the one that is written last finds
    the other.
    """
    lock_pictures()
    asset = MediaAsset.objects.get(pk=payload["asset"])
    if reading.refusal is not None:
        _refuse(asset, reading.refusal)
        log.info("picture refused asset=%s code=%s", asset.pk, reading.refusal.value)
        return
    if reading.description is None:
        raise ValueError("A picture that was read has a description.")
    had_credentials = asset.content_credentials is not None
    asset.state, asset.refusal = AssetState.READ, ""
    asset.width, asset.height = reading.width, reading.height
    asset.pixel_sha256 = reading.pixel_sha256
    asset.metadata = dict(reading.metadata or {})
    asset.content_credentials = None if reading.credentials is None else dict(reading.credentials)
    asset.reading_notes = [note.value for note in reading.notes]
    asset.informative = is_informative(reading.description.pdq)
    asset.save(
        update_fields=[
            "state",
            "refusal",
            "width",
            "height",
            "pixel_sha256",
            "metadata",
            "content_credentials",
            "reading_notes",
            "informative",
        ]
    )
    keep_description(asset, reading.description)
    _keep_metadata_dates(asset, reading.damaged)
    if had_credentials or asset.content_credentials is not None:
        record_read_credentials(asset)
    exact = _record_exact_matches(asset)
    enqueue(
        MATCH_PICTURE,
        match_key(asset.sha256, SearchEffort.NORMAL),
        {"asset": str(asset.pk), "effort": SearchEffort.NORMAL.value},
    )
    recompute_findings([asset.pk])
    log.info("picture read asset=%s exact=%s", asset.pk, exact)


def _keep_metadata_dates(asset: MediaAsset, damaged: tuple[str, ...]) -> None:
    """Write what the file's own fields say of dates; what is on record stays, withdrawn or not."""
    usable = [
        seen
        for seen in observe_metadata(asset.metadata, ingested_at=asset.added_at, damaged=damaged)
        if seen.usable
    ]
    known = metadata_keys_of(asset) if usable else set()
    for draft in map(draft_of_metadata, usable):
        if draft.key not in known:
            write_evidence(asset, draft, new=True)
            known.add(draft.key)


def _refuse(asset: MediaAsset, refusal: RefusalCode) -> None:
    """Mark a picture that cannot be opened. One that could be once is no longer found by its looks.

    It could be shown beside no other.
    """
    asset.state, asset.refusal = AssetState.REFUSED, refusal.value
    asset.searched_at, asset.search_version, asset.search_effort = None, None, ""
    asset.save(update_fields=["state", "refusal", "searched_at", "search_version", "search_effort"])
    PictureFeatures.objects.filter(asset=asset).delete()


def keep_description(asset: MediaAsset, description: PictureDescription) -> None:
    """Write all that a picture is found by, in place of what there is of the same version."""
    _keep_fingerprints(asset, (description.phash, description.pdq))
    codes, geometry = description.local.pack()
    PictureFeatures.objects.bulk_create(
        [
            PictureFeatures(
                asset_id=asset.pk,
                version=DESCRIPTION_VERSION,
                change=next_change(),
                codes=codes,
                geometry=geometry,
                thumbnail=pack_thumbnail(description.colour),
                marks=sorted(mark.value for mark in description.marks),
                region_bits=bit_text(description.regions.bits.tobytes()),
                region_quality=description.regions.quality.tolist(),
            )
        ],
        update_conflicts=True,
        unique_fields=["asset", "version"],
        update_fields=[
            "change",
            "codes",
            "geometry",
            "thumbnail",
            "marks",
            "region_bits",
            "region_quality",
        ],
    )


def _keep_fingerprints(asset: MediaAsset, fingerprints: tuple[Fingerprint, ...]) -> None:
    FingerprintRow.objects.bulk_create(
        [
            FingerprintRow(
                asset_id=asset.pk,
                algorithm=one.algorithm.value,
                version=one.version,
                pdq=bit_text(one.bits) if one.algorithm is Algorithm.PDQ else None,
                phash=bit_text(one.bits) if one.algorithm is Algorithm.PHASH else None,
                quality=one.quality,
            )
            for one in fingerprints
        ],
        update_conflicts=True,
        unique_fields=["asset", "algorithm", "version"],
        update_fields=["pdq", "phash", "quality"],
    )


def _record_exact_matches(asset: MediaAsset) -> int:
    """Record every stored picture with the same pixels; return how many there are.

    A pair on record that was thought to be less is now known to be exact, and what a person decided
    stays; but a pair that a person rejected stays as it is.
    """
    same = (
        MediaAsset.objects.filter(pixel_sha256=asset.pixel_sha256)
        .exclude(pk=asset.pk)
        .values_list("pk", flat=True)
    )
    pairs = [
        Match(first_id=first, second_id=second, match_class=MatchClass.EXACT)
        for first, second in (sorted((asset.pk, other)) for other in same)
    ]
    if not pairs:
        return 0
    less = (
        Match.objects.of(asset.pk)
        .filter(first__in=[pair.first_id for pair in pairs])
        .filter(second__in=[pair.second_id for pair in pairs])
        .exclude(pk__in=Match.objects.settled())
    )
    # An exact pair has no measures: nothing was compared.
    less.update(**{name: getattr(Match(match_class=MatchClass.EXACT), name) for name in MEASURES})
    Match.objects.bulk_create(pairs, ignore_conflicts=True)
    return len(pairs)
