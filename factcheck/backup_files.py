"""The one file of a backup: an uncompressed tar with a strict list of names, sealed by a manifest.

For: writing such a file without ever needing its bytes twice on the disk, and reading one that
may be cut off, damaged or made by somebody who means harm. Not for what is in it: the database
and the rows are `factcheck.backups`. docs/adr/0015 has the reasons for the shape.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import hashlib
import json
import os
import re
import tarfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Self

from django.utils.translation import gettext as _

FORMAT = "bayyina-backup/1"
DUMP = "database.dump"
MANIFEST = "manifest.json"
SEAL = "manifest.sha256"
MEDIA = "media/"

CHUNK = 1 << 20
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_END = b"\0" * (2 * tarfile.BLOCKSIZE)
# A line of the manifest is about 170 bytes: room for three million files.
_LONGEST_MANIFEST = 512 * 1024 * 1024
# The paths that `media_provenance` gives to what it stores, and no others.
_MEDIA_NAME = re.compile(
    r"media/(?:(?:originals|captures)/([0-9a-f]{2})/\1[0-9a-f]{62}"
    r"|renditions/([0-9a-f]{2})/\2[0-9a-f]{62}-[0-9]{1,5}\.webp"
    r"|bundles/([0-9a-f]{2})/\3[0-9a-f]{62}\.(?:warc\.gz|txt|png|json))"
)
_VERSION = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,9}){0,3}[0-9A-Za-z.+-]{0,32}")
_TABLE_NAME = re.compile(r"[a-z0-9_]+")

# Told how many more bytes were read or written.
OnBytes = Callable[[int], None]


class BackupError(Exception):
    """A backup cannot be made, read or restored; the message is fit to show."""


class DamagedSource(BackupError):
    """A file that was to be copied does not have the digest it should have."""


@dataclass(frozen=True, slots=True)
class Member:
    """One file inside: ``size`` in bytes, ``sha256`` in 64 hexadecimal digits."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the backup says of itself.

    Attributes:
        made_at: ISO 8601, UTC.
        product: the version of Bayyina that made it, such as "0.1.0".
        site: PUBLIC_URL at that time.
        migrations: app and name of each that had run, sorted.
        rows: table -> number of rows.
        head_number, head_hash: the newest link of the history's chain; 0 and 64 zeros for none.
        left_out: media paths that rows refer to and that were missing or damaged even then.
        members: all files inside but the manifest and its seal, in order.
    """

    made_at: str
    product: str
    site: str
    migrations: tuple[tuple[str, str], ...]
    rows: Mapping[str, int]
    head_number: int
    head_hash: str
    left_out: tuple[str, ...] = ()
    members: tuple[Member, ...] = field(default=())

    @property
    def media(self) -> tuple[Member, ...]:
        """The media files among the members."""
        return tuple(member for member in self.members if member.name.startswith(MEDIA))

    @property
    def size(self) -> int:
        """Bytes of all members together."""
        return sum(member.size for member in self.members)

    def to_json(self) -> bytes:
        """Return the manifest as it stands in the file."""
        return (
            json.dumps(
                {
                    "format": FORMAT,
                    "made_at": self.made_at,
                    "product": self.product,
                    "site": self.site,
                    "holds": "the database and media of a newsroom, with what people sent in: "
                    "keep it private",
                    "lacks": "the secret key of the site and the private key of its history",
                    "migrations": [".".join(one) for one in self.migrations],
                    "rows": dict(self.rows),
                    "history": {"number": self.head_number, "hash": self.head_hash},
                    "left_out": list(self.left_out),
                    "members": [[one.name, one.size, one.sha256] for one in self.members],
                },
                indent=0,
                ensure_ascii=False,
            )
            + "\n"
        ).encode()

    @classmethod
    def from_json(cls, raw: bytes) -> Manifest:
        """Read a manifest.

        Raises:
            BackupError: if it is of another format, or lacks something.
        """
        try:
            document = json.loads(raw)
            if document["format"] != FORMAT:
                message = _(
                    "This backup has the format %(found)s, and this Bayyina reads %(ours)s only: "
                    "restore it with the version that made it."
                )
                raise BackupError(message % {"found": document["format"], "ours": FORMAT})
            # These are shown in a terminal: nothing that could write there by itself.
            shown = [str(document[name]) for name in ("made_at", "product", "site")]
            if (
                not all(_TABLE_NAME.fullmatch(table) for table in document["rows"])
                or not all(text.isprintable() for text in shown)
                or not _VERSION.fullmatch(str(document["product"]))
                or not all(is_member_name(f"{MEDIA}{path}") for path in document["left_out"])
            ):
                raise BackupError(_damaged(MANIFEST))
            return cls(
                made_at=str(document["made_at"]),
                product=str(document["product"]),
                site=str(document["site"]),
                migrations=tuple(_migration(one) for one in document["migrations"]),
                rows={str(table): int(count) for table, count in document["rows"].items()},
                head_number=int(document["history"]["number"]),
                head_hash=str(document["history"]["hash"]),
                left_out=tuple(str(path) for path in document["left_out"]),
                members=tuple(
                    Member(str(name), int(size), str(digest))
                    for name, size, digest in document["members"]
                ),
            )
        except (
            ValueError,
            KeyError,
            TypeError,
            AttributeError,
            OverflowError,  # a number without end
            RecursionError,  # a list in a list in a list …
        ) as error:
            raise BackupError(_damaged(MANIFEST)) from error


class BackupWriter:
    """Writes a backup beside its place and moves it there when whole.

    Use it as a context manager; leaving it without `finish` leaves no file behind. A process
    that is killed leaves ``FILE.unfinished``, which the next backup to that place overwrites.

    Raises:
        BackupError: on entering, if there is a file at ``path``, or no folder, or another
            backup is writing there; on leaving, if the disk was full.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.unfinished = path.with_name(f"{path.name}.unfinished")
        self.members: list[Member] = []
        self._is_whole = False

    def __enter__(self) -> Self:
        if self.path.exists():
            message = _("%(path)s exists already: a backup never overwrites anything.")
            raise BackupError(message % {"path": self.path})
        try:
            # For this user alone: it holds what people have sent in.
            descriptor = os.open(self.unfinished, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            message = _("%(path)s cannot be written (%(reason)s).")
            raise BackupError(message % {"path": self.path, "reason": error.strerror}) from error
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            os.close(descriptor)
            message = _("Another backup is being written to %(path)s.")
            raise BackupError(message % {"path": self.path}) from error
        os.fchmod(descriptor, 0o600)
        os.ftruncate(descriptor, 0)
        self._file = os.fdopen(descriptor, "r+b")
        return self

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if self._is_whole:
            self._file.close()
            return
        self.unfinished.unlink(missing_ok=True)
        # On a full disk, closing tries once more to write what is left.
        with contextlib.suppress(OSError):
            self._file.close()
        if isinstance(error, OSError) and error.errno in _NO_ROOM:
            message = _("%(path)s cannot be written (%(reason)s).")
            raise BackupError(message % {"path": self.path, "reason": error.strerror}) from error

    def add_stream(self, name: str, chunks: Iterable[bytes], *, sha256: str = "") -> Member:
        """Add a member whose length is not known before; its header is filled in afterwards.

        Args:
            sha256: what the bytes must have; "" where nothing is known of them.

        Raises:
            DamagedSource: if they have another digest; nothing was added then.
        """
        began_at = self._file.tell()
        self._file.write(b"\0" * tarfile.BLOCKSIZE)
        digest, size = hashlib.sha256(), 0
        for chunk in chunks:
            self._file.write(chunk)
            digest.update(chunk)
            size += len(chunk)
        if sha256 and digest.hexdigest() != sha256:
            self._file.seek(began_at)
            self._file.truncate()
            raise DamagedSource(name)
        self._file.write(b"\0" * (-size % tarfile.BLOCKSIZE))
        ended_at = self._file.tell()
        self._file.seek(began_at)
        self._file.write(_header(name, size))
        self._file.seek(ended_at)
        member = Member(name, size, digest.hexdigest())
        self.members.append(member)
        return member

    def add_file(self, name: str, source: Path, on_bytes: OnBytes, *, sha256: str = "") -> Member:
        """Add a copy of a file.

        Raises:
            FileNotFoundError: if it is not there.
            DamagedSource: as `add_stream`.
        """
        with source.open("rb") as opened:
            return self.add_stream(name, _chunks(opened, on_bytes), sha256=sha256)

    def seal(self, manifest: Manifest) -> None:
        """Write the manifest, which must list our members, and its digest; sync to the disk."""
        raw = manifest.to_json()
        self.add_stream(MANIFEST, [raw])
        self.add_stream(SEAL, [f"{hashlib.sha256(raw).hexdigest()}\n".encode()])
        self._file.write(_END)
        self._file.flush()
        os.fsync(self._file.fileno())

    def put_in_place(self) -> None:
        """Move the file to its name. It is on the disk, under that name, when this returns."""
        try:
            # A link, since a rename would replace what somebody has put there meanwhile.
            os.link(self.unfinished, self.path)
            self.unfinished.unlink()
        except FileExistsError as error:
            message = _("%(path)s exists already: a backup never overwrites anything.")
            raise BackupError(message % {"path": self.path}) from error
        except OSError:  # a file system without links
            self.unfinished.rename(self.path)
        self._is_whole = True
        folder = os.open(self.path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


class BackupReader:
    """A backup whose shape was checked: its names, its manifest, its length; not yet its bytes.

    Use it as a context manager.

    Raises:
        BackupError: on entering, for whatever is not such a file, in one sentence.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> Self:
        try:
            self._file = self.path.open("rb")
        except OSError as error:
            message = _("%(path)s cannot be read (%(reason)s).")
            raise BackupError(message % {"path": self.path, "reason": error.strerror}) from error
        try:
            self._places = self._walk()
            self.manifest, self.seal = self._read_manifest()
            self._compare()
        # Whatever stops the reading, Ctrl-C included, the file is not left open: nobody entered.
        except BaseException:
            self._file.close()
            raise
        return self

    def __exit__(self, *exception: object) -> None:
        self._file.close()

    def chunks(self, member: Member, on_bytes: OnBytes) -> Iterator[bytes]:
        """Give the bytes of a member.

        Raises:
            BackupError: after the last of them, if they do not have the member's digest.
        """
        offset, _size = self._places[member.name]
        self._file.seek(offset)
        digest, left = hashlib.sha256(), member.size
        while left:
            chunk = self._file.read(min(CHUNK, left))
            if not chunk:
                raise BackupError(_cut_off(self.path))
            digest.update(chunk)
            left -= len(chunk)
            on_bytes(len(chunk))
            yield chunk
        if digest.hexdigest() != member.sha256:
            raise BackupError(_damaged(member.name))

    def check_digests(self, on_bytes: OnBytes) -> None:
        """Read every byte.

        Raises:
            BackupError: naming the first member that is damaged.
        """
        for member in self.manifest.members:
            for _chunk in self.chunks(member, on_bytes):
                pass

    def _walk(self) -> dict[str, tuple[int, int]]:
        """Return offset and size by name; the names are in our list, once each, plain files."""
        places: dict[str, tuple[int, int]] = {}
        end, length = 0, os.fstat(self._file.fileno()).st_size
        # Header by header, and never by tarfile's own reader: that one follows links, sparse maps
        # and long names wherever, and as far as, a file tells it to.
        while (header := self._bytes_at(end, tarfile.BLOCKSIZE)).strip(b"\0"):
            try:
                info = tarfile.TarInfo.frombuf(header, "utf-8", "surrogateescape")
            except tarfile.HeaderError as error:
                raise BackupError(_cut_off(self.path)) from error
            # To the byte as we write it: no links, no devices, no second headers.
            if (
                not is_member_name(info.name)
                or info.name in places
                or header != _header(info.name, info.size)
            ):
                raise BackupError(_foreign(info.name))
            places[info.name] = (end + tarfile.BLOCKSIZE, info.size)
            padding = -info.size % tarfile.BLOCKSIZE
            end += tarfile.BLOCKSIZE + info.size + padding
            # Sizes in a header go up to more than any file, and below nothing.
            if not 0 <= info.size < end <= length:
                raise BackupError(_cut_off(self.path))
            if self._bytes_at(end - padding, padding) != b"\0" * padding:
                raise BackupError(_cut_off(self.path))
        if SEAL not in places or MANIFEST not in places:
            raise BackupError(_cut_off(self.path))
        if self._bytes_at(end, len(_END) + 1) != _END:
            raise BackupError(_cut_off(self.path))
        return places

    def _bytes_at(self, offset: int, count: int) -> bytes:
        self._file.seek(offset)
        return self._file.read(count)

    def _read_manifest(self) -> tuple[Manifest, str]:
        raw = self._read_small(MANIFEST, _LONGEST_MANIFEST)
        seal = hashlib.sha256(raw).hexdigest()
        if self._read_small(SEAL, 65) != f"{seal}\n".encode():
            raise BackupError(_damaged(MANIFEST))
        return Manifest.from_json(raw), seal

    def _read_small(self, name: str, longest: int) -> bytes:
        offset, size = self._places[name]
        if size > longest:
            raise BackupError(_damaged(name))
        return self._bytes_at(offset, size)

    def _compare(self) -> None:
        inside = {name: size for name, (_offset, size) in self._places.items()}
        del inside[MANIFEST], inside[SEAL]
        listed = {member.name: member.size for member in self.manifest.members}
        if len(listed) != len(self.manifest.members) or DUMP not in listed:
            raise BackupError(_damaged(MANIFEST))
        for name in sorted(inside.keys() | listed.keys()):
            if inside.get(name) != listed.get(name):
                raise BackupError(_damaged(name))


def is_member_name(name: str) -> bool:
    """Answer whether a file of this name may be in a backup; no name that climbs can be."""
    return name in {DUMP, MANIFEST, SEAL} or _MEDIA_NAME.fullmatch(name) is not None


def no_report(_count: int) -> None:
    """An `OnBytes` that tells nobody."""


def _migration(dotted: str) -> tuple[str, str]:
    app, name = dotted.split(".", 1)
    return app, name


def _chunks(opened: IO[bytes], on_bytes: OnBytes) -> Iterator[bytes]:
    while chunk := opened.read(CHUNK):
        on_bytes(len(chunk))
        yield chunk


def _header(name: str, size: int) -> bytes:
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o600
    # GNU's way of writing sizes: files of more than 8 GiB need no second header.
    return info.tobuf(format=tarfile.GNU_FORMAT)


def _foreign(name: str) -> str:
    message = _(
        "The backup holds %(name)s, which does not belong into one: it was not made by Bayyina or "
        "was changed since. Nothing was restored."
    )
    return message % {"name": repr(name)}


def _damaged(name: str) -> str:
    message = _(
        "The backup is damaged: %(name)s is not what the manifest says. Use another copy; nothing "
        "was restored."
    )
    return message % {"name": name}


def _cut_off(path: Path) -> str:
    message = _("%(path)s is no backup of Bayyina, or only the beginning of one.")
    return message % {"path": path}
