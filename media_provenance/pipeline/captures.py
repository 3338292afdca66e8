"""Keeping captures so that others can check them: WARC, text, screenshot, and a link in the chain.

Two halves like ``reading.py``. The slow one writes files under the names of their digests; the
quick one puts the manifest at the end of the chain. What was kept is compared with its manifests
in ``verifying.py``; asking authorities to sign is ``stamping.py``'s.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import logging
import platform
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from jobs.actions import enqueue
from jobs.models import Job
from jobs.registry import Progress
from media_provenance.adapters import storage
from media_provenance.adapters.page_text import inert_markup, page_text
from media_provenance.adapters.screenshots import (
    BrowserMissing,
    ScreenshotNotDrawn,
    draw_screenshot,
    find_browser,
)
from media_provenance.adapters.warc import ArchivedThing, Exchange, warc_of
from media_provenance.domain.manifests import FileFacts, Manifest
from media_provenance.models import (
    FIRST_PREVIOUS,
    Capture,
    CaptureBundle,
    KeptRole,
    MediaAsset,
    NoScreenshot,
    kept_path,
)
from media_provenance.pipeline.redacting import ask_to_take_away
from media_provenance.pipeline.stamping import ask_for_stamps
from media_provenance.queries.redactions import is_redacted

__all__ = [
    "KEEP",
    "ORIGINAL",
    "CaptureRedacted",
    "KeptFiles",
    "ask_to_keep",
    "ask_to_keep_original",
    "keep_capture",
    "keep_files",
    "keep_original",
    "lock_chain",
    "record_kept",
]

log = logging.getLogger(__name__)

KEEP = "media_provenance.keep"
# The kind of a manifest whose content is a picture's own file; the others are a capture's.
ORIGINAL = "original"
# Any number will do that nothing else in this database locks on ("kept" in ASCII).
_LOCK = 0x6B657074


class CaptureRedacted(Exception):
    """The bytes of a capture were taken away before it was kept: it gets no link."""


@dataclass(frozen=True, slots=True)
class KeptFiles:
    """Files that lie under MEDIA_ROOT already, and what their manifest will say of the rest."""

    content: FileFacts
    files: Mapping[KeptRole, FileFacts] = field(default_factory=dict)
    no_screenshot: str = ""
    software: Mapping[str, str] = field(default_factory=dict)


def ask_to_keep(capture: Capture) -> Job:
    """Have a capture kept, once, in the background."""
    return enqueue(KEEP, f"capture:{capture.pk}", {"capture": capture.pk})


def ask_to_keep_original(asset: MediaAsset) -> Job:
    """Have a picture's own file put into the chain, once, in the background."""
    return enqueue(KEEP, f"original:{asset.sha256}", {"original": str(asset.pk)})


def keep_capture(capture: Capture) -> CaptureBundle:
    """Keep a capture here and now; the bundle that is there already is returned as it is.

    Raises:
        CaptureRedacted: its bytes were taken away before it was kept.
        FileNotFoundError: the capture's bytes are gone from MEDIA_ROOT.
        storage.DiskRefuses: worth another try.
    """
    known = CaptureBundle.objects.filter(capture=capture)
    return known.first() or _keep_now({"capture": capture.pk}, known)


def keep_original(asset: MediaAsset) -> CaptureBundle:
    """Put a picture's own file into the chain here and now; raises as ``keep_capture``."""
    known = CaptureBundle.objects.filter(asset=asset)
    return known.first() or _keep_now({"original": str(asset.pk)}, known)


def _keep_now(payload: Mapping[str, Any], found: QuerySet[CaptureBundle]) -> CaptureBundle:
    kept = keep_files(payload, lambda _done, _total: None)
    if kept is None:
        if known := found.first():
            return known
        raise CaptureRedacted
    with transaction.atomic():
        record_kept(payload, kept)
    return found.get()


def keep_files(payload: Mapping[str, Any], progress: Progress) -> KeptFiles | None:
    """Write the files of a capture, or look at an original.

    Args:
        payload: ``capture`` or ``original`` (a picture), the id.
        progress: told before the browser is started.

    Returns:
        None for a capture whose bytes were taken away on purpose.

    Raises:
        FileNotFoundError: the bytes are gone from MEDIA_ROOT.
        Capture.DoesNotExist, MediaAsset.DoesNotExist: the row is.
        storage.DiskRefuses, OSError: worth another try.
    """
    if "original" in payload:
        asset = MediaAsset.objects.get(pk=payload["original"])
        data = storage.read(asset.original_path)
        return KeptFiles(
            _facts_of(data, hashlib.sha256(data).hexdigest()),
            no_screenshot=NoScreenshot.NOT_A_PAGE,
            software=_software(),
        )
    capture = Capture.objects.get(pk=payload["capture"])
    if is_redacted(capture.sha256):
        return None
    content = storage.read(capture.path)
    text = page_text(content, media_type=capture.media_type, headers=capture.headers)
    warc = warc_of(
        ArchivedThing(
            content=content,
            captured_at=capture.captured_at,
            url=capture.final_url or capture.url,
            media_type=capture.media_type,
            exchanges=[Exchange.from_record(one) for one in capture.exchange],
            status=capture.status,
            headers=capture.headers,
            text=text,
        ),
        software=f"Bayyina {_product_version()}",
    )
    files = {KeptRole.WARC: _stored(KeptRole.WARC, warc)}
    if text is not None:
        files[KeptRole.TEXT] = _stored(KeptRole.TEXT, text.encode())
    progress(0, None)
    drawn, no_screenshot = _screenshot(capture, content)
    if drawn is not None:
        files[KeptRole.SCREENSHOT] = _stored(KeptRole.SCREENSHOT, drawn)
    return KeptFiles(
        _facts_of(content, hashlib.sha256(content).hexdigest()),
        files,
        no_screenshot,
        _software("warcio", "lxml"),
    )


def record_kept(payload: Mapping[str, Any], kept: KeptFiles | None) -> None:
    """Put what was kept at the end of the chain; a second time, or None, changes nothing.

    To be called in a transaction: from here to its end nobody else adds a link.
    """
    if kept is None:
        return
    lock_chain()
    subject: Capture | MediaAsset
    if "original" in payload:
        subject = MediaAsset.objects.get(pk=payload["original"])
        known = CaptureBundle.objects.filter(asset=subject)
    else:
        subject = Capture.objects.get(pk=payload["capture"])
        known = CaptureBundle.objects.filter(capture=subject)
        if is_redacted(subject.sha256):
            # Taken away while the files were being written: they go as well.
            ask_to_take_away(subject.sha256)
    if known.exists():
        return
    last = CaptureBundle.objects.order_by("number").last()
    manifest = _manifest_of(subject, kept, last)
    raw = manifest.to_bytes()
    stored = _stored(KeptRole.MANIFEST, raw)
    warc, text, screenshot = (
        kept.files.get(role) for role in (KeptRole.WARC, KeptRole.TEXT, KeptRole.SCREENSHOT)
    )
    CaptureBundle.objects.create(
        number=manifest.number,
        capture=subject if isinstance(subject, Capture) else None,
        asset=subject if isinstance(subject, MediaAsset) else None,
        content_sha256=kept.content.sha256,
        content_size=kept.content.size,
        warc_sha256=warc.sha256 if warc else "",
        warc_size=warc.size if warc else None,
        text_sha256=text.sha256 if text else "",
        text_size=text.size if text else None,
        screenshot_sha256=screenshot.sha256 if screenshot else "",
        screenshot_size=screenshot.size if screenshot else None,
        no_screenshot=kept.no_screenshot,
        manifest_sha256=stored.sha256,
        manifest_size=stored.size,
        previous_sha256=manifest.previous_sha256,
        made_at=manifest.made_at,
    )
    ask_for_stamps(stored.sha256)
    if isinstance(subject, MediaAsset):
        ask_for_stamps(subject.sha256)


def lock_chain() -> None:
    """Wait until no other transaction adds a link, and keep it so until our end."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _manifest_of(
    subject: Capture | MediaAsset, kept: KeptFiles, last: CaptureBundle | None
) -> Manifest:
    number = 1 if last is None else last.number + 1
    previous = FIRST_PREVIOUS if last is None else last.manifest_sha256
    files = {role.value: file for role, file in kept.files.items()}
    if isinstance(subject, MediaAsset):
        # Not the file's name: whoever sent it may have told something by it.
        return Manifest(
            number=number,
            previous_sha256=previous,
            made_at=timezone.now(),
            captured_at=subject.added_at,
            kind=ORIGINAL,
            content=kept.content,
            files=files,
            no_screenshot=kept.no_screenshot,
            software=kept.software,
        )
    return Manifest(
        number=number,
        previous_sha256=previous,
        made_at=timezone.now(),
        captured_at=subject.captured_at,
        kind=subject.kind,
        content=kept.content,
        files=files,
        url=subject.url,
        final_url=subject.final_url,
        status=subject.status,
        headers=tuple((str(name), str(value)) for name, value in subject.headers),
        media_type=subject.media_type,
        no_screenshot=kept.no_screenshot,
        software=kept.software,
    )


def _screenshot(capture: Capture, content: bytes) -> tuple[bytes | None, str]:
    """Draw a page, or say why not."""
    markup = inert_markup(content, media_type=capture.media_type, headers=capture.headers)
    if markup is None:
        return None, NoScreenshot.NOT_A_PAGE
    if not settings.SCREENSHOT_BROWSER:
        return None, NoScreenshot.NO_BROWSER
    try:
        return draw_screenshot(markup, find_browser(settings.SCREENSHOT_BROWSER)), ""
    except BrowserMissing:
        log.warning("the browser of SCREENSHOT_BROWSER is not there")
        return None, NoScreenshot.NO_BROWSER
    except ScreenshotNotDrawn as failed:
        log.warning("no screenshot of capture id=%s: %s", capture.pk, failed)
        return None, NoScreenshot.FAILED


def _stored(role: KeptRole, data: bytes) -> FileFacts:
    sha256 = hashlib.sha256(data).hexdigest()
    path = kept_path(role, sha256)
    storage.store(path, data)
    return FileFacts(path.rsplit("/", 1)[-1], sha256, len(data))


def _facts_of(data: bytes, name: str) -> FileFacts:
    return FileFacts(name, hashlib.sha256(data).hexdigest(), len(data))


def _software(*packages: str) -> dict[str, str]:
    return {
        "bayyina": _product_version(),
        "python": platform.python_version(),
        **{package: importlib.metadata.version(package) for package in packages},
    }


def _product_version() -> str:
    project = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))
    return str(project["project"]["version"])
