"""`manage.py rebuild_index`: make the picture index again from the database.

Nothing is lost by it and the site goes on meanwhile: the old index answers until the new one is
whole. Searches that were set aside because a damaged index had no answer begin again then. With
``--describe``, pictures are described anew first that no description of the present version is kept
of, as after an upgrade; a run that was stopped can be started again.
"""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from jobs import heartbeat
from jobs.actions import try_again
from jobs.models import Job, JobState
from media_provenance.domain.description import DESCRIPTION_VERSION
from media_provenance.index import IndexDamaged, IndexNotWritten
from media_provenance.index.chosen import picture_index
from media_provenance.index.record import PostgresRecord
from media_provenance.management.options import count_of_processes
from media_provenance.management.progress_bar import draw_bar
from media_provenance.management.taking_in import ROLE, describe_again
from media_provenance.management.worker_processes import in_processes, processors
from media_provenance.models import MediaAsset, PictureFeatures


class Command(BaseCommand):
    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.description = _(
            "Make the picture index again from the database. May be run while the site is up."
        )
        parser.add_argument(
            "--describe",
            action="store_true",
            help=_("first describe the pictures anew of which no present description is kept"),
        )
        parser.add_argument(
            "--jobs",
            type=count_of_processes,
            default=processors(),
            help=_("how many processes describe at once (default: one for each processor)"),
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["describe"]:
            self._describe(options["jobs"])
        left = _not_described().count()
        record = PostgresRecord()
        total = record.count()

        def taken_in(done: int) -> None:
            draw_bar(self.stderr, done, total, step=_("put into the index"))

        picture_index().rebuild(record.changes_after(0), progress=taken_in if total else None)
        _forget_former_descriptions()
        self.stdout.write(
            ngettext(
                "The index holds %(count)s picture.", "The index holds %(count)s pictures.", total
            )
            % {"count": total}
        )
        taken_up = _take_up_what_waited()
        if taken_up:
            self.stdout.write(
                ngettext(
                    "%(count)s search that waited for the index begins again.",
                    "%(count)s searches that waited for the index begin again.",
                    taken_up,
                )
                % {"count": taken_up}
            )
        if left:
            self.stdout.write(
                ngettext(
                    "%(count)s picture is not described yet and cannot be found by its looks: "
                    "see its job, or run the command with --describe.",
                    "%(count)s pictures are not described yet and cannot be found by their "
                    "looks: see their jobs, or run the command with --describe.",
                    left,
                )
                % {"count": left}
            )

    def _describe(self, jobs: int) -> None:
        ids = list(_not_described().values_list("pk", flat=True))
        if not ids:
            return
        described = _describe_all(ids, jobs=min(jobs, len(ids)))
        try:
            for done, _picture in enumerate(described, start=1):
                draw_bar(self.stderr, done, len(ids), step=_("described"))
        except BrokenProcessPool as broken:
            raise CommandError(
                _(
                    "A process was killed before it was done. What it had in hand is not lost: "
                    "please run the command again."
                )
            ) from broken


def _take_up_what_waited() -> int:
    """Begin again what was set aside because the index had no answer; return how much that is."""
    stopped = Q()
    for error in (IndexDamaged, IndexNotWritten):
        stopped |= Q(last_error__startswith=f"{error.__name__}:")
    waiting = Job.objects.filter(stopped, state=JobState.QUARANTINED)
    return sum(try_again(job) for job in waiting)


def _not_described() -> QuerySet[MediaAsset]:
    """Pictures that were read, without a description of the present version; no videos."""
    described = PictureFeatures.objects.filter(asset=OuterRef("pk"), version=DESCRIPTION_VERSION)
    return MediaAsset.objects.readable().filter(~Exists(described), duration__isnull=True)


def _forget_former_descriptions() -> None:
    """Remove what earlier releases described of pictures that are described by the present rules.

    Not when a picture is described anew: both releases may run side by side during an upgrade.
    """
    present = PictureFeatures.objects.filter(asset=OuterRef("asset"), version=DESCRIPTION_VERSION)
    PictureFeatures.objects.filter(Exists(present), version__lt=DESCRIPTION_VERSION).delete()


def _describe_all(ids: list[UUID], *, jobs: int) -> Iterator[tuple[UUID, None]]:
    if jobs > 1:
        return in_processes(jobs, describe_again, ids, role=ROLE, language=get_language() or "en")
    return _describe_here(ids)


def _describe_here(ids: list[UUID]) -> Iterator[tuple[UUID, None]]:
    with heartbeat.in_role(ROLE):
        for asset_id in ids:
            describe_again(asset_id)
            yield asset_id, None
