"""Somebody guesses passwords: whom it stops, whom it does not, and what is kept of it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from axes.models import AccessAttempt, AccessLog
from django.contrib.auth.models import User
from django.test import Client, RequestFactory
from django.utils import timezone

from factcheck.signing_in.addresses import client_address
from factcheck.tasks import forget_old_sign_ins
from tests.platform.signing import english, give_password, is_signed_in

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings

pytestmark = pytest.mark.django_db
GUESSES = ("first guess", "deuxième essai", "محاولة ثالثة", "चौथा", "fifth guess")


def guess(client: Client, user: User) -> None:
    for password in GUESSES:
        give_password(client, user, password)


def test_after_five_wrong_passwords_the_right_one_has_to_wait(reporter: User) -> None:
    client = english()
    guess(client, reporter)

    page = give_password(client, reporter)

    assert page.status_code == 429
    assert page["Retry-After"] == "900"
    assert "Try again in 15 minutes." in page.content.decode()
    assert not is_signed_in(client)


def test_the_page_that_says_so_is_in_arabic_too(reporter: User) -> None:
    client = english()
    client.cookies["django_language"] = "ar"
    guess(client, reporter)

    page = give_password(client, reporter)

    assert page.status_code == 429
    assert '<html lang="ar" dir="rtl">' in page.content.decode()


def test_four_wrong_passwords_do_no_harm(reporter: User) -> None:
    client = english()
    for password in GUESSES[:4]:
        give_password(client, reporter, password)

    give_password(client, reporter)

    assert is_signed_in(client)


def test_after_a_quarter_of_an_hour_the_right_password_works(reporter: User) -> None:
    client = english()
    guess(client, reporter)
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=15, seconds=1))

    give_password(client, reporter)

    assert is_signed_in(client)


def test_trying_on_while_locked_out_does_not_make_it_longer(reporter: User) -> None:
    client = english()
    guess(client, reporter)
    earlier = timezone.now() - timedelta(minutes=14)
    AccessAttempt.objects.update(attempt_time=earlier)

    give_password(client, reporter)

    assert AccessAttempt.objects.get().attempt_time == earlier


def test_another_account_signs_in_from_the_same_address(
    reporter: User, person: object, django_user_model: type[User]
) -> None:
    other = django_user_model.objects.create_user("جارة", password="long enough for anyone")
    guess(english(), reporter)
    client = english()

    give_password(client, other)

    assert is_signed_in(client)


def test_the_owner_signs_in_from_another_address(reporter: User) -> None:
    guess(english(REMOTE_ADDR="198.51.100.7"), reporter)
    client = english(REMOTE_ADDR="203.0.113.9")

    give_password(client, reporter)

    assert is_signed_in(client)


def test_a_made_up_address_in_a_header_does_not_help(reporter: User) -> None:
    for number, password in enumerate(GUESSES):
        give_password(english(HTTP_X_FORWARDED_FOR=f"203.0.113.{number}"), reporter, password)

    page = give_password(english(HTTP_X_FORWARDED_FOR="203.0.113.99"), reporter)

    assert page.status_code == 429


def test_behind_a_proxy_a_made_up_address_does_not_help_either(
    reporter: User, settings: Settings
) -> None:
    settings.TRUSTED_PROXIES = 1
    for number, password in enumerate(GUESSES):
        spoofed = english(HTTP_X_FORWARDED_FOR=f"203.0.113.{number}, 198.51.100.7")
        give_password(spoofed, reporter, password)

    same = give_password(english(HTTP_X_FORWARDED_FOR="192.0.2.1, 198.51.100.7"), reporter)
    other = give_password(english(HTTP_X_FORWARDED_FOR="192.0.2.1"), reporter)

    assert (same.status_code, other.status_code) == (429, 302)


@pytest.mark.parametrize(
    ("proxies", "header", "address"),
    [
        (0, "203.0.113.9", "10.0.0.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "192.0.2.1, 203.0.113.9", "203.0.113.9"),
        (2, "192.0.2.1, 203.0.113.9, 10.0.0.2", "203.0.113.9"),
        (2, "203.0.113.9", "10.0.0.1"),
        (1, "", "10.0.0.1"),
        (1, "هنا", "10.0.0.1"),
        (1, "2001:db8::1", "2001:db8::1"),
    ],
)
def test_the_address_is_what_the_trusted_proxies_saw(
    settings: Settings, proxies: int, header: str, address: str
) -> None:
    settings.TRUSTED_PROXIES = proxies
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=header)

    assert client_address(request) == address


def test_confirming_with_wrong_passwords_is_counted_too(reporter: User) -> None:
    client = english()
    give_password(client, reporter)
    for password in GUESSES:
        client.post("/desk/account/confirm/", {"password": password})

    page = client.post("/desk/account/confirm/", {"password": "long enough for anyone"})

    assert page.status_code == 429


def test_no_password_and_no_name_reach_the_logs(
    reporter: User, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    client = english(REMOTE_ADDR="198.51.100.7", HTTP_USER_AGENT="Canary/1")
    guess(client, reporter)
    give_password(client, reporter)

    for word in (*GUESSES, reporter.username, "198.51.100.7", "Canary/1"):
        assert word not in caplog.text


def test_no_password_is_kept_in_the_tables(reporter: User) -> None:
    client = english()
    guess(client, reporter)
    give_password(client, "my password typed as the name", "secret words")

    kept = "\n".join(str(value) for row in AccessAttempt.objects.values_list() for value in row)

    for word in (*GUESSES, "my password typed as the name", "secret words"):
        assert word not in kept


def test_a_sign_in_is_shown_to_its_owner(reporter: User) -> None:
    client = english(REMOTE_ADDR="2001:db8::7", HTTP_USER_AGENT="Firefox é")
    give_password(client, reporter)

    page = client.get("/desk/account/").content.decode()

    assert '<bdi dir="ltr">2001:db8::</bdi>' in page
    assert "Firefox" in page


def test_nobody_sees_the_sign_ins_of_others(reporter: User, editor: User) -> None:
    give_password(english(REMOTE_ADDR="198.51.100.7"), reporter)
    client = english()
    client.force_login(editor)

    assert "198.51.100.7" not in client.get("/desk/account/").content.decode()


def test_sign_ins_are_forgotten_after_thirty_days(reporter: User) -> None:
    give_password(english(), reporter)
    give_password(english(), reporter, "wrong")
    AccessLog.objects.update(attempt_time=timezone.now() - timedelta(days=31))
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(days=29))

    forget_old_sign_ins()
    forget_old_sign_ins()

    assert not AccessLog.objects.exists()
    assert AccessAttempt.objects.count() == 1
