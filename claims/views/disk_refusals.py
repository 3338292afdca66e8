"""What is said when this server's disk takes no file: something was brought in, kept or drawn."""

from __future__ import annotations

import errno

from django.utils.translation import gettext as _

# What an operating system says of a disk that takes nothing more, and of one that takes nothing.
DISK_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
DISK_REFUSES = DISK_FULL | {errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO}
INSUFFICIENT_STORAGE = 507


def disk_sentence(error: OSError) -> str:
    """Say why nothing was kept, and what to do."""
    if error.errno in DISK_FULL:
        return _(
            "There is no room left on this server, so nothing of this was kept. Tell whoever "
            "runs it, and send it again when there is room."
        )
    return _(
        "This server cannot write files at the moment, so nothing of this was kept. Tell whoever "
        "runs it, and send it again later."
    )
