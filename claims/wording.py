"""Sentences for what the rules say, composed when shown, in the reader's language.

The one home of the sentences for moves, for what is missing, for refusals at intake
and for the history. Sentences about pictures and findings are `media_provenance.wording`'s.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import get_language, gettext_lazy, pgettext, pgettext_lazy
from django.utils.translation import gettext as _

from claims.domain.publication import PublishedConflict
from claims.domain.workflow import IllegalMove, Missing, NotAllowed, Role
from claims.models import DropReason
from media_provenance.domain.picture_headers import RefusalCode
from media_provenance.models import Decision
from media_provenance.wording import evidence_label
from media_provenance.wording import refusal_sentence as picture_refusal_sentence
from multilingual.display import language_name

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
        "The text is too long to be read as one item. Paste the part that matters."
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
}

# How the days of the claimed event are known.
EVENT_ORIGINS = {
    "editor": gettext_lazy("entered by an editor"),
    "appearance": gettext_lazy("the first day on which the claim was seen"),
}

# What a background job does.
JOB_KINDS = {
    "claims.publish_scheduled": gettext_lazy("Publish a scheduled text"),
    "claims.read_item": gettext_lazy("Reading a page or text"),
    "media_provenance.read_picture": gettext_lazy("Reading a picture and looking for copies"),
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


def job_label(kind: str) -> str:
    """What a job of that kind does; its own name where it has no words."""
    return str(JOB_KINDS.get(kind, kind))


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


def history_sentence(name: str, values: Mapping[str, Any]) -> str:
    """What was done, without who and when: those stand beside it."""
    sentence = _HISTORY.get(name)
    if sentence is None:
        return name
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


class _Values(dict[str, Any]):
    """Values for a sentence; one that an old event lacks shows as a dash."""

    def __missing__(self, key: str) -> str:
        return "–"
