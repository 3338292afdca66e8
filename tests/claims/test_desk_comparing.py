"""Two pictures compared at the desk, the decision about them, and the family of a picture."""

from __future__ import annotations

import errno
import re
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from claims.actions.pictures import decide_match
from claims.views.shown_sides import outline
from media_provenance.actions import DecoderGone, DiskRefuses
from media_provenance.models import Decision, Match, MatchClass, MediaAsset
from tests.factories.claims import claim_of
from tests.factories.pictures import (
    draw_picture,
    jpeg,
    mirrored,
    png,
    recompressed,
    resized,
    stored_picture,
)

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
UNSURE = {"decision": "unsure", "note": "غير واضح à revoir पुल"}


@pytest.fixture
def picture(db: None) -> MediaAsset:
    return stored_picture(jpeg(draw_picture(21), taken="2022:08:14 10:00:00"))


def copy_of(original: MediaAsset) -> Match:
    """Return the undecided match of the picture of seed 21 with a mirrored copy of it."""
    stored_picture(mirrored(draw_picture(21)))
    return Match.objects.of(original.pk).get()


def other_of(match: Match, asset: MediaAsset) -> MediaAsset:
    return match.second if match.first_id == asset.pk else match.first


def compared(match: Match, asset: MediaAsset, view: str = "") -> str:
    url = reverse("desk:match_compare", args=[match.pk])
    return f"{url}?from={asset.pk}" + (f"&view={view}" if view else "")


def drawing(match: Match, asset: MediaAsset, kind: str) -> str:
    return reverse("desk:match_drawing", args=[match.pk, asset.pk, kind])


def place(page: str, asset: MediaAsset) -> int:
    """Return where a picture is first shown on a page."""
    return page.index(f"/desk/pictures/{asset.pk}/copy")


# Looking


def test_the_comparison_shows_both_with_what_they_share_and_what_was_changed(
    reporter: User, in_english: SignIn, picture: MediaAsset
) -> None:
    match = copy_of(picture)
    copy = other_of(match, picture)

    page = in_english(reporter).get(compared(match, copy)).content.decode()

    assert f"/desk/pictures/{picture.pk}/copy-960.webp" in page
    assert f"/desk/pictures/{copy.pk}/copy-960.webp" in page
    # A dark and a light line on each of the two.
    assert page.count("<polygon") == 4
    assert page.count("strips and frames included") == 2
    assert "mirrored" in page
    assert "Capture time in the file (EXIF)" in page
    assert "14 August 2022" in page
    assert "The numbers, and how to read them" in page


def test_the_words_stand_before_the_numbers(
    reporter: User, in_english: SignIn, picture: MediaAsset
) -> None:
    match = copy_of(picture)

    page = in_english(reporter).get(compared(match, picture)).content.decode()

    words = page.partition('id="likeness-title"')[2]
    assert words.index("mirrored") < words.index("<details>")


@pytest.mark.parametrize("view", ["slider", "blink"])
def test_a_view_that_needs_scripts_has_the_pictures_side_by_side_without(
    reporter: User, in_english: SignIn, picture: MediaAsset, view: str
) -> None:
    match = copy_of(picture)

    page = in_english(reporter).get(compared(match, picture, view)).content.decode()

    without = re.findall(r"<noscript>(.*?)</noscript>", page, re.DOTALL)
    assert len(without) == 1
    assert without[0].count("copy-960.webp") == 2
    assert "need JavaScript" in without[0]
    assert "data-needs-script hidden" in page
    assert drawing(match, picture, "aligned") in page


def test_the_difference_is_a_picture_with_words(
    reporter: User, in_english: SignIn, picture: MediaAsset
) -> None:
    match = copy_of(picture)

    page = in_english(reporter).get(compared(match, picture, "difference")).content.decode()

    assert drawing(match, picture, "difference") in page
    assert "Tinted and outlined is what differs" in page


def test_a_view_that_there_is_not_is_side_by_side(
    reporter: User, in_english: SignIn, picture: MediaAsset
) -> None:
    match = copy_of(picture)

    page = in_english(reporter).get(compared(match, picture, "शीर्ष")).content.decode()

    assert page.count("<polygon") == 4


def test_pictures_that_were_not_laid_over_each_other_are_only_side_by_side(
    reporter: User, in_english: SignIn, picture: MediaAsset
) -> None:
    match = copy_of(picture)
    Match.objects.update(
        homography=None,
        agreement=None,
        inliers=None,
        likeness_version=None,
        alteration=None,
        first_part=[],
        second_part=[],
        match_class=MatchClass.COPY,
        distance=6,
    )
    client = in_english(reporter)

    page = client.get(compared(match, picture, "slider")).content.decode()

    assert "can only be looked at side by side" in page
    assert "view=difference" not in page
    assert client.get(drawing(match, picture, "aligned")).status_code == 404


@pytest.mark.parametrize("kind", ["aligned", "difference"])
def test_what_is_drawn_of_a_pair_is_an_inert_picture(
    reporter: User, signed_in: SignIn, picture: MediaAsset, kind: str
) -> None:
    match = copy_of(picture)

    answer = signed_in(reporter).get(drawing(match, picture, kind))

    assert b"".join(answer).startswith(b"RIFF")
    assert answer["Content-Type"] == "image/webp"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["Cache-Control"].startswith("private")


@pytest.mark.parametrize(
    "error",
    [DecoderGone("no decoder"), DiskRefuses(errno.ENOSPC, "full")],
    ids=["no decoder", "no room"],
)
def test_a_drawing_that_cannot_be_made_at_the_moment_says_to_try_again(
    reporter: User,
    in_english: SignIn,
    picture: MediaAsset,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
) -> None:
    match = copy_of(picture)
    client = in_english(reporter)

    def refuse(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("media_provenance.pipeline.drawing._draw", refuse)

    answer = client.get(drawing(match, picture, "difference"))

    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert "Try again in a minute" in answer.content.decode()


def test_nothing_is_drawn_for_a_third_picture_or_of_another_kind(
    reporter: User, signed_in: SignIn, picture: MediaAsset
) -> None:
    match = copy_of(picture)
    third = stored_picture(jpeg(draw_picture(27)))
    client = signed_in(reporter)

    assert client.get(drawing(match, third, "aligned")).status_code == 404
    assert client.get(drawing(match, picture, "original")).status_code == 404


def test_a_comparison_from_nowhere_is_seen_from_the_one_that_came_last(
    reporter: User, in_english: SignIn, picture: MediaAsset
) -> None:
    match = copy_of(picture)
    last = other_of(match, picture)

    page = in_english(reporter).get(reverse("desk:match_compare", args=[match.pk]))

    assert f'name="seen_from" value="{last.pk}"' in page.content.decode()


def test_the_same_pixels_have_nothing_changed(reporter: User, in_english: SignIn) -> None:
    first = stored_picture(png(draw_picture(22)))
    stored_picture(png(draw_picture(22)) + b"tail")
    match = Match.objects.get()

    page = in_english(reporter).get(compared(match, first)).content.decode()

    assert "The files differ, but every pixel is the same." in page
    assert 'value="confirmed"' not in page
    assert 'value="rejected"' in page


# Deciding


def test_a_decision_on_the_comparison_leads_back_to_it(
    reporter: User, in_english: SignIn, picture: MediaAsset
) -> None:
    match = copy_of(picture)
    client = in_english(reporter)

    answer = client.post(
        reverse("desk:match_decide", args=[match.pk]),
        {
            "decision": "unsure",
            "note": "غير واضح à revoir",
            "seen_from": picture.pk,
            "back": "compare",
        },
    )

    page = client.get(answer["Location"]).content.decode()
    assert answer["Location"] == compared(match, picture)
    assert "A person has looked and was not sure." in page
    assert "غير واضح à revoir" in page


@pytest.mark.parametrize("page", ["desk:picture", "desk:match_compare"])
def test_the_buttons_of_a_decision_carry_the_sign_that_they_are_ours(
    reporter: User, picture: MediaAsset, page: str
) -> None:
    match = copy_of(picture)
    client = Client(enforce_csrf_checks=True)
    client.force_login(reporter)
    shown = client.get(reverse(page, args=[{"desk:picture": picture.pk}.get(page, match.pk)]))
    form = shown.content.decode().partition(reverse("desk:match_decide", args=[match.pk]))[2]
    sign = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', form)[0]

    answer = client.post(
        reverse("desk:match_decide", args=[match.pk]),
        {"decision": "confirmed", "csrfmiddlewaretoken": sign},
    )

    assert answer.status_code == 302


def test_what_was_said_before_stays_with_who_said_it(
    reporter: User, editor: User, in_english: SignIn, picture: MediaAsset
) -> None:
    match = copy_of(picture)
    decide_match(match.pk, Decision.REJECTED, by=reporter, note="autre rive")
    decide_match(match.pk, Decision.UNDECIDED, by=editor)

    page = in_english(reporter).get(compared(match, picture)).content.decode()

    history = page.partition('id="decisions-title"')[2]
    assert history.index("The decision was taken back.") < history.index("autre rive")
    assert reporter.get_username() in history or reporter.get_full_name() in history


def test_an_administrator_compares_and_says_nothing(
    administrator: User, signed_in: SignIn, picture: MediaAsset
) -> None:
    match = copy_of(picture)

    answer = signed_in(administrator).get(compared(match, picture))

    assert answer.status_code == 200
    assert 'name="decision"' not in answer.content.decode()


def test_the_next_pair_that_waits_is_offered(
    reporter: User, in_english: SignIn, picture: MediaAsset
) -> None:
    stored_picture(mirrored(draw_picture(21)))
    stored_picture(resized(draw_picture(21)))
    first, second = Match.objects.of(picture.pk).order_by("pk")

    page = in_english(reporter).get(compared(first, picture)).content.decode()

    assert f"{reverse('desk:match_compare', args=[second.pk])}?from={picture.pk}" in page


def test_without_another_pair_that_waits_none_is_offered(
    reporter: User, in_english: SignIn, picture: MediaAsset
) -> None:
    match = copy_of(picture)

    page = in_english(reporter).get(compared(match, picture)).content.decode()

    assert 'data-page-key="n"' not in page


# The pairs of a picture


def test_a_rejected_pair_is_folded_away_and_waits_no_more(
    reporter: User, in_english: SignIn, picture: MediaAsset
) -> None:
    match = copy_of(picture)
    decide_match(match.pk, Decision.REJECTED, by=reporter)
    client = in_english(reporter)

    page = client.get(reverse("desk:picture", args=[picture.pk])).content.decode()
    archive = client.get(reverse("desk:pictures"), {"waiting": "1"}).content.decode()

    assert "Waiting for a decision" not in page.partition('id="matches"')[2]
    assert "Rejected: another picture" in page
    assert str(picture.pk) not in archive


def test_another_photo_of_the_same_place_waits_for_nobody(
    reporter: User, in_english: SignIn, picture: MediaAsset
) -> None:
    match = copy_of(picture)
    Match.objects.filter(pk=match.pk).update(match_class=MatchClass.SAME_PLACE)
    client = in_english(reporter)

    page = client.get(reverse("desk:picture", args=[picture.pk])).content.decode()
    archive = client.get(reverse("desk:pictures"), {"waiting": "1"}).content.decode()

    assert "Same place, other photo" in page
    assert str(picture.pk) not in archive


def test_of_another_photo_of_the_same_place_it_is_not_said_that_it_was_changed(
    reporter: User, in_english: SignIn, picture: MediaAsset
) -> None:
    match = copy_of(picture)
    Match.objects.filter(pk=match.pk).update(match_class=MatchClass.SAME_PLACE, alteration=None)

    page = in_english(reporter).get(compared(match, picture)).content.decode()

    assert "How they are alike" in page
    assert "irrored" not in page


def test_pairs_stand_in_the_order_asked_for_with_the_oldest_first_by_default(
    reporter: User, in_english: SignIn
) -> None:
    new = stored_picture(recompressed(draw_picture(25)))
    old = stored_picture(jpeg(draw_picture(25), taken="2012:01:02 10:00:00"))
    older = stored_picture(jpeg(draw_picture(25), taken="2010:01:02 10:00:00", quality=80))
    for match in Match.objects.of(new.pk):
        decide_match(match.pk, Decision.CONFIRMED, by=reporter)
    url = reverse("desk:picture", args=[new.pk])
    client = in_english(reporter)

    plain = client.get(url).content.decode()
    newest = client.get(url, {"order": "newest"}).content.decode()

    assert place(plain, older) < place(plain, old)
    assert place(newest, old) < place(newest, older)


# How it was searched


def test_a_picture_says_when_it_was_searched_and_can_be_searched_harder(
    reporter: User, in_english: SignIn, picture: MediaAsset
) -> None:
    client = in_english(reporter)
    url = reverse("desk:picture", args=[picture.pk])

    before = client.get(url).content.decode()
    answer = client.post(reverse("desk:picture_search_harder", args=[picture.pk]))
    during = client.get(url).content.decode()
    poll = client.get(url, headers={"HX-Request": "true", "HX-Target": "searched"})

    assert "The archive was searched for copies of it" in before
    assert answer["Location"] == f"{url}#matches"
    assert "The archive is being searched harder" in during
    assert "Search harder" not in during
    assert poll.content.decode().lstrip().startswith('<div id="searched"')


@pytest.mark.parametrize("role", ["administrator", "stranger"])
def test_only_the_desk_searches_harder(
    request: pytest.FixtureRequest, signed_in: SignIn, picture: MediaAsset, role: str
) -> None:
    answer = signed_in(request.getfixturevalue(role)).post(
        reverse("desk:picture_search_harder", args=[picture.pk])
    )

    assert answer.status_code == 403
    assert not picture.harder_searches.exists()


def test_a_picture_that_was_refused_is_not_searched_harder(
    reporter: User, in_english: SignIn
) -> None:
    asset = stored_picture(jpeg(draw_picture(24))[:3000])
    client = in_english(reporter)

    answer = client.post(reverse("desk:picture_search_harder", args=[asset.pk]), follow=True)

    assert "Only a picture that was read can be searched." in answer.content.decode()


# The family


def test_a_family_names_how_each_copy_is_known_with_the_oldest_evidence_first(
    reporter: User, in_english: SignIn, picture: MediaAsset
) -> None:
    match = copy_of(picture)
    copy = other_of(match, picture)
    claim = claim_of(reporter, "hi", assets=(copy,))

    page = in_english(reporter).get(reverse("desk:picture_family", args=[copy.pk]))

    text = page.content.decode()
    assert text.index(f"member-{picture.pk}") < text.index(f"member-{copy.pk}")
    assert "copy, not confirmed" in text
    assert "likely copy" not in text
    assert claim.text[:20] in text
    assert f"{reverse('desk:match_compare', args=[match.pk])}?from=" in text


@pytest.mark.parametrize(
    ("match_class", "label"),
    [("copy", ">copy, not confirmed<"), ("likely_copy", ">likely copy, not confirmed<")],
)
def test_a_pair_that_waits_is_called_by_its_own_class_in_the_archive_and_the_family(
    reporter: User, in_english: SignIn, picture: MediaAsset, match_class: str, label: str
) -> None:
    match = copy_of(picture)
    Match.objects.filter(pk=match.pk).update(match_class=match_class)
    client = in_english(reporter)

    archive = client.get(reverse("desk:pictures"), {"waiting": "1"}).content.decode()
    family = client.get(reverse("desk:picture_family", args=[picture.pk])).content.decode()

    assert archive.count(label) == 2
    assert label in family


def test_a_picture_reached_through_an_open_pair_is_not_called_confirmed(
    reporter: User, in_english: SignIn, picture: MediaAsset
) -> None:
    match = copy_of(picture)
    copy = other_of(match, picture)
    twin = stored_picture(mirrored(draw_picture(21)) + b"tail")
    Match.objects.of(twin.pk).exclude(match_class=MatchClass.EXACT).delete()

    page = in_english(reporter).get(reverse("desk:picture_family", args=[picture.pk]))

    text = page.content.decode()
    assert f"member-{copy.pk}" in text
    member = text.partition(f"member-{twin.pk}")[2].partition('class="match-row"')[0]
    assert "through a copy that nobody has confirmed" in member


def test_dates_of_a_copy_that_nobody_confirmed_are_drawn_apart_until_somebody_does(
    reporter: User, in_english: SignIn, picture: MediaAsset
) -> None:
    match = copy_of(picture)
    copy = other_of(match, picture)
    client = in_english(reporter)
    addresses = [
        reverse("desk:picture_dating", args=[copy.pk]),
        reverse("desk:picture_family", args=[copy.pk]),
    ]
    picture_open, family_open = [client.get(one).content.decode() for one in addresses]

    decide_match(match.pk, Decision.CONFIRMED, by=reporter)
    picture_after, family_after = [client.get(one).content.decode() for one in addresses]

    assert "mark-open" in picture_open
    assert "mark-open" in family_open
    # In the drawing and in the table beside it.
    assert family_open.count("does not count yet") == 2 * family_open.count("mark-open")
    assert "Of another picture (copy, not confirmed): it does not count." in picture_open
    assert "mark-open" not in picture_after
    assert "does not count yet" not in family_after


def test_a_rejected_picture_is_not_of_the_family(
    reporter: User, in_english: SignIn, picture: MediaAsset
) -> None:
    match = copy_of(picture)
    copy = other_of(match, picture)
    decide_match(match.pk, Decision.REJECTED, by=reporter)

    page = in_english(reporter).get(reverse("desk:picture_family", args=[copy.pk]))

    assert f"member-{picture.pk}" not in page.content.decode()


def test_a_photo_of_the_same_place_stands_apart_from_the_family(
    reporter: User, in_english: SignIn, picture: MediaAsset
) -> None:
    match = copy_of(picture)
    copy = other_of(match, picture)
    Match.objects.filter(pk=match.pk).update(match_class=MatchClass.SAME_PLACE)

    page = in_english(reporter).get(reverse("desk:picture_family", args=[copy.pk]))

    text = page.content.decode()
    assert f"member-{picture.pk}" not in text
    assert f"match-{match.pk}" in text.partition('id="family-place-title"')[2]


def test_an_outline_gives_its_share_of_the_picture() -> None:
    half = outline([(0.0, 0.0), (1.0, 0.0), (1.0, 0.5), (0.0, 0.5)])

    assert half is not None
    assert half.points == "0.0,0.0 100.0,0.0 100.0,50.0 0.0,50.0"
    assert "50" in half.share


@pytest.mark.parametrize("corners", [[], [(0.0, 0.0), (1.0, 1.0)], [(0.5, 0.5)] * 4])
def test_what_has_no_area_has_no_outline(corners: list[tuple[float, float]]) -> None:
    assert outline(corners) is None
