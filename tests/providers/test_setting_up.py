"""What an operator sets: which services are on, and what is said when that cannot work."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import call_command
from pytest_django.fixtures import Settings

from factcheck import checks
from media_provenance.models import ProviderPace
from media_provenance.providers.door import public_address
from media_provenance.providers.outcomes import Outcome, TryLater
from media_provenance.providers.pacing import hold_off
from tests.providers.conftest import KEY, door_of
from tests.providers.fake import Fake, Reply
from tests.providers.operations import OPERATIONS
from webfetch import Reason, Refused

Start = Callable[..., Fake]


def test_nothing_is_wrong_with_a_fresh_installation() -> None:
    assert checks.check_services_elsewhere(None) == []


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("PROVIDERS_ON", ["wayback", "altavista"], "factcheck.E010"),
        ("PROVIDERS_ON", ["vision"], "factcheck.W006"),
        ("OPEN_IN_LINKS", ["مُحرّك"], "factcheck.E011"),
        ("OPEN_IN_LINKS", ["Recherche élargie=javascript:alert({u})"], "factcheck.E011"),
    ],
    ids=["unknown service", "no key", "no address", "no web address"],
)
def test_what_cannot_work_is_named_at_the_start(
    settings: Settings, name: str, value: list[str], code: str
) -> None:
    setattr(settings, name, value)

    assert [problem.id for problem in checks.check_services_elsewhere(None)] == [code]


def test_a_list_says_what_is_on_and_no_key(settings: Settings) -> None:
    settings.PROVIDERS_ON = ["wayback", "vision"]
    settings.PROVIDER_KEYS = {"vision": KEY}
    said = StringIO()

    call_command("providers", stdout=said)

    lines = said.getvalue().splitlines()
    assert lines[0].startswith("wayback: on; no key needed; https://web.archive.org; ")
    assert "search every 2.5 s, replay every 0.125 s" in lines[0]
    assert [line for line in lines if line.startswith("vision: on; key set")]
    assert [line for line in lines if line.startswith("tineye: off; key missing")]
    assert KEY not in said.getvalue()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "120"}, 120.0),
        ({"Retry-After": "0"}, 1.0),
        ({"Retry-After": "99999999"}, 21600.0),
        ({"Retry-After": "soon"}, 60.0),
        ({"Retry-After": "bientôt"}, 60.0),
        (
            {
                "Retry-After": "Sun, 22 Nov 2026 18:00:30 GMT",
                "Date": "Sun, 22 Nov 2026 18:00:00 GMT",
            },
            30.0,
        ),
        ({}, 60.0),
    ],
    ids=["seconds", "none", "for ever", "words", "words with accents", "a date", "nothing"],
)
def test_a_service_is_left_alone_for_as_long_as_it_says(
    service: Start, headers: dict[str, str], seconds: float
) -> None:
    provider, case, ask = OPERATIONS["wayback captures"]
    busy = Reply(429, headers, b"")
    service(provider, case, lambda _reply, _fake: busy)

    with pytest.raises(TryLater) as raised:
        ask(door_of(provider))

    assert raised.value.outcome == Outcome.LIMITED
    assert raised.value.seconds == pytest.approx(seconds, abs=1.0)


@pytest.mark.django_db
def test_being_left_alone_is_never_cut_short() -> None:
    hold_off("service.search", 600)
    until = ProviderPace.objects.get().next_at

    hold_off("service.search", 5)

    assert ProviderPace.objects.get().next_at == until


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://[::1]/",
        "http://10.0.0.7/a",
        "ftp://a.example/",
    ],
)
def test_an_address_of_ours_is_told_to_nobody(url: str) -> None:
    with pytest.raises(Refused):
        public_address(url)


def test_the_newsrooms_own_site_is_told_to_nobody(settings: Settings) -> None:
    settings.PUBLIC_URL = "https://bayyina.example"

    with pytest.raises(Refused) as raised:
        public_address("https://bayyina.example/ar/v/1/picture.webp")

    assert raised.value.reason == Reason.OWN_HOST


def test_a_public_address_is_told_as_it_is_fetched() -> None:
    assert public_address("https://News.example/صورة.jpg#part") == (
        "https://news.example/%D8%B5%D9%88%D8%B1%D8%A9.jpg"
    )
