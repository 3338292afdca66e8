"""The page of background work, and the gallery."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from jobs.models import Job, JobState
from tests.factories.claims import waiting_item

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


@pytest.fixture
def desk(editor: User, signed_in: SignIn) -> Client:
    client = signed_in(editor)
    client.cookies["django_language"] = "en"
    return client


def set_aside(reason: str = "ValueError: à <b>") -> Job:
    return Job.objects.create(
        kind="claims.read_item", key="k:1", state=JobState.QUARANTINED, last_error=reason
    )


def test_an_empty_page_says_so(desk: Client) -> None:
    page = desk.get("/desk/jobs/").content.decode()

    assert "Nothing was set aside." in page
    assert "Nothing is running." in page
    assert "Nothing is waiting." in page


def test_work_in_hand_is_listed_with_what_it_is_about(desk: Client, reporter: User) -> None:
    item = waiting_item(reporter)

    page = desk.get("/desk/jobs/").content.decode()

    assert "Reading a page or text" in page
    assert f"/desk/items/{item.pk}/" in page


def test_running_work_shows_how_far_it_is(desk: Client) -> None:
    Job.objects.create(
        kind="other",
        key="k",
        state=JobState.RUNNING,
        lease_until=timezone.now(),
        progress_done=3,
        progress_total=10,
    )

    fragment = desk.get("/desk/jobs/", headers={"HX-Request": "true"}).content.decode()

    assert "<html" not in fragment
    assert '<progress max="10" value="3"' in fragment
    assert "3 of 10" in fragment


def test_what_was_set_aside_says_why_and_is_tried_again(desk: Client) -> None:
    job = set_aside()

    page = desk.get("/desk/jobs/").content.decode()
    answer = desk.post(f"/desk/jobs/{job.pk}/again/")

    job.refresh_from_db()
    assert "ValueError: à &lt;b&gt;" in page
    assert answer["Location"] == "/desk/jobs/"
    assert (job.state, job.last_error) == (JobState.QUEUED, "")


def test_tried_again_twice_is_once(desk: Client) -> None:
    job = set_aside()
    desk.post(f"/desk/jobs/{job.pk}/again/")

    answer = desk.post(f"/desk/jobs/{job.pk}/again/", follow=True)

    assert "Somebody else has seen to it already." in answer.content.decode()


def test_a_reporter_sees_what_was_set_aside_and_cannot_try_again(
    reporter: User, signed_in: SignIn
) -> None:
    job = set_aside()
    desk = signed_in(reporter)

    page = desk.get("/desk/jobs/").content.decode()
    answer = desk.post(f"/desk/jobs/{job.pk}/again/")

    job.refresh_from_db()
    assert "/again/" not in page
    assert answer.status_code == 403
    assert job.state == JobState.QUARANTINED


def test_a_job_that_is_not_there_is_not_found(desk: Client) -> None:
    assert desk.post("/desk/jobs/99999/again/").status_code == 404


def test_the_gallery_shows_every_component(desk: Client) -> None:
    assert desk.get("/desk/components/").status_code == 200
