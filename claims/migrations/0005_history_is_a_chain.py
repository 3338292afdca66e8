"""Chain the events of each claim, and all events over the site, by triggers.

What an event says of its own place, time and predecessor is the database's to write: whatever
an INSERT gives is overwritten. Events that are there already are chained in the order in which
they were written, with the times they have. Reversible: dropping the triggers loses no event.

The link over the site is made when the transaction ends (a deferred constraint trigger), so
that whoever appends waits for others only for that moment, and no two transactions wait for
each other: the one lock that all writers share is always the last one taken.
"""

from django.db import migrations, models

TEXTS = """
-- The exact text of one event. The salt keeps readers, who see hashes, from guessing at it.
CREATE FUNCTION claims_event_text(
    claim uuid, number bigint, name text, actor bigint, at timestamptz, said jsonb, previous text,
    salt uuid
) RETURNS text LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT jsonb_build_object(
        'format', 'bayyina-history-event/1',
        'claim', claim,
        'number', number,
        'name', name,
        'actor', actor,
        'at', to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
        'values', said,
        'previous', previous,
        'salt', salt
    )::text
$$;
-- The same as claims.domain.history.site_text.
CREATE FUNCTION claims_site_text(
    number bigint, previous text, claim uuid, claim_number bigint, claim_hash text
) RETURNS text LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT format(
        E'bayyina-history-site/1\\nnumber: %s\\nprevious: %s\\nclaim: %s\\nclaim-number: %s\\nclaim-hash: %s\\n',
        number, previous, claim, claim_number, claim_hash
    )
$$;
CREATE FUNCTION claims_text_hash(given text) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT encode(sha256(convert_to(given, 'UTF8')), 'hex')
$$;
"""
TRIGGER_FUNCTIONS = """
CREATE FUNCTION claims_chain_event() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    last record;
BEGIN
    -- Two writers of one claim's history wait for each other here.
    PERFORM 1 FROM public.claims_claim WHERE id = NEW.claim_id FOR NO KEY UPDATE;
    SELECT number, hash INTO last FROM public.claims_auditevent
        WHERE claim_id = NEW.claim_id ORDER BY number DESC LIMIT 1;
    NEW.id := nextval('public.claims_auditevent_id_seq');
    NEW.number := coalesce(last.number, 0) + 1;
    NEW.previous := coalesce(last.hash, repeat('0', 64));
    NEW.format := 1;
    -- To the microsecond that the text shows; of the moment, not of the transaction's start.
    NEW.at := clock_timestamp();
    NEW.canonical := public.claims_event_text(
        NEW.claim_id, NEW.number, NEW.name, NEW.actor_id, NEW.at, NEW."values", NEW.previous,
        gen_random_uuid()
    );
    NEW.hash := public.claims_text_hash(NEW.canonical);
    RETURN NEW;
END $$;

CREATE FUNCTION claims_join_site() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    head record;
    link text;
BEGIN
    SELECT number, hash INTO head FROM public.claims_sitehead WHERE id = 1 FOR UPDATE;
    IF NOT FOUND THEN
        INSERT INTO public.claims_sitehead (id, number, hash) VALUES (1, 0, repeat('0', 64))
            ON CONFLICT DO NOTHING;
        SELECT number, hash INTO head FROM public.claims_sitehead WHERE id = 1 FOR UPDATE;
    END IF;
    link := public.claims_text_hash(public.claims_site_text(
        head.number + 1, head.hash, NEW.claim_id, NEW.number, NEW.hash
    ));
    INSERT INTO public.claims_siteentry (number, claim, claim_number, claim_hash, previous, hash)
        VALUES (head.number + 1, NEW.claim_id, NEW.number, NEW.hash, head.hash, link);
    UPDATE public.claims_sitehead SET number = head.number + 1, hash = link WHERE id = 1;
    RETURN NULL;
END $$;

CREATE FUNCTION claims_refuse_history_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the history is never changed or removed' USING ERRCODE = 'raise_exception';
END $$;

-- Only an owner may empty a table at all. This stops an owner's slip; the setting is for who
-- means it, such as a test run on a database that is thrown away.
CREATE FUNCTION claims_refuse_emptying() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('bayyina.may_be_emptied', true) IS DISTINCT FROM 'on' THEN
        RAISE EXCEPTION 'the history is never emptied' USING ERRCODE = 'raise_exception';
    END IF;
    RETURN NULL;
END $$;

-- A function that works with its owner's rights is not for anybody's own triggers.
REVOKE EXECUTE ON FUNCTION claims_chain_event() FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION claims_join_site() FROM PUBLIC;
"""
CHAIN_WHAT_IS_THERE = """
ALTER TABLE claims_auditevent DISABLE TRIGGER audit_event_append_only;
DO $$
DECLARE
    event record;
    last record;
    site_number bigint := 0;
    site_hash text := repeat('0', 64);
    link text;
BEGIN
    FOR event IN SELECT * FROM claims_auditevent ORDER BY id LOOP
        SELECT number, hash INTO last FROM claims_auditevent
            WHERE claim_id = event.claim_id AND number > 0 ORDER BY number DESC LIMIT 1;
        event.number := coalesce(last.number, 0) + 1;
        event.previous := coalesce(last.hash, repeat('0', 64));
        event.canonical := claims_event_text(
            event.claim_id, event.number, event.name, event.actor_id, event.at, event."values",
            event.previous, gen_random_uuid()
        );
        event.hash := claims_text_hash(event.canonical);
        UPDATE claims_auditevent SET
            number = event.number, previous = event.previous, format = 1,
            canonical = event.canonical, hash = event.hash
            WHERE id = event.id;
        link := claims_text_hash(claims_site_text(
            site_number + 1, site_hash, event.claim_id, event.number, event.hash
        ));
        INSERT INTO claims_siteentry (number, claim, claim_number, claim_hash, previous, hash)
            VALUES (site_number + 1, event.claim_id, event.number, event.hash, site_hash, link);
        site_number := site_number + 1;
        site_hash := link;
    END LOOP;
    INSERT INTO claims_sitehead (id, number, hash) VALUES (1, site_number, site_hash);
END $$;
ALTER TABLE claims_auditevent ENABLE TRIGGER audit_event_append_only;
"""
TRIGGERS = """
CREATE TRIGGER audit_event_is_chained BEFORE INSERT ON claims_auditevent
    FOR EACH ROW EXECUTE FUNCTION claims_chain_event();
CREATE CONSTRAINT TRIGGER claims_event_joins_site AFTER INSERT ON claims_auditevent
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION claims_join_site();
CREATE TRIGGER audit_event_not_emptied BEFORE TRUNCATE ON claims_auditevent
    FOR EACH STATEMENT EXECUTE FUNCTION claims_refuse_emptying();

CREATE TRIGGER site_entry_append_only BEFORE UPDATE OR DELETE ON claims_siteentry
    FOR EACH ROW EXECUTE FUNCTION claims_refuse_history_change();
CREATE TRIGGER site_entry_not_emptied BEFORE TRUNCATE ON claims_siteentry
    FOR EACH STATEMENT EXECUTE FUNCTION claims_refuse_emptying();
CREATE TRIGGER site_head_not_emptied BEFORE TRUNCATE ON claims_sitehead
    FOR EACH STATEMENT EXECUTE FUNCTION claims_refuse_emptying();
CREATE TRIGGER site_head_stays BEFORE DELETE ON claims_sitehead
    FOR EACH ROW EXECUTE FUNCTION claims_refuse_history_change();
CREATE TRIGGER history_head_append_only BEFORE UPDATE OR DELETE ON claims_historyhead
    FOR EACH ROW EXECUTE FUNCTION claims_refuse_history_change();
CREATE TRIGGER history_head_not_emptied BEFORE TRUNCATE ON claims_historyhead
    FOR EACH STATEMENT EXECUTE FUNCTION claims_refuse_emptying();
CREATE TRIGGER history_key_append_only BEFORE UPDATE OR DELETE ON claims_historykey
    FOR EACH ROW EXECUTE FUNCTION claims_refuse_history_change();
CREATE TRIGGER history_key_not_emptied BEFORE TRUNCATE ON claims_historykey
    FOR EACH STATEMENT EXECUTE FUNCTION claims_refuse_emptying();
"""
DROP_TRIGGERS = """
DROP TRIGGER IF EXISTS audit_event_is_chained ON claims_auditevent;
DROP TRIGGER IF EXISTS claims_event_joins_site ON claims_auditevent;
DROP TRIGGER IF EXISTS audit_event_not_emptied ON claims_auditevent;
DROP TRIGGER IF EXISTS site_entry_append_only ON claims_siteentry;
DROP TRIGGER IF EXISTS site_entry_not_emptied ON claims_siteentry;
DROP TRIGGER IF EXISTS site_head_not_emptied ON claims_sitehead;
DROP TRIGGER IF EXISTS site_head_stays ON claims_sitehead;
DROP TRIGGER IF EXISTS history_head_append_only ON claims_historyhead;
DROP TRIGGER IF EXISTS history_head_not_emptied ON claims_historyhead;
DROP TRIGGER IF EXISTS history_key_append_only ON claims_historykey;
DROP TRIGGER IF EXISTS history_key_not_emptied ON claims_historykey;
"""
DROP_FUNCTIONS = """
DROP FUNCTION IF EXISTS claims_chain_event();
DROP FUNCTION IF EXISTS claims_join_site();
DROP FUNCTION IF EXISTS claims_refuse_history_change();
DROP FUNCTION IF EXISTS claims_refuse_emptying();
DROP FUNCTION IF EXISTS claims_event_text(uuid, bigint, text, bigint, timestamptz, jsonb, text, uuid);
DROP FUNCTION IF EXISTS claims_site_text(bigint, text, uuid, bigint, text);
DROP FUNCTION IF EXISTS claims_text_hash(text);
"""


class Migration(migrations.Migration):
    dependencies = [("claims", "0004_history_columns")]

    operations = [
        migrations.RunSQL([TEXTS, TRIGGER_FUNCTIONS], [DROP_FUNCTIONS]),
        migrations.RunSQL([CHAIN_WHAT_IS_THERE], migrations.RunSQL.noop),
        migrations.AddConstraint(
            "auditevent",
            models.UniqueConstraint(fields=("claim", "number"), name="audit_event_number_once"),
        ),
        migrations.RunSQL([TRIGGERS], [DROP_TRIGGERS]),
    ]
