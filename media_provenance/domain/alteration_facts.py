"""What was changed between two pictures, as facts that can be kept, reversed and put into words.

Always said of one picture (the *subject*, such as the one that circulates) against another (the
*reference*, such as an older one of the archive), by pixels alone: which of them is older is not
known here. How the facts are measured is ``alterations.py``; sentences are ``wording``'s.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypedDict

__all__ = [
    "ALTERATION_VERSION",
    "LEAST_ROTATION",
    "LEAST_STRETCH",
    "WHOLE_SHARE",
    "Added",
    "AddedKind",
    "AddedRecord",
    "Alteration",
    "AlterationRecord",
    "Edge",
    "Tone",
    "TransformRecord",
    "Where",
    "alteration_from_record",
    "alteration_record",
    "reversed_alteration",
    "transform_record",
]

# Degrees under which a rotation is not said: what is measured is good to about half a degree.
LEAST_ROTATION = 1.0
# Share from which on nothing is missing that anybody would call a crop.
WHOLE_SHARE = 0.965
# Factor under which a picture is not called stretched: saving in whole pixels bends it a little.
LEAST_STRETCH = 1.04
# Goes up when records of earlier ones cannot be read any more.
ALTERATION_VERSION = 1


class Edge(StrEnum):
    """A side of a picture as it hangs on the wall; left is the reader's left in every language."""

    TOP = "top"
    BOTTOM = "bottom"
    LEFT = "left"
    RIGHT = "right"


class AddedKind(StrEnum):
    """What stands in one picture and not in the other."""

    STRIP_ABOVE = "strip_above"
    STRIP_BELOW = "strip_below"
    STRIP_LEFT = "strip_left"
    STRIP_RIGHT = "strip_right"
    FRAME = "frame"
    TEXT = "text"
    # A logo, a sticker, a bar over a face: drawn, but not recognised as writing.
    PATCH = "patch"
    # It is one picture among others in a larger one.
    COLLAGE = "collage"
    # It stands within the graphics of an app, a page or a programme.
    SCREEN = "screen"
    # The pixels differ, and nothing measured says why.
    DIFFERENT = "different"


class Where(StrEnum):
    """Roughly where in the picture, in words that people use."""

    WHOLE = "whole"
    UPPER_HALF = "upper_half"
    LOWER_HALF = "lower_half"
    LEFT_HALF = "left_half"
    RIGHT_HALF = "right_half"
    UPPER_THIRD = "upper_third"
    LOWER_THIRD = "lower_third"
    ACROSS = "across_the_middle"
    UPPER_LEFT = "upper_left"
    UPPER_RIGHT = "upper_right"
    LOWER_LEFT = "lower_left"
    LOWER_RIGHT = "lower_right"
    TOP = "top"
    BOTTOM = "bottom"
    LEFT = "left"
    RIGHT = "right"
    MIDDLE = "middle"


class Tone(StrEnum):
    """How the colours or the sharpness of the subject differ from the reference's."""

    GREYSCALE = "greyscale"
    COLOURED = "coloured"
    TINTED = "tinted"
    UNTINTED = "untinted"
    BRIGHTER = "brighter"
    DARKER = "darker"
    MORE_CONTRAST = "more_contrast"
    LESS_CONTRAST = "less_contrast"
    LESS_SHARP = "less_sharp"
    SHARPER = "sharper"
    # Light and dark, and the colours with them, are turned over.
    NEGATIVE = "negative"


_OPPOSITE_TONES: Mapping[Tone, Tone] = {
    Tone.GREYSCALE: Tone.COLOURED,
    Tone.TINTED: Tone.UNTINTED,
    Tone.BRIGHTER: Tone.DARKER,
    Tone.MORE_CONTRAST: Tone.LESS_CONTRAST,
    Tone.LESS_SHARP: Tone.SHARPER,
}
_REVERSED_TONES = {
    **_OPPOSITE_TONES,
    **{new: old for old, new in _OPPOSITE_TONES.items()},
    Tone.NEGATIVE: Tone.NEGATIVE,
}


@dataclass(frozen=True, slots=True)
class Added:
    """Something that stands in one picture only.

    Attributes:
        kind: what it is taken for.
        where: where it stands; for a collage and a screenshot, where *the shared picture* stands
            in the larger one.
        share: of the area of the picture it stands in, 0 to 1.
        box: x0, y0, x1, y1 as fractions 0 to 1 of that picture's width and height; for a collage
            and a screenshot, the shared picture's.
        written: whether it has the fine strokes of writing in it.
    """

    kind: AddedKind
    where: Where
    share: float
    box: tuple[float, float, float, float]
    written: bool = False


@dataclass(frozen=True, slots=True)
class Alteration:
    """How a subject differs from a reference.

    Attributes:
        mirrored: the subject shows the reference as in a mirror.
        rotation: degrees clockwise, over -180 to 180, by which the reference (mirrored first, if
            it is) was turned to stand as in the subject.
        scale: length of something in the subject over its length in the reference; in pixels of
            the files where both sizes were given, else of pictures brought to one longest side.
        stretch: factor by which widths grew more than heights, in the reference's own
            directions; 1.0 where the shape is kept.
        perspective: photographed or pulled askew, so that parallel lines are so no more.
        crop: share of the reference's scene still seen in the subject, over 0 to 1. Strips and
            frames of the reference's own are no part of its scene.
        cut: the reference's sides where something is missing, in its own direction.
        shown: the reverse of ``crop``: share of the subject's scene that is in the reference.
        beyond: the subject's sides where it shows more than the reference.
        added: what stands in the subject only, largest first.
        removed: what stands in the reference only, largest first.
        tones: changes of colour and sharpness.
    """

    mirrored: bool
    rotation: float
    scale: float
    stretch: float
    perspective: bool
    crop: float
    cut: tuple[Edge, ...]
    shown: float
    beyond: tuple[Edge, ...]
    added: tuple[Added, ...] = ()
    removed: tuple[Added, ...] = ()
    tones: tuple[Tone, ...] = ()

    @property
    def rotated(self) -> bool:
        return abs(self.rotation) >= LEAST_ROTATION

    @property
    def cropped(self) -> bool:
        return self.crop < WHOLE_SHARE

    @property
    def shows_more(self) -> bool:
        return self.shown < WHOLE_SHARE

    @property
    def stretched(self) -> bool:
        return not 1 / LEAST_STRETCH < self.stretch < LEAST_STRETCH


def reversed_alteration(alteration: Alteration) -> Alteration:
    """Say the same of the reference against the subject.

    Mirroring first and then turning is undone by doing the very same again, so a mirrored
    rotation keeps its sign; and a quarter turn swaps widths and heights.
    """
    rotation = alteration.rotation if alteration.mirrored else -alteration.rotation
    quarter_turned = 45 < abs(alteration.rotation) < 135
    return Alteration(
        mirrored=alteration.mirrored,
        rotation=180.0 if rotation == -180 else rotation,
        scale=1 / alteration.scale,
        stretch=alteration.stretch if quarter_turned else 1 / alteration.stretch,
        perspective=alteration.perspective,
        crop=alteration.shown,
        cut=alteration.beyond,
        shown=alteration.crop,
        beyond=alteration.cut,
        added=alteration.removed,
        removed=alteration.added,
        tones=tuple(_REVERSED_TONES[tone] for tone in alteration.tones),
    )


# Records


class AddedRecord(TypedDict):
    """``Added`` as JSON: codes of the enums, fractions with four places."""

    kind: str
    where: str
    share: float
    box: list[float]
    written: bool


class AlterationRecord(TypedDict):
    """``Alteration`` as JSON, whole, to be kept; read back by ``alteration_from_record``."""

    version: int
    mirrored: bool
    rotation: float
    scale: float
    stretch: float
    perspective: bool
    crop: float
    cut: list[str]
    shown: float
    beyond: list[str]
    added: list[AddedRecord]
    removed: list[AddedRecord]
    tones: list[str]


class TransformRecord(TypedDict):
    """What commands print of an alteration; the keys and codes stay as they are.

    Keys:
        mirrored: true or false.
        rotation: degrees clockwise, over -180 to 180, one decimal.
        scale: factor of lengths, three decimals.
        crop: share of the picture in the archive that is still seen, 0 to 1, three decimals.
        added: codes of what was put on top or around, each once, largest first: ``strip_above``,
            ``strip_below``, ``strip_left``, ``strip_right``, ``frame``, ``text``, ``patch``,
            ``collage``, ``screen``, ``different``.
    """

    mirrored: bool
    rotation: float
    scale: float
    crop: float
    added: list[str]


def transform_record(alteration: Alteration) -> TransformRecord:
    """Return the few facts that commands print; see ``TransformRecord``."""
    return {
        "mirrored": alteration.mirrored,
        "rotation": round(alteration.rotation, 1) + 0.0,
        "scale": round(alteration.scale, 3),
        "crop": round(alteration.crop, 3),
        "added": list(dict.fromkeys(added.kind.value for added in alteration.added)),
    }


def alteration_record(alteration: Alteration) -> AlterationRecord:
    """Return the alteration as JSON; ``alteration_from_record`` reads it back, rounded."""
    return {
        "version": ALTERATION_VERSION,
        "mirrored": alteration.mirrored,
        "rotation": round(alteration.rotation, 2) + 0.0,
        "scale": round(alteration.scale, 4),
        "stretch": round(alteration.stretch, 4),
        "perspective": alteration.perspective,
        "crop": round(alteration.crop, 4),
        "cut": [edge.value for edge in alteration.cut],
        "shown": round(alteration.shown, 4),
        "beyond": [edge.value for edge in alteration.beyond],
        "added": [_added_record(added) for added in alteration.added],
        "removed": [_added_record(added) for added in alteration.removed],
        "tones": [tone.value for tone in alteration.tones],
    }


def alteration_from_record(record: AlterationRecord) -> Alteration:
    """Read what ``alteration_record`` wrote.

    Raises:
        ValueError: if it is of another version, or has a code that is not known.
        KeyError: if a key is missing.
    """
    if record["version"] != ALTERATION_VERSION:
        raise ValueError(f"Alterations of version {record['version']} are not read any more.")
    return Alteration(
        mirrored=record["mirrored"],
        rotation=record["rotation"],
        scale=record["scale"],
        stretch=record["stretch"],
        perspective=record["perspective"],
        crop=record["crop"],
        cut=tuple(Edge(edge) for edge in record["cut"]),
        shown=record["shown"],
        beyond=tuple(Edge(edge) for edge in record["beyond"]),
        added=tuple(_added(added) for added in record["added"]),
        removed=tuple(_added(added) for added in record["removed"]),
        tones=tuple(Tone(tone) for tone in record["tones"]),
    )


def _added_record(added: Added) -> AddedRecord:
    return {
        "kind": added.kind.value,
        "where": added.where.value,
        "share": round(added.share, 4),
        "box": [round(number, 4) for number in added.box],
        "written": added.written,
    }


def _added(record: AddedRecord) -> Added:
    x0, y0, x1, y1 = record["box"]
    return Added(
        kind=AddedKind(record["kind"]),
        where=Where(record["where"]),
        share=record["share"],
        box=(x0, y0, x1, y1),
        written=record["written"],
    )
