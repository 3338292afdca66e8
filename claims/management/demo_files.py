"""Read the demo newsroom's files under ``demo/`` into plain values.

For the command `load_demo`, which does with them what people would do at the desk. Nothing here
touches the database.
"""

from __future__ import annotations

import base64
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from claims.actions.verdicts import SourceDraft
from multilingual.intervals import DateInterval

_Table = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """A person of the newsroom; the user name is also the role."""

    username: str
    first_name: str
    last_name: str


@dataclass(frozen=True, slots=True)
class DemoOutlet:
    """An invented publisher, as an admin would have entered it."""

    domain: str
    name: str
    language: str


@dataclass(frozen=True, slots=True)
class DemoItem:
    """Something that is brought in; ``kind`` is "page", "text" or "pictures".

    ``file`` holds the page or text, ``pictures`` name files under ``demo/pictures``. ``title``
    and ``days`` are given with pictures only: pages and texts say both themselves.
    """

    kind: str
    by: str
    url: str
    file: Path | None = None
    pictures: tuple[str, ...] = ()
    title: str = ""
    days: DateInterval | None = None


@dataclass(frozen=True, slots=True)
class DemoArchived:
    """A picture that the newsroom has had on file, with the page it stood on.

    Without ``days`` the page bounds nothing, and no sighting is recorded.
    """

    picture: str
    url: str
    title: str
    language: str
    days: DateInterval | None
    read_from: str


@dataclass(frozen=True, slots=True)
class DemoMatch:
    """Two pictures that a person confirmed to be the same."""

    spread: str
    original: str
    by: str


@dataclass(frozen=True, slots=True)
class DemoPicture:
    """A picture that a verdict text shows."""

    picture: str
    role: str
    alt: str
    caption: str


@dataclass(frozen=True, slots=True)
class DemoText:
    """A verdict in one language, and how far it is: "draft", "in_review" or "published"."""

    language: str
    stage: str
    claim_text: str
    headline: str
    summary: str
    body: str
    pictures: tuple[DemoPicture, ...]
    # What is right now -> what the first published version said instead.
    first_version: Mapping[str, str]

    def as_first_published(self) -> DemoText:
        """Return the text with the mistake that was corrected later."""
        summary, body = self.summary, self.body
        for right, wrong in self.first_version.items():
            summary, body = summary.replace(right, wrong), body.replace(right, wrong)
        return replace(self, summary=summary, body=body)


@dataclass(frozen=True, slots=True)
class DemoCorrection:
    """Why a published verdict was put right, in public words per language."""

    kind: str
    notes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class DemoCase:
    """One claim with all that was done about it."""

    name: str
    text: str
    language: str
    restated: str
    claimant: str
    event: DateInterval | None
    items: tuple[DemoItem, ...]
    archive: tuple[DemoArchived, ...]
    matches: tuple[DemoMatch, ...]
    rating: str
    media_category: str
    finding_of: str
    sources: tuple[SourceDraft, ...]
    correction: DemoCorrection | None
    texts: tuple[DemoText, ...]


@dataclass(frozen=True, slots=True)
class DemoSubmission:
    """What a reader sent in."""

    language: str
    received_on: date
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class DemoNewsroom:
    """Everything that `load_demo` sets up. ``inbox`` ends with the tour's unfinished case."""

    folder: Path
    people: tuple[DemoPerson, ...]
    outlets: tuple[DemoOutlet, ...]
    cases: tuple[DemoCase, ...]
    inbox: tuple[DemoItem, ...]
    archive: tuple[DemoArchived, ...]
    submissions: tuple[DemoSubmission, ...]

    @property
    def addresses(self) -> frozenset[str]:
        """The addresses of all its news items, by which they are known again."""
        items = [item for case in self.cases for item in case.items]
        return frozenset(item.url for item in (*items, *self.inbox))

    def picture(self, name: str) -> bytes:
        """Return the bytes of a picture under ``demo/pictures``."""
        return (self.folder / "pictures" / name).read_bytes()

    def page(self, file: Path) -> bytes:
        """Return a page with its pictures inside it, as a browser saves it into one file."""

        def inside(found: re.Match[str]) -> str:
            picture = base64.b64encode(self.picture(found["name"])).decode("ascii")
            return f'src="data:image/jpeg;base64,{picture}"'

        html = file.read_text(encoding="utf-8")
        return re.sub(r'src="(?P<name>[\w-]+\.jpg)"', inside, html).encode()


def read_newsroom(folder: Path) -> DemoNewsroom:
    """Read ``newsroom.toml`` and every case under ``cases``, in the order of their names.

    Raises:
        FileNotFoundError: the folder is not there, or not complete.
    """
    table = _read(folder / "newsroom.toml")
    return DemoNewsroom(
        folder=folder,
        people=tuple(DemoPerson(**person) for person in table["people"]),
        outlets=tuple(DemoOutlet(**outlet) for outlet in table["outlets"]),
        cases=tuple(_case(folder, path) for path in sorted((folder / "cases").glob("*.toml"))),
        inbox=(*_items(folder, table["inbox"]), *_items(folder, table["tour"])),
        archive=_archive(table["tour"]),
        submissions=tuple(
            DemoSubmission(one["language"], one["received_on"], one["text"], one.get("url", ""))
            for one in table["submissions"]
        ),
    )


def _read(path: Path) -> _Table:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _case(folder: Path, path: Path) -> DemoCase:
    table = _read(path)
    claim, verdict = table["claim"], table["verdict"]
    return DemoCase(
        name=path.stem,
        text=claim["text"],
        language=claim["language"],
        restated=claim.get("restated", ""),
        claimant=claim.get("claimant", ""),
        event=_days(claim.get("event", {})),
        items=_items(folder, table),
        archive=_archive(table),
        matches=tuple(DemoMatch(**one) for one in table.get("matches", ())),
        rating=verdict["rating"],
        media_category=verdict.get("media_category", ""),
        finding_of=verdict.get("finding_of", ""),
        sources=tuple(SourceDraft(**one) for one in verdict["sources"]),
        correction=_correction(verdict.get("correction")),
        texts=tuple(
            _text(language, text, verdict["stage"]) for language, text in table["texts"].items()
        ),
    )


def _items(folder: Path, table: _Table) -> tuple[DemoItem, ...]:
    return tuple(
        DemoItem(
            kind=one["kind"],
            by=one["by"],
            url=one["url"],
            file=folder / one["file"] if "file" in one else None,
            pictures=tuple(one.get("pictures", ())),
            title=one.get("title", ""),
            days=_days(one),
        )
        for one in table.get("items", ())
    )


def _archive(table: _Table) -> tuple[DemoArchived, ...]:
    found: Iterable[_Table] = table.get("archive", ())
    return tuple(
        DemoArchived(
            picture=one["picture"],
            url=one["url"],
            title=one["title"],
            language=one["language"],
            days=_days(one),
            read_from=one.get("read_from", ""),
        )
        for one in found
    )


def _text(language: str, table: _Table, stage: str) -> DemoText:
    return DemoText(
        language=language,
        stage=table.get("stage", stage),
        claim_text=table["claim_text"],
        headline=table["headline"],
        summary=table["summary"],
        body=table["body"],
        pictures=tuple(DemoPicture(**one) for one in table.get("pictures", ())),
        first_version=table.get("first_version", {}),
    )


def _correction(table: _Table | None) -> DemoCorrection | None:
    if table is None:
        return None
    notes = {name: value for name, value in table.items() if name != "kind"}
    return DemoCorrection(table["kind"], notes)


def _days(table: _Table) -> DateInterval | None:
    return DateInterval(table["first"], table["last"]) if "first" in table else None
