"""What was done on the desk, by whom, and when."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now


class AuditEvent(models.Model):
    """One thing that was done to a case. Rows are added and never changed or removed
    (a database trigger refuses it); the sentence is composed when shown.

    ``name`` is a dotted event name such as "case.take_up"; ``values`` holds ids, statuses
    and the person's own words, never a submitter's data.
    """

    claim = models.ForeignKey("claims.Claim", on_delete=models.PROTECT, related_name="events")
    name = models.CharField(max_length=60)
    values = models.JSONField(default=dict)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [models.Index(fields=["claim", "id"], name="audit_by_claim")]

    def __str__(self) -> str:
        return f"{self.name} {self.claim_id}"
