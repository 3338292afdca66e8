"""Write the table of headers into docs/reference/headers.md, or check that it is current."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from factcheck.headers import as_markdown


class Command(BaseCommand):
    requires_system_checks: list[str] = []  # noqa: RUF012 - Django declares it without ClassVar

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.description = _("Write the table of headers into docs/reference/headers.md.")
        parser.add_argument(
            "--check", action="store_true", help=_("write nothing; fail if the file is not current")
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path = settings.BASE_DIR / "docs" / "reference" / "headers.md"
        written = as_markdown()
        if not options["check"]:
            path.write_text(written, encoding="utf-8")
            self.stdout.write(
                _("Written: %(file)s") % {"file": path.relative_to(settings.BASE_DIR)}
            )
        elif not path.exists() or path.read_text(encoding="utf-8") != written:
            raise CommandError(
                _("docs/reference/headers.md is not current. Run: ./bayyina manage headers_table")
            )
