"""Have the pack of a verdict made, and write it to its file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from claims.actions.packs.contents import Contents, PackedCapture, contents_of, public_verdicts
from claims.actions.packs.words import (
    LANGUAGES,
    findings_json,
    findings_text,
    index_page,
    verdict_page,
)
from claims.adapters.pack_files import PackWriter, pack_path, writing_pack
from claims.permissions import check_can_see_desk
from jobs.actions import ask_again
from jobs.models import Job
from jobs.registry import Payload, Progress
from media_provenance.models import Redaction
from media_provenance.queries import kept_file, original_file

if TYPE_CHECKING:
    from django.contrib.auth.models import User

MAKE_PACK = "claims.make_pack"
_STYLE = Path(__file__).resolve().parents[3] / "static" / "css" / "pack.css"


def ask_for_pack(public_id: str, *, by: User) -> Job:
    """Have the pack of a verdict made, anew if there is one.

    Raises:
        NotAllowed: who asks may not see the desk.
        NotPublic: readers may read none of its texts now.
    """
    check_can_see_desk(by)
    public_verdicts(public_id)
    return ask_again(MAKE_PACK, public_id, {"verdict": public_id})


def pack_job(public_id: str) -> Job | None:
    """Find the job that makes, or made, the pack of a verdict."""
    return Job.objects.filter(kind=MAKE_PACK, key=public_id).first()


def make_pack(payload: Payload, progress: Progress) -> Path:
    """Write the pack of a verdict to its place, over the one of before.

    Args:
        payload: ``verdict``, its public id.

    Raises:
        NotPublic: readers may read none of its texts now.
        PackDamaged, FileNotFoundError: a file is not what was kept, or gone.
        OSError: no room.
    """
    public_id = str(payload["verdict"])
    target = pack_path(public_id)
    while True:
        known = Redaction.objects.count()
        write_pack(public_id, target, progress)
        # What was taken away meanwhile may have been copied before: then all of it again.
        if Redaction.objects.count() == known:
            return target


def record_pack(payload: Payload, _target: Path) -> None:
    """Nothing: the file is what is there to see, and the job says when it was made."""


def write_pack(public_id: str, target: Path, progress: Progress) -> Contents:
    """Write the pack of a verdict to a file; raises as ``make_pack``.

    What was not kept yet is kept first, which adds links to the chain.
    """
    contents = contents_of(public_id)
    total = 1 + len(contents.captures) + len(contents.pictures)
    done = 0
    with writing_pack(target) as pack:
        pack.add_bytes("index.html", index_page(contents).encode())
        pack.add_bytes("style.css", _STYLE.read_bytes())
        for verdict in contents.verdicts:
            page = verdict_page(verdict)
            pack.add_bytes(f"verdict/{verdict.language}.html", page.encode())
        pack.add_bytes("findings/findings.json", findings_json(contents))
        for language in LANGUAGES:
            words = findings_text(contents, language)
            pack.add_bytes(f"findings/{language}.txt", words.encode())
        for capture in contents.captures:
            done += 1
            progress(done, total)
            _add_capture(pack, capture)
        for picture in contents.pictures:
            done += 1
            progress(done, total)
            if picture.name:
                pack.add_file(picture.name, original_file(picture.asset), picture.asset.sha256)
        for packed in contents.tokens:
            pack.add_bytes(f"{packed.name}.tsq", bytes(packed.token.request))
            pack.add_bytes(f"{packed.name}.tsr", bytes(packed.token.reply))
            pack.add_bytes(f"{packed.name}.pem", packed.token.certificates.encode())
    return contents


def _add_capture(pack: PackWriter, capture: PackedCapture) -> None:
    bundle = capture.thing.bundle
    for role, (sha256, _size) in bundle.files.items():
        if role.value not in capture.files:
            # Redacted: the manifest names it, and the first page says why it is not there.
            continue
        pack.add_file(capture.files[role.value], kept_file(bundle, role), sha256)
