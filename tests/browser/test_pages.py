"""Every page, Arabic and English, on a phone and on a desk: readable by everyone, and whole.

SCREENSHOTS=folder keeps a picture of each.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.addresses import PLACES, ids_in
from tests.browser.chromium import WIDER_THAN_THE_WINDOW, Watch, violations
from tests.browser.conftest import WIDTHS, OpenAs
from tests.platform.stack import RunningStack

pytestmark = [pytest.mark.browser, pytest.mark.slow]

READERS_PAGES = [name for name, place in PLACES.items() if not place.path.startswith("/desk/")]
# web.md's budgets: requests, then kilobytes of everything as it comes over the wire.
BUDGETS = {"home": (20, 300), "verdict": (8, 200), "verdict, corrected": (8, 200)}


@pytest.fixture(scope="session")
def ids(stack: RunningStack) -> dict[str, str]:
    return ids_in(stack)


def look(page: Page, name: str, language: str) -> tuple[list[str], list[str]]:
    """Return what is wrong for eyes, hands and ears at both widths; keep screenshots if asked."""
    broken, too_wide = [], []
    for window, width in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": 900})
        broken += [f"{window}: {rule}" for rule in violations(page)]
        too_wide += [f"{window}: {what}" for what in page.evaluate(WIDER_THAN_THE_WINDOW)]
        if folder := os.environ.get("SCREENSHOTS"):
            file = f"{name.replace(', ', '-').replace(' ', '-')}.{language}.{window}.png"
            page.screenshot(path=Path(folder) / file, full_page=True)
    return broken, too_wide


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("name", PLACES)
def test_a_page_is_whole_and_accessible(
    open_as: OpenAs, ids: dict[str, str], name: str, language: str
) -> None:
    place = PLACES[name]
    page = open_as(place.who, language=language)
    watch = Watch(page)

    response = page.goto(place.path.format(language=language, **ids))
    page.locator(place.ready).first.wait_for()
    root = page.locator("html")
    shown_in = place.language or language

    assert response is not None
    assert response.status == place.status
    expect(root).to_have_attribute("dir", {"ar": "rtl", "en": "ltr"}[shown_in])
    expect(root).to_have_attribute("lang", shown_in)
    # Before axe, which breaks the policy for inline styles itself.
    assert watch.complaints == []
    assert look(page, name, language) == ([], [])


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_form_that_is_refused_is_accessible_and_leads_to_the_field(
    open_as: OpenAs, language: str
) -> None:
    page = open_as("reporter", language=language)
    page.goto("/desk/intake/")

    page.locator("button[name=part][value=text]").click()
    page.locator(".error-summary").wait_for()

    expect(page.locator(".error-summary")).to_be_focused()
    assert look(page, "intake refused", language) == ([], [])
    page.locator(".error-summary a").click()
    expect(page.locator("textarea[name='text-text']")).to_be_focused()


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_move_that_is_not_there_is_answered_by_an_accessible_page(
    open_as: OpenAs, ids: dict[str, str], language: str
) -> None:
    page = open_as("editor", language=language)
    page.goto(f"/desk/claims/{ids['claim']}/")

    # The button of a page that was left open while the case moved on.
    page.locator("form[method=post]").first.evaluate(
        "(form, action) => { form.action = action; form.submit(); }",
        f"/desk/claims/{ids['claim']}/move/take_up/",
    )
    page.wait_for_url("**/move/take_up/")

    expect(page.locator("html")).to_have_attribute("lang", language)
    assert look(page, "409", language) == ([], [])


@pytest.mark.parametrize("language", ["ar", "en"])
def test_our_copy_of_a_page_is_shown_by_itself_and_accessible(
    open_as: OpenAs, ids: dict[str, str], language: str
) -> None:
    page = open_as("reporter", language=language)
    watch = Watch(page)

    response = page.goto(f"/desk/items/{ids['item_with_copy']}/copy/")

    assert response is not None
    assert response.status == 200
    expect(page.locator("html")).to_have_attribute("lang", language)
    assert watch.complaints == []
    # axe waits for timers, which a page in the sandbox has not: the same page without it.
    page.goto("about:blank")
    page.set_content(page.context.request.get(response.url).text())
    assert look(page, "our copy", language) == ([], [])


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("name", READERS_PAGES)
def test_a_page_for_readers_has_no_cookies_and_no_scripts(
    open_as: OpenAs, ids: dict[str, str], name: str, language: str
) -> None:
    page = open_as("", language=language)
    page.context.clear_cookies()
    watch = Watch(page)

    page.goto(PLACES[name].path.format(language=language, **ids))

    kinds = {response.request.resource_type for response in watch.responses}
    assert page.context.cookies() == []
    assert "script" not in kinds
    assert page.locator("script:not([type='application/ld+json'])").count() == 0
    assert page.locator("[style], style, [onclick]").count() == 0


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("name", BUDGETS)
def test_a_page_for_readers_keeps_to_its_budget(
    open_as: OpenAs, ids: dict[str, str], name: str, language: str
) -> None:
    most_requests, most_kilobytes = BUDGETS[name]
    page = open_as("", language=language, width=WIDTHS["phone"])
    watch = Watch(page)

    page.goto(PLACES[name].path.format(language=language, **ids), wait_until="networkidle")

    sizes = [response.request.sizes()["responseBodySize"] for response in watch.responses]
    assert len(sizes) <= most_requests
    assert sum(sizes) <= most_kilobytes * 1000
