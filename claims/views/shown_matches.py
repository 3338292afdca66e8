"""Two pictures that are alike, put into words and places for the desk.

For the page of a picture, the page that compares two, the family and the results of a search. The
sentences are `media_provenance.wording`'s; what counts and who decides is asked elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from media_provenance.domain.alteration_facts import (
    Alteration,
    alteration_from_record,
    reversed_alteration,
)
from media_provenance.domain.date_evidence import terminus_ante_quem
from media_provenance.models import Decision, Match, MatchClass, MediaAsset
from media_provenance.queries import EvidenceView, MatchOrder
from media_provenance.wording import (
    LikenessNumber,
    alteration_sentence,
    decision_sentence,
    evidence_label,
    likeness_label,
    likeness_numbers,
    match_sentence,
    orientation_sentence,
)
from multilingual.display import format_interval, format_percent

# The copies of a picture that are shown in a list and in a comparison, by longest side in pixels.
LISTED_SIDE, COMPARED_SIDE = 480, 960
# Pairs of one group on the page of a picture: a picture that everybody passes on has hundreds.
MOST_LISTED = 40

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Outline:
    """The part of a picture that another one shows too, as an SVG polygon and as its share.

    Attributes:
        points: corners in a square of 100 by 100 that is stretched over the picture.
        share: of the picture's area, in words ("52 %").
    """

    points: str
    share: str


def outline(corners: Sequence[Sequence[float]]) -> Outline | None:
    """Return the outline of a polygon in fractions of width and height; None without an area."""
    if len(corners) < 3:
        return None
    area = abs(
        sum(
            x * next_y - next_x * y
            for (x, y), (next_x, next_y) in zip(corners, [*corners[1:], corners[0]], strict=True)
        )
        / 2
    )
    if not area:
        return None
    points = " ".join(f"{100 * x:.1f},{100 * y:.1f}" for x, y in corners)
    return Outline(points, format_percent(min(area, 1.0), get_language() or "en"))


class Group(StrEnum):
    """Where a match stands among those of a picture."""

    WAITING = "waiting"
    SAME = "same"
    UNSURE = "unsure"
    SAME_PLACE = "same_place"
    REJECTED = "rejected"


def group_of(match: Match) -> Group:
    """Say where a match stands: what waits for a person first, what was rejected last."""
    if match.decision == Decision.REJECTED:
        return Group.REJECTED
    if match.match_class == MatchClass.EXACT or match.decision == Decision.CONFIRMED:
        return Group.SAME
    if match.match_class == MatchClass.SAME_PLACE:
        return Group.SAME_PLACE
    return Group.UNSURE if match.decision == Decision.UNSURE else Group.WAITING


def group_label(group: Group) -> str:
    """The heading over a group of matches."""
    return {
        Group.WAITING: _("Waiting for a decision"),
        Group.SAME: _("The same picture"),
        Group.UNSURE: _("Somebody looked and was not sure"),
        Group.SAME_PLACE: _("Same place, other photo"),
        Group.REJECTED: _("Rejected: another picture"),
    }[group]


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


def decision_said(decision: str) -> str:
    """What a page says once a decision has been taken."""
    return {
        Decision.CONFIRMED: _("Confirmed: the same picture. Its evidence counts now."),
        Decision.REJECTED: _("Rejected: another picture. Its evidence does not count."),
        Decision.UNSURE: _("Noted: not sure. Its evidence does not count."),
        Decision.UNDECIDED: _("The decision is taken back."),
    }[Decision(decision)]


# Dates


@dataclass(frozen=True, slots=True)
class ShownDate:
    """A day by which a picture is known, and what kind of fact says so."""

    when: str
    kind: str


def shown_dates(views: Iterable[EvidenceView]) -> tuple[ShownDate, ...]:
    """Return the dated facts in the order given; the kind is always named beside the day."""
    return tuple(
        ShownDate(_when(view), evidence_label(view.item.kind))
        for view in views
        if not view.days.is_unknown
    )


def _when(view: EvidenceView) -> str:
    return format_interval(view.days, get_language() or "en")


# Sides


@dataclass(frozen=True, slots=True)
class ShownSide:
    """One of two pictures that are compared.

    Attributes:
        asset: None for a picture that is looked for and not stored.
        name: what it is called on the page.
        url: of the copy that is shown; page_url of its page, "" for a picture that is not stored.
        width, height: of the upright picture; only their ratio counts.
        is_older: whether what is known of it reaches further back than of the other.
    """

    asset: MediaAsset | None
    name: str
    url: str
    page_url: str
    width: int | None
    height: int | None
    outline: Outline | None
    dates: tuple[ShownDate, ...]
    is_older: bool = False

    @property
    def short_name(self) -> str:
        """The first digits of the file's digest, by which the desk calls a picture."""
        return self.asset.sha256[:8] if self.asset is not None else ""


Dates = Mapping[UUID, Sequence[EvidenceView]]


def shown_side(
    asset: MediaAsset,
    name: str,
    *,
    part: Sequence[Sequence[float]] = (),
    dates: Sequence[EvidenceView] = (),
    is_older: bool = False,
    size: int = LISTED_SIDE,
) -> ShownSide:
    """Return a stored picture as one side of a comparison; ``size`` is of its copy."""
    return ShownSide(
        asset=asset,
        name=name,
        url=reverse("desk:picture_copy", args=[asset.pk, size]),
        page_url=reverse("desk:picture", args=[asset.pk]),
        width=asset.width,
        height=asset.height,
        outline=outline(part),
        dates=shown_dates(dates),
        is_older=is_older,
    )


def existed_by(views: Iterable[EvidenceView]) -> datetime | None:
    """Return the instant by which a picture is known to have existed, by its own evidence."""
    oldest = terminus_ante_quem(view.item for view in views)
    return oldest.when.latest if oldest is not None else None


def _is_older(one: datetime | None, other: datetime | None) -> bool:
    return one is not None and (other is None or one < other)


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
    group: Group
    # Shown with both pictures and its buttons where it stands first among those that wait.
    is_whole: bool
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
    dates: Dates,
    *,
    whole: bool = False,
    size: int = LISTED_SIDE,
) -> ShownMatch:
    """Put a pair into words, seen from one of the two.

    Args:
        seen_from: the picture that the person came from, one of the two.
        dates: the evidence of each picture itself, oldest first, by the picture's id.
        whole: see ``ShownMatch.is_whole``.
        size: longest side in pixels of the copies that are shown.
    """
    first = (match.first, match.first_part)
    second = (match.second, match.second_part)
    (seen, my_part), (other, their_part) = (
        (first, second) if match.first_id == seen_from else (second, first)
    )
    mine, theirs = dates.get(seen.pk, ()), dates.get(other.pk, ())
    since, others_since = existed_by(mine), existed_by(theirs)
    return ShownMatch(
        match=match,
        seen=shown_side(
            seen,
            _("This picture"),
            part=my_part,
            dates=mine,
            is_older=_is_older(since, others_since),
            size=size,
        ),
        other=shown_side(
            other,
            _("The other picture"),
            part=their_part,
            dates=theirs,
            is_older=_is_older(others_since, since),
            size=size,
        ),
        group=group_of(match),
        is_whole=whole,
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


def tone_of(match_class: str) -> str:
    """The tone of the pill that names a class of likeness."""
    return _TONES[MatchClass(match_class)]


def _is_told(match: Match) -> bool:
    """What counts by itself does not wait for anybody's word."""
    return match.match_class != MatchClass.EXACT or match.decision != Decision.UNDECIDED


def alteration_of(match: Match, seen_from: UUID) -> Alteration | None:
    """How the picture that is seen differs from the other; None where it was not measured."""
    if match.alteration is None:
        return None
    stored = alteration_from_record(match.alteration)
    return stored if match.second_id == seen_from else reversed_alteration(stored)


def _changes(match: Match, seen_from: UUID) -> str:
    found = alteration_of(match, seen_from)
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


# The pairs of one picture


@dataclass(frozen=True, slots=True)
class MatchGroup:
    """Pairs that stand at the same point; what was rejected is folded away.

    ``count`` is of all of them, ``matches`` are the first ones in the order asked for.
    """

    name: str
    label: str
    count: int
    matches: tuple[ShownMatch, ...]
    is_folded: bool

    @property
    def left_out(self) -> int:
        """How many more there are than are shown."""
        return self.count - len(self.matches)


def shown_groups(
    asset: MediaAsset, matches: Sequence[Match], dates: Dates
) -> tuple[MatchGroup, ...]:
    """Return the pairs of a picture in their groups, in the order given within each.

    Only the first that waits is shown whole, so that the page of a picture with many copies
    stays light; each of the others is one click away.
    """
    groups = []
    for group in Group:
        members = [match for match in matches if group_of(match) == group]
        if not members:
            continue
        groups.append(
            MatchGroup(
                name=group.value,
                label=group_label(group),
                count=len(members),
                matches=tuple(
                    shown_match(match, asset.pk, dates, whole=group is Group.WAITING and place == 0)
                    for place, match in enumerate(members[:MOST_LISTED])
                ),
                is_folded=group is Group.REJECTED,
            )
        )
    return tuple(groups)


@dataclass(frozen=True, slots=True)
class ShownOrder:
    """An order as a link."""

    value: str
    label: str
    is_chosen: bool


def order_named(written: str) -> MatchOrder:
    """Return the order of that name, or else oldest first: for a date the oldest copy counts."""
    return {order.value: order for order in MatchOrder}.get(written, MatchOrder.OLDEST)


def shown_orders(chosen: MatchOrder) -> list[ShownOrder]:
    """Every order with its label."""
    labels = {
        MatchOrder.OLDEST: _("Oldest first"),
        MatchOrder.NEWEST: _("Newest first"),
        MatchOrder.CLOSEST: _("Closest first"),
        MatchOrder.MOST_CHANGED: _("Most changed first"),
    }
    return [ShownOrder(order.value, labels[order], order is chosen) for order in MatchOrder]


def in_order(
    asset: MediaAsset, matches: Iterable[Match], dates: Dates, order: MatchOrder
) -> list[Match]:
    """Sort the pairs of a picture; by date, those of which no date is known come last."""

    def since(match: Match) -> float | None:
        other = match.second_id if match.first_id == asset.pk else match.first_id
        known = existed_by(dates.get(other, ()))
        return None if known is None else known.timestamp()

    def place(match: Match) -> tuple[bool, float, int]:
        if order in (MatchOrder.CLOSEST, MatchOrder.MOST_CHANGED):
            sign = -1 if order is MatchOrder.CLOSEST else 1
            return (False, sign * _closeness(match), match.pk)
        known = since(match)
        sign = 1 if order is MatchOrder.OLDEST else -1
        return (known is None, sign * (known or 0.0), match.pk)

    return sorted(matches, key=place)


def _closeness(match: Match) -> float:
    """How much of the two agrees, 0 to 1; a fingerprint stands in where that is all there is."""
    if match.agreement is not None:
        return match.agreement
    return 1.0 if match.distance is None else 1 - match.distance / 256
