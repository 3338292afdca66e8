"""All copies of one picture, put into words for the desk."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from claims.queries import uses_of_each
from claims.views.shown_match_groups import implied_note
from claims.views.shown_matches import ShownMatch, compare_url, shown_match
from claims.views.shown_sides import Known, ShownSide, known_of, shown_side
from claims.wording import PictureName, unconfirmed_label
from media_provenance.domain.timeline import TimelineDrawing, TimelineItem, timeline
from media_provenance.models import COPY_CLASSES, Decision, Match
from media_provenance.queries import Family, FamilyLink, Member
from media_provenance.wording import evidence_label, format_interval
from multilingual.arabic import direction, isolate

# Rows of the timeline: beyond these the drawing is longer than anybody looks at.
_MOST_DRAWN = 40
# Pairs of one kind in the lists of a family.
_MOST_PAIRS = 40


@dataclass(frozen=True, slots=True)
class ShownUse:
    """A claim or news item that a picture stands in."""

    url: str
    label: str
    language: str


@dataclass(frozen=True, slots=True)
class ShownMember:
    """One copy, and how it is known to be one.

    Attributes:
        link, tone: how, in words, and the tone of its pill.
        compare_url, compare_label: where the pair by which it was reached is compared; "" for the
            picture asked about.
        is_asked: whether it is the picture asked about.
        is_oldest: whether the oldest evidence in the family is of this file.
    """

    side: ShownSide
    link: str
    tone: str
    compare_url: str
    compare_label: str
    is_asked: bool
    is_oldest: bool
    uses: tuple[ShownUse, ...]


@dataclass(frozen=True, slots=True)
class ShownFamily:
    """A family as its page shows it; ``drawing`` is None where no date is known.

    The counts are of all pairs; the first ones are shown.
    """

    name: PictureName
    members: tuple[ShownMember, ...]
    waiting: tuple[ShownMatch, ...]
    waiting_count: int
    # Undecided pairs that people are not asked about, because another stands for them.
    implied: tuple[ShownMatch, ...]
    implied_count: int
    contradictions: tuple[ShownMatch, ...]
    same_place: tuple[ShownMatch, ...]
    is_complete: bool
    drawing: TimelineDrawing | None
    implied_note: str

    @property
    def waiting_left_out(self) -> int:
        """How many more pairs wait than are shown."""
        return self.waiting_count - len(self.waiting)

    @property
    def implied_left_out(self) -> int:
        """How many more pairs others stand for than are shown."""
        return self.implied_count - len(self.implied)


def shown_family(family: Family) -> ShownFamily:
    """Put a family into words. Six queries beside those that found it."""
    ids = {member.asset.pk for member in family.members}
    apart = {one.match.pk: one.near for one in family.apart}
    undecided = list(
        Match.objects.undecided()
        .filter(first_id__in=ids, second_id__in=ids)
        .select_related("first", "second", "decided_by")
        .order_by("pk")
    )
    waiting = [pair for pair in undecided if pair.represented_by_id is None]
    implied = [pair for pair in undecided if pair.represented_by_id is not None]
    others = Match.objects.select_related("first", "second", "decided_by").in_bulk(
        [*apart, *(one.pk for one in family.contradictions)]
    )
    shown = (*waiting[:_MOST_PAIRS], *implied[:_MOST_PAIRS], *others.values())
    known = known_of(
        [
            *(one for pair in shown for one in (pair.first, pair.second)),
            *(member.asset for member in family.members),
        ]
    )
    uses = uses_of_each(ids)
    oldest = family.oldest
    return ShownFamily(
        name=known.names[family.asset.pk],
        members=tuple(
            _member(
                one,
                known,
                asked=family.asset.pk,
                oldest=None if oldest is None else oldest.asset.pk,
                uses=_uses(uses.get(one.asset.pk, ())),
            )
            for one in family.members
        ),
        waiting=_pairs(waiting[:_MOST_PAIRS], known, {}),
        waiting_count=len(waiting),
        implied=_pairs(implied[:_MOST_PAIRS], known, {}),
        implied_count=len(implied),
        contradictions=_pairs((others[one.pk] for one in family.contradictions), known, {}),
        same_place=_pairs((others[pk] for pk in apart), known, apart),
        is_complete=family.is_complete,
        drawing=_drawing(family, known),
        implied_note=implied_note(),
    )


def _member(
    member: Member,
    known: Known,
    *,
    asked: UUID,
    oldest: UUID | None,
    uses: tuple[ShownUse, ...],
) -> ShownMember:
    words, tone = _link(member)
    match = member.match
    return ShownMember(
        side=shown_side(member.asset, _("Picture"), known),
        link=words,
        tone=tone,
        compare_url="" if match is None else compare_url(match, member.asset.pk),
        compare_label=_("Compare the pair that leads to it"),
        is_asked=member.asset.pk == asked,
        is_oldest=member.asset.pk == oldest,
        uses=uses,
    )


def _link(member: Member) -> tuple[str, str]:
    return {
        FamilyLink.ITSELF: (_("the picture itself"), ""),
        FamilyLink.EXACT: (_("the same pixels"), "good"),
        FamilyLink.CONFIRMED: (_("confirmed by a person"), "good"),
        FamilyLink.OPEN: (_open_link(member.match), "warn"),
    }[member.link]


def _open_link(match: Match | None) -> str:
    """Name the pair that leads to a copy, or say that one before it on the way is open."""
    if (
        match is None
        or match.decision == Decision.CONFIRMED
        or match.match_class not in COPY_CLASSES
    ):
        return _("through a copy that nobody has confirmed")
    return unconfirmed_label(match.match_class)


def _pairs(
    pairs: Iterable[Match], known: Known, seen_from: Mapping[int, UUID]
) -> tuple[ShownMatch, ...]:
    return tuple(shown_match(pair, seen_from.get(pair.pk, pair.first_id), known) for pair in pairs)


def _uses(found: Iterable[tuple[str, UUID, str, str]]) -> tuple[ShownUse, ...]:
    return tuple(
        ShownUse(reverse(f"desk:{kind}", args=[pk]), label, language)
        for kind, pk, label, language in found
    )


def _drawing(family: Family, known: Known) -> TimelineDrawing | None:
    language = get_language() or "en"
    items = [
        TimelineItem(
            key=f"{member.asset.pk}-{view.item.id}",
            label=_("%(what)s: %(where)s")
            % {
                "what": evidence_label(view.item.kind),
                "where": isolate(known.names[member.asset.pk].words),
            },
            when=format_interval(view.days, language),
            days=view.days,
            role=view.item.role.value,
            counts=member.link is not FamilyLink.OPEN,
        )
        for member in family.members
        for view in member.dates
        if not view.days.is_unknown
    ][:_MOST_DRAWN]
    if not items:
        return None
    return timeline(items, event=None, direction=direction(language))
