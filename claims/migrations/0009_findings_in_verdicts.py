"""Findings that a verdict's text says in a sentence, each linked to what it rests on.

Reversible; the sentences that were put in are lost by it, those of published texts stay in what
was frozen of them.
"""

from typing import ClassVar

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("claims", "0008_a_reading_never_changes"),
        ("media_provenance", "0007_match_represented_by"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="StatedFinding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("words", models.TextField()),
                (
                    "put_in_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "finding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="media_provenance.finding",
                    ),
                ),
                (
                    "put_in_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="stated_findings",
                        to="claims.revision",
                    ),
                ),
            ],
            options={
                "ordering": ["revision", "position"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("revision", "finding"), name="stated_finding_once"
                    ),
                    models.UniqueConstraint(
                        deferrable=models.Deferrable.DEFERRED,
                        fields=("revision", "position"),
                        name="stated_finding_position_once",
                    ),
                    models.CheckConstraint(
                        condition=Q(("words", ""), _negated=True),
                        name="stated_finding_has_words",
                    ),
                ],
            },
        ),
    ]
