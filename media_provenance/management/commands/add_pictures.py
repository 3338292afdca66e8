"""`manage.py add_pictures DIR`: take in a folder of pictures, in several processes.

Each picture is its own transaction, so that a run that was stopped or killed can be started again:
what is there already is passed over, and what was half done is carried on with. Pictures are read
here and now, whether or not a worker runs.
"""

from __future__ import annotations

import contextlib
import json
import logging
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jobs import heartbeat
from media_provenance.index.chosen import fold_index
from media_provenance.management.options import count_of_processes
from media_provenance.management.progress_bar import draw_bar
from media_provenance.management.taking_in import ROLE, PictureFile, Taken, TakenAs, take_in
from media_provenance.management.worker_processes import in_processes, processors

# What became of each file, by its name below the folder.
Outcome = dict[str, Taken]


class Command(BaseCommand):
    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.description = _(
            "Store and read every picture in a folder and the folders in it, and look for copies "
            "of each. May be stopped and run again."
        )
        parser.add_argument("folder", type=Path)
        parser.add_argument(
            "--jobs",
            type=count_of_processes,
            default=processors(),
            help=_("how many processes work at once (default: one for each processor)"),
        )
        parser.add_argument(
            "--no-matching",
            action="store_true",
            help=_("leave it to the workers to look for copies"),
        )
        parser.add_argument("--json", action="store_true", help=_("print one JSON object"))

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        if not folder.is_dir():
            raise CommandError(_("There is no folder %(folder)s.") % {"folder": folder})
        files = [
            PictureFile(path, str(path.relative_to(folder)), not options["no_matching"])
            for path in sorted(folder.rglob("*"))
            if _is_wanted(path, folder)
        ]
        if not files:
            raise CommandError(_("There are no files in %(folder)s.") % {"folder": folder})
        outcome: Outcome = {}
        try:
            for file, taken in _take_in_all(files, jobs=min(options["jobs"], len(files))):
                outcome[file.name] = taken
                draw_bar(self.stderr, len(outcome), len(files))
        except BrokenProcessPool as broken:
            raise CommandError(
                _(
                    "A process was killed before it was done. What it had in hand is not lost: "
                    "please run the command again."
                )
            ) from broken
        fold_index()
        self._report(dict(sorted(outcome.items())), as_json=options["json"])
        if not any(taken.asset for taken in outcome.values()):
            raise CommandError(_("None of the files could be read as a picture."))

    def _report(self, outcome: Outcome, *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(_record_of(outcome), ensure_ascii=False, indent=2))
            return
        for name, taken in _those(outcome, TakenAs.REFUSED).items():
            self.stdout.write(f"{name}: {taken.words}")
        self.stdout.write(
            _("Added: %(added)s. There already: %(known)s. Refused: %(refused)s.")
            % {
                "added": len(_those(outcome, TakenAs.ADDED)),
                "known": len(_those(outcome, TakenAs.KNOWN)),
                "refused": len(_those(outcome, TakenAs.REFUSED)),
            }
        )


def _is_wanted(path: Path, folder: Path) -> bool:
    hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
    return path.is_file() and not hidden


def _take_in_all(files: Sequence[PictureFile], *, jobs: int) -> Iterator[tuple[PictureFile, Taken]]:
    if jobs > 1:
        yield from in_processes(jobs, take_in, files, role=ROLE, language=get_language() or "en")
        return
    # With signs of life, so that a worker takes over soon what a killed run had in hand.
    with _only_warnings_logged(), heartbeat.in_role(ROLE):
        for file in files:
            yield file, take_in(file)


@contextlib.contextmanager
def _only_warnings_logged() -> Iterator[None]:
    """Keep the log's lines about every picture out of the progress bar they would cut through."""
    before = logging.root.manager.disable
    logging.disable(max(before, logging.INFO))
    try:
        yield
    finally:
        logging.disable(before)


def _those(outcome: Outcome, taken_as: TakenAs) -> Outcome:
    return {name: taken for name, taken in outcome.items() if taken.taken_as is taken_as}


def _record_of(outcome: Outcome) -> dict[str, Any]:
    return {
        "added": _with_assets(outcome, TakenAs.ADDED),
        "known": _with_assets(outcome, TakenAs.KNOWN),
        "refused": [
            {"file": name, "code": taken.code, "words": taken.words}
            for name, taken in _those(outcome, TakenAs.REFUSED).items()
        ],
    }


def _with_assets(outcome: Outcome, taken_as: TakenAs) -> list[dict[str, str]]:
    return [
        {"file": name, "asset": taken.asset} for name, taken in _those(outcome, taken_as).items()
    ]
