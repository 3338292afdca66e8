"""In which language the management commands speak: one, and the terminal's. Not for the pages."""

from __future__ import annotations

from collections.abc import Mapping


def command_language(environment: Mapping[str, str]) -> str:
    """Return "ar" if the locale of the environment is Arabic, else "en".

    The first of LC_ALL, LC_MESSAGES and LANG that is set and not empty decides, as POSIX has it.
    """
    values = (environment.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    locale = next((value for value in values if value), "")
    return "ar" if locale.replace("-", "_").split("_")[0].split(".")[0].lower() == "ar" else "en"


def stopped_sentence() -> str:
    """Return what a command says that Ctrl-C ended, once Django is set up."""
    # Not above: `manage up` reads this module too, and does without Django to stay small.
    from django.utils.translation import gettext as _

    return _("Stopped.")
