"""How far a long command has come, on stderr."""

from __future__ import annotations

import sys
from typing import TextIO

from django.utils.translation import gettext as _

_MEGABYTE = 1_000_000


class StepProgress:
    """One line per step: rewritten while it runs on a terminal, printed at its end elsewhere.

    Args:
        stream: where to; stderr unless told.
        totals: step -> bytes to come, where that is known; then a percentage is shown.
    """

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self._moves = self._stream.isatty()
        self._step = ""
        self._done = 0
        self._shown = -1
        self.totals: dict[str, int] = {}

    def __call__(self, step: str, count: int) -> None:
        """Note ``count`` more bytes of a step; another step than before ends that one."""
        if step != self._step:
            self.end()
            self._step, self._done, self._shown = step, 0, -1
        self._done += count
        if self._moves and self._done // _MEGABYTE != self._shown:
            self._shown = self._done // _MEGABYTE
            self._stream.write(f"\r{self._line()}")
            self._stream.flush()

    def end(self) -> None:
        """End the line of the step that ran."""
        if self._step:
            self._stream.write(f"\r{self._line()}\n" if self._moves else f"{self._line()}\n")
            self._step = ""

    def _line(self) -> str:
        megabytes = f"{self._done / _MEGABYTE:.1f}"
        total = self.totals.get(self._step, 0)
        if total:
            percentage = min(100, self._done * 100 // total)
            return _("  %(step)s: %(done)s MB (%(percentage)s %%)") % {
                "step": self._step,
                "done": megabytes,
                "percentage": percentage,
            }
        return _("  %(step)s: %(done)s MB") % {"step": self._step, "done": megabytes}
