"""How many known dates come out right: of files, numbers, addresses, names, and all combined.

    ./bayyina bench dating CASES.tsv FILES_DIR [--anchors PEM] [--purposes CFG] [--no-peers]

CASES.tsv is tab-separated and unquoted, with the columns kind, input, field, expected, precision,
source and note. The kinds: file_date (a field of a file as exiftool prints it), id_time, url_date,
filename_date, cdx_line, fb_marker, c2pa_state, bounds. A file is named ``owner/name@version:path``
and lies in FILES_DIR at ``owner+name/path``. --anchors are the certificates by which Content
Credentials are judged, --purposes the uses that they may have, one a line.

Beside ours run Pillow alone, ExifRead and htmldate, each on the kinds that it reads. Prints every
row of ours that differs, then a table, and ends with one line ``SCORE file_date=… id_time=… …`` of
shares right, 0 to 1. Rows of other kinds and files that are not there are counted apart and not
scored. Of file_date the product gives more fields than are asked for; only those asked for are
scored, and ``*`` asks that nothing may be used. Not a test. Needs no database.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.dating_peers.readers import exifread_fields, htmldate_day, pillow_fields
from media_provenance.adapters.exiftool import (
    ExiftoolFailed,
    ExiftoolMissing,
    exiftool_at,
    find_exiftool,
)
from media_provenance.adapters.file_credentials import read_file_credentials
from media_provenance.adapters.images import PictureRefused, read_metadata
from media_provenance.domain.address_dates import dates_of_address
from media_provenance.domain.archive_rows import parse_cdx_line
from media_provenance.domain.date_evidence import (
    KIND_GRADE,
    KIND_ROLE,
    EvidenceItem,
    EvidenceKind,
    MatchClass,
)
from media_provenance.domain.dated_sources import DatedSource
from media_provenance.domain.file_damage import damaged_groups
from media_provenance.domain.file_name_dates import dates_in_file_name
from media_provenance.domain.findings import FindingFacts, FindingKind, Strength, combine
from media_provenance.domain.id_times import date_of_id, find_id_kind
from media_provenance.domain.metadata import (
    MetadataObservation,
    observe_metadata,
    passed_through_facebook,
)
from media_provenance.domain.metadata_fields import named_as_exiftool_does
from media_provenance.domain.platform_ids import date_ids_in_url
from media_provenance.domain.trust_lists import NO_LISTS, TrustSettings
from multilingual.intervals import InstantInterval

KINDS = ("file_date", "id_time", "url_date", "filename_date", "bounds", "c2pa_state")
BESIDE = ("cdx_line", "fb_marker")
COLUMNS = ("kind", "input", "field", "expected", "precision", "source", "note")
OURS = "ours"


@dataclass(frozen=True)
class Setting:
    """What all rows share: where the files lie, the lists of trust, and the present."""

    files: Path
    trust: TrustSettings
    now: datetime
    peers: bool


class NotThere(Exception):
    """The file of a row is not in FILES_DIR."""


class Unscorable(Exception):
    """A row that asks for something this benchmark does not know."""


Row = Mapping[str, str]
# What each reader answers to a row, as text to be compared with what is expected.
Answers = dict[str, str]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("cases", type=Path)
    parser.add_argument("files", type=Path)
    parser.add_argument("--anchors", type=Path)
    parser.add_argument("--purposes", type=Path)
    parser.add_argument("--no-peers", action="store_true", help="ours alone")
    given = parser.parse_args()
    setting = Setting(given.files, _trust(given), datetime.now(UTC), not given.no_peers)
    right: dict[str, Counter[str]] = defaultdict(Counter)
    asked: dict[str, Counter[str]] = defaultdict(Counter)
    apart: Counter[str] = Counter()
    for row in _rows(given.cases):
        kind = row["kind"]
        if kind not in _ANSWERS:
            apart[f"kind {kind!r} is not known"] += 1
            continue
        try:
            answers = _ANSWERS[kind](row, setting)
        except NotThere:
            apart[f"{kind}: the file is not there"] += 1
            continue
        except Unscorable as reason:
            apart[f"{kind}: {reason}"] += 1
            continue
        for reader, answer in answers.items():
            asked[kind][reader] += 1
            if _same(answer, row["expected"]):
                right[kind][reader] += 1
            elif reader == OURS:
                print(
                    f"{kind}\t{row['input']}\t{row['field']}: {answer!r}, not {row['expected']!r}"
                )
    _print_table(right, asked, apart)


def _rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as lines:
        read = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        # Cells at the end of a row may be missing.
        rows = [dict(zip(COLUMNS, [*cells, *[""] * 7], strict=False)) for cells in read if cells]
    return [row for row in rows if row["kind"] != "kind"]


def _trust(given: argparse.Namespace) -> TrustSettings:
    if given.anchors is None:
        return NO_LISTS
    purposes = "" if given.purposes is None else given.purposes.read_text(encoding="utf-8")
    return TrustSettings(anchors=given.anchors.read_text(encoding="utf-8"), purposes=purposes)


def _print_table(
    right: Mapping[str, Counter[str]], asked: Mapping[str, Counter[str]], apart: Counter[str]
) -> None:
    print()
    for kind in (*KINDS, *BESIDE):
        for reader, count in asked.get(kind, Counter()).items():
            print(f"{kind:14} {reader:10} {right[kind][reader]:5} of {count}")
    for reason, count in apart.items():
        print(f"not scored     {count:5}  {reason}")
    shares = " ".join(f"{kind}={_share(right, asked, kind)}" for kind in KINDS)
    print(f"SCORE {shares}")


def _share(right: Mapping[str, Counter[str]], asked: Mapping[str, Counter[str]], kind: str) -> str:
    count = asked[kind][OURS] if kind in asked else 0
    return f"{right[kind][OURS] / count:.3f}" if count else "none"


def _same(answer: str, expected: str) -> bool:
    """Compare texts; of two times only what they mean."""
    answer, expected = answer.strip(), expected.strip().replace("|", "/")
    if answer == expected:
        return True
    try:
        ours, theirs = datetime.fromisoformat(answer), datetime.fromisoformat(expected)
    except ValueError:
        return False
    alike = (ours.tzinfo is None) == (theirs.tzinfo is None) and "T" in answer and "T" in expected
    return alike and ours == theirs


# Files


def _path(row: Row, setting: Setting) -> Path:
    origin, _colon, path = row["input"].partition(":")
    found = setting.files / origin.partition("@")[0].replace("/", "+") / path
    if not found.is_file():
        raise NotThere(row["input"])
    return found


def file_date(row: Row, setting: Setting) -> Answers:
    path = _path(row, setting)
    seen = _observations(path, setting.now)
    field = row["field"]
    if field == "*":
        return {OURS: "; ".join(f"{one.field}={one.value}" for one in seen if one.usable)}
    told = [one.value for one in seen if one.field == field]
    answers = {OURS: _asked_for(told, row["expected"])}
    if setting.peers:
        answers["Pillow"] = _asked_for(pillow_fields(path).get(field, []), row["expected"])
        answers["ExifRead"] = _asked_for(exifread_fields(path).get(field, []), row["expected"])
    return answers


def _asked_for(told: Iterable[str], expected: str) -> str:
    """Return the one expected where it is among several of one field, else the first."""
    values = [value.strip() for value in told]
    return expected.strip() if expected.strip() in values else next(iter(values), "")


@cache
def _observations(path: Path, now: datetime) -> tuple[MetadataObservation, ...]:
    """Read a file as the product does: in full with exiftool, else the gate's quick fields."""
    data = path.read_bytes()
    warnings: Iterable[str] = ()
    try:
        found = exiftool_at(find_exiftool()).read(data)
        fields, warnings = found.fields, found.warnings
    except (ExiftoolMissing, ExiftoolFailed):
        try:
            fields = read_metadata(data).fields
        except PictureRefused:
            return ()
    damaged = damaged_groups(data, tuple(warnings))
    return tuple(observe_metadata(named_as_exiftool_does(fields), ingested_at=now, damaged=damaged))


def c2pa_state(row: Row, setting: Setting) -> Answers:
    try:
        read = read_file_credentials(_path(row, setting).read_bytes(), setting.trust)
    except PictureRefused as refused:
        return {OURS: f"refused: {refused.code.value}"}
    match row["field"]:
        case "validation_state":
            return {OURS: "" if read.reading is None else read.reading.state.value.capitalize()}
        case "error":
            # The table cuts the library's words short.
            expected = row["expected"].strip()
            return {OURS: expected if expected and read.error.startswith(expected) else read.error}
        case field:
            raise Unscorable(f"nothing is known of {field!r}")


# Numbers, addresses, names, rows


def id_time(row: Row, setting: Setting) -> Answers:
    kind, _colon, text = row["input"].partition(":")
    if kind in ("http", "https"):
        found = date_ids_in_url(row["input"], as_of=setting.now)
        source = found[0] if found else None
    elif (known := find_id_kind(kind)) is not None:
        source = date_of_id(known, text, as_of=setting.now)
    else:
        raise Unscorable(f"numbers of the kind {kind!r} are not known")
    if source is None:
        return {OURS: ""}
    return {OURS: source.value if row["field"] == "utc" else source.identifier}


def url_date(row: Row, setting: Setting) -> Answers:
    answers = {OURS: _first(dates_of_address(row["input"], as_of=setting.now))}
    if setting.peers:
        answers["htmldate"] = htmldate_day(row["input"])
    return answers


def filename_date(row: Row, setting: Setting) -> Answers:
    return {OURS: _first(dates_in_file_name(row["input"], as_of=setting.now))}


def _first(sources: Iterable[DatedSource]) -> str:
    return next((source.value for source in sources), "")


def cdx_line(row: Row, setting: Setting) -> Answers:
    found = parse_cdx_line(row["input"])
    return {OURS: "" if found is None else found.captured_at.isoformat()}


def fb_marker(row: Row, setting: Setting) -> Answers:
    passed = passed_through_facebook({"IPTC:SpecialInstructions": row["input"]})
    return {OURS: "Facebook or Instagram" if passed else ""}


# Combined


def bounds(row: Row, setting: Setting) -> Answers:
    try:
        given, expected = json.loads(row["input"]), json.loads(row["expected"])
        items = [_item(index, entry) for index, entry in enumerate(given["items"])]
        event = InstantInterval(*map(_instant, given["event"]))
    except (ValueError, KeyError, TypeError) as error:
        raise Unscorable(f"the row cannot be read: {error}") from error
    got = _as_expected(combine(items, event), items)
    differing = {name: got.get(name) for name in expected if got.get(name) != expected[name]}
    return {OURS: row["expected"] if not differing else json.dumps(differing)}


def _item(index: int, entry: Mapping[str, str]) -> EvidenceItem:
    kind = EvidenceKind(entry["k"])
    return EvidenceItem(
        id=str(index),
        kind=kind,
        role=KIND_ROLE[kind],
        match=MatchClass(entry["match"]),
        when=InstantInterval(_instant(entry.get("from")), _instant(entry.get("to"))),
        grade=KIND_GRADE[kind],
        operator=entry.get("op", ""),
    )


def _instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text).astimezone(UTC)


def _as_expected(facts: FindingFacts, items: list[EvidenceItem]) -> dict[str, Any]:
    """Return our facts in the table's words."""
    kinds = {item.id: item.kind.value for item in items}
    finding = "needs_human_match" if facts.kind is FindingKind.NEEDS_CONFIRMATION else facts.kind
    proof = Strength.SUGGESTED if facts.strength is Strength.METADATA else facts.strength
    return {
        "existed_by": _utc_text(facts.existed_by),
        "not_before": _utc_text(facts.not_before),
        "best_single": _utc_text(facts.best_single),
        "proof": str(proof),
        "finding": str(finding),
        "at_least_days": facts.at_least_days,
        "conflicts": [
            [kinds[conflict.item], kinds[conflict.against]]
            for conflict in facts.conflicts
            if conflict.against is not None
        ],
    }


def _utc_text(moment: datetime | None) -> str | None:
    return None if moment is None else re.sub(r"(\.\d+)?\+00:00$", "Z", moment.isoformat())


_ANSWERS: dict[str, Callable[[Row, Setting], Answers]] = {
    one.__name__: one
    for one in (
        file_date,
        id_time,
        url_date,
        filename_date,
        cdx_line,
        fb_marker,
        c2pa_state,
        bounds,
    )
}


if __name__ == "__main__":
    main()
