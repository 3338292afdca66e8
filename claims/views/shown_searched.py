"""When and how hard the archive was searched for copies of a picture, put into words.

And what hinders finding copies of it. What was found is `shown_matches`'.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from jobs.models import Job, JobState
from media_provenance.domain.picture_quality import QualityMark
from media_provenance.models import AssetState, MediaAsset, SearchEffort
from media_provenance.queries import harder_search_of

_AT_WORK = (JobState.QUEUED, JobState.RUNNING, JobState.FAILED)


@dataclass(frozen=True, slots=True)
class SearchedState:
    """When and how hard the archive was searched for copies of a picture.

    Attributes:
        is_under_way: whether a search waits or runs, so that the page asks again.
        is_done: whether it was searched at least once.
        at: when, None before.
        marks: why it can be found in fewer ways than others, one sentence each.
        may_be_harder: whether searching harder is worth offering.
    """

    sentence: str
    at: datetime | None
    is_under_way: bool
    is_done: bool
    may_be_harder: bool
    marks: tuple[str, ...]


def searched_state(asset: MediaAsset, job: Job | None) -> SearchedState:
    """Say how far the search for copies of a stored picture is. Two queries.

    Args:
        job: the newest job about the picture; None where there is none.
    """
    is_read = asset.state == AssetState.READ
    asked = harder_search_of(asset) if is_read else None
    harder_waits = asked is not None and asked.done_at is None
    is_active = job is not None and job.state in (
        JobState.QUEUED,
        JobState.RUNNING,
        JobState.FAILED,
    )
    is_given_up = job is not None and job.state == JobState.QUARANTINED
    first_waits = is_read and asset.searched_at is None and is_active
    return SearchedState(
        sentence=_searched_sentence(
            asset,
            first_waits=first_waits,
            harder_waits=harder_waits and not is_given_up,
            is_given_up=is_given_up and (asset.searched_at is None or harder_waits),
        ),
        at=asset.searched_at,
        is_under_way=first_waits or (harder_waits and is_active),
        is_done=asset.searched_at is not None,
        may_be_harder=is_read and not harder_waits and asset.search_effort == SearchEffort.NORMAL,
        marks=mark_sentences(_marks_of(asset)),
    )


def _searched_sentence(
    asset: MediaAsset, *, first_waits: bool, harder_waits: bool, is_given_up: bool
) -> str:
    if asset.state == AssetState.REFUSED:
        return ""
    if is_given_up:
        return _("The search for copies failed several times and was given up.")
    if asset.state == AssetState.STORED:
        return _("It is compared with all others as soon as it has been read.")
    if harder_waits:
        return _("The archive is being searched harder for copies of it.")
    if first_waits:
        return _("It is being compared with all others; nothing can be said of copies yet.")
    if asset.searched_at is None:
        return _("It has not been compared with the others yet.")
    if asset.search_effort == SearchEffort.HARDER:
        return _("The archive was searched with more effort for copies of it:")
    return _("The archive was searched for copies of it:")


def _marks_of(asset: MediaAsset) -> Sequence[str]:
    newest = asset.features.order_by("-version").values_list("marks", flat=True).first()
    if newest is not None:
        return newest
    # Read before features were kept.
    return () if asset.informative else (QualityMark.FLAT.value,)


def mark_sentences(marks: Iterable[str]) -> tuple[str, ...]:
    """Say what hinders finding copies of a picture, and how it can be found all the same."""
    sentences = {
        QualityMark.TINY: _("It shows so little that only files with the same pixels are found."),
        QualityMark.FLAT: _(
            "There is too little in this picture to tell copies of it by the look of the whole."
        ),
        QualityMark.FEW_KEYPOINTS: _(
            "It has few distinct details, so a copy is found by the look of the whole and not "
            "where it was cropped or stands in another picture."
        ),
        QualityMark.MOSTLY_TEXT: _(
            "It is mostly text or drawing, so a copy is found by its details and not by the look "
            "of the whole, which is like that of any page."
        ),
    }
    chosen = {QualityMark(mark) for mark in marks}
    if QualityMark.TINY in chosen or {QualityMark.FLAT, QualityMark.FEW_KEYPOINTS} <= chosen:
        chosen = {QualityMark.TINY}
    return tuple(sentence for mark, sentence in sentences.items() if mark in chosen)
