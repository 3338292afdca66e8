"""What readers get: a revision frozen when it is published, and the frozen read back.

For the action that publishes (``snapshot_of``) and for the public pages and feeds, which show
snapshots and never the rows an editor is working on. Not for deciding whether something may be
published (``domain.workflow``) and not for HTML (``views.public``).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import get_language

from claims.domain.json_records import JsonObject
from claims.domain.published import (
    PublishedAppearance,
    PublishedClaim,
    PublishedClaimant,
    PublishedCorrection,
    PublishedEvidence,
    PublishedFinding,
    PublishedPicture,
    PublishedRating,
    PublishedSource,
    PublishedVerdict,
)
from claims.domain.workflow import Missing, NotReady, TextStatus
from claims.models import (
    Appearance,
    Claim,
    Claimant,
    Correction,
    Rating,
    RatingLabel,
    Revision,
    SourceReference,
)
from claims.queries import (
    ONCE_PUBLIC,
    once_public_revisions,
    public_revisions,
    withdrawn_revisions,
)
from media_provenance.domain.date_evidence import EvidenceItem
from media_provenance.domain.findings import FindingKind, Strength
from media_provenance.models import Evidence, Finding
from media_provenance.queries import conflicts_of, inputs_of


class PictureNotReady(Exception):
    """A picture of the text has not been read yet, so readers could not be shown it."""


class NotPublic(Exception):
    """Nothing that readers may see stands under this address."""


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """The stone that stands where a verdict was: when and why it went, nothing of what it said."""

    public_id: str
    language: str
    reason: str
    withdrawn_at: datetime


@dataclass(frozen=True, slots=True)
class PublicPage:
    """A published verdict, and the languages it can be read in now, its own among them."""

    verdict: PublishedVerdict
    revision_id: str
    languages: tuple[str, ...]


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


def organization_name(language: str = "") -> str:
    """What the organisation is called in a language of the site, or in the reader's."""
    names: dict[str, str] = settings.ORGANIZATION_NAMES
    wanted = language or get_language() or settings.LANGUAGE_CODE
    return names.get(wanted) or names[settings.LANGUAGE_CODE]


def snapshot_of(revision: Revision, *, published_at: datetime) -> JsonObject:
    """Freeze everything the public page of a revision shows. About ten queries.

    Raises:
        NotReady: no rating is set, or it has no label in the text's language.
        PictureNotReady: a picture of the text has not been read.
    """
    label = _label(revision)
    if revision.rating is None or label is None:
        raise NotReady("publish", (Missing.RATING,))
    shown = list(revision.pictures.select_related("asset"))
    unread = [one for one in shown if one.asset.width is None]
    if unread:
        raise PictureNotReady(str(unread[0].asset_id))
    return _frozen(revision, _labelled(revision.rating, label), published_at).to_json()


def preview_of(revision: Revision, *, at: datetime) -> PublishedVerdict:
    """Return what the page would show if the revision were published now, finished or not.

    Without a rating its label is empty; a picture that has not been read is left out.
    """
    label = _label(revision)
    rating = PublishedRating("", "", "", "unproven", None)
    if revision.rating is not None and label is not None:
        rating = _labelled(revision.rating, label)
    return _frozen(revision, rating, at)


def _frozen(
    revision: Revision, rating: PublishedRating, published_at: datetime
) -> PublishedVerdict:
    text = revision.text
    verdict = text.verdict
    claim = verdict.claim
    return PublishedVerdict(
        public_id=verdict.public_id,
        language=text.language,
        revision_number=revision.number,
        rating=rating,
        media_category=verdict.media_category,
        headline=revision.headline,
        summary=revision.summary,
        body=revision.body,
        claim=PublishedClaim(revision.claim_text, claim.text, claim.language),
        organization=organization_name(text.language),
        first_published_at=_first_published_at(revision, published_at),
        published_at=published_at,
        claimant=_claimant(claim.claimant) if claim.claimant else None,
        appearances=_appearances(claim),
        pictures=_pictures(revision),
        finding=_finding(revision.finding) if revision.finding else None,
        sources=tuple(_source(one) for one in verdict.sources.order_by("position")),
        corrections=_corrections(revision, published_at),
    )


def published_verdict(revision: Revision) -> PublishedVerdict:
    """Return what was frozen of a revision that ``public_revisions`` gave.

    Raises:
        UnreadableRecord: if the snapshot is broken.
    """
    return PublishedVerdict.from_json(revision.snapshot)


def get_page(language: str, public_id: str) -> PublicPage | Withdrawn:
    """Return what stands at an address. Two queries at most.

    Raises:
        NotPublic: unknown, or never published in this language; the two are not told apart.
    """
    found = list(public_revisions().filter(text__verdict__public_id=public_id))
    mine = next((one for one in found if one.text.language == language), None)
    if mine is not None:
        languages = tuple(sorted(one.text.language for one in found))
        return PublicPage(published_verdict(mine), str(mine.pk), languages)
    gone = withdrawn_revisions(language).filter(text__verdict__public_id=public_id).first()
    if gone is None or gone.withdrawn_at is None:
        raise NotPublic(f"{language} {public_id}")
    return Withdrawn(public_id, language, gone.withdrawn_reason, gone.withdrawn_at)


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


def latest_revisions(language: str) -> QuerySet[Revision]:
    """Published revisions by the day their verdict first came out, newest first.

    A correction does not bring a verdict back to the top.
    """
    return public_revisions(language).order_by("-snapshot__first_published_at", "pk")


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


def scale(language: str) -> list[PublishedRating]:
    """List the ratings in use that have words in a language, in the order of the scale."""
    labels = (
        RatingLabel.objects.filter(language=language, rating__in_use=True)
        .select_related("rating")
        .order_by("rating__position")
    )
    return [_labelled(label.rating, label) for label in labels]


def _label(revision: Revision) -> RatingLabel | None:
    if revision.rating is None:
        return None
    return revision.rating.labels.filter(language=revision.text.language).first()


def _labelled(rating: Rating, label: RatingLabel) -> PublishedRating:
    return PublishedRating(
        key=rating.key,
        label=label.label,
        definition=label.definition,
        look=rating.look,
        value=rating.value,
    )


def _first_published_at(revision: Revision, published_at: datetime) -> datetime:
    earlier = (
        Revision.objects.filter(text_id=revision.text_id, status__in=ONCE_PUBLIC)
        .exclude(pk=revision.pk)
        .order_by("published_at")
        .first()
    )
    if earlier is None or earlier.published_at is None:
        return published_at
    return earlier.published_at


def _claimant(claimant: Claimant) -> PublishedClaimant:
    return PublishedClaimant(
        kind=claimant.kind,
        name=claimant.name,
        language=claimant.language,
        job_title=claimant.job_title,
        same_as=_web_address(claimant.same_as),
    )


def _appearances(claim: Claim) -> tuple[PublishedAppearance, ...]:
    rows = claim.appearances.select_related("news_item__outlet").order_by("first_day", "pk")
    return tuple(_appearance(row) for row in rows)


def _appearance(row: Appearance) -> PublishedAppearance:
    item = row.news_item
    outlet = item.outlet.name if item is not None and item.outlet is not None else ""
    return PublishedAppearance(
        url=_web_address(row.url or (item.url if item is not None else "")),
        platform=row.platform or outlet,
        account=row.account,
        first_day=row.first_day,
        last_day=row.last_day,
        archived_url=_web_address(row.archived_url),
    )


def _pictures(revision: Revision) -> tuple[PublishedPicture, ...]:
    return tuple(
        PublishedPicture(
            asset_id=str(shown.asset.pk),
            role=shown.role,
            alt=shown.alt,
            caption=shown.caption,
            width=shown.asset.width,
            height=shown.asset.height,
            sha256=shown.asset.sha256,
        )
        for shown in revision.pictures.select_related("asset")
        if shown.asset.width is not None and shown.asset.height is not None
    )


def _finding(finding: Finding) -> PublishedFinding:
    inputs = inputs_of(finding)
    rows = Evidence.objects.in_bulk([int(key) for key in inputs])
    evidence = [_evidence(item, rows.get(int(key))) for key, item in inputs.items()]
    # The one that sets the bound first; the row keeps them in no order.
    rests_on = sorted(
        finding.rests_on.all(), key=lambda row: (row.latest != finding.existed_by, row.pk)
    )
    return PublishedFinding(
        asset_id=str(finding.question.asset_id),
        kind=FindingKind(finding.kind),
        strength=Strength(finding.strength),
        event_first_day=finding.event_first_day,
        event_last_day=finding.event_last_day,
        existed_by=finding.existed_by,
        existed_by_day=finding.existed_by_day,
        metadata_day=finding.metadata_day,
        not_before=finding.not_before,
        not_before_day=finding.not_before_day,
        at_least_days=finding.at_least_days,
        at_least_hours=finding.at_least_hours,
        rests_on=tuple(str(row.pk) for row in rests_on),
        conflicts=tuple(conflicts_of(finding)),
        rule_version=finding.rule_version,
        recorded_at=finding.recorded_at,
        evidence=tuple(evidence),
    )


def _evidence(item: EvidenceItem, row: Evidence | None) -> PublishedEvidence:
    return PublishedEvidence(
        id=item.id,
        kind=item.kind,
        role=item.role,
        match=item.match,
        earliest=item.when.earliest,
        latest=item.when.latest,
        grade=item.grade,
        operator=item.operator,
        speaks_of=item.speaks_of,
        zone_known=item.zone_known,
        source_url=_web_address(row.source_url) if row else "",
        source_title=row.source_title if row else "",
        source_language=row.source_language if row else "",
        archived_url=_web_address(row.archived_url) if row else "",
    )


def _source(source: SourceReference) -> PublishedSource:
    return PublishedSource(
        position=source.position,
        kind=source.kind,
        title=source.title,
        publisher=source.publisher,
        language=source.language,
        url=_web_address(source.url),
        archived_url=_web_address(source.archived_url),
        quote=source.quote,
        accessed_on=source.accessed_on,
    )


def _corrections(revision: Revision, published_at: datetime) -> tuple[PublishedCorrection, ...]:
    """Return the corrections readers were told of, newest first, this revision's own included."""
    rows = (
        Correction.objects.filter(
            revision__text_id=revision.text_id,
            revision__number__lte=revision.number,
        )
        .select_related("revision")
        .order_by("-revision__number")
    )
    return tuple(
        PublishedCorrection(row.kind, row.public_note, row.revision.published_at or published_at)
        for row in rows
        if row.revision_id == revision.pk or row.revision.status in ONCE_PUBLIC
    )


def _web_address(address: str) -> str:
    """Return an address that a reader may follow, or nothing: a page links to http(s) only."""
    return address if address.lower().startswith(("http://", "https://")) else ""
