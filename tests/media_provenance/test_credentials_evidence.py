"""Content Credentials become evidence by the lists in force, and are judged anew with new ones."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError

from jobs import runner
from jobs.models import Job, JobState
from media_provenance.actions import (
    ReasonNeeded,
    TrustListRefused,
    add_trust_list,
    ask_when,
    retire_trust_list,
    withdraw_evidence,
)
from media_provenance.domain.trust_lists import TrustKind, TrustListProblem
from media_provenance.models import Evidence, MediaAsset, TrustList
from media_provenance.pipeline import reading
from media_provenance.pipeline.credentials import (
    JUDGE_ALL_CREDENTIALS,
    JUDGE_CREDENTIALS,
    trust_in_force,
)
from media_provenance.queries import current_finding
from media_provenance.wording.credentials import CREDENTIALS_JUDGED_ANEW
from multilingual.intervals import DateInterval
from tests.factories.authority import Authority, authority
from tests.factories.pictures import draw_picture, jpeg, stored_picture
from tests.unit.media_provenance.signed_pictures import signed, signers_root

pytestmark = pytest.mark.django_db
CREATED = {"when": "2022-08-16T09:30:00Z"}
# Long after these pictures are signed.
EVENT = DateInterval(date(2119, 6, 20), date(2119, 6, 23))


@pytest.fixture(scope="module")
def clock(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Authority]:
    with authority(tmp_path_factory.mktemp("authority")) as running:
        yield running


@pytest.fixture(scope="module")
def stamped(clock: Authority) -> bytes:
    return signed(jpeg(draw_picture(7)), stamped_by=clock.url, created=CREATED)


def credentials_evidence(asset: MediaAsset) -> list[tuple[str, str]]:
    rows = Evidence.objects.standing().filter(asset=asset, key__startswith="credentials:")
    return sorted(rows.values_list("kind", "grade"))


def add(kind: TrustKind, text: str) -> TrustList:
    return add_trust_list("قائمة — été — सूची", kind, text)


def judge_anew() -> None:
    """Run the jobs that a change of lists asks for, as workers would."""
    for kind in (JUDGE_ALL_CREDENTIALS, JUDGE_CREDENTIALS):
        for job in Job.objects.filter(kind=kind, state=JobState.QUEUED):
            assert runner.run(job.pk) == runner.Ran.DONE


def test_by_no_list_only_the_signer_s_word_is_evidence(stamped: bytes) -> None:
    asset = stored_picture(stamped)

    assert credentials_evidence(asset) == [("content_credentials_claim", "D")]


@pytest.mark.parametrize("claim_version", [1, 2])
def test_a_home_made_clock_gives_no_bound_however_the_signer_is_trusted(
    clock: Authority, claim_version: int
) -> None:
    add(TrustKind.ANCHORS, signers_root())
    data = signed(jpeg(draw_picture(8)), stamped_by=clock.url, claim_version=claim_version)

    asset = stored_picture(data)

    assert asset.content_credentials is not None
    assert asset.content_credentials["state"] == "trusted"
    assert credentials_evidence(asset) == []


@pytest.mark.parametrize("claim_version", [1, 2])
def test_a_clock_on_the_list_says_that_these_bytes_existed(
    clock: Authority, claim_version: int
) -> None:
    add(TrustKind.TIME_STAMPS, clock.root.read_text())
    data = signed(jpeg(draw_picture(9)), stamped_by=clock.url, claim_version=claim_version)

    asset = stored_picture(data)

    evidence = Evidence.objects.get(asset=asset, kind="content_credentials_time")
    assert (evidence.role, evidence.about, evidence.grade) == ("seen", "bytes", "A")
    assert evidence.earliest == evidence.latest
    assert (evidence.operator, evidence.zone_known) == ("Time stamps of a test", True)


def test_a_picture_altered_after_signing_gives_nothing(clock: Authority, stamped: bytes) -> None:
    add(TrustKind.TIME_STAMPS, clock.root.read_text())
    altered = bytearray(stamped)
    altered[-2000] ^= 1

    asset = stored_picture(bytes(altered))

    assert credentials_evidence(asset) == []


def test_a_trusted_signer_s_word_is_worth_more(stamped: bytes) -> None:
    add(TrustKind.ANCHORS, signers_root())

    asset = stored_picture(stamped)

    evidence = Evidence.objects.get(asset=asset, kind="content_credentials_claim")
    assert (evidence.role, evidence.grade, evidence.operator) == ("captured", "C", "Tests")


def test_a_new_list_judges_stored_pictures_anew_and_the_finding_follows(
    clock: Authority, stamped: bytes
) -> None:
    asset = stored_picture(stamped)
    question = ask_when(asset, asked_for="test:1", event=EVENT)
    before = current_finding(question)

    add(TrustKind.TIME_STAMPS, clock.root.read_text())
    judge_anew()

    after = current_finding(question)
    assert before is not None
    assert after is not None
    assert (before.strength, after.strength) == ("supported", "established")
    assert ("content_credentials_time", "A") in credentials_evidence(asset)


def test_retiring_a_list_withdraws_what_rested_on_it_and_keeps_it_on_record(
    clock: Authority, stamped: bytes
) -> None:
    trusted = add(TrustKind.TIME_STAMPS, clock.root.read_text())
    asset = stored_picture(stamped)

    retire_trust_list(trusted, reason="المفتاح مسروق")
    judge_anew()

    evidence = Evidence.objects.get(asset=asset, kind="content_credentials_time")
    assert (evidence.withdrawn_by, evidence.withdrawn_reason) == (None, CREDENTIALS_JUDGED_ANEW)
    assert evidence.withdrawn_at is not None


def test_what_was_withdrawn_by_itself_comes_back_with_its_list(
    clock: Authority, stamped: bytes
) -> None:
    trusted = add(TrustKind.TIME_STAMPS, clock.root.read_text())
    asset = stored_picture(stamped)
    retire_trust_list(trusted, reason="tried")
    judge_anew()

    add(TrustKind.TIME_STAMPS, clock.root.read_text())
    judge_anew()

    assert ("content_credentials_time", "A") in credentials_evidence(asset)
    assert Evidence.objects.filter(asset=asset, kind="content_credentials_time").count() == 1


def test_what_a_person_withdrew_stays_withdrawn(
    clock: Authority, stamped: bytes, alice: User
) -> None:
    add(TrustKind.TIME_STAMPS, clock.root.read_text())
    asset = stored_picture(stamped)
    evidence = Evidence.objects.get(asset=asset, kind="content_credentials_time")
    withdraw_evidence(evidence, by=alice, reason="مشكوك فيه")

    add(TrustKind.ANCHORS, signers_root())
    judge_anew()

    evidence.refresh_from_db()
    assert (evidence.withdrawn_by, evidence.withdrawn_reason) == (alice, "مشكوك فيه")


def test_a_change_of_lists_asks_for_a_job_for_each_picture_with_credentials(
    stamped: bytes,
) -> None:
    asset = stored_picture(stamped)
    stored_picture(jpeg(draw_picture(3)))

    add(TrustKind.ANCHORS, signers_root())
    judge_anew()

    asset.refresh_from_db()
    (job,) = Job.objects.filter(kind=JUDGE_CREDENTIALS)
    assert job.payload == {"asset": str(asset.pk)}
    assert asset.content_credentials is not None
    assert asset.content_credentials["trust"] == trust_in_force().digest


def test_a_picture_that_is_read_while_the_lists_change_is_judged_by_the_new_ones(
    stamped: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_none = trust_in_force()
    add(TrustKind.ANCHORS, signers_root())
    judge_anew()
    monkeypatch.setattr(reading, "trust_in_force", lambda: by_none)

    asset = stored_picture(stamped)
    before = credentials_evidence(asset)
    judge_anew()

    assert before == [("content_credentials_claim", "D")]
    assert credentials_evidence(asset) == [("content_credentials_claim", "C")]


def test_positions_that_a_camera_signed_are_not_kept(stamped: bytes) -> None:
    exif = {
        "label": "stds.exif",
        "data": {
            "@context": {"EXIF": "http://ns.adobe.com/EXIF/1.0/"},
            "EXIF:GPSLatitude": "33,53.6N",
            "EXIF:GPSTimeStamp": "2022-08-16T09:30:00Z",
        },
    }

    asset = stored_picture(signed(jpeg(draw_picture(7)), assertions=[exif]))

    assert "GPSLatitude" not in str(asset.content_credentials)
    assert credentials_evidence(asset) == [("content_credentials_claim", "D")]


# The lists themselves


def test_a_list_is_in_force_until_it_is_retired(alice: User, bob: User) -> None:
    added = add_trust_list("C2PA 2026", TrustKind.ANCHORS, signers_root(), by=alice)
    in_force = trust_in_force()

    retire_trust_list(added, reason="été", by=bob)

    assert in_force.anchors.strip() == signers_root().strip()
    assert trust_in_force().anchors == ""
    assert (added.added_by, added.retired_by, added.retired_reason) == (alice, bob, "été")


def test_without_a_list_of_clocks_those_that_come_with_the_product_count() -> None:
    assert "BEGIN CERTIFICATE" in trust_in_force().time_stamps


def test_the_same_list_twice_is_refused() -> None:
    add(TrustKind.ANCHORS, signers_root())

    with pytest.raises(TrustListRefused) as refused:
        add(TrustKind.ANCHORS, "remark\n" + signers_root())

    assert refused.value.problem is TrustListProblem.KNOWN_ALREADY


def test_retiring_asks_for_a_reason_and_happens_once() -> None:
    added = add(TrustKind.ANCHORS, signers_root())

    with pytest.raises(ReasonNeeded):
        retire_trust_list(added, reason="  ")
    retire_trust_list(added, reason="old")
    with pytest.raises(TrustListRefused):
        retire_trust_list(added, reason="again")

    added.refresh_from_db()
    assert added.retired_reason == "old"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE media_provenance_trustlist SET text = 'other'",
        "UPDATE media_provenance_trustlist SET retired_at = now(), retired_reason = 'x', kind = ''",
        "DELETE FROM media_provenance_trustlist",
    ],
)
def test_not_even_a_bug_changes_or_removes_a_list(statement: str) -> None:
    add(TrustKind.ANCHORS, signers_root())

    with (
        pytest.raises(DatabaseError, match="never changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "allowed"},
        {"sha256": "no digest"},
        {"entries": 0},
        {"text": ""},
        {"retired_reason": "why"},
    ],
    ids=["kind", "digest", "entries", "text", "half retired"],
)
def test_the_database_refuses_half_a_list(wrong: dict[str, object]) -> None:
    fields = {"name": "n", "kind": "anchors", "text": "t", "sha256": "0" * 64, "entries": 1}

    with pytest.raises(IntegrityError), transaction.atomic():
        TrustList.objects.create(**{**fields, **wrong})
