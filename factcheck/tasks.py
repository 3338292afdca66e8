"""What the schedule asks of the project itself."""

from __future__ import annotations

import logging
from pathlib import Path

from celery import shared_task
from django.conf import settings
from django.db import OperationalError
from django.utils import timezone

from factcheck.signing_in import guessing
from factcheck.stored_files import FilesDisagree, check_stored_files, disagreement_sentence
from jobs.actions import enqueue
from jobs.registry import Kind, Payload, Progress, register

logger = logging.getLogger(__name__)

CHECK_MEDIA = "factcheck.check_media"


@shared_task(name="factcheck.forget_old_sign_ins")
def forget_old_sign_ins() -> None:
    """Once a night; missing one does no harm."""
    logger.info("old sign-ins forgotten: %s", guessing.forget_old_sign_ins(timezone.now()))


@shared_task(name="factcheck.check_media_tonight", ignore_result=True)
def check_media_tonight() -> None:
    """Ask for tonight's comparison of rows and media files. Asking twice compares once."""
    enqueue(CHECK_MEDIA, f"{timezone.now():%Y-%m-%d}", {})


def _check(payload: Payload, progress: Progress) -> None:
    """Compare sizes and read no file, as `manage check_media --quick`. Raises FilesDisagree."""
    checked = 0

    def count(_size: int) -> None:
        nonlocal checked
        checked += 1
        progress(checked, None)

    found = check_stored_files(Path(settings.MEDIA_ROOT), digests=False, on_file=count)
    if not found.holds:
        raise FilesDisagree(disagreement_sentence(found))


def _nothing(payload: Payload, result: None) -> None:
    """That the job is done says all."""


register(Kind(name=CHECK_MEDIA, work=_check, record=_nothing, passing_errors=(OperationalError,)))
