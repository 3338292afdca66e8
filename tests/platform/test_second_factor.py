"""The second factor: who must have one, setting it up, using it, and losing it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from factcheck.signing_in.middleware import OPEN_WITHOUT_SECOND_FACTOR
from factcheck.signing_in.sealing import SealBroken, seal, unseal
from tests.factories.people import app_code, code_of, with_second_factor
from tests.platform.signing import (
    CODE,
    ENROLMENT,
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
OBLIGED = ("editor", "publisher", "admin")


@pytest.fixture(autouse=True)
def _forget_codes() -> None:
    cache.clear()


@pytest.fixture
def without(person: Callable[..., User]) -> Callable[[str], User]:
    """Make somebody of a role who has not set up a second factor yet."""

    def make(role: str) -> User:
        user = person(role)
        Authenticator.objects.filter(user=user).delete()
        return user

    return make


def names_of(patterns: list[URLPattern | URLResolver], prefix: str, space: str) -> dict[str, str]:
    """Return name -> address of every page under /desk/ that takes no argument."""
    found: dict[str, str] = {}
    for one in patterns:
        address = prefix + str(one.pattern)
        if isinstance(one, URLResolver):
            inner = f"{space}{one.namespace}:" if one.namespace else space
            found |= names_of(one.url_patterns, address, inner)
        elif address.startswith("desk/") and "<" not in address and "(" not in address:
            found[f"{space}{one.name}"] = f"/{address}"
    return found


def desk_pages() -> dict[str, str]:
    return names_of(get_resolver().url_patterns, "", "")


def enrol(client: Client) -> str:
    """Set up an authenticator app; return its key."""
    confirm(client, ENROLMENT)
    client.get(ENROLMENT)
    secret = str(client.session["mfa.totp.secret"])
    client.post(ENROLMENT, {"code": code_of(secret)})
    return secret


@pytest.mark.parametrize("role", OBLIGED)
def test_whose_role_needs_one_reaches_only_enrolment(
    without: Callable[[str], User], signed_in: SignIn, role: str
) -> None:
    client = signed_in(without(role))
    closed = {
        name: path for name, path in desk_pages().items() if name not in OPEN_WITHOUT_SECOND_FACTOR
    }

    answers = {name: client.get(path) for name, path in closed.items()}

    assert len(answers) > 20
    assert {answer.get("Location") for answer in answers.values()} == {ENROLMENT}


@pytest.mark.parametrize("role", OBLIGED)
def test_whose_role_needs_one_changes_nothing_either(
    without: Callable[[str], User], signed_in: SignIn, role: str
) -> None:
    answer = signed_in(without(role)).post("/desk/intake/", {"part": "text", "text-text": "نص"})

    assert (answer.status_code, answer["Location"]) == (302, ENROLMENT)


def test_a_part_of_a_page_is_led_away_as_a_whole(
    without: Callable[[str], User], signed_in: SignIn
) -> None:
    answer = signed_in(without("editor")).get("/desk/", headers={"HX-Request": "true"})

    assert answer["HX-Redirect"] == ENROLMENT


def test_recovery_codes_alone_are_no_second_factor(
    without: Callable[[str], User], signed_in: SignIn
) -> None:
    editor = without("editor")
    Authenticator.objects.create(
        user=editor,
        type=Authenticator.Type.RECOVERY_CODES,
        data={"seed": seal("seed"), "used_mask": 0},
    )

    assert signed_in(editor).get("/desk/")["Location"] == ENROLMENT


def test_staff_without_a_role_need_one_too(stranger: User, signed_in: SignIn) -> None:
    stranger.is_staff = True
    stranger.save()

    assert signed_in(stranger).get("/desk/admin/")["Location"] == ENROLMENT


def test_who_has_not_enrolled_may_still_sign_out(
    without: Callable[[str], User], signed_in: SignIn
) -> None:
    client = signed_in(without("editor"))

    client.post("/desk/sign-out/")

    assert "_auth_user_id" not in client.session


def test_a_reporter_may_do_without(reporter: User, signed_in: SignIn) -> None:
    assert signed_in(reporter).get("/desk/").status_code == 200


@pytest.mark.parametrize("role", OBLIGED)
def test_the_demo_does_without_and_says_so_on_the_page(
    without: Callable[[str], User], signed_in: SignIn, settings: Settings, role: str
) -> None:
    settings.DEMO_WITHOUT_SECOND_FACTOR = True
    client = signed_in(without(role))
    client.cookies["django_language"] = "en"

    page = client.get("/desk/")

    assert page.status_code == 200
    assert "without a second factor" in page.content.decode()
    assert "without a second factor" in english().get("/desk/sign-in/").content.decode()


def test_no_other_newsroom_says_so(editor: User, signed_in: SignIn) -> None:
    client = signed_in(editor)
    client.cookies["django_language"] = "en"

    assert "without a second factor" not in client.get("/desk/").content.decode()


def test_setting_up_asks_for_the_password_first(
    without: Callable[[str], User], signed_in: SignIn
) -> None:
    answer = signed_in(without("editor")).get(ENROLMENT)

    assert answer["Location"].startswith("/desk/account/confirm/")


def test_an_app_is_set_up_and_the_desk_opens(
    without: Callable[[str], User], signed_in: SignIn
) -> None:
    editor = without("editor")
    client = signed_in(editor)

    enrol(client)

    assert client.get("/desk/").status_code == 200
    assert set(Authenticator.objects.filter(user=editor).values_list("type", flat=True)) == {
        "totp",
        "recovery_codes",
    }


def test_the_code_that_set_up_the_app_does_not_sign_in_as_well(
    without: Callable[[str], User], signed_in: SignIn
) -> None:
    editor = without("editor")
    client = signed_in(editor)
    confirm(client, ENROLMENT)
    client.get(ENROLMENT)
    code = code_of(str(client.session["mfa.totp.secret"]))
    client.post(ENROLMENT, {"code": code})
    another = english()
    give_password(another, editor)

    page = give_code(another, code)

    assert "has been used" in page.content.decode()
    assert not is_signed_in(another)


@pytest.mark.parametrize(("demo", "said"), [(True, "Nobody needs"), (False, "Whoever publishes")])
def test_setting_up_says_what_holds_here(
    without: Callable[[str], User], signed_in: SignIn, settings: Settings, demo: bool, said: str
) -> None:
    settings.DEMO_WITHOUT_SECOND_FACTOR = demo
    client = signed_in(without("editor"))
    client.cookies["django_language"] = "en"
    confirm(client, ENROLMENT)

    assert said in client.get(ENROLMENT).content.decode()


def test_a_wrong_first_code_sets_up_nothing(
    without: Callable[[str], User], signed_in: SignIn
) -> None:
    client = signed_in(without("editor"))
    confirm(client, ENROLMENT)
    client.get(ENROLMENT)

    page = client.post(ENROLMENT, {"code": "not-it"})

    assert page.status_code == 200
    assert not Authenticator.objects.exists()


def test_the_keys_of_apps_cannot_be_read_in_the_database(
    without: Callable[[str], User], signed_in: SignIn
) -> None:
    editor = without("editor")

    secret = enrol(signed_in(editor))

    stored = Authenticator.objects.get(user=editor, type="totp").data["secret"]
    assert secret not in stored
    assert unseal(stored) == secret


def test_a_password_alone_does_not_sign_in(editor: User) -> None:
    client = english()

    answer = give_password(client, editor)

    assert answer["Location"] == CODE
    assert not is_signed_in(client)


def test_a_code_of_the_app_completes_the_sign_in_and_leads_on(editor: User) -> None:
    client = english()
    give_password(client, editor, then="/desk/claims/")

    answer = give_code(client, app_code(editor))

    assert answer["Location"] == "/desk/claims/"
    assert is_signed_in(client)


def test_a_code_works_once(editor: User) -> None:
    first, second = english(), english()
    code = app_code(editor)
    give_password(first, editor)
    give_code(first, code)
    give_password(second, editor)
    # What allauth remembers for half a minute; a code is good for longer.
    cache.delete(f"allauth.mfa.totp.used?user={editor.pk}&code={code}")

    page = give_code(second, code)

    assert "has been used" in page.content.decode()
    assert not is_signed_in(second)


def test_a_recovery_code_signs_in_once(editor: User) -> None:
    factor = Authenticator.objects.create(
        user=editor,
        type=Authenticator.Type.RECOVERY_CODES,
        data={"seed": seal("5eed"), "used_mask": 0},
    )
    code = factor.wrap().get_unused_codes()[0]
    first, second = english(), english()

    give_password(first, editor)
    give_code(first, code)
    give_password(second, editor)
    give_code(second, code)

    assert is_signed_in(first)
    assert not is_signed_in(second)


@pytest.mark.parametrize("code", ["000000x", "", "٠٠٠٠٠٠", "é" * 40, "कोड"])
def test_a_wrong_code_lets_nobody_in(editor: User, code: str) -> None:
    client = english()
    give_password(client, editor)

    page = give_code(client, code)

    assert page.status_code == 200
    assert not is_signed_in(client)


def test_guessing_codes_ends_after_five(editor: User) -> None:
    client = english()
    give_password(client, editor)
    for guess in ("1", "2", "3", "4", "5"):
        give_code(client, guess)

    page = give_code(client, app_code(editor))

    assert "Too many attempts" in page.content.decode()
    assert not is_signed_in(client)


def test_guessing_one_persons_codes_does_not_hinder_another(editor: User, publisher: User) -> None:
    guesser, other = english(), english()
    give_password(guesser, editor)
    for guess in ("1", "2", "3", "4", "5", "6"):
        give_code(guesser, guess)

    give_password(other, publisher)
    give_code(other, app_code(publisher))

    assert is_signed_in(other)


def test_without_the_cache_no_code_is_believed_and_a_page_says_why(
    editor: User, settings: Settings
) -> None:
    client = english()
    give_password(client, editor)
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",
        }
    }

    page = give_code(client, app_code(editor))

    assert page.status_code == 503
    assert "Try again in a minute" in page.content.decode()
    assert not is_signed_in(client)


def test_after_a_change_of_the_secret_key_a_page_says_what_to_do(
    editor: User, settings: Settings
) -> None:
    factor = Authenticator.objects.get(user=editor)
    settings.SECRET_KEY = "another-key-that-is-long-enough-to-be-one-0123456789"
    factor.data = {"secret": seal("JBSWY3DPEHPK3PXP")}
    factor.save()
    settings.SECRET_KEY = "a-third-key-that-is-long-enough-to-be-one-0123456789"
    client = english()
    give_password(client, editor)

    page = give_code(client, "123456")

    assert page.status_code == 503
    assert "Ask an administrator" in page.content.decode()


def test_a_seal_of_an_earlier_key_still_opens(settings: Settings) -> None:
    sealed = seal("सुरक्षा")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-key-that-is-long-enough-to-be-one-0123456789"

    assert unseal(sealed) == "सुरक्षा"


def test_an_altered_seal_does_not_open() -> None:
    with pytest.raises(SealBroken):
        unseal(f"A{seal('é')[1:]}x")


def test_taking_the_app_off_leads_back_to_enrolment(editor: User, signed_in: SignIn) -> None:
    client = signed_in(editor)
    address = "/desk/account/second-factor/app/remove/"
    confirm(client, address)

    client.post(address)

    assert not Authenticator.objects.exists()
    assert client.get("/desk/")["Location"] == ENROLMENT


@pytest.mark.parametrize(
    "address",
    [
        "/desk/account/second-factor/app/remove/",
        "/desk/account/second-factor/recovery-codes/new/",
        "/desk/account/second-factor/keys/add/",
    ],
)
def test_changing_factors_asks_who_it_is(editor: User, signed_in: SignIn, address: str) -> None:
    answer = signed_in(editor).post(address)

    assert answer["Location"].startswith("/desk/account/confirm/")
    assert Authenticator.objects.filter(user=editor).count() == 1


def test_new_recovery_codes_are_shown_and_can_be_kept_as_a_file(
    editor: User, signed_in: SignIn
) -> None:
    client = signed_in(editor)
    folder = "/desk/account/second-factor/recovery-codes/"
    confirm(client, f"{folder}new/")
    client.post(f"{folder}new/")
    codes = Authenticator.objects.get(user=editor, type="recovery_codes").wrap().get_unused_codes()

    page = client.get(folder).content.decode()
    file = client.get(f"{folder}file/")

    assert len(codes) == 10
    assert all(code in page for code in codes)
    assert "attachment" in file["Content-Disposition"]
    assert all(code in file.content.decode() for code in codes)


def test_somebody_elses_key_is_not_there(editor: User, publisher: User, signed_in: SignIn) -> None:
    key = Authenticator.objects.create(
        user=publisher, type="webauthn", data={"name": "مفتاح", "credential": {}}
    )
    client = signed_in(editor)
    address = f"/desk/account/second-factor/keys/{key.pk}/remove/"
    confirm(client, address)

    assert client.post(address).status_code == 404
    assert Authenticator.objects.filter(pk=key.pk).exists()


@pytest.fixture
def administering(administrator: User, signed_in: SignIn) -> Client:
    client = signed_in(administrator)
    client.cookies["django_language"] = "en"
    confirm(client, "/desk/admin/")
    return client


def take_off(client: Client, user: User, **more: str):  # type: ignore[no-untyped-def]
    sent = {"action": "take_off_second_factor", "_selected_action": str(user.pk), **more}
    return client.post("/desk/admin/auth/user/", sent)


def test_an_administrator_is_asked_before_a_factor_is_taken_off(
    administering: Client, editor: User
) -> None:
    page = take_off(administering, editor)

    assert editor.username in page.content.decode()
    assert Authenticator.objects.filter(user=editor).exists()


def test_an_administrator_takes_a_factor_off_and_it_is_written_down(
    administering: Client, editor: User, signed_in: SignIn, caplog: pytest.LogCaptureFixture
) -> None:
    theirs = signed_in(editor)

    take_off(administering, editor, confirmed="yes")

    history = administering.get(f"/desk/admin/auth/user/{editor.pk}/history/").content.decode()
    assert not Authenticator.objects.filter(user=editor).exists()
    assert not is_signed_in(theirs)
    assert f"person={editor.pk}" in caplog.text
    assert "Second factor taken off." in history


@pytest.mark.parametrize("role", ["reporter", "editor", "publisher"])
def test_nobody_else_takes_a_factor_off(
    person: Callable[..., User], signed_in: SignIn, administrator: User, role: str
) -> None:
    staff = with_second_factor(person(role))
    staff.is_staff = True
    staff.save()

    refused = take_off(signed_in(staff), administrator, confirmed="yes")

    assert refused.status_code == 403
    assert Authenticator.objects.filter(user=administrator).exists()


def test_the_command_line_takes_a_factor_off(editor: User) -> None:
    call_command("reset_second_factor", editor.username)
    call_command("reset_second_factor", editor.username)

    assert not Authenticator.objects.filter(user=editor).exists()


def test_the_command_line_says_when_there_is_no_such_account() -> None:
    with pytest.raises(CommandError, match="زينب"):
        call_command("reset_second_factor", "زينب")


@pytest.mark.parametrize(
    ("address", "status"),
    [("http://localhost:8000", 0), ("https://bayyina.example", 1), ("http://192.0.2.7", 1)],
)
def test_a_public_address_refuses_the_demos_way_of_signing_in(address: str, status: int) -> None:
    started = subprocess.run(
        [sys.executable, "-c", "import factcheck.settings"],
        env={
            **os.environ,
            "DEMO_WITHOUT_SECOND_FACTOR": "1",
            "PUBLIC_URL": address,
            "SECRET_KEY": "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8s9T0u1V2w3X4y5Z6",
        },
        capture_output=True,
        text=True,
        check=False,
    )

    assert started.returncode == status
    assert ("Set DEMO_WITHOUT_SECOND_FACTOR to 0." in started.stderr) == bool(status)


# allauth says it once the codes are committed.
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_only_new_recovery_codes_are_said_to_replace_old_ones(
    without: Callable[[str], User], signed_in: SignIn
) -> None:
    client = signed_in(without("editor"))
    client.cookies["django_language"] = "en"

    enrol(client)
    at_first = client.get("/desk/account/").content.decode()
    client.post("/desk/account/second-factor/recovery-codes/new/")
    replaced = client.get("/desk/account/").content.decode()

    assert "Recovery codes were made." in at_first
    assert "old ones no longer work" not in at_first
    assert "The old ones no longer work." in replaced
