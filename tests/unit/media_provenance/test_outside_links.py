"""Links that open a search elsewhere are made of public addresses and templates, and of nothing."""

from __future__ import annotations

import pytest

from media_provenance.domain.outside_links import (
    BadTemplate,
    OutsideLink,
    links_for,
    read_templates,
)

TEMPLATES = read_templates(
    [
        "Engine=https://engine.example/?url={u}&sort=crawl_date",
        "Archive=https://archive.example/web/*/{raw}",
        "Upload=https://engine.example/",
    ]
)


def test_an_address_is_percent_encoded_where_the_template_says_so() -> None:
    links = links_for("https://news.example/%D8%B5.jpg?a=1&b=2", TEMPLATES)

    assert links == [
        OutsideLink(
            "Engine",
            "https://engine.example/?url=https%3A%2F%2Fnews.example%2F%25D8%25B5.jpg%3Fa%3D1%26b%3D2"
            "&sort=crawl_date",
        ),
        OutsideLink(
            "Archive", "https://archive.example/web/*/https://news.example/%D8%B5.jpg?a=1&b=2"
        ),
    ]


def test_a_template_without_a_place_is_a_page_to_upload_at() -> None:
    assert [one.takes_address for one in TEMPLATES] == [True, True, False]


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "ftp://news.example/a",
        "https://news.example/صورة",
        "https://a b/",
        "",
    ],
)
def test_what_is_no_fetched_address_makes_no_link(url: str) -> None:
    with pytest.raises(ValueError, match="public addresses"):
        links_for(url, TEMPLATES)


@pytest.mark.parametrize(
    "entry",
    ["https://engine.example/?url={u}", "=https://e.example/", "Engine", "Engine=javascript:{u}"],
)
def test_an_entry_that_is_no_link_is_refused(entry: str) -> None:
    with pytest.raises(BadTemplate, match="NAME=https"):
        read_templates([entry])


def test_off_means_no_links() -> None:
    assert read_templates(["off"]) == []


def test_an_address_with_braces_is_not_read_as_a_template() -> None:
    (link,) = links_for("https://news.example/{raw}", TEMPLATES[:1])

    assert link.url.startswith("https://engine.example/?url=https%3A%2F%2Fnews.example%2F%7Braw%7D")
