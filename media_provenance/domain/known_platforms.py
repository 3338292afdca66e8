"""Which hosts are a platform's own, which archive the web, and whose numbers carry no time.

Lists, with what each is for; the rules are in ``platform_ids.py`` and ``url_dates.py``. A host
stands for itself and for all below it, as mobile.twitter.com for twitter.com.
"""

from __future__ import annotations

from media_provenance.domain.dated_sources import SourceNote

__all__ = [
    "ARCHIVE_TODAY_HOSTS",
    "DISCORD_FILE_HOSTS",
    "MASTODON_HOSTS",
    "MIRRORS",
    "SHORT_LINK_HOSTS",
    "WAYBACK_HOSTS",
    "WIKIMEDIA_FILE_HOSTS",
    "WITHOUT_TIME",
    "X_FILE_HOSTS",
    "is_host",
]

X_FILE_HOSTS = ("pbs.twimg.com", "video.twimg.com")
DISCORD_FILE_HOSTS = ("cdn.discordapp.com", "media.discordapp.net")
WIKIMEDIA_FILE_HOSTS = ("upload.wikimedia.org",)
# Show posts of X under X's own paths; none of them is X, and any of them may show anything.
MIRRORS = (
    "nitter.net",
    "nitter.poast.org",
    "xcancel.com",
    "fxtwitter.com",
    "vxtwitter.com",
    "fixupx.com",
    "fixvx.com",
    "twstalker.com",
)
SHORT_LINK_HOSTS = ("t.co", "vm.tiktok.com", "vt.tiktok.com", "lnkd.in", "bit.ly", "fb.watch")
# Facebook's photo numbers and Telegram's message numbers count, and YouTube's codes are random.
WITHOUT_TIME: tuple[tuple[tuple[str, ...], SourceNote], ...] = (
    (("facebook.com", "fb.com", "fbcdn.net"), SourceNote.FACEBOOK_NUMBERS),
    (("t.me", "telegram.me", "telesco.pe"), SourceNote.TELEGRAM_NUMBERS),
    (("youtube.com", "youtu.be", "ytimg.com"), SourceNote.YOUTUBE_CODES),
)
# Replay by the software of the Internet Archive: /…/20220815123456im_/https://…
WAYBACK_HOSTS = (
    "web.archive.org",
    "wayback.archive.org",
    "wayback.archive-it.org",
    "web.archive.bibalex.org",
    "arquivo.pt",
    "webarchive.loc.gov",
    "webarchive.nationalarchives.gov.uk",
    "www.webarchive.org.uk",
    "webarchive.org.uk",
    "vefsafn.is",
    "wayback.vefsafn.is",
)
ARCHIVE_TODAY_HOSTS = (
    "archive.today",
    "archive.ph",
    "archive.is",
    "archive.li",
    "archive.vn",
    "archive.fo",
    "archive.md",
)
# Large servers that many people who do not know their owner use: the owner has no reason to
# backdate a post for one of them.
MASTODON_HOSTS = frozenset(
    {
        "mastodon.social",
        "mastodon.online",
        "mastodon.world",
        "mastodon.cloud",
        "mastodon.art",
        "mastodonapp.uk",
        "mstdn.social",
        "mstdn.jp",
        "mstdn.ca",
        "mas.to",
        "masto.ai",
        "c.im",
        "fosstodon.org",
        "hachyderm.io",
        "infosec.exchange",
        "techhub.social",
        "universeodon.com",
        "journa.host",
        "newsie.social",
        "social.vivaldi.net",
        "pawoo.net",
        "chaos.social",
        "mathstodon.xyz",
        "toot.community",
        "kolektiva.social",
        "piaille.fr",
        "troet.cafe",
        "aus.social",
        "ohai.social",
        "mindly.social",
    }
)


def is_host(host: str, own: tuple[str, ...]) -> bool:
    """Answer whether a host is one of these or below one of them."""
    return any(host == one or host.endswith(f".{one}") for one in own)
