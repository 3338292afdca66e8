"""Searches that people asked for: with a picture of their own, or harder for a stored one."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from jobs.constraints import both_or_neither
from media_provenance.models.asset import SearchEffort

# Under MEDIA_ROOT: one folder for each search, called by its id, so that one can be erased whole.
SEARCHES_FOLDER = "searches"
# Searches of one person that are kept at once: each holds a file of up to 20 MB until it is erased.
MOST_SEARCHES = 30


class SearchState(models.TextChoices):
    WAITING = "waiting", _("being searched")
    DONE = "done", _("searched")
    REFUSED = "refused", _("refused")


class PictureSearch(models.Model):
    """A picture that somebody looked for in the archive without adding it to the archive.

    The file lies under MEDIA_ROOT before this row exists. It is in no index and no feed, and
    goes with its row at ``erase_at`` at the latest. ``effort`` is that of ``results``,
    ``wanted_effort`` that of the newest request. ``results`` are records as
    ``domain.search_records`` writes them, best first; the ids in them are no foreign keys, since a
    search must not keep a picture from being removed. A refused search has no file any more.
    Width and height are those of the upright picture, in pixels.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sha256 = models.CharField(max_length=64)
    byte_size = models.PositiveIntegerField()
    original_name = models.CharField(max_length=255, blank=True, default="")
    state = models.CharField(max_length=8, choices=SearchState.choices, default=SearchState.WAITING)
    refusal = models.CharField(max_length=40, blank=True, default="")
    refusal_detail = models.CharField(max_length=80, blank=True, default="")
    wanted_effort = models.CharField(
        max_length=8, choices=SearchEffort.choices, default=SearchEffort.NORMAL
    )
    effort = models.CharField(max_length=8, choices=SearchEffort.choices, blank=True, default="")
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    # Why it can be found in fewer ways than others: ``domain.picture_quality`` marks.
    marks = models.JSONField(default=list, blank=True)
    results = models.JSONField(default=list, blank=True)
    searched_at = models.DateTimeField(null=True, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    asked_at = models.DateTimeField(db_default=Now())
    # Promised when it was asked; a setting that changes later makes no search stay longer.
    erase_at = models.DateTimeField()
    # The stored picture that it became, if somebody kept it.
    kept_as = models.ForeignKey(
        "media_provenance.MediaAsset",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        ordering: ClassVar = ["-asked_at", "id"]
        verbose_name_plural = "picture searches"
        indexes: ClassVar = [
            models.Index(fields=["erase_at"], name="search_by_erasure"),
            models.Index(fields=["asked_by", "-asked_at"], name="search_by_person"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="search_sha256_is_hex"
            ),
            models.CheckConstraint(
                condition=Q(state__in=SearchState.values), name="search_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(effort__in=["", *SearchEffort.values])
                & Q(wanted_effort__in=SearchEffort.values),
                name="search_effort_is_known",
            ),
            models.CheckConstraint(
                condition=both_or_neither(Q(state=SearchState.REFUSED), ~Q(refusal="")),
                name="search_refused_has_reason",
            ),
            models.CheckConstraint(
                condition=both_or_neither(Q(searched_at__isnull=False), ~Q(effort="")),
                name="search_effort_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state=SearchState.DONE)
                | (Q(searched_at__isnull=False, width__gt=0, height__gt=0)),
                name="search_done_has_time_and_size",
            ),
            models.CheckConstraint(
                condition=Q(erase_at__gt=F("asked_at")), name="search_ends_after_it_began"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} search {self.pk}"

    @property
    def is_waiting(self) -> bool:
        """Whether a search was asked for that is not done."""
        return self.state == SearchState.WAITING

    @property
    def file_path(self) -> str:
        """Where the file lies as it came, relative to MEDIA_ROOT."""
        return f"{self.folder}/file"

    @property
    def copy_path(self) -> str:
        """Where the copy for the desk lies, drawn from the pixels, relative to MEDIA_ROOT."""
        return f"{self.folder}/copy.webp"

    @property
    def folder(self) -> str:
        """Where everything of this search lies, and nothing else, relative to MEDIA_ROOT."""
        return f"{SEARCHES_FOLDER}/{self.pk}"


class HarderSearch(models.Model):
    """Somebody asked for a stored picture to be searched with more effort.

    ``done_at`` is when that search ended; None while it waits or runs. Asking again once it is
    done is a row of its own.
    """

    asset = models.ForeignKey(
        "media_provenance.MediaAsset", on_delete=models.CASCADE, related_name="harder_searches"
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    asked_at = models.DateTimeField(db_default=Now())
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-asked_at", "-id"]
        verbose_name_plural = "harder searches"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["asset"],
                condition=Q(done_at__isnull=True),
                name="harder_search_one_open_per_picture",
            ),
        ]

    def __str__(self) -> str:
        return f"harder search of {self.asset_id}"
