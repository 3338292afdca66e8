"""A file's metadata may hold anything; the picture is read all the same."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from PIL import Image, PngImagePlugin

from media_provenance.models import AssetState
from tests.factories.pictures import draw_picture, stored_picture

pytestmark = pytest.mark.django_db

ODD = {
    "NUL": "وصف\x00 الصورة",
    "half a character": "légende \ud800",
    "long": "विवरण " * 1_000,
}


def with_exif(value: bytes) -> bytes:
    exif = Image.Exif()
    exif[0x010E] = value
    exif.get_ifd(0x8769)[0x9003] = value
    target = io.BytesIO()
    Image.fromarray(draw_picture(5)).save(target, "JPEG", exif=exif)
    return target.getvalue()


def with_xmp(value: bytes) -> bytes:
    target = io.BytesIO()
    xmp = (
        b'<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        b'<rdf:Description xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:CreateDate="'
    )
    xmp += value + b'"/></rdf:RDF></x:xmpmeta>'
    Image.fromarray(draw_picture(5)).save(target, "JPEG", xmp=xmp)
    return target.getvalue()


def with_text(value: bytes) -> bytes:
    info = PngImagePlugin.PngInfo()
    info.add(b"tEXt", b"Creation Time\x00" + value)
    info.add(b"tEXt", b"date:create\x00" + value)
    target = io.BytesIO()
    Image.fromarray(draw_picture(5)).save(target, "PNG", pnginfo=info)
    return target.getvalue()


@pytest.mark.parametrize("made", [with_exif, with_xmp, with_text], ids=["EXIF", "XMP", "PNG"])
@pytest.mark.parametrize("value", ODD.values(), ids=ODD)
def test_a_picture_with_odd_metadata_is_read(made: Callable[[bytes], bytes], value: str) -> None:
    asset = stored_picture(made(value.encode("utf-8", "surrogatepass")))

    assert asset.state == AssetState.READ
