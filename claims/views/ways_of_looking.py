"""The ways of looking at two pictures: beside each other, or one laid over the other."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _


class View(StrEnum):
    """A way of looking at two pictures."""

    SIDE = "side"
    SLIDER = "slider"
    DIFFERENCE = "difference"
    BLINK = "blink"


@dataclass(frozen=True, slots=True)
class ShownView:
    """A way of looking as a tab; ``key`` presses it."""

    value: str
    label: str
    key: str
    is_chosen: bool


def view_named(written: str, *, lays_over: bool) -> View:
    """Return the way of that name; side by side where it is unknown or cannot be.

    Args:
        lays_over: whether it is known how one picture lies on the other.
    """
    known = {view.value: view for view in View}
    return known.get(written, View.SIDE) if lays_over else View.SIDE


def shown_views(chosen: View, *, lays_over: bool) -> list[ShownView]:
    """Return the ways that there are for a pair, as tabs."""
    labels = {
        View.SIDE: _("Side by side"),
        View.SLIDER: _("Slider"),
        View.DIFFERENCE: _("Difference"),
        View.BLINK: _("Blinking"),
    }
    offered = tuple(View) if lays_over else (View.SIDE,)
    return [
        ShownView(view.value, labels[view], str(number), view is chosen)
        for number, view in enumerate(offered, start=1)
    ]
