"""Pictures that somebody looked for without adding them, for tests."""

from __future__ import annotations

from django.contrib.auth.models import User

from jobs import runner
from jobs.models import Job
from media_provenance.models import PictureSearch
from media_provenance.searches import start_search


def run_search(search: PictureSearch) -> runner.Ran:
    """Run the newest job that looks for the picture of a search, as a worker would."""
    job = Job.objects.filter(payload__search=str(search.pk)).latest("pk")
    return runner.run(job.pk)


def done_search(data: bytes, *, by: User, original_name: str = "") -> PictureSearch:
    """Return a search that was asked for and has ended."""
    search = start_search(data, original_name=original_name, by=by)
    run_search(search)
    search.refresh_from_db()
    return search
