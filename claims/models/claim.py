"""The claim, who made it, and where it was seen."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from claims.domain.workflow import CaseStatus
from claims.models.interval import ordered
from jobs.constraints import both_or_neither


class ClaimantKind(models.TextChoices):
    PERSON = "person", _("person")
    ORGANIZATION = "organization", _("organisation")


class Claimant(models.Model):
    """Who made a claim."""

    kind = models.CharField(_("kind"), max_length=12, choices=ClaimantKind.choices)
    name = models.CharField(_("name"), max_length=200)
    language = models.CharField(_("language"), max_length=12, blank=True, default="")
    job_title = models.CharField(_("office"), max_length=200, blank=True, default="")
    same_as = models.URLField(_("address of a page about them"), max_length=2048, blank=True)

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "name"], name="claimant_kind_and_name_once"),
            models.CheckConstraint(condition=~Q(name=""), name="claimant_has_name"),
            models.CheckConstraint(
                condition=Q(kind__in=ClaimantKind.values), name="claimant_kind_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class DropReason(models.TextChoices):
    NOT_CHECKABLE = "not_checkable", _("cannot be checked")
    NO_INTEREST = "no_interest", _("not of public interest")
    SPAM = "spam", _("spam")
    MERGED = "merged", _("merged into another claim")
    OTHER = "other", _("other reason")


STATUS_LABELS = {
    CaseStatus.RECEIVED: _("received"),
    CaseStatus.RESEARCHING: _("researching"),
    CaseStatus.ANSWERED: _("answered"),
    CaseStatus.DROPPED: _("dropped"),
}


class Claim(models.Model):
    """One checkable statement, in its own words and language; the case we work on.

    ``event_first`` to ``event_last`` are the days of what the claim says happened,
    inclusive, in ``event_origin`` with how we know ("editor", or "appearance": the
    claim was spread as something current, so its first dated appearance stands in).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    text = models.TextField()
    language = models.CharField(max_length=12)
    restated = models.TextField(blank=True, default="")
    claimant = models.ForeignKey("claims.Claimant", null=True, blank=True, on_delete=models.PROTECT)
    status = models.CharField(
        max_length=12, choices=list(STATUS_LABELS.items()), default=CaseStatus.RECEIVED
    )
    drop_reason = models.CharField(
        max_length=16, choices=DropReason.choices, blank=True, default=""
    )
    drop_note = models.TextField(blank=True, default="")
    merged_into = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="merged_here",
    )
    event_first = models.DateField(null=True, blank=True)
    event_last = models.DateField(null=True, blank=True)
    event_origin = models.CharField(max_length=12, blank=True, default="")
    news_items = models.ManyToManyField("claims.NewsItem", related_name="claims", blank=True)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    added_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering: ClassVar = ["-added_at"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(text=""), name="claim_has_text"),
            models.CheckConstraint(
                condition=Q(status__in=[status.value for status in CaseStatus]),
                name="claim_status_is_known",
            ),
            models.CheckConstraint(
                condition=both_or_neither(Q(status=CaseStatus.DROPPED), ~Q(drop_reason="")),
                name="claim_dropped_has_reason",
            ),
            models.CheckConstraint(
                condition=both_or_neither(
                    Q(drop_reason=DropReason.MERGED), Q(merged_into__isnull=False)
                ),
                name="claim_merged_has_target",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
                name="claim_not_merged_into_itself",
            ),
            ordered("event_first", "event_last", "claim_event_is_ordered"),
            models.CheckConstraint(
                condition=(
                    Q(
                        event_first__isnull=True,
                        event_last__isnull=True,
                        event_origin="",
                    )
                    | Q(event_first__isnull=False, event_last__isnull=False)
                    & Q(event_origin__in=["editor", "appearance"])
                ),
                name="claim_event_has_both_days_and_origin",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]


class Appearance(models.Model):
    """One place and time at which the claim was seen.

    ``news_item`` is the page itself; ``read_in`` is the page that told of it, for a post that was
    quoted there and that nobody fetched. ``quote`` are the words of the news item of which the
    claim was made, from ``span_start`` to ``span_end`` in its text (code points, end exclusive);
    ``is_adrift`` says that they no longer stand there.
    """

    claim = models.ForeignKey("claims.Claim", on_delete=models.CASCADE, related_name="appearances")
    news_item = models.ForeignKey(
        "claims.NewsItem",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    read_in = models.ForeignKey(
        "claims.NewsItem",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="posts_taken",
    )
    url = models.URLField(max_length=2048, blank=True, default="")
    platform = models.CharField(max_length=100, blank=True, default="")
    account = models.CharField(max_length=200, blank=True, default="")
    first_day = models.DateField(null=True, blank=True)
    last_day = models.DateField(null=True, blank=True)
    archived_url = models.URLField(max_length=2048, blank=True, default="")
    quote = models.TextField(blank=True, default="")
    span_start = models.PositiveIntegerField(null=True, blank=True)
    span_end = models.PositiveIntegerField(null=True, blank=True)
    is_adrift = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["first_day", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(quote="", span_start__isnull=True, span_end__isnull=True)
                | (~Q(quote="") & Q(span_start__lt=F("span_end"))),
                name="appearance_quote_has_span",
            ),
            ordered("first_day", "last_day", "appearance_days_are_ordered"),
            models.UniqueConstraint(
                fields=["claim", "news_item"],
                condition=Q(news_item__isnull=False),
                name="appearance_once_per_news_item",
            ),
            models.CheckConstraint(
                condition=Q(news_item__isnull=False) | ~Q(url="") | ~Q(platform=""),
                name="appearance_is_somewhere",
            ),
        ]

    def __str__(self) -> str:
        return self.url or self.platform or str(self.pk)


class ClaimPicture(models.Model):
    """A picture that the claim was spread with."""

    claim = models.ForeignKey("claims.Claim", on_delete=models.CASCADE, related_name="pictures")
    asset = models.ForeignKey("media_provenance.MediaAsset", on_delete=models.PROTECT)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar = ["claim", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["claim", "asset"], name="claim_picture_once"),
        ]

    def __str__(self) -> str:
        return str(self.asset_id)
