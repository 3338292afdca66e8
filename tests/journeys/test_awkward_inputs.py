"""What people bring in by mistake: each is answered with a sentence, and nothing breaks."""

from __future__ import annotations

from html import unescape

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.utils import translation

from claims.models import Claim, NewsItem
from claims.models.news_item import ReadingState
from claims.wording import refusal_sentence
from media_provenance.domain.picture_headers import RefusalCode
from media_provenance.models import AssetState, Evidence, MediaAsset
from tests.factories.claims import PASTED
from tests.factories.pictures import draw_picture, jpeg
from tests.journeys.desk import Person, upload, work_off_jobs
from webfetch import Reason, Refused, Stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_desk(reporter: User) -> Person:
    return Person.signed_in(reporter)


@pytest.mark.parametrize(
    ("part", "field", "name", "data", "sentence"),
    [
        pytest.param(
            "pictures", "uploads", "صورة.jpg", b"", "The file is empty", id="an empty picture"
        ),
        pytest.param(
            "page", "file", "صفحة.html", b"", "The file is empty", id="a page of no bytes"
        ),
        pytest.param(
            "pictures",
            "uploads",
            "ملاحظات.jpg",
            "هذا نصّ وليس صورة. Ceci n’est pas une image.".encode(),
            "not a picture",
            id="a text that is named .jpg",
        ),
        pytest.param(
            "page",
            "file",
            "page.html",
            jpeg(draw_picture(1)),
            "neither a saved web page nor a text",
            id="a picture that is named .html",
        ),
        pytest.param(
            "pictures",
            "uploads",
            "large.jpg",
            jpeg(draw_picture(1)) + bytes(30_000_000),
            "larger than 20 MB",
            id="a picture of 30 MB",
        ),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_with_a_sentence(
    at_desk: Person, part: str, field: str, name: str, data: bytes, sentence: str
) -> None:
    response = at_desk.bring_in(part, **{field: upload(name, data)})

    assert response.status_code == 422
    assert sentence in unescape(response.content.decode())
    assert not NewsItem.objects.exists()
    assert not MediaAsset.objects.exists()


def test_no_file_at_all_is_asked_for(at_desk: Person) -> None:
    response = at_desk.bring_in("pictures", note="تعليق, légende, टिप्पणी")

    page = unescape(response.content.decode())
    assert response.status_code == 422
    assert "تعليق, légende, टिप्पणी" in page
    assert not NewsItem.objects.exists()


def refusal_in_english(code: RefusalCode) -> str:
    with translation.override("en"):
        return refusal_sentence(code)


def test_one_bad_file_does_not_cost_the_good_ones(at_desk: Person) -> None:
    good = upload("جيدة.jpg", jpeg(draw_picture(2)))
    bad = upload("سيئة.jpg", b"text")

    response = at_desk.bring_in("pictures", uploads=[bad, good])
    page = unescape(at_desk.see(response.headers["Location"]))

    assert NewsItem.objects.get().pictures.count() == 1
    assert "“سيئة.jpg” was not taken" in page


def test_a_picture_that_breaks_off_is_refused_by_the_reading_and_the_page_says_so(
    at_desk: Person,
) -> None:
    whole = jpeg(draw_picture(3))

    response = at_desk.bring_in("pictures", uploads=upload("half.jpg", whole[: len(whole) // 2]))
    work_off_jobs()
    page = unescape(at_desk.see(response.headers["Location"]))

    assert MediaAsset.objects.get().state == AssetState.REFUSED
    assert refusal_in_english(RefusalCode.BROKEN) in page


def test_a_page_without_text_is_read_and_says_what_is_missing(at_desk: Person) -> None:
    markup = "<html><head><title>صفحة</title></head><body><div></div></body></html>"

    response = at_desk.bring_in("page", file=upload("page.html", markup.encode()))
    work_off_jobs()
    item = NewsItem.objects.get()

    assert response.status_code == 302
    assert item.state in {ReadingState.READ, ReadingState.FAILED}
    assert at_desk.see(f"/desk/items/{item.pk}/")
    assert item.failure == "page_unreadable" or "no_text" in item.missing


def test_an_address_that_does_not_exist_fails_with_a_sentence_and_another_way(
    at_desk: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nobody_there(url: str) -> None:
        raise Refused(Stage.RESOLVE, Reason.NOT_RESOLVED)

    monkeypatch.setattr("claims.adapters.fetching.fetch_for_desk", nobody_there)

    at_desk.bring_in("address", url="https://غير-موجود.example/خبر")
    work_off_jobs()
    item = NewsItem.objects.get()
    page = unescape(at_desk.see(f"/desk/items/{item.pk}/"))

    assert (item.state, item.failure) == (ReadingState.FAILED, "no_answer")
    assert "The site did not answer" in page
    assert "Bring it in another way" in page


def test_the_same_picture_again_is_the_same_asset_with_another_sighting(at_desk: Person) -> None:
    picture = jpeg(draw_picture(4))

    at_desk.bring_in("pictures", uploads=upload("أولى.jpg", picture))
    work_off_jobs()
    at_desk.bring_in("pictures", uploads=upload("deuxième.jpg", picture), url="https://b.example/2")
    work_off_jobs()

    asset = MediaAsset.objects.get()
    assert NewsItem.objects.count() == 2
    assert asset.fingerprints.count() == 2
    assert Evidence.objects.filter(asset=asset, kind="own_capture").count() == 2


@pytest.mark.parametrize("language", PASTED)
def test_a_claim_without_a_claimant_is_recorded_in_any_script(
    at_desk: Person, language: str
) -> None:
    item = at_desk.bring_in_text(PASTED[language])

    claim = at_desk.make_claim(item, language=language, claimant_name="  ")
    page = unescape(at_desk.see(f"/desk/claims/{claim.pk}/"))

    assert claim.claimant is None
    assert claim.language == language
    assert claim.text in page
    assert f'lang="{language}"' in page


def test_a_sign_in_needs_no_script(reporter: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.get("/desk/sign-in/?next=/desk/")

    response = client.post(
        "/desk/sign-in/?next=/desk/",
        {
            "csrfmiddlewaretoken": client.cookies[settings.CSRF_COOKIE_NAME].value,
            "username": reporter.username,
            "password": "long enough for anyone",
            "next": "/desk/",
        },
    )

    assert (response.status_code, response.headers["Location"]) == (302, "/desk/")
    assert client.get("/desk/").status_code == 200


def test_what_is_sent_twice_is_there_once(at_desk: Person) -> None:
    item = at_desk.bring_in_text(PASTED["ar"])
    claim = at_desk.make_claim(item)

    first = at_desk.move_case(claim, "take_up")
    second = at_desk.move_case(claim, "take_up")

    assert (first.status_code, second.status_code) == (302, 302)
    assert Claim.objects.get().events.filter(name="case.take_up").count() == 1
