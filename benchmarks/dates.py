"""Measure the reading of written dates against a table of expressions.

    python benchmarks/dates.py TABLE [--failures] [--peers]

TABLE is tab-separated with the columns expression, language, reference_date, expected (a day, a
month, a year, "first/last" or a day with THH:MM, or "refused") and any others. "right" is the
expected interval at its precision (with its clock time where one is expected), "within" a wider
answer that holds it, "wrong" anything else, "refused" no answer. Not a test: it asserts nothing and
ends with one SCORE line. ``--peers`` reads the same rows with the general libraries that are
installed (dateparser, its search_dates, htmldate on a page with the expression, dateutil).
"""

from __future__ import annotations

import argparse
import calendar
import csv
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import date, datetime
from datetime import time as clock_time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from multilingual.dates import NotADate, find_dates, parse_date
from multilingual.intervals import DateInterval

Row = dict[str, str]
Answer = tuple[DateInterval, DateInterval, clock_time | None] | None
VERDICTS = ("right", "within", "wrong", "refused")


def expected_interval(written: str) -> DateInterval:
    """Return the days that a cell of the table means."""
    first, _, last = written.partition("T")[0].partition("/")
    if last:
        return DateInterval.hull((expected_interval(first), expected_interval(last)))
    numbers = [int(number) for number in first.split("-")]
    if len(numbers) == 1:
        return DateInterval(date(numbers[0], 1, 1), date(numbers[0], 12, 31))
    if len(numbers) == 2:
        length = calendar.monthrange(numbers[0], numbers[1])[1]
        return DateInterval(date(numbers[0], numbers[1], 1), date(numbers[0], numbers[1], length))
    year, month, day = numbers
    return DateInterval.of_day(date(year, month, day))


def reference_of(row: Row) -> date | None:
    written = row["reference_date"]
    return date.fromisoformat(written) if written else None


def read_with_ours(row: Row) -> Answer:
    try:
        parsed = parse_date(
            row["expression"], language=row["language"], reference=reference_of(row)
        )
    except NotADate:
        return None
    return parsed.nominal, parsed.interval, parsed.time


def verdict_on(answer: Answer, expected: str) -> str:
    """Return which of ``VERDICTS`` an answer deserves."""
    if expected == "refused":
        return "right" if answer is None else "wrong"
    if answer is None:
        return "refused"
    nominal, interval, clock = answer
    wanted = expected_interval(expected)
    same_clock = "T" not in expected or (
        clock is not None and expected.endswith(clock.strftime("T%H:%M"))
    )
    if nominal == wanted and same_clock:
        return "right"
    # Half of a month is inside the month: not wrong, but not what is written either.
    return "within" if interval.encloses(wanted) or wanted.encloses(interval) else "wrong"


def _of_day(found: datetime | None) -> Answer:
    if found is None:
        return None
    day = DateInterval.of_day(found.date())
    return day, day, found.time()


def peers() -> dict[str, Callable[[Row], Answer]]:
    """Return the general date readers that are installed, by name."""
    readers: dict[str, Callable[[Row], Answer]] = {}
    try:
        import dateparser
        from dateparser.search import search_dates
    except ImportError:
        print("dateparser is not installed")
    else:

        def settings(row: Row) -> dict[str, object]:
            reference = reference_of(row)
            if reference is None:
                return {}
            return {"RELATIVE_BASE": datetime.combine(reference, clock_time())}

        def language(row: Row) -> list[str] | None:
            known = {"ar", "fa", "tr", "fr", "en", "ur"}
            return [row["language"]] if row["language"] in known else None

        def with_dateparser(row: Row) -> Answer:
            return _of_day(
                dateparser.parse(row["expression"], languages=language(row), settings=settings(row))
            )

        def with_search(row: Row) -> Answer:
            found = search_dates(row["expression"], languages=language(row), settings=settings(row))
            return _of_day(found[0][1]) if found else None

        readers["dateparser"] = with_dateparser
        readers["search_dates"] = with_search
    try:
        from htmldate import find_date
    except ImportError:
        print("htmldate is not installed")
    else:

        def with_htmldate(row: Row) -> Answer:
            page = f"<html><body><p class='date'>{row['expression']}</p></body></html>"
            found = find_date(page)
            return _of_day(datetime.fromisoformat(found)) if found else None

        readers["htmldate"] = with_htmldate
    try:
        from dateutil import parser
    except ImportError:
        print("dateutil is not installed")
    else:

        def with_dateutil(row: Row) -> Answer:
            reference = reference_of(row) or date(2000, 1, 1)
            base = datetime.combine(reference, clock_time())
            try:
                return _of_day(parser.parse(row["expression"], default=base, fuzzy=True))
            except (ValueError, OverflowError):
                return None

        readers["dateutil"] = with_dateutil
    return readers


def measure(
    name: str, rows: list[Row], read: Callable[[Row], Answer], *, show_failures: bool
) -> Counter[str]:
    """Count the verdicts of one reader per language, print them, and return the sum."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    begun = time.process_time()
    answers = [read(row) for row in rows]
    cost = (time.process_time() - begun) / len(rows) * 1e6
    for row, answer in zip(rows, answers, strict=True):
        verdict = verdict_on(answer, row["expected"])
        counts[row["language"]][verdict] += 1
        if show_failures and verdict != "right":
            got = f"{answer[0].earliest}/{answer[0].latest} {answer[2]}" if answer else "-"
            print(verdict, row["language"], row["expression"], row["expected"], got, sep=" | ")
    total: Counter[str] = sum(counts.values(), Counter())
    for language, one in (*sorted(counts.items()), ("all", total)):
        print(f"{name:13}{language:5}", *(f"{word}={one[word]}" for word in VERDICTS))
    print(f"{name:13}{cost:.0f} microseconds an expression")
    return total


def search_speed(rows: list[Row]) -> None:
    """Print how fast dates are found in sentences made of the table's expressions."""
    filler = {
        "ar": "قال المسؤول إن اللجنة اجتمعت مع الوفد الزائر لبحث الأزمة وتداعياتها على المنطقة {}"
        " وأضاف أن القرار سيعلن بعد مشاورات مع جميع الأطراف المعنية بالملف.\n",
        "en": "The official said the committee met the visiting delegation to talk about the crisis"
        " {} and added that the decision would be made known once all sides had been heard.\n",
    }
    for language, sentence in filler.items():
        own = [row["expression"] for row in rows if row["language"] == language]
        if not own:
            continue
        text = "".join(sentence.format(expression) for expression in own) * (1 + 4000 // len(own))
        text = text[:300_000]
        find_dates(text[:1000], language=language, reference=date(2024, 7, 18))
        begun = time.process_time()
        found = find_dates(text, language=language, reference=date(2024, 7, 18))
        speed = len(text) / (time.process_time() - begun)
        print(f"find_dates   {language:5}{speed:,.0f} characters a second, {len(found)} dates")


def main() -> None:
    """Run what was asked for and print the SCORE line."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("table", type=Path)
    arguments.add_argument("--failures", action="store_true")
    arguments.add_argument("--peers", action="store_true")
    chosen = arguments.parse_args()
    with chosen.table.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    # The words of each language are read into memory once.
    for row in rows:
        read_with_ours(row)
    total = measure("ours", rows, read_with_ours, show_failures=chosen.failures)
    search_speed(rows)
    if chosen.peers:
        for name, read in peers().items():
            measure(name, rows, read, show_failures=False)
    print("SCORE", *(f"{word}={total[word]}" for word in VERDICTS), f"n={len(rows)}")


if __name__ == "__main__":
    main()
