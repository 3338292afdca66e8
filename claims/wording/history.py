"""The history of a case: what was done, what an event changed, and where the chain breaks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from claims.domain.history import NoSigningKey
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
from claims.wording.dates import event_origin
from media_provenance.domain.date_evidence import EvidenceKind
from media_provenance.models import Decision
from media_provenance.wording import evidence_label, format_number
from multilingual.arabic import isolate
from multilingual.display import language_name

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
    "finding.changed": lambda: _(
        "what the published text (%(language)s) says of a picture is no longer what the evidence "
        "says"
    ),
    "finding.alert_taken_up": lambda: _(
        "looks into a finding that changed after the text (%(language)s) was published"
    ),
    "finding.still_holds": lambda: _(
        "said that the published text (%(language)s) still holds though a finding changed: %(note)s"
    ),
    "match.decided": lambda: _("decided on a match of two pictures: %(decision)s %(note)s"),
    "evidence.added": lambda: _("added evidence about a picture: %(kind)s"),
    "evidence.withdrawn": lambda: _(
        "withdrew evidence about a picture: %(kind)s. Reason: %(reason)s"
    ),
    "evidence.put_back": lambda: _("put withdrawn evidence about a picture back: %(kind)s"),
    "evidence.checked": lambda: _(
        "checked, as a second person, evidence about a picture: %(kind)s"
    ),
    "evidence.unchecked": lambda: _(
        "took back the second person's check of evidence about a picture: %(kind)s"
    ),
    "match.confirmed_too": lambda: _(
        "confirmed, as a second person, that two pictures are the same"
    ),
    "match.second_taken_back": lambda: _(
        "took back the second person's confirmation of a match of two pictures"
    ),
    "text.finding_put_in": lambda: _("put a finding's sentence into the text (%(language)s)"),
    "text.finding_renewed": lambda: _(
        "took the new sentence of a finding into the text (%(language)s)"
    ),
    "text.finding_taken_out": lambda: _("took a finding's sentence out of the text (%(language)s)"),
}


_EVIDENCE_KINDS = frozenset(kind.value for kind in EvidenceKind)
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
    if name.startswith("evidence.") and values.get("kind") in _EVIDENCE_KINDS:
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
    "stated": gettext_lazy("Sentences from findings"),
    "pictures": gettext_lazy("Pictures"),
    "sources": gettext_lazy("Sources"),
    "kind": gettext_lazy("Kind"),
    "note": gettext_lazy("Note"),
    "category": gettext_lazy("What the verdict means for the picture"),
    "also": gettext_lazy("What the picture is besides"),
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
    "also": dict(MediaCategory.choices),
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
