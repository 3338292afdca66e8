"""Our conclusion, in each language, with every revision it went through."""

from __future__ import annotations

import secrets
import uuid
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from claims.domain.media_categories import CONTRADICT_ORIGINAL, ORIGINAL
from claims.domain.workflow import TextStatus
from claims.models.rating import MediaCategory
from jobs.constraints import both_or_neither

# Letters and digits that cannot be taken for one another when read aloud.
_ID_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"

STATUS_LABELS = {
    TextStatus.DRAFT: _("draft"),
    TextStatus.IN_REVIEW: _("in review"),
    TextStatus.APPROVED: _("approved"),
    TextStatus.SCHEDULED: _("scheduled"),
    TextStatus.PUBLISHED: _("published"),
    TextStatus.SUPERSEDED: _("superseded"),
    TextStatus.WITHDRAWN: _("withdrawn"),
}
OPEN_STATUSES = (
    TextStatus.DRAFT,
    TextStatus.IN_REVIEW,
    TextStatus.APPROVED,
    TextStatus.SCHEDULED,
)


def new_public_id() -> str:
    """Return a random id of 22 characters (about 128 bits) for public addresses."""
    return "".join(secrets.choice(_ID_ALPHABET) for _ in range(22))


class Verdict(models.Model):
    """Our conclusion about one claim. Its words, per language, are VerdictTexts.

    ``media_also`` holds what the picture is beside its ``media_category``, in no order.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    claim = models.OneToOneField("claims.Claim", on_delete=models.PROTECT, related_name="verdict")
    public_id = models.CharField(max_length=22, unique=True, default=new_public_id, editable=False)
    media_category = models.CharField(
        max_length=32,
        choices=MediaCategory.choices,
        blank=True,
        default=MediaCategory.NONE,
    )
    media_also = ArrayField(
        models.CharField(max_length=32, choices=[one for one in MediaCategory.choices if one[0]]),
        blank=True,
        default=list,
    )
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering: ClassVar = ["-created_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(media_also__contained_by=[one for one in MediaCategory.values if one]),
                name="verdict_media_also_is_known",
            ),
            models.CheckConstraint(
                condition=Q(media_also=[]) | ~Q(media_category=""),
                name="verdict_media_also_needs_category",
            ),
            models.CheckConstraint(
                condition=~(
                    Q(media_category=ORIGINAL) & Q(media_also__overlap=list(CONTRADICT_ORIGINAL))
                    | Q(media_also__contains=[ORIGINAL])
                    & (
                        Q(media_category__in=list(CONTRADICT_ORIGINAL))
                        | Q(media_also__overlap=list(CONTRADICT_ORIGINAL))
                    )
                ),
                name="verdict_media_original_is_unaltered",
            ),
        ]

    def __str__(self) -> str:
        return self.public_id


class VerdictText(models.Model):
    """The verdict in one language; an editorial object with its own revisions."""

    verdict = models.ForeignKey("claims.Verdict", on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=12)

    class Meta:
        ordering: ClassVar = ["verdict", "language"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["verdict", "language"], name="verdict_text_once_per_language"
            )
        ]

    def __str__(self) -> str:
        return f"{self.verdict_id} ({self.language})"


class RevisionQuerySet(models.QuerySet["Revision"]):
    def open(self) -> RevisionQuerySet:
        return self.filter(status__in=OPEN_STATUSES)

    def published(self) -> RevisionQuerySet:
        return self.filter(status=TextStatus.PUBLISHED)


class Revision(models.Model):
    """One revision of a verdict text; it carries the status.

    While it is a draft it may change (``version`` counts saves, so that two editors do
    not overwrite each other); once published it never changes again: ``snapshot``
    holds everything its public page shows, frozen at that moment.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    text = models.ForeignKey(
        "claims.VerdictText", on_delete=models.CASCADE, related_name="revisions"
    )
    number = models.PositiveIntegerField()
    status = models.CharField(
        max_length=12, choices=list(STATUS_LABELS.items()), default=TextStatus.DRAFT
    )
    version = models.PositiveIntegerField(default=1)
    rating = models.ForeignKey("claims.Rating", null=True, blank=True, on_delete=models.PROTECT)
    # The claim in the words of this text's language; the original is shown beside it.
    claim_text = models.TextField(blank=True, default="")
    headline = models.CharField(max_length=200, blank=True, default="")
    summary = models.TextField(blank=True, default="")
    body = models.TextField(blank=True, default="")
    finding = models.ForeignKey(
        "media_provenance.Finding", null=True, blank=True, on_delete=models.PROTECT
    )
    snapshot = models.JSONField(null=True, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="revisions"
    )
    created_at = models.DateTimeField(db_default=Now())
    saved_at = models.DateTimeField(db_default=Now())
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    return_reason = models.TextField(blank=True, default="")
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    publish_at = models.DateTimeField(null=True, blank=True)
    scheduled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    withdrawn_reason = models.TextField(blank=True, default="")

    objects: ClassVar[models.Manager[Revision]] = RevisionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["text", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["text", "number"], name="revision_number_once"),
            models.UniqueConstraint(
                fields=["text"],
                condition=Q(status=TextStatus.PUBLISHED),
                name="revision_one_published_per_text",
            ),
            models.UniqueConstraint(
                fields=["text"],
                condition=Q(status__in=OPEN_STATUSES),
                name="revision_one_open_per_text",
            ),
            models.CheckConstraint(
                condition=Q(status__in=[status.value for status in TextStatus]),
                name="revision_status_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(
                    status__in=[
                        TextStatus.PUBLISHED,
                        TextStatus.SUPERSEDED,
                        TextStatus.WITHDRAWN,
                    ]
                )
                | Q(
                    published_at__isnull=False,
                    published_by__isnull=False,
                    approved_by__isnull=False,
                    rating__isnull=False,
                    snapshot__isnull=False,
                ),
                name="revision_published_is_complete",
            ),
            models.CheckConstraint(
                condition=both_or_neither(
                    Q(submitted_at__isnull=True), Q(submitted_by__isnull=True)
                ),
                name="revision_submitted_pair",
            ),
            models.CheckConstraint(
                condition=both_or_neither(Q(approved_at__isnull=True), Q(approved_by__isnull=True)),
                name="revision_approved_pair",
            ),
            models.CheckConstraint(
                condition=both_or_neither(
                    Q(published_at__isnull=True), Q(published_by__isnull=True)
                ),
                name="revision_published_pair",
            ),
            models.CheckConstraint(
                condition=Q(
                    status=TextStatus.WITHDRAWN,
                    withdrawn_at__isnull=False,
                    withdrawn_by__isnull=False,
                )
                | (
                    ~Q(status=TextStatus.WITHDRAWN)
                    & Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                ),
                name="revision_withdrawn_pair",
            ),
            models.CheckConstraint(
                condition=~Q(status=TextStatus.SCHEDULED)
                | Q(publish_at__isnull=False, scheduled_by__isnull=False),
                name="revision_scheduled_has_person_and_time",
            ),
            # The second pair of eyes is a rule of the house that not even a bug may break.
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=models.F("author")),
                name="revision_not_approved_by_author",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.text_id} revision {self.number}"


class PictureRole(models.TextChoices):
    CIRCULATED = "circulated", _("as it circulates")
    EARLIER = "earlier", _("earlier publication")
    CONTEXT = "context", _("for context")


class RevisionPicture(models.Model):
    """A picture that a revision shows, with its caption and text alternative."""

    revision = models.ForeignKey(
        "claims.Revision", on_delete=models.CASCADE, related_name="pictures"
    )
    asset = models.ForeignKey("media_provenance.MediaAsset", on_delete=models.PROTECT)
    role = models.CharField(max_length=12, choices=PictureRole.choices)
    position = models.PositiveSmallIntegerField()
    alt = models.TextField(blank=True, default="")
    caption = models.TextField(blank=True, default="")

    class Meta:
        ordering: ClassVar = ["revision", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["revision", "asset"], name="revision_picture_once"),
            models.CheckConstraint(
                condition=Q(role__in=PictureRole.values),
                name="revision_picture_role_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.asset_id}"


class StatedFinding(models.Model):
    """A finding that a revision's text says in a sentence, below its body.

    ``words`` are the finding's sentence in the language of the text as it was put in; whoever
    edits the text is told where the finding has changed since. ``finding`` is the one that the
    words were made of, and stays readable when a newer one supersedes it.
    """

    revision = models.ForeignKey(
        "claims.Revision", on_delete=models.CASCADE, related_name="stated_findings"
    )
    finding = models.ForeignKey("media_provenance.Finding", on_delete=models.PROTECT)
    position = models.PositiveSmallIntegerField()
    words = models.TextField()
    put_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    put_in_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering: ClassVar = ["revision", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["revision", "finding"], name="stated_finding_once"),
            models.UniqueConstraint(
                fields=["revision", "position"],
                name="stated_finding_position_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(condition=~Q(words=""), name="stated_finding_has_words"),
        ]

    def __str__(self) -> str:
        return f"{self.finding_id} in {self.revision_id}"


class CorrectionKind(models.TextChoices):
    CORRECTION = "correction", _("correction")
    UPDATE = "update", _("update")
    CLARIFICATION = "clarification", _("clarification")


class Correction(models.Model):
    """What a new revision of a published text puts right, in public words."""

    revision = models.OneToOneField(
        "claims.Revision", on_delete=models.CASCADE, related_name="correction"
    )
    kind = models.CharField(max_length=16, choices=CorrectionKind.choices)
    public_note = models.TextField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind__in=CorrectionKind.values),
                name="correction_kind_is_known",
            ),
            models.CheckConstraint(condition=~Q(public_note=""), name="correction_has_note"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.revision_id}"
