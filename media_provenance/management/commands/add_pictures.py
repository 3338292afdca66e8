"""`manage.py add_pictures DIR`: take in a folder of pictures.

Each picture is its own transaction, so that a run that was stopped can be started again: what is
there already is passed over. Pictures are read here and now, whether or not a worker runs.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, OutputWrapper
from django.utils.translation import gettext as _

from jobs import heartbeat, runner
from jobs.models import Job
from media_provenance.actions import PictureRefused, store_picture
from media_provenance.models import AssetState, MediaAsset
from media_provenance.tasks import READ_PICTURE, key_of
from media_provenance.wording import refusal_sentence

# How long to wait for a worker that took a picture before we could, in seconds: its lease is 150.
_PATIENCE = 180.0
_BAR_WIDTH = 30
# Under this name the command shows itself (`jobs.heartbeat`).
_ROLE = "pictures"


@dataclass
class Outcome:
    """What became of the files so far, by their paths below the folder."""

    added: dict[str, MediaAsset] = field(default_factory=dict)
    known: dict[str, MediaAsset] = field(default_factory=dict)
    refused: dict[str, tuple[str, str]] = field(default_factory=dict)


class Command(BaseCommand):
    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.description = _(
            "Store and read every picture in a folder and the folders in it. May be run again."
        )
        parser.add_argument("folder", type=Path)
        parser.add_argument("--json", action="store_true", help=_("print one JSON object"))

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        if not folder.is_dir():
            raise CommandError(_("There is no folder %(folder)s.") % {"folder": folder})
        files = sorted(path for path in folder.rglob("*") if _is_wanted(path, folder))
        if not files:
            raise CommandError(_("There are no files in %(folder)s.") % {"folder": folder})
        outcome = Outcome()
        # With signs of life, so that a worker takes over soon what a killed run had in hand.
        with _only_warnings_logged(), heartbeat.in_role(_ROLE):
            for done, path in enumerate(files, start=1):
                heartbeat.beat(_ROLE)
                _add(path, str(path.relative_to(folder)), outcome)
                _draw_bar(self.stderr, done, len(files))
        self._report(outcome, as_json=options["json"])
        if not outcome.added and not outcome.known:
            raise CommandError(_("None of the files could be read as a picture."))

    def _report(self, outcome: Outcome, *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(_record_of(outcome), ensure_ascii=False, indent=2))
            return
        for name, (_code, sentence) in outcome.refused.items():
            self.stdout.write(f"{name}: {sentence}")
        self.stdout.write(
            _("Added: %(added)s. There already: %(known)s. Refused: %(refused)s.")
            % {
                "added": len(outcome.added),
                "known": len(outcome.known),
                "refused": len(outcome.refused),
            }
        )


def _is_wanted(path: Path, folder: Path) -> bool:
    hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
    return path.is_file() and not hidden


def _add(path: Path, name: str, outcome: Outcome) -> None:
    try:
        data = path.read_bytes()
    except OSError as error:
        outcome.refused[name] = (
            "unreadable",
            _("The file %(file)s cannot be read: %(reason)s.")
            % {"file": name, "reason": error.strerror},
        )
        return
    sha256 = hashlib.sha256(data).hexdigest()
    asset = MediaAsset.objects.filter(sha256=sha256).first()
    was_there = asset is not None
    try:
        asset = asset or store_picture(data, original_name=path.name)
    except PictureRefused as refused:
        sentence = refusal_sentence(refused.code, refused.detail)
        outcome.refused[name] = (refused.code.value, sentence)
        return
    _have_read(asset)
    if asset.state == AssetState.READ:
        (outcome.known if was_there else outcome.added)[name] = asset
    elif asset.state == AssetState.REFUSED:
        outcome.refused[name] = (asset.refusal, refusal_sentence(asset.refusal))
    else:
        outcome.refused[name] = (
            "not_read",
            _("The picture is stored but could not be read yet. Its job says why."),
        )


def _have_read(asset: MediaAsset) -> None:
    """Read the picture now, or wait for the worker that is about to."""
    if asset.state != AssetState.STORED:
        return
    job = Job.objects.get(kind=READ_PICTURE, key=key_of(asset.sha256))
    patience = time.monotonic() + _PATIENCE
    while (
        runner.run(job.pk) in (runner.Ran.NOT_OURS, runner.Ran.WILL_RETRY)
        and Job.objects.unfinished().filter(pk=job.pk).exists()
        and time.monotonic() < patience
    ):
        heartbeat.beat(_ROLE)
        time.sleep(0.2)
    asset.refresh_from_db()


@contextlib.contextmanager
def _only_warnings_logged() -> Iterator[None]:
    """Keep the log's lines about every picture out of the progress bar they would cut through."""
    before = logging.root.manager.disable
    logging.disable(max(before, logging.INFO))
    try:
        yield
    finally:
        logging.disable(before)


def _draw_bar(stream: OutputWrapper, done: int, total: int) -> None:
    """Show progress: redrawn in place on a terminal, else a line for each tenth."""
    filled = _BAR_WIDTH * done // total
    bar = f"[{'#' * filled}{'.' * (_BAR_WIDTH - filled)}] {done}/{total}"
    if stream.isatty():
        stream.write(f"\r{bar}", ending="\n" if done == total else "")
        stream.flush()
    elif done == total or done * 10 // total > (done - 1) * 10 // total:
        stream.write(bar)


def _record_of(outcome: Outcome) -> dict[str, Any]:
    return {
        "added": [{"file": name, "asset": str(asset.pk)} for name, asset in outcome.added.items()],
        "known": [{"file": name, "asset": str(asset.pk)} for name, asset in outcome.known.items()],
        "refused": [
            {"file": name, "code": code, "words": sentence}
            for name, (code, sentence) in outcome.refused.items()
        ],
    }
