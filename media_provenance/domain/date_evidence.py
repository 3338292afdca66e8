"""Kinds of dated evidence about a picture, and what each can prove.

Says for one piece of evidence which instants it covers (zones included), how far it can be trusted
(its grade) and on which side it bounds the age of the picture. It does not weigh several pieces
against each other: ``findings.py`` does. Reads no clock.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from enum import StrEnum

from multilingual.intervals import DateInterval, InstantInterval

__all__ = [
    "ANYWHERE_ON_EARTH",
    "FILE_KINDS",
    "KIND_GRADE",
    "KIND_ROLE",
    "NEVER_ALONE",
    "EvidenceItem",
    "EvidenceKind",
    "Grade",
    "MatchClass",
    "ObjectKind",
    "Role",
    "effective_grade",
    "instants_of",
    "instants_of_local_time",
    "proves_upper_bound",
    "speaks_of_lower_bound",
    "terminus_ante_quem",
    "terminus_post_quem",
    "written_days",
]

# The smallest and largest offset from UTC, in hours, that any inhabited place keeps (Baker Island
# time and the Line Islands). A local time T without a zone is therefore UTC in [T-14h, T+12h].
ANYWHERE_ON_EARTH = (-12, 14)


class Role(StrEnum):
    """What a piece of evidence says happened at its date."""

    SEEN = "seen"  # the picture was there: upper bound only
    CAPTURED = "captured"  # asserted capture: both bounds
    NOT_BEFORE = "not_before"  # the content cannot be older: lower bound only
    SAVED = "saved"  # this file was written then: upper bound


class Grade(StrEnum):
    """How hard the date is to forge, A being the hardest.

    A: an independent third party fixed bytes and time. B: a platform's or crawler's own clock.
    C: declared by the publisher, who can set it. D: declared by the uploader; anyone can set it.
    """

    A = "A"
    B = "B"
    C = "C"
    D = "D"

    @property
    def rank(self) -> int:
        """4 for A down to 1 for D; larger is stronger."""
        return "DCBA".index(self.value) + 1


class MatchClass(StrEnum):
    """How the dated picture was found to be the picture in question."""

    EXACT = "exact"  # same bytes, or same pixels
    HUMAN = "human"  # a person confirmed the match
    SIMILAR = "similar"  # fingerprints only: never proves
    PART = "part"  # a crop or collage: speaks only of that part

    @property
    def counts(self) -> bool:
        """Whether evidence found by such a match may enter a finding."""
        return self in (MatchClass.EXACT, MatchClass.HUMAN)


class ObjectKind(StrEnum):
    """What the evidence speaks of: this very file, the picture in any file, or what it shows."""

    BYTES = "bytes"
    PICTURE = "picture"
    SCENE = "scene"


class EvidenceKind(StrEnum):
    """Where a date comes from."""

    WEB_ARCHIVE_IMAGE = "web_archive_image"
    TRUSTED_TIMESTAMP = "trusted_timestamp"
    CONTENT_CREDENTIALS_TIME = "content_credentials_time"
    WEB_ARCHIVE_PAGE = "web_archive_page"
    PLATFORM_ID = "platform_id"
    PLATFORM_TIME = "platform_time"
    CRAWLER_FIRST_SEEN = "crawler_first_seen"
    OWN_CAPTURE = "own_capture"
    PUBLISHER_DATE = "publisher_date"
    URL_PATH = "url_path"
    UPLOAD_FOLDER = "upload_folder"
    FEED_DATE = "feed_date"
    LAST_MODIFIED = "last_modified"
    FACT_CHECK = "fact_check"
    CONTENT_CREDENTIALS_CLAIM = "content_credentials_claim"
    EXIF_ORIGINAL = "exif_original"
    EXIF_DIGITIZED = "exif_digitized"
    EXIF_MODIFIED = "exif_modified"
    GPS_TIME = "gps_time"
    XMP_DATE = "xmp_date"
    IPTC_DATE = "iptc_date"
    PNG_TIME = "png_time"
    FILE_NAME = "file_name"
    CONTENT_CLUE = "content_clue"
    DEVICE_RELEASE = "device_release"
    STATED_BY_PERSON = "stated_by_person"


_G = Grade
# Kinds that bound nothing alone: content managers file an upload under the month of the *post*, so
# a picture added to an old post lands in an old folder. They count beside another operator's word.
NEVER_ALONE = frozenset({EvidenceKind.UPLOAD_FOLDER})

# Kinds in which the file speaks of itself; the other kinds of grade D are somebody's word.
FILE_KINDS = frozenset(
    {
        EvidenceKind.CONTENT_CREDENTIALS_CLAIM,
        EvidenceKind.EXIF_ORIGINAL,
        EvidenceKind.EXIF_DIGITIZED,
        EvidenceKind.EXIF_MODIFIED,
        EvidenceKind.GPS_TIME,
        EvidenceKind.XMP_DATE,
        EvidenceKind.IPTC_DATE,
        EvidenceKind.PNG_TIME,
        EvidenceKind.FILE_NAME,
    }
)

# The grade a kind has unless the evidence gives reason for another. An archived page is B and not
# A because replay fills a page with images that were captured at other times (Ainsworth, Nelson
# and Van de Sompel, arXiv 1402.0928). Our own capture is B until a time-stamping authority has
# signed its digest: an operator sets our clock. The day a device came out is public, but which
# device took the picture is read from the file: a chain is as strong as its weakest link.
KIND_GRADE: dict[EvidenceKind, Grade] = {
    EvidenceKind.WEB_ARCHIVE_IMAGE: _G.A,
    EvidenceKind.TRUSTED_TIMESTAMP: _G.A,
    EvidenceKind.CONTENT_CREDENTIALS_TIME: _G.A,
    EvidenceKind.WEB_ARCHIVE_PAGE: _G.B,
    EvidenceKind.PLATFORM_ID: _G.B,
    EvidenceKind.PLATFORM_TIME: _G.B,
    EvidenceKind.CRAWLER_FIRST_SEEN: _G.B,
    EvidenceKind.OWN_CAPTURE: _G.B,
    EvidenceKind.PUBLISHER_DATE: _G.C,
    EvidenceKind.URL_PATH: _G.C,
    EvidenceKind.UPLOAD_FOLDER: _G.C,
    EvidenceKind.FEED_DATE: _G.C,
    EvidenceKind.LAST_MODIFIED: _G.C,
    EvidenceKind.FACT_CHECK: _G.C,
    EvidenceKind.CONTENT_CREDENTIALS_CLAIM: _G.C,
    EvidenceKind.EXIF_ORIGINAL: _G.D,
    EvidenceKind.EXIF_DIGITIZED: _G.D,
    EvidenceKind.EXIF_MODIFIED: _G.D,
    EvidenceKind.GPS_TIME: _G.D,
    EvidenceKind.XMP_DATE: _G.D,
    EvidenceKind.IPTC_DATE: _G.D,
    EvidenceKind.PNG_TIME: _G.D,
    EvidenceKind.FILE_NAME: _G.D,
    EvidenceKind.CONTENT_CLUE: _G.C,
    EvidenceKind.DEVICE_RELEASE: _G.D,
    EvidenceKind.STATED_BY_PERSON: _G.D,
}

_CAPTURE_KINDS = frozenset(
    {
        EvidenceKind.CONTENT_CREDENTIALS_CLAIM,
        EvidenceKind.EXIF_ORIGINAL,
        EvidenceKind.GPS_TIME,
        EvidenceKind.IPTC_DATE,
    }
)
_SAVED_KINDS = frozenset(
    {
        EvidenceKind.EXIF_DIGITIZED,
        EvidenceKind.EXIF_MODIFIED,
        EvidenceKind.XMP_DATE,
        EvidenceKind.PNG_TIME,
    }
)


def _usual_role(kind: EvidenceKind) -> Role:
    if kind in (EvidenceKind.CONTENT_CLUE, EvidenceKind.DEVICE_RELEASE):
        return Role.NOT_BEFORE
    if kind in _CAPTURE_KINDS:
        return Role.CAPTURED
    return Role.SAVED if kind in _SAVED_KINDS else Role.SEEN


# The role a kind has unless the evidence says otherwise.
KIND_ROLE: dict[EvidenceKind, Role] = {kind: _usual_role(kind) for kind in EvidenceKind}


@dataclass(frozen=True, slots=True)
class EvidenceItem:
    """One dated fact about a picture, as far as reasoning needs it.

    Where it was found and who entered it is kept by the Evidence row; here is what decides.

    Attributes:
        id: the row's key as text; unique among the items weighed together.
        kind: where the date comes from.
        role: what the date says (see ``Role``).
        match: how the dated picture was found to be ours.
        when: UTC instants among which the moment lies; an open end proves nothing on that side.
        grade: how hard to forge.
        operator: who controls the clock (an archive, a platform, a publisher's domain). Items of
            one operator count once (``operators.operator_of_host`` says which hosts are one); items
            with ``""`` never count as independent of any other.
        speaks_of: this file, the picture, or only what it shows.
        zone_known: whether the source gave an offset from UTC, so that ``when`` is not widened.
    """

    id: str
    kind: EvidenceKind
    role: Role
    match: MatchClass
    when: InstantInterval
    grade: Grade
    operator: str = ""
    speaks_of: ObjectKind = ObjectKind.PICTURE
    zone_known: bool = False

    @property
    def days(self) -> DateInterval:
        """The days to show: as the source wrote them, without the widening by unknown zones.

        The UTC days where the source gave an instant.
        """
        return self.when.utc_days if self.zone_known else written_days(self.when)


# What the hands of one person add nothing to: a publisher's or an uploader's own word is no better
# for having been read by a machine.
_CHECKED_GRADES: dict[Grade, Grade] = {Grade.A: Grade.B, Grade.B: Grade.C}


def effective_grade(
    grade: Grade, *, by_hand: bool, checked: bool, bytes_compared: bool = False
) -> Grade:
    """Return the grade that a piece of evidence counts by.

    What one person typed of an archive or a platform counts one grade lower until a second person
    has looked at the same place. Grades C and D stay: there somebody's word is all there is.

    Args:
        grade: by the kind of the evidence.
        by_hand: a person typed it; nothing was fetched and read.
        checked: a second person has looked at it.
        bytes_compared: we fetched the dated copy ourselves and its bytes are the picture's.
    """
    if not by_hand or checked or bytes_compared:
        return grade
    return _CHECKED_GRADES.get(grade, grade)


def instants_of(days: DateInterval) -> InstantInterval:
    """Return every UTC instant that belongs to those days somewhere on Earth.

    A day D is [D 00:00 -14h, D 24:00 +12h], 50 hours; a month the same on its two ends. An open
    end stays open.
    """
    return InstantInterval.of_days(days, utc_offsets_hours=ANYWHERE_ON_EARTH)


def instants_of_local_time(
    local: datetime, *, utc_offset: timedelta | None = None
) -> InstantInterval:
    """Return the UTC instants that a clock showing ``local`` may have meant.

    Args:
        local: a naive time, exact to what it states (a second, for EXIF).
        utc_offset: the clock's offset from UTC if the source gives it; without it the answer is
            [local - 14h, local + 12h].

    Raises:
        ValueError: if ``local`` has a zone already, or the offset is a day or more.
    """
    if local.tzinfo is not None:
        raise ValueError("A local time is given without a zone; pass utc_offset instead.")
    if utc_offset is not None:
        return InstantInterval.of_instant(local.replace(tzinfo=timezone(utc_offset)))
    lowest, highest = ANYWHERE_ON_EARTH
    as_utc = local.replace(tzinfo=UTC)
    return InstantInterval(as_utc - timedelta(hours=highest), as_utc - timedelta(hours=lowest))


def written_days(when: InstantInterval) -> DateInterval:
    """Return the local days from which instants were widened by ``instants_of`` or its sister.

    14 hours are given back at the start and 12 taken from the end. An interval too narrow to have
    been widened is given in UTC days.
    """
    lowest, highest = ANYWHERE_ON_EARTH
    spread = timedelta(hours=highest - lowest)
    if when.earliest and when.latest and when.latest - when.earliest < spread:
        return when.utc_days
    return DateInterval(
        None if when.earliest is None else (when.earliest + timedelta(hours=highest)).date(),
        None if when.latest is None else (when.latest + timedelta(hours=lowest)).date(),
    )


def proves_upper_bound(item: EvidenceItem) -> bool:
    """Answer whether the item, if its match holds, says the picture existed by ``when.latest``.

    What speaks of the scene says nothing of when the picture was made, nor does an open end.
    """
    return (
        item.role is not Role.NOT_BEFORE
        and item.speaks_of is not ObjectKind.SCENE
        and item.when.latest is not None
    )


def speaks_of_lower_bound(item: EvidenceItem) -> bool:
    """Answer whether the item, if its match holds, says the picture is no older than a date."""
    return item.role in (Role.NOT_BEFORE, Role.CAPTURED) and item.when.earliest is not None


def terminus_ante_quem(items: Iterable[EvidenceItem]) -> EvidenceItem | None:
    """Return the item by which the picture must have existed earliest, if any does so.

    Items are compared by the *latest* instant they can mean; one with no latest instant proves
    nothing. Grades are not looked at here, and matches that only look similar never count. Ties
    go to the stronger grade, then by id, so that order does not matter.
    """
    proving = [item for item in items if item.match.counts and proves_upper_bound(item)]
    return min(
        proving, key=lambda item: (item.when.latest, -item.grade.rank, item.id), default=None
    )


def terminus_post_quem(items: Iterable[EvidenceItem]) -> EvidenceItem | None:
    """Return the item that says latest that the picture cannot be older, if any does so.

    Items are compared by the *earliest* instant they can mean. Ties as for the terminus ante quem.
    """
    speaking = [item for item in items if item.match.counts and speaks_of_lower_bound(item)]
    return max(
        speaking, key=lambda item: (item.when.earliest, item.grade.rank, item.id), default=None
    )
