"""What people decided on the pairs that were found, counted by how sure the machine was."""

from __future__ import annotations

from django.db.models import Count, F, FloatField
from django.db.models.functions import Cast, Floor

from media_provenance.domain.match_quality import Judged, QualityRow, quality_rows
from media_provenance.models import Match, MatchClass


def match_quality() -> list[QualityRow]:
    """Return a row for each class, version and bands that has pairs. One query.

    Agreements are counted by the whole hundredth below them, so that the database need not hand
    over every pair.
    """
    counted = (
        Match.objects.order_by()
        .annotate(hundredths=Floor(Cast(F("agreement") * 100, FloatField())))
        .values_list("match_class", "likeness_version", "distance", "hundredths", "decision")
        .annotate(pairs=Count("pk"))
    )
    judged = (
        Judged(
            match_class=match_class,
            version=version,
            distance=distance,
            agreement=None if hundredths is None else hundredths / 100,
            decision=decision,
            count=pairs,
        )
        for match_class, version, distance, hundredths, decision, pairs in counted
    )
    return quality_rows(judged, classes=tuple(MatchClass.values))
