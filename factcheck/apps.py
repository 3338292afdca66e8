"""The project as a Django app: its commands, its start-up checks and the Celery app."""

from __future__ import annotations

from django.apps import AppConfig

# Imported so that @shared_task finds its app in every process that sets Django up.
from factcheck.celery import app as celery_app

__all__ = ["FactcheckConfig", "celery_app"]


class FactcheckConfig(AppConfig):
    """Wiring only: models and rules live in the other apps."""

    name = "factcheck"

    def ready(self) -> None:
        """Register the start-up checks, and the watchdog that each Celery worker starts."""
        # Imported for what they register (F401). They use models, which may be imported only now
        # that the app registry is full.
        from factcheck import checks, database_sessions, tasks  # noqa: F401
        from factcheck.signing_in import receivers  # noqa: F401
        from jobs import watchdog  # noqa: F401
