"""Read a page, print what was found, and store it only if asked to.

For trying the reader from the command line: an address, a saved HTML file, or a text file
taken as pasted text. What is printed is what an editor would see at the desk.
"""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.actions.intake import MOST_TEXT, IntakeRefused, bring_in_address, bring_in_file
from claims.adapters.article import PageUnreadable
from claims.adapters.fetching import fetch_for_desk
from claims.adapters.page_bytes import decode_page
from claims.domain.analysis import TextAnalysis, analyze_text
from claims.domain.page_parts import QuotedPost
from claims.domain.pages import PageReading, PageReadings, read_pasted_text
from claims.domain.reading_json import as_json
from claims.domain.workflow import NotAllowed
from claims.models import NewsItem, Stance
from claims.reading import charset_of, read_page
from claims.recording.places import site_at
from claims.recording.site_lines import learnt_lines
from claims.wording import date_conflict, date_origin, reading_gap, refusal_sentence
from multilingual.intervals import DateInterval
from webfetch import Reason, Refused


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
        parser.add_argument(
            "--cut",
            metavar="LINE",
            type=int,
            action="append",
            help=_("number of a line at which another article begins; may be given again"),
        )
        parser.add_argument("--save", action="store_true", help=_("bring it to the desk as well"))
        parser.add_argument("--by", metavar="USERNAME", help=_("in whose name it is saved"))

    def handle(self, *args: Any, **options: Any) -> None:
        by = self._person(options["by"]) if options["save"] else None
        given = self._given(options["page"])
        readings = self._read(given, options["url"], options["cut"])
        check_cuts(readings, options["cut"] or ())
        analyses = [analysis_of(reading) for reading in readings.items]
        item = self._save(given, options["url"], by) if by else None
        if options["json"]:
            found = as_json(readings, analyses)
            if item:
                found["item"] = str(item.pk)
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=2))
            return
        for reading, analysis in zip(readings.items, analyses, strict=True):
            self.stdout.write(as_text(reading, analysis))
            self.stdout.write("")
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
        data = path.read_bytes()
        if not data.strip():
            raise CommandError(refusal_sentence("empty_file"))
        return Given(name=path.name, data=data)

    def _read(self, given: Given, url: str, cuts: Sequence[int] | None) -> PageReadings:
        today = timezone.now().date()
        lines = learnt_lines(site_at(given.address or url))
        try:
            if given.is_text:
                self._say(_("Reading the text…"))
                text = decode_page(given.data)
                if len(text) > MOST_TEXT:
                    raise CommandError(refusal_sentence("text_too_long"))
                return read_pasted_text(text, reference=today, site_lines=lines, cuts=cuts)
            if not given.address:
                self._say(_("Reading the page…"))
                return read_page(given.data, url or None, None, today, site_lines=lines, cuts=cuts)
            self._say(_("Fetching the page…"))
            fetched = fetch_for_desk(given.address)
            if fetched.status >= 400:
                raise CommandError(refusal_sentence("page_answers_error"))
            self._say(_("Reading the page…"))
            return read_page(
                fetched.body,
                fetched.final_url,
                charset_of(fetched),
                today,
                site_lines=lines,
                cuts=cuts,
            )
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


def check_cuts(readings: PageReadings, cuts: Iterable[int]) -> None:
    """Refuse numbers of lines at which no article can begin.

    A number that an empty line has means the next line.

    Raises:
        CommandError.
    """
    numbers = [line.number for line in readings.whole.lines]
    least, most = (numbers[0] + 1, numbers[-1]) if numbers else (0, -1)
    for cut in cuts:
        if least <= cut <= most:
            continue
        if least > most:
            raise CommandError(_("This page has one line or none, and cannot be cut."))
        message = _(
            "No article can begin at line %(line)s. Give a number from %(least)s to %(most)s, as "
            "--json shows them."
        )
        raise CommandError(message % {"line": cut, "least": least, "most": most})


def analysis_of(reading: PageReading) -> TextAnalysis:
    """Analyse an article as it was read."""
    return analyze_text(
        reading.body,
        title=reading.title or "",
        language=reading.language,
        published=reading.published,
        outlet=reading.outlet_name or "",
    )


def as_text(reading: PageReading, analysis: TextAnalysis) -> str:
    """Return an article for a person at a terminal."""
    facts = [(_("Title"), reading.title or "-"), (_("Language"), reading.language)]
    if reading.published is not None:
        origin = date_origin(reading.published_origin) if reading.published_origin else "-"
        days = _("%(days)s (%(origin)s)") % {"days": _days(reading.published), "origin": origin}
        facts.append((_("Published"), days))
    facts += [("", date_conflict(code)) for code in reading.published_conflicts]
    for label, value in (
        (_("Author"), reading.author),
        (_("Outlet"), reading.outlet_name),
        (_("Address"), reading.canonical_url),
    ):
        if value:
            facts.append((label, value))
    facts += [(_("Picture"), _joined(one.url, one.caption)) for one in reading.pictures]
    facts += [(_("Caption"), caption) for caption in reading.captions]
    facts += [(_("Missing"), reading_gap(part)) for part in reading.missing]
    facts += [(_("Date"), f"{one.text} = {_days(one.interval)}") for one in analysis.dates]
    facts += [(_("Statement"), line) for line in _statement_lines(analysis)]
    facts += [(_("Fact-check"), f"{one.checker}: {one.words}") for one in analysis.earlier_verdicts]
    facts += [(_("Post"), _post_line(one)) for one in (*reading.posts, *analysis.posts)]
    width = max(len(label) for label, _value in facts) + 2
    lines = [f"{f'{label}:' if label else '':<{width}}{value}" for label, value in facts]
    return "\n".join([*lines, "", reading.body])


def _post_line(post: QuotedPost) -> str:
    return _joined(post.platform, post.account or post.author, post.url, post.text)


def _joined(*parts: str) -> str:
    """Put what is given of one thing into one line."""
    return " · ".join(" ".join(part.split()) for part in parts if part)


def _days(days: DateInterval) -> str:
    return _("%(earliest)s to %(latest)s") % {
        "earliest": days.earliest or "..",
        "latest": days.latest or "..",
    }


def _statement_lines(analysis: TextAnalysis) -> Iterator[str]:
    for one in analysis.statements:
        speaker = one.speaker or "-"
        relay = f" ({one.relay})" if one.relay else ""
        claim = f": {one.claim}" if one.claim else ""
        yield f"{speaker}{relay} · {Stance(one.stance.value).label}{claim}"
