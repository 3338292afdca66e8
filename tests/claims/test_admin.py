"""The admin: people, outlets, ratings and submissions, and nothing that is published."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.test import Client

from claims.actions.moderation import AlreadyModerated, mark_spam, promote
from claims.domain.workflow import NotAllowed
from claims.models import Claim, Outlet, Rating, Submission
from tests.factories.claims import CLAIMS, claim_of, submission
from tests.factories.people import with_second_factor
from tests.factories.pictures import draw_picture, jpeg, stored_picture

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
PAGES = (
    "/desk/admin/",
    "/desk/admin/auth/user/",
    "/desk/admin/claims/outlet/",
    "/desk/admin/claims/rating/",
    "/desk/admin/claims/submission/",
)


@pytest.fixture
def moderating(administrator: User, signed_in: SignIn) -> Client:
    client = signed_in(administrator)
    client.cookies["django_language"] = "en"
    # Whoever changes accounts has confirmed who they are: tests/platform/test_breaking_in.py.
    client.post("/desk/account/confirm/", {"password": "long enough for anyone"})
    return client


def choose(client: Client, action: str, *chosen: Submission):  # type: ignore[no-untyped-def]
    sent = {"action": action, "_selected_action": [str(one.pk) for one in chosen]}
    return client.post("/desk/admin/claims/submission/", sent, follow=True)


def test_nothing_of_the_editorial_work_is_registered() -> None:
    registered = {
        model.__name__
        for model in admin.site._registry
        if model._meta.app_label != "media_provenance"
    }

    assert registered == {"User", "Outlet", "Rating", "Submission"}


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("language", ["ar", "en"])
def test_an_administrator_opens_every_list(moderating: Client, address: str, language: str) -> None:
    moderating.cookies["django_language"] = language
    submission("à vérifier")
    Outlet.objects.create(name="صحيفة", domain="a.example")

    page = moderating.get(address)

    assert page.status_code == 200
    assert f'lang="{language}"' in page.content.decode()


def test_the_way_to_the_admin_and_back_is_on_the_page(moderating: Client) -> None:
    assert 'href="/desk/admin/"' in moderating.get("/desk/").content.decode()
    assert 'href="/desk/"' in moderating.get("/desk/admin/").content.decode()


def test_the_desk_is_not_shown_the_way_to_the_admin(editor: User, signed_in: SignIn) -> None:
    assert "/desk/admin/" not in signed_in(editor).get("/desk/").content.decode()


@pytest.mark.parametrize("address", PAGES[1:])
@pytest.mark.parametrize("role", ["reporter", "editor", "publisher"])
def test_the_desk_does_not_open_the_admin(
    person: Callable[..., User], signed_in: SignIn, address: str, role: str
) -> None:
    staff = with_second_factor(person(role))
    staff.is_staff = True
    staff.save()

    assert signed_in(staff).get(address).status_code == 403


def test_a_superuser_may_manage_and_has_no_role_at_the_desk(
    django_user_model: type[User], signed_in: SignIn
) -> None:
    first = signed_in(
        with_second_factor(django_user_model.objects.create_superuser("first", password="p"))
    )

    assert first.get("/desk/admin/auth/user/").status_code == 200
    assert first.get("/desk/").status_code == 403


def test_an_administrator_gives_somebody_a_role(moderating: Client, stranger: User) -> None:
    page = moderating.get(f"/desk/admin/auth/user/{stranger.pk}/change/")
    editors = page.context["adminform"].form.fields["groups"].queryset.get(name="editor")

    answer = moderating.post(
        f"/desk/admin/auth/user/{stranger.pk}/change/",
        {"username": "بثينة", "is_active": "on", "groups": [editors.pk]},
    )

    stranger.refresh_from_db()
    assert answer.status_code == 302
    assert stranger.username == "بثينة"
    assert list(stranger.groups.all()) == [editors]


def test_nobody_becomes_a_superuser_in_the_admin(moderating: Client, stranger: User) -> None:
    page = moderating.get(f"/desk/admin/auth/user/{stranger.pk}/change/").content.decode()

    assert "is_superuser" not in page
    assert "user_permissions" not in page


def test_nobody_and_no_rating_is_deleted(moderating: Client, stranger: User) -> None:
    rating = Rating.objects.get(key="true")

    assert moderating.post(f"/desk/admin/auth/user/{stranger.pk}/delete/").status_code == 403
    assert moderating.post(f"/desk/admin/claims/rating/{rating.pk}/delete/").status_code == 403


def test_the_key_of_a_rating_is_only_shown(moderating: Client) -> None:
    rating = Rating.objects.get(key="true")

    page = moderating.get(f"/desk/admin/claims/rating/{rating.pk}/change/").content.decode()

    assert 'name="key"' not in page
    assert "صحيح" in page


def test_a_submission_is_shown_and_not_edited(moderating: Client) -> None:
    sent = submission(CLAIMS["hi"], contact="reader@example.org")

    page = moderating.get(f"/desk/admin/claims/submission/{sent.pk}/change/").content.decode()

    assert CLAIMS["hi"] in page
    assert 'name="text"' not in page
    assert moderating.get("/desk/admin/claims/submission/add/").status_code == 403


def test_a_submission_can_be_erased(moderating: Client) -> None:
    sent = submission()

    moderating.post(f"/desk/admin/claims/submission/{sent.pk}/delete/", {"post": "yes"})

    assert not Submission.objects.exists()


def test_submissions_become_claims(moderating: Client) -> None:
    one, two = submission(CLAIMS["ar"]), submission(CLAIMS["fr"], language="fr")

    page = choose(moderating, "promote_chosen", one, two).content.decode()

    assert "2 claims were made." in page
    assert set(Claim.objects.values_list("text", "language", "status")) == {
        (CLAIMS["ar"], "ar", "received"),
        (CLAIMS["fr"], "fr", "received"),
    }


def test_what_was_decided_before_is_left(moderating: Client) -> None:
    one, two = submission("à"), submission("ب")
    choose(moderating, "mark_chosen_as_spam", one)

    page = choose(moderating, "promote_chosen", one, two).content.decode()

    one.refresh_from_db()
    assert "1 claim was made." in page
    assert "Some had been decided about before and were left." in page
    assert (one.state, one.claim) == ("spam", None)


# --- The actions themselves


def test_a_promoted_message_keeps_its_picture_and_address_and_not_its_sender(
    administrator: User,
) -> None:
    asset = stored_picture(jpeg(draw_picture(1)))
    sent = submission(
        "هل هذا صحيح؟", url="https://social.example/1", asset=asset, contact="reader@example.org"
    )

    claim = promote(sent.pk, by=administrator)

    sent.refresh_from_db()
    event = claim.events.get()
    assert (sent.state, sent.claim) == ("promoted", claim)
    assert claim.pictures.get().asset == asset
    assert claim.appearances.get().url == "https://social.example/1"
    assert event.name == "case.from_submission"
    assert "reader@example.org" not in str(event.values)


def test_a_message_that_is_only_an_address_becomes_a_claim_too(administrator: User) -> None:
    claim = promote(
        submission("", url="https://social.example/é", language="").pk, by=administrator
    )

    assert (claim.text, claim.language) == ("https://social.example/é", "und")


@pytest.mark.parametrize("action", [promote, mark_spam])
def test_a_message_is_decided_about_once(
    administrator: User, action: Callable[..., object]
) -> None:
    sent = submission()
    action(sent.pk, by=administrator)

    with pytest.raises(AlreadyModerated):
        promote(sent.pk, by=administrator)
    with pytest.raises(AlreadyModerated):
        mark_spam(sent.pk, by=administrator)


@pytest.mark.parametrize("role", ["reporter", "editor", "publisher", "nobody"])
def test_only_administrators_moderate(person: Callable[..., User], role: str) -> None:
    somebody, sent = person(role), submission()

    with pytest.raises(NotAllowed):
        promote(sent.pk, by=somebody)
    with pytest.raises(NotAllowed):
        mark_spam(sent.pk, by=somebody)


def test_erasing_a_promoted_message_leaves_its_claim(administrator: User, reporter: User) -> None:
    sent = submission()
    claim = promote(sent.pk, by=administrator)

    sent.delete()

    assert Claim.objects.filter(pk=claim.pk).exists()
    assert claim_of(reporter) is not None
