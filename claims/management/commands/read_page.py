"""Read a page, print what was found, and store it only if asked to.

For trying the reader from the command line: an address, a saved HTML file, or a text file
taken as pasted text. What is printed is what an editor would see at the desk.
"""

from __future__ import annotations

import json
from argparse import ArgumentParser
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.actions.intake import IntakeRefused, bring_in_address, bring_in_file
from claims.adapters.article import PageUnreadable
from claims.adapters.fetching import fetch_for_desk
from claims.domain.pages import PageReading, read_pasted_text
from claims.domain.workflow import NotAllowed
from claims.models import NewsItem
from claims.reading import charset_of, read_page
from claims.wording import date_conflict, date_origin, reading_gap, refusal_sentence
from webfetch import Reason, Refused

_LABEL_WIDTH = 11


@dataclass(frozen=True, slots=True)
class Given:
    """What the command was given: an address, or a file's bytes."""

    address: str = ""
    name: str = ""
    data: bytes = b""

    @property
    def is_text(self) -> bool:
        """Whether it is taken as pasted text."""
        return self.name.lower().endswith(".txt")


class Command(BaseCommand):
    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.description = _(
            "Read a page: an http(s) address, an HTML file, or a .txt file taken as pasted text. "
            "Prints what was read; stores it only with --save."
        )
        parser.add_argument("page", metavar="PATH|URL")
        parser.add_argument("--url", default="", help=_("the address the file was saved from"))
        parser.add_argument("--json", action="store_true", help=_("print one JSON object"))
        parser.add_argument("--save", action="store_true", help=_("bring it to the desk as well"))
        parser.add_argument("--by", metavar="USERNAME", help=_("in whose name it is saved"))

    def handle(self, *args: Any, **options: Any) -> None:
        by = self._person(options["by"]) if options["save"] else None
        given = self._given(options["page"])
        reading = self._read(given, options["url"])
        item = self._save(given, options["url"], by) if by else None
        if options["json"]:
            found = {**as_json(reading), "item": str(item.pk) if item else None}
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=2))
        else:
            self.stdout.write(as_text(reading))
            if item:
                self.stdout.write(_("Saved as item %(item)s") % {"item": item.pk})

    def _person(self, username: str | None) -> User:
        if not username:
            raise CommandError(_("With --save, say in whose name: --by USERNAME."))
        person = User.objects.filter(username=username).first()
        if person is None:
            raise CommandError(_("There is no account named “%(name)s”.") % {"name": username})
        return person

    def _given(self, page: str) -> Given:
        if page.startswith(("http://", "https://")):
            return Given(address=page)
        path = Path(page)
        if not path.is_file():
            raise CommandError(
                _("There is no file “%(file)s”, and it is not an http(s) address.") % {"file": page}
            )
        return Given(name=path.name, data=path.read_bytes())

    def _read(self, given: Given, url: str) -> PageReading:
        today = timezone.now().date()
        if given.is_text:
            self._say(_("Reading the text…"))
            text = given.data.decode("utf-8-sig", "replace")
            return read_pasted_text(text, reference=today)
        try:
            if not given.address:
                self._say(_("Reading the page…"))
                return read_page(given.data, url or None, None, today)
            self._say(_("Fetching the page…"))
            fetched = fetch_for_desk(given.address)
            if fetched.status >= 400:
                raise CommandError(refusal_sentence("page_answers_error"))
            self._say(_("Reading the page…"))
            return read_page(fetched.body, fetched.final_url, charset_of(fetched), today)
        except Refused as refused:
            if refused.reason is Reason.NOT_RESOLVED:
                message = _(
                    "The name %(host)s was not found. Check how it is written, and whether this "
                    "machine has a network."
                )
                raise CommandError(message % {"host": refused.detail}) from refused
            raise CommandError(f"{refusal_sentence('address_refused')} ({refused})") from refused
        except PageUnreadable as error:
            raise CommandError(refusal_sentence("page_unreadable")) from error

    def _save(self, given: Given, url: str, by: User) -> NewsItem:
        try:
            if given.address:
                return bring_in_address(given.address, by=by)
            return bring_in_file(given.data, by=by, name=given.name, url=url)
        except IntakeRefused as refusal:
            raise CommandError(refusal_sentence(refusal.code)) from refusal
        except NotAllowed as error:
            raise CommandError(_("This account may not bring anything in.")) from error

    def _say(self, sentence: str) -> None:
        self.stderr.write(sentence)


def as_json(reading: PageReading) -> dict[str, Any]:
    """Return the reading as plain JSON; days are ISO dates, a null side is open."""
    published = reading.published
    return {
        "title": reading.title,
        "text": reading.body,
        "language": reading.language,
        "language_confidence": reading.language_confidence,
        "author": reading.author,
        "outlet": reading.outlet_name,
        "canonical_url": reading.canonical_url,
        "published": None
        if published is None
        else {
            "earliest": published.earliest.isoformat() if published.earliest else None,
            "latest": published.latest.isoformat() if published.latest else None,
            "at": reading.published_at.isoformat() if reading.published_at else None,
            "origin": reading.published_origin,
            "read_from": reading.published_text,
            "conflicts": list(reading.published_conflicts),
        },
        "pictures": [
            {
                "url": picture.url,
                "caption": picture.caption,
                "alt": picture.alt,
                "is_lead": picture.is_lead,
            }
            for picture in reading.pictures
        ],
        "captions": list(reading.captions),
        "missing": list(reading.missing),
        "furniture_removed": list(reading.furniture_removed),
    }


def as_text(reading: PageReading) -> str:
    """Return the reading for a person at a terminal."""
    facts = [(_("Title"), reading.title or "-"), (_("Language"), reading.language)]
    if reading.published is not None:
        earliest, latest = reading.published.earliest, reading.published.latest
        origin = date_origin(reading.published_origin) if reading.published_origin else "-"
        days = _("%(earliest)s to %(latest)s (%(origin)s)") % {
            "earliest": earliest or "..",
            "latest": latest or "..",
            "origin": origin,
        }
        facts.append((_("Published"), days))
    facts += [("", date_conflict(code)) for code in reading.published_conflicts]
    for label, value in (
        (_("Author"), reading.author),
        (_("Outlet"), reading.outlet_name),
        (_("Address"), reading.canonical_url),
    ):
        if value:
            facts.append((label, value))
    facts += [(_("Picture"), picture.url) for picture in reading.pictures]
    facts += [(_("Missing"), reading_gap(part)) for part in reading.missing]
    lines = [f"{f'{label}:' if label else '':<{_LABEL_WIDTH}}{value}" for label, value in facts]
    return "\n".join([*lines, "", reading.body])
