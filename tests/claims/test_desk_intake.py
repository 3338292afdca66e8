"""Bringing things in at the desk, by four plain forms."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from claims.actions.intake import MOST_TEXT
from claims.models import NewsItem
from media_provenance.models import MediaAsset
from tests.factories.claims import PASTED
from tests.factories.pictures import draw_picture, jpeg

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


@pytest.fixture
def desk(reporter: User, signed_in: SignIn) -> Client:
    client = signed_in(reporter)
    client.cookies["django_language"] = "en"
    return client


def bring(desk: Client, part: str, **fields: object):  # type: ignore[no-untyped-def]
    sent = {"part": part, **{f"{part}-{name}": value for name, value in fields.items()}}
    return desk.post("/desk/intake/", sent)


def upload(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def test_the_page_offers_four_ways(desk: Client) -> None:
    page = desk.get("/desk/intake/").content.decode()

    assert page.count('name="part"') == 4
    assert 'value="address"' in page
    assert "multiple" in page


def test_an_administrator_does_not_bring_things_in(administrator: User, signed_in: SignIn) -> None:
    admin = signed_in(administrator)

    assert admin.get("/desk/intake/").status_code == 403
    assert bring(admin, "text", text="نص").status_code == 403
    assert not NewsItem.objects.exists()


@pytest.mark.parametrize("language", ["ar", "fr", "hi"])
def test_a_text_is_brought_in_and_its_page_shown(desk: Client, language: str) -> None:
    answer = bring(desk, "text", text=PASTED[language], url="")

    item = NewsItem.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == f"/desk/items/{item.pk}/"
    assert item.text_fetched.split() == PASTED[language].split()


def test_an_empty_text_is_refused_beside_its_field(desk: Client) -> None:
    answer = bring(desk, "text", text="", url="https://news.example/à")

    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="https://news.example/à"' in page
    assert not NewsItem.objects.exists()


def test_a_text_from_an_impossible_address_is_kept_in_the_form(desk: Client) -> None:
    answer = bring(desk, "text", text="خبر عاجل من نيم", url="http://localhost/x")

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "خبر عاجل من نيم" in page
    assert "This address cannot be fetched." in page
    assert 'id="id_text-url_error"' in page


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://news.example/a", "https://news.example/a"),
        (" news.example/a ", "https://news.example/a"),
        ("http://موقع.example/خبر", "http://xn--4gbrim.example/%D8%AE%D8%A8%D8%B1"),
    ],
)
def test_an_address_is_brought_in(desk: Client, typed: str, kept: str) -> None:
    answer = bring(desk, "address", url=typed)

    assert answer.status_code == 302
    assert NewsItem.objects.get().url == kept


@pytest.mark.parametrize(
    "typed", ["http://127.0.0.1/", "ftp://news.example/", "http://user:p@a.example/"]
)
def test_an_address_that_may_not_be_fetched_stays_in_its_field(desk: Client, typed: str) -> None:
    answer = bring(desk, "address", url=typed)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'value="{typed}"' in page
    assert "This address cannot be fetched." in page


def test_a_page_file_is_brought_in_whatever_its_name(desk: Client) -> None:
    answer = bring(desk, "page", file=upload("خبر عاجل.html", b"<title>a</title><p>b"), url="")

    assert answer.status_code == 302
    assert NewsItem.objects.get().intake == "file"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        pytest.param(b"", "The file is empty.", id="empty"),
        pytest.param(b"\x89PNG\x00\x00", "neither a saved web page nor a text", id="picture"),
        pytest.param(b"a" * 2049, "The file is too large.", id="too large"),
    ],
)
def test_a_file_that_is_no_page_is_refused_with_its_reason(
    desk: Client, settings: object, data: bytes, sentence: str
) -> None:
    settings.UPLOAD_LIMIT = 2048  # type: ignore[attr-defined]

    answer = bring(desk, "page", file=upload("a.html", data), url="https://a.example/1")

    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert 'value="https://a.example/1"' in page


def test_no_file_at_all_is_an_error_of_the_field(desk: Client) -> None:
    assert bring(desk, "page", url="").status_code == 422
    assert bring(desk, "pictures", url="").status_code == 422


def test_several_pictures_are_brought_in_with_their_page_and_its_days(desk: Client) -> None:
    files = [
        upload("صورة ١.jpg", jpeg(draw_picture(1))),
        upload("चित्र.jpg", jpeg(draw_picture(2))),
    ]

    answer = bring(
        desk,
        "pictures",
        uploads=files,
        url="news.example/14",
        first="١٤ آب ٢٠٢٢",
        last="",
        note="à Nîmes",
    )

    item = NewsItem.objects.get()
    assert answer.status_code == 302
    assert item.pictures.count() == 2
    assert str(item.published_first) == str(item.published_last) == "2022-08-14"
    assert item.title == "à Nîmes"


def test_a_month_stays_a_month(desk: Client) -> None:
    bring(desk, "pictures", uploads=[upload("a.jpg", jpeg(draw_picture(1)))], first="August 2022")

    item = NewsItem.objects.get()
    assert (str(item.published_first), str(item.published_last)) == ("2022-08-01", "2022-08-31")


@pytest.mark.parametrize(
    ("first", "last", "sentence"),
    [
        ("someday", "", "This is not a date."),
        ("2022-02-30", "", "This is not a date."),
        ("03/04/2024", "", "Which of the two is the month?"),
        ("2022-08-14", "2021-08-14", "This lies before the first day."),
        ("2199-01-01", "", "This day lies in the future."),
    ],
)
def test_impossible_days_are_refused_and_what_was_typed_stays(
    desk: Client, first: str, last: str, sentence: str
) -> None:
    files = [upload("a.jpg", jpeg(draw_picture(1)))]

    answer = bring(desk, "pictures", uploads=files, first=first, last=last, note="बैठक")

    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert f'value="{first}"' in page
    assert 'value="बैठक"' in page


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        pytest.param(b"", "The file is empty.", id="empty"),
        pytest.param(b"just words", "This is not a picture", id="a text named jpg"),
    ],
)
def test_a_file_that_is_no_picture_is_refused_with_its_reason(
    desk: Client, data: bytes, sentence: str
) -> None:
    answer = bring(desk, "pictures", uploads=[upload("صورة.jpg", data)])

    assert answer.status_code == 422
    assert sentence in answer.content.decode()


@pytest.mark.slow
def test_a_picture_of_30_megabytes_is_refused_and_not_kept(desk: Client) -> None:
    large = jpeg(draw_picture(1)) + b"\0" * (30 * 1024 * 1024)

    answer = bring(desk, "pictures", uploads=[upload("a.jpg", large)])

    assert answer.status_code == 422
    assert "larger than 20" in answer.content.decode()
    assert not MediaAsset.objects.exists()


def test_good_pictures_are_kept_beside_a_bad_one_which_is_named(desk: Client) -> None:
    files = [upload("نص.jpg", b"words"), upload("à.jpg", jpeg(draw_picture(1)))]

    answer = bring(desk, "pictures", uploads=files)
    page = desk.get(answer["Location"]).content.decode()

    assert NewsItem.objects.get().pictures.count() == 1
    assert "“نص.jpg” was not taken." in page
    assert "This is not a picture" in page


def test_the_same_picture_twice_is_one_asset_in_two_items(desk: Client) -> None:
    data = jpeg(draw_picture(1))

    bring(desk, "pictures", uploads=[upload("a.jpg", data)])
    bring(desk, "pictures", uploads=[upload("b.jpg", data)])

    assert NewsItem.objects.count() == 2
    assert MediaAsset.objects.count() == 1


def test_a_link_may_fill_in_the_address(desk: Client) -> None:
    page = desk.get("/desk/intake/", {"url": "https://news.example/é"}).content.decode()

    assert 'value="https://news.example/é"' in page
    assert not NewsItem.objects.exists()


def test_an_unknown_part_is_no_part(desk: Client) -> None:
    assert desk.post("/desk/intake/", {"part": "fax"}).status_code == 200
    assert not NewsItem.objects.exists()


def test_a_form_without_its_token_is_refused(reporter: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(reporter)

    assert bring(strict, "text", text="نص").status_code == 403


def test_far_too_much_at_once_is_refused_in_words(desk: Client) -> None:
    desk.raise_request_exception = False

    answer = desk.post("/desk/intake/", {"part": "text", "text-text": "نصّ é हि " * 2_000_000})

    page = answer.content.decode()
    assert answer.status_code == 413
    assert "Go back with your browser: what you typed is still in the form." in page
    assert 'lang="en"' in page


def test_a_text_that_is_too_long_for_one_item_stays_typed(desk: Client) -> None:
    long = "كلمة été शब्द " * 40_000

    answer = desk.post("/desk/intake/", {"part": "text", "text-text": long})

    assert answer.status_code == 422
    assert answer.context["forms"]["text"]["text"].value() == long
    assert f"at most {MOST_TEXT:,} characters" in answer.content.decode()


@pytest.mark.usefixtures("speaking_english")
def test_the_form_for_a_saved_page_says_how_long_a_text_may_be(desk: Client) -> None:
    form = desk.get("/desk/intake/").context["forms"]["page"]

    assert f"a .txt file of at most {MOST_TEXT:,} characters" in form["file"].help_text
