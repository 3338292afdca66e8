"""The history's chains: what the database writes, and that no tampering goes unseen."""

from __future__ import annotations

import json
import threading
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.utils import DatabaseError
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from claims.actions.cases import edit_claim
from claims.actions.history import record_event
from claims.actions.moderation import promote
from claims.actions.workflow import move_text
from claims.adapters.chains import UnreadableDocument, verify
from claims.adapters.signing import make_key
from claims.domain.history import digest, site_text
from claims.history import (
    VERIFY_HISTORY,
    head_document,
    history_of,
    introduce_key,
    last_check,
    sign_head,
    site_head,
)
from claims.models import AuditEvent, Claim, HistoryHead, SiteEntry, SiteHead, Submission
from claims.schedule import verify_tonight
from jobs import runner
from jobs.models import Job, JobState
from tests.claims.tampering import (
    SEEN_FROM_OUTSIDE,
    SEEN_IN_THE_CHAIN,
    Tampering,
    as_superuser,
    sign_all_anew,
)
from tests.factories.claims import CLAIMS, claim_of, submission
from tests.factories.verdicts import (
    WORDS,
    Desk,
    claim_with_source,
    corrected,
    drafted,
    published,
)

pytestmark = pytest.mark.django_db

Document = dict[str, Any]


def join_the_site() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


@pytest.fixture
def desk(reporter: User, editor: User, publisher: User) -> Desk:
    return Desk(reporter, editor, publisher)


@pytest.fixture
def kept(desk: Desk) -> Document:
    """The public head as a partner keeps it, after two verdicts were published."""
    published(drafted(claim_with_source(desk), desk), desk)
    published(drafted(claim_with_source(desk, text=CLAIMS["hi"]), desk), desk)
    join_the_site()
    document: Document = json.loads(json.dumps(head_document()))
    return document


# --- What the database writes -----------------------------------------------------------------


def test_each_event_names_the_one_before_it(reporter: User) -> None:
    claim = claim_of(reporter, "hi")

    second = record_event(claim, "case.noted", by=reporter, note="ملاحظة à नोट")

    first = claim.events.get(number=1)
    assert (second.number, second.previous) == (2, first.hash)
    assert second.hash == digest(second.canonical)
    assert json.loads(second.canonical)["values"] == {"note": "ملاحظة à नोट"}


def test_the_site_chain_names_every_event_in_order(reporter: User) -> None:
    one, two = claim_of(reporter, "ar"), claim_of(reporter, "fr")
    event = record_event(one, "case.noted", by=reporter)
    join_the_site()

    links = list(SiteEntry.objects.order_by("number"))

    assert [link.claim for link in links] == [one.pk, two.pk, one.pk]
    assert links[2].hash == digest(
        site_text(
            number=3,
            previous=links[1].hash,
            claim=str(one.pk),
            claim_number=2,
            claim_hash=event.hash,
        )
    )
    assert SiteHead.objects.get().hash == links[2].hash


def test_a_forged_and_back_dated_insert_is_overwritten(reporter: User) -> None:
    claim = claim_of(reporter)

    forged = AuditEvent.objects.create(
        id=-5,
        claim=claim,
        name="case.noted",
        number=77,
        at=datetime(2001, 1, 1, tzinfo=UTC),
        previous="f" * 64,
        hash="f" * 64,
        canonical="{}",
    )

    stored = AuditEvent.objects.get(claim=claim, number=2)
    assert stored.pk == forged.pk > 0
    assert stored.at.year > 2001
    assert verify().found is None


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE claims_auditevent SET name = 'x'",
        "DELETE FROM claims_auditevent",
        "UPDATE claims_siteentry SET hash = 'x'",
        "DELETE FROM claims_sitehead",
        "DELETE FROM claims_historykey",
        "UPDATE claims_historyhead SET statement = ''",
        "SET LOCAL bayyina.may_be_emptied = 'off'; TRUNCATE claims_auditevent CASCADE",
        "SET LOCAL bayyina.may_be_emptied = 'off'; TRUNCATE claims_historyhead",
    ],
)
def test_not_even_the_owner_changes_a_row_by_mistake(kept: Document, statement: str) -> None:
    join_the_site()

    with (
        pytest.raises(DatabaseError, match="never"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_events_that_were_there_before_the_chain_are_chained(desk: Desk, kept: Document) -> None:
    chain = import_module("claims.migrations.0005_history_is_a_chain")
    as_superuser(
        "ALTER TABLE claims_auditevent DROP CONSTRAINT audit_event_number_once",
        "UPDATE claims_auditevent SET number = 0, hash = '', canonical = '', previous = ''",
        "DELETE FROM claims_siteentry",
        "DELETE FROM claims_sitehead",
        "DELETE FROM claims_historyhead",
        # Publications had no digest of the page then.
        'UPDATE claims_auditevent SET "values" = "values" - \'snapshot\'',
        chain.CHAIN_WHAT_IS_THERE,
    )

    verified = verify()

    assert (verified.found, verified.links) == (None, verified.events)
    assert verified.events > 10


# --- Tampering --------------------------------------------------------------------------------


def test_a_history_that_nobody_touched_holds(kept: Document) -> None:
    verified = verify(kept)

    assert (verified.found, verified.heads, verified.compared) == (None, 2, 2)
    assert verified.events == verified.links > 10


def test_corrected_withdrawn_and_published_anew_it_holds(desk: Desk, kept: Document) -> None:
    claim = claim_with_source(desk, text=CLAIMS["fr"])
    first = published(drafted(claim, desk), desk)
    second = corrected(first, desk, note="صُحِّح رقم", words=WORDS["ar"])
    move_text(second.pk, "withdraw", by=desk.publisher, reason="le témoin s'est rétracté")
    published(drafted(claim, desk), desk)

    verified = verify(kept)

    assert (verified.found, verified.heads) == (None, 6)


@pytest.mark.parametrize("tamper", SEEN_IN_THE_CHAIN.values(), ids=SEEN_IN_THE_CHAIN.keys())
def test_the_chain_alone_shows(kept: Document, tamper: Tampering) -> None:
    tamper()

    assert verify().found is not None


@pytest.mark.parametrize("tamper", SEEN_FROM_OUTSIDE.values(), ids=SEEN_FROM_OUTSIDE.keys())
def test_the_chain_alone_cannot_show(kept: Document, tamper: Tampering) -> None:
    tamper()

    assert verify().found is None


@pytest.mark.parametrize(
    "tamper",
    [*SEEN_IN_THE_CHAIN.values(), *SEEN_FROM_OUTSIDE.values()],
    ids=[*SEEN_IN_THE_CHAIN.keys(), *SEEN_FROM_OUTSIDE.keys()],
)
def test_with_a_head_kept_outside_it_shows(kept: Document, tamper: Tampering) -> None:
    tamper()

    assert verify(kept).found is not None


def test_a_history_signed_anew_with_another_key_shows(
    kept: Document, tmp_path: Path, settings: Settings
) -> None:
    as_superuser("DELETE FROM claims_historyhead", "DELETE FROM claims_historykey")
    settings.HISTORY_KEY_FILE = tmp_path / "مفتاح آخر.pem"
    make_key(settings.HISTORY_KEY_FILE)
    introduce_key(settings.HISTORY_KEY_FILE)
    sign_all_anew()
    assert verify().found is None

    found = verify(kept).found

    assert found is not None
    assert found.code == "outside_key"


def test_a_restored_backup_is_reported_as_behind(desk: Desk, kept: Document) -> None:
    with transaction.atomic():
        published(drafted(claim_with_source(desk, text=CLAIMS["fr"]), desk), desk)
        newer = json.loads(json.dumps(head_document()))
        transaction.set_rollback(True)

    found = verify(newer).found

    assert found is not None
    assert found.code == "behind"
    assert verify(kept).found is None


@pytest.mark.parametrize(
    "spoil",
    [
        lambda document: {},
        lambda document: document | {"keys": []},
        lambda document: document | {"head": None, "heads": []},
        lambda document: document | {"head": document["head"] | {"signature": "AAAA"}},
        lambda document: document | {"head": document["head"] | {"statement": "كلام"}},
    ],
    ids=["empty", "no keys", "no heads", "another signature", "another statement"],
)
def test_what_nobody_signed_is_not_compared_with(kept: Document, spoil: Any) -> None:
    with pytest.raises(UnreadableDocument):
        verify(spoil(kept))


COLUMNS = st.sampled_from(
    [
        ("claims_auditevent", "canonical"),
        ("claims_auditevent", "previous"),
        ("claims_auditevent", "hash"),
        ("claims_auditevent", "name"),
        ("claims_siteentry", "previous"),
        ("claims_siteentry", "claim_hash"),
        ("claims_siteentry", "hash"),
    ]
)


@hypothesis_settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    sequence=st.lists(
        st.tuples(
            st.sampled_from(["ar", "fr", "hi"]),
            st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=40),
        ),
        max_size=8,
    ),
    column=COLUMNS,
    row=st.integers(0, 1000),
    byte=st.integers(0, 1000),
)
def test_one_byte_edited_anywhere_shows(
    reporter: User,
    sequence: list[tuple[str, str]],
    column: tuple[str, str],
    row: int,
    byte: int,
) -> None:
    with transaction.atomic():
        claims = {language: claim_of(reporter, language) for language in ("ar", "fr", "hi")}
        for language, note in sequence:
            record_event(claims[language], "case.noted", by=reporter, note=note)
        whole = verify().found
        edit_one_byte(*column, row=row, byte=byte)
        found = verify().found
        transaction.set_rollback(True)

    assert whole is None
    assert found is not None


def edit_one_byte(table: str, column: str, *, row: int, byte: int) -> None:
    """Turn one character of one row into another one."""
    as_superuser(
        f"""
        WITH chosen AS (
            SELECT ctid AS place, {column} AS text FROM {table} ORDER BY ctid
            OFFSET {row} % (SELECT count(*) FROM {table}) LIMIT 1
        ), edited AS (
            SELECT place, overlay(text PLACING
                CASE WHEN substr(text, 1 + {byte} % length(text), 1) = '0' THEN '1' ELSE '0' END
                FROM 1 + {byte} % length(text) FOR 1) AS text
            FROM chosen
        )
        UPDATE {table} SET {column} = edited.text FROM edited WHERE ctid = edited.place
        """  # noqa: S608 - names and numbers of this test's own
    )


# --- Many writers -----------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_writers_at_once_leave_no_break(reporter: User) -> None:
    claims = [claim_of(reporter, language) for language in ("ar", "fr", "hi", "ar", "fr")]
    errors: list[BaseException] = []

    def write(turn: int) -> None:
        try:
            for number in range(25):
                with transaction.atomic():
                    # Two claims in a transaction, in an order that differs between the writers.
                    for claim in sorted(
                        (claims[(number + turn) % 5], claims[(number * 2 + turn) % 5]),
                        key=lambda one: one.pk,
                    ):
                        record_event(claim, "case.noted", by=reporter, turn=turn)
        except BaseException as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(turn,)) for turn in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    verified = verify()
    assert errors == []
    assert (verified.found, verified.links) == (None, 5 + 4 * 25 * 2)


# --- What must be erasable --------------------------------------------------------------------


def test_a_message_can_be_erased_and_the_history_still_holds(administrator: User) -> None:
    sent = submission("رسالة من قارئ à नाम", contact="reader@example.org")
    claim = promote(sent.pk, by=administrator)
    edit_claim(
        claim, by=administrator_as_editor(administrator), text="ادعاء", language="ar",
        restated="", claimant=None,
    )  # fmt: skip

    Submission.objects.all().delete()

    texts = " ".join(AuditEvent.objects.values_list("canonical", flat=True))
    assert "رسالة" not in texts
    assert "reader@example.org" not in texts
    assert str(sent.pk) not in texts
    assert verify().found is None


def administrator_as_editor(user: User) -> User:
    user.groups.add(Group.objects.get(name="editor"))
    return User.objects.get(pk=user.pk)


def test_two_messages_with_the_same_words_have_different_hashes(administrator: User) -> None:
    one, two = submission("نص"), submission("نص")

    promoted = [promote(sent.pk, by=administrator) for sent in (one, two)]

    hashes = [claim.events.get().values["submission"] for claim in promoted]
    assert hashes[0] != hashes[1]
    assert [len(one) for one in hashes] == [64, 64]


# --- What is said of it -----------------------------------------------------------------------


def test_an_edit_says_what_was_there_before_and_what_after(reporter: User) -> None:
    claim = claim_of(reporter, "fr")
    edit_claim(claim, by=reporter, text="दावा", language="hi", restated="", claimant=None)

    entry = history_of(claim, public=False)[-1]

    assert entry.before == {"text": CLAIMS["fr"], "language": "fr"}
    assert entry.after == {"text": "दावा", "language": "hi"}
    assert entry.actor == reporter


def test_readers_learn_nothing_but_what_was_published(desk: Desk, kept: Document) -> None:
    claim = Claim.objects.get(text=CLAIMS["hi"])
    revision = claim.verdict.texts.get().revisions.get()
    move_text(revision.pk, "withdraw", by=desk.publisher, reason="خطأ في المصدر")

    entries = history_of(claim, public=True)

    assert [entry.name for entry in entries] == ["text.publish", "text.withdraw"]
    assert [entry.role for entry in entries] == ["publisher", "publisher"]
    assert {entry.actor for entry in entries} == {None}
    assert entries[0].after == {"status": "published", "rating": "misleading", "revision": 1}
    assert entries[1].values == {"language": "ar", "revision": 1, "reason": "خطأ في المصدر"}


@pytest.mark.usefixtures("speaking_english")
def test_the_command_says_that_it_holds_and_compares_with_a_file(
    kept: Document, tmp_path: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "kept.json"
    file.write_text(json.dumps(kept), encoding="utf-8")

    call_command("verify_history", against=str(file))

    said = capsys.readouterr().out
    assert "The history holds" in said
    assert "agrees with 2 heads" in said


@pytest.mark.usefixtures("speaking_english")
def test_the_command_fails_with_one_sentence_that_says_where(kept: Document) -> None:
    event = AuditEvent.objects.order_by("pk")[6]
    SEEN_IN_THE_CHAIN["a middle row edited"]()

    with pytest.raises(CommandError) as stopped:
        call_command("verify_history")

    assert str(stopped.value) == f"Event {event.number} of claim {event.claim_id} was altered."


@pytest.mark.usefixtures("speaking_english")
def test_the_command_refuses_a_file_that_is_no_head(kept: Document, tmp_path: Any) -> None:
    file = tmp_path / "page.html"
    file.write_text("<html lang=fr>é", encoding="utf-8")

    with pytest.raises(CommandError, match="no signed head"):
        call_command("verify_history", against=str(file))


def test_a_head_can_be_signed_with_no_verdict_behind_it(kept: Document) -> None:
    head = sign_head(None)

    assert (head.public_id, head.claim_number) == ("", 0)
    assert head.hash_hex == SiteHead.objects.get().hash
    assert verify(kept).found is None
    assert HistoryHead.objects.count() == 3


# --- Every night ------------------------------------------------------------------------------


def run_tonight() -> Job:
    verify_tonight()
    job = Job.objects.get(kind=VERIFY_HISTORY)
    runner.run(job.pk)
    job.refresh_from_db()
    return job


def test_the_night_checks_and_signs_what_the_desk_did_since(kept: Document, desk: Desk) -> None:
    claim_of(desk.reporter, "fr")

    job = run_tonight()

    check = last_check()
    head = site_head()
    assert (job.state, check is not None and check.holds) == (JobState.DONE, True)
    assert head is not None
    assert (head.public_id, head.number) == ("", SiteHead.objects.get().number)


@pytest.mark.usefixtures("speaking_english")
def test_a_break_found_at_night_is_set_aside_for_a_person(kept: Document) -> None:
    SEEN_IN_THE_CHAIN["only a time changed"]()

    job = run_tonight()

    check = last_check()
    assert job.state == JobState.QUARANTINED
    assert check is not None
    assert not check.holds
    assert "was altered" in check.reason
