"""Who at the desk may look for a picture, look harder, keep what was looked for, or erase it.

`media_provenance.searches` does it; here is only who may ask. A search is its asker's own
(`claims.permissions.check_can_see_search`), and in no claim's history: it says nothing yet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from claims.permissions import (
    check_can_bring_in,
    check_can_decide_match,
    check_can_see_search,
)
from media_provenance import searches
from media_provenance.models import HarderSearch, MediaAsset, PictureSearch
from media_provenance.searches import (
    DiskRefuses,
    NothingToSearch,
    PictureRefused,
    TooManySearches,
)

if TYPE_CHECKING:
    from django.contrib.auth.models import User

__all__ = [
    "DiskRefuses",
    "NothingToSearch",
    "PictureRefused",
    "TooManySearches",
    "erase_search",
    "keep_searched_picture",
    "search_again_harder",
    "search_harder",
    "start_search",
]


def start_search(data: bytes, *, name: str, by: User) -> PictureSearch:
    """Look for a picture among the stored ones, without storing it.

    Args:
        name: of the file, as its sender calls it; "" where it has none.

    Raises:
        NotAllowed; PictureRefused, TooManySearches, DiskRefuses: nothing was kept.
    """
    check_can_bring_in(by)
    return searches.start_search(data, original_name=name, by=by)


def search_again_harder(search: PictureSearch, *, by: User) -> PictureSearch:
    """Have a search look again with more effort.

    Raises:
        NotAllowed; NothingToSearch: it was refused or erased.
    """
    check_can_bring_in(by)
    check_can_see_search(by, search)
    return searches.search_harder(search)


def search_harder(asset: MediaAsset, *, by: User) -> HarderSearch:
    """Have the archive searched for copies of a stored picture with more effort.

    Raises:
        NotAllowed; NothingToSearch: the picture is not read, or was refused.
    """
    check_can_decide_match(by)
    return searches.search_asset_harder(asset, by=by)


def erase_search(search: PictureSearch, *, by: User) -> bool:
    """Erase a search and its picture now. Returns False where it is erased already.

    Raises:
        NotAllowed.
    """
    check_can_see_search(by, search)
    return searches.erase_search(search)


def keep_searched_picture(search: PictureSearch, *, by: User) -> MediaAsset:
    """Bring the picture of a search into the archive.

    Raises:
        NotAllowed; NothingToSearch; PictureRefused, DiskRefuses.
    """
    check_can_bring_in(by)
    check_can_see_search(by, search)
    return searches.keep_searched_picture(search, by=by)
