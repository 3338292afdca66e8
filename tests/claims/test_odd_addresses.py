"""An address that cannot be one of ours is answered as any other that is not there."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "path",
    [
        "/ar/v/%00/",
        "/en/v/%F0%9F%99%82/",
        f"/ar/v/{'x' * 5000}/",
        "/ar/?page=%00",
        "/ar/?page=99999999999999999999",
        "/desk/pictures/00000000-0000-0000-0000-000000000000/",
        "/desk/claims/?q=%00",
    ],
)
def test_nothing_is_found_there(
    path: str, reporter: User, signed_in: Callable[[User], Client]
) -> None:
    answer = signed_in(reporter).get(path)

    assert answer.status_code == 404


@pytest.mark.parametrize("words", ["%ED%A0%80", "%27", "%D8%A3%D9%84%D9%81", "%E0%A4%B9"])
def test_a_search_for_odd_words_finds_nothing_and_breaks_nothing(
    words: str, reporter: User, signed_in: Callable[[User], Client]
) -> None:
    answer = signed_in(reporter).get(f"/desk/claims/?q={words}&page={'9' * 40}")

    assert answer.status_code == 200
