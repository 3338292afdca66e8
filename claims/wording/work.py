"""Background work: what it does, why it stopped, and how long it took."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from media_provenance.wording import format_number

# What a background job does.
JOB_KINDS = {
    "claims.analyze_item": gettext_lazy("Looking for who says what in a long text"),
    "claims.fetch_picture": gettext_lazy("Fetching a picture or video of a page"),
    "claims.publish_scheduled": gettext_lazy("Publish a scheduled text"),
    "claims.read_item": gettext_lazy("Reading a page or text"),
    "claims.verify_history": gettext_lazy("The nightly check of the history"),
    "factcheck.check_media": gettext_lazy("The nightly check of the media files"),
    "media_provenance.judge_all_credentials": gettext_lazy(
        "Finding the pictures to judge by the new lists of trust"
    ),
    "media_provenance.judge_credentials": gettext_lazy(
        "Judging Content Credentials by the lists of trust"
    ),
    "media_provenance.look_up": gettext_lazy("Asking a service elsewhere"),
    "media_provenance.match_picture": gettext_lazy("Looking for copies of a picture"),
    "media_provenance.read_picture": gettext_lazy("Reading a picture"),
    "media_provenance.read_video": gettext_lazy("Reading a video"),
    "media_provenance.search_picture": gettext_lazy("Searching with a picture that is not stored"),
    "claims.make_pack": gettext_lazy("Making an evidence pack"),
    "media_provenance.keep": gettext_lazy("Keeping a copy so that others can check it"),
    "media_provenance.redact": gettext_lazy("Taking away what was redacted"),
    "media_provenance.stamp": gettext_lazy("Asking an authority for a time stamp"),
}

# Why a job stopped and what to do, by the exception that its reason begins with.
_BUSY = gettext_lazy(
    "The machine was too busy, or it took too long. Try again when there is less to do."
)
_GONE = gettext_lazy(
    "Its process ended before the work was done, as when memory runs out or a machine is stopped. "
    "Try again; if it happens again, this very file or page may be the cause."
)
_DATABASE = gettext_lazy("The database could not be reached. Try again when it is back.")
_NO_ANSWER = gettext_lazy("The other side did not answer. Try again later.")
_DISK = gettext_lazy(
    "A file could not be read or written: the disk may be full or read-only, or the file is gone. "
    "Tell whoever runs this installation, then try again."
)
JOB_REASONS = {
    "AuthorityRefused": gettext_lazy(
        "The time-stamping authority answered, and not with a time stamp. See its address in the "
        "settings; try again later."
    ),
    "ConnectionError": _NO_ANSWER,
    "ConnectionRefusedError": _NO_ANSWER,
    "ConnectionResetError": _NO_ANSWER,
    "DecoderGone": _BUSY,
    "DecoderStarved": _BUSY,
    "DiskRefuses": gettext_lazy(
        "There was no room left on the disk, or nothing could be written to it, three times. Tell "
        "whoever runs this installation; once there is room again, try again."
    ),
    "FfmpegMissing": gettext_lazy(
        "The program ffmpeg, which takes pictures out of videos, is not installed on the machine "
        "that does the work. Ask whoever runs this installation to install it there, then try "
        "again; or bring in a screenshot of the video."
    ),
    "FileNotFoundError": _DISK,
    "FilesDisagree": gettext_lazy(
        "Pictures or fetched pages are missing on the disk, are not as they were, or belong to "
        "nothing. Ask whoever runs this installation to run “./bayyina manage check_media”, which "
        "names them; a backup has what is missing."
    ),
    "HistoryBroken": gettext_lazy(
        "The history does not hold at one place, which the technical reason names. Publish nothing "
        "until whoever runs this installation has run “./bayyina manage verify_history”, with a "
        "public head kept elsewhere."
    ),
    "IndexDamaged": gettext_lazy(
        "The picture index is damaged, so nothing was looked for. Ask whoever runs this "
        "installation to run “./bayyina manage rebuild_index”, which also takes this up again."
    ),
    "IndexNotWritten": gettext_lazy(
        "The picture index could not be written, so nothing was looked for. Tell whoever runs this "
        "installation; once there is room on the disk again, try again."
    ),
    "InterfaceError": _DATABASE,
    "MemoryError": _BUSY,
    "OSError": _DISK,
    "OperationalError": _DATABASE,
    "PermissionError": _DISK,
    "PackDamaged": gettext_lazy(
        "A file that was kept is not what it was any more. Ask whoever runs this installation to "
        "run “./bayyina manage verify_captures”, which names what is damaged; a backup has it."
    ),
    "PictureNotReady": gettext_lazy(
        "A picture of the text is not read yet. See whether its own work was set aside, then "
        "try again."
    ),
    "Refused": _NO_ANSWER,
    "SoftTimeLimitExceeded": _BUSY,
    "TimeLimitExceeded": _BUSY,
    "TimeoutError": _NO_ANSWER,
    "UnknownKind": gettext_lazy(
        "This release does not know this kind of work: another release asked for it. Give it up, "
        "or try again after the upgrade."
    ),
    "WorkerLostError": _GONE,
}


def job_label(kind: str) -> str:
    """What a job of that kind does; its own name where it has no words."""
    return str(JOB_KINDS.get(kind, kind))


def job_reason(last_error: str) -> str:
    """Say in one or two sentences why a job stopped and what to do.

    ``last_error`` is what the job keeps: the name of an exception, a colon, its message.
    """
    name = last_error.partition(":")[0]
    if name in JOB_REASONS:
        return str(JOB_REASONS[name])
    return _(
        "Something unforeseen went wrong. Try again; if it happens again, pass the technical "
        "reason on to whoever runs this installation."
    )


def time_taken(duration: timedelta) -> str:
    """Say how long something took, to the second, or to the minute from two minutes on."""
    seconds = int(duration.total_seconds())
    if seconds < 1:
        return _("took less than a second")
    if seconds < 120:
        said = ngettext("took %(count)s second", "took %(count)s seconds", seconds)
        return said % {"count": format_number(seconds, get_language() or "en")}
    minutes = seconds // 60
    said = ngettext("took %(count)s minute", "took %(count)s minutes", minutes)
    return said % {"count": format_number(minutes, get_language() or "en")}
