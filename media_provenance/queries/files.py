"""Where the stored files of pictures and captures lie."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from media_provenance.models import Capture, MediaAsset


class RenditionMissing(Exception):
    """A copy of a picture that was not drawn: the picture is not read yet, or was refused."""


def read_capture(capture: Capture) -> bytes:
    """Return the bytes of a capture.

    Raises:
        FileNotFoundError: if the file is gone from MEDIA_ROOT.
    """
    return (Path(settings.MEDIA_ROOT) / capture.path).read_bytes()


def original_file(asset: MediaAsset) -> Path:
    """Return where the original lies. It is never shown; readers and editors get renditions.

    Raises:
        FileNotFoundError: if it is gone from MEDIA_ROOT.
    """
    return (Path(settings.MEDIA_ROOT) / asset.original_path).resolve(strict=True)


def rendition_file(asset: MediaAsset, longest: int) -> Path:
    """Return the file of the copy with that longest side in pixels.

    Raises:
        RenditionMissing: if there is no copy of that size (yet).
    """
    path = Path(settings.MEDIA_ROOT) / asset.rendition_path(longest)
    if not path.is_file():
        raise RenditionMissing(f"{asset.pk} {longest}")
    return path
