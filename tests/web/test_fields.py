"""Rights to single fields: who is shown what, and what no form can be made to write."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from claims.models import NewsItem, Rating, RatingLabel, Revision, Submission
from media_provenance.models import Evidence
from tests.web import canaries, table
from tests.web.canaries import Planted
from tests.web.world import ROLES, World, undone

pytestmark = pytest.mark.django_db

TABLE = Path(__file__).with_name("fields.tsv")
LINES = [
    line.split("\t")
    for line in TABLE.read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]
FIELDS = {field: dict(zip(ROLES, cells, strict=True)) for field, *cells in LINES}


@pytest.fixture
def planted(world: World) -> Planted:
    return canaries.plant()


def pages_of(world: World, role: str) -> list[str]:
    """Return every page that a role can open, as it would be read."""
    shown = [
        row for row in table.rows() if row.method == "GET" and row.answers[role] in {"200", "410"}
    ]
    client = world.browser(role)
    pages = []
    for row in shown:
        with undone():
            response = client.get(table.address(world, row))
            pages.append(
                ""
                if response.streaming
                else canaries.seen_through(response.content.decode("utf-8", "replace"))
            )
        table.finish(response)
    return pages


@pytest.mark.parametrize("role", ROLES)
def test_each_role_is_shown_the_fields_of_the_table_and_no_others(
    world: World, planted: Planted, role: str
) -> None:
    shown = planted.found_in(pages_of(world, role))

    assert {field for field in FIELDS if field in shown} == {
        field for field, cells in FIELDS.items() if "r" in cells[role]
    }


def test_the_table_names_fields_that_hold_words(planted: Planted) -> None:
    assert set(FIELDS) <= set(planted.where.values())


# What the product writes itself, sent along with every form.
FORGED: dict[str, Any] = {
    "status": "published",
    "state": "read",
    "snapshot": "{}",
    "is_superuser": "on",
    "published_at": "2024-01-01",
    "number": 99,
}
PEOPLE = (
    *("author", "saved_by", "submitted_by", "approved_by", "published_by", "scheduled_by"),
    *("added_by", "assignee", "entered_by", "recorded_by", "withdrawn_by", "decided_by"),
)


def forged(world: World) -> dict[str, Any]:
    other = world.people["publisher"].pk
    names = [*PEOPLE, *(f"{name}_id" for name in PEOPLE), *(f"evidence-{one}" for one in PEOPLE)]
    return {**FORGED, **dict.fromkeys(names, other)}


def test_nobody_writes_a_text_in_anothers_name_or_past_its_review(world: World) -> None:
    draft = world.revisions["draft"]
    path = reverse("desk:verdict", args=[draft.text.verdict.claim_id, "ar"])
    words = {"version": draft.version, "headline": "عنوان", "media_category": ""}

    answer = world.browser("reporter").post(path, {**forged(world), **words})

    saved = Revision.objects.get(pk=draft.pk)
    assert answer.status_code == 302
    assert (saved.headline, saved.status, saved.snapshot) == ("عنوان", "draft", None)
    assert saved.author_id == draft.author_id
    assert saved.saved_by_id == world.people["reporter"].pk
    assert (saved.approved_by_id, saved.published_by_id, saved.number) == (None, None, draft.number)


def test_evidence_is_entered_by_who_is_signed_in(world: World) -> None:
    path = reverse("desk:evidence_add", args=[world.asset.pk])
    words = table.POSTED["desk:evidence_add"](world, "-")

    world.browser("editor").post(path, {**forged(world), **words})

    entered = Evidence.objects.filter(asset=world.asset).latest("pk")
    assert entered.entered_by_id == world.people["editor"].pk
    assert entered.withdrawn_by_id is None


def test_an_item_is_brought_in_by_who_is_signed_in_and_is_not_read_yet(world: World) -> None:
    before = set(NewsItem.objects.values_list("pk", flat=True))
    words = {"part": "text", "text-text": "Texte à vérifier, कृपया"}

    world.browser("reporter").post("/desk/intake/", {**forged(world), **words})

    brought = NewsItem.objects.exclude(pk__in=before).get()
    assert (brought.added_by_id, brought.state) == (world.people["reporter"].pk, "waiting")


def test_a_claim_moves_by_no_other_form_than_its_moves(world: World) -> None:
    claim = world.claims["received"]
    words = {"text": "ادّعاء آخر", "language": "ar", "claimant_kind": "person"}

    world.browser("reporter").post(
        reverse("desk:claim_edit", args=[claim.pk]), {**forged(world), **words}
    )

    was = (claim.status, claim.added_by_id, claim.assignee_id)
    claim.refresh_from_db()
    assert claim.text == "ادّعاء آخر"
    assert (claim.status, claim.added_by_id, claim.assignee_id) == was


def test_an_administrator_makes_nobody_a_superuser(world: World) -> None:
    person = world.people["stranger"]
    sent = {**forged(world), "username": "été", "is_active": "on", "user_permissions": [1, 2]}

    world.browser("admin").post(reverse("admin:auth_user_change", args=[person.pk]), sent)

    person.refresh_from_db()
    assert not person.is_superuser
    assert not person.user_permissions.exists()


def test_a_submission_is_changed_by_nobody(world: World) -> None:
    path = reverse("admin:claims_submission_change", args=[world.submission.pk])

    answer = world.browser("admin").post(path, {"text": "x", "contact": "y", "state": "spam"})

    assert answer.status_code == 403
    assert Submission.objects.get(pk=world.submission.pk).text == world.submission.text


@pytest.mark.parametrize("role", ["stranger", "reporter", "editor", "publisher"])
def test_the_words_of_a_rating_are_the_administrators(world: World, role: str) -> None:
    before = list(RatingLabel.objects.order_by("pk").values())

    answer = world.browser(role).post(
        reverse("admin:claims_rating_change", args=[world.rating.pk]), {"position": 1}
    )

    assert answer.status_code in {302, 403}
    assert list(RatingLabel.objects.order_by("pk").values()) == before


def test_the_key_of_a_rating_is_nobodys(world: World) -> None:
    world.browser("admin").post(
        reverse("admin:claims_rating_change", args=[world.rating.pk]),
        {
            "key": "other",
            "position": 1,
            "look": "false",
            "labels-TOTAL_FORMS": 0,
            "labels-INITIAL_FORMS": 0,
        },
    )

    assert Rating.objects.get(pk=world.rating.pk).key == "misleading"
