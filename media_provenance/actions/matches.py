"""What people say of two pictures: the same one or not, by one person and by a second."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from media_provenance.actions.refusals import NothingToCheck, OwnEntry
from media_provenance.models import Decision, Match, MatchDecision
from media_provenance.pipeline import affected_by, lock_pictures, recompute_findings

if TYPE_CHECKING:
    from django.contrib.auth.models import User


@transaction.atomic
def decide_match(match: Match, decision: Decision, *, by: User, note: str = "") -> Match:
    """Say whether two pictures are the same one. Every finding that this touches is redone.

    A decision may be changed or, with ``Decision.UNDECIDED``, taken back. The same decision and
    note again change nothing: the first person and time stay. Every change is kept
    (`MatchDecision`).
    """
    lock_pictures()
    current = Match.objects.select_for_update().get(pk=match.pk)
    note = note.strip()
    if current.decision == decision and (not note or current.note == note):
        return current
    pair = (current.first_id, current.second_id)
    # Before and after: a rejected pair is linked no longer, and its findings must be redone too.
    touched: set[UUID] = affected_by(pair)
    decided = decision != Decision.UNDECIDED
    MatchDecision.objects.create(
        match=current, was=current.decision, decision=decision, note=note, decided_by=by
    )
    current.decision = decision
    current.decided_by = by if decided else None
    current.decided_at = timezone.now() if decided else None
    current.note = note
    # A second person's word was on what is decided anew here.
    current.second_decided_by, current.second_decided_at = None, None
    current.represented_by = None
    current.save(
        update_fields=[
            *("decision", "decided_by", "decided_at", "note"),
            *("second_decided_by", "second_decided_at", "represented_by"),
        ]
    )
    recompute_findings(touched | set(pair))
    return current


@transaction.atomic
def confirm_match_too(match: Match, *, by: User, note: str = "") -> Match:
    """Say as a second person that two pictures are the same one, as the first did.

    Saying so again changes nothing.

    Raises:
        OwnEntry: the person is the one who confirmed it.
        NothingToCheck: nobody has confirmed the pair, or it needs no second person.
    """
    lock_pictures()
    current = Match.objects.select_for_update().get(pk=match.pk)
    if not current.needs_second_person or current.decision != Decision.CONFIRMED:
        raise NothingToCheck
    if current.decided_by_id == by.pk:
        raise OwnEntry
    if current.second_decided_by_id is None:
        _set_second_person(current, by=by, is_taken_back=False, note=note)
    return current


@transaction.atomic
def take_back_second_word(match: Match, *, by: User) -> Match:
    """Take back what a second person said of a pair. Without such a word nothing changes."""
    lock_pictures()
    current = Match.objects.select_for_update().get(pk=match.pk)
    if current.second_decided_by_id is not None:
        _set_second_person(current, by=by, is_taken_back=True, note="")
    return current


def _set_second_person(match: Match, *, by: User, is_taken_back: bool, note: str) -> None:
    pair = (match.first_id, match.second_id)
    touched = affected_by(pair)
    match.second_decided_by = None if is_taken_back else by
    match.second_decided_at = None if is_taken_back else timezone.now()
    match.save(update_fields=["second_decided_by", "second_decided_at"])
    MatchDecision.objects.create(
        match=match,
        was=Decision.CONFIRMED if is_taken_back else Decision.UNDECIDED,
        decision=Decision.UNDECIDED if is_taken_back else Decision.CONFIRMED,
        note=note.strip(),
        decided_by=by,
        is_second=True,
    )
    recompute_findings(touched | affected_by(pair))
