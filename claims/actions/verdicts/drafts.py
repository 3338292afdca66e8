"""What is typed for one text: its parts, its cleaning, and how the history keeps it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import nh3
from django.utils.html import escape

from claims.models import Revision

# What the body of a verdict may consist of. Links are references to sources, never free.
BODY_TAGS = {"p", "h2", "h3", "strong", "em", "ul", "ol", "li", "blockquote", "br"}
BODY_ATTRIBUTES = {tag: {"dir", "lang"} for tag in ("p", "h2", "h3", "li", "blockquote")}


@dataclass(frozen=True, slots=True)
class PictureDraft:
    """A picture that the text should show. ``alt`` and ``caption`` are in the text's language."""

    asset_id: UUID
    role: str
    alt: str = ""
    caption: str = ""


@dataclass(frozen=True, slots=True)
class RevisionDraft:
    """Everything an editor types for one text. ``body`` is HTML, cleaned when saved."""

    rating_key: str = ""
    claim_text: str = ""
    headline: str = ""
    summary: str = ""
    body: str = ""
    finding_id: UUID | None = None
    pictures: tuple[PictureDraft, ...] = ()


def clean_body(html: str) -> str:
    """Return the body with nothing in it but what `BODY_TAGS` allows.

    Plain text, as typed into the field without the editor, becomes paragraphs. A body
    without any words is the empty string.
    """
    if not re.search(r"<(p|h2|h3|ul|ol|blockquote)[\s>]", html):
        blocks = [block.strip() for block in re.split(r"\n\s*\n", html.replace("\r\n", "\n"))]
        html = "".join(
            f"<p>{escape(nh3.clean(block, tags=set()))}</p>".replace("&amp;", "&")
            for block in blocks
            if block
        )
    cleaned = nh3.clean(html, tags=BODY_TAGS, attributes=BODY_ATTRIBUTES)
    words = nh3.clean(cleaned, tags=set()).replace("&nbsp;", " ").replace("\xa0", " ")
    return cleaned if words.strip() else ""


def holds(revision: Revision, draft: RevisionDraft) -> bool:
    """Whether a revision says exactly what was typed, its pictures included."""
    return draft_of(revision) == replace(
        draft,
        claim_text=draft.claim_text.strip(),
        headline=draft.headline.strip()[:200],
        summary=draft.summary.strip(),
        body=clean_body(draft.body),
    )


def draft_of(revision: Revision) -> RevisionDraft:
    """Return what a revision says, as it would be typed."""
    return RevisionDraft(
        rating_key=revision.rating.key if revision.rating else "",
        claim_text=revision.claim_text,
        headline=revision.headline,
        summary=revision.summary,
        body=revision.body,
        finding_id=revision.finding_id,
        pictures=tuple(
            PictureDraft(picture.asset_id, picture.role, picture.alt, picture.caption)
            for picture in revision.pictures.all()
        ),
    )


def kept_of(draft: RevisionDraft) -> dict[str, Any]:
    """Return a draft as the history keeps it: JSON, with pictures by id."""
    return {
        "rating": draft.rating_key,
        "claim_text": draft.claim_text,
        "headline": draft.headline,
        "summary": draft.summary,
        "body": draft.body,
        "finding": str(draft.finding_id or ""),
        "pictures": [
            {
                "asset": str(picture.asset_id),
                "role": picture.role,
                "alt": picture.alt.strip(),
                "caption": picture.caption.strip(),
            }
            for picture in draft.pictures
        ],
    }
