from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django.fixtures import Settings

from media_provenance.providers import door, pacing
from media_provenance.providers.services import SERVICES
from tests.providers.fake import Fake, fake_of


@pytest.fixture
def start(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[str, str], Fake]]:
    """Switch every service on, and start one that answers as in a case of its file, at once."""
    settings.MEDIA_ROOT = tmp_path
    unhurried = partial(pacing.take_turn, sleep=lambda _seconds: None, longest=1e6)
    monkeypatch.setattr(door, "take_turn", unhurried)
    settings.PROVIDERS_ON = list(SERVICES)
    settings.PROVIDER_KEYS = dict.fromkeys(SERVICES, "a-key")
    started: list[Fake] = []

    def begin(name: str, case: str) -> Fake:
        fake = fake_of(name, case)
        fake.start()
        started.append(fake)
        settings.PROVIDER_URLS = {**settings.PROVIDER_URLS, name: fake.url}
        return fake

    yield begin
    for fake in started:
        fake.stop()


@pytest.fixture
def in_english(signed_in: Callable[[User], Client]) -> Callable[[User], Client]:
    """Return a test client in which the person is signed in and reads English."""

    def sign_in(user: User) -> Client:
        client = signed_in(user)
        client.cookies["django_language"] = "en"
        return client

    return sign_in
