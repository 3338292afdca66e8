"""Questions put to services outside, what they pointed at, and how soon the next may be asked.

Reversible; the record of what was asked and answered is lost by it, the evidence stays.
"""

import uuid
from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q
from django.db.models.functions import Now

PERSON = {
    "blank": True,
    "null": True,
    "on_delete": django.db.models.deletion.SET_NULL,
    "related_name": "+",
    "to": settings.AUTH_USER_MODEL,
}


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("media_provenance", "0008_trust_lists"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="ProviderPace",
            fields=[
                ("name", models.CharField(max_length=80, primary_key=True, serialize=False)),
                ("next_at", models.DateTimeField()),
            ],
            options={"ordering": ["name"]},
        ),
        migrations.CreateModel(
            name="ProviderCall",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("provider", models.CharField(max_length=40)),
                ("operation", models.CharField(max_length=40)),
                ("parameters", models.JSONField(blank=True, default=dict)),
                ("request", models.JSONField(blank=True, default=dict)),
                ("sends_picture", models.BooleanField(default=False)),
                ("about_url", models.TextField(blank=True, default="")),
                ("asked_for", models.CharField(blank=True, default="", max_length=80)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "being asked"),
                            ("done", "answered"),
                            ("failed", "not answered"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("outcome", models.CharField(blank=True, default="", max_length=20)),
                ("detail", models.CharField(blank=True, default="", max_length=200)),
                ("status", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("asked_at", models.DateTimeField(db_default=Now())),
                ("started_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "answer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="media_provenance.capture",
                    ),
                ),
                ("asked_by", models.ForeignKey(**PERSON)),
                (
                    "asset",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="provider_calls",
                        to="media_provenance.mediaasset",
                    ),
                ),
                (
                    "follows",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="followed_by",
                        to="media_provenance.providercall",
                    ),
                ),
            ],
            options={
                "ordering": ["-asked_at", "id"],
                "indexes": [
                    models.Index(fields=["asset", "-asked_at"], name="provider_call_by_picture"),
                    models.Index(fields=["asked_for", "-asked_at"], name="provider_call_by_asker"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(state__in=["waiting", "done", "failed"]),
                        name="provider_call_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=(Q(ended_at__isnull=False) & ~Q(state="waiting"))
                        | (~Q(ended_at__isnull=False) & ~~Q(state="waiting")),
                        name="provider_call_ended_goes_with_state",
                    ),
                    models.CheckConstraint(
                        condition=(~Q(outcome="") & ~Q(state="waiting"))
                        | (~~Q(outcome="") & ~~Q(state="waiting")),
                        name="provider_call_over_has_outcome",
                    ),
                    models.CheckConstraint(
                        condition=Q(follows__isnull=True) | ~Q(follows=F("id")),
                        name="provider_call_follows_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProviderLead",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place", models.PositiveIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("picture_capture", "a copy of the picture's address in an archive"),
                            ("page_capture", "a copy of a page in an archive"),
                            ("seen_copy", "a picture that looks alike, on the web"),
                            ("review", "a fact-check"),
                            ("listed", "an entry of the publisher's own site map or feed"),
                        ],
                        max_length=16,
                    ),
                ),
                ("url", models.TextField(blank=True, default="")),
                ("image_url", models.TextField(blank=True, default="")),
                ("archived_url", models.TextField(blank=True, default="")),
                ("title", models.TextField(blank=True, default="")),
                ("site", models.CharField(blank=True, default="", max_length=255)),
                ("earliest", models.DateTimeField(blank=True, null=True)),
                ("latest", models.DateTimeField(blank=True, null=True)),
                ("details", models.JSONField(blank=True, default=dict)),
                ("identical", models.BooleanField(default=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "nobody has looked at it yet"),
                            ("recorded", "recorded as evidence"),
                            ("dismissed", "dismissed"),
                        ],
                        default="open",
                        max_length=9,
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="leads",
                        to="media_provenance.providercall",
                    ),
                ),
                ("decided_by", models.ForeignKey(**PERSON)),
                (
                    "evidence",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="media_provenance.evidence",
                    ),
                ),
                (
                    "found_asset",
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
                "ordering": ["call", "place"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=["call", "place"], name="provider_lead_place_once"
                    ),
                    models.CheckConstraint(
                        condition=Q(
                            kind__in=[
                                "picture_capture",
                                "page_capture",
                                "seen_copy",
                                "review",
                                "listed",
                            ]
                        ),
                        name="provider_lead_kind_is_known",
                    ),
                    models.CheckConstraint(
                        condition=(Q(decided_at__isnull=False) & ~Q(state="open"))
                        | (~Q(decided_at__isnull=False) & ~~Q(state="open")),
                        name="provider_lead_decided_has_time",
                    ),
                    models.CheckConstraint(
                        condition=Q(state__in=["open", "recorded", "dismissed"]),
                        name="provider_lead_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=Q(earliest__isnull=True)
                        | Q(latest__isnull=True)
                        | Q(earliest__lte=F("latest")),
                        name="provider_lead_interval_is_ordered",
                    ),
                ],
            },
        ),
    ]
