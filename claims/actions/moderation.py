"""What an administrator does with the messages that readers and partners send in."""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from claims.actions.cases import fitting_address
from claims.actions.history import record_event
from claims.models import Appearance, Claim, ClaimPicture, Submission, SubmissionState
from claims.models.submission import new_salt
from claims.permissions import check_can_moderate
from multilingual.language import UNKNOWN

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class AlreadyModerated(Exception):
    """Somebody has decided about the message before; nothing was changed."""


@transaction.atomic
def promote(submission_id: UUID, *, by: User) -> Claim:
    """Make a received claim of a message, in the sender's words, without who sent it.

    Raises:
        Submission.DoesNotExist.
        NotAllowed: the person does not moderate.
        AlreadyModerated.
    """
    submission = _new_one(submission_id, by)
    text = submission.text.strip() or submission.url or str(submission.pk)
    claim = Claim.objects.create(text=text, language=submission.language or UNKNOWN, added_by=by)
    if address := fitting_address(submission.url):
        Appearance.objects.create(claim=claim, url=address)
    if submission.asset is not None:
        ClaimPicture.objects.create(claim=claim, asset=submission.asset, position=1)
    submission.state, submission.claim = SubmissionState.PROMOTED, claim
    submission.save(update_fields=["state", "claim"])
    # Of the message only a salted hash: it can be erased, salt and all, and the history cannot.
    record_event(claim, "case.from_submission", by=by, submission=message_hash(submission))
    return claim


@transaction.atomic
def mark_spam(submission_id: UUID, *, by: User) -> Submission:
    """Put a message aside as spam.

    Raises:
        Submission.DoesNotExist, NotAllowed, AlreadyModerated.
    """
    submission = _new_one(submission_id, by)
    submission.state = SubmissionState.SPAM
    submission.save(update_fields=["state"])
    return submission


def message_hash(submission: Submission) -> str:
    """Return what the history holds of a message: HMAC-SHA256 of what was sent, keyed with the
    row's salt (hexadecimal). Once the row is gone, it can be matched with nothing.

    A row from before there were salts is given one here.
    """
    if submission.salt is None:
        submission.salt = new_salt()
        submission.save(update_fields=["salt"])
    said = "\0".join((str(submission.pk), submission.text, submission.url, submission.contact))
    return hmac.new(bytes(submission.salt), said.encode(), hashlib.sha256).hexdigest()


def _new_one(submission_id: UUID, by: User) -> Submission:
    check_can_moderate(by)
    submission = (
        Submission.objects.select_for_update(of=("self",))
        .select_related("asset")
        .get(pk=submission_id)
    )
    if submission.state != SubmissionState.NEW:
        raise AlreadyModerated
    return submission
