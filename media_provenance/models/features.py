"""What pictures are found by: codes of their regions, their keypoints, a small copy."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.db.models import Q
from pgvector.django import BitField

# From this sequence come the numbers in ``PictureFeatures.change``.
CHANGES = "media_provenance_feature_change"


def next_change() -> int:
    """Return the next number of ``PictureFeatures.change``; call it under ``lock_pictures``."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(%s::regclass)", [CHANGES])
        (number,) = cursor.fetchone()
    return int(number)


class PictureFeatures(models.Model):
    """The keypoints of one picture and the small copy it is compared by, as one value each.

    The record of everything that an index of pictures holds: any index can be made again from
    these rows and those of ``RegionalCode``. Kept by version of the description
    (``domain.description``), so that a new one can be made beside the old. Like the
    fingerprints, this table may one day be distributed over machines by the asset's id, so every
    key of it contains that id.

    ``change`` numbers the rows in the order in which they were committed: whoever knows all up
    to a number finds what is new behind it. It is drawn from a sequence under ``lock_pictures``,
    for every insert and every update.

    ``codes`` and ``geometry`` are as ``LocalFeatures.pack`` makes them, ``thumbnail`` as
    ``domain.thumbnails`` does; ``marks`` are the values of ``QualityMark``.
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


class RegionalCode(models.Model):
    """The PDQ code of one region of one picture; which region a place means is ``domain.regions``.

    Place 0 is the whole picture. A row each, so that the database itself can search them.
    Distributed, like the features, by the asset's id.
    """

    pk = models.CompositePrimaryKey("asset_id", "version", "place")
    asset = models.ForeignKey(
        "media_provenance.MediaAsset",
        on_delete=models.CASCADE,
        related_name="regional_codes",
        db_index=False,
    )
    version = models.PositiveSmallIntegerField()
    place = models.PositiveSmallIntegerField()
    bits = BitField(length=256)
    quality = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(quality__lte=100), name="regional_code_quality_is_of_a_hundred"
            ),
        ]

    def __str__(self) -> str:
        return f"code {self.place} v{self.version} of {self.asset_id}"
