from __future__ import annotations

import pytest
from django.contrib.auth.models import User


@pytest.fixture
def alice() -> User:
    return User.objects.create_user("alice")


@pytest.fixture
def bob() -> User:
    return User.objects.create_user("bob")
