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

    The rest is the database's own, whatever is given here: ``number`` counts the events of the
    claim from 1, ``at`` is its clock, ``canonical`` is the exact text that ``hash`` is the
    SHA-256 of (hexadecimal), and that text names ``previous``, the hash of the event before.
    ``format`` says how the text was composed; docs/reference/history-format.md describes it.
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
    number = models.PositiveIntegerField(db_default=0, editable=False)
    format = models.PositiveSmallIntegerField(db_default=0, editable=False)
    canonical = models.TextField(db_default="", editable=False)
    previous = models.CharField(max_length=64, db_default="", editable=False)
    hash = models.CharField(max_length=64, db_default="", editable=False)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["claim", "number"], name="audit_event_number_once")
        ]
        indexes: ClassVar = [models.Index(fields=["claim", "id"], name="audit_by_claim")]

    def __str__(self) -> str:
        return f"{self.name} {self.claim_id}"
