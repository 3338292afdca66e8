"""The list of what a verdict cites, edited at the desk."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from claims.models import Claim
from tests.factories.claims import claim_of
from tests.factories.verdicts import Desk, claim_with_source

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


@pytest.fixture
def desk(reporter: User, editor: User, publisher: User) -> Desk:
    return Desk(reporter, editor, publisher)


def source_rows(*titles: str, seen: str = "", **fields: str) -> dict[str, str]:
    rows = {"form-TOTAL_FORMS": str(len(titles)), "form-INITIAL_FORMS": "0", "seen": seen}
    for number, title in enumerate(titles):
        rows[f"form-{number}-title"] = title
        rows[f"form-{number}-kind"] = "primary"
    return {**rows, **fields}


def test_sources_are_saved_in_order_and_empty_rows_passed_over(
    reporter: User, signed_in: SignIn
) -> None:
    claim = claim_of(reporter)
    url = reverse("desk:sources", args=[claim.pk])
    page = signed_in(reporter).get(url).content.decode()
    seen = re.search(r'name="seen" value="(\w+)"', page)
    assert seen is not None

    signed_in(reporter).post(url, source_rows("بيان", "", "Nîmes", seen=seen[1]))

    assert [one.title for one in claim.verdict.sources.all()] == ["بيان", "Nîmes"]


def test_another_row_keeps_what_was_typed_and_saves_nothing(
    reporter: User, signed_in: SignIn
) -> None:
    claim = claim_of(reporter)

    page = (
        signed_in(reporter)
        .post(reverse("desk:sources", args=[claim.pk]), source_rows("पुराना पुल", add="1"))
        .content.decode()
    )

    assert "पुराना पुल" in page
    assert 'name="form-1-title"' in page
    assert not hasattr(Claim.objects.get(pk=claim.pk), "verdict")


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("form-0-title", "", "Give the source a title."),
        ("form-0-url", "javascript://x", "Give an address that begins with http or https."),
        ("form-0-accessed_on", "2024", "Give one day, as in 2024-06-23."),
        ("form-0-accessed_on", "never", "This is not a date."),
    ],
)
def test_a_wrong_source_is_explained_and_kept(
    reporter: User, in_english: SignIn, field: str, value: str, sentence: str
) -> None:
    claim = claim_of(reporter)
    rows = source_rows("عنوان", **{"form-0-publisher": "دار النشر", field: value})

    page = in_english(reporter).post(reverse("desk:sources", args=[claim.pk]), rows)

    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert "دار النشر" in page.content.decode()


def test_a_removed_source_is_gone(desk: Desk, signed_in: SignIn) -> None:
    claim = claim_with_source(desk)
    url = reverse("desk:sources", args=[claim.pk])
    page = signed_in(desk.reporter).get(url).content.decode()
    seen = re.search(r'name="seen" value="(\w+)"', page)
    assert seen is not None

    signed_in(desk.reporter).post(
        url, source_rows("उदाहरण", seen=seen[1], **{"form-0-removed": "on"})
    )

    assert not claim.verdict.sources.exists()


def test_sources_that_somebody_else_saved_are_shown_beside_mine(
    desk: Desk, in_english: SignIn
) -> None:
    claim = claim_with_source(desk)

    page = in_english(desk.editor).post(
        reverse("desk:sources", args=[claim.pk]), source_rows("مصدري", seen="long-ago")
    )

    assert page.status_code == 409
    assert "बैठक की पुरानी तस्वीर" in page.content.decode()
    assert "مصدري" in page.content.decode()
    assert claim.verdict.sources.get().language == "hi"


def test_an_administrator_edits_no_sources(
    reporter: User, administrator: User, signed_in: SignIn
) -> None:
    url = reverse("desk:sources", args=[claim_of(reporter).pk])

    assert signed_in(administrator).get(url).status_code == 403
