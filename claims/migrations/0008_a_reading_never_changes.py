"""What a reader found in a page is added and never changed.

Reversible: dropping the triggers loses no data. Emptying the table is left to who may empty
tables at all: unlike the history, readings can be made again from the stored copies.
"""

from django.db import migrations

KEEP = """
CREATE FUNCTION claims_refuse_reading_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a reading is never changed or removed; read the page anew'
        USING ERRCODE = 'raise_exception';
END $$;
CREATE TRIGGER reading_append_only
    BEFORE UPDATE OR DELETE ON claims_reading
    FOR EACH ROW EXECUTE FUNCTION claims_refuse_reading_change();
"""
DROP = """
DROP TRIGGER IF EXISTS reading_append_only ON claims_reading;
DROP FUNCTION IF EXISTS claims_refuse_reading_change();
"""


class Migration(migrations.Migration):
    dependencies = [("claims", "0007_readings_and_suggestions")]

    operations = [migrations.RunSQL([KEEP], [DROP])]
