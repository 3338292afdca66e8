"""Audit events are added and never changed; a published revision keeps its words.

Reversible: dropping the triggers loses no data.
"""

from django.db import migrations

APPEND_ONLY = """
CREATE FUNCTION claims_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit events are never changed or removed' USING ERRCODE = 'raise_exception';
END $$;
CREATE TRIGGER audit_event_append_only
    BEFORE UPDATE OR DELETE ON claims_auditevent
    FOR EACH ROW EXECUTE FUNCTION claims_refuse_change();
"""
FROZEN = """
CREATE FUNCTION claims_keep_published_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.status IN ('published', 'superseded', 'withdrawn') AND (
        (NEW.headline, NEW.summary, NEW.body, NEW.claim_text, NEW.rating_id, NEW.snapshot,
         NEW.published_at, NEW.published_by_id, NEW.author_id, NEW.number, NEW.text_id)
        IS DISTINCT FROM
        (OLD.headline, OLD.summary, OLD.body, OLD.claim_text, OLD.rating_id, OLD.snapshot,
         OLD.published_at, OLD.published_by_id, OLD.author_id, OLD.number, OLD.text_id)
    ) THEN
        RAISE EXCEPTION 'a published revision never changes' USING ERRCODE = 'raise_exception';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER revision_published_is_frozen
    BEFORE UPDATE ON claims_revision
    FOR EACH ROW EXECUTE FUNCTION claims_keep_published_words();
"""
DROP = """
DROP TRIGGER IF EXISTS audit_event_append_only ON claims_auditevent;
DROP FUNCTION IF EXISTS claims_refuse_change();
DROP TRIGGER IF EXISTS revision_published_is_frozen ON claims_revision;
DROP FUNCTION IF EXISTS claims_keep_published_words();
"""


class Migration(migrations.Migration):
    dependencies = [("claims", "0001_initial")]

    operations = [
        migrations.RunSQL([APPEND_ONLY, FROZEN], [DROP]),
    ]
