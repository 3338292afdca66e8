"""Looking for a picture's copies: which pairs are kept, which are renewed, and what follows."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from django.contrib.auth.models import User

from jobs import runner
from jobs.models import Job, JobState
from media_provenance import pipeline
from media_provenance.actions import (
    ask_when,
    confirm_match_too,
    decide_match,
    record_page_sighting,
    store_picture,
)
from media_provenance.adapters.images import PictureRefused, RefusalCode
from media_provenance.domain.date_evidence import MatchClass as EvidenceMatch
from media_provenance.domain.likeness import LIKENESS_VERSION, LikenessClass
from media_provenance.domain.search import FoundLikeness, search
from media_provenance.models import (
    AssetState,
    Decision,
    Finding,
    Match,
    MatchClass,
    MediaAsset,
    PictureFeatures,
    SearchEffort,
)
from media_provenance.pipeline import originals
from media_provenance.queries import linked_pictures, matches_of
from media_provenance.tasks import MATCH_PICTURE, READ_PICTURE
from tests.factories.pictures import (
    day,
    draw_picture,
    greyscale,
    jpeg,
    mirrored,
    png,
    recompressed,
    run_matching,
    run_reading,
    stored_picture,
)
from tests.unit.media_provenance.pictures import reopened

pytestmark = pytest.mark.django_db

MEASURES: dict[str, Any] = {
    "likeness_version": LIKENESS_VERSION,
    "agreement": 0.5,
    "inliers": 20,
    "homography": [1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0],
}


def look_again(asset: MediaAsset, effort: SearchEffort = SearchEffort.NORMAL) -> None:
    payload = {"asset": str(asset.pk), "effort": effort.value}
    matching = pipeline.match_picture(payload, lambda done, total: None)
    pipeline.record_matches(payload, matching)
    asset.refresh_from_db()


def unrelated_pair(match_class: MatchClass, **fields: Any) -> tuple[MediaAsset, MediaAsset]:
    """Two pictures that a search said something of."""
    first, second = sorted(
        (stored_picture(jpeg(draw_picture(seed))) for seed in (1, 2)), key=lambda one: one.pk
    )
    Match.objects.create(first=first, second=second, match_class=match_class, **fields)
    return first, second


def place_in_first(match: Match, x: float, y: float) -> tuple[float, float]:
    """Carry a place of the second picture, as fractions of its sides, into the first."""
    moved = np.array(match.homography).reshape(3, 3) @ (x, y, 1.0)
    return float(moved[0] / moved[2]), float(moved[1] / moved[2])


def test_a_picture_says_when_and_how_hard_it_was_searched_for() -> None:
    asset = store_picture(jpeg(draw_picture(1)))
    run_reading(asset)
    asset.refresh_from_db()
    before = (asset.state, asset.is_searched)

    run_matching(asset)

    asset.refresh_from_db()
    assert before == (AssetState.READ, False)
    assert asset.is_searched
    assert (asset.search_version, asset.search_effort) == (
        pipeline.SEARCH_VERSION,
        SearchEffort.NORMAL,
    )


def test_that_it_was_searched_for_harder_is_not_forgotten() -> None:
    asset = stored_picture(jpeg(draw_picture(1)))

    look_again(asset, SearchEffort.HARDER)
    look_again(asset, SearchEffort.NORMAL)

    assert asset.search_effort == SearchEffort.HARDER


def test_no_older_copy_is_said_only_once_the_archive_was_searched() -> None:
    asset = store_picture(jpeg(draw_picture(1)))
    question = ask_when(asset, asked_for="test:1", event=day("2024-06-20"))

    run_reading(asset)
    unsearched = Finding.objects.filter(question=question).count()
    run_matching(asset)

    assert unsearched == 0
    assert Finding.objects.get(question=question).kind == "compatible_not_proven"


def test_what_the_file_itself_says_is_said_before_the_search() -> None:
    asset = store_picture(jpeg(draw_picture(1), taken="2019:05:01 10:00:00"))
    question = ask_when(asset, asked_for="test:1", event=day("2024-06-20"))

    run_reading(asset)

    assert Finding.objects.get(question=question).kind == "metadata_suggests_predates"


def test_the_job_that_looks_for_copies_is_asked_for_where_the_features_are_written() -> None:
    asset = store_picture(jpeg(draw_picture(1)))
    before = Job.objects.filter(kind=MATCH_PICTURE).count()

    run_reading(asset)

    assert before == 0
    assert Job.objects.get(kind=MATCH_PICTURE).state == JobState.QUEUED
    written = PictureFeatures.objects.get(asset=asset)
    assert (len(written.region_quality), len(written.region_bits)) == (10, 2560)


def test_two_new_pictures_find_each_other_whichever_is_looked_for_first() -> None:
    first, second = (
        store_picture(data) for data in (png(draw_picture(1)), greyscale(draw_picture(1)))
    )
    run_reading(first)
    run_reading(second)

    run_matching(second)
    run_matching(first)

    match = Match.objects.get()
    assert match.match_class == MatchClass.COPY
    assert {match.first, match.second} == {first, second}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_pair_is_told_from_its_second_picture_to_its_first(seed: int) -> None:
    plain = stored_picture(jpeg(draw_picture(seed)))
    turned = stored_picture(mirrored(draw_picture(seed)))

    match = Match.objects.get()

    assert {match.first, match.second} == {plain, turned}
    assert match.orientation == "mirrored"
    assert match.alteration is not None
    assert match.alteration["mirrored"] is True
    assert place_in_first(match, 0.2, 0.1) == pytest.approx((0.8, 0.1), abs=0.01)


@pytest.mark.parametrize("seed", [1, 2])
def test_a_crop_is_told_from_the_second_picture_to_the_first(seed: int) -> None:
    whole = draw_picture(seed)
    original = stored_picture(jpeg(whole))
    stored_picture(jpeg(np.ascontiguousarray(whole[:, : whole.shape[1] // 2])))

    match = Match.objects.get()

    # The middle of the part is a quarter of the way across the whole, and the other way round.
    assert match.alteration is not None
    expected = {True: ((0.5, 0.25), "crop"), False: ((0.25, 0.5), "shown")}
    (x_in_second, x_in_first), share = expected[match.first == original]
    assert place_in_first(match, x_in_second, 0.5)[0] == pytest.approx(x_in_first, abs=0.02)
    assert match.alteration[share] == pytest.approx(0.5, abs=0.05)


def test_what_the_two_share_is_outlined_in_each() -> None:
    whole = draw_picture(4)
    original = stored_picture(jpeg(whole))
    part = stored_picture(jpeg(np.ascontiguousarray(whole[:, : whole.shape[1] // 2])))

    (view,) = matches_of(part)

    match = view.match
    outlines = {match.first_id: match.first_part, match.second_id: match.second_part}
    assert max(x for x, _ in outlines[original.pk]) == pytest.approx(0.5, abs=0.03)
    assert max(x for x, _ in outlines[part.pk]) == pytest.approx(1, abs=0.03)
    assert min(x for x, _ in outlines[original.pk]) == pytest.approx(0, abs=0.03)


def test_a_rejected_pair_stays_rejected_however_often_it_is_looked_for(alice: User) -> None:
    stored_picture(jpeg(draw_picture(1)))
    copy = stored_picture(greyscale(draw_picture(1)))
    (view,) = matches_of(copy)
    decide_match(view.match, Decision.REJECTED, by=alice)

    look_again(copy)
    look_again(view.other, SearchEffort.HARDER)

    match = Match.objects.get()
    assert (match.pk, match.decision, match.decided_by) == (
        view.match.pk,
        Decision.REJECTED,
        alice,
    )


@pytest.mark.parametrize("decision", [Decision.CONFIRMED, Decision.UNSURE])
def test_what_was_decided_keeps_what_it_was_decided_on(decision: Decision, alice: User) -> None:
    stored_picture(jpeg(draw_picture(1)))
    copy = stored_picture(greyscale(draw_picture(1)))
    match = Match.objects.get()
    Match.objects.update(likeness_version=0, agreement=0.42, match_class=MatchClass.LIKELY_COPY)
    decide_match(match, decision, by=alice)

    look_again(copy)

    match.refresh_from_db()
    assert (match.agreement, match.likeness_version, match.decision) == (0.42, 0, decision)


@pytest.mark.parametrize("decision", [Decision.UNDECIDED, Decision.CONFIRMED, Decision.UNSURE])
def test_a_pair_whose_pixels_prove_the_same_becomes_exact(decision: Decision, alice: User) -> None:
    copy = thought_a_copy(decision, by=alice)

    read_again(copy)

    match = Match.objects.get()
    assert (match.match_class, match.decision) == (MatchClass.EXACT, decision)
    assert (match.agreement, match.homography, match.second_part) == (None, None, [])


def test_a_rejected_pair_stays_rejected_whatever_its_pixels_prove(alice: User) -> None:
    copy = thought_a_copy(Decision.REJECTED, by=alice)

    read_again(copy)

    match = Match.objects.get()
    assert (match.match_class, match.decision) == (MatchClass.COPY, Decision.REJECTED)
    assert match.agreement == 0.5


def thought_a_copy(decision: Decision, *, by: User) -> MediaAsset:
    """Return one of two pictures with the same pixels that an earlier release did not find equal.

    A stranger stands beside them, at which nothing is to change.
    """
    stored_picture(jpeg(draw_picture(1)))
    stored_picture(jpeg(draw_picture(2)))
    copy = stored_picture(png(reopened(jpeg(draw_picture(1)))))
    Match.objects.update(match_class=MatchClass.COPY, second_part=[[0, 0]], **MEASURES)
    if decision != Decision.UNDECIDED:
        decide_match(Match.objects.get(), decision, by=by)
    return copy


def read_again(asset: MediaAsset) -> None:
    payload = {"asset": str(asset.pk)}
    pipeline.record_picture(payload, pipeline.read_picture(payload, lambda done, total: None))


def test_an_open_pair_takes_the_answer_of_newer_rules() -> None:
    stored_picture(jpeg(draw_picture(1)))
    copy = stored_picture(greyscale(draw_picture(1)))
    Match.objects.update(likeness_version=0, agreement=1.0, alteration=None)

    look_again(copy)

    match = Match.objects.get()
    assert match.likeness_version == LIKENESS_VERSION
    assert match.alteration is not None


def test_of_two_answers_by_the_same_rules_the_surer_is_kept() -> None:
    stored_picture(jpeg(draw_picture(1)))
    copy = stored_picture(greyscale(draw_picture(1)))
    Match.objects.update(match_class=MatchClass.SAME_PLACE, agreement=0.1)

    look_again(copy)
    renewed = Match.objects.get().match_class
    Match.objects.update(agreement=1.0, inliers=9000)
    look_again(copy)

    assert renewed == MatchClass.COPY
    assert Match.objects.get().inliers == 9000


def test_a_match_found_by_an_earlier_release_is_measured() -> None:
    stored_picture(jpeg(draw_picture(1)))
    copy = stored_picture(greyscale(draw_picture(1)))
    Match.objects.update(
        likeness_version=None, agreement=None, inliers=None, homography=None, distance=7
    )

    look_again(copy)

    assert Match.objects.get().agreement is not None


def test_a_picture_that_was_removed_while_it_was_found_is_left_out() -> None:
    original = stored_picture(jpeg(draw_picture(1)))
    copy = stored_picture(greyscale(draw_picture(1)))
    payload = {"asset": str(copy.pk), "effort": "normal"}
    matching = pipeline.match_picture(payload, lambda done, total: None)
    original.delete()

    pipeline.record_matches(payload, matching)

    assert matching is not None
    assert len(matching.found) == 1
    assert not Match.objects.exists()


def test_the_same_pixels_are_not_looked_for_as_a_copy() -> None:
    stored_picture(png(draw_picture(1)))
    copy = stored_picture(jpeg(draw_picture(1)))
    Match.objects.update(
        match_class=MatchClass.EXACT,
        likeness_version=None,
        agreement=None,
        inliers=None,
        homography=None,
        distance=None,
    )

    look_again(copy)

    assert Match.objects.get().match_class == MatchClass.EXACT


def test_a_picture_that_is_not_read_is_not_looked_for() -> None:
    asset = store_picture(jpeg(draw_picture(1)))

    look_again(asset)

    assert not asset.is_searched


def test_a_picture_that_a_newer_decoder_refuses_is_found_no_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asset = stored_picture(jpeg(draw_picture(1)))
    job = Job.objects.filter(kind=READ_PICTURE)
    job.update(state=JobState.QUEUED, finished_at=None)

    def refuse(data: bytes, trust: object) -> None:
        raise PictureRefused(RefusalCode.BROKEN)

    monkeypatch.setattr(originals, "open_picture", refuse)
    look_again(asset)
    still_searched = asset.is_searched
    ran = runner.run(job.get().pk)

    asset.refresh_from_db()
    assert still_searched
    assert ran is runner.Ran.DONE
    assert (asset.state, asset.is_searched) == (AssetState.REFUSED, False)
    assert not PictureFeatures.objects.exists()


# What links


@pytest.mark.parametrize("match_class", [MatchClass.COPY, MatchClass.LIKELY_COPY])
def test_a_copy_links_as_similar_until_a_person_confirms_it(
    match_class: MatchClass, alice: User
) -> None:
    first, second = unrelated_pair(match_class, **MEASURES)

    before = {one.asset_id: one.match_class for one in linked_pictures(first.pk)}
    decide_match(Match.objects.get(), Decision.CONFIRMED, by=alice)
    after = {one.asset_id: one.match_class for one in linked_pictures(first.pk)}

    assert before == {first.pk: EvidenceMatch.EXACT, second.pk: EvidenceMatch.SIMILAR}
    assert after == {first.pk: EvidenceMatch.EXACT, second.pk: EvidenceMatch.HUMAN}


def test_another_photo_of_the_same_place_links_only_if_two_people_say_it_is_the_same(
    alice: User, bob: User
) -> None:
    first, second = unrelated_pair(MatchClass.SAME_PLACE, **MEASURES)

    before = [one.asset_id for one in linked_pictures(first.pk)]
    first_word = decide_match(Match.objects.get(), Decision.CONFIRMED, by=alice)
    confirm_match_too(first_word, by=bob)
    after = {one.asset_id: one.match_class for one in linked_pictures(first.pk)}

    assert before == [first.pk]
    assert after[second.pk] is EvidenceMatch.HUMAN


def test_another_photo_of_the_same_place_waits_for_nobody() -> None:
    first, _second = unrelated_pair(MatchClass.SAME_PLACE, **MEASURES)

    (view,) = matches_of(first)

    assert not view.needs_a_person
    assert not Match.objects.waiting().exists()


FOLDED = np.array([[1.0, 0.0, 0.0], [2.0, 0.0, 0.0], [0.0, 0.0, 1.0]])


@pytest.mark.parametrize(
    ("change", "pairs"),
    [
        pytest.param({"likeness": LikenessClass.SAME_PLACE}, 1, id="the same place"),
        pytest.param({"homography": FOLDED}, 0, id="folded"),
    ],
)
def test_what_was_changed_is_said_of_copies_only(
    monkeypatch: pytest.MonkeyPatch, change: dict[str, Any], pairs: int
) -> None:
    stored_picture(jpeg(draw_picture(1)))
    asset = store_picture(greyscale(draw_picture(1)))
    run_reading(asset)

    def changed(*arguments: Any, **options: Any) -> list[FoundLikeness]:
        found = search(*arguments, **options)
        return [replace(one, likeness=replace(one.likeness, **change)) for one in found]

    monkeypatch.setattr("media_provenance.queries.found.search", changed)

    outcome = run_matching(asset)

    assert outcome is runner.Ran.DONE
    assert list(Match.objects.values_list("alteration", flat=True)) == [None] * pairs


def test_the_date_of_another_photo_of_the_same_place_says_nothing() -> None:
    first, second = unrelated_pair(MatchClass.SAME_PLACE, **MEASURES)
    record_page_sighting(
        second,
        page_key="1:x",
        url="https://news.example/",
        title="",
        language="",
        published=day("2019-08-14"),
        origin="url",
        read_from="",
        capture=None,
    )

    question = ask_when(first, asked_for="test:1", event=day("2024-06-20"))

    assert Finding.objects.get(question=question).kind == "compatible_not_proven"


def test_those_that_wait_come_before_the_sure_ones_and_other_photos_last() -> None:
    asset = stored_picture(png(draw_picture(1)))
    stored_picture(recompressed(draw_picture(1)))
    for seed, match_class in ((5, MatchClass.SAME_PLACE), (6, MatchClass.LIKELY_COPY)):
        other = stored_picture(jpeg(draw_picture(seed)))
        first, second = sorted((asset, other), key=lambda one: one.pk)
        Match.objects.create(first=first, second=second, match_class=match_class, **MEASURES)

    found = [view.match.match_class for view in matches_of(asset)]

    assert found == [MatchClass.COPY, MatchClass.LIKELY_COPY, MatchClass.SAME_PLACE]
