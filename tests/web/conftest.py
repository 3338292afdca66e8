"""The newsroom of the tables, made once for each file and undone at its end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings

from tests.web.world import World, build_world

QUICK = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Everything that the tables name, in a transaction that is never committed.

    Not the `db` fixture of pytest-django: that one begins anew for every test.
    """
    with (
        django_db_blocker.unblock(),
        override_settings(PASSWORD_HASHERS=QUICK),
        transaction.atomic(),
    ):
        yield build_world()
        transaction.set_rollback(True)
