"""What a picture is called, and a copy of which nobody is sure.

A picture is called by what people know of it, and never by its digest.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from claims.domain.picture_origins import PictureOrigin
from media_provenance.models import MatchClass
from media_provenance.wording import format_date
from multilingual.arabic import isolate
from multilingual.display import format_clock

# By the class of a pair that waits for a person.
_UNCONFIRMED: Mapping[str, Promise] = {
    MatchClass.COPY: gettext_lazy("copy, not confirmed"),
    MatchClass.LIKELY_COPY: gettext_lazy("likely copy, not confirmed"),
}


def unconfirmed_label(match_class: str) -> str:
    """What a copy of that class is called while nobody has confirmed it.

    Raises:
        KeyError: for a class that needs nobody's word (`media_provenance.models.COPY_CLASSES`).
    """
    return str(_UNCONFIRMED[match_class])


@dataclass(frozen=True, slots=True)
class PictureName:
    """What pages call a picture.

    Attributes:
        words: short; in ``language``, "" where that is unknown, as of a file's name.
        came_with: the title of the news item that it came with, where it is not the name itself;
            in ``came_with_language``.
        first_seen: where and when it came here first, in the reader's language.
    """

    words: str
    language: str
    came_with: str
    came_with_language: str
    first_seen: str


def picture_name(origin: PictureOrigin) -> PictureName:
    """Name a picture by what people know: its file's name, or what it came with, or the day."""
    reader = get_language() or settings.LANGUAGE_CODE
    on = format_date(origin.added_at.astimezone(UTC).date(), reader)
    words, language, came_with = origin.file_name, "", origin.title
    if words in came_with:
        # An upload without a note is called by its files.
        came_with = ""
    if not words:
        words, language, came_with = origin.title, origin.language, ""
    if not words:
        words, language = _("Picture added on %(day)s") % {"day": on}, reader
    elif origin.frame_at is not None:
        named = {"video": isolate(words), "time": isolate(format_clock(origin.frame_at), "ltr")}
        words, language = _("%(video)s, at %(time)s") % named, ""
    first_seen = (
        _("first here on %(day)s, from %(outlet)s") % {"day": on, "outlet": isolate(origin.outlet)}
        if origin.outlet
        else _("first here on %(day)s") % {"day": on}
    )
    return PictureName(words, language, came_with, origin.language if came_with else "", first_seen)
