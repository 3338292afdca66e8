"""A published verdict as schema.org ClaimReview and MediaReview.

For the JSON-LD of a verdict's page, which aggregators and archives read. It says what the page
says and nothing more: what is not known is left out, never filled in. It does not decide what is
published (``claims.publishing``), does not know our addresses and composes no sentence: they come
in as arguments. The feed of all verdicts is ``data_feed``.

Source: schema.org 30.0 (MediaReview is still "pending" there) and the fields that Google's Fact
Check tools ask for; the members of mediaAuthenticityCategory stand under their short names, as in
schema.org's own example.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeAlias

from claims.domain.published import (
    CIRCULATED,
    EARLIER,
    PublishedAppearance,
    PublishedClaimant,
    PublishedPicture,
    PublishedPlace,
    PublishedVerdict,
)
from media_provenance.domain.findings import FindingKind
from multilingual.intervals import DateInterval

__all__ = [
    "POLICIES",
    "Addresses",
    "Markup",
    "claim_review",
    "json_for_script",
    "media_review",
    "publisher",
]

# JSON-LD as Python writes it: what stands under a key depends on the key.
Markup: TypeAlias = dict[str, Any]

CONTEXT = "https://schema.org"
# The ends of the scale that Rating.value is on.
WORST_RATING = 1
BEST_RATING = 5
DECONTEXTUALIZED = "DecontextualizedContent"

# Pages that a news organisation has about itself, by schema.org's property that leads to each.
POLICIES = (
    "publishingPrinciples",
    "verificationFactCheckingPolicy",
    "correctionsPolicy",
    "actionableFeedbackPolicy",
    "ethicsPolicy",
    "ownershipFundingInfo",
    "masthead",
    "missionCoveragePrioritiesPolicy",
    "unnamedSourcesPolicy",
    "noBylinesPolicy",
    "diversityPolicy",
)

# Findings by which somebody else had the picture before the event; what a file says of itself
# leads to no page.
_PREDATES = frozenset(
    {
        FindingKind.PREDATES,
        FindingKind.LIKELY_PREDATES,
        FindingKind.PUBLISHER_SAYS_PREDATES,
    }
)

# What could end the script element or its line, as JSON escapes: the data stay the same.
_ESCAPES = {
    ord("<"): "\\u003c",
    ord(">"): "\\u003e",
    ord("&"): "\\u0026",
    0x2028: "\\u2028",
    0x2029: "\\u2029",
}


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where things stand, all absolute.

    ``policies`` holds pages about the organisation by their property in ``POLICIES``, and none
    that does not exist; ``pictures`` the address of a public copy by asset id; ``translations``
    the pages of the same verdict in other languages, by language. ``original`` is the language in
    which the verdict first came out.
    """

    page: str
    home: str
    original: str
    policies: Mapping[str, str] = field(default_factory=dict)
    pictures: Mapping[str, str] = field(default_factory=dict)
    translations: Mapping[str, str] = field(default_factory=dict)


def claim_review(verdict: PublishedVerdict, at: Addresses) -> Markup:
    """Return the page's ClaimReview.

    ``ratingValue`` is given only for ratings on the scale; ``itemReviewed.author`` only where the
    claimant is known; ``dateModified`` only after a later revision.
    """
    review = {
        "@context": CONTEXT,
        "@type": "ClaimReview",
        "@id": _review_id(at),
        "url": at.page,
        "headline": verdict.headline,
        "inLanguage": verdict.language,
        **_dates(verdict),
        "author": publisher(verdict.organization, home=at.home, policies=at.policies),
        "claimReviewed": verdict.claim.text,
        "reviewRating": _rating(verdict),
        "itemReviewed": _claim(verdict),
        "correction": [
            {
                "@type": "CorrectionComment",
                "text": correction.note,
                "datePublished": correction.published_at.isoformat(timespec="seconds"),
            }
            for correction in verdict.corrections
        ],
        **_translations(at),
        "associatedMediaReview": (
            {"@id": _media_review_id(at)} if _is_about_media(verdict) else None
        ),
    }
    return _without_nothing(review)


def media_review(
    verdict: PublishedVerdict, at: Addresses, *, finding_sentence: str = ""
) -> Markup | None:
    """Return the page's MediaReview, if the verdict judges how a picture was used.

    The pictures reviewed are those shown as circulated, each once for every page on which it
    stood. Each is named by the digest of the file that came to us; the copy readers see has other
    bytes and is only its ``thumbnailUrl``.

    Args:
        finding_sentence: what the page says of the picture's age; "" if it says nothing.
    """
    if not _is_about_media(verdict):
        return None
    categories = verdict.media_categories
    review = {
        "@context": CONTEXT,
        "@type": "MediaReview",
        "@id": _media_review_id(at),
        "url": at.page,
        "inLanguage": verdict.language,
        **_dates(verdict),
        "author": publisher(verdict.organization, home=at.home, policies=at.policies),
        "mediaAuthenticityCategory": categories[0] if len(categories) == 1 else list(categories),
        "originalMediaContextDescription": _original_context(verdict, finding_sentence),
        "originalMediaLink": _original_link(verdict),
        "itemReviewed": {
            "@type": "MediaReviewItem",
            "interpretedAsClaim": {"@type": "Claim", "text": verdict.claim.text},
            "mediaItemAppearance": [
                snapshot
                for picture in verdict.pictures
                if picture.role == CIRCULATED
                for snapshot in _snapshots(picture, at)
            ],
        },
        "associatedClaimReview": {"@id": _review_id(at)},
    }
    return _without_nothing(review)


def publisher(name: str, *, home: str, policies: Mapping[str, str]) -> Markup:
    """Return who publishes, with the pages it has about itself (as in ``Addresses``)."""
    return {
        "@type": "NewsMediaOrganization",
        "name": name,
        "url": home,
        **{policy: policies[policy] for policy in POLICIES if policy in policies},
    }


def json_for_script(markup: Markup) -> str:
    """Return JSON that may stand inside a script element, whatever text it holds."""
    return json.dumps(markup, ensure_ascii=False).translate(_ESCAPES)


def _is_about_media(verdict: PublishedVerdict) -> bool:
    shown = any(picture.role == CIRCULATED for picture in verdict.pictures)
    return bool(verdict.media_category) and shown


def _review_id(at: Addresses) -> str:
    return f"{at.page}#review"


def _media_review_id(at: Addresses) -> str:
    return f"{at.page}#media-review"


def _dates(verdict: PublishedVerdict) -> Markup:
    changed_at = verdict.published_at if verdict.is_modified else None
    return {
        "datePublished": verdict.first_published_at.isoformat(timespec="seconds"),
        "dateModified": changed_at.isoformat(timespec="seconds") if changed_at else None,
    }


def _translations(at: Addresses) -> Markup:
    """Link to the text that this one translates, or from that text to its translations."""
    original = at.translations.get(at.original)
    if original is not None:
        return {"translationOfWork": {"@id": f"{original}#review"}}
    return {"workTranslation": [{"@id": f"{page}#review"} for page in at.translations.values()]}


def _rating(verdict: PublishedVerdict) -> Markup:
    rating: Markup = {
        "@type": "Rating",
        "alternateName": verdict.rating.label,
        "ratingExplanation": verdict.summary,
    }
    if verdict.rating.value is not None:
        rating |= {
            "ratingValue": verdict.rating.value,
            "bestRating": BEST_RATING,
            "worstRating": WORST_RATING,
        }
    return rating


def _claim(verdict: PublishedVerdict) -> Markup:
    # An appearance on paper or in a closed group has no address, and no markup; the page tells it.
    addressed = [one for one in verdict.appearances if one.url]
    dated = [one for one in addressed if one.first_day is not None]
    first = min(dated, key=_first_day, default=None)
    others = [one for one in addressed if one is not first]
    claim = {
        "@type": "Claim",
        "text": verdict.claim.text,
        "author": _claimant(verdict.claimant) if verdict.claimant else None,
        "datePublished": _written_date(first.days) if first else None,
        "firstAppearance": _appearance(first) if first else None,
        "appearance": [_appearance(one) for one in others],
    }
    return _without_nothing(claim)


def _first_day(appearance: PublishedAppearance) -> date:
    return appearance.first_day or date.max


def _claimant(claimant: PublishedClaimant) -> Markup:
    is_person = claimant.kind == "person"
    return _without_nothing(
        {
            "@type": "Person" if is_person else "Organization",
            "name": claimant.name,
            "jobTitle": claimant.job_title if is_person else None,
            "sameAs": claimant.same_as,
        }
    )


def _appearance(appearance: PublishedAppearance) -> Markup:
    return _without_nothing(
        {
            "@type": "CreativeWork",
            "url": appearance.url,
            "archivedAt": appearance.archived_url,
            "datePublished": _written_date(appearance.days),
        }
    )


def _snapshots(picture: PublishedPicture, at: Addresses) -> list[Markup]:
    """Return the file once for each page on which it stood; once by itself if none is known."""
    file = {
        "@type": "VideoObjectSnapshot" if picture.video_sha256 else "ImageObjectSnapshot",
        "sha256": picture.video_sha256 or picture.sha256,
        "description": picture.alt,
        "caption": picture.caption,
        "thumbnailUrl": at.pictures.get(picture.asset_id),
    }
    places = [_place(one) for one in picture.places] or [{}]
    return [_without_nothing({**file, **place}) for place in places]


def _place(place: PublishedPlace) -> Markup:
    return {
        "url": place.page_url,
        "contentUrl": place.file_url,
        "archivedAt": place.archived_url,
        "uploadDate": _written_date(place.days),
    }


def _original_context(verdict: PublishedVerdict, finding_sentence: str) -> str:
    """Return what the picture was before it was torn from its context, as far as the page says."""
    if DECONTEXTUALIZED not in verdict.media_categories:
        return ""
    captions = (one.caption for one in verdict.pictures if one.role == EARLIER and one.caption)
    return next(captions, finding_sentence if _is_older(verdict) else "")


def _original_link(verdict: PublishedVerdict) -> str | None:
    """Return the page on which the earlier publication was found, if the finding rests on one."""
    if verdict.finding is None or not _is_older(verdict):
        return None
    return next((one.source_url for one in verdict.finding.deciding if one.source_url), None)


def _is_older(verdict: PublishedVerdict) -> bool:
    """Whether somebody else had a picture of the page, as it circulated, before the event."""
    finding = verdict.finding
    if finding is None or finding.kind not in _PREDATES:
        return False
    picture = verdict.picture(finding.asset_id)
    return picture is not None and picture.role == CIRCULATED


def _written_date(days: DateInterval) -> str | None:
    """Return a day, else the month or year that holds all days, else nothing (ISO 8601)."""
    first, last = days.earliest, days.latest
    if first is None or last is None:
        return None
    if first == last:
        return first.isoformat()
    if (first.year, first.month) == (last.year, last.month):
        return f"{first:%Y-%m}"
    return f"{first:%Y}" if first.year == last.year else None


def _without_nothing(markup: Markup) -> Markup:
    """Leave out keys that hold nothing; 0 would be something."""
    return {key: value for key, value in markup.items() if value not in (None, "", [])}
