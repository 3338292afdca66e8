from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from media_provenance.models import Match, MediaAsset
from tests.factories.pictures import draw_picture, jpeg, mirrored, stored_picture


@pytest.fixture
def alice() -> User:
    return User.objects.create_user("alice")


@pytest.fixture
def bob() -> User:
    return User.objects.create_user("bob")


@pytest.fixture
def original() -> MediaAsset:
    """A picture that was read."""
    return stored_picture(jpeg(draw_picture(1)))


@pytest.fixture
def copy(original: MediaAsset) -> MediaAsset:
    """The same picture turned over, read as well."""
    return stored_picture(mirrored(draw_picture(1)))


@pytest.fixture
def match(original: MediaAsset, copy: MediaAsset) -> Match:
    """The match of the two, which nobody has decided."""
    return Match.objects.get()
