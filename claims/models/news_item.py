"""What came in: a page, a text or pictures, as fetched and as read."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.indexes import HashIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from claims.models.interval import ordered
from jobs.constraints import both_or_neither


class IntakeKind(models.TextChoices):
    URL = "url", _("address")
    TEXT = "text", _("pasted text")
    FILE = "file", _("uploaded page")
    PICTURES = "pictures", _("pictures")


class ReadingState(models.TextChoices):
    WAITING = "waiting", _("waiting to be read")
    READ = "read", _("read")
    FAILED = "failed", _("could not be read")
    JOINED = "joined", _("joined to the page it is part of")


class NewsItem(models.Model):
    """One page, text or set of pictures that came to the desk.

    ``text_fetched`` is what came, ``text`` what we read out of it; the first is never
    changed. ``published_first`` to ``published_last`` are the days, inclusive, between
    which it was published, with ``published_origin`` saying where that was read and
    ``published_text`` the words. ``missing`` names what the reading did not find.

    ``title``, ``author``, ``text`` and ``language`` are the newest ``reading`` with what people
    put right; ``text_version`` grows with every change of them. ``analysis`` is what was found in
    the text besides: see `claims.domain.stored_analysis`.

    A page that holds several articles is one item for each: the first has the ``cuts``
    (``[{"line", "text"}]``, where the others begin; None while nobody has decided, [] for one
    article), the others are ``part_of`` it and counted in ``part`` from 2.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    intake = models.CharField(max_length=8, choices=IntakeKind.choices)
    state = models.CharField(
        max_length=8, choices=ReadingState.choices, default=ReadingState.WAITING
    )
    failure = models.CharField(max_length=40, blank=True, default="")
    outlet = models.ForeignKey("claims.Outlet", null=True, blank=True, on_delete=models.PROTECT)
    url = models.TextField(blank=True, default="")
    canonical_url = models.TextField(blank=True, default="")
    title = models.CharField(max_length=500, blank=True, default="")
    author = models.CharField(max_length=300, blank=True, default="")
    text_fetched = models.TextField(blank=True, default="")
    text = models.TextField(blank=True, default="")
    language = models.CharField(max_length=12, blank=True, default="")
    language_confidence = models.FloatField(null=True)
    published_first = models.DateField(null=True)
    published_last = models.DateField(null=True)
    published_origin = models.CharField(max_length=24, blank=True, default="")
    published_text = models.CharField(max_length=300, blank=True, default="")
    published_conflicts = models.JSONField(default=list, blank=True)
    missing = models.JSONField(default=list, blank=True)
    reading = models.ForeignKey(
        "claims.Reading", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    text_version = models.PositiveIntegerField(default=0)
    analysis = models.JSONField(default=dict, blank=True)
    part_of = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts"
    )
    part = models.PositiveSmallIntegerField(default=1)
    cuts = models.JSONField(null=True, blank=True, default=None)
    furniture = models.JSONField(default=list, blank=True)
    capture = models.ForeignKey(
        "media_provenance.Capture", null=True, blank=True, on_delete=models.PROTECT
    )
    note = models.TextField(blank=True, default="")
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
            ordered("published_first", "published_last", "news_item_published_is_ordered"),
            models.CheckConstraint(
                condition=Q(published_first__isnull=True, published_last__isnull=True)
                | ~Q(published_origin=""),
                name="news_item_published_has_origin",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ReadingState.values),
                name="news_item_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(intake__in=IntakeKind.values),
                name="news_item_intake_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(intake=IntakeKind.URL) | ~Q(url=""),
                name="news_item_address_has_url",
            ),
            models.CheckConstraint(
                condition=both_or_neither(Q(state=ReadingState.FAILED), ~Q(failure="")),
                name="news_item_failure_has_reason",
            ),
            models.CheckConstraint(
                condition=both_or_neither(Q(part_of__isnull=True), Q(part=1)),
                name="news_item_parts_are_counted_from_two",
            ),
            models.CheckConstraint(
                condition=~Q(part_of=F("id")), name="news_item_not_part_of_itself"
            ),
            models.CheckConstraint(
                condition=Q(part_of__isnull=True) | Q(cuts__isnull=True),
                name="news_item_cuts_stand_on_the_first",
            ),
            models.CheckConstraint(
                condition=~Q(state=ReadingState.JOINED) | Q(part_of__isnull=False),
                name="news_item_joined_to_something",
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.url or str(self.id)

    @property
    def has_no_page(self) -> bool:
        """Whether it is pictures or a video alone: uploaded, or behind an address of their own."""
        is_file = self.state == ReadingState.READ and self.reading_id is None
        return self.intake == IntakeKind.PICTURES or (self.intake == IntakeKind.URL and is_file)

    @property
    def is_from_copy(self) -> bool:
        """Whether it was read from a copy that had been fetched before it was brought in."""
        return (
            self.intake == IntakeKind.URL
            and self.capture is not None
            and self.capture.captured_at < self.added_at
        )


class NewsItemPicture(models.Model):
    """A picture that stood in a news item, with the words beside it."""

    news_item = models.ForeignKey(
        "claims.NewsItem", on_delete=models.CASCADE, related_name="pictures"
    )
    asset = models.ForeignKey(
        "media_provenance.MediaAsset", null=True, blank=True, on_delete=models.PROTECT
    )
    position = models.PositiveSmallIntegerField()
    url = models.TextField(blank=True, default="")
    caption = models.TextField(blank=True, default="")
    alt = models.TextField(blank=True, default="")
    is_lead = models.BooleanField(default=False)
    failure = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        ordering: ClassVar = ["news_item", "position"]
        # By hash: an address may be longer than a row of a B-tree takes.
        indexes: ClassVar = [HashIndex(fields=["url"], name="news_item_picture_by_url")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["news_item", "position"], name="news_item_picture_position_once"
            ),
            models.UniqueConstraint(
                fields=["news_item", "asset"],
                condition=Q(asset__isnull=False),
                name="news_item_picture_once",
            ),
            models.CheckConstraint(
                condition=Q(asset__isnull=False) | ~Q(url=""),
                name="news_item_picture_has_asset_or_address",
            ),
        ]

    def __str__(self) -> str:
        return self.caption or self.url or str(self.pk)

    @property
    def is_embedded(self) -> bool:
        """Whether the picture stood inside a saved page, so that it has no address."""
        return self.url.startswith("data:")
