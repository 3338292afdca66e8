"""What evidence is called, how each kind is forged, and what is wrong with a file's fields."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from media_provenance.domain.date_evidence import EvidenceItem, EvidenceKind, Grade, Role
from media_provenance.domain.findings import Conflict, ConflictKind
from media_provenance.domain.metadata import MetadataConflict, MetadataTrouble

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
