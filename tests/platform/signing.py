"""Steps of signing in, through the test client."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client

PASSWORD = "long enough for anyone"
SIGN_IN = "/desk/sign-in/"
CODE = "/desk/sign-in/code/"
ENROLMENT = "/desk/account/second-factor/app/"
CONFIRM = "/desk/account/confirm/"


def english(**headers: str) -> Client:
    """Return a client with nobody signed in, whose pages are in English."""
    client = Client(**headers)  # type: ignore[arg-type]  # names of META
    client.cookies["django_language"] = "en"
    return client


def give_password(
    client: Client, user: User | str, password: str = PASSWORD, *, then: str = ""
) -> HttpResponse:
    """Send the sign-in form."""
    name = user if isinstance(user, str) else user.username
    fields = {"username": name, "password": password, "next": then}
    return client.post(SIGN_IN, fields)  # type: ignore[return-value]


def give_code(client: Client, code: str) -> HttpResponse:
    """Send the form of the second step."""
    return client.post(CODE, {"code": code})  # type: ignore[return-value]


def confirm(client: Client, then: str) -> HttpResponse:
    """Give the password once more, on the way to a page that changes the account."""
    return client.post(CONFIRM, {"password": PASSWORD, "next": then})  # type: ignore[return-value]


def is_signed_in(client: Client) -> bool:
    """Answer whether the account page opens."""
    return client.get("/desk/account/").status_code == 200
