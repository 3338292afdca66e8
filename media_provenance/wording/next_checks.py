"""What an editor is told to do next, so that a finding stands more firmly.

Which of it is worth doing, and in which order, is ``domain/next_checks.py``'s to say.
"""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from media_provenance.domain.next_checks import CheckCode

_SENTENCES: dict[CheckCode, Promise] = {
    CheckCode.SET_EVENT: gettext_lazy(
        "Give the days of the event that the picture is said to show: only then can it be older "
        "than it."
    ),
    CheckCode.CONFIRM_MATCH: gettext_lazy(
        "Compare the two pictures and say whether they are the same one: a copy that nobody has "
        "decided on is older."
    ),
    CheckCode.SECOND_CONFIRMATION: gettext_lazy(
        "Ask a second person to compare the two pictures: the machine takes them for two photos, "
        "so one person's word is not enough."
    ),
    CheckCode.SECOND_CHECK: gettext_lazy(
        "Ask a second person to check what was entered by hand: until then it counts for less."
    ),
    CheckCode.ARCHIVE_OF_PICTURE: gettext_lazy(
        "Look in web archives for a capture of the picture's own address. The page was captured, "
        "but the picture in it may have been fetched at another time."
    ),
    CheckCode.ARCHIVE_COPY: gettext_lazy(
        "Look in web archives for a copy of the picture or of its page: nobody but the archive can "
        "set that date."
    ),
    CheckCode.SECOND_OPERATOR: gettext_lazy(
        "Look for the picture on a second platform, site or archive that does not belong to the "
        "first one: two that are independent weigh more than one."
    ),
    CheckCode.DATE_OF_POST: gettext_lazy(
        "Find the page that the picture was uploaded for, and its date: the month of an upload "
        "folder never counts alone."
    ),
    CheckCode.WHERE_PUBLISHED: gettext_lazy(
        "Find where the picture was published. What a file says of itself is not proof."
    ),
    CheckCode.SEARCH_ENGINES: gettext_lazy(
        "Search for the picture in several engines, and sort by oldest where an engine can."
    ),
    CheckCode.KNOWN_AGE: gettext_lazy(
        "Look for something in the picture whose age a source gives: a building, a sign, a logo, a "
        "model of car."
    ),
    CheckCode.EXPLAIN_CONFLICT: gettext_lazy(
        "Explain the contradiction: find out which date is wrong, and withdraw it with the reason."
    ),
    CheckCode.TIME_STAMP: gettext_lazy(
        "Have our own copy time-stamped, so that nobody can doubt later that it was here by now."
    ),
}


def next_check_sentence(code: str) -> str:
    """Return what to do next and why. Raises ``ValueError`` for an unknown code."""
    return str(_SENTENCES[CheckCode(code)])
