"""Who speaks against what is suggested of an item, or for it where that denies it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from claims.domain.attributed import Stance as SaidStance
from claims.domain.opposition import SAME_SUBJECT, are_opposed, likeness
from claims.models import Claim, NewsItem, Stance, Statement, StatementSuggestion
from claims.recording.items import first_of

# Where the other side is looked for, per suggestion, before the likeness is worked out.
_MOST_CANDIDATES = 12
# Shown for one suggestion.
_MOST_OPPOSED = 3
_FOR = (Stance.ASSERTS, Stance.REPORTS)


@dataclass(frozen=True, slots=True)
class Opposed:
    """Somebody in another item who speaks against what is said here, or the other way round.

    Exactly one of ``suggestion`` and ``statement`` is set; ``claim`` where it is recorded.
    """

    item: NewsItem
    speaker: str
    stance: str
    words: str
    suggestion: StatementSuggestion | None
    statement: Statement | None
    claim: Claim | None


def opposed_to(
    item: NewsItem, suggestions: Sequence[StatementSuggestion]
) -> dict[int, list[Opposed]]:
    """Find, for each suggestion, who says the opposite of the same in other items.

    Candidates come from the trigrams of the folded claims; those that are alike enough, with
    opposite stances, are given, the most alike first. Alike means about the same thing and no
    more: a person says whether it is.

    Returns:
        Suggestion id -> at most three; without an entry where there is none. At most five
        queries.
    """
    asked = [one for one in suggestions if one.claim_key and _other_sides(one.stance)]
    found: dict[int, list[tuple[float, Opposed]]] = defaultdict(list)
    family = [first_of(item).pk, *first_of(item).parts.values_list("pk", flat=True)]
    for one, other in _opposed_suggestions(asked, family):
        _weigh(
            found,
            one,
            other.claim_text or other.claim_key,
            Opposed(
                other.news_item,
                other.speaker,
                other.stance,
                other.claim_text,
                other,
                None,
                other.statement.claim if other.statement else None,
            ),
        )
    for one, stated in _opposed_statements(asked, family):
        _weigh(
            found,
            one,
            stated.claim_key,
            Opposed(
                stated.news_item,
                stated.speaker.name if stated.speaker else "",
                stated.stance,
                stated.quote,
                None,
                stated,
                stated.claim,
            ),
        )
    return {
        pk: [one for _, one in sorted(weighed, key=lambda pair: -pair[0])[:_MOST_OPPOSED]]
        for pk, weighed in found.items()
    }


def _weigh(
    found: dict[int, list[tuple[float, Opposed]]],
    one: StatementSuggestion,
    words: str,
    other: Opposed,
) -> None:
    if not are_opposed(SaidStance(one.stance), SaidStance(other.stance)):
        return
    alike = likeness(one.claim_text, words, one.language)
    if alike >= SAME_SUBJECT:
        found[one.pk].append((alike, other))


def _other_sides(stance: str) -> tuple[str, ...]:
    if stance == Stance.DENIES:
        return _FOR
    return (Stance.DENIES,) if stance in _FOR else ()


# One look-up per suggestion, in one statement: each uses the partial index of the other side.
_CANDIDATES = """
SELECT asked.pk, near.id
FROM unnest(%s::bigint[], %s::text[]) AS asked (pk, key)
CROSS JOIN LATERAL (
    SELECT other.id FROM {table} AS other
    WHERE other.claim_key %% asked.key AND {where} AND NOT other.news_item_id = ANY (%s::uuid[])
    ORDER BY similarity(other.claim_key, asked.key) DESC LIMIT %s
) AS near
"""
_DENIED = "other.stance = 'denies'"
_SAID = "other.stance IN ('asserts', 'reports')"


def _near(
    asked: Sequence[StatementSuggestion], table: str, where: str, family: list[UUID]
) -> list[tuple[int, int]]:
    if not asked:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            _CANDIDATES.format(table=table, where=where),
            [[one.pk for one in asked], [one.claim_key for one in asked], family, _MOST_CANDIDATES],
        )
        return list(cursor.fetchall())


def _pairs(
    asked: Sequence[StatementSuggestion], table: str, where: str, family: list[UUID]
) -> list[tuple[int, int]]:
    """Return (asked id, candidate id) for both directions."""
    for_it = [one for one in asked if one.stance != Stance.DENIES]
    against = [one for one in asked if one.stance == Stance.DENIES]
    return [
        *_near(for_it, table, f"{where}{_DENIED}", family),
        *_near(against, table, f"{where}{_SAID}", family),
    ]


def _opposed_suggestions(
    asked: Sequence[StatementSuggestion], family: list[UUID]
) -> list[tuple[StatementSuggestion, StatementSuggestion]]:
    pairs = _pairs(
        asked,
        StatementSuggestion._meta.db_table,
        "other.state IN ('offered', 'accepted') AND ",
        family,
    )
    by_id = {one.pk: one for one in asked}
    others = StatementSuggestion.objects.select_related(
        "news_item__outlet", "statement__claim"
    ).in_bulk({other for _, other in pairs})
    return [(by_id[one], others[other]) for one, other in pairs if other in others]


def _opposed_statements(
    asked: Sequence[StatementSuggestion], family: list[UUID]
) -> list[tuple[StatementSuggestion, Statement]]:
    pairs = _pairs(asked, Statement._meta.db_table, "", family)
    by_id = {one.pk: one for one in asked}
    # Those that were made of a suggestion were found with it.
    others = {
        one.pk: one
        for one in Statement.objects.filter(
            pk__in={other for _, other in pairs}, suggestion__isnull=True
        ).select_related("news_item__outlet", "speaker", "claim")
    }
    return [(by_id[one], others[other]) for one, other in pairs if other in others]
