"""What readers and partners send in."""

from __future__ import annotations

import secrets
import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


def new_salt() -> bytes:
    """Return 32 random bytes."""
    return secrets.token_bytes(32)


class SubmissionState(models.TextChoices):
    NEW = "new", _("new")
    PROMOTED = "promoted", _("made into a claim")
    ATTACHED = "attached", _("attached to a claim")
    SPAM = "spam", _("spam")


class Submission(models.Model):
    """A message asking about something. Kept apart from everything that is published.

    Only the day of arrival is kept, no address, no browser, no exact time; and it is in
    no history table, so that it can be erased.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    state = models.CharField(
        _("state"),
        max_length=8,
        choices=SubmissionState.choices,
        default=SubmissionState.NEW,
    )
    text = models.TextField(_("text"), blank=True, default="")
    url = models.TextField(_("address"), blank=True, default="")
    asset = models.ForeignKey(
        "media_provenance.MediaAsset", null=True, blank=True, on_delete=models.SET_NULL
    )
    language = models.CharField(_("language"), max_length=12, blank=True, default="")
    contact = models.CharField(_("contact"), max_length=300, blank=True, default="")
    received_on = models.DateField(_("received on"))
    # The history holds a hash of this and of the message, never the message: when the row goes,
    # nobody can tell any more what the hash was of. None in rows older than the history's chain.
    salt = models.BinaryField(null=True, blank=True, editable=False, default=new_salt)
    claim = models.ForeignKey(
        "claims.Claim",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="submissions",
        verbose_name=_("claim"),
    )

    class Meta:
        ordering: ClassVar = ["-received_on", "id"]
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(text="") | ~Q(url="") | Q(asset__isnull=False),
                name="submission_has_content",
            ),
            models.CheckConstraint(
                condition=Q(state__in=SubmissionState.values),
                name="submission_state_is_known",
            ),
        ]

    def __str__(self) -> str:
        return (self.text or self.url or str(self.id))[:80]
