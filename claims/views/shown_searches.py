"""Pictures that somebody looks for, and what was found for them, put into words for the desk.

The sentences are `media_provenance.wording`'s; who may see a search is asked elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from claims.views.picture_names import picture_names
from claims.views.shown_matches import class_label, tone_of
from claims.views.shown_sides import LISTED_SIDE, Known, ShownSide, outline, shown_side
from media_provenance.models import PictureSearch, SearchEffort, SearchState
from media_provenance.queries import SearchResult, search_results
from media_provenance.wording import (
    LikenessNumber,
    alteration_sentence,
    format_number,
    likeness_numbers,
    match_sentence,
    refusal_sentence,
)


@dataclass(frozen=True, slots=True)
class ShownSearch:
    """A search in the list of somebody's own."""

    search: PictureSearch
    url: str
    copy_url: str
    outcome: str


@dataclass(frozen=True, slots=True)
class ShownResult:
    """A stored picture that is like the one that was looked for."""

    seen: ShownSide
    other: ShownSide
    class_label: str
    tone: str
    sentence: str
    # What was changed, in words; "" where that was not measured.
    changes: str
    numbers: tuple[LikenessNumber, ...]
    # The page that compares the two; has_files says whether one can be laid over the other.
    compare_url: str
    has_files: bool


def listed_search(search: PictureSearch) -> ShownSearch:
    """Put a search into one line of a list."""
    return ShownSearch(
        search=search,
        url=reverse("desk:search", args=[search.pk]),
        copy_url=reverse("desk:search_copy", args=[search.pk]) if search.width else "",
        outcome=_outcome(search),
    )


def _outcome(search: PictureSearch) -> str:
    if search.state == SearchState.REFUSED:
        return refusal_sentence(search.refusal, search.refusal_detail)
    if search.searched_at is None:
        return _("being searched")
    count = len(search.results)
    if not count:
        return _("nothing found in this archive")
    return ngettext("%(count)s picture found", "%(count)s pictures found", count) % {
        "count": format_number(count, get_language() or "en")
    }


def effort_label(search: PictureSearch) -> str:
    """How hard was looked, before the time when; "" before the first look."""
    if search.effort == SearchEffort.HARDER:
        return _("Searched with more effort:")
    return _("Searched:") if search.effort else ""


def shown_results(search: PictureSearch, *, size: int = LISTED_SIDE) -> list[ShownResult]:
    """Put what was found into words, best first; ``size`` is of the copies. Three queries."""
    found = search_results(search)
    known = Known(
        picture_names(one.asset for one in found), {one.asset.pk: one.dates for one in found}
    )
    return [_result(search, one, known, size) for one in found]


def _result(search: PictureSearch, one: SearchResult, known: Known, size: int) -> ShownResult:
    found = one.found
    measures = found.measures
    return ShownResult(
        seen=_looked_for(search, one),
        other=shown_side(
            one.asset,
            _("The stored picture"),
            known,
            part=one.stored_outline,
            size=size,
        ),
        class_label=class_label(found.likeness),
        tone=tone_of(found.likeness),
        sentence=match_sentence(
            found.likeness, same_bytes=found.same_bytes, distance=found.distance
        ),
        changes="" if one.alteration is None else alteration_sentence(one.alteration),
        numbers=likeness_numbers(
            inliers=None if measures is None else measures.inliers,
            distance=found.distance,
            agreement=None if measures is None else measures.agreement,
        ),
        compare_url=reverse("desk:search_compare", args=[search.pk, one.asset.pk]),
        has_files=one.has_files,
    )


def _looked_for(search: PictureSearch, one: SearchResult) -> ShownSide:
    return ShownSide(
        asset=None,
        role=_("The picture you look for"),
        name=None,
        url=reverse("desk:search_copy", args=[search.pk]),
        page_url="",
        width=search.width,
        height=search.height,
        outline=outline(one.searched_outline),
        dates=(),
    )
