"""Moves of the workflow: what their buttons say, what one still lacks, why one is refused."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from claims.domain.workflow import IllegalMove, Missing, NotAllowed, Role

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


def not_allowed_sentence(error: NotAllowed) -> str:
    """Say that the person may not do this, and who may."""
    if error.move == "approve" and not error.needed:
        return _("You wrote this text. A second person has to approve it.")
    if error.move == "see_search":
        return _(
            "This search is somebody else's. Ask them to keep the picture in the archive, where "
            "everybody at the desk sees it."
        )
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


def move_label(move: str) -> str:
    """What the button of a move says."""
    return str(MOVE_LABELS[move])


def _list_of(parts: Iterable[str]) -> str:
    return pgettext("between the parts of a list", ", ").join(parts)
