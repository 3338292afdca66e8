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

    ``checked_by`` is the second person who looked at what one person entered. What an entry that
    nobody checked counts for is ``domain.date_evidence.effective_grade``'s to say.
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
    checked_at = models.DateTimeField(null=True, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

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
            models.CheckConstraint(
                condition=Q(checked_at__isnull=True, checked_by__isnull=True)
                | Q(
                    checked_at__isnull=False, checked_by__isnull=False, method=EvidenceMethod.MANUAL
                ),
                name="evidence_check_has_person_and_time",
            ),
            # The second pair of eyes is a rule of the house that not even a bug may break.
            models.CheckConstraint(
                condition=Q(checked_by__isnull=True) | ~Q(checked_by=F("entered_by")),
                name="evidence_not_checked_by_who_entered_it",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.role}, {self.grade}) of {self.asset_id}"

    @property
    def is_by_hand(self) -> bool:
        """Whether a person typed it, so that a second person may check it."""
        return self.method == EvidenceMethod.MANUAL


class EvidenceMove(models.TextChoices):
    WITHDRAWN = "withdrawn", _("withdrawn")
    PUT_BACK = "put_back", _("put back")
    CHECKED = "checked", _("checked by a second person")
    UNCHECKED = "unchecked", _("check taken back")


class EvidenceStep(models.Model):
    """One thing a person did with a piece of evidence. Rows are added, never changed nor removed.

    The evidence itself says what holds now; this says how it came to hold, including who took a
    withdrawal or a check back, of which the evidence keeps nothing. What was withdrawn before
    these rows were kept is here with the last withdrawal only. A trigger refuses changes; the
    application's role has no right to make them.
    """

    # PROTECT: evidence that somebody withdrew or checked is not deleted with its history.
    evidence = models.ForeignKey(
        "media_provenance.Evidence", on_delete=models.PROTECT, related_name="steps"
    )
    move = models.CharField(max_length=9, choices=EvidenceMove.choices)
    reason = models.TextField(blank=True, default="")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering: ClassVar = ["made_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(move__in=EvidenceMove.values), name="evidence_move_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(move=EvidenceMove.WITHDRAWN) | ~Q(reason=""),
                name="evidence_withdrawn_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.evidence_id}: {self.move}"


class SightingManager(models.Manager["Sighting"]):
    def get_queryset(self) -> models.QuerySet[Sighting]:
        return super().get_queryset().filter(role=Role.SEEN.value)


class Sighting(Evidence):
    """One dated occasion on which the picture already existed: evidence with role "seen"."""

    sightings = SightingManager()

    class Meta:
        proxy = True
