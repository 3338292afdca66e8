"""Measure reading of dates and pages against tables given on the command line.

    python benchmarks/reading.py --dates dates.tsv --pages folder/ [--failures]

The date table has columns expression, language, reference_date, expected, precision; the page
folder holds HTML files and expected.tsv (file, language, body_first_words, body_last_words,
published_on, title_words). Not a test: it asserts nothing and ends with one SCORE line.
"""

from __future__ import annotations

import argparse
import csv
import sys
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from claims.adapters.article import PageUnreadable, read_html
from multilingual.dates import NotADate, parse_date
from multilingual.intervals import DateInterval


def expected_interval(written: str) -> DateInterval:
    """Turn 2022, 2022-08, 2022-08-03, 2019-08-17T22:11 or first/last into days."""
    if "/" in written:
        first, last = written.split("/")
        return DateInterval(date.fromisoformat(first), date.fromisoformat(last))
    parts = [int(part) for part in written.split("T")[0].split("-")]
    if len(parts) == 3:
        return DateInterval.of_day(date(*parts))
    if len(parts) == 2:
        following = date(parts[0] + parts[1] // 12, parts[1] % 12 + 1, 1)
        return DateInterval(date(parts[0], parts[1], 1), following - timedelta(days=1))
    return DateInterval(date(parts[0], 1, 1), date(parts[0], 12, 31))


def score_dates(table: Path, *, show_failures: bool) -> dict[str, int]:
    """Count exact, within (the wider answer holds the right one), wrong and unread rows."""
    counts = {"exact": 0, "within": 0, "wrong": 0, "none": 0}
    with table.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            reference = row["reference_date"]
            wanted = expected_interval(row["expected"])
            try:
                parsed = parse_date(
                    row["expression"],
                    language=row["language"],
                    reference=date.fromisoformat(reference) if reference else None,
                )
            except NotADate as refusal:
                verdict, got = "none", str(refusal)
            else:
                clock = parsed.time.strftime("T%H:%M") if parsed.time else ""
                same_clock = "T" not in row["expected"] or row["expected"].endswith(clock)
                if parsed.nominal == wanted and same_clock:
                    verdict = "exact"
                elif parsed.interval.encloses(wanted):
                    verdict = "within"
                else:
                    verdict = "wrong"
                got = f"{parsed.interval} {parsed.text!r}"
            counts[verdict] += 1
            if show_failures and verdict != "exact":
                print(verdict, row["expression"], row["expected"], got, sep=" | ")
    return counts


def score_pages(folder: Path, *, show_failures: bool) -> dict[str, int]:
    """Count pages whose title, day, language and both ends of the body are right."""
    counts = {"pages": 0, "title": 0, "date": 0, "language": 0, "body": 0}
    with (folder / "expected.tsv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            counts["pages"] += 1
            content = (folder / row["file"]).read_bytes()
            try:
                # A saved page has no day of its own; the benchmark's is fixed to stay repeatable.
                page = read_html(content, url=None, today=date(2026, 1, 1))
            except PageUnreadable as refusal:
                print(row["file"], refusal)
                continue
            published = page.published
            wanted_day = row["published_on"]
            # The table was made with a reader that drops Persian joiners; ours keeps them.
            body = " ".join(page.body.replace("\u200c", "").split())
            checks = {
                "title": row["title_words"] in (page.title or ""),
                "date": not wanted_day
                or (published is not None and published == expected_interval(wanted_day)),
                "language": page.language == row["language"],
                "body": body.startswith(row["body_first_words"])
                and row["body_last_words"] in body[-len(row["body_last_words"]) - 60 :],
            }
            for name, right in checks.items():
                counts[name] += right
                if show_failures and not right:
                    print(
                        row["file"], name, page.title, published, body[:90], body[-90:], sep=" | "
                    )
    return counts


def main() -> None:
    """Run what was asked for and print the SCORE line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dates", type=Path)
    parser.add_argument("--pages", type=Path)
    parser.add_argument("--failures", action="store_true")
    arguments = parser.parse_args()
    score: dict[str, int] = {}
    if arguments.dates:
        dates = score_dates(arguments.dates, show_failures=arguments.failures)
        score.update({f"dates_{name}": count for name, count in dates.items()})
    if arguments.pages:
        pages = score_pages(arguments.pages, show_failures=arguments.failures)
        score.update({f"pages_{name}": count for name, count in pages.items()})
    print("SCORE", *(f"{name}={count}" for name, count in score.items()))


if __name__ == "__main__":
    main()
