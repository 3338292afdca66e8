"""Questions put to services outside, what they answered, and what people made of it."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jobs.constraints import both_or_neither


class CallState(models.TextChoices):
    WAITING = "waiting", _("being asked")
    DONE = "done", pgettext_lazy("a question to a service", "answered")
    FAILED = "failed", _("not answered")


class LeadKind(models.TextChoices):
    """What a provider's answer points at."""

    PICTURE_CAPTURE = "picture_capture", _("a copy of the picture's address in an archive")
    PAGE_CAPTURE = "page_capture", _("a copy of a page in an archive")
    SEEN_COPY = "seen_copy", _("a picture that looks alike, on the web")
    REVIEW = "review", _("a fact-check")
    LISTED = "listed", _("an entry of the publisher's own site map or feed")


class LeadState(models.TextChoices):
    OPEN = "open", _("nobody has looked at it yet")
    RECORDED = "recorded", _("recorded as evidence")
    DISMISSED = "dismissed", _("dismissed")


class ProviderCall(models.Model):
    """One question put to one service: one request over the wire, or several tries of it.

    The row is written, with its job, before anything is sent. ``parameters`` say what is asked
    (an address, words); ``request`` is what was sent, without keys and without the bytes of a
    picture. ``answer`` is what came back, byte for byte; None before that, and where nothing came.
    ``status`` is the answer's, None where there was none. ``outcome`` is a word of
    ``providers.outcomes.Outcome``, "" while it waits. ``tries`` counts requests that were sent or
    attempted. A further page of the same answer is a call of its own, that ``follows`` this one.
    ``sends_picture`` says whether the picture itself, or an address of it, left this house.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    provider = models.CharField(max_length=40)
    operation = models.CharField(max_length=40)
    parameters = models.JSONField(default=dict, blank=True)
    request = models.JSONField(default=dict, blank=True)
    sends_picture = models.BooleanField(default=False)
    asset = models.ForeignKey(
        "media_provenance.MediaAsset",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="provider_calls",
    )
    about_url = models.TextField(blank=True, default="")
    asked_for = models.CharField(max_length=80, blank=True, default="")
    state = models.CharField(max_length=8, choices=CallState.choices, default=CallState.WAITING)
    outcome = models.CharField(max_length=20, blank=True, default="")
    detail = models.CharField(max_length=200, blank=True, default="")
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    asked_at = models.DateTimeField(db_default=Now())
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    answer = models.ForeignKey(
        "media_provenance.Capture",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    follows = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="followed_by"
    )

    class Meta:
        ordering: ClassVar = ["-asked_at", "id"]
        indexes: ClassVar = [
            models.Index(fields=["asset", "-asked_at"], name="provider_call_by_picture"),
            models.Index(fields=["asked_for", "-asked_at"], name="provider_call_by_asker"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=CallState.values), name="provider_call_state_is_known"
            ),
            models.CheckConstraint(
                condition=both_or_neither(Q(ended_at__isnull=False), ~Q(state=CallState.WAITING)),
                name="provider_call_ended_goes_with_state",
            ),
            models.CheckConstraint(
                condition=both_or_neither(~Q(outcome=""), ~Q(state=CallState.WAITING)),
                name="provider_call_over_has_outcome",
            ),
            models.CheckConstraint(
                condition=Q(follows__isnull=True) | ~Q(follows=F("id")),
                name="provider_call_follows_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provider} {self.operation} {self.pk}"

    @property
    def is_waiting(self) -> bool:
        """Whether an answer may still come by itself."""
        return self.state == CallState.WAITING


class ProviderLead(models.Model):
    """One thing that an answer points at; it proves nothing until a person or bytes confirm it.

    ``place`` is its place in the answer, from 0. ``url`` is the page or address it is about,
    ``image_url`` the picture there, ``archived_url`` a copy in an archive. ``earliest`` and
    ``latest`` are UTC instants, inclusive, as the service gives them; both None where it gives no
    date. ``details`` are what else it says, names to texts and numbers. ``identical`` says that an
    archive's own digest of the copy is that of our file, which is a reason to fetch it first and
    no proof. ``evidence`` is what it became, ``found_asset`` the picture that was taken in from it.
    """

    call = models.ForeignKey(ProviderCall, on_delete=models.CASCADE, related_name="leads")
    place = models.PositiveIntegerField()
    kind = models.CharField(max_length=16, choices=LeadKind.choices)
    url = models.TextField(blank=True, default="")
    image_url = models.TextField(blank=True, default="")
    archived_url = models.TextField(blank=True, default="")
    title = models.TextField(blank=True, default="")
    site = models.CharField(max_length=255, blank=True, default="")
    earliest = models.DateTimeField(null=True, blank=True)
    latest = models.DateTimeField(null=True, blank=True)
    details = models.JSONField(default=dict, blank=True)
    identical = models.BooleanField(default=False)
    state = models.CharField(max_length=9, choices=LeadState.choices, default=LeadState.OPEN)
    evidence = models.ForeignKey(
        "media_provenance.Evidence",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    found_asset = models.ForeignKey(
        "media_provenance.MediaAsset",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["call", "place"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["call", "place"], name="provider_lead_place_once"),
            models.CheckConstraint(
                condition=Q(kind__in=LeadKind.values), name="provider_lead_kind_is_known"
            ),
            models.CheckConstraint(
                condition=both_or_neither(Q(decided_at__isnull=False), ~Q(state=LeadState.OPEN)),
                name="provider_lead_decided_has_time",
            ),
            models.CheckConstraint(
                condition=Q(state__in=LeadState.values), name="provider_lead_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(earliest__isnull=True)
                | Q(latest__isnull=True)
                | Q(earliest__lte=F("latest")),
                name="provider_lead_interval_is_ordered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.place} of {self.call_id}"

    @property
    def may_be_evidence(self) -> bool:
        """Whether nobody has decided what it proves; one that is only cited may prove something."""
        is_cited = self.state == LeadState.RECORDED and self.evidence_id is None
        return self.state == LeadState.OPEN or is_cited


class ProviderPace(models.Model):
    """When the next request of one sort may go to one service, by the database's clock.

    One row for all processes of the installation, so that two workers are no faster than one.
    """

    name = models.CharField(max_length=80, primary_key=True)
    next_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name
