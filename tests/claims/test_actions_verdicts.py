"""Writing verdict texts: drafts, two people at once, sources, corrections."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth.models import User

from claims.actions.verdicts import (
    EditConflict,
    RevisionDraft,
    SourceDraft,
    SourcesChanged,
    clean_body,
    get_verdict,
    open_revision,
    save_revision,
    save_sources,
    set_media_category,
    sources_digest,
    start_correction,
)
from claims.actions.workflow import move_text
from claims.domain.workflow import IllegalMove, Missing, NotAllowed, NotReady, TextStatus
from claims.forms.verdicts import body_to_type
from claims.models import AuditEvent, CorrectionKind, MediaCategory, Revision
from claims.queries import missing_of, missing_of_each
from tests.factories.claims import CLAIMS, claim_of
from tests.factories.verdicts import (
    WORDS,
    Desk,
    claim_with_source,
    drafted,
    old_photo_case,
    published,
)

pytestmark = pytest.mark.django_db

FRENCH = SourceDraft(title="Un pont à Nîmes", kind="archive", accessed_on=date(2024, 6, 23))
HINDI = SourceDraft(title="पुराना पुल", kind="official", url="https://news.example/pul")


@pytest.fixture
def desk(reporter: User, editor: User, publisher: User) -> Desk:
    return Desk(reporter, editor, publisher)


@pytest.mark.parametrize("language", ["ar", "fr", "hi"])
def test_a_new_text_starts_with_the_claim_only_in_its_own_language(
    reporter: User, language: str
) -> None:
    claim = claim_of(reporter, language)

    same = open_revision(claim, language, by=reporter)
    other = open_revision(claim, "en", by=reporter)

    assert same.claim_text == CLAIMS[language]
    assert other.claim_text == ""


def test_a_text_is_started_once(reporter: User, editor: User) -> None:
    claim = claim_of(reporter)

    first = open_revision(claim, "ar", by=reporter)
    second = open_revision(claim, "ar", by=editor)

    assert second.pk == first.pk
    assert second.author == reporter
    assert AuditEvent.objects.filter(name="text.started").count() == 1


@pytest.mark.parametrize("role", ["publisher", "administrator"])
def test_only_writers_start_a_text(
    request: pytest.FixtureRequest, reporter: User, role: str
) -> None:
    claim = claim_of(reporter)
    other = request.getfixturevalue(role)

    with pytest.raises(NotAllowed):
        open_revision(claim, "ar", by=other)

    assert not Revision.objects.exists()


def test_a_published_text_is_not_started_again(desk: Desk) -> None:
    claim = claim_with_source(desk)
    published(drafted(claim, desk), desk)

    with pytest.raises(IllegalMove):
        open_revision(claim, "ar", by=desk.reporter)


def test_a_new_language_starts_with_the_rating_of_the_others(desk: Desk) -> None:
    claim = claim_with_source(desk)
    drafted(claim, desk)

    english = open_revision(claim, "en", by=desk.reporter)

    assert english.rating is not None
    assert english.rating.key == "misleading"


def test_a_saved_draft_counts_its_versions(desk: Desk) -> None:
    claim = claim_with_source(desk)

    revision = drafted(claim, desk)
    again = save_revision(revision.pk, WORDS["ar"], version=revision.version, by=desk.editor)

    assert (revision.version, again.version) == (2, 3)
    assert again.saved_by == desk.editor
    assert again.author == desk.reporter


def test_the_later_of_two_savers_gets_both_versions_and_overwrites_nothing(desk: Desk) -> None:
    opened = open_revision(claim_with_source(desk), "ar", by=desk.reporter)
    theirs = RevisionDraft(headline="عنوان زميلي")
    mine = RevisionDraft(headline="عنواني", summary="ما كتبته")
    save_revision(opened.pk, theirs, version=opened.version, by=desk.editor)

    with pytest.raises(EditConflict) as conflict:
        save_revision(opened.pk, mine, version=opened.version, by=desk.reporter)

    assert conflict.value.current.headline == "عنوان زميلي"
    assert conflict.value.mine.summary == "ما كتبته"
    assert Revision.objects.get().headline == "عنوان زميلي"


def test_a_publisher_does_not_write(desk: Desk) -> None:
    revision = drafted(claim_with_source(desk), desk)

    with pytest.raises(NotAllowed):
        save_revision(revision.pk, RevisionDraft(), version=revision.version, by=desk.publisher)


def test_what_is_in_review_is_not_written_in(desk: Desk) -> None:
    revision = drafted(claim_with_source(desk), desk)
    move_text(revision.pk, "submit", by=desk.reporter)

    with pytest.raises(IllegalMove):
        save_revision(revision.pk, RevisionDraft(), version=revision.version, by=desk.reporter)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("سطر أول\n\nسطر ثانٍ", "<p>سطر أول</p><p>سطر ثانٍ</p>"),
        ("Été à Nîmes & ailleurs", "<p>Été à Nîmes &amp; ailleurs</p>"),
        ("पहला\r\n\r\nदूसरा", "<p>पहला</p><p>दूसरा</p>"),
        ("1 < 2", "<p>1 &lt; 2</p>"),
        ('<p dir="auto">نص</p>', '<p dir="auto">نص</p>'),
        ("<p>نص<script>alert(1)</script></p>", "<p>نص</p>"),
        ('<p onclick="x()">نص <a href="https://a.example">هنا</a></p>', "<p>نص هنا</p>"),
        ('<p style="color:red">é</p><img src=x>', "<p>é</p>"),
        ("<p> &nbsp; </p>", ""),
        ("", ""),
    ],
)
def test_a_body_keeps_words_and_loses_what_is_not_prose(typed: str, kept: str) -> None:
    assert clean_body(typed) == kept


@pytest.mark.parametrize(
    "body",
    ["<p>سطر أول</p><p>سطر ثانٍ</p>", "<p>Été &amp; hiver</p>", "<p>पहला</p>", "<p>1 &lt; 2</p>"],
)
def test_plain_paragraphs_are_typed_as_plain_text_and_come_back_the_same(body: str) -> None:
    typed = body_to_type(body)

    assert "<p" not in typed
    assert clean_body(typed) == body


@pytest.mark.parametrize("body", ["<h2>عنوان</h2><p>نص</p>", "<p>نص <strong>مهم</strong></p>"])
def test_a_body_with_more_than_paragraphs_is_typed_as_it_is(body: str) -> None:
    assert body_to_type(body) == body


def test_sources_are_numbered_in_the_order_given(reporter: User) -> None:
    verdict = get_verdict(claim_of(reporter), by=reporter)

    save_sources(verdict, [FRENCH, HINDI], by=reporter)

    found = [(one.position, one.title) for one in verdict.sources.all()]
    assert found == [(1, "Un pont à Nîmes"), (2, "पुराना पुल")]


def test_sources_saved_twice_are_there_once(reporter: User) -> None:
    verdict = get_verdict(claim_of(reporter), by=reporter)

    save_sources(verdict, [FRENCH], by=reporter)
    save_sources(verdict, [FRENCH], by=reporter)

    assert verdict.sources.count() == 1


def test_sources_that_somebody_else_saved_are_not_overwritten_unseen(
    reporter: User, editor: User
) -> None:
    verdict = get_verdict(claim_of(reporter), by=reporter)
    opened = sources_digest(verdict.sources.all())
    save_sources(verdict, [FRENCH], by=editor, seen=opened)

    with pytest.raises(SourcesChanged) as conflict:
        save_sources(verdict, [HINDI], by=reporter, seen=opened)

    assert [one.title for one in conflict.value.current] == [FRENCH.title]
    assert [one.title for one in verdict.sources.all()] == [FRENCH.title]


def test_an_administrator_saves_no_sources(reporter: User, administrator: User) -> None:
    verdict = get_verdict(claim_of(reporter), by=reporter)

    with pytest.raises(NotAllowed):
        save_sources(verdict, [FRENCH], by=administrator)


def test_an_administrator_starts_no_verdict(reporter: User, administrator: User) -> None:
    with pytest.raises(NotAllowed):
        get_verdict(claim_of(reporter), by=administrator)


def test_the_same_media_category_twice_is_one_event(reporter: User) -> None:
    verdict = get_verdict(claim_of(reporter), by=reporter)

    set_media_category(verdict, MediaCategory.SATIRE, by=reporter)
    set_media_category(verdict, MediaCategory.SATIRE, by=reporter)

    assert AuditEvent.objects.filter(name="verdict.media_category").count() == 1


def test_a_correction_starts_from_the_published_words_and_pictures(desk: Desk) -> None:
    case = old_photo_case(desk)
    first = published(drafted(case.claim, desk, words=case.words("ar")), desk)

    draft = start_correction(
        first.pk, kind=CorrectionKind.UPDATE, public_note="أُضيف مصدر", by=desk.reporter
    )

    assert draft.status == TextStatus.DRAFT
    assert draft.headline == first.headline
    assert draft.finding_id == case.finding_id
    assert [one.alt for one in draft.pictures.all()] == ["alt (ar)"]
    assert first.pictures.count() == 1
    assert draft.correction.public_note == "أُضيف مصدر"


def test_a_correction_begun_twice_is_one_draft_with_the_later_note(desk: Desk) -> None:
    first = published(drafted(claim_with_source(desk), desk), desk)
    start_correction(first.pk, kind=CorrectionKind.UPDATE, public_note="une", by=desk.reporter)

    draft = start_correction(
        first.pk, kind=CorrectionKind.CORRECTION, public_note="deux", by=desk.editor
    )

    assert Revision.objects.filter(status=TextStatus.DRAFT).count() == 1
    assert (draft.correction.kind, draft.correction.public_note) == ("correction", "deux")


def test_a_correction_needs_its_note(desk: Desk) -> None:
    first = published(drafted(claim_with_source(desk), desk), desk)

    with pytest.raises(NotReady) as refused:
        start_correction(first.pk, kind=CorrectionKind.UPDATE, public_note=" ", by=desk.reporter)

    assert refused.value.missing == (Missing.CORRECTION_NOTE,)


def test_a_draft_is_not_corrected(desk: Desk) -> None:
    draft = drafted(claim_with_source(desk), desk)

    with pytest.raises(IllegalMove):
        start_correction(draft.pk, kind=CorrectionKind.UPDATE, public_note="x", by=desk.reporter)


def test_an_administrator_corrects_nothing(desk: Desk, administrator: User) -> None:
    first = published(drafted(claim_with_source(desk), desk), desk)

    with pytest.raises(NotAllowed):
        start_correction(first.pk, kind=CorrectionKind.UPDATE, public_note="x", by=administrator)


def test_an_empty_draft_lacks_everything_but_pictures(reporter: User) -> None:
    revision = open_revision(claim_of(reporter, "fr"), "ar", by=reporter)

    assert missing_of(revision) == {
        Missing.RATING,
        Missing.CLAIM_TEXT,
        Missing.HEADLINE,
        Missing.SUMMARY,
        Missing.BODY,
        Missing.SOURCES,
    }


def test_what_several_texts_lack_is_told_apart(desk: Desk) -> None:
    complete = drafted(claim_with_source(desk), desk)
    empty = open_revision(claim_of(desk.reporter), "en", by=desk.reporter)

    missing = missing_of_each([complete, empty])

    assert missing[complete.pk] == frozenset()
    assert Missing.SOURCES in missing[empty.pk]


def test_a_picture_without_words_and_a_correction_without_note_are_missed(desk: Desk) -> None:
    case = old_photo_case(desk)
    words = case.words("ar")
    first = published(drafted(case.claim, desk, words=words), desk)
    draft = start_correction(
        first.pk, kind=CorrectionKind.UPDATE, public_note="x", by=desk.reporter
    )
    draft.pictures.update(alt="")
    draft.correction.delete()

    missing = missing_of(Revision.objects.get(pk=draft.pk))

    assert missing == {Missing.ALT_TEXT, Missing.CORRECTION_NOTE}
