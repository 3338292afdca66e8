"""What people can know a stored picture by, beside its looks.

For its name on the pages of the desk, which `claims.wording` composes. No evidence: when a picture
came here says nothing of its age.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class PictureOrigin:
    """What people can know a stored picture by.

    Attributes:
        file_name: by which somebody sent or named it; "" where only a site did, or nobody.
        title: of the news item that it came with first; "" without one.
        language: of the title; "" unknown.
        outlet: where that item was published; "" unknown.
        frame_at: from the start of the video that it was taken out of; None for any other picture.
        added_at: when it came into this archive.
    """

    file_name: str
    title: str
    language: str
    outlet: str
    frame_at: timedelta | None
    added_at: datetime
