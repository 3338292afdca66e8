"""What a page or a form says is not taken for more than it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

import pytest

from claims.actions.cases import record_claim
from claims.actions.intake import IntakeRefused, bring_in_pictures, bring_in_text, set_published
from claims.forms.cases import RecordClaimForm
from claims.models import NewsItem
from claims.reading import read_item, record_reading
from media_provenance.models import MediaAsset
from multilingual.intervals import DateInterval
from tests.factories.pictures import draw_picture, jpeg

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from pytest_django import Settings

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("canonical", "shown"),
    [
        ("https://autre.example/été", "https://site.example/قصة"),
        ("https://site.example/यह", "https://site.example/यह"),
    ],
    ids=["another site's address", "an address of its own"],
)
def test_an_appearance_has_the_address_where_the_page_was_met(
    reporter: User, canonical: str, shown: str
) -> None:
    item = NewsItem.objects.create(
        intake="url", state="read", url="https://site.example/قصة", canonical_url=canonical
    )

    claim = record_claim(text="ادعاء", language="ar", by=reporter, news_item=item)

    assert claim.appearances.get().url == shown


def test_days_given_by_an_editor_outlive_a_later_reading(reporter: User) -> None:
    item = bring_in_text("عنوان الخبر في سطره الأول\n\n12 يونيو 2024\n\nنصّ الخبر.", by=reporter)
    day = DateInterval(date(2022, 8, 14), date(2022, 8, 14))
    set_published(item, day, by=reporter)
    payload = {"item": str(item.pk)}

    record_reading(payload, read_item(payload, lambda done, total: None))

    item.refresh_from_db()
    assert (item.published_first, item.published_origin) == (date(2022, 8, 14), "editor")


def test_a_claim_of_an_item_without_a_language_is_not_arabic_by_default(reporter: User) -> None:
    item = NewsItem.objects.create(intake="text", state="read", title="12345", added_by=reporter)

    form = RecordClaimForm(item=item, pictures=[])

    assert form["language"].value() == "und"
    assert "und" in dict(form.fields["language"].choices)  # type: ignore[attr-defined]


def test_a_picture_over_the_limit_is_refused_and_never_kept_in_part(
    reporter: User, settings: Settings, person: Callable[..., User]
) -> None:
    picture = jpeg(draw_picture(7))
    settings.UPLOAD_LIMIT = len(picture) - 1

    with pytest.raises(IntakeRefused) as refusal:
        bring_in_pictures([("صورة.jpg", picture)], by=reporter)

    assert refusal.value.code == "too_large"
    assert not MediaAsset.objects.exists()
