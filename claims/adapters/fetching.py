"""Fetch a page or a picture that an editor pointed at, through `webfetch` and nothing else."""

from __future__ import annotations

from django.conf import settings

from webfetch.client import Fetched, fetch


def fetch_for_desk(url: str) -> Fetched:
    """Fetch one address with the newsroom's own user agent.

    Raises:
        webfetch.Refused: the address may not be fetched, or did not give an answer in
            time; ``stage`` and ``reason`` say which.
    """
    return fetch(url, user_agent=settings.FETCH_USER_AGENT)
