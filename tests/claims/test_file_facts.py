"""What a file says of itself, as the desk shows it."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override
from pytest_django.fixtures import Settings

from media_provenance.models import MediaAsset
from tests.factories.dated_files import dated_file
from tests.factories.pictures import stored_picture

pytestmark = pytest.mark.django_db


def shown(asset: MediaAsset, language: str = "en") -> str:
    with override(language):
        return render_to_string("claims/desk/_picture_file.html", {"asset": asset})


def test_each_date_is_shown_with_what_it_is_worth() -> None:
    asset = stored_picture(dated_file(saved="2008:07:31 17:32:06"))

    page = shown(asset)

    assert "ExifIFD:DateTimeOriginal" in page
    assert "it was changed before it was taken" in page
    assert "Kamera" in page


def test_fields_of_an_older_reading_are_shown_too() -> None:
    asset = stored_picture(dated_file())
    asset.metadata = {"EXIF:Make": "كاميرا", "XMP:HistoryWhen": "2022-07-31T10:00Z\n2022-08-01"}

    page = shown(asset, "ar")

    assert "كاميرا" in page
    assert page.count("XMP-xmpMM:HistoryWhen") == 2


def test_a_reading_in_part_is_said(settings: Settings) -> None:
    settings.EXIFTOOL = "off"
    asset = stored_picture(dated_file())

    assert "Only the most common metadata fields were read" in shown(asset)


def test_what_a_file_says_cannot_become_part_of_the_page() -> None:
    asset = stored_picture(dated_file())
    asset.metadata = {"IFD0:Make": "<script>été</script>", "XMP-xmp:CreateDate": "<b>चित्र</b>"}

    page = shown(asset)

    assert "<script>" not in page
    assert "<b>" not in page
