"""Published verdicts whose finding is no longer what the evidence says.

Reversible: the table goes, and with it who answered which alert. Nothing is filled in: a verdict
whose finding was superseded before this release is flagged when its evidence next changes.
"""

from typing import ClassVar

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("claims", "0009_findings_in_verdicts"),
        ("media_provenance", "0007_match_represented_by"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="FindingAlert",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "made_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "changed_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("seen_at", models.DateTimeField(blank=True, null=True)),
                (
                    "resolution",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("corrected", "the verdict was corrected or withdrawn"),
                            ("still_holds", "the verdict still holds"),
                            ("restored", "the evidence is again as it was"),
                        ],
                        default="",
                        max_length=12,
                    ),
                ),
                ("note", models.TextField(blank=True, default="")),
                ("resolved_at", models.DateTimeField(blank=True, null=True)),
                (
                    "finding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="alerts",
                        to="media_provenance.finding",
                    ),
                ),
                (
                    "replaced_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="media_provenance.finding",
                    ),
                ),
                (
                    "resolved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="finding_alerts",
                        to="claims.revision",
                    ),
                ),
                (
                    "seen_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"ordering": ["-made_at", "-id"]},
        ),
        migrations.AddConstraint(
            model_name="findingalert",
            constraint=models.UniqueConstraint(
                condition=Q(resolution=""),
                fields=("revision", "finding"),
                name="finding_alert_one_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="findingalert",
            constraint=models.CheckConstraint(
                condition=Q(replaced_by__isnull=True) | ~Q(replaced_by=F("finding")),
                name="finding_alert_names_another_finding",
            ),
        ),
        migrations.AddConstraint(
            model_name="findingalert",
            constraint=models.CheckConstraint(
                condition=Q(resolution__in=["", "corrected", "still_holds", "restored"]),
                name="finding_alert_resolution_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="findingalert",
            constraint=models.CheckConstraint(
                condition=Q(seen_at__isnull=True) & Q(seen_by__isnull=True)
                | ~Q(seen_at__isnull=True) & ~Q(seen_by__isnull=True),
                name="finding_alert_seen_pair",
            ),
        ),
        migrations.AddConstraint(
            model_name="findingalert",
            constraint=models.CheckConstraint(
                condition=Q(resolution="", resolved_at__isnull=True, resolved_by__isnull=True)
                | Q(resolution="restored", resolved_at__isnull=False)
                | Q(
                    resolution__in=["corrected", "still_holds"],
                    resolved_at__isnull=False,
                    resolved_by__isnull=False,
                ),
                name="finding_alert_answer_has_person_and_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="findingalert",
            constraint=models.CheckConstraint(
                condition=~Q(resolution="still_holds") | ~Q(note=""),
                name="finding_alert_still_holds_says_why",
            ),
        ),
    ]
