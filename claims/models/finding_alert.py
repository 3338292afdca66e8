"""A published verdict whose finding is no longer what the evidence says."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from claims.domain.workflow import TextStatus
from jobs.constraints import both_or_neither


class AlertResolution(models.TextChoices):
    """How an alert came to its end."""

    CORRECTED = "corrected", _("the verdict was corrected or withdrawn")
    STILL_HOLDS = "still_holds", _("the verdict still holds")
    RESTORED = "restored", _("the evidence is again as it was")


class FindingAlertQuerySet(models.QuerySet["FindingAlert"]):
    def open(self) -> FindingAlertQuerySet:
        """Alerts that wait for an editor: unanswered, and of what readers can read now."""
        return self.filter(resolution="", revision__status=TextStatus.PUBLISHED)


class FindingAlert(models.Model):
    """Readers are told ``finding``, and the evidence has come to say something else.

    ``replaced_by`` is what it says now; None where nothing can be said any more. While an alert is
    open it follows the evidence, so that there is one for each finding of a published revision. An
    alert with an answer never changes; what comes to light afterwards makes a new one.
    """

    revision = models.ForeignKey(
        "claims.Revision", on_delete=models.CASCADE, related_name="finding_alerts"
    )
    # PROTECT: what readers were told stays readable as long as somebody may ask why it was changed.
    finding = models.ForeignKey(
        "media_provenance.Finding", on_delete=models.PROTECT, related_name="alerts"
    )
    replaced_by = models.ForeignKey(
        "media_provenance.Finding",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    made_at = models.DateTimeField(db_default=Now())
    changed_at = models.DateTimeField(db_default=Now())
    seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    seen_at = models.DateTimeField(null=True, blank=True)
    resolution = models.CharField(
        max_length=12, choices=AlertResolution.choices, blank=True, default=""
    )
    note = models.TextField(blank=True, default="")
    # None where the system answered: the evidence is again as it was.
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    resolved_at = models.DateTimeField(null=True, blank=True)

    objects = FindingAlertQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-made_at", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["revision", "finding"],
                condition=Q(resolution=""),
                name="finding_alert_one_open",
            ),
            models.CheckConstraint(
                condition=Q(replaced_by__isnull=True) | ~Q(replaced_by=F("finding")),
                name="finding_alert_names_another_finding",
            ),
            models.CheckConstraint(
                condition=Q(resolution__in=["", *AlertResolution.values]),
                name="finding_alert_resolution_is_known",
            ),
            models.CheckConstraint(
                condition=both_or_neither(Q(seen_at__isnull=True), Q(seen_by__isnull=True)),
                name="finding_alert_seen_pair",
            ),
            models.CheckConstraint(
                condition=Q(resolution="", resolved_at__isnull=True, resolved_by__isnull=True)
                | Q(resolution=AlertResolution.RESTORED, resolved_at__isnull=False)
                | Q(
                    resolution__in=[AlertResolution.CORRECTED, AlertResolution.STILL_HOLDS],
                    resolved_at__isnull=False,
                    resolved_by__isnull=False,
                ),
                name="finding_alert_answer_has_person_and_time",
            ),
            models.CheckConstraint(
                condition=~Q(resolution=AlertResolution.STILL_HOLDS) | ~Q(note=""),
                name="finding_alert_still_holds_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.finding_id} of {self.revision_id}"
