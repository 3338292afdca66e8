"""The key that signs the history: without it nothing is published, and it can be replaced."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django.fixtures import Settings

from claims.actions.workflow import move_text
from claims.adapters.chains import verify
from claims.adapters.signing import is_signed, make_key
from claims.domain.history import NoSigningKey
from claims.history import head_document, head_of_claim, head_of_verdict, site_head
from claims.models import HistoryHead, HistoryKey, Revision
from tests.claims.tampering import as_superuser
from tests.factories.claims import CLAIMS
from tests.factories.verdicts import Desk, approved, claim_with_source, drafted, published

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(reporter: User, editor: User, publisher: User) -> Desk:
    return Desk(reporter, editor, publisher)


@pytest.fixture
def key_file(tmp_path: Path, settings: Settings) -> Path:
    """A key of this test's own, in a folder whose name is not plain ASCII."""
    folder = tmp_path / "مفتاح"
    folder.mkdir()
    settings.HISTORY_KEY_FILE = folder / "history-key.pem"
    make_key(settings.HISTORY_KEY_FILE)
    return Path(settings.HISTORY_KEY_FILE)


def test_publishing_signs_where_the_history_stands(desk: Desk, key_file: Path) -> None:
    revision = published(drafted(claim_with_source(desk), desk), desk)

    head = site_head()

    assert head is not None
    assert head.public_id == revision.text.verdict.public_id
    assert head_of_claim(revision.text.verdict.claim).hash_hex == head.claim_hash_hex
    assert head_of_verdict(head.public_id) == head
    assert is_signed(head.statement, head.signature, HistoryKey.objects.get().public)


def test_withdrawing_signs_again(desk: Desk, key_file: Path) -> None:
    revision = published(drafted(claim_with_source(desk), desk), desk)

    move_text(revision.pk, "withdraw", by=desk.publisher, reason="réponse erronée")

    numbers = list(HistoryHead.objects.order_by("id").values_list("site_number", flat=True))
    assert len(numbers) == 2
    assert numbers[0] < numbers[1]


def test_what_the_desk_does_later_does_not_move_what_readers_see(
    desk: Desk, key_file: Path
) -> None:
    revision = published(drafted(claim_with_source(desk), desk), desk)
    claim = revision.text.verdict.claim
    before = head_of_claim(claim)

    drafted(claim, desk, language="en")

    assert head_of_claim(claim) == before


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda file: file.unlink(), "missing"),
        (lambda file: file.chmod(0o644), "open"),
        (lambda file: file.write_text("ليس مفتاحًا", encoding="utf-8"), "broken"),
        (lambda file: (file.unlink(), file.mkdir(mode=0o700)), "unreadable"),
    ],
    ids=["missing", "open to others", "no key in it", "a folder"],
)
def test_nothing_is_published_without_a_usable_key(
    desk: Desk, key_file: Path, spoil: object, reason: str
) -> None:
    waiting = approved(claim_with_source(desk, text=CLAIMS["hi"]), desk)
    assert callable(spoil)
    spoil(key_file)

    with pytest.raises(NoSigningKey) as refused:
        move_text(waiting.pk, "publish", by=desk.publisher)

    assert refused.value.reason == reason
    assert Revision.objects.get(pk=waiting.pk).status == "approved"


def test_a_key_of_another_history_signs_nothing(desk: Desk, key_file: Path) -> None:
    published(drafted(claim_with_source(desk), desk), desk)
    waiting = approved(claim_with_source(desk, text=CLAIMS["fr"]), desk)
    key_file.unlink()
    make_key(key_file)

    with pytest.raises(NoSigningKey) as refused:
        move_text(waiting.pk, "publish", by=desk.publisher)

    assert refused.value.reason == "stranger"


def test_the_desk_says_what_to_do_about_the_key(
    desk: Desk, key_file: Path, signed_in: object
) -> None:
    waiting = approved(claim_with_source(desk), desk)
    key_file.unlink()
    assert callable(signed_in)
    client: Client = signed_in(desk.publisher)
    client.cookies["django_language"] = "en"

    page = client.post(f"/desk/revisions/{waiting.pk}/move/publish/")

    assert page.status_code == 409
    assert "history_key make" in page.content.decode()


def test_a_new_key_is_readable_by_its_owner_alone(tmp_path: Path) -> None:
    make_key(tmp_path / "clé.pem")

    assert stat.S_IMODE((tmp_path / "clé.pem").stat().st_mode) == 0o600
    with pytest.raises(FileExistsError):
        make_key(tmp_path / "clé.pem")


def test_a_key_that_is_replaced_introduces_the_next(desk: Desk, key_file: Path) -> None:
    published(drafted(claim_with_source(desk), desk), desk)
    kept = json.loads(json.dumps(head_document()))

    call_command("history_key", "rotate")

    published(drafted(claim_with_source(desk, text=CLAIMS["hi"]), desk), desk)
    document = json.loads(json.dumps(head_document()))
    old, new = document["keys"]
    assert (old["until"], new["until"]) == (new["since"], None)
    assert new["replaces"] == old["id"]
    assert is_signed(new["statement"], new["signature"], old["public"])
    assert [head["key"] for head in document["heads"]] == [new["id"], old["id"]]
    assert verify(kept).found is None
    assert verify(document).found is None


def test_a_key_that_nobody_introduced_shows(desk: Desk, key_file: Path) -> None:
    published(drafted(claim_with_source(desk), desk), desk)
    call_command("history_key", "rotate")
    as_superuser("UPDATE claims_historykey SET signature = repeat('A', 88) WHERE number = 2")

    found = verify().found

    assert found is not None
    assert found.code == "key_not_introduced"


@pytest.mark.usefixtures("speaking_english")
def test_a_lost_key_is_not_replaced_in_silence(desk: Desk, key_file: Path) -> None:
    published(drafted(claim_with_source(desk), desk), desk)
    key_file.unlink()

    with pytest.raises(CommandError, match="missing"):
        call_command("history_key", "make")

    assert not key_file.exists()


def test_making_a_key_twice_changes_nothing(
    key_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("history_key", "make")
    before = key_file.read_bytes()

    call_command("history_key", "make")

    assert key_file.read_bytes() == before
    assert HistoryKey.objects.count() == 1
    assert "PRIVATE" not in capsys.readouterr().out
