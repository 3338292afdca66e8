"""Who asserts, denies, declines or cannot verify what, and the words it rests on."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from claims.domain import attributed


class Stance(models.TextChoices):
    """What a speaker does with a claim; the values are those of `claims.domain.attributed`."""

    ASSERTS = attributed.Stance.ASSERTS.value, _("asserts it")
    DENIES = attributed.Stance.DENIES.value, _("denies it")
    DECLINES = attributed.Stance.DECLINES.value, _("declines to comment")
    NO_ANSWER = attributed.Stance.NO_ANSWER.value, _("did not answer")
    CANNOT_VERIFY = attributed.Stance.CANNOT_VERIFY.value, _("cannot verify it")
    DID_NOT_ANNOUNCE = attributed.Stance.DID_NOT_ANNOUNCE.value, _("has not announced it")
    REPORTS = attributed.Stance.REPORTS.value, _("reports it")


class Statement(models.Model):
    """What one speaker says of a claim, in a news item.

    ``span_start`` and ``span_end`` count characters (code points) in the news item's
    ``text`` (in its ``title`` if ``in_title``), end exclusive; ``quote`` is what stood there when
    the statement was recorded. When the text changes the span moves with the quotation;
    ``is_adrift`` says that it no longer stands there, and the span is then the last one known.
    ``speaker`` is None only where something is reported and nobody named. ``relay`` is who passed
    the speaker's words on; ``cue`` the words that show the stance, as read.
    """

    claim = models.ForeignKey("claims.Claim", on_delete=models.CASCADE, related_name="statements")
    news_item = models.ForeignKey(
        "claims.NewsItem", on_delete=models.PROTECT, related_name="statements"
    )
    speaker = models.ForeignKey(
        "claims.Claimant", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    relay = models.ForeignKey(
        "claims.Claimant", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    stance = models.CharField(max_length=16, choices=Stance.choices)
    quote = models.TextField()
    span_start = models.PositiveIntegerField()
    span_end = models.PositiveIntegerField()
    cue = models.TextField(blank=True, default="")
    in_title = models.BooleanField(default=False)
    is_adrift = models.BooleanField(default=False)
    claim_key = models.TextField(blank=True, default="")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering: ClassVar = ["news_item", "span_start"]
        indexes: ClassVar = [
            # See StatementSuggestion for why it is kept up to date at once.
            GinIndex(
                fields=["claim_key"],
                opclasses=["gin_trgm_ops"],
                fastupdate=False,
                name="statement_like",
            )
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(span_start__lt=F("span_end")),
                name="statement_span_is_ordered",
            ),
            models.CheckConstraint(
                condition=Q(stance__in=Stance.values), name="statement_stance_is_known"
            ),
            models.CheckConstraint(condition=~Q(quote=""), name="statement_has_quote"),
            models.CheckConstraint(
                condition=Q(speaker__isnull=False) | Q(stance=Stance.REPORTS),
                name="statement_has_speaker",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.speaker_id} {self.stance}"
