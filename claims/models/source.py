"""Who publishes, and what a verdict cites. Two things, two names."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Outlet(models.Model):
    """Someone who publishes: a site, a channel, a paper. ``domain`` is lower case, without www."""

    name = models.CharField(_("name"), max_length=200)
    domain = models.CharField(_("domain"), max_length=253, unique=True)
    language = models.CharField(_("language"), max_length=12, blank=True, default="")
    note = models.TextField(_("note"), blank=True, default="")

    class Meta:
        ordering: ClassVar = ["name"]
        verbose_name = _("outlet")
        verbose_name_plural = _("outlets")

    def __str__(self) -> str:
        return self.name


class SourceKind(models.TextChoices):
    PRIMARY = "primary", _("primary source")
    OFFICIAL = "official", _("official statement")
    EXPERT = "expert", _("expert")
    FACT_CHECK = "fact_check", _("earlier fact-check")
    TOOL = "tool", _("tool or search")
    ARCHIVE = "archive", _("archive")


class SourceReference(models.Model):
    """One thing that a verdict cites, numbered in the order of the list."""

    verdict = models.ForeignKey("claims.Verdict", on_delete=models.CASCADE, related_name="sources")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(
        _("kind"), max_length=12, choices=SourceKind.choices, default=SourceKind.PRIMARY
    )
    title = models.CharField(_("title"), max_length=300)
    publisher = models.CharField(_("publisher"), max_length=200, blank=True, default="")
    language = models.CharField(_("language"), max_length=12, blank=True, default="")
    url = models.URLField(_("address"), max_length=2048, blank=True, default="")
    archived_url = models.URLField(_("archived copy"), max_length=2048, blank=True, default="")
    quote = models.TextField(_("quotation"), blank=True, default="")
    accessed_on = models.DateField(_("read on"), null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["verdict", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["verdict", "position"],
                name="source_position_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(condition=~Q(title=""), name="source_has_title"),
            models.CheckConstraint(
                condition=Q(kind__in=SourceKind.values), name="source_kind_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.title
