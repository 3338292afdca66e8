"""What an event and the site's chain need to be checkable. The next migration fills it.

Reversible: the columns and tables go, the events stay.
"""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import claims.models.submission


class Migration(migrations.Migration):
    dependencies = [("claims", "0003_default_ratings_and_groups")]

    operations = [
        migrations.AddField(
            "auditevent", "number", models.PositiveIntegerField(db_default=0, editable=False)
        ),
        migrations.AddField(
            "auditevent", "format", models.PositiveSmallIntegerField(db_default=0, editable=False)
        ),
        migrations.AddField(
            "auditevent", "canonical", models.TextField(db_default="", editable=False)
        ),
        migrations.AddField(
            "auditevent", "previous", models.CharField(db_default="", editable=False, max_length=64)
        ),
        migrations.AddField(
            "auditevent", "hash", models.CharField(db_default="", editable=False, max_length=64)
        ),
        migrations.AddField(
            "submission",
            "salt",
            models.BinaryField(null=True, blank=True, editable=False, default=None),
        ),
        migrations.CreateModel(
            "SiteEntry",
            [
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("claim", models.UUIDField()),
                ("claim_number", models.PositiveIntegerField()),
                ("claim_hash", models.CharField(max_length=64)),
                ("previous", models.CharField(max_length=64)),
                ("hash", models.CharField(max_length=64)),
            ],
            options={
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=["claim", "claim_number"], name="site_entry_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            "SiteHead",
            [
                (
                    "id",
                    models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False),
                ),
                ("number", models.BigIntegerField()),
                ("hash", models.CharField(max_length=64)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("id", 1)), name="site_head_is_one_row"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            "HistoryKey",
            [
                ("number", models.PositiveIntegerField(primary_key=True, serialize=False)),
                ("key_id", models.CharField(max_length=16, unique=True)),
                ("public", models.CharField(max_length=44)),
                (
                    "since",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("statement", models.TextField(blank=True, default="")),
                ("signature", models.CharField(blank=True, default="", max_length=88)),
            ],
            options={
                "ordering": ["number"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("number", 1), ("signature", ""), ("statement", "")),
                            models.Q(
                                ("number__gt", 1),
                                models.Q(("statement", ""), _negated=True),
                                models.Q(("signature", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="history_key_is_introduced",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            "HistoryHead",
            [
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("site_number", models.BigIntegerField()),
                ("site_hash", models.CharField(max_length=64)),
                ("public_id", models.CharField(blank=True, default="", max_length=22)),
                ("claim_number", models.PositiveIntegerField(default=0)),
                ("claim_hash", models.CharField(blank=True, default="", max_length=64)),
                ("at", models.DateTimeField()),
                ("statement", models.TextField()),
                ("signature", models.CharField(max_length=88)),
                (
                    "key",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="heads",
                        to="claims.historykey",
                        to_field="key_id",
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["public_id", "-id"], name="history_head_by_verdict")
                ],
            },
        ),
        # Rows that are there keep none: what they hold is in no hash.
        migrations.AlterField(
            "submission",
            "salt",
            models.BinaryField(
                null=True, blank=True, editable=False, default=claims.models.submission.new_salt
            ),
        ),
    ]
