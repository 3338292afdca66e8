"""Sentences for what the rules say, composed when shown, in the reader's language.

The one home of the sentences for moves, for what is missing, for refusals at intake
and for the history. Sentences about pictures and findings are `media_provenance.wording`'s.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import (
    get_language,
    gettext_lazy,
    ngettext,
    pgettext,
    pgettext_lazy,
)
from django.utils.translation import gettext as _

from claims.domain.history import NoSigningKey
from claims.domain.page_parts import LineRole
from claims.domain.publication import PublishedConflict
from claims.domain.stored_reading import StoredDate
from claims.domain.workflow import IllegalMove, Missing, NotAllowed, Role
from claims.models import (
    CorrectionKind,
    DropReason,
    MediaCategory,
    PictureRole,
    SourceKind,
    Stance,
)
from claims.models.claim import STATUS_LABELS as CASE_STATUS_LABELS
from claims.models.verdict import STATUS_LABELS as TEXT_STATUS_LABELS
from media_provenance.domain.picture_headers import RefusalCode
from media_provenance.models import Decision, MatchClass
from media_provenance.wording import evidence_label
from media_provenance.wording import refusal_sentence as picture_refusal_sentence
from multilingual.arabic import isolate
from multilingual.display import format_interval, format_number, language_name
from multilingual.intervals import DateInterval
from webfetch import Refused

MOVE_LABELS = {
    "take_up": gettext_lazy("Take up"),
    "drop": gettext_lazy("Drop"),
    "merge": gettext_lazy("Merge into another claim"),
    "reopen": gettext_lazy("Reopen"),
    "submit": gettext_lazy("Ask for review"),
    "return": gettext_lazy("Return with reasons"),
    "approve": gettext_lazy("Approve"),
    "schedule": gettext_lazy("Schedule"),
    "publish": gettext_lazy("Publish"),
    "correct": gettext_lazy("Correct"),
    "withdraw": gettext_lazy("Withdraw"),
}

ROLE_LABELS = {
    Role.REPORTER: gettext_lazy("reporter"),
    Role.EDITOR: gettext_lazy("editor"),
    Role.PUBLISHER: pgettext_lazy("role", "publisher"),
    Role.ADMIN: gettext_lazy("administrator"),
    Role.SYSTEM: gettext_lazy("the system"),
}

MISSING_SENTENCES = {
    Missing.REASON: gettext_lazy("Give a reason."),
    Missing.TARGET: gettext_lazy("Choose the claim that this one is merged into."),
    Missing.RATING: gettext_lazy("Choose a rating."),
    Missing.CLAIM_TEXT: gettext_lazy("Write the claim in the language of this text."),
    Missing.HEADLINE: gettext_lazy("Write a headline."),
    Missing.SUMMARY: gettext_lazy("Write what we found, in two sentences."),
    Missing.BODY: gettext_lazy("Write the explanation."),
    Missing.SOURCES: gettext_lazy("Add at least one source."),
    Missing.ALT_TEXT: gettext_lazy("Describe every picture in words for those who cannot see it."),
    Missing.OTHER_PERSON: gettext_lazy("A second person has to approve this text."),
    Missing.CORRECTION_NOTE: gettext_lazy(
        "Say in public words what this new version of a published text puts right."
    ),
    Missing.FUTURE_TIME: gettext_lazy("Choose a time in the future."),
}

# Checklist lines, as they read when done.
CHECKLIST_LABELS = {
    Missing.RATING: gettext_lazy("Rating chosen"),
    Missing.CLAIM_TEXT: gettext_lazy("Claim in this language"),
    Missing.HEADLINE: gettext_lazy("Headline"),
    Missing.SUMMARY: gettext_lazy("What we found"),
    Missing.BODY: gettext_lazy("Explanation"),
    Missing.SOURCES: gettext_lazy("At least one source"),
    Missing.ALT_TEXT: gettext_lazy("Every picture described in words"),
}

REFUSALS = {
    "no_text": gettext_lazy("There is no text. Paste the text of the page or message."),
    "text_too_long": gettext_lazy(
        "The text is too long to be read as one item: at most 400,000 characters. Paste the part "
        "that matters."
    ),
    "no_answer": gettext_lazy(
        "The site did not answer. Check the address and try again later, or save the page "
        "and upload it."
    ),
    "empty_file": gettext_lazy("The file is empty. Save the page again and upload that file."),
    "file_too_large": gettext_lazy("The file is too large. Upload a file of at most 20 MB."),
    "not_a_page": gettext_lazy(
        "This file is neither a saved web page nor a text. "
        "Upload an .html or .txt file; pictures have a form of their own."
    ),
    "address_refused": gettext_lazy(
        "This address cannot be fetched. Check that it is a public http or https address; "
        "you can also save the page and upload it."
    ),
    "page_answers_error": gettext_lazy(
        "The site answered that there is no such page. Check the address, or paste the text."
    ),
    "page_unreadable": gettext_lazy(
        "Nothing could be read from this page. Paste its text instead."
    ),
    "no_pictures": gettext_lazy("No picture was chosen. Choose one or more picture files."),
    "too_many_pictures": gettext_lazy("These are too many pictures at once. Choose at most 20."),
    # Where only the code was kept and not the name of the format.
    "format_not_accepted": gettext_lazy(
        "Files of this format are not accepted. Please save it as JPEG, PNG, GIF, WebP or AVIF "
        "and try again."
    ),
    "picture_not_there": gettext_lazy("The site did not give out this picture."),
    "not_asked_for": gettext_lazy("This picture was not fetched."),
    "unknown": gettext_lazy("This could not be taken. Try once more, or ask an administrator."),
}

_PICTURE_REFUSALS = frozenset(code.value for code in RefusalCode)

# What a reading did not find in a page.
READING_GAPS = {
    "no_title": gettext_lazy("No title was found."),
    "no_date": gettext_lazy("No publication date was found."),
    "no_text": gettext_lazy("No text was found on this page."),
    "no_pictures": gettext_lazy("No picture was found on this page."),
    "no_language": gettext_lazy("The language could not be told."),
}

# Where the date of publication was read, in the order of authority.
DATE_ORIGINS = {
    "jsonld_or_meta": gettext_lazy("from the page's own metadata"),
    "url": gettext_lazy("from the address of the page"),
    "time_element": gettext_lazy("from the time mark beside the title"),
    "byline": gettext_lazy("from the line under the title"),
    "site_header": gettext_lazy("from the head of the site, which may be today's date"),
    "text_mentions": gettext_lazy("from dates mentioned in the text"),
    "editor": gettext_lazy("entered by an editor"),
}

# Why an editor should look at the day of publication.
DATE_CONFLICTS = {
    PublishedConflict.SOURCES_DISAGREE: gettext_lazy(
        "The page gives more than one publication date; the most reliable place was believed."
    ),
    PublishedConflict.RELATIVE_EXPRESSIONS: gettext_lazy(
        "The date is written in words such as “yesterday”, which depend on the day of writing."
    ),
    PublishedConflict.LATER_DAY_IN_TEXT: gettext_lazy(
        "The text tells of a day after its own publication date as of something past."
    ),
    PublishedConflict.LATER_THAN_CAPTURE: gettext_lazy(
        "A date on the page lies after the day it was brought in, so it was not used."
    ),
    PublishedConflict.WEEKDAY: gettext_lazy("The weekday beside the date does not fit it."),
    PublishedConflict.DAY_MONTH_ORDER: gettext_lazy(
        "The date can be read day first or month first, so both are kept."
    ),
    PublishedConflict.CALENDARS: gettext_lazy(
        "The dates of the two calendars beside each other do not agree."
    ),
    PublishedConflict.SITE_HEADER_ONLY: gettext_lazy(
        "The only date stands in the head of the site and may be the day the page was opened."
    ),
    PublishedConflict.COUNTED_FROM_CAPTURE: gettext_lazy(
        "The date was counted back from the day the page was brought in."
    ),
    PublishedConflict.TIME_ZONE: gettext_lazy(
        "Two places on the page give days next to each other, as one moment told in two time zones."
    ),
    PublishedConflict.ONLY_UPDATED: gettext_lazy(
        "Only the day of an update is given; the page was published on it or before."
    ),
}

# How the days of the claimed event are known.
EVENT_ORIGINS = {
    "editor": gettext_lazy("entered by an editor"),
    "appearance": gettext_lazy("the first day on which the claim was seen"),
}

# By the class of a pair that waits for a person.
_UNCONFIRMED: Mapping[str, Promise] = {
    MatchClass.COPY: gettext_lazy("copy, not confirmed"),
    MatchClass.LIKELY_COPY: gettext_lazy("likely copy, not confirmed"),
}

# What a background job does.
JOB_KINDS = {
    "claims.analyze_item": gettext_lazy("Looking for who says what in a long text"),
    "claims.publish_scheduled": gettext_lazy("Publish a scheduled text"),
    "claims.read_item": gettext_lazy("Reading a page or text"),
    "claims.verify_history": gettext_lazy("The nightly check of the history"),
    "factcheck.check_media": gettext_lazy("The nightly check of the media files"),
    "media_provenance.match_picture": gettext_lazy("Looking for copies of a picture"),
    "media_provenance.read_picture": gettext_lazy("Reading a picture"),
    "media_provenance.read_video": gettext_lazy("Reading a video"),
    "media_provenance.search_picture": gettext_lazy("Searching with a picture that is not stored"),
}

# Why a job stopped and what to do, by the exception that its reason begins with.
_BUSY = gettext_lazy(
    "The machine was too busy, or it took too long. Try again when there is less to do."
)
_GONE = gettext_lazy(
    "Its process ended before the work was done, as when memory runs out or a machine is stopped. "
    "Try again; if it happens again, this very file or page may be the cause."
)
_DATABASE = gettext_lazy("The database could not be reached. Try again when it is back.")
_NO_ANSWER = gettext_lazy("The other side did not answer. Try again later.")
_DISK = gettext_lazy(
    "A file could not be read or written: the disk may be full or read-only, or the file is gone. "
    "Tell whoever runs this installation, then try again."
)
JOB_REASONS = {
    "ConnectionError": _NO_ANSWER,
    "ConnectionRefusedError": _NO_ANSWER,
    "ConnectionResetError": _NO_ANSWER,
    "DecoderGone": _BUSY,
    "DecoderStarved": _BUSY,
    "DiskRefuses": gettext_lazy(
        "There was no room left on the disk, or nothing could be written to it, three times. Tell "
        "whoever runs this installation; once there is room again, try again."
    ),
    "FfmpegMissing": gettext_lazy(
        "The program ffmpeg, which takes pictures out of videos, is not installed on the machine "
        "that does the work. Ask whoever runs this installation to install it there, then try "
        "again; or bring in a screenshot of the video."
    ),
    "FileNotFoundError": _DISK,
    "FilesDisagree": gettext_lazy(
        "Pictures or fetched pages are missing on the disk, are not as they were, or belong to "
        "nothing. Ask whoever runs this installation to run “./bayyina manage check_media”, which "
        "names them; a backup has what is missing."
    ),
    "HistoryBroken": gettext_lazy(
        "The history does not hold at one place, which the technical reason names. Publish nothing "
        "until whoever runs this installation has run “./bayyina manage verify_history”, with a "
        "public head kept elsewhere."
    ),
    "IndexDamaged": gettext_lazy(
        "The picture index is damaged, so nothing was looked for. Ask whoever runs this "
        "installation to run “./bayyina manage rebuild_index”, which also takes this up again."
    ),
    "IndexNotWritten": gettext_lazy(
        "The picture index could not be written, so nothing was looked for. Tell whoever runs this "
        "installation; once there is room on the disk again, try again."
    ),
    "InterfaceError": _DATABASE,
    "MemoryError": _BUSY,
    "OSError": _DISK,
    "OperationalError": _DATABASE,
    "PermissionError": _DISK,
    "PictureNotReady": gettext_lazy(
        "A picture of the text is not read yet. See whether its own work was set aside, then "
        "try again."
    ),
    "SoftTimeLimitExceeded": _BUSY,
    "TimeLimitExceeded": _BUSY,
    "TimeoutError": _NO_ANSWER,
    "UnknownKind": gettext_lazy(
        "This release does not know this kind of work: another release asked for it. Give it up, "
        "or try again after the upgrade."
    ),
    "WorkerLostError": _GONE,
}


def not_allowed_sentence(error: NotAllowed) -> str:
    """Say that the person may not do this, and who may."""
    if error.move == "approve" and not error.needed:
        return _("You wrote this text. A second person has to approve it.")
    roles = _list_of(str(ROLE_LABELS[role]) for role in Role if role in error.needed)
    if not roles:
        return _("You may not do this.")
    return _("This step is for: %(roles)s. Ask one of them.") % {"roles": roles}


def illegal_move_sentence(error: IllegalMove) -> str:
    """Say that the step does not exist from here; usually somebody else was quicker."""
    return _(
        "This step is not possible any more: somebody has changed the status in the meantime. "
        "Load the page again to see where it stands."
    )


def approved_sentence() -> str:
    """Say why what an approved text shows cannot be changed now."""
    return _(
        "A text of this verdict is approved and waits to be published. Publish it first; "
        "what has to change then is a correction with a public note."
    )


def missing_sentences(missing: Iterable[Missing]) -> list[str]:
    """One sentence for each thing that is missing, in the order given."""
    return [str(MISSING_SENTENCES[need]) for need in missing]


def picture_not_ready_sentence() -> str:
    """Say why a text with a picture that was not read cannot be published."""
    return _(
        "A picture of this text has not been read yet. Wait until it is, or leave it out of the "
        "text."
    )


def refusal_sentence(code: str) -> str:
    """The sentence for a refusal at intake, in reading, or of a picture by the gate."""
    if code not in REFUSALS and code in _PICTURE_REFUSALS:
        return picture_refusal_sentence(code)
    return str(REFUSALS.get(code, REFUSALS["unknown"]))


def public_refusal_sentence(refused: Refused) -> str:
    """The one sentence a public form answers with, whatever the fetcher's reason.

    Refused, not resolved, closed and slow read the same, and have to be answered with the same
    status: anything else would let strangers find out which machines stand behind this one. The
    reason is for the desk.
    """
    return _(
        "We could not read this address. Check that it is a public web page, or send us its text "
        "instead."
    )


def reading_gap(code: str) -> str:
    """The sentence for something that reading a page did not find."""
    return str(READING_GAPS.get(code, code))


def date_origin(origin: str) -> str:
    """Where a publication date comes from, in words."""
    return str(DATE_ORIGINS.get(origin, origin))


def date_conflict(code: str) -> str:
    """Why an editor should look at a publication date. Raises ValueError for an unknown code."""
    return str(DATE_CONFLICTS[PublishedConflict(code)])


def event_origin(origin: str) -> str:
    """How the days of the claimed event are known, in words."""
    return str(EVENT_ORIGINS.get(origin, origin))


def unconfirmed_label(match_class: str) -> str:
    """What a copy of that class is called while nobody has confirmed it.

    Raises:
        KeyError: for a class that needs nobody's word (`media_provenance.models.COPY_CLASSES`).
    """
    return str(_UNCONFIRMED[match_class])


def job_label(kind: str) -> str:
    """What a job of that kind does; its own name where it has no words."""
    return str(JOB_KINDS.get(kind, kind))


def job_reason(last_error: str) -> str:
    """Say in one or two sentences why a job stopped and what to do.

    ``last_error`` is what the job keeps: the name of an exception, a colon, its message.
    """
    name = last_error.partition(":")[0]
    if name in JOB_REASONS:
        return str(JOB_REASONS[name])
    return _(
        "Something unforeseen went wrong. Try again; if it happens again, pass the technical "
        "reason on to whoever runs this installation."
    )


def time_taken(duration: timedelta) -> str:
    """Say how long something took, to the second, or to the minute from two minutes on."""
    seconds = int(duration.total_seconds())
    if seconds < 1:
        return _("took less than a second")
    if seconds < 120:
        said = ngettext("took %(count)s second", "took %(count)s seconds", seconds)
        return said % {"count": format_number(seconds, get_language() or "en")}
    minutes = seconds // 60
    said = ngettext("took %(count)s minute", "took %(count)s minutes", minutes)
    return said % {"count": format_number(minutes, get_language() or "en")}


def move_label(move: str) -> str:
    """What the button of a move says."""
    return str(MOVE_LABELS[move])


def _list_of(parts: Iterable[str]) -> str:
    return pgettext("between the parts of a list", ", ").join(parts)


# --- The history of a case --------------------------------------------------------------------

_HISTORY: Mapping[str, Callable[[], str]] = {
    "case.recorded": lambda: _("recorded the claim"),
    "case.edited": lambda: _("changed the words of the claim"),
    "case.take_up": lambda: _("took up the case"),
    "case.drop": lambda: _("dropped the case (%(reason)s) %(note)s"),
    "case.merge": lambda: _("merged the case into another one"),
    "case.reopen": lambda: _("reopened the case"),
    "case.answered": lambda: _("the case is answered"),
    "case.appearance_added": lambda: _("added a place where the claim was seen"),
    "case.picture_added": lambda: _("added a picture"),
    "case.event_set": lambda: _("set the days of the claimed event"),
    "case.statement_recorded": lambda: _("recorded a statement"),
    "case.statement_removed": lambda: _("took back a recorded statement"),
    "case.item_corrected": lambda: _("put right what was read of a news item"),
    "case.item_correction_undone": lambda: _("took back a correction of what was read"),
    "case.item_split": lambda: _("said that a page holds another article"),
    "case.item_joined": lambda: _("joined two parts of a page again"),
    "case.item_read_anew": lambda: _("had a page read anew"),
    "case.from_submission": lambda: _("made a claim of what a reader sent in"),
    "sources.saved": lambda: _("saved the sources"),
    "verdict.media_category": lambda: _("set what the verdict means for the picture"),
    "text.started": lambda: _("started the text (%(language)s)"),
    "text.saved": lambda: _("saved the text (%(language)s), version %(version)s"),
    "text.submit": lambda: _("asked for review of the text (%(language)s)"),
    "text.return": lambda: _("returned the text (%(language)s): %(reason)s"),
    "text.approve": lambda: _("approved the text (%(language)s)"),
    "text.schedule": lambda: _("scheduled the text (%(language)s)"),
    "text.publish": lambda: _("published the text (%(language)s), revision %(revision)s"),
    "text.supersede": lambda: _("revision %(revision)s (%(language)s) was superseded"),
    "text.correct": lambda: _("started a correction (%(language)s): %(note)s"),
    "text.withdraw": lambda: _("withdrew the text (%(language)s): %(reason)s"),
    "finding.recorded": lambda: _("a finding about a picture was worked out"),
    "match.decided": lambda: _("decided on a match of two pictures: %(decision)s %(note)s"),
    "evidence.added": lambda: _("added evidence about a picture: %(kind)s"),
    "evidence.withdrawn": lambda: _(
        "withdrew evidence about a picture: %(kind)s. Reason: %(reason)s"
    ),
}


# Words that a person typed, as far as an event's sentence repeats them.
_WRITTEN_BY_HAND = ("note", "reason")


def history_sentence(name: str, values: Mapping[str, Any]) -> str:
    """What was done, without who and when: those stand beside it.

    A note or a reason is isolated, since it may be in another script than the sentence.
    """
    sentence = _HISTORY.get(name)
    if sentence is None:
        return name
    written = {one: isolate(str(values[one])) for one in _WRITTEN_BY_HAND if values.get(one)}
    values = {**values, **written}
    if name == "case.drop" and values.get("reason") in DropReason.values:
        values = {**values, "reason": DropReason(values["reason"]).label}
    if values.get("decision") in Decision.values:
        values = {**values, "decision": Decision(values["decision"]).label}
    if name.startswith("evidence.") and "kind" in values:
        values = {**values, "kind": evidence_label(values["kind"])}
    if "language" in values:
        reader = get_language() or settings.LANGUAGE_CODE
        values = {**values, "language": language_name(str(values["language"]), reader)}
    return (sentence() % _Values(values)).strip()


# What a history can be narrowed to.
HISTORY_KINDS = {
    "case": gettext_lazy("The case"),
    "text": gettext_lazy("The texts"),
    "sources": gettext_lazy("Sources and category"),
    "pictures": gettext_lazy("Pictures and dates"),
}

# What a changed field is called, by its name in the values of an event.
_HISTORY_FIELDS = {
    "status": gettext_lazy("Status"),
    "revision": gettext_lazy("Revision"),
    "rating": gettext_lazy("Rating"),
    "speaker": gettext_lazy("Who speaks"),
    "stance": gettext_lazy("What they do"),
    "item_text": gettext_lazy("Text as read"),
    "item_title": gettext_lazy("Title as read"),
    "item_author": gettext_lazy("Author as read"),
    "item_keep_line": gettext_lazy("Line that was kept"),
    "item_drop_line": gettext_lazy("Line that was left out"),
    "text": gettext_lazy("The claim"),
    "claim_text": gettext_lazy("The claim"),
    "restated": gettext_lazy("In our own words"),
    "language": gettext_lazy("Language"),
    "claimant": gettext_lazy("Claimed by"),
    "headline": gettext_lazy("Headline"),
    "summary": gettext_lazy("What we found"),
    "body": gettext_lazy("How we checked"),
    "finding": gettext_lazy("Finding about the picture"),
    "pictures": gettext_lazy("Pictures"),
    "sources": gettext_lazy("Sources"),
    "kind": gettext_lazy("Kind"),
    "note": gettext_lazy("Note"),
    "category": gettext_lazy("What the verdict means for the picture"),
    "decision": gettext_lazy("Decision"),
    "first": gettext_lazy("First day"),
    "last": gettext_lazy("Last day"),
    "origin": gettext_lazy("How it is known"),
    "asset": gettext_lazy("Picture"),
    "role": gettext_lazy("Shown as"),
    "alt": gettext_lazy("Description"),
    "caption": gettext_lazy("Caption"),
    "title": gettext_lazy("Title"),
    "publisher": pgettext_lazy("of a source", "Publisher"),
    "url": gettext_lazy("Address"),
    "archived_url": gettext_lazy("Archived copy"),
    "quote": gettext_lazy("Quotation"),
    "accessed_on": gettext_lazy("Read on"),
}
# Codes that stand in the values of an event, by the field they stand in.
_HISTORY_CODES: Mapping[str, Mapping[str, Any]] = {
    "status": {status.value: label for status, label in CASE_STATUS_LABELS.items()}
    | {status.value: label for status, label in TEXT_STATUS_LABELS.items()},
    "decision": dict(Decision.choices),
    "category": dict(MediaCategory.choices),
    "role": dict(PictureRole.choices),
    "kind": {**dict(SourceKind.choices), **dict(CorrectionKind.choices)},
    "stance": dict(Stance.choices),
}


def history_field(name: str) -> str:
    """What a field that an event changed is called; its own name where it has no words."""
    return str(_HISTORY_FIELDS.get(name, name))


def history_field_order(name: str) -> tuple[int, str]:
    """Where a field stands among the changed ones; those without words come last, by name."""
    known = list(_HISTORY_FIELDS)
    return (known.index(name) if name in known else len(known), name)


def history_value(name: str, value: object) -> str:
    """One side of a change as text: codes in words, a list one to a line, "" for nothing."""
    if value in (None, "", 0):
        return ""
    if isinstance(value, list):
        return "\n".join(history_value(name, one) for one in value)
    if isinstance(value, Mapping):
        pairs = ((history_field(key), history_value(key, one)) for key, one in value.items())
        return "\n".join(f"{label}: {said}" for label, said in pairs if said)
    if name == "language":
        return language_name(str(value), get_language() or settings.LANGUAGE_CODE)
    if name in ("url", "archived_url"):
        # In a line that begins with an Arabic label, its last slash would wander to the front.
        return isolate(str(value), "ltr")
    if name == "origin":
        return event_origin(str(value))
    if name in ("finding", "asset"):
        # An id; its beginning is enough to tell one from another.
        return str(value)[:8]
    if name == "revision":
        return format_number(value, get_language() or "en") if isinstance(value, int) else ""
    return str(_HISTORY_CODES.get(name, {}).get(str(value), value))


# What readers are told of who did what: the part, which the workflow guarantees, never the name.
_PUBLIC_STEPS = {
    "text.approve": gettext_lazy("A second person, who had not written it, approved it."),
    "text.publish": gettext_lazy("A publisher published it."),
    "text.withdraw": gettext_lazy("A publisher withdrew it."),
}


def public_step_sentence(name: str) -> str:
    """What was done with a version, by which part in the work. Raises KeyError for other steps."""
    return str(_PUBLIC_STEPS[name])


class _Values(dict[str, Any]):
    """Values for a sentence; one that an old event lacks shows as a dash."""

    def __missing__(self, key: str) -> str:
        return "–"


# --- The history's chain ----------------------------------------------------------------------

_NO_KEY: Mapping[str, Callable[[], str]] = {
    "missing": lambda: _(
        "Nothing was published: the key that signs the history is missing. An administrator "
        "makes it with “bayyina manage history_key make”, or puts its file at %(path)s."
    ),
    "unreadable": lambda: _(
        "Nothing was published: the key that signs the history cannot be read. An administrator "
        "gives the account that runs Bayyina the file %(path)s."
    ),
    "open": lambda: _(
        "Nothing was published: others on this machine may read the key that signs the history. "
        "An administrator closes it with “chmod 600 %(path)s”."
    ),
    "broken": lambda: _(
        "Nothing was published: %(path)s holds no Ed25519 key that can be used. An administrator "
        "puts the right file there."
    ),
    "stranger": lambda: _(
        "Nothing was published: the key at %(path)s is not the one that signs this history. An "
        "administrator puts the right file there, or replaces the key with "
        "“bayyina manage history_key rotate”."
    ),
}

_BREAKS: Mapping[str, Callable[[], str]] = {
    "unknown_format": lambda: _(
        "Event %(number)s of claim %(claim)s is in a format that this version does not know."
    ),
    "event_missing": lambda: _(
        "An event is missing or repeated: event %(number)s of claim %(claim)s is out of place."
    ),
    "event_unlinked": lambda: _(
        "Event %(number)s of claim %(claim)s does not follow on the event before it."
    ),
    "event_altered": lambda: _("Event %(number)s of claim %(claim)s was altered."),
    "link_missing": lambda: _(
        "A link of the site's chain is missing or repeated: link %(number)s is out of place."
    ),
    "link_unlinked": lambda: _(
        "Link %(number)s of the site's chain does not follow on the one before it."
    ),
    "link_altered": lambda: _("Link %(number)s of the site's chain was altered."),
    "event_removed": lambda: _("Event %(number)s of claim %(claim)s was removed."),
    "event_replaced": lambda: _("Event %(number)s of claim %(claim)s was written anew."),
    "event_unchained": lambda: _(
        "Event %(number)s of claim %(claim)s stands outside the site's chain."
    ),
    "head_differs": lambda: _(
        "The site's chain does not end at link %(number)s, where its head says it does."
    ),
    "key_altered": lambda: _("The history key %(claim)s was altered, or one before it is missing."),
    "key_not_introduced": lambda: _(
        "The history key %(claim)s was not introduced by the key before it."
    ),
    "head_altered": lambda: _("The signed head at link %(number)s was altered."),
    "head_repeated": lambda: _("The signed head at link %(number)s is there twice."),
    "head_not_signed": lambda: _("The signed head at link %(number)s has no valid signature."),
    "head_contradicts": lambda: _(
        "The signed head at link %(number)s contradicts the history as it stands."
    ),
    "publication_altered": lambda: _(
        "What was published in event %(number)s of claim %(claim)s was altered afterwards."
    ),
    "publication_removed": lambda: _(
        "What was published in event %(number)s of claim %(claim)s was removed."
    ),
    "publication_unsigned": lambda: _(
        "Event %(number)s of claim %(claim)s says that something became public or was withdrawn, "
        "and nobody signed it."
    ),
    "publication_unrecorded": lambda: _(
        "Version %(number)s of the verdict on claim %(claim)s is public, and the history does not "
        "know of it."
    ),
    "publication_restated": lambda: _(
        "What became of a published text is not what event %(number)s of claim %(claim)s says: it "
        "was taken away or put back without an event."
    ),
    "behind": lambda: _(
        "The history here ends before link %(number)s, which the public head has: this is an "
        "older state, such as a restored backup, or its newest part was cut off."
    ),
    "outside_differs": lambda: _(
        "Link %(number)s of the site's chain is not the one that the public head has: the "
        "history was written anew."
    ),
    "outside_key": lambda: _(
        "The history key %(claim)s that signed the public head is not known here."
    ),
}


def no_key_sentence(error: NoSigningKey) -> str:
    """Why nothing could be published, and what an administrator does about the key."""
    return _NO_KEY[error.reason]() % {"path": error.path}


def break_sentence(code: str, *, claim: str = "", number: int = 0) -> str:
    """Where the history does not hold. The codes are those of `claims.adapters.chains`."""
    return _BREAKS[code]() % {"claim": claim, "number": number}


# Who says what, before the words themselves. Whole sentences, because languages put the verb in
# other places; "" is the name where nobody is named.
_STATEMENT_LEADS = {
    "asserts": lambda: _("%(speaker)s says:"),
    "denies": lambda: _("%(speaker)s denies:"),
    "declines": lambda: _("%(speaker)s declines to comment."),
    "no_answer": lambda: _("%(speaker)s did not answer."),
    "cannot_verify": lambda: _("%(speaker)s cannot verify:"),
    "did_not_announce": lambda: _("%(speaker)s has not announced:"),
    "reports": lambda: _("%(speaker)s reports:"),
}

# Characters of a claim in a message about it.
_MOST_TOLD = 120
# How precisely a date is written.
_PRECISIONS = {
    "minute": gettext_lazy("a time of day"),
    "day": gettext_lazy("a day"),
    "week": gettext_lazy("a week"),
    "part": gettext_lazy("part of a month or year"),
    "month": gettext_lazy("a month"),
    "season": gettext_lazy("a season"),
    "range": gettext_lazy("from one day to another"),
    "year": gettext_lazy("a year"),
    "decade": gettext_lazy("a decade"),
    "century": gettext_lazy("a century"),
}
_CALENDARS = {
    "hijri": gettext_lazy("Hijri calendar"),
    "jalali": gettext_lazy("Solar Hijri calendar"),
}
# Why the days of a date in a text should be looked at.
_FOUND_DATE_CONFLICTS = {
    "day_month_order": gettext_lazy("can be read day first or month first"),
    "weekday": gettext_lazy("the weekday beside it does not fit"),
    "month_names": gettext_lazy("its two month names are different months"),
    "calendars": gettext_lazy("its two calendars do not agree"),
    "reference": gettext_lazy("depends on the day of publication, which is not known for sure"),
}
PAGE_KINDS = {
    "pictures": gettext_lazy("This page is only pictures. Look at them, and describe them."),
    "video": gettext_lazy("This page is a video; its words are not read. Watch it at its address."),
    "paywalled": gettext_lazy(
        "The site shows only the beginning of this text without a subscription. Paste the text if "
        "you have it."
    ),
    "not_found": gettext_lazy(
        "The site says on this page that it does not exist. Check the address, or look for it in "
        "an archive."
    ),
    "empty": gettext_lazy("There are no words on this page. Paste its text instead."),
    "other": gettext_lazy(
        "This looks like a list or a home page and not like an article. Bring in the article."
    ),
}
SIDES = {
    "asserts": gettext_lazy("Asserted by"),
    "reports": gettext_lazy("Reported by"),
    "denies": gettext_lazy("Denied by"),
    "cannot_verify": gettext_lazy("Could not be verified by"),
    "did_not_announce": gettext_lazy("Not announced by"),
    "declines": gettext_lazy("Declined to comment"),
    "no_answer": gettext_lazy("Did not answer"),
}


def statement_lead(stance: str, speaker: str) -> str:
    """Say who does what with the words that follow, such as "X denies:"."""
    name = isolate(speaker) if speaker else _("Somebody who is not named")
    return _STATEMENT_LEADS[stance]() % {"speaker": name}


def statement_told(stance: str, speaker: str, words: str) -> str:
    """Say who does what with which words, as one clause without a colon at its end."""
    lead = statement_lead(stance, speaker)
    if not words:
        return lead.rstrip(":.")
    told = isolate(Truncator(words).chars(_MOST_TOLD))
    return _("%(lead)s “%(words)s”") % {"lead": lead, "words": told}


def found_date_sentence(found: StoredDate) -> str:
    """Say what a date in a text was read as: its days, how precise, and what speaks against it."""
    days = DateInterval(found.earliest, found.latest)
    said = [
        _("day unknown")
        if days.is_unknown
        else format_interval(days, get_language() or settings.LANGUAGE_CODE),
        str(_PRECISIONS.get(found.precision, found.precision)),
    ]
    if found.time:
        said.append(isolate(found.time))
    if found.calendar in _CALENDARS:
        said.append(str(_CALENDARS[found.calendar]))
    if found.conflict:
        said.append(str(_FOUND_DATE_CONFLICTS.get(found.conflict, found.conflict)))
    return " · ".join(said)


def page_kind_sentence(kind: str) -> str:
    """What to know and do about a page that is no article; "" for an article."""
    return str(PAGE_KINDS.get(kind, ""))


def side_label(stance: str) -> str:
    """The head over those who take this stance to a claim."""
    return str(SIDES[stance])


# How the networks that we know write themselves; what a person typed is its own name.
PLATFORMS = {
    "x": "X",
    "facebook": "Facebook",
    "telegram": "Telegram",
    "instagram": "Instagram",
    "tiktok": "TikTok",
    "youtube": "YouTube",
    "whatsapp": "WhatsApp",
    "truth_social": "Truth Social",
    "threads": "Threads",
    "snapchat": "Snapchat",
    "linkedin": "LinkedIn",
    "bluesky": "Bluesky",
    "weibo": "Weibo",
    "reddit": "Reddit",
    "vk": "VK",
    "dailymotion": "Dailymotion",
}


def platform_name(platform: str) -> str:
    """A network's name as it is shown."""
    return PLATFORMS.get(platform, platform)


# What became of a line of a page, by the codes of claims.domain.line_roles.
LINE_REASONS = {
    "text": gettext_lazy("part of the text"),
    "standfirst": gettext_lazy("stands between the title and the text"),
    "dateline": gettext_lazy("part of the text; opens with a place and an agency"),
    "post": gettext_lazy("an embedded post"),
    "title": gettext_lazy("the title"),
    "title_copy": gettext_lazy("repeats the title"),
    "above_title": gettext_lazy("stands above the title"),
    "date_above_title": gettext_lazy("a date above the title, which may be today's"),
    "date_line": gettext_lazy("a line that gives the date"),
    "author_line": gettext_lazy("a line that names the author"),
    "byline": gettext_lazy("a line that names the author or gives the date"),
    "place_and_agency": gettext_lazy("a line that names a place and an agency"),
    "post_head": gettext_lazy("names the account and the time of a post"),
    "caption": gettext_lazy("the caption of a picture"),
    "caption_of_name": gettext_lazy("a short line that names whom a picture shows"),
    "caption_copy": gettext_lazy("repeats the caption of a picture"),
    "paragraph_copy": gettext_lazy("repeats a paragraph"),
    "line_copy": gettext_lazy("repeats the line above"),
    "furniture": gettext_lazy("a button, a menu or another part of the site"),
    "link_cue": gettext_lazy("points to another article"),
    "link": gettext_lazy("the title of another article"),
    "tail_heading": gettext_lazy("a heading below the article"),
    "below_article": gettext_lazy("stands below the article"),
    "comments": gettext_lazy("comments of readers, or the form for them"),
    "sources": gettext_lazy("names the article's sources"),
    "tags": gettext_lazy("tags"),
    "sign_off": gettext_lazy("an agency's or a writer's name below the text"),
    "site_line": gettext_lazy("stands on other pages of this site too"),
    "markup": gettext_lazy("the page itself marks it as no part of the text"),
    "editor_kept": gettext_lazy("kept by an editor"),
    "editor_dropped": gettext_lazy("left out by an editor"),
}


# The page marks some lines as something that is part of the article, or that has words of its own.
_MARKED_AS: dict[str, str] = {
    LineRole.POST: "post",
    LineRole.BYLINE: "byline",
    LineRole.STANDFIRST: "standfirst",
    LineRole.REPEATED: "paragraph_copy",
    LineRole.CAPTION: "caption",
    LineRole.TAG: "tags",
    LineRole.COMMENTS: "comments",
}


def line_reason(code: str, role: str = "") -> str:
    """Why a line of a page was kept or left out, in words.

    ``role`` is the line's; of a line that the page itself marks, it tells as what.
    """
    if code == "markup":
        code = _MARKED_AS.get(role, code)
    return str(LINE_REASONS.get(code, code))


# Why a suggested statement may be worth checking; the codes are `CheckReason`'s.
CHECK_REASONS = {
    "denied_by_other": gettext_lazy("Somebody else denies it on the same page."),
    "anonymous_source": gettext_lazy("Its source is not named."),
    "crowd": gettext_lazy("It is said of people in general, or of social networks."),
    "picture": gettext_lazy("It speaks of a picture or recording, which can be looked for."),
    "number": gettext_lazy("It has a number that can be compared."),
    "date": gettext_lazy("It has a date that can be compared."),
    "absolute": gettext_lazy("It says “never”, “all” or “first”, which one counter-example ends."),
}


def check_reason(code: str) -> str:
    """Why a statement may be worth checking; the code itself where it has no words."""
    return str(CHECK_REASONS.get(code, code))


# What an editor should know of a page as it was read.
READING_NOTES: dict[str, str | Promise] = {
    "wrong_encoding": gettext_lazy(
        "The page names another encoding than it has; it was read by its bytes."
    ),
    "encoded_twice": gettext_lazy(
        "The page’s letters were encoded twice; they were put right, so compare names with care."
    ),
    "too_long": gettext_lazy(
        "The page is very long; only its beginning was read. The stored copy is whole."
    ),
    "told_to_machines": gettext_lazy(
        "The page shows readers less than it tells search engines; the text is the latter."
    ),
    "needs_script": gettext_lazy(
        "The page is filled in by a script and is empty without it. Save it in a browser and bring "
        "in the file."
    ),
    "cookie_wall": gettext_lazy(
        "The page asks about cookies before it shows anything. Save it in a browser and bring in "
        "the file."
    ),
    "has_amp_version": gettext_lazy("The page also has an AMP version, which may say less."),
    "is_amp_version": gettext_lazy(
        "This is the AMP version of a page; the page itself may say more."
    ),
}


def reading_note(code: str) -> str:
    """Say what an editor should know of a page; the code itself where it has no words."""
    return str(READING_NOTES.get(code, code))
