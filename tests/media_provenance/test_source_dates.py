"""Dates from addresses, names and headers as evidence, and the command that reads them."""

from __future__ import annotations

import io
import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.utils.translation import override

from media_provenance.actions import (
    ask_when,
    record_page_address,
    record_page_sighting,
    record_picture_address,
    store_capture,
    store_picture,
)
from media_provenance.domain.dated_sources import SourceNote, SourceWhy
from media_provenance.models import (
    CaptureKind,
    Evidence,
    EvidenceMethod,
    MediaAsset,
)
from media_provenance.pipeline.source_dates import (
    drafts_of_address,
    drafts_of_file_name,
    drafts_of_headers,
)
from media_provenance.queries import current_finding
from media_provenance.wording import source_note, source_why
from multilingual.intervals import DateInterval
from tests.factories.pictures import draw_picture, jpeg, stored_picture

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 22, tzinfo=UTC)
EVENT = DateInterval(date(2024, 6, 20), date(2024, 6, 23))
POST = "https://x.com/a/status/1098230906194546688"


def standing(asset: MediaAsset) -> list[tuple[str, str, str, str]]:
    rows = Evidence.objects.filter(asset=asset, withdrawn_at__isnull=True).exclude(
        kind="own_capture"
    )
    return [(row.kind, row.role, row.grade, row.operator) for row in rows]


# From addresses


def test_a_post_on_which_a_picture_stands_dates_it_by_the_platforms_clock() -> None:
    asset = stored_picture(jpeg(draw_picture(1)))

    record_page_address(asset, page="a", url=POST, title="منشور", language="ar")

    assert standing(asset) == [("platform_id", "seen", "B", "x")]
    row = Evidence.objects.get(asset=asset, kind="platform_id")
    assert row.latest == datetime.fromisoformat("2019-02-20T14:45:26.837Z")
    assert (row.source_url, row.source_title, row.precision) == (POST, "منشور", "instant")


@pytest.mark.parametrize(
    ("picture_url", "is_lead"),
    [
        pytest.param(
            "https://pbs.twimg.com/profile_images/1700000000000000000/a.jpg", True, id="a face"
        ),
        pytest.param("https://abs.twimg.com/a.jpg", False, id="a picture beside the post"),
    ],
)
def test_the_number_of_a_post_dates_no_picture_that_may_be_newer(
    picture_url: str, is_lead: bool
) -> None:
    asset = stored_picture(jpeg(draw_picture(1)))

    record_page_address(asset, page="a", url=POST, picture_url=picture_url, is_lead=is_lead)

    assert standing(asset) == []


def test_recorded_twice_is_recorded_once() -> None:
    asset = stored_picture(jpeg(draw_picture(1)))

    record_page_address(asset, page="a", url=POST)
    record_page_address(asset, page="a", url=POST)

    assert len(standing(asset)) == 1


def test_a_page_that_says_it_is_newer_than_its_address_is_believed() -> None:
    asset = stored_picture(jpeg(draw_picture(1)))
    url = "https://ex.test/2019/03/04/x"
    newer = DateInterval.of_day(date(2024, 6, 25))

    record_page_address(asset, page="a", url=url)
    before = standing(asset)
    record_page_address(asset, page="a", url=url, published=newer)
    after = standing(asset)
    record_page_address(asset, page="a", url=url, published=None)

    assert before == [("url_path", "seen", "C", "ex.test")]
    assert after == []
    assert standing(asset) == before
    assert Evidence.objects.filter(asset=asset, kind="url_path").count() == 1


def test_a_picture_that_leaves_a_page_leaves_its_address_behind() -> None:
    asset = stored_picture(jpeg(draw_picture(1)))
    record_page_address(asset, page="a", url=POST)

    record_page_address(asset, page="a", url="")

    assert standing(asset) == []


def test_where_only_a_person_says_where_a_picture_was_it_is_that_persons_entry(alice: User) -> None:
    asset = stored_picture(jpeg(draw_picture(1)))

    record_page_address(asset, page="a", url=POST, stated_by=alice)
    record_page_address(asset, page="a", url="", stated_by=alice)

    row = Evidence.objects.get(asset=asset, kind="platform_id")
    assert (row.method, row.entered_by, row.withdrawn_by) == (EvidenceMethod.MANUAL, alice, alice)


def test_what_a_person_withdrew_stays_withdrawn(alice: User) -> None:
    asset = stored_picture(jpeg(draw_picture(1)))
    record_page_address(asset, page="a", url=POST)
    Evidence.objects.filter(asset=asset, kind="platform_id").update(
        withdrawn_at=NOW, withdrawn_by=alice, withdrawn_reason="not this picture"
    )

    record_page_address(asset, page="a", url=POST)

    assert standing(asset) == []


def test_the_publisher_of_a_page_answers_for_where_his_pictures_lie() -> None:
    asset = stored_picture(jpeg(draw_picture(1)))

    record_picture_address(
        asset,
        url="https://i.pictures.test/2022/08/15/p.jpg",
        page_url="https://www.paper.test/x",
    )

    assert standing(asset) == [("url_path", "seen", "C", "paper.test")]


def test_a_page_and_the_folder_of_its_picture_are_one_publishers_word() -> None:
    asset = stored_picture(jpeg(draw_picture(1)))
    question = ask_when(asset, asked_for="a test", event=EVENT)
    record_picture_address(
        asset, url="https://cdn.test/2022/08/15/p.jpg", page_url="https://paper.test/x"
    )
    record_page_sighting(
        asset,
        page_key="1:a",
        url="https://paper.test/x",
        title="",
        language="",
        published=DateInterval.of_day(date(2022, 8, 16)),
        origin="json_ld",
        read_from="2022-08-16",
        capture=None,
    )

    finding = current_finding(question)

    assert finding is not None
    assert finding.kind == "publisher_says_predates"


def test_a_lead_is_no_evidence() -> None:
    url = "https://web.archive.org/web/20220815123456im_/https://ex.test/p.jpg"

    assert drafts_of_address(url, what="picture", as_of=NOW) == []


# From names


def test_the_name_of_an_upload_dates_the_file_as_far_as_names_do() -> None:
    asset = store_picture(jpeg(draw_picture(1)), original_name="IMG_20220815_123456.jpg")

    assert standing(asset) == [("file_name", "saved", "D", "file")]
    row = Evidence.objects.get(asset=asset, kind="file_name")
    assert (row.about, row.precision, row.read_from) == (
        "bytes",
        "second",
        "IMG_20220815_123456",
    )


@pytest.mark.parametrize("name", ["", "DSC_0815.jpg", "صورة.jpg", "été.jpg", "चित्र.jpg"])
def test_a_name_without_a_date_is_no_evidence(name: str) -> None:
    assert standing(store_picture(jpeg(draw_picture(1)), original_name=name)) == []


def test_a_name_alone_only_suggests() -> None:
    asset = store_picture(jpeg(draw_picture(1)), original_name="IMG-20220815-WA0001.jpg")

    question = ask_when(asset, asked_for="a test", event=EVENT)

    finding = current_finding(question)
    assert finding is not None
    assert finding.kind == "metadata_suggests_predates"


def test_a_name_with_a_bare_number_is_a_lead_and_no_evidence() -> None:
    assert drafts_of_file_name("1550000000.jpg", as_of=NOW) == []


# From headers


def test_a_servers_last_change_is_recorded_with_the_answer_it_stood_in() -> None:
    asset = stored_picture(jpeg(draw_picture(1)))
    answer = store_capture(
        b"bytes",
        kind=CaptureKind.FETCHED,
        url="https://cdn.test/p.jpg",
        final_url="https://cdn.test/p.jpg",
        status=200,
        headers=[("Last-Modified", "Mon, 15 Aug 2022 12:34:56 GMT")],
    )

    record_picture_address(
        asset, url="https://cdn.test/p.jpg", page_url="https://paper.test/x", answer=answer
    )

    assert standing(asset) == [("last_modified", "seen", "C", "paper.test")]
    assert Evidence.objects.get(asset=asset, kind="last_modified").capture == answer


def test_an_archives_answer_with_the_very_bytes_is_attested() -> None:
    url = "https://web.archive.org/web/20220815123456id_/https://ex.test/p.jpg"

    [draft] = drafts_of_headers(
        [
            ("Memento-Datetime", "Mon, 15 Aug 2022 12:34:56 GMT"),
            ("Last-Modified", "Sun, 14 Aug 2022 00:00:00 GMT"),
        ],
        url=url,
        fetched_at=NOW,
    )

    assert (draft.kind.value, draft.grade.value, draft.operator) == (
        "web_archive_image",
        "A",
        "web.archive.org",
    )
    assert (draft.source_url, draft.archived_url) == ("https://ex.test/p.jpg", url)


def test_a_header_made_when_it_was_asked_for_is_no_evidence() -> None:
    moment = NOW - timedelta(seconds=1)
    written = moment.strftime("%a, %d %b %Y %H:%M:%S GMT")

    drafts = drafts_of_headers(
        [("Last-Modified", written), ("Date", written)], url="https://ex.test/", fetched_at=NOW
    )

    assert drafts == []


# The command


def run(given: str) -> Any:
    printed = io.StringIO()
    call_command("date_url", given, "--json", stdout=printed)
    return json.loads(printed.getvalue())


def test_date_url_gives_all_that_is_known_of_a_date() -> None:
    answer = run("https://pbs.twimg.com/media/C_UdnvPUwAE3Dnn.jpg")

    assert answer == {
        "url": "https://pbs.twimg.com/media/C_UdnvPUwAE3Dnn.jpg",
        "dates": [
            {
                "field": "x_media_key",
                "value": "2017-05-08T17:02:52.304Z",
                "earliest": "2017-05-08T17:02:52.304Z",
                "latest": "2017-05-08T17:07:52.304Z",
                "precision": "ms",
                "zone_known": True,
                "kind": "platform_id",
                "role": "seen",
                "grade": "B",
                "operator": "x",
                "usable": True,
                "why": "platform_clock",
                "read_from": "C_UdnvPUwAE3Dnn",
                "id": "861627472244162561",
            }
        ],
        "notes": [],
    }


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        ("x_status:1098230906194546688", ["x_status"]),
        ("x_status:29700859246", []),
        ("www.ex.test/2022/08/15/", ["url_folders"]),
        ("PXL_20220815_123456789.jpg", ["pixel"]),
        ("https://ex.test/a/IMG_20220815_123456.jpg", ["camera"]),
        ("https://ex.test/2022/08/15/IMG_1.jpg", ["url_folders"]),
        ("نص", []),
    ],
)
def test_date_url_tells_addresses_numbers_and_names_apart(given: str, fields: list[str]) -> None:
    assert [one["field"] for one in run(given)["dates"]] == fields


def test_date_url_says_why_there_is_no_date() -> None:
    assert run("https://t.me/a/12")["notes"] == ["telegram_numbers_carry_no_time"]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (POST, "B Time within a platform's own number: 2019-02-20T14:40:26.837Z"),
        ("https://t.me/a/12", "Telegram's message numbers carry no time."),
        ("DSC_0815.jpg", "There is no date in it."),
    ],
)
def test_date_url_speaks_to_people_too(given: str, words: str) -> None:
    printed = io.StringIO()

    with override("en"):
        call_command("date_url", given, stdout=printed)

    assert words in printed.getvalue()


def test_date_url_wants_something_to_read() -> None:
    with override("en"), pytest.raises(CommandError, match="Give a web address"):
        call_command("date_url", " ")


@pytest.mark.parametrize("why", SourceWhy)
def test_every_reason_has_words(why: SourceWhy) -> None:
    with override("en"):
        assert source_why(why).endswith(".")


@pytest.mark.parametrize("note", SourceNote)
def test_every_note_has_words(note: SourceNote) -> None:
    with override("en"):
        assert source_note(note).endswith(".")
