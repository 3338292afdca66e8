"""Evidence packs: a published verdict with everything others need to check what it rests on.

One ZIP file per verdict, made of what is public and of what was kept: never of drafts, of what
readers sent in, of who did what at the desk, or of notes. ``contents`` says what goes into it,
``words`` what its pages and records say; ``adapters/pack_files.py`` writes the file.
"""

from claims.actions.packs.making import (
    MAKE_PACK,
    ask_for_pack,
    make_pack,
    pack_job,
    record_pack,
    write_pack,
)

__all__ = [
    "MAKE_PACK",
    "ask_for_pack",
    "make_pack",
    "pack_job",
    "record_pack",
    "write_pack",
]
