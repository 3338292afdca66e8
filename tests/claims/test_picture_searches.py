"""Who may search with a picture, have a search go on, keep its picture and erase it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from pytest_django.fixtures import Settings

from claims.actions.picture_searches import (
    erase_search,
    keep_searched_picture,
    search_again_harder,
    search_harder,
    start_search,
)
from claims.domain.workflow import NotAllowed
from claims.permissions import can_see_search
from jobs.models import Job
from media_provenance.actions import store_picture
from media_provenance.models import MediaAsset, PictureSearch
from tests.factories.pictures import draw_picture, jpeg

pytestmark = pytest.mark.django_db

Person = Callable[..., User]
PICTURE = jpeg(draw_picture(51, width=96, height=64))


@pytest.fixture(autouse=True)
def _media(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.mark.parametrize("role", ["reporter", "editor", "publisher"])
def test_who_works_at_the_desk_searches(person: Person, role: str) -> None:
    by = person(role)

    search = start_search(PICTURE, name="قديمة.jpg", by=by)

    assert (search.asked_by, search.original_name) == (by, "قديمة.jpg")


@pytest.mark.parametrize("role", ["admin", ""])
def test_nobody_else_searches_or_goes_on(person: Person, reporter: User, role: str) -> None:
    other = person(*([role] if role else []))
    search = start_search(PICTURE, name="", by=reporter)
    asset = store_picture(PICTURE)
    asked = Job.objects.count()

    for refused in (
        lambda: start_search(PICTURE, name="", by=other),
        lambda: search_again_harder(search, by=other),
        lambda: search_harder(asset, by=other),
        lambda: keep_searched_picture(search, by=other),
    ):
        with pytest.raises(NotAllowed):
            refused()

    assert (PictureSearch.objects.count(), MediaAsset.objects.count()) == (1, 1)
    assert Job.objects.count() == asked


@pytest.mark.parametrize(
    ("role", "may"),
    [("reporter", False), ("publisher", False), ("editor", False), ("admin", True), ("", False)],
)
def test_who_may_see_and_erase_what_somebody_else_searched_for(
    person: Person, reporter: User, role: str, may: bool
) -> None:
    search = start_search(PICTURE, name="", by=reporter)

    assert can_see_search(person(*([role] if role else [])), search) is may


def test_whoever_asked_may_erase_the_search(reporter: User) -> None:
    search = start_search(PICTURE, name="", by=reporter)

    assert erase_search(search, by=reporter)

    assert not PictureSearch.objects.exists()


def test_what_somebody_may_not_erase_stays(person: Person, reporter: User) -> None:
    search = start_search(PICTURE, name="", by=reporter)

    with pytest.raises(NotAllowed):
        erase_search(search, by=person("reporter"))

    assert PictureSearch.objects.get() == search


def test_a_search_is_no_colleague_s_to_go_on_with(person: Person, reporter: User) -> None:
    search = start_search(PICTURE, name="", by=reporter)
    colleague = person("editor")

    for refused in (search_again_harder, keep_searched_picture):
        with pytest.raises(NotAllowed):
            refused(search, by=colleague)

    assert not MediaAsset.objects.exists()


def test_who_left_the_newsroom_sees_and_erases_nothing(reporter: User) -> None:
    search = start_search(PICTURE, name="", by=reporter)
    reporter.groups.clear()
    del reporter._newsroom_roles  # type: ignore[attr-defined]  # as in the next request

    assert not can_see_search(reporter, search)
