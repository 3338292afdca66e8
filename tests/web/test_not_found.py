"""What is missing, not public yet or not somebody's to see is answered in the same way."""

from __future__ import annotations

import re
import statistics
import time
from collections.abc import Callable, Mapping

import pytest
from django.test import Client
from django.urls import reverse

from tests.web.world import World

pytestmark = pytest.mark.django_db

NOBODYS_ID = "2222222222222222222222"
NOBODYS_KEY = "00000000-0000-4000-8000-000000000000"
HIDDEN = ("draft", "in_review", "approved", "scheduled")
# Seconds between two medians that a stranger could not tell apart over a network.
INDISTINGUISHABLE = 0.005


def answer(client: Client, path: str) -> tuple[int, Mapping[str, str], bytes]:
    response = client.get(path)
    return response.status_code, dict(response.headers), response.content


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("state", HIDDEN)
@pytest.mark.parametrize("rest", ["", "picture/{asset}-480.webp"], ids=["page", "picture"])
def test_a_text_that_is_not_public_yet_is_as_unknown_as_one_that_never_was(
    world: World, language: str, state: str, rest: str
) -> None:
    client = world.browser("anonymous")
    rest = rest.format(asset=world.asset.pk)
    public_id = world.revisions[state].text.verdict.public_id

    hidden = answer(client, f"/{language}/v/{public_id}/{rest}")

    assert hidden == answer(client, f"/{language}/v/{NOBODYS_ID}/{rest}")
    assert hidden[0] == 404


@pytest.mark.parametrize("role", ["stranger", "editor", "admin"])
def test_signing_in_makes_no_difference_to_what_is_public(world: World, role: str) -> None:
    path = f"/ar/v/{world.revisions['draft'].text.verdict.public_id}/"

    assert answer(world.browser(role), path) == answer(world.browser("anonymous"), path)


def test_a_picture_that_no_public_text_shows_is_as_unknown_as_any(world: World) -> None:
    client = world.browser("anonymous")
    base = f"/ar/v/{world.revisions['published'].text.verdict.public_id}/picture"

    not_shown = answer(client, f"{base}/{world.match.first_id}-480.webp")

    assert world.match.first_id != world.asset.pk
    assert not_shown[0] == 404
    assert not_shown == answer(client, f"{base}/{NOBODYS_KEY}-480.webp")
    assert not_shown == answer(client, f"{base}/{world.asset.pk}-481.webp")


@pytest.mark.parametrize("name", ["item", "claim", "revision", "preview", "picture"])
@pytest.mark.parametrize("role", ["anonymous", "stranger"])
def test_somebody_without_a_role_cannot_find_out_what_is_at_the_desk(
    world: World, role: str, name: str
) -> None:
    there = {
        "item": world.items["read"].pk,
        "claim": world.claims["received"].pk,
        "revision": world.revisions["draft"].pk,
        "preview": world.revisions["draft"].pk,
        "picture": world.asset.pk,
    }[name]
    client = world.browser(role)

    known = answer(client, reverse(f"desk:{name}", args=[there]))
    unknown = answer(client, reverse(f"desk:{name}", args=[NOBODYS_KEY]))

    assert known[0] == unknown[0]
    assert _same_for_all(known[2], str(there)) == _same_for_all(unknown[2], NOBODYS_KEY)
    assert _without_addresses(known[1], str(there)) == _without_addresses(unknown[1], NOBODYS_KEY)


def _same_for_all(page: bytes, key: str) -> str:
    """Leave out what the asker wrote, and the token that differs with every form."""
    text = page.decode().replace(key, "")
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", text)


def _without_addresses(headers: Mapping[str, str], key: str) -> Mapping[str, str]:
    return {name: value.replace(key, "") for name, value in headers.items()}


@pytest.mark.parametrize("method", ["post", "get"])
@pytest.mark.parametrize("role", ["stranger", "admin"])
def test_a_move_of_a_text_that_is_not_there_is_refused_like_one_that_is(
    world: World, role: str, method: str
) -> None:
    client = world.browser(role)
    ask: Callable[[str], object] = getattr(client, method)

    answered = ask(reverse("desk:text_move", args=[NOBODYS_KEY, "publish"]))

    expected = {"stranger": {"post": 403, "get": 405}, "admin": {"post": 404, "get": 405}}
    assert answered.status_code == expected[role][method]  # type: ignore[attr-defined]


def seconds(client: Client, path: str) -> float:
    started = time.perf_counter()
    client.get(path)
    return time.perf_counter() - started


def test_the_time_it_takes_does_not_tell_a_draft_from_nothing(world: World) -> None:
    client = world.browser("anonymous")
    draft = f"/ar/v/{world.revisions['draft'].text.verdict.public_id}/"
    nothing = f"/ar/v/{NOBODYS_ID}/"
    seconds(client, draft)

    # In turns, so that a busy machine is as busy for the one as for the other.
    pairs = [(seconds(client, draft), seconds(client, nothing)) for _ in range(60)]

    apart = statistics.median(one - other for one, other in pairs)
    assert abs(apart) < INDISTINGUISHABLE


def test_the_public_side_has_no_address_of_the_media_folder(world: World) -> None:
    client = world.browser("anonymous")

    asked = [
        f"/media/{world.asset.original_path}",
        f"/{world.asset.original_path}",
        f"/static/{world.asset.original_path}",
        f"/static/../{world.asset.original_path}",
    ]

    assert {client.get(path).status_code for path in asked} == {404}
