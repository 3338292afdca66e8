"""Observed facts about when a picture existed."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from media_provenance.domain.date_evidence import Grade, ObjectKind, Role


class EvidenceMethod(models.TextChoices):
    AUTO = "auto", _("read by the system")
    MANUAL = "manual", _("entered by a person")


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def standing(self) -> EvidenceQuerySet:
        """Evidence that nobody withdrew."""
        return self.filter(withdrawn_at__isnull=True)


class Evidence(models.Model):
    """One observed fact with source, method, interval and grade (dating rules: domain).

    ``earliest`` and ``latest`` are UTC instants, inclusive, between which lies the
    moment the fact speaks of; None leaves that side open. ``operator`` is who controls
    the clock that gave the time (a publisher's domain, a platform, the uploader):
    facts from one operator count once. ``key`` names the observation, so that reading
    the same page twice records it once.
    """

    asset = models.ForeignKey(
        "media_provenance.MediaAsset", on_delete=models.CASCADE, related_name="evidence"
    )
    key = models.CharField(max_length=200)
    kind = models.CharField(max_length=40)
    role = models.CharField(max_length=12, choices=[(role.value, role.value) for role in Role])
    about = models.CharField(
        max_length=8,
        choices=[(kind.value, kind.value) for kind in ObjectKind],
        default=ObjectKind.PICTURE.value,
    )
    earliest = models.DateTimeField(null=True, blank=True)
    latest = models.DateTimeField(null=True, blank=True)
    precision = models.CharField(max_length=12)
    zone_known = models.BooleanField(default=False)
    # The words the date was read from, exactly as they stood there.
    read_from = models.CharField(max_length=500, blank=True, default="")
    grade = models.CharField(max_length=1, choices=[(grade.value, grade.value) for grade in Grade])
    operator = models.CharField(max_length=200)
    source_url = models.TextField(blank=True, default="")
    source_title = models.TextField(blank=True, default="")
    source_language = models.CharField(max_length=12, blank=True, default="")
    archived_url = models.TextField(blank=True, default="")
    capture = models.ForeignKey(
        "media_provenance.Capture", null=True, blank=True, on_delete=models.PROTECT
    )
    method = models.CharField(
        max_length=6, choices=EvidenceMethod.choices, default=EvidenceMethod.AUTO
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    note = models.TextField(blank=True, default="")
    recorded_at = models.DateTimeField(db_default=Now())
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    withdrawn_reason = models.TextField(blank=True, default="")

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["latest", "id"]
        verbose_name_plural = "evidence"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["asset", "key"], name="evidence_recorded_once"),
            models.CheckConstraint(
                condition=Q(role__in=[role.value for role in Role]),
                name="evidence_role_is_known",
            ),
            models.CheckConstraint(
                condition=Q(grade__in=[grade.value for grade in Grade]),
                name="evidence_grade_is_known",
            ),
            models.CheckConstraint(
                condition=Q(earliest__isnull=True)
                | Q(latest__isnull=True)
                | Q(earliest__lte=F("latest")),
                name="evidence_interval_is_ordered",
            ),
            models.CheckConstraint(
                condition=~Q(role=Role.SEEN.value) | Q(latest__isnull=False),
                name="evidence_sighting_has_a_latest",
            ),
            models.CheckConstraint(
                condition=~Q(method=EvidenceMethod.MANUAL) | Q(entered_by__isnull=False),
                name="evidence_manual_has_a_person",
            ),
            models.CheckConstraint(
                # What the system recorded it may withdraw by itself: a page's date put right.
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False)
                | Q(withdrawn_at__isnull=False, method=EvidenceMethod.AUTO),
                name="evidence_withdrawal_has_person_and_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.role}, {self.grade}) of {self.asset_id}"


class SightingManager(models.Manager["Sighting"]):
    def get_queryset(self) -> models.QuerySet[Sighting]:
        return super().get_queryset().filter(role=Role.SEEN.value)


class Sighting(Evidence):
    """One dated occasion on which the picture already existed: evidence with role "seen"."""

    sightings = SightingManager()

    class Meta:
        proxy = True
