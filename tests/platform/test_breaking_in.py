"""Ways around signing in that somebody would try: half a sign-in, a used code, an open browser."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt
from django.contrib.auth.models import Group, User
from django.core.cache import cache
from django.http import HttpRequest
from django.test import Client, RequestFactory

from factcheck.embedded.options import parse_options
from factcheck.embedded.supervisor import Stack
from factcheck.env import ConfigurationError
from factcheck.safe_start import check_demo_stays_home
from factcheck.signing_in.guessing import counted_address
from tests.factories.people import app_code
from tests.platform.signing import (
    CODE,
    CONFIRM,
    SIGN_IN,
    confirm,
    english,
    give_code,
    give_password,
    is_signed_in,
)
from tests.platform.test_second_factor import desk_pages

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
PEOPLE = "/desk/admin/auth/user/"
NEW = "un autre mot assez long"


@pytest.fixture(autouse=True)
def _forget_codes() -> None:
    cache.clear()


@pytest.fixture
def administering(administrator: User, signed_in: SignIn) -> Client:
    client = signed_in(administrator)
    client.cookies["django_language"] = "en"
    return client


# --- Half a sign-in -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address", sorted(set(desk_pages().values()) - {SIGN_IN, CODE, "/desk/language/"})
)
def test_the_password_alone_opens_no_page_of_the_desk(editor: User, address: str) -> None:
    client = english()
    give_password(client, editor)

    answer = client.get(address, follow=True)

    assert answer.status_code == 405 or answer.request["PATH_INFO"] == CODE
    assert not is_signed_in(client)


def test_half_a_sign_in_is_over_once_it_is_cancelled(editor: User, reporter: User) -> None:
    client = english()
    give_password(client, editor)
    client.post("/desk/sign-out/")
    give_password(client, reporter)

    give_code(client, app_code(editor))

    assert client.session["_auth_user_id"] == str(reporter.pk)


def test_nobody_else_can_begin_while_half_a_sign_in_waits(editor: User, reporter: User) -> None:
    client = english()
    give_password(client, editor)

    answer = give_password(client, reporter)

    assert answer["Location"] == CODE
    assert not is_signed_in(client)


def test_an_account_closed_between_the_two_steps_stays_closed(editor: User) -> None:
    client = english()
    give_password(client, editor)
    User.objects.filter(pk=editor.pk).update(is_active=False)

    give_code(client, app_code(editor))

    assert not is_signed_in(client)


def test_a_password_changed_between_the_two_steps_ends_the_sign_in(editor: User) -> None:
    client = english()
    give_password(client, editor)
    editor.set_password(NEW)
    editor.save()

    give_code(client, app_code(editor))

    assert not is_signed_in(client)


# --- Codes ----------------------------------------------------------------------------------


@pytest.mark.parametrize("between", ["-", " ", ".", "\u00a0", "\u200f"])
def test_a_used_code_is_used_however_it_is_written(
    editor: User, between: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = app_code(editor)
    first = english()
    give_password(first, editor)
    give_code(first, code)
    # allauth's own mark, which lasts for one step of the clock, is gone by then.
    monkeypatch.setattr(
        "allauth.mfa.totp.internal.auth.TOTP._mark_code_used", lambda self, code: True
    )
    second = english()
    give_password(second, editor)

    give_code(second, f"{code[:3]}{between}{code[3:]}")

    assert is_signed_in(first)
    assert not is_signed_in(second)


@pytest.mark.parametrize("zero", ["٠", "۰", "०", "0"])
def test_a_code_may_be_typed_in_the_digits_of_ones_keyboard(editor: User, zero: str) -> None:
    client = english()
    give_password(client, editor)
    typed = app_code(editor).translate({ord("0") + one: ord(zero) + one for one in range(10)})

    give_code(client, typed)

    assert is_signed_in(client)


@pytest.mark.parametrize("code", ["\0" * 6, "²²²²²²", "-", "ⅷⅷⅷ", "1" * 33])
def test_what_is_no_code_is_answered_by_the_form_again(editor: User, code: str) -> None:
    client = english()
    give_password(client, editor)

    assert give_code(client, code).status_code == 200
    assert not is_signed_in(client)


# --- Names and addresses --------------------------------------------------------------------


@pytest.mark.parametrize("name", ["a\0b", "\0", "é" * 151, "‮admin", " ", "x' OR 1=1 --"])
def test_a_name_that_cannot_be_is_answered_by_the_form_again(name: str) -> None:
    page = give_password(english(), name)

    assert page.status_code == 200


@pytest.mark.parametrize(
    ("made", "typed"),
    [("h\u00e9l\u00e8ne", "he\u0301le\u0300ne"), ("ليلى", " ليلى "), ("ก\u0e33ไล", "ก\u0e33ไล")],
)
def test_a_name_opens_the_account_whichever_way_its_accents_are_typed(
    person: Callable[..., User], made: str, typed: str
) -> None:
    person("reporter", name=User.normalize_username(made))
    client = english()

    give_password(client, typed)

    assert is_signed_in(client)


@pytest.mark.parametrize(
    "spelling", ["he\u0301le\u0300ne", " h\u00e9l\u00e8ne", "h\u00e9l\u00e8ne\u00a0"]
)
def test_guesses_count_for_the_account_however_its_name_is_typed(
    person: Callable[..., User], spelling: str
) -> None:
    person("reporter", name="h\u00e9l\u00e8ne")

    give_password(english(), spelling, "wrong")

    assert AccessAttempt.objects.get().username == "h\u00e9l\u00e8ne"


@pytest.mark.parametrize(
    ("peer", "counted"),
    [
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::"),
        ("fe80::1%eth0", "fe80::"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("192.0.2.7", "192.0.2.7"),
        ("", None),
    ],
)
def test_a_line_with_many_addresses_is_counted_once(peer: str, counted: str | None) -> None:
    request: HttpRequest = RequestFactory().get("/", REMOTE_ADDR=peer)

    assert counted_address(request) == counted


# --- Parts of pages -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("shown", "back"),
    [
        ("http://testserver/desk/jobs/?kind=a&b=c", "?next=%2Fdesk%2Fjobs%2F%3Fkind%3Da%26b%3Dc"),
        ("https://elsewhere.example/desk/", ""),
        ("", ""),
    ],
)
def test_a_part_of_a_page_never_shows_the_sign_in_page_inside_it(shown: str, back: str) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": shown}

    answer = english().get("/desk/jobs/", headers=headers)

    assert (answer.status_code, answer["HX-Redirect"]) == (200, f"{SIGN_IN}{back}")


def test_a_part_of_a_page_whose_session_is_over_is_led_away_too(
    editor: User, signed_in: SignIn
) -> None:
    client = signed_in(editor)
    editor.groups.clear()

    answer = client.get("/desk/jobs/", headers={"HX-Request": "true"})

    assert answer["HX-Redirect"] == SIGN_IN


# --- An administrator's browser that was left open --------------------------------------------


def test_a_password_is_given_only_by_who_confirms_who_they_are(
    administering: Client, administrator: User
) -> None:
    before = administrator.password
    address = f"{PEOPLE}{administrator.pk}/password/"

    shown = administering.get(address)
    sent = administering.post(address, {"password1": NEW, "password2": NEW})

    administrator.refresh_from_db()
    assert {shown["Location"], sent["Location"]} == {
        f"{CONFIRM}?next={address.replace('/', '%2F')}"
    }
    assert administrator.password == before
    assert NEW not in str(dict(administering.session))


def test_an_account_is_made_only_by_who_confirms_who_they_are(administering: Client) -> None:
    fields = {"username": "new", "usable_password": "true", "password1": NEW, "password2": NEW}

    administering.post(f"{PEOPLE}add/", fields)

    assert not User.objects.filter(username="new").exists()


def test_a_role_is_given_once_it_is_confirmed(administering: Client, stranger: User) -> None:
    address = f"{PEOPLE}{stranger.pk}/change/"
    publishers = Group.objects.get(name="publisher")
    fields = {"username": stranger.username, "is_active": "on", "groups": [publishers.pk]}

    sent = administering.post(address, fields)
    before = list(stranger.groups.all())
    confirm(administering, address)

    assert str(sent["Location"]).startswith(CONFIRM)
    assert before == []
    assert list(stranger.groups.all()) == [publishers]


def test_a_second_factor_is_taken_off_only_by_who_confirms(
    administering: Client, administrator: User
) -> None:
    fields = {
        "action": "take_off_second_factor",
        "_selected_action": str(administrator.pk),
        "confirmed": "yes",
    }

    sent = administering.post(PEOPLE, fields)

    assert str(sent["Location"]).startswith(CONFIRM)
    assert Authenticator.objects.filter(user=administrator).exists()


# --- The demo -------------------------------------------------------------------------------


@pytest.mark.parametrize("host", ["bayyina.example", "*", ".example", "192.0.2.7", "[2001:db8::1]"])
def test_the_demo_is_refused_where_it_answers_to_others(host: str) -> None:
    with pytest.raises(ConfigurationError, match="Set DEMO_WITHOUT_SECOND_FACTOR to 0"):
        check_demo_stays_home(
            without_second_factor=True,
            public_url="http://localhost:8000",
            allowed_hosts=["localhost", host],
        )


def test_the_demo_is_let_be_at_home_and_a_newsroom_anywhere() -> None:
    hosts = ["localhost", "127.0.0.1", "[::1]"]

    check_demo_stays_home(
        without_second_factor=True, public_url="http://localhost:8000", allowed_hosts=hosts
    )
    check_demo_stays_home(
        without_second_factor=False, public_url="https://b.example", allowed_hosts=["b.example"]
    )


@pytest.mark.parametrize(
    ("bind", "address", "without"),
    [
        ("127.0.0.1", "", True),
        ("::1", "", True),
        ("0.0.0.0", "", False),  # noqa: S104
        ("192.0.2.7", "", False),
        ("127.0.0.1", "https://bayyina.example", False),
    ],
)
def test_the_demo_asks_for_second_factors_where_others_reach_it(
    monkeypatch: pytest.MonkeyPatch, bind: str, address: str, without: bool
) -> None:
    monkeypatch.setattr("factcheck.embedded.supervisor.own_addresses", lambda: ["machine"])
    monkeypatch.setenv("PUBLIC_URL", address)
    monkeypatch.delenv("ALLOWED_HOSTS", raising=False)

    variables = Stack(parse_options(["--bind", bind]))._web_variables()

    assert ("DEMO_WITHOUT_SECOND_FACTOR" in variables) == without


@pytest.mark.parametrize(
    ("arguments", "own_name", "named"),
    [([], "", True), (["--no-demo"], "", False), ([], "غرفتنا", False)],
)
def test_only_the_demo_is_called_a_demo(
    monkeypatch: pytest.MonkeyPatch, arguments: list[str], own_name: str, named: bool
) -> None:
    monkeypatch.setenv("ORGANIZATION_NAME", own_name)

    variables = Stack(parse_options(arguments))._web_variables()

    assert (variables.get("ORGANIZATION_NAME_EN") == "Bayyina demo newsroom") == named


def test_a_start_without_the_demo_says_how_the_first_person_is_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "غرفة à"

    Stack(parse_options(["--no-demo", "--data", str(folder)]))._announce()

    hint = f"./bayyina manage --data '{folder}' make_person NAME --role admin"
    assert hint in capsys.readouterr().out


@pytest.mark.parametrize(("from_source", "folder"), [("1", "None"), ("0", "static")])
def test_no_folder_of_collected_files_is_looked_for_where_none_are_collected(
    from_source: str, folder: str
) -> None:
    asked = "import factcheck.settings as s; print(s.STATIC_ROOT and s.STATIC_ROOT.name)"

    printed = subprocess.run(
        [sys.executable, "-c", asked],
        env={**os.environ, "STATIC_ROOT": "", "STATIC_FROM_SOURCE": from_source},
        capture_output=True,
        text=True,
        check=True,
    )

    assert printed.stdout.strip() == folder
