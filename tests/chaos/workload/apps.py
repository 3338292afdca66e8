"""The app of the chaos lane's own kinds of job."""

from __future__ import annotations

import os

from django.apps import AppConfig
from django.conf import settings


class WorkloadConfig(AppConfig):
    """Registers the kinds, and makes the disk refuse where a test asks for it."""

    name = "tests.chaos.workload"
    label = "chaos"

    def ready(self) -> None:
        """Register the kinds of job as the apps of the product do."""
        from tests.chaos.workload import disk, kinds

        kinds.register_all()
        if control := os.environ.get("CHAOS_DISK"):
            disk.refuse_below(settings.MEDIA_ROOT, control)
