"""What sitemaps and feeds say of one address. The files are written out here."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_provenance.domain import feed_dates
from media_provenance.domain.date_evidence import EvidenceKind, Grade
from media_provenance.domain.feed_dates import FeedUnreadable, dates_in_feed

NOW = datetime(2026, 11, 22, tzinfo=UTC)
SITEMAP = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
 xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<!-- made by hand -->
<url><loc>https://ex.test/مقال/</loc><lastmod>2022-08-16T10:00:00+03:00</lastmod>
<news:news><news:publication_date>2022-08-15</news:publication_date></news:news>
<image:image><image:loc>https://cdn.ex.test/p.jpg</image:loc></image:image></url>
<url><loc>https://ex.test/autre</loc><lastmod>2019-01</lastmod></url>
</urlset>"""
RSS = """<rss version="2.0"><channel><item><title>é</title><link>https://ex.test/a</link>
<pubDate>Mon, 15 Aug 2022 12:34:56 +0300</pubDate></item>
<item><link>https://ex.test/b</link><pubDate>Mon, 01 Aug 2022 00:00:00 GMT</pubDate></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>हिन्दी</title>
<link href="https://ex.test/a"/><link rel="related" href="https://ex.test/b"/>
<published>2022-08-15T12:34:56Z</published><updated>2022-08-17T00:00:00</updated></entry></feed>"""


def test_a_sitemap_says_when_a_page_came_out_and_when_it_changed() -> None:
    found = dates_in_feed(
        SITEMAP.encode(),
        url="http://www.ex.test/%D9%85%D9%82%D8%A7%D9%84#end",
        as_of=NOW,
    )

    assert [(source.field, source.value) for source in found] == [
        ("sitemap_lastmod", "2022-08-16T07:00:00Z"),
        ("news_publication_date", "2022-08-15"),
    ]
    assert {(source.kind, source.grade, source.operator) for source in found} == {
        (EvidenceKind.FEED_DATE, Grade.C, "ex.test")
    }


def test_a_sitemap_dates_the_pictures_that_it_lists() -> None:
    found = dates_in_feed(SITEMAP.encode(), url="https://cdn.ex.test/p.jpg", as_of=NOW)

    assert [source.value for source in found] == ["2022-08-16T07:00:00Z", "2022-08-15"]


@pytest.mark.parametrize(
    ("written", "value"),
    [("2019", "2019-01-01/2019-12-31"), ("2019-01", "2019-01"), ("2019-01-05", "2019-01-05")],
)
def test_a_date_is_no_finer_than_it_is_written(written: str, value: str) -> None:
    sitemap = f"<urlset><url><loc>https://ex.test/</loc><lastmod>{written}</lastmod></url></urlset>"

    [source] = dates_in_feed(sitemap.encode(), url="https://ex.test", as_of=NOW)

    assert source.value == value


def test_an_address_that_is_none_is_in_no_feed() -> None:
    assert dates_in_feed(RSS.encode(), url="mailto:a@ex.test", as_of=NOW) == []


def test_a_feed_of_mail_dates_says_when_a_page_came_out() -> None:
    [source] = dates_in_feed(RSS.encode(), url="https://ex.test/a", as_of=NOW)

    assert (source.field, source.value) == ("rss_pub_date", "2022-08-15T09:34:56Z")


def test_a_time_without_a_zone_stays_open() -> None:
    published, updated = dates_in_feed(ATOM.encode(), url="https://ex.test/a/", as_of=NOW)

    assert (published.value, published.zone_known) == ("2022-08-15T12:34:56Z", True)
    assert (updated.value, updated.zone_known) == ("2022-08-17T00:00:00", False)


def test_a_link_to_a_related_page_does_not_date_that_page() -> None:
    assert dates_in_feed(ATOM.encode(), url="https://ex.test/b", as_of=NOW) == []


@pytest.mark.parametrize(
    "written", ["2022-13-01", "2022-13", "2022-08-15T25:00:00Z", "soon", "2048-01-01", "1970-01-01"]
)
def test_what_is_no_possible_date_is_left_out(written: str) -> None:
    sitemap = f"<urlset><url><loc>https://ex.test/</loc><lastmod>{written}</lastmod></url></urlset>"

    assert dates_in_feed(sitemap.encode(), url="https://ex.test", as_of=NOW) == []


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"<html><p>", id="broken"),
        pytest.param(b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', id="entities"),
        pytest.param(b'<!DOCTYPE a SYSTEM "http://127.0.0.1/a"><a/>', id="a type elsewhere"),
        pytest.param(b'<?xml version="1.0" encoding="nonsense"?><a/>', id="an unknown encoding"),
        pytest.param(b"\xff\xfe\x00", id="no text"),
    ],
)
def test_what_is_no_safe_xml_is_refused(data: bytes) -> None:
    with pytest.raises(FeedUnreadable, match="no_xml"):
        dates_in_feed(data, url="https://ex.test/", as_of=NOW)


def test_a_feed_of_any_size_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed_dates, "MOST_FEED_BYTES", 10)

    with pytest.raises(FeedUnreadable, match="too_large"):
        dates_in_feed(RSS.encode(), url="https://ex.test/a", as_of=NOW)


def test_entries_within_entries_are_read_once_however_deep() -> None:
    depth = 20_000
    entry = b"<url><loc>https://ex.test/a</loc><lastmod>2022-08-15</lastmod>"
    data = b"<urlset>" + entry + b"<url>" * depth + b"</url>" * depth + b"</url></urlset>"

    assert len(dates_in_feed(data, url="https://ex.test/a", as_of=NOW)) == 1


def test_an_entry_full_of_dates_gives_twenty_at_most() -> None:
    stated = "".join(f"<lastmod>{year}-08-15</lastmod>" for year in range(1996, 2026))
    data = f"<urlset><url><loc>https://ex.test/a</loc>{stated}</url></urlset>"

    assert len(dates_in_feed(data.encode(), url="https://ex.test/a", as_of=NOW)) == 20


@given(st.text(max_size=40), st.text(max_size=40))
def test_no_date_and_no_address_breaks_the_reading(written: str, address: str) -> None:
    plain = "".join(
        character for character in written if character.isalnum() or character in ":-+ "
    )
    feed = f"<rss><item><guid>https://ex.test/</guid><pubDate>{plain}</pubDate></item></rss>"

    found = dates_in_feed(feed.encode(), url=f"https://ex.test/{address}", as_of=NOW)

    assert all(source.when.latest is not None for source in found)
