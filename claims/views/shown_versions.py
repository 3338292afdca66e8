"""The versions of a published text as the public history shows them: what changed, in words.

What a version said comes from its frozen snapshot, who did what from the history of the case, and
people are named by what they did and never by name. Nothing is decided here.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from claims.domain.history import SHORT
from claims.domain.published import PublishedVerdict
from claims.domain.word_changes import Change, word_changes
from claims.history import HistoryEntry
from claims.publishing import PublicVersion
from claims.wording import public_step_sentence

# Where a block of prose ends and its words would otherwise run into the next one's.
_BLOCK_END = re.compile(r"</(?:p|li|h[1-6]|blockquote)>|<br ?/?>")


@dataclass(frozen=True, slots=True)
class ShownChange:
    """One field whose words changed, word by word; a long one is shown folded.

    ``language`` is of the words; "" for words of our own, which stand in the reader's.
    """

    label: str
    words: tuple[Change, ...]
    is_long: bool = False
    language: str = ""


@dataclass(frozen=True, slots=True)
class ShownStep:
    """One thing done with a version: "approve", "publish" or "withdraw".

    Without ``number`` the history has no public event of it.
    """

    name: str
    sentence: str
    at: datetime
    number: int | None = None
    hash_hex: str = ""

    @property
    def short_hash(self) -> str:
        """The first 12 digits, to compare by eye."""
        return self.hash_hex[:SHORT]


@dataclass(frozen=True, slots=True)
class ShownVersion:
    """A version with what changed in it; ``also`` are sentences for what has no words to mark."""

    version: PublicVersion
    steps: tuple[ShownStep, ...]
    changes: tuple[ShownChange, ...] = ()
    also: tuple[str, ...] = ()


def shown_versions(
    versions: Sequence[PublicVersion], entries: Iterable[HistoryEntry]
) -> list[ShownVersion]:
    """Return versions, newest first, as a page shows them, worded in the active language.

    ``entries`` is the public history of the text in the language of the versions.
    """
    events = {(entry.name, entry.values.get("revision")): entry for entry in entries}
    older = [*versions[1:], None]
    return [
        ShownVersion(version, _steps(version, events), *_changes(former, version))
        for version, former in zip(versions, older, strict=True)
    ]


def _steps(
    version: PublicVersion, events: dict[tuple[str, object], HistoryEntry]
) -> tuple[ShownStep, ...]:
    moments = [
        ("text.approve", version.approved_at),
        ("text.publish", version.published_at),
        ("text.withdraw", version.withdrawn.withdrawn_at if version.withdrawn else None),
    ]
    known = [(name, at) for name, at in moments if at is not None]
    return tuple(_step(name, at, events.get((name, version.number))) for name, at in known)


def _step(name: str, at: datetime, event: HistoryEntry | None) -> ShownStep:
    bare, sentence = name.removeprefix("text."), public_step_sentence(name)
    if event is None:
        return ShownStep(bare, sentence, at)
    return ShownStep(bare, sentence, event.at, event.number, event.hash_hex)


def _changes(
    former: PublicVersion | None, version: PublicVersion
) -> tuple[tuple[ShownChange, ...], tuple[str, ...]]:
    """Compare a version with the one before it, where the words of both may be read."""
    if former is None or former.verdict is None or version.verdict is None:
        return (), ()
    return _fields(former.verdict, version.verdict), _sentences(former.verdict, version.verdict)


def _fields(old: PublishedVerdict, new: PublishedVerdict) -> tuple[ShownChange, ...]:
    fields = [
        (_("Rating"), old.rating.label, new.rating.label, False),
        (_("The claim"), old.claim.text, new.claim.text, False),
        (_("Headline"), old.headline, new.headline, False),
        (_("What we found"), old.summary, new.summary, False),
        (_("How we checked"), plain_words(old.body), plain_words(new.body), True),
    ]
    return tuple(
        ShownChange(label, word_changes(former, now), is_long)
        for label, former, now, is_long in fields
        if former.split() != now.split()
    )


def _sentences(old: PublishedVerdict, new: PublishedVerdict) -> tuple[str, ...]:
    pairs = [
        (old.pictures, new.pictures, _("The pictures or their descriptions were changed.")),
        (old.finding, new.finding, _("What is said of the picture's age was changed.")),
        (old.sources, new.sources, _("The list of sources was changed.")),
        (
            (old.claimant, old.appearances),
            (new.claimant, new.appearances),
            _("Who made the claim, or where it appeared, was changed."),
        ),
    ]
    return tuple(sentence for former, now, sentence in pairs if former != now)


def plain_words(body: str) -> str:
    """Return the words of sanitised HTML, one block to a line."""
    return html.unescape(strip_tags(_BLOCK_END.sub("\n", body)))
