"""How long a session lasts, what ends it, and what its cookie is like."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group, User
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client

from factcheck.signing_in import sessions
from tests.factories.people import app_code
from tests.platform.signing import (
    PASSWORD,
    SIGN_IN,
    confirm,
    english,
    give_code,
    give_password,
    is_signed_in,
)

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
HOUR = 3600
START = 1_718_971_200  # 21 June 2024, 12:00 UTC


@pytest.fixture(autouse=True)
def _forget_codes() -> None:
    cache.clear()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Set the time of the middleware and the receivers, in seconds after START."""

    def at(seconds: float) -> None:
        monkeypatch.setattr("factcheck.signing_in.middleware.time.time", lambda: START + seconds)

    at(0)
    return at


def test_a_session_ends_an_hour_after_somebody_was_last_there(
    reporter: User, signed_in: SignIn, clock: Callable[[float], None]
) -> None:
    client = signed_in(reporter)
    clock(HOUR - 1)
    before = is_signed_in(client)

    clock(2 * HOUR)
    after = is_signed_in(client)

    assert (before, after) == (True, False)


def test_a_session_ends_twelve_hours_after_signing_in_whatever_was_done(
    reporter: User, signed_in: SignIn, clock: Callable[[float], None]
) -> None:
    client = signed_in(reporter)
    working = []
    for half_hours in range(1, 25):
        clock(half_hours * HOUR / 2)
        working.append(is_signed_in(client))

    clock(12 * HOUR + 1)

    assert all(working)
    assert not is_signed_in(client)


def test_the_sign_in_page_says_why_and_leads_back(
    reporter: User, signed_in: SignIn, clock: Callable[[float], None]
) -> None:
    client = signed_in(reporter)
    client.cookies["django_language"] = "en"
    clock(2 * HOUR)

    answer = client.get("/desk/claims/")
    page = client.get(answer["Location"]).content.decode()

    assert answer["Location"] == f"{SIGN_IN}?next=/desk/claims/"
    assert "nothing was done for a while" in page


def test_being_there_is_written_down_once_a_minute(
    reporter: User, signed_in: SignIn, clock: Callable[[float], None]
) -> None:
    client = signed_in(reporter)

    clock(59)
    client.get("/desk/")
    early = client.session[sessions.SEEN_AT]
    clock(61)
    client.get("/desk/")

    assert early == START
    assert client.session[sessions.SEEN_AT] == START + 61


def test_a_page_that_asks_by_itself_is_nobody_being_there(
    reporter: User, signed_in: SignIn, clock: Callable[[float], None]
) -> None:
    client = signed_in(reporter)
    clock(600)

    client.get("/desk/jobs/", headers={"HX-Request": "true"})

    assert client.session[sessions.SEEN_AT] == START


def test_a_session_from_before_there_were_marks_is_over(reporter: User, signed_in: SignIn) -> None:
    client = signed_in(reporter)
    session = client.session
    del session[sessions.STANDING]
    session.save()

    assert not is_signed_in(client)


def test_signing_in_gives_a_new_session_id(reporter: User) -> None:
    client = english()
    session = client.session
    session["before"] = "é"
    session.save()
    client.cookies["sessionid"] = session.session_key or ""
    old = client.cookies["sessionid"].value

    give_password(client, reporter)

    assert client.cookies["sessionid"].value != old
    assert not Session.objects.filter(session_key=old).exists()


def test_the_second_step_gives_a_new_session_id(editor: User) -> None:
    client = english()
    give_password(client, editor)
    old = client.cookies["sessionid"].value

    give_code(client, app_code(editor))

    assert client.cookies["sessionid"].value != old


def test_a_change_of_password_ends_the_other_sessions_and_not_this_one(
    reporter: User, signed_in: SignIn
) -> None:
    here, there = signed_in(reporter), signed_in(reporter)
    new = "كلمة أخرى طويلة بما يكفي"

    here.post(
        "/desk/account/password/",
        {"oldpassword": PASSWORD, "password1": new, "password2": new},
    )

    assert is_signed_in(here)
    assert not is_signed_in(there)


def test_a_new_password_from_an_administrator_ends_the_sessions(
    reporter: User, administrator: User, signed_in: SignIn
) -> None:
    theirs, admin = signed_in(reporter), signed_in(administrator)
    new = "un autre mot assez long"
    confirm(admin, "/desk/admin/")

    admin.post(
        f"/desk/admin/auth/user/{reporter.pk}/password/", {"password1": new, "password2": new}
    )

    assert not is_signed_in(theirs)


@pytest.mark.parametrize("role", ["editor", "admin", "publisher"])
def test_a_role_given_ends_the_sessions(reporter: User, signed_in: SignIn, role: str) -> None:
    client = signed_in(reporter)

    reporter.groups.add(Group.objects.get(name=role))

    assert not is_signed_in(client)


def test_a_role_taken_away_ends_the_sessions(editor: User, signed_in: SignIn) -> None:
    client = signed_in(editor)

    editor.groups.clear()

    assert not is_signed_in(client)


@pytest.mark.parametrize("column", ["is_staff", "is_superuser"])
def test_opening_the_admin_to_somebody_ends_the_sessions(
    editor: User, signed_in: SignIn, column: str
) -> None:
    client = signed_in(editor)

    User.objects.filter(pk=editor.pk).update(**{column: True})

    assert not is_signed_in(client)


def test_closing_an_account_ends_the_sessions(reporter: User, signed_in: SignIn) -> None:
    client = signed_in(reporter)

    User.objects.filter(pk=reporter.pk).update(is_active=False)

    assert not is_signed_in(client)


def test_taking_a_factor_off_in_the_database_ends_the_sessions(
    editor: User, signed_in: SignIn
) -> None:
    client = signed_in(editor)

    Authenticator.objects.filter(user=editor).delete()

    assert not is_signed_in(client)


def test_changing_ones_factors_ends_the_other_sessions_and_not_this_one(
    editor: User, signed_in: SignIn
) -> None:
    here, there = signed_in(editor), signed_in(editor)
    address = "/desk/account/second-factor/recovery-codes/new/"
    confirm(here, address)

    here.post(address)

    assert is_signed_in(here)
    assert not is_signed_in(there)


def test_using_a_factor_ends_no_other_session(editor: User, signed_in: SignIn) -> None:
    there = signed_in(editor)
    here = english()
    give_password(here, editor)

    give_code(here, app_code(editor))

    assert is_signed_in(there)


def test_somebody_is_signed_out_everywhere(reporter: User, editor: User, signed_in: SignIn) -> None:
    here, there, another = signed_in(reporter), signed_in(reporter), signed_in(editor)

    answer = here.post("/desk/account/sign-out-everywhere/")

    assert answer["Location"] == SIGN_IN
    assert not is_signed_in(here)
    assert not is_signed_in(there)
    assert is_signed_in(another)


def test_signing_out_everywhere_needs_a_form_and_somebody(
    reporter: User, signed_in: SignIn
) -> None:
    address = "/desk/account/sign-out-everywhere/"

    assert signed_in(reporter).get(address).status_code == 405
    assert english().post(address)["Location"].startswith(SIGN_IN)


def test_the_cookie_of_the_session_is_for_this_host_and_no_script(reporter: User) -> None:
    client = english()

    give_password(client, reporter)
    cookie = client.cookies["sessionid"]

    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
    assert (cookie["domain"], cookie["max-age"], cookie["expires"]) == ("", "", "")


def test_the_cookie_of_forms_is_for_this_host_and_no_script() -> None:
    client = english()

    client.get(SIGN_IN)
    cookie = client.cookies["csrftoken"]

    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
    assert cookie["domain"] == ""


SHOW_COOKIES = """
from factcheck import settings as s
print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.LANGUAGE_COOKIE_NAME)
print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.LANGUAGE_COOKIE_SECURE)
"""


def test_over_tls_every_cookie_is_secure_and_bound_to_its_host() -> None:
    shown = subprocess.run(
        [sys.executable, "-c", SHOW_COOKIES],
        env={
            **os.environ,
            "PUBLIC_URL": "https://bayyina.example",
            "SECRET_KEY": "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8s9T0u1V2w3X4y5Z6",
        },
        capture_output=True,
        text=True,
        check=False,
    )

    names, secure = shown.stdout.splitlines()
    assert names == "__Host-sessionid __Host-csrftoken __Host-django_language"
    assert secure == "True True True"


def test_nothing_of_signing_in_is_set_on_public_pages(
    reporter: User, signed_in: SignIn, settings: Settings
) -> None:
    page = signed_in(reporter).get("/ar/")

    assert not page.cookies
    assert "Cookie" not in page.headers.get("Vary", "")
