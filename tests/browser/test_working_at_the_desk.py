"""Working at the desk: two people at one text, and a day without a mouse."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.addresses import ids_in
from tests.browser.conftest import OpenAs
from tests.platform.stack import RunningStack

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# Tabs after which a thing that is on the page must have been reached.
PATIENT = 60

WHERE_THE_FOCUS_IS = """() => {
  const one = document.activeElement;
  const box = one.getBoundingClientRect();
  const style = getComputedStyle(one);
  return {
    path: one.getAttribute('href') || one.getAttribute('name') || one.tagName,
    x: box.x + box.width / 2,
    y: box.y,
    seen: box.bottom > 0 && box.top < innerHeight,
    marked: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1,
    rail: one.closest('.rail') !== null,
  };
}"""


@pytest.fixture
def draft(stack: RunningStack) -> str:
    """The path of a verdict text that is being written."""
    return f"/desk/claims/{ids_in(stack)['claim_in_review']}/verdict/en/"


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
def test_the_later_of_two_editors_sees_both_versions_and_loses_nothing(
    open_as: OpenAs, draft: str, javascript: bool
) -> None:
    first = open_as("reporter", language="en", javascript=javascript)
    second = open_as("editor", language="en", javascript=javascript)
    first_words = f"Typed by the first, é, العربية, {javascript}"
    second_words = f"Typed by the second, हिन्दी, {javascript}"

    first.goto(draft)
    second.goto(draft)
    save_headline(first, first_words)
    save_headline(second, second_words)

    comparison = second.locator("section[aria-labelledby=conflict-title]")
    expect(comparison).to_contain_text(first_words)
    expect(comparison).to_contain_text(second_words)
    expect(second.locator("[name=headline]")).to_have_value(second_words)
    # Nothing is lost on either side: theirs is what is stored, until mine is saved knowingly.
    first.goto(draft)
    expect(first.locator("[name=headline]")).to_have_value(first_words)
    save(second)
    first.goto(draft)
    expect(first.locator("[name=headline]")).to_have_value(second_words)


def save_headline(page: Page, words: str) -> None:
    page.locator("[name=headline]").fill(words)
    save(page)


def save(page: Page) -> None:
    page.locator("button[name=then][value='']").click()


def test_the_way_from_the_inbox_to_a_claim_needs_no_mouse(
    stack: RunningStack, open_as: OpenAs
) -> None:
    page = open_as("reporter", language="ar")
    page.goto("/desk/")

    press_tab_until(page, "#main")
    page.keyboard.press("Enter")
    walk_to(page, "main a[href^='/desk/items/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/items/**")
    walk_to(page, "main .tabs a[href$='/claims/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/claims/")
    walk_to(page, "button[name=part][value=record]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/claims/**")

    expect(page.locator("h1")).to_be_visible()


def test_the_focus_goes_down_the_rail_on_the_right_and_is_always_seen(open_as: OpenAs) -> None:
    page = open_as("editor", language="ar")
    page.goto("/desk/")

    stops = []
    for _ in range(8):
        page.keyboard.press("Tab")
        stops.append(page.evaluate(WHERE_THE_FOCUS_IS))

    rail = [stop for stop in stops if stop["rail"]]
    assert stops[0]["path"] == "#main"
    assert len(rail) >= 6
    assert [stop["y"] for stop in rail] == sorted(stop["y"] for stop in rail)
    assert {stop["x"] > 640 for stop in rail} == {True}
    assert [stop["path"] for stop in stops if not (stop["seen"] and stop["marked"])] == []


def walk_to(page: Page, selector: str) -> None:
    """Press Tab until an element of this selector has the focus, and see that it shows."""
    for _ in range(PATIENT):
        page.keyboard.press("Tab")
        if page.locator(f":is({selector}):focus").count():
            focus = page.evaluate(WHERE_THE_FOCUS_IS)
            assert focus["seen"], focus
            assert focus["marked"], focus
            return
    pytest.fail(f"Tab never reached {selector}")


def press_tab_until(page: Page, path: str) -> None:
    """Press Tab once: the first stop is the way past the rail."""
    page.keyboard.press("Tab")
    assert page.evaluate(WHERE_THE_FOCUS_IS)["path"] == path
