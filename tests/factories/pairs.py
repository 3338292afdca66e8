"""Pictures without their jobs and pairs of them as rows, for tests of what people decide.

Written as read and as found: what is tested with them needs no features, and these take time.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from media_provenance.actions import record_evidence, store_picture
from media_provenance.adapters import storage
from media_provenance.adapters.images import encode_public_copy
from media_provenance.domain.date_evidence import EvidenceKind, Grade, Role
from media_provenance.models import AssetState, Match, MatchClass, MediaAsset
from media_provenance.pipeline import EvidenceDraft
from multilingual.intervals import InstantInterval
from tests.factories.pictures import draw_picture, jpeg

IDENTITY = [1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0]
WHOLE = [[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]]


def picture(seed: int) -> MediaAsset:
    """Return a picture that is like no other, as if it had been read."""
    pixels = draw_picture(seed, width=96, height=64)
    asset = store_picture(jpeg(pixels))
    asset.state, asset.width, asset.height = AssetState.READ, 96, 64
    asset.pixel_sha256 = asset.sha256
    asset.save()
    copy = encode_public_copy(pixels, longest=960, quality=82, format="WEBP")
    storage.store(asset.rendition_path(960), copy)
    return asset


def pair(
    one: MediaAsset,
    other: MediaAsset,
    match_class: MatchClass = MatchClass.COPY,
    *,
    agreement: float = 0.95,
    **fields: Any,
) -> Match:
    """Return a pair that was measured; exact ones are not."""
    first, second = sorted((one.pk, other.pk))
    measured = {
        "likeness_version": 1,
        "agreement": agreement,
        "inliers": 40,
        "homography": IDENTITY,
        "first_part": WHOLE,
        "second_part": WHOLE,
    }
    if match_class == MatchClass.EXACT:
        measured = {}
    return Match.objects.create(
        first_id=first, second_id=second, match_class=match_class, **{**measured, **fields}
    )


def seen_days_ago(asset: MediaAsset, days: int) -> None:
    """Record that a picture stood on a page so many days ago."""
    record_evidence(
        asset,
        EvidenceDraft(
            key=f"page:{days}",
            kind=EvidenceKind.PUBLISHER_DATE,
            role=Role.SEEN,
            interval=InstantInterval.of_instant(timezone.now() - timedelta(days=days)),
            precision="instant",
            grade=Grade.C,
            operator=f"site-{days}.example",
        ),
    )
