"""Sentences about what was kept of a capture, and about what no longer holds."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

__all__ = [
    "BREAKS",
    "REDACTED_BEFORE",
    "break_of_kept",
    "redacted_sentence",
    "staying_sentences",
]

# By code (``pipeline.verifying.BreakCode``); ``what`` is a path or a digest.
BREAKS: dict[str, str | Promise] = {
    "file_missing": gettext_lazy("Link %(number)s: the file %(what)s is missing."),
    "file_changed": gettext_lazy("Link %(number)s: the file %(what)s was changed."),
    "link_missing": gettext_lazy("Link %(number)s of the chain is missing."),
    "link_broken": gettext_lazy(
        "Link %(number)s names another manifest before it than the one that is there."
    ),
    "manifest_unreadable": gettext_lazy("Link %(number)s: %(what)s is no manifest."),
    "manifest_differs": gettext_lazy(
        "Link %(number)s: the database says something else than the manifest %(what)s."
    ),
    "manifest_without_row": gettext_lazy(
        "Link %(number)s was removed from the database; its manifest is %(what)s."
    ),
    "head_unknown": gettext_lazy(
        "The chain has no manifest %(what)s: links were removed, or all was written anew."
    ),
    "token_broken": gettext_lazy("The time stamp of %(what)s does not hold."),
    "redacted_but_there": gettext_lazy(
        "Link %(number)s: the file %(what)s was redacted and is there again. “manage "
        "redact_capture --again” takes it away."
    ),
    "redaction_lost": gettext_lazy(
        "The capture %(what)s was redacted, and the database does not know it any more: it was "
        "restored from before. “manage redact_capture --again” redacts it anew."
    ),
    "note_unreadable": gettext_lazy("%(what)s is no note of a redaction."),
    "token_of_nothing": gettext_lazy(
        "There is a time stamp of %(what)s, and nothing here has that digest."
    ),
}


REDACTED_BEFORE = gettext_lazy("These bytes were redacted before.")


def staying_sentences(*, picture_id: str, links: Sequence[int]) -> list[str]:
    """Say what taking a capture away leaves, the general first.

    Args:
        picture_id: of the stored picture with the very same bytes, "" if there is none.
        links: numbers of the links that share its text or screenshot, in order.
    """
    sentences = [
        _("What was read of it stays in the database: the text of a page, titles and dates."),
        _("Backups that were made before still hold it, and so do packs that others downloaded."),
    ]
    if picture_id:
        sentences.append(
            _(
                "A picture that is stored here has the very same bytes (%(id)s): its own file "
                "stays, and packs leave it out."
            )
            % {"id": picture_id}
        )
    if links:
        sentences.append(
            ngettext(
                "Another capture has the same text or screenshot, which stays with it: link "
                "%(numbers)s.",
                "Other captures have the same text or screenshot, which stays with them: links "
                "%(numbers)s.",
                len(links),
            )
            % {"numbers": " · ".join(str(number) for number in links)}
        )
    return sentences


def redacted_sentence(*, number: int, day: str, reason: str, note: str) -> str:
    """Say of a link that its files were taken away.

    Args:
        day: as the reader writes days.
        reason: in words, as ``RedactionReason`` has them.
    """
    message = _("Link %(number)s: redacted on %(day)s (%(reason)s). %(note)s")
    return message % {"number": number, "day": day, "reason": reason, "note": note}


def break_of_kept(code: str, *, number: int | None, what: str) -> str:
    """Say what does not hold.

    Raises:
        KeyError: for a code that nobody gives.
    """
    return str(BREAKS[code]) % {"number": number, "what": what}
