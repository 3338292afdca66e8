"""The picture gate: the only way in for a file someone else made.

Bytes go in; upright sRGB pixels, their digest, the file's own metadata fields and Content
Credentials come out, made in a child process behind walls (``decoder.py``). It computes no
fingerprints, reads no dates out of the metadata (``domain/metadata.py`` does) and knows nothing of
where a file came from. No other code of the product opens a picture.

May be called from any process and any thread. The child is forked from a warm process that has its
imports done: about 10 ms for each picture above its decoding (docs/adr/0011).
"""

from __future__ import annotations

import contextlib
import importlib.util
import io
import re
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from media_provenance.adapters import decoder_link
from media_provenance.adapters.child_walls import Wall
from media_provenance.adapters.decoder_link import Answer, Cost, DecoderGone
from media_provenance.domain import picture_headers
from media_provenance.domain.picture_headers import (
    LONGEST_SIDE,
    MAX_BYTES,
    SHOWN,
    PictureFormat,
    PictureHeader,
    PictureRefused,
    ReadingNote,
    RefusalCode,
    format_of,
)
from media_provenance.domain.trust_lists import NO_LISTS, TrustSettings

__all__ = [
    "LONGEST_SIDE",
    "MAX_BYTES",
    "Cost",
    "Decoded",
    "DecoderGone",
    "FileMetadata",
    "PictureFormat",
    "PictureHeader",
    "PictureRefused",
    "ReadingNote",
    "RefusalCode",
    "check_header",
    "encode_public_copy",
    "missing_walls",
    "open_picture",
    "read_metadata",
    "shown_formats",
    "shrunk",
]


@dataclass(frozen=True, slots=True)
class FileMetadata:
    """What a file says of itself beside its pixels.

    Attributes:
        fields: raw EXIF, XMP, IPTC and PNG fields as text, by names like
            ``EXIF:DateTimeOriginal``. Positions on Earth are not read.
        notes: what could not be read without losing the rest.
        credentials: the Content Credentials as ``ContentCredentials.as_record`` has them; for
            those that lie elsewhere ``url`` alone, the address as text, which nobody has fetched;
            None without any (most sites strip them) and where they are unreadable.
    """

    fields: dict[str, str]
    notes: tuple[ReadingNote, ...]
    credentials: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Decoded:
    """A picture that was decoded.

    Attributes:
        header: what the file said of itself.
        pixels: first frame, upright, sRGB, transparent parts over white; shape
            (height, width, 3), dtype uint8, longest side at most ``LONGEST_SIDE``.
        width, height: of the full upright picture.
        pixel_sha256: lower-case hex digest over width, height (4 bytes each, big-endian) and the
            full upright RGB pixels; equal for a file and its lossless re-saving.
        metadata: as ``FileMetadata.fields``.
        notes: as there.
        credentials: as there.
        cost: what it took.
    """

    header: PictureHeader
    pixels: NDArray[np.uint8]
    width: int
    height: int
    pixel_sha256: str
    metadata: dict[str, str]
    notes: tuple[ReadingNote, ...]
    credentials: dict[str, Any] | None
    cost: Cost


def shown_formats() -> frozenset[PictureFormat]:
    """Return the formats that pictures are taken from.

    HEIC is one of them where the extra ``heic`` (pi-heif) is installed; that is its only switch.
    """
    heic = importlib.util.find_spec("pi_heif") is not None
    return SHOWN | {PictureFormat.HEIC} if heic else SHOWN


def check_header(data: bytes) -> PictureHeader:
    """Return what a file says of itself, if it may be decoded at all. Decodes nothing.

    Raises:
        PictureRefused: as ``picture_headers.check_header``.
    """
    return picture_headers.check_header(data, shown_formats())


def open_picture(data: bytes, trust: TrustSettings = NO_LISTS) -> Decoded:
    """Decode a picture in a child process of its own.

    The child may use 1 GiB of memory above what it starts with, 10 s of processor and 15 s of
    time, and neither files nor network; a CPU limit adds up in a process that is used again,
    hence a fresh one for each picture.

    Args:
        data: the file.
        trust: lists by which its Content Credentials are judged.

    Raises:
        PictureRefused: as ``check_header``; also broken (cannot be decoded) and took_too_long
            (over one of the limits; the detail is ``time`` where the machine may have been busy).
        DecoderGone: there is no decoder to be had; says nothing about the picture.
    """
    header = check_header(data)
    answer = _ask("picture", header.format, data, trust)
    head = _first_head(answer)
    metadata = _metadata(answer)
    with _no_trust():
        width, height = int(head["width"]), int(head["height"])
        picture_headers.check_size(width, height)
        if not _SHA256.fullmatch(head["pixel_sha256"]):
            raise ValueError("no digest")
        pixels = np.frombuffer(answer.parts[0].body, dtype=np.uint8)
        return Decoded(
            header=header,
            # Raises where the number of bytes is another; a picture without pixels is none.
            pixels=pixels.reshape(max(1, int(head["rows"])), max(1, int(head["columns"])), 3),
            width=width,
            height=height,
            pixel_sha256=head["pixel_sha256"],
            metadata=metadata.fields,
            notes=metadata.notes,
            credentials=metadata.credentials,
            cost=answer.cost,
        )


def read_metadata(data: bytes, trust: TrustSettings = NO_LISTS) -> FileMetadata:
    """Read what a file says of itself, in a child as for ``open_picture``, decoding no pixels.

    Reads from more formats than pictures are shown from: TIFF, and HEIC (without the extra
    ``heic`` only its Content Credentials, with a note). Size in pixels does not matter.

    Args:
        data: the file.
        trust: lists by which its Content Credentials are judged.

    Raises:
        PictureRefused: empty, too_large, not_a_picture, format_not_accepted, broken,
            took_too_long.
        DecoderGone: as ``open_picture``.
    """
    answer = _ask("metadata", format_of(data), data, trust)
    _first_head(answer)
    return _metadata(answer)


def missing_walls() -> frozenset[Wall]:
    """Return the walls that do not stand around the decoder's children on this system.

    None on Linux with seccomp (x86_64, aarch64). Starts the decoder.

    Raises:
        DecoderGone: if it does not start.
    """
    return frozenset(Wall) - decoder_link.decoder().walls()


def encode_public_copy(
    pixels: NDArray[np.uint8],
    *,
    longest: int,
    quality: int,
    format: Literal["JPEG", "WEBP"] = "JPEG",
) -> bytes:
    """Encode pixels afresh, so that nothing of the original file but its pixels can leave.

    Args:
        pixels: as in ``Decoded``.
        longest: longest side of the copy in pixels, 1 or more; a smaller picture is not enlarged.
        quality: 1 to 95.
        format: of the copy.

    Raises:
        ValueError: if longest or quality is out of range.
    """
    if longest < 1 or not 1 <= quality <= 95:
        raise ValueError(f"Longest side {longest} or quality {quality} is out of range.")
    copy = Image.fromarray(shrunk(pixels, longest))
    target = io.BytesIO()
    if format == "JPEG":
        copy.save(target, "JPEG", quality=quality, optimize=True, progressive=True)
    else:
        # Of 24 photographs at 960 px: 15 ms of processor time and 73 KB each, as near to the pixels
        # as method 2 (24 ms, 64 KB). Every picture of an archive is drawn, few are ever sent.
        copy.save(target, "WEBP", quality=quality, method=0)
    return target.getvalue()


def shrunk(pixels: NDArray[np.uint8], longest: int) -> NDArray[np.uint8]:
    """Return the picture with a longest side of at most so many pixels; never enlarged.

    Args:
        pixels: as in ``Decoded``.
        longest: 1 or more.
    """
    height, width = pixels.shape[:2]
    factor = longest / max(height, width)
    if factor >= 1:
        return pixels
    # By averages of whole pixels as far as that goes, then between neighbours, which is enough
    # below a factor of two: 2 ms of processor time for a megapixel, where averages of parts of
    # pixels take 9 and Pillow's Lanczos 22.
    whole = next(
        step for step in range(int(1 / factor), 0, -1) if height % step == width % step == 0
    )
    if whole > 1:
        return shrunk(_resized(pixels, width // whole, height // whole, cv2.INTER_AREA), longest)
    between = cv2.INTER_LINEAR if factor > 0.5 else cv2.INTER_AREA
    return _resized(pixels, max(1, round(width * factor)), max(1, round(height * factor)), between)


def _resized(
    pixels: NDArray[np.uint8], width: int, height: int, interpolation: int
) -> NDArray[np.uint8]:
    small = cv2.resize(np.ascontiguousarray(pixels), (width, height), interpolation=interpolation)
    return np.asarray(small, dtype=np.uint8)


_SHA256 = re.compile(r"[0-9a-f]{64}")


# The child's answers: what comes out of it is as hostile as what went in


def _ask(task: str, format: PictureFormat, data: bytes, trust: TrustSettings) -> Answer:
    head = {"task": task, "format": format.value, "trust": trust.as_record()}
    return decoder_link.decoder().ask(head, data)


@contextlib.contextmanager
def _no_trust() -> Iterator[None]:
    """Turn an answer of the wrong shape into a refusal: a file may have taken its child over."""
    try:
        yield
    # ArithmeticError: JSON has room for infinity.
    except (KeyError, TypeError, ValueError, AttributeError, ArithmeticError) as error:
        raise PictureRefused(RefusalCode.BROKEN, "decoder stopped") from error


def _first_head(answer: Answer) -> dict[str, Any]:
    """Return the head of the first part; a child that died may have told nothing."""
    if not answer.parts:
        raise _refusal_of_dead(answer)
    head = answer.parts[0].head
    if "refused" not in head:
        return head
    with _no_trust():
        refused = PictureRefused(RefusalCode(head["refused"]), str(head["detail"])[:80])
    raise refused


def _refusal_of_dead(answer: Answer) -> PictureRefused:
    if answer.late:
        return PictureRefused(RefusalCode.TOOK_TOO_LONG, "time")
    # KILL and XCPU: the limit of processor time, or the system was out of memory. ABRT: how native
    # code ends where it is given no memory.
    if answer.signal in (signal.SIGKILL, signal.SIGXCPU, signal.SIGABRT):
        return PictureRefused(RefusalCode.TOOK_TOO_LONG, "processor time or memory")
    return PictureRefused(RefusalCode.BROKEN, "decoder stopped")


def _metadata(answer: Answer) -> FileMetadata:
    with _no_trust():
        first = answer.parts[0].head
        fields = {str(name): str(value) for name, value in first["metadata"].items()}
        notes = tuple(ReadingNote(note) for note in first["notes"])
        if len(answer.parts) < 2:
            # The child did not survive them.
            return FileMetadata(fields, (*notes, ReadingNote.CREDENTIALS_UNREADABLE), None)
        second = answer.parts[1].head
        credentials = None if second["credentials"] is None else dict(second["credentials"])
        notes += tuple(ReadingNote(note) for note in second["notes"])
        return FileMetadata(fields, notes, credentials)
