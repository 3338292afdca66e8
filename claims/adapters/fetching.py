"""Fetch a page or a picture that an editor pointed at, through `webfetch` and nothing else."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings

from claims.adapters.politeness import Politeness
from media_provenance.domain.video_frames import is_video_name
from webfetch.client import Budget, Fetched, fetch
from webfetch.urls import read_place

# A video may take longer than a page; what reads it afterwards has a job of its own, so that this
# one still ends before its time limit of 90 s.
_VIDEO_SECONDS = 60.0


def fetch_for_desk(url: str) -> Fetched:
    """Fetch one address with the newsroom's own user agent, when it is its turn.

    An address that ends like a video's may give as much as VIDEO_LIMIT allows, in a minute.

    Raises:
        webfetch.Refused: the address may not be fetched, or did not give an answer in
            time; ``stage`` and ``reason`` say which.
        django.db.OperationalError: the database, which gives out the turns, is away.
    """
    with Politeness() as limiter:
        return fetch(
            url,
            user_agent=settings.FETCH_USER_AGENT,
            budget=budget_for(url),
            limiter=limiter,
            refuse=own_places(),
        )


def budget_for(url: str) -> Budget:
    """Return what fetching an address may cost."""
    if not is_video_name(urlsplit(url).path):
        return Budget()
    return Budget(total_seconds=_VIDEO_SECONDS, max_bytes=settings.VIDEO_LIMIT)


def own_places() -> frozenset[str]:
    """Return the host names, addresses and ranges that are ours and are never fetched.

    From PUBLIC_URL and ALLOWED_HOSTS, and FETCH_REFUSE for what neither says: a public number of
    ours cannot be told from the names, which may stand for a cache in front of many sites.
    """
    named = [urlsplit(settings.PUBLIC_URL).hostname or ""]
    # "*" means that the host is checked in front of us, and names nobody.
    named += [host for host in settings.ALLOWED_HOSTS if host != "*"]
    named += settings.FETCH_REFUSE
    # What no address could name, such as "web_1" for a container, needs no refusing.
    return frozenset(place for name in named if (place := _place_of(name)) is not None)


def _place_of(name: str) -> str | None:
    """Return a name of ours as addresses are read, so that one of any script is known again."""
    try:
        return read_place(name)
    except ValueError:
        return None
