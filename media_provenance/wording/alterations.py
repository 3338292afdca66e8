"""What was changed in a picture, as phrases and as one sentence, always against another picture.

"This" is the picture that the alteration is said of (its subject), "the other" the one that it was
held against; reverse the alteration to speak of the other one. Left and right are the reader's, and
stay so in languages that are written from the right. Only what was measured is said.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, gettext_lazy

from media_provenance.domain.alteration_facts import (
    Added,
    AddedKind,
    Alteration,
    Edge,
    Tone,
    Where,
)
from media_provenance.wording.shown_dates import format_number, format_percent
from multilingual.display import join_phrases

__all__ = ["alteration_phrases", "alteration_sentence", "alteration_words"]

# Degrees around a half turn that people call upside down.
_UPSIDE_DOWN = 175.0


def alteration_sentence(alteration: Alteration) -> str:
    """Return one whole sentence: "Compared with the other picture: mirrored, and text on top."."""
    phrases = alteration_phrases(alteration)
    if not phrases:
        return gettext(
            "Compared with the other picture, nothing was found changed but size and compression."
        )
    return gettext("Compared with the other picture: %(changes)s.") % {"changes": _joined(phrases)}


def alteration_words(alteration: Alteration) -> str:
    """Return the changes alone, for a table or a card: "mirrored and cropped to 52%".

    Returns:
        A list as the active language writes it; "unchanged" in that language where nothing is.
    """
    phrases = alteration_phrases(alteration)
    return _joined(phrases) if phrases else gettext("unchanged but for size and compression")


def alteration_phrases(alteration: Alteration) -> tuple[str, ...]:
    """Return each change in a few words, none twice; empty where nothing was changed.

    In the order in which people tell it: how it lies, what is missing, what was added, what was
    taken away, tones.
    """
    phrases = [
        *_lie(alteration),
        *_extent(alteration),
        *(_added(added) for added in alteration.added),
        *(str(_REMOVED[added.kind]) for added in alteration.removed),
        *(str(_TONES[tone]) for tone in alteration.tones),
    ]
    return tuple(dict.fromkeys(phrases))


def _lie(alteration: Alteration) -> list[str]:
    phrases = []
    if alteration.mirrored:
        phrases.append(gettext("mirrored"))
    if abs(alteration.rotation) >= _UPSIDE_DOWN:
        phrases.append(gettext("turned upside down"))
    elif alteration.rotated:
        angle = {"angle": f"{_number(abs(round(alteration.rotation)))}°"}
        if alteration.rotation > 0:
            phrases.append(gettext("turned clockwise by %(angle)s") % angle)
        else:
            phrases.append(gettext("turned counter-clockwise by %(angle)s") % angle)
    if alteration.stretched:
        phrases.append(_stretched(alteration))
    if alteration.perspective:
        phrases.append(gettext("seen at an angle, as when a screen or a print is photographed"))
    return phrases


def _stretched(alteration: Alteration) -> str:
    # Widths of the other picture stand upright in this one after a quarter turn.
    upright = 45 < abs(alteration.rotation) < 135
    stretch = 1 / alteration.stretch if upright else alteration.stretch
    if stretch > 1:
        return gettext("stretched in width by %(share)s") % {"share": _share(stretch - 1)}
    return gettext("stretched in height by %(share)s") % {"share": _share(1 / stretch - 1)}


def _extent(alteration: Alteration) -> list[str]:
    phrases = []
    if alteration.cropped:
        values = {"share": _share(alteration.crop), "sides": _sides(alteration.cut)}
        if 0 < len(alteration.cut) < 4:
            phrases.append(gettext("cropped to %(share)s (a part is missing %(sides)s)") % values)
        else:
            phrases.append(gettext("cropped to %(share)s") % values)
    if alteration.shows_more:
        values = {"share": _share(alteration.shown), "sides": _sides(alteration.beyond)}
        if 0 < len(alteration.beyond) < 4:
            phrases.append(
                gettext("showing more %(sides)s: the other picture has %(share)s of it") % values
            )
        else:
            phrases.append(gettext("showing more: the other picture has %(share)s of it") % values)
    return phrases


_SIDES: Mapping[Edge, Promise] = {
    Edge.TOP: gettext_lazy("above"),
    Edge.BOTTOM: gettext_lazy("below"),
    Edge.LEFT: gettext_lazy("on the left"),
    Edge.RIGHT: gettext_lazy("on the right"),
}


def _sides(edges: tuple[Edge, ...]) -> str:
    return _joined(tuple(str(_SIDES[edge]) for edge in edges)) if edges else ""


def _added(added: Added) -> str:
    if added.kind is AddedKind.TEXT:
        return str(_TEXTS.get(added.where, gettext_lazy("with text on it")))
    if added.kind is AddedKind.PATCH:
        return str(_PATCHES.get(added.where, gettext_lazy("with something drawn on it")))
    if added.kind is AddedKind.COLLAGE:
        return str(_COLLAGES.get(added.where, gettext_lazy("placed in a collage")))
    if added.written and added.kind in _WRITTEN:
        return str(_WRITTEN[added.kind])
    return str(_PLAIN[added.kind])


_PLAIN: Mapping[AddedKind, Promise] = {
    AddedKind.STRIP_ABOVE: gettext_lazy("with a plain strip added above"),
    AddedKind.STRIP_BELOW: gettext_lazy("with a plain strip added below"),
    AddedKind.STRIP_LEFT: gettext_lazy("with a plain strip added on the left"),
    AddedKind.STRIP_RIGHT: gettext_lazy("with a plain strip added on the right"),
    AddedKind.FRAME: gettext_lazy("with a frame added"),
    AddedKind.SCREEN: gettext_lazy("placed in a screenshot or a post"),
    AddedKind.DIFFERENT: gettext_lazy("with a part that differs"),
}
_WRITTEN: Mapping[AddedKind, Promise] = {
    AddedKind.STRIP_ABOVE: gettext_lazy("with a caption strip added above"),
    AddedKind.STRIP_BELOW: gettext_lazy("with a caption strip added below"),
    AddedKind.STRIP_LEFT: gettext_lazy("with a caption strip added on the left"),
    AddedKind.STRIP_RIGHT: gettext_lazy("with a caption strip added on the right"),
    AddedKind.FRAME: gettext_lazy("with a frame with writing added"),
}
_TEXTS: Mapping[Where, Promise] = {
    Where.WHOLE: gettext_lazy("with text all over it"),
    Where.UPPER_HALF: gettext_lazy("with text over the upper half"),
    Where.LOWER_HALF: gettext_lazy("with text over the lower half"),
    Where.UPPER_THIRD: gettext_lazy("with text over the upper third"),
    Where.LOWER_THIRD: gettext_lazy("with text over the lower third"),
    Where.ACROSS: gettext_lazy("with text across the middle"),
}
_PATCHES: Mapping[Where, Promise] = {
    Where.UPPER_LEFT: gettext_lazy("with a logo or sticker at the upper left"),
    Where.UPPER_RIGHT: gettext_lazy("with a logo or sticker at the upper right"),
    Where.LOWER_LEFT: gettext_lazy("with a logo or sticker at the lower left"),
    Where.LOWER_RIGHT: gettext_lazy("with a logo or sticker at the lower right"),
    Where.TOP: gettext_lazy("with something drawn on it at the top"),
    Where.BOTTOM: gettext_lazy("with something drawn on it at the bottom"),
    Where.LEFT: gettext_lazy("with something drawn on it on the left"),
    Where.RIGHT: gettext_lazy("with something drawn on it on the right"),
    Where.MIDDLE: gettext_lazy("with something drawn on it in the middle"),
}
_COLLAGES: Mapping[Where, Promise] = {
    Where.UPPER_LEFT: gettext_lazy("placed at the upper left of a collage"),
    Where.UPPER_RIGHT: gettext_lazy("placed at the upper right of a collage"),
    Where.LOWER_LEFT: gettext_lazy("placed at the lower left of a collage"),
    Where.LOWER_RIGHT: gettext_lazy("placed at the lower right of a collage"),
    Where.TOP: gettext_lazy("placed at the top of a collage"),
    Where.BOTTOM: gettext_lazy("placed at the bottom of a collage"),
    Where.LEFT: gettext_lazy("placed on the left of a collage"),
    Where.RIGHT: gettext_lazy("placed on the right of a collage"),
    Where.MIDDLE: gettext_lazy("placed in the middle of a collage"),
}
_REMOVED: Mapping[AddedKind, Promise] = {
    AddedKind.STRIP_ABOVE: gettext_lazy("without the strip that the other has above"),
    AddedKind.STRIP_BELOW: gettext_lazy("without the strip that the other has below"),
    AddedKind.STRIP_LEFT: gettext_lazy("without the strip that the other has on the left"),
    AddedKind.STRIP_RIGHT: gettext_lazy("without the strip that the other has on the right"),
    AddedKind.FRAME: gettext_lazy("without the frame of the other"),
    AddedKind.TEXT: gettext_lazy("without the text that stands on the other"),
    AddedKind.PATCH: gettext_lazy("without the logo or sticker on the other"),
    AddedKind.COLLAGE: gettext_lazy("alone, while the other is a collage"),
    AddedKind.SCREEN: gettext_lazy("alone, while the other is a screenshot or a post"),
    AddedKind.DIFFERENT: gettext_lazy("with a part that differs"),
}
_TONES: Mapping[Tone, Promise] = {
    Tone.GREYSCALE: gettext_lazy("in black and white"),
    Tone.COLOURED: gettext_lazy("in colour, while the other is not"),
    Tone.TINTED: gettext_lazy("in a single tint"),
    Tone.UNTINTED: gettext_lazy("without the single tint of the other"),
    Tone.BRIGHTER: gettext_lazy("brighter"),
    Tone.DARKER: gettext_lazy("darker"),
    Tone.MORE_CONTRAST: gettext_lazy("with more contrast"),
    Tone.LESS_CONTRAST: gettext_lazy("with less contrast"),
    Tone.LESS_SHARP: gettext_lazy("less sharp"),
    Tone.SHARPER: gettext_lazy("sharper"),
    Tone.NEGATIVE: gettext_lazy("with inverted colours, as in a negative"),
}


def _joined(phrases: tuple[str, ...]) -> str:
    return join_phrases(phrases, _language())


def _share(share: float) -> str:
    return format_percent(share, _language())


def _number(number: int) -> str:
    return format_number(number, _language())


def _language() -> str:
    return get_language() or "en"
