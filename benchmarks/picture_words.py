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
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageOps

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.picture_making.drawing import (
    ARABIC,
    LATIN,
    choice_of,
    draw_icon,
    draw_text,
    hanging_text,
    ink_on,
    random_of,
    sentence,
)
from media_provenance.adapters.images import PictureRefused, open_picture
from media_provenance.domain.alteration_facts import AddedKind, Alteration, Tone
from media_provenance.domain.alterations import ComparedPicture, describe_alteration
from media_provenance.domain.candidates import Hint
from media_provenance.domain.description import describe, describe_query, thumbnail_of
from media_provenance.domain.frames import Floats, pixel_homography
from media_provenance.domain.likeness import compare
from media_provenance.domain.local_features import working_frame
from media_provenance.domain.tones import small_colour

Random = np.random.Generator
Pixels = NDArray[np.uint8]
_COLORS = ((0, 0, 0), (255, 255, 255), (178, 24, 30), (20, 60, 120), (245, 205, 70), (90, 90, 90))


@dataclass(frozen=True)
class Changed:
    """A copy and what was done to it.

    Attributes:
        image: the copy.
        onto: (3, 3), fractions of the copy to fractions of the original.
        scene: x0, y0, x1, y1 in pixels of the copy where the scene still stands.
        facts: codes of what was added and of tones; "mirrored", "stretched".
        rotation: degrees clockwise.
        crop: share of the original still seen.
    """

    image: Image.Image
    onto: Floats = field(default_factory=lambda: np.eye(3))
    facts: frozenset[str] = frozenset()
    rotation: float = 0.0
    crop: float = 1.0

    def also(self, *facts: str) -> frozenset[str]:
        return self.facts | set(facts)


Change = Callable[[Changed, Random, Sequence[Image.Image]], Changed]


def _placed(
    before: Changed, image: Image.Image, left: float, top: float, *facts: str, scale: float = 1.0
) -> Changed:
    """Return the copy in a new image in which its left top corner stands at a place, scaled."""
    width, height = before.image.size
    matrix = np.array(
        [
            [image.width / (width * scale), 0, -left / (width * scale)],
            [0, image.height / (height * scale), -top / (height * scale)],
            [0, 0, 1],
        ]
    )
    return replace(before, image=image, onto=before.onto @ matrix, facts=before.also(*facts))


def crop(share: float) -> Change:
    def change(before: Changed, random: Random, beside: Sequence[Image.Image]) -> Changed:
        width, height = before.image.size
        ratio = float(random.uniform(0.85, 1.15))
        side = share**0.5
        wide = min(width, round(width * side * ratio**0.5))
        high = min(height, round(width * height * share / wide))
        left, top = int(random.integers(width - wide + 1)), int(random.integers(height - high + 1))
        image = before.image.crop((left, top, left + wide, top + high))
        after = _placed(before, image, -left, -top)
        return replace(after, crop=before.crop * wide * high / (width * height))

    return change


def mirror(before: Changed, random: Random, beside: Sequence[Image.Image]) -> Changed:
    flip = np.array([[-1.0, 0, 1], [0, 1, 0], [0, 0, 1]])
    image = ImageOps.mirror(before.image)
    return replace(before, image=image, onto=before.onto @ flip, facts=before.also("mirrored"))


def turn(degrees: float) -> Change:
    """Turn clockwise; corners are filled, nothing is lost."""

    def change(before: Changed, random: Random, beside: Sequence[Image.Image]) -> Changed:
        width, height = before.image.size
        fill = choice_of(random, _COLORS[:2])
        image = before.image.rotate(-degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=fill)
        c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
        middle, before_middle = np.array(image.size) / 2, np.array([width, height]) / 2
        back = np.eye(3)
        back[:2, :2] = [[c, s], [-s, c]]
        back[:2, 2] = before_middle - back[:2, :2] @ middle
        matrix = np.diag([1 / width, 1 / height, 1]) @ back @ np.diag([*image.size, 1.0])
        return replace(before, image=image, onto=before.onto @ matrix, rotation=degrees)

    return change


def stretch(factor: float) -> Change:
    def change(before: Changed, random: Random, beside: Sequence[Image.Image]) -> Changed:
        width, height = before.image.size
        image = before.image.resize((round(width * factor), height), Image.Resampling.BICUBIC)
        return replace(before, image=image, facts=before.also("stretched"))

    return change


def smaller(before: Changed, random: Random, beside: Sequence[Image.Image]) -> Changed:
    width, height = before.image.size
    return replace(before, image=before.image.resize((width // 2, height // 2)))


def _write(image: Image.Image, box: tuple[int, int, int, int], random: Random, size: int) -> None:
    """Write into a box in one of three scripts, outlined where it stands on the scene."""
    script = int(random.integers(3))
    ink = choice_of(random, ((255, 255, 255), (255, 225, 0), (200, 0, 0)))
    if script == 2:
        for top in range(box[1], max(box[1] + 1, box[3] - size), round(size * 1.5)):
            hanging_text(image, (box[0], top, box[2], top + size), random, ink)
        return
    words, name = "", (ARABIC, LATIN)[script]
    while len(words) < 120:
        words += " " + sentence(random, name)
    draw_text(image, box, words, name, size=size, color=ink, outline=(0, 0, 0))


def strip(side: str, *, over: bool = False, written: bool = True) -> Change:
    """Put a strip "above" or "below", beside the scene or over it."""

    def change(before: Changed, random: Random, beside: Sequence[Image.Image]) -> Changed:
        width, height = before.image.size
        thick = round(height * float(random.uniform(0.1, 0.22)))
        paper = choice_of(random, _COLORS)
        canvas = Image.new("RGB", (width, height if over else height + thick), paper)
        top = 0 if over or side == "below" else thick
        canvas.paste(before.image, (0, top))
        start = 0 if side == "above" else canvas.height - thick
        canvas.paste(paper, (0, start, width, start + thick))
        if written:
            script = choice_of(random, (ARABIC, LATIN))
            draw_text(
                canvas,
                (width // 40, start + thick // 8, width - width // 40, start + thick),
                sentence(random, script),
                script,
                size=max(10, thick // 3),
                color=ink_on(paper),
            )
        after = _placed(before, canvas, 0, top, f"strip_{side}")
        return replace(after, crop=before.crop * ((height - thick) / height if over else 1))

    return change


def bars(before: Changed, random: Random, beside: Sequence[Image.Image]) -> Changed:
    width, height = before.image.size
    thick = round(width * float(random.uniform(0.08, 0.2)))
    canvas = Image.new("RGB", (width + 2 * thick, height), choice_of(random, _COLORS))
    canvas.paste(before.image, (thick, 0))
    return _placed(before, canvas, thick, 0, "strip_left", "strip_right")


def frame(before: Changed, random: Random, beside: Sequence[Image.Image]) -> Changed:
    thick = round(max(before.image.size) * float(random.uniform(0.03, 0.1)))
    canvas = ImageOps.expand(before.image, thick, choice_of(random, _COLORS))
    return _placed(before, canvas, thick, thick, "frame")


def text(start: float, end: float) -> Change:
    def change(before: Changed, random: Random, beside: Sequence[Image.Image]) -> Changed:
        image = before.image.copy()
        width, height = image.size
        size = round(min(image.size) * float(random.uniform(0.08, 0.13)))
        box = (width // 20, round(start * height), width - width // 20, round(end * height))
        _write(image, box, random, size)
        return replace(before, image=image, facts=before.also("text"))

    return change


def logo(before: Changed, random: Random, beside: Sequence[Image.Image]) -> Changed:
    image = before.image.copy()
    side = round(image.width * float(random.uniform(0.12, 0.18)))
    edge = image.width // 40
    left = choice_of(random, (edge, image.width - side - edge))
    top = choice_of(random, (edge, image.height - side - edge))
    paper = choice_of(random, _COLORS[2:])
    draw = ImageDraw.Draw(image)
    if random.random() < 0.5:
        draw.rounded_rectangle((left, top, left + side, top + side // 2), side // 10, fill=paper)
        draw_text(
            image,
            (left, top + side // 9, left + side, top + side // 2),
            choice_of(random, ("NEWS 24", "TV 7")),
            LATIN,
            size=side // 5,
            color=ink_on(paper),
        )
    else:
        draw.ellipse((left, top, left + side, top + side), fill=paper)
        icon = (left + side // 4, top + side // 4)
        draw_icon(draw, icon, side // 2, int(random.integers(8)), ink_on(paper))
    return replace(before, image=image, facts=before.also("patch"))


def collage(before: Changed, random: Random, beside: Sequence[Image.Image]) -> Changed:
    """Put it among others, two or four, each cut to its cell."""
    across, down = choice_of(random, ((2, 1), (1, 2), (2, 2)))
    wide, high = 480, 400
    seam = int(random.integers(0, 8))
    canvas = Image.new("RGB", (across * (wide + seam) - seam, down * (high + seam) - seam))
    own = int(random.integers(across * down))
    after = before
    for place in range(across * down):
        left, top = (place % across) * (wide + seam), (place // across) * (high + seam)
        image = before.image if place == own else choice_of(random, beside)
        fitted = ImageOps.fit(image, (wide, high))
        canvas.paste(fitted, (left, top))
        if place == own:
            scale = max(wide / image.width, high / image.height)
            share = wide * high / (image.width * image.height * scale**2)
            corner = (
                left - (image.width * scale - wide) / 2,
                top - (image.height * scale - high) / 2,
            )
            after = _placed(before, canvas, *corner, "collage", scale=scale)
            after = replace(after, crop=before.crop * share)
    return after


def screen(before: Changed, random: Random, beside: Sequence[Image.Image]) -> Changed:
    """Show it on a phone: a bar with words above, words and icons below."""
    width = 720
    scale = width / before.image.width
    high = round(before.image.height * scale)
    paper = choice_of(random, ((255, 255, 255), (18, 18, 20)))
    head, foot = 260, max(420, 1200 - high)
    canvas = Image.new("RGB", (width, head + high + foot), paper)
    draw, ink = ImageDraw.Draw(canvas), ink_on(paper)
    script = choice_of(random, (ARABIC, LATIN))
    canvas.paste(before.image.resize((width, high)), (0, head))
    for top, bottom in ((90, head), (head + high + 90, canvas.height - 120)):
        words = f"{sentence(random, script)} {sentence(random, script)}"
        box = (30, top, width - 30, bottom)
        draw_text(canvas, box, words, script, size=34, color=ink, centered=False)
    for step in range(4):
        draw_icon(draw, (40 + 170 * step, head + high + 20), 46, step, ink)
        draw_icon(draw, (40 + 170 * step, canvas.height - 80), 46, step + 3, ink)
        draw_icon(draw, (40 + 80 * step, 20), 36, step + 4, ink)
    return _placed(before, canvas, 0, head, "screen", scale=scale)


def toned(tone: Tone, change: Callable[[Image.Image], Image.Image]) -> Change:
    return lambda before, random, beside: replace(
        before, image=change(before.image), facts=before.also(tone.value)
    )


grey = toned(Tone.GREYSCALE, lambda image: ImageOps.grayscale(image).convert("RGB"))
sepia = toned(
    Tone.TINTED,
    lambda image: ImageOps.colorize(
        ImageOps.grayscale(image), (40, 20, 5), (255, 240, 205), (170, 125, 75)
    ),
)
brighter = toned(Tone.BRIGHTER, lambda image: ImageEnhance.Brightness(image).enhance(1.35))
darker = toned(Tone.DARKER, lambda image: ImageEnhance.Brightness(image).enhance(0.65))
blurred = toned(
    Tone.LESS_SHARP, lambda image: image.filter(ImageFilter.GaussianBlur(max(image.size) / 160))
)

CHANGES: dict[str, tuple[Change, ...]] = {
    "saved again": (),
    "half size": (smaller,),
    "crop 90": (crop(0.9),),
    "crop 75": (crop(0.75),),
    "crop 50": (crop(0.5),),
    "crop 30": (crop(0.3),),
    "mirrored": (mirror,),
    "turned 5": (turn(5),),
    "turned -12": (turn(-12),),
    "turned 90": (turn(90),),
    "turned 180": (turn(180),),
    "mirrored, turned 7": (mirror, turn(7)),
    "wider": (stretch(1.25),),
    "narrower": (stretch(0.8),),
    "strip below": (strip("below"),),
    "strip above": (strip("above"),),
    "strip over": (strip("below", over=True),),
    "plain bars above and below": (
        strip("above", written=False),
        strip("below", written=False),
    ),
    "bars at the sides": (bars,),
    "frame": (frame,),
    "text above": (text(0.03, 0.35),),
    "text below": (text(0.62, 0.98),),
    "text all over": (text(0.1, 0.95),),
    "logo": (logo,),
    "collage": (collage,),
    "screen": (screen,),
    "greyscale": (grey,),
    "sepia": (sepia,),
    "brighter": (brighter,),
    "darker": (darker,),
    "blurred": (blurred,),
    "mirrored, crop 60, strip": (mirror, crop(0.6), strip("below")),
    "crop 70, text, logo": (crop(0.7), text(0.55, 0.95), logo),
    "text, frame": (text(0.05, 0.5), frame),
    "mirrored, screen": (mirror, screen),
    "crop 80, collage": (crop(0.8), collage),
}


def _copy(name: str, original: Image.Image, seed: int, beside: Sequence[Image.Image]) -> Changed:
    random = random_of(name, seed)
    changed = Changed(original)
    for change in CHANGES[name]:
        changed = change(changed, random, beside)
    target = io.BytesIO()
    changed.image.convert("RGB").save(target, "JPEG", quality=82)
    return replace(changed, image=Image.fromarray(open_picture(target.getvalue()).pixels))


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
