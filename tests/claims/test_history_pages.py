"""The history as it is shown: to readers from publication on, to programs, and at the desk."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from html import unescape
from types import SimpleNamespace
from typing import Any

import lxml.etree
import lxml.html
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.contrib.auth.models import User
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import translation

from claims.actions.cases import edit_claim, record_claim
from claims.actions.moderation import promote
from claims.actions.verdicts import (
    SourceDraft,
    open_revision,
    save_revision,
    save_sources,
    start_correction,
)
from claims.actions.workflow import move_case, move_text
from claims.history import VERIFY_HISTORY
from claims.models import CorrectionKind, DropReason, Revision, Submission
from claims.wording import history_sentence, history_value
from jobs.models import Job, JobState
from tests.factories.verdicts import (
    WORDS,
    Desk,
    OldPhotoCase,
    claim_with_source,
    corrected,
    drafted,
    old_photo_case,
    published,
    submitted,
)

pytestmark = pytest.mark.django_db

SITE = "http://localhost:8000"
CACHING = "public, max-age=0, s-maxage=20, stale-while-revalidate=30, stale-if-error=86400"
WELL_KNOWN = "/.well-known/bayyina-history.json"
BAYYINA = "{urn:bayyina:history:1}"
BETTER = replace(
    WORDS["ar"],
    rating_key="false",
    headline="الصورة قديمة من août ولا علاقة لها بالقمة",
    summary="نُشرت الصورة قبل الحدث بثلاثة أعوام. तस्वीर पुरानी है",
)
NOTE = "كان التاريخ خطأ: août 2022 / अगस्त"
SignIn = Callable[[User], Client]


@pytest.fixture
def desk(reporter: User, editor: User, publisher: User) -> Desk:
    for number, person in enumerate((reporter, editor, publisher)):
        person.first_name, person.last_name = "KANARI", f"person-{number}"
        person.save()
    return Desk(reporter, editor, publisher)


@pytest.fixture
def first(desk: Desk) -> Revision:
    """A verdict without pictures, published in Arabic."""
    return published(drafted(claim_with_source(desk), desk), desk)


@pytest.fixture
def second(first: Revision, desk: Desk) -> Revision:
    """Its correction, with another rating, headline and summary."""
    return corrected(first, desk, note=NOTE, words=BETTER)


def path_of(revision: Revision, rest: str = "/", language: str = "ar") -> str:
    return f"/{language}/v/{revision.text.verdict.public_id}{rest}"


def text_of(client: Client, path: str) -> str:
    page = lxml.html.fromstring(client.get(path).content.decode())
    return " ".join(page.find("body").text_content().split())


def strings_in(value: object) -> list[str]:
    """Every piece of text in a JSON value."""
    if isinstance(value, dict):
        return [text for one in value.values() for text in strings_in(one)]
    if isinstance(value, list):
        return [text for one in value for text in strings_in(one)]
    return [value] if isinstance(value, str) else []


def draft_full_of_canaries(public: Revision, desk: Desk) -> None:
    """Begin a correction that is reviewed, returned and not published, and change the case."""
    draft = start_correction(
        public.pk, kind=CorrectionKind.CORRECTION, public_note="KANARI-note", by=desk.reporter
    )
    canary = replace(
        WORDS["ar"],
        rating_key="true",
        claim_text="KANARI-claim",
        headline="KANARI-headline",
        summary="KANARI-summary",
        body="<p>KANARI-body</p>",
    )
    saved = save_revision(draft.pk, canary, version=draft.version, by=desk.reporter)
    move_text(saved.pk, "submit", by=desk.reporter)
    move_text(saved.pk, "return", by=desk.editor, reason="KANARI-reason")
    verdict = public.text.verdict
    save_sources(verdict, [SourceDraft(title="KANARI-source")], by=desk.reporter)
    edit_claim(
        verdict.claim, text="KANARI-edit", language="ar", restated="", claimant=None, by=desk.editor
    )


# --- For readers ------------------------------------------------------------------------------


def test_the_history_tells_what_each_version_changed_and_why(
    client: Client, second: Revision
) -> None:
    page = client.get(path_of(second, "/history/")).content.decode()

    assert '<html lang="ar" dir="rtl">' in page
    assert NOTE in page
    assert "<del>" in page
    assert "مُضلِّل</del>" in page
    assert "خطأ</ins>" in page
    assert "بنحو عامين.</del>" in page
    assert "بثلاثة أعوام. तस्वीर पुरानी है</ins>" in page
    assert page.index('id="version-2"') < page.index('id="version-1"')


def test_the_history_says_which_part_somebody_had_and_never_who(client: Client, desk: Desk) -> None:
    english = published(drafted(claim_with_source(desk), desk, language="en"), desk)

    page = text_of(client, path_of(english, "/history/", "en"))

    assert "A second person, who had not written it, approved it." in page
    assert "A publisher published it." in page
    assert "KANARI" not in page
    assert desk.publisher.username not in page


def test_the_history_names_the_code_of_each_publication_and_the_signed_head(
    client: Client, second: Revision
) -> None:
    page = client.get(path_of(second, "/history/")).content.decode()

    claim = second.text.verdict.claim
    codes = list(
        claim.events.filter(name="text.publish").order_by("number").values_list("hash", flat=True)
    )
    assert len(codes) == 2
    assert [code for code in codes if f'<bdi dir="ltr">{code[:12]}</bdi>' not in page] == []
    assert f'<bdi dir="ltr">{codes[1]}</bdi>' in page


def test_a_first_version_has_nothing_to_be_compared_with(client: Client, first: Revision) -> None:
    page = client.get(path_of(first, "/history/")).content.decode()

    assert page.count('id="version-') == 1
    assert "<del>" not in page
    assert "<ins>" not in page


def test_the_page_of_a_verdict_leads_to_its_history_by_its_short_code(
    client: Client, first: Revision
) -> None:
    page = client.get(path_of(first)).content.decode()

    code = first.text.verdict.claim.events.get(name="text.publish").hash
    assert f'<bdi dir="ltr">{code[:12]}</bdi>' in page
    assert f'href="{path_of(first, "/history/")}"' in page
    assert (
        f'<link rel="alternate" type="application/json" href="{path_of(first, ".json")}">' in page
    )


def test_an_earlier_version_can_be_read_and_says_that_it_is_one(
    client: Client, second: Revision
) -> None:
    response = client.get(path_of(second, "/versions/1/"))

    page = response.content.decode()
    assert response.status_code == 200
    assert WORDS["ar"].headline in page
    assert BETTER.headline not in page
    assert NOTE in page
    assert '<meta name="robots" content="noindex">' in page
    assert f'<link rel="canonical" href="{SITE}{path_of(second)}">' in page
    assert "application/ld+json" not in page


def test_the_address_of_the_current_version_leads_to_the_verdict(
    client: Client, second: Revision
) -> None:
    response = client.get(path_of(second, "/versions/2/"))

    assert response.status_code == 302
    assert response.headers["Location"] == path_of(second)


def test_a_picture_of_an_earlier_version_stays_until_the_verdict_is_withdrawn(
    client: Client, desk: Desk
) -> None:
    case: OldPhotoCase = old_photo_case(desk)
    shown = published(drafted(case.claim, desk, words=case.words("ar")), desk)
    newer = corrected(shown, desk, note=NOTE, words=WORDS["ar"])
    path = path_of(newer, f"/picture/{case.asset.pk}-480.webp")

    while_public = client.get(path).status_code
    in_old_page = path in client.get(path_of(newer, "/versions/1/")).content.decode()
    in_new_page = path in client.get(path_of(newer)).content.decode()
    move_text(newer.pk, "withdraw", by=desk.publisher, reason="خطأ")

    assert (while_public, in_old_page, in_new_page) == (200, True, False)
    assert client.get(path).status_code == 404


def test_the_history_of_another_language_is_its_own(
    client: Client, second: Revision, desk: Desk
) -> None:
    claim = second.text.verdict.claim
    english = published(drafted(claim, desk, language="en"), desk)

    page = client.get(path_of(english, "/history/", "en")).content.decode()

    assert page.count('id="version-') == 1
    assert NOTE not in page
    assert WORDS["ar"].headline not in page


# --- Withdrawn --------------------------------------------------------------------------------


def said_in(revision_words: Any) -> list[str]:
    return [revision_words.headline, revision_words.summary, "بحثنا عن أصل الصورة"]


def test_a_withdrawn_verdict_keeps_its_dates_and_reasons_and_none_of_its_words(
    client: Client, second: Revision, desk: Desk
) -> None:
    move_text(second.pk, "withdraw", by=desk.publisher, reason="اعتمدنا على مصدر خاطئ.")

    history = client.get(path_of(second, "/history/"))
    stone = client.get(path_of(second))
    old = client.get(path_of(second, "/versions/1/"))
    data = client.get(path_of(second, ".json"))

    answers = [history, stone, old, data]
    words = [*said_in(WORDS["ar"]), *said_in(BETTER), NOTE, WORDS["ar"].claim_text]
    assert [one.status_code for one in answers] == [200, 410, 410, 410]
    assert [one for one in answers if "اعتمدنا على مصدر خاطئ." not in one.content.decode()] == []
    assert not [word for word in words for one in answers if word in one.content.decode()]
    assert '<meta name="robots" content="noindex">' in history.content.decode()
    assert history.content.decode().count('id="version-') == 2


def test_the_stone_names_the_code_of_the_withdrawal(
    client: Client, first: Revision, desk: Desk
) -> None:
    move_text(first.pk, "withdraw", by=desk.publisher, reason="خطأ")

    code = first.text.verdict.claim.events.get(name="text.withdraw").hash
    stone = client.get(path_of(first)).content.decode()
    data = client.get(path_of(first, ".json")).json()
    assert f'<bdi dir="ltr">{code[:12]}</bdi>' in stone
    assert data["status"] == "withdrawn"
    assert data["reason"] == "خطأ"
    assert data["history"]["signed_head"]["claim_hash"] == code
    assert [step["step"] for step in data["history"]["versions"][0]["steps"]] == [
        "approve",
        "publish",
        "withdraw",
    ]


def test_what_was_withdrawn_stays_gone_when_something_new_is_published(
    client: Client, first: Revision, desk: Desk
) -> None:
    move_text(first.pk, "withdraw", by=desk.publisher, reason="خطأ")
    newer = published(drafted(first.text.verdict.claim, desk, words=BETTER), desk)

    history = client.get(path_of(newer, "/history/")).content.decode()
    old = client.get(path_of(newer, "/versions/1/"))

    assert BETTER.headline in history
    assert WORDS["ar"].headline not in history + old.content.decode()
    assert old.status_code == 410


def test_a_withdrawn_verdict_leaves_the_feed(client: Client, first: Revision, desk: Desk) -> None:
    move_text(first.pk, "withdraw", by=desk.publisher, reason="خطأ")

    feed = lxml.etree.fromstring(client.get("/ar/feed.xml").content)

    assert feed.findall("channel/item") == []
    assert feed.find(f"channel/{BAYYINA}head") is not None


# --- For programs -----------------------------------------------------------------------------


def test_the_json_says_what_the_page_says_and_nothing_more(client: Client, desk: Desk) -> None:
    case = old_photo_case(desk)
    shown = published(drafted(case.claim, desk, words=case.words("ar")), desk)
    published(drafted(case.claim, desk, language="en", words=case.words("en")), desk)
    newer = corrected(shown, desk, note=NOTE, words=case.words("ar"))

    data = client.get(path_of(newer, ".json")).json()
    page = unescape(client.get(path_of(newer)).content.decode())
    links = unescape(client.get(path_of(newer, "/history/")).content.decode())
    scripts = lxml.html.fromstring(page).xpath("//script[@type='application/ld+json']/text()")

    history, markup = data.pop("history"), data.pop("schema_org")
    codes = {
        data.pop("format"),
        data.pop("status"),
        data["first_published_at"],
        data["published_at"],
        *(one["kind"] for one in data["sources"]),
        *(one["kind"] for one in data["corrections"]),
        *(one["published_at"] for one in data["corrections"]),
        *(one["role"] for one in data["pictures"]),
    }
    said = [text for text in strings_in(data) if text not in codes]
    unknown = [text for text in said if text not in page and text.removeprefix(SITE) not in page]
    assert data["headline"] == WORDS["ar"].headline
    assert data["rating"]["label"] == "مُضلِّل"
    assert len(data["finding"]["evidence"]) >= 1
    assert unknown == []
    assert markup == [json.loads(script) for script in scripts]
    assert history["signed_head"]["claim_hash"] in links
    assert [version["version"] for version in history["versions"]] == [2, 1]


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_json_is_in_the_language_of_its_address(
    client: Client, desk: Desk, language: str
) -> None:
    verdict = published(drafted(claim_with_source(desk), desk, language=language), desk)

    data = client.get(path_of(verdict, ".json", language)).json()

    assert data["language"] == language
    assert data["headline"] == WORDS[language].headline
    assert data["url"] == f"{SITE}{path_of(verdict, '/', language)}"


def test_the_feed_carries_the_signed_head_and_the_code_of_each_entry(
    client: Client, first: Revision
) -> None:
    response = client.get("/ar/feed.xml")

    feed = lxml.etree.fromstring(response.content)
    head = feed.find(f"channel/{BAYYINA}head")
    code = first.text.verdict.claim.events.get(name="text.publish").hash
    newest = client.get(WELL_KNOWN).json()["head"]
    assert head is not None
    assert head.get("key") == newest["key"]
    assert {one.tag.removeprefix(BAYYINA): one.text for one in head} == {
        "number": str(newest["number"]),
        "hash": newest["hash"],
        "statement": newest["statement"],
        "signature": newest["signature"],
    }
    assert [one.text for one in feed.findall(f"channel/item/{BAYYINA}claim-hash")] == [code]


def test_an_outsider_can_check_the_signatures_with_nothing_but_the_public_files(
    client: Client, second: Revision
) -> None:
    known = client.get(WELL_KNOWN).json()
    of_verdict = client.get(path_of(second, ".json")).json()["history"]["signed_head"]

    keys = {
        key["id"]: Ed25519PublicKey.from_public_bytes(base64.b64decode(key["public"]))
        for key in known["keys"]
    }
    # Raises InvalidSignature where one does not fit.
    for head in [*known["heads"], of_verdict]:
        keys[head["key"]].verify(base64.b64decode(head["signature"]), head["statement"].encode())
    assert len(known["heads"]) == 2
    assert of_verdict["claim_hash"] in of_verdict["statement"]


def test_the_file_of_heads_is_for_everybody_and_there_before_anything_is_published(
    client: Client,
) -> None:
    response = client.get(WELL_KNOWN)

    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/json"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.json()["head"] is None


@pytest.mark.parametrize(
    "rest", ["/", "/history/", "/versions/1/", ".json"], ids=["page", "history", "version", "json"]
)
def test_answers_about_the_history_are_kept_like_every_public_page(
    client: Client, second: Revision, desk: Desk, rest: str
) -> None:
    anonymous = client.get(path_of(second, rest))
    client.force_login(desk.editor)

    signed_in = client.get(path_of(second, rest))
    again = client.get(path_of(second, rest), headers={"If-None-Match": anonymous.headers["ETag"]})

    assert signed_in.content == anonymous.content
    assert not signed_in.cookies
    assert "Vary" not in signed_in.headers
    assert signed_in.headers["Cache-Control"] == CACHING
    assert again.status_code == 304


@pytest.mark.parametrize("rest", ["/", "/history/", "/versions/1/", ".json"])
def test_a_page_with_history_asks_the_database_little(
    client: Client, second: Revision, rest: str, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(4):
        response = client.get(path_of(second, rest))

    assert response.status_code == 200


def test_the_feed_asks_as_much_for_many_verdicts_as_for_one(
    client: Client, first: Revision, desk: Desk, django_assert_max_num_queries: Any
) -> None:
    published(drafted(claim_with_source(desk, text="ادعاء آخر"), desk), desk)

    with django_assert_max_num_queries(3):
        feed = client.get("/ar/feed.xml")

    assert feed.content.count(b"claim-hash>") == 4


# --- What must not be seen --------------------------------------------------------------------


PLACES = ["/", "/history/", "/versions/1/", ".json"]


def test_the_work_at_the_desk_changes_no_public_byte(
    client: Client, second: Revision, desk: Desk
) -> None:
    paths = [*(path_of(second, rest) for rest in PLACES), "/ar/feed.xml", WELL_KNOWN]
    before = [client.get(path).content for path in paths]

    draft_full_of_canaries(second, desk)

    answers = [client.get(path) for path in paths]
    assert [one.content for one in answers] == before
    assert [one for one in answers if b"KANARI" in one.content] == []
    assert [one for one in answers if "KANARI" in str(one.headers)] == []


def test_what_happened_before_publication_is_not_told_afterwards(
    client: Client, desk: Desk
) -> None:
    claim = claim_with_source(desk)
    move_case(claim.pk, "drop", by=desk.editor, reason=DropReason.OTHER, note="KANARI-drop")
    move_case(claim.pk, "reopen", by=desk.editor)
    revision = drafted(claim, desk, words=replace(WORDS["ar"], headline="KANARI-headline"))
    move_text(revision.pk, "submit", by=desk.reporter)
    move_text(revision.pk, "return", by=desk.editor, reason="KANARI-reason")
    public = published(drafted(claim, desk), desk)

    answers = [client.get(path_of(public, rest)) for rest in ("/", "/history/", ".json")]

    assert [one.status_code for one in answers] == [200, 200, 200]
    assert [one for one in answers if b"KANARI" in one.content] == []


@pytest.mark.parametrize("rest", [*PLACES, "/versions/2/", "/versions/999999999999/"])
@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_draft_and_an_unknown_verdict_are_answered_alike(
    client: Client, desk: Desk, rest: str, language: str
) -> None:
    draft = submitted(claim_with_source(desk), desk)

    hidden = client.get(path_of(draft, rest, language))
    unknown = client.get(f"/{language}/v/2222222222222222222222{rest}")

    assert hidden.status_code == unknown.status_code == 404
    assert hidden.content == unknown.content
    assert hidden.headers.items() == unknown.headers.items()


@pytest.mark.parametrize("number", [0, 2, 3, 999999999999])
def test_a_version_that_was_never_public_is_not_there(
    client: Client, first: Revision, desk: Desk, number: int
) -> None:
    draft_full_of_canaries(first, desk)

    assert client.get(path_of(first, f"/versions/{number}/")).status_code == 404


# --- At the desk ------------------------------------------------------------------------------


def desk_path(revision: Revision, query: str = "") -> str:
    return f"/desk/claims/{revision.text.verdict.claim_id}/history/{query}"


def test_the_desk_sees_who_did_what_and_what_it_was_before(
    second: Revision, desk: Desk, signed_in: SignIn
) -> None:
    client = signed_in(desk.reporter)
    client.post("/desk/language/", {"language": "en"})
    claim = second.text.verdict.claim
    edit_claim(
        claim,
        text="صورة تُظهر اجتماعًا جرى هذا العام",
        language="ar",
        restated="",
        claimant=None,
        by=desk.editor,
    )

    page = client.get(desk_path(second)).content.decode()

    assert "KANARI person-1" in page
    assert "changed the words of the claim" in page
    assert "الأسبوع</del>" in page
    assert "العام</ins>" in page
    assert "approved</del>" in page
    assert "published</ins>" in page
    assert "signed and given out" in page
    assert f'href="/desk/revisions/{second.pk}/changes/"' in page


def test_the_history_can_be_narrowed_and_turned_round(
    first: Revision, desk: Desk, signed_in: SignIn
) -> None:
    client = signed_in(desk.editor)

    everything = client.get(desk_path(first)).context["events"]
    texts = client.get(desk_path(first, "?kind=text")).context["events"]
    turned = client.get(desk_path(first, "?order=oldest")).context["events"]
    odd = client.get(desk_path(first, "?kind=चित्र&page=x&order=é")).context["events"]

    assert {event.entry.name.split(".")[0] for event in texts} == {"text"}
    assert [one.entry.number for one in turned] == [one.entry.number for one in everything][::-1]
    assert turned[0].entry.number == 1
    assert len(odd) == len(everything) > len(texts)


def test_a_kind_of_which_nothing_was_done_says_so(desk: Desk, signed_in: SignIn) -> None:
    claim = record_claim(text="خبر", language="ar", by=desk.reporter)
    client = signed_in(desk.reporter)
    client.post("/desk/language/", {"language": "en"})

    page = client.get(f"/desk/claims/{claim.pk}/history/?kind=pictures").content.decode()

    assert "Nothing of this kind has been done to the case yet." in page


def test_two_revisions_are_compared_word_by_word_side_by_side(
    second: Revision, desk: Desk, signed_in: SignIn
) -> None:
    page = signed_in(desk.editor).get(f"/desk/revisions/{second.pk}/changes/").content.decode()

    former, now = page.split("data-newer")[0], page.split("data-newer")[1]
    assert "مُضلِّل</del>" in former
    assert "خطأ</ins>" in now
    assert "<ins>" not in former
    assert 'lang="ar" dir="rtl"' in page


def test_a_first_revision_is_shown_without_a_comparison(desk: Desk, signed_in: SignIn) -> None:
    draft = open_revision(
        record_claim(text="خبر", language="ar", by=desk.reporter), "ar", by=desk.reporter
    )

    response = signed_in(desk.reporter).get(f"/desk/revisions/{draft.pk}/changes/")

    assert response.status_code == 200
    assert b"<del>" not in response.content


@pytest.mark.parametrize(
    "path", ["/desk/claims/{claim}/history/", "/desk/revisions/{revision}/changes/"]
)
def test_the_desks_history_is_for_the_desk(
    client: Client, first: Revision, stranger: User, signed_in: SignIn, path: str
) -> None:
    address = path.format(claim=first.text.verdict.claim_id, revision=first.pk)

    assert client.get(address).status_code == 302
    assert signed_in(stranger).get(address).status_code == 403
    assert (
        client.get(address.replace(str(first.pk), str(first.text.verdict.claim_id))).status_code
        == 302
    )


def test_changed_sources_are_told_in_words(desk: Desk, signed_in: SignIn) -> None:
    claim = claim_with_source(desk)
    save_sources(
        claim.verdict,
        [SourceDraft(title="बैठक की नई तस्वीर", language="hi", url="https://source.example/é")],
        by=desk.reporter,
    )
    client = signed_in(desk.reporter)
    client.post("/desk/language/", {"language": "en"})

    (newest, *_others) = client.get(f"/desk/claims/{claim.pk}/history/").context["events"]

    (change,) = newest.changes
    assert change.label == "Sources"
    assert "Title: बैठक की " in change.words[0].text + change.words[1].text
    assert [one.text.strip() for one in change.words if one.kept == "removed"] == ["पुरानी"]
    assert [one.text.strip() for one in change.words if one.kept == "added"] == ["नई"]


def test_fields_that_stayed_the_same_are_not_listed(
    second: Revision, desk: Desk, signed_in: SignIn
) -> None:
    third = corrected(second, desk, note="Réécrit", words=replace(BETTER, body="<p>أوضح.</p>"))
    client = signed_in(desk.editor)
    client.post("/desk/language/", {"language": "en"})

    (newest, *_others) = client.get(desk_path(third)).context["events"]

    assert newest.entry.name == "text.publish"
    assert [change.label for change in newest.changes] == ["Status", "Revision"]


def test_what_a_reader_wrote_is_said_to_be_withheld_where_it_was_replaced(
    desk: Desk, administrator: User, signed_in: SignIn
) -> None:
    submission = Submission.objects.create(
        text="KANARI-message वह", language="ar", received_on=date(2026, 11, 1)
    )
    claim = promote(submission.pk, by=administrator)
    edit_claim(claim, text="ادعاء", language="ar", restated="", claimant=None, by=desk.editor)
    client = signed_in(desk.editor)
    client.post("/desk/language/", {"language": "en"})

    page = client.get(f"/desk/claims/{claim.pk}/history/").content.decode()

    assert "The words before came from a reader's message" in page
    assert "KANARI-message" not in page


def verified(key: str, state: JobState) -> Job:
    done = {"finished_at": "2026-11-22T03:00:00Z"} if state == JobState.DONE else {}
    return Job.objects.create(
        kind=VERIFY_HISTORY, key=key, state=state, started_at="2026-11-22T03:00:00Z", **done
    )


def test_the_desk_is_warned_while_the_nightly_check_of_the_history_fails(
    desk: Desk, administrator: User, signed_in: SignIn
) -> None:
    verified("1", JobState.DONE)
    verified("2", JobState.QUARANTINED)

    warned = [
        b"verify_history" in signed_in(user).get("/desk/").content
        for user in (desk.editor, administrator, desk.reporter)
    ]
    verified("3", JobState.DONE)

    assert warned == [True, True, False]
    assert b"verify_history" not in signed_in(desk.editor).get("/desk/").content


@pytest.mark.parametrize("name", ["url", "archived_url"])
def test_the_address_of_a_source_keeps_its_order_behind_an_arabic_label(name: str) -> None:
    with translation.override("ar"):
        said = history_value("sources", [{name: "https://example.org/pont/"}])

    assert said.endswith(": \u2066https://example.org/pont/\u2069")


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("reason", ["خطأ (2019)", "à revoir !", "गलत तारीख"])
def test_a_reason_cannot_reorder_the_sentence_that_repeats_it(language: str, reason: str) -> None:
    with translation.override(language):
        said = history_sentence("text.return", {"language": "ar", "reason": reason})

    assert said.endswith(f"\u2068{reason}\u2069")


def test_a_sentence_without_a_note_ends_without_one() -> None:
    with translation.override("en"):
        said = history_sentence("case.drop", {"reason": "duplicate", "note": ""})

    assert said.endswith(")")


def test_a_changed_field_without_a_language_takes_its_direction_from_its_words() -> None:
    entry = SimpleNamespace(actor=None, at=datetime.now(UTC), number=1, short_hash="0a")
    changes = [{"label": "Address", "words": [], "language": ""}]
    event = {"entry": entry, "sentence": "été", "changes": changes}

    page = render_to_string("claims/desk/_history_event.html", {"event": event})

    assert '<dd dir="auto">' in page


def test_a_withdrawn_text_is_not_shown_as_never_begun(
    first: Revision, desk: Desk, signed_in: SignIn
) -> None:
    move_text(first.pk, "withdraw", by=desk.publisher, reason="erreur grave")
    claim = first.text.verdict.claim
    writer, reader = signed_in(desk.reporter), signed_in(desk.publisher)
    writer.cookies["django_language"] = reader.cookies["django_language"] = "en"

    written = writer.get(f"/desk/claims/{claim.pk}/").content.decode()
    read = reader.get(f"/desk/claims/{claim.pk}/").content.decode()

    assert f'href="{reverse("desk:revision", args=[first.pk])}">Withdrawn text' in read
    assert (">Write it anew<" in written, ">Write it anew<" in read) == (True, False)
