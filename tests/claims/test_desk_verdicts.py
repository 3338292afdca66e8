"""Writing and previewing verdict texts at the desk."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from claims.actions.verdicts import open_revision, save_revision
from claims.actions.workflow import move_text
from claims.domain.workflow import TextStatus
from claims.models import Claim, Revision
from tests.factories.claims import CLAIMS, claim_of
from tests.factories.verdicts import (
    WORDS,
    Desk,
    approved,
    claim_with_source,
    drafted,
    old_photo_case,
    published,
)

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


@pytest.fixture
def desk(reporter: User, editor: User, publisher: User) -> Desk:
    return Desk(reporter, editor, publisher)


def typed(version: int = 0, **fields: str) -> dict[str, str]:
    return {
        "version": str(version),
        "rating": "misleading",
        "claim_text": WORDS["ar"].claim_text,
        "headline": WORDS["ar"].headline,
        "summary": WORDS["ar"].summary,
        "body": "بحثنا عن أصل الصورة.",
        "media_category": "DecontextualizedContent",
        **fields,
    }


def edit_url(claim: Claim, language: str = "ar") -> str:
    return reverse("desk:verdict", args=[claim.pk, language])


# Writing


@pytest.mark.parametrize("language", ["ar", "fr", "hi"])
def test_a_text_that_is_not_begun_is_an_empty_form_and_no_row(
    reporter: User, signed_in: SignIn, language: str
) -> None:
    claim = claim_of(reporter, language)

    page = signed_in(reporter).get(edit_url(claim, "ar"))

    assert page.status_code == 200
    assert CLAIMS[language] in page.content.decode()
    assert not Revision.objects.exists()


def test_the_first_save_starts_the_text(reporter: User, signed_in: SignIn) -> None:
    claim = claim_of(reporter)

    answer = signed_in(reporter).post(edit_url(claim), typed())

    revision = Revision.objects.get()
    assert answer["Location"] == edit_url(claim)
    assert revision.body == "<p>بحثنا عن أصل الصورة.</p>"
    assert revision.text.verdict.media_category == "DecontextualizedContent"
    assert revision.author == reporter


def test_a_draft_may_be_saved_with_nothing_in_it(reporter: User, signed_in: SignIn) -> None:
    claim = claim_of(reporter)

    signed_in(reporter).post(edit_url(claim), {"version": "0"})

    assert Revision.objects.get().headline == ""


def test_ratings_are_offered_with_their_definitions_in_the_language_of_the_text(
    reporter: User, in_english: SignIn
) -> None:
    page = in_english(reporter).get(edit_url(claim_of(reporter), "ar")).content.decode()

    assert "ما ورد في الادعاء غير صحيح" in page


def test_a_headline_that_is_too_long_is_refused_and_everything_typed_is_kept(
    reporter: User, signed_in: SignIn
) -> None:
    claim = claim_of(reporter)

    page = signed_in(reporter).post(edit_url(claim), typed(headline="ب" * 201, summary="الخلاصة"))

    assert page.status_code == 422
    assert "الخلاصة" in page.content.decode()
    assert "ب" * 201 in page.content.decode()
    assert not Revision.objects.exists()


def test_of_two_editors_the_later_sees_both_versions_and_may_save_over(
    desk: Desk, in_english: SignIn
) -> None:
    claim = claim_with_source(desk)
    opened = drafted(claim, desk)
    save_revision(opened.pk, WORDS["en"], version=opened.version, by=desk.editor)
    client = in_english(desk.reporter)

    conflict = client.post(edit_url(claim), typed(opened.version, headline="عنواني أنا"))
    page = conflict.content.decode()
    version = re.search(r'name="version" value="(\d+)"', page)
    assert version is not None
    client.post(edit_url(claim), typed(int(version[1]), headline="عنواني أنا"))

    assert conflict.status_code == 409
    assert WORDS["en"].headline in page
    assert page.count("عنواني أنا") >= 2
    assert Revision.objects.get().headline == "عنواني أنا"


def test_of_two_who_start_the_same_text_the_later_sees_both(desk: Desk, signed_in: SignIn) -> None:
    claim = claim_of(desk.reporter)
    signed_in(desk.editor).post(edit_url(claim), typed(headline="الأول"))

    conflict = signed_in(desk.reporter).post(edit_url(claim), typed(headline="الثاني"))

    assert conflict.status_code == 409
    assert "الأول" in conflict.content.decode()
    assert Revision.objects.get().headline == "الأول"


def test_what_was_typed_stays_when_the_text_went_to_review_meanwhile(
    desk: Desk, in_english: SignIn
) -> None:
    claim = claim_with_source(desk)
    opened = drafted(claim, desk)
    move_text(opened.pk, "submit", by=desk.reporter)

    page = in_english(desk.editor).post(
        edit_url(claim), typed(opened.version, headline="عنوان متأخر")
    )

    assert page.status_code == 409
    assert "عنوان متأخر" in page.content.decode()
    assert "still here, but not saved" in page.content.decode()
    assert Revision.objects.get().headline == WORDS["ar"].headline


@pytest.mark.parametrize("role", ["publisher", "administrator", "stranger"])
def test_only_writers_save_a_text(
    request: pytest.FixtureRequest, reporter: User, signed_in: SignIn, role: str
) -> None:
    claim = claim_of(reporter)

    answer = signed_in(request.getfixturevalue(role)).post(edit_url(claim), typed())

    assert answer.status_code == 403
    assert not Revision.objects.exists()


def test_nobody_writes_without_a_sign_in(reporter: User, client: Client) -> None:
    assert client.get(edit_url(claim_of(reporter))).status_code == 302


def test_a_text_in_review_is_looked_at_and_not_written(desk: Desk, signed_in: SignIn) -> None:
    revision = drafted(claim_with_source(desk), desk)
    move_text(revision.pk, "submit", by=desk.reporter)

    answer = signed_in(desk.reporter).get(edit_url(revision.text.verdict.claim))

    assert answer["Location"] == reverse("desk:revision", args=[revision.pk])


def test_a_published_text_leads_to_its_page(desk: Desk, signed_in: SignIn) -> None:
    revision = published(drafted(claim_with_source(desk), desk), desk)

    answer = signed_in(desk.reporter).get(edit_url(revision.text.verdict.claim))

    assert answer["Location"] == reverse("desk:revision", args=[revision.pk])


def test_a_language_that_the_site_does_not_have_has_no_text(
    reporter: User, signed_in: SignIn
) -> None:
    claim = claim_of(reporter)

    assert signed_in(reporter).get(f"/desk/claims/{claim.pk}/verdict/xx/").status_code == 404


def test_the_finding_and_the_picture_are_chosen(desk: Desk, signed_in: SignIn) -> None:
    case = old_photo_case(desk)
    picture = f"picture-{case.asset.pk}"

    signed_in(desk.reporter).post(
        edit_url(case.claim),
        typed(
            1,
            finding=str(case.finding_id),
            **{
                f"{picture}-shown": "on",
                f"{picture}-role": "circulated",
                f"{picture}-alt": "رجلان يتصافحان",
                f"{picture}-caption": "كما نُشرت",
            },
        ),
    )

    revision = Revision.objects.get()
    shown = revision.pictures.get()
    assert revision.finding_id == case.finding_id
    assert (shown.asset, shown.alt, shown.caption) == (case.asset, "رجلان يتصافحان", "كما نُشرت")


def test_a_picture_that_is_not_ticked_is_not_shown(desk: Desk, signed_in: SignIn) -> None:
    case = old_photo_case(desk)
    picture = f"picture-{case.asset.pk}"

    signed_in(desk.reporter).post(
        edit_url(case.claim), typed(1, **{f"{picture}-role": "circulated"})
    )

    assert not Revision.objects.get().pictures.exists()


def test_a_finding_of_another_claim_cannot_be_cited(desk: Desk, signed_in: SignIn) -> None:
    case = old_photo_case(desk)
    other = claim_of(desk.reporter, "fr")

    signed_in(desk.reporter).post(edit_url(other), typed(finding=str(case.finding_id)))

    assert Revision.objects.get(text__verdict__claim=other).finding is None


def test_saving_and_asking_for_review_is_one_button(desk: Desk, signed_in: SignIn) -> None:
    claim = claim_with_source(desk)

    answer = signed_in(desk.reporter).post(edit_url(claim), typed(1, then="submit"))

    revision = Revision.objects.get()
    assert revision.status == TextStatus.IN_REVIEW
    assert answer["Location"] == reverse("desk:revision", args=[revision.pk])


def test_words_are_saved_when_what_all_languages_share_is_approved(
    desk: Desk, in_english: SignIn
) -> None:
    claim = claim_with_source(desk)
    approved(claim, desk)
    client = in_english(desk.reporter)

    answer = client.post(edit_url(claim, "en"), typed(headline="Saved all the same"), follow=True)

    claim.verdict.refresh_from_db()
    assert answer.status_code == 200
    assert "A text of this verdict is approved" in answer.content.decode()
    assert Revision.objects.get(text__language="en").headline == "Saved all the same"
    assert claim.verdict.media_category == ""


def test_an_incomplete_text_is_saved_and_what_is_missing_is_said(
    reporter: User, in_english: SignIn
) -> None:
    claim = claim_of(reporter)

    page = (
        in_english(reporter)
        .post(edit_url(claim), typed(headline="", then="submit"), follow=True)
        .content.decode()
    )

    assert Revision.objects.get().status == TextStatus.DRAFT
    assert "Write a headline." in page
    assert "Add at least one source." in page


# Preview


def test_the_preview_is_in_the_language_of_the_text_and_for_nobody_else(
    desk: Desk, in_english: SignIn
) -> None:
    case = old_photo_case(desk)
    revision = drafted(case.claim, desk, words=case.words("ar"))

    page = in_english(desk.reporter).get(reverse("desk:preview", args=[revision.pk]))

    text = page.content.decode()
    assert '<html lang="ar" dir="rtl">' in text
    assert WORDS["ar"].headline in text
    assert f"/desk/pictures/{case.asset.pk}/copy-480.webp" in text
    assert page["X-Robots-Tag"] == "noindex"
    assert page["Cache-Control"] == "private, no-store"


def test_an_empty_draft_can_be_previewed(reporter: User, signed_in: SignIn) -> None:
    revision = open_revision(claim_of(reporter), "ar", by=reporter)

    page = signed_in(reporter).get(reverse("desk:preview", args=[revision.pk]), {"width": "phone"})

    assert page.status_code == 200
    assert "preview-phone" in page.content.decode()
