"""Django's admin shows pictures and changes nothing about them."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from tests.factories.people import with_second_factor
from tests.factories.pictures import draw_picture, jpeg, stored_picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def root(client: Client) -> Client:
    client.force_login(with_second_factor(User.objects.create_superuser("root")))
    return client


@pytest.mark.parametrize(
    "model", ["mediaasset", "evidence", "match", "datingquestion", "finding", "capture"]
)
def test_even_a_superuser_may_only_look(root: Client, model: str) -> None:
    listed = root.get(reverse(f"admin:media_provenance_{model}_changelist"))
    added = root.get(reverse(f"admin:media_provenance_{model}_add"))

    assert listed.status_code == 200
    assert added.status_code == 403


def test_a_picture_can_be_looked_at_and_not_deleted(root: Client) -> None:
    asset = stored_picture(jpeg(draw_picture(1)), original_name="صورة.jpg")

    seen = root.get(reverse("admin:media_provenance_mediaasset_change", args=[asset.pk]))
    deleted = root.post(
        reverse("admin:media_provenance_mediaasset_delete", args=[asset.pk]), {"post": "yes"}
    )

    assert "صورة.jpg" in seen.content.decode()
    assert deleted.status_code == 403
