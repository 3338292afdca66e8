"""The collections of edits by the name they are asked for: the 28, and two that are held out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from benchmarks.picture_making.drawing import Pixels
from benchmarks.picture_making.edits import EDITS, as_file, edited
from benchmarks.picture_making.more_edits import MORE_EDITS, as_further_file, edited_further
from benchmarks.picture_making.other_edits import OTHER_EDITS, as_other_file, edited_otherwise

__all__ = ["HELD_OUT", "THE_28", "EditSet", "copy_of", "set_of"]


@dataclass(frozen=True, slots=True)
class EditSet:
    """Names of edits, what makes one of them, and how it is saved."""

    names: tuple[str, ...]
    make: Callable[[Pixels, str, int, Sequence[Pixels]], Pixels]
    save: Callable[[Pixels, str], bytes]


THE_28 = EditSet(
    EDITS, lambda pixels, name, seed, beside: edited(pixels, name, seed, beside=beside), as_file
)
# What nothing was tuned on, the elder collection first.
HELD_OUT: dict[str, EditSet] = {
    "1": EditSet(
        OTHER_EDITS,
        lambda pixels, name, seed, beside: edited_otherwise(pixels, name, seed, beside=beside),
        as_other_file,
    ),
    "2": EditSet(
        MORE_EDITS,
        lambda pixels, name, seed, beside: edited_further(pixels, name, seed, beside=beside),
        as_further_file,
    ),
}


def set_of(edit: str) -> EditSet:
    """Return the collection that an edit belongs to.

    Raises:
        KeyError: if there is no edit of that name.
    """
    for collection in (THE_28, *HELD_OUT.values()):
        if edit in collection.names:
            return collection
    raise KeyError(edit)


def copy_of(pixels: Pixels, edit: str, seed: int, beside: Sequence[Pixels]) -> bytes:
    """Return the file of an edited copy, of whatever collection the edit is.

    Raises:
        KeyError: if there is no edit of that name.
    """
    collection = set_of(edit)
    return collection.save(collection.make(pixels, edit, seed, beside), edit)
