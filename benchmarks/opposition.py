"""Measure what likeness tells about pairs of headlines that agree or contradict each other.

    python benchmarks/opposition.py stance_dev.csv

The table has columns s1, s2, stance (agree, disagree, other). Every pair shares its subject, so a
pair made of two rows drawn at random is a pair of different subjects. Not a test: it asserts
nothing and ends with one SCORE line.
"""

from __future__ import annotations

import argparse
import csv
import random
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from claims.domain.opposition import SAME_SUBJECT, likeness

_THRESHOLDS = (0.15, 0.20, 0.25, 0.30, 0.35, 0.40, 0.50, 0.60)


def share_from(scores: list[float], threshold: float) -> float:
    """Share of the scores that reach a threshold, 0 to 1."""
    return sum(score >= threshold for score in scores) / len(scores)


def auc(high: list[float], low: list[float]) -> float:
    """Chance that a score of ``high`` is above one of ``low``; 0.5 tells nothing."""
    above = sum((a > b) + 0.5 * (a == b) for a in high for b in low)
    return above / (len(high) * len(low))


def main() -> None:
    """Print the table and the SCORE line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("table", type=Path)
    arguments = parser.parse_args()
    with arguments.table.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    started = time.perf_counter()
    scores = [likeness(row["s1"], row["s2"], "ar") for row in rows]
    spent = time.perf_counter() - started
    agree = [score for score, row in zip(scores, rows, strict=True) if row["stance"] == "agree"]
    against = [s for s, row in zip(scores, rows, strict=True) if row["stance"] == "disagree"]
    order = random.Random(4)  # a fixed shuffle, not a secret
    strangers = [
        likeness(row["s1"], order.choice([one for one in rows if one is not row])["s2"], "ar")
        for row in rows
    ]
    print("threshold  same subject  two subjects")
    for threshold in _THRESHOLDS:
        same, apart = share_from(scores, threshold), share_from(strangers, threshold)
        print(f"{threshold:9.2f}  {same:12.3f}  {apart:12.3f}")
    print(f"agree above disagree: AUC {auc(agree, against):.3f}")
    print(
        f"SCORE found={share_from(scores, SAME_SUBJECT):.3f}"
        f" false={share_from(strangers, SAME_SUBJECT):.3f}"
        f" auc_subject={auc(scores, strangers):.3f} auc_stance={auc(agree, against):.3f}"
        f" us={spent / len(rows) * 1e6:.0f} n={len(rows)}"
    )


if __name__ == "__main__":
    main()
