"""One picture beside another, put into words and places for the desk.

For pages that compare two, and for lists of pictures that are alike. What the two are to each other
is `shown_matches`' and `shown_searches`'.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import get_language

from claims.views.picture_names import picture_names
from claims.wording import PictureName
from media_provenance.models import Match, MediaAsset
from media_provenance.queries import EvidenceView, own_evidence
from media_provenance.wording import evidence_label, format_interval, format_percent

# The copies of a picture that are shown in a list and in a comparison, by longest side in pixels.
LISTED_SIDE, COMPARED_SIDE = 480, 960


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


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of pictures by themselves, by their ids: names, and evidence, oldest first."""

    names: Mapping[UUID, PictureName]
    dates: Mapping[UUID, Sequence[EvidenceView]]


def known_of(assets: Iterable[MediaAsset]) -> Known:
    """Gather what is known of these pictures. Two queries."""
    wanted = list(assets)
    return Known(picture_names(wanted), own_evidence({asset.pk for asset in wanted}))


def known_of_pairs(pairs: Iterable[Match]) -> Known:
    """Gather what is known of both pictures of each pair. Two queries."""
    return known_of(one for pair in pairs for one in (pair.first, pair.second))


@dataclass(frozen=True, slots=True)
class ShownSide:
    """One of two pictures that are compared.

    Attributes:
        asset: None for a picture that is looked for and not stored.
        role: which of the two it is ("This picture").
        name: by which people know it; None for one that is not stored.
        url: of the copy that is shown; page_url of its page, "" for a picture that is not stored.
        width, height: of the upright picture; only their ratio counts.
        is_older: whether what is known of it reaches further back than of the other.
    """

    asset: MediaAsset | None
    role: str
    name: PictureName | None
    url: str
    page_url: str
    width: int | None
    height: int | None
    outline: Outline | None
    dates: tuple[ShownDate, ...]
    is_older: bool = False


def shown_side(
    asset: MediaAsset,
    role: str,
    known: Known,
    *,
    part: Sequence[Sequence[float]] = (),
    is_older: bool = False,
    size: int = LISTED_SIDE,
) -> ShownSide:
    """Return a stored picture as one side of a comparison; ``size`` is of its copy."""
    return ShownSide(
        asset=asset,
        role=role,
        name=known.names[asset.pk],
        url=reverse("desk:picture_copy", args=[asset.pk, size]),
        page_url=reverse("desk:picture", args=[asset.pk]),
        width=asset.width,
        height=asset.height,
        outline=outline(part),
        dates=shown_dates(known.dates[asset.pk]),
        is_older=is_older,
    )
