"""What is asked of services elsewhere, how that ended, and what their answers point at."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

__all__ = ["lead_kind_label", "look_up_label", "look_up_outcome"]

# By ``providers.registry.Operation``.
_OPERATIONS: dict[str, Promise] = {
    "captures": gettext_lazy("Archived copies of an address"),
    "fetch_capture": gettext_lazy("Fetch an archived copy and compare it"),
    "search_image": gettext_lazy("Pages with this picture"),
    "search_claims": gettext_lazy("Fact-checks by others, by words"),
    "search_claims_by_image": gettext_lazy("Fact-checks by others with this picture"),
    "save": gettext_lazy("Ask for a page to be archived now"),
    "save_status": gettext_lazy("Whether the page is archived yet"),
    "listings": gettext_lazy("The site’s own list of its pages"),
}
# By ``providers.outcomes.Outcome``; found and nothing are said with their numbers elsewhere.
_OUTCOMES: dict[str, Promise] = {
    "found": gettext_lazy("It answered."),
    "nothing": gettext_lazy(
        "It knows nothing of it. That does not mean that there is nothing: no archive and no "
        "search has everything."
    ),
    "pending": gettext_lazy("It was asked to, and has not done it yet. Look again later."),
    "blocked": gettext_lazy(
        "It does not show this address, because its owner or the service has blocked it. Try "
        "another archive."
    ),
    "limited": gettext_lazy(
        "It was asked too often and takes no more questions at the moment. Ask again later."
    ),
    "server_error": gettext_lazy("It had a fault of its own, several times. Ask again later."),
    "too_slow": gettext_lazy("It did not answer in time. Ask again later."),
    "not_reached": gettext_lazy(
        "It could not be reached, or led to a place that is not opened. Ask again later; if it "
        "goes on, tell whoever runs this site."
    ),
    "unreadable": gettext_lazy(
        "What it answered could not be read, or was not complete. Ask again later; if it goes on, "
        "the service may have changed."
    ),
    "key_refused": gettext_lazy(
        "It does not take our key. Ask whoever runs this site to look at it."
    ),
    "rejected": gettext_lazy(
        "It does not take this question. Check the address, and look there by yourself."
    ),
    "switched_off": gettext_lazy("It was switched off here before it was asked."),
    "failed_there": gettext_lazy("It tried, and says that it could not."),
}
# By ``models.LeadKind``.
_LEADS: dict[str, Promise] = {
    "picture_capture": gettext_lazy("Archived copy of the picture’s address"),
    "page_capture": gettext_lazy("Archived copy of a page"),
    "seen_copy": gettext_lazy("A picture that looks alike"),
    "review": gettext_lazy("A fact-check by others"),
    "listed": gettext_lazy("Entry in the site’s own list"),
}
_UNKNOWN = gettext_lazy("Something that this release does not know")


def look_up_label(operation: str) -> str:
    """Say what is asked."""
    return str(_OPERATIONS.get(operation, _UNKNOWN))


def look_up_outcome(outcome: str, detail: str = "") -> str:
    """Say how asking ended and what to do.

    Args:
        detail: the service's own word, shown where only it says why.
    """
    said = str(_OUTCOMES.get(outcome, _UNKNOWN))
    if outcome in ("failed_there", "blocked", "rejected") and detail:
        return gettext("%(said)s Its own word: %(detail)s") % {"said": said, "detail": detail}
    return said


def lead_kind_label(kind: str) -> str:
    """Say what a lead is."""
    return str(_LEADS.get(kind, _UNKNOWN))
