"""One stored picture file."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from jobs.constraints import both_or_neither
from media_provenance.domain.video_frames import VideoFormat

# Namespace of asset ids: UUIDv5 of this and the hexadecimal SHA-256 (docs/adr/0004).
ASSET_NAMESPACE = uuid.UUID("8f6f2d0e-5d0b-5c1b-9d3c-0b7f1e2a4c6d")


def asset_id_for(sha256: str) -> uuid.UUID:
    """Return the id of the asset with this digest, on every machine the same.

    Args:
        sha256: 64 lowercase hexadecimal digits.
    """
    return uuid.uuid5(ASSET_NAMESPACE, sha256)


_VIDEO_FORMATS = frozenset(format.value for format in VideoFormat)
# Longest sides, in pixels, of the copies that are drawn of every picture that was read.
RENDITION_SIDES = (480, 960)


class AssetState(models.TextChoices):
    STORED = "stored", _("stored, not looked at yet")
    READ = "read", _("read")
    REFUSED = "refused", _("refused")


class SearchEffort(models.TextChoices):
    """How hard the archive was searched for copies of a picture (`domain.description.Effort`)."""

    NORMAL = "normal", _("searched")
    HARDER = "harder", _("searched harder")


class AssetQuerySet(models.QuerySet["MediaAsset"]):
    def readable(self) -> AssetQuerySet:
        return self.filter(state=AssetState.READ)


class MediaAsset(models.Model):
    """A file identified by the SHA-256 of its bytes.

    The original lies byte for byte under MEDIA_ROOT before this row exists, and is never
    shown; readers and editors see copies that were drawn anew from its pixels.
    ``pixel_sha256`` is the digest of the upright RGB pixels, so that two files with the
    same picture but other metadata are known as the same picture. Width and height are
    those of the upright picture, in pixels.

    ``searched_at`` says when the archive was last searched for copies of it, ``search_version``
    by which rules (0: by the fingerprint of the whole picture alone) and ``search_effort`` how
    hard; None before that, when nobody can say yet that there is no copy.

    A video is an asset as well, with its ``duration`` and without pixels of its own. A picture
    that was taken out of one names it in ``frame_of``, with the time from its start in
    ``frame_at``.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    sha256 = models.CharField(max_length=64, unique=True)
    byte_size = models.PositiveIntegerField()
    format = models.CharField(max_length=8)
    state = models.CharField(max_length=8, choices=AssetState.choices, default=AssetState.STORED)
    refusal = models.CharField(max_length=40, blank=True, default="")
    pixel_sha256 = models.CharField(max_length=64, blank=True, default="", db_index=True)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    informative = models.BooleanField(default=True)
    # Metadata fields as the file has them (name -> text). Claims, not facts.
    metadata = models.JSONField(default=dict, blank=True)
    # Content Credentials as `domain.content_credentials` records them; None where the file has
    # none. Judged anew when the lists of trust change (`pipeline.credentials`).
    content_credentials = models.JSONField(null=True, blank=True, editable=False)
    # What could not be read beside the picture: codes, as `ReadingNote` has them.
    reading_notes = models.JSONField(default=list, blank=True, editable=False)
    original_name = models.CharField(max_length=255, blank=True, default="")
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    added_at = models.DateTimeField(db_default=Now())

    searched_at = models.DateTimeField(null=True, blank=True, editable=False)
    search_version = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)
    search_effort = models.CharField(
        max_length=8, choices=SearchEffort.choices, blank=True, default="", editable=False
    )
    duration = models.DurationField(null=True, blank=True)
    frame_of = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="frames"
    )
    frame_at = models.DurationField(null=True, blank=True)

    objects = AssetQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-added_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="asset_sha256_is_hex"
            ),
            models.CheckConstraint(
                condition=Q(state__in=AssetState.values), name="asset_state_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(state=AssetState.READ)
                | Q(duration__isnull=False)
                | (
                    Q(width__isnull=False, width__gt=0)
                    & Q(height__isnull=False, height__gt=0)
                    & ~Q(pixel_sha256="")
                ),
                name="asset_read_has_pixels",
            ),
            models.CheckConstraint(
                condition=both_or_neither(Q(state=AssetState.REFUSED), ~Q(refusal="")),
                name="asset_refused_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(searched_at__isnull=True, search_version__isnull=True, search_effort="")
                | Q(searched_at__isnull=False, search_version__isnull=False)
                & Q(search_effort__in=SearchEffort.values),
                name="asset_searched_says_when_and_how",
            ),
            models.CheckConstraint(
                condition=Q(searched_at__isnull=True) | Q(state=AssetState.READ),
                name="asset_searched_was_read",
            ),
            models.CheckConstraint(
                condition=both_or_neither(Q(frame_of__isnull=False), Q(frame_at__isnull=False))
                & (Q(frame_of__isnull=True) | ~Q(frame_of=F("id")) & Q(duration__isnull=True)),
                name="asset_frame_has_video_and_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.original_name or self.format} {self.sha256[:12]}"

    @property
    def is_video(self) -> bool:
        """Whether it is a video, read or not: frames are taken from it, and it has no looks."""
        return self.format in _VIDEO_FORMATS

    @property
    def is_searched(self) -> bool:
        """Whether the archive was searched for copies of it."""
        return self.searched_at is not None

    @property
    def original_path(self) -> str:
        """Where the original lies, relative to MEDIA_ROOT."""
        return f"originals/{self.sha256[:2]}/{self.sha256}"

    def rendition_path(self, longest: int) -> str:
        """Where the copy with that longest side lies, relative to MEDIA_ROOT."""
        return f"renditions/{self.sha256[:2]}/{self.sha256}-{longest}.webp"
