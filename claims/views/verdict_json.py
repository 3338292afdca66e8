"""A verdict as JSON: what its page says, for programs, with the history head that seals it.

Every value is one the page shows or its markup holds; the snapshot has more (keys of rows, evidence
that counts for nothing) and is never given out whole. Instants are ISO times in UTC, days ISO
dates, addresses absolute, and a thing that is not known is left out.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse

from claims.domain.claimreview import BEST_RATING, WORST_RATING
from claims.domain.published import (
    PublishedAppearance,
    PublishedClaimant,
    PublishedSource,
    PublishedVerdict,
)
from claims.history import SignedHead
from claims.publishing import PublicPage, Withdrawn
from claims.views.addresses import absolute, addresses_of, picture_path
from claims.views.markup import markup_of
from claims.views.shown import ShownEvidence, ShownFinding, ShownPicture, shown_verdict
from claims.views.shown_versions import ShownVersion

FORMAT = "bayyina-verdict/1"

# What stands under a key depends on the key.
Record = dict[str, Any]


def verdict_record(
    page: PublicPage, versions: list[ShownVersion], head: SignedHead | None
) -> Record:
    """Return a published verdict, worded in its own language, which must be the active one."""
    verdict = page.verdict
    shown = shown_verdict(verdict, picture_path=picture_path)
    at = addresses_of(verdict, page.languages)
    return _known(
        {
            "format": FORMAT,
            "status": "published",
            "public_id": verdict.public_id,
            "language": verdict.language,
            "version": verdict.revision_number,
            "url": at.page,
            "translations": dict(at.translations),
            "organization": verdict.organization,
            "first_published_at": verdict.first_published_at.isoformat(timespec="seconds"),
            "published_at": verdict.published_at.isoformat(timespec="seconds"),
            "headline": verdict.headline,
            "rating": _rating(verdict),
            "media_categories": list(verdict.media_categories),
            "claim": _claim(verdict),
            "summary": verdict.summary,
            "body_html": verdict.body,
            "statements": [one.words for one in shown.statements],
            "claimant": _claimant(verdict.claimant) if verdict.claimant else None,
            "appearances": [_appearance(one) for one in verdict.appearances],
            "pictures": [_picture(one) for one in shown.pictures],
            "finding": _finding(shown.finding) if shown.finding else None,
            "more_findings": [_finding(one) for one in shown.findings if one is not shown.finding],
            "sources": [_source(one) for one in verdict.sources],
            "corrections": [
                {
                    "kind": one.kind,
                    "note": one.note,
                    "published_at": one.published_at.isoformat(timespec="seconds"),
                }
                for one in verdict.corrections
            ],
            "schema_org": markup_of(shown, at),
            "history": _history(verdict.language, verdict.public_id, versions, head),
        }
    )


def stone_record(stone: Withdrawn, versions: list[ShownVersion], head: SignedHead | None) -> Record:
    """Return what is told of a withdrawn verdict: when and why, and nothing of what it said."""
    return {
        "format": FORMAT,
        "status": "withdrawn",
        "public_id": stone.public_id,
        "language": stone.language,
        "withdrawn_at": stone.withdrawn_at.isoformat(timespec="seconds"),
        "reason": stone.reason,
        "history": _history(stone.language, stone.public_id, versions, head),
    }


def _history(
    language: str, public_id: str, versions: list[ShownVersion], head: SignedHead | None
) -> Record:
    return _known(
        {
            "url": absolute(reverse("public:history", args=[language, public_id])),
            "site_heads": absolute(reverse("public:history_head")),
            "versions": [_version(one) for one in versions],
            "signed_head": head.to_json() if head else None,
        }
    )


def _version(shown: ShownVersion) -> Record:
    return {
        "version": shown.version.number,
        "steps": [
            _known(
                {
                    "step": step.name,
                    "at": step.at.isoformat(timespec="seconds"),
                    "event": step.number,
                    "hash": step.hash_hex,
                }
            )
            for step in shown.steps
        ],
    }


def _rating(verdict: PublishedVerdict) -> Record:
    scale = {"value": verdict.rating.value, "worst": WORST_RATING, "best": BEST_RATING}
    known = {"key": verdict.rating.key, "label": verdict.rating.label}
    return known | scale if verdict.rating.value is not None else known


def _claim(verdict: PublishedVerdict) -> Record:
    claim = verdict.claim
    if not claim.is_translated:
        return {"text": claim.text}
    return {
        "text": claim.text,
        "original_text": claim.original_text,
        "original_language": claim.original_language,
    }


def _claimant(claimant: PublishedClaimant) -> Record:
    return _known(
        {
            "name": claimant.name,
            "job_title": claimant.job_title,
            "same_as": claimant.same_as,
        }
    )


def _appearance(one: PublishedAppearance) -> Record:
    return _known(
        {
            "platform": one.platform,
            "account": one.account,
            "url": one.url,
            "archived_url": one.archived_url,
            "first_day": _day(one.first_day),
            "last_day": _day(one.last_day),
        }
    )


def _picture(shown: ShownPicture) -> Record:
    return _known(
        {
            "role": shown.picture.role,
            "label": shown.label,
            "alt": shown.picture.alt,
            "caption": shown.picture.caption,
            "copies": [{"url": absolute(url), "width": width} for url, width in shown.copies],
        }
    )


def _finding(finding: ShownFinding) -> Record:
    return _known(
        {
            "label": finding.label,
            "sentence": finding.sentence,
            "weaker": list(finding.weaker),
            "limits": finding.limits,
            "evidence": [_evidence(one) for one in finding.evidence],
            "conflicts": list(finding.conflicts),
        }
    )


def _evidence(one: ShownEvidence) -> Record:
    return _known(
        {
            "label": one.label,
            "when": one.when,
            "source": one.source,
            "url": one.evidence.source_url,
            "archived_url": one.evidence.archived_url,
            "reliability": one.reliability,
            "finding_rests_on_it": one.decisive,
        }
    )


def _source(source: PublishedSource) -> Record:
    return _known(
        {
            "position": source.position,
            "kind": source.kind,
            "title": source.title,
            "publisher": source.publisher,
            "language": source.language,
            "url": source.url,
            "archived_url": source.archived_url,
            "quote": source.quote,
            "accessed_on": _day(source.accessed_on),
        }
    )


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _known(record: Record) -> Record:
    """Leave out what is not known; a ``False`` or 0 is known."""
    return {key: value for key, value in record.items() if value not in (None, "", [], {})}
