"""What every test of the apps may ask for: people of each role, and their browsers."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from django.test import Client
    from pytest_django.fixtures import Settings

ROLES = ("reporter", "editor", "publisher", "admin")


@pytest.fixture(autouse=True)
def _quick_passwords(settings: Settings) -> None:
    """Hash passwords fast: their strength is not what is tested."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def person(db: None) -> Callable[..., User]:
    """Make somebody: ``person("reporter")``, ``person("editor", "publisher", name="بثينة")``."""
    from django.contrib.auth.models import Group, User

    def make(*roles: str, name: str = "") -> User:
        user = User.objects.create_user(
            username=name or f"{'-'.join(roles) or 'stranger'}-{User.objects.count() + 1}",
            password="long enough for anyone",
            is_staff="admin" in roles,
        )
        user.groups.set(Group.objects.filter(name__in=roles))
        return user

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
