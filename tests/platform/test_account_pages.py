"""The pages of one's own account, and accounts made at the command line."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client, RequestFactory
from django.utils import translation

from factcheck.signing_in.passwords import ShortestPasswordValidator
from tests.platform.signing import PASSWORD, confirm, english, give_password, is_signed_in

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
PAGES = (
    "/desk/account/",
    "/desk/account/password/",
    "/desk/account/confirm/",
    "/desk/account/confirm/code/",
    "/desk/account/second-factor/",
    "/desk/account/second-factor/keys/",
)
CONFIRMED = (
    "/desk/account/second-factor/app/remove/",
    "/desk/account/second-factor/recovery-codes/new/",
    "/desk/account/second-factor/keys/add/",
)


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_page_of_the_account_opens(
    editor: User, signed_in: SignIn, address: str, language: str
) -> None:
    client = signed_in(editor)
    client.cookies["django_language"] = language

    page = client.get(address)

    assert page.status_code == 200
    assert f'<html lang="{language}"' in page.content.decode()


@pytest.mark.parametrize("address", CONFIRMED)
def test_a_page_that_changes_factors_opens_once_confirmed(
    editor: User, signed_in: SignIn, address: str
) -> None:
    client = signed_in(editor)

    answer = confirm(client, address)

    assert answer["Location"] == address
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("address", [*PAGES, *CONFIRMED, "/desk/account/second-factor/app/"])
def test_the_account_is_for_who_is_signed_in(address: str) -> None:
    assert english().get(address)["Location"].startswith("/desk/sign-in/")


@pytest.mark.parametrize("address", [*PAGES[:3], *CONFIRMED])
def test_no_page_carries_inline_code(editor: User, signed_in: SignIn, address: str) -> None:
    client = signed_in(editor)
    confirm(client, address)

    page = client.get(address).content.decode()

    assert "<style" not in page
    assert " style=" not in page
    assert " onclick=" not in page
    assert page.count("<script") == page.count("<script src=") + page.count(
        'type="application/json"'
    )


def test_the_account_is_one_step_from_the_desk(editor: User, signed_in: SignIn) -> None:
    assert 'href="/desk/account/"' in signed_in(editor).get("/desk/").content.decode()


@pytest.mark.parametrize(
    ("old", "new", "again"),
    [
        ("wrong", "un mot de passe élégant", "un mot de passe élégant"),
        (PASSWORD, "un mot de passe élégant", "un autre mot de passe"),
        (PASSWORD, "court", "court"),
        (PASSWORD, "é" * 129, "é" * 129),
        ("é" * 129, "un mot de passe élégant", "un mot de passe élégant"),
    ],
    ids=["wrong old one", "not the same twice", "too short", "too long", "old one too long"],
)
def test_a_password_that_cannot_be_stays_as_it_was(
    reporter: User, signed_in: SignIn, old: str, new: str, again: str
) -> None:
    page = signed_in(reporter).post(
        "/desk/account/password/", {"oldpassword": old, "password1": new, "password2": again}
    )
    reporter.refresh_from_db()

    assert page.status_code == 200
    assert "error-summary" in page.content.decode()
    assert reporter.check_password(PASSWORD)


def test_the_admin_has_no_sign_in_page_of_its_own() -> None:
    answer = english().get("/desk/admin/", follow=True)

    assert [address for address, _status in answer.redirect_chain][-1] == (
        "/desk/sign-in/?next=%2Fdesk%2Fadmin%2F"
    )


def test_a_password_sent_to_the_admins_sign_in_is_not_looked_at(administrator: User) -> None:
    client = english()

    client.post("/desk/admin/login/", {"username": administrator.username, "password": PASSWORD})

    assert not is_signed_in(client)


def test_who_may_not_open_the_admin_is_not_sent_round_in_circles(
    editor: User, signed_in: SignIn
) -> None:
    answer = signed_in(editor).get("/desk/admin/", follow=True)

    assert answer.status_code == 403


def test_the_admin_changes_ones_password_on_the_account_page(
    administrator: User, signed_in: SignIn
) -> None:
    answer = signed_in(administrator).get("/desk/admin/password_change/")

    assert answer["Location"] == "/desk/account/password/"


@pytest.mark.parametrize("model", sorted(model.__name__ for model in admin.site._registry))
def test_nothing_but_what_readers_sent_and_outlets_can_be_deleted(
    administrator: User, model: str
) -> None:
    request = RequestFactory().get("/desk/admin/")
    request.user = administrator
    (registered,) = [one for m, one in admin.site._registry.items() if m.__name__ == model]

    assert registered.has_delete_permission(request) == (model in {"Outlet", "Submission"})


@pytest.mark.parametrize("role", ["reporter", "editor", "publisher", "admin"])
def test_a_person_is_made_at_the_command_line_and_signs_in(role: str) -> None:
    said = io.StringIO()

    call_command("make_person", "ليلى", "--role", role, stdout=said)
    user = User.objects.get(username="ليلى")
    password = said.getvalue().splitlines()[1].rpartition(" ")[2]
    client = english()
    answer = give_password(client, user, password)

    assert answer.status_code == 302
    assert [group.name for group in user.groups.all()] == [role]
    assert user.is_staff == (role == "admin")
    assert not user.is_superuser


def test_the_password_may_come_from_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("पुराने पुल की तस्वीर\n"))
    said = io.StringIO()

    call_command("make_person", "zoé", "--role", "editor", "--password-stdin", stdout=said)

    assert User.objects.get(username="zoé").check_password("पुराने पुल की तस्वीर")
    assert "पुराने" not in said.getvalue()


@pytest.mark.parametrize(
    ("name", "typed"),
    [("karim", "a password that is long"), ("new", "short"), ("a b", "a password that is long")],
    ids=["the name is taken", "the password is weak", "no name has a space"],
)
def test_a_person_who_cannot_be_is_not_made(
    person: Callable[..., User], monkeypatch: pytest.MonkeyPatch, name: str, typed: str
) -> None:
    person("reporter", name="karim")
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{typed}\n"))

    with pytest.raises(CommandError):
        call_command("make_person", name, "--role", "editor", "--password-stdin")

    assert User.objects.count() == 1


def test_a_person_who_is_there_already_is_named_with_what_to_do(
    person: Callable[..., User],
) -> None:
    person("reporter", name="ليلى")

    with (
        translation.override("en"),
        pytest.raises(CommandError, match=r"account named ليلى already.*changepassword ليلى"),
    ):
        call_command("make_person", "ليلى", "--role", "editor")


@pytest.mark.parametrize(
    ("language", "shortest", "said"),
    [("ar", 12, "12 حرفًا"), ("ar", 8, "8 أحرف"), ("en", 12, "at least 12 characters")],
)
def test_how_long_a_password_is_at_least_is_said_in_the_right_plural(
    language: str, shortest: int, said: str
) -> None:
    rule = ShortestPasswordValidator(min_length=shortest)

    with translation.override(language), pytest.raises(ValidationError) as refusal:
        rule.validate("é" * (shortest - 1))

    assert said in refusal.value.messages[0]
    rule.validate("न" * shortest)
