"""Each thing that can be asked of each service, as one call with a question that its file knows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from media_provenance.providers.door import Door
from media_provenance.providers.fact_check_tools import FactCheckTools
from media_provenance.providers.leads import (
    ArchiveCapture,
    Candidate,
    Page,
    Replay,
    Review,
    Saved,
)
from media_provenance.providers.memento import Memento
from media_provenance.providers.save_page_now import SavePageNow
from media_provenance.providers.tineye import TinEye
from media_provenance.providers.vision import Vision
from media_provenance.providers.wayback import Wayback

Found = Page[ArchiveCapture] | Page[Candidate] | Page[Review] | Replay | Saved | None
Operation = Callable[[Door], Found]

PICTURE_URL = (
    "https://news.example/uploads/2022/08/%D8%A3%D9%85%D8%B7%D8%A7%D8%B1-"
    "%D8%A7%D9%84%D9%82%D8%B1%D9%8A%D8%A9.jpg"
)
PAGE_URL = "https://news.example/2022/08/14/rain,flood"
PICTURE = b"the very bytes of a picture"
MOMENT = datetime(2022, 8, 14, 10, 11, 12, tzinfo=UTC)
WORDS = "غرق القرية"
JOB = "spn2-0a1b2c"

# Name -> service, case of its file, and the call.
OPERATIONS: dict[str, tuple[str, str, Operation]] = {
    "wayback captures": (
        "wayback",
        "captures",
        lambda door: Wayback(door).captures(PICTURE_URL),
    ),
    "wayback fetch": (
        "wayback",
        "fetch",
        lambda door: Wayback(door).fetch_capture(PICTURE_URL, MOMENT),
    ),
    "memento captures": (
        "memento",
        "captures",
        lambda door: Memento(door).captures(PAGE_URL),
    ),
    "tineye by address": (
        "tineye",
        "search",
        lambda door: TinEye(door).search_image(url=PICTURE_URL),
    ),
    "tineye by file": (
        "tineye",
        "search, by file",
        lambda door: TinEye(door).search_image(data=PICTURE),
    ),
    "reviews by words": (
        "fact_check_tools",
        "claims",
        lambda door: FactCheckTools(door).search_claims(WORDS, language="ar"),
    ),
    "reviews by picture": (
        "fact_check_tools",
        "by image",
        lambda door: FactCheckTools(door).search_claims_by_image(PICTURE_URL),
    ),
    "vision": (
        "vision",
        "search",
        lambda door: Vision(door).search_image(data=PICTURE),
    ),
    "save": (
        "save_page_now",
        "save",
        lambda door: SavePageNow(door).save(PAGE_URL),
    ),
    "save status": (
        "save_page_now",
        "status",
        lambda door: SavePageNow(door).save_status(JOB),
    ),
}
