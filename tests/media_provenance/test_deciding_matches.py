"""What a person says of a match, and what its evidence then counts for."""

from __future__ import annotations

import hashlib
from datetime import date

import pytest
from django.contrib.auth.models import User

from media_provenance.actions import decide_match
from media_provenance.adapters.images import open_picture
from media_provenance.models import Decision, Match, MediaAsset
from media_provenance.queries import evidence_about, evidence_about_found, find_picture, matches_of
from tests.factories.pictures import (
    draw_picture,
    flat_picture,
    greyscale,
    jpeg,
    png,
    recompressed,
    stored_picture,
    webp_lossless,
)
from tests.factories.sightings import asked, finding_of, sighted

pytestmark = pytest.mark.django_db


def test_confirming_a_copy_gives_the_finding_without_a_date_being_typed(
    original: MediaAsset, copy: MediaAsset, match: Match, alice: User
) -> None:
    sighted(original, "2022-08-14")
    question = asked(copy)
    waiting = finding_of(question).kind

    decide_match(match, Decision.CONFIRMED, by=alice)

    finding = finding_of(question)
    assert waiting == "needs_confirmation"
    # 14 August ends at 12:00 UTC of the 15th in the last place on Earth; 20 June begins at 10:00
    # UTC of the 19th in the first: 673 days and 22 hours.
    assert (finding.kind, finding.strength, finding.at_least_days) == (
        "publisher_says_predates",
        "suggested",
        673,
    )
    assert finding.existed_by_day == date(2022, 8, 14)
    assert [row.asset for row in finding.rests_on.all()] == [original]


def test_a_rejected_match_never_counts(
    original: MediaAsset, copy: MediaAsset, match: Match, alice: User
) -> None:
    sighted(original, "2022-08-14")
    question = asked(copy)

    decide_match(match, Decision.REJECTED, by=alice)

    finding = finding_of(question)
    assert (finding.kind, finding.strength) == ("compatible_not_proven", "none")
    assert [view for view in evidence_about(copy) if view.evidence.asset == original] == []


def test_being_unsure_leaves_the_match_waiting(
    original: MediaAsset, copy: MediaAsset, match: Match, alice: User
) -> None:
    sighted(original, "2022-08-14")
    question = asked(copy)

    decide_match(match, Decision.UNSURE, by=alice, note="الإضاءة مختلفة")

    match.refresh_from_db()
    assert finding_of(question).kind == "needs_confirmation"
    assert (match.decision, match.decided_by, match.note) == ("unsure", alice, "الإضاءة مختلفة")


def test_a_decision_can_be_taken_back(
    original: MediaAsset, copy: MediaAsset, match: Match, alice: User
) -> None:
    sighted(original, "2022-08-14")
    question = asked(copy)
    decide_match(match, Decision.CONFIRMED, by=alice)

    decide_match(match, Decision.UNDECIDED, by=alice)

    match.refresh_from_db()
    assert finding_of(question).kind == "needs_confirmation"
    assert match.decided_by is None


def test_the_same_decision_again_keeps_the_first_person(
    match: Match, alice: User, bob: User
) -> None:
    decide_match(match, Decision.CONFIRMED, by=alice)

    again = decide_match(match, Decision.CONFIRMED, by=bob)

    assert again.decided_by == alice


def test_an_exact_match_counts_without_a_person() -> None:
    first = stored_picture(png(draw_picture(2)))
    second = stored_picture(webp_lossless(draw_picture(2)))
    sighted(first, "2022-08-14")

    finding = finding_of(asked(second))

    assert finding.kind == "publisher_says_predates"
    assert {view.item.match.value for view in evidence_about(second)} == {"exact"}


def test_confirming_one_file_confirms_all_with_the_same_pixels(alice: User) -> None:
    first = stored_picture(png(draw_picture(3)))
    twin = stored_picture(webp_lossless(draw_picture(3)))
    copy = stored_picture(greyscale(draw_picture(3)))
    sighted(twin, "2022-08-14")
    question = asked(copy)
    (to_first,) = [view.match for view in matches_of(copy) if view.other == first]

    decide_match(to_first, Decision.CONFIRMED, by=alice)

    assert finding_of(question).kind == "publisher_says_predates"


def test_what_is_rejected_is_not_reached_by_a_twin_either(alice: User) -> None:
    first = stored_picture(png(draw_picture(3)))
    twin = stored_picture(webp_lossless(draw_picture(3)))
    copy = stored_picture(greyscale(draw_picture(3)))
    sighted(twin, "2022-08-14")
    question = asked(copy)
    pairs = {view.other: view.match for view in matches_of(copy)}
    decide_match(pairs[first], Decision.CONFIRMED, by=alice)

    decide_match(pairs[twin], Decision.REJECTED, by=alice)

    assert finding_of(question).kind == "compatible_not_proven"


def test_a_rejected_copy_stays_rejected_when_the_file_itself_is_asked_about(alice: User) -> None:
    data = png(draw_picture(3))
    asset = stored_picture(data)
    copy = stored_picture(greyscale(draw_picture(3)))
    pairs = {view.other: view.match for view in matches_of(asset)}
    decide_match(pairs[copy], Decision.REJECTED, by=alice)
    decoded = open_picture(data)

    found = find_picture(
        decoded.pixels,
        sha256=hashlib.sha256(data).hexdigest(),
        pixel_sha256=decoded.pixel_sha256,
    )

    assert copy in {one.asset for one in found}
    assert {view.evidence.asset_id for view in evidence_about_found(found)} == {asset.pk}


def test_undecided_matches_come_first(alice: User) -> None:
    asset = stored_picture(jpeg(draw_picture(7)))
    decided = stored_picture(greyscale(draw_picture(7)))
    waiting = stored_picture(recompressed(draw_picture(7)))
    (pair,) = [view.match for view in matches_of(asset) if view.other == decided]
    decide_match(pair, Decision.CONFIRMED, by=alice)

    views = matches_of(asset)

    assert [view.other for view in views] == [waiting, decided]
    assert [view.needs_a_person for view in views] == [True, False]


def test_pictures_without_content_lend_each_other_no_date() -> None:
    white = stored_picture(png(flat_picture(255)))
    grey = stored_picture(png(flat_picture(250)))
    sighted(white, "2022-08-14")

    assert finding_of(asked(grey)).kind == "compatible_not_proven"
