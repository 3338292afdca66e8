"""The record of what pictures are found by, in PostgreSQL, as an index and a search read it.

The truth about which pictures there are: whatever an index keeps beside it is made from it and may
be behind it. It writes nothing; ``pipeline/reading.py`` does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from uuid import UUID

import numpy as np
from django.db import connection
from django.db.models import QuerySet
from numpy.typing import NDArray

from media_provenance.domain.description import DESCRIPTION_VERSION, StoredDescription
from media_provenance.domain.local_features import LocalFeatures
from media_provenance.domain.picture_quality import (
    QualityMark,
    matched_by_features,
    matched_by_hash,
)
from media_provenance.domain.regions import REGION_BYTES, STORED_WINDOWS, RegionalCodes
from media_provenance.domain.thumbnails import unpack_colours, unpack_thumbnail
from media_provenance.index import IndexEntry
from media_provenance.models import PictureFeatures
from media_provenance.models.features import CHANGES

__all__ = ["PostgresRecord"]

# Some 10 KB each without the small copy: a few megabytes at a time.
_AT_A_TIME = 500


class PostgresRecord:
    """A `Record` in the tables of features and regional codes, of one version of descriptions."""

    def __init__(self, version: int = DESCRIPTION_VERSION) -> None:
        self._version = version

    def newest_change(self) -> int:
        # Of the sequence and not of the rows, so that it never falls when a picture is erased. A
        # number that is drawn and not yet committed costs the caller one look that finds nothing.
        with connection.cursor() as cursor:
            # S608: the name is a constant of ours; a sequence cannot be a parameter here.
            cursor.execute(
                f"SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {CHANGES}"  # noqa: S608
            )
            (number,) = cursor.fetchone()
        return int(number)

    def changes_after(self, change: int) -> Iterator[IndexEntry]:
        while rows := list(
            self._rows()
            .filter(change__gt=change)
            .order_by("change")
            .defer("thumbnail")[:_AT_A_TIME]
        ):
            for row in rows:
                marks = _marks(row.marks)
                yield IndexEntry(
                    asset_id=row.asset_id,
                    change=row.change,
                    regions=_regions(row),
                    local=LocalFeatures.unpack(bytes(row.codes), bytes(row.geometry)),
                    by_hash=matched_by_hash(marks),
                    by_features=matched_by_features(marks),
                )
            change = rows[-1].change

    def count(self) -> int:
        """Return how many pictures are described."""
        return self._rows().count()

    def present(self, asset_ids: Sequence[UUID]) -> Set[UUID]:
        return set(self._rows().filter(asset_id__in=asset_ids).values_list("asset_id", flat=True))

    def load(self, asset_ids: Sequence[UUID]) -> Mapping[UUID, StoredDescription]:
        return {
            row.asset_id: StoredDescription(
                regions=_regions(row),
                local=LocalFeatures.unpack(bytes(row.codes), bytes(row.geometry)),
                thumbnail=unpack_thumbnail(bytes(row.thumbnail)),
                marks=_marks(row.marks),
            )
            for row in self._rows().filter(asset_id__in=asset_ids)
        }

    def colours(self, asset_ids: Sequence[UUID]) -> Mapping[UUID, NDArray[np.uint8]]:
        """Return the small copies in RGB, shape (height, width, 3), of those that are described."""
        rows = self._rows().filter(asset_id__in=asset_ids).values_list("asset_id", "thumbnail")
        return {asset_id: unpack_colours(bytes(packed)) for asset_id, packed in rows}

    def _rows(self) -> QuerySet[PictureFeatures]:
        return PictureFeatures.objects.filter(version=self._version)


def _regions(row: PictureFeatures) -> RegionalCodes:
    count = len(row.region_quality)
    # The driver gives a bit string as zeros and ones.
    packed = int(row.region_bits, 2).to_bytes(count * REGION_BYTES) if count else b""
    return RegionalCodes(
        bits=np.frombuffer(packed, dtype=np.uint8).reshape(count, REGION_BYTES),
        quality=np.array(row.region_quality, dtype=np.uint8),
        regions=STORED_WINDOWS[:count],
    )


def _marks(values: Iterable[str]) -> frozenset[QualityMark]:
    return frozenset(QualityMark(value) for value in values)
