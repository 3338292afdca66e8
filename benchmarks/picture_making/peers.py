"""What other people's tools find, measured on the same pictures in the same run.

imagehash's pHash, PDQ in 8 orientations, and ORB keypoints with RANSAC: what one installs with one
line. Each compares with everything that is indexed, one after the other; thresholds are those at
which the tool had no false match on 3,700 photographs, except PDQ's, which is its authors'.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import cv2
import imagehash
import numpy as np
import pdqhash
from numpy.typing import NDArray
from PIL import Image

from benchmarks.picture_making.drawing import Pixels

__all__ = [
    "CHEAP_PEERS",
    "MADE_BY",
    "PEERS",
    "PeerAnswer",
    "PeerIndex",
    "PeerPicture",
    "peer_picture",
]

_PHASH_BITS = 7
_PDQ_BITS = 31
_ORB_KEYPOINTS = 400
_ORB_DISTANCE = 64
_ORB_INLIERS = 12
_ORB_SIDE = 480
_ORB_VERIFIED = 5


@dataclass(frozen=True, slots=True)
class PeerAnswer:
    """The nearest indexed picture within a tool's threshold, if any, and what it took."""

    name: str | None
    cpu_ms: float


@dataclass(frozen=True, slots=True, eq=False)
class PeerPicture:
    """One indexed picture as each of the tools keeps it."""

    phash: NDArray[np.uint8]
    pdq: NDArray[np.uint8]
    orb: tuple[NDArray[np.float32], NDArray[np.uint8]]


def peer_picture(pixels: Pixels) -> PeerPicture:
    cv2.setNumThreads(1)
    return PeerPicture(_phash(pixels), _pdq(pixels)[0], _orb(pixels))


class PeerIndex:
    """The same indexed pictures as each of the tools keeps them."""

    def __init__(self, pictures: Mapping[str, PeerPicture]) -> None:
        self._names = list(pictures)
        self._phash = np.stack([one.phash for one in pictures.values()])
        self._pdq = np.stack([one.pdq for one in pictures.values()])
        orb = [one.orb for one in pictures.values()]
        self._points = [points for points, _ in orb]
        self._codes = [codes for _, codes in orb]
        self._all_codes = np.concatenate(self._codes)
        self._owners = np.repeat(np.arange(len(orb)), [len(codes) for codes in self._codes])
        self._starts = np.cumsum([0, *(len(codes) for codes in self._codes)])

    def ask(self, peer: str, pixels: Pixels) -> PeerAnswer:
        """Ask one of ``PEERS``."""
        cv2.setNumThreads(1)
        began = time.process_time()
        found = _ASK[peer](self, pixels)
        spent = (time.process_time() - began) * 1000
        return PeerAnswer(None if found is None else self._names[found], spent)

    def by_phash(self, pixels: Pixels) -> int | None:
        return _nearest(_phash(pixels)[None], self._phash, _PHASH_BITS)

    def by_pdq(self, pixels: Pixels) -> int | None:
        return _nearest(_pdq(pixels), self._pdq, _PDQ_BITS)

    def by_orb(self, pixels: Pixels) -> int | None:
        """Vote for the pictures of the nearest codes, straight and mirrored; verify the first."""
        best: tuple[int, int] | None = None
        for asked in (pixels, np.ascontiguousarray(pixels[:, ::-1])):
            points, codes = _orb(asked)
            if len(codes) == 0:
                continue
            matches = cv2.BFMatcher(cv2.NORM_HAMMING).match(codes, self._all_codes)
            near = [match for match in matches if match.distance <= _ORB_DISTANCE]
            votes = np.bincount(
                self._owners[[match.trainIdx for match in near]], minlength=len(self._names)
            )
            for owner in np.argsort(votes)[::-1][:_ORB_VERIFIED]:
                inliers = self._orb_inliers(points, codes, int(owner))
                if inliers >= _ORB_INLIERS and (best is None or inliers > best[0]):
                    best = (inliers, int(owner))
        return None if best is None else best[1]

    def _orb_inliers(
        self, points: NDArray[np.float32], codes: NDArray[np.uint8], owner: int
    ) -> int:
        stored = self._codes[owner]
        if len(stored) < 2 or len(codes) < 2:
            return 0
        pairs = cv2.BFMatcher(cv2.NORM_HAMMING, crossCheck=True).match(codes, stored)
        pairs = [pair for pair in pairs if pair.distance <= _ORB_DISTANCE]
        if len(pairs) < 4:
            return 0
        _, mask = cv2.estimateAffinePartial2D(
            points[[pair.queryIdx for pair in pairs]],
            self._points[owner][[pair.trainIdx for pair in pairs]],
            method=cv2.RANSAC,
            ransacReprojThreshold=5.0,
        )
        return 0 if mask is None else int(mask.sum())


def _phash(pixels: Pixels) -> NDArray[np.uint8]:
    return np.packbits(imagehash.phash(Image.fromarray(pixels)).hash.flatten())


def _pdq(pixels: Pixels) -> NDArray[np.uint8]:
    hashes, _ = pdqhash.compute_dihedral(np.ascontiguousarray(pixels))
    return np.stack([np.packbits(np.asarray(bits, dtype=np.uint8)) for bits in hashes])


def _orb(pixels: Pixels) -> tuple[NDArray[np.float32], NDArray[np.uint8]]:
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    share = _ORB_SIDE / max(grey.shape)
    size = (max(1, round(grey.shape[1] * share)), max(1, round(grey.shape[0] * share)))
    small = cv2.resize(grey, size, interpolation=cv2.INTER_AREA)
    found, codes = cv2.ORB.create(_ORB_KEYPOINTS).detectAndCompute(small, None)
    if not found:
        return np.zeros((0, 2), np.float32), np.zeros((0, 32), np.uint8)
    return np.array([point.pt for point in found], np.float32), np.asarray(codes, np.uint8)


def _nearest(asked: NDArray[np.uint8], stored: NDArray[np.uint8], within: int) -> int | None:
    differing = np.bitwise_count(asked[:, None] ^ stored[None]).sum(axis=2, dtype=np.int64)
    least = differing.min(axis=0)
    first = int(least.argmin())
    return first if least[first] <= within else None


_ASK: dict[str, Callable[[PeerIndex, Pixels], int | None]] = {
    "imagehash pHash": PeerIndex.by_phash,
    "PDQ": PeerIndex.by_pdq,
    "ORB": PeerIndex.by_orb,
}
PEERS: Sequence[str] = tuple(_ASK)
# What each makes of a picture before it looks anything up.
MADE_BY: Mapping[str, Callable[[Pixels], object]] = {
    "imagehash pHash": _phash,
    "PDQ": _pdq,
    "ORB": _orb,
}
# What one question to them costs is next to nothing; a question to ORB costs more than one to us.
CHEAP_PEERS: Sequence[str] = ("imagehash pHash", "PDQ")
