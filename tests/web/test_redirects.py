"""Nobody is led away from the site by an address that somebody else wrote."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.urls import reverse

from tests.web.world import World

pytestmark = pytest.mark.django_db

ELSEWHERE = (
    "https://evil.example/",
    "http://evil.example/",
    "HTTPS://EVIL.EXAMPLE",
    "//evil.example/",
    "///evil.example/",
    "////evil.example",
    "/\\evil.example/",
    "\\\\evil.example/",
    "\\/evil.example",
    "/\t/evil.example/",
    "/%09/evil.example/\t//evil.example",
    " https://evil.example/",
    "https:evil.example",
    "https:/evil.example",
    "https://testserver@evil.example/",
    "https://testserver.evil.example/",
    "//testserver:80@evil.example/",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)//https://testserver/",
    "data:text/html,<script>alert(1)</script>",
    "ftp://testserver/",
    "https://موقع.example/",
    "//evil%E3%80%82example/",
    "http://[::ffff:5db8:d822]/",
)
HERE = ("/desk/claims/", "/desk/claims/?status=received&q=é", "/desk/items/?q=चित्र")


def leads_elsewhere(location: str) -> bool:
    parts = urlsplit(location.replace("\\", "/").strip())
    return bool(parts.scheme or parts.netloc) and parts.hostname != "testserver"


@pytest.mark.parametrize("target", ELSEWHERE)
def test_changing_the_language_leads_nowhere_else(world: World, target: str) -> None:
    sent = {"language": "en", "next": target}

    response = world.browser("editor").post(
        reverse("set_language"), sent, headers={"Referer": target.strip()}
    )

    assert response.status_code in {204, 302}
    assert not leads_elsewhere(response.headers.get("Location", "/"))


@pytest.mark.parametrize("target", ELSEWHERE)
def test_signing_in_leads_nowhere_else(world: World, target: str) -> None:
    sign_in = reverse(settings.LOGIN_URL)

    shown = world.browser("anonymous").get(sign_in, {"next": target})
    already = world.browser("reporter").get(sign_in, {"next": target})

    assert shown.status_code == 200
    assert already.status_code in {200, 302}
    assert not leads_elsewhere(already.headers.get("Location", "/"))


@pytest.mark.parametrize("target", ELSEWHERE[:8])
def test_a_good_password_leads_nowhere_else(world: World, target: str) -> None:
    sent = {
        "username": world.people["reporter"].username,
        "login": world.people["reporter"].username,
        "password": "long enough for anyone",
        "next": target,
    }

    response = world.browser("anonymous").post(reverse(settings.LOGIN_URL), sent)

    assert response.status_code == 302
    assert not leads_elsewhere(response.headers["Location"])


@pytest.mark.parametrize("target", HERE)
def test_our_own_addresses_are_followed(world: World, target: str) -> None:
    sent = {"language": "en", "next": target}

    response = world.browser("editor").post(reverse("set_language"), sent)

    location = response.headers["Location"]
    assert location.split("?")[0] == target.split("?")[0]
