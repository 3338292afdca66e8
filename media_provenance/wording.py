"""The one home of what is said about pictures: findings, matches, evidence, refusals.

Facts come in, whole sentences in the active language come out, composed when they are shown, so
that readers of two languages read the same facts. No rule is decided here (``domain/`` does), no
HTML is made (templates do), and no sentence says "true" or "fake".
"""

from __future__ import annotations

from datetime import date
from typing import Protocol

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, gettext_lazy, ngettext

from media_provenance.domain.date_evidence import EvidenceItem, EvidenceKind, Grade, Role
from media_provenance.domain.findings import (
    Conflict,
    ConflictKind,
    FindingKind,
    Strength,
    UpperBound,
)
from media_provenance.domain.fingerprints import Orientation
from media_provenance.domain.metadata import MetadataConflict, MetadataTrouble
from media_provenance.domain.picture_headers import ReadingNote, RefusalCode
from media_provenance.models.match import Decision, MatchClass
from multilingual.display import format_date, format_interval, format_number
from multilingual.intervals import DateInterval

__all__ = [
    "StatedFinding",
    "conflict_sentence",
    "decision_sentence",
    "evidence_label",
    "finding_label",
    "finding_limits",
    "finding_sentence",
    "grade_explanation",
    "match_sentence",
    "metadata_conflict_sentence",
    "metadata_trouble_sentence",
    "orientation_sentence",
    "refusal_sentence",
    "role_label",
    "strength_label",
    "weaker_bound_sentence",
]


class StatedFinding(Protocol):
    """What a finding's sentence is made of; ``FindingFacts`` and the Finding row both have it."""

    @property
    def kind(self) -> str: ...
    @property
    def strength(self) -> str: ...
    @property
    def existed_by_day(self) -> date | None: ...
    @property
    def metadata_day(self) -> date | None: ...
    @property
    def not_before_day(self) -> date | None: ...
    @property
    def at_least_days(self) -> int | None: ...
    @property
    def at_least_hours(self) -> int | None: ...


# Findings


def finding_sentence(finding: StatedFinding, *, event: DateInterval | None) -> str:
    """Return the finding as one or two whole sentences in the active language.

    Args:
        finding: the facts.
        event: days of the event as the claim gives them; ``None`` if no event was asked about.
    """
    kind = FindingKind(finding.kind)
    if event is None:
        return _sentence_without_event(finding)
    when = _interval(event)
    if kind in (
        FindingKind.PREDATES,
        FindingKind.LIKELY_PREDATES,
        FindingKind.PUBLISHER_SAYS_PREDATES,
    ):
        return _predates(kind, finding, when)
    if kind is FindingKind.METADATA_SUGGESTS_PREDATES:
        return gettext(
            "The file itself gives %(day)s as its date, before the event (%(event)s). Such dates "
            "can be changed, so this alone is not proof."
        ) % {"day": _day(finding.metadata_day), "event": when}
    if kind is FindingKind.MADE_AFTER_EVENT:
        return _made_after(finding, when)
    if kind is FindingKind.NEEDS_CONFIRMATION:
        return _needs_confirmation()
    return gettext(
        "We found no copy from before the event (%(event)s). That does not prove that the picture "
        "shows it."
    ) % {"event": when}


def _needs_confirmation() -> str:
    return gettext(
        "A picture that looks the same was found. Until a person confirms that it is the same "
        "picture, its date proves nothing."
    )


def _predates(kind: FindingKind, finding: StatedFinding, when: str) -> str:
    values = {"day": _day(finding.existed_by_day), "event": when}
    days, hours = finding.at_least_days, finding.at_least_hours
    if hours is not None:
        if hours == 0:
            return _shortly_before(kind) % values
        return _hours_before(kind, hours) % {**values, "count": _number(hours)}
    if days is None:
        raise ValueError(f"A finding of kind {kind} says how long before the event.")
    return _days_before(kind, days) % {**values, "count": _number(days)}


def _days_before(kind: FindingKind, days: int) -> str:
    if kind is FindingKind.PREDATES:
        return ngettext(
            "This picture existed by %(day)s, at least %(count)s day before the event (%(event)s).",
            "This picture existed by %(day)s, at least %(count)s days before the event "
            "(%(event)s).",
            days,
        )
    if kind is FindingKind.LIKELY_PREDATES:
        return ngettext(
            "This picture appears to have existed by %(day)s, at least %(count)s day before the "
            "event (%(event)s).",
            "This picture appears to have existed by %(day)s, at least %(count)s days before the "
            "event (%(event)s).",
            days,
        )
    return ngettext(
        "By its publisher's own date, this picture existed by %(day)s, at least %(count)s day "
        "before the event (%(event)s).",
        "By its publisher's own date, this picture existed by %(day)s, at least %(count)s days "
        "before the event (%(event)s).",
        days,
    )


def _hours_before(kind: FindingKind, hours: int) -> str:
    if kind is FindingKind.PREDATES:
        return ngettext(
            "This picture existed by %(day)s, at least %(count)s hour before the event "
            "(%(event)s).",
            "This picture existed by %(day)s, at least %(count)s hours before the event "
            "(%(event)s).",
            hours,
        )
    if kind is FindingKind.LIKELY_PREDATES:
        return ngettext(
            "This picture appears to have existed by %(day)s, at least %(count)s hour before the "
            "event (%(event)s).",
            "This picture appears to have existed by %(day)s, at least %(count)s hours before the "
            "event (%(event)s).",
            hours,
        )
    return ngettext(
        "By its publisher's own date, this picture existed by %(day)s, at least %(count)s hour "
        "before the event (%(event)s).",
        "By its publisher's own date, this picture existed by %(day)s, at least %(count)s hours "
        "before the event (%(event)s).",
        hours,
    )


def _shortly_before(kind: FindingKind) -> str:
    if kind is FindingKind.PREDATES:
        return gettext(
            "This picture existed by %(day)s, less than an hour before the event (%(event)s) "
            "can have begun."
        )
    if kind is FindingKind.LIKELY_PREDATES:
        return gettext(
            "This picture appears to have existed by %(day)s, less than an hour before the event "
            "(%(event)s) can have begun."
        )
    return gettext(
        "By its publisher's own date, this picture existed by %(day)s, less than an hour before "
        "the event (%(event)s) can have begun."
    )


def _made_after(finding: StatedFinding, when: str) -> str:
    values = {"day": _day(finding.not_before_day), "event": when}
    strength = Strength(finding.strength)
    if strength is Strength.ESTABLISHED:
        return (
            gettext(
                "This picture cannot be older than %(day)s, so it was made after the event "
                "(%(event)s)."
            )
            % values
        )
    if strength is Strength.METADATA:
        return (
            gettext(
                "The file itself gives %(day)s as the day it was taken, after the event "
                "(%(event)s). Such dates can be changed, so this alone is not proof."
            )
            % values
        )
    return (
        gettext(
            "This picture appears to be no older than %(day)s, and so to have been made after the "
            "event (%(event)s)."
        )
        % values
    )


def weaker_bound_sentence(bound: UpperBound) -> str:
    """Say that weaker evidence than the finding's own puts the picture earlier.

    Args:
        bound: one of ``domain.findings.weaker_bounds``.

    Raises:
        ValueError: for an established bound, than which none is stronger, or for no strength.
    """
    if bound.strength is Strength.SUPPORTED:
        sentence = gettext(
            "Weaker evidence puts it earlier: it appears to have existed by %(day)s."
        )
    elif bound.strength is Strength.SUGGESTED:
        sentence = gettext(
            "Weaker evidence puts it earlier: by its publisher's own date, it existed by %(day)s."
        )
    elif bound.strength is Strength.METADATA:
        sentence = gettext(
            "Weaker evidence puts it earlier: the file itself gives %(day)s as its date. Such "
            "dates can be changed, so this alone is not proof."
        )
    else:
        raise ValueError(f"A bound that is {bound.strength} is never the weaker one.")
    return sentence % {"day": _day(bound.day)}


def _sentence_without_event(finding: StatedFinding) -> str:
    if FindingKind(finding.kind) is FindingKind.NEEDS_CONFIRMATION:
        return _needs_confirmation()
    if finding.existed_by_day is not None:
        sentence = {
            Strength.ESTABLISHED: gettext("This picture existed by %(day)s."),
            Strength.SUPPORTED: gettext("This picture appears to have existed by %(day)s."),
        }.get(
            Strength(finding.strength),
            gettext("By its publisher's own date, this picture existed by %(day)s."),
        )
        return sentence % {"day": _day(finding.existed_by_day)}
    if finding.metadata_day is not None:
        return gettext(
            "The file itself gives %(day)s as its date. Such dates can be changed, so this alone "
            "is not proof."
        ) % {"day": _day(finding.metadata_day)}
    return gettext("No date was found for this picture.")


def finding_limits(finding: StatedFinding) -> str:
    """Return the sentence that says what the finding does not say."""
    kind = FindingKind(finding.kind)
    if kind is FindingKind.COMPATIBLE_NOT_PROVEN:
        return gettext("That no older copy was found may only mean that none was looked at.")
    if kind is FindingKind.MADE_AFTER_EVENT:
        return gettext("It says nothing of who made the picture or where.")
    if kind is FindingKind.NEEDS_CONFIRMATION:
        return gettext("Pictures that look alike may show the same place at different times.")
    return gettext("It says nothing of who made the picture, where, or how much older it is.")


_FINDING_LABELS: dict[FindingKind, Promise] = {
    FindingKind.PREDATES: gettext_lazy("Predates the event"),
    FindingKind.LIKELY_PREDATES: gettext_lazy("Likely predates the event"),
    FindingKind.PUBLISHER_SAYS_PREDATES: gettext_lazy("Publisher says it predates the event"),
    FindingKind.METADATA_SUGGESTS_PREDATES: gettext_lazy("Metadata suggests it predates the event"),
    FindingKind.COMPATIBLE_NOT_PROVEN: gettext_lazy("Compatible, not proven"),
    FindingKind.MADE_AFTER_EVENT: gettext_lazy("Made after the event"),
    FindingKind.NEEDS_CONFIRMATION: gettext_lazy("Needs a person to confirm the match"),
}
_STRENGTH_LABELS: dict[Strength, Promise] = {
    Strength.ESTABLISHED: gettext_lazy("established"),
    Strength.SUPPORTED: gettext_lazy("supported"),
    Strength.SUGGESTED: gettext_lazy("suggested"),
    Strength.METADATA: gettext_lazy("from metadata only"),
    Strength.NONE: gettext_lazy("no bound"),
}


def finding_label(kind: str) -> str:
    """Return the few words of a finding's badge. Raises ``ValueError`` for an unknown kind."""
    return str(_FINDING_LABELS[FindingKind(kind)])


def strength_label(strength: str) -> str:
    """Return one or two words. Raises ``ValueError`` for an unknown strength."""
    return str(_STRENGTH_LABELS[Strength(strength)])


# Evidence

_EVIDENCE_LABELS: dict[EvidenceKind, Promise] = {
    EvidenceKind.WEB_ARCHIVE_IMAGE: gettext_lazy("Copy of the picture in a web archive"),
    EvidenceKind.TRUSTED_TIMESTAMP: gettext_lazy("Time stamp of a trusted authority"),
    EvidenceKind.CONTENT_CREDENTIALS_TIME: gettext_lazy("Signing time in Content Credentials"),
    EvidenceKind.WEB_ARCHIVE_PAGE: gettext_lazy("Copy of the page in a web archive"),
    EvidenceKind.PLATFORM_ID: gettext_lazy("Time within a platform's own number"),
    EvidenceKind.PLATFORM_TIME: gettext_lazy("Time of posting, from the platform"),
    EvidenceKind.CRAWLER_FIRST_SEEN: gettext_lazy("Day a search engine first met it"),
    EvidenceKind.OWN_CAPTURE: gettext_lazy("Our own dated copy"),
    EvidenceKind.PUBLISHER_DATE: gettext_lazy("Publication date given by the page"),
    EvidenceKind.URL_PATH: gettext_lazy("Date in the web address"),
    EvidenceKind.FEED_DATE: gettext_lazy("Date in the publisher's feed or sitemap"),
    EvidenceKind.LAST_MODIFIED: gettext_lazy("Last change reported by the server"),
    EvidenceKind.FACT_CHECK: gettext_lazy("Date stated by another fact-check"),
    EvidenceKind.CONTENT_CREDENTIALS_CLAIM: gettext_lazy("Date asserted in Content Credentials"),
    EvidenceKind.EXIF_ORIGINAL: gettext_lazy("Capture time in the file (EXIF)"),
    EvidenceKind.EXIF_DIGITIZED: gettext_lazy("Digitisation time in the file (EXIF)"),
    EvidenceKind.EXIF_MODIFIED: gettext_lazy("Last saved by software (EXIF)"),
    EvidenceKind.GPS_TIME: gettext_lazy("Satellite time in the file (GPS)"),
    EvidenceKind.XMP_DATE: gettext_lazy("Date in the file's XMP data"),
    EvidenceKind.IPTC_DATE: gettext_lazy("Date in the caption data (IPTC)"),
    EvidenceKind.PNG_TIME: gettext_lazy("Last change noted in the PNG file"),
    EvidenceKind.FILE_NAME: gettext_lazy("Date in the file name"),
    EvidenceKind.CONTENT_CLUE: gettext_lazy("Something shown that has a known age"),
    EvidenceKind.STATED_BY_PERSON: gettext_lazy("Stated by a person"),
}
_ROLE_LABELS: dict[Role, Promise] = {
    Role.SEEN: gettext_lazy("was seen"),
    Role.CAPTURED: gettext_lazy("said to have been taken"),
    Role.NOT_BEFORE: gettext_lazy("cannot be older"),
    Role.SAVED: gettext_lazy("file was saved"),
}
_GRADE_EXPLANATIONS: dict[Grade, Promise] = {
    Grade.A: gettext_lazy(
        "Attested: an independent third party fixed the file and the time. To forge it, that "
        "third party would have to be broken into."
    ),
    Grade.B: gettext_lazy(
        "Recorded: by the clock of a platform or crawler that its users cannot set. The picture "
        "may have been replaced after it was posted."
    ),
    Grade.C: gettext_lazy("Declared by the publisher, who can set or change the date at any time."),
    Grade.D: gettext_lazy(
        "Declared by the file or by whoever uploaded it. Anyone can change it with one command."
    ),
}


def evidence_label(kind: str) -> str:
    """Return what a kind of evidence is. Raises ``ValueError`` for an unknown kind."""
    return str(_EVIDENCE_LABELS[EvidenceKind(kind)])


def role_label(role: str) -> str:
    """Return what an item says happened. Raises ``ValueError`` for an unknown role."""
    return str(_ROLE_LABELS[Role(role)])


def grade_explanation(grade: str) -> str:
    """Return who vouches for a date and how it is forged. Raises ``ValueError`` if unknown."""
    return str(_GRADE_EXPLANATIONS[Grade(grade)])


def conflict_sentence(conflict: Conflict, items: dict[str, EvidenceItem]) -> str:
    """Say which item was set aside, and because of which.

    Args:
        conflict: from a finding.
        items: the finding's inputs by id.

    Raises:
        KeyError: if an item of the conflict is not among them.
    """
    item = items[conflict.item]
    if conflict.kind is ConflictKind.IN_THE_FUTURE or conflict.against is None:
        return gettext("Not used, because its date lies in the future: %(item)s.") % {
            "item": evidence_label(item.kind)
        }
    return gettext(
        "Not used: %(item)s. Harder evidence has the picture earlier: %(against)s. The clock was "
        "wrong, or the date was changed."
    ) % {
        "item": evidence_label(item.kind),
        "against": evidence_label(items[conflict.against].kind),
    }


_TROUBLES: dict[MetadataTrouble, Promise] = {
    MetadataTrouble.UNSET: gettext_lazy("Empty: the clock was never set, or the field was wiped."),
    MetadataTrouble.UNREADABLE: gettext_lazy("This cannot be read as a date."),
    MetadataTrouble.TOO_OLD: gettext_lazy("Older than digital cameras, so it is not used."),
    MetadataTrouble.EPOCH: gettext_lazy(
        "The day from which clocks start counting, so it is not used."
    ),
    MetadataTrouble.IN_THE_FUTURE: gettext_lazy("It lies in the future, so it is not used."),
    MetadataTrouble.NEW_YEAR_MIDNIGHT: gettext_lazy(
        "Exactly midnight of 1 January: perhaps a clock that was never set."
    ),
}
_METADATA_CONFLICTS: dict[MetadataConflict, Promise] = {
    MetadataConflict.CAMERA_AND_SATELLITES: gettext_lazy(
        "The camera's clock and the satellite time are more than 26 hours apart."
    ),
    MetadataConflict.MODIFIED_BEFORE_CAPTURE: gettext_lazy(
        "The file says that it was changed before it was taken, so a clock was wrong."
    ),
}


def metadata_trouble_sentence(trouble: str) -> str:
    """Say what is wrong with a metadata field. Raises ``ValueError`` if unknown."""
    return str(_TROUBLES[MetadataTrouble(trouble)])


def metadata_conflict_sentence(conflict: str) -> str:
    """Say how two fields of one file contradict each other. Raises ``ValueError`` if unknown."""
    return str(_METADATA_CONFLICTS[MetadataConflict(conflict)])


# Matches


def match_sentence(match_class: str, *, same_bytes: bool = False, distance: int | None) -> str:
    """Say how alike two pictures are.

    Args:
        match_class: of the match.
        same_bytes: for an exact match, whether the files are the same and not only the pixels.
        distance: differing bits of 256; needed for a copy.

    Raises:
        ValueError: for an unknown class, or a copy without its distance.
    """
    if MatchClass(match_class) is MatchClass.EXACT:
        if same_bytes:
            return gettext("It is the very same file.")
        return gettext("The files differ, but every pixel is the same.")
    if distance is None:
        raise ValueError("A copy is stated with its distance.")
    if distance == 0:
        return gettext("It looks like a copy: the fingerprints are the same.")
    return ngettext(
        "It looks like a copy: %(count)s of 256 bits of the fingerprint differs.",
        "It looks like a copy: %(count)s of 256 bits of the fingerprint differ.",
        distance,
    ) % {"count": _number(distance)}


_ORIENTATION_SENTENCES: dict[Orientation, Promise] = {
    Orientation.IDENTITY: gettext_lazy("Both are the same way up."),
    Orientation.ROTATED_90: gettext_lazy("One is the other turned by a quarter, clockwise."),
    Orientation.ROTATED_180: gettext_lazy("One is the other upside down."),
    Orientation.ROTATED_270: gettext_lazy(
        "One is the other turned by a quarter, counter-clockwise."
    ),
    Orientation.MIRRORED: gettext_lazy("One is the mirror image of the other."),
    Orientation.MIRRORED_ROTATED_90: gettext_lazy(
        "One is the mirror image of the other, turned by a quarter, clockwise."
    ),
    Orientation.MIRRORED_ROTATED_180: gettext_lazy(
        "One is the mirror image of the other, upside down."
    ),
    Orientation.MIRRORED_ROTATED_270: gettext_lazy(
        "One is the mirror image of the other, turned by a quarter, counter-clockwise."
    ),
}
_DECISION_SENTENCES: dict[str, Promise] = {
    Decision.UNDECIDED: gettext_lazy("Nobody has confirmed that it is the same picture."),
    Decision.CONFIRMED: gettext_lazy("A person has confirmed that it is the same picture."),
    Decision.REJECTED: gettext_lazy("A person has found that it is another picture."),
    Decision.UNSURE: gettext_lazy("A person has looked and was not sure."),
}


def orientation_sentence(orientation: str) -> str:
    """Say how one picture is turned against the other. Raises ``ValueError`` if unknown."""
    return str(_ORIENTATION_SENTENCES[Orientation(orientation)])


def decision_sentence(decision: str) -> str:
    """Say what a person decided about a match. Raises ``ValueError`` if unknown."""
    return str(_DECISION_SENTENCES[Decision(decision)])


# Refused files

_REFUSALS: dict[RefusalCode, Promise] = {
    RefusalCode.EMPTY: gettext_lazy("The file is empty. Please choose another one."),
    RefusalCode.TOO_LARGE: gettext_lazy(
        "The file is larger than 20 MB. Please save the picture smaller and try again."
    ),
    RefusalCode.NOT_A_PICTURE: gettext_lazy(
        "This is not a picture, whatever its name says. Please choose a JPEG, PNG, GIF, WebP or "
        "AVIF file."
    ),
    RefusalCode.TOO_MANY_PIXELS: gettext_lazy(
        "The picture has more than 50 million pixels (WebP: 30 million), or a side longer than "
        "30,000. Please save it smaller and try again."
    ),
    RefusalCode.BROKEN: gettext_lazy(
        "The picture is damaged or incomplete and cannot be opened. Please get the file again, or "
        "save it anew in an image program."
    ),
    RefusalCode.TOOK_TOO_LONG: gettext_lazy(
        "The picture takes more time or memory to open than is allowed. Please save it anew in an "
        "image program and try again."
    ),
}


def refusal_sentence(code: str, detail: str = "") -> str:
    """Say why a file was not taken and what to do.

    Args:
        code: of ``PictureRefused``.
        detail: of ``PictureRefused``; names the format where one is not accepted.

    Raises:
        ValueError: for an unknown code.
    """
    refusal = RefusalCode(code)
    if refusal is RefusalCode.FORMAT_NOT_ACCEPTED:
        return gettext(
            "Files of the format %(format)s are not accepted. Please save it as JPEG, PNG, GIF, "
            "WebP or AVIF and try again."
        ) % {"format": detail}
    return str(_REFUSALS[refusal])


_READING_NOTES: dict[ReadingNote, Promise] = {
    ReadingNote.EXIF_UNREADABLE: gettext_lazy("The EXIF data is damaged and was not read."),
    ReadingNote.XMP_UNREADABLE: gettext_lazy(
        "The XMP data is damaged or forbidden and was not read."
    ),
    ReadingNote.IPTC_UNREADABLE: gettext_lazy(
        "The caption data (IPTC) is damaged and was not read."
    ),
    ReadingNote.PNG_UNREADABLE: gettext_lazy(
        "The PNG file's own fields are damaged and were not read."
    ),
    ReadingNote.COLOURS_UNREADABLE: gettext_lazy(
        "The colour profile is damaged: colours are shown without it."
    ),
    ReadingNote.ORIENTATION_UNREADABLE: gettext_lazy(
        "Which way up the picture belongs could not be read: it is shown as it is stored."
    ),
    ReadingNote.HEIC_NOT_INSTALLED: gettext_lazy(
        "The EXIF data of HEIC files is read only where the extra “heic” is installed."
    ),
    ReadingNote.CREDENTIALS_UNREADABLE: gettext_lazy(
        "The file carries Content Credentials that could not be read."
    ),
    ReadingNote.CREDENTIALS_ELSEWHERE: gettext_lazy(
        "The Content Credentials lie on a server named in the file, which was not asked."
    ),
}


def reading_note(note: str) -> str:
    """Say what could not be read beside a picture. Raises ``ValueError`` for an unknown note."""
    return str(_READING_NOTES[ReadingNote(note)])


def decoder_gone_sentence() -> str:
    """Say that pictures cannot be opened at the moment, and what to do."""
    return gettext(
        "The picture decoder does not start or has stopped. Please try again; if it goes on, look "
        "into the log of this process."
    )


# In the reader's language


def _language() -> str:
    return get_language() or "en"


def _day(day: date | None) -> str:
    if day is None:
        raise ValueError("This kind of finding is stated with a day.")
    return format_date(day, _language())


def _interval(interval: DateInterval) -> str:
    return format_interval(interval, _language())


def _number(number: int) -> str:
    return format_number(number, _language())
