"""What only published pages need: markup for machines, the text itself, labels of its parts.

The one place where a page gets HTML that the template engine does not escape.
"""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString, mark_safe

from claims.domain.claimreview import Markup, json_for_script
from claims.models import CorrectionKind, MediaCategory, SourceKind

register = template.Library()


@register.simple_tag
def structured_data(markup: Markup) -> SafeString:
    """Put one JSON-LD object on the page. It is data: a browser runs none of it."""
    script = f'<script type="application/ld+json">{json_for_script(markup)}</script>'
    return mark_safe(script)  # noqa: S308  # json_for_script leaves no <, > or & in it


@register.filter
def prose(body: str) -> SafeString:
    """Show the body of a verdict, whose HTML was cleaned when it was saved."""
    return mark_safe(body)  # noqa: S308  # claims.actions.verdicts.clean_body


@register.filter
def source_kind(kind: str) -> str:
    """Return what kind of source it is, in the reader's language."""
    return str(SourceKind(kind).label)


@register.filter
def correction_kind(kind: str) -> str:
    """Return what kind of correction it is, in the reader's language."""
    return str(CorrectionKind(kind).label)


@register.filter
def media_category(category: str) -> str:
    """Return what a verdict says of a picture, in the reader's language."""
    return str(MediaCategory(category).label)


@register.filter
def short_address(url: str) -> str:
    """Return an address without its scheme, and cut where only a machine would read on."""
    bare = url.split("://", 1)[-1].removeprefix("www.").rstrip("/")
    return bare if len(bare) <= 60 else f"{bare[:59]}…"
