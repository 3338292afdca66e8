"""What evidence is called, how each kind is forged, and what is wrong with a file's fields."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from media_provenance.domain.date_evidence import (
    KIND_GRADE,
    EvidenceItem,
    EvidenceKind,
    Grade,
    Role,
    effective_grade,
)
from media_provenance.domain.findings import Conflict, ConflictKind

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
    EvidenceKind.UPLOAD_FOLDER: gettext_lazy("Month of the upload folder in the web address"),
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
    EvidenceKind.DEVICE_RELEASE: gettext_lazy("Day the camera or phone model came out"),
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


# Why a kind of evidence has its grade, in plain words. A kind that also comes with another grade
# has a sentence for each; where one is missing, the grade itself is explained.
_GRADE_REASONS: dict[tuple[EvidenceKind, Grade], Promise] = {
    (EvidenceKind.WEB_ARCHIVE_IMAGE, Grade.A): gettext_lazy(
        "A web archive fetched the picture's own address at that time and has kept the file since. "
        "Nobody else can set its clock."
    ),
    (EvidenceKind.TRUSTED_TIMESTAMP, Grade.A): gettext_lazy(
        "A time-stamping authority signed the digest of this very file at that time."
    ),
    (EvidenceKind.CONTENT_CREDENTIALS_TIME, Grade.A): gettext_lazy(
        "A trusted authority signed the time into the Content Credentials of this very file."
    ),
    (EvidenceKind.WEB_ARCHIVE_PAGE, Grade.B): gettext_lazy(
        "A web archive kept the page at that time, but a copy of a page may show pictures that "
        "were fetched at another time."
    ),
    (EvidenceKind.PLATFORM_ID, Grade.B): gettext_lazy(
        "The platform's own clock is within the number, and whoever posts cannot choose it. The "
        "picture may have been replaced later."
    ),
    (EvidenceKind.PLATFORM_ID, Grade.D): gettext_lazy(
        "The program of whoever posts makes this number, and can put any time into it."
    ),
    (EvidenceKind.PLATFORM_TIME, Grade.B): gettext_lazy(
        "The platform's own clock gave the time, and whoever posts cannot set it. The picture may "
        "have been replaced later."
    ),
    (EvidenceKind.PLATFORM_TIME, Grade.D): gettext_lazy("Whoever posts can set this time."),
    (EvidenceKind.CRAWLER_FIRST_SEEN, Grade.B): gettext_lazy(
        "A search engine met the picture on that day; neither the site owner nor the uploader can "
        "set its clock."
    ),
    (EvidenceKind.OWN_CAPTURE, Grade.A): gettext_lazy(
        "We held this very file, and a time-stamping authority signed its digest at that time."
    ),
    (EvidenceKind.OWN_CAPTURE, Grade.B): gettext_lazy(
        "Our own clock gave the time. Whoever runs this installation can set it."
    ),
    (EvidenceKind.PUBLISHER_DATE, Grade.C): gettext_lazy("The site owner can set this date."),
    (EvidenceKind.URL_PATH, Grade.C): gettext_lazy(
        "The site owner chooses the address, and can set this date with it."
    ),
    (EvidenceKind.UPLOAD_FOLDER, Grade.C): gettext_lazy(
        "The folder has the month of the post, not of the upload: a picture that is added to an "
        "old post lands in an old folder. So it never counts alone."
    ),
    (EvidenceKind.FEED_DATE, Grade.C): gettext_lazy(
        "The site owner writes the feed or sitemap, and can set this date."
    ),
    (EvidenceKind.LAST_MODIFIED, Grade.C): gettext_lazy(
        "The site's own server gives this date. Its owner can set it, and moving files resets it."
    ),
    (EvidenceKind.FACT_CHECK, Grade.C): gettext_lazy(
        "Another newsroom states this date, and can change its text."
    ),
    (EvidenceKind.CONTENT_CREDENTIALS_CLAIM, Grade.C): gettext_lazy(
        "A signer on the trust list asserts this date; nobody else vouches for it."
    ),
    (EvidenceKind.CONTENT_CREDENTIALS_CLAIM, Grade.D): gettext_lazy(
        "Whoever signed the file asserts this date, and the signer is on no trust list."
    ),
    (EvidenceKind.EXIF_ORIGINAL, Grade.D): gettext_lazy(
        "The camera's clock wrote it, which may be wrong, and anyone can change it with one "
        "command."
    ),
    (EvidenceKind.EXIF_DIGITIZED, Grade.D): gettext_lazy(
        "The camera or scanner wrote it, and anyone can change it with one command."
    ),
    (EvidenceKind.EXIF_MODIFIED, Grade.D): gettext_lazy(
        "The program that last saved the file wrote it, and anyone can change it with one command."
    ),
    (EvidenceKind.GPS_TIME, Grade.D): gettext_lazy(
        "Satellites gave the time, but it may be left over from an earlier fix, and anyone can "
        "change it with one command."
    ),
    (EvidenceKind.XMP_DATE, Grade.D): gettext_lazy(
        "An editing program wrote it, and anyone can change it with one command."
    ),
    (EvidenceKind.IPTC_DATE, Grade.D): gettext_lazy(
        "A caption desk typed it, and anyone can change it with one command."
    ),
    (EvidenceKind.PNG_TIME, Grade.D): gettext_lazy(
        "The program that last saved the file wrote it, and anyone can change it with one command."
    ),
    (EvidenceKind.FILE_NAME, Grade.D): gettext_lazy("Anyone can give a file another name."),
    (EvidenceKind.CONTENT_CLUE, Grade.C): gettext_lazy(
        "What the picture shows has a known age. This is as good as the source that gives the age."
    ),
    (EvidenceKind.DEVICE_RELEASE, Grade.D): gettext_lazy(
        "When the model came out is public, but the file itself names the model, and anyone can "
        "change that."
    ),
    (EvidenceKind.STATED_BY_PERSON, Grade.D): gettext_lazy(
        "It is somebody's word, and nothing else vouches for it."
    ),
}


def grade_reason(kind: str, grade: str) -> str:
    """Return why evidence of a kind has its grade, in one or two plain sentences.

    Args:
        kind: as ``EvidenceKind`` has it.
        grade: of the evidence itself, or what an entry counted for that nobody had checked.

    Raises:
        ValueError: for an unknown kind or grade.
    """
    named, given = EvidenceKind(kind), Grade(grade)
    reason = _GRADE_REASONS.get((named, given))
    if reason is not None:
        return str(reason)
    if given is effective_grade(KIND_GRADE[named], by_hand=True, checked=False):
        return gettext(
            "One person entered this and nobody else has checked it, so it counts one grade lower "
            "than what it names."
        )
    return grade_explanation(grade)


def unchecked_note(grade: str, *, is_lowered: bool = True) -> str:
    """Say what one person's entry counts for until a second person has checked it.

    Args:
        grade: what it counts for now.
        is_lowered: that is less than its own grade; else it lacks only the weight of a second
            source.

    Raises:
        ValueError: for an unknown grade.
    """
    given = Grade(grade)
    if not is_lowered:
        return gettext(
            "Until a second person has checked it, it does not count beside another source."
        )
    return gettext(
        "One person entered this. Until a second person has checked it, it counts as grade "
        "%(grade)s only, and not beside another source."
    ) % {"grade": given.value}


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
    """Say which two items contradict each other, and which of them is not used for it, if one is.

    Args:
        conflict: from a finding.
        items: the finding's inputs by id.

    Raises:
        KeyError: if an item of the conflict is not among them.
    """
    item = evidence_label(items[conflict.item].kind)
    if conflict.kind is ConflictKind.IN_THE_FUTURE or conflict.against is None:
        return gettext("Not used, because its date lies in the future: %(item)s.") % {"item": item}
    return str(_CONTRADICTIONS[conflict.kind]) % {
        "item": item,
        "against": evidence_label(items[conflict.against].kind),
    }


_CONTRADICTIONS: dict[ConflictKind, Promise] = {
    ConflictKind.STRONGER_SAYS_EARLIER: gettext_lazy(
        "Not used: %(item)s. Harder evidence has the picture earlier: %(against)s. The clock was "
        "wrong, or the date was changed."
    ),
    ConflictKind.STRONGER_SAYS_LATER: gettext_lazy(
        "These contradict each other: %(item)s; %(against)s. The second is harder to forge, and by "
        "it the picture is newer. Look at both again."
    ),
    ConflictKind.AS_STRONG_DISAGREES: gettext_lazy(
        "These contradict each other: %(item)s; %(against)s. Neither is harder to forge than the "
        "other, so nobody can tell from them alone which one is wrong."
    ),
    ConflictKind.CAMERA_AND_SATELLITES: gettext_lazy(
        "The camera's clock and the satellite time are more than 26 hours apart."
    ),
    ConflictKind.MODIFIED_BEFORE_CAPTURE: gettext_lazy(
        "The file says that it was changed before it was taken, so a clock was wrong."
    ),
}
