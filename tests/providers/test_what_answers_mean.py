"""What each service's answers are read as."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from media_provenance.domain.archive_rows import archive_digest
from media_provenance.providers.fact_check_tools import FactCheckTools
from media_provenance.providers.leads import Page
from media_provenance.providers.memento import Memento, parse_links
from media_provenance.providers.outcomes import Outcome, ProviderTrouble
from media_provenance.providers.save_page_now import SavePageNow
from media_provenance.providers.tineye import TinEye
from media_provenance.providers.vision import Vision
from media_provenance.providers.wayback import Wayback
from multilingual.intervals import DateInterval
from tests.providers.conftest import door_of
from tests.providers.fake import Fake
from tests.providers.operations import JOB, MOMENT, PAGE_URL, PICTURE, PICTURE_URL, WORDS

pytestmark = pytest.mark.django_db
Start = Callable[..., Fake]


# The Wayback Machine


def test_an_archive_lists_the_copies_that_can_be_read(service: Start) -> None:
    service("wayback", "captures")

    page = Wayback(door_of("wayback")).captures(PICTURE_URL)

    assert [one.timestamp.isoformat() for one in page.leads] == [
        "2022-08-14T10:11:12+00:00",
        "2022-10-01T00:00:00+00:00",
        "2023-01-02T03:04:05+00:00",
        "2023-03-04T05:06:07+00:00",
    ]
    assert page.passed_over == 2
    assert page.cursor == ""


def test_a_copy_that_says_as_before_is_like_the_one_with_its_digest(service: Start) -> None:
    service("wayback", "captures")

    first, again, *_ = Wayback(door_of("wayback")).captures(PICTURE_URL).leads

    assert (again.media_type, again.status, again.digest) == ("image/jpeg", 200, first.digest)


def test_the_digest_of_our_file_is_the_one_that_the_index_has(service: Start) -> None:
    service("wayback", "captures")

    page = Wayback(door_of("wayback")).captures(PICTURE_URL)

    assert page.leads[0].digest == archive_digest(PICTURE)


def test_an_address_that_an_archive_does_not_know_gives_nothing(service: Start) -> None:
    service("wayback", "captures, empty")

    assert Wayback(door_of("wayback")).captures(PICTURE_URL) == Page(())


def test_the_next_part_of_a_long_list_is_asked_for_by_its_key(service: Start) -> None:
    service("wayback", "captures, paged")
    archive = Wayback(door_of("wayback"))

    first = archive.captures(PICTURE_URL)
    second = archive.captures(PICTURE_URL, cursor=first.cursor)

    assert [one.timestamp.year for one in (*first.leads, *second.leads)] == [2022, 2024]
    assert second.cursor == ""


def test_a_copy_is_as_old_as_the_answer_says_and_not_as_was_asked(service: Start) -> None:
    service("wayback", "fetch, nearest")

    copy = Wayback(door_of("wayback")).fetch_capture(PICTURE_URL, MOMENT)

    assert copy is not None
    assert copy.moment == datetime(2022, 9, 1, tzinfo=UTC)
    assert copy.body == PICTURE
    assert "/web/20220901000000/https://news.example/" in copy.archived_url


def test_a_copy_that_is_not_there_is_none(service: Start) -> None:
    service("wayback", "fetch, empty")

    assert Wayback(door_of("wayback")).fetch_capture(PICTURE_URL, MOMENT) is None


def test_a_copy_without_its_moment_dates_nothing(service: Start) -> None:
    service("wayback", "fetch, without its moment")

    with pytest.raises(ProviderTrouble) as raised:
        Wayback(door_of("wayback")).fetch_capture(PICTURE_URL, MOMENT)

    assert raised.value.outcome == Outcome.UNREADABLE


# Memento


def test_a_timemap_gives_its_mementos(service: Start) -> None:
    service("memento", "captures")

    page = Memento(door_of("memento")).captures(PAGE_URL)

    assert [one.timestamp.year for one in page.leads] == [1999, 2022]
    assert page.leads[1].archived_url == f"http://archive.example/20220815000000/{PAGE_URL}"


def test_an_archive_without_a_timemap_has_nothing(service: Start) -> None:
    service("memento", "captures, empty")

    assert Memento(door_of("memento")).captures(PAGE_URL) == Page(())


def test_a_timemap_in_parts_is_followed_at_the_same_archive(service: Start) -> None:
    service("memento", "captures, paged")
    archive = Memento(door_of("memento"))

    first = archive.captures(PAGE_URL)
    second = archive.captures(PAGE_URL, cursor=first.cursor)

    assert [one.timestamp.year for one in (*first.leads, *second.leads)] == [1999, 2022]
    assert second.cursor == ""


def test_a_timemap_does_not_lead_to_another_host() -> None:
    links = parse_links('<http://10.0.0.7/timemap/x>; rel="timemap"')

    assert Memento(door_of("memento"))._following(links, "") == ""


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ('<http://a.example/x,y>;rel=memento;datetime="Sat, 01 Jan 2022 00:00:00 GMT"', 1),
        ('<http://a.example/é?a=1;b>; rel="first memento" , <b>; rel="self"\n', 2),
        ("", 0),
    ],
)
def test_the_link_format_is_read(text: str, targets: int) -> None:
    assert len(parse_links(text)) == targets


@pytest.mark.parametrize("text", ["http://a.example/", '<a>; rel="memento', "<a> <b>"])
def test_what_is_no_link_format_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no link at character"):
        parse_links(text)


# TinEye


def test_a_crawler_gives_the_day_on_which_it_met_the_picture(service: Start) -> None:
    service("tineye", "search")

    page = TinEye(door_of("tineye")).search_image(url=PICTURE_URL)

    assert [one.seen_on for one in page.leads] == [
        DateInterval.of_day(date(2014, 3, 5)),
        DateInterval.of_day(date(2019, 11, 30)),
    ]
    assert page.leads[1].page_url == "https://news.example/crue-été.html"
    assert page.leads[0].details["score"] == 91.5


def test_a_picture_is_sent_as_a_file_where_it_has_no_address(service: Start) -> None:
    asked = service("tineye", "search, by file")

    TinEye(door_of("tineye")).search_image(data=PICTURE)

    assert PICTURE in asked.asked[0].body
    assert asked.asked[0].headers["Content-Type"].startswith("multipart/form-data; boundary=")


def test_no_match_is_an_empty_answer(service: Start) -> None:
    service("tineye", "search, empty")

    assert TinEye(door_of("tineye")).search_image(url=PICTURE_URL) == Page(())


def test_further_matches_are_asked_for_by_their_place(service: Start) -> None:
    service("tineye", "search, paged")
    crawler = TinEye(door_of("tineye"))

    first = crawler.search_image(url=PICTURE_URL)
    second = crawler.search_image(url=PICTURE_URL, cursor=first.cursor)

    assert [first.cursor, second.cursor] == ["1", ""]
    assert second.leads[0].page_url == "https://news.example/बाढ़.html"


def test_a_refusal_within_a_good_answer_is_one(service: Start) -> None:
    service("tineye", "search, refused")

    with pytest.raises(ProviderTrouble) as raised:
        TinEye(door_of("tineye")).search_image(url=PICTURE_URL)

    assert raised.value.outcome == Outcome.REJECTED
    assert "Could not download image" in raised.value.detail


# Fact Check Tools


def test_a_review_says_who_rated_what_and_when(service: Start) -> None:
    service("fact_check_tools", "claims")

    (review,) = FactCheckTools(door_of("fact_check_tools")).search_claims(WORDS).leads

    assert (review.claim, review.rating, review.publisher) == (
        "القرية غرقت أمس",
        "Faux",
        "Vérification",
    )
    assert review.reviewed_at == datetime(2024, 6, 12, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize("case", ["claims, empty", "by image, empty"])
def test_an_empty_object_means_no_review(service: Start, case: str) -> None:
    service("fact_check_tools", case)
    tools = FactCheckTools(door_of("fact_check_tools"))

    by_words = case == "claims, empty"
    page = tools.search_claims(WORDS) if by_words else tools.search_claims_by_image(PICTURE_URL)

    assert page == Page(())


def test_further_reviews_are_asked_for_by_their_token(service: Start) -> None:
    service("fact_check_tools", "claims, paged")
    tools = FactCheckTools(door_of("fact_check_tools"))

    first = tools.search_claims(WORDS)
    second = tools.search_claims(WORDS, cursor=first.cursor)

    assert (first.cursor, second.cursor) == ("CAo", "")
    assert second.leads[0].claim == "गाँव डूब गया"


def test_further_reviews_of_a_picture_are_asked_for_likewise(service: Start) -> None:
    service("fact_check_tools", "by image, paged")
    tools = FactCheckTools(door_of("fact_check_tools"))

    first = tools.search_claims_by_image(PICTURE_URL)
    second = tools.search_claims_by_image(PICTURE_URL, cursor=first.cursor)

    assert [one.url[-1] for one in (*first.leads, *second.leads)] == ["1", "2"]


# Vision


def test_pages_come_first_and_each_picture_once(service: Start) -> None:
    service("vision", "search")

    found = Vision(door_of("vision")).search_image(data=PICTURE).leads

    assert [(one.page_url, one.image_url, one.details["likeness"]) for one in found] == [
        ("https://news.example/flut.html", "https://img.example/flut.jpg", "full"),
        ("", "https://elsewhere.example/أمطار.jpg", "full"),
        ("", "https://img.example/part.jpg", "partial"),
        ("", "https://img.example/alike.jpg", "similar"),
    ]


def test_a_search_engine_gives_no_dates(service: Start) -> None:
    service("vision", "search")

    found = Vision(door_of("vision")).search_image(data=PICTURE).leads

    assert {one.seen_on for one in found} == {None}


def test_nothing_detected_is_an_empty_answer(service: Start) -> None:
    service("vision", "search, empty")

    assert Vision(door_of("vision")).search_image(data=PICTURE) == Page(())


def test_a_picture_that_the_service_cannot_read_is_said_so(service: Start) -> None:
    service("vision", "search, refused")

    with pytest.raises(ProviderTrouble) as raised:
        Vision(door_of("vision")).search_image(data=PICTURE)

    assert (raised.value.outcome, raised.value.detail) == (Outcome.FAILED_THERE, "Bad image data.")


# Save Page Now


def test_asked_for_is_not_archived(service: Start) -> None:
    service("save_page_now", "save")

    saved = SavePageNow(door_of("save_page_now")).save(PAGE_URL)

    assert (saved.job, saved.capture) == (JOB, None)


def test_what_is_being_saved_has_no_copy_yet(service: Start) -> None:
    service("save_page_now", "status, pending")

    assert SavePageNow(door_of("save_page_now")).save_status(JOB).capture is None


def test_what_was_saved_has_its_moment(service: Start) -> None:
    service("save_page_now", "status")

    capture = SavePageNow(door_of("save_page_now")).save_status(JOB).capture

    assert capture is not None
    assert capture.timestamp == datetime(2026, 11, 22, 18, tzinfo=UTC)
    assert capture.archived_url.endswith(f"/web/20261122180000/{PAGE_URL}")


@pytest.mark.parametrize("case", ["status, failed", "save, refused"])
def test_what_could_not_be_saved_is_said_with_the_archives_word(service: Start, case: str) -> None:
    service("save_page_now", case)
    saver = SavePageNow(door_of("save_page_now"))

    with pytest.raises(ProviderTrouble) as raised:
        saver.save(PAGE_URL) if case == "save, refused" else saver.save_status(JOB)

    assert raised.value.outcome == Outcome.FAILED_THERE
    assert raised.value.detail
