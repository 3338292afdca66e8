"""What is wrong with a setting is said in one sentence, before anything starts."""

from __future__ import annotations

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
