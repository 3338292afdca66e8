"""Looking for a picture at the desk without adding it to the archive."""

from __future__ import annotations

import errno
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings

from jobs.models import Heartbeat, Job, JobState
from media_provenance.adapters import storage
from media_provenance.models import (
    MOST_SEARCHES,
    MediaAsset,
    PictureSearch,
    SearchEffort,
    SearchState,
)
from media_provenance.searches import start_search
from tests.factories.pictures import (
    draw_picture,
    flat_picture,
    jpeg,
    mirrored,
    recompressed,
    stored_picture,
)
from tests.factories.searches import done_search, run_search

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
FIND = "/desk/find-picture/"
EARLIER, LATER = (timezone.now() + timedelta(hours=hours) for hours in (-1, 1))


def page_of(search: PictureSearch) -> str:
    return reverse("desk:search", args=[search.pk])


def upload(data: bytes, name: str = "à vérifier صورة.jpg") -> dict[str, SimpleUploadedFile]:
    return {"find-file": SimpleUploadedFile(name, data)}


def test_a_picture_is_looked_for_and_not_added(reporter: User, in_english: SignIn) -> None:
    client = in_english(reporter)

    answer = client.post(FIND, upload(jpeg(draw_picture(41))))

    search = PictureSearch.objects.get()
    assert answer["Location"] == page_of(search)
    assert (search.asked_by, search.original_name) == (reporter, "à vérifier صورة.jpg")
    assert not MediaAsset.objects.exists()


def test_the_page_waits_by_itself_and_then_shows_what_was_found(
    reporter: User, in_english: SignIn
) -> None:
    asset = stored_picture(jpeg(draw_picture(42)))
    search = start_search(mirrored(draw_picture(42)), by=reporter)
    client = in_english(reporter)

    first = client.get(page_of(search)).content.decode()
    poll = client.get(page_of(search), headers={"HX-Request": "true"}).content.decode()
    run_search(search)
    last = client.get(page_of(search), headers={"HX-Request": "true"})
    page = client.get(page_of(search)).content.decode()

    assert "The archive is being searched" in first
    assert "Load again" in first
    assert poll.lstrip().startswith("<section")
    assert last["HX-Refresh"] == "true"
    assert reverse("desk:picture", args=[asset.pk]) in page
    assert "mirrored" in page
    assert "<polygon" in page


def test_nothing_found_is_said_to_prove_nothing(reporter: User, in_english: SignIn) -> None:
    search = done_search(jpeg(draw_picture(43)), by=reporter)

    page = in_english(reporter).get(page_of(search)).content.decode()

    assert "No copy was found in this archive. That proves nothing" in page


def test_nothing_is_said_of_copies_while_the_search_goes_on(
    reporter: User, in_english: SignIn
) -> None:
    search = start_search(jpeg(draw_picture(43)), by=reporter)

    page = in_english(reporter).get(page_of(search)).content.decode()

    assert "No copy was found" not in page


def test_a_search_that_was_given_up_says_so_and_asks_no_more(
    reporter: User, in_english: SignIn
) -> None:
    search = start_search(jpeg(draw_picture(43)), by=reporter)
    Job.objects.update(state=JobState.QUARANTINED)

    page = in_english(reporter).get(page_of(search)).content.decode()

    assert "The search was given up" in page
    assert "hx-trigger" not in page


@pytest.mark.parametrize(
    "data", [b"", "نص لا صورة, कोई चित्र नहीं".encode()], ids=["empty", "a text"]
)
def test_what_is_no_picture_is_refused_beside_the_field(
    reporter: User, in_english: SignIn, data: bytes
) -> None:
    answer = in_english(reporter).post(FIND, upload(data))

    assert answer.status_code == 422
    assert 'class="errorlist"' in answer.content.decode()
    assert not PictureSearch.objects.exists()


def test_a_form_without_a_file_says_so(reporter: User, in_english: SignIn) -> None:
    answer = in_english(reporter).post(FIND)

    assert answer.status_code == 422
    assert "This field is required." in answer.content.decode()


def test_a_picture_that_was_cut_off_is_refused_beside_the_field_at_once(
    reporter: User, in_english: SignIn
) -> None:
    answer = in_english(reporter).post(FIND, upload(jpeg(draw_picture(44))[:3000]))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'class="errorlist"' in page
    assert "The picture is damaged or incomplete" in page
    assert not PictureSearch.objects.exists()
    assert not Job.objects.exists()


def test_a_picture_that_a_worker_refuses_is_refused_with_the_reason(
    reporter: User, in_english: SignIn, settings: Settings
) -> None:
    search = start_search(jpeg(draw_picture(44)), by=reporter)
    (Path(settings.MEDIA_ROOT) / search.file_path).write_bytes(jpeg(draw_picture(44))[:3000])
    run_search(search)
    search.refresh_from_db()

    page = in_english(reporter).get(page_of(search)).content.decode()

    assert search.state == SearchState.REFUSED
    assert "The picture is damaged or incomplete" in page
    assert reverse("desk:search_keep", args=[search.pk]) not in page


def test_what_hinders_finding_copies_is_said(reporter: User, in_english: SignIn) -> None:
    search = done_search(jpeg(flat_picture()), by=reporter)

    page = in_english(reporter).get(page_of(search)).content.decode()

    assert "only files with the same pixels are found" in page


def test_a_search_is_repeated_harder_on_demand(reporter: User, in_english: SignIn) -> None:
    search = done_search(jpeg(draw_picture(45)), by=reporter)
    client = in_english(reporter)
    before = client.get(page_of(search)).content.decode()

    client.post(reverse("desk:search_harder", args=[search.pk]))
    run_search(search)

    search.refresh_from_db()
    after = client.get(page_of(search)).content.decode()
    assert "Search harder" in before
    assert search.effort == SearchEffort.HARDER
    assert "Search harder" not in after
    assert "Searched with more effort" in after


def test_asking_twice_for_a_harder_search_is_one_search(reporter: User, signed_in: SignIn) -> None:
    search = done_search(jpeg(draw_picture(45)), by=reporter)
    url = reverse("desk:search_harder", args=[search.pk])

    signed_in(reporter).post(url)
    again = signed_in(reporter).post(url)

    assert again.status_code == 302
    assert Job.objects.filter(payload__search=str(search.pk)).count() == 2


def test_a_picture_is_kept_in_the_archive_once(reporter: User, in_english: SignIn) -> None:
    search = done_search(jpeg(draw_picture(46)), by=reporter)
    client = in_english(reporter)
    url = reverse("desk:search_keep", args=[search.pk])

    first = client.post(url)
    second = client.post(url)

    asset = MediaAsset.objects.get()
    assert first["Location"] == second["Location"] == reverse("desk:picture", args=[asset.pk])
    assert "It is in the archive now" in client.get(page_of(search)).content.decode()


def test_a_full_disk_is_said_and_nothing_is_looked_for(
    reporter: User, in_english: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage, "store", full)

    answer = in_english(reporter).post(FIND, upload(jpeg(draw_picture(41))))

    assert answer.status_code == 507
    assert "There is no room left on this server" in answer.content.decode()
    assert not PictureSearch.objects.exists()


def test_a_picture_for_which_there_is_no_room_is_not_kept_in_the_archive(
    reporter: User, in_english: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    search = done_search(jpeg(draw_picture(47)), by=reporter)
    client = in_english(reporter)
    monkeypatch.setattr(storage, "store", full)

    answer = client.post(reverse("desk:search_keep", args=[search.pk]), follow=True)

    assert "There is no room left on this server" in answer.content.decode()
    assert not MediaAsset.objects.exists()


def full(path: str, content: bytes) -> bool:
    raise storage.DiskRefuses(errno.ENOSPC, "full", path)


def test_a_search_is_erased_at_once_with_its_picture(reporter: User, in_english: SignIn) -> None:
    search = done_search(jpeg(draw_picture(47)), by=reporter)
    client = in_english(reporter)
    copy = reverse("desk:search_copy", args=[search.pk])
    before = b"".join(client.get(copy))

    answer = client.post(reverse("desk:search_erase", args=[search.pk]))

    assert before.startswith(b"RIFF")
    assert answer["Location"] == FIND
    assert client.get(copy).status_code == 404
    assert client.get(page_of(search)).status_code == 404
    assert client.post(reverse("desk:search_erase", args=[search.pk])).status_code == 404


def test_the_copy_of_what_is_looked_for_is_kept_by_no_browser(
    reporter: User, signed_in: SignIn
) -> None:
    search = done_search(jpeg(draw_picture(47)), by=reporter)

    answer = signed_in(reporter).get(reverse("desk:search_copy", args=[search.pk]))

    assert b"".join(answer).startswith(b"RIFF")
    assert answer["Content-Type"] == "image/webp"
    assert answer["Cache-Control"] == "private, no-store"
    assert "sandbox" in answer["Content-Security-Policy"]


def test_who_has_too_many_searches_is_told_to_erase_one(reporter: User, in_english: SignIn) -> None:
    picture = jpeg(draw_picture(41))
    for _ in range(MOST_SEARCHES):
        start_search(picture, by=reporter)

    answer = in_english(reporter).post(FIND, upload(picture))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Please erase one of them" in page
    assert page.count(f'href="{FIND}') >= MOST_SEARCHES
    assert PictureSearch.objects.count() == MOST_SEARCHES


def test_everybody_is_listed_their_own_searches(
    reporter: User, editor: User, in_english: SignIn
) -> None:
    asset = stored_picture(jpeg(draw_picture(48)))
    done_search(recompressed(draw_picture(48)), by=reporter, original_name="खोज.jpg")

    mine = in_english(reporter).get(FIND).content.decode()
    hers = in_english(editor).get(FIND).content.decode()

    assert asset.state == "read"
    assert "खोज.jpg" in mine
    assert "1 picture found" in mine
    assert "खोज.jpg" not in hers


def test_what_is_looked_for_is_compared_with_what_was_found(
    reporter: User, in_english: SignIn
) -> None:
    asset = stored_picture(jpeg(draw_picture(50)))
    search = done_search(mirrored(draw_picture(50)), by=reporter)
    client = in_english(reporter)

    page = client.get(reverse("desk:search_compare", args=[search.pk, asset.pk])).content.decode()
    drawn = client.get(reverse("desk:search_drawing", args=[search.pk, asset.pk, "difference"]))

    assert page.count("<polygon") == 4
    assert "mirrored" in page
    assert 'name="decision"' not in page
    assert b"".join(drawn).startswith(b"RIFF")
    assert drawn["Cache-Control"] == "private, no-store"


def test_a_picture_that_was_not_found_is_not_compared(reporter: User, in_english: SignIn) -> None:
    asset = stored_picture(jpeg(draw_picture(51)))
    search = done_search(jpeg(draw_picture(52)), by=reporter)
    client = in_english(reporter)

    compared = client.get(reverse("desk:search_compare", args=[search.pk, asset.pk]))
    drawn = client.get(reverse("desk:search_drawing", args=[search.pk, asset.pk, "aligned"]))

    assert (compared.status_code, drawn.status_code) == (404, 404)


@pytest.mark.parametrize(
    ("role", "action"),
    [
        ("administrator", "harder"),
        ("administrator", "keep"),
        ("stranger", "harder"),
        ("stranger", "keep"),
        ("stranger", "erase"),
        ("publisher", "erase"),
        ("editor", "harder"),
        ("editor", "keep"),
        ("editor", "erase"),
    ],
)
def test_nobody_does_anything_with_what_somebody_else_looks_for(
    request: pytest.FixtureRequest, reporter: User, signed_in: SignIn, role: str, action: str
) -> None:
    search = done_search(jpeg(draw_picture(49)), by=reporter)

    answer = signed_in(request.getfixturevalue(role)).post(
        reverse(f"desk:search_{action}", args=[search.pk])
    )

    assert answer.status_code == 403
    assert PictureSearch.objects.filter(pk=search.pk, kept_as=None).exists()


@pytest.mark.parametrize(
    ("role", "status"), [("editor", 403), ("publisher", 403), ("administrator", 200)]
)
def test_a_search_is_seen_by_whoever_asked_and_by_administrators(
    request: pytest.FixtureRequest, reporter: User, in_english: SignIn, role: str, status: int
) -> None:
    search = done_search(jpeg(draw_picture(49)), by=reporter)
    client = in_english(request.getfixturevalue(role))

    page = client.get(page_of(search))
    copy = client.get(reverse("desk:search_copy", args=[search.pk]))
    copy.close()

    assert (page.status_code, copy.status_code) == (status, status)


def test_who_may_not_see_a_search_is_told_whom_to_ask(
    reporter: User, editor: User, in_english: SignIn
) -> None:
    search = done_search(jpeg(draw_picture(49)), by=reporter)

    page = in_english(editor).get(page_of(search)).content.decode()

    assert "Ask them to keep the picture in the archive" in page


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "It waits for its turn: no worker is running."),
        (
            {"state": JobState.RUNNING, "attempts": 1, "lease_until": LATER},
            "It is being done now.",
        ),
        (
            {"state": JobState.RUNNING, "attempts": 2, "lease_until": LATER},
            "this is attempt 2 of 3",
        ),
        (
            {"state": JobState.RUNNING, "attempts": 1, "lease_until": EARLIER},
            "The worker that had it was cut off.",
        ),
        (
            {"state": JobState.FAILED, "attempts": 1, "due_at": LATER},
            "The last try failed; it will be tried again by itself.",
        ),
    ],
    ids=["waits", "runs", "runs again", "cut off", "failed"],
)
def test_who_waits_is_told_whether_the_work_moves(
    reporter: User, in_english: SignIn, changes: dict[str, object], said: str
) -> None:
    search = start_search(jpeg(draw_picture(43)), by=reporter)
    Job.objects.update(**changes)
    client = in_english(reporter)

    page = client.get(page_of(search)).content.decode()
    poll = client.get(page_of(search), headers={"HX-Request": "true"}).content.decode()

    assert said in page
    assert said in poll


def test_who_waits_is_told_that_a_worker_fell_silent(reporter: User, in_english: SignIn) -> None:
    search = start_search(jpeg(draw_picture(43)), by=reporter)
    Job.objects.update(state=JobState.RUNNING, attempts=1, lease_until=LATER, holder="worker@كرم")
    Heartbeat.objects.create(
        name="worker@كرم", role="worker", beat_at=timezone.now() - timedelta(seconds=25)
    )

    page = in_english(reporter).get(page_of(search)).content.decode()

    assert re.search("has shown no sign of life for 2[5-9] seconds", page)


def test_an_administrator_looks_for_nothing(administrator: User, signed_in: SignIn) -> None:
    answer = signed_in(administrator).post(FIND, upload(jpeg(draw_picture(49))))

    assert answer.status_code == 403
    assert not PictureSearch.objects.exists()


def test_every_page_of_the_desk_leads_to_the_search(reporter: User, signed_in: SignIn) -> None:
    page = signed_in(reporter).get("/desk/claims/").content.decode()

    assert f'href="{FIND}"' in page
