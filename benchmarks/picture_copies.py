"""How many altered copies of pictures are matched with their originals, and how many strangers.

    ./bayyina bench picture_copies DIR|FILE … [--limit N]

Every picture there (JPEG, PNG, GIF, WebP, AVIF; other files are passed over) is an original. Of
each, one copy per edit is made, decoded by the picture gate and looked up, in all 8 orientations
and by the product's own threshold, among all originals. A match with another original is a false
one, so there must be no two pictures of the same thing. Ends with one line
``SCORE recall=… false=…``: recall over the edits that fingerprints of whole pictures are meant
for, and false matches over all look-ups. The other edits are reported, and not in the score.
Needs no database: comparing is the same arithmetic as the index does.
"""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageEnhance, ImageFilter, ImageOps

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from media_provenance.adapters.images import PictureRefused, open_picture
from media_provenance.domain.fingerprints import (
    PDQ_MATCH_DISTANCE,
    Orientation,
    is_informative,
    pdq256,
    pdq_dihedral,
)

Edit = Callable[[Image.Image], Image.Image]


def _resized(share: float) -> Edit:
    return lambda image: image.resize(
        (max(1, round(image.width * share)), max(1, round(image.height * share)))
    )


def _noisy(image: Image.Image) -> Image.Image:
    pixels = np.asarray(image, dtype=np.float32)
    noise = np.random.default_rng(0).normal(0, 12, pixels.shape)
    return Image.fromarray(np.clip(pixels + noise, 0, 255).astype(np.uint8))


def _cropped(image: Image.Image) -> Image.Image:
    aside, above = round(image.width * 0.025), round(image.height * 0.025)
    return image.crop((aside, above, image.width - aside, image.height - above))


def _captioned(image: Image.Image) -> Image.Image:
    copy = image.copy()
    copy.paste((0, 0, 0), (0, round(image.height * 0.88), image.width, image.height))
    return copy


# The edit, the quality of the JPEG it is saved as, and whether the score counts it.
EDITS: dict[str, tuple[Edit, int, bool]] = {
    "saved_again": (lambda image: image, 90, True),
    "recompressed": (lambda image: image, 30, True),
    "half_size": (_resized(0.5), 85, True),
    "quarter_size": (_resized(0.25), 85, True),
    "greyscale": (lambda image: ImageOps.grayscale(image).convert("RGB"), 85, True),
    "mirrored": (ImageOps.mirror, 85, True),
    "upside_down": (lambda image: image.transpose(Image.Transpose.ROTATE_180), 85, True),
    "quarter_turn": (lambda image: image.transpose(Image.Transpose.ROTATE_270), 85, True),
    "mirrored_small_grey": (
        lambda image: ImageOps.mirror(_resized(0.5)(ImageOps.grayscale(image).convert("RGB"))),
        60,
        True,
    ),
    "blurred": (lambda image: image.filter(ImageFilter.GaussianBlur(1.5)), 85, True),
    "noisy": (_noisy, 85, True),
    "saturated": (lambda image: ImageEnhance.Color(image).enhance(1.6), 85, True),
    "brighter": (lambda image: ImageEnhance.Brightness(image).enhance(1.25), 85, False),
    "cropped_by_5_percent": (_cropped, 85, False),
    "caption_bar": (_captioned, 85, False),
    "bordered": (lambda image: ImageOps.expand(image, round(image.width * 0.04)), 85, False),
}


def main(arguments: list[str]) -> int:
    """Score the pictures of the places named; 0 if there were any."""
    parser = argparse.ArgumentParser(prog="bench picture_copies")
    parser.add_argument("places", type=Path, nargs="+", metavar="DIR|FILE")
    parser.add_argument("--limit", type=int, help="use only the first N pictures")
    options = parser.parse_args(arguments)
    files = sorted(
        path
        for place in options.places
        for path in (place.rglob("*") if place.is_dir() else [place])
        if path.is_file()
    )
    originals = _open_all(files, options.limit)
    if not originals:
        print("There are no pictures there.", file=sys.stderr)
        return 2
    index = {name: pdq256(pixels) for name, pixels in originals.items()}
    flat = sorted(name for name, bits in index.items() if not is_informative(bits))
    index = {name: bits for name, bits in index.items() if name not in flat}
    stored = np.frombuffer(b"".join(bits.bits for bits in index.values()), dtype=np.uint8)
    stored = stored.reshape(len(index), 32)
    names = list(index)
    print(f"{len(names)} pictures; too flat to be matched by fingerprint: {len(flat)}")
    wanted, hits, false, looked_up = 0, 0, 0, 0
    for edit_name, (edit, quality, counts) in EDITS.items():
        found = 0
        for done, name in enumerate(names, start=1):
            matched = _look_up(_copy(originals[name], edit, quality), names, stored)
            found += name in matched
            strangers = sorted(set(matched) - {name})
            false += len(strangers)
            for stranger in strangers:
                print(f"false match: {edit_name} of {name} with {stranger}")
            if sys.stderr.isatty():
                print(f"\r{edit_name} {done}/{len(names)} ", end="", file=sys.stderr)
        if sys.stderr.isatty():
            print("\r", end="", file=sys.stderr)
        looked_up += len(names)
        if counts:
            wanted, hits = wanted + len(names), hits + found
        note = "" if counts else "  (not in the score)"
        print(f"{edit_name:22} {found}/{len(names)} = {100 * found / len(names):.1f} %{note}")
    print(f"SCORE recall={hits / wanted:.4f} false={false}/{looked_up}")
    return 0


def _open_all(files: list[Path], limit: int | None) -> dict[str, NDArray[np.uint8]]:
    originals: dict[str, NDArray[np.uint8]] = {}
    for path in files:
        if limit is not None and len(originals) >= limit:
            break
        try:
            originals[path.name] = open_picture(path.read_bytes()).pixels
        except PictureRefused:
            continue
    return originals


def _copy(pixels: NDArray[np.uint8], edit: Edit, quality: int) -> NDArray[np.uint8]:
    """Return the pixels of the edited copy as the gate reads them from a JPEG."""
    target = io.BytesIO()
    edit(Image.fromarray(pixels)).save(target, "JPEG", quality=quality)
    return open_picture(target.getvalue()).pixels


def _look_up(pixels: NDArray[np.uint8], names: list[str], stored: NDArray[np.uint8]) -> list[str]:
    """Return the originals within the product's threshold in any orientation."""
    query = pdq_dihedral(pixels)
    if not is_informative(query[Orientation.IDENTITY]):
        return []
    asked = np.frombuffer(b"".join(bits.bits for bits in query.values()), dtype=np.uint8)
    differing = np.bitwise_count(stored[:, None, :] ^ asked.reshape(1, -1, 32))
    nearest = differing.sum(axis=2, dtype=np.int64).min(axis=1)
    return [names[place] for place in np.flatnonzero(nearest <= PDQ_MATCH_DISTANCE)]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
