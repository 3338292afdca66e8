"""Two columns that together hold a DateInterval."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


def ordered(first: str, last: str, name: str) -> models.CheckConstraint:
    """Return a constraint: the interval in the two columns is not reversed."""
    return models.CheckConstraint(
        condition=Q(**{f"{first}__isnull": True})
        | Q(**{f"{last}__isnull": True})
        | Q(**{f"{first}__lte": F(last)}),
        name=name,
    )
