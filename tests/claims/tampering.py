# ruff: noqa: S608 - statements of our own
"""What somebody with every right in the database does to the history, triggers switched off."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.db import connection

from claims.adapters.signing import PrivateKey, read_key, sign
from claims.domain.history import HeadStatement
from claims.models import AuditEvent, HistoryHead, HistoryKey, SiteEntry, Verdict

Tampering = Callable[[], None]

# Rows in the order of the site's chain; the second claim's verdict is published in the middle.
_MIDDLE = "(SELECT id FROM claims_auditevent ORDER BY id OFFSET 6 LIMIT 1)"
_OTHER = "(SELECT id FROM claims_auditevent ORDER BY id OFFSET 3 LIMIT 1)"
_LAST = "(SELECT max(id) FROM claims_auditevent)"
_NEWEST_CLAIM = f"(SELECT claim_id FROM claims_auditevent WHERE id = {_LAST})"

# Every hash made anew, as whoever knows the method can: each event with a new text, and then
# the site's chain over what is left of it.
REWRITE = """
DO $$
DECLARE
    one record;
    claim uuid;
    before text;
    written text;
    place bigint := 0;
BEGIN
    FOR one IN SELECT * FROM claims_auditevent ORDER BY claim_id, number LOOP
        IF claim IS DISTINCT FROM one.claim_id THEN before := repeat('0', 64); END IF;
        claim := one.claim_id;
        written := claims_event_text(claim, one.number, one.name, one.actor_id, one.at,
            one."values", before, gen_random_uuid());
        UPDATE claims_auditevent
            SET canonical = written, previous = before, hash = claims_text_hash(written)
            WHERE id = one.id;
        before := claims_text_hash(written);
    END LOOP;
    before := repeat('0', 64);
    CREATE TEMPORARY TABLE remaining AS
        SELECT event.claim_id, event.number, event.hash
        FROM claims_siteentry AS link JOIN claims_auditevent AS event
            ON event.claim_id = link.claim AND event.number = link.claim_number
        ORDER BY link.number;
    DELETE FROM claims_siteentry;
    FOR one IN SELECT * FROM remaining LOOP
        place := place + 1;
        INSERT INTO claims_siteentry (number, claim, claim_number, claim_hash, previous, hash)
            VALUES (place, one.claim_id, one.number, one.hash, before, claims_text_hash(
                claims_site_text(place, before, one.claim_id, one.number, one.hash)));
        before := (SELECT hash FROM claims_siteentry WHERE number = place);
    END LOOP;
    DROP TABLE remaining;
    UPDATE claims_sitehead SET number = place, hash = before;
    DELETE FROM claims_historyhead;
END $$
"""


def as_superuser(*statements: str) -> None:
    """Run statements while no trigger and no foreign key looks on."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for statement in statements:
            cursor.execute(statement)
        cursor.execute("SET LOCAL session_replication_role = origin")


def _doing(*statements: str) -> Tampering:
    return lambda: as_superuser(*statements)


# All of the newest claim, what readers were shown of it too.
_WHOLE_CLAIM = (
    f"DELETE FROM claims_verdict WHERE claim_id = {_NEWEST_CLAIM}",
    "DELETE FROM claims_verdicttext WHERE verdict_id NOT IN (SELECT id FROM claims_verdict)",
    "DELETE FROM claims_revision WHERE text_id NOT IN (SELECT id FROM claims_verdicttext)",
    f"DELETE FROM claims_auditevent WHERE claim_id = {_NEWEST_CLAIM}",
)
# What the chain has beyond the events that are left, with the signatures over it.
_CUT_OFF = (
    (
        "DELETE FROM claims_siteentry AS link WHERE NOT EXISTS"
        " (SELECT 1 FROM claims_auditevent AS event"
        " WHERE event.claim_id = link.claim AND event.number = link.claim_number)"
    ),
    (
        "UPDATE claims_sitehead SET (number, hash) ="
        " (SELECT number, hash FROM claims_siteentry ORDER BY number DESC LIMIT 1)"
    ),
    "DELETE FROM claims_historyhead WHERE site_number > (SELECT number FROM claims_sitehead)",
)
_OTHER_REASONS = (
    'UPDATE claims_auditevent SET "values" = \'{"reason": "autre"}\''
    f" WHERE id > {_MIDDLE} AND name <> 'text.publish'"
)
# What the chains show by themselves.
SEEN_IN_THE_CHAIN: dict[str, Tampering] = {
    "a middle row edited": _doing(
        """UPDATE claims_auditevent SET "values" = '{"note": "كلمات أخرى"}' WHERE id = """ + _MIDDLE
    ),
    "a middle row deleted": _doing(f"DELETE FROM claims_auditevent WHERE id = {_MIDDLE}"),
    "only a time changed": _doing(
        f"UPDATE claims_auditevent SET at = at - interval '1 microsecond' WHERE id = {_MIDDLE}"
    ),
    "two bodies swapped": _doing(
        'UPDATE claims_auditevent AS a SET name = b.name, "values" = b."values"'
        " FROM claims_auditevent AS b"
        f" WHERE (a.id = {_MIDDLE} AND b.id = {_OTHER}) OR (a.id = {_OTHER} AND b.id = {_MIDDLE})"
    ),
    "the last row deleted": _doing(f"DELETE FROM claims_auditevent WHERE id = {_LAST}"),
    "the person of a row changed": _doing(
        f"UPDATE claims_auditevent SET actor_id = NULL WHERE id = {_MIDDLE}"
    ),
    "what was published altered": _doing(
        "UPDATE claims_revision SET snapshot = jsonb_set(snapshot, '{headline}', '\"तथ्य\"')"
    ),
    "what the desk shows of a published text altered": _doing(
        "UPDATE claims_revision SET summary = 'autre résumé' WHERE status = 'published'"
    ),
    "what was published deleted": _doing(
        "DELETE FROM claims_revisionpicture", "DELETE FROM claims_revision"
    ),
    "a signed head deleted and another one moved": _doing(
        "UPDATE claims_historyhead SET site_number = site_number + 1"
    ),
    "the last row deleted and the head moved back": _doing(
        f"DELETE FROM claims_auditevent WHERE id = {_LAST}", *_CUT_OFF
    ),
    "a whole claim deleted and the rest written anew without the key": _doing(
        *_WHOLE_CLAIM, REWRITE
    ),
    "the tail written anew without the key": _doing(_OTHER_REASONS, REWRITE),
    "a row whose text was emptied and its values changed": _doing(
        "ALTER TABLE claims_auditevent ALTER canonical DROP NOT NULL",
        'UPDATE claims_auditevent SET canonical = NULL, "values" = \'{"note": "कथन"}\''
        f" WHERE id = {_MIDDLE}",
    ),
    "a link whose hash was emptied": _doing(
        "ALTER TABLE claims_siteentry ALTER hash DROP NOT NULL",
        "UPDATE claims_siteentry SET hash = NULL WHERE number = 3",
    ),
    "a public version taken away without an event": _doing(
        "UPDATE claims_revision SET status = 'superseded'"
    ),
    "a publication that no event tells of": _doing(
        "INSERT INTO claims_revision SELECT (jsonb_populate_record(one, jsonb_build_object("
        "'id', gen_random_uuid(), 'number', one.number + 1, 'status', 'superseded'))).*"
        " FROM claims_revision AS one WHERE status = 'published' LIMIT 1"
    ),
    "a verdict deleted with its versions": _doing(
        "DELETE FROM claims_verdict",
        "DELETE FROM claims_verdicttext",
        "DELETE FROM claims_revision",
    ),
    "a publication that nobody signed": _doing(
        "SET LOCAL session_replication_role = origin",
        'INSERT INTO claims_auditevent (claim_id, name, "values", format, number, previous, hash,'
        " canonical, at) SELECT claim_id, name, \"values\", 1, 0, '', '', '', now()"
        " FROM claims_auditevent WHERE name = 'text.publish' LIMIT 1",
    ),
    "an old signed head added again as the newest": _doing(
        "INSERT INTO claims_historyhead (site_number, site_hash, public_id, claim_number,"
        " claim_hash, at, key_id, statement, signature) SELECT site_number, site_hash, public_id,"
        " claim_number, claim_hash, at, key_id, statement, signature"
        " FROM claims_historyhead ORDER BY id LIMIT 1"
    ),
}


def _with_the_key(*statements: str) -> Tampering:
    """The same by somebody who has the key too, and signs what is left."""

    def tamper() -> None:
        as_superuser(*statements)
        sign_all_anew()

    return tamper


def sign_all_anew() -> None:
    """Sign every publication with the key in the file, as if it had been signed at its time."""
    key = read_key(settings.HISTORY_KEY_FILE)
    for link in SiteEntry.objects.order_by("number"):
        event = AuditEvent.objects.get(claim=link.claim, number=link.claim_number)
        if event.name == "text.publish":
            _sign(key, link, event)


def _sign(key: PrivateKey, link: SiteEntry, event: AuditEvent) -> None:
    row = HistoryKey.objects.get()
    verdict = Verdict.objects.get(claim=link.claim)
    says = HeadStatement(
        site=settings.PUBLIC_URL,
        number=link.number,
        hash=link.hash,
        verdict=verdict.public_id,
        claim_number=event.number,
        claim_hash=event.hash,
        at=event.at,
        key=row.key_id,
    )
    HistoryHead.objects.create(
        site_number=says.number,
        site_hash=says.hash,
        public_id=says.verdict,
        claim_number=says.claim_number,
        claim_hash=says.claim_hash,
        at=says.at,
        key=row,
        statement=says.text(),
        signature=sign(key, says.text()),
    )


# What only somebody with an older head can see.
SEEN_FROM_OUTSIDE: dict[str, Tampering] = {
    "the newest verdict cut off and the head moved back": _doing(*_WHOLE_CLAIM, *_CUT_OFF),
    "a whole claim deleted and the rest signed anew": _with_the_key(*_WHOLE_CLAIM, REWRITE),
    "the tail written anew and signed": _with_the_key(_OTHER_REASONS, REWRITE),
}
