"""The organisation's name, as the site and what it publishes bear it."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import get_language


def organization_name(language: str = "") -> str:
    """What the organisation is called in a language of the site, or in the reader's."""
    names: dict[str, str] = settings.ORGANIZATION_NAMES
    wanted = language or get_language() or settings.LANGUAGE_CODE
    return names.get(wanted) or names[settings.LANGUAGE_CODE]
