"""A picture may be more than one thing: an unaltered original, shown in a false context.

Reversible; what was said beside the first word is lost by it.
"""

from typing import ClassVar

import django.contrib.postgres.fields
from django.db import migrations, models
from django.db.models import Q

_CATEGORIES = [
    ("DecontextualizedContent", "real picture, wrong context"),
    ("EditedOrCroppedContent", "edited or cropped"),
    ("OriginalMediaContent", "original"),
    ("SatireOrParodyContent", "satire or parody"),
    ("StagedContent", "staged"),
    ("TransformedContent", "transformed"),
]
_NOT_ORIGINAL = ["EditedOrCroppedContent", "StagedContent", "TransformedContent"]


class Migration(migrations.Migration):
    dependencies: ClassVar = [("claims", "0010_finding_alerts")]

    operations: ClassVar = [
        migrations.AddField(
            model_name="verdict",
            name="media_also",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(choices=_CATEGORIES, max_length=32),
                blank=True,
                default=list,
                size=None,
            ),
        ),
        migrations.AddConstraint(
            model_name="verdict",
            constraint=models.CheckConstraint(
                condition=Q(media_also__contained_by=[name for name, _label in _CATEGORIES]),
                name="verdict_media_also_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="verdict",
            constraint=models.CheckConstraint(
                condition=Q(media_also=[]) | ~Q(media_category=""),
                name="verdict_media_also_needs_category",
            ),
        ),
        migrations.AddConstraint(
            model_name="verdict",
            constraint=models.CheckConstraint(
                condition=~(
                    Q(media_category="OriginalMediaContent") & Q(media_also__overlap=_NOT_ORIGINAL)
                    | Q(media_also__contains=["OriginalMediaContent"])
                    & (Q(media_category__in=_NOT_ORIGINAL) | Q(media_also__overlap=_NOT_ORIGINAL))
                ),
                name="verdict_media_original_is_unaltered",
            ),
        ),
    ]
