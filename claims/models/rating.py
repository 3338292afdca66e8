"""The newsroom's scale of ratings."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class MediaCategory(models.TextChoices):
    """schema.org's mediaAuthenticityCategory, under its own names (schema.org 30.0)."""

    NONE = "", _("not about media")
    DECONTEXTUALIZED = "DecontextualizedContent", _("real picture, wrong context")
    EDITED = "EditedOrCroppedContent", _("edited or cropped")
    ORIGINAL = "OriginalMediaContent", _("original")
    SATIRE = "SatireOrParodyContent", _("satire or parody")
    STAGED = "StagedContent", _("staged")
    TRANSFORMED = "TransformedContent", _("transformed")


class Rating(models.Model):
    """One step of the scale; its key never changes, its labels may.

    ``value`` from 1 (false) to 5 (true) is published as ``ratingValue``; None where a
    number would mislead (satire, unproven). ``look`` names the colour role and icon.
    """

    key = models.SlugField(_("key"), max_length=40, unique=True)
    position = models.PositiveSmallIntegerField(_("position"))
    value = models.PositiveSmallIntegerField(_("value"), null=True, blank=True)
    look = models.CharField(
        _("look"),
        max_length=16,
        choices=[
            (look, look)
            for look in (
                "false",
                "misleading",
                "altered",
                "context",
                "satire",
                "unproven",
                "mostly-true",
                "true",
            )
        ],
    )
    in_use = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering: ClassVar = ["position"]
        verbose_name = _("rating")
        verbose_name_plural = _("ratings")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(value__isnull=True) | Q(value__range=(1, 5)),
                name="rating_value_1_to_5",
            )
        ]

    def __str__(self) -> str:
        return self.key


class RatingLabel(models.Model):
    """What readers of one language see: the word and its one-sentence definition."""

    rating = models.ForeignKey("claims.Rating", on_delete=models.CASCADE, related_name="labels")
    language = models.CharField(_("language"), max_length=12)
    label = models.CharField(_("label"), max_length=60)
    definition = models.TextField(_("definition"))

    class Meta:
        ordering: ClassVar = ["rating", "language"]
        verbose_name = _("rating label")
        verbose_name_plural = _("rating labels")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["rating", "language"], name="rating_label_once_per_language"
            ),
            models.CheckConstraint(
                condition=~Q(label="") & ~Q(definition=""),
                name="rating_label_is_filled",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} ({self.language})"
