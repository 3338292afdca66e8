"""A text that was brought in, gone through at the desk: by keys, and without scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import desk
from tests.browser.chromium import Watch, violations
from tests.browser.conftest import OpenAs

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# The letters with marks and the sign of two code units stand before the words that are selected.
ARABIC = """البلدية تنفي إغلاق الجسر القديم أمام المارة

نشر في 18 تموز 2024

😀 نَفَتِ البلديةُ إغلاق الجسر القديم أمام المارة والسيارات في بيان صدر مساء أمس.

وقال الناطق باسم وزارة الأشغال سليم حداد إن الجسر مفتوح كما كان منذ عشرين عامًا.

وأكدت شرطة المرور أن الطريق آمن، وقالت مصادر مطلعة إن أعمال الصيانة انتهت قبل شهر.
"""
SELECTED = "الجسر مفتوح كما كان"
ENGLISH = """City denies closing the old bridge to walkers

Published on 18 July 2024

The city council denied that the old bridge was closed to walkers and cars in Nîmes.

Transport minister Zoé Martin said that the bridge had been open for twenty years.

Police confirmed that the road was safe, officials said on Thursday.
"""

SELECT_WORDS = """([box, words]) => {
  const paragraphs = [...document.querySelectorAll(`[data-text=${box}] [data-start]`)];
  for (const paragraph of paragraphs) {
    const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
    const places = [];
    let text = '';
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.parentElement.closest('[data-apart]')) continue;
      for (let at = 0; at < node.length; at++) places.push([node, at]);
      text += node.data;
    }
    const at = text.indexOf(words);
    if (at < 0) continue;
    const [first, from] = places[at], [last, to] = places[at + words.length - 1];
    getSelection().setBaseAndExtent(first, from, last, to + 1);
    return true;
  }
  return false;
}"""
# As a keyboard with Arabic letters sends the key where others have the "a".
PRESS_ARABIC_A = """() => document.activeElement.dispatchEvent(
  new KeyboardEvent('keydown', { key: 'ش', code: 'KeyA', bubbles: true, cancelable: true }))"""


def bring_in_text(page: Page, text: str) -> None:
    """Paste a text, and wait until it has been read."""
    page.goto("/desk/intake/")
    page.locator("textarea[name='text-text']").fill(text)
    page.locator("button[name=part][value=text]").click()
    for _ in range(desk.BACKGROUND // 1000):
        if page.locator("#read-text").count():
            return
        page.wait_for_timeout(1000)
        page.reload()
    expect(page.locator("#read-text")).to_be_visible()


def cards(page: Page) -> Locator:
    return page.locator("#suggestions [data-card]")


def test_a_text_is_gone_through_by_keys_in_arabic(open_as: OpenAs) -> None:
    page = open_as("reporter", language="ar")
    watch = Watch(page)
    bring_in_text(page, ARABIC)
    item = page.url
    waiting = cards(page).count()
    assert waiting >= 4

    # Taking, on a keyboard with Arabic letters: the next one has the focus, and it is said.
    page.keyboard.press("j")
    expect(cards(page).first).to_be_focused()
    page.evaluate(PRESS_ARABIC_A)
    expect(cards(page)).to_have_count(waiting - 1)
    expect(cards(page).first).to_be_focused()
    expect(page.locator("#messages")).not_to_be_empty()
    expect(page.locator("#read-marks [data-marks~=recorded]").first).to_be_visible()

    # Leaving, and undoing it.
    left = cards(page).first.get_attribute("id")
    page.keyboard.press("r")
    expect(cards(page)).to_have_count(waiting - 2)
    page.keyboard.press("u")
    expect(cards(page)).to_have_count(waiting - 1)
    expect(page.locator(f"#{left}")).to_be_focused()
    assert violations(page) == []

    # Putting it otherwise.
    page.keyboard.press("e")
    page.wait_for_url("**/edit/")
    page.locator("textarea[name=claim_text]").fill("الجسر مغلق à Nîmes पुल")
    page.locator("main form button[data-kind=primary]").click()
    page.wait_for_url("**/desk/items/**")
    expect(cards(page)).to_have_count(waiting - 2)
    expect(page.locator("#suggestions")).to_contain_text("الجسر مغلق à Nîmes पुल")

    # A claim of words in the text.
    page.goto(item)
    assert page.evaluate(SELECT_WORDS, ["body", SELECTED])
    expect(page.locator("[data-claim-of-selection]")).to_be_visible()
    page.keyboard.press("c")
    page.wait_for_url("**/claims/?**")
    expect(page.locator("textarea[name=text]")).to_have_value(SELECTED)
    page.locator("button[name=part][value=record]").click()
    page.wait_for_url("**/desk/claims/**")
    page.goto(item)
    assert SELECTED in page.locator("#read-marks [data-marks~=claim]").all_inner_texts()
    assert watch.complaints == []


def test_the_note_of_a_date_is_shown_on_focus_and_goes_with_escape(open_as: OpenAs) -> None:
    page = open_as("reporter", language="ar")
    bring_in_text(page, ARABIC.replace("عشرين", "ثلاثين"))
    date = page.locator("#read-marks a[data-marks~=date]").first
    note = page.locator("#read-marks .tip").filter(visible=True)

    date.focus()

    expect(note).to_have_count(1)
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(note).to_have_count(0)


def test_the_keys_can_be_switched_off_for_good(open_as: OpenAs) -> None:
    page = open_as("reporter", language="en")
    bring_in_text(page, ENGLISH.replace("twenty", "thirty"))

    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    assert violations(page) == []
    page.locator("[data-keys-on]").uncheck()
    page.locator("#keys button").click()
    page.reload()
    page.keyboard.press("j")

    expect(page.locator("[data-card]:focus")).to_have_count(0)
    # By the button they are found again.
    page.locator("[data-opens-keys]").click()
    page.locator("[data-keys-on]").check()
    page.locator("#keys button").click()
    page.keyboard.press("j")
    expect(page.locator("[data-card]:focus")).to_have_count(1)


def test_a_text_is_gone_through_without_scripts_in_english(open_as: OpenAs) -> None:
    page = open_as("reporter", language="en", javascript=False)
    bring_in_text(page, ENGLISH)
    item = page.url
    waiting = cards(page).count()
    assert waiting >= 2

    cards(page).first.get_by_role("button", name="Take it").click()
    expect(cards(page)).to_have_count(waiting - 1)
    expect(page.locator("#messages")).to_contain_text("Recorded:")

    cards(page).first.get_by_role("button", name="Leave it").click()
    expect(cards(page)).to_have_count(waiting - 2)
    page.locator("#suggestions > form").get_by_role("button", name="Undo").click()
    expect(cards(page)).to_have_count(waiting - 1)

    cards(page).first.get_by_role("link", name="Change it").click()
    page.locator("[name=speaker]").fill("")
    page.locator("main form button[data-kind=primary]").click()
    expect(page.locator(".error-summary")).to_contain_text("Say who speaks.")
    page.locator("[name=speaker]").fill("Zoé Martin")
    page.locator("main form button[data-kind=primary]").click()
    expect(cards(page)).to_have_count(waiting - 2)

    page.goto(item)
    page.locator("a.make").last.click()
    expect(page.locator("textarea[name=text]")).to_have_value(
        "Police confirmed that the road was safe, officials said on Thursday."
    )

    page.goto(f"{item}corrections/")
    field = page.locator("#correct-text textarea")
    field.fill(field.input_value().replace("safe", "sûre"))
    page.locator("#correct-text button[value=text]").click()
    expect(page.locator("#corrections-title + ul")).to_contain_text("sûre")
    page.locator("form[action*='reading-corrections'] button").click()
    expect(page.locator("#correct-text textarea")).not_to_have_value("sûre")
    page.goto(item)
    expect(page.locator("#read-marks")).to_contain_text("the road was safe")
