from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from pytest_django.fixtures import Settings

from media_provenance.models import MediaAsset
from media_provenance.providers import door, pacing
from media_provenance.providers.door import Door
from media_provenance.providers.services import SERVICES
from tests.factories.look_ups import asset_of
from tests.providers.fake import Fake, Fault, fake_of
from tests.providers.operations import PICTURE
from webfetch.client import Budget

# Everything that is waited for, in seconds.
SHORT = Budget(connect_seconds=0.5, head_seconds=0.5, total_seconds=1.0)
KEY = "a-key-that-nobody-may-read"


@pytest.fixture
def switched_on(settings: Settings) -> Settings:
    """Have every service switched on and given a key."""
    settings.PROVIDERS_ON = list(SERVICES)
    settings.PROVIDER_KEYS = dict.fromkeys(SERVICES, KEY)
    settings.PROVIDER_URLS = dict.fromkeys(SERVICES, "http://127.0.0.1:9")
    return settings


@pytest.fixture
def nobody_waits(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let turns come at once, and keep files in a folder of the test's own."""
    settings.MEDIA_ROOT = tmp_path
    unhurried = partial(pacing.take_turn, sleep=lambda _seconds: None, longest=1e6)
    monkeypatch.setattr(door, "take_turn", unhurried)


@pytest.fixture
def alice() -> User:
    return User.objects.create_user("alice")


@pytest.fixture
def picture() -> MediaAsset:
    """A picture whose file holds exactly what the archive of the tests has."""
    return asset_of(PICTURE)


@pytest.fixture
def service(switched_on: Settings) -> Iterator[Callable[..., Fake]]:
    """Start a service that answers as in a case of its file, and say that it is there."""
    started: list[Fake] = []

    def start(name: str, case: str, *faults: Fault) -> Fake:
        fake = fake_of(name, case)
        fake.faults = list(faults)
        fake.start()
        started.append(fake)
        switched_on.PROVIDER_URLS = {**switched_on.PROVIDER_URLS, name: fake.url}
        return fake

    yield start
    for fake in started:
        fake.stop()


def door_of(name: str) -> Door:
    """Return the door of a service that keeps nobody waiting."""
    traits = SERVICES[name].traits
    unhurried = replace(traits, steps=dict.fromkeys(traits.steps, 0.0))
    return Door(unhurried, budget=SHORT)
