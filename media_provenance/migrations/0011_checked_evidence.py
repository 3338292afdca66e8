"""Second persons: who checked what one person entered, and who confirmed a pair besides the first.

A pair that the machine calls two photos of one place counts no more until a second person has
confirmed it; one that a single person confirmed before waits for that. Evidence entered by hand
stands unchecked. What people did with evidence is kept from now on, with the withdrawals that are
known. Reversible; the history of evidence and the second persons' words are lost by it.
"""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

KEEP = """
CREATE FUNCTION media_provenance_refuse_step_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was done with evidence is never changed or removed; take it back anew'
        USING ERRCODE = 'raise_exception';
END $$;
CREATE TRIGGER evidence_step_append_only
    BEFORE UPDATE OR DELETE ON media_provenance_evidencestep
    FOR EACH ROW EXECUTE FUNCTION media_provenance_refuse_step_change();
"""
DROP = """
DROP TRIGGER IF EXISTS evidence_step_append_only ON media_provenance_evidencestep;
DROP FUNCTION IF EXISTS media_provenance_refuse_step_change();
"""
# The last withdrawal by a person is known; what the system withdrew by itself is nobody's step.
WHAT_IS_KNOWN = """
INSERT INTO media_provenance_evidencestep (evidence_id, move, reason, made_by_id, made_at)
SELECT id, 'withdrawn', withdrawn_reason, withdrawn_by_id, withdrawn_at
FROM media_provenance_evidence
WHERE withdrawn_at IS NOT NULL AND withdrawn_by_id IS NOT NULL AND withdrawn_reason <> ''
"""


def _person() -> "models.ForeignKey[object, object]":
    return models.ForeignKey(
        blank=True,
        null=True,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to=settings.AUTH_USER_MODEL,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("media_provenance", "0010_capture_bundles"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="evidence",
            name="checked_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(model_name="evidence", name="checked_by", field=_person()),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=models.CheckConstraint(
                condition=Q(checked_at__isnull=True, checked_by__isnull=True)
                | Q(checked_at__isnull=False, checked_by__isnull=False, method="manual"),
                name="evidence_check_has_person_and_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=models.CheckConstraint(
                condition=Q(checked_by__isnull=True) | ~Q(checked_by=F("entered_by")),
                name="evidence_not_checked_by_who_entered_it",
            ),
        ),
        migrations.AddField(model_name="match", name="second_decided_by", field=_person()),
        migrations.AddField(
            model_name="match",
            name="second_decided_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name="match",
            constraint=models.CheckConstraint(
                condition=Q(second_decided_by__isnull=True, second_decided_at__isnull=True)
                | Q(
                    second_decided_by__isnull=False,
                    second_decided_at__isnull=False,
                    decision="confirmed",
                ),
                name="match_second_word_confirms",
            ),
        ),
        migrations.AddConstraint(
            model_name="match",
            constraint=models.CheckConstraint(
                condition=Q(second_decided_by__isnull=True) | ~Q(second_decided_by=F("decided_by")),
                name="match_second_word_is_anothers",
            ),
        ),
        migrations.AddField(
            model_name="matchdecision",
            name="is_second",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.CreateModel(
            name="EvidenceStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "move",
                    models.CharField(
                        choices=[
                            ("withdrawn", "withdrawn"),
                            ("put_back", "put back"),
                            ("checked", "checked by a second person"),
                            ("unchecked", "check taken back"),
                        ],
                        max_length=9,
                    ),
                ),
                ("reason", models.TextField(blank=True, default="")),
                (
                    "made_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "evidence",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="media_provenance.evidence",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["made_at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(move__in=["withdrawn", "put_back", "checked", "unchecked"]),
                        name="evidence_move_is_known",
                    ),
                    models.CheckConstraint(
                        condition=~Q(move="withdrawn") | ~Q(reason=""),
                        name="evidence_withdrawn_with_a_reason",
                    ),
                ],
            },
        ),
        migrations.RunSQL([KEEP], [DROP]),
        migrations.RunSQL(WHAT_IS_KNOWN, migrations.RunSQL.noop),
    ]
