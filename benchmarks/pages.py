"""How well saved pages are read, beside plain trafilatura and htmldate in the same run.

    ./bayyina bench pages FOLDER [--out LINES.jsonl] [--failures]

Reads every .html, .htm and .txt file of the folder; text files are taken as pasted. With ``--out``
one JSON object a file is written to that path, ``{"file": …, "items": […]}``, as ``read_page
--json`` prints it. Where the folder has an expected.tsv (file, language, body_first_words,
body_last_words, published_on, title_words and, if wanted, pictures: addresses with spaces between)
the readings are scored:

* Body: the marked text is what the page shows from the first words to the last ones, in document
  order, without scripts, styles and everything hidden in ``<template>`` or ``<noscript>``, and
  without lines that are a link to another article and the few words beside them ("Read also", its
  day). F1 of the two bags of words, after folding white space, joiners and direction marks. The
  column "shown" is the same against all that is shown between those words, such links included.
* Date: right (that very day), flagged (the day lies in the interval given, or a conflict is
  shown), wrong (neither), none.
* Title: the title given holds the marked words.
* Picture: of the marked addresses, how many were found, and of those found how many are marked;
  without a pictures column only pages with at least one picture are counted.

CPU is the process's own, after one reading to warm up. Ends with one line ``SCORE …``. Not a test:
it asserts nothing.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from time import process_time
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from htmldate import find_date
from trafilatura import bare_extraction

from claims.adapters.article import PageUnreadable, read_html
from claims.adapters.page_bytes import decode_page
from claims.adapters.page_tree import parse_page, visible_lines
from claims.domain.analysis import analyze_text
from claims.domain.pages import PageReadings, read_pasted_text
from claims.domain.reading_json import as_json

_SENTENCES = {
    "ar": "قال الوزير يوم 3 مايو 2024 إن الجسر آمن، ونفى رئيس البلدية ذلك.",
    "en": "The minister said on 3 May 2024 that the bridge is safe. The mayor denied it.",
    "fa": "وزیر روز ۳ مه ۲۰۲۴ گفت که پل ایمن است و شهردار این خبر را تکذیب کرد.",
    "fr": "Le ministre a déclaré le 3 mai 2024 que le pont est sûr. Le maire l'a démenti.",
}
# A saved page has no day of its own; the benchmark's is fixed so that runs can be compared.
TODAY = date(2026, 1, 1)
_SUFFIXES = frozenset({".html", ".htm", ".txt"})
_UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\u00ad]")
_SENTENCE_ENDS = (".", "!", "?", "؟", "…", "۔")


@dataclass(frozen=True, slots=True)
class Found:
    """What one reader makes of one page."""

    body: str
    title: str
    days: tuple[date | None, date | None] | None
    is_flagged: bool
    pictures: tuple[str, ...]
    language: str = ""


def main() -> int:
    """Read, score and print; 0 unless the folder has no page."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--out", type=Path, help="write one JSON object a file here")
    parser.add_argument("--failures", action="store_true", help="print what is not right")
    arguments = parser.parse_args()
    files = sorted(path for path in arguments.folder.iterdir() if path.suffix.lower() in _SUFFIXES)
    if not files:
        print(f"There is no .html, .htm or .txt file in {arguments.folder}.", file=sys.stderr)
        return 2
    expected = _expected(arguments.folder / "expected.tsv")
    warm_up(files)
    costs, lines, ours = [], [], {}
    for path in files:
        began = process_time()
        readings = read_file(path)
        spent = 1000 * (process_time() - began)
        costs.append(spent)
        ours[path.name] = _found(readings)
        lines.append(json.dumps({"file": path.name, **_items(readings)}, ensure_ascii=False))
    if arguments.out:
        arguments.out.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    print(f"pages {len(files)}, CPU ms a page: mean {_mean(costs):.0f}, most {max(costs):.0f}")
    score: dict[str, object] = {
        "pages": len(files),
        "cpu_ms_mean": round(_mean(costs)),
        "cpu_ms_max": round(max(costs)),
    }
    if expected:
        score |= _compare(files, expected, ours, show=arguments.failures)
    print("SCORE", *(f"{name}={value}" for name, value in score.items()))
    return 0


def read_file(path: Path) -> PageReadings | None:
    """Read a page or a pasted text; ``None`` for bytes that are no text, which is printed."""
    content = path.read_bytes()
    try:
        if path.suffix.lower() == ".txt":
            return read_pasted_text(decode_page(content), reference=TODAY)
        return read_html(content, url=None, today=TODAY)
    except PageUnreadable as refusal:
        print(f"{path.name}: {refusal}")
        return None


def warm_up(files: list[Path]) -> None:
    """Read one page and a sentence a language: what a process loads once is not measured."""
    _items(read_file(files[0]))
    for language, sentence in _SENTENCES.items():
        analyze_text(sentence, language=language)


def _items(readings: PageReadings | None) -> dict[str, Any]:
    if readings is None:
        return {"items": []}
    analyses = [
        analyze_text(
            item.body,
            title=item.title or "",
            language=item.language,
            published=item.published,
            outlet=item.outlet_name or "",
        )
        for item in readings.items
    ]
    return dict(as_json(readings, analyses))


def _found(readings: PageReadings | None) -> Found:
    if readings is None:
        return Found("", "", None, True, ())
    page = readings.whole
    days = (page.published.earliest, page.published.latest) if page.published else None
    return Found(
        page.body,
        page.title or "",
        days,
        bool(page.published_conflicts),
        tuple(picture.url for picture in page.pictures),
        page.language,
    )


def _peers() -> dict[str, Callable[[bytes], Found]]:
    def plain(content: bytes, *, precision: bool) -> Found:
        document: Any = bare_extraction(
            content, favor_precision=precision, include_comments=False, with_metadata=True
        )
        if document is None:
            return Found("", "", None, False, ())
        return Found(
            str(document.text or ""),
            str(document.title or ""),
            _day(document.date),
            False,
            (str(document.image),) if document.image else (),
        )

    def dated(content: bytes) -> Found:
        return Found("", "", _day(find_date(content, original_date=True)), False, ())

    return {
        "trafilatura": lambda content: plain(content, precision=False),
        "trafilatura precision": lambda content: plain(content, precision=True),
        "htmldate": dated,
    }


def _of_path(reader: Callable[[bytes], Found]) -> Callable[[Path], Found]:
    return lambda path: reader(path.read_bytes())


def _day(written: str | None) -> tuple[date, date] | None:
    if not written:
        return None
    day = date.fromisoformat(written[:10])
    return day, day


def _expected(table: Path) -> dict[str, dict[str, str]]:
    if not table.is_file():
        return {}
    with table.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {row["file"]: row for row in rows}


def _compare(
    files: list[Path], expected: dict[str, dict[str, str]], ours: dict[str, Found], *, show: bool
) -> dict[str, object]:
    marked = [path for path in files if path.name in expected]
    readers: dict[str, Callable[[Path], Found]] = {"bayyina": lambda path: ours[path.name]}
    readers |= {name: _of_path(reader) for name, reader in _peers().items()}
    score: dict[str, object] = {}
    print(
        f"{'reader':<24}{'body':>7}{'worst':>7}{'shown':>7}{'title':>7}"
        f"{'days: right flagged wrong none':>35}{'pictures: recall precision pages':>35}"
    )
    for name, read in readers.items():
        sums: Counter[str] = Counter()
        both: list[tuple[float, float]] = []
        for path in marked:
            _grade(
                path, expected[path.name], read(path), sums, both, show=show and name == "bayyina"
            )
        bodies, shown = [one for one, _ in both], [one for _, one in both]
        recall = sums["pictures_hit"] / sums["pictures_marked"] if sums["pictures_marked"] else 0.0
        precision = sums["pictures_hit"] / sums["pictures_given"] if sums["pictures_given"] else 0.0
        print(
            f"{name:<24}{_mean(bodies):>7.3f}{min(bodies, default=0):>7.3f}{_mean(shown):>7.3f}"
            f"{sums['title']:>7}"
            f"{sums['right']:>16}{sums['flagged']:>8}{sums['wrong']:>6}{sums['none']:>5}"
            f"{recall:>20.3f}{precision:>10.3f}{sums['pictured']:>6}"
        )
        if name == "bayyina":
            score |= {
                "body_f1": f"{_mean(bodies):.4f}",
                "body_worst": f"{min(bodies, default=0):.4f}",
                "titles": f"{sums['title']}/{len(marked)}",
                "languages": f"{sums['language']}/{len(marked)}",
                "dates_right": sums["right"],
                "dates_flagged": sums["flagged"],
                "dates_wrong": sums["wrong"],
                "dates_none": sums["none"],
            }
        else:
            score |= {
                f"{name.replace(' ', '_')}_f1": f"{_mean(bodies):.4f}",
                f"{name.replace(' ', '_')}_dates_right": sums["right"],
            }
    return score


def _grade(
    path: Path,
    row: dict[str, str],
    found: Found,
    sums: Counter[str],
    bodies: list[tuple[float, float]],
    *,
    show: bool,
) -> None:
    if row["body_first_words"]:
        marked = _marked_body(path, row)
        value = _f1(marked, _words(found.body))
        bodies.append((value, _f1(_marked_body(path, row, with_links=True), _words(found.body))))
        if show and value < 0.97:
            missing, extra = _difference(marked, _words(found.body))
            print(f"{path.name} | body {value:.3f} | missing: {missing} | extra: {extra}")
    right_title = _plain(row["title_words"]) in _plain(found.title)
    sums["title"] += right_title
    sums["language"] += found.language == row["language"]
    verdict = _day_verdict(row["published_on"], found)
    sums[verdict] += 1
    wanted = set((row.get("pictures") or "").split())
    sums["pictures_marked"] += len(wanted)
    if row.get("pictures") is not None:
        sums["pictures_given"] += len(found.pictures)
        sums["pictures_hit"] += len(wanted & set(found.pictures))
    sums["pictured"] += bool(found.pictures)
    if show:
        if not right_title:
            print(f"{path.name} | title {found.title!r}")
        if verdict not in ("right", "unmarked"):
            print(f"{path.name} | date {verdict} | {row['published_on']} | {found.days}")
        if found.language != row["language"]:
            print(f"{path.name} | language {found.language!r}")
        if row.get("pictures") is not None and wanted != set(found.pictures):
            print(
                f"{path.name} | pictures missing {wanted - set(found.pictures)}"
                f" extra {set(found.pictures) - wanted}"
            )


def _day_verdict(written: str, found: Found) -> str:
    if not written:
        return "unmarked"
    if found.days is None:
        return "none"
    wanted = date.fromisoformat(written)
    earliest, latest = found.days
    if earliest == latest == wanted:
        return "right"
    holds = (earliest is None or earliest <= wanted) and (latest is None or wanted <= latest)
    return "flagged" if found.is_flagged or holds else "wrong"


def _marked_body(path: Path, row: dict[str, str], *, with_links: bool = False) -> list[str]:
    """Return the words a page shows from the marked first ones to the marked last ones."""
    text = decode_page(path.read_bytes())
    is_pasted = path.suffix.lower() == ".txt"
    plain = _plain(text if is_pasted else "\n".join(_shown(text, with_links=with_links)))
    first, last = _plain(row["body_first_words"]), _plain(row["body_last_words"])
    # Both may stand in a teaser or a menu as well: the article is the longest stretch, and begins
    # at the last of the places that give nearly so much.
    ends = [found.end() for found in re.finditer(re.escape(last), plain)]
    starts = [found.start() for found in re.finditer(re.escape(first), plain)]
    if not starts or not ends or min(starts) > max(ends):
        raise SystemExit(f"{path.name}: the marked words are not on the page.")
    # The punctuation that closes the last words is theirs.
    end = (plain + " ").index(" ", max(ends))
    lengths = {start: end - start for start in starts if start < end}
    start = max(one for one, length in lengths.items() if length >= 0.7 * max(lengths.values()))
    return plain[start:end].split()


def _shown(text: str, *, with_links: bool) -> list[str]:
    """Return the lines a page shows; without links, if so asked, that stand alone on theirs."""
    parsed = parse_page(text)
    lines, _ = visible_lines(parsed[0]) if parsed else ([], False)
    if with_links:
        return [line.text for line in lines]
    alone = [line.linked >= 0.6 and not line.text.endswith(_SENTENCE_ENDS) for line in lines]
    return [
        line.text
        for place, line in enumerate(lines)
        if not alone[place]
        and not (len(line.text.split()) <= 4 and any(alone[max(0, place - 1) : place + 2]))
    ]


def _words(text: str) -> list[str]:
    return _plain(text).split()


def _plain(text: str) -> str:
    return " ".join(_UNSEEN.sub("", text).split())


def _f1(marked: list[str], given: list[str]) -> float:
    common = (Counter(marked) & Counter(given)).total()
    return 2 * common / (len(marked) + len(given)) if marked or given else 1.0


def _difference(marked: list[str], given: list[str]) -> tuple[str, str]:
    missing, extra = Counter(marked) - Counter(given), Counter(given) - Counter(marked)
    return (
        " ".join(word for word in dict.fromkeys(marked) if missing[word])[:300],
        " ".join(word for word in dict.fromkeys(given) if extra[word])[:300],
    )


def _mean(values: list[float]) -> float:
    return sum(values) / len(values) if values else 0.0


if __name__ == "__main__":
    raise SystemExit(main())
