"""Writing evidence about pictures: each observation once, with what the dating rules need of it.

Which interval and grade a kind of evidence has is ``domain/date_evidence.py``'s to say. Findings
are not touched here: ``findings.recompute_findings`` follows when all has been written.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from media_provenance.domain.date_evidence import (
    ANYWHERE_ON_EARTH,
    EvidenceKind,
    Grade,
    ObjectKind,
    Role,
    instants_of_local_time,
)
from media_provenance.domain.metadata import MetadataObservation, named_as_exiftool_does
from media_provenance.models import Capture, Evidence, EvidenceMethod, MediaAsset
from multilingual.intervals import DateInterval, InstantInterval

if TYPE_CHECKING:
    from django.contrib.auth.models import User


@dataclass(frozen=True, slots=True)
class EvidenceDraft:
    """A piece of evidence before it is recorded; the fields mean what the Evidence row says.

    ``precision`` is what the source wrote: instant, second, day, month, year or interval.
    """

    key: str
    kind: EvidenceKind
    role: Role
    interval: InstantInterval
    precision: str
    grade: Grade
    operator: str
    about: ObjectKind = ObjectKind.PICTURE
    zone_known: bool = False
    read_from: str = ""
    source_url: str = ""
    source_title: str = ""
    source_language: str = ""
    archived_url: str = ""
    capture: Capture | None = None
    method: EvidenceMethod = EvidenceMethod.AUTO
    entered_by: User | None = None
    note: str = ""


def write_evidence(asset: MediaAsset, draft: EvidenceDraft, *, new: bool = False) -> Evidence:
    """Record a piece of evidence once; the row that is there stays as it is, withdrawn or not.

    To be called under ``lock_pictures``. Findings are not touched: call ``recompute_findings`` when
    all has been written.

    Args:
        new: the picture was written by this transaction and has no evidence of this key yet.
    """
    known = None if new else Evidence.objects.filter(asset=asset, key=draft.key).first()
    if known is not None:
        return known
    # Nobody else writes evidence under `lock_pictures`, so no savepoint is needed in between.
    return Evidence.objects.create(
        asset=asset,
        key=draft.key,
        kind=draft.kind.value,
        role=draft.role.value,
        about=draft.about.value,
        earliest=draft.interval.earliest,
        latest=draft.interval.latest,
        precision=draft.precision,
        zone_known=draft.zone_known,
        read_from=draft.read_from[:500],
        grade=draft.grade.value,
        operator=draft.operator[:200],
        source_url=draft.source_url,
        source_title=draft.source_title,
        source_language=draft.source_language[:12],
        archived_url=draft.archived_url,
        capture=draft.capture,
        method=draft.method,
        entered_by=draft.entered_by,
        note=draft.note,
    )


def draft_of_metadata(seen: MetadataObservation) -> EvidenceDraft:
    """Return a usable observation as evidence. Whoever wrote the file set its clock.

    Raises:
        ValueError: if the observation is not usable.
    """
    if seen.when is None or seen.kind is None or seen.role is None:
        raise ValueError(f"{seen.field} gives no date.")
    return EvidenceDraft(
        key=_metadata_key(seen.field, seen.raw),
        kind=seen.kind,
        role=seen.role,
        # A file saved then is a statement about that file; a capture is one about the picture.
        about=ObjectKind.BYTES if seen.role is Role.SAVED else ObjectKind.PICTURE,
        interval=seen.when,
        precision=_metadata_precision(seen),
        zone_known=seen.zone_known,
        read_from=f"{seen.field} {seen.raw}",
        grade=seen.grade,
        operator="file",
        note="" if seen.trouble is None else seen.trouble.value,
    )


def metadata_keys_of(asset: MediaAsset) -> set[str]:
    """Return the keys of all evidence from the file's own fields, in the form new ones have.

    One date from one field is one piece of evidence, whichever reader found it and in whatever
    release: older ones named the fields otherwise. One query.
    """
    rows = Evidence.objects.filter(asset=asset, key__startswith=f"{_METADATA}:")
    return {_renewed(key) for key in rows.values_list("key", flat=True)}


_METADATA = "metadata"
# Some readers give parts of a second and some do not.
_PART_OF_A_SECOND = re.compile(r"(:\d\d:\d\d)[.,]\d+", re.ASCII)


def _metadata_key(field: str, raw: str) -> str:
    whole = _PART_OF_A_SECOND.sub(r"\1", raw)
    return f"{_METADATA}:{field}:{whole}"[:200]


def _renewed(key: str) -> str:
    _metadata, group, tag, raw = key.split(":", 3)
    ((field, value),) = named_as_exiftool_does({f"{group}:{tag}": raw}).items()
    return _metadata_key(field, value)


def _metadata_precision(seen: MetadataObservation) -> str:
    """Return second where a time of day was written: an instant, widened only by its zone."""
    if seen.days is None or seen.when is None or seen.when.is_instant:
        return "second"
    local = seen.when.earliest is not None and seen.when == instants_of_local_time(
        (seen.when.earliest + timedelta(hours=ANYWHERE_ON_EARTH[1])).replace(tzinfo=None)
    )
    return "second" if local else precision_of(seen.days)


def precision_of(days: DateInterval) -> str:
    """Return how finely a date was written: day, month, year or interval."""
    if days.is_day:
        return "day"
    first, last = days.earliest, days.latest
    if first is None or last is None or first.day != 1 or first.year != last.year:
        return "interval"
    if last == date(first.year, first.month, monthrange(first.year, first.month)[1]):
        return "month"
    return "year" if (first.month, last.month, last.day) == (1, 12, 31) else "interval"


def draft_of_own_capture(moment: datetime, *, key: str, by: User | None) -> EvidenceDraft:
    """Return the evidence that these very bytes were in our hands at that moment, by our clock."""
    return EvidenceDraft(
        key=key,
        kind=EvidenceKind.OWN_CAPTURE,
        role=Role.SEEN,
        about=ObjectKind.BYTES,
        interval=InstantInterval.of_instant(moment),
        precision="instant",
        zone_known=True,
        grade=Grade.B,
        operator="bayyina",
        entered_by=by,
    )
