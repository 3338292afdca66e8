"""Which dates are not believed because the file is damaged where they stand."""

from __future__ import annotations

import pytest

from media_provenance.domain.file_damage import damaged_groups
from tests.unit.media_provenance.pictures import encoded, scenery

PNG = encoded(scenery(3, 60, 40), "PNG")
JPEG = encoded(scenery(3, 60, 40), "JPEG")


def with_byte_changed(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]


def test_a_whole_png_is_not_damaged() -> None:
    assert damaged_groups(PNG) == ()


@pytest.mark.parametrize("at", [20, 45, len(PNG) // 2, len(PNG) - 14], ids=str)
def test_a_png_whose_checksum_fails_is_damaged_as_a_whole(at: int) -> None:
    assert damaged_groups(with_byte_changed(PNG, at)) == ("",)


@pytest.mark.parametrize("length", [9, 30, len(PNG) - 13])
def test_a_png_that_ends_early_is_damaged(length: int) -> None:
    assert damaged_groups(PNG[:length]) == ("",)


@pytest.mark.parametrize(
    ("warning", "groups"),
    [
        ("XMP format error (no closing tag for xmp:CreateDate)", ("XMP",)),
        ("Bad IFD0 directory", ("ExifIFD", "GPS", "IFD", "SubIFD")),
        ("Truncated PNG image", ("",)),
        ("Bad IPTC data tag (marker 0x1b)", ("IPTC",)),
        ("Bad CIFF block", ("CIFF",)),
        ("Corrupted JPEG image", ()),
        ("[minor] Adjusted MakerNotes base by 62", ()),
        ("IPTCDigest is not current. XMP may be out of sync", ()),
        ("Wrong format (string) for IFD0 0x8769 ExifOffset", ()),
        ("لا تحذير — avertissement — चेतावनी", ()),
    ],
)
def test_a_remark_on_structure_names_the_part(warning: str, groups: tuple[str, ...]) -> None:
    assert damaged_groups(JPEG, [warning]) == groups


def test_damage_of_several_parts_is_named_once_each() -> None:
    remarks = ["XMP format error", "Bad IPTC data tag", "XMP format error", "Bad PNG chunk"]

    assert damaged_groups(JPEG, remarks[:3]) == ("IPTC", "XMP")
    assert damaged_groups(JPEG, remarks) == ("",)
