"""What people do at the desk, found by what the pages are made of and not by their words.

So the same steps work in Arabic and English, with JavaScript and without.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

# How long background work may take on a machine that is busy with other tests, in milliseconds.
BACKGROUND = 60_000


@dataclass(frozen=True, slots=True)
class Words:
    """A verdict text as it is typed."""

    claim: str
    headline: str
    summary: str
    body: str
    alt: str


def open_item(page: Page, title: str) -> None:
    """Find a news item in the inbox by words of its title, and open it."""
    page.goto("/desk/")
    page.locator("main a", has_text=title).first.click()
    expect(page).to_have_url(re.compile(r"/desk/items/"))


def bring_in_page(page: Page, file: Path) -> None:
    """Upload a saved page, and wait until it has been read."""
    page.goto("/desk/intake/")
    page.locator("input[name='page-file']").set_input_files(file)
    page.locator("button[name=part][value=page]").click()
    expect(page).to_have_url(re.compile(r"/desk/items/"))
    # With JavaScript the page comes by itself.
    expect(page.locator("#read-text")).to_be_visible(timeout=BACKGROUND)


def record_claim(page: Page) -> str:
    """Make a claim of the open item as it is proposed; return the claim's address."""
    item = page.url.partition("?")[0].partition("#")[0]
    page.goto(f"{item}pictures/")
    wait_for_pictures(page)
    page.goto(f"{item}claims/")
    form = page.locator("form[action$='/claim/']").first
    expect(form.locator("input[name=pictures]")).to_be_checked()
    form.locator("button[value=record]").click()
    expect(page).to_have_url(re.compile(r"/desk/claims/[-0-9a-f]{36}/$"))
    return page.url


def wait_for_pictures(page: Page) -> None:
    """Wait until a picture of the open item has been read and is shown."""
    shown = page.locator("#item-pictures img")
    for _ in range(BACKGROUND // 1000):
        if shown.count():
            return
        page.wait_for_timeout(1000)
        page.reload()
    expect(shown).not_to_have_count(0)


def press_move(page: Page, move: str) -> None:
    """Press the button of a move, of the case or of a text."""
    page.locator(f"form[action$='/move/{move}/'] button[type=submit]").click()


def confirm_the_match(page: Page, claim: str) -> None:
    """Go from the claim to its picture, and say by one click that the other is the same one."""
    page.goto(claim)
    page.locator("a[href*='?claim=']").first.click()
    match = page.locator("article.match")
    expect(match).to_have_count(1)
    match.locator("button[name=decision][value=confirmed]").click()
    expect(page.locator("article.match")).to_have_count(1)


def write_sources(page: Page, claim: str, title: str) -> None:
    """Give the verdict one source."""
    page.goto(f"{claim}sources/")
    page.locator("input[name='form-0-title']").fill(title)
    page.locator("input[name='form-0-url']").fill("https://source.example/2015/é")
    page.locator("form[action$='/sources/'] button[data-kind=primary]").click()
    expect(page.locator("input[name='form-0-title']")).to_have_value(title)


def write_verdict(page: Page, claim: str, language: str, words: Words) -> None:
    """Fill in the verdict text of a language and ask for review."""
    page.goto(f"{claim}verdict/{language}/")
    page.locator("input[name=rating][value=misleading]").check()
    page.locator("[name=claim_text]").fill(words.claim)
    page.locator("[name=headline]").fill(words.headline)
    page.locator("[name=summary]").fill(words.summary)
    fill_prose(page, words.body)
    picture = page.locator("fieldset.picture-choice").first
    picture.locator("input[name$='-shown']").check()
    picture.locator("[name$='-alt']").fill(words.alt)
    page.locator("input[name=finding]:not([value=''])").check()
    page.locator("select[name=media_category]").select_option("DecontextualizedContent")
    page.locator("button[name=then][value=submit]").click()
    expect(page).to_have_url(re.compile(r"/desk/revisions/"))


def fill_prose(page: Page, text: str) -> None:
    """Write the explanation: in the editor if it has started, in the plain field otherwise."""
    editor = page.locator("[contenteditable=true]")
    if javascript_runs(page):
        editor.first.wait_for()
        editor.first.fill(text)
    else:
        page.locator("textarea[name=body]").fill(text)


def javascript_runs(page: Page) -> bool:
    """Answer whether this window runs scripts of pages."""
    return page.locator("html").evaluate("() => typeof window.htmx !== 'undefined'") is True


def carry_on(page: Page, revision: str, move: str) -> None:
    """Open a revision and make one move of it."""
    page.goto(revision)
    press_move(page, move)
    expect(page.locator(f"form[action$='/move/{move}/']")).to_have_count(0)


def text_of(found: Locator) -> str:
    """Return the words of an element with single spaces."""
    return " ".join(found.inner_text().split())
