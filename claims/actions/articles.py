"""Say how many articles a page holds, and have pages read anew.

What a page is cut into follows from the cuts on the item that was brought in; the parts are items
of their own, and joining loses nothing. Putting words right is `claims.actions.readings`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from claims.actions.history import record_event
from claims.domain.page_lines import line_key
from claims.domain.stored_reading import StoredLine, stored_cuts, stored_lines
from claims.models import Claim, IntakeKind, NewsItem, NewsItemPicture
from claims.models.news_item import ReadingState
from claims.permissions import check_can_correct_reading
from claims.reading import READ_ITEM, read_stored
from claims.recording.items import first_of, lock_item, parts_of, write_readings
from claims.recording.places import give_picture, record_sightings
from jobs.actions import ask_again

if TYPE_CHECKING:
    from django.contrib.auth.models import User

# Texts up to so many characters are read and analysed in the request that asked for it; what is
# longer, and every page of HTML, is a job. Cutting a text of 20,000 characters took 0.7 s, and
# 1.6 s with three times as much to do on two cores; of 50,000 it took up to 2.5 s.
MOST_READ_AT_ONCE = 20_000


class CannotSplitHere(Exception):
    """No article can begin at that line."""

    def __init__(self) -> None:
        super().__init__(
            _("An article cannot begin at this line. Choose a line below the first of the text.")
        )


class CannotReadAnew(Exception):
    """There is no copy that could be read."""

    def __init__(self) -> None:
        super().__init__(_("No copy of this page is stored, so it cannot be read anew."))


class NotTheSamePage(Exception):
    """A picture can only be moved between the parts of one page."""

    def __init__(self) -> None:
        super().__init__(_("A picture can only be moved to another part of the same page."))


@transaction.atomic
def split_item(item: NewsItem, at_line: int, *, by: User) -> NewsItem:
    """Say that another article begins at a line of the page, and return the item made of it.

    ``item`` may be any part of the page. A cut that is there gives its part. The part shares
    capture and outlet; pictures whose captions stand among its lines go with it. It may still
    wait to be read.

    Raises:
        NotAllowed; CannotSplitHere: the line is none of the page's, or the first of its text.
    """
    check_can_correct_reading(by)
    first = locked_first(item)
    for cut in first.cuts or ():
        if cut["line"] == at_line:
            return first.parts.get(part=cut["part"])
    line = _line_of_page(first, at_line)
    part = _add_cut(first, line.number, line.text, by=by)
    # Before the claims that go into the part are gone from the page.
    tell(first, "case.item_split", by, part=str(part.pk), line=at_line)
    _read_anew(first)
    part.refresh_from_db()
    return part


@transaction.atomic
def confirm_offered(item: NewsItem, *, by: User) -> list[NewsItem]:
    """Cut the page where the reader offers it; returns the parts after the first.

    Where somebody has decided before, the parts that are there.

    Raises:
        NotAllowed.
    """
    check_can_correct_reading(by)
    first = locked_first(item)
    if first.cuts is None and first.reading is not None:
        offered = stored_cuts(first.reading.content)
        for cut in offered:
            part = _add_cut(first, cut.line, cut.text, by=by)
            tell(first, "case.item_split", by, part=str(part.pk), line=cut.line)
        if offered:
            _read_anew(first)
    return parts_of(first)


@transaction.atomic
def refuse_offered(item: NewsItem, *, by: User) -> NewsItem:
    """Say that the page is one article. Changes nothing where somebody has decided before.

    Raises:
        NotAllowed.
    """
    check_can_correct_reading(by)
    first = locked_first(item)
    if first.cuts is None:
        first.cuts = []
        first.save(update_fields=["cuts"])
    return first


@transaction.atomic
def join_item(part: NewsItem, *, by: User) -> NewsItem:
    """Give a part back to the page it was cut from; returns the item it is joined to.

    Its pictures go back at once. Claims, statements and decisions made of the part go back when
    the page is read, and a quotation that is not found there is adrift. The part keeps its text
    and says what it was joined to. Twice changes nothing.

    Raises:
        NotAllowed.
    """
    check_can_correct_reading(by)
    first = locked_first(part)
    locked = lock_item(part.pk)
    if locked.part_of_id is None or locked.state == ReadingState.JOINED:
        return first
    first.cuts = [cut for cut in first.cuts or () if cut["part"] != locked.part]
    first.save(update_fields=["cuts"])
    locked.state = ReadingState.JOINED
    locked.save(update_fields=["state"])
    for picture in locked.pictures.select_related("asset", "news_item"):
        give_picture(picture, first, by=by)
    tell(locked, "case.item_joined", by, part=str(locked.pk))
    _read_anew(first)
    return first


@transaction.atomic
def move_picture(picture: NewsItemPicture, to: NewsItem, *, by: User) -> NewsItemPicture:
    """Give a picture to another part of the same page. Twice changes nothing.

    Raises:
        NotAllowed, NotTheSamePage.
    """
    check_can_correct_reading(by)
    locked = NewsItemPicture.objects.select_for_update(of=("self",)).select_related(
        "asset", "news_item"
    )
    found = locked.get(pk=picture.pk)
    if first_of(found.news_item).pk != first_of(to).pk:
        raise NotTheSamePage
    if found.news_item_id != to.pk:
        give_picture(found, to, by=by)
    return found


@transaction.atomic
def read_anew(item: NewsItem, *, by: User) -> NewsItem:
    """Read the stored copy once more with the present reader; corrections are applied again.

    Short pasted texts at once, everything else as a job. What waits to be read, or could not be
    fetched, is left as it is.

    Raises:
        NotAllowed, CannotReadAnew.
    """
    check_can_correct_reading(by)
    first = locked_first(item)
    if first.intake == IntakeKind.PICTURES or (
        first.intake != IntakeKind.TEXT and first.capture is None
    ):
        raise CannotReadAnew
    if first.state == ReadingState.READ:
        _read_anew(first)
        tell(first, "case.item_read_anew", by)
    return first


def locked_first(item: NewsItem) -> NewsItem:
    """Lock the item that was brought in, of which this is a part or itself."""
    return lock_item(item.part_of_id or item.pk)


def tell(item: NewsItem, name: str, by: User, **values: Any) -> None:
    """Write into the history of every claim that was made of the item."""
    for claim in Claim.objects.filter(news_items=item).distinct().order_by("pk"):
        record_event(claim, name, by=by, item=str(item.pk), **values)


def _line_of_page(first: NewsItem, number: int) -> StoredLine:
    """Find a line at which an article can begin.

    Raises:
        CannotSplitHere.
    """
    members = [first, *parts_of(first)]
    for member in members:
        lines = stored_lines(member.reading.content) if member.reading else []
        first_kept = next((line.number for line in lines if line.is_kept), None)
        for line in lines:
            if line.number != number:
                continue
            if member.part == 1 and (first_kept is None or number <= first_kept):
                raise CannotSplitHere
            return line
    raise CannotSplitHere


def _add_cut(first: NewsItem, line: int, text: str, *, by: User) -> NewsItem:
    """Add a cut and return its part: a new item, or the one that was joined from there."""
    joined = [one for one in _joined(first) if _begins_with(one, text)]
    # A page can hold the same words twice, such as its title: the nearest is the one.
    part = min(joined, key=lambda one: abs(_begins_at(one) - line), default=None)
    if part is None:
        last = first.parts.order_by("-part").values_list("part", flat=True).first()
        part = NewsItem(
            part_of=first,
            part=(last or 1) + 1,
            intake=first.intake,
            url=first.url,
            outlet=first.outlet,
            capture=first.capture,
            added_by=by,
        )
    part.state = ReadingState.WAITING
    part.save()
    cut = {"line": line, "text": text, "part": part.part}
    first.cuts = sorted([*(first.cuts or ()), cut], key=lambda one: int(one["line"]))
    first.save(update_fields=["cuts"])
    return part


def _joined(first: NewsItem) -> Iterable[NewsItem]:
    return first.parts.filter(state=ReadingState.JOINED).select_related("reading")


def _begins_with(part: NewsItem, text: str) -> bool:
    lines = stored_lines(part.reading.content) if part.reading else []
    return bool(lines) and line_key(lines[0].text) == line_key(text)


def _begins_at(part: NewsItem) -> int:
    lines = stored_lines(part.reading.content) if part.reading else []
    return lines[0].number if lines else 0


def _read_anew(first: NewsItem) -> None:
    """Read at once what is short and pasted, and ask for a job otherwise. ``first`` is locked."""
    if first.intake == IntakeKind.TEXT and len(first.text_fetched) <= MOST_READ_AT_ONCE:
        write_readings(first, read_stored(first))
        for one in (first, *parts_of(first)):
            record_sightings(one)
        return
    payload = {"item": str(first.pk), "anew": True}
    ask_again(READ_ITEM, f"{first.pk}:anew", payload)
