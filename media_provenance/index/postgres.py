"""The picture index in the fingerprint table itself: exact, and always up to date.

Compares the query with every stored row. That is linear and still the right start: the comparison
is one instruction per word, and nothing has to be kept in step. Not for anything but PDQ.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db import connection

from media_provenance.domain.fingerprints import (
    PDQ_MIN_QUALITY,
    Algorithm,
    Fingerprint,
    Orientation,
)
from media_provenance.index import Candidate
from media_provenance.models import Fingerprint as FingerprintRow

__all__ = ["PostgresIndex", "bit_text"]

# One pass over the table for all orientations; DISTINCT ON keeps the nearest of each picture.
# Orientations come in the order of their enumeration, so that of equal distances (a picture that
# is its own mirror image) the plainest is named.
_CANDIDATES = """
    WITH query AS MATERIALIZED (
        SELECT orientation, bits::bit(256) AS bits, place
        FROM unnest(%(orientations)s::text[], %(bits)s::text[])
            WITH ORDINALITY AS asked (orientation, bits, place)
    )
    SELECT asset_id, distance, orientation
    FROM (
        SELECT DISTINCT ON (stored.asset_id)
            stored.asset_id,
            bit_count(stored.pdq # query.bits) AS distance,
            query.orientation,
            query.place
        FROM media_provenance_fingerprint AS stored
        CROSS JOIN query
        WHERE stored.algorithm = 'pdq'
            AND stored.version = %(version)s
            AND stored.quality >= %(least_quality)s
            AND bit_count(stored.pdq # query.bits) <= %(radius)s
        ORDER BY stored.asset_id, distance, query.place
    ) AS nearest
    ORDER BY distance, asset_id
"""


class PostgresIndex:
    """A `PictureIndex` on the table of fingerprints. A search costs one query."""

    def add(self, asset_id: UUID, fingerprint: Fingerprint) -> None:
        if fingerprint.algorithm is not Algorithm.PDQ:
            raise ValueError(f"This index keeps PDQ fingerprints, not {fingerprint.algorithm}.")
        FingerprintRow.objects.update_or_create(
            asset_id=asset_id,
            algorithm=Algorithm.PDQ.value,
            version=fingerprint.version,
            defaults={"pdq": bit_text(fingerprint.bits), "quality": fingerprint.quality},
        )

    def remove(self, asset_id: UUID) -> None:
        FingerprintRow.objects.filter(asset_id=asset_id, algorithm=Algorithm.PDQ.value).delete()

    def candidates(
        self, query: Mapping[Orientation, Fingerprint], *, radius: int
    ) -> Sequence[Candidate]:
        version = _version_of(query)
        asked = [turn for turn in Orientation if turn in query]
        with connection.cursor() as cursor:
            cursor.execute(
                _CANDIDATES,
                {
                    "orientations": [turn.value for turn in asked],
                    "bits": [bit_text(query[turn].bits) for turn in asked],
                    "version": version,
                    "least_quality": PDQ_MIN_QUALITY,
                    "radius": radius,
                },
            )
            return [
                Candidate(asset_id, distance, Orientation(orientation))
                for asset_id, distance, orientation in cursor.fetchall()
            ]


def bit_text(bits: bytes) -> str:
    """Return bytes as the zeros and ones that PostgreSQL's bit type reads."""
    return "".join(f"{byte:08b}" for byte in bits)


def _version_of(query: Mapping[Orientation, Fingerprint]) -> int:
    kinds = {(fingerprint.algorithm, fingerprint.version) for fingerprint in query.values()}
    if len(kinds) != 1:
        raise ValueError("A query is one picture's fingerprints by one algorithm and version.")
    algorithm, version = kinds.pop()
    if algorithm is not Algorithm.PDQ:
        raise ValueError(f"This index holds PDQ fingerprints, not {algorithm}.")
    return version
