"""`manage.py keep_captures`: keep what was captured before captures were kept, so others can check.

What is kept already is passed over, so a run that was stopped can be started again. Digests that an
authority has not signed yet are asked for again.
"""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jobs.actions import ask_again
from media_provenance.management.progress_bar import draw_bar
from media_provenance.models import Capture, CaptureBundle, MediaAsset, Redaction, TimestampToken
from media_provenance.pipeline.captures import keep_files, record_kept
from media_provenance.pipeline.stamping import STAMP, stamp_key


class Command(BaseCommand):
    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.description = _(
            "Keep every capture that is not kept yet: WARC file, text, screenshot and manifest. "
            "May be run while the site is up, and again after it was stopped."
        )
        parser.add_argument(
            "--pictures",
            action="store_true",
            help=_("put the digest of every stored picture into the chain as well"),
        )

    def handle(self, *args: Any, **options: Any) -> None:
        payloads: list[dict[str, Any]] = [
            {"capture": pk}
            for pk in Capture.objects.filter(bundle__isnull=True)
            .exclude(sha256__in=Redaction.objects.values("sha256"))
            .order_by("pk")
            .values_list("pk", flat=True)
        ]
        if options["pictures"]:
            # Frames are drawn from videos, and can be drawn again; the video is in the chain.
            pictures = MediaAsset.objects.filter(bundle__isnull=True, frame_of__isnull=True)
            payloads += [
                {"original": str(pk)}
                for pk in pictures.order_by("added_at", "pk").values_list("pk", flat=True)
            ]
        kept, gone = 0, []
        for done, payload in enumerate(payloads, start=1):
            try:
                files = keep_files(payload, lambda _done, _total: None)
            except FileNotFoundError as missing:
                gone.append(str(missing.filename))
            else:
                with transaction.atomic():
                    record_kept(payload, files)
                kept += 1
            draw_bar(self.stderr, done, len(payloads), step=_("kept"))
        self.stdout.write(
            ngettext("%(count)s was kept.", "%(count)s were kept.", kept) % {"count": kept}
        )
        for path in gone:
            self.stdout.write(_("Its file is gone: %(path)s") % {"path": path})
        asked = _ask_for_missing_stamps()
        if asked:
            self.stdout.write(
                ngettext(
                    "%(count)s time stamp is asked for.",
                    "%(count)s time stamps are asked for.",
                    asked,
                )
                % {"count": asked}
            )


def _ask_for_missing_stamps() -> int:
    """Have the authorities sign what they have not signed, or not so that it is believed."""
    asked = 0
    for authority in settings.TIMESTAMP_AUTHORITIES:
        signed = set(
            TimestampToken.objects.filter(authority=authority, trusted=True).values_list(
                "digest", flat=True
            )
        )
        bundles = CaptureBundle.objects.order_by("number").values_list(
            "manifest_sha256", "content_sha256", "asset"
        )
        for manifest, content, asset in bundles.iterator(chunk_size=2000):
            for digest in {manifest, *([content] if asset else [])} - signed:
                payload = {"digest": digest, "authority": authority}
                ask_again(STAMP, stamp_key(digest, authority), payload)
                asked += 1
    return asked
