"""Opening a stored original, for the steps that need its pixels."""

from __future__ import annotations

from media_provenance.adapters import storage
from media_provenance.adapters.images import Decoded, PictureRefused, RefusalCode, open_picture
from media_provenance.domain.trust_lists import NO_LISTS, TrustSettings
from media_provenance.models import MediaAsset


class DecoderStarved(Exception):
    """A picture was not decoded in time because the machine was busy; worth another try."""


def open_original(asset: MediaAsset, trust: TrustSettings = NO_LISTS) -> Decoded:
    """Return the pixels of a stored picture.

    Args:
        asset: the picture.
        trust: lists by which its Content Credentials are judged; for those who keep them.

    Raises:
        DecoderStarved, DecoderGone: worth another try.
        PictureRefused: it cannot be opened, whatever the machine does.
        FileNotFoundError: the original is gone from MEDIA_ROOT.
    """
    return open_stored(asset.original_path, trust)


def open_stored(path: str, trust: TrustSettings = NO_LISTS) -> Decoded:
    """Return the pixels of a file under MEDIA_ROOT; raises as ``open_original``."""
    return open_bytes(storage.read(path), name=path, trust=trust)


def open_bytes(data: bytes, *, name: str, trust: TrustSettings = NO_LISTS) -> Decoded:
    """Return the pixels of a file that may be stored nowhere; ``name`` is for whoever reads logs.

    Raises:
        DecoderStarved, DecoderGone, PictureRefused: as ``open_original``.
    """
    try:
        return open_picture(data, trust)
    except PictureRefused as refused:
        if refused.code is RefusalCode.TOOK_TOO_LONG and refused.detail == "time":
            raise DecoderStarved(f"{name} was not opened in time.") from refused
        raise
