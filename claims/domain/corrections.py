"""Putting right what a reader read, so that it stays right when the page is read anew.

A change of the text is kept as its words before and after, with the words on either side, and
finds its place again by them in whatever a later reading gives. What finds no place is adrift: it
is kept and shown, and changes nothing. Not for who may correct, nor for storing it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from claims.domain.page_lines import line_key
from claims.domain.stored_reading import StoredLine

__all__ = [
    "CONTEXT",
    "Applied",
    "LineChoice",
    "LinesApplied",
    "TextChange",
    "apply",
    "apply_lines",
    "changes_between",
    "find_place",
]

# Characters that are kept of either side of a change: some six words, enough to tell apart the
# places of one word in a page.
CONTEXT = 40
# A place is believed without its old neighbours when the words themselves are this long.
_TELLING = 16
# ... or when so many characters beside it are as they were, the edge of the text counting as all.
_NEIGHBOURS = 8
# Pairs of words compared to find single changes; what differs more than that is one change. At
# most some seconds of one processor.
_MOST_COMPARED = 9_000_000
# Places looked at for one change; a change of one letter in a page of 400,000 is not looked for
# everywhere.
_MOST_PLACES = 500


@dataclass(frozen=True, slots=True)
class TextChange:
    """``before`` became ``after`` at ``start`` (code points of the text it was made in).

    ``before`` is "" for words that were added, ``after`` "" for words that were taken out.
    """

    id: int
    before: str
    after: str
    context_before: str
    context_after: str
    start: int


@dataclass(frozen=True, slots=True)
class Applied:
    """A text with the changes that found their place.

    Attributes:
        text: with all of them, in their order.
        placed: (id, start) where each stands in the text as it was when its turn came.
        adrift: ids of those that found none.
    """

    text: str
    placed: tuple[tuple[int, int], ...]
    adrift: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class LineChoice:
    """A person's word that a line is text (``is_kept``) or is none; ``number`` as it was read."""

    id: int
    number: int
    text: str
    is_kept: bool


@dataclass(frozen=True, slots=True)
class LinesApplied:
    """A body with lines put back and taken out, and which choices found their line."""

    text: str
    placed: tuple[int, ...]
    adrift: tuple[int, ...]


def apply(text: str, changes: Iterable[TextChange]) -> Applied:
    """Make the changes one after the other, each where its words and neighbours now stand."""
    placed: list[tuple[int, int]] = []
    adrift: list[int] = []
    for change in changes:
        start = find_place(
            text,
            change.before,
            context_before=change.context_before,
            context_after=change.context_after,
            start=change.start,
        )
        if start is None:
            adrift.append(change.id)
            continue
        text = text[:start] + change.after + text[start + len(change.before) :]
        placed.append((change.id, start))
    return Applied(text, tuple(placed), tuple(adrift))


def find_place(
    text: str, words: str, *, context_before: str, context_after: str, start: int
) -> int | None:
    """Return where words stand now that stood between the two contexts; ``None`` if nowhere.

    Of several places the one whose neighbours are most alike is taken, then the one nearest to
    ``start``. Words of less than 16 characters need neighbours: 8 characters that are as they
    were on one side, or all there were.
    """
    best: tuple[int, int] | None = None
    best_place: int | None = None
    for place in _places(text, words, context_before, context_after, start):
        end = place + len(words)
        left = _shared_end(text[max(0, place - CONTEXT) : place], context_before)
        right = _shared_start(text[end : end + CONTEXT], context_after)
        is_known = (
            len(words) >= _TELLING
            or _is_as_it_was(left, context_before, is_at_edge=place == 0)
            or _is_as_it_was(right, context_after, is_at_edge=end == len(text))
        )
        if not is_known:
            continue
        score = (left + right, -abs(place - start))
        if best is None or score > best:
            best, best_place = score, place
    return best_place


def changes_between(before: str, after: str) -> list[TextChange]:
    """Return the changes that turn one text into the other, in their order; ids count from 0.

    By words, so that a change can be read. Applying them to ``before`` gives ``after``: each has
    its place and neighbours as they are when its turn comes.
    """
    old, new = _words(before), _words(after)
    changes: list[TextChange] = []
    shift = 0
    old_at = _offsets(old)
    text = before
    for first, last, new_first, new_last in _differing(old, new):
        start = old_at[first] + shift
        gone, come = "".join(old[first:last]), "".join(new[new_first:new_last])
        end = start + len(gone)
        changes.append(
            TextChange(
                id=len(changes),
                before=gone,
                after=come,
                context_before=text[max(0, start - CONTEXT) : start],
                context_after=text[end : end + CONTEXT],
                start=start,
            )
        )
        text = text[:start] + come + text[end:]
        shift += len(come) - len(gone)
    return changes


def apply_lines(
    body: str, lines: Sequence[StoredLine], choices: Iterable[LineChoice]
) -> LinesApplied:
    """Put lines back into a body that were left out of it, and take out lines that were kept.

    A line put back becomes a paragraph of its own, after what stands above it on the page.

    Args:
        lines: those of this reading, in order, with their places in ``body``.
        choices: at most one for a line counts, the last.
    """
    wanted: dict[int, bool] = {}
    placed: list[int] = []
    adrift: list[int] = []
    for choice in choices:
        line = _line_of(lines, choice)
        if line is None:
            adrift.append(choice.id)
        else:
            placed.append(choice.id)
            wanted[line] = choice.is_kept
    return LinesApplied(_with_lines(body, lines, wanted), tuple(placed), tuple(adrift))


def _places(
    text: str, words: str, context_before: str, context_after: str, start: int
) -> Iterator[int]:
    """Give places where the words could stand: where they were, then every other one."""
    if words:
        if text.startswith(words, start):
            yield start
        yield from _occurrences(text, words, 0)
        return
    # Nothing stood there: where either neighbour is, or at an edge.
    yield min(start, len(text))
    if not context_before:
        yield 0
    if not context_after:
        yield len(text)
    for length in (CONTEXT, 20, _NEIGHBOURS):
        if tail := context_before[-length:]:
            yield from _occurrences(text, tail, len(tail))
        if head := context_after[:length]:
            yield from _occurrences(text, head, 0)


def _occurrences(text: str, words: str, shift: int) -> Iterator[int]:
    place = text.find(words)
    for _ in range(_MOST_PLACES):
        if place < 0:
            return
        yield place + shift
        place = text.find(words, place + 1)


def _is_as_it_was(shared: int, context: str, *, is_at_edge: bool) -> bool:
    return shared >= min(_NEIGHBOURS, len(context)) if context else is_at_edge


def _shared_end(one: str, other: str) -> int:
    return _shared_start(one[::-1], other[::-1])


def _shared_start(one: Sequence[str], other: Sequence[str]) -> int:
    count = 0
    for first, second in zip(one, other, strict=False):
        if first != second:
            break
        count += 1
    return count


def _differing(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int, int, int]]:
    """Give the ranges of words that differ, as (old first, old last, new first, new last)."""
    head = _shared_start(old, new)
    tail = min(_shared_start(old[::-1], new[::-1]), len(old) - head, len(new) - head)
    old_end, new_end = len(old) - tail, len(new) - tail
    if (old_end - head) * (new_end - head) > _MOST_COMPARED:
        yield head, old_end, head, new_end
        return
    matcher = SequenceMatcher(None, old[head:old_end], new[head:new_end], autojunk=False)
    for tag, first, last, new_first, new_last in matcher.get_opcodes():
        if tag != "equal":
            yield head + first, head + last, head + new_first, head + new_last


def _words(text: str) -> list[str]:
    """Split into words, each with the white space after it, and nothing lost."""
    found: list[str] = []
    at = 0
    size = len(text)
    while at < size:
        end = at
        while end < size and not text[end].isspace():
            end += 1
        while end < size and text[end].isspace():
            end += 1
        found.append(text[at:end])
        at = end
    return found


def _offsets(words: Sequence[str]) -> list[int]:
    found = [0]
    for word in words:
        found.append(found[-1] + len(word))
    return found


def _line_of(lines: Sequence[StoredLine], choice: LineChoice) -> int | None:
    """Return the index of the chosen line: of those that say the same, the nearest."""
    key = line_key(choice.text) or choice.text
    same = [place for place, line in enumerate(lines) if (line_key(line.text) or line.text) == key]
    return min(same, key=lambda place: abs(lines[place].number - choice.number), default=None)


def _with_lines(body: str, lines: Sequence[StoredLine], wanted: dict[int, bool]) -> str:
    """Return the body with every wanted line in it and every unwanted one not."""
    # From the end, so that the places of what stands above stay as they are.
    for place in sorted(wanted, reverse=True):
        line = lines[place]
        if wanted[place] and line.body_start is None:
            body = _put_back(body, line.text, _end_above(body, lines[:place]))
        elif not wanted[place] and line.body_start is not None:
            body = _taken_out(body, line)
    return body


def _end_above(body: str, above: Sequence[StoredLine]) -> int:
    """Return where the paragraph ends that holds the last kept line above; 0 if there is none."""
    starts = [line.body_start for line in above if line.body_start is not None]
    if not starts:
        return 0
    end = body.find("\n\n", max(starts))
    return len(body) if end < 0 else end


def _put_back(body: str, text: str, at: int) -> str:
    if not body:
        return text
    return f"{text}\n\n{body}" if at == 0 else f"{body[:at]}\n\n{text}{body[at:]}"


def _taken_out(body: str, line: StoredLine) -> str:
    """Return the body without the line; a paragraph of nothing else goes with its gap."""
    start = line.body_start or 0
    if not body.startswith(line.text, start):
        # The reader changed white space inside the line: leave what cannot be cut cleanly.
        return body
    end = start + len(line.text)
    before, after = body[:start], body[end:]
    if before.endswith("\n\n") or not before:
        if after.startswith("\n\n"):
            return before + after[2:]
        if not after:
            return before[:-2]
    return before.rstrip(" ") + after if not after.startswith(" ") else before + after[1:]
