"""What is known of two pictures that are alike, gathered for the page that compares them.

Reads only. One picture is the one *seen*, the one somebody stands before; the *other* is what it
is compared with, older or not: the dates say so, each with its kind.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import numpy as np
from django.conf import settings

from media_provenance.domain.alteration_facts import (
    Alteration,
    alteration_from_record,
    reversed_alteration,
)
from media_provenance.domain.frames import Floats
from media_provenance.domain.search_records import FoundRecord, Outline, found_from_record
from media_provenance.models import (
    HarderSearch,
    Match,
    MatchClass,
    MatchDecision,
    MediaAsset,
    PictureSearch,
)
from media_provenance.queries.evidence import EvidenceView, known_since, own_evidence
from media_provenance.queries.files import RenditionMissing

if TYPE_CHECKING:
    from django.contrib.auth.models import User

_WHOLE: Outline = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))


class MatchOrder(StrEnum):
    """In which order matches of a picture are gone through, by what is known of the other one."""

    OLDEST = "oldest"
    NEWEST = "newest"
    CLOSEST = "closest"
    MOST_CHANGED = "most_changed"


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two pictures, seen from one of them.

    Attributes:
        match: the pair, with its class, decision, note, inliers and distance.
        seen, other: the pictures.
        alteration: how the one seen differs from the other; None where nothing was measured.
        homography: fractions of the one seen onto fractions of the other, (3, 3); likewise.
        seen_outline, other_outline: what the two share, in each; empty where nothing was measured.
        seen_dates, other_dates: the standing evidence of each file itself, oldest first.
        history: what people said of the pair, newest first.
        next_open: another match of the one seen that waits for a decision, in the order asked
            for; None where there is none.
        waiting: how many matches of the one seen wait, this one included if it does.
    """

    match: Match
    seen: MediaAsset
    other: MediaAsset
    alteration: Alteration | None
    homography: Floats | None
    seen_outline: Outline
    other_outline: Outline
    seen_dates: tuple[EvidenceView, ...]
    other_dates: tuple[EvidenceView, ...]
    history: tuple[MatchDecision, ...]
    next_open: Match | None
    waiting: int

    @property
    def has_files(self) -> bool:
        """Whether the aligned and the difference picture can be drawn."""
        return self.homography is not None

    @property
    def seen_since(self) -> datetime | None:
        """The instant by which its own evidence has the one seen."""
        return known_since(self.seen_dates)

    @property
    def other_since(self) -> datetime | None:
        """The instant by which its own evidence has the other."""
        return known_since(self.other_dates)

    @property
    def other_is_older(self) -> bool | None:
        """Whether the other has the older evidence; None where one of them has none."""
        if self.seen_since is None or self.other_since is None:
            return None
        return self.other_since < self.seen_since


def picture_comparison(
    match: Match, *, seen_from: UUID, order: MatchOrder = MatchOrder.OLDEST
) -> Comparison:
    """Return what is known of a pair, seen from one of its two pictures. Costs six queries.

    Raises:
        ValueError: if ``seen_from`` is neither of them.
    """
    if seen_from not in (match.first_id, match.second_id):
        raise ValueError(f"Picture {seen_from} is not of match {match.pk}.")
    is_second = seen_from == match.second_id
    seen, other = (match.second, match.first) if is_second else (match.first, match.second)
    outlines = _outlines(match)
    dates = own_evidence([seen.pk, other.pk])
    waiting = waiting_matches(seen, order)
    return Comparison(
        match=match,
        seen=seen,
        other=other,
        alteration=alteration_of(match, seen_from=seen_from),
        homography=homography_of(match, from_second=is_second),
        seen_outline=outlines[is_second],
        other_outline=outlines[not is_second],
        seen_dates=tuple(dates[seen.pk]),
        other_dates=tuple(dates[other.pk]),
        history=tuple(decisions_of(match)),
        next_open=_after(match, waiting),
        waiting=len(waiting),
    )


def homography_of(match: Match, *, from_second: bool) -> Floats | None:
    """Return how one picture of a pair lies on the other, in fractions of each, (3, 3).

    Exactly the same pictures lie on each other as they are. None where nothing was measured.
    """
    if match.match_class == MatchClass.EXACT:
        return np.eye(3)
    if match.homography is None:
        return None
    homography = np.asarray(match.homography, dtype=np.float64).reshape(3, 3)
    return homography if from_second else np.asarray(np.linalg.inv(homography), dtype=np.float64)


def alteration_of(match: Match, *, seen_from: UUID) -> Alteration | None:
    """Return how one picture of a pair differs from the other; None where it was not measured."""
    if match.alteration is None:
        return None
    alteration = alteration_from_record(match.alteration)
    return alteration if match.second_id == seen_from else reversed_alteration(alteration)


def _outlines(match: Match) -> tuple[Outline, Outline]:
    """Return what the two share, in the first and in the second."""
    if match.match_class == MatchClass.EXACT:
        return _WHOLE, _WHOLE
    return _outline(match.first_part), _outline(match.second_part)


def _outline(corners: Sequence[Sequence[float]]) -> Outline:
    return tuple((float(x), float(y)) for x, y in corners)


# Going through the matches of a picture


def waiting_matches(asset: MediaAsset, order: MatchOrder = MatchOrder.OLDEST) -> list[Match]:
    """Return the matches of a picture that wait for a person, in an order. Costs two queries."""
    waiting = Match.objects.of(asset.pk).waiting().select_related("first", "second")
    found = list(waiting)
    dates = own_evidence([match.other(asset.pk) for match in found])
    return in_order(found, asset.pk, dates, order)


def in_order(
    matches: Iterable[Match],
    seen_from: UUID,
    dates: Mapping[UUID, Sequence[EvidenceView]],
    order: MatchOrder,
) -> list[Match]:
    """Sort the matches of a picture.

    ``OLDEST`` and ``NEWEST`` go by the oldest evidence of the other picture itself, those without
    any last; ``CLOSEST`` and ``MOST_CHANGED`` by how much of the two agrees.

    Args:
        matches: each of the picture that it is seen from, and another.
        dates: the evidence of each picture itself.
    """
    never = datetime.max.replace(tzinfo=UTC)

    def place(match: Match) -> tuple[float, int]:
        known = known_since(dates.get(match.other(seen_from), ()))
        match order:
            case MatchOrder.OLDEST:
                key = (known or never).timestamp()
            case MatchOrder.NEWEST:
                key = -known.timestamp() if known else never.timestamp()
            case MatchOrder.CLOSEST:
                key = -_closeness(match)
            case MatchOrder.MOST_CHANGED:
                key = _closeness(match)
        return key, match.pk

    return sorted(matches, key=place)


def _closeness(match: Match) -> float:
    """Return how much of the two agrees, 0 to 1; a fingerprint stands in where that is all."""
    if match.agreement is not None:
        return match.agreement
    return 1.0 if match.distance is None else 1 - match.distance / 256


def _after(match: Match, waiting: Sequence[Match]) -> Match | None:
    """Return the one to look at next: what follows this one, else the first of the others."""
    ids = [one.pk for one in waiting]
    if match.pk not in ids:
        return waiting[0] if waiting else None
    place = ids.index(match.pk)
    following = [*waiting[place + 1 :], *waiting[:place]]
    return following[0] if following else None


def decisions_of(match: Match) -> list[MatchDecision]:
    """Return what people said of a pair, newest first. One query."""
    return list(match.decisions.select_related("decided_by"))


# Searches


@dataclass(frozen=True, slots=True)
class SearchResult:
    """A stored picture that is like one somebody searched for.

    Attributes:
        asset: the stored picture.
        found: what the search measured.
        alteration: how the one searched for differs from it; None where nothing was measured.
        dates: the standing evidence of the stored file itself, oldest first.
        known_since: the instant by which that evidence has it, None without any.
    """

    asset: MediaAsset
    found: FoundRecord
    alteration: Alteration | None
    dates: tuple[EvidenceView, ...]
    known_since: datetime | None

    @property
    def searched_outline(self) -> Outline:
        """What the two share, in the picture searched for."""
        return _WHOLE if self.found.measures is None else self.found.measures.searched_part

    @property
    def stored_outline(self) -> Outline:
        """What the two share, in the stored one."""
        return _WHOLE if self.found.measures is None else self.found.measures.stored_part

    @property
    def has_files(self) -> bool:
        """Whether the aligned and the difference picture can be drawn."""
        return self.found.homography is not None


def search_results(search: PictureSearch) -> list[SearchResult]:
    """Return what a search found, best first; what has been removed since is left out.

    Costs two queries.
    """
    found = [found_from_record(record) for record in search.results]
    assets = MediaAsset.objects.in_bulk([one.asset_id for one in found])
    dates = own_evidence(list(assets))
    return [
        SearchResult(
            asset=assets[one.asset_id],
            found=one,
            alteration=None if one.alteration is None else alteration_from_record(one.alteration),
            dates=tuple(dates[one.asset_id]),
            known_since=known_since(dates[one.asset_id]),
        )
        for one in found
        if one.asset_id in assets
    ]


def recent_searches(user: User) -> list[PictureSearch]:
    """Return a person's own searches that are not erased yet, newest first. One query.

    All of them, so that any can be erased to make room for another (``MOST_SEARCHES``).
    """
    return list(PictureSearch.objects.filter(asked_by=user))


def searched_copy(search: PictureSearch) -> Path:
    """Return our copy of a picture searched for, WebP, longest side 960 px.

    Raises:
        RenditionMissing: if there is none (yet, or any more).
    """
    path = Path(settings.MEDIA_ROOT) / search.copy_path
    if not path.is_file():
        raise RenditionMissing(f"search {search.pk}")
    return path


def harder_search_of(asset: MediaAsset) -> HarderSearch | None:
    """Return the newest request to search a stored picture harder, done or not. One query."""
    return asset.harder_searches.select_related("asked_by").first()
