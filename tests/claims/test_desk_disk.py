"""What the desk says when the disk takes no more files."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from claims.models import NewsItem
from media_provenance.adapters import storage
from media_provenance.models import MediaAsset
from tests.factories.pictures import draw_picture, jpeg

pytestmark = pytest.mark.django_db


def refuse_with(number: int) -> Callable[[str, bytes], bool]:
    def refuse(path: str, content: bytes) -> bool:
        raise OSError(number, os.strerror(number), path)

    return refuse


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        pytest.param(errno.ENOSPC, "There is no room left on this server", id="full"),
        pytest.param(errno.EDQUOT, "There is no room left on this server", id="quota"),
        pytest.param(errno.EROFS, "This server cannot write files", id="read-only"),
        pytest.param(errno.EACCES, "This server cannot write files", id="not ours"),
    ],
)
def test_an_upload_to_a_disk_that_refuses_keeps_nothing_but_what_was_typed(
    reporter: User,
    signed_in: Callable[[User], Client],
    monkeypatch: pytest.MonkeyPatch,
    number: int,
    sentence: str,
) -> None:
    monkeypatch.setattr(storage, "store", refuse_with(number))
    client = signed_in(reporter)
    client.cookies["django_language"] = "en"
    picture = SimpleUploadedFile("صورة.jpg", jpeg(draw_picture(1)))

    response = client.post(
        "/desk/intake/",
        {"part": "pictures", "pictures-uploads": picture, "pictures-note": "ملاحظة été हिन्दी"},
    )

    assert response.status_code == 507
    page = response.content.decode()
    assert sentence in page
    assert "ملاحظة été हिन्दी" in page
    assert (NewsItem.objects.count(), MediaAsset.objects.count()) == (0, 0)


def test_another_fault_of_the_system_is_not_taken_for_a_full_disk(
    reporter: User, signed_in: Callable[[User], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage, "store", refuse_with(errno.EMFILE))
    client = signed_in(reporter)
    picture = SimpleUploadedFile("a.jpg", jpeg(draw_picture(1)))

    with pytest.raises(OSError, match="Too many open files"):
        client.post("/desk/intake/", {"part": "pictures", "pictures-uploads": picture})
