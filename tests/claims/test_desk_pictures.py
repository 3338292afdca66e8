"""Pictures at the desk: the archive, matches, evidence, and the files themselves."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from claims.actions.pictures import (
    decide_match,
)
from claims.models import AuditEvent
from jobs.models import Job, JobState
from media_provenance.actions import store_picture
from media_provenance.models import (
    Decision,
    Finding,
    MediaAsset,
)
from tests.factories.claims import claim_of
from tests.factories.dating import DAYS, asked_by_claim, likely_copy, seen
from tests.factories.pictures import (
    draw_picture,
    jpeg,
    png,
    recompressed,
    run_reading,
    stored_picture,
)

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


@pytest.fixture
def picture(db: None) -> MediaAsset:
    return stored_picture(jpeg(draw_picture(21), taken="2022:08:14 10:00:00"))


def page_of(asset: MediaAsset) -> str:
    return reverse("desk:picture", args=[asset.pk])


# Matches


def test_a_click_that_confirms_a_copy_gives_the_claim_its_finding(
    reporter: User, editor: User, signed_in: SignIn, picture: MediaAsset
) -> None:
    match = likely_copy(picture)
    copy = match.second if match.first_id == picture.pk else match.first
    claim = asked_by_claim(reporter, copy)
    seen(picture, "2022-08-14")

    answer = signed_in(editor).post(
        reverse("desk:match_decide", args=[match.pk]),
        {"decision": "confirmed", "note": "même photo", "seen_from": str(copy.pk)},
    )

    finding = Finding.objects.get(superseded_at__isnull=True)
    assert answer["Location"] == f"{page_of(copy)}#match-{match.pk}"
    assert finding.at_least_days == DAYS
    assert AuditEvent.objects.filter(claim=claim, name="match.decided").count() == 1


def test_a_decision_can_be_taken_back_and_the_finding_goes_with_it(
    reporter: User, signed_in: SignIn, picture: MediaAsset
) -> None:
    match = likely_copy(picture)
    copy = match.second if match.first_id == picture.pk else match.first
    asked_by_claim(reporter, copy)
    seen(picture, "2022-08-14")
    client = signed_in(reporter)
    url = reverse("desk:match_decide", args=[match.pk])
    client.post(url, {"decision": "confirmed"})

    client.post(url, {"decision": "undecided"})

    match.refresh_from_db()
    assert match.decision == Decision.UNDECIDED
    assert Finding.objects.get(superseded_at__isnull=True).kind == "needs_confirmation"


def test_the_same_decision_twice_is_one_event(
    reporter: User, editor: User, picture: MediaAsset
) -> None:
    match = likely_copy(picture)
    claim_of(reporter, assets=(picture,))

    decide_match(match.pk, Decision.REJECTED, by=reporter)
    again = decide_match(match.pk, Decision.REJECTED, by=editor)

    assert again.decided_by == reporter
    assert AuditEvent.objects.filter(name="match.decided").count() == 1


def test_a_claim_with_both_pictures_is_told_once(reporter: User, picture: MediaAsset) -> None:
    match = likely_copy(picture)
    claim_of(reporter, assets=(match.first, match.second))

    decide_match(match.pk, Decision.UNSURE, by=reporter, note="غير واضح")

    event = AuditEvent.objects.get(name="match.decided")
    assert event.values["note"] == "غير واضح"
    assert event.values["decision"] == "unsure"


@pytest.mark.parametrize("role", ["administrator", "stranger"])
def test_only_the_desk_decides_on_matches(
    request: pytest.FixtureRequest, signed_in: SignIn, picture: MediaAsset, role: str
) -> None:
    match = likely_copy(picture)

    answer = signed_in(request.getfixturevalue(role)).post(
        reverse("desk:match_decide", args=[match.pk]), {"decision": "confirmed"}
    )

    match.refresh_from_db()
    assert answer.status_code == 403
    assert match.decision == Decision.UNDECIDED


def test_a_decision_that_there_is_not_is_not_found(
    reporter: User, signed_in: SignIn, picture: MediaAsset
) -> None:
    match = likely_copy(picture)

    answer = signed_in(reporter).post(
        reverse("desk:match_decide", args=[match.pk]), {"decision": "true"}
    )

    assert answer.status_code == 404


def test_a_decision_leads_back_only_to_one_of_the_two_pictures(
    reporter: User, signed_in: SignIn, picture: MediaAsset
) -> None:
    match = likely_copy(picture)

    answer = signed_in(reporter).post(
        reverse("desk:match_decide", args=[match.pk]),
        {"decision": "unsure", "seen_from": "00000000-0000-0000-0000-000000000000"},
    )

    assert answer["Location"] == f"{page_of(match.first)}#match-{match.pk}"


def test_a_match_is_told_in_words_with_both_pictures(
    reporter: User, in_english: SignIn, picture: MediaAsset
) -> None:
    match = likely_copy(picture)
    other = match.second if match.first_id == picture.pk else match.first

    page = in_english(reporter).get(page_of(picture)).content.decode()

    assert "It looks like a copy" in page
    assert "Compared with the other picture: mirrored." in page
    assert f"/desk/pictures/{picture.pk}/copy-480.webp" in page
    assert f"/desk/pictures/{other.pk}/copy-480.webp" in page
    assert 'name="decision" value="confirmed"' in page
    assert 'name="decision" value="undecided"' not in page


def test_an_administrator_sees_a_match_without_buttons(
    administrator: User, signed_in: SignIn, picture: MediaAsset
) -> None:
    likely_copy(picture)

    page = signed_in(administrator).get(page_of(picture)).content.decode()

    assert 'name="decision"' not in page
    assert 'name="evidence-kind"' not in page


def test_the_same_pixels_in_another_file_need_nobody(reporter: User, in_english: SignIn) -> None:
    first = stored_picture(png(draw_picture(22)))
    stored_picture(png(draw_picture(22)) + b"tail")

    page = in_english(reporter).get(page_of(first)).content.decode()

    assert "The files differ, but every pixel is the same." in page


# What the page says beside


def test_a_picture_says_in_which_claims_and_texts_it_stands(
    reporter: User, signed_in: SignIn, picture: MediaAsset
) -> None:
    claim = claim_of(reporter, "hi", assets=(picture,))

    page = signed_in(reporter).get(page_of(picture)).content.decode()

    assert claim.text in page
    assert reverse("desk:claim", args=[claim.pk]) in page


def test_a_picture_that_is_not_read_yet_shows_progress_and_then_loads_itself(
    reporter: User, in_english: SignIn
) -> None:
    asset = store_picture(jpeg(draw_picture(23)))
    client = in_english(reporter)

    first = client.get(page_of(asset)).content.decode()
    poll = client.get(page_of(asset), headers={"HX-Request": "true"})
    run_reading(asset)
    last = client.get(page_of(asset), headers={"HX-Request": "true"})

    assert "The picture is being read" in first
    assert "Load again" in first
    assert poll.content.decode().lstrip().startswith("<section")
    assert last["HX-Refresh"] == "true"


def test_a_picture_whose_reading_was_given_up_says_so_and_asks_no_more(
    reporter: User, in_english: SignIn
) -> None:
    asset = store_picture(jpeg(draw_picture(29)))
    Job.objects.update(state=JobState.QUARANTINED)

    page = in_english(reporter).get(page_of(asset)).content.decode()

    assert "Reading was given up" in page
    assert "hx-trigger" not in page


def test_a_refused_picture_says_why(reporter: User, in_english: SignIn) -> None:
    asset = stored_picture(jpeg(draw_picture(24))[:3000])

    page = in_english(reporter).get(page_of(asset)).content.decode()

    assert "The picture is damaged or incomplete" in page


def test_a_picture_that_there_is_not_is_not_found(reporter: User, signed_in: SignIn) -> None:
    url = reverse("desk:picture", args=["00000000-0000-0000-0000-000000000000"])

    assert signed_in(reporter).get(url).status_code == 404


# Files


def test_the_desk_gets_a_copy_that_a_browser_can_only_look_at(
    reporter: User, signed_in: SignIn, picture: MediaAsset
) -> None:
    answer = signed_in(reporter).get(reverse("desk:picture_copy", args=[picture.pk, 480]))

    body = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert body[8:12] == b"WEBP"
    assert answer["Content-Type"] == "image/webp"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "private" in answer["Cache-Control"]
    assert answer["Content-Security-Policy"].startswith("sandbox")


@pytest.mark.parametrize("size", [0, 481, 99999])
def test_there_are_no_copies_of_other_sizes(
    reporter: User, signed_in: SignIn, picture: MediaAsset, size: int
) -> None:
    url = reverse("desk:picture_copy", args=[picture.pk, size])

    assert signed_in(reporter).get(url).status_code == 404


def test_of_a_picture_that_was_not_read_there_is_no_copy(reporter: User, signed_in: SignIn) -> None:
    asset = store_picture(jpeg(draw_picture(25)))

    url = reverse("desk:picture_copy", args=[asset.pk, 480])

    assert signed_in(reporter).get(url).status_code == 404


def test_the_original_is_saved_under_a_name_of_ours_and_never_shown(
    reporter: User, signed_in: SignIn
) -> None:
    data = recompressed(draw_picture(26))
    asset = stored_picture(data, original_name='x"\r\nSet-Cookie: a=b; صورة.html')

    answer = signed_in(reporter).get(reverse("desk:picture_original", args=[asset.pk]))

    assert b"".join(answer.streaming_content) == data  # type: ignore[attr-defined]
    assert answer["Content-Disposition"] == f'attachment; filename="{asset.sha256[:12]}.jpeg"'
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Security-Policy"].startswith("sandbox")
    assert "Set-Cookie" not in answer


@pytest.mark.parametrize("name", ["picture", "picture_original"])
def test_nothing_of_a_picture_is_shown_without_a_role(
    stranger: User, client: Client, signed_in: SignIn, picture: MediaAsset, name: str
) -> None:
    url = reverse(f"desk:{name}", args=[picture.pk])

    assert client.get(url).status_code == 302
    assert signed_in(stranger).get(url).status_code == 403


# The archive


def test_the_archive_lists_pictures_newest_first(
    reporter: User, signed_in: SignIn, picture: MediaAsset
) -> None:
    newer = stored_picture(jpeg(draw_picture(27)))

    page = signed_in(reporter).get(reverse("desk:pictures")).content.decode()

    assert page.index(page_of(newer)) < page.index(page_of(picture))


def test_pictures_that_wait_for_a_decision_are_found(
    reporter: User, signed_in: SignIn, picture: MediaAsset
) -> None:
    match = likely_copy(picture)
    other = stored_picture(jpeg(draw_picture(28)))

    page = signed_in(reporter).get(reverse("desk:pictures"), {"waiting": "1"}).content.decode()

    assert page_of(match.first) in page
    assert page_of(match.second) in page
    assert page_of(other) not in page


@pytest.mark.parametrize(
    ("query", "sentence"),
    [({}, "No pictures yet"), ({"waiting": "1"}, "No match waits for a decision")],
)
def test_an_empty_archive_says_so(
    reporter: User, in_english: SignIn, query: dict[str, str], sentence: str
) -> None:
    page = in_english(reporter).get(reverse("desk:pictures"), query).content.decode()

    assert sentence in page
