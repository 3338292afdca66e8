"""How alike two pictures are, how they are turned, and what a person decided of it.

What was changed between them stands in ``alterations.py``. Likeness is never agreement about what
a picture shows, and no sentence here says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, gettext_lazy, ngettext

from media_provenance.domain.fingerprints import PDQ_MATCH_DISTANCE, Orientation
from media_provenance.models.match import Decision, MatchClass
from media_provenance.wording.shown_dates import format_number, format_percent


def match_sentence(
    match_class: str, *, same_bytes: bool = False, distance: int | None = None
) -> str:
    """Say how alike two pictures are.

    Args:
        match_class: of the match.
        same_bytes: for an exact match, whether the files are the same and not only the pixels.
        distance: for a copy, differing bits of 256; None where the pixels said it and no
            fingerprint did.

    Raises:
        ValueError: for an unknown class.
    """
    kind = MatchClass(match_class)
    if kind is MatchClass.EXACT:
        if same_bytes:
            return gettext("It is the very same file.")
        return gettext("The files differ, but every pixel is the same.")
    if kind is MatchClass.LIKELY_COPY:
        return gettext(
            "It is probably a copy, but a part of it differs. A person has to say whether it is "
            "the same picture."
        )
    if kind is MatchClass.SAME_PLACE:
        return gettext(
            "It seems to be another photo of the same place or thing. Another photo is not a copy."
        )
    return _copy_sentence(distance)


def _copy_sentence(distance: int | None) -> str:
    if distance is None:
        return gettext(
            "It looks like a copy: the pixels agree wherever nothing was put on top of them."
        )
    if distance == 0:
        return gettext("It looks like a copy: the fingerprints are the same.")
    return ngettext(
        "It looks like a copy: %(count)s of 256 bits of the fingerprint differs.",
        "It looks like a copy: %(count)s of 256 bits of the fingerprint differ.",
        distance,
    ) % {"count": _number(distance)}


_LABELS: Mapping[MatchClass, Promise] = {
    MatchClass.EXACT: gettext_lazy("exact"),
    MatchClass.COPY: gettext_lazy("copy"),
    MatchClass.LIKELY_COPY: gettext_lazy("likely copy"),
    MatchClass.SAME_PLACE: gettext_lazy("same place, other photo"),
}


def likeness_label(match_class: str) -> str:
    """What a class of likeness is called. Raises ``ValueError`` for an unknown class."""
    return str(_LABELS[MatchClass(match_class)])


class LikenessNumber(NamedTuple):
    """A measure of a likeness: what it is called, its value, and how to read it."""

    name: str
    value: str
    reading: str


def likeness_numbers(
    *, inliers: int | None, distance: int | None, agreement: float | None
) -> tuple[LikenessNumber, ...]:
    """Return the measures that there are, each with how to read it.

    Args:
        inliers: keypoints that agree on how one picture lies on the other.
        distance: differing bits of 256.
        agreement: 0 to 1.
    """
    found = []
    if agreement is not None:
        found.append(
            LikenessNumber(
                gettext("Agreement of the pixels"),
                format_percent(agreement, get_language() or "en"),
                gettext(
                    "The share of the compared parts in which both show the same, spot by spot. "
                    "Text and logos on top lower it. It says how alike two pictures are, not "
                    "whether what is said of them is right."
                ),
            )
        )
    if inliers is not None:
        found.append(
            LikenessNumber(
                gettext("Keypoints that agree"),
                _number(inliers),
                gettext(
                    "Small details found in both pictures that fit one way of laying the one on "
                    "the other. Many of them show the same place or thing; only the pixels between "
                    "them show the same photo."
                ),
            )
        )
    if distance is not None:
        found.append(_distance_number(distance))
    return tuple(found)


def _distance_number(distance: int) -> LikenessNumber:
    return LikenessNumber(
        gettext("Distance of the fingerprints"),
        ngettext("%(count)s bit of 256", "%(count)s bits of 256", distance)
        % {"count": _number(distance)},
        gettext(
            "0 is the same fingerprint, and up to %(limit)s is near. A crop, a strip or a text "
            "moves it far, so a large distance does not speak against a copy."
        )
        % {"limit": _number(PDQ_MATCH_DISTANCE)},
    )


_ORIENTATION_SENTENCES: dict[Orientation, Promise] = {
    Orientation.IDENTITY: gettext_lazy("Both are the same way up."),
    Orientation.ROTATED_90: gettext_lazy("One is the other turned by a quarter, clockwise."),
    Orientation.ROTATED_180: gettext_lazy("One is the other upside down."),
    Orientation.ROTATED_270: gettext_lazy(
        "One is the other turned by a quarter, counter-clockwise."
    ),
    Orientation.MIRRORED: gettext_lazy("One is the mirror image of the other."),
    Orientation.MIRRORED_ROTATED_90: gettext_lazy(
        "One is the mirror image of the other, turned by a quarter, clockwise."
    ),
    Orientation.MIRRORED_ROTATED_180: gettext_lazy(
        "One is the mirror image of the other, upside down."
    ),
    Orientation.MIRRORED_ROTATED_270: gettext_lazy(
        "One is the mirror image of the other, turned by a quarter, counter-clockwise."
    ),
}
_DECISION_SENTENCES: dict[str, Promise] = {
    Decision.UNDECIDED: gettext_lazy("Nobody has confirmed that it is the same picture."),
    Decision.CONFIRMED: gettext_lazy("A person has confirmed that it is the same picture."),
    Decision.REJECTED: gettext_lazy("A person has found that it is another picture."),
    Decision.UNSURE: gettext_lazy("A person has looked and was not sure."),
}


def orientation_sentence(orientation: str) -> str:
    """Say how one picture is turned against the other. Raises ``ValueError`` if unknown."""
    return str(_ORIENTATION_SENTENCES[Orientation(orientation)])


def decision_sentence(decision: str) -> str:
    """Say what a person decided about a match. Raises ``ValueError`` if unknown."""
    return str(_DECISION_SENTENCES[Decision(decision)])


def _number(number: int) -> str:
    return format_number(number, get_language() or "en")
