"""The pictures like one picture, in groups and in an order, for its page.

What waits for a person comes first and is shown whole; what needs nobody is folded away.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from claims.views.shown_matches import ShownMatch, shown_match
from claims.views.shown_sides import Known
from media_provenance.models import Decision, Match, MatchClass, MediaAsset
from media_provenance.queries import MatchOrder

# Pairs of one group on the page of a picture: a picture that everybody passes on has hundreds.
MOST_LISTED = 40
# Of these so many are seen without opening anything.
_AT_ONCE = 5


class Group(StrEnum):
    """Where a match stands among those of a picture."""

    WAITING = "waiting"
    SAME = "same"
    IMPLIED = "implied"
    UNSURE = "unsure"
    SAME_PLACE = "same_place"
    REJECTED = "rejected"


def group_of(match: Match) -> Group:
    """Say where a match stands: what waits for a person first, what was rejected last."""
    if match.decision == Decision.REJECTED:
        return Group.REJECTED
    if match.lacks_second_person:
        return Group.WAITING
    if match.match_class == MatchClass.EXACT or match.decision == Decision.CONFIRMED:
        return Group.SAME
    if match.match_class == MatchClass.SAME_PLACE:
        return Group.SAME_PLACE
    if match.decision == Decision.UNSURE:
        return Group.UNSURE
    return Group.WAITING if match.represented_by_id is None else Group.IMPLIED


def group_label(group: Group) -> str:
    """The heading over a group of matches."""
    return {
        Group.WAITING: _("Waiting for a decision"),
        Group.SAME: _("The same picture"),
        Group.IMPLIED: _("Copies that other pairs answer for"),
        Group.UNSURE: _("Somebody looked and was not sure"),
        Group.SAME_PLACE: _("Same place, other photo"),
        Group.REJECTED: _("Rejected: another picture"),
    }[group]


# Shown at once, below their headings; every other group is opened by whoever wants it.
_OPEN = frozenset({Group.WAITING, Group.SAME})


@dataclass(frozen=True, slots=True)
class MatchGroup:
    """Pairs that stand at the same point; those that need nobody are folded away.

    ``count`` is of all of them, ``matches`` are the first ones in the order asked for; ``note``
    says what to know of such pairs, "" for nothing.
    """

    name: str
    label: str
    count: int
    matches: tuple[ShownMatch, ...]
    is_folded: bool
    note: str = ""

    @property
    def at_once(self) -> tuple[ShownMatch, ...]:
        """Those that are seen without opening anything, or all where the group is folded away."""
        return self.matches if self.is_folded else self.matches[:_AT_ONCE]

    @property
    def more(self) -> tuple[ShownMatch, ...]:
        """The others that are shown."""
        return self.matches[len(self.at_once) :]

    @property
    def more_count(self) -> int:
        """How many there are beside those seen at once."""
        return self.count - len(self.at_once)

    @property
    def left_out(self) -> int:
        """How many more there are than are shown."""
        return self.count - len(self.matches)


def shown_groups(
    asset: MediaAsset, matches: Sequence[Match], known: Known
) -> tuple[MatchGroup, ...]:
    """Return the pairs of a picture in their groups, in the order given within each.

    Only the first that waits is shown whole, so that the page of a picture with many copies
    stays light; each of the others is one click away.
    """
    groups = []
    stands_for = Counter(match.represented_by_id for match in matches)
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
                    shown_match(
                        match,
                        asset.pk,
                        known,
                        whole=group is Group.WAITING and place == 0,
                        stands_for=stands_for[match.pk],
                    )
                    for place, match in enumerate(members[:MOST_LISTED])
                ),
                is_folded=group not in _OPEN,
                note=implied_note() if group is Group.IMPLIED else "",
            )
        )
    return tuple(groups)


def implied_note() -> str:
    """Say what to know of pairs that people are not asked about."""
    return _(
        "Another pair of the same family was decided or waits in their place. They say nothing "
        "new; decide one all the same where its dates should count for this picture."
    )


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
