"""What people said of two pictures, in the order in which they said it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from media_provenance.models.match import Decision


class MatchDecision(models.Model):
    """One change of a match's decision or note. Rows are added, never changed nor removed.

    The match itself says what holds now; this says how it came to hold, including who took a
    decision back, of which the match keeps nothing. A trigger refuses changes; the application's
    role has no right to make them. Of what was decided before these rows were kept, only the last
    decision on each pair is here.

    ``is_second`` marks the word of a second person on what another confirmed, and the taking back
    of it; the decision itself is then not touched.
    """

    # PROTECT: a pair on which somebody decided is not deleted with its history.
    match = models.ForeignKey(
        "media_provenance.Match", on_delete=models.PROTECT, related_name="decisions"
    )
    was = models.CharField(max_length=10, choices=Decision.choices)
    decision = models.CharField(max_length=10, choices=Decision.choices)
    is_second = models.BooleanField(default=False, db_default=False)
    note = models.TextField(blank=True, default="")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering: ClassVar = ["-decided_at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(was__in=Decision.values, decision__in=Decision.values),
                name="match_decision_words_are_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.match_id}: {self.was} to {self.decision}"
