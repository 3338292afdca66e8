"""Two pictures that are alike, put into words for the desk.

For the page of a picture, the page that compares two, and the family. The sentences are
`media_provenance.wording`'s; what counts and who decides is asked elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from claims.views.shown_sides import LISTED_SIDE, Known, ShownSide, shown_side
from media_provenance.models import Decision, Match, MatchClass
from media_provenance.queries import alteration_of, known_since
from media_provenance.wording import (
    LikenessNumber,
    alteration_sentence,
    decision_sentence,
    likeness_label,
    likeness_numbers,
    match_sentence,
    orientation_sentence,
)


def class_label(match_class: str) -> str:
    """What a class of likeness is called. Raises ``ValueError`` for an unknown class."""
    return likeness_label(match_class)


def decision_choices(match: Match) -> list[tuple[str, str]]:
    """What may be said of a match now, with the words of its button."""
    words = {
        Decision.CONFIRMED: _("It is the same picture"),
        Decision.REJECTED: _("It is another picture"),
        Decision.UNSURE: _("I am not sure"),
        Decision.UNDECIDED: _("Take the decision back"),
    }
    # What counts by itself is only ever objected to.
    is_exact = match.match_class == MatchClass.EXACT
    offered = (Decision.REJECTED, Decision.UNDECIDED) if is_exact else tuple(words)
    return [(one.value, words[one]) for one in offered if one != match.decision]


def decision_said(decision: str, *, lacks_second: bool = False) -> str:
    """What a page says once a decision has been taken."""
    if lacks_second:
        return _("Confirmed by you. It counts when a second person has confirmed it too.")
    return {
        Decision.CONFIRMED: _("Confirmed: the same picture. Its evidence counts now."),
        Decision.REJECTED: _("Rejected: another picture. Its evidence does not count."),
        Decision.UNSURE: _("Noted: not sure. Its evidence does not count."),
        Decision.UNDECIDED: _("The decision is taken back."),
    }[Decision(decision)]


# Pairs


@dataclass(frozen=True, slots=True)
class ShownChoice:
    """A decision that may be taken now: its button, and the key that presses it."""

    value: str
    words: str
    key: str


_KEYS = {
    Decision.CONFIRMED: "c",
    Decision.REJECTED: "r",
    Decision.UNSURE: "s",
    Decision.UNDECIDED: "u",
}
_TONES = {
    MatchClass.EXACT: "good",
    MatchClass.COPY: "good",
    MatchClass.LIKELY_COPY: "warn",
    MatchClass.SAME_PLACE: "",
}


@dataclass(frozen=True, slots=True)
class ShownMatch:
    """Two pictures that are alike, seen from one of them."""

    match: Match
    seen: ShownSide
    other: ShownSide
    # Shown with both pictures and its buttons where it stands first among those that wait.
    is_whole: bool
    # Pairs that wait for nobody because people are asked about this one.
    stands_for: int
    class_label: str
    tone: str
    sentence: str
    # What was changed, in words; "" where that was not measured.
    changes: str
    decision: str
    numbers: tuple[LikenessNumber, ...]
    choices: tuple[ShownChoice, ...]
    # The page that compares the two.
    compare_url: str


def compare_url(match: Match, seen_from: UUID) -> str:
    """The page that compares a pair, seen from one of the two."""
    query = urlencode({"from": str(seen_from)})
    return f"{reverse('desk:match_compare', args=[match.pk])}?{query}"


def shown_match(
    match: Match,
    seen_from: UUID,
    known: Known,
    *,
    whole: bool = False,
    stands_for: int = 0,
    size: int = LISTED_SIDE,
) -> ShownMatch:
    """Put a pair into words, seen from one of the two.

    Args:
        seen_from: the picture that the person came from, one of the two.
        known: of both pictures by themselves.
        whole, stands_for: see ``ShownMatch``.
        size: longest side in pixels of the copies that are shown.
    """
    first = (match.first, match.first_part)
    second = (match.second, match.second_part)
    (seen, my_part), (other, their_part) = (
        (first, second) if match.first_id == seen_from else (second, first)
    )
    since, others_since = known_since(known.dates[seen.pk]), known_since(known.dates[other.pk])
    return ShownMatch(
        match=match,
        seen=shown_side(
            seen,
            _("This picture"),
            known,
            part=my_part,
            is_older=_is_older(since, others_since),
            size=size,
        ),
        other=shown_side(
            other,
            _("The other picture"),
            known,
            part=their_part,
            is_older=_is_older(others_since, since),
            size=size,
        ),
        is_whole=whole,
        stands_for=stands_for,
        class_label=class_label(match.match_class),
        tone=tone_of(match.match_class),
        sentence=match_sentence(
            match.match_class,
            same_bytes=match.first.sha256 == match.second.sha256,
            distance=match.distance,
        ),
        changes=_changes(match, seen_from),
        decision=decision_sentence(match.decision) if _is_told(match) else "",
        numbers=likeness_numbers(
            inliers=match.inliers, distance=match.distance, agreement=match.agreement
        ),
        choices=_choices(match),
        compare_url=compare_url(match, seen_from),
    )


def _is_older(one: datetime | None, other: datetime | None) -> bool:
    return one is not None and (other is None or one < other)


def tone_of(match_class: str) -> str:
    """The tone of the pill that names a class of likeness."""
    return _TONES[MatchClass(match_class)]


def _is_told(match: Match) -> bool:
    """What counts by itself does not wait for anybody's word."""
    return match.match_class != MatchClass.EXACT or match.decision != Decision.UNDECIDED


def _changes(match: Match, seen_from: UUID) -> str:
    found = alteration_of(match, seen_from=seen_from)
    if found is not None:
        return alteration_sentence(found)
    if match.match_class in (MatchClass.EXACT, MatchClass.SAME_PLACE):
        # Nothing was changed: it is the same picture, or another photo.
        return ""
    return orientation_sentence(match.orientation)


def _choices(match: Match) -> tuple[ShownChoice, ...]:
    return tuple(
        ShownChoice(value, words, _KEYS[Decision(value)])
        for value, words in decision_choices(match)
    )
