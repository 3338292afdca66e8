"""Why a file was not taken, and what beside its pixels could not be read."""

from __future__ import annotations

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from media_provenance.domain.picture_headers import ReadingNote, RefusalCode

_REFUSALS: dict[RefusalCode, Promise] = {
    RefusalCode.EMPTY: gettext_lazy("The file is empty. Please choose another one."),
    RefusalCode.TOO_LARGE: gettext_lazy(
        "The file is larger than 20 MB. Please save the picture smaller and try again."
    ),
    RefusalCode.NOT_A_PICTURE: gettext_lazy(
        "This is not a picture, whatever its name says. Please choose a JPEG, PNG, GIF, WebP or "
        "AVIF file."
    ),
    RefusalCode.TOO_MANY_PIXELS: gettext_lazy(
        "The picture has more than 50 million pixels (WebP: 30 million), or a side longer than "
        "30,000. Please save it smaller and try again."
    ),
    RefusalCode.BROKEN: gettext_lazy(
        "The picture is damaged or incomplete and cannot be opened. Please get the file again, or "
        "save it anew in an image program."
    ),
    RefusalCode.TOOK_TOO_LONG: gettext_lazy(
        "The picture takes more time or memory to open than is allowed. Please save it anew in an "
        "image program and try again."
    ),
    RefusalCode.VIDEO_NEEDS_FFMPEG: gettext_lazy(
        "This is a video, and the program ffmpeg, which takes pictures out of videos, is not "
        "installed here. Please ask whoever runs this site to install it, or bring in a "
        "screenshot of the video."
    ),
    RefusalCode.VIDEO_SEARCHED_FOR: gettext_lazy(
        "This is a video, and only a picture can be looked for. Please bring the video in: "
        "pictures are taken out of it, and each is looked for in the archive. Or choose a "
        "screenshot of it."
    ),
    RefusalCode.VIDEO_BROKEN: gettext_lazy(
        "No picture could be taken out of the video: it is damaged, or of a kind that cannot be "
        "read. Please get the file again, or bring in a screenshot of it."
    ),
}


def refusal_sentence(code: str, detail: str = "") -> str:
    """Say why a file was not taken and what to do.

    Args:
        code: of ``PictureRefused``.
        detail: of ``PictureRefused``; names the format where one is not accepted.

    Raises:
        ValueError: for an unknown code.
    """
    refusal = RefusalCode(code)
    if refusal is RefusalCode.FORMAT_NOT_ACCEPTED:
        return gettext(
            "Files of the format %(format)s are not accepted. Please save it as JPEG, PNG, GIF, "
            "WebP or AVIF and try again."
        ) % {"format": detail}
    if refusal is RefusalCode.VIDEO_TOO_LARGE:
        return gettext(
            "The video is larger than %(most)s MB. Please cut it to the part in question, or "
            "bring in a screenshot of it."
        ) % {"most": settings.VIDEO_LIMIT // 2**20}
    return str(_REFUSALS[refusal])


_READING_NOTES: dict[ReadingNote, Promise] = {
    ReadingNote.EXIF_UNREADABLE: gettext_lazy("The EXIF data is damaged and was not read."),
    ReadingNote.XMP_UNREADABLE: gettext_lazy(
        "The XMP data is damaged or forbidden and was not read."
    ),
    ReadingNote.IPTC_UNREADABLE: gettext_lazy(
        "The caption data (IPTC) is damaged and was not read."
    ),
    ReadingNote.PNG_UNREADABLE: gettext_lazy(
        "The PNG file's own fields are damaged and were not read."
    ),
    ReadingNote.COLOURS_UNREADABLE: gettext_lazy(
        "The colour profile is damaged: colours are shown without it."
    ),
    ReadingNote.ORIENTATION_UNREADABLE: gettext_lazy(
        "Which way up the picture belongs could not be read: it is shown as it is stored."
    ),
    ReadingNote.HEIC_NOT_INSTALLED: gettext_lazy(
        "The EXIF data of HEIC files is read only where the extra “heic” is installed."
    ),
    ReadingNote.CREDENTIALS_UNREADABLE: gettext_lazy(
        "The file carries Content Credentials that could not be read."
    ),
    ReadingNote.CREDENTIALS_ELSEWHERE: gettext_lazy(
        "The Content Credentials lie on a server named in the file, which was not asked."
    ),
    ReadingNote.METADATA_REDUCED: gettext_lazy(
        "Only the most common metadata fields were read: exiftool is not installed on that "
        "machine, or gave no answer about the file."
    ),
    ReadingNote.METADATA_DAMAGED: gettext_lazy(
        "Metadata stands in a damaged part of the file: its dates there are not used."
    ),
    ReadingNote.VIDEO_PARTLY_READ: gettext_lazy(
        "Only part of the video was read within the limits of time and memory: pictures from the "
        "rest are missing."
    ),
}


def reading_note(note: str) -> str:
    """Say what could not be read beside a picture. Raises ``ValueError`` for an unknown note."""
    return str(_READING_NOTES[ReadingNote(note)])


def decoder_gone_sentence() -> str:
    """Say that pictures cannot be opened at the moment, and what to do."""
    return gettext(
        "The picture decoder does not start or has stopped. Please try again; if it goes on, look "
        "into the log of this process."
    )
