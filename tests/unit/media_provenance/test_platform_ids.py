"""The time inside the numbers and codes of platforms.

The examples' origins: X's last number without a time and the formula, the tool tweetedat; the media
key, X's own documentation of extended entities; Discord's, Mastodon's, ULID's and KSUID's, their
documentation; the UUIDs, RFC 9562, appendix A; the others, published decoders of such numbers.
"""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_provenance.domain.date_evidence import EvidenceKind, Grade, Role
from media_provenance.domain.dated_sources import SourceNote, SourceWhy
from media_provenance.domain.id_times import (
    IdKind,
    date_of_id,
    find_id_kind,
    time_of_id,
    x_media_id,
)
from media_provenance.domain.platform_ids import date_ids_in_url, notes_on_ids_in_url

NOW = datetime(2026, 11, 22, tzinfo=UTC)
UNIX = datetime(1970, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        (IdKind.X_STATUS, "1098230906194546688", "2019-02-20T14:40:26.837Z"),
        (IdKind.X_STATUS, "29700859247", "2010-11-04T01:43:01.738Z"),
        (IdKind.X_MEDIA_KEY, "C_UdnvPUwAE3Dnn", "2017-05-08T17:02:52.304Z"),
        (IdKind.DISCORD, "175928847299117063", "2016-04-30T11:18:25.796Z"),
        (IdKind.MASTODON, "103254962155278888", "2019-12-05T11:34:47.183Z"),
        (IdKind.INSTAGRAM_SHORTCODE, "DW1nTDiDvnF", "2026-04-07T16:48:30.621Z"),
        (IdKind.TIKTOK, "6854717870488702213", "2020-07-29T02:06:13Z"),
        (IdKind.BLUESKY_TID, "3lbd2ebt3wk2r", "2024-11-19T18:19:55.098Z"),
        (IdKind.UUID, "C232AB00-9414-11EC-B3C8-9F6BDECED846", "2022-02-22T19:22:22Z"),
        (IdKind.UUID, "1EC9414C-232A-6B00-B3C8-9F6BDECED846", "2022-02-22T19:22:22Z"),
        (IdKind.UUID, "017F22E2-79B0-7CC3-98C4-DC0C0C07398F", "2022-02-22T19:22:22Z"),
        (IdKind.ULID, "01ARZ3NDEKTSV4RRFFQ69G5FAV", "2016-07-30T23:54:10.259Z"),
        (IdKind.KSUID, "0ujtsYcgvSTl8PAuAdqWYSMnLOv", "2017-10-10T04:00:47Z"),
        (IdKind.MONGO_OID, "65920080aabbccddee112233", "2024-01-01T00:00:00Z"),
    ],
)
def test_a_number_of_a_known_kind_gives_its_time(kind: IdKind, text: str, expected: str) -> None:
    moment = time_of_id(kind, text)

    assert moment == datetime.fromisoformat(expected)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        pytest.param(IdKind.X_STATUS, "29700859246", id="before X kept time in its numbers"),
        pytest.param(IdKind.X_STATUS, "18446744073709551616", id="more than 64 bits"),
        pytest.param(IdKind.X_STATUS, "١٠٩٨٢٣٠٩٠٦١٩٤٥٤٦٦٨٨", id="digits of another script"),
        pytest.param(IdKind.X_STATUS, "01098230906194546688", id="a zero before it"),
        pytest.param(IdKind.X_MEDIA_KEY, "C_UdnvPUwAE3Dn", id="a key too short"),
        pytest.param(IdKind.INSTAGRAM_SHORTCODE, "CDE", id="counted posts of 2010"),
        pytest.param(IdKind.INSTAGRAM_SHORTCODE, "DW1nTDiDvnЖ", id="a letter of another script"),
        pytest.param(IdKind.TIKTOK, "685471787048870221", id="a digit too few"),
        pytest.param(IdKind.BLUESKY_TID, "zlbd2ebt3wk2r", id="the highest bit set"),
        pytest.param(IdKind.UUID, "919108f7-52d1-4320-9bac-f847db4148a8", id="random, version 4"),
        pytest.param(IdKind.UUID, "2ed6657d-e927-568b-95e1-2665a8aea6a2", id="a hash, version 5"),
        pytest.param(IdKind.UUID, "é", id="no code at all"),
        pytest.param(IdKind.UUID, "017f22e2-79b0-7cc3-08c4-dc0c0c07398f", id="another variant"),
        pytest.param(IdKind.INSTAGRAM_SHORTCODE, "AAAAAAAAAAA", id="a number of nothing"),
        pytest.param(IdKind.INSTAGRAM_SHORTCODE, "___________", id="more than a number holds"),
        pytest.param(IdKind.ULID, "7ZZZZZZZZZZZZZZZZZZZZZZZZZ", id="after the year 9999"),
        pytest.param(IdKind.ULID, "01ARZ3NDEKTSV4RRFFQ69G5FAU", id="a letter that is not used"),
        pytest.param(IdKind.ULID, "81ARZ3NDEKTSV4RRFFQ69G5FAV", id="more than 128 bits"),
        pytest.param(IdKind.KSUID, "zzzzzzzzzzzzzzzzzzzzzzzzzzz", id="more than 160 bits"),
        pytest.param(IdKind.MONGO_OID, "65920080aabbccddee11223g", id="not hexadecimal"),
        pytest.param(IdKind.DISCORD, "", id="nothing"),
    ],
)
def test_what_is_no_such_number_gives_no_time(kind: IdKind, text: str) -> None:
    assert time_of_id(kind, text) is None


@pytest.mark.parametrize(
    ("name", "kind"),
    [("x_status", IdKind.X_STATUS), ("LinkedIn", IdKind.LINKEDIN_ACTIVITY), ("https", None)],
)
def test_a_kind_is_known_by_more_than_one_name(name: str, kind: IdKind | None) -> None:
    assert find_id_kind(name) is kind


def test_a_key_of_a_picture_on_x_holds_its_number() -> None:
    assert x_media_id("C_UdnvPUwAE3Dnn") == 861627472244162561


def test_a_number_of_the_future_is_none_of_the_kind() -> None:
    earlier = datetime(2019, 2, 20, 14, 40, tzinfo=UTC)

    assert date_of_id(IdKind.X_STATUS, "1098230906194546688", as_of=earlier) is None


def test_a_post_is_out_within_five_minutes_of_its_number() -> None:
    source = date_of_id(IdKind.X_STATUS, "1098230906194546688", as_of=NOW)

    assert source is not None
    assert source.when.earliest == datetime.fromisoformat("2019-02-20T14:40:26.837Z")
    assert source.when.latest == datetime.fromisoformat("2019-02-20T14:45:26.837Z")
    assert source.zone_known


@pytest.mark.parametrize(
    ("url", "field", "grade", "operator"),
    [
        ("https://x.com/a/status/1098230906194546688/photo/1", "x_status", "B", "x"),
        ("https://mobile.twitter.com/a/status/1098230906194546688?s=20", "x_status", "B", "x"),
        ("https://twitter.com/i/web/status/1098230906194546688", "x_status", "B", "x"),
        ("https://pbs.twimg.com/media/C_UdnvPUwAE3Dnn?format=jpg", "x_media_key", "B", "x"),
        ("https://pbs.twimg.com/media/C_UdnvPUwAE3Dnn.jpg:large", "x_media_key", "B", "x"),
        (
            "https://pbs.twimg.com/ext_tw_video_thumb/861627472244162561/pu/img/a.jpg",
            "x_media",
            "B",
            "x",
        ),
        ("https://www.instagram.com/p/DW1nTDiDvnF/?hl=ar", "instagram_shortcode", "B", "instagram"),
        ("https://instagram.com/a.b/reel/DW1nTDiDvnF", "instagram_shortcode", "B", "instagram"),
        ("https://www.tiktok.com/@é/video/6854717870488702213", "tiktok", "B", "tiktok"),
        ("https://m.tiktok.com/v/6854717870488702213.html", "tiktok", "B", "tiktok"),
        (
            "https://www.linkedin.com/posts/a_b-activity-6964897800000000000-Xy1Z",
            "linkedin_activity",
            "B",
            "linkedin",
        ),
        (
            "https://discord.com/channels/175928847299117063/175928847299117064/175928847299117065",
            "discord",
            "B",
            "discord",
        ),
        ("https://bsky.app/profile/a.b/post/3lbd2ebt3wk2r", "bluesky_tid", "D", "bluesky"),
        ("at://did:plc:a/app.bsky.feed.post/3lbd2ebt3wk2r", "bluesky_tid", "D", "bluesky"),
        ("https://mastodon.social/@a/103254962155278888", "mastodon", "B", "mastodon.social"),
        (
            "https://mastodon.social/@a@b.test/103254962155278888",
            "mastodon",
            "D",
            "mastodon.social",
        ),
        ("https://toots.test/@a/103254962155278888", "mastodon", "D", "toots.test"),
        (
            "https://files.mastodon.social/media_attachments/files/103/254/962/155/278/888/original/a.png",
            "mastodon",
            "B",
            "mastodon.social",
        ),
        (
            "https://files.mastodon.social/cache/media_attachments/files/103/254/962/155/278/888/original/a.png",
            "mastodon",
            "D",
            "mastodon.social",
        ),
        (
            "https://files.mastodon.social/media_attachments/files/098/304/000/000/000/001/small/a.png",
            "mastodon",
            "B",
            "mastodon.social",
        ),
        ("https://ex.test/a28cad70-0d73-11ea-aaef-0800200c9a66/x", "uuid", "D", "ex.test"),
        ("https://www.ex.test/01ARZ3NDEKTSV4RRFFQ69G5FAV.jpg", "ulid", "D", "ex.test"),
        ("https://ex.test/i/0ujtsYcgvSTl8PAuAdqWYSMnLOv", "ksuid", "D", "ex.test"),
        ("https://ex.test/65920080aabbccddee112233/p.jpg", "mongo_oid", "D", "ex.test"),
        (
            "https://web.archive.org/web/20220815123456/https://twitter.com/a/status/1098230906194546688",
            "x_status",
            "B",
            "x",
        ),
    ],
)
def test_a_number_is_known_by_its_place_and_graded_by_who_made_it(
    url: str, field: str, grade: str, operator: str
) -> None:
    [source] = date_ids_in_url(url, as_of=NOW)

    assert (source.field, source.grade, source.operator) == (field, Grade(grade), operator)
    assert (source.kind, source.role, source.usable) == (
        EvidenceKind.PLATFORM_ID,
        Role.SEEN,
        True,
    )


def test_of_a_file_on_discord_the_second_number_is_the_files() -> None:
    url = (
        "https://cdn.discordapp.com/attachments/175928847299117063/1009999999999999999/a.png"
        "?ex=65d903de&is=65c68ede&hm=0"
    )

    file, link = date_ids_in_url(url, as_of=NOW)

    assert (file.identifier, file.grade, file.usable) == ("1009999999999999999", Grade.B, True)
    assert (link.value, link.usable, link.why) == (
        "2024-02-09T20:45:18Z",
        False,
        SourceWhy.LINK_ISSUED,
    )
    assert notes_on_ids_in_url(url) == [SourceNote.LINK_EXPIRY]


@pytest.mark.parametrize(
    "url",
    [
        "https://nitter.net/a/status/1098230906194546688",
        "https://ex.test/a/status/1098230906194546688",
        "https://x.com.ex.test/a/status/1098230906194546688",
        "https://notx.com/a/status/1098230906194546688",
        "https://www.tiktok.com/tag/6854717870488702213",
        "https://pbs.twimg.com/profile_images/1098230906194546688/a.jpg",
        "https://vm.tiktok.com/ZMLabc123/",
        "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
        "https://www.facebook.com/photo/?fbid=10158765432109876",
        "https://t.me/قناة/12345",
        "https://ex.test/مقال/2022",
        "https://ex.test/हिन्दी/लेख",
        "ftp://x.com/a/status/1098230906194546688",
        "https://[x.com/a/status/1098230906194546688",
        "",
    ],
)
def test_a_number_in_another_place_is_not_guessed_at(url: str) -> None:
    assert date_ids_in_url(url, as_of=NOW) == []


@pytest.mark.parametrize(
    ("url", "note"),
    [
        ("https://www.facebook.com/photo/?fbid=10158765432109876", SourceNote.FACEBOOK_NUMBERS),
        ("https://t.me/a/12345", SourceNote.TELEGRAM_NUMBERS),
        ("https://youtu.be/dQw4w9WgXcQ", SourceNote.YOUTUBE_CODES),
        ("https://vm.tiktok.com/ZMLabc123/", SourceNote.SHORT_LINK),
        ("https://nitter.net/a/status/1098230906194546688", SourceNote.NOT_THE_PLATFORM),
        ("https://twitter.com/jack/status/20", SourceNote.NUMBER_WITHOUT_TIME),
        ("https://ex.test/919108f7-52d1-4320-9bac-f847db4148a8", SourceNote.RANDOM_NUMBER),
    ],
)
def test_why_an_address_has_no_date_is_said(url: str, note: SourceNote) -> None:
    assert notes_on_ids_in_url(url) == [note]


# A number made of a time gives that time back.

_moments = st.timedeltas(timedelta(0), timedelta(days=3200)).map(
    lambda passed: datetime(2018, 1, 1, tzinfo=UTC) + passed
)


def milliseconds(moment: datetime) -> int:
    return (moment - UNIX) // timedelta(milliseconds=1)


@given(_moments, st.integers(0, (1 << 22) - 1))
def test_a_number_of_x_gives_back_the_millisecond_it_was_made_of(
    moment: datetime, rest: int
) -> None:
    number = (milliseconds(moment) - 1288834974657 << 22) | rest

    assert time_of_id(IdKind.X_STATUS, str(number)) == UNIX + timedelta(
        milliseconds=milliseconds(moment)
    )


@given(_moments, st.integers(0, (1 << 22) - 1), st.binary(min_size=3, max_size=3))
def test_a_key_of_x_gives_back_the_number_it_was_made_of(
    moment: datetime, rest: int, tail: bytes
) -> None:
    number = (milliseconds(moment) - 1288834974657 << 22) | rest
    key = base64.urlsafe_b64encode(number.to_bytes(8, "big") + tail)[:15].decode()

    assert x_media_id(key) == number


@given(_moments, st.integers(0, (1 << 10) - 1))
def test_a_code_of_bluesky_gives_back_the_microsecond_it_was_made_of(
    moment: datetime, clock: int
) -> None:
    number = ((moment - UNIX) // timedelta(microseconds=1) << 10) | clock
    code = "".join(
        "234567abcdefghijklmnopqrstuvwxyz"[number >> shift & 31] for shift in range(60, -1, -5)
    )

    assert time_of_id(IdKind.BLUESKY_TID, code) == moment


@given(_moments, st.integers(0, (1 << 80) - 1))
def test_a_ulid_gives_back_the_millisecond_it_was_made_of(moment: datetime, rest: int) -> None:
    number = milliseconds(moment) << 80 | rest
    code = "".join(
        "0123456789ABCDEFGHJKMNPQRSTVWXYZ"[number >> shift & 31] for shift in range(125, -1, -5)
    )

    assert time_of_id(IdKind.ULID, code) == UNIX + timedelta(milliseconds=milliseconds(moment))


@given(st.sampled_from(IdKind), st.text(max_size=80))
def test_no_text_breaks_the_reading_of_a_number(kind: IdKind, text: str) -> None:
    source = date_of_id(kind, text, as_of=NOW)

    assert source is None or source.when.earliest is not None


@given(
    st.sampled_from(
        ["https://x.com/", "https://mastodon.social/@a/", "https://cdn.discordapp.com/"]
    ),
    st.text(max_size=80),
)
def test_no_address_breaks_the_reading_of_its_numbers(start: str, text: str) -> None:
    found = date_ids_in_url(start + text, as_of=NOW)

    assert all(source.usable or source.why is SourceWhy.LINK_ISSUED for source in found)


@given(st.integers(0, (1 << 64) - 1))
def test_no_number_dates_a_post_to_the_future(number: int) -> None:
    found = date_ids_in_url(f"https://x.com/a/status/{number}", as_of=NOW)

    assert all(source.when.earliest is not None and source.when.earliest <= NOW for source in found)
