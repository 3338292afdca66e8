"""The versions of a text that were ever public, and the log of what was put right."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from claims.domain.published import PublishedCorrection, PublishedPicture, PublishedVerdict
from claims.domain.workflow import TextStatus
from claims.models import Revision
from claims.publishing.pages import NotPublic, Withdrawn, published_verdict
from claims.queries import once_public_revisions, public_revisions, withdrawn_revisions


@dataclass(frozen=True, slots=True)
class PublicVersion:
    """One version of a text that readers could read once.

    ``verdict`` is None where the words were withdrawn, and ``correction`` with it; of such a
    version only the dates are told, and ``withdrawn`` says why where it is the one that went.
    ``replaced_at`` is when a newer version took its place, None where none did.
    """

    number: int
    approved_at: datetime | None
    published_at: datetime
    verdict: PublishedVerdict | None
    correction: PublishedCorrection | None
    replaced_at: datetime | None
    withdrawn: Withdrawn | None
    is_current: bool


@dataclass(frozen=True, slots=True)
class PublicVersions:
    """All versions of one text that were ever public, newest first; there is at least one."""

    public_id: str
    language: str
    claim_id: UUID
    versions: tuple[PublicVersion, ...]

    @property
    def current(self) -> PublicVersion | None:
        """The version readers see now; None where the text was withdrawn."""
        return next((one for one in self.versions if one.is_current), None)

    def version(self, number: int) -> PublicVersion | None:
        """Find a version by its number."""
        return next((one for one in self.versions if one.number == number), None)

    def picture(self, asset_id: str) -> PublishedPicture | None:
        """Find a picture that some version shows which may still be read."""
        if self.current is None:
            return None
        readable = [one.verdict for one in self.versions if one.verdict is not None]
        return next((found for one in readable if (found := one.picture(asset_id))), None)


@dataclass(frozen=True, slots=True)
class LoggedCorrection:
    """One line of the public log; ``headline`` is empty for a withdrawal."""

    kind: str
    note: str
    at: datetime
    public_id: str
    language: str
    headline: str = ""


def get_versions(language: str, public_id: str) -> PublicVersions:
    """Return every version of a text that was ever public. One query.

    A withdrawal takes away the words of that version and of those before it: they said the same,
    or worse. What was published afterwards is told in full.

    Raises:
        NotPublic: unknown, or never published in this language; the two are not told apart.
    """
    found = once_public_revisions(language, public_id)
    if not found:
        raise NotPublic(f"{language} {public_id}")
    gone = max((one.number for one in found if one.status == TextStatus.WITHDRAWN), default=0)
    versions = []
    newer: Revision | None = None
    for revision in found:
        versions.append(_version(revision, newer, is_gone=revision.number <= gone))
        newer = revision
    claim_id = found[0].text.verdict.claim_id
    return PublicVersions(public_id, language, claim_id, tuple(versions))


def _version(revision: Revision, newer: Revision | None, *, is_gone: bool) -> PublicVersion:
    frozen = published_verdict(revision)
    text = revision.text
    withdrawn = None
    if revision.withdrawn_at is not None:
        withdrawn = Withdrawn(
            text.verdict.public_id, text.language, revision.withdrawn_reason, revision.withdrawn_at
        )
    own = next((one for one in frozen.corrections if one.published_at == frozen.published_at), None)
    superseded = revision.status == TextStatus.SUPERSEDED
    return PublicVersion(
        number=revision.number,
        approved_at=revision.approved_at,
        published_at=frozen.published_at,
        verdict=None if is_gone else frozen,
        correction=None if is_gone else own,
        replaced_at=newer.published_at if superseded and newer is not None else None,
        withdrawn=withdrawn,
        is_current=revision.status == TextStatus.PUBLISHED,
    )


def correction_log(language: str) -> list[LoggedCorrection]:
    """List all public corrections and withdrawals of a language, newest first. Two queries."""
    corrected = public_revisions(language).exclude(snapshot__corrections=[])
    log = [
        LoggedCorrection(
            kind=correction.kind,
            note=correction.note,
            at=correction.published_at,
            public_id=verdict.public_id,
            language=verdict.language,
            headline=verdict.headline,
        )
        for verdict in map(published_verdict, corrected)
        for correction in verdict.corrections
    ]
    log += [
        LoggedCorrection(
            kind="withdrawal",
            note=stone.withdrawn_reason,
            at=stone.withdrawn_at,
            public_id=stone.text.verdict.public_id,
            language=language,
        )
        for stone in withdrawn_revisions(language)
        if stone.withdrawn_at is not None
    ]
    return sorted(log, key=lambda line: line.at, reverse=True)
