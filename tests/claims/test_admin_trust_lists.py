"""Administrators paste lists of trust, see what stands in them, and retire them with a reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.models import User
from django.test import Client

from media_provenance.actions import add_trust_list
from media_provenance.domain.trust_lists import TrustKind
from media_provenance.models import TrustList
from tests.unit.media_provenance.signed_pictures import signers_key, signers_root

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
LISTS = "/desk/admin/media_provenance/trustlist/"
ROOT = signers_root()


@pytest.fixture(params=["ar", "en"])
def managing(administrator: User, signed_in: SignIn, request: pytest.FixtureRequest) -> Client:
    client = signed_in(administrator)
    client.cookies["django_language"] = request.param
    client.post("/desk/account/confirm/", {"password": "long enough for anyone"})
    return client


def paste(client: Client, text: str, kind: str = "anchors") -> _MonkeyPatchedWSGIResponse:
    sent = {"name": "قائمة — été — सूची", "kind": kind, "text": text}
    return client.post(f"{LISTS}add/", sent, follow=True)


def test_a_list_is_pasted_and_shown_back(managing: Client, administrator: User) -> None:
    answer = paste(managing, ROOT)
    added = TrustList.objects.get()
    shown = managing.get(f"{LISTS}{added.pk}/change/").content.decode()

    assert answer.status_code == 200
    assert (added.added_by, added.entries) == (administrator, 1)
    assert "CN=Root of tests" in shown
    assert "2119-12-" in shown or "2120-01-01" in shown


def test_a_private_key_is_refused_in_a_sentence_and_not_kept(managing: Client) -> None:
    answer = paste(managing, ROOT + signers_key())

    assert not TrustList.objects.exists()
    assert "errorlist" in answer.content.decode()


@pytest.mark.parametrize("kind", ["anchors", "purposes", ""])
def test_a_private_key_is_not_shown_again(managing: Client, kind: str) -> None:
    answer = paste(managing, ROOT + signers_key(), kind)

    page = answer.content.decode()
    assert answer.context["adminform"].form.errors["text"]
    assert "قائمة — été — सूची" in page
    assert "BEGIN" not in page.split("<textarea", 1)[1].split("</textarea>", 1)[0]
    assert signers_key().splitlines()[1] not in page


def test_what_is_no_list_is_refused_and_what_was_typed_stays(managing: Client) -> None:
    answer = paste(managing, "ليست قائمة — ce n'est rien")

    assert not TrustList.objects.exists()
    assert "ليست قائمة" in answer.content.decode()


def test_the_same_list_twice_is_refused(managing: Client) -> None:
    paste(managing, ROOT)
    answer = paste(managing, ROOT)

    assert TrustList.objects.count() == 1
    assert "errorlist" in answer.content.decode()


def test_a_list_is_retired_with_a_reason_and_kept(managing: Client, administrator: User) -> None:
    added = add_trust_list("C2PA", TrustKind.ANCHORS, ROOT)

    managing.post(f"{LISTS}{added.pk}/change/", {"retired_reason": "قديمة"})

    added.refresh_from_db()
    assert (added.retired_by, added.retired_reason) == (administrator, "قديمة")
    assert added.text.strip() == ROOT.strip()


def test_without_a_reason_nothing_is_retired(managing: Client) -> None:
    added = add_trust_list("C2PA", TrustKind.ANCHORS, ROOT)

    managing.post(f"{LISTS}{added.pk}/change/", {"retired_reason": " "})

    added.refresh_from_db()
    assert added.retired_at is None


def test_a_retired_list_can_be_looked_at_and_not_changed_or_deleted(managing: Client) -> None:
    added = add_trust_list("C2PA", TrustKind.ANCHORS, ROOT)
    managing.post(f"{LISTS}{added.pk}/change/", {"retired_reason": "old"})

    seen = managing.get(f"{LISTS}{added.pk}/change/")
    again = managing.post(f"{LISTS}{added.pk}/change/", {"retired_reason": "new"})
    deleted = managing.post(f"{LISTS}{added.pk}/delete/", {"post": "yes"})

    assert (seen.status_code, again.status_code, deleted.status_code) == (200, 403, 403)


def test_an_editor_sees_no_lists(editor: User, signed_in: SignIn) -> None:
    client = signed_in(editor)

    answers = [client.get(LISTS), client.get(f"{LISTS}add/")]

    assert all(answer.status_code in (302, 403, 404) for answer in answers)
