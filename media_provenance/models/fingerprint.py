"""Perceptual hashes of assets."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from pgvector.django import BitField


def bit_text(bits: bytes) -> str:
    """Return bytes as the zeros and ones that PostgreSQL's bit type reads."""
    return "".join(f"{byte:08b}" for byte in bits)


class Fingerprint(models.Model):
    """One perceptual hash of one asset.

    Like `PictureFeatures`, a table that may one day be distributed over
    machines, by the asset's id; so every key of it contains that id. ``pdq`` holds 256 bits,
    ``phash`` 64; exactly the one that the algorithm names is set.
    """

    pk = models.CompositePrimaryKey("asset_id", "algorithm", "version")
    asset = models.ForeignKey(
        "media_provenance.MediaAsset",
        on_delete=models.CASCADE,
        related_name="fingerprints",
        # The first column of the primary key: an index of its own would say the same again.
        db_index=False,
    )
    algorithm = models.CharField(max_length=12)
    version = models.PositiveSmallIntegerField()
    pdq = BitField(length=256, null=True)
    phash = BitField(length=64, null=True)
    quality = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(algorithm="pdq", pdq__isnull=False, phash__isnull=True)
                | Q(algorithm="phash", phash__isnull=False, pdq__isnull=True),
                name="fingerprint_bits_fit_algorithm",
            )
        ]

    def __str__(self) -> str:
        return f"{self.algorithm} v{self.version} of {self.asset_id}"
