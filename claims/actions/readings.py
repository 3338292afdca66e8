"""Put right what was read of a news item.

Nothing that was read is lost: a correction is a row of its own that is applied to every later
reading, can be undone, and is shown as adrift where it finds no place any more. How many articles
a page holds is `claims.actions.articles`, whose actions can be had from here too: the desk's pages
about a reading need both.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.actions.articles import (
    MOST_READ_AT_ONCE,
    CannotReadAnew,
    CannotSplitHere,
    NotTheSamePage,
    confirm_offered,
    join_item,
    move_picture,
    read_anew,
    refuse_offered,
    split_item,
    tell,
)
from claims.adapters.page_bytes import storable_text
from claims.domain.corrections import CONTEXT, changes_between
from claims.domain.stored_reading import stored_lines
from claims.models import (
    NewsItem,
    ReadingCorrection,
    ReadingCorrectionKind,
    SiteLine,
    SiteLineState,
)
from claims.permissions import check_can_correct_reading
from claims.reading import ANALYZE_ITEM
from claims.recording.items import MOST_AUTHOR, MOST_TITLE, lock_item, settle
from jobs.actions import ask_again

if TYPE_CHECKING:
    from django.contrib.auth.models import User

__all__ = [
    "CannotReadAnew",
    "CannotSplitHere",
    "ChangedMeanwhile",
    "NoSuchLine",
    "NotTheSamePage",
    "TextTooLong",
    "confirm_offered",
    "correct_author",
    "correct_language",
    "correct_text",
    "correct_title",
    "drop_line",
    "join_item",
    "keep_line",
    "keep_site_line",
    "leave_out_site_line",
    "move_picture",
    "read_anew",
    "refuse_offered",
    "replace_text",
    "settle_now_or_later",
    "split_item",
    "undo_correction",
]

# Characters of one text, as at the intake.
MOST_TEXT = 400_000


class ChangedMeanwhile(Exception):
    """Somebody changed the same thing since the page was opened; nothing of this was saved.

    ``item`` is as it is now.
    """

    def __init__(self, item: NewsItem) -> None:
        super().__init__(
            _(
                "Somebody changed this meanwhile. Nothing of yours was saved; compare, then save "
                "again."
            )
        )
        self.item = item


class NoSuchLine(Exception):
    """The line is not in the newest reading."""

    def __init__(self) -> None:
        super().__init__(_("This line is not in the newest reading. Load the page again."))


class TextTooLong(Exception):
    """The corrected text is longer than a text may be."""

    def __init__(self) -> None:
        super().__init__(
            _("The text is too long: at most %(most)s characters.") % {"most": f"{MOST_TEXT:,}"}
        )


# --- What stands in the text ------------------------------------------------------------------


@transaction.atomic
def correct_text(
    item: NewsItem, *, before: str, after: str, start: int, by: User
) -> ReadingCorrection | None:
    """Put right words of the text; None where nothing changes.

    Args:
        before: what stands at ``start`` (code points), "" to add words there.

    Raises:
        NotAllowed, TextTooLong; ChangedMeanwhile: other words stand there now.
    """
    check_can_correct_reading(by)
    locked = lock_item(item.pk)
    after = _typed(after)
    end = start + len(before)
    if not 0 <= start <= len(locked.text) or locked.text[start:end] != before:
        raise ChangedMeanwhile(locked)
    if before == after:
        return None
    if len(locked.text) + len(after) > MOST_TEXT:
        raise TextTooLong
    made = ReadingCorrection.objects.create(
        news_item=locked,
        kind=ReadingCorrectionKind.TEXT,
        before=before,
        after=after,
        context_before=locked.text[max(0, start - CONTEXT) : start],
        context_after=locked.text[end : end + CONTEXT],
        start=start,
        made_by=by,
    )
    _apply(locked, [made], by)
    return made


@transaction.atomic
def replace_text(
    item: NewsItem, new_text: str, *, expected_version: int, by: User
) -> list[ReadingCorrection]:
    """Save the whole text as a person edited it; what differs becomes corrections, word by word.

    Args:
        expected_version: ``text_version`` of the item when the text was opened for editing.

    Raises:
        NotAllowed, TextTooLong, ChangedMeanwhile.
    """
    check_can_correct_reading(by)
    locked = lock_item(item.pk)
    new_text = _typed(new_text)
    if locked.text == new_text:
        return []
    if locked.text_version != expected_version:
        raise ChangedMeanwhile(locked)
    if len(new_text) > MOST_TEXT:
        raise TextTooLong
    made = [
        ReadingCorrection.objects.create(
            news_item=locked,
            kind=ReadingCorrectionKind.TEXT,
            before=change.before,
            after=change.after,
            context_before=change.context_before,
            context_after=change.context_after,
            start=change.start,
            made_by=by,
        )
        for change in changes_between(locked.text, new_text)
    ]
    _apply(locked, made, by)
    return made


def correct_title(
    item: NewsItem, title: str, *, by: User, before: str | None = None
) -> ReadingCorrection | None:
    """Put the title right; None where it says so already.

    Args:
        before: the title when it was opened for editing, to notice that somebody changed it.

    Raises:
        NotAllowed, ChangedMeanwhile.
    """
    said = " ".join(_typed(title).split())[:MOST_TITLE]
    return _correct_field(item, ReadingCorrectionKind.TITLE, said, by, before)


def correct_author(
    item: NewsItem, author: str, *, by: User, before: str | None = None
) -> ReadingCorrection | None:
    """Put the author right; as `correct_title`."""
    said = " ".join(_typed(author).split())[:MOST_AUTHOR]
    return _correct_field(item, ReadingCorrectionKind.AUTHOR, said, by, before)


def correct_language(
    item: NewsItem, language: str, *, by: User, before: str | None = None
) -> ReadingCorrection | None:
    """Put the language right (a BCP 47 tag); as `correct_title`."""
    return _correct_field(item, ReadingCorrectionKind.LANGUAGE, language.strip()[:12], by, before)


def keep_line(item: NewsItem, line: int, *, by: User) -> ReadingCorrection | None:
    """Put a line that was left out into the text, now and in later readings.

    Args:
        line: its number in the newest reading.

    Returns:
        The correction; None where the line is in the text already.

    Raises:
        NotAllowed, NoSuchLine.
    """
    return _choose_line(item, line, ReadingCorrectionKind.KEEP_LINE, by)


def drop_line(item: NewsItem, line: int, *, by: User) -> ReadingCorrection | None:
    """Leave a line out of the text, now and in later readings; as `keep_line`."""
    return _choose_line(item, line, ReadingCorrectionKind.DROP_LINE, by)


@transaction.atomic
def undo_correction(correction: ReadingCorrection, *, by: User) -> ReadingCorrection:
    """Take a correction back; it stays on record as undone. Twice changes nothing.

    Later corrections of the same words may be adrift then, and are shown as such.

    Raises:
        NotAllowed.
    """
    check_can_correct_reading(by)
    locked = lock_item(correction.news_item_id)
    found = locked.corrections.get(pk=correction.pk)
    if found.undone_at is not None:
        return found
    found.undone_at, found.undone_by = timezone.now(), by
    found.is_adrift = False
    found.save(update_fields=["undone_at", "undone_by", "is_adrift"])
    settle_now_or_later(locked)
    name = "case.item_correction_undone"
    tell(locked, name, by, kind=found.kind, **_change(found.kind, found.after, found.before))
    return found


# --- The lines of a site ----------------------------------------------------------------------


@transaction.atomic
def keep_site_line(site_line: SiteLine, *, by: User) -> SiteLine:
    """Say that a line which stands on many pages of a site is text; for pages read from now on.

    Raises:
        NotAllowed.
    """
    return _decide_site_line(site_line, SiteLineState.KEPT, by)


@transaction.atomic
def leave_out_site_line(site_line: SiteLine, *, by: User) -> SiteLine:
    """Undo `keep_site_line`.

    Raises:
        NotAllowed.
    """
    return _decide_site_line(site_line, SiteLineState.LEARNT, by)


def _decide_site_line(site_line: SiteLine, state: SiteLineState, by: User) -> SiteLine:
    check_can_correct_reading(by)
    locked = SiteLine.objects.select_for_update().get(pk=site_line.pk)
    if locked.state != state:
        locked.state, locked.decided_by, locked.decided_at = state, by, timezone.now()
        locked.save(update_fields=["state", "decided_by", "decided_at"])
    return locked


# --- Inside -----------------------------------------------------------------------------------


def settle_now_or_later(item: NewsItem) -> None:
    """Show a locked item as corrected, with its analysis; that of a long one is made by a job."""
    is_long = len(item.text) > MOST_READ_AT_ONCE
    settle(item, is_analyzed_later=is_long)
    if is_long:
        ask_again(ANALYZE_ITEM, str(item.pk), {"item": str(item.pk)})


def _apply(item: NewsItem, made: Iterable[ReadingCorrection], by: User) -> None:
    settle_now_or_later(item)
    for one in made:
        name = "case.item_corrected"
        tell(item, name, by, kind=one.kind, **_change(one.kind, one.before, one.after))


@transaction.atomic
def _correct_field(
    item: NewsItem, kind: ReadingCorrectionKind, said: str, by: User, before: str | None
) -> ReadingCorrection | None:
    check_can_correct_reading(by)
    locked = lock_item(item.pk)
    now = str(getattr(locked, kind.value))
    if now == said:
        return None
    if before is not None and now != before:
        raise ChangedMeanwhile(locked)
    made = ReadingCorrection.objects.create(
        news_item=locked, kind=kind, before=now, after=said, made_by=by
    )
    _apply(locked, [made], by)
    return made


@transaction.atomic
def _choose_line(
    item: NewsItem, number: int, kind: ReadingCorrectionKind, by: User
) -> ReadingCorrection | None:
    check_can_correct_reading(by)
    locked = lock_item(item.pk)
    lines = stored_lines(locked.reading.content) if locked.reading else []
    line = next((one for one in lines if one.number == number), None)
    if line is None:
        raise NoSuchLine
    chosen = locked.corrections.filter(
        kind__in=[ReadingCorrectionKind.KEEP_LINE, ReadingCorrectionKind.DROP_LINE],
        undone_at__isnull=True,
        start=number,
        before=line.text,
    ).last()
    wants_it = kind == ReadingCorrectionKind.KEEP_LINE
    has_it = chosen.kind == ReadingCorrectionKind.KEEP_LINE if chosen else line.is_kept
    if wants_it == has_it:
        return chosen
    made = ReadingCorrection.objects.create(
        news_item=locked, kind=kind, before=line.text, start=number, made_by=by
    )
    _apply(locked, [made], by)
    return made


def _typed(text: str) -> str:
    """Return what a browser sends as it was typed, without what cannot be stored."""
    return storable_text(text).replace("\r\n", "\n").replace("\r", "\n")


def _change(kind: str, before: str, after: str) -> Mapping[str, Any]:
    name = "language" if kind == ReadingCorrectionKind.LANGUAGE else f"item_{kind}"
    return {"before": {name: before}, "after": {name: after}}
