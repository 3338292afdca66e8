"""What readings of a news item gave, what people put right in them, and what is offered.

A reading never changes: a newer reader adds a row. What a person put right stands in rows of
its own and is applied again to every later reading; what the product only suggests is never a
statement until a person takes it.
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from claims.domain.attributed import Confidence
from claims.models.statement import Stance
from jobs.constraints import both_or_neither


class Reading(models.Model):
    """What one run of the reader found in a news item; added, never changed.

    ``title`` and ``text`` are as read, without corrections. ``content`` is the whole of it:
    ``lines`` (every line, kept or dropped, with its role and reason), ``items`` (as `manage
    read_page` prints them) and ``cuts`` (where further articles were offered). ``site`` is the
    host the page came from, "" if it is not known.
    """

    news_item = models.ForeignKey(
        "claims.NewsItem", on_delete=models.PROTECT, related_name="readings"
    )
    number = models.PositiveIntegerField()
    reader_version = models.PositiveIntegerField()
    site = models.CharField(max_length=253, blank=True, default="")
    title = models.TextField(blank=True, default="")
    text = models.TextField(blank=True, default="")
    content = models.JSONField(default=dict)
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering: ClassVar = ["news_item", "number"]
        indexes: ClassVar = [models.Index(fields=["site", "-id"], name="reading_by_site")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["news_item", "number"], name="reading_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.news_item_id} {self.number}"


class ReadingCorrectionKind(models.TextChoices):
    TEXT = "text", _("text")
    TITLE = "title", _("title")
    AUTHOR = "author", _("author")
    LANGUAGE = "language", _("language")
    KEEP_LINE = "keep_line", _("a line was kept")
    DROP_LINE = "drop_line", _("a line was left out")


class ReadingCorrection(models.Model):
    """One thing that a person put right in the reading of a news item.

    ``before`` became ``after``; of a change of the text, ``context_before`` and
    ``context_after`` stood on either side of it, and ``start`` says where it was made, in code
    points of the text at that time. Of a line, ``before`` holds its words and ``start`` its
    number. ``is_adrift`` says that its place was not found in the newest reading.
    """

    news_item = models.ForeignKey(
        "claims.NewsItem", on_delete=models.CASCADE, related_name="corrections"
    )
    kind = models.CharField(max_length=12, choices=ReadingCorrectionKind.choices)
    before = models.TextField(blank=True, default="")
    after = models.TextField(blank=True, default="")
    context_before = models.TextField(blank=True, default="")
    context_after = models.TextField(blank=True, default="")
    start = models.PositiveIntegerField(default=0)
    is_adrift = models.BooleanField(default=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(db_default=Now())
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        # The order in which they are applied.
        ordering: ClassVar = ["news_item", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind__in=ReadingCorrectionKind.values),
                name="reading_correction_kind_is_known",
            ),
            models.CheckConstraint(
                condition=both_or_neither(Q(undone_at__isnull=False), Q(undone_by__isnull=False)),
                name="reading_correction_undone_by_someone",
            ),
            models.CheckConstraint(
                condition=~Q(kind=ReadingCorrectionKind.TEXT) | ~Q(before=models.F("after")),
                name="reading_correction_changes_something",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.news_item_id}"


class SuggestionState(models.TextChoices):
    OFFERED = "offered", _("offered")
    ACCEPTED = "accepted", _("taken")
    REJECTED = "rejected", _("not taken")
    # The newest reading does not give it any more; it comes back if a later one does.
    GONE = "gone", _("no longer read")


class ConfidenceClass(models.TextChoices):
    """How sure the rules are; the values are those of `claims.domain.attributed`."""

    STRONG = Confidence.STRONG.value, _("clear")
    FAIR = Confidence.FAIR.value, _("fairly clear")
    WEAK = Confidence.WEAK.value, _("unsure")


class StatementSuggestion(models.Model):
    """Who seems to say what in a news item, as the rules read it; a person decides.

    ``fingerprint`` (64 hexadecimal digits) is made of speaker, stance and claim, folded: what
    was rejected is not offered again when the page is read anew. ``start`` to ``end`` (code
    points, end exclusive) is the claim, or the sentence of the cue where nothing is claimed; in
    the title if ``in_title``, else in the text. ``spans`` holds "cue", "claim", "speaker" and
    "relay", each [start, end] or null. ``reasons`` are codes of why to check it.
    ``claim_key`` is the claim folded for comparing.
    """

    news_item = models.ForeignKey(
        "claims.NewsItem", on_delete=models.CASCADE, related_name="suggestions"
    )
    fingerprint = models.CharField(max_length=64)
    speaker = models.TextField(blank=True, default="")
    relay = models.TextField(blank=True, default="")
    stance = models.CharField(max_length=16, choices=Stance.choices)
    claim_text = models.TextField(blank=True, default="")
    claim_key = models.TextField(blank=True, default="")
    cue = models.TextField(blank=True, default="")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    spans = models.JSONField(default=dict)
    in_title = models.BooleanField(default=False)
    is_anonymous = models.BooleanField(default=False)
    is_outlet = models.BooleanField(default=False)
    confidence = models.CharField(max_length=8, choices=ConfidenceClass.choices)
    reasons = models.JSONField(default=list)
    language = models.CharField(max_length=12, blank=True, default="")
    state = models.CharField(
        max_length=8, choices=SuggestionState.choices, default=SuggestionState.OFFERED
    )
    statement = models.OneToOneField(
        "claims.Statement",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="suggestion",
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["news_item", "-in_title", "start", "id"]
        indexes: ClassVar = [
            # Opposition always has one of these on one side: few rows to look through. Without
            # a list of what waits to be indexed, which every look-up would have to go through:
            # with it one took 300 ms among 20,000 fresh rows, and 2 ms without.
            GinIndex(
                fields=["claim_key"],
                opclasses=["gin_trgm_ops"],
                fastupdate=False,
                condition=Q(stance=Stance.DENIES),
                name="suggestion_denied_like",
            ),
            GinIndex(
                fields=["claim_key"],
                opclasses=["gin_trgm_ops"],
                fastupdate=False,
                condition=Q(stance__in=[Stance.ASSERTS, Stance.REPORTS]),
                name="suggestion_asserted_like",
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["news_item", "fingerprint"], name="suggestion_once"),
            models.CheckConstraint(
                condition=Q(start__lt=models.F("end")), name="suggestion_span_is_ordered"
            ),
            models.CheckConstraint(
                condition=Q(stance__in=Stance.values), name="suggestion_stance_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=SuggestionState.values), name="suggestion_state_is_known"
            ),
            models.CheckConstraint(
                condition=both_or_neither(
                    Q(state__in=[SuggestionState.ACCEPTED, SuggestionState.REJECTED]),
                    Q(decided_at__isnull=False),
                ),
                name="suggestion_decided_has_time",
            ),
            models.CheckConstraint(
                condition=both_or_neither(Q(decided_at__isnull=False), Q(decided_by__isnull=False)),
                name="suggestion_decided_by_someone",
            ),
            models.CheckConstraint(
                condition=both_or_neither(
                    Q(state=SuggestionState.ACCEPTED), Q(statement__isnull=False)
                ),
                name="suggestion_taken_is_a_statement",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.speaker} {self.stance}"


class SiteLineState(models.TextChoices):
    LEARNT = "learnt", _("left out")
    KEPT = "kept", _("kept as text")


class SiteLine(models.Model):
    """A line that stands on many pages of one site, so that it is no part of their articles.

    ``key`` is the line folded, ``text`` one spelling of it, ``pages_seen`` on how many of the
    site's pages it stood when that was last counted. ``KEPT`` is a person's word that it is text.
    """

    site = models.CharField(max_length=253)
    key = models.CharField(max_length=500)
    text = models.TextField()
    pages_seen = models.PositiveIntegerField()
    state = models.CharField(
        max_length=8, choices=SiteLineState.choices, default=SiteLineState.LEARNT
    )
    learnt_at = models.DateTimeField(db_default=Now())
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["site", "-pages_seen", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["site", "key"], name="site_line_once"),
            models.CheckConstraint(
                condition=Q(state__in=SiteLineState.values), name="site_line_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state=SiteLineState.LEARNT) | Q(decided_by__isnull=False),
                name="site_line_kept_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return self.text
