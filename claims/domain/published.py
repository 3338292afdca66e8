"""What a reader sees of one verdict in one language, frozen when it was published.

For the public pages, feeds and markup, which show this and ask nothing else about a verdict: what
an editor changes afterwards is not public until it is published. Not for building it
(``claims.publishing`` does) and not for composing sentences: a finding is kept as facts and worded
when shown, so that a better sentence reaches old pages and a changed fact does not.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from claims.domain.json_records import JsonObject, JsonValue, record_from_json, record_to_json
from media_provenance.domain.date_evidence import (
    FILE_KINDS,
    EvidenceItem,
    EvidenceKind,
    Grade,
    MatchClass,
    ObjectKind,
    Role,
)
from media_provenance.domain.findings import Conflict, FindingKind, Strength
from multilingual.intervals import DateInterval, InstantInterval

__all__ = [
    "CIRCULATED",
    "EARLIER",
    "PublishedAppearance",
    "PublishedClaim",
    "PublishedClaimant",
    "PublishedCorrection",
    "PublishedEvidence",
    "PublishedFinding",
    "PublishedPicture",
    "PublishedPlace",
    "PublishedRating",
    "PublishedSource",
    "PublishedStatement",
    "PublishedVerdict",
    "web_address",
]

# Roles of a shown picture that more than a label depends on.
CIRCULATED = "circulated"
EARLIER = "earlier"


def web_address(address: str) -> str:
    """Return an address that a reader may follow, or nothing: a page links to http(s) only."""
    return address if address.lower().startswith(("http://", "https://")) else ""


@dataclass(frozen=True, slots=True)
class PublishedRating:
    """A step of the scale, in the words it had then; ``value`` is 1 to 5, ``None`` off it."""

    key: str
    label: str
    definition: str
    look: str
    value: int | None


@dataclass(frozen=True, slots=True)
class PublishedClaim:
    """The claim in the page's language, and as it was made."""

    text: str
    original_text: str
    original_language: str

    @property
    def is_translated(self) -> bool:
        """Whether the original has other words, and so is shown too."""
        return self.original_text.strip() != self.text.strip()


@dataclass(frozen=True, slots=True)
class PublishedClaimant:
    """Who made the claim; ``kind`` is "person" or "organization"."""

    kind: str
    name: str
    language: str = ""
    job_title: str = ""
    same_as: str = ""


@dataclass(frozen=True, slots=True)
class PublishedAppearance:
    """One place and time at which the claim was seen."""

    url: str = ""
    platform: str = ""
    account: str = ""
    first_day: date | None = None
    last_day: date | None = None
    archived_url: str = ""

    @property
    def days(self) -> DateInterval:
        """Between which days, inclusive, it was published there."""
        return DateInterval(self.first_day, self.last_day)


@dataclass(frozen=True, slots=True)
class PublishedPlace:
    """One page on which a picture was spread; ``file_url`` is the picture's own address there."""

    page_url: str
    file_url: str = ""
    archived_url: str = ""
    first_day: date | None = None
    last_day: date | None = None

    @property
    def days(self) -> DateInterval:
        """Between which days, inclusive, it was published there."""
        return DateInterval(self.first_day, self.last_day)


@dataclass(frozen=True, slots=True)
class PublishedPicture:
    """A picture on the page. Width and height are the upright original's, in pixels.

    ``sha256`` is of the file as it came to us. The copies readers get are drawn anew and have
    other bytes. Of a frame it is the frame's as we drew it, and ``video_sha256`` is of the video
    that came to us. ``places`` are the earliest first.
    """

    asset_id: str
    role: str
    alt: str
    caption: str
    width: int
    height: int
    sha256: str
    video_sha256: str = ""
    places: tuple[PublishedPlace, ...] = ()

    def size_at(self, longest: int) -> tuple[int, int]:
        """Return width and height of the copy with that longest side; nothing is enlarged."""
        scale = min(1.0, longest / max(self.width, self.height))
        return max(1, round(self.width * scale)), max(1, round(self.height * scale))


@dataclass(frozen=True, slots=True)
class PublishedEvidence:
    """One dated fact that went into the finding: the item itself, and where it can be read.

    The fields up to ``zone_known`` are ``EvidenceItem``'s, so that the finding can be worked out
    again.
    """

    id: str
    kind: EvidenceKind
    role: Role
    match: MatchClass
    earliest: datetime | None
    latest: datetime | None
    grade: Grade
    operator: str
    speaks_of: ObjectKind
    zone_known: bool
    source_url: str = ""
    source_title: str = ""
    source_language: str = ""
    archived_url: str = ""

    @property
    def days(self) -> DateInterval:
        """The days to show, inclusive: as the source wrote them."""
        return self.item().days

    def item(self) -> EvidenceItem:
        """Return what the rule for dates weighs."""
        return EvidenceItem(
            id=self.id,
            kind=self.kind,
            role=self.role,
            match=self.match,
            when=InstantInterval(self.earliest, self.latest),
            grade=self.grade,
            operator=self.operator,
            speaks_of=self.speaks_of,
            zone_known=self.zone_known,
        )


@dataclass(frozen=True, slots=True)
class PublishedFinding:
    """What the evidence says of a picture's age, as facts, and the evidence that was weighed.

    The facts mean what they mean in ``FindingFacts``; ``rests_on`` names the deciding evidence
    first. The event's days are inclusive. ``recorded_at`` is the present the rule was given.
    """

    asset_id: str
    kind: FindingKind
    strength: Strength
    event_first_day: date
    event_last_day: date
    existed_by: datetime | None
    existed_by_day: date | None
    metadata_day: date | None
    not_before: datetime | None
    not_before_day: date | None
    at_least_days: int | None
    at_least_hours: int | None
    rests_on: tuple[str, ...]
    conflicts: tuple[Conflict, ...]
    rule_version: int
    recorded_at: datetime
    evidence: tuple[PublishedEvidence, ...]

    @property
    def event_days(self) -> DateInterval:
        """The days of the event, inclusive."""
        return DateInterval(self.event_first_day, self.event_last_day)

    @property
    def deciding(self) -> tuple[PublishedEvidence, ...]:
        """The evidence the statement rests on, the deciding one first."""
        by_id = {one.id: one for one in self.evidence}
        return tuple(by_id[one] for one in self.rests_on if one in by_id)

    @property
    def told_by_file(self) -> bool:
        """Whether the file itself says what the statement rests on first."""
        return any(one.kind in FILE_KINDS for one in self.deciding[:1])


@dataclass(frozen=True, slots=True)
class PublishedStatement:
    """A sentence below the body that says a finding, in the words the text had then.

    ``finding`` is what the words were made of; None where it is the verdict's own.
    """

    words: str
    finding: PublishedFinding | None = None


@dataclass(frozen=True, slots=True)
class PublishedSource:
    """One thing the verdict cites."""

    position: int
    kind: str
    title: str
    publisher: str = ""
    language: str = ""
    url: str = ""
    archived_url: str = ""
    quote: str = ""
    accessed_on: date | None = None


@dataclass(frozen=True, slots=True)
class PublishedCorrection:
    """What a later revision put right, in the words readers were told."""

    kind: str
    note: str
    published_at: datetime


@dataclass(frozen=True, slots=True)
class PublishedVerdict:
    """Everything the public page of one revision shows.

    ``organization`` is who publishes; the people of the desk are not named. ``corrections`` stand
    newest first, this revision's own among them. ``body`` is sanitised HTML. The other languages
    are not in here: they come and go without this revision changing.
    """

    public_id: str
    language: str
    revision_number: int
    rating: PublishedRating
    media_category: str
    headline: str
    summary: str
    body: str
    claim: PublishedClaim
    organization: str
    first_published_at: datetime
    published_at: datetime
    claimant: PublishedClaimant | None = None
    appearances: tuple[PublishedAppearance, ...] = ()
    pictures: tuple[PublishedPicture, ...] = ()
    finding: PublishedFinding | None = None
    statements: tuple[PublishedStatement, ...] = ()
    sources: tuple[PublishedSource, ...] = ()
    corrections: tuple[PublishedCorrection, ...] = ()
    media_also: tuple[str, ...] = ()

    @property
    def media_categories(self) -> tuple[str, ...]:
        """What the verdict says of the picture in schema.org's words, the chief one first."""
        return (self.media_category, *self.media_also) if self.media_category else ()

    @property
    def is_modified(self) -> bool:
        """Whether an earlier revision was public before this one."""
        return self.published_at > self.first_published_at

    def picture(self, asset_id: str) -> PublishedPicture | None:
        """Find a picture that this page shows."""
        return next((one for one in self.pictures if one.asset_id == asset_id), None)

    def to_json(self) -> JsonObject:
        """Return this as the JSON object that ``from_json`` reads."""
        return record_to_json(self)

    @classmethod
    def from_json(cls, value: JsonValue) -> PublishedVerdict:
        """Return the verdict that ``to_json`` wrote.

        Raises:
            UnreadableRecord: if the value does not hold a published verdict.
        """
        return record_from_json(cls, value)
