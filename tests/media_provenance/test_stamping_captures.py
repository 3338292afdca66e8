"""Manifests and pictures signed by an authority, and what such a token dates."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, transaction
from pytest_django.fixtures import Settings

from jobs.models import Job, JobState
from media_provenance.actions import store_picture
from media_provenance.domain.date_evidence import EvidenceKind
from media_provenance.models import CheckedBy, Evidence, KeptRole, TimestampToken
from media_provenance.pipeline.stamping import STAMP, timestamp_of
from media_provenance.pipeline.verifying import verify_kept
from tests.factories.authority import Authority, authority
from tests.factories.captures import (
    as_somebody_with_every_right,
    captured_page,
    kept_pages,
    path_of,
    run_keeping,
)
from tests.factories.pictures import draw_picture, jpeg

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _files_of_its_own(settings: Settings, tmp_path: Path) -> None:
    """Give each test an empty folder: what others kept is no break of its chain."""
    settings.MEDIA_ROOT = tmp_path / "media"


def codes() -> list[str]:
    return [one.code.value for one in verify_kept().breaks]


@pytest.fixture
def signer(settings: Settings, tmp_path: Path) -> Iterator[Authority]:
    with authority(tmp_path / "authority") as running:
        settings.TIMESTAMP_AUTHORITIES = [running.url]
        settings.TIMESTAMP_ANCHORS = str(running.root)
        yield running


def test_without_an_authority_nobody_is_asked() -> None:
    store_picture(jpeg(draw_picture(8)))

    run_keeping()

    assert not Job.objects.filter(kind=STAMP).exists()


def test_a_manifest_and_a_picture_are_signed(signer: Authority) -> None:
    asset = store_picture(jpeg(draw_picture(8)))

    run_keeping()

    assert {token.digest for token in TimestampToken.objects.filter(trusted=True)} == {
        asset.sha256,
        asset.bundle.manifest_sha256,
    }
    token = timestamp_of(asset.sha256)
    assert token is not None
    assert token.checked_by == CheckedBy.CLIENT
    report = verify_kept()
    assert report.holds
    assert report.tokens == 2


def test_a_signed_picture_is_dated_by_the_authority(signer: Authority) -> None:
    asset = store_picture(jpeg(draw_picture(8)))

    run_keeping()

    evidence = Evidence.objects.get(asset=asset, kind=EvidenceKind.TRUSTED_TIMESTAMP.value)
    assert (evidence.grade, evidence.role, evidence.about) == ("A", "seen", "bytes")
    assert evidence.operator == "127.0.0.1"
    assert evidence.latest is not None
    assert abs(evidence.latest - datetime.now(UTC)) < timedelta(minutes=1)


def test_a_token_that_no_anchor_vouches_for_dates_nothing(
    signer: Authority, settings: Settings
) -> None:
    settings.TIMESTAMP_ANCHORS = ""
    asset = store_picture(jpeg(draw_picture(8)))

    run_keeping()

    assert timestamp_of(asset.sha256) is None
    assert TimestampToken.objects.filter(trusted=False).count() == 2
    assert not Evidence.objects.filter(kind=EvidenceKind.TRUSTED_TIMESTAMP.value).exists()
    assert verify_kept().holds


def test_what_was_not_believed_is_asked_for_again(signer: Authority, settings: Settings) -> None:
    settings.TIMESTAMP_ANCHORS = ""
    asset = store_picture(jpeg(draw_picture(8)))
    run_keeping()
    settings.TIMESTAMP_ANCHORS = str(signer.root)

    call_command("keep_captures")
    run_keeping()

    assert timestamp_of(asset.sha256) is not None


def test_an_authority_that_is_away_is_asked_again_later(settings: Settings) -> None:
    settings.TIMESTAMP_AUTHORITIES = ["http://127.0.0.1:9/"]
    store_picture(jpeg(draw_picture(8)))

    run_keeping()

    assert {job.state for job in Job.objects.filter(kind=STAMP)} == {JobState.FAILED}


def test_a_changed_token_is_found(signer: Authority) -> None:
    captured_page()
    run_keeping()
    token = TimestampToken.objects.get()
    reply = bytearray(token.reply)
    reply[-3] ^= 1

    as_somebody_with_every_right(
        "UPDATE media_provenance_timestamptoken SET reply = %s", bytes(reply)
    )

    assert codes() == ["token_broken"]


def test_a_token_of_what_was_taken_away_is_found(signer: Authority, settings: Settings) -> None:
    bundle = kept_pages(1)[0]
    as_somebody_with_every_right("DELETE FROM media_provenance_capturebundle")
    path_of(bundle.path_of(KeptRole.MANIFEST), settings).unlink()

    assert codes() == ["token_of_nothing"]


def test_a_token_is_never_changed() -> None:
    TimestampToken.objects.create(
        digest="ab" * 32,
        authority="https://tsa.example/",
        request=b"1",
        reply=b"2",
        stamped_at=datetime(2026, 1, 1, tzinfo=UTC),
        trusted=False,
        checked_by=CheckedBy.NOBODY,
    )

    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        TimestampToken.objects.update(authority="https://else.example/")


def test_no_token_is_trusted_unchecked() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        TimestampToken.objects.create(
            digest="ab" * 32,
            authority="https://tsa.example/",
            request=b"1",
            reply=b"2",
            stamped_at=datetime(2026, 1, 1, tzinfo=UTC),
            trusted=True,
            checked_by=CheckedBy.NOBODY,
        )
