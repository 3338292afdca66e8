"""Which hosts answer to one operator, so that one clock is never counted as two.

Two dates corroborate each other only if nobody could have set both. Pure: names in, a name out. It
knows nothing of who is trustworthy (``date_evidence.py`` grades) and asks no name server.
"""

from __future__ import annotations

import re
from ipaddress import ip_address

__all__ = ["operator_of_host"]

# Registrable names that belong to one operator; the first is what it is called here. Facebook and
# Instagram are one company, which runs both clocks. Looked up in November 2026 in the operators'
# own documentation of their media hosts.
_FAMILIES: tuple[tuple[str, ...], ...] = (
    ("x.com", "twitter.com", "twimg.com", "t.co", "x", "twitter"),
    (
        "meta.com",
        *("facebook.com", "fb.com", "fb.watch", "fbcdn.net", "fbsbx.com", "messenger.com"),
        *("instagram.com", "cdninstagram.com", "instagr.am", "threads.net", "threads.com"),
        *("whatsapp.com", "whatsapp.net", "facebook", "instagram", "threads", "whatsapp", "meta"),
    ),
    (
        "google.com",
        *("youtube.com", "youtu.be", "ytimg.com", "youtube-nocookie.com", "ggpht.com"),
        *("googleusercontent.com", "googlevideo.com", "gstatic.com", "youtube", "google"),
    ),
    ("telegram.org", "t.me", "telegram.me", "telesco.pe", "cdn-telegram.org", "telegram"),
    (
        "tiktok.com",
        *("tiktokcdn.com", "tiktokcdn-us.com", "tiktokcdn-eu.com", "tiktokv.com", "ttwstatic.com"),
        "tiktok",
    ),
    ("discord.com", "discordapp.com", "discordapp.net", "discord.gg", "discord"),
    ("linkedin.com", "licdn.com", "lnkd.in", "linkedin"),
    ("reddit.com", "redd.it", "redditmedia.com", "redditstatic.com", "reddit"),
    ("bsky.app", "bsky.social", "bsky.network", "bluesky"),
    ("vk.com", "vk.ru", "vkontakte.ru", "userapi.com", "vkuservideo.net", "vk"),
    ("pinterest.com", "pinimg.com", "pin.it", "pinterest"),
    ("flickr.com", "staticflickr.com", "flic.kr", "flickr"),
    ("wikimedia.org", "wikipedia.org", "wikimedia", "wikipedia"),
    (
        "archive.today",
        *("archive.ph", "archive.is", "archive.li", "archive.vn", "archive.fo", "archive.md"),
    ),
    ("tineye.com", "tineye"),
    ("blogspot.com", "blogger.com"),
)
_NAMED: dict[str, str] = {name: family[0] for family in _FAMILIES for name in family}

# Second-level names under which registries sell names: bbc.co.uk and gov.co.uk are strangers.
# Where one is missing here, two strangers count as one operator, which proves less and never more.
_SOLD_BELOW = frozenset(
    {
        *("ac", "ad", "asso", "biz", "co", "com", "ed", "edu", "firm", "gen", "go", "gob", "gouv"),
        *("gov", "gv", "id", "idf", "ind", "info", "k12", "law", "lg", "ltd", "med", "mil", "mod"),
        *("muni", "name", "ne", "net", "nhs", "nic", "nom", "or", "org", "plc", "police", "press"),
        *("pro", "sch", "tm", "web"),
    }
)
_LABEL = re.compile(r"[^\s./:@]+")


def operator_of_host(host: str) -> str:
    """Return the name of whoever controls the clock behind a host.

    Hosts below one registered name are one operator (``www.``, ``web.archive.org``), and so are
    those of one company (``pbs.twimg.com`` and ``x.com``). Blogs of one hosting service are taken
    for one as well: too few witnesses claim less than too many.

    Args:
        host: a host name, or a plain name such as "tineye"; case does not matter. Names that are
            nobody's known host are given back in lower case.

    Returns:
        A name for comparing, ``""`` for ``""``.
    """
    name = host.strip().rstrip(".").lower()
    if not name or _is_address(name):
        return name
    labels = name.split(".")
    if not all(_LABEL.fullmatch(label) for label in labels):
        return name
    registered = _registered(labels)
    if registered.startswith("blogspot."):
        # The same blog answers in every country's zone.
        return "blogspot.com"
    return _NAMED.get(registered, registered)


def _registered(labels: list[str]) -> str:
    """Return the name that somebody registered: two labels, or three below co.uk and its like."""
    sold_below = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SOLD_BELOW
    return ".".join(labels[-3:] if sold_below else labels[-2:])


def _is_address(name: str) -> bool:
    try:
        ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True
