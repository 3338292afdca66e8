from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class ClaimsConfig(AppConfig):
    name = "claims"
    verbose_name = gettext_lazy("Claims")

    def ready(self) -> None:
        # Imported for what they register: a job kind, the receiver of findings, Celery tasks.
        from claims import reading, receivers, schedule  # noqa: F401 - they register themselves
