"""The readers' pages: what is published and nothing else, the same for everyone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from django.contrib.auth.models import User
from django.test import Client

from claims.actions.verdicts import SourceDraft, save_revision, save_sources, start_correction
from claims.actions.workflow import move_text
from claims.models import CorrectionKind, Revision
from media_provenance.actions import check_evidence, record_page_sighting, uncheck_evidence
from media_provenance.models import RENDITION_SIDES, Evidence, Finding
from multilingual.intervals import DateInterval
from tests.factories.verdicts import (
    WORDS,
    Desk,
    OldPhotoCase,
    approved,
    claim_with_source,
    corrected,
    drafted,
    old_photo_case,
    published,
    scheduled,
    submitted,
)

pytestmark = pytest.mark.django_db

CACHING = "public, max-age=0, s-maxage=20, stale-while-revalidate=30, stale-if-error=86400"


@pytest.fixture
def desk(reporter: User, editor: User, publisher: User) -> Desk:
    return Desk(reporter, editor, publisher)


@pytest.fixture
def verdict(desk: Desk) -> Revision:
    """A verdict without pictures, published in Arabic."""
    return published(drafted(claim_with_source(desk), desk), desk)


@pytest.fixture
def old_photo(desk: Desk) -> OldPhotoCase:
    return old_photo_case(desk)


def path_of(revision: Revision, language: str = "ar") -> str:
    return f"/{language}/v/{revision.text.verdict.public_id}/"


def page_text(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def test_a_published_verdict_can_be_read_in_its_language(client: Client, verdict: Revision) -> None:
    response = client.get(path_of(verdict))

    page = response.content.decode()
    assert response.status_code == 200
    assert '<html lang="ar" dir="rtl">' in page
    assert "<h1>الصورة قديمة ولا علاقة لها بالاجتماع</h1>" in page
    assert "مُضلِّل" in page
    assert "<p>بحثنا عن أصل الصورة.</p>" in page
    assert '<bdi lang="hi">बैठक की पुरानी तस्वीर</bdi>' in page
    assert 'href="https://source.example/é"' in page


def test_the_translated_page_shows_the_claim_in_its_original_words_too(
    client: Client, desk: Desk
) -> None:
    claim = claim_with_source(desk)
    english = published(drafted(claim, desk, language="en"), desk)

    page = page_text(client, path_of(english, "en"))

    assert '<html lang="en" dir="ltr">' in page
    assert "A picture shows a meeting held this week" in page
    assert '<q lang="ar" dir="rtl">صورة تُظهر اجتماعًا جرى هذا الأسبوع</q>' in page


def test_only_languages_that_are_published_are_offered(
    client: Client, verdict: Revision, desk: Desk
) -> None:
    english = drafted(verdict.text.verdict.claim, desk, language="en")
    before = page_text(client, path_of(verdict))

    published(english, desk)
    after = page_text(client, path_of(verdict))

    assert path_of(verdict, "en") not in before
    assert f'<a href="{path_of(verdict, "en")}" lang="en" hreflang="en">' in after


def test_every_version_is_named_with_its_full_address_itself_included(
    client: Client, verdict: Revision, desk: Desk
) -> None:
    published(drafted(verdict.text.verdict.claim, desk, language="en"), desk)

    page = page_text(client, path_of(verdict, "en"))

    site = "http://localhost:8000"
    assert f'<link rel="canonical" href="{site}{path_of(verdict, "en")}">' in page
    assert f'hreflang="en" href="{site}{path_of(verdict, "en")}"' in page
    assert f'hreflang="ar" href="{site}{path_of(verdict)}"' in page
    assert f'hreflang="x-default" href="{site}{path_of(verdict)}"' in page


def test_a_verdict_that_is_not_published_in_a_language_is_as_unknown_as_any(
    client: Client, verdict: Revision
) -> None:
    missing = client.get(path_of(verdict, "en"))
    unknown = client.get("/en/v/2222222222222222222222/")

    assert missing.status_code == unknown.status_code == 404
    assert missing.content == unknown.content


@pytest.mark.parametrize("bring", [drafted, submitted, approved, scheduled])
def test_nothing_of_a_text_is_public_before_it_is_published(
    client: Client, desk: Desk, bring: Callable[..., Revision]
) -> None:
    revision = bring(claim_with_source(desk), desk)

    hidden = client.get(path_of(revision))
    unknown = client.get("/ar/v/2222222222222222222222/")

    assert hidden.status_code == 404
    assert hidden.content == unknown.content


def test_a_draft_leaks_into_no_public_byte(
    client: Client, old_photo: OldPhotoCase, desk: Desk
) -> None:
    public = published(drafted(old_photo.claim, desk, words=old_photo.words("ar")), desk)
    draft = start_correction(
        public.pk, kind=CorrectionKind.CORRECTION, public_note="KANARI-note", by=desk.reporter
    )
    canary = replace(
        old_photo.words("ar"),
        rating_key="true",
        claim_text="KANARI-claim",
        headline="KANARI-headline",
        summary="KANARI-summary",
        body="<p>KANARI-body</p>",
    )
    save_revision(draft.pk, canary, version=draft.version, by=desk.reporter)
    drafted(old_photo.claim, desk, language="en", words=canary)
    save_sources(old_photo.claim.verdict, [SourceDraft(title="KANARI-source")], by=desk.reporter)

    pages = [
        client.get(path)
        for path in (
            "/ar/",
            "/en/",
            "/ar/feed.xml",
            "/en/feed.xml",
            "/ar/corrections/",
            "/en/corrections/",
            "/ar/methodology/",
            path_of(public),
            path_of(public, "en"),
        )
    ]

    assert [page.status_code for page in pages] == [200] * 8 + [404]
    assert not [page.request["PATH_INFO"] for page in pages if b"KANARI" in page.content]
    assert not [page for page in pages if "KANARI" in str(page.headers)]


def test_what_an_editor_changes_later_is_not_public_before_it_is_published(
    client: Client, verdict: Revision, desk: Desk
) -> None:
    before = client.get(path_of(verdict)).content

    save_sources(verdict.text.verdict, [SourceDraft(title="Autre chose")], by=desk.reporter)
    verdict.rating.labels.filter(language="ar").update(label="أخرى")  # type: ignore[union-attr]

    assert client.get(path_of(verdict)).content == before


def test_public_pages_set_no_cookie_and_do_not_vary_by_reader(
    client: Client, verdict: Revision, desk: Desk
) -> None:
    anonymous = client.get(path_of(verdict))
    client.force_login(desk.editor)

    signed_in = client.get(path_of(verdict), headers={"Accept-Language": "en"})

    assert signed_in.content == anonymous.content
    assert not signed_in.cookies
    assert "Vary" not in signed_in.headers
    assert signed_in.headers["Cache-Control"] == CACHING
    assert b"<script src" not in signed_in.content
    assert b"csrf" not in signed_in.content


def test_who_holds_the_page_already_is_told_so_until_it_changes(
    client: Client, verdict: Revision, desk: Desk
) -> None:
    first = client.get(path_of(verdict))
    held = {"If-None-Match": first.headers["ETag"]}
    again = client.get(path_of(verdict), headers=held)

    newer = corrected(verdict, desk, note="صححنا التاريخ.", words=WORDS["ar"])
    changed = client.get(path_of(newer), headers=held)

    assert first.headers["ETag"].startswith(f'"{verdict.pk}.')
    assert "Last-Modified" in first.headers
    assert again.status_code == 304
    assert again.headers["Cache-Control"] == CACHING
    assert changed.status_code == 200


def test_another_language_being_published_changes_the_page(
    client: Client, verdict: Revision, desk: Desk
) -> None:
    held = client.get(path_of(verdict)).headers

    published(drafted(verdict.text.verdict.claim, desk, language="en"), desk)
    answer = client.get(
        path_of(verdict),
        headers={"If-None-Match": held["ETag"], "If-Modified-Since": held["Last-Modified"]},
    )

    assert answer.status_code == 200


def test_a_correction_stands_on_the_page_and_in_the_log(
    client: Client, verdict: Revision, desk: Desk
) -> None:
    words = replace(WORDS["ar"], headline="عنوان مصحح")

    newer = corrected(verdict, desk, note="كان التاريخ خطأ: août 2022 / अगस्त", words=words)

    page, log = page_text(client, path_of(newer)), page_text(client, "/ar/corrections/")
    assert "كان التاريخ خطأ: août 2022 / अगस्त" in page
    assert "<h1>عنوان مصحح</h1>" in page
    assert WORDS["ar"].headline not in page
    assert "كان التاريخ خطأ: août 2022 / अगस्त" in log
    assert path_of(newer) in log


def test_corrections_of_other_languages_stay_in_their_own_log(
    client: Client, verdict: Revision, desk: Desk
) -> None:
    corrected(verdict, desk, note="كان التاريخ خطأ", words=WORDS["ar"])

    assert "كان التاريخ خطأ" not in page_text(client, "/en/corrections/")


def test_the_newest_correction_comes_first(client: Client, verdict: Revision, desk: Desk) -> None:
    second = corrected(verdict, desk, note="الأول", words=WORDS["ar"])
    third = corrected(second, desk, note="الثاني", words=WORDS["ar"])

    page, log = page_text(client, path_of(third)), page_text(client, "/ar/corrections/")

    assert page.index("الثاني") < page.index("الأول")
    assert log.index("الثاني") < log.index("الأول")


def test_a_withdrawn_verdict_leaves_a_stone_that_repeats_nothing(
    client: Client, verdict: Revision, desk: Desk
) -> None:
    move_text(verdict.pk, "withdraw", by=desk.publisher, reason="اعتمدنا على مصدر خاطئ.")

    stone, log = client.get(path_of(verdict)), page_text(client, "/ar/corrections/")

    assert stone.status_code == 410
    assert "اعتمدنا على مصدر خاطئ." in stone.content.decode()
    assert WORDS["ar"].headline not in stone.content.decode() + log
    assert WORDS["ar"].claim_text not in stone.content.decode() + log
    assert "اعتمدنا على مصدر خاطئ." in log


def test_a_withdrawn_verdict_is_gone_from_the_lists(
    client: Client, verdict: Revision, desk: Desk
) -> None:
    move_text(verdict.pk, "withdraw", by=desk.publisher, reason="خطأ")

    # The feed names the verdict in what is signed of its withdrawal, and leads nobody to it.
    assert path_of(verdict) not in page_text(client, "/ar/")
    assert path_of(verdict) not in page_text(client, "/ar/feed.xml")
    assert WORDS["ar"].headline not in page_text(client, "/ar/feed.xml")


def test_the_finding_is_told_with_its_evidence_in_the_readers_language(
    client: Client, old_photo: OldPhotoCase, desk: Desk
) -> None:
    words = old_photo.words("en")

    revision = published(drafted(old_photo.claim, desk, language="en", words=words), desk)

    page = page_text(client, path_of(revision, "en"))
    assert "existed by 14 August 2022, at least 673 days before the event" in page
    assert 'href="https://earlier.example/14"' in page
    assert '<bdi lang="ar">لقاء تجاري في آب</bdi>' in page
    assert "The site owner can set this date." in page


def test_what_one_person_typed_is_still_to_be_found_where_its_address_says(
    client: Client, old_photo: OldPhotoCase, desk: Desk
) -> None:
    there = Evidence.objects.filter(source_url="https://earlier.example/14")
    there.update(method="manual", entered_by=desk.reporter, source_title="")
    row = check_evidence(there.get(), by=desk.editor)
    uncheck_evidence(row, by=desk.editor)
    finding = Finding.objects.get(question__asset=old_photo.asset, superseded_at__isnull=True)
    words = replace(old_photo.words("en"), finding_id=finding.pk)

    revision = published(drafted(old_photo.claim, desk, language="en", words=words), desk)

    page = page_text(client, path_of(revision, "en"))
    assert 'href="https://earlier.example/14" rel="noopener noreferrer"><bdi' in page
    assert ">earlier.example</bdi>" in page


def test_a_second_publisher_does_not_hide_that_the_first_was_earlier(
    client: Client, old_photo: OldPhotoCase, desk: Desk
) -> None:
    record_page_sighting(
        old_photo.asset,
        page_key="spread.example/2:2024-06-01",
        url="https://spread.example/2",
        title="Une photo « récente »",
        language="fr",
        published=DateInterval.of_day(date(2024, 6, 1)),
        origin="byline",
        read_from="1er juin 2024",
        capture=None,
    )
    finding = Finding.objects.get(question__asset=old_photo.asset, superseded_at__isnull=True)
    words = replace(old_photo.words("en"), finding_id=finding.pk)

    revision = published(drafted(old_photo.claim, desk, language="en", words=words), desk)

    page = page_text(client, path_of(revision, "en"))
    assert "appears to have existed by 1 June 2024" in page
    assert "date, it existed by 14 August 2022." in page


def test_a_superseded_finding_stays_as_it_was_published(
    client: Client, old_photo: OldPhotoCase, desk: Desk
) -> None:
    revision = published(drafted(old_photo.claim, desk, words=old_photo.words("ar")), desk)
    before = client.get(path_of(revision)).content

    evidence = old_photo.asset.evidence.get(kind="publisher_date")
    evidence.source_title = "Titre changé"
    evidence.save()

    assert client.get(path_of(revision)).content == before


@pytest.mark.parametrize("size", RENDITION_SIDES)
def test_a_picture_of_a_published_verdict_is_shown_as_an_inert_copy(
    client: Client, old_photo: OldPhotoCase, desk: Desk, size: int
) -> None:
    revision = published(drafted(old_photo.claim, desk, words=old_photo.words("ar")), desk)
    path = f"{path_of(revision)}picture/{old_photo.asset.pk}-{size}.webp"

    response = client.get(path)

    assert path in page_text(client, path_of(revision))
    assert response.status_code == 200
    assert response.content.startswith(b"RIFF")
    assert response.headers["Content-Type"] == "image/webp"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response.headers["Cache-Control"] == CACHING
    assert not response.cookies


def test_a_picture_is_public_only_while_a_published_text_shows_it(
    client: Client, old_photo: OldPhotoCase, desk: Desk
) -> None:
    draft = drafted(old_photo.claim, desk, words=old_photo.words("ar"))
    path = f"{path_of(draft)}picture/{old_photo.asset.pk}-480.webp"

    before = client.get(path).status_code
    revision = published(draft, desk)
    while_public = client.get(path).status_code
    elsewhere = client.get(path.replace("/ar/", "/en/")).status_code
    move_text(revision.pk, "withdraw", by=desk.publisher, reason="خطأ")
    after = client.get(path).status_code

    assert (before, while_public, elsewhere, after) == (404, 200, 404, 404)


@pytest.mark.parametrize("size", [0, 481, 99999])
def test_only_the_sizes_that_were_drawn_can_be_had(
    client: Client, old_photo: OldPhotoCase, desk: Desk, size: int
) -> None:
    revision = published(drafted(old_photo.claim, desk, words=old_photo.words("ar")), desk)

    response = client.get(f"{path_of(revision)}picture/{old_photo.asset.pk}-{size}.webp")

    assert response.status_code == 404


def test_the_root_leads_to_the_sites_own_language(client: Client) -> None:
    response = client.get("/")

    assert response.status_code == 302
    assert response.headers["Location"] == "/ar/"


def test_the_home_page_lists_its_own_language_newest_first(client: Client, desk: Desk) -> None:
    older = published(drafted(claim_with_source(desk), desk), desk)
    newer = published(drafted(claim_with_source(desk, text="ادعاء آخر"), desk), desk)
    corrected(older, desk, note="تصحيح", words=WORDS["ar"])

    arabic, english = page_text(client, "/ar/"), page_text(client, "/en/")

    assert arabic.index(path_of(newer)) < arabic.index(path_of(older))
    assert "/en/v/" not in english


def test_a_page_of_the_list_that_is_not_there_is_not_found(client: Client) -> None:
    assert client.get("/ar/?page=2").status_code == 404
    assert client.get("/ar/?page=nonsense").status_code == 404
    assert client.get("/ar/?page=1").status_code == 200


def test_long_lists_are_paged_by_links(
    client: Client, verdict: Revision, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("claims.views.public.VERDICTS_PER_PAGE", 1)
    second = published(drafted(claim_with_source(desk, text="ادعاء آخر"), desk), desk)

    first_page, second_page = page_text(client, "/ar/"), page_text(client, "/ar/?page=2")

    assert path_of(second) in first_page
    assert 'href="?page=2"' in first_page
    assert path_of(verdict) in second_page
    assert path_of(verdict) not in first_page
    assert '<link rel="canonical" href="http://localhost:8000/ar/?page=2">' in second_page


def test_the_methodology_defines_every_rating_in_the_readers_language(client: Client) -> None:
    page = page_text(client, "/ar/methodology/")

    assert 'id="rating-misleading"' in page
    assert "لم نجد دليلًا كافيًا يؤكد الادعاء أو ينفيه." in page


def test_a_rating_that_is_no_longer_in_use_is_not_defined(
    client: Client, verdict: Revision
) -> None:
    rating = verdict.rating
    assert rating is not None
    rating.in_use = False
    rating.save()

    assert 'id="rating-misleading"' not in page_text(client, "/ar/methodology/")


def test_the_feed_has_absolute_addresses_and_one_language(
    client: Client, verdict: Revision, desk: Desk
) -> None:
    published(drafted(verdict.text.verdict.claim, desk, language="en"), desk)

    response = client.get("/en/feed.xml", headers={"Host": "127.0.0.1"})

    feed = response.content.decode()
    assert response.headers["Content-Type"].startswith("application/rss+xml")
    assert response.headers["Cache-Control"] == CACHING
    assert f"<link>http://localhost:8000{path_of(verdict, 'en')}</link>" in feed
    assert "<language>en</language>" in feed
    assert "Misleading: The picture was published about two years before." in feed
    assert "127.0.0.1" not in feed
    assert "/ar/v/" not in feed


def test_the_feed_keeps_an_entrys_id_through_a_correction(
    client: Client, verdict: Revision, desk: Desk
) -> None:
    guid = f'<guid isPermaLink="false">{verdict.text.verdict.public_id}-ar</guid>'
    before = page_text(client, "/ar/feed.xml")

    corrected(verdict, desk, note="تصحيح", words=WORDS["ar"])

    assert guid in before
    assert page_text(client, "/ar/feed.xml").count(guid) == 1


def test_an_address_that_is_no_web_address_is_never_linked(client: Client, desk: Desk) -> None:
    claim = claim_with_source(desk)
    revision = drafted(claim, desk)
    save_sources(
        claim.verdict, [SourceDraft(title="Piège", url="javascript:alert(1)")], by=desk.reporter
    )

    published(revision, desk)

    page = page_text(client, path_of(revision))
    assert "Piège" in page
    assert "javascript:" not in page


def test_words_cannot_become_markup(client: Client, desk: Desk) -> None:
    hostile = '</script><img src=x onerror="alert(1)"> «é» हि'
    words = replace(WORDS["ar"], headline=hostile, summary=hostile, claim_text=hostile)

    revision = published(drafted(claim_with_source(desk), desk, words=words), desk)

    page = page_text(client, path_of(revision))
    assert "<img src=x" not in page
    assert "&lt;img src=x" in page
