"""Choosing anew which pairs people are asked about, wherever pairs, decisions or dates changed.

Which they are is ``domain/asked_pairs.py``'s to say; here what hangs together is read and the
choice is kept (``Match.represented_by``), so that lists and numbers need not work it out.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q

from media_provenance.domain.asked_pairs import Standing, WeighedPair, pairs_to_ask
from media_provenance.domain.date_evidence import EvidenceKind
from media_provenance.models import COPY_CLASSES, DatingQuestion, Decision, Match, MatchClass
from media_provenance.queries import known_since, own_evidence

log = logging.getLogger(__name__)

# Pairs of pictures that hang together beyond which the choice is left as it is: 200 copies of one
# picture. Each of the pairs beyond is asked about.
_MOST_PAIRS = 20_000
_OURS = EvidenceKind.OWN_CAPTURE


def choose_pairs_to_ask(asset_ids: Iterable[UUID]) -> None:
    """Choose anew among the pairs of everything that hangs together with these pictures.

    Costs one query where nothing waits; else one for each step from picture to picture, and four.
    The caller holds ``lock_pictures``.
    """
    pairs = _pairs_around(set(asset_ids))
    if not any(_standing(pair) is Standing.OPEN or pair.represented_by_id for pair in pairs):
        return
    pictures = {picture for pair in pairs for picture in (pair.first_id, pair.second_id)}
    dates = {
        picture: since
        for picture, views in own_evidence(pictures).items()
        # That we hold a file says of every copy that it is as old as our archive.
        if (since := known_since(one for one in views if one.item.kind is not _OURS)) is not None
    }
    questions = DatingQuestion.objects.filter(asset__in=pictures)
    instead = pairs_to_ask(
        (
            WeighedPair(
                pair.pk,
                pair.first_id,
                pair.second_id,
                standing,
                _doubt(pair) if standing is Standing.OPEN else 0.0,
            )
            for pair in pairs
            if (standing := _standing(pair)) is not None
        ),
        since=dates,
        asked_about=set(questions.values_list("asset_id", flat=True)),
    )
    changed = [pair for pair in pairs if pair.represented_by_id != instead.get(pair.pk)]
    for pair in changed:
        pair.represented_by_id = instead.get(pair.pk)
    Match.objects.bulk_update(changed, ["represented_by"], batch_size=1000)


def _pairs_around(pictures: set[UUID]) -> list[Match]:
    """Return every pair that touches what hangs together with these pictures."""
    found: dict[int, Match] = {}
    seen: set[UUID] = set()
    frontier = pictures
    columns = ("first", "second", "match_class", "decision", "agreement", "distance")
    while frontier:
        seen |= frontier
        rows = Match.objects.filter(Q(first_id__in=frontier) | Q(second_id__in=frontier))
        reached: set[UUID] = set()
        for pair in rows.only(*columns, "represented_by")[:_MOST_PAIRS]:
            found[pair.pk] = pair
            if _standing(pair) in (Standing.SAME, Standing.OPEN):
                reached |= {pair.first_id, pair.second_id}
        if len(found) >= _MOST_PAIRS:
            log.warning("too many pairs to choose among, of which %s", min(pictures, key=str))
            return []
        frontier = reached - seen
    return list(found.values())


def _standing(pair: Match) -> Standing | None:
    """Return what is known of a pair; None for what neither connects nor waits."""
    if pair.decision == Decision.REJECTED:
        return Standing.OTHER
    if pair.match_class == MatchClass.EXACT:
        return Standing.SAME
    if pair.decision == Decision.CONFIRMED:
        return None if pair.lacks_second_person else Standing.SAME
    waits = pair.match_class in COPY_CLASSES and pair.decision == Decision.UNDECIDED
    return Standing.OPEN if waits else None


def _doubt(pair: Match) -> float:
    """Return how unsure the machine is of an open pair: by class, then by how much agrees."""
    agreement = pair.agreement
    if agreement is None:
        agreement = 1.0 if pair.distance is None else 1 - pair.distance / 256
    return COPY_CLASSES.index(MatchClass(pair.match_class)) + 1 - agreement
