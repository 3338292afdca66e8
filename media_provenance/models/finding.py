"""What was asked about a picture's date, and what the evidence says."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from media_provenance.domain.date_evidence import FILE_KINDS
from media_provenance.domain.finding_records import item_from_record


class DatingQuestion(models.Model):
    """ "Did this picture exist before that event?", asked on behalf of someone.

    ``asked_for`` names who asked (an app's own reference such as "claim:…"); this app
    does not look inside it. A question stays: whenever evidence or a decision about
    the picture changes, its finding is worked out anew.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    asset = models.ForeignKey(
        "media_provenance.MediaAsset",
        on_delete=models.CASCADE,
        related_name="questions",
    )
    asked_for = models.CharField(max_length=100)
    event_earliest = models.DateTimeField()
    event_latest = models.DateTimeField()
    event_first_day = models.DateField()
    event_last_day = models.DateField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    asked_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering: ClassVar = ["asked_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["asset", "asked_for"],
                name="question_once_per_asker_and_picture",
            ),
            models.CheckConstraint(
                condition=Q(event_earliest__lte=F("event_latest"))
                & Q(event_first_day__lte=F("event_last_day")),
                name="question_event_is_ordered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asset_id} for {self.asked_for}"


class FindingQuerySet(models.QuerySet["Finding"]):
    def current(self) -> FindingQuerySet:
        return self.filter(superseded_at__isnull=True)


class Finding(models.Model):
    """A statement about a picture's date, with the evidence it rests on.

    Rows never change but for being superseded: a finding that a published verdict cites
    must be readable as it was. ``inputs`` holds every item that went into the rule,
    so that the finding can be worked out again and compared. The sentence is composed
    when shown, in the reader's language, by `media_provenance.wording`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    question = models.ForeignKey(
        "media_provenance.DatingQuestion",
        on_delete=models.CASCADE,
        related_name="findings",
    )
    kind = models.CharField(max_length=32)
    strength = models.CharField(max_length=16)
    existed_by = models.DateTimeField(null=True)
    not_before = models.DateTimeField(null=True)
    # The days to show: as the source wrote them, not the widened instants above.
    existed_by_day = models.DateField(null=True)
    metadata_day = models.DateField(null=True)
    not_before_day = models.DateField(null=True)
    at_least_days = models.PositiveIntegerField(null=True)
    at_least_hours = models.PositiveIntegerField(null=True)
    event_first_day = models.DateField()
    event_last_day = models.DateField()
    rests_on = models.ManyToManyField("media_provenance.Evidence", related_name="findings")
    inputs = models.JSONField()
    conflicts = models.JSONField(default=list)
    inputs_digest = models.CharField(max_length=64)
    rule_version = models.PositiveSmallIntegerField()
    recorded_at = models.DateTimeField(db_default=Now())
    superseded_at = models.DateTimeField(null=True)

    objects = FindingQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-recorded_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["question"],
                condition=Q(superseded_at__isnull=True),
                name="finding_one_current_per_question",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.strength}) for {self.question_id}"

    @property
    def told_by_file(self) -> bool:
        """Whether the file itself says what a statement of metadata alone rests on. No query."""
        of_file = [item for item in map(item_from_record, self.inputs) if item.kind in FILE_KINDS]
        if self.metadata_day is not None:
            return any(item.days.latest == self.metadata_day for item in of_file)
        return any(item.when.earliest == self.not_before for item in of_file)
