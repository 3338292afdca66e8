"""What the desk calls pictures: by what people know of them, and never by their digests.

For every list, link and heading that names a stored picture; the words are `claims.wording`'s.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from claims.queries import origins_of
from claims.wording import PictureName, picture_name
from media_provenance.models import MediaAsset


def picture_names(assets: Iterable[MediaAsset]) -> dict[UUID, PictureName]:
    """Return what pages call each of these pictures, by its id. One query."""
    return {pk: picture_name(origin) for pk, origin in origins_of(assets).items()}
