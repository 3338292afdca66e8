"""The picture index in the table of regional codes itself: for who wants no files beside it.

Exact, always up to date, and nothing beside the database. It compares every code of the query with
every stored one, which is linear: good for tens of thousands of pictures. It knows no keypoints, so
it finds what regional codes find within the radius at which they decide alone, and nothing that was
cropped or covered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from uuid import UUID

from django.db import connection
from django.db.models import Sum

from media_provenance.domain.candidates import Candidate
from media_provenance.domain.description import DESCRIPTION_VERSION, PictureQuery
from media_provenance.domain.fingerprints import PDQ_MATCH_DISTANCE, PDQ_MIN_QUALITY
from media_provenance.domain.picture_quality import QualityMark, matched_by_hash
from media_provenance.index import IndexEntry, IndexStats
from media_provenance.index.looking_up import region_candidates, rows_to_look_up
from media_provenance.models import PictureFeatures
from media_provenance.models.fingerprint import bit_text

__all__ = ["PostgresIndex"]

# Marks of which any one rules out that a picture is proposed by its codes.
_NOT_BY_HASH = [mark.value for mark in QualityMark if not matched_by_hash({mark})]

# One pass over the table for all codes of the query. DISTINCT ON keeps the nearest pair of each
# picture; of equal ones the first row of the query, so that of a picture that is its own mirror
# image the plainest orientation is named.
_CANDIDATES = """
    WITH query AS MATERIALIZED (
        SELECT place, bits::bit(256) AS bits
        FROM unnest(%(places)s::int[], %(bits)s::text[]) AS asked (place, bits)
    )
    SELECT DISTINCT ON (stored.asset_id)
        stored.asset_id,
        bit_count(region.bits # query.bits) AS distance,
        query.place,
        region.place
    FROM media_provenance_picturefeatures AS stored
    CROSS JOIN LATERAL (
        SELECT place::int - 1 AS place,
            substring(stored.region_bits FROM 256 * place::int - 255 FOR 256)::bit(256) AS bits
        FROM unnest(stored.region_quality) WITH ORDINALITY AS codes (quality, place)
        WHERE quality >= %(least_quality)s
        -- A fence: each code is cut out once, not once for each of the query's.
        OFFSET 0
    ) AS region
    CROSS JOIN query
    WHERE stored.version = %(version)s
        AND NOT stored.marks::text[] && %(not_by_hash)s::text[]
        AND bit_count(region.bits # query.bits) <= %(radius)s
    ORDER BY stored.asset_id, distance, query.place, region.place
"""


class PostgresIndex:
    """A `PictureIndex` on the regional codes in the record. A search costs one query."""

    def add(self, entry: IndexEntry) -> None:
        """Do nothing: the table is the index."""

    def remove(self, asset_id: UUID) -> None:
        """Do nothing: what is gone from the table is not proposed."""

    def candidates(self, query: PictureQuery, *, limit: int = 20) -> Sequence[Candidate]:
        rows = rows_to_look_up(query)
        if not rows.size:
            return []
        with connection.cursor() as cursor:
            cursor.execute(
                _CANDIDATES,
                {
                    "places": [int(row) for row in rows],
                    "bits": [bit_text(query.regions.bits[row].tobytes()) for row in rows],
                    "version": DESCRIPTION_VERSION,
                    "least_quality": PDQ_MIN_QUALITY,
                    "not_by_hash": _NOT_BY_HASH,
                    "radius": PDQ_MATCH_DISTANCE,
                },
            )
            found = {
                asset_id: (int(distance), int(row), int(window))
                for asset_id, distance, row, window in cursor.fetchall()
            }
        return region_candidates(query, found)

    def rebuild(
        self, entries: Iterable[IndexEntry], *, progress: Callable[[int], None] | None = None
    ) -> None:
        """Do nothing but count: the table is the index."""
        for count, _ in enumerate(entries, start=1):
            if progress is not None:
                progress(count)

    def stats(self) -> IndexStats:
        features = PictureFeatures.objects.filter(version=DESCRIPTION_VERSION)
        newest = features.order_by("-change").values_list("change", flat=True).first()
        return IndexStats(
            backend="postgres",
            pictures=features.count(),
            fresh=0,
            codes=features.aggregate(codes=Sum("region_quality__len"))["codes"] or 0,
            keypoints=0,
            segments=0,
            disk_bytes=0,
            watermark=newest or 0,
        )
