"""Evidence that people enter at the desk, withdraw and put back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from claims.actions.pictures import (
    EvidenceEntry,
    EvidenceIncomplete,
    add_evidence,
    put_back_evidence,
    withdraw_evidence,
)
from claims.domain.workflow import NotAllowed
from claims.models import AuditEvent
from media_provenance.actions import ReasonNeeded
from media_provenance.domain.date_evidence import EvidenceKind, Role
from media_provenance.models import Evidence, EvidenceMove, Finding, MediaAsset
from tests.factories.claims import claim_of
from tests.factories.dating import DAYS, asked_by_claim, seen
from tests.factories.pictures import day, draw_picture, jpeg, png, stored_picture

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


@pytest.fixture
def picture(db: None) -> MediaAsset:
    return stored_picture(jpeg(draw_picture(21), taken="2022:08:14 10:00:00"))


def page_of(asset: MediaAsset) -> str:
    return reverse("desk:picture_dating", args=[asset.pk])


ENTRY = {
    "evidence-kind": "publisher_date",
    "evidence-role": "seen",
    "evidence-first": "١٤ آب ٢٠٢٢",
    "evidence-url": "https://earlier.example/14",
}


# Evidence by hand


def test_evidence_typed_in_arabic_digits_is_recorded_and_dates_the_picture(
    reporter: User, signed_in: SignIn, picture: MediaAsset
) -> None:
    claim = asked_by_claim(reporter, picture)

    answer = signed_in(reporter).post(reverse("desk:evidence_add", args=[picture.pk]), ENTRY)

    evidence = Evidence.objects.get(method="manual")
    assert answer["Location"] == f"{page_of(picture)}#evidence-{evidence.pk}"
    assert (evidence.kind, evidence.grade, evidence.operator) == (
        "publisher_date",
        "C",
        "earlier.example",
    )
    assert evidence.entered_by == reporter
    assert Finding.objects.get(superseded_at__isnull=True).at_least_days == DAYS
    assert AuditEvent.objects.filter(claim=claim, name="evidence.added").count() == 1


def test_the_same_evidence_sent_twice_is_recorded_once(
    reporter: User, signed_in: SignIn, picture: MediaAsset
) -> None:
    client = signed_in(reporter)
    claim_of(reporter, assets=(picture,))

    client.post(reverse("desk:evidence_add", args=[picture.pk]), ENTRY)
    client.post(reverse("desk:evidence_add", args=[picture.pk]), ENTRY)

    assert Evidence.objects.filter(method="manual").count() == 1
    assert AuditEvent.objects.filter(name="evidence.added").count() == 1


def test_withdrawn_evidence_may_be_entered_again(reporter: User, picture: MediaAsset) -> None:
    entry = EvidenceEntry(
        EvidenceKind.STATED_BY_PERSON, Role.SEEN, day("2022-08-14"), note="la photographe"
    )
    first = add_evidence(picture, entry, by=reporter)
    withdraw_evidence(first.pk, by=reporter, reason="erreur")

    second = add_evidence(picture, entry, by=reporter)

    assert second.pk != first.pk
    assert second.withdrawn_at is None


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"evidence-first": ""}, "Give the last day on which it can have been there."),
        ({"evidence-first": "soon"}, "This is not a date."),
        ({"evidence-url": ""}, "Give the address at which others can look this up."),
        ({"evidence-url": "ftp://x.example"}, "Give an address that begins with http or https."),
        (
            {"evidence-kind": "web_archive_image"},
            "Give the address of the archived copy.",
        ),
        (
            {"evidence-kind": "content_clue"},
            "Say who states it, or what in the picture shows it.",
        ),
        (
            {"evidence-role": "not_before", "evidence-first": "", "evidence-last": "2022-08-14"},
            "Give the first day: the picture cannot be older.",
        ),
        ({"evidence-kind": "exif_original"}, "Select a valid choice."),
    ],
)
def test_incomplete_evidence_is_explained_and_what_was_typed_is_kept(
    reporter: User,
    in_english: SignIn,
    picture: MediaAsset,
    changed: dict[str, str],
    sentence: str,
) -> None:
    page = in_english(reporter).post(
        reverse("desk:evidence_add", args=[picture.pk]),
        {**ENTRY, "evidence-title": "पुराना पुल", **changed},
    )

    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert "पुराना पुल" in page.content.decode()
    assert not Evidence.objects.filter(method="manual").exists()


def test_an_incomplete_entry_is_refused_by_the_action_too(
    reporter: User, picture: MediaAsset
) -> None:
    entry = EvidenceEntry(EvidenceKind.PUBLISHER_DATE, Role.SEEN, day("2022-08-14"))

    with pytest.raises(EvidenceIncomplete) as refused:
        add_evidence(picture, entry, by=reporter)

    assert refused.value.field == "url"


def test_a_copy_in_an_archive_belongs_to_the_clock_of_the_archive(
    reporter: User, picture: MediaAsset
) -> None:
    entry = EvidenceEntry(
        EvidenceKind.WEB_ARCHIVE_IMAGE,
        Role.SEEN,
        day("2022-08-15"),
        url="https://earlier.example/14.jpg",
        archived_url="https://www.archive.example/web/20220815/14.jpg",
    )

    evidence = add_evidence(picture, entry, by=reporter)

    assert (evidence.grade, evidence.operator) == ("A", "archive.example")


def test_an_administrator_adds_and_withdraws_no_evidence(
    administrator: User, signed_in: SignIn, picture: MediaAsset
) -> None:
    evidence = seen(picture, "2022-08-14")
    client = signed_in(administrator)

    added = client.post(reverse("desk:evidence_add", args=[picture.pk]), ENTRY)
    withdrawn = client.post(
        reverse("desk:evidence_withdraw", args=[evidence.pk]),
        {f"withdraw-{evidence.pk}-reason": "x"},
    )

    evidence.refresh_from_db()
    assert (added.status_code, withdrawn.status_code) == (403, 403)
    assert evidence.withdrawn_at is None


def test_the_actions_ask_the_same_permissions(administrator: User, picture: MediaAsset) -> None:
    evidence = seen(picture, "2022-08-14")
    entry = EvidenceEntry(EvidenceKind.STATED_BY_PERSON, Role.SEEN, day("2022-08-14"), note="x")

    with pytest.raises(NotAllowed):
        add_evidence(picture, entry, by=administrator)
    with pytest.raises(NotAllowed):
        withdraw_evidence(evidence.pk, by=administrator, reason="x")


def test_withdrawn_evidence_counts_no_more_and_keeps_its_reason(
    reporter: User, editor: User, in_english: SignIn, picture: MediaAsset
) -> None:
    claim = asked_by_claim(reporter, picture)
    evidence = seen(picture, "2022-08-14")
    client = in_english(editor)

    client.post(
        reverse("desk:evidence_withdraw", args=[evidence.pk]),
        {f"withdraw-{evidence.pk}-reason": "الصفحة عُدّلت لاحقًا"},
    )

    page = client.get(page_of(picture)).content.decode()
    assert "الصفحة عُدّلت لاحقًا" in page
    assert Finding.objects.get(superseded_at__isnull=True).kind != "publisher_says_predates"
    assert AuditEvent.objects.filter(claim=claim, name="evidence.withdrawn").count() == 1


def test_evidence_withdrawn_twice_keeps_the_first_reason(
    reporter: User, editor: User, picture: MediaAsset
) -> None:
    claim_of(reporter, assets=(picture,))
    evidence = seen(picture, "2022-08-14")

    withdraw_evidence(evidence.pk, by=reporter, reason="première")
    again = withdraw_evidence(evidence.pk, by=editor, reason="seconde")

    assert again.withdrawn_reason == "première"
    assert AuditEvent.objects.filter(name="evidence.withdrawn").count() == 1


def test_evidence_is_not_withdrawn_without_a_reason(
    reporter: User, in_english: SignIn, picture: MediaAsset
) -> None:
    evidence = seen(picture, "2022-08-14")

    page = in_english(reporter).post(
        reverse("desk:evidence_withdraw", args=[evidence.pk]),
        {f"withdraw-{evidence.pk}-reason": " "},
    )

    assert page.status_code == 422
    assert "Why does it count no more?" in page.content.decode()
    with pytest.raises(ReasonNeeded):
        withdraw_evidence(evidence.pk, by=reporter, reason=" ")


# Times, addresses and screenshots


def test_a_time_in_utc_is_weighed_as_that_minute(
    reporter: User, in_english: SignIn, picture: MediaAsset
) -> None:
    in_english(reporter).post(
        reverse("desk:evidence_add", args=[picture.pk]),
        {**ENTRY, "evidence-first": "2022-08-14 10:15 UTC"},
    )

    evidence = Evidence.objects.get(method="manual")
    assert (str(evidence.earliest), str(evidence.latest)) == (
        "2022-08-14 10:15:00+00:00",
        "2022-08-14 10:15:59+00:00",
    )
    assert (evidence.zone_known, evidence.precision) == (True, "second")


def test_a_time_without_a_zone_may_be_of_any_place(
    reporter: User, in_english: SignIn, picture: MediaAsset
) -> None:
    in_english(reporter).post(
        reverse("desk:evidence_add", args=[picture.pk]),
        {**ENTRY, "evidence-first": "14 août 2022 10:15"},
    )

    evidence = Evidence.objects.get(method="manual")
    assert (str(evidence.earliest), str(evidence.latest)) == (
        "2022-08-13 20:15:00+00:00",
        "2022-08-14 22:15:59+00:00",
    )
    assert not evidence.zone_known


# The number in this address was given out on 2022-08-14 at 09:46 UTC.
POST = {
    **ENTRY,
    "evidence-kind": "platform_time",
    "evidence-url": "https://x.com/a/status/1558752000000000000",
}


@pytest.mark.parametrize(
    "typed",
    [
        {"evidence-first": "2023-08-14"},
        {"evidence-first": "2022-08-17"},
        {"evidence-first": "2022-08-12"},
        {"evidence-first": "", "evidence-last": "2022-08-12"},
        {"evidence-first": "2022-08-16 10:15 UTC"},
        {"evidence-first": "2023-08-14", "evidence-kind": "publisher_date"},
    ],
)
def test_a_date_that_the_number_in_the_address_denies_is_refused(
    reporter: User, in_english: SignIn, picture: MediaAsset, typed: dict[str, str]
) -> None:
    page = in_english(reporter).post(
        reverse("desk:evidence_add", args=[picture.pk]), {**POST, **typed}
    )

    assert page.status_code == 422
    assert (
        "The number in this address says 14 August 2022. Correct the date, or choose another kind."
        in page.content.decode()
    )
    assert not Evidence.objects.filter(method="manual").exists()


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"evidence-first": "2022-08-15"},
        {"evidence-first": "août 2022"},
        {"evidence-first": "", "evidence-last": "2023-01-01"},
        {"evidence-first": "2022-08-14 10:15 UTC"},
        {"evidence-first": "2024-06-21", "evidence-kind": "fact_check"},
        {"evidence-first": "2024-06-21", "evidence-url": "https://nimes.example/2022/08/14/p"},
    ],
)
def test_a_date_that_the_address_does_not_deny_is_recorded(
    reporter: User, in_english: SignIn, picture: MediaAsset, typed: dict[str, str]
) -> None:
    in_english(reporter).post(reverse("desk:evidence_add", args=[picture.pk]), {**POST, **typed})

    assert Evidence.objects.filter(method="manual").count() == 1


@pytest.mark.parametrize(("characters", "status"), [(2000, 302), (2001, 422)])
def test_a_note_has_at_most_2000_characters(
    reporter: User, in_english: SignIn, picture: MediaAsset, characters: int, status: int
) -> None:
    page = in_english(reporter).post(
        reverse("desk:evidence_add", args=[picture.pk]),
        {**ENTRY, "evidence-note": "पुल" * (characters // 3) + "é" * (characters % 3)},
    )

    assert page.status_code == status


def test_the_address_is_read_before_anything_is_recorded(
    reporter: User, in_english: SignIn, picture: MediaAsset
) -> None:
    page = in_english(reporter).post(
        reverse("desk:evidence_add", args=[picture.pk]),
        {
            "evidence-kind": "publisher_date",
            "evidence-url": "https://nimes.example/2022/08/14/pont/",
            "evidence-note": "पुराना पुल",
            "read": "1",
        },
    )

    body = page.content.decode()
    assert page.status_code == 200
    assert 'value="2022-08-14"' in body
    assert "The address itself tells these dates." in body
    assert "पुराना पुल" in body
    assert not Evidence.objects.filter(method="manual").exists()


def test_an_address_that_tells_no_date_says_so(
    reporter: User, in_english: SignIn, picture: MediaAsset
) -> None:
    page = in_english(reporter).post(
        reverse("desk:evidence_add", args=[picture.pk]),
        {"evidence-url": "https://nimes.example/pont/", "read": "1"},
    )

    assert "The address itself tells no date." in page.content.decode()


def test_a_replay_address_is_taken_apart(
    reporter: User, in_english: SignIn, picture: MediaAsset
) -> None:
    page = in_english(reporter).post(
        reverse("desk:evidence_add", args=[picture.pk]),
        {
            "evidence-url": "https://web.archive.org/web/20220815123456/https://nimes.example/p",
            "read": "1",
        },
    )

    body = page.content.decode()
    assert 'value="2022-08-15 12:34:56 UTC"' in body
    assert 'value="https://nimes.example/p"' in body
    assert 'value="https://web.archive.org/web/20220815123456/https://nimes.example/p"' in body


def test_a_screenshot_is_kept_with_the_evidence(
    reporter: User, in_english: SignIn, picture: MediaAsset
) -> None:
    shot = png(draw_picture(25))

    in_english(reporter).post(
        reverse("desk:evidence_add", args=[picture.pk]),
        {**ENTRY, "evidence-screenshot": SimpleUploadedFile("écran.png", shot)},
    )

    capture = Evidence.objects.get(method="manual").capture
    assert capture is not None
    assert (capture.kind, capture.media_type, capture.byte_size) == (
        "uploaded",
        "image/png",
        len(shot),
    )


def test_a_file_that_is_no_picture_is_no_screenshot(
    reporter: User, in_english: SignIn, picture: MediaAsset
) -> None:
    page = in_english(reporter).post(
        reverse("desk:evidence_add", args=[picture.pk]),
        {**ENTRY, "evidence-screenshot": SimpleUploadedFile("écran.png", b"<svg></svg>")},
    )

    assert page.status_code == 422
    assert "This is not a PNG, JPEG or WebP picture." in page.content.decode()


# Put back


def test_withdrawn_evidence_is_put_back_and_counts_again(
    reporter: User, editor: User, in_english: SignIn, picture: MediaAsset
) -> None:
    claim = asked_by_claim(reporter, picture)
    evidence = seen(picture, "2022-08-14")
    before = Finding.objects.get(superseded_at__isnull=True)
    withdraw_evidence(evidence.pk, by=reporter, reason="قُرئت خطأ")

    in_english(editor).post(reverse("desk:evidence_put_back", args=[evidence.pk]))

    evidence.refresh_from_db()
    after = Finding.objects.get(superseded_at__isnull=True)
    assert evidence.withdrawn_at is None
    assert (after.kind, after.existed_by) == (before.kind, before.existed_by)
    assert list(evidence.steps.values_list("move", "reason", "made_by")) == [
        (EvidenceMove.WITHDRAWN, "قُرئت خطأ", reporter.pk),
        (EvidenceMove.PUT_BACK, "", editor.pk),
    ]
    assert AuditEvent.objects.filter(claim=claim, name="evidence.put_back").count() == 1


def test_putting_back_what_stands_changes_nothing(reporter: User, picture: MediaAsset) -> None:
    asked_by_claim(reporter, picture)
    evidence = seen(picture, "2022-08-14")

    put_back_evidence(evidence.pk, by=reporter)

    assert not evidence.steps.exists()
    assert not AuditEvent.objects.filter(name="evidence.put_back").exists()
