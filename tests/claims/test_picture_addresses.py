"""Which addresses are one picture, and which belong to the site."""

from __future__ import annotations

import pytest

from claims.adapters.picture_addresses import is_of_site, larger_of, picture_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://a.example/i/bridge-750x375.jpg", "https://a.example/i/bridge.jpg"),
        ("https://a.example/i/جسر.jpg", "https://a.example/i/%D8%AC%D8%B3%D8%B1.jpg?v=2"),
        ("https://cdn.a.example/resize/800x450/2024/b.jpg", "https://a.example/2024/b.webp"),
        (
            "https://a.example/files/styles/wide/public/b.jpg",
            "https://a.example/files/styles/620px/public/b.jpg",
        ),
        (
            "https://a.example/x/image.jpg_gen/derivatives/w_640/image.jpg",
            "https://a.example/x/image.jpg",
        ),
        ("https://m.a.example/d/2020/4/5346581.jpg", "https://m.a.example/d/2020/3/5346581.jpg"),
        (
            "https://img.example/w_900,h_600/https://a.example/i/bridge.jpg",
            "https://a.example/i/bridge.jpg",
        ),
        (
            "https://a.example/_next/image?url=%2Fi%2Fbridge.jpg&w=640",
            "https://a.example/i/bridge.jpg",
        ),
    ],
    ids=[
        "size",
        "escapes",
        "resizer",
        "style",
        "derivative",
        "numbered",
        "address inside",
        "query",
    ],
)
def test_copies_of_one_picture_have_one_key(one: str, other: str) -> None:
    assert picture_key(one) == picture_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://a.example/2020/1.jpg", "https://a.example/2021/1.jpg"),
        ("https://a.example/i/bridge.jpg", "https://a.example/i/river.jpg"),
        ("https://a.example/show.php?id=1", "https://a.example/show.php?id=2"),
    ],
)
def test_different_pictures_have_different_keys(one: str, other: str) -> None:
    assert picture_key(one) != picture_key(other)


@pytest.mark.parametrize(
    "address",
    [
        "https://a.example/logo.png",
        "https://a.example/img/site-logo.png",
        "https://a.example/icons/share.svg",
        "https://a.example/barcode?text=1",
        "https://stats.doubleclick.net/x.jpg",
    ],
)
def test_the_sites_own_pictures_are_known_by_name(address: str) -> None:
    assert is_of_site(address)


@pytest.mark.parametrize(
    "address",
    [
        "https://a.example/i/catalogue-de-l-été.jpg",
        "https://a.example/i/صورة-الجسر.jpg",
        "https://a.example/biologo/bridge.jpg",
    ],
)
def test_a_name_that_only_holds_such_a_word_is_a_picture(address: str) -> None:
    assert not is_of_site(address)


def test_a_thumbnail_gives_way_to_a_picture() -> None:
    assert larger_of("https://a.example/thumbs/b.jpg", "https://a.example/b.jpg").endswith(
        ".example/b.jpg"
    )
