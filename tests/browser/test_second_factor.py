"""Setting up a second factor and signing in with it, by somebody who reads Arabic or English.

Every page on the way is looked at as in test_pages.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chromium import Watch
from tests.browser.conftest import OpenAs
from tests.browser.test_pages import look
from tests.factories.people import code_of, next_code_of
from tests.platform.stack import RunningStack, manage

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ACCOUNT = "/desk/account/"
APP = "/desk/account/second-factor/app/"
CODES = "/desk/account/second-factor/recovery-codes/"


def make_editor(stack: RunningStack, name: str) -> str:
    """Make an account as an operator would; return its first password."""
    made = manage("make_person", name, "--role", "editor", data=stack.data)
    assert made.returncode == 0, made.stderr
    return made.stdout.splitlines()[1].rpartition(" ")[2]


def press(page: Page) -> None:
    """Send the form of a step."""
    page.locator("main form[method=post] button[data-kind=primary]").click()


def sign_in(page: Page, name: str, password: str) -> None:
    """Give name and password."""
    page.goto("/desk/sign-in/")
    page.locator("input[name=username]").fill(name)
    page.locator("input[name=password]").fill(password)
    press(page)


def set_up_app(page: Page, password: str) -> tuple[str, list[str]]:
    """Confirm, scan and type the first code; return the key and the recovery codes."""
    page.goto(APP)
    page.locator("input[name=password]").fill(password)
    press(page)
    page.locator("img.qr").wait_for()
    secret = page.locator("main code").inner_text()
    page.locator("input[name=code]").fill(code_of(secret))
    press(page)
    page.wait_for_url(f"**{CODES}")
    return secret, page.locator("main li code").all_inner_texts()


@pytest.mark.parametrize("language", ["ar", "en"])
def test_an_app_is_set_up_and_signs_in(stack: RunningStack, open_as: OpenAs, language: str) -> None:
    name = f"editor-with-app-{language}"
    password = make_editor(stack, name)
    page = open_as("", language=language)
    watch = Watch(page)
    sign_in(page, name, password)

    page.goto(APP)
    page.locator("input[name=password]").fill(password)
    press(page)
    page.locator("img.qr").wait_for()
    assert watch.complaints == []
    assert look(page, "app set up", language) == ([], [])
    secret = page.locator("main code").inner_text()
    page.locator("input[name=code]").fill(code_of(secret))
    press(page)
    page.wait_for_url(f"**{CODES}")
    codes = page.locator("main li code").all_inner_texts()

    assert len(codes) == 10
    assert look(page, "recovery codes", language) == ([], [])
    page.context.clear_cookies(name="sessionid")
    sign_in(page, name, password)
    page.wait_for_url("**/desk/sign-in/code/")
    assert look(page, "second step", language) == ([], [])
    # The recovery code, because the app's code of this half minute was used to set it up.
    page.locator("input[name=code]").fill(codes[0])
    press(page)
    page.wait_for_url("**/desk/")
    page.context.clear_cookies(name="sessionid")
    sign_in(page, name, password)
    page.locator("input[name=code]").fill(codes[0])
    press(page)
    expect(page.locator(".error-summary")).to_be_visible()
    assert look(page, "second step refused", language) == ([], [])
    page.locator("input[name=code]").fill(next_code_of(secret))
    press(page)
    page.wait_for_url("**/desk/")


def test_an_app_is_set_up_without_javascript(stack: RunningStack, open_as: OpenAs) -> None:
    password = make_editor(stack, "editor-without-javascript")
    page = open_as("", javascript=False)
    sign_in(page, "editor-without-javascript", password)

    _secret, codes = set_up_app(page, password)
    page.context.clear_cookies(name="sessionid")
    sign_in(page, "editor-without-javascript", password)
    page.locator("input[name=code]").fill(codes[3])
    press(page)

    page.wait_for_url("**/desk/")


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_security_key_is_added_and_signs_in(
    stack: RunningStack, open_as: OpenAs, language: str
) -> None:
    name = f"editor-with-key-{language}"
    password = make_editor(stack, name)
    page = open_as("", language=language)
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "usb",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    # A key is bound to a name, which an address in numbers is not.
    desk = stack.url.replace("127.0.0.1", "localhost")
    page.context.add_cookies([{"name": "django_language", "value": language, "url": desk}])
    watch = Watch(page)
    page.goto(f"{desk}/desk/sign-in/")
    page.locator("input[name=username]").fill(name)
    page.locator("input[name=password]").fill(password)
    press(page)

    page.goto(f"{desk}/desk/account/second-factor/keys/add/")
    page.locator("input[name=password]").fill(password)
    press(page)
    page.locator("#add-key").wait_for()
    assert watch.complaints == []
    assert look(page, "key added", language) == ([], [])
    page.locator("#add-key").click()
    page.wait_for_url(f"**{CODES}")
    page.goto(f"{desk}/desk/account/second-factor/keys/")
    assert look(page, "keys", language) == ([], [])
    page.context.clear_cookies(name="sessionid")
    page.goto(f"{desk}/desk/sign-in/")
    page.locator("input[name=username]").fill(name)
    page.locator("input[name=password]").fill(password)
    press(page)
    page.wait_for_url("**/desk/sign-in/code/")
    assert look(page, "second step with a key", language) == ([], [])
    page.locator("#use-key").click()

    page.wait_for_url("**/desk/")


@pytest.mark.parametrize("language", ["ar", "en"])
def test_too_many_wrong_passwords_are_answered_by_an_accessible_page(
    stack: RunningStack, open_as: OpenAs, language: str
) -> None:
    name = f"editor-guessed-{language}"
    make_editor(stack, name)
    page = open_as("", language=language)
    for guess in ("one", "two", "three", "four", "five"):
        sign_in(page, name, guess)

    sign_in(page, name, "six")

    expect(page.locator("input[name=password]")).to_have_count(0)
    assert look(page, "too many", language) == ([], [])
