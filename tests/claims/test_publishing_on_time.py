"""A scheduled text that cannot be published holds up no other, and people are told why."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from claims.actions.workflow import move_text
from claims.models import Revision
from claims.publishing import PictureNotReady
from claims.schedule import publish_due
from media_provenance.models import MediaAsset
from tests.factories.verdicts import (
    Desk,
    claim_with_source,
    drafted,
    old_photo_case,
    published,
    scheduled,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(reporter: User, editor: User, publisher: User) -> Desk:
    return Desk(reporter, editor, publisher)


def unread(asset: MediaAsset) -> None:
    """Make a picture one that nobody has looked at yet."""
    MediaAsset.objects.filter(pk=asset.pk).update(
        state="stored",
        width=None,
        height=None,
        searched_at=None,
        search_version=None,
        search_effort="",
    )


def test_texts_behind_one_with_an_unread_picture_are_published(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    case = old_photo_case(desk)
    stuck = drafted(case.claim, desk, words=case.words("ar"))
    move_text(stuck.pk, "submit", by=desk.reporter)
    move_text(stuck.pk, "approve", by=desk.editor)
    soon = timezone.now() + timedelta(hours=1)
    move_text(stuck.pk, "schedule", by=desk.publisher, publish_at=soon)
    other = scheduled(claim_with_source(desk, text="Une autre photo de Nîmes"), desk)
    Revision.objects.update(publish_at=timezone.now() - timedelta(seconds=1))
    unread(case.asset)

    assert publish_due() == 1

    assert set(Revision.objects.values_list("pk", "status")) == {
        (stuck.pk, "scheduled"),
        (other.pk, "published"),
    }
    assert f"{stuck.pk} is not ready" in caplog.text


def test_an_unread_picture_met_by_any_view_is_a_page_with_the_reason(
    desk: Desk, signed_in: Callable[[User], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PictureNotReady

    revision = published(drafted(claim_with_source(desk), desk), desk)
    monkeypatch.setattr("claims.views.desk.verdicts.preview_of", refuse)
    client = signed_in(desk.publisher)
    client.cookies["django_language"] = "en"

    answer = client.get(reverse("desk:preview", args=[revision.pk]))

    # The language of the sentence is that of the text being previewed.
    assert answer.status_code == 409
    assert "<p>" in answer.content.decode()
