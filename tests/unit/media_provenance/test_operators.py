"""Which hosts answer to one operator."""

from __future__ import annotations

import pytest

from media_provenance.domain.operators import operator_of_host


@pytest.mark.parametrize(
    ("host", "operator"),
    [
        ("www.News.Example.", "news.example"),
        ("cdn.images.news.example", "news.example"),
        ("www.bbc.co.uk", "bbc.co.uk"),
        ("news.gov.uk", "news.gov.uk"),
        ("spa.gov.sa", "spa.gov.sa"),
        ("www.alarabiya.com.sa", "alarabiya.com.sa"),
        ("pbs.twimg.com", "x.com"),
        ("mobile.twitter.com", "x.com"),
        ("scontent-cdg4-1.cdninstagram.com", "meta.com"),
        ("web.archive.org", "archive.org"),
        ("archive.ph", "archive.today"),
        ("cdn.discordapp.com", "discord.com"),
        ("my.blogspot.de", "blogspot.com"),
        ("my.blogspot.com", "blogspot.com"),
        ("192.0.2.7", "192.0.2.7"),
        ("[2001:db8::1]", "[2001:db8::1]"),
        ("tineye", "tineye.com"),
        ("pubA", "puba"),
        ("a b", "a b"),
        ("خبر.شبكة", "خبر.شبكة"),
        ("", ""),
    ],
)
def test_a_host_is_called_by_whoever_controls_its_clock(host: str, operator: str) -> None:
    assert operator_of_host(host) == operator


def test_two_publishers_under_one_registry_are_strangers() -> None:
    assert operator_of_host("www.bbc.co.uk") != operator_of_host("www.theguardian.co.uk")
