"""Pictures compared and looked for at the desk: by keys, right to left, and without scripts."""

from __future__ import annotations

import base64
import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import desk
from tests.browser.chromium import Watch, violations
from tests.browser.conftest import OpenAs
from tests.browser.test_pages import look
from tests.factories.pictures import draw_picture, jpeg, mirrored

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# How a browser hands over what somebody pastes.
PASTE = """([name, content]) => {
  const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
  const clipboardData = new DataTransfer();
  clipboardData.items.add(new File([bytes], name, { type: 'image/jpeg' }));
  document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
}"""


def bring_in_pair(page: Page, seed: int, folder: Path) -> None:
    """Bring in a picture and its mirror image, and open the page that compares the two."""
    files = [folder / f"صورة-{seed}.jpg", folder / f"à-l’envers-{seed}.jpg"]
    files[0].write_bytes(jpeg(draw_picture(seed)))
    files[1].write_bytes(mirrored(draw_picture(seed)))
    page.goto("/desk/intake/")
    page.locator("input[name='pictures-uploads']").set_input_files(files)
    page.locator("button[name=part][value=pictures]").click()
    expect(page).to_have_url(re.compile(r"/desk/items/"))
    open_when_there(page, page.locator("main a[href*='/desk/pictures/']").last)
    open_when_there(page, page.locator("article.match a[href*='/compare/']").first)
    expect(page).to_have_url(re.compile(r"/compare/"))


def open_when_there(page: Page, link: Locator) -> None:
    """Follow a link that background work makes; load again until it is there."""
    address = page.url
    for _ in range(desk.BACKGROUND // 1000):
        if link.count():
            break
        page.wait_for_timeout(1000)
        page.goto(address)
    target = link.get_attribute("href")
    assert target is not None
    page.goto(target)


def choose_view(page: Page, view: str) -> None:
    page.locator(f"a[href*='view={view}']").click()
    expect(page).to_have_url(re.compile(f"view={view}"))


def test_two_pictures_are_compared_by_keys_in_arabic(open_as: OpenAs, tmp_path: Path) -> None:
    page = open_as("reporter", language="ar")
    watch = Watch(page)
    bring_in_pair(page, 61, tmp_path)

    # What both show is outlined in each, and said in words.
    expect(page.locator(".framed polygon")).to_have_count(4)
    assert watch.complaints == []
    assert look(page, "compare side", "ar") == ([], [])

    # The slider goes from the left to the right, as the pictures do.
    page.keyboard.press("2")
    expect(page).to_have_url(re.compile("view=slider"))
    slider = page.locator("[data-slider]")
    cut = page.locator("#uncover")
    expect(slider).to_be_visible()
    expect(slider).to_have_css("direction", "ltr")
    cut.focus()
    for _ in range(10):
        page.keyboard.press("ArrowRight")
    expect(cut).to_have_value("60")
    expect(cut).to_have_attribute("aria-valuetext", re.compile("60"))
    assert slider.evaluate("(one) => one.style.getPropertyValue('--cut')") == "60%"
    assert watch.complaints == []
    assert look(page, "compare slider", "ar") == ([], [])

    page.keyboard.press("3")
    expect(page).to_have_url(re.compile("view=difference"))
    drawn = page.locator(".laid img")
    expect(drawn).to_have_js_property("complete", True)
    assert drawn.evaluate("(one) => one.naturalWidth") > 0
    assert look(page, "compare difference", "ar") == ([], [])

    # Deciding, and taking it back; what is typed in the note is no key.
    page.locator(".bar-note summary").click()
    page.locator("input[name=note]").fill("")
    page.locator("input[name=note]").press_sequentially("cru")
    expect(page).to_have_url(re.compile("view=difference"))
    page.locator("input[name=note]").blur()
    page.keyboard.press("s")
    expect(page.locator("#messages .notice")).to_have_count(1)
    expect(page.locator("#decisions-title + ol li")).to_have_count(1)
    page.keyboard.press("u")
    expect(page.locator("#decisions-title + ol li")).to_have_count(2)
    assert watch.complaints == []


def test_nothing_blinks_by_itself_nor_where_less_motion_is_asked_for(
    open_as: OpenAs, tmp_path: Path
) -> None:
    page = open_as("reporter", language="en")
    bring_in_pair(page, 62, tmp_path)
    choose_view(page, "blink")
    box = page.locator("[data-blinks]")

    # This window asks for less motion.
    expect(box.locator("[data-blink]")).to_be_hidden()
    expect(box.locator("[data-blink-not]")).to_be_visible()
    expect(box).to_have_attribute("data-shows", "first")
    page.keyboard.press("x")
    expect(box).to_have_attribute("data-shows", "second")
    assert look(page, "compare blink", "en") == ([], [])

    page.emulate_media(reduced_motion="no-preference")
    page.reload()
    expect(box.locator("[data-blink]")).to_be_visible()
    page.wait_for_timeout(1500)
    expect(box).to_have_attribute("data-shows", "first")
    box.locator("[data-blink]").click()
    expect(box).to_have_attribute("data-shows", "second")
    expect(box).to_have_attribute("data-shows", "first")
    page.keyboard.press("Escape")
    expect(box.locator("[data-blink]")).to_have_attribute("aria-pressed", "false")


@pytest.mark.parametrize("language", ["ar", "en"])
def test_on_a_phone_the_decision_is_in_reach_below_two_tall_pictures(
    open_as: OpenAs, tmp_path: Path, language: str
) -> None:
    page = open_as("reporter", language=language)
    page.set_viewport_size({"width": 375, "height": 667})
    bring_in_pair(page, 67 if language == "ar" else 68, tmp_path)

    buttons = page.locator("#decide button[name=decision]")
    boxes = [one.bounding_box() for one in buttons.all()]
    at_end = page.locator("#decisions-title")
    at_end.scroll_into_view_if_needed()

    expect(buttons).to_have_count(3)
    for box in boxes:
        assert box is not None
        assert (box["height"] >= 44, box["y"] + box["height"] <= 667) == (True, True)
        assert (box["x"] >= 0, box["x"] + box["width"] <= 375) == (True, True)
    expect(at_end).to_be_in_viewport()
    expect(buttons.first).to_be_in_viewport()
    assert violations(page) == []


def test_without_scripts_every_view_shows_both(open_as: OpenAs, tmp_path: Path) -> None:
    page = open_as("reporter", language="en", javascript=False)
    bring_in_pair(page, 63, tmp_path)
    pictures = page.locator("main .framed img").filter(visible=True)

    for view in ("slider", "blink"):
        choose_view(page, view)
        expect(pictures).to_have_count(2)
        expect(page.locator("[data-needs-script]")).to_be_hidden()
    choose_view(page, "difference")
    expect(page.locator(".laid img")).to_be_visible()
    page.locator("button[name=decision][value=confirmed]").click()
    expect(page.locator("#messages")).to_contain_text("Confirmed: the same picture.")
    page.locator("button[name=decision][value=undecided]").click()
    expect(page.locator("#messages")).to_contain_text("The decision is taken back.")


def test_the_keys_of_the_comparison_can_be_switched_off(open_as: OpenAs, tmp_path: Path) -> None:
    page = open_as("reporter", language="en")
    bring_in_pair(page, 64, tmp_path)

    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    assert violations(page) == []
    page.locator("[data-keys-on]").uncheck()
    page.locator("#keys button").click()
    page.keyboard.press("2")
    page.wait_for_timeout(500)

    assert "view=slider" not in page.url


def test_a_pasted_picture_is_looked_for_and_found(open_as: OpenAs, tmp_path: Path) -> None:
    page = open_as("reporter", language="ar")
    bring_in_pair(page, 65, tmp_path)
    watch = Watch(page)
    page.goto("/desk/find-picture/")

    content = base64.b64encode(jpeg(draw_picture(65), quality=40)).decode()
    page.evaluate(PASTE, ["لصق.jpg", content])
    expect(page.locator("[data-taken]")).to_contain_text("لصق.jpg")
    expect(page.locator("form .actions button")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/desk/find-picture/[-0-9a-f]{36}/"))
    expect(page.locator(".results > li")).to_have_count(2, timeout=desk.BACKGROUND)
    assert watch.complaints == []
    assert look(page, "search found", "ar") == ([], [])

    page.locator("form[action$='/erase/'] button").click()
    expect(page).to_have_url(re.compile(r"/desk/find-picture/$"))


def test_a_picture_is_looked_for_without_scripts(open_as: OpenAs, tmp_path: Path) -> None:
    page = open_as("reporter", language="en", javascript=False)
    file = tmp_path / "खोज.jpg"
    file.write_bytes(jpeg(draw_picture(66)))
    page.goto("/desk/find-picture/")

    page.locator("input[type=file]").set_input_files(file)
    page.locator("form .actions button").click()
    for _ in range(desk.BACKGROUND // 1000):
        if page.locator("#results-title").count():
            break
        page.wait_for_timeout(1000)
        page.get_by_role("link", name="Load again").click()

    expect(page.locator("main")).to_contain_text("No copy was found in this archive.")
