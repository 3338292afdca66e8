"""The picture index of this installation (`PICTURE_INDEX`, `INDEX_ROOT`), opened once a process."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import connection

from media_provenance.domain.description import DESCRIPTION_VERSION
from media_provenance.index import PictureIndex
from media_provenance.index.manifest import FORMAT
from media_provenance.index.postgres import PostgresIndex
from media_provenance.index.record import PostgresRecord
from media_provenance.index.segments import SegmentIndex
from media_provenance.models import PictureFeatures

__all__ = ["fold_index", "index_folder", "picture_index", "remove_index_files"]


def picture_index() -> PictureIndex:
    """Return the index; in one process always the same one for the same database and folder."""
    if settings.PICTURE_INDEX == "postgres":
        return PostgresIndex()
    return _segments_in(index_folder())


def fold_index() -> bool:
    """Take into the files what is worth it, where there are files; see ``SegmentIndex.fold``."""
    index = picture_index()
    return isinstance(index, SegmentIndex) and index.fold()


def index_folder() -> Path:
    """Return the folder of this database's index, this version of descriptions and of files.

    Numbers of changes mean something in one table only, so another one (restored into the same
    database, or made for tests) gets a folder of its own, and starts with an empty one. That holds
    on every machine, also on those that knew nothing of a restore. Two releases that run side by
    side for a while do not tear down each other's files either.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s)::oid", [PictureFeatures._meta.db_table])
        (table,) = cursor.fetchone()
    return Path(settings.INDEX_ROOT) / f"v{DESCRIPTION_VERSION}.{FORMAT}-{_database()}-{table}"


def remove_index_files() -> None:
    """Remove what was ever kept here for this database; with nothing else at work on it.

    For who is about to replace its tables. What cannot be removed takes up room and is read by
    nobody: the new tables' folder is another one.
    """
    for folder in Path(settings.INDEX_ROOT).glob(f"v*-{_database()}-*"):
        shutil.rmtree(folder, ignore_errors=True)


@cache
def _segments_in(folder: Path) -> SegmentIndex:
    return SegmentIndex(folder, PostgresRecord())


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT system_identifier FROM pg_control_system()), oid"
            " FROM pg_database WHERE datname = current_database()"
        )
        (cluster, database) = cursor.fetchone()
    return f"{int(cluster) & ((1 << 64) - 1):016x}-{database}"
