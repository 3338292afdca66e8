"""News items in their lists and on their pages."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from claims.models import Claim, NewsItem, NewsItemPicture
from claims.models.news_item import ReadingState


def new_items() -> QuerySet[NewsItem]:
    """News items that nobody has made a claim of yet, newest first."""
    return (
        NewsItem.objects.filter(claims__isnull=True)
        .exclude(state=ReadingState.JOINED)
        .select_related("outlet")
        .prefetch_related(Prefetch("pictures", NewsItemPicture.objects.select_related("asset")))
        .order_by("-added_at")
    )


def items_like(items: QuerySet[NewsItem], words: str) -> QuerySet[NewsItem]:
    """Narrow news items to those with these words in title, text, address or outlet."""
    return items.filter(
        Q(title__icontains=words)
        | Q(text__icontains=words)
        | Q(url__icontains=words)
        | Q(outlet__name__icontains=words)
    )


@dataclass(frozen=True, slots=True)
class ItemPage:
    item: NewsItem
    pictures: list[NewsItemPicture]
    claims: list[Claim]


def item_page(item_id: UUID) -> ItemPage:
    """Everything the page of a news item shows.

    Raises:
        NewsItem.DoesNotExist.
    """
    item = NewsItem.objects.select_related("outlet", "capture", "added_by").get(pk=item_id)
    return ItemPage(
        item,
        list(item.pictures.select_related("asset")),
        list(item.claims.all()),
    )
