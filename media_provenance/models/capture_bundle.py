"""What was kept of a capture so that others can check it, and who signed when.

Rows are added and never changed nor removed: a trigger refuses it, and the application's role has
no right to. The files they name lie under MEDIA_ROOT; ``pipeline.verifying`` compares both.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

__all__ = [
    "FIRST_PREVIOUS",
    "CaptureBundle",
    "CheckedBy",
    "KeptRole",
    "NoScreenshot",
    "TimestampToken",
    "kept_path",
]

# What the first manifest names as the one before it.
FIRST_PREVIOUS = "0" * 64
_HEX = r"^[0-9a-f]{64}$"
_HEX_OR_NONE = r"^([0-9a-f]{64})?$"


class KeptRole(models.TextChoices):
    """The files of a bundle, by what they are; the value is the name in a manifest."""

    WARC = "warc", _("WARC file")
    TEXT = "text", _("text")
    SCREENSHOT = "screenshot", _("screenshot")
    MANIFEST = "manifest", _("manifest")


_SUFFIX = {
    KeptRole.WARC: "warc.gz",
    KeptRole.TEXT: "txt",
    KeptRole.SCREENSHOT: "png",
    KeptRole.MANIFEST: "json",
}


def kept_path(role: KeptRole, sha256: str) -> str:
    """Return where a file of a bundle lies, relative to MEDIA_ROOT."""
    return f"bundles/{sha256[:2]}/{sha256}.{_SUFFIX[role]}"


class NoScreenshot(models.TextChoices):
    """Why there is no screenshot."""

    NO_BROWSER = "no_browser", _("no browser is set up for screenshots")
    NOT_A_PAGE = "not_a_page", _("it is no web page")
    FAILED = "failed", _("the browser could not draw it")


class CaptureBundle(models.Model):
    """One link of the chain: the files kept of one capture, or of one original, by digest.

    ``number`` counts from 1 without gaps. The manifest holds all that stands here and the digest
    of the manifest before it, so that no link can be changed, removed or moved unseen.
    """

    number = models.PositiveBigIntegerField(unique=True)
    # One of the two. PROTECT: what a manifest speaks of is not removed without it.
    capture = models.OneToOneField(
        "media_provenance.Capture",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="bundle",
    )
    asset = models.OneToOneField(
        "media_provenance.MediaAsset",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="bundle",
    )
    # Of the capture's or original's own bytes.
    content_sha256 = models.CharField(max_length=64)
    content_size = models.PositiveBigIntegerField()
    # None for an original, which is kept as it is.
    warc_sha256 = models.CharField(max_length=64, blank=True, default="")
    warc_size = models.PositiveBigIntegerField(null=True, blank=True)
    text_sha256 = models.CharField(max_length=64, blank=True, default="")
    text_size = models.PositiveBigIntegerField(null=True, blank=True)
    screenshot_sha256 = models.CharField(max_length=64, blank=True, default="")
    screenshot_size = models.PositiveBigIntegerField(null=True, blank=True)
    no_screenshot = models.CharField(
        max_length=12, choices=NoScreenshot.choices, blank=True, default=""
    )
    manifest_sha256 = models.CharField(max_length=64, unique=True)
    manifest_size = models.PositiveBigIntegerField()
    previous_sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(capture__isnull=False, asset__isnull=True)
                | Q(capture__isnull=True, asset__isnull=False),
                name="bundle_is_of_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(number__gt=1, previous_sha256__regex=_HEX)
                & ~Q(previous_sha256=FIRST_PREVIOUS)
                | Q(number=1, previous_sha256=FIRST_PREVIOUS),
                name="bundle_is_linked",
            ),
            models.CheckConstraint(
                condition=Q(content_sha256__regex=_HEX, manifest_sha256__regex=_HEX)
                & Q(
                    warc_sha256__regex=_HEX_OR_NONE,
                    text_sha256__regex=_HEX_OR_NONE,
                    screenshot_sha256__regex=_HEX_OR_NONE,
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
                    & Q(no_screenshot__in=NoScreenshot.values)
                )
                | ~Q(screenshot_sha256="") & Q(screenshot_size__isnull=False, no_screenshot=""),
                name="bundle_screenshot_or_reason",
            ),
            models.CheckConstraint(
                condition=Q(text_sha256="", text_size__isnull=True)
                | ~Q(text_sha256="") & Q(text_size__isnull=False),
                name="bundle_text_has_a_size",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.manifest_sha256[:12]}"

    @property
    def files(self) -> dict[KeptRole, tuple[str, int]]:
        """The files there are: role -> SHA-256 and bytes, the manifest last."""
        found: dict[KeptRole, tuple[str, int]] = {}
        if self.warc_size is not None:
            found[KeptRole.WARC] = (self.warc_sha256, self.warc_size)
        if self.text_size is not None:
            found[KeptRole.TEXT] = (self.text_sha256, self.text_size)
        if self.screenshot_size is not None:
            found[KeptRole.SCREENSHOT] = (self.screenshot_sha256, self.screenshot_size)
        found[KeptRole.MANIFEST] = (self.manifest_sha256, self.manifest_size)
        return found

    def path_of(self, role: KeptRole) -> str:
        """Where a file lies, relative to MEDIA_ROOT.

        Raises:
            KeyError: if the bundle has none of that role.
        """
        return kept_path(role, self.files[role][0])


class CheckedBy(models.TextChoices):
    """What verified a token's signature."""

    CLIENT = "client", "rfc3161-client"
    PROGRAM = "program", "OpenSSL"
    NOBODY = "nobody", _("not verified")


class TimestampToken(models.Model):
    """An RFC 3161 answer: an authority signed that it saw this digest by then.

    ``request`` and ``reply`` are the raw messages, so that anyone may verify them anew;
    ``certificates`` (PEM) are those it was verified against. ``trusted`` says whether they
    vouched for it then. ``stamped_at`` is the authority's clock; it may be wrong by
    ``accuracy_ms``, None where the authority does not say.
    """

    digest = models.CharField(max_length=64)
    authority = models.TextField()
    request = models.BinaryField()
    reply = models.BinaryField()
    stamped_at = models.DateTimeField()
    accuracy_ms = models.PositiveIntegerField(null=True, blank=True)
    policy = models.CharField(max_length=200, blank=True, default="")
    # Up to 160 bits, in hexadecimal.
    serial = models.CharField(max_length=80, blank=True, default="")
    trusted = models.BooleanField()
    checked_by = models.CharField(max_length=8, choices=CheckedBy.choices)
    certificates = models.TextField(blank=True, default="")
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering: ClassVar = ["stamped_at", "id"]
        indexes: ClassVar = [models.Index(fields=["digest"], name="token_by_digest")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["digest", "authority"],
                condition=Q(trusted=True),
                name="token_trusted_once_per_authority",
            ),
            models.CheckConstraint(condition=Q(digest__regex=_HEX), name="token_digest_is_hex"),
            models.CheckConstraint(
                condition=Q(trusted=True, checked_by__in=[CheckedBy.CLIENT, CheckedBy.PROGRAM])
                | Q(trusted=False, checked_by=CheckedBy.NOBODY),
                name="token_trusted_was_checked",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.digest[:12]} at {self.stamped_at:%Y-%m-%d %H:%M:%S}"
