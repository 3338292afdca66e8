"""The codes of a picture's regions become two values of its row of features, instead of ten rows.

Reversible. Codes without features, of which there should be none, are not carried over: without
keypoints and the small copy no picture was found by them. Pictures are also described by new rules
from here on, so all are asked to be read again.
"""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import media_provenance.models.features

TABLE = "media_provenance_picturefeatures"

MOVE = f"""
UPDATE {TABLE} AS features
SET region_bits = codes.bits, region_quality = codes.quality
FROM (
    SELECT asset_id, version,
        string_agg(bits::text, '' ORDER BY place)::bit varying AS bits,
        array_agg(quality ORDER BY place) AS quality
    FROM media_provenance_regionalcode GROUP BY asset_id, version
) AS codes
WHERE codes.asset_id = features.asset_id AND codes.version = features.version
"""  # noqa: S608 - the table is a constant of ours
MOVE_BACK = f"""
INSERT INTO media_provenance_regionalcode (asset_id, version, place, bits, quality)
SELECT asset_id, version, place - 1,
    substring(region_bits FROM (256 * (place - 1) + 1)::int FOR 256)::bit(256), quality
FROM {TABLE}, unnest(region_quality) WITH ORDINALITY AS codes (quality, place)
"""  # noqa: S608 - likewise

# Their bits look random: trying to compress them only costs time.
STORE_AS_THEY_ARE = f"ALTER TABLE {TABLE} ALTER COLUMN region_bits SET STORAGE EXTERNAL"

# Not in the model: Django has no word for "all of an array", nor for the length of a bit string.
CONSTRAIN = f"""
ALTER TABLE {TABLE}
    ADD CONSTRAINT features_region_quality_is_of_a_hundred CHECK (100 >= ALL (region_quality)),
    ADD CONSTRAINT features_region_bits_fit_quality
        CHECK (length(region_bits) = 256 * cardinality(region_quality))
"""
FREE = f"""
ALTER TABLE {TABLE}
    DROP CONSTRAINT features_region_quality_is_of_a_hundred,
    DROP CONSTRAINT features_region_bits_fit_quality
"""


def ask_to_read_again(apps, schema_editor):
    """Ask for what was read by earlier rules to be read again, so that it can be found by its looks.

    The key is that of ``media_provenance.tasks.key_of`` at this version. The sweeper hints at
    the jobs once workers run.
    """
    assets = apps.get_model("media_provenance", "MediaAsset").objects
    pictures = assets.filter(state="read", duration__isnull=True)
    jobs = apps.get_model("jobs", "Job").objects
    jobs.bulk_create(
        (
            jobs.model(
                kind="media_provenance.read_picture",
                key=f"{sha256}:4",
                payload={"asset": str(asset_id)},
            )
            for asset_id, sha256 in pictures.values_list("pk", "sha256").iterator()
        ),
        batch_size=1000,
        ignore_conflicts=True,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("media_provenance", "0005_searches_and_decisions"),
        ("jobs", "0002_job_knows_its_holder"),
    ]

    operations = [
        migrations.AddField(
            model_name="picturefeatures",
            name="region_bits",
            field=media_provenance.models.features.BitsField(default=""),
        ),
        migrations.AddField(
            model_name="picturefeatures",
            name="region_quality",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.PositiveSmallIntegerField(), default=list, size=None
            ),
        ),
        migrations.RunSQL(STORE_AS_THEY_ARE, migrations.RunSQL.noop),
        migrations.RunSQL(MOVE, MOVE_BACK),
        migrations.RunSQL(CONSTRAIN, FREE),
        migrations.DeleteModel(name="RegionalCode"),
        migrations.AlterField(
            model_name="fingerprint",
            name="asset",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="fingerprints",
                to="media_provenance.mediaasset",
            ),
        ),
        migrations.RunPython(ask_to_read_again, migrations.RunPython.noop, elidable=True),
    ]
