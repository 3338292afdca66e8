"""Our copy of the page that a news item was read from, made harmless."""

from __future__ import annotations

from base64 import b64decode, b64encode
from hashlib import sha256
from urllib.parse import unquote
from uuid import UUID

from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from claims.adapters.inert_page import CopyWords, inert_page
from claims.adapters.page_bytes import PageUnreadable, decode_page
from claims.models import IntakeKind, NewsItem
from claims.reading import charset_in
from claims.views.access import DeskRequest, desk_page
from media_provenance.queries import (
    RenditionMissing,
    read_capture,
    redactions_of,
    rendition_file,
)

# The copy of a page shows our own copies of its pictures, with their bytes in it.
COPY_SIDE = 480


def has_copy(item: NewsItem) -> bool:
    """Whether there is a page that was kept, and not taken away since, to be shown."""
    is_page = item.intake in {IntakeKind.URL, IntakeKind.FILE} and not item.has_no_page
    if item.capture is None or not is_page:
        return False
    return not redactions_of([item.capture.sha256])


@require_safe
@desk_page
def item_copy(request: DeskRequest, pk: UUID) -> HttpResponseBase:
    """Our copy of the page, made harmless. Its headers are a class of their own."""
    item = get_object_or_404(NewsItem.objects.select_related("capture"), pk=pk)
    if item.capture is None or not has_copy(item):
        raise Http404
    try:
        text = decode_page(read_capture(item.capture), charset_in(item.capture.headers))
    except (PageUnreadable, FileNotFoundError) as error:
        raise Http404 from error
    page = inert_page(
        text,
        base=item.capture.final_url or item.url,
        picture=_OurPictures(item).data_address,
        words=CopyWords(
            _("Picture not shown"),
            lambda address: _("Embedded here: %(address)s") % {"address": address},
        ),
    )
    return render(request, "claims/desk/copy.html", {"item": item, "page": page})


class _OurPictures:
    """Our copies of an item's pictures, by the addresses that its page has for them."""

    def __init__(self, item: NewsItem) -> None:
        pictures = [
            (picture, picture.asset)
            for picture in item.pictures.select_related("asset")
            if picture.asset is not None
        ]
        self._by_address = {
            picture.url: asset for picture, asset in pictures if not picture.is_embedded
        }
        self._by_digest = {asset.sha256: asset for _picture, asset in pictures}

    def data_address(self, address: str) -> str | None:
        """Return a small copy of the picture there as a ``data:`` address, or None."""
        if address.startswith("data:"):
            asset = self._by_digest.get(_digest_inside(address))
        else:
            asset = self._by_address.get(address)
        if asset is None:
            return None
        try:
            small = rendition_file(asset, COPY_SIDE).read_bytes()
        except RenditionMissing:
            return None
        return f"data:image/webp;base64,{b64encode(small).decode()}"


def _digest_inside(address: str) -> str:
    """The digest of the bytes in a ``data:`` address of a saved page; "" where it has none."""
    try:
        return sha256(b64decode(unquote(address.partition(",")[2]), validate=True)).hexdigest()
    except ValueError:
        return ""
