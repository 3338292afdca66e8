"""What pictures are found by: codes of their regions, their keypoints, a small copy."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Func, Q, Value
from pgvector.django import BitField

# From this sequence come the numbers in ``PictureFeatures.change``.
CHANGES = "media_provenance_feature_change"


def next_change() -> Func:
    """Return the next number of ``PictureFeatures.change``, drawn by the statement that writes it.

    To be written under ``lock_pictures``.
    """
    return Func(Value(CHANGES), function="nextval", output_field=models.BigIntegerField())


class BitsField(BitField):
    """A string of bits of any length, as text of zeros and ones (``bit_text``)."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        return "bit varying"


class PictureFeatures(models.Model):
    """What one picture is found by, as one value each, and the small copy it is compared by.

    The record of everything that an index of pictures holds: any index can be made again from
    these rows. Kept by version of the description (``domain.description``), so that a new one can
    be made beside the old. Like the fingerprints, this table may one day be distributed over
    machines by the asset's id, so every key of it contains that id.

    ``change`` numbers the rows in the order in which they were committed: whoever knows all up
    to a number finds what is new behind it. It is drawn from a sequence under ``lock_pictures``,
    for every insert and every update.

    ``codes`` and ``geometry`` are as ``LocalFeatures.pack`` makes them, ``thumbnail`` as
    ``domain.thumbnails`` does; ``marks`` are the values of ``QualityMark``. ``region_bits`` are the
    PDQ codes of the picture's windows one after the other, 256 bits each, in the order of
    ``domain.regions``: bits, so that the database itself can search them. ``region_quality`` has
    the quality of each, 0 to 100.
    """

    pk = models.CompositePrimaryKey("asset_id", "version")
    asset = models.ForeignKey(
        "media_provenance.MediaAsset",
        on_delete=models.CASCADE,
        related_name="features",
        # The first column of the primary key: an index of its own would say the same again.
        db_index=False,
    )
    version = models.PositiveSmallIntegerField()
    change = models.BigIntegerField()
    codes = models.BinaryField()
    geometry = models.BinaryField()
    thumbnail = models.BinaryField()
    marks = ArrayField(models.CharField(max_length=16), default=list, blank=True)
    region_bits = BitsField(default="")
    region_quality = ArrayField(models.PositiveSmallIntegerField(), default=list)

    class Meta:
        verbose_name_plural = "picture features"
        indexes: ClassVar = [
            models.Index(fields=["version", "change"], name="features_by_change"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(change__gt=0), name="features_change_is_positive"),
        ]

    def __str__(self) -> str:
        return f"features v{self.version} of {self.asset_id}"
