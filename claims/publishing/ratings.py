"""The ratings of the scale with the words that one language has for them."""

from __future__ import annotations

from claims.domain.published import PublishedRating
from claims.models import Rating, RatingLabel, Revision


def scale(language: str) -> list[PublishedRating]:
    """List the ratings in use that have words in a language, in the order of the scale."""
    labels = (
        RatingLabel.objects.filter(language=language, rating__in_use=True)
        .select_related("rating")
        .order_by("rating__position")
    )
    return [labelled(label.rating, label) for label in labels]


def label_of(revision: Revision) -> RatingLabel | None:
    """Find the words of a revision's rating in the language of its text."""
    if revision.rating is None:
        return None
    return revision.rating.labels.filter(language=revision.text.language).first()


def labelled(rating: Rating, label: RatingLabel) -> PublishedRating:
    """Return a rating with the words of one language."""
    return PublishedRating(
        key=rating.key,
        label=label.label,
        definition=label.definition,
        look=rating.look,
        value=rating.value,
    )
