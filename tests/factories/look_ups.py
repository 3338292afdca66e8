"""Questions to services elsewhere, carried out as workers would."""

from __future__ import annotations

import hashlib

from django.db.models.functions import Now

from jobs import runner
from jobs.models import CLAIMABLE, Job
from media_provenance.adapters import storage
from media_provenance.look_ups import LOOK_UP, Operation, Question
from media_provenance.models import MediaAsset, asset_id_for
from tests.providers.operations import PICTURE_URL

COPIES = Question(Operation.CAPTURES, url=PICTURE_URL)


def run_look_ups(*, waiting_over: bool = False) -> list[runner.Ran]:
    """Run the questions that are due, one after the other, and those that follow from them.

    Args:
        waiting_over: those that wait for a later time are run as well, once.
    """
    if waiting_over:
        Job.objects.filter(kind=LOOK_UP, state__in=CLAIMABLE).update(due_at=Now())
    ran = []
    while (due := Job.objects.claimable().filter(kind=LOOK_UP).first()) is not None:
        ran.append(runner.run(due.pk))
    return ran


def asset_of(data: bytes) -> MediaAsset:
    """Return a picture whose file holds exactly these bytes, which may be none of a picture."""
    sha256 = hashlib.sha256(data).hexdigest()
    asset = MediaAsset(id=asset_id_for(sha256), sha256=sha256, byte_size=len(data), format="JPEG")
    storage.store(asset.original_path, data)
    asset.save(force_insert=True)
    return asset
