"""What Content Credentials say, in words; and what is wrong with a list of trust.

"Could not be verified" is said of credentials that are invalid, never that anything is fake: real
cameras of 2022 and 2023 give such. What a signer declares is said as the signer's word.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy, pgettext_lazy

from media_provenance.domain.content_credentials import (
    CredentialsReading,
    CredentialsState,
    TimeProblem,
    credentials_elsewhere,
    reading_of,
)
from media_provenance.domain.picture_headers import ReadingNote
from media_provenance.domain.signers_words import SignersAction
from media_provenance.domain.trust_lists import TrustListProblem
from media_provenance.wording.files import reading_note
from media_provenance.wording.source_dates import ADDRESS_NO_LONGER_ITS_OWN

__all__ = [
    "CREDENTIALS_JUDGED_ANEW",
    "StatedAction",
    "StatedCredentials",
    "credentials_state_label",
    "stated_credentials",
    "time_problem_sentence",
    "trust_list_problem",
    "withdrawal_reason",
]

# Why evidence from credentials is withdrawn by itself. Stored, and translated when it is shown.
CREDENTIALS_JUDGED_ANEW = "Content Credentials were judged by other lists of trust"


def withdrawal_reason(stored: str) -> str:
    """Return a reason for a withdrawal in the active language where the system gave it."""
    if stored == CREDENTIALS_JUDGED_ANEW:
        return gettext("The lists of trust by which Content Credentials are judged have changed.")
    if stored == ADDRESS_NO_LONGER_ITS_OWN:
        return gettext("The address of the page no longer dates this picture.")
    return stored


_STATES: dict[CredentialsState, Promise] = {
    CredentialsState.TRUSTED: gettext_lazy("Verified, by a signer on the list of trust"),
    CredentialsState.VALID: gettext_lazy("Verified, by a signer nobody here vouches for"),
    CredentialsState.INVALID: gettext_lazy("Could not be verified"),
}
_VALID_FROM_LISTED_SIGNER = gettext_lazy("Verified, with a part that could not be")
_MEANINGS: dict[CredentialsState, Promise] = {
    CredentialsState.TRUSTED: gettext_lazy(
        "Nothing in the file was changed since it was signed, and the signer is on the list of "
        "trust. That covers neither what the picture shows nor when it was taken."
    ),
    CredentialsState.VALID: gettext_lazy(
        "Nothing in the file was changed since it was signed. Anyone can sign a file with a key "
        "of their own: who signed this one is only what the signer says."
    ),
    CredentialsState.INVALID: gettext_lazy(
        "The file was changed after it was signed, or its signature does not hold by today's "
        "rules. Pictures of real cameras with older software give this too. It says nothing about "
        "what the picture shows, and nothing in these credentials is used."
    ),
}
_MEANING_VALID_FROM_LISTED_SIGNER = gettext_lazy(
    "Nothing in the file was changed since it was signed, and the signer is on the list of trust. "
    "Something else in the credentials could not be verified."
)
_TIME_PROBLEMS: dict[TimeProblem, Promise] = {
    TimeProblem.NOT_VERIFIED: gettext_lazy("The credentials could not be verified."),
    TimeProblem.SIGNATURE_NOT_VALIDATED: gettext_lazy("The signature does not hold."),
    TimeProblem.BYTES_NOT_BOUND: gettext_lazy(
        "The signature is not tied to this file as it is now."
    ),
    TimeProblem.NO_TIME: gettext_lazy("The credentials give no time of signing that can be read."),
    TimeProblem.TIME_STAMP_NOT_VALIDATED: gettext_lazy(
        "The time stamp does not fit the signature."
    ),
    TimeProblem.TIME_STAMP_NOT_TRUSTED: gettext_lazy(
        "The time stamp does not come from an authority on the list of trust: the signer may have "
        "made it."
    ),
}
# C2PA 2.2, 18.15.2; others are shown as they are written.
_ACTIONS: dict[str, Promise] = {
    "c2pa.captured": pgettext_lazy("done to a picture", "taken"),
    "c2pa.color_adjustments": pgettext_lazy("done to a picture", "colours changed"),
    "c2pa.converted": pgettext_lazy("done to a picture", "converted to another format"),
    "c2pa.created": pgettext_lazy("done to a picture", "created"),
    "c2pa.cropped": pgettext_lazy("done to a picture", "cropped"),
    "c2pa.deleted": pgettext_lazy("done to a picture", "something deleted"),
    "c2pa.drawing": pgettext_lazy("done to a picture", "drawn on"),
    "c2pa.edited": pgettext_lazy("done to a picture", "edited"),
    "c2pa.edited.metadata": pgettext_lazy("done to a picture", "metadata edited"),
    "c2pa.filtered": pgettext_lazy("done to a picture", "filtered"),
    "c2pa.opened": pgettext_lazy("done to a picture", "opened from another file"),
    "c2pa.orientation": pgettext_lazy("done to a picture", "turned"),
    "c2pa.placed": pgettext_lazy("done to a picture", "another picture placed in it"),
    "c2pa.published": pgettext_lazy("done to a picture", "published"),
    "c2pa.redacted": pgettext_lazy("done to a picture", "parts of the credentials removed"),
    "c2pa.removed": pgettext_lazy("done to a picture", "a part removed"),
    "c2pa.repackaged": pgettext_lazy("done to a picture", "packed anew"),
    "c2pa.resized": pgettext_lazy("done to a picture", "resized"),
    "c2pa.transcoded": pgettext_lazy("done to a picture", "encoded anew"),
    "c2pa.unknown": pgettext_lazy("done to a picture", "something that is not named"),
    "c2pa.watermarked": pgettext_lazy("done to a picture", "watermarked"),
}
# The IPTC's list of digital source types, by the last part of each address.
_SOURCE_TYPES: dict[str, Promise] = {
    "algorithmicallyEnhanced": gettext_lazy("enhanced by a program"),
    "algorithmicMedia": gettext_lazy("made by a program, without a trained model"),
    "composite": gettext_lazy("put together from several parts"),
    "compositeCapture": gettext_lazy("put together from several photographs"),
    "compositeSynthetic": gettext_lazy("put together from parts of which some are generated"),
    "compositeWithTrainedAlgorithmicMedia": gettext_lazy("changed with a generating AI model"),
    "computationalCapture": gettext_lazy("taken with a camera that computes its pictures"),
    "dataDrivenMedia": gettext_lazy("drawn from data"),
    "digitalArt": gettext_lazy("drawn by a person on a computer"),
    "digitalCapture": gettext_lazy("taken with a digital camera"),
    "digitalCreation": gettext_lazy("made by a person on a computer"),
    "humanEdits": gettext_lazy("edited by a person"),
    "minorHumanEdits": gettext_lazy("edited slightly by a person"),
    "negativeFilm": gettext_lazy("scanned from a negative"),
    "positiveFilm": gettext_lazy("scanned from a slide"),
    "print": gettext_lazy("scanned from a print"),
    "screenCapture": gettext_lazy("a picture of a screen"),
    "trainedAlgorithmicMedia": gettext_lazy("generated by an AI model"),
    "virtualRecording": gettext_lazy("recorded in a virtual world"),
}


@dataclass(frozen=True, slots=True)
class StatedAction:
    """An action in words.

    Attributes:
        label: in the active language; ``""`` for one that has no words here.
        code: as written, technical.
        software, when: as the signer wrote them, perhaps ``""``.
    """

    label: str
    code: str
    software: str
    when: str


@dataclass(frozen=True, slots=True)
class StatedCredentials:
    """What a picture's page shows of its credentials; texts are sentences in the active language.

    Attributes:
        label, tone, meaning: the state, in words; tone is ``good``, ``warn`` or ``""``.
        signer, signer_name: as the signer's certificate has them, perhaps ``""``.
        signed_at: the time that the credentials give, or None.
        authority: whose clock that is, perhaps ``""``.
        bounds: what the time says of the file's age, or why it says nothing.
        problems: why the time is not used; empty if it is.
        declared: what the signer declares the picture to be.
        actions: in order.
        generator: the program that wrote the credentials.
        failures: codes of what failed, technical.
        elsewhere: the address at which the credentials lie, never fetched; then only ``meaning``
            is filled in beside it.
        unreadable: whether there is something that could not be read; then also only ``meaning``.
    """

    label: str
    tone: str
    meaning: str
    signer: str = ""
    signer_name: str = ""
    signed_at: datetime | None = None
    authority: str = ""
    bounds: str = ""
    problems: Sequence[str] = ()
    declared: Sequence[str] = ()
    actions: Sequence[StatedAction] = ()
    generator: str = ""
    failures: Sequence[str] = ()
    elsewhere: str = ""
    unreadable: bool = False


def stated_credentials(
    record: Mapping[str, Any] | None, notes: Sequence[str] = ()
) -> StatedCredentials | None:
    """Return what to show of a picture's Content Credentials, None where it carries none.

    Args:
        record: ``MediaAsset.content_credentials``.
        notes: ``MediaAsset.reading_notes``.
    """
    address = credentials_elsewhere(record)
    if address or ReadingNote.CREDENTIALS_ELSEWHERE in notes:
        note = reading_note(ReadingNote.CREDENTIALS_ELSEWHERE)
        return StatedCredentials(
            label=gettext("On a server"), tone="", meaning=note, elsewhere=address
        )
    reading = reading_of(record)
    if reading is not None:
        return _stated(reading)
    if ReadingNote.CREDENTIALS_UNREADABLE in notes:
        note = reading_note(ReadingNote.CREDENTIALS_UNREADABLE)
        return StatedCredentials(
            label=str(_STATES[CredentialsState.INVALID]), tone="warn", meaning=note, unreadable=True
        )
    return None


def _stated(reading: CredentialsReading) -> StatedCredentials:
    listed_and_valid = reading.state is CredentialsState.VALID and reading.signer_listed
    meaning = _MEANING_VALID_FROM_LISTED_SIGNER if listed_and_valid else _MEANINGS[reading.state]
    return StatedCredentials(
        label=credentials_state_label(reading),
        tone="good" if reading.state is CredentialsState.TRUSTED else "warn",
        meaning=str(meaning),
        signer=reading.signer,
        signer_name=reading.signer_name,
        signed_at=reading.signed_at,
        authority=reading.authority,
        bounds=_bounds_sentence(reading),
        problems=[time_problem_sentence(problem) for problem in reading.why],
        declared=[_declared_sentence(name) for name in reading.source_types],
        actions=[_stated_action(action) for action in reading.actions],
        generator=reading.generator,
        failures=reading.failures,
    )


def credentials_state_label(reading: CredentialsReading) -> str:
    """Return the state in a few words."""
    if reading.state is CredentialsState.VALID and reading.signer_listed:
        return str(_VALID_FROM_LISTED_SIGNER)
    return str(_STATES[reading.state])


def time_problem_sentence(problem: str) -> str:
    """Say why a signing time is not used. Raises ``ValueError`` for an unknown problem."""
    return str(_TIME_PROBLEMS[TimeProblem(problem)])


def _bounds_sentence(reading: CredentialsReading) -> str:
    if reading.bounds_time:
        return gettext(
            "This very file existed by then: a time-stamping authority on the list of trust says "
            "so. It does not say when the picture was taken."
        )
    return gettext("The time of signing is not used to date the file:")


def _declared_sentence(source_type: str) -> str:
    known = _SOURCE_TYPES.get(source_type)
    if known is None:
        return gettext("The signer declares it to be of the kind “%(kind)s”.") % {
            "kind": source_type
        }
    return gettext("The signer declares it to be: %(what)s.") % {"what": known}


def _stated_action(action: SignersAction) -> StatedAction:
    return StatedAction(
        label=str(_ACTIONS.get(action.name, "")),
        code=action.name,
        software=action.software,
        when=action.when,
    )


def trust_list_problem(problem: str, detail: str = "") -> str:
    """Say why a list of trust is not taken, and what to do.

    Args:
        problem, detail: of ``TrustListRefused``.

    Raises:
        ValueError: for an unknown problem.
    """
    match TrustListProblem(problem):
        case TrustListProblem.NOTHING_LISTED:
            return gettext(
                "There is nothing listed here. Please paste certificates in PEM form, from "
                "“BEGIN CERTIFICATE” to “END CERTIFICATE”, or the lines of the list."
            )
        case TrustListProblem.PRIVATE_KEY:
            return gettext(
                "There is a private key in this text. It was not kept. Please paste certificates "
                "alone, and treat the key as known to others now."
            )
        case TrustListProblem.CERTIFICATE_UNREADABLE:
            return gettext(
                "Certificate number %(number)s cannot be read. Please copy the list again, whole."
            ) % {"number": detail}
        case TrustListProblem.LINE_UNREADABLE:
            return gettext("This line cannot be read: “%(line)s”. Please mend or remove it.") % {
                "line": detail
            }
        case TrustListProblem.TOO_MANY:
            return gettext("There are more than %(most)s entries. Please paste a shorter list.") % {
                "most": detail
            }
        case TrustListProblem.TOO_LONG:
            return gettext(
                "The text is longer than %(most)s characters. Please paste a shorter list."
            ) % {"most": detail}
        case TrustListProblem.KNOWN_ALREADY:
            return gettext("This very list is in force already.")
        case TrustListProblem.RETIRED_ALREADY:
            return gettext("This list was retired before. Nothing was changed.")
