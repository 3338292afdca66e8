from django.apps import AppConfig


class MediaProvenanceConfig(AppConfig):
    name = "media_provenance"
    verbose_name = "Media provenance"

    def ready(self) -> None:
        # Imported for the job kinds that it registers.
        from media_provenance import tasks  # noqa: F401
