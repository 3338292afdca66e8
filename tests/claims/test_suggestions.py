"""What the rules suggest becomes a statement by a person, and what was turned down stays so."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from claims import recording
from claims.actions.cases import (
    NoSuchWords,
    NothingClaimed,
    SpeakerNeeded,
    get_claimant,
    record_claim,
    record_statement,
    remove_statement,
)
from claims.actions.readings import (
    confirm_offered,
    correct_title,
    join_item,
    read_anew,
    replace_text,
)
from claims.actions.suggestions import (
    DecidedMeanwhile,
    NoSuchPost,
    SuggestionChanges,
    accept_suggestion,
    reject_suggestion,
    take_post,
    undo_decision,
)
from claims.domain.workflow import NotAllowed
from claims.item_queries import claim_sides, item_reading
from claims.models import (
    AuditEvent,
    Claim,
    Claimant,
    ClaimantKind,
    NewsItem,
    Stance,
    Statement,
    SuggestionState,
)
from claims.recording import items as recording_items
from tests.factories.claims import claim_of, read_item
from tests.factories.pages import assertion, denial, suggestion_of, two_articles

pytestmark = pytest.mark.django_db


def test_what_was_read_is_offered_and_is_no_statement(reporter: User) -> None:
    item = denial(reporter)

    offered = item_reading(item.pk).offered

    assert [(one.speaker, one.stance) for one in offered] == [
        ("وزارة النقل", "denies"),
        ("المتحدث باسم الوزارة سامي نجم", "asserts"),
    ]
    assert not Statement.objects.exists()
    for one in offered:
        assert item.text[one.start : one.end] == one.claim_text
        assert one.cue in item.text


def test_what_is_only_declined_rests_on_its_sentence(reporter: User) -> None:
    item = assertion(reporter)

    declined = suggestion_of(item, "declines")

    assert declined.claim_text == ""
    assert item.text[declined.start : declined.end] == "وامتنعت إدارة الجمارك عن التعليق."


def test_why_to_check_is_said_in_codes(reporter: User) -> None:
    asserted = suggestion_of(denial(reporter), "asserts")

    assert "number" in asserted.reasons


@pytest.mark.parametrize("language", ["fr", "hi"])
def test_a_language_without_rules_offers_nothing_it_cannot_know(
    reporter: User, language: str
) -> None:
    item = read_item(reporter, language)

    offered = item_reading(item.pk).offered

    assert all(item.text[one.start : one.end] for one in offered)


# --- Taking


def test_taking_one_makes_a_claim_and_a_statement_resting_on_the_words(reporter: User) -> None:
    item = assertion(reporter)
    suggestion = suggestion_of(item, "asserts")

    statement = accept_suggestion(suggestion, claim=None, by=reporter)

    claim = statement.claim
    assert claim.text == suggestion.claim_text
    assert claim.claimant == statement.speaker == Claimant.objects.get()
    assert statement.speaker is not None
    assert statement.speaker.name == suggestion.speaker
    assert item.text[statement.span_start : statement.span_end] == statement.quote
    assert claim.appearances.get().quote == suggestion.claim_text
    suggestion.refresh_from_db()
    assert (suggestion.state, suggestion.statement) == (SuggestionState.ACCEPTED, statement)
    assert item_reading(item.pk).recorded == [statement]


def test_taking_twice_records_once(reporter: User, editor: User) -> None:
    suggestion = suggestion_of(assertion(reporter), "asserts")

    first = accept_suggestion(suggestion, claim=None, by=reporter)
    second = accept_suggestion(suggestion, claim=None, by=editor)

    assert first == second
    assert Claim.objects.count() == 1


def test_who_denies_a_thing_did_not_claim_it(reporter: User) -> None:
    statement = accept_suggestion(
        suggestion_of(denial(reporter), "denies"), claim=None, by=reporter
    )

    assert statement.claim.claimant is None
    assert statement.stance == Stance.DENIES


def test_it_can_be_taken_for_a_claim_that_is_there(reporter: User) -> None:
    claim = claim_of(reporter)
    item = assertion(reporter)

    statement = accept_suggestion(suggestion_of(item, "declines"), claim=claim, by=reporter)

    assert statement.claim == claim
    assert item in claim.news_items.all()


def test_without_a_claim_it_must_be_known_what_is_claimed(reporter: User) -> None:
    suggestion = suggestion_of(assertion(reporter), "declines")

    with pytest.raises(NothingClaimed):
        accept_suggestion(suggestion, claim=None, by=reporter)

    assert not Claim.objects.exists()


@pytest.mark.parametrize("name", ["سامي نجيم", "Zoé Élu", "नेहा शर्मा"])
def test_it_can_be_taken_with_changes(reporter: User, name: str) -> None:
    suggestion = suggestion_of(assertion(reporter), "asserts")

    statement = accept_suggestion(
        suggestion,
        claim=None,
        by=reporter,
        changes={
            "speaker": name,
            "speaker_kind": ClaimantKind.PERSON,
            "relay": "رويترز",
            "stance": Stance.REPORTS,
            "claim_text": "المعبر مغلق",
        },
    )

    assert statement.speaker == Claimant.objects.get(kind="person", name=name)
    assert statement.relay == Claimant.objects.get(name="رويترز")
    assert (statement.stance, statement.claim.text) == ("reports", "المعبر مغلق")


def test_the_same_changes_sent_twice_record_one_statement(reporter: User) -> None:
    suggestion = suggestion_of(assertion(reporter), "asserts")
    changes: SuggestionChanges = {
        "speaker": "Zoé  Élu",
        "speaker_kind": ClaimantKind.PERSON,
        "relay": "رويترز",
        "stance": Stance.REPORTS,
        "claim_text": "पुल बंद है",
        "language": "hi",
    }

    first = accept_suggestion(suggestion, claim=None, by=reporter, changes=changes)
    second = accept_suggestion(suggestion, claim=None, by=reporter, changes=changes)

    assert first == second


@pytest.mark.parametrize(
    "changes",
    [
        {"speaker": "Zoé Élu"},
        {"relay": "رويترز"},
        {"stance": Stance.DENIES},
        {"claim_text": "पुल बंद है"},
        {"language": "fr"},
    ],
)
def test_what_was_taken_is_not_put_otherwise_in_silence(
    reporter: User, changes: SuggestionChanges
) -> None:
    suggestion = suggestion_of(assertion(reporter), "asserts")
    accept_suggestion(suggestion, claim=None, by=reporter)

    with pytest.raises(DecidedMeanwhile):
        accept_suggestion(suggestion, claim=None, by=reporter, changes=changes)


def test_what_was_taken_for_one_claim_is_not_taken_for_another(reporter: User) -> None:
    suggestion = suggestion_of(assertion(reporter), "asserts")
    accept_suggestion(suggestion, claim=None, by=reporter)

    with pytest.raises(DecidedMeanwhile):
        accept_suggestion(suggestion, claim=claim_of(reporter), by=reporter)


def test_a_new_claimant_is_of_the_kind_that_the_name_tells(reporter: User) -> None:
    suggestion = suggestion_of(assertion(reporter), "asserts")
    suggestion.speaker, suggestion.relay = "المهندس خالد العمري", "Énergie Nord, société"
    suggestion.save()

    statement = accept_suggestion(suggestion, claim=None, by=reporter)

    assert statement.speaker == Claimant.objects.get(kind="person", name="المهندس خالد العمري")
    assert statement.relay is not None
    assert statement.relay.kind == ClaimantKind.ORGANIZATION


def test_nobody_named_is_only_for_what_is_reported(reporter: User) -> None:
    suggestion = suggestion_of(assertion(reporter), "asserts")

    with pytest.raises(SpeakerNeeded):
        accept_suggestion(suggestion, claim=None, by=reporter, changes={"speaker": " "})
    statement = accept_suggestion(
        suggestion,
        claim=None,
        by=reporter,
        changes={"speaker": "", "stance": Stance.REPORTS},
    )

    assert statement.speaker is None


def test_a_stranger_decides_nothing(reporter: User, stranger: User) -> None:
    suggestion = suggestion_of(denial(reporter), "denies")

    with pytest.raises(NotAllowed):
        accept_suggestion(suggestion, claim=None, by=stranger)
    with pytest.raises(NotAllowed):
        reject_suggestion(suggestion, by=stranger)

    suggestion.refresh_from_db()
    assert suggestion.state == SuggestionState.OFFERED


# --- Turning down


def test_what_was_turned_down_is_not_offered_after_a_new_reading(
    reporter: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = denial(reporter)
    suggestion = suggestion_of(item, "denies")

    reject_suggestion(suggestion, by=reporter)
    reject_suggestion(suggestion, by=reporter)
    monkeypatch.setattr(recording_items, "READER_VERSION", recording.READER_VERSION + 1)
    read_anew(item, by=reporter)

    page = item_reading(item.pk)
    assert [one.stance for one in page.offered] == ["asserts"]
    assert page.decided == [suggestion]


def test_what_was_turned_down_is_not_offered_for_a_part_or_the_whole(reporter: User) -> None:
    item = two_articles(reporter)
    buses = item.suggestions.get(speaker="بلدية المدينة")
    reject_suggestion(buses, by=reporter)

    (part,) = confirm_offered(item, by=reporter)

    assert not part.suggestions.filter(speaker="بلدية المدينة").exists()
    trained = part.suggestions.get(state="offered")
    reject_suggestion(trained, by=reporter)
    join_item(part, by=reporter)
    offered = {one.fingerprint for one in item_reading(item.pk).offered}
    assert not offered & {buses.fingerprint, trained.fingerprint}


def test_what_the_text_no_longer_says_is_gone_and_comes_back(reporter: User) -> None:
    item = denial(reporter)
    text = item.text
    without = text.replace("نفت وزارة النقل أنها أغلقت المعبر الشمالي أمام الشاحنات.", "")

    replace_text(item, without.strip(), expected_version=1, by=reporter)
    assert [one.stance for one in item_reading(item.pk).offered] == ["asserts"]

    item.refresh_from_db()
    replace_text(item, text, expected_version=item.text_version, by=reporter)
    assert [one.stance for one in item_reading(item.pk).offered] == ["denies", "asserts"]


def test_what_is_decided_cannot_be_decided_otherwise_without_undoing(
    reporter: User, editor: User
) -> None:
    item = denial(reporter)
    taken, refused = suggestion_of(item, "asserts"), suggestion_of(item, "denies")
    accept_suggestion(taken, claim=None, by=reporter)
    reject_suggestion(refused, by=reporter)

    with pytest.raises(DecidedMeanwhile):
        reject_suggestion(taken, by=editor)
    with pytest.raises(DecidedMeanwhile):
        accept_suggestion(refused, claim=None, by=editor)


# --- Undoing


def test_undoing_offers_it_again_and_takes_the_statement_back(reporter: User) -> None:
    suggestion = suggestion_of(assertion(reporter), "asserts")
    statement = accept_suggestion(suggestion, claim=None, by=reporter)

    undone = undo_decision(suggestion, by=reporter)
    again = undo_decision(suggestion, by=reporter)

    assert undone.suggestion.state == again.suggestion.state == SuggestionState.OFFERED
    assert undone.claim_left == statement.claim
    assert not Statement.objects.exists()
    event = AuditEvent.objects.get(name="case.statement_removed")
    assert event.values["before"]["quote"] == suggestion.claim_text


def test_undoing_a_refusal_offers_it_again(reporter: User) -> None:
    suggestion = suggestion_of(assertion(reporter), "asserts")
    reject_suggestion(suggestion, by=reporter)

    assert undo_decision(suggestion, by=reporter).suggestion.state == SuggestionState.OFFERED


def test_a_statement_that_is_removed_is_offered_again(reporter: User) -> None:
    suggestion = suggestion_of(assertion(reporter), "asserts")
    statement = accept_suggestion(suggestion, claim=None, by=reporter)

    remove_statement(statement, by=reporter)
    remove_statement(statement, by=reporter)

    suggestion.refresh_from_db()
    assert suggestion.state == SuggestionState.OFFERED


def test_taken_again_after_undoing_it_is_the_same_claim(reporter: User) -> None:
    suggestion = suggestion_of(assertion(reporter), "asserts")
    claim = accept_suggestion(suggestion, claim=None, by=reporter).claim
    undo_decision(suggestion, by=reporter)

    assert accept_suggestion(suggestion, claim=None, by=reporter).claim == claim


# --- Words of a claim


def test_a_claim_made_of_a_selection_keeps_where_it_stood(reporter: User) -> None:
    item = denial(reporter)
    start = item.text.index("المعبر يعمل")
    span = (start, start + len("المعبر يعمل"))

    claim = record_claim(text="المعبر يعمل", language="ar", by=reporter, news_item=item, span=span)
    replace_text(item, f"فوق.\n\n{item.text}", expected_version=1, by=reporter)

    appearance = claim.appearances.get()
    item.refresh_from_db()
    assert item.text[appearance.span_start : appearance.span_end] == "المعبر يعمل"
    assert item_reading(item.pk).appearances == [appearance]


@pytest.mark.parametrize("span", [(5, 5), (-1, 4), (0, 99_999)])
def test_a_selection_outside_the_text_is_refused(reporter: User, span: tuple[int, int]) -> None:
    item = denial(reporter)

    with pytest.raises(NoSuchWords):
        record_claim(text="élu", language="fr", by=reporter, news_item=item, span=span)


# --- Posts


def with_post(item: NewsItem) -> NewsItem:
    item.analysis = {
        **item.analysis,
        "posts": [
            {
                "platform": "x",
                "account": "@zoé_élu",
                "author": "Zoé",
                "url": "https://x.example/p/1",
                "text": "الجسر مغلق",
                "posted": {"earliest": "2024-06-20", "latest": "2024-06-20"},
                "start": None,
                "end": None,
            }
        ],
    }
    item.save()
    return item


def test_a_post_becomes_an_appearance_of_a_claim_once(reporter: User) -> None:
    claim, item = claim_of(reporter), with_post(denial(reporter))

    appearance = take_post(claim, item, 1, by=reporter)

    assert take_post(claim, item, 1, by=reporter) == appearance
    assert (appearance.platform, appearance.account) == ("x", "@zoé_élu")
    assert (appearance.read_in, appearance.news_item) == (item, None)
    assert str(appearance.first_day) == "2024-06-20"


def test_there_must_be_such_a_post(reporter: User) -> None:
    with pytest.raises(NoSuchPost):
        take_post(claim_of(reporter), denial(reporter), 1, by=reporter)


# --- The other side


def test_a_denial_in_another_item_is_shown_beside_what_it_denies(reporter: User) -> None:
    first, second = assertion(reporter), denial(reporter)
    asserted, denied = suggestion_of(first, "asserts"), suggestion_of(second, "denies")

    here = item_reading(first.pk).opposed
    there = item_reading(second.pk).opposed

    assert [one.suggestion for one in here[asserted.pk]] == [denied]
    assert [one.suggestion for one in there[denied.pk]] == [asserted]


def test_a_recorded_statement_is_the_other_side_with_its_claim(reporter: User) -> None:
    first, second = assertion(reporter), denial(reporter)
    claim = record_claim(text="المعبر مغلق", language="ar", by=reporter, news_item=second)
    said = "أغلقت المعبر الشمالي أمام الشاحنات"
    second.suggestions.all().delete()
    start = second.text.index(said)
    statement = record_statement(
        claim,
        second,
        speaker=get_claimant("وزارة النقل", ClaimantKind.ORGANIZATION),
        stance=Stance.DENIES,
        start=start,
        end=start + len(said),
        by=reporter,
    )

    (opposed,) = item_reading(first.pk).opposed[suggestion_of(first, "asserts").pk]

    assert (opposed.statement, opposed.claim, opposed.item) == (statement, claim, second)


def test_those_who_agree_or_speak_of_something_else_are_not_opposed(reporter: User) -> None:
    first = assertion(reporter)
    assertion(reporter)
    read_item(reporter, "ar")

    assert item_reading(first.pk).opposed == {}


def test_the_page_itself_is_not_its_other_side(reporter: User) -> None:
    item = denial(reporter)
    correct_title(item, "قال عمر داود إن إغلاق المعبر الشمالي أمام الشاحنات مستمر", by=reporter)

    assert item_reading(item.pk).opposed == {}


def test_a_claim_has_its_sides_over_all_items(reporter: User) -> None:
    claim = claim_of(reporter)
    asserted = accept_suggestion(
        suggestion_of(assertion(reporter), "asserts"), claim=claim, by=reporter
    )
    denied = accept_suggestion(suggestion_of(denial(reporter), "denies"), claim=claim, by=reporter)

    sides = {side.stance: side.statements for side in claim_sides(claim)}

    assert sides == {Stance.ASSERTS: [asserted], Stance.DENIES: [denied]}
