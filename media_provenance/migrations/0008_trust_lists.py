"""Lists of trust, by which Content Credentials are judged.

Reversible; the lists are lost by it, and pictures are then judged by none. A trigger lets a list be
added and retired once, and nothing else: what was judged by it must stay possible to judge again.
"""

from typing import ClassVar

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

KEEP = """
CREATE FUNCTION media_provenance_keep_trust_list() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.retired_at IS NULL AND NEW.retired_at IS NOT NULL
        AND (NEW.id, NEW.name, NEW.kind, NEW.text, NEW.sha256, NEW.entries, NEW.added_at)
            = (OLD.id, OLD.name, OLD.kind, OLD.text, OLD.sha256, OLD.entries, OLD.added_at)
        AND NEW.added_by_id IS NOT DISTINCT FROM OLD.added_by_id
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a list of trust is never changed or removed; retire it and add another'
        USING ERRCODE = 'raise_exception';
END $$;
CREATE TRIGGER trust_list_is_kept
    BEFORE UPDATE OR DELETE ON media_provenance_trustlist
    FOR EACH ROW EXECUTE FUNCTION media_provenance_keep_trust_list();
"""
DROP = """
DROP TRIGGER IF EXISTS trust_list_is_kept ON media_provenance_trustlist;
DROP FUNCTION IF EXISTS media_provenance_keep_trust_list();
"""
KINDS = ["anchors", "user_anchors", "purposes", "time_stamps"]


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("media_provenance", "0007_match_represented_by"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="TrustList",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("anchors", "authorities that vouch for signers"),
                            (
                                "user_anchors",
                                "more authorities that vouch for signers (our own)",
                            ),
                            (
                                "purposes",
                                "more purposes that a signer's certificate may have (EKU)",
                            ),
                            ("time_stamps", "authorities whose time stamps are trusted"),
                        ],
                        max_length=16,
                        verbose_name="what it lists",
                    ),
                ),
                ("text", models.TextField(verbose_name="the list itself")),
                ("sha256", models.CharField(editable=False, max_length=64)),
                ("entries", models.PositiveIntegerField(editable=False, verbose_name="entries")),
                (
                    "added_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        editable=False,
                        verbose_name="added",
                    ),
                ),
                (
                    "retired_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="retired"
                    ),
                ),
                (
                    "retired_reason",
                    models.TextField(blank=True, default="", verbose_name="why it was retired"),
                ),
                (
                    "added_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="added by",
                    ),
                ),
                (
                    "retired_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="retired by",
                    ),
                ),
            ],
            options={
                "verbose_name": "list of trust",
                "verbose_name_plural": "lists of trust",
                "ordering": ["retired_at", "-added_at", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(kind__in=KINDS), name="trust_list_kind_is_known"
                    ),
                    models.CheckConstraint(
                        condition=Q(sha256__regex="^[0-9a-f]{64}$"),
                        name="trust_list_sha256_is_hex",
                    ),
                    models.CheckConstraint(
                        condition=~Q(text="") & Q(entries__gt=0), name="trust_list_is_not_empty"
                    ),
                    models.CheckConstraint(
                        condition=(Q(retired_at__isnull=False) & ~Q(retired_reason=""))
                        | (~Q(retired_at__isnull=False) & ~~Q(retired_reason="")),
                        name="trust_list_is_retired_with_a_reason",
                    ),
                    models.UniqueConstraint(
                        condition=Q(retired_at__isnull=True),
                        fields=("kind", "sha256"),
                        name="trust_list_stands_once",
                    ),
                ],
            },
        ),
        migrations.RunSQL(KEEP, DROP),
    ]
