"""Which database role answers: public pages read as the reader, everything else works as the
application.

Only with READER_DATABASE_URL set; `factcheck.settings` names this router then.
"""

from __future__ import annotations

from django.db.models import Model

from claims.views.sides import answering_readers

READER_ALIAS = "reader"


class PublicPagesRouter:
    """Send the queries of public pages, writes too, to the reader: so a page cannot write."""

    def db_for_read(self, model: type[Model], **hints: object) -> str | None:
        return READER_ALIAS if answering_readers.get() else None

    def db_for_write(self, model: type[Model], **hints: object) -> str | None:
        return READER_ALIAS if answering_readers.get() else None

    def allow_relation(self, first: Model, second: Model, **hints: object) -> bool:
        """Both names lead to one database."""
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: object) -> bool:
        return db != READER_ALIAS
