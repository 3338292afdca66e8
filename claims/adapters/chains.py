"""Check the history's chains, inside PostgreSQL, against what is stored and what is signed.

For: `manage verify_history`, the nightly check and a restored backup. Not for writing anything.

The hashes are recomputed by the queries here and not by functions that are stored in the
database: whoever alters rows could alter those too.

Cost: one pass over the events and one over the site's chain (benchmarks/history.py), and one
signature each for the signed heads.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, cast

from django.db import connection, transaction

from claims.adapters.signing import is_signed, key_id
from claims.domain.history import (
    NOTHING_BEFORE,
    HeadStatement,
    UnreadableStatement,
    read_head_statement,
    read_key_statement,
    snapshot_digest,
    written,
)
from claims.models import HistoryHead, HistoryKey, Revision, SiteEntry, SiteHead

_PLAIN_NAMES = "SET LOCAL search_path = pg_catalog, public"


@dataclass(frozen=True, slots=True)
class Break:
    """The first place at which the history does not hold; `claims.wording` says it.

    ``code`` names what is wrong, ``claim`` and ``number`` where: an event by claim and number,
    a link of the site's chain by number alone, a key by ``claim`` alone. Of a version that the
    history does not know, ``number`` is the version's.
    """

    code: str
    claim: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class Verified:
    """What was checked: counts, and the first break if there is one."""

    events: int
    links: int
    heads: int
    compared: int
    found: Break | None


class UnreadableDocument(Exception):
    """What was to be compared with is no public head of a history."""


# Whoever has every right can drop a NOT NULL and leave a null: nothing is compared here in a way
# that a null would answer with "unknown".
_EVENTS = """
WITH chain AS (
    SELECT *,
        row_number() OVER claim AS place,
        lag(hash, 1, %(nothing)s) OVER claim AS before
    FROM claims_auditevent
    WINDOW claim AS (PARTITION BY claim_id ORDER BY number, id)
), judged AS (
    SELECT id, claim_id, number, CASE
        WHEN format IS DISTINCT FROM 1 THEN 'unknown_format'
        WHEN number IS DISTINCT FROM place THEN 'event_missing'
        WHEN previous IS DISTINCT FROM before THEN 'event_unlinked'
        WHEN hash IS DISTINCT FROM encode(sha256(convert_to(canonical, 'UTF8')), 'hex')
            OR (canonical IS JSON OBJECT) IS NOT TRUE THEN 'event_altered'
        WHEN canonical::jsonb - 'salt' IS DISTINCT FROM jsonb_build_object(
            'format', 'bayyina-history-event/1',
            'claim', claim_id,
            'number', number,
            'name', name,
            'actor', actor_id,
            'at', to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
            'values', "values",
            'previous', previous
        ) THEN 'event_altered'
    END AS code
    FROM chain
)
SELECT code, claim_id::text, number FROM judged WHERE code IS NOT NULL ORDER BY id LIMIT 1
"""
_LINKS = """
WITH chain AS (
    SELECT *,
        row_number() OVER site AS place,
        lag(hash, 1, %(nothing)s) OVER site AS before
    FROM claims_siteentry
    WINDOW site AS (ORDER BY number)
), judged AS (
    SELECT chain.number AS link, chain.claim, chain.claim_number, CASE
        WHEN chain.number IS DISTINCT FROM place THEN 'link_missing'
        WHEN chain.previous IS DISTINCT FROM before THEN 'link_unlinked'
        WHEN chain.hash IS DISTINCT FROM encode(sha256(convert_to(format(
            E'bayyina-history-site/1\\nnumber: %%s\\nprevious: %%s\\nclaim: %%s\\n'
            'claim-number: %%s\\nclaim-hash: %%s\\n',
            chain.number, chain.previous, chain.claim, chain.claim_number, chain.claim_hash
        ), 'UTF8')), 'hex') THEN 'link_altered'
        WHEN event.id IS NULL THEN 'event_removed'
        WHEN event.hash IS DISTINCT FROM chain.claim_hash THEN 'event_replaced'
    END AS code
    FROM chain LEFT JOIN claims_auditevent AS event
        ON event.claim_id = chain.claim AND event.number = chain.claim_number
)
SELECT code, claim::text,
    CASE WHEN code LIKE 'event%%' THEN claim_number ELSE link END
FROM judged WHERE code IS NOT NULL ORDER BY link LIMIT 1
"""
_OUTSIDE_THE_CHAIN = """
SELECT 'event_unchained', event.claim_id::text, event.number
FROM claims_auditevent AS event
WHERE NOT EXISTS (
    SELECT 1 FROM claims_siteentry AS link
    WHERE link.claim = event.claim_id AND link.claim_number = event.number
)
ORDER BY event.id LIMIT 1
"""
_PUBLISHED = """
SELECT DISTINCT ON (verdict.claim_id, event."values"->>'language', event."values"->>'revision')
    verdict.claim_id::text, event.number, event."values"->>'snapshot', revision.id::text
FROM claims_auditevent AS event
JOIN claims_verdict AS verdict ON verdict.claim_id = event.claim_id
LEFT JOIN claims_verdicttext AS text
    ON text.verdict_id = verdict.id AND text.language = event."values"->>'language'
LEFT JOIN claims_revision AS revision
    ON revision.text_id = text.id AND revision.number::text = event."values"->>'revision'
WHERE event.name = 'text.publish' AND event."values" ? 'snapshot'
ORDER BY verdict.claim_id, event."values"->>'language', event."values"->>'revision',
    event.number DESC
"""
# A publication is signed in its own transaction: one without a signature was not made by whoever
# has the key. Those from before there was a key lack the digest of the page; so does what withdrew
# one of them.
_UNSIGNED = """
SELECT 'publication_unsigned', event.claim_id::text, event.number
FROM claims_auditevent AS event
WHERE event.name IN ('text.publish', 'text.withdraw')
    AND EXISTS (
        SELECT 1 FROM claims_auditevent AS made
        WHERE made.claim_id = event.claim_id AND made.number <= event.number
            AND made.name = 'text.publish' AND made."values" ? 'snapshot'
            AND made."values"->>'language' = event."values"->>'language'
    )
    AND NOT EXISTS (SELECT 1 FROM claims_historyhead AS head WHERE head.claim_hash = event.hash)
ORDER BY event.id LIMIT 1
"""
# Each public version and the last that the history says of it: neither may stand alone.
_STANDING = """
WITH said AS (
    SELECT DISTINCT ON (claim_id, "values"->>'language', "values"->>'revision')
        claim_id, "values"->>'language' AS language, "values"->>'revision' AS revision, number, name
    FROM claims_auditevent
    WHERE name IN ('text.publish', 'text.supersede', 'text.withdraw')
    ORDER BY claim_id, "values"->>'language', "values"->>'revision', claims_auditevent.number DESC
), shown AS (
    SELECT verdict.claim_id, text.language, revision.number::text AS revision, CASE revision.status
        WHEN 'published' THEN 'text.publish'
        WHEN 'superseded' THEN 'text.supersede'
        ELSE 'text.withdraw'
    END AS name
    FROM claims_revision AS revision
    JOIN claims_verdicttext AS text ON text.id = revision.text_id
    JOIN claims_verdict AS verdict ON verdict.id = text.verdict_id
    WHERE revision.status IN ('published', 'superseded', 'withdrawn')
)
SELECT CASE
        WHEN shown.name IS NULL THEN 'publication_removed'
        WHEN said.name IS NULL THEN 'publication_unrecorded'
        ELSE 'publication_restated'
    END, claim_id::text, coalesce(said.number, revision::bigint)
FROM said FULL JOIN shown USING (claim_id, language, revision)
WHERE said.name IS DISTINCT FROM shown.name
ORDER BY 2, 3 LIMIT 1
"""


def verify(document: Mapping[str, Any] | None = None) -> Verified:
    """Check both chains, the head, every signature and every publication; stop at a break.

    Args:
        document: a public head that somebody kept outside this database, as
            `claims.history.head_document` gave it at any time; None for the chains alone,
            which cannot show that the newest part was cut off or written anew.

    Raises:
        UnreadableDocument: ``document`` is not such a document, or nobody signed it.
    """
    kept = None if document is None else _kept_heads(document)
    with _one_moment():
        found = (
            _first(_EVENTS)
            or _first(_LINKS)
            or _first(_OUTSIDE_THE_CHAIN)
            or _head_break()
            or _key_break()
            or _signature_break()
            or _first(_UNSIGNED)
            or _publication_break()
            or _first(_STANDING)
            or (kept is not None and document is not None and _outside_break(kept, document))
            or None
        )
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM claims_auditevent")
            events = int(cursor.fetchone()[0])
        return Verified(
            events=events,
            links=SiteEntry.objects.count(),
            heads=HistoryHead.objects.count(),
            compared=len(kept or ()),
            found=found,
        )


@contextmanager
def _one_moment() -> Iterator[None]:
    """Read everything as it stood at one moment, while others go on writing.

    Names mean what PostgreSQL means by them: a role's search path can be made to find another
    ``sha256`` first.
    """
    if connection.in_atomic_block:
        # The events of this very transaction join the chain only at its end; let them do so.
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS claims_event_joins_site IMMEDIATE")
            cursor.execute("SET CONSTRAINTS claims_event_joins_site DEFERRED")
            cursor.execute(_PLAIN_NAMES)
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute(_PLAIN_NAMES)
        yield


def _first(query: str) -> Break | None:
    with connection.cursor() as cursor:
        cursor.execute(query, {"nothing": NOTHING_BEFORE})
        row = cursor.fetchone()
    return None if row is None else Break(*row)


def _head_break() -> Break | None:
    head = SiteHead.objects.first()
    newest = SiteEntry.objects.order_by("-number").first()
    stored = (head.number, head.hash) if head else (0, NOTHING_BEFORE)
    reached = (newest.number, newest.hash) if newest else (0, NOTHING_BEFORE)
    return None if stored == reached else Break("head_differs", number=max(stored[0], reached[0]))


def _key_break() -> Break | None:
    former: HistoryKey | None = None
    for place, key in enumerate(HistoryKey.objects.order_by("number"), start=1):
        if key.number != place or _id_of(key.public) != key.key_id:
            return Break("key_altered", key.key_id)
        if former is not None and not _is_introduced(key, former):
            return Break("key_not_introduced", key.key_id)
        former = key
    return None


def _is_introduced(key: HistoryKey, former: HistoryKey) -> bool:
    try:
        says = read_key_statement(key.statement)
    except UnreadableStatement:
        return False
    return (
        (says.key, says.public, says.replaces) == (key.key_id, key.public, former.key_id)
        and written(says.at) == written(key.since)
        and is_signed(key.statement, key.signature, former.public)
    )


def _signature_break() -> Break | None:
    keys = dict(HistoryKey.objects.values_list("key_id", "public"))
    known = _hashes(HistoryHead.objects.values_list("site_number", flat=True))
    events = _event_hashes()
    seen: set[str] = set()
    for head in HistoryHead.objects.order_by("id").iterator():
        try:
            says = read_head_statement(head.statement)
        except UnreadableStatement:
            return Break("head_altered", number=head.site_number)
        columns = (head.site_number, head.site_hash, head.public_id, head.claim_number)
        stated = (says.number, says.hash, says.verdict, says.claim_number)
        rest = (head.claim_hash, head.key_id, written(head.at))
        if columns != stated or rest != (says.claim_hash, says.key, written(says.at)):
            return Break("head_altered", number=head.site_number)
        if not is_signed(head.statement, head.signature, keys.get(head.key_id, "")):
            return Break("head_not_signed", number=head.site_number)
        if known.get(says.number) != says.hash:
            return Break("head_contradicts", number=says.number)
        if says.verdict and events.get((says.verdict, says.claim_number)) != says.claim_hash:
            return Break("head_contradicts", number=says.number)
        if head.statement in seen:
            # An old head, added again, would stand in public as the newest.
            return Break("head_repeated", number=says.number)
        seen.add(head.statement)
    return None


def _event_hashes() -> dict[tuple[str, int], str]:
    """Return the hash of each event that a signed head names, by verdict and number."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT head.public_id, head.claim_number, event.hash FROM claims_historyhead AS head"
            " JOIN claims_verdict AS verdict ON verdict.public_id = head.public_id"
            " JOIN claims_auditevent AS event"
            " ON event.claim_id = verdict.claim_id AND event.number = head.claim_number"
        )
        return {(verdict, number): found for verdict, number, found in cursor.fetchall()}


def _publication_break() -> Break | None:
    """Whether what readers are shown is what the history says was published."""
    with connection.cursor() as cursor:
        cursor.execute(_PUBLISHED)
        rows = cursor.fetchall()
    wanted = {revision: (claim, number, stated) for claim, number, stated, revision in rows}
    if None in wanted:
        claim, number, _stated = wanted[None]
        return Break("publication_removed", claim, number)
    for revision in Revision.objects.filter(snapshot__isnull=False).iterator(chunk_size=200):
        claim, number, stated = wanted.pop(str(revision.pk), ("", 0, None))
        if stated is not None and snapshot_digest(revision.snapshot or {}) != stated:
            return Break("publication_altered", claim, number)
        if stated is not None and not _agrees(revision):
            return Break("publication_altered", claim, number)
    for claim, number, _stated in wanted.values():
        return Break("publication_removed", claim, number)
    return None


def _agrees(revision: Revision) -> bool:
    """Answer whether the words that the desk shows are those that were frozen for readers."""
    frozen = revision.snapshot or {}
    shown = {"headline": revision.headline, "summary": revision.summary, "body": revision.body}
    return shown == {name: frozen.get(name) for name in shown}


@dataclass(frozen=True, slots=True)
class _Kept:
    says: HeadStatement
    public: str


def _kept_heads(document: Mapping[str, Any]) -> list[_Kept]:
    """Read the heads of a public document; each must be signed by a key that it names."""
    try:
        keys = {str(key["id"]): str(key["public"]) for key in document["keys"]}
        listed = [*document["heads"], *([document["head"]] if document["head"] else [])]
        heads = [(str(one["statement"]), str(one["signature"])) for one in listed]
        kept = [(read_head_statement(text), text, signature) for text, signature in heads]
    except (KeyError, TypeError, UnreadableStatement) as error:
        raise UnreadableDocument("no public head") from error
    for says, text, signature in kept:
        public = keys.get(says.key, "")
        if _id_of(public) != says.key or not is_signed(text, signature, public):
            raise UnreadableDocument("not signed")
    if not kept:
        raise UnreadableDocument("no head in it")
    unique = {text: _Kept(says, keys[says.key]) for says, text, _ in kept}
    return sorted(unique.values(), key=lambda head: head.says.number)


def _outside_break(kept: Sequence[_Kept], document: Mapping[str, Any]) -> Break | None:
    ours = dict(HistoryKey.objects.values_list("key_id", "public"))
    hashes = _hashes([head.says.number for head in kept])
    reached = SiteEntry.objects.order_by("-number").values_list("number", flat=True).first() or 0
    for head in kept:
        if head.says.number > reached:
            return Break("behind", number=head.says.number)
        if hashes.get(head.says.number, NOTHING_BEFORE) != head.says.hash:
            return Break("outside_differs", number=head.says.number)
        if ours.get(head.says.key) != head.public:
            return Break("outside_key", head.says.key)
    return None


def _hashes(numbers: Sequence[int] | Any) -> dict[int, str]:
    found = SiteEntry.objects.filter(number__in=list(numbers)).values_list("number", "hash")
    return cast("dict[int, str]", dict(found))


def _id_of(public: str) -> str:
    try:
        return key_id(public)
    except ValueError:
        return ""
