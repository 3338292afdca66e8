"""A claim is merged into one that is open, and never two into each other."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.contrib.auth.models import User
from django.db import connection

from claims.actions.workflow import move_case
from claims.domain.workflow import NotReady
from claims.models import Claim, DropReason
from tests.factories.claims import claim_of

pytestmark = pytest.mark.django_db


def test_a_claim_is_not_merged_into_a_dropped_one(reporter: User, editor: User) -> None:
    kept, dropped = claim_of(reporter), claim_of(reporter, "fr")
    move_case(dropped.pk, "drop", by=editor, reason=DropReason.SPAM)

    with pytest.raises(NotReady):
        # As it was when the person chose it.
        move_case(kept.pk, "merge", by=editor, into=dropped)

    assert Claim.objects.get(pk=kept.pk).merged_into is None


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_two_claims_merged_into_each_other_at_once_one_stays(
    reporter: User, editor: User
) -> None:
    one, other = claim_of(reporter), claim_of(reporter, "hi")
    together = Barrier(2)

    def merge(claim: Claim, into: Claim) -> str:
        together.wait(timeout=10)
        try:
            return move_case(claim.pk, "merge", by=editor, into=into).status
        except NotReady:
            return "refused"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        outcomes = sorted(pool.map(merge, (one, other), (other, one)))

    assert outcomes == ["dropped", "refused"]
