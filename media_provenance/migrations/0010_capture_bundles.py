"""Captures that others can check: bundles in a chain of manifests, and time-stamp tokens.

Reversible; the chain and the tokens are lost by it, the captures are not. What was captured
before has no bundle until `manage keep_captures` makes one.
"""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models
from django.db.models import F, Q

HEX = r"^[0-9a-f]{64}$"
HEX_OR_NONE = r"^([0-9a-f]{64})?$"

KEEP = """
CREATE FUNCTION media_provenance_refuse_kept_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was kept of a capture, or signed, is never changed or removed'
        USING ERRCODE = 'raise_exception';
END $$;
CREATE TRIGGER capture_bundle_append_only
    BEFORE UPDATE OR DELETE ON media_provenance_capturebundle
    FOR EACH ROW EXECUTE FUNCTION media_provenance_refuse_kept_change();
CREATE TRIGGER timestamp_token_append_only
    BEFORE UPDATE OR DELETE ON media_provenance_timestamptoken
    FOR EACH ROW EXECUTE FUNCTION media_provenance_refuse_kept_change();
"""
DROP = """
DROP TRIGGER IF EXISTS capture_bundle_append_only ON media_provenance_capturebundle;
DROP TRIGGER IF EXISTS timestamp_token_append_only ON media_provenance_timestamptoken;
DROP FUNCTION IF EXISTS media_provenance_refuse_kept_change();
"""


class Migration(migrations.Migration):
    dependencies = [("media_provenance", "0009_provider_calls")]

    operations = [
        migrations.AddField(
            model_name="capture",
            name="exchange",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.CreateModel(
            name="CaptureBundle",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveBigIntegerField(unique=True)),
                ("content_sha256", models.CharField(max_length=64)),
                ("content_size", models.PositiveBigIntegerField()),
                ("warc_sha256", models.CharField(blank=True, default="", max_length=64)),
                ("warc_size", models.PositiveBigIntegerField(blank=True, null=True)),
                ("text_sha256", models.CharField(blank=True, default="", max_length=64)),
                ("text_size", models.PositiveBigIntegerField(blank=True, null=True)),
                ("screenshot_sha256", models.CharField(blank=True, default="", max_length=64)),
                ("screenshot_size", models.PositiveBigIntegerField(blank=True, null=True)),
                (
                    "no_screenshot",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("no_browser", "no browser is set up for screenshots"),
                            ("not_a_page", "it is no web page"),
                            ("failed", "the browser could not draw it"),
                        ],
                        default="",
                        max_length=12,
                    ),
                ),
                ("manifest_sha256", models.CharField(max_length=64, unique=True)),
                ("manifest_size", models.PositiveBigIntegerField()),
                ("previous_sha256", models.CharField(max_length=64, unique=True)),
                (
                    "made_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "asset",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bundle",
                        to="media_provenance.mediaasset",
                    ),
                ),
                (
                    "capture",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bundle",
                        to="media_provenance.capture",
                    ),
                ),
            ],
            options={
                "ordering": ["-number"],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(capture__isnull=False, asset__isnull=True)
                        | Q(capture__isnull=True, asset__isnull=False),
                        name="bundle_is_of_one_thing",
                    ),
                    models.CheckConstraint(
                        condition=Q(number__gt=1, previous_sha256__regex=HEX)
                        & ~Q(previous_sha256="0" * 64)
                        | Q(number=1, previous_sha256="0" * 64),
                        name="bundle_is_linked",
                    ),
                    models.CheckConstraint(
                        condition=Q(content_sha256__regex=HEX, manifest_sha256__regex=HEX)
                        & Q(
                            warc_sha256__regex=HEX_OR_NONE,
                            text_sha256__regex=HEX_OR_NONE,
                            screenshot_sha256__regex=HEX_OR_NONE,
                        )
                        & ~Q(manifest_sha256=F("previous_sha256")),
                        name="bundle_digests_are_hex",
                    ),
                    models.CheckConstraint(
                        condition=Q(capture__isnull=True, warc_sha256="", warc_size__isnull=True)
                        | Q(capture__isnull=False, warc_size__isnull=False) & ~Q(warc_sha256=""),
                        name="bundle_of_a_capture_has_a_warc",
                    ),
                    models.CheckConstraint(
                        condition=(
                            Q(screenshot_sha256="", screenshot_size__isnull=True)
                            & Q(no_screenshot__in=["no_browser", "not_a_page", "failed"])
                        )
                        | ~Q(screenshot_sha256="")
                        & Q(screenshot_size__isnull=False, no_screenshot=""),
                        name="bundle_screenshot_or_reason",
                    ),
                    models.CheckConstraint(
                        condition=Q(text_sha256="", text_size__isnull=True)
                        | ~Q(text_sha256="") & Q(text_size__isnull=False),
                        name="bundle_text_has_a_size",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TimestampToken",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.CharField(max_length=64)),
                ("authority", models.TextField()),
                ("request", models.BinaryField()),
                ("reply", models.BinaryField()),
                ("stamped_at", models.DateTimeField()),
                ("accuracy_ms", models.PositiveIntegerField(blank=True, null=True)),
                ("policy", models.CharField(blank=True, default="", max_length=200)),
                ("serial", models.CharField(blank=True, default="", max_length=80)),
                ("trusted", models.BooleanField()),
                (
                    "checked_by",
                    models.CharField(
                        choices=[
                            ("client", "rfc3161-client"),
                            ("program", "OpenSSL"),
                            ("nobody", "not verified"),
                        ],
                        max_length=8,
                    ),
                ),
                ("certificates", models.TextField(blank=True, default="")),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
            ],
            options={
                "ordering": ["stamped_at", "id"],
                "indexes": [models.Index(fields=["digest"], name="token_by_digest")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=Q(trusted=True),
                        fields=("digest", "authority"),
                        name="token_trusted_once_per_authority",
                    ),
                    models.CheckConstraint(
                        condition=Q(digest__regex=HEX), name="token_digest_is_hex"
                    ),
                    models.CheckConstraint(
                        condition=Q(trusted=True, checked_by__in=["client", "program"])
                        | Q(trusted=False, checked_by="nobody"),
                        name="token_trusted_was_checked",
                    ),
                ],
            },
        ),
        migrations.RunSQL([KEEP], [DROP]),
    ]
