"""One real stack with the demo newsroom, and one Chromium, for all the browser tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.chromium import find_chromium, flags
from tests.platform.stack import RunningStack, processes_of, wait_for

# Seconds after which a page that does not come is a failure.
PATIENCE = 20
WIDTHS = {"phone": 390, "desktop": 1280}

OpenAs = Callable[..., Page]


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningStack]:
    data = tmp_path_factory.mktemp("newsroom") / "غرفة"
    running = RunningStack(data, demo=True)
    try:
        running.wait_until_healthy(seconds=180)
        yield running
    finally:
        running.kill()
        wait_for(lambda: not processes_of(data), seconds=15)


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """One Chromium, closed after the last test of this folder.

    Until then Playwright keeps an event loop in the thread, where Django refuses its database.
    """
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=flags())
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def signed_in_states(stack: RunningStack) -> dict[str, dict[str, object]]:
    """The cookies of who has signed in already, by name."""
    return {}


@pytest.fixture
def open_as(
    stack: RunningStack,
    chromium: Browser,
    signed_in_states: dict[str, dict[str, object]],
) -> Iterator[OpenAs]:
    """Open a window of one of the demo's people: ``open_as("editor", language="en")``.

    With ``""`` nobody is signed in.
    """
    contexts: list[BrowserContext] = []

    def open_window(
        who: str, *, language: str = "ar", javascript: bool = True, width: int = 1280
    ) -> Page:
        if who and who not in signed_in_states:
            signed_in_states[who] = sign_in_without_javascript(stack, chromium, who)
        context = chromium.new_context(
            base_url=stack.url,
            java_script_enabled=javascript,
            viewport={"width": width, "height": 900},
            storage_state=signed_in_states.get(who),  # type: ignore[arg-type]
            reduced_motion="reduce",
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE * 1000)
        context.add_cookies([{"name": "django_language", "value": language, "url": stack.url}])
        return context.new_page()

    yield open_window
    for context in contexts:
        context.close()


def sign_in_without_javascript(
    stack: RunningStack, chromium: Browser, who: str
) -> dict[str, object]:
    """Sign in by the form and return the cookies."""
    context = chromium.new_context(base_url=stack.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/desk/")
    page.locator("input[name=username]").fill(who)
    page.locator("input[name=password]").fill(stack.sign_ins()[who])
    page.locator("main form[method=post] button.button[data-kind=primary]").click()
    page.wait_for_url("**/desk/")
    state = context.storage_state()
    context.close()
    return dict(state)
