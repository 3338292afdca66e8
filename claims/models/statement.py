"""Who asserts, denies, declines or cannot verify what, and the words it rests on."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class Stance(models.TextChoices):
    ASSERTS = "asserts", _("asserts it")
    DENIES = "denies", _("denies it")
    DECLINES = "declines", _("declines to comment")
    CANNOT_VERIFY = "cannot_verify", _("cannot verify it")


class Statement(models.Model):
    """What one speaker says of a claim, in a news item.

    ``span_start`` and ``span_end`` count characters (code points) in the news item's
    ``text``, end exclusive; ``quote`` is what stood there when the statement was recorded.
    """

    claim = models.ForeignKey("claims.Claim", on_delete=models.CASCADE, related_name="statements")
    news_item = models.ForeignKey(
        "claims.NewsItem", on_delete=models.PROTECT, related_name="statements"
    )
    speaker = models.ForeignKey("claims.Claimant", on_delete=models.PROTECT, related_name="+")
    stance = models.CharField(max_length=16, choices=Stance.choices)
    quote = models.TextField()
    span_start = models.PositiveIntegerField()
    span_end = models.PositiveIntegerField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering: ClassVar = ["news_item", "span_start"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(span_start__lt=F("span_end")),
                name="statement_span_is_ordered",
            ),
            models.CheckConstraint(
                condition=Q(stance__in=Stance.values), name="statement_stance_is_known"
            ),
            models.CheckConstraint(condition=~Q(quote=""), name="statement_has_quote"),
        ]

    def __str__(self) -> str:
        return f"{self.speaker_id} {self.stance}"
