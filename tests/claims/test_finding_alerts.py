"""Published verdicts whose finding changed: flagged to their editors, and answered."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, connections, transaction
from django.test import Client
from django.urls import reverse

from claims.actions.finding_alerts import (
    AlertAnswered,
    NoteNeeded,
    say_it_still_holds,
    take_up_alert,
)
from claims.actions.workflow import move_text
from claims.domain.workflow import NotAllowed
from claims.models import AuditEvent, Claim, FindingAlert, Revision, StatedFinding
from claims.queries import open_alerts
from media_provenance.actions import (
    EvidenceDraft,
    put_back_evidence,
    record_evidence,
    withdraw_evidence,
)
from media_provenance.domain.date_evidence import EvidenceKind, Grade, Role
from media_provenance.models import Evidence, Finding
from multilingual.intervals import InstantInterval
from tests.factories.verdicts import (
    WORDS,
    Desk,
    OldPhotoCase,
    corrected,
    drafted,
    old_photo_case,
    published,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(reporter: User, editor: User, publisher: User) -> Desk:
    return Desk(reporter, editor, publisher)


@pytest.fixture
def case(desk: Desk) -> OldPhotoCase:
    return old_photo_case(desk)


@pytest.fixture
def public(case: OldPhotoCase, desk: Desk) -> Revision:
    """A published Arabic text that says what the publisher's date of 2022 says."""
    return published(drafted(case.claim, desk, words=case.words("ar")), desk)


def page_of(case: OldPhotoCase) -> Evidence:
    return Evidence.objects.get(asset=case.asset, kind="publisher_date")


def archived(case: OldPhotoCase, *, on: datetime, kind: EvidenceKind) -> Evidence:
    return record_evidence(
        case.asset,
        EvidenceDraft(
            key=f"archive:{on}",
            kind=kind,
            role=Role.SEEN,
            interval=InstantInterval.of_instant(on),
            precision="second",
            zone_known=True,
            grade=Grade.A if kind is EvidenceKind.WEB_ARCHIVE_IMAGE else Grade.D,
            operator="web.archive.org",
        ),
    )


def establish(case: OldPhotoCase) -> Evidence:
    """Find the picture itself in an archive, so that its finding becomes a firmer one."""
    return archived(
        case, on=datetime(2022, 8, 16, 9, tzinfo=UTC), kind=EvidenceKind.WEB_ARCHIVE_IMAGE
    )


def test_nothing_is_flagged_while_the_evidence_stands(public: Revision) -> None:
    assert not FindingAlert.objects.exists()


def test_a_verdict_is_flagged_when_its_evidence_is_withdrawn(
    public: Revision, case: OldPhotoCase, desk: Desk
) -> None:
    withdraw_evidence(page_of(case), by=desk.editor, reason="La page était antidatée")

    (alert,) = open_alerts()
    now = alert.replaced_by
    assert (alert.revision, alert.finding_id) == (public, case.finding_id)
    assert now is not None
    assert now.kind == "compatible_not_proven"
    assert AuditEvent.objects.filter(claim=case.claim, name="finding.changed").count() == 1


def test_a_verdict_is_flagged_when_its_finding_becomes_firmer(
    public: Revision, case: OldPhotoCase
) -> None:
    establish(case)

    (alert,) = open_alerts()
    assert alert.replaced_by is not None
    assert alert.replaced_by.kind == "predates"


def test_evidence_that_changes_no_word_flags_nothing(public: Revision, case: OldPhotoCase) -> None:
    archived(case, on=datetime(2025, 1, 1, tzinfo=UTC), kind=EvidenceKind.PLATFORM_TIME)

    assert Finding.objects.filter(superseded_at__isnull=False).exists()
    assert not FindingAlert.objects.exists()


def test_a_text_that_is_not_public_is_not_flagged(case: OldPhotoCase, desk: Desk) -> None:
    drafted(case.claim, desk, words=case.words("ar"))

    establish(case)

    assert not FindingAlert.objects.exists()


def test_a_sentence_that_was_put_into_the_text_is_watched_too(
    case: OldPhotoCase, desk: Desk
) -> None:
    draft = drafted(case.claim, desk, words=WORDS["ar"])
    StatedFinding.objects.create(
        revision=draft,
        finding_id=case.finding_id,
        position=1,
        words="كانت الصورة موجودة",
        put_in_by=desk.reporter,
    )
    published(draft, desk)

    establish(case)

    assert open_alerts().count() == 1


def test_every_language_of_a_verdict_is_flagged(case: OldPhotoCase, desk: Desk) -> None:
    for language in ("ar", "en"):
        published(drafted(case.claim, desk, language=language, words=case.words(language)), desk)

    establish(case)

    assert {one.revision.text.language for one in open_alerts()} == {"ar", "en"}


def test_an_open_alert_follows_the_evidence(
    public: Revision, case: OldPhotoCase, desk: Desk
) -> None:
    establish(case)
    (first,) = open_alerts()
    take_up_alert(first.pk, by=desk.editor)

    withdraw_evidence(page_of(case), by=desk.editor, reason="x")

    (alert,) = open_alerts()
    assert alert.pk == first.pk
    assert alert.replaced_by != first.replaced_by
    # Who looked into it looked at something else.
    assert alert.seen_by is None


def test_an_alert_goes_when_the_evidence_is_again_as_it_was(
    public: Revision, case: OldPhotoCase, desk: Desk
) -> None:
    page = page_of(case)
    withdraw_evidence(page, by=desk.editor, reason="x")

    put_back_evidence(page, by=desk.editor)

    alert = FindingAlert.objects.get()
    assert (alert.resolution, alert.resolved_by) == ("restored", None)
    assert not open_alerts().exists()


def test_a_correction_answers_the_alert(public: Revision, case: OldPhotoCase, desk: Desk) -> None:
    establish(case)
    now = Finding.objects.get(superseded_at__isnull=True)

    words = OldPhotoCase(case.claim, case.asset, now.pk).words("ar")
    corrected(public, desk, note="ثبت التاريخ", words=words)

    alert = FindingAlert.objects.get()
    assert (alert.resolution, alert.resolved_by) == ("corrected", desk.publisher)


def test_a_correction_that_still_says_the_old_finding_is_flagged_again(
    public: Revision, case: OldPhotoCase, desk: Desk
) -> None:
    establish(case)

    newer = corrected(public, desk, note="خطأ مطبعي", words=case.words("ar"))

    (alert,) = open_alerts()
    assert alert.revision == newer


def test_withdrawing_the_text_answers_the_alert(
    public: Revision, case: OldPhotoCase, desk: Desk
) -> None:
    establish(case)

    move_text(public.pk, "withdraw", by=desk.publisher, reason="x")

    assert FindingAlert.objects.get().resolution == "corrected"


def test_that_it_still_holds_is_said_with_a_reason_and_by_whom(
    public: Revision, case: OldPhotoCase, desk: Desk
) -> None:
    establish(case)
    (alert,) = open_alerts()

    say_it_still_holds(alert.pk, note=" التاريخ الجديد يؤكّد الحكم ", by=desk.editor)

    alert.refresh_from_db()
    assert (alert.resolution, alert.resolved_by) == ("still_holds", desk.editor)
    assert alert.note == "التاريخ الجديد يؤكّد الحكم"
    assert AuditEvent.objects.filter(claim=case.claim, name="finding.still_holds").count() == 1


def test_what_was_answered_is_not_asked_again_for_the_same_change(
    public: Revision, case: OldPhotoCase, desk: Desk
) -> None:
    establish(case)
    say_it_still_holds(open_alerts().get().pk, note="stärker", by=desk.editor)

    archived(case, on=datetime(2025, 1, 1, tzinfo=UTC), kind=EvidenceKind.PLATFORM_TIME)
    unchanged = open_alerts().count()
    withdraw_evidence(page_of(case), by=desk.editor, reason="x")

    assert unchanged == 0
    assert open_alerts().count() == 1


def test_an_answer_without_a_reason_is_refused(
    public: Revision, case: OldPhotoCase, desk: Desk
) -> None:
    establish(case)

    with pytest.raises(NoteNeeded):
        say_it_still_holds(open_alerts().get().pk, note="  ", by=desk.editor)

    assert open_alerts().count() == 1


def test_a_reporter_does_not_answer(public: Revision, case: OldPhotoCase, desk: Desk) -> None:
    establish(case)
    alert = open_alerts().get()

    with pytest.raises(NotAllowed):
        say_it_still_holds(alert.pk, note="x", by=desk.reporter)
    with pytest.raises(NotAllowed):
        take_up_alert(alert.pk, by=desk.reporter)


def test_an_alert_is_answered_once(public: Revision, case: OldPhotoCase, desk: Desk) -> None:
    establish(case)
    alert = open_alerts().get()
    say_it_still_holds(alert.pk, note="first", by=desk.editor)

    with pytest.raises(AlertAnswered):
        say_it_still_holds(alert.pk, note="second", by=desk.publisher)

    alert.refresh_from_db()
    assert alert.note == "first"


def test_the_first_who_looks_into_it_stays(
    public: Revision, case: OldPhotoCase, desk: Desk
) -> None:
    establish(case)
    alert = open_alerts().get()
    take_up_alert(alert.pk, by=desk.editor)

    again = take_up_alert(alert.pk, by=desk.publisher)

    assert again.seen_by == desk.editor


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"resolution": "still_holds"}, "finding_alert_"),
        ({"resolution": "perhaps"}, "finding_alert_"),
        ({"seen_at": datetime(2026, 1, 1, tzinfo=UTC)}, "finding_alert_seen_pair"),
        (
            {"resolved_at": datetime(2026, 1, 1, tzinfo=UTC)},
            "finding_alert_answer_has_person_and_time",
        ),
    ],
)
def test_the_table_refuses_half_an_answer(
    public: Revision, case: OldPhotoCase, change: dict[str, object], constraint: str
) -> None:
    establish(case)

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        FindingAlert.objects.update(**change)


def test_the_desk_shows_what_readers_are_told_and_what_is_said_now(
    public: Revision, case: OldPhotoCase, desk: Desk, client: Client
) -> None:
    establish(case)
    client.force_login(desk.editor)

    queue = client.get(reverse("desk:review"), headers={"accept-language": "en"}).content.decode()
    review = client.get(reverse("desk:revision", args=[public.pk])).content.decode()

    alert = open_alerts().get()
    assert reverse("desk:alert_still_holds", args=[alert.pk]) in queue
    assert reverse("desk:correct", args=[public.pk]) in queue
    assert f'id="alert-{alert.pk}"' in review


def test_a_reporter_sees_the_alert_and_no_button(
    public: Revision, case: OldPhotoCase, desk: Desk, client: Client
) -> None:
    establish(case)
    client.force_login(desk.reporter)

    page = client.get(reverse("desk:review")).content.decode()

    alert = open_alerts().get()
    assert f'id="alert-{alert.pk}"' in page
    assert reverse("desk:alert_still_holds", args=[alert.pk]) not in page


def test_an_editor_answers_at_the_desk(
    public: Revision, case: OldPhotoCase, desk: Desk, client: Client
) -> None:
    establish(case)
    alert = open_alerts().get()
    client.force_login(desk.editor)

    client.post(reverse("desk:alert_take_up", args=[alert.pk]))
    refused = client.post(reverse("desk:alert_still_holds", args=[alert.pk]), {"note": ""})
    answered = client.post(reverse("desk:alert_still_holds", args=[alert.pk]), {"note": "ठीक है"})
    again = client.post(reverse("desk:alert_still_holds", args=[alert.pk]), {"note": "x"})

    alert.refresh_from_db()
    assert {refused.status_code, answered.status_code, again.status_code} == {302}
    assert (alert.seen_by, alert.note) == (desk.editor, "ठीक है")


@pytest.mark.slow
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_finding_that_changes_while_its_verdict_is_published_is_never_missed(
    case: OldPhotoCase, desk: Desk
) -> None:
    draft = drafted(case.claim, desk, words=case.words("ar"))
    move_text(draft.pk, "submit", by=desk.reporter)
    move_text(draft.pk, "approve", by=desk.editor)
    together = Barrier(2)

    def publish() -> None:
        together.wait()
        move_text(draft.pk, "publish", by=desk.publisher)
        connections.close_all()

    def find() -> None:
        together.wait()
        establish(case)
        connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(publish), pool.submit(find)]:
            done.result(timeout=30)

    assert open_alerts().filter(revision=draft).count() == 1
    assert Claim.objects.get(pk=case.claim.pk).status == "answered"
