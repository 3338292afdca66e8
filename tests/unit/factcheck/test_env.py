"""What is wrong with a setting is said in one sentence, before anything starts."""

from __future__ import annotations

import re

import pytest

from factcheck import env


@pytest.mark.parametrize("entry", ["198.51.100.0/33", "198.51.100/24", "https://é.example/", "خ ب"])
def test_a_place_to_refuse_that_is_none_stops_the_start(
    monkeypatch: pytest.MonkeyPatch, entry: str
) -> None:
    monkeypatch.setenv("FETCH_REFUSE", f"desk.example,{entry}")

    with pytest.raises(env.ConfigurationError) as refused:
        env.places("FETCH_REFUSE")

    assert f"FETCH_REFUSE has {entry!r}" in str(refused.value)
    assert "198.51.100.7 or 2001:db8:1::/48" in str(refused.value)


def test_places_to_refuse_are_names_addresses_and_ranges(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FETCH_REFUSE", " Desk.example, .موقع.example,10.1.2.3/8,, 2a00::1 ")

    assert env.places("FETCH_REFUSE") == [
        "desk.example",
        ".xn--4gbrim.example",
        "10.0.0.0/8",
        "2a00::1",
    ]


def test_no_places_to_refuse_are_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FETCH_REFUSE", raising=False)

    assert env.places("FETCH_REFUSE") == []


def test_a_choice_falls_back_to_the_first_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENGINE", " ")

    assert env.choice("ENGINE", ("segments", "postgres")) == "segments"


def test_a_choice_that_is_none_names_the_words_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENGINE", "milvus")

    with pytest.raises(env.ConfigurationError, match="one of: segments, postgres"):
        env.choice("ENGINE", ("segments", "postgres"))


KNOWN_PAGES = ("ethicsPolicy", "masthead")


def test_pages_are_read_by_what_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(
        "SAMPLE", "ethicsPolicy=https://é.example/{language}/x?a=b , masthead=http://m.example/हम"
    )

    assert env.pages("SAMPLE", KNOWN_PAGES) == {
        "ethicsPolicy": "https://é.example/{language}/x?a=b",
        "masthead": "http://m.example/हम",
    }


def test_no_page_is_invented(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SAMPLE", raising=False)

    assert env.pages("SAMPLE", KNOWN_PAGES) == {}


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("ethics=https://a.example/", "The names it knows are: ethicsPolicy, masthead."),
        ("https://a.example/", "The names it knows are: ethicsPolicy, masthead."),
        ("masthead=a.example", "Write it as masthead=https://example.org/{language}/page."),
        ("masthead=javascript:alert(1)", "Write it as masthead=https://example.org/"),
        ("masthead", "Write it as masthead=https://example.org/"),
    ],
    ids=["unknown name", "no name", "no scheme", "no web address", "no address"],
)
def test_a_page_that_is_not_understood_stops_the_start(
    monkeypatch: pytest.MonkeyPatch, value: str, sentence: str
) -> None:
    monkeypatch.setenv("SAMPLE", value)

    with pytest.raises(env.ConfigurationError, match=re.escape(sentence)):
        env.pages("SAMPLE", KNOWN_PAGES)
