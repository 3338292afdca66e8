"""The Atom feed: one language, stable ids, and corrections with the time they were made."""

from __future__ import annotations

from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring
from django.contrib.auth.models import User
from django.test import Client

from tests.factories.verdicts import WORDS, Desk, claim_with_source, corrected, drafted, published

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


@pytest.fixture
def desk(reporter: User, editor: User, publisher: User) -> Desk:
    return Desk(reporter, editor, publisher)


def feed_of(client: Client, language: str) -> Element:
    feed: Element = fromstring(client.get(f"/{language}/feed.atom").content)
    return feed


def test_the_feed_says_in_which_language_it_is(client: Client) -> None:
    assert feed_of(client, "ar").attrib[LANGUAGE] == "ar"
    assert feed_of(client, "en").attrib[LANGUAGE] == "en"


def test_a_corrected_verdict_comes_first_again_under_its_own_id(client: Client, desk: Desk) -> None:
    first = published(drafted(claim_with_source(desk, text="é"), desk), desk)
    published(drafted(claim_with_source(desk, text="बैठक"), desk), desk)
    before = feed_of(client, "ar").findall(f"{ATOM}entry")

    corrected(first, desk, note="صححنا", words=WORDS["ar"])
    after = feed_of(client, "ar").findall(f"{ATOM}entry")

    assert [one.findtext(f"{ATOM}id") for one in after] == [
        one.findtext(f"{ATOM}id") for one in reversed(before)
    ]
    assert after[0].findtext(f"{ATOM}updated", "") > before[1].findtext(f"{ATOM}updated", "x")
    assert after[0].findtext(f"{ATOM}published") == before[1].findtext(f"{ATOM}published")


def test_an_entry_s_id_is_the_address_of_its_page(client: Client, desk: Desk) -> None:
    revision = published(drafted(claim_with_source(desk), desk), desk)

    entry = feed_of(client, "ar").find(f"{ATOM}entry")

    assert entry is not None
    path = f"/ar/v/{revision.text.verdict.public_id}/"
    assert entry.findtext(f"{ATOM}id") == f"http://localhost:8000{path}"
    assert entry.findtext(f"{ATOM}title") == WORDS["ar"].headline


def test_a_draft_is_not_in_it(client: Client, desk: Desk) -> None:
    drafted(claim_with_source(desk), desk)

    assert feed_of(client, "ar").find(f"{ATOM}entry") is None
