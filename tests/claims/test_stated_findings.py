"""Findings that a verdict's text says: put in, changed since, taken anew, taken out, published."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from claims.actions.pictures import withdraw_evidence
from claims.actions.stated_findings import put_finding_in, take_finding_anew, take_finding_out
from claims.actions.verdicts import start_correction
from claims.domain.workflow import IllegalMove, NotAllowed
from claims.models import AuditEvent, CorrectionKind, Revision, StatedFinding
from claims.publishing import published_verdict
from claims.queries import findings_to_cite
from claims.views.shown_stated import stated_block
from media_provenance.models import Evidence, Finding
from media_provenance.wording import finding_label
from tests.factories.verdicts import Desk, OldPhotoCase, drafted, old_photo_case, published

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
WORDS = "existed by 14 August 2022, at least 673 days before the event"


@pytest.fixture
def desk(reporter: User, editor: User, publisher: User) -> Desk:
    return Desk(reporter, editor, publisher)


@pytest.fixture
def case(desk: Desk) -> OldPhotoCase:
    return old_photo_case(desk)


def finding_of(case: OldPhotoCase) -> Finding:
    return findings_to_cite(case.claim)[0]


def editor_of(revision: Revision) -> str:
    text = revision.text
    return reverse("desk:verdict", args=[text.verdict.claim_id, text.language])


def typed(case: OldPhotoCase, draft: Revision, then: str) -> dict[str, object]:
    """Return what the editor's form sends, with the button that was pressed."""
    return {
        "version": draft.version,
        "headline": "Vieille photo पुरानी",
        "media_category": "",
        f"picture-{case.asset.pk}-role": "circulated",
        "then": then,
    }


def the_finding_changes() -> None:
    """Withdraw what the finding rests on, so that there is another one."""
    row = Finding.objects.get(superseded_at__isnull=True).rests_on.earliest("pk")
    person = User.objects.get(username__startswith="reporter")
    withdraw_evidence(row.pk, by=person, reason="Erreur de lecture")


def test_the_button_saves_what_is_typed_and_puts_the_sentence_in(
    desk: Desk, case: OldPhotoCase, in_english: SignIn
) -> None:
    draft = drafted(case.claim, desk, language="en", words=case.words("en"))
    client = in_english(desk.reporter)

    client.post(editor_of(draft), typed(case, draft, f"put_in:{finding_of(case).pk}"))

    draft.refresh_from_db()
    stated = draft.stated_findings.get()
    assert draft.headline == "Vieille photo पुरानी"
    assert WORDS in stated.words
    assert draft.finding == stated.finding
    assert AuditEvent.objects.filter(name="text.finding_put_in").count() == 1


def test_the_sentence_is_in_the_language_of_the_text(desk: Desk, case: OldPhotoCase) -> None:
    draft = drafted(case.claim, desk, words=case.words("ar"))

    put_finding_in(draft.pk, finding_of(case), by=desk.reporter)

    assert "كانت هذه الصورة موجودة في 14 آب" in draft.stated_findings.get().words


def test_putting_it_in_twice_says_it_once(desk: Desk, case: OldPhotoCase) -> None:
    draft = drafted(case.claim, desk, words=case.words("ar"))

    put_finding_in(draft.pk, finding_of(case), by=desk.reporter)
    put_finding_in(draft.pk, finding_of(case), by=desk.reporter)

    assert draft.stated_findings.count() == 1


def test_only_who_may_write_the_text_puts_a_finding_in(desk: Desk, case: OldPhotoCase) -> None:
    draft = drafted(case.claim, desk, words=case.words("ar"))

    with pytest.raises(NotAllowed):
        put_finding_in(draft.pk, finding_of(case), by=desk.publisher)


def test_nothing_is_put_into_a_published_text(desk: Desk, case: OldPhotoCase) -> None:
    revision = published(drafted(case.claim, desk, words=case.words("ar")), desk)

    with pytest.raises(IllegalMove):
        put_finding_in(revision.pk, finding_of(case), by=desk.reporter)


def test_a_finding_of_another_claim_is_not_found(
    desk: Desk, case: OldPhotoCase, in_english: SignIn
) -> None:
    draft = drafted(case.claim, desk, language="en", words=case.words("en"))

    answer = in_english(desk.reporter).post(
        editor_of(draft), typed(case, draft, "put_in:00000000-0000-0000-0000-000000000000")
    )

    assert answer.status_code == 404


def test_the_writer_is_told_with_both_sentences_when_the_finding_has_changed(
    desk: Desk, case: OldPhotoCase, in_english: SignIn
) -> None:
    draft = drafted(case.claim, desk, language="en", words=case.words("en"))
    put_finding_in(draft.pk, finding_of(case), by=desk.reporter)
    the_finding_changes()

    page = in_english(desk.reporter).get(editor_of(draft)).content.decode()

    newest = Finding.objects.get(superseded_at__isnull=True)
    assert "The finding has changed since. It now says:" in page
    assert WORDS in page
    assert "Take the new sentence" in page
    assert newest.pk != draft.stated_findings.get().finding_id


def test_the_new_sentence_is_taken_with_its_finding(desk: Desk, case: OldPhotoCase) -> None:
    draft = drafted(case.claim, desk, language="en", words=case.words("en"))
    put_finding_in(draft.pk, finding_of(case), by=desk.reporter)
    the_finding_changes()

    take_finding_anew(draft.stated_findings.get().pk, by=desk.reporter)

    stated = draft.stated_findings.get()
    assert stated.finding == Finding.objects.get(superseded_at__isnull=True)
    assert WORDS not in stated.words
    assert AuditEvent.objects.filter(name="text.finding_renewed").count() == 1


def test_a_sentence_is_taken_out(desk: Desk, case: OldPhotoCase) -> None:
    draft = drafted(case.claim, desk, language="en", words=case.words("en"))
    put_finding_in(draft.pk, finding_of(case), by=desk.reporter)

    take_finding_out(draft.stated_findings.get().pk, by=desk.reporter)

    assert not StatedFinding.objects.exists()


def test_a_correction_begins_with_the_same_sentences(desk: Desk, case: OldPhotoCase) -> None:
    draft = drafted(case.claim, desk, words=case.words("ar"))
    put_finding_in(draft.pk, finding_of(case), by=desk.reporter)
    revision = published(draft, desk)

    again = start_correction(
        revision.pk, kind=CorrectionKind.CORRECTION, public_note="تاريخ", by=desk.reporter
    )

    assert again.stated_findings.get().words == revision.stated_findings.get().words


def test_readers_see_the_sentence_as_it_was_published(
    desk: Desk, case: OldPhotoCase, client: Client
) -> None:
    draft = drafted(case.claim, desk, language="en", words=case.words("en"))
    put_finding_in(draft.pk, finding_of(case), by=desk.reporter)
    revision = published(draft, desk)
    words = revision.stated_findings.get().words
    the_finding_changes()

    path = reverse("public:verdict", args=["en", revision.text.verdict.public_id])
    page = client.get(path).content.decode()

    revision.refresh_from_db()
    frozen = published_verdict(revision)
    assert [one.words for one in frozen.statements] == [words]
    assert f"<p>{escape(words)} " in page
    assert 'href="#picture-date"' in page
    assert page.count('id="picture-date"') == 1


def test_a_correction_that_says_the_new_finding_shows_no_superseded_one(
    desk: Desk, case: OldPhotoCase, in_english: SignIn
) -> None:
    draft = drafted(case.claim, desk, language="en", words=case.words("en"))
    put_finding_in(draft.pk, finding_of(case), by=desk.reporter)
    revision = published(draft, desk)
    the_finding_changes()
    again = start_correction(
        revision.pk, kind=CorrectionKind.CORRECTION, public_note="Neue Lesung", by=desk.reporter
    )

    take_finding_anew(again.stated_findings.get().pk, by=desk.reporter)

    again.refresh_from_db()
    page = in_english(desk.reporter).get(reverse("desk:preview", args=[again.pk]))
    assert again.finding == Finding.objects.get(superseded_at__isnull=True)
    assert page.content.decode().count("When the picture existed") == 1
    assert WORDS not in page.content.decode()


def test_putting_the_new_sentence_in_moves_the_chosen_finding(
    desk: Desk, case: OldPhotoCase, in_english: SignIn
) -> None:
    draft = drafted(case.claim, desk, language="en", words=case.words("en"))
    put_finding_in(draft.pk, finding_of(case), by=desk.reporter)
    take_finding_out(draft.stated_findings.get().pk, by=desk.reporter)
    the_finding_changes()
    newest = Finding.objects.get(superseded_at__isnull=True)

    put_finding_in(draft.pk, newest, by=desk.reporter)

    draft.refresh_from_db()
    page = in_english(desk.reporter).get(reverse("desk:preview", args=[draft.pk]))
    assert draft.finding == newest
    assert page.content.decode().count("When the picture existed") == 1


def test_putting_the_new_finding_in_replaces_the_old_sentence(
    desk: Desk, case: OldPhotoCase
) -> None:
    draft = drafted(case.claim, desk, language="en", words=case.words("en"))
    put_finding_in(draft.pk, finding_of(case), by=desk.reporter)
    the_finding_changes()
    newest = Finding.objects.get(superseded_at__isnull=True)

    put_finding_in(draft.pk, newest, by=desk.reporter)

    assert [one.finding for one in draft.stated_findings.all()] == [newest]


def test_a_page_shows_only_the_newer_of_two_findings_on_one_question(
    desk: Desk, case: OldPhotoCase, client: Client
) -> None:
    draft = drafted(case.claim, desk, language="en", words=case.words("en"))
    old = finding_of(case)
    put_finding_in(draft.pk, old, by=desk.reporter)
    the_finding_changes()
    newest = Finding.objects.get(superseded_at__isnull=True)
    take_finding_anew(draft.stated_findings.get().pk, by=desk.reporter)
    Revision.objects.filter(pk=draft.pk).update(finding=old)
    draft.refresh_from_db()

    revision = published(draft, desk)

    frozen = published_verdict(revision)
    path = reverse("public:verdict", args=["en", revision.text.verdict.public_id])
    page = client.get(path).content.decode()
    assert frozen.finding is not None
    assert frozen.finding.recorded_at == newest.recorded_at
    assert [one.finding for one in frozen.statements] == [None]
    assert page.count("When the picture existed") == 1


def test_two_sentences_on_one_question_share_one_section(
    desk: Desk, case: OldPhotoCase, client: Client
) -> None:
    draft = drafted(case.claim, desk, language="en", words=case.words("en"))
    put_finding_in(draft.pk, finding_of(case), by=desk.reporter)
    the_finding_changes()
    StatedFinding.objects.create(
        revision=draft,
        finding=Finding.objects.get(superseded_at__isnull=True),
        position=2,
        words="Ältere Wörter",
        put_in_by=desk.reporter,
    )
    Revision.objects.filter(pk=draft.pk).update(finding=None)
    draft.refresh_from_db()

    revision = published(draft, desk)

    path = reverse("public:verdict", args=["en", revision.text.verdict.public_id])
    page = client.get(path).content.decode()
    assert page.count("When the picture existed") == 1
    assert page.count('href="#picture-date"') == 2


def test_a_kept_sentence_stands_under_the_kind_it_was_made_of(
    desk: Desk, case: OldPhotoCase
) -> None:
    draft = drafted(case.claim, desk, language="en", words=case.words("en"))
    old = finding_of(case)
    put_finding_in(draft.pk, old, by=desk.reporter)
    the_finding_changes()
    newest = Finding.objects.get(superseded_at__isnull=True)

    said = stated_block(draft, [newest], "en").said[0]

    assert said.label == finding_label(old.kind, old.strength)
    assert said.new_label == finding_label(newest.kind, newest.strength)
    assert said.label != said.new_label


def test_a_sentence_in_a_draft_is_in_no_public_byte(
    desk: Desk, case: OldPhotoCase, client: Client
) -> None:
    revision = published(drafted(case.claim, desk, words=case.words("ar")), desk)
    draft = start_correction(
        revision.pk, kind=CorrectionKind.UPDATE, public_note="تاريخ", by=desk.reporter
    )
    put_finding_in(draft.pk, finding_of(case), by=desk.reporter)
    StatedFinding.objects.update(words="كلمات لم تُنشر")

    path = reverse("public:verdict", args=["ar", revision.text.verdict.public_id])

    assert "كلمات لم تُنشر" not in client.get(path).content.decode()


def test_the_evidence_of_a_case_is_enough_for_a_finding(case: OldPhotoCase) -> None:
    assert Evidence.objects.standing().exists()
    assert finding_of(case).at_least_days == 673
