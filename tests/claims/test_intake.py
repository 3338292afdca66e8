"""Bringing things to the desk: what is taken, what is refused, and what is kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.contrib.auth.models import User
from pytest_django import Settings

from claims.actions.intake import (
    MOST_PICTURES,
    IntakeRefused,
    bring_in_address,
    bring_in_file,
    bring_in_pictures,
    bring_in_text,
    read_again,
    set_published,
)
from claims.domain.workflow import NotAllowed
from claims.models import NewsItem
from claims.models.news_item import ReadingState
from claims.reading import READ_ITEM
from jobs.models import Job, JobState
from media_provenance.models import Evidence, MediaAsset
from media_provenance.queries import read_capture
from multilingual.intervals import DateInterval
from tests.factories.claims import PASTED, failed_item, run_item, waiting_item
from tests.factories.pictures import draw_picture, jpeg

pytestmark = pytest.mark.django_db


def jobs_of(item: NewsItem) -> int:
    return Job.objects.filter(kind=READ_ITEM, payload__item=str(item.pk)).count()


@pytest.mark.parametrize("language", ["ar", "fr", "hi"])
def test_a_pasted_text_is_kept_as_it_came_and_asked_to_be_read(
    reporter: User, language: str
) -> None:
    item = bring_in_text(PASTED[language], by=reporter)

    assert item.text_fetched == PASTED[language]
    assert item.capture is not None
    assert read_capture(item.capture) == PASTED[language].encode()
    assert item.state == ReadingState.WAITING
    assert jobs_of(item) == 1


@pytest.mark.parametrize("text", ["", "  \n ", "\u00a0"])
def test_a_text_without_words_is_refused(reporter: User, text: str) -> None:
    with pytest.raises(IntakeRefused) as refused:
        bring_in_text(text, by=reporter)

    assert refused.value.code == "no_text"


def test_an_address_is_taken_and_asked_to_be_read(reporter: User) -> None:
    item = bring_in_address("https://news.example/خبر?id=1", by=reporter)

    assert item.url == "https://news.example/%D8%AE%D8%A8%D8%B1?id=1"
    assert jobs_of(item) == 1


def test_the_same_address_again_is_the_same_item(reporter: User) -> None:
    first = bring_in_address("https://news.example/a", by=reporter)
    second = bring_in_address(" https://news.example/a#part ", by=reporter)

    assert second == first
    assert jobs_of(first) == 1


def test_an_address_that_failed_may_be_brought_in_again(reporter: User) -> None:
    failed = failed_item(reporter)

    again = bring_in_address(failed.url, by=reporter)

    assert again != failed


@pytest.mark.parametrize(
    "address",
    ["file:///etc/passwd", "http://localhost/", "http://user@news.example/", "news", "http://a b/"],
)
def test_an_address_that_may_not_be_fetched_is_refused(reporter: User, address: str) -> None:
    with pytest.raises(IntakeRefused) as refused:
        bring_in_address(address, by=reporter)

    assert refused.value.code == "address_refused"
    assert not NewsItem.objects.exists()


def test_an_address_of_our_own_is_refused_where_it_is_typed(
    reporter: User, settings: Settings
) -> None:
    settings.PUBLIC_URL = "https://موقع.example"

    with pytest.raises(IntakeRefused) as refused:
        bring_in_address("https://xn--4gbrim.example/خبر", by=reporter)

    assert refused.value.code == "address_refused"


def test_a_text_may_come_from_a_page_of_our_own(reporter: User, settings: Settings) -> None:
    settings.PUBLIC_URL = "https://newsroom.example"

    item = bring_in_text(PASTED["ar"], url="https://newsroom.example/a", by=reporter)

    assert item.url == "https://newsroom.example/a"


def test_a_page_file_is_kept_byte_for_byte(reporter: User) -> None:
    page = "<html><title>صفحة</title><p>é</p></html>".encode()

    item = bring_in_file(page, by=reporter, name="صفحة.html", url="https://news.example/1")

    assert item.intake == "file"
    assert item.capture is not None
    assert read_capture(item.capture) == page


def test_a_text_file_is_taken_as_pasted_text(reporter: User) -> None:
    item = bring_in_file(PASTED["hi"].encode(), by=reporter, name="खबर.TXT")

    assert item.intake == "text"
    assert item.text_fetched == PASTED["hi"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(b"", "empty_file", id="no bytes"),
        pytest.param(b"\n \n", "empty_file", id="white space"),
        pytest.param(b"\x89PNG\r\n\x1a\n\x00\x00", "not_a_page", id="a picture"),
        pytest.param(b"a" * 2049, "file_too_large", id="too large"),
    ],
)
def test_a_file_that_is_no_page_is_refused(
    reporter: User, settings: object, data: bytes, code: str
) -> None:
    settings.UPLOAD_LIMIT = 2048  # type: ignore[attr-defined]

    with pytest.raises(IntakeRefused) as refused:
        bring_in_file(data, by=reporter, name="page.html")

    assert refused.value.code == code


def test_pictures_come_in_with_the_days_of_their_page(reporter: User) -> None:
    brought = bring_in_pictures(
        [("صورة.jpg", jpeg(draw_picture(1)))],
        by=reporter,
        page_url="https://news.example/2",
        published=DateInterval.of_day(date(2022, 8, 14)),
    )

    asset = brought.item.pictures.get().asset
    assert brought.item.outlet is not None
    assert brought.item.outlet.domain == "news.example"
    assert brought.item.published_origin == "editor"
    assert Evidence.objects.filter(
        asset=asset, kind="publisher_date", operator="news.example"
    ).exists()


def test_the_same_picture_again_is_the_same_asset_in_another_item(reporter: User) -> None:
    picture = [("a.jpg", jpeg(draw_picture(1)))]

    first = bring_in_pictures(picture, by=reporter)
    second = bring_in_pictures(picture, by=reporter)

    assert first.item != second.item
    assert MediaAsset.objects.count() == 1


def test_a_picture_twice_in_one_upload_stands_once_in_the_item(reporter: User) -> None:
    data = jpeg(draw_picture(1))

    brought = bring_in_pictures([("a.jpg", data), ("b.jpg", data)], by=reporter)

    assert brought.item.pictures.count() == 1


def test_pictures_that_cannot_be_taken_do_not_keep_out_the_others(reporter: User) -> None:
    brought = bring_in_pictures(
        [("نص.jpg", b"just words, whatever the name says"), ("à.jpg", jpeg(draw_picture(1)))],
        by=reporter,
    )

    assert brought.refused == (("نص.jpg", "not_a_picture"),)
    assert brought.item.pictures.count() == 1


@pytest.mark.parametrize(
    ("pictures", "code"),
    [
        pytest.param([], "no_pictures", id="none"),
        pytest.param([("a.jpg", b"")], "empty", id="empty file"),
        pytest.param([("a.jpg", b"words")], "not_a_picture", id="a text named jpg"),
        pytest.param([("a", b"")] * (MOST_PICTURES + 1), "too_many_pictures", id="too many"),
    ],
)
def test_an_upload_without_any_picture_is_refused(
    reporter: User, pictures: list[tuple[str, bytes]], code: str
) -> None:
    with pytest.raises(IntakeRefused) as refused:
        bring_in_pictures(pictures, by=reporter)

    assert refused.value.code == code
    assert not NewsItem.objects.exists()


@pytest.mark.parametrize("role", ["admin", "nobody"])
def test_only_the_desk_brings_things_in(person: Callable[..., User], role: str) -> None:
    somebody = person(role)

    with pytest.raises(NotAllowed):
        bring_in_text("نص", by=somebody)
    with pytest.raises(NotAllowed):
        bring_in_address("https://news.example/", by=somebody)
    with pytest.raises(NotAllowed):
        bring_in_file(b"<p>a", by=somebody, name="a.html")
    with pytest.raises(NotAllowed):
        bring_in_pictures([("a", b"")], by=somebody)


def test_a_corrected_day_replaces_the_sighting_of_every_picture(reporter: User) -> None:
    brought = bring_in_pictures(
        [("a.jpg", jpeg(draw_picture(1)))],
        by=reporter,
        page_url="https://news.example/2",
        published=DateInterval.of_day(date(2022, 8, 14)),
    )

    set_published(brought.item, DateInterval.of_day(date(2021, 8, 14)), by=reporter)

    sightings = Evidence.objects.filter(kind="publisher_date")
    standing = sightings.get(withdrawn_at__isnull=True)
    assert sightings.count() == 2
    assert standing.latest is not None
    assert standing.latest.date() == date(2021, 8, 15)


def test_the_same_day_again_changes_nothing(reporter: User) -> None:
    day = DateInterval.of_day(date(2022, 8, 14))
    brought = bring_in_pictures(
        [("a.jpg", jpeg(draw_picture(1)))],
        by=reporter,
        page_url="https://a.example/",
        published=day,
    )

    set_published(brought.item, day, by=reporter)

    assert Evidence.objects.filter(kind="publisher_date", withdrawn_at__isnull=True).count() == 1


def test_a_day_that_is_taken_back_leaves_no_sighting_standing(reporter: User) -> None:
    brought = bring_in_pictures(
        [("a.jpg", jpeg(draw_picture(1)))],
        by=reporter,
        published=DateInterval.of_day(date(2022, 8, 14)),
    )

    item = set_published(brought.item, None, by=reporter)

    assert (item.published_first, item.published_origin) == (None, "")
    assert not Evidence.objects.filter(kind="publisher_date", withdrawn_at__isnull=True).exists()


def test_what_could_not_be_read_is_read_again_once(reporter: User) -> None:
    item = failed_item(reporter)

    read_again(item, by=reporter)
    again = read_again(item, by=reporter)

    assert (again.state, again.failure) == (ReadingState.WAITING, "")
    assert jobs_of(item) == 1


def test_a_reading_that_was_given_up_is_tried_again(reporter: User) -> None:
    item = waiting_item(reporter)
    Job.objects.filter(payload__item=str(item.pk)).update(
        state=JobState.QUARANTINED, last_error="MemoryError: "
    )

    read_again(item, by=reporter)

    assert run_item(item).state == ReadingState.READ


def test_what_was_read_is_not_read_again(reporter: User) -> None:
    item = run_item(waiting_item(reporter))

    read_again(item, by=reporter)

    item.refresh_from_db()
    assert item.state == ReadingState.READ
    assert jobs_of(item) == 1


def test_somebody_without_a_role_has_nothing_read_again(reporter: User, stranger: User) -> None:
    with pytest.raises(NotAllowed):
        read_again(failed_item(reporter), by=stranger)
