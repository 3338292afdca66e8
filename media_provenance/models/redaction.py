"""That a kept file was taken away on purpose: which, by whom, when and why."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class RedactionReason(models.TextChoices):
    """Why bytes are not kept any more, as far as it is told in public."""

    SAFETY = "safety", _("a person’s safety")
    ORDER = "order", _("an order of a court or an authority")
    PRIVACY = "privacy", _("a person’s private data")
    UNLAWFUL = "unlawful", _("keeping it is against the law")


class Redaction(models.Model):
    """The bytes of a capture are to be here no more, whoever brings them.

    Of the bytes and not of one capture: captures of the same bytes share a file. The manifests and
    all digests stay. A row is added before the first file goes and never changed nor removed: a
    trigger refuses it, and the application's role has no right to.
    """

    sha256 = models.CharField(_("SHA-256 of the capture"), max_length=64, unique=True)
    reason = models.CharField(_("reason"), max_length=8, choices=RedactionReason.choices)
    # Packs carry it.
    note = models.TextField(_("public note"))
    redacted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("redacted by"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    redacted_at = models.DateTimeField(_("redacted"), db_default=Now(), editable=False)

    class Meta:
        ordering: ClassVar = ["-redacted_at", "-id"]
        verbose_name = _("redaction")
        verbose_name_plural = _("redactions")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="redaction_sha256_is_hex"
            ),
            models.CheckConstraint(
                condition=Q(reason__in=RedactionReason.values), name="redaction_reason_is_known"
            ),
            models.CheckConstraint(
                condition=Q(note__regex=r"\S"), name="redaction_has_a_public_note"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sha256[:12]} {self.reason}"
