"""The pair that people are asked about instead of an undecided one.

Reversible. Nothing is filled in: the choice is made anew whenever a pair, a decision or a date of
the pictures changes, and until then every undecided pair is asked about, as before.
"""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("media_provenance", "0006_regional_codes_in_one_row")]

    operations = [
        migrations.AddField(
            model_name="match",
            name="represented_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="represents",
                to="media_provenance.match",
            ),
        ),
        migrations.AddConstraint(
            model_name="match",
            constraint=models.CheckConstraint(
                condition=Q(represented_by__isnull=True)
                | Q(decision="undecided") & ~Q(represented_by=F("id")),
                name="match_represented_is_undecided",
            ),
        ),
    ]
