"""Originals are kept byte for byte, and for nobody else on the machine."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from media_provenance.adapters import storage
from media_provenance.models import RENDITION_SIDES
from tests.factories.pictures import draw_picture, jpeg, stored_picture

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings

pytestmark = pytest.mark.django_db


def test_an_original_is_kept_byte_for_byte_whatever_hangs_on_it(
    settings: Settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    data = jpeg(draw_picture(8)) + b"<?php CANARY ?>"

    asset = stored_picture(data)

    assert storage.read(asset.original_path) == data
    renditions = [storage.read(asset.rendition_path(side)) for side in RENDITION_SIDES]
    assert [b"CANARY" in copy for copy in renditions] == [False] * len(RENDITION_SIDES)


def test_stored_files_are_for_their_owner_alone(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path

    asset = stored_picture(jpeg(draw_picture(8)))

    assert stat.S_IMODE((tmp_path / asset.original_path).stat().st_mode) == 0o600
