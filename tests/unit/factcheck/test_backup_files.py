"""The file of a backup: what was written comes back, and nothing else is taken for one."""

from __future__ import annotations

import hashlib
import io
import json
import resource
import signal
import tarfile
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factcheck.backup_files import (
    DUMP,
    MANIFEST,
    SEAL,
    BackupError,
    BackupReader,
    BackupWriter,
    DamagedSource,
    Manifest,
    Member,
    is_member_name,
    no_report,
)

PAGE = "<p>قال الشاهد إنّه رأى، l'été passé, और सब देखा</p>".encode()
PAGE_DIGEST = hashlib.sha256(PAGE).hexdigest()
PAGE_NAME = f"media/captures/{PAGE_DIGEST[:2]}/{PAGE_DIGEST}"


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def manifest(members: list[Member], **changed: object) -> Manifest:
    said: dict[str, object] = {
        "made_at": "2026-11-22T05:00:00+00:00",
        "product": "0.1.0",
        "site": "https://بيّنة.example",
        "migrations": (("claims", "0001_initial"),),
        "rows": {"claims_claim": 3},
        "head_number": 7,
        "head_hash": "a" * 64,
        "members": tuple(members),
    }
    return Manifest(**(said | changed))  # type: ignore[arg-type]


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    """A small backup: a dump in two pieces, and one page."""
    path, page = tmp_path / "نسخة.backup", tmp_path / "page"
    page.write_bytes(PAGE)
    with BackupWriter(path) as writer:
        writer.add_stream(DUMP, [b"PGDMP", b"x" * 700])
        writer.add_file(PAGE_NAME, page, no_report, sha256=PAGE_DIGEST)
        writer.seal(manifest(writer.members))
        writer.put_in_place()
    return path


def read_whole(path: Path) -> Manifest:
    with BackupReader(path) as reader:
        reader.check_digests(no_report)
        return reader.manifest


def test_what_was_written_is_read_back(backup: Path) -> None:
    with BackupReader(backup) as reader:
        page = reader.manifest.members[1]
        content = b"".join(reader.chunks(page, no_report))

    assert content == PAGE
    assert reader.manifest == manifest(list(reader.manifest.members))
    assert [member.name for member in reader.manifest.members] == [DUMP, PAGE_NAME]


def test_the_file_is_an_ordinary_tar_that_only_its_owner_reads(backup: Path) -> None:
    with tarfile.open(backup) as archive:
        names = archive.getnames()

    assert names == [DUMP, PAGE_NAME, MANIFEST, SEAL]
    assert backup.stat().st_mode & 0o777 == 0o600
    assert not list(backup.parent.glob("*.unfinished"))


def test_a_backup_overwrites_nothing(backup: Path) -> None:
    before = backup.read_bytes()

    with pytest.raises(BackupError, match="exists already"), BackupWriter(backup):
        pass

    assert backup.read_bytes() == before


def test_a_backup_that_fails_leaves_no_file(tmp_path: Path) -> None:
    path = tmp_path / "one.backup"

    with pytest.raises(ZeroDivisionError), BackupWriter(path) as writer:
        writer.add_stream(DUMP, [b"PGDMP"])
        raise ZeroDivisionError

    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_one_sentence_and_leaves_no_file(tmp_path: Path) -> None:
    path = tmp_path / "نسخة.backup"
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, before[1]))
    try:
        with pytest.raises(BackupError, match="cannot be written"), BackupWriter(path) as writer:
            writer.add_stream(DUMP, [b"x" * 19_000, b"x" * 9_000])
            writer.seal(manifest(writer.members))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)

    assert list(tmp_path.iterdir()) == []


def test_two_backups_to_one_place_do_not_mix(tmp_path: Path) -> None:
    path = tmp_path / "one.backup"

    with (
        BackupWriter(path),
        pytest.raises(BackupError, match="Another backup is being written"),
        BackupWriter(path),
    ):
        pass


def test_what_a_killed_backup_left_is_in_nobodys_way(tmp_path: Path) -> None:
    path = tmp_path / "one.backup"
    (tmp_path / "one.backup.unfinished").write_bytes(b"half of it" * 1000)

    with BackupWriter(path) as writer:
        writer.add_stream(DUMP, [b"PGDMP"])
        writer.seal(manifest(writer.members))
        writer.put_in_place()

    assert read_whole(path).size == 5
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_is_not_what_its_row_says_is_not_added(tmp_path: Path) -> None:
    path, page = tmp_path / "one.backup", tmp_path / "page"
    page.write_bytes(PAGE + b"!")

    with BackupWriter(path) as writer:
        writer.add_stream(DUMP, [b"PGDMP"])
        with pytest.raises(DamagedSource):
            writer.add_file(PAGE_NAME, page, no_report, sha256=PAGE_DIGEST)
        writer.seal(manifest(writer.members))
        writer.put_in_place()

    assert [member.name for member in read_whole(path).members] == [DUMP]


@pytest.mark.parametrize("end", [b"\v", b" ", b"\r"])
def test_the_line_end_of_the_seal_is_a_byte_too(backup: Path, end: bytes) -> None:
    content = backup.read_bytes()
    seal = content.rindex(b"\n")

    backup.write_bytes(content[:seal] + end + content[seal + 1 :])

    with pytest.raises(BackupError, match="manifest"):
        read_whole(backup)


@given(place=st.floats(0, 1, exclude_max=True), flipped=st.integers(1, 255))
@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_changed_byte_goes_unseen(backup: Path, place: float, flipped: int) -> None:
    content = bytearray(backup.read_bytes())
    content[int(place * len(content))] ^= flipped
    changed = backup.with_name("changed")
    changed.write_bytes(content)

    with pytest.raises(BackupError):
        read_whole(changed)


@given(place=st.floats(0, 1, exclude_max=True))
@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_backup_that_was_cut_off_is_taken_for_whole(backup: Path, place: float) -> None:
    content = backup.read_bytes()
    cut = backup.with_name("cut")
    cut.write_bytes(content[: int(place * len(content))])

    with pytest.raises(BackupError):
        read_whole(cut)


def test_nothing_is_hidden_behind_the_end(backup: Path) -> None:
    with backup.open("ab") as opened:
        opened.write(b"\0" * 512)

    with pytest.raises(BackupError, match="only the beginning"):
        read_whole(backup)


@pytest.mark.parametrize(
    "name",
    [
        "/etc/passwd",
        "../outside",
        "media/../../outside",
        f"media/originals/aa/../{'a' * 64}",
        f"media/originals/bb/{'a' * 64}",
        f"media/originals/aa/{'a' * 63}",
        f"media/originals/aa/{'a' * 64}\n",
        f"media/renditions/aa/{'a' * 64}-480.webp/..",
        f"media/other/aa/{'a' * 64}",
        "media/صورة.jpg",
        "media/été.jpg",
        "history-key.pem",
        "",
    ],
)
def test_no_other_name_may_be_inside(backup: Path, name: str) -> None:
    info = tarfile.TarInfo(name)

    assert not is_member_name(name)
    with pytest.raises(BackupError):
        read_whole(_with_first(backup, info, b""))


@pytest.mark.parametrize(
    "kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.DIRTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE]
)
def test_only_plain_files_may_be_inside(backup: Path, kind: bytes) -> None:
    info = tarfile.TarInfo(f"media/originals/aa/{'a' * 64}")
    info.type, info.linkname = kind, "/etc/passwd"

    with pytest.raises(BackupError, match="does not belong"):
        read_whole(_with_first(backup, info, b""))


@pytest.mark.parametrize(
    "kind", [tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_SPARSE]
)
@pytest.mark.parametrize("size", [2**40, 2**60, 2**80, -512])
def test_a_header_that_promises_any_size_costs_no_memory(
    backup: Path, kind: bytes, size: int
) -> None:
    info = tarfile.TarInfo("long")
    info.type, info.size = kind, size
    path = _with_first(backup, info, b"")
    with path.open("r+b") as opened:
        opened.truncate(1 << 41)  # sparse: it takes no room

    tracemalloc.start()
    try:
        with pytest.raises(BackupError, match="does not belong"):
            read_whole(path)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert peak < 10_000_000


@pytest.mark.parametrize("size", [2**40, 2**63, 2**80, -512])
def test_a_member_longer_than_the_file_is_no_whole_backup(backup: Path, size: int) -> None:
    info = tarfile.TarInfo(f"media/originals/aa/{'a' * 64}")
    info.mode, info.size = 0o600, size

    with pytest.raises(BackupError, match="only the beginning"):
        read_whole(_with_first(backup, info, b""))


def _with_first(backup: Path, info: tarfile.TarInfo, content: bytes) -> Path:
    """Return a copy with one more member before all others."""
    extra = io.BytesIO()
    extra.write(info.tobuf(format=tarfile.GNU_FORMAT))
    extra.write(content)
    target = backup.with_name("longer")
    target.write_bytes(extra.getvalue() + backup.read_bytes())
    return target


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"format": "bayyina-backup/2"}, "bayyina-backup/2"),
        ({"rows": {'claim"; DROP TABLE x': 1}}, "manifest"),
        ({"rows": None}, "manifest"),
        ({"migrations": [["claims"]]}, "manifest"),
        ({"history": {"number": "many"}}, "manifest"),
        ({"members": []}, "manifest"),
        ({"history": {"number": float("inf"), "hash": ""}}, "manifest"),
        ({"site": "https://\x1b]0;بيّنة\x07.example"}, "manifest"),
        ({"made_at": "2026\r\nchécked"}, "manifest"),
        ({"product": "9" * 5000}, "manifest"),
        ({"left_out": ["../../खोया"]}, "manifest"),
        ({"members": [[DUMP, 5, "0" * 64], [PAGE_NAME, 9, PAGE_DIGEST]]}, PAGE_NAME),
        ({"members": [[DUMP, 6, "0" * 64]]}, DUMP),
    ],
)
def test_a_manifest_that_does_not_fit_is_refused(
    tmp_path: Path, changed: dict[str, object], message: str
) -> None:
    path = tmp_path / "one.backup"
    with BackupWriter(path) as writer:
        writer.add_stream(DUMP, [b"PGDMP"])
        document = json.loads(manifest(writer.members).to_json()) | changed
        raw = json.dumps(document).encode()
        writer.add_stream(MANIFEST, [raw])
        writer.add_stream(SEAL, [f"{hashlib.sha256(raw).hexdigest()}\n".encode()])
        writer._file.write(b"\0" * 1024)
        writer.put_in_place()

    with pytest.raises(BackupError, match=message):
        read_whole(path)


def test_a_manifest_of_lists_in_lists_is_refused() -> None:
    with pytest.raises(BackupError, match="manifest"):
        Manifest.from_json(b"[" * 200_000)


@pytest.mark.parametrize("content", [b"", b"PGDMP", "ليس نسخة".encode(), b"\0" * 10240])
def test_another_file_is_no_backup(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other"
    path.write_bytes(content)

    with pytest.raises(BackupError, match="is no backup of Bayyina"):
        read_whole(path)


def test_a_file_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="cannot be read"):
        read_whole(tmp_path / "nothing")
