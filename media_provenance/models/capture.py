"""Our own dated copies of what we saw."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.indexes import HashIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class CaptureKind(models.TextChoices):
    FETCHED = "fetched", _("fetched by us")
    UPLOADED = "uploaded", _("uploaded by a person")
    PASTED = "pasted", _("pasted by a person")


class Capture(models.Model):
    """One stored copy of a page, text or file, and how we came by it.

    ``captured_at`` is our clock when we received it; it says nothing about when the
    page was made. The bytes lie under MEDIA_ROOT at ``path`` before this row exists.
    """

    kind = models.CharField(max_length=8, choices=CaptureKind.choices)
    url = models.TextField(blank=True, default="")
    final_url = models.TextField(blank=True, default="")
    status = models.PositiveSmallIntegerField(null=True)
    headers = models.JSONField(default=list, blank=True)
    # Every request and answer on the way, as `adapters.warc.exchange_record` writes them: heads as
    # they went over the wire, without bodies. Empty where nothing was fetched, or before this was
    # kept.
    exchange = models.JSONField(default=list, blank=True)
    media_type = models.CharField(max_length=100, blank=True, default="")
    sha256 = models.CharField(max_length=64)
    byte_size = models.PositiveIntegerField()
    captured_at = models.DateTimeField(db_default=Now())
    captured_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        ordering: ClassVar = ["-captured_at", "-id"]
        # By hash: an address may be longer than a row of a B-tree takes.
        indexes: ClassVar = [HashIndex(fields=["url"], name="capture_by_url")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"),
                name="capture_sha256_is_hex",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=CaptureKind.values), name="capture_kind_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.url or self.sha256[:12]}"

    @property
    def path(self) -> str:
        """Where the bytes lie, relative to MEDIA_ROOT."""
        return f"captures/{self.sha256[:2]}/{self.sha256}"
