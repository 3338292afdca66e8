"""The progress bar of the commands that work through many pictures."""

from __future__ import annotations

from django.core.management.base import OutputWrapper

_WIDTH = 30


def draw_bar(stream: OutputWrapper, done: int, total: int, *, step: str = "") -> None:
    """Show progress: redrawn in place on a terminal, else a line for each tenth.

    ``step`` names what is being done, for a command that does one thing after another.
    """
    filled = _WIDTH * done // total
    bar = f"[{'#' * filled}{'.' * (_WIDTH - filled)}] {done}/{total}{f' {step}' if step else ''}"
    if stream.isatty():
        stream.write(f"\r{bar}", ending="\n" if done == total else "")
        stream.flush()
    elif done == total or done * 10 // total > (done - 1) * 10 // total:
        stream.write(bar)
