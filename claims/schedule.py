"""What the clock sets off. Everything here may run twice or late: rows decide what is due.

A scheduled text is published by a job that is due at its time, so that it depends on
neither the broker nor the schedule process; the schedule looks again for what was left.
"""

from __future__ import annotations

import logging
from uuid import UUID

from celery import shared_task
from django.db import OperationalError
from django.utils import timezone

from claims.actions.packs import MAKE_PACK, make_pack, record_pack
from claims.actions.workflow import PUBLISH_SCHEDULED, publish_scheduled
from claims.adapters.chains import Verified, verify
from claims.domain.history import HistoryBroken, NoSigningKey
from claims.domain.workflow import IllegalMove, NotAllowed, NotReady
from claims.history import VERIFY_HISTORY, sign_head, site_head
from claims.publishing import PictureNotReady
from claims.queries import due_revisions
from claims.wording import break_sentence
from jobs.actions import enqueue
from jobs.registry import Kind, Payload, Progress, register
from media_provenance.actions import DiskRefuses

log = logging.getLogger(__name__)


@shared_task(name="claims.publish_due", ignore_result=True)
def publish_due() -> int:
    """Publish every scheduled revision whose time has come; returns how many."""
    published = 0
    for revision in due_revisions():
        try:
            publish_scheduled(revision.pk)
        except IllegalMove:
            # Somebody else published it between the look and the move.
            continue
        except (NotAllowed, NotReady, PictureNotReady, NoSigningKey) as error:
            # It waits, and those behind it do not wait with it.
            log.warning("scheduled revision id=%s is not ready: %s", revision.pk, error)
            continue
        published += 1
    return published


@shared_task(name="claims.verify_tonight", ignore_result=True)
def verify_tonight() -> None:
    """Ask for tonight's check of the history. Asking twice in a night checks once."""
    enqueue(VERIFY_HISTORY, f"{timezone.now():%Y-%m-%d}", {})


def _verify(payload: Payload, progress: Progress) -> Verified:
    """Check the chains, the signatures and what was published. Raises HistoryBroken."""
    verified = verify()
    if verified.found is not None:
        found = verified.found
        raise HistoryBroken(break_sentence(found.code, claim=found.claim, number=found.number))
    return verified


def _sign_for_the_night(payload: Payload, verified: Verified) -> None:
    """Sign where the history stands, if it has moved: what was done at the desk since the last
    publication is out of reach from then on."""
    head = site_head()
    if verified.links and (head is None or head.number < verified.links):
        sign_head(None)


def _nothing(payload: Payload, progress: Progress) -> None:
    """There is no slow half: publishing is one transaction."""


def _publish(payload: Payload, result: None) -> None:
    try:
        publish_scheduled(UUID(payload["revision"]))
    except IllegalMove:
        # It is published already, or was withdrawn from the schedule.
        log.info("scheduled revision id=%s needs no publishing", payload["revision"])


register(
    Kind(
        name=PUBLISH_SCHEDULED,
        work=_nothing,
        record=_publish,
        passing_errors=(PictureNotReady, NoSigningKey),
    )
)
register(
    Kind(
        name=VERIFY_HISTORY,
        work=_verify,
        record=_sign_for_the_night,
        passing_errors=(NoSigningKey, OperationalError),
    )
)
register(
    Kind(
        name=MAKE_PACK,
        work=make_pack,
        record=record_pack,
        passing_errors=(DiskRefuses, TimeoutError),
    )
)
