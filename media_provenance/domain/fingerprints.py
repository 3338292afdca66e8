"""Pixels in, perceptual fingerprints out; how far apart two of them are, and what is near enough.

A fingerprint is a hint that two pictures are copies of one another, never proof of it and never of
a date. Decoding files is ``adapters/images.py``; looking fingerprints up is ``index/``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import cv2
import imagehash
import numpy as np
import pdqhash
from numpy.typing import NDArray
from PIL import Image

__all__ = [
    "PDQ_MATCH_DISTANCE",
    "PDQ_MIN_QUALITY",
    "PHASH_MATCH_DISTANCE",
    "Algorithm",
    "Fingerprint",
    "IncomparableFingerprints",
    "Orientation",
    "halved",
    "hamming_distance",
    "is_informative",
    "pdq256",
    "pdq_dihedral",
    "phash64",
    "reduced",
    "turned",
]

# PDQ authors' "confident match" distance, in bits of 256 (ThreatExchange, pdq_utils).
PDQ_MATCH_DISTANCE = 31
# PDQ authors' least quality, of 100, at which a hash is worth comparing (ThreatExchange, PDQ
# documentation and vpdq's VPDQ_CONFIDENT_QUALITY_THRESHOLD).
PDQ_MIN_QUALITY = 50
# The loosest pHash distance, in bits of 64, with no false match in 12.5 million pairs of distinct
# photographs (own measurement); only for exchanging with others, PDQ decides here.
PHASH_MATCH_DISTANCE = 7

# PDQ of one photograph at 128 px and at full size differs by 14 bits on average, at 256 px by 20;
# shrunk to 512 px first, by 9 (own measurement). So everything is shrunk to this longest side.
_PDQ_LONGEST_SIDE = 512
# Pictures of twice these sides and more are first halved (or thirded, ...) by plain averages.
# Lanczos over the 2048 pixels that the picture gate hands out takes 44 ms of CPU, this takes 2. The
# drift against it, 75 photographs: PDQ 0.5 bits on average and 2 at most, pHash 0.2 and 2.
_REDUCED_SIDE = 1024
_HALVED_SIDE = 512
# 2 since large pictures are reduced first, 3 since they are halved and made grey before they are
# resized: a third of the time. The drift
# against version 2, 60 photographs of 1 megapixel: PDQ 0.3 bits on average and 2 at most, pHash 0.2
# and 2.
_PDQ_VERSION = 3
_PHASH_VERSION = 3
# Below this an icon or a tracking pixel is enlarged into something that looks like a picture: PDQ
# gives 8 x 8 random dots its full quality of 100.
_SHORTEST_INFORMATIVE_SIDE = 32


class Algorithm(StrEnum):
    """Methods whose fingerprints are kept; ones of different methods are never compared."""

    PHASH = "phash"
    PDQ = "pdq"


class Orientation(StrEnum):
    """How a picture is turned to become another: mirrored left to right first, then clockwise."""

    IDENTITY = "identity"
    ROTATED_90 = "rotated_90"
    ROTATED_180 = "rotated_180"
    ROTATED_270 = "rotated_270"
    MIRRORED = "mirrored"
    MIRRORED_ROTATED_90 = "mirrored_rotated_90"
    MIRRORED_ROTATED_180 = "mirrored_rotated_180"
    MIRRORED_ROTATED_270 = "mirrored_rotated_270"


class IncomparableFingerprints(ValueError):
    """Two fingerprints of different algorithms, versions or lengths; no distance exists."""


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """A perceptual hash.

    Attributes:
        algorithm: the method.
        version: of our way of applying it (resizing included); raised when the bits may change.
        bits: 8 bytes for pHash, 32 for PDQ; most significant bit first.
        quality: 0 to 100 as PDQ gives it, 0 also for a picture too small to judge; ``None`` for
            methods without one.
    """

    algorithm: Algorithm
    version: int
    bits: bytes
    quality: int | None


def phash64(pixels: NDArray[np.uint8]) -> Fingerprint:
    """Compute the 64-bit DCT perceptual hash that others exchange.

    Args:
        pixels: upright RGB, shape (height, width, 3), dtype uint8.

    Returns:
        8 bytes, most significant bit first, row by row over the lowest 8 x 8 frequencies. No
        quality: a flat picture hashes too, so ask ``is_informative`` of its PDQ fingerprint.

    Raises:
        ValueError: if ``pixels`` has another shape or dtype.

    Source: N. Krawetz, "Looks Like It" (2011), by imagehash's ``phash``.
    """
    _check_pixels(pixels)
    bits = imagehash.phash(Image.fromarray(_grey(halved(pixels)))).hash
    return Fingerprint(Algorithm.PHASH, _PHASH_VERSION, np.packbits(bits.flatten()).tobytes(), None)


def pdq256(pixels: NDArray[np.uint8]) -> Fingerprint:
    """Compute the 256-bit PDQ hash of a picture, shrunk to a longest side of 512 first.

    Args:
        pixels: upright RGB, shape (height, width, 3), dtype uint8, any size from 1 x 1.

    Returns:
        32 bytes, most significant bit first, and a quality of 0 to 100. A side under 32 pixels
        gives quality 0, whatever PDQ says of it.

    Raises:
        ValueError: if ``pixels`` has another shape or dtype.

    Source: A. Dalins, C. Wilson and D. Boudry, "PDQ & TMK+PDQF" (2019), by pdqhash.
    """
    _check_pixels(pixels)
    return _pdq_of_sized(_sized(_grey(halved(pixels))), _is_too_small(pixels))


def pdq_dihedral(pixels: NDArray[np.uint8]) -> dict[Orientation, Fingerprint]:
    """Compute the PDQ hash of a picture in each of its 8 orientations.

    The fingerprint under a key is that of the picture turned by that key. So where it matches a
    stored one, turning *this* picture by the key gives the *stored* one.

    pdqhash's own ``compute_dihedral`` takes an eighth of the time (4 ms of CPU against 36) but is
    16 bits off for a half turn and 12 for a mirror image, half of the 31 that count as a match
    (mean of 20 photographs); hashing the turned pixels is exact.

    Args, raises: as ``pdq256``.
    """
    _check_pixels(pixels)
    small, too_small = _sized(_grey(halved(pixels))), _is_too_small(pixels)
    return {
        orientation: _pdq_of_sized(turned(small, orientation), too_small)
        for orientation in Orientation
    }


def reduced(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return a large picture divided by a whole number, to a longest side of 1024 to 2047.

    Averages squares of pixels; up to that many rows and columns less one at the far edges are left
    out. Smaller pictures come back as they are.
    """
    return _divided(pixels, max(pixels.shape[:2]) // _REDUCED_SIDE)


def halved(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return a large picture divided once more, to a longest side of 512 to 1023.

    All that is kept of a picture starts here, so that it is the same whether it was computed alone
    or with the rest; halving what is halved already changes nothing.
    """
    pixels = reduced(pixels)
    return _divided(pixels, max(pixels.shape[:2]) // _HALVED_SIDE)


def turned(pixels: NDArray[np.uint8], orientation: Orientation) -> NDArray[np.uint8]:
    """Return the picture turned, as a contiguous copy; RGB or grey."""
    return np.ascontiguousarray(_TURNS[orientation](pixels))


def is_informative(fingerprint: Fingerprint) -> bool:
    """Answer whether a PDQ fingerprint says enough of its picture to be compared.

    A flat, nearly flat or tiny picture is near many others; it is found by its digest only.

    Raises:
        ValueError: for a fingerprint without a quality.
    """
    if fingerprint.quality is None:
        raise ValueError(f"A {fingerprint.algorithm} fingerprint carries no quality.")
    return fingerprint.quality >= PDQ_MIN_QUALITY


def hamming_distance(a: Fingerprint, b: Fingerprint) -> int:
    """Count the bits in which two fingerprints differ.

    Returns:
        Bits, from 0 (same fingerprint, not proof of the same picture) to ``8 * len(a.bits)``.
        Not a fraction, and not comparable between algorithms.

    Raises:
        IncomparableFingerprints: if algorithm, version or length differ. Never padded.
    """
    if (a.algorithm, a.version, len(a.bits)) != (b.algorithm, b.version, len(b.bits)):
        raise IncomparableFingerprints(
            f"{a.algorithm} {a.version} ({len(a.bits)} bytes) cannot be compared with "
            f"{b.algorithm} {b.version} ({len(b.bits)} bytes)."
        )
    return (int.from_bytes(a.bits) ^ int.from_bytes(b.bits)).bit_count()


_Turn = Callable[[NDArray[np.uint8]], NDArray[np.uint8]]
# numpy counts quarter turns against the clock, people with it; hence the minus signs.
_TURNS: dict[Orientation, _Turn] = {
    Orientation.IDENTITY: lambda pixels: pixels,
    Orientation.ROTATED_90: lambda pixels: np.rot90(pixels, -1),
    Orientation.ROTATED_180: lambda pixels: np.rot90(pixels, -2),
    Orientation.ROTATED_270: lambda pixels: np.rot90(pixels, -3),
    Orientation.MIRRORED: lambda pixels: np.fliplr(pixels),
    Orientation.MIRRORED_ROTATED_90: lambda pixels: np.rot90(np.fliplr(pixels), -1),
    Orientation.MIRRORED_ROTATED_180: lambda pixels: np.rot90(np.fliplr(pixels), -2),
    Orientation.MIRRORED_ROTATED_270: lambda pixels: np.rot90(np.fliplr(pixels), -3),
}


def _check_pixels(pixels: NDArray[np.uint8]) -> None:
    if pixels.dtype != np.uint8 or pixels.ndim != 3 or pixels.shape[2] != 3 or not pixels.size:
        raise ValueError(
            f"RGB pixels have shape (height, width, 3) and dtype uint8, "
            f"not {pixels.shape} and {pixels.dtype}."
        )


def _is_too_small(pixels: NDArray[np.uint8]) -> bool:
    return bool(min(pixels.shape[:2]) < _SHORTEST_INFORMATIVE_SIDE)


def _divided(pixels: NDArray[np.uint8], factor: int) -> NDArray[np.uint8]:
    height, width = (side // factor * factor if factor else 0 for side in pixels.shape[:2])
    if factor < 2 or not height or not width:
        return pixels
    size = (width // factor, height // factor)
    whole = np.ascontiguousarray(pixels[:height, :width])
    return np.asarray(cv2.resize(whole, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def _grey(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return np.asarray(cv2.cvtColor(np.ascontiguousarray(pixels), cv2.COLOR_RGB2GRAY))


def _sized(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return a grey picture with a longest side of 512, enlarged where it is smaller.

    A small copy left as it is drifts 9 to 17 bits from its original on average, and one of 125 went
    past 31; enlarged it stays within 1.6 to 6.4 (`benchmarks/picture_copies.py`).
    """
    height, width = pixels.shape
    longest = max(height, width)
    if longest == _PDQ_LONGEST_SIDE:
        return pixels
    size = tuple(max(1, round(side * _PDQ_LONGEST_SIDE / longest)) for side in (width, height))
    small = Image.fromarray(pixels).resize(size, Image.Resampling.LANCZOS)
    return np.asarray(small)


def _pdq_of_sized(grey: NDArray[np.uint8], too_small: bool) -> Fingerprint:
    # pdqhash takes colours only, and makes them grey again.
    bits, quality = pdqhash.compute(cv2.cvtColor(grey, cv2.COLOR_GRAY2RGB))
    packed = np.packbits(np.asarray(bits, dtype=np.uint8)).tobytes()
    return Fingerprint(Algorithm.PDQ, _PDQ_VERSION, packed, 0 if too_small else int(quality))
