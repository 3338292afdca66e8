"""Check what reading gives for the five pages that the reader was built on.

    python benchmarks/seeds.py FOLDER [--today DAY] [--failures]

The pages are found in the folder by the first 16 hexadecimal digits of their SHA-256; what each
must give is in ``marking/seed_pages.py``, without their words. Each check is one thing
an editor needs of a page: how many articles, title, body, what is dropped, the day, dates in the
text, who said what. What a check needs of a module that is not there shows as "not there yet" and
counts as missed. Not a test: it asserts nothing, prints a table, ends with a SCORE line, and then
runs ``benchmarks/statements.py`` on the same pages.
"""

from __future__ import annotations

import argparse
import hashlib
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
sys.path.insert(0, str(Path(__file__).resolve().parent / "marking"))

from seed_pages import SEEDS, Said, Seed

from claims.domain.pages import LineRole, PageReading, PageReadings, read_pasted_text
from multilingual.dates import find_dates
from multilingual.folding import fold
from multilingual.intervals import DateInterval

if TYPE_CHECKING:
    from claims.domain.analysis import TextAnalysis

KEPT = (LineRole.BODY, LineRole.POST)


@dataclass(frozen=True)
class Check:
    """One thing asked of a page, and whether it was there; ``found`` says what was instead."""

    seed: str
    name: str
    is_ok: bool
    found: str = ""


@dataclass(frozen=True)
class SeedPage:
    """A page with its reading and, where the modules are there, what its text says."""

    seed: Seed
    text: str
    lines: list[str]
    readings: PageReadings
    analyses: list[TextAnalysis] | None

    def words(self, offsets: str) -> str:
        """The piece of the file that "start:end" names."""
        start, end = offsets.split(":")
        return self.text[int(start) : int(end)]

    def check(self, name: str, is_ok: bool, found: object = "") -> Check:
        """Make a check of this page."""
        return Check(self.seed.name, name, is_ok, "" if is_ok else str(found))


def days(written: str | None) -> DateInterval | None:
    """Read "first/last" with an empty side for an open one."""
    if written is None:
        return None
    first, last = (date.fromisoformat(one) if one else None for one in written.split("/"))
    return DateInterval(first, last)


def is_same_name(one: str, other: str) -> bool:
    """Answer whether one name stands in the other, whatever the spelling."""
    one, other = fold(one), fold(other)
    return bool(one) and bool(other) and (one in other or other in one)


def line_checks(page: SeedPage) -> Iterator[Check]:
    """Check the articles, their titles and every line's place."""
    seed, readings = page.seed, page.readings
    cuts = tuple(cut.line for cut in readings.cuts)
    yield page.check(f"{len(seed.titles)} item(s)", cuts == seed.cuts, cuts)
    titles = [item.title for item in readings.items]
    wanted = [page.lines[number].strip(" \t•") for number in seed.titles]
    yield page.check("titles", titles == wanted, titles)
    read = {line.number: line for item in readings.items for line in item.lines}
    lost = [number for number in seed.kept if read[number].role not in KEPT]
    yield page.check("body lines kept", not lost, lost)
    left = [number for number in seed.dropped if read[number].role in KEPT]
    yield page.check("other lines dropped", not left, left)
    bodies = "\n\n".join(item.body for item in readings.items)
    for first, second in seed.joined:
        whole = " ".join(f"{page.lines[first]} {page.lines[second]}".split())
        is_one = any(whole in " ".join(part.split()) for part in bodies.split("\n\n"))
        yield page.check(f"lines {first} and {second} are one paragraph", is_one)
    for number in seed.captions:
        caption = page.lines[number].strip()
        is_one = any(caption in item.captions for item in readings.items)
        yield page.check(f"line {number} is a caption", is_one, read[number].role)


def publication_checks(page: SeedPage) -> Iterator[Check]:
    """Check the day of publication, its doubts and its clock."""
    for number, written in enumerate(page.seed.published):
        item = item_of(page, number)
        wanted = days(written)
        yield page.check(
            f"published, item {number + 1}",
            item is not None and is_bound(item, wanted),
            item_day(item),
        )
    first = page.readings.items[0]
    if page.seed.has_conflict:
        yield page.check("conflict shown", bool(first.published_conflicts))
    else:
        yield page.check("no conflict", not first.published_conflicts, first.published_conflicts)
    if page.seed.clock:
        found = find_dates(first.published_text, language=first.language)
        clock = found[0].time if found else None
        is_ok = clock is not None and clock.strftime("%H:%M") == page.seed.clock
        yield page.check("clock", is_ok, clock)
        yield page.check("zone unknown", first.published_at is None, first.published_at)


def is_bound(item: PageReading, wanted: DateInterval | None) -> bool:
    """Whether an item's days are those wanted; an open end may be the day of reading."""
    if wanted is None or item.published is None:
        return item.published is None or item.published.earliest is None
    same_end = item.published.latest == wanted.latest or (
        wanted.latest is None and item.published_origin == "text_mentions"
    )
    return item.published.earliest == wanted.earliest and same_end


def item_of(page: SeedPage, number: int) -> PageReading | None:
    """The reading of an article, None where the page gave fewer."""
    return page.readings.items[number] if number < len(page.readings.items) else None


def item_day(item: PageReading | None) -> str:
    """An item's days as they are shown in the table."""
    if item is None or item.published is None:
        return "-"
    return f"{item.published.earliest}/{item.published.latest} {item.published_origin}"


def date_checks(page: SeedPage) -> Iterator[Check]:
    """Check the dates in the text."""
    found = [one for analysis in page.analyses or () for one in analysis.dates]
    for offsets, written in page.seed.dates.items():
        words = page.words(offsets)
        same = [one for one in found if words in one.text or one.text in words]
        wanted = days(written)
        is_ok = wanted is not None and any(is_near(one.interval, wanted) for one in same)
        shown = [f"{one.interval.earliest}/{one.interval.latest}" for one in same]
        yield page.check(f"date at {offsets}", is_ok, shown)
    for offsets in page.seed.open_dates:
        words = page.words(offsets)
        same = [one for one in found if words in one.text or one.text in words]
        silent = [
            one
            for one in same
            if one.conflict is None and one.reference is None and not one.interval.is_unknown
        ]
        name = f"date at {offsets} found, no year guessed"
        yield page.check(name, bool(same) and not silent, [one.interval for one in same])


def is_near(interval: DateInterval, wanted: DateInterval) -> bool:
    """Whether an interval is the one wanted; a season may end with the month or with the sun."""
    longer = (interval.days or 0) - (wanted.days or 0)
    return interval == wanted or (interval.encloses(wanted) and 1 < longer <= 31)


def statement_checks(page: SeedPage) -> Iterator[Check]:
    """Check earlier verdicts, told posts and who said what."""
    analyses = page.analyses or []
    if page.seed.verdict is not None:
        checker, finding = (page.words(offsets) for offsets in page.seed.verdict)
        verdicts = [one for analysis in analyses for one in analysis.earlier_verdicts]
        is_ok = any(
            is_same_name(one.checker, checker) and fold(finding) in fold(one.words)
            for one in verdicts
        )
        yield page.check("earlier verdict", is_ok, verdicts)
        claimed = [
            one
            for analysis in analyses
            for one in analysis.statements
            if is_same_name(one.speaker, checker)
        ]
        yield page.check("its finding is no statement", not claimed, claimed)
    posts = [one for analysis in analyses for one in analysis.posts]
    for offsets in page.seed.posts:
        name = page.words(offsets)
        is_ok = any(is_same_name(one.account or one.author, name) for one in posts)
        yield page.check(f"post by {offsets}", is_ok, [one.account for one in posts])
    for said in page.seed.said:
        yield statement_check(page, said)


def statement_check(page: SeedPage, said: Said) -> Check:
    """Check that one statement is suggested, with its relay and its marks."""
    speakers = [page.words(offsets) for offsets in said.speakers]
    relays = [page.words(offsets) for offsets in said.relay]
    analyses = page.analyses or []
    statements = analyses[said.item].statements if said.item < len(analyses) else ()
    of_speaker = [
        one for one in statements if any(is_same_name(one.speaker, name) for name in speakers)
    ]
    right = [
        one
        for one in of_speaker
        if one.stance == said.stance
        and (not said.anonymous or one.is_anonymous)
        and (not relays or any(is_same_name(one.relay or "", name) for name in relays))
    ]
    passed_on = " passed on" if relays else ""
    name = f"{said.stance} by {said.speakers[0]}{passed_on}"
    shown = [f"{one.stance}<{one.relay}" for one in of_speaker]
    return page.check(name, bool(right), shown)


def analyses_of(readings: PageReadings) -> list[TextAnalysis] | None:
    """What the texts say, or None where the modules for it are not there yet."""
    # Imported here so that the lines can be checked while the rules are being written.
    try:
        from claims.domain.analysis import analyze_text
    except ImportError as absent:
        print(f"not there yet: {absent}")
        return None
    return [
        analyze_text(
            item.body,
            title=item.title or "",
            language=item.language,
            published=item.published,
            outlet=item.outlet_name or "",
        )
        for item in readings.items
    ]


CHECKS: tuple[Callable[[SeedPage], Iterator[Check]], ...] = (
    line_checks,
    publication_checks,
    date_checks,
    statement_checks,
)


def read_seeds(folder: Path, today: date | None) -> Iterator[SeedPage]:
    """Read the pages that are in the folder, and say which are not."""
    files = {
        hashlib.sha256(path.read_bytes()).hexdigest()[:16]: path
        for path in sorted(folder.iterdir())
        if path.is_file()
    }
    for digest, seed in SEEDS.items():
        if digest not in files:
            print(f"{seed.name}: no file with digest {digest} in {folder}")
            continue
        text = files[digest].read_bytes().decode("utf-8")
        readings = read_pasted_text(text, reference=today)
        yield SeedPage(seed, text, text.split("\n"), readings, analyses_of(readings))


def main() -> None:
    """Print the table of checks, the SCORE line and the scores of the statements."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument(
        "--today",
        type=lambda written: date.fromisoformat(written) if written else None,
        default=None,
        help="the day the pages are taken to be pasted on; unknown without it",
    )
    parser.add_argument("--failures", action="store_true", help="say what was there instead")
    arguments = parser.parse_args()
    checks = [
        check
        for page in read_seeds(arguments.folder, arguments.today)
        for group in CHECKS
        for check in group(page)
    ]
    for check in checks:
        instead = f"  ({check.found})" if arguments.failures and not check.is_ok else ""
        print(f"{check.seed}  {'ok    ' if check.is_ok else 'MISSED'}  {check.name}{instead}")
    print(f"SCORE seeds ok={sum(check.is_ok for check in checks)} of={len(checks)}", flush=True)
    statements = Path(__file__).with_name("statements.py")
    subprocess.run([sys.executable, str(statements), "--seeds", str(arguments.folder)], check=False)


if __name__ == "__main__":
    main()
