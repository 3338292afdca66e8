"""Lists of trust: whose signatures and whose clocks Content Credentials are judged by."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from jobs.constraints import both_or_neither
from media_provenance.domain.trust_lists import TrustKind


class TrustListQuerySet(models.QuerySet["TrustList"]):
    def in_force(self) -> TrustListQuerySet:
        """The lists that nobody retired, oldest first."""
        return self.filter(retired_at__isnull=True).order_by("added_at", "id")


class TrustList(models.Model):
    """A list that an administrator pasted, as text: certificates in PEM, or purposes.

    A list is never changed. A newer one is added and the older one is retired with a reason; the
    row stays, so that what was judged by it can be judged again. A trigger holds that.

    ``sha256`` is the digest of ``text`` in UTF-8. ``entries`` counts certificates or purposes.
    """

    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(
        _("what it lists"),
        max_length=16,
        choices=[
            (TrustKind.ANCHORS.value, _("authorities that vouch for signers")),
            (TrustKind.USER_ANCHORS.value, _("more authorities that vouch for signers (our own)")),
            (
                TrustKind.PURPOSES.value,
                _("more purposes that a signer's certificate may have (EKU)"),
            ),
            (TrustKind.TIME_STAMPS.value, _("authorities whose time stamps are trusted")),
        ],
    )
    text = models.TextField(_("the list itself"))
    sha256 = models.CharField(max_length=64, editable=False)
    entries = models.PositiveIntegerField(_("entries"), editable=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("added by"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    added_at = models.DateTimeField(_("added"), db_default=Now(), editable=False)
    retired_at = models.DateTimeField(_("retired"), null=True, blank=True, editable=False)
    retired_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("retired by"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    retired_reason = models.TextField(_("why it was retired"), blank=True, default="")

    objects = TrustListQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["retired_at", "-added_at", "-id"]
        verbose_name = _("list of trust")
        verbose_name_plural = _("lists of trust")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in TrustKind]),
                name="trust_list_kind_is_known",
            ),
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="trust_list_sha256_is_hex"
            ),
            models.CheckConstraint(
                condition=~Q(text="") & Q(entries__gt=0), name="trust_list_is_not_empty"
            ),
            models.CheckConstraint(
                condition=both_or_neither(Q(retired_at__isnull=False), ~Q(retired_reason="")),
                name="trust_list_is_retired_with_a_reason",
            ),
            models.UniqueConstraint(
                fields=["kind", "sha256"],
                condition=Q(retired_at__isnull=True),
                name="trust_list_stands_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name
