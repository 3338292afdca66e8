"""The chain over all claims, and what is said of it outside the database.

Rows of these tables are added and never changed or removed; triggers see to it, and the
application's role has no right to. `claims.history` reads and signs.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class SiteEntry(models.Model):
    """One link of the site's chain: an event of some claim took place. The database writes it,
    when the transaction of the event ends.

    ``claim``, ``claim_number`` and ``claim_hash`` name the event without a reference: the link
    must outlive what somebody removed.
    """

    number = models.BigIntegerField(primary_key=True)
    claim = models.UUIDField()
    claim_number = models.PositiveIntegerField()
    claim_hash = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["claim", "claim_number"], name="site_entry_once")
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.hash[:12]}"


class SiteHead(models.Model):
    """Where the site's chain stands: one row, written by the database alone. Whoever appends
    waits here for whoever appended before."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.BigIntegerField()
    hash = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(id=1), name="site_head_is_one_row")
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.hash[:12]}"


class HistoryKey(models.Model):
    """A public key that signs heads from ``since`` on, until the next one's.

    Every key but the first comes with a ``statement`` that the key before it signed.
    """

    number = models.PositiveIntegerField(primary_key=True)
    key_id = models.CharField(max_length=16, unique=True)
    public = models.CharField(max_length=44)
    since = models.DateTimeField(db_default=Now())
    statement = models.TextField(blank=True, default="")
    signature = models.CharField(max_length=88, blank=True, default="")

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(number=1, statement="", signature="")
                | (Q(number__gt=1) & ~Q(statement="") & ~Q(signature="")),
                name="history_key_is_introduced",
            )
        ]

    def __str__(self) -> str:
        return self.key_id


class HistoryHead(models.Model):
    """A signed statement of where the site's chain stood. The columns repeat what ``statement``
    says; ``signature`` (Ed25519, Base64) is over the statement's UTF-8 bytes."""

    site_number = models.BigIntegerField()
    site_hash = models.CharField(max_length=64)
    public_id = models.CharField(max_length=22, blank=True, default="")
    claim_number = models.PositiveIntegerField(default=0)
    claim_hash = models.CharField(max_length=64, blank=True, default="")
    at = models.DateTimeField()
    key = models.ForeignKey(
        "claims.HistoryKey", to_field="key_id", on_delete=models.PROTECT, related_name="heads"
    )
    statement = models.TextField()
    signature = models.CharField(max_length=88)

    class Meta:
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [
            models.Index(fields=["public_id", "-id"], name="history_head_by_verdict")
        ]

    def __str__(self) -> str:
        return f"{self.site_number} {self.site_hash[:12]}"
