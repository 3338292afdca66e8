"""What the cells of two pictures that lie on one another come to, counted and weighed.

The questions that ``likeness.py`` puts, with the numbers that answer them: does enough of the
photographs agree, does it lie still, is it more than words and frames drawn alike on both?
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from media_provenance.domain.cells import CellMap, CellState
from media_provenance.domain.drawn_tones import Rest

__all__ = ["Told"]

# Pixels of 320 by which the middle one of the agreeing cells may lie beside its place. Of copies 90
# in 100 have 0.17 or less (more only under large letters), of pictures taken from a step aside 95
# in 100 have 0.46 or more; to be called a copy outright takes less than any of those had.
_STILL = 0.45
_COPY_STILL = 0.18
# After a bend was taken out, which also takes out much of what a step aside does.
_STILL_BENT = 0.5
# Sigma from which a picture is too soft for its cells to be placed so exactly, and by how many
# times the limit is stretched at most.
_SOFT = 1.12
_MOST_LAX = 1.5
# Sigma from which second shots of a place look more alike than they are.
_COARSE = 2.0
# A copy agrees in nearly all that has texture; two photographs from one tripod, ten seconds apart,
# in at most 0.96 because somebody moved. In fewer cells than this nobody is seen to move.
_COPY_AGREES = 0.97
_COPY_CELLS = 80
# Where something was drawn on: it explains what differs if it is this much of few tones, and what
# is left must agree all the more.
_DRAWN_TONES = 0.7
_DRAWN_AGREES = 0.985
# A page of text, a chart, an app without a photograph: alike in this much or not at all.
_GRAPHIC_AGREES = 0.9
# Outside of what is drawn in both alike, this share of the overlap must have texture in both for it
# to speak against a link, and less than this much of it must agree. Where next to nothing has: the
# same of what has texture in either; there noise can be all there is, so it takes more.
_LEAST_REST, _REST_AGREES = 0.01, 0.35
_LEAST_EITHER, _EITHER_AGREES = 0.05, 0.2
# Where this share of the overlap is left and has texture, and so much of it agrees, it is a copy's:
# different photographs in one frame had 0.2 at most, under one writing 0.73 of less.
_MUCH_REST, _MUCH_AGREES = 0.1, 0.8
# Of the cells with texture at most 0.37 agreed under the same large words, 0.51 in the same frame.
_LEAST_PLAIN, _MOSTLY_PLAIN, _REST_AGREES_LEAST = 0.4, 0.55, 0.25
# And 0.73 under the same words where nothing else is left, once what is drawn on one is taken out.
_MOSTLY_AGREES = 0.76
# A smooth sky, a court, a wall: cells that are texture, cells that tell at all, and how many of
# those agree.
_FEW_PHOTOGRAPHIC, _ENOUGH_TOLD, _EVEN_AGREES = 20, 40, 0.8


@dataclass(frozen=True, slots=True)
class Told:
    """What a cell map says, counted.

    Attributes:
        photographic, photographic_agree: cells that are of photographic texture in both pictures,
            and how many of them agree.
        told, agree: the same of all cells that have texture in either.
        plainly_told, plainly_agree: the same before anything drawn was taken out.
        still: pixels by which the middle one of the agreeing cells lies beside its place, or after
            a bend was taken out all but the worst quarter: what the bend fits, it has hidden.
        all_still: the same, of all but the worst quarter also where there was more than a movement
            of the whole picture and no bend explained it.
        drawn: the larger of the two shares of what differs that is of few tones.
        rest, blur, bent: as ``CellMap`` has them.
    """

    photographic: int
    photographic_agree: int
    told: int
    agree: int
    plainly_told: int
    plainly_agree: int
    still: float
    all_still: float
    drawn: float
    rest: Rest
    blur: float
    bent: bool

    @classmethod
    def of(cls, cells: CellMap) -> Told:
        agrees = cells.states == CellState.AGREES
        told = agrees | (cells.states == CellState.DIFFERS)
        photographic = told & ~cells.graphic_query & ~cells.graphic_stored
        plainly = (cells.states != CellState.OUTSIDE) & (cells.plainly_textured >= 0.25)
        undisturbed = agrees & (cells.plain >= 0.8)
        undisturbed &= np.maximum(cells.covered_query, cells.covered_stored) < 0.05
        offsets = cells.offsets[undisturbed & photographic]
        if len(offsets) < 20:
            offsets = cells.offsets[undisturbed]
        if len(offsets) < 6:
            offsets = cells.offsets[agrees]
        still = all_still = math.inf
        if len(offsets):
            still = float(np.percentile(offsets, 75 if cells.bent else 50))
            all_still = float(np.percentile(offsets, 75 if cells.uneven else 50))
        return cls(
            photographic=int(photographic.sum()),
            photographic_agree=int((photographic & agrees).sum()),
            told=int(told.sum()),
            agree=int(agrees.sum()),
            plainly_told=int(plainly.sum()),
            plainly_agree=int((plainly & (cells.plain >= 0.6)).sum()),
            still=still,
            all_still=all_still,
            drawn=max(cells.tones),
            rest=cells.rest,
            blur=cells.blur,
            bent=cells.bent,
        )

    @property
    def support(self) -> float:
        """Share of photographic cells that agree, less two standard errors of a coin's toss."""
        if not self.photographic:
            return 0.0
        return (self.photographic_agree - 2 * math.sqrt(self.photographic)) / self.photographic

    @property
    def lies_still(self) -> bool:
        """Whether the cells are in their places, as exactly as so soft a picture can tell."""
        still = _STILL_BENT if self.bent else _STILL
        return self.still <= still * float(np.clip(self.blur / _SOFT, 1.0, _MOST_LAX))

    @property
    def coarse(self) -> bool:
        """Whether so little is left of the detail that much has to agree."""
        return self.blur > _COARSE

    @property
    def is_shared_drawing(self) -> bool:
        """Whether what agrees is words, a logo or a frame, and the pictures under them differ."""
        rest = self.rest
        if rest.both < _LEAST_REST:
            mostly = self.agree >= _MOSTLY_AGREES * self.told
            return (self.plain_share < _LEAST_PLAIN and not mostly) or (
                rest.either >= _LEAST_EITHER and rest.either_agrees < _EITHER_AGREES
            )
        mostly_plain = self.plain_share >= _MOSTLY_PLAIN
        return rest.both_agrees < (_REST_AGREES_LEAST if mostly_plain else _REST_AGREES)

    @property
    def plain_share(self) -> float:
        """Share of cells with texture that agree before anything drawn is taken out."""
        return self.plainly_agree / self.plainly_told if self.plainly_told else 0.0

    @property
    def is_even(self) -> bool:
        """Whether nearly all agrees of a picture so even that few cells are texture."""
        return (
            self.photographic < _FEW_PHOTOGRAPHIC
            and self.told >= _ENOUGH_TOLD
            and self.agree >= _EVEN_AGREES * self.told
            and self.plain_share >= _MOSTLY_PLAIN
        )

    @property
    def is_of_many_tones(self) -> bool:
        """Whether much agrees that nobody draws: of a picture so even that no cell is texture."""
        rest = self.rest
        return rest.both >= _MUCH_REST and rest.both_agrees >= _MUCH_AGREES

    @property
    def agreement(self) -> float:
        """Share of cells that agree: of the photographic ones, or of all where those are few."""
        if self.photographic >= 20:
            return self.photographic_agree / self.photographic
        return self.agree / self.told if self.told else 0.0

    @property
    def is_nearly_all(self) -> bool:
        """Whether hardly anything differs that was not drawn on, and nothing is displaced."""
        if self.all_still > _COPY_STILL:
            return False
        if self.plainly_told >= _COPY_CELLS and (
            self.plainly_agree >= _COPY_AGREES * self.plainly_told
        ):
            return True
        return (
            self.drawn >= _DRAWN_TONES
            and self.told >= _COPY_CELLS
            and self.agree >= _DRAWN_AGREES * self.told
        )

    @property
    def is_all_drawing(self) -> bool:
        """Whether next to nothing is a photograph, and next to everything agrees."""
        return (
            self.photographic < 0.25 * self.told
            and self.plainly_told >= 20
            and self.plainly_agree >= _GRAPHIC_AGREES * self.plainly_told
        )
