"""Writing, reviewing and publishing verdict texts at the desk."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from claims.actions.verdicts import open_revision, save_revision, start_correction
from claims.actions.workflow import move_text
from claims.domain.workflow import TextStatus
from claims.models import Claim, CorrectionKind, Revision
from media_provenance.actions import store_picture
from tests.factories.claims import CLAIMS, claim_of
from tests.factories.pictures import draw_picture, jpeg
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


@pytest.fixture
def in_english(signed_in: SignIn) -> SignIn:
    """Sign somebody in who reads English."""

    def sign_in(user: User) -> Client:
        client = signed_in(user)
        client.cookies["django_language"] = "en"
        return client

    return sign_in


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


def move_url(revision: Revision, move: str) -> str:
    return reverse("desk:text_move", args=[revision.pk, move])


def source_rows(*titles: str, seen: str = "", **fields: str) -> dict[str, str]:
    rows = {"form-TOTAL_FORMS": str(len(titles)), "form-INITIAL_FORMS": "0", "seen": seen}
    for number, title in enumerate(titles):
        rows[f"form-{number}-title"] = title
        rows[f"form-{number}-kind"] = "primary"
    return {**rows, **fields}


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


# Sources


def test_sources_are_saved_in_order_and_empty_rows_passed_over(
    reporter: User, signed_in: SignIn
) -> None:
    claim = claim_of(reporter)
    url = reverse("desk:sources", args=[claim.pk])
    page = signed_in(reporter).get(url).content.decode()
    seen = re.search(r'name="seen" value="(\w+)"', page)
    assert seen is not None

    signed_in(reporter).post(url, source_rows("بيان", "", "Nîmes", seen=seen[1]))

    assert [one.title for one in claim.verdict.sources.all()] == ["بيان", "Nîmes"]


def test_another_row_keeps_what_was_typed_and_saves_nothing(
    reporter: User, signed_in: SignIn
) -> None:
    claim = claim_of(reporter)

    page = (
        signed_in(reporter)
        .post(reverse("desk:sources", args=[claim.pk]), source_rows("पुराना पुल", add="1"))
        .content.decode()
    )

    assert "पुराना पुल" in page
    assert 'name="form-1-title"' in page
    assert not hasattr(Claim.objects.get(pk=claim.pk), "verdict")


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("form-0-title", "", "Give the source a title."),
        ("form-0-url", "javascript://x", "Give an address that begins with http or https."),
        ("form-0-accessed_on", "2024", "Give one day, as in 2024-06-23."),
        ("form-0-accessed_on", "never", "This is not a date."),
    ],
)
def test_a_wrong_source_is_explained_and_kept(
    reporter: User, in_english: SignIn, field: str, value: str, sentence: str
) -> None:
    claim = claim_of(reporter)
    rows = source_rows("عنوان", **{"form-0-publisher": "دار النشر", field: value})

    page = in_english(reporter).post(reverse("desk:sources", args=[claim.pk]), rows)

    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert "دار النشر" in page.content.decode()


def test_a_removed_source_is_gone(desk: Desk, signed_in: SignIn) -> None:
    claim = claim_with_source(desk)
    url = reverse("desk:sources", args=[claim.pk])
    page = signed_in(desk.reporter).get(url).content.decode()
    seen = re.search(r'name="seen" value="(\w+)"', page)
    assert seen is not None

    signed_in(desk.reporter).post(
        url, source_rows("उदाहरण", seen=seen[1], **{"form-0-removed": "on"})
    )

    assert not claim.verdict.sources.exists()


def test_sources_that_somebody_else_saved_are_shown_beside_mine(
    desk: Desk, in_english: SignIn
) -> None:
    claim = claim_with_source(desk)

    page = in_english(desk.editor).post(
        reverse("desk:sources", args=[claim.pk]), source_rows("مصدري", seen="long-ago")
    )

    assert page.status_code == 409
    assert "बैठक की पुरानी तस्वीर" in page.content.decode()
    assert "مصدري" in page.content.decode()
    assert claim.verdict.sources.get().language == "hi"


def test_an_administrator_edits_no_sources(
    reporter: User, administrator: User, signed_in: SignIn
) -> None:
    url = reverse("desk:sources", args=[claim_of(reporter).pk])

    assert signed_in(administrator).get(url).status_code == 403


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


# Review and publication


def test_the_queue_lists_what_waits_and_what_is_complete(desk: Desk, in_english: SignIn) -> None:
    revision = drafted(claim_with_source(desk), desk)
    move_text(revision.pk, "submit", by=desk.reporter)

    page = in_english(desk.editor).get(reverse("desk:review")).content.decode()

    assert WORDS["ar"].headline in page
    assert "complete" in page


def test_an_empty_queue_says_so(editor: User, in_english: SignIn) -> None:
    page = in_english(editor).get(reverse("desk:review")).content.decode()

    assert "No text waits for review" in page


def test_a_text_goes_from_draft_to_readers_through_three_people(
    desk: Desk, signed_in: SignIn, client: Client
) -> None:
    revision = drafted(claim_with_source(desk), desk)

    signed_in(desk.reporter).post(move_url(revision, "submit"))
    signed_in(desk.editor).post(move_url(revision, "approve"))
    signed_in(desk.publisher).post(move_url(revision, "publish"))

    public_id = revision.text.verdict.public_id
    assert WORDS["ar"].headline in client.get(f"/ar/v/{public_id}/").content.decode()


def test_an_author_is_told_that_a_second_person_has_to_approve(
    person: Callable[..., User], desk: Desk, in_english: SignIn
) -> None:
    author = person("reporter", "editor")
    revision = drafted(claim_with_source(desk), Desk(author, desk.editor, desk.publisher))
    Revision.objects.filter(pk=revision.pk).update(author=author)
    move_text(revision.pk, "submit", by=author)
    client = in_english(author)

    page = client.get(reverse("desk:revision", args=[revision.pk])).content.decode()
    refused = client.post(move_url(revision, "approve"))

    assert "You wrote this text. A second person has to approve it." in page
    assert move_url(revision, "approve") not in page
    assert refused.status_code == 403


def test_a_text_is_returned_with_reasons_that_the_author_sees(
    desk: Desk, signed_in: SignIn
) -> None:
    revision = drafted(claim_with_source(desk), desk)
    move_text(revision.pk, "submit", by=desk.reporter)

    signed_in(desk.editor).post(move_url(revision, "return"), {"reason": "أضف تاريخ الصورة"})

    page = signed_in(desk.reporter).get(edit_url(revision.text.verdict.claim)).content.decode()
    assert "أضف تاريخ الصورة" in page


def test_a_text_is_not_returned_without_reasons(desk: Desk, signed_in: SignIn) -> None:
    revision = drafted(claim_with_source(desk), desk)
    move_text(revision.pk, "submit", by=desk.reporter)

    page = signed_in(desk.editor).post(move_url(revision, "return"), {"reason": " "})

    assert page.status_code == 422
    revision.refresh_from_db()
    assert revision.status == TextStatus.IN_REVIEW


def test_a_move_that_there_is_not_is_not_found(desk: Desk, signed_in: SignIn) -> None:
    revision = drafted(claim_with_source(desk), desk)

    assert signed_in(desk.publisher).post(move_url(revision, "burn")).status_code == 404


def test_what_was_lost_since_approval_is_named(desk: Desk, in_english: SignIn) -> None:
    revision = drafted(claim_with_source(desk), desk)
    move_text(revision.pk, "submit", by=desk.reporter)
    move_text(revision.pk, "approve", by=desk.editor)
    revision.text.verdict.sources.all().delete()

    page = in_english(desk.publisher).post(move_url(revision, "publish"))

    assert page.status_code == 409
    assert "Add at least one source." in page.content.decode()


def test_a_picture_that_was_not_read_holds_publication_back_with_a_sentence(
    desk: Desk, in_english: SignIn
) -> None:
    revision = drafted(claim_with_source(desk), desk)
    unread = store_picture(jpeg(draw_picture(12)))
    revision.pictures.create(asset=unread, role="circulated", position=1, alt="صورة")
    move_text(revision.pk, "submit", by=desk.reporter)
    move_text(revision.pk, "approve", by=desk.editor)

    page = in_english(desk.publisher).post(move_url(revision, "publish"))

    assert page.status_code == 409
    assert "A picture of this text has not been read yet." in page.content.decode()


def test_a_text_is_scheduled_in_utc(desk: Desk, signed_in: SignIn) -> None:
    revision = drafted(claim_with_source(desk), desk)
    move_text(revision.pk, "submit", by=desk.reporter)
    move_text(revision.pk, "approve", by=desk.editor)
    at = (timezone.now() + timedelta(days=1)).replace(second=0, microsecond=0)

    signed_in(desk.publisher).post(
        move_url(revision, "schedule"), {"publish_at": at.strftime("%Y-%m-%dT%H:%M")}
    )

    revision.refresh_from_db()
    assert revision.status == TextStatus.SCHEDULED
    assert revision.publish_at == at


@pytest.mark.parametrize("at", ["2020-01-01T10:00", "tomorrow", ""])
def test_a_time_that_is_none_or_past_is_refused_and_kept(
    desk: Desk, signed_in: SignIn, at: str
) -> None:
    revision = drafted(claim_with_source(desk), desk)
    move_text(revision.pk, "submit", by=desk.reporter)
    move_text(revision.pk, "approve", by=desk.editor)

    page = signed_in(desk.publisher).post(move_url(revision, "schedule"), {"publish_at": at})

    assert page.status_code == 422
    assert f'value="{at}"' in page.content.decode() or at == ""


@pytest.mark.parametrize("role", ["reporter", "editor", "administrator"])
def test_only_a_publisher_publishes_and_sees_the_button(
    request: pytest.FixtureRequest, desk: Desk, signed_in: SignIn, role: str
) -> None:
    revision = drafted(claim_with_source(desk), desk)
    move_text(revision.pk, "submit", by=desk.reporter)
    move_text(revision.pk, "approve", by=desk.editor)
    client = signed_in(request.getfixturevalue(role))

    page = client.get(reverse("desk:revision", args=[revision.pk])).content.decode()
    refused = client.post(move_url(revision, "publish"))

    assert move_url(revision, "publish") not in page
    assert refused.status_code == 403


# After publication


def test_a_correction_shows_what_changes_beside_what_readers_see(
    desk: Desk, signed_in: SignIn
) -> None:
    first = published(drafted(claim_with_source(desk), desk), desk)
    draft = start_correction(
        first.pk, kind=CorrectionKind.CORRECTION, public_note="x", by=desk.reporter
    )
    save_revision(draft.pk, WORDS["en"], version=draft.version, by=desk.reporter)

    page = signed_in(desk.editor).get(reverse("desk:revision", args=[draft.pk])).content.decode()

    assert WORDS["ar"].summary in page
    assert WORDS["en"].summary in page


def test_a_correction_begins_with_its_kind_and_note(desk: Desk, signed_in: SignIn) -> None:
    first = published(drafted(claim_with_source(desk), desk), desk)

    answer = signed_in(desk.reporter).post(
        reverse("desk:correct", args=[first.pk]),
        {"kind": "correction", "public_note": "صُحّح التاريخ"},
    )

    draft = Revision.objects.get(status=TextStatus.DRAFT)
    assert answer["Location"] == edit_url(first.text.verdict.claim)
    assert draft.correction.public_note == "صُحّح التاريخ"


def test_a_publisher_who_begins_a_correction_is_led_to_its_page(
    desk: Desk, signed_in: SignIn
) -> None:
    first = published(drafted(claim_with_source(desk), desk), desk)

    answer = signed_in(desk.publisher).post(
        reverse("desk:correct", args=[first.pk]), {"kind": "update", "public_note": "à jour"}
    )

    draft = Revision.objects.get(status=TextStatus.DRAFT)
    assert answer["Location"] == reverse("desk:revision", args=[draft.pk])


def test_a_correction_without_note_is_refused_and_its_kind_kept(
    desk: Desk, signed_in: SignIn
) -> None:
    first = published(drafted(claim_with_source(desk), desk), desk)

    page = signed_in(desk.reporter).post(
        reverse("desk:correct", args=[first.pk]), {"kind": "update", "public_note": ""}
    )

    assert page.status_code == 422
    assert re.search(r'value="update"[^>]*checked', page.content.decode())


def test_a_draft_cannot_be_corrected(desk: Desk, signed_in: SignIn) -> None:
    draft = drafted(claim_with_source(desk), desk)

    answer = signed_in(desk.reporter).get(reverse("desk:correct", args=[draft.pk]))

    assert answer.status_code == 409


def test_a_published_text_is_withdrawn_with_a_public_reason(
    desk: Desk, signed_in: SignIn, client: Client
) -> None:
    first = published(drafted(claim_with_source(desk), desk), desk)

    signed_in(desk.publisher).post(
        move_url(first, "withdraw"), {"withdraw-reason": "تبيّن أن المصدر غير صحيح"}
    )

    stone = client.get(f"/ar/v/{first.text.verdict.public_id}/")
    assert stone.status_code == 410
    assert "تبيّن أن المصدر غير صحيح" in stone.content.decode()


def test_published_texts_are_listed_with_their_public_page(desk: Desk, signed_in: SignIn) -> None:
    first = published(drafted(claim_with_source(desk), desk), desk)

    page = signed_in(desk.reporter).get(reverse("desk:published")).content.decode()

    assert f"/ar/v/{first.text.verdict.public_id}/" in page


def test_with_nothing_published_the_list_says_so(reporter: User, in_english: SignIn) -> None:
    page = in_english(reporter).get(reverse("desk:published")).content.decode()

    assert "Nothing is published yet" in page
