"""Two pictures that are alike, and what a person says of it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class MatchClass(models.TextChoices):
    EXACT = "exact", _("the same picture")
    COPY = "copy", _("a copy of the same picture")


class Decision(models.TextChoices):
    UNDECIDED = "undecided", _("not decided")
    CONFIRMED = "confirmed", _("confirmed")
    REJECTED = "rejected", _("rejected")
    UNSURE = "unsure", _("unsure")


class MatchQuerySet(models.QuerySet["Match"]):
    def of(self, asset_id: object) -> MatchQuerySet:
        return self.filter(Q(first_id=asset_id) | Q(second_id=asset_id))

    def that_count(self) -> MatchQuerySet:
        """Matches that may carry evidence from one picture to the other."""
        return self.filter(
            Q(match_class=MatchClass.EXACT) & ~Q(decision=Decision.REJECTED)
            | Q(decision=Decision.CONFIRMED)
        )


class Match(models.Model):
    """A pair of assets within an algorithm's threshold; a hint, not a finding.

    The pair is stored once, ``first`` with the smaller id. ``orientation`` turns the
    second picture into the first. ``distance`` is in bits of the algorithm named; None
    for exact matches, which compare pixels.
    """

    first = models.ForeignKey(
        "media_provenance.MediaAsset",
        on_delete=models.CASCADE,
        related_name="matches_as_first",
    )
    second = models.ForeignKey(
        "media_provenance.MediaAsset",
        on_delete=models.CASCADE,
        related_name="matches_as_second",
    )
    match_class = models.CharField(max_length=8, choices=MatchClass.choices)
    algorithm = models.CharField(max_length=12)
    version = models.PositiveSmallIntegerField()
    distance = models.PositiveSmallIntegerField(null=True)
    orientation = models.CharField(max_length=24, default="identity")
    found_at = models.DateTimeField(db_default=Now())
    decision = models.CharField(max_length=10, choices=Decision.choices, default=Decision.UNDECIDED)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(blank=True, default="")

    objects = MatchQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-found_at", "-id"]
        verbose_name_plural = "matches"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["first", "second"], name="match_pair_once"),
            models.CheckConstraint(
                condition=Q(first__lt=F("second")), name="match_pair_is_ordered"
            ),
            models.CheckConstraint(
                condition=Q(match_class__in=MatchClass.values),
                name="match_class_is_known",
            ),
            models.CheckConstraint(
                condition=Q(decision__in=Decision.values),
                name="match_decision_is_known",
            ),
            models.CheckConstraint(
                condition=Q(
                    decision=Decision.UNDECIDED,
                    decided_by__isnull=True,
                    decided_at__isnull=True,
                )
                | (
                    ~Q(decision=Decision.UNDECIDED)
                    & Q(decided_by__isnull=False, decided_at__isnull=False)
                ),
                name="match_decision_has_person_and_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.match_class}: {self.first_id} and {self.second_id}"

    def other(self, asset_id: object) -> object:
        """Return the id of the picture that is not the given one."""
        return self.second_id if self.first_id == asset_id else self.first_id
