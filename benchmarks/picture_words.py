"""How often what is said to have been changed in a picture is what was changed.

    ./bayyina bench picture_words DIR|FILE … [--limit N] [--geometry found|known] [--list]

Of every picture there, copies are made whose changes are known: cropped, mirrored, turned,
stretched, with strips, frames, text in three scripts, logos, within collages and screenshots, in
other tones, and several at once. Each copy goes through a JPEG and the picture gate and is
described against the original. Reported are, per fact, precision (said rightly, of all said) and
recall (said, of all true), how far crops and rotations are off, and the time of a description.
With ``--geometry known`` the true homography is given instead of the one that the product's own
comparison finds, so that this measures the words alone; pairs that the comparison does not take
for copies are counted as not compared. Ends with one line ``SCORE``. Needs no database.
"""

from __future__ import annotations

import argparse
import io
import sys
import zlib
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.picture_making.known_changes import CHANGES, Changed, changed
from media_provenance.adapters.images import PictureRefused, open_picture
from media_provenance.domain.alteration_facts import AddedKind, Alteration, Tone
from media_provenance.domain.alterations import ComparedPicture, describe_alteration
from media_provenance.domain.candidates import Hint
from media_provenance.domain.description import describe, describe_query, thumbnail_of
from media_provenance.domain.frames import pixel_homography
from media_provenance.domain.likeness import compare
from media_provenance.domain.local_features import working_frame
from media_provenance.domain.tones import small_colour

Pixels = NDArray[np.uint8]


def _copy(name: str, original: Image.Image, seed: int, beside: Sequence[Image.Image]) -> Changed:
    copy = changed(original, name, seed, beside)
    target = io.BytesIO()
    copy.image.convert("RGB").save(target, "JPEG", quality=82)
    return replace(copy, image=Image.fromarray(open_picture(target.getvalue()).pixels))


def _described(copy: Changed, original: Pixels, *, known: bool) -> Alteration | None:
    pixels = np.asarray(copy.image)
    subject, reference = _compared(pixels), _compared(original)
    if known:
        homography = pixel_homography(copy.onto, subject.frame, reference.frame)
        return describe_alteration(homography, subject, reference)
    stored, query = describe(original), describe_query(pixels)
    hints = (Hint(mirrored=mirrored) for mirrored in (False, True))
    found = [likeness for hint in hints if (likeness := compare(query, stored, hint))]
    if not found:
        return None
    homography = max(found, key=lambda likeness: likeness.inliers).homography
    return describe_alteration(homography, subject, reference)


def _compared(pixels: Pixels) -> ComparedPicture:
    thumbnail = thumbnail_of(pixels)
    grey = np.asarray(cv2.cvtColor(thumbnail, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    frame = working_frame(pixels)
    size = (frame.shape[1], frame.shape[0])
    return ComparedPicture(size, grey, small_colour(pixels))


_KINDS = {kind.value for kind in AddedKind}
_TONES = {
    Tone.GREYSCALE.value,
    Tone.TINTED.value,
    Tone.BRIGHTER.value,
    Tone.DARKER.value,
    Tone.LESS_SHARP.value,
}


def _said(alteration: Alteration) -> set[str]:
    said = {added.kind.value for added in alteration.added}
    said |= {f"other has {added.kind.value}" for added in alteration.removed}
    said |= {tone.value for tone in alteration.tones}
    for fact in ("mirrored", "stretched", "perspective"):
        if getattr(alteration, fact):
            said.add(fact)
    if alteration.shows_more:
        said.add("shows more")
    return said


def main(arguments: list[str]) -> int:
    """Score the pictures of the places named; 0 if there were any."""
    parser = argparse.ArgumentParser(prog="bench picture_words")
    parser.add_argument("places", type=Path, nargs="+", metavar="DIR|FILE")
    parser.add_argument("--limit", type=int, default=40, help="use only N pictures, spread out")
    parser.add_argument("--geometry", choices=["found", "known"], default="found")
    parser.add_argument("--only", help="only changes whose name contains this")
    parser.add_argument("--list", action="store_true", help="print every wrong fact")
    options = parser.parse_args(arguments)
    originals = _open_all(options.places, options.limit)
    if len(originals) < 2:
        print("There are fewer than two pictures there.", file=sys.stderr)
        return 2
    score = _Score(options.list)
    images = {name: Image.fromarray(pixels) for name, pixels in originals.items()}
    for change in CHANGES:
        if options.only and options.only not in change:
            continue
        for place, (name, image) in enumerate(images.items()):
            if sys.stderr.isatty():
                print(f"\r{change} {place + 1}/{len(images)}   ", end="", file=sys.stderr)
            beside = [other for key, other in images.items() if key != name]
            copy = _copy(change, image, zlib.crc32(name.encode()), beside)
            known = options.geometry == "known"
            score.count(change, name, copy, _described(copy, originals[name], known=known))
    print("\r", end="", file=sys.stderr)
    score.print()
    return 0


def _open_all(places: list[Path], limit: int) -> dict[str, Pixels]:
    files = sorted(
        path
        for place in places
        for path in (place.rglob("*") if place.is_dir() else [place])
        if path.is_file()
    )
    chosen = files[:: max(1, len(files) // limit)][:limit]
    originals: dict[str, Pixels] = {}
    for path in chosen:
        try:
            originals[path.name] = open_picture(path.read_bytes()).pixels
        except PictureRefused:
            continue
    return originals


class _Score:
    """Counts of what was said against what is true."""

    def __init__(self, listing: bool) -> None:
        self.listing = listing
        self.right: Counter[str] = Counter()
        self.wrong: Counter[str] = Counter()
        self.missed: Counter[str] = Counter()
        self.lost: Counter[str] = Counter()
        self.crops: dict[str, list[float]] = defaultdict(list)
        self.turns: list[float] = []

    def count(self, change: str, name: str, copy: Changed, found: Alteration | None) -> None:
        if found is None:
            self.lost[change] += 1
            return
        said, true = _said(found), copy.facts
        for fact in sorted(said & true):
            self.right[fact] += 1
        for fact in sorted(said - true):
            self.wrong[fact] += 1
            self._list(f"wrong: {fact}: {change} of {name}")
        for fact in sorted(true - said):
            self.missed[fact] += 1
            self._list(f"missed: {fact}: {change} of {name}")
        self.crops[change].append(abs(found.crop - copy.crop))
        if abs(found.crop - copy.crop) > 0.03:
            self._list(f"crop: {copy.crop:.2f} said {found.crop:.2f}: {change} of {name}")
        turned = (found.rotation - copy.rotation + 180) % 360 - 180
        self.turns.append(abs(turned))
        if abs(turned) > 1:
            self._list(f"turned: {copy.rotation} said {found.rotation:.1f}: {change} of {name}")

    def _list(self, line: str) -> None:
        if self.listing:
            print(line)

    def print(self) -> None:
        """Print the tables and the score."""
        print(f"{'fact':28} precision  recall   (right, wrong, missed)")
        for fact in sorted(self.right | self.wrong | self.missed):
            right, wrong, missed = self.right[fact], self.wrong[fact], self.missed[fact]
            precision = f"{100 * right / (right + wrong):6.1f} %" if right + wrong else "      –"
            recall = f"{100 * right / (right + missed):6.1f} %" if right + missed else "      –"
            print(f"{fact:28} {precision}  {recall}   ({right}, {wrong}, {missed})")
        print(f"\n{'change':28} crop within 3 points  median off  not compared")
        for change, off in self.crops.items():
            close = 100 * np.mean(np.array(off) <= 0.03)
            print(
                f"{change:28} {close:18.1f} %  {100 * np.median(off):8.1f}  {self.lost[change]:10d}"
            )
        every = np.concatenate([np.array(off) for off in self.crops.values()])
        right, wrong, missed = (
            sum(counter.values()) for counter in (self.right, self.wrong, self.missed)
        )
        print(
            f"SCORE precision={right / max(1, right + wrong):.4f} "
            f"recall={right / max(1, right + missed):.4f} "
            f"crop_within_3={np.mean(every <= 0.03):.4f} "
            f"rotation_within_1={np.mean(np.array(self.turns) <= 1):.4f} "
            f"not_compared={sum(self.lost.values())}"
        )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
