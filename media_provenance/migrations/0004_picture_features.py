import django.contrib.postgres.fields
import django.db.models.deletion
import pgvector.django.bit
from django.conf import settings
from django.db import migrations, models

_TABLE = "media_provenance_picturefeatures"
# Their bytes look random: trying to compress them only costs time, at each write and each read.
_STORE_AS_THEY_ARE = [
    f"ALTER TABLE {_TABLE} ALTER COLUMN {column} SET STORAGE EXTERNAL"
    for column in ("codes", "geometry", "thumbnail")
]


def ask_to_read_again(apps, schema_editor):
    """Ask for what was read by earlier rules to be read again, so that it can be found by its looks.

    The key is that of ``media_provenance.tasks.key_of`` at this version. The sweeper hints at
    the jobs once workers run.
    """
    assets = apps.get_model("media_provenance", "MediaAsset").objects.filter(state="read")
    jobs = apps.get_model("jobs", "Job").objects
    jobs.bulk_create(
        (
            jobs.model(
                kind="media_provenance.read_picture",
                key=f"{sha256}:3",
                payload={"asset": str(asset_id)},
            )
            for asset_id, sha256 in assets.values_list("pk", "sha256").iterator()
        ),
        batch_size=1000,
        ignore_conflicts=True,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("media_provenance", "0003_capture_by_url"),
        ("jobs", "0002_job_knows_its_holder"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PictureFeatures",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "asset_id",
                        "version",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "asset",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="features",
                        to="media_provenance.mediaasset",
                    ),
                ),
                ("version", models.PositiveSmallIntegerField()),
                ("change", models.BigIntegerField()),
                ("codes", models.BinaryField()),
                ("geometry", models.BinaryField()),
                ("thumbnail", models.BinaryField()),
                (
                    "marks",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=16),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "picture features",
            },
        ),
        migrations.CreateModel(
            name="RegionalCode",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "asset_id",
                        "version",
                        "place",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "asset",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="regional_codes",
                        to="media_provenance.mediaasset",
                    ),
                ),
                ("version", models.PositiveSmallIntegerField()),
                ("place", models.PositiveSmallIntegerField()),
                ("bits", pgvector.django.bit.BitField(length=256)),
                ("quality", models.PositiveSmallIntegerField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="match",
            name="match_class_is_known",
        ),
        migrations.RemoveConstraint(
            model_name="mediaasset",
            name="asset_read_has_pixels",
        ),
        migrations.RemoveField(
            model_name="match",
            name="algorithm",
        ),
        migrations.RemoveField(
            model_name="match",
            name="version",
        ),
        migrations.AddField(
            model_name="match",
            name="agreement",
            field=models.FloatField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="match",
            name="alteration",
            field=models.JSONField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="match",
            name="first_part",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name="match",
            name="homography",
            field=models.JSONField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="match",
            name="inliers",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="match",
            name="likeness_version",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="match",
            name="second_part",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name="mediaasset",
            name="duration",
            field=models.DurationField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="mediaasset",
            name="frame_at",
            field=models.DurationField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="mediaasset",
            name="frame_of",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="frames",
                to="media_provenance.mediaasset",
            ),
        ),
        migrations.AddField(
            model_name="mediaasset",
            name="search_effort",
            field=models.CharField(
                blank=True,
                choices=[("normal", "searched"), ("harder", "searched harder")],
                default="",
                editable=False,
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name="mediaasset",
            name="search_version",
            field=models.PositiveSmallIntegerField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="mediaasset",
            name="searched_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AlterField(
            model_name="match",
            name="distance",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="match",
            name="match_class",
            field=models.CharField(
                choices=[
                    ("exact", "the same picture"),
                    ("copy", "a copy of the same picture"),
                    ("likely_copy", "a likely copy of the same picture"),
                    ("same_place", "the same place, another photo"),
                ],
                max_length=12,
            ),
        ),
        migrations.AddConstraint(
            model_name="match",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("match_class__in", ["exact", "copy", "likely_copy", "same_place"])
                ),
                name="match_class_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="match",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("agreement__isnull", True),
                        ("likeness_version__isnull", True),
                        ("homography__isnull", True),
                        ("inliers__isnull", True),
                    ),
                    models.Q(
                        ("agreement__isnull", False),
                        ("likeness_version__isnull", False),
                        ("agreement__range", (0, 1)),
                        ("homography__isnull", False),
                        ("inliers__isnull", False),
                        models.Q(("match_class", "exact"), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="match_is_measured_whole_or_not_at_all",
            ),
        ),
        migrations.AddConstraint(
            model_name="match",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("match_class__in", ("likely_copy", "same_place")), _negated=True),
                    ("likeness_version__isnull", False),
                    _connector="OR",
                ),
                name="match_class_has_its_measures",
            ),
        ),
        migrations.AddConstraint(
            model_name="match",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("distance__isnull", True),
                    models.Q(
                        ("distance__lte", 256), models.Q(("match_class", "exact"), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="match_distance_fits_class",
            ),
        ),
        migrations.AddConstraint(
            model_name="mediaasset",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "read"), _negated=True),
                    ("duration__isnull", False),
                    models.Q(
                        ("width__gt", 0),
                        ("width__isnull", False),
                        ("height__gt", 0),
                        ("height__isnull", False),
                        models.Q(("pixel_sha256", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="asset_read_has_pixels",
            ),
        ),
        migrations.AddConstraint(
            model_name="mediaasset",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("search_effort", ""),
                        ("search_version__isnull", True),
                        ("searched_at__isnull", True),
                    ),
                    models.Q(
                        ("search_version__isnull", False),
                        ("searched_at__isnull", False),
                        ("search_effort__in", ["normal", "harder"]),
                    ),
                    _connector="OR",
                ),
                name="asset_searched_says_when_and_how",
            ),
        ),
        migrations.AddConstraint(
            model_name="mediaasset",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("searched_at__isnull", True), ("state", "read"), _connector="OR"
                ),
                name="asset_searched_was_read",
            ),
        ),
        migrations.AddConstraint(
            model_name="mediaasset",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        models.Q(("frame_of__isnull", False), ("frame_at__isnull", False)),
                        models.Q(
                            models.Q(("frame_of__isnull", False), _negated=True),
                            models.Q(("frame_at__isnull", False), _negated=True),
                        ),
                        _connector="OR",
                    ),
                    models.Q(
                        ("frame_of__isnull", True),
                        models.Q(
                            models.Q(("frame_of", models.F("id")), _negated=True),
                            ("duration__isnull", True),
                        ),
                        _connector="OR",
                    ),
                ),
                name="asset_frame_has_video_and_time",
            ),
        ),
        migrations.AddIndex(
            model_name="picturefeatures",
            index=models.Index(fields=["version", "change"], name="features_by_change"),
        ),
        migrations.AddConstraint(
            model_name="picturefeatures",
            constraint=models.CheckConstraint(
                condition=models.Q(("change__gt", 0)), name="features_change_is_positive"
            ),
        ),
        migrations.AddConstraint(
            model_name="regionalcode",
            constraint=models.CheckConstraint(
                condition=models.Q(("quality__lte", 100)),
                name="regional_code_quality_is_of_a_hundred",
            ),
        ),
        migrations.RunSQL(
            "CREATE SEQUENCE media_provenance_feature_change AS bigint",
            "DROP SEQUENCE media_provenance_feature_change",
        ),
        migrations.RunSQL(_STORE_AS_THEY_ARE, migrations.RunSQL.noop),
        # What was read so far was looked for by the fingerprint of the whole picture: version 0.
        migrations.RunSQL(
            "UPDATE media_provenance_mediaasset SET searched_at = added_at, search_version = 0,"
            " search_effort = 'normal' WHERE state = 'read'",
            migrations.RunSQL.noop,
        ),
        migrations.RunPython(ask_to_read_again, migrations.RunPython.noop, elidable=True),
    ]
