"""Parts of addresses."""

from __future__ import annotations

from django.conf import settings


class SiteLanguage:
    """A language that the site is published in, by its code."""

    regex = "[a-z]{2,3}"

    def to_python(self, value: str) -> str:
        if value not in {code for code, _name in settings.LANGUAGES}:
            raise ValueError(value)
        return value

    def to_url(self, value: str) -> str:
        return value
