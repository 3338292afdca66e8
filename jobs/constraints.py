"""A form of database constraint that every app needs.

Here because `jobs` is the lowest app that has models; it knows nothing of the others.
"""

from __future__ import annotations

from django.db.models import Q


def both_or_neither(one: Q, other: Q) -> Q:
    """Return the condition that two conditions hold together or not at all.

    Neither condition may be able to come out as NULL: build them from ``isnull``,
    columns that are never NULL, and ``in`` over such columns.
    """
    return (one & other) | (~one & ~other)
