"""The page of a news item."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.test import Client

from claims.models import Claim, NewsItem
from jobs.models import Job, JobState
from media_provenance.actions import store_picture
from tests.factories.claims import claim_of, failed_item, read_item, waiting_item
from tests.factories.pictures import draw_picture, jpeg, run_reading, stored_picture

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
POLL = {"HX-Request": "true", "HX-Target": "item-progress"}


@pytest.fixture
def desk(reporter: User, signed_in: SignIn) -> Client:
    client = signed_in(reporter)
    client.cookies["django_language"] = "en"
    return client


def page_of(item: NewsItem) -> str:
    return f"/desk/items/{item.pk}/"


def words(**changed: object) -> dict[str, object]:
    return {
        "part": "record",
        "text": "صورة الجسر حديثة",
        "language": "ar",
        "restated": "",
        "claimant_name": "",
        "claimant_kind": "person",
        **changed,
    }


@pytest.mark.parametrize("language", ["ar", "fr", "hi"])
def test_an_item_shows_what_was_read(desk: Client, reporter: User, language: str) -> None:
    item = read_item(reporter, language)

    page = desk.get(page_of(item)).content.decode()

    assert f'lang="{item.language}" dir="auto">{item.title}</span>' in page
    assert item.text.split("\n")[0] in page
    assert "21 June 2024" in page
    # Nobody expects a picture in a text that was pasted.
    assert "No picture was found on this page." not in page


def test_an_item_shows_what_was_not_found(desk: Client, reporter: User) -> None:
    item = NewsItem.objects.create(
        intake="file",
        state="read",
        title="पुल",
        text="पुल गिर गया।",
        language="hi",
        missing=["no_date", "no_pictures"],
        added_by=reporter,
    )

    page = desk.get(page_of(item)).content.decode()

    assert "No publication date was found." in page
    assert "No picture was found on this page." in page


def test_furniture_and_the_text_as_it_came_are_kept_apart(desk: Client, reporter: User) -> None:
    item = read_item(reporter, "ar")

    page = desk.get(page_of(item)).content.decode()

    assert "شارك القصة" in item.furniture
    assert '<s lang="ar" dir="auto">شارك القصة</s>' in page
    assert "As it came" in page


def test_what_somebody_pasted_is_not_run(desk: Client, reporter: User) -> None:
    item = NewsItem.objects.create(
        intake="text",
        state="read",
        title="<script>alert(1)</script>",
        text="<img src=x onerror=alert(1)>",
        url="javascript:alert(1)",
        language='"><b>',
    )

    page = desk.get(page_of(item)).content.decode()

    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert 'href="javascript' not in page
    assert '"><b>' not in page


def test_an_unknown_item_is_not_found(desk: Client) -> None:
    assert desk.get(f"/desk/items/{uuid4()}/").status_code == 404


def test_while_an_item_waits_the_page_asks_again_and_has_a_plain_link(
    desk: Client, reporter: User
) -> None:
    item = waiting_item(reporter)

    page = desk.get(page_of(item)).content.decode()

    assert 'hx-trigger="every 2s"' in page
    assert "Load again" in page
    assert "Make a claim" not in page


def test_a_poll_gets_only_the_progress(desk: Client, reporter: User) -> None:
    item = waiting_item(reporter)
    Job.objects.filter(payload__item=str(item.pk)).update(progress_done=2, progress_total=5)

    answer = desk.get(page_of(item), headers=POLL)

    fragment = answer.content.decode()
    assert "<html" not in fragment
    assert '<progress max="5" value="2"' in fragment
    assert "HX-Request" in answer["Vary"]


def test_the_poll_after_the_reading_loads_the_page_anew(desk: Client, reporter: User) -> None:
    answer = desk.get(page_of(read_item(reporter)), headers=POLL)

    assert answer["HX-Refresh"] == "true"


def test_a_reading_that_was_given_up_says_why_and_stops_asking(
    desk: Client, reporter: User
) -> None:
    item = waiting_item(reporter)
    Job.objects.filter(payload__item=str(item.pk)).update(
        state=JobState.QUARANTINED, last_error="MemoryError: too deep"
    )

    page = desk.get(page_of(item)).content.decode()

    assert "MemoryError: too deep" in page
    assert "every 2s" not in page
    assert f'action="{page_of(item)}again/"' in page


def test_a_failed_item_says_why_and_can_be_tried_again(desk: Client, reporter: User) -> None:
    item = failed_item(reporter)

    page = desk.get(page_of(item)).content.decode()
    answer = desk.post(f"{page_of(item)}again/")

    assert "The site answered that there is no such page." in page
    assert "/desk/intake/?url=https%3A%2F%2Fnews.example%2Fgone" in page
    assert answer.status_code == 302
    item.refresh_from_db()
    assert item.state == "waiting"


def test_another_try_asked_for_twice_is_one(desk: Client, reporter: User) -> None:
    item = failed_item(reporter)

    desk.post(f"{page_of(item)}again/")
    answer = desk.post(f"{page_of(item)}again/")

    assert answer.status_code == 302
    assert Job.objects.filter(payload__item=str(item.pk)).count() == 1


def test_an_administrator_tries_nothing_again(
    administrator: User, reporter: User, signed_in: SignIn
) -> None:
    item = failed_item(reporter)

    assert signed_in(administrator).post(f"{page_of(item)}again/").status_code == 403


def test_looking_changes_nothing(desk: Client, reporter: User) -> None:
    item = failed_item(reporter)

    assert desk.get(f"{page_of(item)}again/").status_code == 405
    assert desk.get(f"{page_of(item)}claim/").status_code == 405
    assert desk.get(f"{page_of(item)}published/").status_code == 405


# --- Pictures


def test_pictures_link_to_their_evidence(desk: Client) -> None:
    asset = stored_picture(jpeg(draw_picture(1)))
    item = NewsItem.objects.create(intake="pictures", state="read", title="صور", language="ar")
    item.pictures.create(asset=asset, position=1, caption="légende", alt="وصف", is_lead=True)

    page = desk.get(page_of(item)).content.decode()

    assert f'href="/desk/pictures/{asset.pk}/"' in page
    assert f'src="/desk/pictures/{asset.pk}/copy-480.webp"' in page
    assert 'alt="وصف"' in page
    assert "légende" in page


def test_a_picture_that_is_still_being_read_is_asked_for_again(desk: Client) -> None:
    asset = store_picture(jpeg(draw_picture(1)))
    item = NewsItem.objects.create(intake="pictures", state="read", title="صور")
    item.pictures.create(asset=asset, position=1)
    before = desk.get(page_of(item)).content.decode()

    run_reading(asset)
    after = desk.get(
        f"{page_of(item)}pictures/",
        headers={"HX-Request": "true", "HX-Target": "item-pictures"},
    ).content.decode()

    assert "every 3s" in before
    assert "every 3s" not in after
    assert "<html" not in after
    assert "copy-480.webp" in after


def test_a_picture_that_was_not_given_out_says_so(desk: Client) -> None:
    item = NewsItem.objects.create(intake="url", url="https://a.example/", state="read")
    item.pictures.create(position=1, url="https://a.example/1.jpg", failure="picture_not_there")
    item.pictures.create(position=2, url="https://a.example/2.jpg", failure="too_many_pixels")

    page = desk.get(f"{page_of(item)}pictures/").content.decode()

    assert "The site did not give out this picture." in page
    assert "50 million pixels" in page


# --- Days of publication


def test_the_day_of_publication_is_put_right(desk: Client, reporter: User) -> None:
    item = read_item(reporter)

    answer = desk.post(
        f"{page_of(item)}published/", {"published-first": "٢٢ حزيران ٢٠٢٤", "published-last": ""}
    )

    item.refresh_from_db()
    assert answer.status_code == 302
    assert (item.published_first, item.published_origin) == (date(2024, 6, 22), "editor")


def test_a_day_that_is_none_is_refused_and_stays_in_the_open_form(
    desk: Client, reporter: User
) -> None:
    item = read_item(reporter)

    answer = desk.post(f"{page_of(item)}published/", {"published-first": "le 35 août"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="le 35 août"' in page
    assert "<details open>" in page


def test_an_administrator_puts_no_day_right(
    administrator: User, reporter: User, signed_in: SignIn
) -> None:
    item = read_item(reporter)

    answer = signed_in(administrator).post(
        f"{page_of(item)}published/", {"published-first": "2024-06-22"}
    )

    assert answer.status_code == 403


# --- Making a claim of it


def test_a_claim_is_made_of_the_item(desk: Client, reporter: User) -> None:
    item = read_item(reporter)

    answer = desk.post(
        f"{page_of(item)}claim/",
        words(claimant_name="صفحة à Nîmes", claimant_kind="organization", restated="पुल"),
    )

    claim = Claim.objects.get()
    assert answer["Location"] == f"/desk/claims/{claim.pk}/"
    assert claim.text == "صورة الجسر حديثة"
    assert claim.claimant is not None
    assert (claim.claimant.name, claim.claimant.kind) == ("صفحة à Nîmes", "organization")
    assert list(claim.news_items.all()) == [item]


def test_the_form_starts_from_the_title_and_the_language_that_was_read(
    desk: Client, reporter: User
) -> None:
    item = read_item(reporter, "hi")

    form = desk.get(f"{page_of(item)}claims/").context["record_form"]

    assert form["text"].value() == item.title
    assert form["language"].value() == item.language
    assert item.language in dict(form.fields["language"].choices)


def test_a_claim_takes_the_pictures_that_were_ticked(desk: Client) -> None:
    first, second = (stored_picture(jpeg(draw_picture(seed))) for seed in (1, 2))
    item = NewsItem.objects.create(intake="pictures", state="read", title="صور", language="ar")
    item.pictures.create(asset=first, position=1, is_lead=True)
    item.pictures.create(asset=second, position=2)

    desk.post(f"{page_of(item)}claim/", words(pictures=[str(second.pk)]))

    assert second.pk in Claim.objects.get().pictures.values_list("asset_id", flat=True)


def test_a_claim_without_words_is_refused_and_the_rest_stays(desk: Client, reporter: User) -> None:
    item = read_item(reporter)

    answer = desk.post(
        f"{page_of(item)}claim/", words(text=" ", claimant_name="शहर", restated="résumé")
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="शहर"' in page
    assert "résumé" in page
    assert not Claim.objects.exists()


def test_a_picture_of_another_item_is_not_taken(desk: Client, reporter: User) -> None:
    stranger = stored_picture(jpeg(draw_picture(3)))
    item = NewsItem.objects.create(intake="pictures", state="read", title="صور", language="ar")
    item.pictures.create(asset=stored_picture(jpeg(draw_picture(1))), position=1)

    answer = desk.post(f"{page_of(item)}claim/", words(pictures=[str(stranger.pk)]))

    assert answer.status_code == 422
    assert not Claim.objects.exists()


def test_an_administrator_makes_no_claim(
    administrator: User, reporter: User, signed_in: SignIn
) -> None:
    item = read_item(reporter)

    assert signed_in(administrator).post(f"{page_of(item)}claim/", words()).status_code == 403
    assert not Claim.objects.exists()


# --- Attaching it to a claim


def test_an_item_is_attached_to_a_claim_that_was_searched_for(desk: Client, reporter: User) -> None:
    item, claim = read_item(reporter), claim_of(reporter, "fr")
    claim_of(reporter, "hi")

    found = desk.get(f"{page_of(item)}claims/", {"claim": "Nîmes"})
    answer = desk.post(f"{page_of(item)}claim/", {"part": "attach", "claim": str(claim.pk)})

    assert found.context["attach_form"].listed == [claim]
    assert answer["Location"] == f"/desk/claims/{claim.pk}/"
    assert list(claim.news_items.all()) == [item]


def test_searching_by_htmx_gets_only_the_list(desk: Client, reporter: User) -> None:
    item = read_item(reporter)

    answer = desk.get(
        f"{page_of(item)}claims/",
        {"claim": "x"},
        headers={"HX-Request": "true", "HX-Target": "attach"},
    )

    assert "<html" not in answer.content.decode()
    assert 'id="attach"' in answer.content.decode()


def test_attaching_to_nothing_says_what_to_do(desk: Client, reporter: User) -> None:
    item = read_item(reporter)
    claim_of(reporter, "fr")

    answer = desk.post(f"{page_of(item)}claim/", {"part": "attach", "words": "Nîmes"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Choose a claim." in page
    assert 'value="Nîmes"' in page
