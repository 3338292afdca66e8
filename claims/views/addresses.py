"""Where public pages stand: root-relative for links, absolute for markup and feeds.

Absolute addresses come from PUBLIC_URL and not from the request, so that whoever asks, by
whatever host name, gets the same page.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language_info

from claims.domain.claimreview import Addresses
from claims.domain.published import PublishedPicture, PublishedVerdict
from media_provenance.models import RENDITION_SIDES


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """The same page in another language; ``name`` is the language's own."""

    language: str
    name: str
    url: str

    @property
    def absolute_url(self) -> str:
        """The address as other sites need it."""
        return absolute(self.url)


def absolute(path: str) -> str:
    """Return the public address of a root-relative path."""
    return f"{settings.PUBLIC_URL}{path}"


def verdict_path(language: str, public_id: str) -> str:
    """Return the root-relative address of a verdict's page."""
    return reverse("public:verdict", args=[language, public_id])


def picture_path(verdict: PublishedVerdict, picture: PublishedPicture, size: int) -> str:
    """Return the root-relative address of a picture's copy with that longest side."""
    return reverse(
        "public:picture", args=[verdict.language, verdict.public_id, picture.asset_id, size]
    )


def language_link(language: str, url: str) -> LanguageLink:
    """Return a link that names its language in that language."""
    return LanguageLink(language, get_language_info(language)["name_local"], url)


@dataclass(frozen=True, slots=True)
class ShareLink:
    """A service that passes a page on; nothing is sent there before a reader follows it."""

    name: str
    url: str


def share_links(page: str, title: str) -> list[ShareLink]:
    """Return plain links that pass on a page, by its absolute address."""
    both = f"{title} {page}"
    return [
        ShareLink("WhatsApp", f"https://wa.me/?{urlencode({'text': both})}"),
        ShareLink("Telegram", f"https://t.me/share/url?{urlencode({'url': page, 'text': title})}"),
        ShareLink(
            "Facebook", f"https://www.facebook.com/sharer/sharer.php?{urlencode({'u': page})}"
        ),
        ShareLink("X", f"https://x.com/intent/post?{urlencode({'url': page, 'text': title})}"),
    ]


def site_languages() -> list[str]:
    """List the languages the site has, in the order of the settings."""
    return [code for code, _name in settings.LANGUAGES]


def default_link(links: list[LanguageLink]) -> LanguageLink:
    """Choose the version for readers of no listed language: the site's own, else the first."""
    return next((one for one in links if one.language == settings.LANGUAGE_CODE), links[0])


def policies(language: str) -> dict[str, str]:
    """Return the pages about the organisation, by schema.org's property: ours and the settings'."""
    methodology = absolute(reverse("public:methodology", args=[language]))
    own = {
        "publishingPrinciples": methodology,
        "verificationFactCheckingPolicy": methodology,
        "correctionsPolicy": f"{methodology}#corrections-policy",
    }
    elsewhere: dict[str, str] = settings.POLICY_PAGES
    return own | {name: page.replace("{language}", language) for name, page in elsewhere.items()}


def addresses_of(verdict: PublishedVerdict, languages: tuple[str, ...]) -> Addresses:
    """Return the absolute addresses that a verdict's markup names.

    ``languages`` are those it can be read in, the one it first came out in at the front.
    """
    language, public_id = verdict.language, verdict.public_id
    return Addresses(
        page=absolute(verdict_path(language, public_id)),
        home=absolute(reverse("public:home", args=[language])),
        original=languages[0],
        policies=policies(language),
        pictures={
            picture.asset_id: absolute(picture_path(verdict, picture, RENDITION_SIDES[-1]))
            for picture in verdict.pictures
        },
        translations={
            other: absolute(verdict_path(other, public_id))
            for other in languages
            if other != language
        },
    )
