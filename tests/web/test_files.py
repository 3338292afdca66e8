"""Files that strangers made are handed out inert, under a name that we made."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from media_provenance.actions import store_picture
from media_provenance.models import MediaAsset
from tests.factories.pictures import draw_picture, jpeg, png, webp_lossless
from tests.web.table import finish
from tests.web.world import World

pytestmark = pytest.mark.django_db

# Types under which a browser runs nothing.
INERT_TYPES = {
    "application/octet-stream",
    "image/jpeg",
    "image/png",
    "image/gif",
    "image/webp",
    "image/avif",
    "image/heic",
}
# RFC 6266: one plain name, of the letters of a digest and of a type.
OUR_NAME = re.compile(r'attachment; filename="[0-9a-f]{12}\.[a-z0-9]{2,5}"')

NAMES = {
    "line breaks": "a\r\nSet-Cookie: stolen=1\r\n\r\n<script>.jpg",
    "quotes": 'a"; filename="evil.html',
    "a way up": "../../../../etc/passwd",
    "a way up on Windows": "..\\..\\boot.ini",
    "three hundred characters": "é" * 300 + ".jpg",
    "letters that run the other way": "photo\u202egpj.exe",
    "another type": "صفحة.html",
    "a script without a special rule": "तस्वीर.svg",
    "no name": "",
    "a nul": "a\0.jpg",
}
FILES = {
    "jpeg": jpeg(draw_picture(41)) + b"<script>alert(1)</script>",
    "png": png(draw_picture(41)),
    "webp": webp_lossless(draw_picture(41)),
}


def stored(data: bytes, name: str) -> MediaAsset:
    return store_picture(data, original_name=name)


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_the_name_that_came_with_a_file_is_in_no_header(world: World, name: str) -> None:
    asset = stored(FILES["png"], name.replace("\0", "")[:255])

    response = world.browser("reporter").get(reverse("desk:picture_original", args=[asset.pk]))
    finish(response)

    assert OUR_NAME.fullmatch(response.headers["Content-Disposition"])
    assert not response.cookies


@pytest.mark.parametrize("kind", FILES)
def test_an_original_is_saved_and_never_shown(world: World, kind: str) -> None:
    asset = stored(FILES[kind], "x")

    response = world.browser("editor").get(reverse("desk:picture_original", args=[asset.pk]))
    body = b"".join(response)
    finish(response)

    assert body == FILES[kind]
    assert response.headers["Content-Type"] in INERT_TYPES
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "no-store" in response.headers["Cache-Control"]


def test_a_page_that_pretends_to_be_a_picture_is_handed_to_nobody(world: World) -> None:
    sent = {"part": "pictures", "pictures-uploads": _page_named_as_picture()}

    response = world.browser("reporter").post("/desk/intake/", sent)

    assert response.status_code == 422
    assert not MediaAsset.objects.filter(original_name="page.jpg").exists()


def _page_named_as_picture() -> SimpleUploadedFile:

    return SimpleUploadedFile("page.jpg", b"<html><script>alert(1)</script>", "image/jpeg")


@pytest.mark.parametrize("role", ["anonymous", "stranger"])
@pytest.mark.parametrize("name", ["picture_original", "picture_copy"])
def test_a_file_is_behind_the_same_door_as_its_page(world: World, role: str, name: str) -> None:
    arguments = {"pk": world.asset.pk, **({"size": 480} if name == "picture_copy" else {})}

    response = world.browser(role).get(reverse(f"desk:{name}", kwargs=arguments))

    assert response.status_code in {302, 403}
    assert response.headers["Content-Type"].startswith("text/html")
