"""Searches with pictures that are not stored, and who decided what on a pair, when.

Reversible; the history of decisions is lost by it.
"""

import uuid

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

KEEP = """
CREATE FUNCTION media_provenance_refuse_decision_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a decision on a match is never changed or removed; decide anew'
        USING ERRCODE = 'raise_exception';
END $$;
CREATE TRIGGER match_decision_append_only
    BEFORE UPDATE OR DELETE ON media_provenance_matchdecision
    FOR EACH ROW EXECUTE FUNCTION media_provenance_refuse_decision_change();
"""
DROP = """
DROP TRIGGER IF EXISTS match_decision_append_only ON media_provenance_matchdecision;
DROP FUNCTION IF EXISTS media_provenance_refuse_decision_change();
"""
# The last decision on each pair is known; what was decided before it is not.
WHAT_IS_KNOWN = """
INSERT INTO media_provenance_matchdecision (match_id, was, decision, note, decided_by_id, decided_at)
SELECT id, 'undecided', decision, note, decided_by_id, decided_at
FROM media_provenance_match WHERE decision <> 'undecided'
"""


class Migration(migrations.Migration):
    dependencies = [
        ("media_provenance", "0004_picture_features"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HarderSearch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "asked_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "asset",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="harder_searches",
                        to="media_provenance.mediaasset",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "harder searches",
                "ordering": ["-asked_at", "-id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("done_at__isnull", True)),
                        fields=("asset",),
                        name="harder_search_one_open_per_picture",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MatchDecision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "was",
                    models.CharField(
                        choices=[
                            ("undecided", "not decided"),
                            ("confirmed", "confirmed"),
                            ("rejected", "rejected"),
                            ("unsure", "unsure"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "decision",
                    models.CharField(
                        choices=[
                            ("undecided", "not decided"),
                            ("confirmed", "confirmed"),
                            ("rejected", "rejected"),
                            ("unsure", "unsure"),
                        ],
                        max_length=10,
                    ),
                ),
                ("note", models.TextField(blank=True, default="")),
                (
                    "decided_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "match",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="media_provenance.match",
                    ),
                ),
            ],
            options={
                "ordering": ["-decided_at", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decision__in", ["undecided", "confirmed", "rejected", "unsure"]),
                            ("was__in", ["undecided", "confirmed", "rejected", "unsure"]),
                        ),
                        name="match_decision_words_are_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PictureSearch",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("sha256", models.CharField(max_length=64)),
                ("byte_size", models.PositiveIntegerField()),
                ("original_name", models.CharField(blank=True, default="", max_length=255)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "being searched"),
                            ("done", "searched"),
                            ("refused", "refused"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("refusal", models.CharField(blank=True, default="", max_length=40)),
                ("refusal_detail", models.CharField(blank=True, default="", max_length=80)),
                (
                    "wanted_effort",
                    models.CharField(
                        choices=[("normal", "searched"), ("harder", "searched harder")],
                        default="normal",
                        max_length=8,
                    ),
                ),
                (
                    "effort",
                    models.CharField(
                        blank=True,
                        choices=[("normal", "searched"), ("harder", "searched harder")],
                        default="",
                        max_length=8,
                    ),
                ),
                ("width", models.PositiveIntegerField(null=True)),
                ("height", models.PositiveIntegerField(null=True)),
                ("marks", models.JSONField(blank=True, default=list)),
                ("results", models.JSONField(blank=True, default=list)),
                ("searched_at", models.DateTimeField(blank=True, null=True)),
                (
                    "asked_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("erase_at", models.DateTimeField()),
                (
                    "asked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "kept_as",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="media_provenance.mediaasset",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "picture searches",
                "ordering": ["-asked_at", "id"],
                "indexes": [
                    models.Index(fields=["erase_at"], name="search_by_erasure"),
                    models.Index(fields=["asked_by", "-asked_at"], name="search_by_person"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")),
                        name="search_sha256_is_hex",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["waiting", "done", "refused"])),
                        name="search_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("effort__in", ["", "normal", "harder"]),
                            ("wanted_effort__in", ["normal", "harder"]),
                        ),
                        name="search_effort_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state", "refused"), models.Q(("refusal", ""), _negated=True)
                            ),
                            models.Q(
                                models.Q(("state", "refused"), _negated=True), ("refusal", "")
                            ),
                            _connector="OR",
                        ),
                        name="search_refused_has_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("searched_at__isnull", False),
                                models.Q(("effort", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("searched_at__isnull", False), _negated=True),
                                ("effort", ""),
                            ),
                            _connector="OR",
                        ),
                        name="search_effort_has_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "done"), _negated=True),
                            models.Q(
                                ("height__gt", 0), ("searched_at__isnull", False), ("width__gt", 0)
                            ),
                            _connector="OR",
                        ),
                        name="search_done_has_time_and_size",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("erase_at__gt", models.F("asked_at"))),
                        name="search_ends_after_it_began",
                    ),
                ],
            },
        ),
        migrations.RunSQL([KEEP], [DROP]),
        migrations.RunSQL(WHAT_IS_KNOWN, migrations.RunSQL.noop),
    ]
