"""Redactions: that the bytes of a capture were taken away on purpose, by whom and why.

Reversible; who took away what is lost by it, and `manage verify_captures` calls those files
missing from then on.
"""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

# The function is of migration 0010.
KEEP = """
CREATE TRIGGER redaction_append_only
    BEFORE UPDATE OR DELETE ON media_provenance_redaction
    FOR EACH ROW EXECUTE FUNCTION media_provenance_refuse_kept_change();
"""
DROP = "DROP TRIGGER IF EXISTS redaction_append_only ON media_provenance_redaction;"


class Migration(migrations.Migration):
    dependencies = [
        ("media_provenance", "0011_checked_evidence"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Redaction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "sha256",
                    models.CharField(
                        max_length=64, unique=True, verbose_name="SHA-256 of the capture"
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("safety", "a person’s safety"),
                            ("order", "an order of a court or an authority"),
                            ("privacy", "a person’s private data"),
                            ("unlawful", "keeping it is against the law"),
                        ],
                        max_length=8,
                        verbose_name="reason",
                    ),
                ),
                ("note", models.TextField(verbose_name="public note")),
                (
                    "redacted_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        editable=False,
                        verbose_name="redacted",
                    ),
                ),
                (
                    "redacted_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="redacted by",
                    ),
                ),
            ],
            options={
                "verbose_name": "redaction",
                "verbose_name_plural": "redactions",
                "ordering": ["-redacted_at", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(sha256__regex=r"^[0-9a-f]{64}$"),
                        name="redaction_sha256_is_hex",
                    ),
                    models.CheckConstraint(
                        condition=Q(reason__in=["safety", "order", "privacy", "unlawful"]),
                        name="redaction_reason_is_known",
                    ),
                    models.CheckConstraint(
                        condition=Q(note__regex=r"\S"), name="redaction_has_a_public_note"
                    ),
                ],
            },
        ),
        migrations.RunSQL([KEEP], [DROP]),
    ]
