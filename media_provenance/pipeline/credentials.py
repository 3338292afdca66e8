"""Content Credentials as evidence: judged by the lists in force, and anew when they change.

What of them may date a picture is ``domain/content_credentials.py``'s to say. Here the lists are
gathered, evidence is written and, where other lists say otherwise, withdrawn; it stays on record.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Now

from jobs.actions import ask_again
from jobs.registry import Progress
from media_provenance.adapters import storage
from media_provenance.adapters.file_credentials import (
    FileCredentials,
    PictureRefused,
    read_file_credentials,
    with_shipped_roots,
)
from media_provenance.domain.content_credentials import CredentialsReading, reading_of
from media_provenance.domain.date_evidence import EvidenceKind, Grade, ObjectKind, Role
from media_provenance.domain.picture_headers import ReadingNote, RefusalCode
from media_provenance.domain.signers_words import SignersDate
from media_provenance.domain.trust_lists import TrustSettings, trust_settings_of
from media_provenance.models import Evidence, EvidenceMethod, MediaAsset, TrustList
from media_provenance.pipeline.evidence import EvidenceDraft, write_evidence
from media_provenance.pipeline.findings import recompute_findings
from media_provenance.pipeline.locks import lock_pictures
from media_provenance.pipeline.originals import DecoderStarved
from media_provenance.wording.credentials import CREDENTIALS_JUDGED_ANEW
from multilingual.intervals import InstantInterval

JUDGE_CREDENTIALS = "media_provenance.judge_credentials"
JUDGE_ALL_CREDENTIALS = "media_provenance.judge_all_credentials"

_KEY = "credentials:"
# Who stands behind a time stamp whose own certificate names nobody.
_NAMELESS_AUTHORITY = "time-stamping authority"
_NOTES = frozenset({ReadingNote.CREDENTIALS_UNREADABLE, ReadingNote.CREDENTIALS_ELSEWHERE})


def trust_in_force() -> TrustSettings:
    """Return the lists that pictures are judged by now. Costs one query.

    Without a list of time-stamping authorities those that come with the product count.
    """
    rows = TrustList.objects.in_force().values_list("kind", "text")
    return with_shipped_roots(trust_settings_of(rows))


def drafts_of_credentials(record: Mapping[str, Any] | None) -> list[EvidenceDraft]:
    """Return what a file's credentials give as evidence; nothing where they bound nothing.

    Args:
        record: of ``ContentCredentials.as_record``, or None.
    """
    reading = reading_of(record)
    if reading is None:
        return []
    return [*_draft_of_time(reading), *(_draft_of_date(reading, one) for one in reading.dates)]


def _draft_of_time(reading: CredentialsReading) -> Iterator[EvidenceDraft]:
    """Give the time stamp as evidence: these very bytes existed then, by a third party's clock."""
    if reading.signed_at is None or not reading.bounds_time:
        return
    authority = reading.authority or _NAMELESS_AUTHORITY
    moment = reading.signed_at.isoformat()
    yield EvidenceDraft(
        key=f"{_KEY}time:{moment}",
        kind=EvidenceKind.CONTENT_CREDENTIALS_TIME,
        role=Role.SEEN,
        about=ObjectKind.BYTES,
        interval=InstantInterval.of_instant(reading.signed_at),
        precision="second",
        zone_known=True,
        grade=Grade.A,
        operator=authority,
        read_from=f"{moment} {authority}",
    )


def _draft_of_date(reading: CredentialsReading, said: SignersDate) -> EvidenceDraft:
    """Return a signer's own word on a date, with the grade that its standing gives it."""
    signer = reading.signer or reading.signer_name
    return EvidenceDraft(
        # With the grade: where the signer's standing changes, it is another piece of evidence.
        key=f"{_KEY}claim:{said.grade.value}:{said.field}:{said.raw}"[:200],
        kind=EvidenceKind.CONTENT_CREDENTIALS_CLAIM,
        role=said.role,
        about=ObjectKind.BYTES if said.role is Role.SAVED else ObjectKind.PICTURE,
        interval=said.when,
        precision=said.precision,
        zone_known=said.zone_known,
        grade=said.grade,
        # A signer that nobody vouches for is whoever made the file.
        operator=signer if said.grade is Grade.C and signer else "file",
        read_from=f"{said.field} {said.raw}",
    )


def record_read_credentials(asset: MediaAsset) -> None:
    """Write the evidence of a picture that was just read; as ``record_credentials``.

    Where the lists changed while it was read, it is judged anew: whoever looked for pictures to
    judge did not see its credentials yet.
    """
    record_credentials(asset)
    record = asset.content_credentials or {}
    if "state" in record and record.get("trust") != (digest := trust_in_force().digest):
        _ask_to_judge(str(asset.pk), asset.sha256, digest)


def record_credentials(asset: MediaAsset) -> None:
    """Write what a picture's credentials give as evidence, and withdraw what they give no more.

    To be called under ``lock_pictures``, after the credentials were put into the row. What a person
    withdrew stays withdrawn. Findings are not touched.
    """
    drafts = drafts_of_credentials(asset.content_credentials)
    for draft in drafts:
        evidence = write_evidence(asset, draft)
        if evidence.withdrawn_by_id is None and evidence.withdrawn_at is not None:
            evidence.withdrawn_at, evidence.withdrawn_reason = None, ""
            evidence.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    Evidence.objects.standing().filter(
        asset=asset, key__startswith=_KEY, method=EvidenceMethod.AUTO
    ).exclude(key__in=[draft.key for draft in drafts]).update(
        withdrawn_at=Now(), withdrawn_reason=CREDENTIALS_JUDGED_ANEW
    )


# Jobs


def ask_to_judge_all() -> None:
    """Ask for every picture with credentials to be judged anew by the lists in force."""
    ask_again(JUDGE_ALL_CREDENTIALS, trust_in_force().digest, {})


def gather_credentials(payload: Mapping[str, Any], progress: Progress) -> list[tuple[str, str]]:
    """Return id and digest of the pictures whose credentials were judged by other lists."""
    digest = trust_in_force().digest
    rows = (
        MediaAsset.objects.filter(content_credentials__has_key="state")
        .annotate(judged_by=KeyTextTransform("trust", "content_credentials"))
        .order_by("pk")
        .values_list("pk", "sha256", "judged_by")
    )
    return [(str(pk), sha256) for pk, sha256, judged_by in rows.iterator() if judged_by != digest]


def record_gathered(payload: Mapping[str, Any], found: list[tuple[str, str]]) -> None:
    """Ask for a job for each picture, so that its page and the list of jobs show how far it is."""
    digest = trust_in_force().digest
    for asset_id, sha256 in found:
        _ask_to_judge(asset_id, sha256, digest)


def _ask_to_judge(asset_id: str, sha256: str, digest: str) -> None:
    ask_again(JUDGE_CREDENTIALS, f"{sha256}:{digest}", {"asset": asset_id})


@dataclass(frozen=True, slots=True)
class Judged:
    """What judging gave; ``found`` is None where the file breaks its reader now."""

    found: FileCredentials | None


def judge_credentials(payload: Mapping[str, Any], progress: Progress) -> Judged:
    """Read a stored picture's credentials by the lists in force.

    Args:
        payload: ``asset``, the id.

    Raises:
        DecoderStarved, DecoderGone: worth another try.
        FileNotFoundError: the original is gone from MEDIA_ROOT.
    """
    asset = MediaAsset.objects.get(pk=payload["asset"])
    try:
        data = storage.read(asset.original_path)
        return Judged(read_file_credentials(data, trust_in_force()))
    except PictureRefused as refused:
        if refused.code is RefusalCode.TOOK_TOO_LONG and refused.detail == "time":
            raise DecoderStarved(f"{asset.original_path} was not read in time.") from refused
        return Judged(None)


def record_judged(payload: Mapping[str, Any], judged: Judged) -> None:
    """Write what the credentials say by other lists, with its evidence and findings."""
    lock_pictures()
    asset = MediaAsset.objects.get(pk=payload["asset"])
    found = judged.found
    asset.content_credentials = (
        None if found is None or found.record is None else dict(found.record)
    )
    notes = [note for note in asset.reading_notes if note not in _NOTES]
    if found is not None and found.elsewhere:
        notes.append(ReadingNote.CREDENTIALS_ELSEWHERE.value)
    elif found is None or found.error:
        notes.append(ReadingNote.CREDENTIALS_UNREADABLE.value)
    asset.reading_notes = notes
    asset.save(update_fields=["content_credentials", "reading_notes"])
    record_credentials(asset)
    recompute_findings([asset.pk])
