"""The numbers and codes by which platforms name posts and pictures, found in addresses.

In addresses of the platforms themselves: a number on a site that only mirrors a platform is left
alone, since nobody vouches for it there. The time inside a number is ``id_times.py``'s; dates that
are written out are ``url_dates.py``'s. Reads no clock.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import SplitResult, parse_qs, unquote

from media_provenance.domain.archived_addresses import captures_within
from media_provenance.domain.date_evidence import EvidenceKind, Grade, Role
from media_provenance.domain.dated_sources import (
    MOST_DATES,
    DatedSource,
    SourceNote,
    SourceWhy,
    has_own_port,
    host_of,
    is_timely,
    of_instant,
    split_address,
    why_not_read,
    without_repeats,
)
from media_provenance.domain.id_times import (
    UUID_FORM,
    IdKind,
    date_of_id,
    is_early_x_number,
    is_random_uuid,
)
from media_provenance.domain.known_platforms import (
    DISCORD_FILE_HOSTS,
    MASTODON_HOSTS,
    MIRRORS,
    SHORT_LINK_HOSTS,
    WITHOUT_TIME,
    X_FILE_HOSTS,
    is_host,
)

__all__ = ["date_ids_in_url", "is_profile_picture", "notes_on_ids_in_url"]


def date_ids_in_url(url: str, *, as_of: datetime) -> list[DatedSource]:
    """Return the times inside the numbers of an address, in the order of the address.

    Grade B only on the platform's own hosts. A Mastodon number is B on the author's own well-known
    server and D elsewhere, because a server takes the author's server's word for a post's time.
    Codes that a client chooses (Bluesky, UUID, ULID, KSUID, ObjectId) are D. Of an archive's
    address those of the address kept are read. At most 20; none of an address that
    ``why_not_read`` refuses, and none that a platform would vouch for where the port is not the
    scheme's own or the path has spaces, dots for folders or hidden slashes.

    Args:
        as_of: the present, aware.
    """
    if why_not_read(url) is not None:
        return []
    if met := _AT_POST.match(url.strip()):
        code = date_of_id(IdKind.BLUESKY_TID, met[1], as_of=as_of)
        return [] if code is None else [code]
    parts = split_address(captures_within(url)[1])
    if parts is None:
        return []
    dated = [date for date in _platform_dates(parts, as_of) if date is not None]
    return without_repeats(dated)[:MOST_DATES]


def is_profile_picture(url: str) -> bool:
    """Answer whether an address is that of a face or a banner on X.

    Its number has not been checked against known times, so none is read; and it stands beside
    posts of any age, so no post dates it either.
    """
    parts = split_address(url)
    if parts is None or not is_host(host_of(url), X_FILE_HOSTS):
        return False
    return _X_PROFILE.match(unquote(parts.path)) is not None


def notes_on_ids_in_url(url: str) -> list[SourceNote]:
    """Return what is to be known of the numbers of an address that give no date."""
    parts = split_address(url)
    if parts is None:
        return []
    host, path = host_of(url), unquote(parts.path)
    query = parse_qs(parts.query)
    notes = [note for hosts, note in WITHOUT_TIME if is_host(host, hosts)]
    if is_host(host, SHORT_LINK_HOSTS):
        notes.append(SourceNote.SHORT_LINK)
    if is_host(host, MIRRORS) and _X_POST.search(path):
        notes.append(SourceNote.NOT_THE_PLATFORM)
    if (is_host(host, DISCORD_FILE_HOSTS) and "ex" in query) or (
        is_host(host, ("fbcdn.net", "cdninstagram.com")) and "oe" in query
    ):
        notes.append(SourceNote.LINK_EXPIRY)
    if is_host(host, _LONG_X) and _is_early_x_post(path):
        notes.append(SourceNote.NUMBER_WITHOUT_TIME)
    if any(is_random_uuid(text) for text in UUID_FORM.findall(path)):
        notes.append(SourceNote.RANDOM_NUMBER)
    return notes


# Where such numbers stand in addresses.

_X_POST = re.compile(r"/status(?:es)?/([0-9]+)(?:/|$)")
_X_FILE_ID = re.compile(
    r"^/(?:ext_tw_video_thumb|ext_tw_video|amplify_video_thumb|amplify_video)/([0-9]{11,20})/"
)
_X_PROFILE = re.compile(r"/+profile_(?:images|banners)/")
_X_FILE_KEY = re.compile(
    r"^/(?:media|tweet_video_thumb|tweet_video)/([A-Za-z0-9_-]{15})(?:[.:?/]|$)"
)
_DISCORD_FILE = re.compile(r"^/(?:ephemeral-)?attachments/[0-9]{15,20}/([0-9]{15,20})(?:/|$)")
_DISCORD_MESSAGE = re.compile(r"^/channels/(?:[0-9]{15,20}|@me)/[0-9]{15,20}/([0-9]{15,20})(?:/|$)")
_INSTAGRAM_POST = re.compile(r"^/(?:[\w.]+/)?(?:p|reel|reels|tv)/([A-Za-z0-9_-]{5,64})(?:/|$)")
_TIKTOK_POST = re.compile(
    r"^/(?:@[^/]*/(?:video|photo)|v|embed(?:/v[0-9]+)?|player/v[0-9]+)/([0-9]{19})(?:\.html)?(?:/|$)"
)
_LINKEDIN_POST = re.compile(r"(?:activity|share|ugcPost)[-:]([0-9]{19})(?![0-9])")
_BLUESKY_POST = re.compile(r"^/profile/[^/]+/post/([2-7a-z]{13})(?:/|$)")
_AT_POST = re.compile(r"at://[^/]+/app\.bsky\.feed\.post/([2-7a-z]{13})(?:[/?#]|$)")
_MASTODON_LOCAL = re.compile(
    r"^/(?:(?:web|deck)/)?(?:@\w+(?:[.-]\w+)*|users/\w+(?:[.-]\w+)*/statuses)/([0-9]{17,18})(?:/|$)"
)
_MASTODON_REMOTE = re.compile(r"^/(?:(?:web|deck)/)?@[^/@]+@[^/]+/([0-9]{17,18})(?:/|$)")
_MASTODON_FILE = re.compile(
    r"^/(?:(?!cache/)\w+/)?(cache/)?media_attachments/files/((?:[0-9]{3}/){6})(?:original|small)/"
)


def _platform_dates(parts: SplitResult, as_of: datetime) -> Iterator[DatedSource | None]:
    host = (parts.hostname or "").rstrip(".").removeprefix("www.")
    path = unquote(parts.path)
    if not _is_plain(parts):
        yield from _codes_in_path(host, path, as_of)
        return
    found = False
    for hosts, pattern, kind in _PLACES:
        if is_host(host, hosts):
            found = True
            if met := pattern.search(path):
                yield date_of_id(kind, met[1], as_of=as_of)
    if is_host(host, DISCORD_FILE_HOSTS):
        yield _link_issued(parts, as_of)
    if not found and not is_host(host, MIRRORS):
        yield from _mastodon_dates(host, path, as_of)
        yield from _codes_in_path(host, path, as_of)


def _is_plain(parts: SplitResult) -> bool:
    """Answer whether an address is written as platforms write theirs, and means one place only."""
    path = unquote(parts.path)
    written = parts.path + parts.query + parts.fragment
    return (
        has_own_port(parts)
        and not any(character.isspace() for character in written)
        and _HIDDEN.search(parts.path) is None
        and not {".", ".."} & set(path.split("/"))
    )


# A slash, a backslash or a control character behind a percent sign.
_HIDDEN = re.compile(r"%(?:2f|5c|[01][0-9a-f]|7f)", re.IGNORECASE)
_LONG_X = ("twitter.com", "x.com")
_PLACES: tuple[tuple[tuple[str, ...], re.Pattern[str], IdKind], ...] = (
    (_LONG_X, _X_POST, IdKind.X_STATUS),
    (X_FILE_HOSTS, _X_FILE_ID, IdKind.X_MEDIA),
    (X_FILE_HOSTS, _X_FILE_KEY, IdKind.X_MEDIA_KEY),
    (DISCORD_FILE_HOSTS, _DISCORD_FILE, IdKind.DISCORD),
    (("discord.com", "discordapp.com"), _DISCORD_MESSAGE, IdKind.DISCORD),
    (("instagram.com", "instagr.am"), _INSTAGRAM_POST, IdKind.INSTAGRAM_SHORTCODE),
    (("tiktok.com",), _TIKTOK_POST, IdKind.TIKTOK),
    (("linkedin.com",), _LINKEDIN_POST, IdKind.LINKEDIN_ACTIVITY),
    (("bsky.app",), _BLUESKY_POST, IdKind.BLUESKY_TID),
)


def _link_issued(parts: SplitResult, as_of: datetime) -> DatedSource | None:
    """Return when a Discord link was signed: a lead, since links are signed anew each day."""
    written = parse_qs(parts.query).get("is", [""])[0]
    if re.fullmatch(r"[0-9a-fA-F]{8}", written) is None:
        return None
    source = of_instant(
        datetime.fromtimestamp(int(written, 16), UTC),
        field="discord_link_issued",
        kind=EvidenceKind.PLATFORM_ID,
        role=Role.SEEN,
        grade=Grade.D,
        operator="discord",
        precision="second",
        why=SourceWhy.LINK_ISSUED,
        read_from=f"is={written}",
        usable=False,
    )
    return source if is_timely(source.when, as_of) else None


def _mastodon_dates(host: str, path: str, as_of: datetime) -> Iterator[DatedSource | None]:
    """Read posts and files of Mastodon servers. Only the well-known are known not to backdate."""
    server = host.removeprefix("files.").removeprefix("media.")
    known = server in MASTODON_HOSTS
    if met := _MASTODON_LOCAL.search(path):
        yield _mastodon_date(met[1], server, as_of, trusted=known)
    elif met := _MASTODON_REMOTE.search(path):
        yield _mastodon_date(met[1], server, as_of, trusted=False)
    elif met := _MASTODON_FILE.search(path):
        # Folders are filled up with a zero to 18 digits.
        number = met[2].replace("/", "").lstrip("0")
        yield _mastodon_date(number, server, as_of, trusted=known and not met[1])


def _mastodon_date(
    number: str, server: str, as_of: datetime, *, trusted: bool
) -> DatedSource | None:
    return date_of_id(
        IdKind.MASTODON,
        number,
        as_of=as_of,
        operator=server,
        grade=Grade.B if trusted else Grade.D,
        why=SourceWhy.PLATFORM_CLOCK if trusted else SourceWhy.AUTHORS_SERVER,
    )


def _codes_in_path(host: str, path: str, as_of: datetime) -> Iterator[DatedSource | None]:
    """Read codes that hold a time by their form, wherever the site."""
    for text in UUID_FORM.findall(path):
        yield date_of_id(IdKind.UUID, text, as_of=as_of, operator=host)
    for segment in path.split("/"):
        stem = segment.partition(".")[0]
        for kind, form in _CODE_FORMS:
            if form.fullmatch(stem):
                yield date_of_id(kind, stem, as_of=as_of, operator=host)


# A part of the path that is one code and nothing else. A ULID is written in one case; a KSUID of
# one case only, or without a digit, is likelier a word.
_CODE_FORMS = (
    (IdKind.ULID, re.compile(r"0[0-9A-HJKMNP-TV-Z]{25}|0[0-9a-hjkmnp-tv-z]{25}")),
    (IdKind.KSUID, re.compile(r"(?=.*[0-9])(?=.*[a-z])(?=.*[A-Z])[0-9A-Za-z]{27}")),
    (IdKind.MONGO_OID, re.compile(r"(?=.*[a-f])[0-9a-f]{24}")),
)


def _is_early_x_post(path: str) -> bool:
    met = _X_POST.search(path)
    return met is not None and is_early_x_number(met[1])
