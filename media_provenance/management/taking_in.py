"""Taking one picture file into the archive, here and now, whether or not a worker runs.

For `add_pictures`, in one process or several. A video is taken in with the pictures that its frames
become. Each step is its own transaction: whoever is killed in between leaves a picture that a
worker, or the next run, carries on with.
"""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from uuid import UUID

from django.utils.translation import gettext as _

from jobs import heartbeat, hints, runner
from jobs.actions import enqueue
from jobs.models import Job
from media_provenance.actions import PictureRefused, store_picture
from media_provenance.models import AssetState, MediaAsset, SearchEffort
from media_provenance.pipeline import match_key
from media_provenance.pipeline.videos import video_key
from media_provenance.tasks import MATCH_PICTURE, READ_PICTURE, READ_VIDEO, key_of
from media_provenance.wording import refusal_sentence

__all__ = ["ROLE", "PictureFile", "Taken", "TakenAs", "describe_again", "take_in"]

# Under this name the processes of `add_pictures` show themselves (`jobs.heartbeat`).
ROLE = "pictures"
# How long to wait for a worker that took a picture before we could, in seconds: its lease is 150.
_PATIENCE = 180.0


class TakenAs(StrEnum):
    """What became of a file."""

    ADDED = "added"
    KNOWN = "known"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class PictureFile:
    """A file to be taken in; ``name`` is what people know it by."""

    path: Path
    name: str
    with_matching: bool


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a file: the id of its picture, or a code and a sentence why there is none."""

    taken_as: TakenAs
    asset: str = ""
    code: str = ""
    words: str = ""


def take_in(file: PictureFile) -> Taken:
    """Store and read a picture, and look for its copies if that is wanted.

    Of a video, the same is done with every frame that was kept. What is stored already is carried
    on with where it was left.
    """
    heartbeat.keep_up(ROLE)
    try:
        data = file.path.read_bytes()
    except OSError as error:
        return _refused(
            "unreadable",
            _("The file %(file)s cannot be read: %(reason)s.")
            % {"file": file.name, "reason": error.strerror},
        )
    sha256 = hashlib.sha256(data).hexdigest()
    asset = MediaAsset.objects.filter(sha256=sha256).first()
    was_there = asset is not None
    try:
        asset = asset or store_picture(data, original_name=file.path.name, read_here=True)
    except PictureRefused as refused:
        return _refused(refused.code.value, refusal_sentence(refused.code, refused.detail))
    if asset.state == AssetState.STORED:
        _read(asset)
    if asset.state == AssetState.REFUSED:
        return _refused(asset.refusal, refusal_sentence(asset.refusal))
    if asset.state == AssetState.STORED:
        return _refused(
            "not_read", _("The picture is stored but could not be read yet. Its job says why.")
        )
    frames = list(asset.frames.all()) if asset.is_video else []
    for frame in frames:
        if frame.state == AssetState.STORED:
            _read(frame)
    if file.with_matching:
        for picture in frames if asset.is_video else [asset]:
            _look_for_copies(picture)
    return Taken(TakenAs.KNOWN if was_there else TakenAs.ADDED, asset=str(asset.pk))


def describe_again(asset_id: UUID) -> None:
    """Read a stored picture again by the present rules; its job says why where it cannot be.

    Its copies are looked for by the workers.
    """
    heartbeat.keep_up(ROLE)
    asset = MediaAsset.objects.filter(pk=asset_id).first()
    if asset is not None:
        _carry_out(enqueue(READ_PICTURE, key_of(asset.sha256), {"asset": str(asset.pk)}))


def _read(asset: MediaAsset) -> None:
    """Read a stored picture or video; its job says why where it cannot be."""
    payload = {"asset": str(asset.pk)}
    if asset.is_video:
        kind, key = READ_VIDEO, video_key(asset.sha256)
    else:
        kind, key = READ_PICTURE, key_of(asset.sha256)
    job = Job.objects.filter(kind=kind, key=key).first()
    _carry_out(job or enqueue(kind, key, payload))
    asset.refresh_from_db(fields=["state", "refusal"])


def _look_for_copies(asset: MediaAsset) -> None:
    job = Job.objects.filter(
        kind=MATCH_PICTURE, key=match_key(asset.sha256, SearchEffort.NORMAL)
    ).first()
    # A picture that was read by an earlier release has no such job until it is read anew.
    if job is not None:
        _carry_out(job)


def _refused(code: str, words: str) -> Taken:
    return Taken(TakenAs.REFUSED, code=code, words=words)


def _carry_out(job: Job) -> None:
    """Do the job now, or wait for the worker that is about to."""
    patience = time.monotonic() + _PATIENCE
    while (
        _run(job) in (runner.Ran.NOT_OURS, runner.Ran.WILL_RETRY)
        and Job.objects.unfinished().filter(pk=job.pk).exists()
        and time.monotonic() < patience
    ):
        heartbeat.keep_up(ROLE)
        time.sleep(0.2)


def _run(job: Job) -> runner.Ran:
    # The next job of the picture is ours as well, or else in nobody's hurry.
    with hints.left_to_sweeper():
        return runner.run(job.pk)
