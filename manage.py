#!/usr/bin/env python
"""Django's commands, and `up`, which starts the whole stack on one machine."""

from __future__ import annotations

import os
import sys

from factcheck.embedded import supervisor
from factcheck.embedded.attach import servers_for
from factcheck.embedded.errors import StackError
from factcheck.env import ConfigurationError
from factcheck.management.language import command_language, stopped_sentence

# What usage texts call this program.
PROGRAM = "bayyina manage"
# What shells say of a program that Ctrl-C ended: 128 and the number of the signal.
INTERRUPTED = 130


def main(arguments: list[str]) -> int:
    """Run a command and return its exit status."""
    if arguments[:1] == ["up"]:
        # Not a Django command: the supervisor stays for as long as the stack runs, and
        # without Django it needs a fifth of the memory.
        return supervisor.main(arguments[1:])
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")
    stopped = "Stopped."
    try:
        with servers_for(arguments):
            # Only now: reading the settings needs the variables set by the line above.
            import django
            from django.core.management import execute_from_command_line
            from django.utils import translation

            django.setup()
            # The pages speak as their reader asks; the commands as the terminal does.
            translation.activate(command_language(os.environ))
            stopped = stopped_sentence()
            execute_from_command_line([PROGRAM, *arguments])
    except (StackError, ConfigurationError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except KeyboardInterrupt:
        # Ctrl-C; what was half done has been cleared away by whoever did it.
        sys.stderr.write(f"\n{stopped}\n")
        return INTERRUPTED
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
