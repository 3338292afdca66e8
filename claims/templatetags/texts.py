"""What the pages of verdict texts and pictures show and a template cannot look up itself."""

from __future__ import annotations

from collections.abc import Sequence

from django import template

from claims.models import Rating, RatingLabel
from media_provenance.models import Finding

register = template.Library()


@register.simple_tag
def rating_words(rating: Rating, language: str) -> RatingLabel | None:
    """The word and definition of a rating in the language of a text, from prefetched labels."""
    return next((one for one in rating.labels.all() if one.language == language), None)


@register.simple_tag
def finding_for(value: str, findings: Sequence[Finding]) -> Finding | None:
    """The finding behind a choice's value; None for the choice of none."""
    return next((one for one in findings if str(one.pk) == value), None)


@register.filter
def is_web_address(address: str) -> bool:
    """Whether an address may be followed: http or https, and nothing that runs."""
    return address.lower().startswith(("http://", "https://"))
