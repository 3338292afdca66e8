"""Keeping files: pictures, videos, and what was fetched, uploaded or pasted."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from jobs.actions import enqueue
from media_provenance.adapters import storage
from media_provenance.adapters.images import check_header
from media_provenance.adapters.warc import exchange_record
from media_provenance.models import Capture, CaptureKind, MediaAsset, asset_id_for
from media_provenance.pipeline import (
    draft_of_own_capture,
    lock_pictures,
    recompute_findings,
    write_evidence,
)
from media_provenance.pipeline.captures import (
    CaptureRedacted,
    ask_to_keep,
    ask_to_keep_original,
    keep_capture,
    keep_original,
)
from media_provenance.pipeline.source_dates import drafts_of_file_name, write_drafts
from media_provenance.pipeline.videos import check_video, video_key
from media_provenance.queries.redactions import is_redacted
from media_provenance.tasks import READ_PICTURE, READ_VIDEO, key_of
from webfetch.client import Hop

if TYPE_CHECKING:
    from django.contrib.auth.models import User


@transaction.atomic
def store_picture(
    data: bytes, *, original_name: str = "", by: User | None = None, read_here: bool = False
) -> MediaAsset:
    """Keep a picture's bytes, note that we had them at this moment, and have it read.

    A video is kept the same way; a worker takes frames from it, which become pictures.

    The same bytes again are the same asset, met on one more occasion: a new sighting by our own
    clock. Only the first bytes are looked at here; a worker decodes the rest, and may still refuse
    the picture (``asset.state`` says so).

    Args:
        read_here: the caller runs the job that reads it; no worker is called to it. One of many
            that are taken in at once: its digest is put into the chain when somebody asks about
            it (`ask_when`), or by `manage keep_captures --pictures`.

    Raises:
        PictureRefused: with its code; nothing was kept.
    """
    video = check_video(data)
    kind = check_header(data).format.value if video is None else video.value
    sha256 = hashlib.sha256(data).hexdigest()
    asset = MediaAsset(
        id=asset_id_for(sha256),
        sha256=sha256,
        byte_size=len(data),
        format=kind,
        original_name=original_name[:255],
        added_by=by,
    )
    # Before the lock: whoever else writes need not wait for the disk.
    storage.store(asset.original_path, data)
    lock_pictures()
    known = MediaAsset.objects.filter(pk=asset.pk).first()
    if known is None:
        asset.save(force_insert=True)
        asset.refresh_from_db(fields=["added_at"])
    else:
        asset = known
    moment = timezone.now() if known else asset.added_at
    write_evidence(
        asset,
        draft_of_own_capture(moment, key=f"own_capture:{moment.isoformat()}", by=by),
        new=known is None,
    )
    write_drafts(asset, drafts_of_file_name(original_name, as_of=moment), new=known is None)
    if video is None:
        enqueue(READ_PICTURE, key_of(sha256), {"asset": str(asset.pk)}, hinted=not read_here)
    else:
        enqueue(READ_VIDEO, video_key(sha256), {"asset": str(asset.pk)}, hinted=not read_here)
    if not read_here:
        ask_to_keep_original(asset)
    if known is not None:
        recompute_findings([asset.pk])
    return asset


@transaction.atomic
def store_capture(
    data: bytes,
    *,
    kind: CaptureKind,
    url: str = "",
    final_url: str = "",
    status: int | None = None,
    headers: Iterable[Sequence[str]] = (),
    media_type: str = "",
    hops: Iterable[Hop] = (),
    by: User | None = None,
) -> Capture:
    """Keep what was fetched, uploaded or pasted, byte for byte, with how we came by it.

    Every call is a capture of its own, even of the same bytes: each was made at its own time. A
    job makes of it what others can check (`pipeline.captures`).

    Args:
        headers: name and value of each header of the answer, in order.
        status: of the answer; None where nothing was fetched.
        hops: every request and answer on the way, the last of them the one with ``data``.
    """
    capture = Capture(
        kind=kind,
        url=url,
        final_url=final_url,
        status=status,
        headers=[list(header) for header in headers],
        exchange=exchange_record(hops),
        media_type=media_type[:100],
        sha256=hashlib.sha256(data).hexdigest(),
        byte_size=len(data),
        captured_by=by,
    )
    # What was taken away on purpose does not come back: that it was seen again is noted.
    is_gone = is_redacted(capture.sha256)
    if not is_gone:
        # A picture's own file is there already, where it is one.
        original = MediaAsset(sha256=capture.sha256).original_path
        storage.store(capture.path, data, same_as=original)
    capture.save(force_insert=True)
    capture.refresh_from_db()
    if not is_gone:
        ask_to_keep(capture)
    return capture


def have_kept(captures: Iterable[Capture], assets: Iterable[MediaAsset] = ()) -> None:
    """Keep here and now what is not kept yet; each is a transaction of its own.

    What was redacted before it was kept is passed over.

    Raises:
        FileNotFoundError: its bytes are gone from MEDIA_ROOT.
        DiskRefuses: worth another try.
    """
    for capture in captures:
        with contextlib.suppress(CaptureRedacted):
            keep_capture(capture)
    for asset in assets:
        keep_original(asset)
