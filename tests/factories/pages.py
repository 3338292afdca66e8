"""News items for tests of readings: two articles on one page, a claim and its denial."""

from __future__ import annotations

from pathlib import Path

from django.contrib.auth.models import User

from claims.actions.intake import bring_in_text
from claims.models import NewsItem, StatementSuggestion
from tests.factories.claims import run_item

TWO_ARTICLES = (Path(__file__).parent.parent / "files" / "pages" / "two_articles.txt").read_text(
    encoding="utf-8"
)
# The number of the line at which the second article of that page begins.
SECOND_BEGINS = 13
# Two people, of whom the first denies what the second asserts.
DENIAL = (
    "حركة الشاحنات في المعبر الشمالي\n\n"
    "نشر في 21 حزيران/يونيو 2024\n\n"
    "نفت وزارة النقل أنها أغلقت المعبر الشمالي أمام الشاحنات.\n"
    "وقال المتحدث باسم الوزارة سامي نجم إن المعبر يعمل وإن 40 شاحنة عبرته كالمعتاد.\n\n"
    "اقرأ أيضاً\n"
)
ASSERTION = (
    "المعبر الشمالي مغلق أمام الشاحنات\n\n"
    "نشر في 20 حزيران/يونيو 2024\n\n"
    "قال رئيس نقابة السائقين عمر داود إن وزارة النقل أغلقت المعبر الشمالي أمام الشاحنات.\n"
    "وامتنعت إدارة الجمارك عن التعليق.\n"
)


def two_articles(by: User) -> NewsItem:
    """Return a pasted page that holds two articles, as it was read: nobody has decided."""
    return run_item(bring_in_text(TWO_ARTICLES, by=by))


def denial(by: User, *, url: str = "") -> NewsItem:
    """Return an item in which a ministry denies that a crossing was closed."""
    return run_item(bring_in_text(DENIAL, by=by, url=url))


def assertion(by: User) -> NewsItem:
    """Return an item in which a union says that the crossing was closed."""
    return run_item(bring_in_text(ASSERTION, by=by))


def suggestion_of(item: NewsItem, stance: str) -> StatementSuggestion:
    """Return the first suggestion of an item with that stance."""
    return item.suggestions.filter(stance=stance).order_by("start")[0]
