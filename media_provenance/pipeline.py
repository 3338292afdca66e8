"""What is done with a picture: read it, find its matches, keep its evidence, work out findings.

The steps behind actions and jobs. It asks nobody's permission and decides no rule of dating
(``domain/`` does); whoever calls it has opened the transaction in which it writes.

Everything that writes evidence, matches or decisions calls ``lock_pictures`` first. Two pictures
recorded side by side would otherwise each miss the other's match, and a finding could be worked
out from evidence that is half of what there is a moment later.
"""

from __future__ import annotations

import logging
from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connection
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone

from jobs.registry import Progress
from media_provenance.adapters import storage
from media_provenance.adapters.images import (
    Decoded,
    PictureRefused,
    ReadingNote,
    RefusalCode,
    encode_public_copy,
    open_picture,
)
from media_provenance.domain.date_evidence import (
    ANYWHERE_ON_EARTH,
    EvidenceKind,
    Grade,
    ObjectKind,
    Role,
    instants_of_local_time,
)
from media_provenance.domain.finding_records import digest_of_inputs, record_of_item
from media_provenance.domain.findings import RULE_VERSION, FindingFacts, combine
from media_provenance.domain.fingerprints import (
    PDQ_MATCH_DISTANCE,
    Algorithm,
    Fingerprint,
    Orientation,
    is_informative,
    pdq_dihedral,
    phash64,
)
from media_provenance.domain.metadata import MetadataObservation, observe_metadata
from media_provenance.index.postgres import PostgresIndex, bit_text
from media_provenance.models import (
    RENDITION_SIDES,
    AssetState,
    Capture,
    DatingQuestion,
    Evidence,
    EvidenceMethod,
    Finding,
    Match,
    MatchClass,
    MediaAsset,
)
from media_provenance.models import Fingerprint as FingerprintRow
from media_provenance.queries import (
    current_finding,
    evidence_about,
    items_to_weigh,
    linked_pictures,
    turned_back,
)
from media_provenance.signals import finding_recorded
from multilingual.intervals import DateInterval, InstantInterval

if TYPE_CHECKING:
    from django.contrib.auth.models import User

log = logging.getLogger(__name__)

# Part of the job's key: raised when pictures are to be read anew (fingerprints, metadata).
READING_VERSION = 2
# Renditions are for looking at; below 80 WebP begins to show on faces.
_RENDITION_QUALITY = 82
# Any number will do, as long as nothing else in this database locks on it ("pict" in ASCII).
_LOCK = 0x70696374


class DecoderStarved(Exception):
    """A picture was not decoded in time because the machine was busy; worth another try."""


# Who may write


def lock_pictures() -> None:
    """Wait until no other transaction writes matches or evidence, and keep it so until our end.

    Lock order: this before any row of this app. Callers who hold rows of their own while they
    wait here must not be waited for by listeners of ``finding_recorded``.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


# Reading a picture: the slow half, which changes no row


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
    phash: Fingerprint | None = None
    pdq: Mapping[Orientation, Fingerprint] | None = None


def read_picture(payload: Mapping[str, Any], progress: Progress) -> PictureReading:
    """Decode a stored picture, draw its renditions and compute its fingerprints.

    Args:
        payload: ``asset``, the id.
        progress: told before each step.

    Raises:
        DecoderStarved, DecoderGone: worth another try.
        FileNotFoundError: the original is gone from MEDIA_ROOT.
        MediaAsset.DoesNotExist: the row is.
    """
    asset = MediaAsset.objects.get(pk=payload["asset"])
    progress(0, 3)
    try:
        decoded = open_picture(storage.read(asset.original_path))
    except PictureRefused as refused:
        if refused.code is RefusalCode.TOOK_TOO_LONG and refused.detail == "time":
            raise DecoderStarved(f"Picture {asset.pk} was not opened in time.") from refused
        return PictureReading(refusal=refused.code)
    progress(1, 3)
    for longest in RENDITION_SIDES:
        _draw_rendition(asset, decoded, longest)
    progress(2, 3)
    return PictureReading(
        width=decoded.width,
        height=decoded.height,
        pixel_sha256=decoded.pixel_sha256,
        metadata=decoded.metadata,
        credentials=decoded.credentials,
        notes=decoded.notes,
        phash=phash64(decoded.pixels),
        pdq=pdq_dihedral(decoded.pixels),
    )


def _draw_rendition(asset: MediaAsset, decoded: Decoded, longest: int) -> None:
    path = asset.rendition_path(longest)
    if not storage.exists(path):
        copy = encode_public_copy(
            decoded.pixels, longest=longest, quality=_RENDITION_QUALITY, format="WEBP"
        )
        storage.store(path, copy)


# Reading a picture: the quick half, in the transaction that ends the job


def record_picture(payload: Mapping[str, Any], reading: PictureReading) -> None:
    """Write what was read: state, fingerprints, metadata evidence, matches, findings."""
    lock_pictures()
    asset = MediaAsset.objects.get(pk=payload["asset"])
    if reading.refusal is not None:
        asset.state, asset.refusal = AssetState.REFUSED, reading.refusal.value
        asset.save(update_fields=["state", "refusal"])
        log.info("picture refused asset=%s code=%s", asset.pk, reading.refusal.value)
        return
    if reading.pdq is None or reading.phash is None:
        raise ValueError("A picture that was read has fingerprints.")
    upright = reading.pdq[Orientation.IDENTITY]
    asset.state, asset.refusal = AssetState.READ, ""
    asset.width, asset.height = reading.width, reading.height
    asset.pixel_sha256 = reading.pixel_sha256
    asset.metadata = dict(reading.metadata or {})
    asset.content_credentials = None if reading.credentials is None else dict(reading.credentials)
    asset.reading_notes = [note.value for note in reading.notes]
    asset.informative = is_informative(upright)
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
    PostgresIndex().add(asset.pk, upright)
    _keep_phash(asset, reading.phash)
    for seen in observe_metadata(asset.metadata, ingested_at=asset.added_at):
        if seen.usable:
            write_evidence(asset, draft_of_metadata(seen))
    matches = find_matches(asset, reading.pdq)
    recompute_findings([asset.pk])
    log.info("picture read asset=%s matches=%s", asset.pk, len(matches))


def _keep_phash(asset: MediaAsset, phash: Fingerprint) -> None:
    FingerprintRow.objects.update_or_create(
        asset_id=asset.pk,
        algorithm=Algorithm.PHASH.value,
        version=phash.version,
        defaults={"phash": bit_text(phash.bits)},
    )


# Matches


def find_matches(asset: MediaAsset, pdq: Mapping[Orientation, Fingerprint]) -> list[Match]:
    """Record every stored picture that is this one, or a likely copy of it.

    Pairs that are on record stay as they are, with what a person decided. A picture that says
    too little of itself (flat, tiny) is matched by its pixels only.

    Args:
        asset: a picture that was read.
        pdq: its fingerprint in each orientation, as ``pdq_dihedral`` gives them.

    Returns:
        All pairs found, new or not.
    """
    same = MediaAsset.objects.filter(pixel_sha256=asset.pixel_sha256).exclude(pk=asset.pk)
    pairs = {
        other_id: _pair(asset.pk, other_id, MatchClass.EXACT)
        for other_id in same.values_list("pk", flat=True)
    }
    if is_informative(pdq[Orientation.IDENTITY]):
        version = pdq[Orientation.IDENTITY].version
        for near in PostgresIndex().candidates(pdq, radius=PDQ_MATCH_DISTANCE):
            if near.asset_id != asset.pk and near.asset_id not in pairs:
                pair = _pair(asset.pk, near.asset_id, MatchClass.COPY)
                pair.algorithm, pair.version = Algorithm.PDQ.value, version
                pair.distance = near.distance
                # The index turns this picture into the stored one; a row its second into its first.
                stored_is_first = pair.first_id == near.asset_id
                turn = near.orientation if stored_is_first else turned_back(near.orientation)
                pair.orientation = turn.value
                pairs[near.asset_id] = pair
    Match.objects.bulk_create(pairs.values(), ignore_conflicts=True)
    return list(
        Match.objects.filter(
            Q(first_id=asset.pk, second_id__in=pairs) | Q(second_id=asset.pk, first_id__in=pairs)
        )
    )


def _pair(one: UUID, other: UUID, match_class: MatchClass) -> Match:
    first, second = sorted((one, other))
    return Match(
        first_id=first, second_id=second, match_class=match_class, algorithm="pixels", version=1
    )


# Evidence


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


def write_evidence(asset: MediaAsset, draft: EvidenceDraft) -> Evidence:
    """Record a piece of evidence once; the row that is there stays as it is, withdrawn or not.

    Findings are not touched: call ``recompute_findings`` when all has been written.
    """
    evidence, _ = Evidence.objects.get_or_create(
        asset=asset,
        key=draft.key,
        defaults={
            "kind": draft.kind.value,
            "role": draft.role.value,
            "about": draft.about.value,
            "earliest": draft.interval.earliest,
            "latest": draft.interval.latest,
            "precision": draft.precision,
            "zone_known": draft.zone_known,
            "read_from": draft.read_from[:500],
            "grade": draft.grade.value,
            "operator": draft.operator[:200],
            "source_url": draft.source_url,
            "source_title": draft.source_title,
            "source_language": draft.source_language[:12],
            "archived_url": draft.archived_url,
            "capture": draft.capture,
            "method": draft.method,
            "entered_by": draft.entered_by,
            "note": draft.note,
        },
    )
    return evidence


def draft_of_metadata(seen: MetadataObservation) -> EvidenceDraft:
    """Return a usable observation as evidence. Whoever wrote the file set its clock.

    Raises:
        ValueError: if the observation is not usable.
    """
    if seen.when is None:
        raise ValueError(f"{seen.field} gives no date.")
    return EvidenceDraft(
        key=f"metadata:{seen.field}:{seen.raw}"[:200],
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


# Findings


def affected_by(asset_ids: Iterable[UUID]) -> set[UUID]:
    """Return the pictures whose findings may rest on evidence about these, these included."""
    return {linked.asset_id for asset_id in asset_ids for linked in linked_pictures(asset_id)}


def recompute_findings(asset_ids: Iterable[UUID]) -> list[Finding]:
    """Work out anew every question that evidence about these pictures may bear on.

    A finding is written, and told of by ``finding_recorded``, only where the inputs or the
    outcome changed; the former one is superseded and stays readable.

    Returns:
        The findings that were written.
    """
    questions = (
        DatingQuestion.objects.select_for_update(of=("self",), no_key=True)
        .filter(asset_id__in=affected_by(asset_ids))
        .select_related("asset")
        .order_by("pk")
    )
    return [finding for question in questions if (finding := _answer(question)) is not None]


def _answer(question: DatingQuestion) -> Finding | None:
    event = InstantInterval(question.event_earliest, question.event_latest)
    items = items_to_weigh(evidence_about(question.asset), event)
    if not items and question.asset.state == AssetState.STORED:
        # Nobody has looked yet, so "no older copy was found" would be untrue.
        return None
    facts = combine(items, event, as_of=timezone.now())
    finding = _finding_of(question, facts)
    finding.inputs = [record_of_item(item) for item in sorted(items, key=lambda item: item.id)]
    finding.inputs_digest = digest_of_inputs(items, event, rule_version=RULE_VERSION)
    previous = current_finding(question)
    if previous is not None and _says_the_same(previous, finding):
        return None
    if previous is not None:
        Finding.objects.filter(pk=previous.pk).update(superseded_at=Now())
    finding.save(force_insert=True)
    finding.rests_on.set([int(item_id) for item_id in facts.rests_on])
    finding_recorded.send(sender=Finding, finding=finding, previous=previous)
    return finding


def _finding_of(question: DatingQuestion, facts: FindingFacts) -> Finding:
    return Finding(
        question=question,
        kind=facts.kind.value,
        strength=facts.strength.value,
        existed_by=facts.existed_by,
        not_before=facts.not_before,
        existed_by_day=facts.existed_by_day,
        metadata_day=facts.metadata_day,
        not_before_day=facts.not_before_day,
        at_least_days=facts.at_least_days,
        at_least_hours=facts.at_least_hours,
        event_first_day=question.event_first_day,
        event_last_day=question.event_last_day,
        conflicts=[
            {"item": conflict.item, "against": conflict.against, "kind": conflict.kind.value}
            for conflict in facts.conflicts
        ],
        rule_version=facts.rule_version,
    )


def _says_the_same(previous: Finding, finding: Finding) -> bool:
    """Compare what decides and what came out; a date may leave the future without new inputs."""
    return all(
        getattr(previous, name) == getattr(finding, name)
        for name in ("inputs_digest", "kind", "strength", "existed_by", "not_before", "conflicts")
    )


# Our own copies


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
