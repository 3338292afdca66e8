"""Every class of answer has exactly its headers, whatever its status."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from claims.views.public_answers import CACHE_CONTROL
from factcheck.headers import HEADERS, AnswerClass, as_markdown, class_of
from tests.repository.tree import ROOT
from tests.web.table import finish
from tests.web.world import World, undone

pytestmark = pytest.mark.django_db

# What an answer may have beside the headers of its class.
ABOUT_THE_BODY = {"Content-Type", "Content-Length", "Content-Language", "ETag", "Last-Modified"}
PUBLIC = ABOUT_THE_BODY | {"Cache-Control", "Content-Disposition", "Allow", "Location", "Link"}
# Compression is of the body; at the desk a page may also differ by what htmx asks for.
DESK = PUBLIC | {"Vary", "X-Robots-Tag"}
UNSPOKEN = "public, max-age=0, s-maxage=20"
AT_THE_DESK = "private, no-store"


def answer(world: World, role: str, path: str, method: str = "GET") -> Any:
    with undone():
        response = world.browser(role).generic(method, path)
    finish(response)
    return response


def verdict_path(world: World, state: str) -> str:
    return f"/ar/v/{world.revisions[state].text.verdict.public_id}/"


def picture_path(world: World) -> str:
    return f"{verdict_path(world, 'published')}picture/{world.asset.pk}-480.webp"


def own(response: Any, of: AnswerClass) -> Mapping[str, str | None]:
    return {name: response.headers.get(name) for name in HEADERS[of]}


@pytest.mark.parametrize(
    ("path", "status", "of", "kept"),
    [
        pytest.param("/ar/", 200, AnswerClass.PUBLIC_PAGE, CACHE_CONTROL, id="page"),
        pytest.param("/", 302, AnswerClass.PUBLIC_PAGE, CACHE_CONTROL, id="redirect"),
        pytest.param("/ar", 301, AnswerClass.PUBLIC_PAGE, UNSPOKEN, id="redirect of Django's"),
        pytest.param("/ar/nothing/", 404, AnswerClass.PUBLIC_PAGE, UNSPOKEN, id="not found"),
        pytest.param("/ar/feed.xml", 200, AnswerClass.PUBLIC_DATA, CACHE_CONTROL, id="feed"),
        pytest.param("/ar/feed.atom", 200, AnswerClass.PUBLIC_DATA, CACHE_CONTROL, id="atom"),
        pytest.param("/data/feed.json", 200, AnswerClass.PUBLIC_DATA, CACHE_CONTROL, id="data"),
        pytest.param("/healthz", 503, AnswerClass.HEALTH, None, id="health"),
        pytest.param("/static/css/tokens.css", 200, AnswerClass.STATIC, None, id="style sheet"),
        pytest.param("/static/favicon.svg", 200, AnswerClass.STATIC, None, id="icon"),
        pytest.param("/static/none.css", 404, AnswerClass.STATIC, AT_THE_DESK, id="no such file"),
    ],
)
@pytest.mark.parametrize("role", ["anonymous", "admin"])
def test_a_public_answer_has_the_headers_of_its_class_and_sets_no_cookie(
    world: World, role: str, path: str, status: int, of: AnswerClass, kept: str | None
) -> None:
    response = answer(world, role, path)

    assert response.status_code == status
    assert own(response, of) == HEADERS[of]
    assert not response.cookies
    assert kept in {None, response.headers["Cache-Control"]}
    shared = {"Access-Control-Allow-Origin"} if of is AnswerClass.PUBLIC_DATA else set()
    assert set(response.headers) - set(HEADERS[of]) - shared <= PUBLIC | {"Expires", "Vary"} - (
        {"Vary"} if of in {AnswerClass.PUBLIC_PAGE, AnswerClass.PUBLIC_DATA} else set()
    )


@pytest.mark.parametrize(
    ("state", "status"), [("published", 200), ("withdrawn", 410), ("draft", 404)]
)
def test_a_verdict_has_the_headers_of_a_public_page_in_every_state(
    world: World, state: str, status: int
) -> None:
    response = answer(world, "editor", verdict_path(world, state))

    assert response.status_code == status
    assert own(response, AnswerClass.PUBLIC_PAGE) == HEADERS[AnswerClass.PUBLIC_PAGE]
    assert set(response.headers) - set(HEADERS[AnswerClass.PUBLIC_PAGE]) <= PUBLIC
    assert not response.cookies


def test_a_published_picture_can_be_shown_by_others_and_do_nothing(world: World) -> None:
    response = answer(world, "anonymous", picture_path(world))

    assert response.headers["Content-Type"] == "image/webp"
    assert own(response, AnswerClass.PUBLIC_PICTURE) == HEADERS[AnswerClass.PUBLIC_PICTURE]
    assert set(response.headers) - set(HEADERS[AnswerClass.PUBLIC_PICTURE]) <= PUBLIC
    assert not response.cookies


def test_what_has_not_changed_has_the_same_headers(world: World) -> None:
    with undone():
        client = world.browser("anonymous")
        first = client.get("/ar/")
        again = client.get("/ar/", headers={"If-None-Match": first.headers["ETag"]})

    assert again.status_code == 304
    assert own(again, AnswerClass.PUBLIC_PAGE) == HEADERS[AnswerClass.PUBLIC_PAGE]
    assert again.headers["Cache-Control"] == CACHE_CONTROL
    assert not again.cookies


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_a_refused_method_has_them_too(world: World, method: str) -> None:
    response = answer(world, "anonymous", "/ar/", method)

    assert (response.status_code, response.headers["Allow"]) == (405, "GET, HEAD")
    assert own(response, AnswerClass.PUBLIC_PAGE) == HEADERS[AnswerClass.PUBLIC_PAGE]


@pytest.mark.parametrize(
    ("role", "path", "status"),
    [
        pytest.param("editor", "/desk/", 200, id="a page"),
        pytest.param("anonymous", "/desk/", 302, id="a redirect to the sign-in"),
        pytest.param("stranger", "/desk/", 403, id="forbidden"),
        pytest.param("editor", "/desk/nothing/", 404, id="not found"),
        pytest.param("admin", "/desk/admin/", 200, id="the admin"),
        pytest.param("anonymous", "/desk/sign-in/", 200, id="the sign-in"),
    ],
)
def test_a_page_of_the_desk_is_kept_by_nobody(
    world: World, role: str, path: str, status: int
) -> None:
    response = answer(world, role, path)

    assert response.status_code == status
    assert own(response, AnswerClass.DESK_PAGE) == HEADERS[AnswerClass.DESK_PAGE]
    assert "no-store" in response.headers["Cache-Control"]
    assert "private" in response.headers["Cache-Control"]
    assert set(response.headers) - set(HEADERS[AnswerClass.DESK_PAGE]) <= DESK | {"Expires"}


def test_a_conflict_has_the_headers_of_the_desk(world: World) -> None:
    path = reverse("desk:text_move", args=[world.revisions["draft"].pk, "publish"])

    response = answer(world, "publisher", path, "POST")

    assert response.status_code == 409
    assert own(response, AnswerClass.DESK_PAGE) == HEADERS[AnswerClass.DESK_PAGE]
    assert response.headers["Cache-Control"] == AT_THE_DESK


@pytest.mark.parametrize("name", ["picture_original", "picture_copy"])
def test_a_file_of_the_desk_is_inert(world: World, name: str) -> None:
    arguments = {"pk": world.asset.pk, **({"size": 480} if name == "picture_copy" else {})}

    response = answer(world, "reporter", reverse(f"desk:{name}", kwargs=arguments))

    assert response.status_code == 200
    assert own(response, AnswerClass.DESK_FILE) == HEADERS[AnswerClass.DESK_FILE]
    assert response.headers["Cache-Control"].startswith("private")


@pytest.mark.parametrize(
    ("role", "status"), [("reporter", 200), ("stranger", 403), ("anonymous", 302)]
)
def test_a_copy_of_a_strangers_page_may_stand_in_our_frames_and_do_nothing(
    world: World, role: str, status: int
) -> None:
    response = answer(world, role, reverse("desk:item_copy", args=[world.page.pk]))

    assert response.status_code == status
    assert own(response, AnswerClass.DESK_COPY) == HEADERS[AnswerClass.DESK_COPY]
    assert "frame-ancestors 'self'" in response.headers["Content-Security-Policy"]
    assert "private" in response.headers["Cache-Control"]


@pytest.mark.parametrize(
    ("path", "of"), [("/ar/", AnswerClass.PUBLIC_PAGE), ("/desk/", AnswerClass.DESK_PAGE)]
)
def test_what_breaks_on_our_side_has_them_and_is_kept_by_nobody(
    world: World, monkeypatch: pytest.MonkeyPatch, path: str, of: AnswerClass
) -> None:
    def broken(*_arguments: object, **_named: object) -> None:
        raise RuntimeError("broken for the test")

    monkeypatch.setattr("claims.views.public.latest_revisions", broken)
    monkeypatch.setattr("claims.views.desk.items.new_items", broken)

    response = answer(world, "editor", path)

    assert response.status_code == 500
    assert own(response, of) == HEADERS[of]
    assert response.headers["Cache-Control"] == AT_THE_DESK
    assert b"broken for the test" not in response.content


def test_over_tls_browsers_are_told_to_come_back_over_tls() -> None:
    with override_settings(SECURE_HSTS_SECONDS=31536000, SECURE_HSTS_INCLUDE_SUBDOMAINS=True):
        response = Client().get("/ar/", secure=True)

    told = response.headers["Strict-Transport-Security"]
    assert told == "max-age=31536000; includeSubDomains"


@pytest.mark.parametrize("path", ["/ar/", "/healthz", "/desk/", "/static/css/tokens.css"])
def test_nobody_is_told_what_runs_here(world: World, path: str) -> None:
    response = answer(world, "anonymous", path)

    assert not {"Server", "X-Powered-By", "Via"} & set(response.headers)


@pytest.mark.parametrize(
    ("path", "content_type", "of"),
    [
        ("/ar/v/x.json", "application/json", AnswerClass.PUBLIC_DATA),
        ("/.well-known/x.json", "application/json; charset=utf-8", AnswerClass.PUBLIC_DATA),
        ("/ar/", "", AnswerClass.PUBLIC_PAGE),
        ("/ar/", "TEXT/HTML; charset=utf-8", AnswerClass.PUBLIC_PAGE),
        ("/desk/x", "application/octet-stream", AnswerClass.DESK_FILE),
        ("/deskx", "text/html", AnswerClass.PUBLIC_PAGE),
        (f"/desk/items/{'0' * 36}/copy/", "text/html", AnswerClass.DESK_COPY),
        (f"/desk/items/{'0' * 36}/copy/x", "text/html", AnswerClass.DESK_PAGE),
        ("/desk/items/x/copy/", "text/html", AnswerClass.DESK_PAGE),
    ],
)
def test_the_class_is_read_from_the_place_and_the_type(
    path: str, content_type: str, of: AnswerClass
) -> None:
    assert class_of(path, content_type) is of


@pytest.mark.parametrize("of", AnswerClass)
def test_no_class_lets_a_page_run_what_is_written_in_it(of: AnswerClass) -> None:
    policy = HEADERS[of]["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "*" not in policy
    assert "http" not in policy


def test_the_table_of_headers_is_written_down_as_it_is() -> None:
    written = (ROOT / "docs" / "reference" / "headers.md").read_text(encoding="utf-8")

    assert written == as_markdown(), "Run: ./bayyina manage headers_table"
