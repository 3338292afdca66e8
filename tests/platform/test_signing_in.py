"""Signing in by name and password: who gets in, where to, and what is kept of the password."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import NoReverseMatch, reverse

from factcheck.signing_in.passwords import PasswordBackend
from tests.platform.signing import SIGN_IN, english, give_password, is_signed_in

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]

ARGON_FIRST = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
# Where a sign-in may lead, and where not: each "no" leads to the desk instead.
PLACES = [
    ("/desk/claims/", True),
    ("/desk/claims/?status=answered", True),
    ("/ar/", True),
    ("desk/claims/", True),
    ("http://testserver/desk/claims/", True),
    ("https://evil.example/", False),
    ("http://evil.example/desk/", False),
    ("//evil.example/", False),
    ("///evil.example/", False),
    ("/\\evil.example/", False),
    ("\\\\evil.example\\", False),
    ("http:evil.example", False),
    ("http:///evil.example", False),
    ("https://testserver@evil.example/", False),
    ("https://testserver.evil.example/", False),
    ("javascript:alert(1)", False),
    ("data:text/html,<b>x</b>", False),
    ("\x01https://evil.example/", False),
    ("http://localhost/desk/", False),
    ("ftp://testserver/desk/", False),
    ("https://évil.example/", False),
    ("https://شر.example/", False),
]


def test_a_reporter_gets_in_by_name_and_password(reporter: User) -> None:
    client = english()

    answer = give_password(client, reporter)

    assert (answer.status_code, answer["Location"]) == (302, "/desk/")
    assert is_signed_in(client)


@pytest.mark.parametrize("name", ["كريمة", "Zoé", "संपादक"])
def test_a_user_name_may_be_in_any_script(person: Callable[..., User], name: str) -> None:
    client = english()

    give_password(client, person("reporter", name=name))

    assert is_signed_in(client)


@pytest.mark.parametrize(
    ("name", "password"),
    [("nobody", "long enough for anyone"), ("karim", "not the password")],
    ids=["no such name", "wrong password"],
)
def test_a_wrong_name_and_a_wrong_password_are_answered_alike(
    person: Callable[..., User], name: str, password: str
) -> None:
    person("reporter", name="karim")

    page = give_password(english(), name, password).content.decode()

    assert "The user name or the password is wrong." in page


def test_a_closed_account_is_answered_like_a_wrong_password(reporter: User) -> None:
    reporter.is_active = False
    reporter.save()
    client = english()

    page = give_password(client, reporter).content.decode()

    assert "The user name or the password is wrong." in page
    assert not is_signed_in(client)


@pytest.mark.parametrize(("place", "followed"), PLACES, ids=[repr(place) for place, _ in PLACES])
def test_a_sign_in_leads_only_to_this_host(reporter: User, place: str, followed: bool) -> None:
    answer = give_password(english(), reporter, then=place)

    assert answer["Location"] == (place if followed else "/desk/")


@pytest.mark.parametrize(("place", "followed"), PLACES, ids=[repr(place) for place, _ in PLACES])
def test_a_sign_out_leads_only_to_this_host(
    reporter: User, signed_in: SignIn, place: str, followed: bool
) -> None:
    answer = signed_in(reporter).post("/desk/sign-out/", {"next": place})

    assert answer["Location"] == (place if followed else SIGN_IN)


def test_who_is_signed_in_is_not_led_away_by_the_sign_in_page(
    reporter: User, signed_in: SignIn
) -> None:
    answer = signed_in(reporter).get(SIGN_IN, {"next": "//evil.example/"})

    assert (answer.status_code, answer["Location"]) == (302, "/desk/")


def test_signing_out_needs_a_form(reporter: User, signed_in: SignIn) -> None:
    client = signed_in(reporter)

    assert client.get("/desk/sign-out/").status_code == 405
    assert is_signed_in(client)


@pytest.mark.parametrize(
    "name",
    [
        "account_signup",
        "account_email",
        "account_set_password",
        "account_reset_password",
        "account_inactive",
        "account_request_login_code",
        "mfa_signup_webauthn",
        "mfa_login_webauthn",
        "mfa_trust",
    ],
)
def test_nobody_signs_up_and_no_mail_is_sent(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


@pytest.mark.parametrize("address", ["signup/", "email/", "password/reset/", "login/"])
def test_what_allauth_would_also_answer_is_not_there(address: str) -> None:
    assert english().get(f"/desk/account/{address}").status_code == 404


def test_an_old_hash_becomes_argons_at_the_next_sign_in(reporter: User, settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    reporter.set_password("long enough for anyone")
    reporter.save()
    settings.PASSWORD_HASHERS = ARGON_FIRST

    give_password(english(), reporter)
    reporter.refresh_from_db()

    assert reporter.password.startswith("argon2$argon2id$")


def test_argon_is_what_the_settings_choose() -> None:
    from factcheck import settings

    assert settings.PASSWORD_HASHERS[0] == ARGON_FIRST[0]


@pytest.mark.parametrize("known", [True, False], ids=["an account", "no account"])
def test_an_over_long_password_never_reaches_the_hash(
    reporter: User, settings: Settings, monkeypatch: pytest.MonkeyPatch, known: bool
) -> None:
    settings.PASSWORD_HASHERS = ARGON_FIRST
    hashed: list[str] = []
    monkeypatch.setattr(
        Argon2PasswordHasher, "encode", lambda self, password, salt: hashed.append(password)
    )
    client = english()

    page = give_password(client, reporter.username if known else "nobody", "é" * 129)

    assert page.status_code == 200
    assert hashed == []


def test_an_over_long_password_is_refused_by_the_back_end_too(reporter: User) -> None:
    reporter.set_password("x" * 129)
    reporter.save()

    found = PasswordBackend().authenticate(None, username=reporter.username, password="x" * 129)

    assert found is None


@pytest.mark.parametrize(
    "password",
    ["short-pass1", "password1234", "123456789012", "x" * 129, "كلمةقصيرة"],
    ids=["eleven", "common", "digits", "over-long", "nine Arabic letters"],
)
def test_a_weak_password_is_not_taken(password: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(password)


@pytest.mark.parametrize(
    "password", ["جسر قديم أمام المارة", "vieux pont à Nîmes", "पुराने पुल की तस्वीर"]
)
def test_a_sentence_in_any_script_is_a_password(password: str) -> None:
    validate_password(password)


def test_the_sign_in_page_is_titled_as_the_desk_is(settings: Settings) -> None:
    settings.SITE_NAME = "بيّنة à நகரம்"

    assert "<title>Sign in · بيّنة à நகரம்</title>" in english().get(SIGN_IN).content.decode()


def test_the_sign_in_page_needs_no_cache(reporter: User, settings: Settings) -> None:
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",
        }
    }
    client = english()

    give_password(client, reporter)

    assert is_signed_in(client)
