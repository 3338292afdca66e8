"""When the demo newsroom may be loaded, and whose accounts it leaves alone."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import CommandError, call_command
from django.utils import translation

from claims.management.demo_files import DemoPerson
from claims.management.demo_people import ensure_people, read_sign_ins
from claims.models import Claim, NewsItem, Revision

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings

pytestmark = pytest.mark.django_db

EDITOR = DemoPerson("editor", "كريم", "منصور")


@pytest.fixture
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.BAYYINA_DATA = tmp_path / "data"
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "data"


def load(*arguments: str) -> None:
    with translation.override("en"):
        call_command("load_demo", *arguments, stdout=StringIO())


def test_a_password_on_file_is_used_again_for_an_empty_database(tmp_path: Path) -> None:
    file = tmp_path / "demo-sign-ins.txt"
    file.write_text("editor\teditor\tkept-from-before\n")

    ensure_people([EDITOR], file)

    assert User.objects.get(username="editor").check_password("kept-from-before")


def test_two_fresh_newsrooms_have_different_passwords(tmp_path: Path) -> None:
    first, second = tmp_path / "first.txt", tmp_path / "second.txt"

    ensure_people([EDITOR], first)
    User.objects.all().delete()
    ensure_people([EDITOR], second)

    assert read_sign_ins(first)["editor"] != read_sign_ins(second)["editor"]


def test_the_demo_account_keeps_a_password_that_was_changed(tmp_path: Path) -> None:
    file = tmp_path / "demo-sign-ins.txt"
    user = ensure_people([EDITOR], file)["editor"]
    user.set_password("their own")
    user.save()

    ensure_people([EDITOR], file)

    assert User.objects.get(username="editor").check_password("their own")


def test_an_account_of_the_same_name_without_the_role_is_not_taken_over(folder: Path) -> None:
    User.objects.create_user("editor", password="their own")

    with pytest.raises(CommandError, match="An account named editor is there already"):
        load()

    assert not User.objects.get(username="editor").groups.exists()
    assert not NewsItem.objects.exists()
    assert not (folder / "demo-sign-ins.txt").exists()


def test_an_account_with_the_role_is_used_as_it_is(tmp_path: Path) -> None:
    user = User.objects.create_user("editor", password="their own", first_name="Zoé")
    user.groups.add(Group.objects.get(name="editor"))

    people = ensure_people([EDITOR], tmp_path / "demo-sign-ins.txt")

    assert people["editor"].first_name == "Zoé"
    assert people["editor"].check_password("their own")


def test_a_database_with_claims_of_its_own_is_left_alone(folder: Path) -> None:
    Claim.objects.create(text="ادّعاء من غرفة أخبار حقيقية", language="ar")

    with pytest.raises(CommandError, match="not the demo's"):
        load()

    assert not NewsItem.objects.exists()
    assert not User.objects.exists()


def test_force_loads_it_beside_other_claims(folder: Path) -> None:
    Claim.objects.create(text="Une affirmation vérifiée ailleurs", language="fr")

    load("--force")

    assert Revision.objects.published().count() == 10
