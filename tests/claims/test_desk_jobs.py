"""The page of background work, and the gallery."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from claims.models import NewsItem
from claims.wording import JOB_KINDS
from jobs import heartbeat
from jobs.models import Heartbeat, Job, JobState
from jobs.registry import known_kinds
from media_provenance.models import MediaAsset
from tests.factories.claims import waiting_item

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
READ_ITEM, READ_PICTURE = "claims.read_item", "media_provenance.read_picture"


@pytest.fixture
def desk(editor: User, signed_in: SignIn) -> Client:
    client = signed_in(editor)
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def crew() -> None:
    """A worker and a sweeper that are alive."""
    heartbeat.beat("worker")
    heartbeat.beat("sweeper")


def a_job(state: JobState = JobState.QUEUED, **fields: object) -> Job:
    fields.setdefault("kind", READ_ITEM)
    return Job.objects.create(key=f"k:{Job.objects.count()}", state=state, **fields)


def set_aside(reason: str = "ValueError: à <b>") -> Job:
    return a_job(JobState.QUARANTINED, last_error=reason, started_at=timezone.now())


def ago(**span: float) -> datetime:
    return timezone.now() - timedelta(**span)


def page_of(desk: Client, query: str = "") -> str:
    return desk.get(f"/desk/jobs/{query}").content.decode()


def test_every_kind_of_job_has_a_name_in_words() -> None:
    assert [kind for kind in known_kinds() if kind not in JOB_KINDS] == []


def test_an_empty_page_says_so(desk: Client) -> None:
    page = page_of(desk)

    assert "Nothing was set aside." in page
    assert "Nothing is running." in page
    assert "Nothing has failed." in page
    assert "Nothing is waiting." in page
    assert "Nothing was done yet." in page
    assert "Nothing was given up." in page


def test_work_in_hand_is_listed_with_what_it_is_about(desk: Client, reporter: User) -> None:
    item = waiting_item(reporter)

    page = page_of(desk)

    assert "Reading a page or text" in page
    assert f"/desk/items/{item.pk}/" in page


def test_the_analysis_of_a_long_text_is_named_in_words(desk: Client) -> None:
    Job.objects.create(kind="claims.analyze_item", payload={}, key="analysis")

    page = page_of(desk)

    assert "Looking for who says what in a long text" in page
    assert "claims.analyze_item</" not in page


def test_running_work_shows_how_far_it_is_and_who_does_it(desk: Client, crew: None) -> None:
    a_job(
        JobState.RUNNING,
        kind="other",
        started_at=ago(seconds=5),
        lease_until=timezone.now() + timedelta(seconds=60),
        attempts=2,
        holder="worker@غرفة:7:ab",
        progress_done=3,
        progress_total=10,
    )

    fragment = desk.get("/desk/jobs/", headers={"HX-Request": "true"}).content.decode()

    assert "<html" not in fragment
    assert '<progress max="10" value="3"' in fragment
    assert "3 of 10 steps" in fragment
    assert "attempt 2 of 3" in fragment
    assert '<bdi dir="ltr">worker@غرفة:7:ab</bdi>' in fragment
    assert "It was cut off" not in fragment


def test_work_of_one_kind_is_told_apart_by_what_it_is_about(desk: Client) -> None:
    named = MediaAsset.objects.create(id=uuid4(), sha256="a1" * 32, byte_size=1, original_name="é")
    other = MediaAsset.objects.create(id=uuid4(), sha256="b2c3d4e5" * 8, byte_size=1)
    item = NewsItem.objects.create(intake="text", title="நகரம்", language="ta")
    a_job(kind=READ_PICTURE, payload={"asset": str(named.pk)})
    a_job(kind=READ_PICTURE, payload={"asset": str(other.pk)})
    a_job(payload={"item": str(item.pk)})

    page = page_of(desk)

    assert '<bdi dir="auto">é</bdi>' in page
    assert "Picture added on" in page
    assert '<span lang="ta" dir="auto">நகரம்</span>' in page


@pytest.mark.parametrize(("seconds", "said"), [(15, True), (2, False)])
def test_running_work_says_when_nothing_is_heard_of_its_holder(
    desk: Client, crew: None, seconds: int, said: bool
) -> None:
    Heartbeat.objects.create(name="worker@é:1", role="worker", beat_at=ago(seconds=seconds))
    a_job(
        JobState.RUNNING,
        started_at=ago(seconds=20),
        lease_until=timezone.now() + timedelta(seconds=60),
        holder="worker@é:1",
    )

    assert ("has not been heard of for 1" in page_of(desk)) == said


def test_running_work_whose_lease_is_over_says_that_it_was_cut_off(
    desk: Client, crew: None
) -> None:
    a_job(JobState.RUNNING, started_at=ago(seconds=90), lease_until=ago(seconds=1))

    assert "It was cut off and will be taken up again in a moment." in page_of(desk)


def test_waiting_work_says_that_no_worker_runs_and_since_when(desk: Client) -> None:
    heartbeat.beat("worker")
    Heartbeat.objects.update(beat_at=ago(minutes=10))
    a_job(due_at=ago(minutes=5))

    page = page_of(desk)

    assert "No worker is running; the last one was seen" in page
    assert ": no worker is running" in page


def test_a_worker_that_was_told_to_stop_counts_as_gone_at_once(desk: Client) -> None:
    heartbeat.beat("worker")
    heartbeat.end("worker")

    assert "No worker is running; the last one was seen" in page_of(desk)


def test_a_place_without_any_worker_yet_says_so(desk: Client) -> None:
    assert "No worker is running, and none has been seen yet." in page_of(desk)


def test_waiting_work_says_that_the_broker_does_not_answer(desk: Client, crew: None) -> None:
    a_job(due_at=ago(minutes=5), hinted_at=None)

    page = page_of(desk)

    assert "Nothing is lost: it is told again as soon as it is back." in page
    assert ": the broker, which tells the workers, does not answer" in page


def test_waiting_work_says_that_it_waits_for_a_free_worker(desk: Client, crew: None) -> None:
    a_job(due_at=ago(minutes=5), hinted_at=timezone.now())

    page = page_of(desk)

    assert ": waits for a free worker" in page
    assert "notice" not in page.split('id="jobs"')[1].split("<nav")[0]


def test_work_that_is_not_due_says_for_when_it_is_planned(desk: Client, crew: None) -> None:
    a_job(due_at=timezone.now() + timedelta(days=1))

    page = page_of(desk)

    assert "Planned for" in page
    assert "Waiting since" not in page


def test_failed_work_says_why_and_when_it_is_tried_again(desk: Client, crew: None) -> None:
    a_job(
        JobState.FAILED,
        attempts=1,
        due_at=timezone.now() + timedelta(seconds=30),
        last_error="TimeoutError: 203.0.113.7",
    )

    page = page_of(desk)

    assert "Attempt 1 of 3 failed; tried again" in page
    assert "The other side did not answer. Try again later." in page
    assert "TimeoutError: 203.0.113.7" in page


def test_done_work_says_how_long_it_took(desk: Client, crew: None) -> None:
    a_job(JobState.DONE, started_at=ago(seconds=75), finished_at=ago(seconds=5))

    assert "took 70 seconds" in page_of(desk)


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        ("OperationalError: غير متاح", "The database could not be reached."),
        ("WorkerLostError: signal 9 (SIGKILL)", "Its process ended before the work was done"),
        ("UnknownKind: other", "This release does not know this kind of work"),
        ("OSError: [Errno 28] No space left on device", "the disk may be full or read-only"),
        ("Zut: é", "Something unforeseen went wrong."),
    ],
)
def test_the_reason_is_a_plain_sentence_beside_the_technical_one(
    desk: Client, reason: str, sentence: str
) -> None:
    set_aside(reason)

    page = page_of(desk)

    assert sentence in page
    assert reason in page


def test_one_state_and_one_kind_can_be_chosen(desk: Client) -> None:
    a_job(kind=READ_ITEM, payload={"item": "11111111-1111-4111-8111-111111111111"})
    a_job(kind=READ_PICTURE, payload={"asset": "22222222-2222-4222-8222-222222222222"})
    set_aside()

    page = page_of(desk, f"?state=queued&kind={READ_PICTURE}")

    assert "/desk/pictures/22222222-2222-4222-8222-222222222222/" in page
    assert "/desk/items/11111111-1111-4111-8111-111111111111/" not in page
    assert "ValueError" not in page
    assert "Nothing is running." not in page


@pytest.mark.parametrize("query", ["?state=مجهول", "?kind=é", "?page=x", "?state=queued&page=99"])
def test_a_filter_that_is_not_known_shows_the_page(desk: Client, query: str) -> None:
    a_job()

    assert "Reading a page or text" in page_of(desk, query)


def test_many_jobs_of_one_state_are_counted_and_stand_on_pages(desk: Client, crew: None) -> None:
    Job.objects.bulk_create(Job(kind=READ_ITEM, key=f"many:{number}") for number in range(51))

    overview = page_of(desk)
    second = page_of(desk, "?state=queued&page=2")

    assert overview.count('<strong id="job-') == 20
    assert "Show all 51" in overview
    assert second.count('<strong id="job-') == 1
    assert 'rel="prev"' in second


def test_the_list_that_htmx_asks_for_again_keeps_the_filters(desk: Client) -> None:
    assert 'hx-get="/desk/jobs/?state=queued&amp;page=1"' in page_of(desk, "?state=queued&page=1")


def test_looking_at_many_jobs_costs_no_query_for_each(
    desk: Client, crew: None, django_assert_max_num_queries: Callable[..., object]
) -> None:
    Job.objects.bulk_create(Job(kind=READ_ITEM, key=f"many:{number}") for number in range(40))

    with django_assert_max_num_queries(40):  # type: ignore[attr-defined]
        page_of(desk)


def test_what_was_set_aside_says_why_and_is_tried_again(desk: Client) -> None:
    job = set_aside()

    page = page_of(desk)
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


def test_giving_up_asks_first_and_can_be_taken_back(desk: Client) -> None:
    job = set_aside()

    question = desk.get(f"/desk/jobs/{job.pk}/give-up/").content.decode()
    job.refresh_from_db()
    state_after_question = job.state
    desk.post(f"/desk/jobs/{job.pk}/give-up/")
    job.refresh_from_db()
    state_after_answer = job.state
    desk.post(f"/desk/jobs/{job.pk}/again/")

    job.refresh_from_db()
    assert "Give up this work?" in question
    assert state_after_question == JobState.QUARANTINED
    assert state_after_answer == JobState.CANCELLED
    assert (job.state, job.finished_at) == (JobState.QUEUED, None)


@pytest.mark.parametrize("state", [JobState.RUNNING, JobState.DONE])
def test_what_runs_or_is_over_cannot_be_given_up(desk: Client, state: JobState) -> None:
    times = {
        JobState.RUNNING: {"lease_until": timezone.now()},
        JobState.DONE: {"finished_at": timezone.now()},
    }
    job = a_job(state, **times[state])

    answer = desk.post(f"/desk/jobs/{job.pk}/give-up/", follow=True)

    job.refresh_from_db()
    assert "It is running or over: there is nothing to give up." in answer.content.decode()
    assert job.state == state


def test_a_reporter_sees_what_was_set_aside_and_cannot_change_it(
    reporter: User, signed_in: SignIn
) -> None:
    job = set_aside()
    desk = signed_in(reporter)

    page = page_of(desk)
    again = desk.post(f"/desk/jobs/{job.pk}/again/")
    give_up = [getattr(desk, method)(f"/desk/jobs/{job.pk}/give-up/") for method in ("get", "post")]

    job.refresh_from_db()
    assert "ValueError" in page
    assert "/again/" not in page
    assert "/give-up/" not in page
    assert again.status_code == 403
    assert [answer.status_code for answer in give_up] == [403, 403]
    assert job.state == JobState.QUARANTINED


@pytest.mark.parametrize("what", ["again", "give-up"])
def test_a_job_that_is_not_there_is_not_found(desk: Client, what: str) -> None:
    assert desk.post(f"/desk/jobs/99999/{what}/").status_code == 404


def test_the_gallery_shows_every_component(desk: Client) -> None:
    assert desk.get("/desk/components/").status_code == 200
