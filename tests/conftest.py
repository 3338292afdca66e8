"""What every test of the apps may ask for: people of each role, and their browsers."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import hypothesis
import pytest

# A hook for the end of the run, where only this file's are sure to be known.
from tests.chaos.figures import pytest_terminal_summary as pytest_terminal_summary

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from django.test import Client
    from pytest_django.fixtures import Settings

ROLES = ("reporter", "editor", "publisher", "admin")

# How long one example may take says how busy the machine is: tests of cost measure it themselves.
hypothesis.settings.register_profile("busy machine", deadline=None)
hypothesis.settings.load_profile("busy machine")


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """Look for dead cycles less often: a sixth of the processor time of a run went there.

    What was loaded to collect the tests lives as long as the run: it is not looked through again.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


@pytest.fixture(scope="session", autouse=True)
def _static_files_listed_once() -> Iterator[None]:
    """List the static files once for a run, not once for every test client: 20 ms each time.

    Every client loads the middleware anew. The files do not change while tests run.
    """
    from whitenoise.middleware import WhiteNoiseMiddleware

    listed: dict[tuple[object, ...], dict[str, object]] = {}
    list_files = WhiteNoiseMiddleware.add_files_from_finders

    def list_once(self: WhiteNoiseMiddleware) -> None:
        like_this = (self.static_prefix, self.max_age, self.allow_all_origins)
        if like_this not in listed:
            list_files(self)
            listed[like_this] = dict(self.files)
        self.files.update(listed[like_this])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WhiteNoiseMiddleware, "add_files_from_finders", list_once)
        yield


@pytest.fixture(scope="session", autouse=True)
def _same_pixels_described_once() -> Iterator[None]:
    """Give the description of before to pixels that come again: see ``tests/descriptions.py``."""
    from importlib import import_module

    from tests.descriptions import DESCRIBED_IN, once_for_pixels

    with pytest.MonkeyPatch.context() as patch:
        for path in DESCRIBED_IN:
            module, _, name = path.rpartition(".")
            patch.setattr(path, once_for_pixels(getattr(import_module(module), name)))
        yield


@pytest.fixture(autouse=True)
def _quick_passwords(settings: Settings) -> None:
    """Hash passwords fast: their strength is not what is tested."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _picture_index_of_its_own(settings: Settings) -> Iterator[None]:
    """Give each test an empty picture index of its own.

    What a test stores is taken back at its end, but an index that stays open goes on holding it:
    after a dozen tests with one drawing, the next one's no longer comes among the nearest.
    """
    from media_provenance.index import chosen

    settings.INDEX_ROOT = Path(settings.INDEX_ROOT) / uuid4().hex
    yield
    chosen._segments_in.cache_clear()


@pytest.fixture(autouse=True)
def _language_of_the_site() -> Iterator[None]:
    """Begin each test in the site's own language.

    A request activates the language of its reader, and Django leaves it so: without this, what
    the next test reads would depend on which test came before it.
    """
    from django.utils import translation

    translation.deactivate()
    yield
    translation.deactivate()


@pytest.fixture
def speaking_english() -> Iterator[None]:
    """Have sentences in English, where a test says what they say. Pages choose for themselves."""
    from django.utils import translation

    with translation.override("en"):
        yield


@pytest.fixture
def person(db: None) -> Callable[..., User]:
    """Make somebody: ``person("reporter")``, ``person("editor", "publisher", name="بثينة")``.

    Whose role needs a second factor has one.
    """
    from django.contrib.auth.models import Group, User

    from tests.factories.people import with_second_factor

    def make(*roles: str, name: str = "") -> User:
        user = User.objects.create_user(
            username=name or f"{'-'.join(roles) or 'stranger'}-{User.objects.count() + 1}",
            password="long enough for anyone",
            is_staff="admin" in roles,
        )
        user.groups.set(Group.objects.filter(name__in=roles))
        return with_second_factor(user) if set(roles) - {"reporter"} else user

    return make


@pytest.fixture
def reporter(person: Callable[..., User]) -> User:
    return person("reporter")


@pytest.fixture
def editor(person: Callable[..., User]) -> User:
    return person("editor")


@pytest.fixture
def publisher(person: Callable[..., User]) -> User:
    return person("publisher")


@pytest.fixture
def administrator(person: Callable[..., User]) -> User:
    return person("admin")


@pytest.fixture
def stranger(person: Callable[..., User]) -> User:
    """Somebody with an account and no role."""
    return person()


@pytest.fixture
def signed_in() -> Callable[[User], Client]:
    """Return a test client in which the person is signed in."""
    from django.test import Client

    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return sign_in
