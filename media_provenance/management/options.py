"""What several commands take as an option."""

from __future__ import annotations

from argparse import ArgumentTypeError

from django.utils.translation import gettext as _

_MOST_PROCESSES = 64


def count_of_processes(text: str) -> int:
    """Return the number a person gave, 1 to 64.

    Raises:
        ArgumentTypeError: with a sentence, for anything else.
    """
    if not text.isdecimal() or not 1 <= int(text) <= _MOST_PROCESSES:
        raise ArgumentTypeError(
            _("Please give a number from 1 to %(most)s.") % {"most": _MOST_PROCESSES}
        )
    return int(text)
