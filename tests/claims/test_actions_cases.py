"""Recording claims, where they were seen, what happened when, and who says what."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.contrib.auth.models import User

from claims.actions.cases import (
    NoSuchWords,
    NothingClaimed,
    add_appearance,
    add_picture,
    attach_item,
    edit_claim,
    get_claimant,
    record_claim,
    record_statement,
    set_event,
)
from claims.domain.workflow import NotAllowed
from claims.models import Claim, Claimant, ClaimantKind, NewsItem, Stance
from claims.queries import reference_of
from media_provenance.models import DatingQuestion
from multilingual.intervals import DateInterval
from tests.factories.claims import CLAIMS, claim_of, read_item
from tests.factories.pictures import draw_picture, jpeg, stored_picture

pytestmark = pytest.mark.django_db
EVENT = DateInterval(date(2024, 6, 20), date(2024, 6, 23))


def history_of(claim: Claim) -> list[str]:
    return list(claim.events.values_list("name", flat=True))


def question_of(claim: Claim) -> DatingQuestion:
    return DatingQuestion.objects.get(asked_for=reference_of(claim.pk))


@pytest.mark.parametrize("language", ["ar", "fr", "hi"])
def test_a_claim_keeps_its_own_words(reporter: User, language: str) -> None:
    claim = record_claim(
        text=f"  {CLAIMS[language]}\n",
        language=language,
        by=reporter,
        claimant=get_claimant("  شبكة   à Nîmes ", ClaimantKind.ORGANIZATION),
    )

    assert claim.text == CLAIMS[language]
    assert claim.status == "received"
    assert claim.claimant is not None
    assert claim.claimant.name == "شبكة à Nîmes"
    assert history_of(claim) == ["case.recorded"]


def test_a_claim_may_have_no_claimant(reporter: User) -> None:
    assert get_claimant(" ", ClaimantKind.PERSON) is None
    assert claim_of(reporter).claimant is None


def test_the_same_claimant_is_one_row(db: None) -> None:
    first = get_claimant("ناطق", ClaimantKind.PERSON)
    second = get_claimant("ناطق ", ClaimantKind.PERSON, language="ar")

    assert first == second
    assert Claimant.objects.count() == 1


@pytest.mark.parametrize("text", ["", " \n"])
def test_a_claim_without_words_is_refused(reporter: User, text: str) -> None:
    with pytest.raises(NothingClaimed):
        record_claim(text=text, language="ar", by=reporter)

    assert not Claim.objects.exists()


def test_the_item_becomes_the_first_appearance_and_its_day_stands_in_for_the_event(
    reporter: User,
) -> None:
    item = read_item(reporter)

    claim = record_claim(text="خبر", language="ar", by=reporter, news_item=item)

    claim.refresh_from_db()
    appearance = claim.appearances.get()
    assert appearance.news_item == item
    assert appearance.first_day == item.published_first == date(2024, 6, 21)
    assert (claim.event_first, claim.event_origin) == (date(2024, 6, 21), "appearance")


def test_each_picture_is_asked_about_as_soon_as_a_day_is_known(reporter: User) -> None:
    asset = stored_picture(jpeg(draw_picture(1)))
    claim = claim_of(reporter, assets=(asset,))
    assert not DatingQuestion.objects.exists()

    set_event(claim, EVENT, by=reporter)

    question = question_of(claim)
    assert question.asset == asset
    assert (question.event_first_day, question.event_last_day) == (EVENT.earliest, EVENT.latest)


def test_a_picture_added_later_is_asked_about_too(reporter: User) -> None:
    claim = claim_of(reporter)
    set_event(claim, EVENT, by=reporter)

    add_picture(claim, stored_picture(jpeg(draw_picture(1))), by=reporter)
    add_picture(claim, stored_picture(jpeg(draw_picture(1))), by=reporter)

    assert claim.pictures.count() == 1
    assert question_of(claim).event_first_day == EVENT.earliest


def test_a_changed_event_asks_anew(reporter: User) -> None:
    claim = claim_of(reporter, assets=(stored_picture(jpeg(draw_picture(1))),))
    set_event(claim, EVENT, by=reporter)

    set_event(claim, DateInterval.of_day(date(2020, 1, 2)), by=reporter)

    assert question_of(claim).event_first_day == date(2020, 1, 2)


def test_a_day_an_editor_gave_is_not_moved_by_an_appearance(reporter: User) -> None:
    claim = claim_of(reporter)
    set_event(claim, EVENT, by=reporter)

    add_appearance(claim, by=reporter, platform="X", days=DateInterval.of_day(date(2020, 1, 2)))

    claim.refresh_from_db()
    assert (claim.event_first, claim.event_origin) == (EVENT.earliest, "editor")


def test_an_earlier_appearance_takes_the_place_of_a_later_one(reporter: User) -> None:
    claim = claim_of(reporter)
    add_appearance(claim, by=reporter, platform="X", days=DateInterval.of_day(date(2024, 6, 23)))

    add_appearance(
        claim,
        by=reporter,
        url="https://first.example/é",
        days=DateInterval.of_day(date(2024, 6, 20)),
    )

    claim.refresh_from_db()
    assert claim.event_first == date(2024, 6, 20)


def test_an_event_taken_back_falls_to_the_first_appearance(reporter: User) -> None:
    claim = claim_of(reporter)
    add_appearance(claim, by=reporter, platform="X", days=DateInterval.of_day(date(2024, 6, 23)))
    set_event(claim, EVENT, by=reporter)

    set_event(claim, None, by=reporter)

    claim.refresh_from_db()
    assert (claim.event_first, claim.event_origin) == (date(2024, 6, 23), "appearance")


def test_an_event_taken_back_without_an_appearance_is_unknown(reporter: User) -> None:
    claim = claim_of(reporter)
    set_event(claim, EVENT, by=reporter)

    set_event(claim, None, by=reporter)

    claim.refresh_from_db()
    assert (claim.event_first, claim.event_last, claim.event_origin) == (None, None, "")


@pytest.mark.parametrize(
    "event", [DateInterval(None, date(2024, 6, 20)), DateInterval(date(2024, 6, 20), None)]
)
def test_an_event_has_two_ends(reporter: User, event: DateInterval) -> None:
    with pytest.raises(ValueError, match="first and a last day"):
        set_event(claim_of(reporter), event, by=reporter)


def test_an_item_is_attached_once(reporter: User) -> None:
    claim, item = claim_of(reporter), read_item(reporter, "fr")

    attach_item(claim, item, by=reporter)
    attach_item(claim, item, by=reporter)

    assert claim.appearances.count() == 1
    assert list(claim.news_items.all()) == [item]


def test_an_attached_item_brings_its_lead_picture(reporter: User) -> None:
    asset = stored_picture(jpeg(draw_picture(1)))
    item = NewsItem.objects.create(intake="pictures", state="read", title="photo")
    item.pictures.create(asset=asset, position=1, is_lead=True)
    claim = claim_of(reporter)

    attach_item(claim, item, by=reporter)

    assert claim.pictures.get().asset == asset


def test_edited_words_leave_the_old_ones_in_the_history(reporter: User) -> None:
    claim = claim_of(reporter, "fr")

    edit_claim(claim, by=reporter, text=CLAIMS["ar"], language="ar", restated="बैठक", claimant=None)

    claim.refresh_from_db()
    assert (claim.text, claim.restated) == (CLAIMS["ar"], "बैठक")
    assert claim.events.latest("pk").values["before"]["text"] == CLAIMS["fr"]


def test_a_claim_is_not_edited_to_nothing(reporter: User) -> None:
    with pytest.raises(NothingClaimed):
        edit_claim(
            claim_of(reporter), by=reporter, text=" ", language="ar", restated="", claimant=None
        )


def test_a_statement_rests_on_the_words_of_its_item(reporter: User) -> None:
    claim, item = claim_of(reporter), read_item(reporter)
    speaker = get_claimant("البلدية", ClaimantKind.ORGANIZATION)
    assert speaker is not None
    start = item.text.index("نفت البلدية")

    statement = record_statement(
        claim,
        item,
        speaker=speaker,
        stance=Stance.DENIES,
        start=start,
        end=start + 11,
        by=reporter,
    )

    assert statement.quote == "نفت البلدية"
    assert history_of(claim)[-1] == "case.statement_recorded"


@pytest.mark.parametrize(("start", "end"), [(5, 5), (-3, 4), (0, 100_000), (9, 3)])
def test_a_statement_cannot_rest_on_nothing(reporter: User, start: int, end: int) -> None:
    speaker = get_claimant("البلدية", ClaimantKind.ORGANIZATION)
    assert speaker is not None

    with pytest.raises(NoSuchWords):
        record_statement(
            claim_of(reporter),
            read_item(reporter),
            speaker=speaker,
            stance=Stance.DENIES,
            start=start,
            end=end,
            by=reporter,
        )


@pytest.mark.parametrize("role", ["admin", "nobody"])
def test_only_the_desk_works_on_claims(
    reporter: User, person: Callable[..., User], role: str
) -> None:
    claim, somebody = claim_of(reporter), person(role)

    with pytest.raises(NotAllowed):
        record_claim(text="نص", language="ar", by=somebody)
    with pytest.raises(NotAllowed):
        set_event(claim, EVENT, by=somebody)
    with pytest.raises(NotAllowed):
        add_appearance(claim, by=somebody, platform="X")
    with pytest.raises(NotAllowed):
        attach_item(claim, NewsItem(), by=somebody)
    with pytest.raises(NotAllowed):
        edit_claim(claim, by=somebody, text="a", language="ar", restated="", claimant=None)
