"""Measure the suggestions of who said what against the markings made by hand.

    python benchmarks/statements.py [--pages] [--seeds FOLDER] [--ntrex FOLDER] [--failures]

The markings (benchmarks/marking/*.tsv) hold digests and offsets only; the texts are read from the
folders given and found by their digest: whole pages for seeds.tsv, single lines of the NTREX files
for ntrex-*.tsv. The whole pages of pages-*.tsv are in the repository (benchmarks/marking/pages,
pages-2 and pages-3) and are scored with --pages or without an option. benchmarks/marking/README.md
says how the marking was made. Not a test: it asserts nothing and ends with one SCORE line.

An output is matched to at most one marked row of the same page, the best pair first: claims that
overlap (intersection over union of characters at least 0.5, spaces folded) or, where either has
no claim, cues that share a word. Recall, stance, speaker, relay and claim are counted over the
rows an editor certainly wants (must = 1); precision over every output, a row with must = 0 being
as good a match as any. The product is imported where it is called, so that a part of it that does
not load is named by the run that needs it.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from difflib import SequenceMatcher
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

if TYPE_CHECKING:
    from claims.domain.attribution import SuggestedStatement

MARKING = Path(__file__).resolve().parent / "marking"
# Markings of pages that are in the repository, each with the folder of its texts.
PAGES_MARKINGS = {
    "pages-ar": MARKING / "pages",
    "pages-2-ar": MARKING / "pages-2",
    "pages-3-ar": MARKING / "pages-3",
    "pages-en": MARKING / "pages",
    "pages-fr": MARKING / "pages",
    "pages-fa": MARKING / "pages",
}

MATCHES_FROM = 0.5
USABLE_FROM = 0.7
# Two claims that share only short runs of letters are not the same claim.
SHORTEST_COMMON_RUN = 5

# What follows one of these explains the name and is not part of its head.
HEAD_ENDS = (",", "،", "(", "«", "“", ' "', " الذي ", " التي ", " who ", " which ", " qui ", " که ")


@dataclass(frozen=True)
class MarkedLines:
    """Lines of an NTREX file that were read for the marking; first and last count from 1."""

    file: str
    language: str
    first: int
    last: int


NTREX_LINES = {
    "ntrex-ar": MarkedLines("ref.arb.txt", "ar", 1201, 1400),
    "ntrex-ar-2": MarkedLines("ref.arb.txt", "ar", 1401, 1600),
    "ntrex-en": MarkedLines("src.eng.txt", "en", 1201, 1260),
    "ntrex-fr": MarkedLines("ref.fra.txt", "fr", 1201, 1260),
    "ntrex-fa": MarkedLines("ref.fas.txt", "fa", 1201, 1260),
}


@dataclass(frozen=True)
class MarkedStatement:
    """One row of a marking, its offsets read back into text."""

    stance: str
    speakers: tuple[str, ...]
    relays: tuple[str, ...]
    claim: str
    cue: str
    must: bool


@dataclass
class Tally:
    """Counts of one page or of many; every field is a number of rows or of outputs."""

    must: int = 0
    found: int = 0
    outputs: int = 0
    matched: int = 0
    stance: int = 0
    speaker: int = 0
    with_speaker: int = 0
    relay: int = 0
    with_relay: int = 0
    claim: int = 0
    with_claim: int = 0

    def add(self, other: Tally) -> None:
        """Add the counts of another tally to this one."""
        for field in fields(self):
            setattr(self, field.name, getattr(self, field.name) + getattr(other, field.name))

    def shares(self) -> dict[str, str]:
        """The shares by name, "-" where there was nothing to count."""
        parts = {
            "recall": (self.found, self.must),
            "precision": (self.matched, self.outputs),
            "stance": (self.stance, self.found),
            "speaker": (self.speaker, self.with_speaker),
            "relay": (self.relay, self.with_relay),
            "claim": (self.claim, self.with_claim),
        }
        return {name: f"{a / b:.3f}" if b else "-" for name, (a, b) in parts.items()}


def read_marking(name: str) -> dict[str, list[dict[str, str]]]:
    """Read a marking: its rows by page digest, offsets still as written."""
    pages: dict[str, list[dict[str, str]]] = {}
    with (MARKING / f"{name}.tsv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            pages.setdefault(row["page"], []).append(row)
    return pages


def texts_at(text: str, offsets: str) -> tuple[str, ...]:
    """Read "12:20|40:48" back into the pieces of the text; () for an empty field."""
    pairs = (pair.split(":") for pair in offsets.split("|") if pair)
    return tuple(text[int(start) : int(end)] for start, end in pairs)


def marked_statement(row: dict[str, str], text: str) -> MarkedStatement:
    """Read one row of a marking back into the words of its page."""
    return MarkedStatement(
        stance=row["stance"],
        speakers=texts_at(text, row["speaker"]),
        relays=texts_at(text, row["relay"]),
        claim="".join(texts_at(text, row["claim"])),
        cue="".join(texts_at(text, row["cue"])),
        must=row["must"] == "1",
    )


def digest_of(content: bytes) -> str:
    """The first 16 hexadecimal digits of the SHA-256, as the markings name their pages."""
    return hashlib.sha256(content).hexdigest()[:16]


def overlap(one: str, other: str) -> float:
    """Intersection over union of characters of two texts, 0 to 1, runs of spaces folded."""
    one, other = " ".join(one.split()), " ".join(other.split())
    if not one or not other:
        return 0.0
    shortest = min(SHORTEST_COMMON_RUN, len(one), len(other))
    blocks = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    common = sum(block.size for block in blocks if block.size >= shortest)
    return common / (len(one) + len(other) - common)


def share_a_word(one: str, other: str) -> bool:
    """Whether two cues have a word in common, or one stands in the other."""
    if not one or not other:
        return False
    return one in other or other in one or bool(set(one.split()) & set(other.split()))


def head_of(name: str) -> str:
    """The name without what explains it: up to the first comma, bracket or relative clause."""
    ends = [at for mark in HEAD_ENDS if (at := name.find(mark, 1)) > 0]
    return name[: min(ends)].strip() if ends else name


def is_one_of(given: str | None, accepted: Sequence[str], language: str) -> bool:
    """Whether a name given by the product means one of the names accepted by the marking.

    It does if, folded, it equals one of them, or holds the head of one as whole words and is
    not longer than twice that accepted name.
    """
    from multilingual.names import name_key

    key = name_key(given or "", language)
    if not key:
        return False
    for name in accepted:
        wanted, head = name_key(name, language), name_key(head_of(name), language)
        if key == wanted:
            return True
        if head and f" {head} " in f" {key} " and len(key) <= 2 * len(wanted):
            return True
    return False


def likeness(output: SuggestedStatement, row: MarkedStatement, language: str) -> float:
    """How well an output fits a row, 0 if it cannot be matched to it.

    Between rows with the same claim (a denial and the report denied) the stance decides, then
    the speaker.
    """
    if output.claim and row.claim:
        fit = overlap(output.claim, row.claim)
        if fit < MATCHES_FROM:
            return 0.0
    elif share_a_word(output.cue, row.cue):
        fit = MATCHES_FROM
    else:
        return 0.0
    fit += 0.1 * (output.stance == row.stance)
    return fit + 0.05 * is_one_of(output.speaker, row.speakers, language)


def matches(
    outputs: Sequence[SuggestedStatement], rows: Sequence[MarkedStatement], language: str
) -> dict[int, int]:
    """Pair rows with outputs one to one, the best pair first: output index by row index."""
    pairs = sorted(
        (
            (-fit, at_row, at_output)
            for at_row, row in enumerate(rows)
            for at_output, output in enumerate(outputs)
            if (fit := likeness(output, row, language)) > 0
        )
    )
    paired: dict[int, int] = {}
    for _, at_row, at_output in pairs:
        if at_row not in paired and at_output not in paired.values():
            paired[at_row] = at_output
    return paired


def score_page(
    outputs: Sequence[SuggestedStatement],
    rows: Sequence[MarkedStatement],
    language: str,
    *,
    failures_under: str | None,
) -> Tally:
    """Count what is right on one page; with a heading given, print under it what is not."""
    paired = matches(outputs, rows, language)
    tally = Tally(outputs=len(outputs), matched=len(paired))
    failures: list[tuple[str, ...]] = []
    for at_row, row in enumerate(rows):
        if not row.must:
            continue
        tally.must += 1
        if at_row not in paired:
            failures.append(("missed", row.stance, "/".join(row.speakers), row.cue, row.claim))
            continue
        output = outputs[paired[at_row]]
        tally.found += 1
        checks = {"stance": output.stance == row.stance}
        if row.speakers:
            tally.with_speaker += 1
            checks["speaker"] = is_one_of(output.speaker, row.speakers, language)
        if row.relays:
            tally.with_relay += 1
            checks["relay"] = is_one_of(output.relay, row.relays, language)
        if row.claim:
            tally.with_claim += 1
            checks["claim"] = overlap(output.claim, row.claim) >= USABLE_FROM
        for name, right in checks.items():
            setattr(tally, name, getattr(tally, name) + right)
            if not right:
                wanted = {
                    "stance": row.stance,
                    "speaker": "/".join(row.speakers),
                    "relay": "/".join(row.relays),
                    "claim": row.claim,
                }
                failures.append((name, wanted[name], "got", str(getattr(output, name))))
    for at_output, output in enumerate(outputs):
        if at_output not in paired.values():
            failures.append(("extra", output.stance, output.speaker, output.cue, output.claim))
    if failures_under and failures:
        print(failures_under)
        for failure in failures:
            print("   ", *(" ".join(part.split()) for part in failure), sep=" | ")
    return tally


def scored_pages(
    folder: Path, marking_name: str, *, show_failures: bool
) -> Iterator[tuple[str, Tally]]:
    """Score the pages of a folder that a marking knows, read as pasted text: name and counts.

    Raises:
        SystemExit: a page of the marking is not in the folder.
    """
    from claims.domain.attribution import suggest_statements
    from claims.domain.pages import read_pasted_text

    marking = read_marking(marking_name)
    contents = {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}
    pages = {digest_of(content): name for name, content in contents.items()}
    if absent := marking.keys() - pages.keys():
        raise SystemExit(f"No file in {folder} has the digest {', '.join(sorted(absent))}.")
    for digest, name in pages.items():
        if digest not in marking:
            continue
        text = contents[name].decode()
        language = "und"
        outputs: list[SuggestedStatement] = []
        for item in read_pasted_text(text).items:
            language = item.language
            outputs += suggest_statements(
                item.body,
                language=language,
                title=item.title or "",
                outlet=item.outlet_name or "",
            )
        rows = [marked_statement(row, text) for row in marking[digest]]
        heading = name if show_failures else None
        yield name, score_page(outputs, rows, language, failures_under=heading)


def scored_lines(
    folder: Path, name: str, marked: MarkedLines, *, show_failures: bool
) -> tuple[str, Tally]:
    """Score the lines of one NTREX file, each a page of its own: name and summed counts.

    Raises:
        SystemExit: a marked line is not among the lines looked at, so the file is another one.
    """
    from claims.domain.attribution import suggest_statements

    marking = read_marking(name)
    lines = (folder / marked.file).read_bytes().split(b"\n")[marked.first - 1 : marked.last]
    pages = {digest_of(line.rstrip(b"\r")): line.rstrip(b"\r").decode() for line in lines}
    if absent := marking.keys() - pages.keys():
        raise SystemExit(f"{marked.file} has no line with the digest {', '.join(sorted(absent))}.")
    total = Tally()
    for digest, text in pages.items():
        rows = [marked_statement(row, text) for row in marking.get(digest, [])]
        outputs = suggest_statements(text, language=marked.language)
        heading = f"{name} {text}" if show_failures else None
        total.add(score_page(outputs, rows, marked.language, failures_under=heading))
    return name, total


def print_table(rows: Iterable[tuple[str, Tally]]) -> None:
    """Print one line a page with its counts and shares."""
    heads = ("must", "found", "outputs", "recall", "precision", "stance", "speaker", "relay")
    print(f"{'page':<28}", *(f"{head:>9}" for head in (*heads, "claim")))
    for name, tally in rows:
        counts = (tally.must, tally.found, tally.outputs, *tally.shares().values())
        print(f"{name[:28]:<28}", *(f"{count:>9}" for count in counts))


def total_of(rows: Iterable[tuple[str, Tally]]) -> Tally:
    """The counts of all pages together."""
    total = Tally()
    for _, tally in rows:
        total.add(tally)
    return total


def main() -> None:
    """Run what was asked for, print a table of it and the SCORE line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", action="store_true")
    parser.add_argument("--seeds", type=Path)
    parser.add_argument("--ntrex", type=Path)
    parser.add_argument("--failures", action="store_true")
    arguments = parser.parse_args()
    if not (arguments.pages or arguments.seeds or arguments.ntrex):
        arguments.pages = True
    score: dict[str, str] = {}
    if arguments.pages:
        for name, folder in PAGES_MARKINGS.items():
            rows = list(scored_pages(folder, name, show_failures=arguments.failures))
            total = total_of(rows)
            print_table([*rows, (f"all {name}", total)])
            prefix = name.replace("-", "_")
            score.update({f"{prefix}_{part}": share for part, share in total.shares().items()})
    if arguments.seeds:
        rows = list(scored_pages(arguments.seeds, "seeds", show_failures=arguments.failures))
        total = total_of(rows)
        print_table([*rows, ("all seeds", total)])
        score.update({f"seeds_{name}": share for name, share in total.shares().items()})
    if arguments.ntrex:
        rows = [
            scored_lines(arguments.ntrex, name, marked, show_failures=arguments.failures)
            for name, marked in NTREX_LINES.items()
        ]
        print_table(rows)
        for name, tally in rows:
            prefix = name.replace("-", "_")
            score.update({f"{prefix}_{part}": share for part, share in tally.shares().items()})
    print("SCORE", *(f"{name}={share}" for name, share in score.items()))


if __name__ == "__main__":
    main()
