"""Pictures at the desk: the archive, matches, evidence, and the files themselves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import translation

from claims.actions.cases import set_event
from claims.actions.pictures import (
    EvidenceEntry,
    EvidenceIncomplete,
    add_evidence,
    decide_match,
    withdraw_evidence,
)
from claims.domain.workflow import NotAllowed
from claims.models import AuditEvent, Claim
from claims.wording import history_sentence
from jobs.models import Job, JobState
from media_provenance.actions import ReasonNeeded, record_page_sighting, store_picture
from media_provenance.domain.date_evidence import EvidenceKind, Role
from media_provenance.models import (
    DatingQuestion,
    Decision,
    Evidence,
    Finding,
    Match,
    MediaAsset,
)
from multilingual.intervals import DateInterval
from tests.factories.claims import claim_of
from tests.factories.pictures import (
    day,
    draw_picture,
    jpeg,
    mirrored,
    png,
    recompressed,
    run_reading,
    stored_picture,
)

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
EVENT = DateInterval(date(2024, 6, 20), date(2024, 6, 23))
# From the last instant of 14 August 2022 anywhere (15 August 12:00 UTC) to the first of 20 June
# 2024 anywhere (19 June 10:00 UTC), whole days.
DAYS = 673


@pytest.fixture
def in_english(signed_in: SignIn) -> SignIn:
    """Sign somebody in who reads English."""

    def sign_in(user: User) -> Client:
        client = signed_in(user)
        client.cookies["django_language"] = "en"
        return client

    return sign_in


@pytest.fixture
def picture(db: None) -> MediaAsset:
    return stored_picture(jpeg(draw_picture(21), taken="2022:08:14 10:00:00"))


def likely_copy(original: MediaAsset) -> Match:
    """Return the undecided match of the picture of seed 21 with a mirrored copy of it."""
    stored_picture(mirrored(draw_picture(21)))
    return Match.objects.of(original.pk).get()


def seen(asset: MediaAsset, on: str, *, title: str = "لقاء تجاري") -> Evidence:
    evidence = record_page_sighting(
        asset,
        page_key=f"earlier.example:{on}",
        url="https://earlier.example/14",
        title=title,
        language="ar",
        published=day(on),
        origin="byline",
        read_from="14 آب 2022",
        capture=None,
    )
    assert evidence is not None
    return evidence


def asked_by_claim(reporter: User, asset: MediaAsset) -> Claim:
    claim = claim_of(reporter, assets=(asset,))
    return set_event(claim, EVENT, by=reporter)


def page_of(asset: MediaAsset) -> str:
    return reverse("desk:picture", args=[asset.pk])


ENTRY = {
    "evidence-kind": "publisher_date",
    "evidence-role": "seen",
    "evidence-first": "١٤ آب ٢٠٢٢",
    "evidence-url": "https://earlier.example/14",
}


# Matches


def test_a_click_that_confirms_a_copy_gives_the_claim_its_finding(
    reporter: User, editor: User, signed_in: SignIn, picture: MediaAsset
) -> None:
    match = likely_copy(picture)
    copy = match.second if match.first_id == picture.pk else match.first
    claim = asked_by_claim(reporter, copy)
    seen(picture, "2022-08-14")

    answer = signed_in(editor).post(
        reverse("desk:match_decide", args=[match.pk]),
        {"decision": "confirmed", "note": "même photo", "seen_from": str(copy.pk)},
    )

    finding = Finding.objects.get(superseded_at__isnull=True)
    assert answer["Location"] == f"{page_of(copy)}#match-{match.pk}"
    assert finding.at_least_days == DAYS
    assert AuditEvent.objects.filter(claim=claim, name="match.decided").count() == 1


def test_a_decision_can_be_taken_back_and_the_finding_goes_with_it(
    reporter: User, signed_in: SignIn, picture: MediaAsset
) -> None:
    match = likely_copy(picture)
    copy = match.second if match.first_id == picture.pk else match.first
    asked_by_claim(reporter, copy)
    seen(picture, "2022-08-14")
    client = signed_in(reporter)
    url = reverse("desk:match_decide", args=[match.pk])
    client.post(url, {"decision": "confirmed"})

    client.post(url, {"decision": "undecided"})

    match.refresh_from_db()
    assert match.decision == Decision.UNDECIDED
    assert Finding.objects.get(superseded_at__isnull=True).kind == "needs_confirmation"


def test_the_same_decision_twice_is_one_event(
    reporter: User, editor: User, picture: MediaAsset
) -> None:
    match = likely_copy(picture)
    claim_of(reporter, assets=(picture,))

    decide_match(match.pk, Decision.REJECTED, by=reporter)
    again = decide_match(match.pk, Decision.REJECTED, by=editor)

    assert again.decided_by == reporter
    assert AuditEvent.objects.filter(name="match.decided").count() == 1


def test_a_claim_with_both_pictures_is_told_once(reporter: User, picture: MediaAsset) -> None:
    match = likely_copy(picture)
    claim_of(reporter, assets=(match.first, match.second))

    decide_match(match.pk, Decision.UNSURE, by=reporter, note="غير واضح")

    event = AuditEvent.objects.get(name="match.decided")
    assert event.values["note"] == "غير واضح"
    assert event.values["decision"] == "unsure"


@pytest.mark.parametrize("role", ["administrator", "stranger"])
def test_only_the_desk_decides_on_matches(
    request: pytest.FixtureRequest, signed_in: SignIn, picture: MediaAsset, role: str
) -> None:
    match = likely_copy(picture)

    answer = signed_in(request.getfixturevalue(role)).post(
        reverse("desk:match_decide", args=[match.pk]), {"decision": "confirmed"}
    )

    match.refresh_from_db()
    assert answer.status_code == 403
    assert match.decision == Decision.UNDECIDED


def test_a_decision_that_there_is_not_is_not_found(
    reporter: User, signed_in: SignIn, picture: MediaAsset
) -> None:
    match = likely_copy(picture)

    answer = signed_in(reporter).post(
        reverse("desk:match_decide", args=[match.pk]), {"decision": "true"}
    )

    assert answer.status_code == 404


def test_a_decision_leads_back_only_to_one_of_the_two_pictures(
    reporter: User, signed_in: SignIn, picture: MediaAsset
) -> None:
    match = likely_copy(picture)

    answer = signed_in(reporter).post(
        reverse("desk:match_decide", args=[match.pk]),
        {"decision": "unsure", "seen_from": "00000000-0000-0000-0000-000000000000"},
    )

    assert answer["Location"] == f"{page_of(match.first)}#match-{match.pk}"


def test_a_match_is_told_in_words_with_both_pictures(
    reporter: User, in_english: SignIn, picture: MediaAsset
) -> None:
    match = likely_copy(picture)
    other = match.second if match.first_id == picture.pk else match.first

    page = in_english(reporter).get(page_of(picture)).content.decode()

    assert "It looks like a copy" in page
    assert "Compared with the other picture: mirrored." in page
    assert f"/desk/pictures/{picture.pk}/copy-480.webp" in page
    assert f"/desk/pictures/{other.pk}/copy-480.webp" in page
    assert 'name="decision" value="confirmed"' in page
    assert 'name="decision" value="undecided"' not in page


def test_an_administrator_sees_a_match_without_buttons(
    administrator: User, signed_in: SignIn, picture: MediaAsset
) -> None:
    likely_copy(picture)

    page = signed_in(administrator).get(page_of(picture)).content.decode()

    assert 'name="decision"' not in page
    assert 'name="evidence-kind"' not in page


def test_the_same_pixels_in_another_file_need_nobody(reporter: User, in_english: SignIn) -> None:
    first = stored_picture(png(draw_picture(22)))
    stored_picture(png(draw_picture(22)) + b"tail")

    page = in_english(reporter).get(page_of(first)).content.decode()

    assert "The files differ, but every pixel is the same." in page


# What is known of the date


def test_the_finding_is_told_with_strength_limits_and_what_it_rests_on(
    reporter: User, in_english: SignIn, picture: MediaAsset
) -> None:
    claim = asked_by_claim(reporter, picture)
    seen(picture, "2022-08-14")

    page = in_english(reporter).get(page_of(picture), {"claim": str(claim.pk)}).content.decode()

    assert f"at least {DAYS} days before the event" in page
    assert "suggested" in page
    assert "It says nothing of who made the picture" in page
    assert "Publication date given by the page" in page
    assert "the finding rests on this" in page
    assert "لقاء تجاري" in page
    assert "from the line under the title" in page


def test_weaker_evidence_that_is_earlier_is_told_beside_the_finding(
    reporter: User, in_english: SignIn, picture: MediaAsset
) -> None:
    asked_by_claim(reporter, picture)
    seen(picture, "2023-03-05")

    page = in_english(reporter).get(page_of(picture)).content.decode()

    assert "this picture existed by 5 March 2023, at least" in page
    assert "Weaker evidence puts it earlier: the file itself gives 14 August 2022" in page


def test_a_date_that_an_editor_gave_is_not_said_to_be_read_by_the_system(
    reporter: User, in_english: SignIn
) -> None:
    asset = stored_picture(jpeg(draw_picture(22)))
    evidence = record_page_sighting(
        asset,
        page_key="earlier.example:1",
        url="https://earlier.example/14",
        title="L'Écho de Nîmes",
        language="fr",
        published=day("2022-08-14"),
        origin="editor",
        read_from="",
        capture=None,
    )

    page = in_english(reporter).get(page_of(asset)).content.decode()

    assert evidence is not None
    told = page.partition(f'id="evidence-{evidence.pk}"')[2].partition("</article>")[0]
    assert "(entered by an editor)" in told
    assert "read by the system" not in told


def test_without_a_question_the_evidence_is_shown_beside_no_event(
    reporter: User, in_english: SignIn, picture: MediaAsset
) -> None:
    page = in_english(reporter).get(page_of(picture)).content.decode()

    assert "No claim has asked yet" in page
    assert "Capture time in the file (EXIF)" in page
    assert not DatingQuestion.objects.exists()


def test_evidence_of_a_copy_that_nobody_confirmed_is_shown_as_not_counting(
    reporter: User, in_english: SignIn, picture: MediaAsset
) -> None:
    match = likely_copy(picture)
    copy = match.second if match.first_id == picture.pk else match.first
    seen(picture, "2022-08-14")

    page = in_english(reporter).get(page_of(copy)).content.decode()

    assert "does not count yet" in page


def test_a_picture_says_in_which_claims_and_texts_it_stands(
    reporter: User, signed_in: SignIn, picture: MediaAsset
) -> None:
    claim = claim_of(reporter, "hi", assets=(picture,))

    page = signed_in(reporter).get(page_of(picture)).content.decode()

    assert claim.text in page
    assert reverse("desk:claim", args=[claim.pk]) in page


def test_a_picture_that_is_not_read_yet_shows_progress_and_then_loads_itself(
    reporter: User, in_english: SignIn
) -> None:
    asset = store_picture(jpeg(draw_picture(23)))
    client = in_english(reporter)

    first = client.get(page_of(asset)).content.decode()
    poll = client.get(page_of(asset), headers={"HX-Request": "true"})
    run_reading(asset)
    last = client.get(page_of(asset), headers={"HX-Request": "true"})

    assert "The picture is being read" in first
    assert "Load again" in first
    assert poll.content.decode().lstrip().startswith("<section")
    assert last["HX-Refresh"] == "true"


def test_a_picture_whose_reading_was_given_up_says_so_and_asks_no_more(
    reporter: User, in_english: SignIn
) -> None:
    asset = store_picture(jpeg(draw_picture(29)))
    Job.objects.update(state=JobState.QUARANTINED)

    page = in_english(reporter).get(page_of(asset)).content.decode()

    assert "Reading was given up" in page
    assert "hx-trigger" not in page


def test_a_refused_picture_says_why(reporter: User, in_english: SignIn) -> None:
    asset = stored_picture(jpeg(draw_picture(24))[:3000])

    page = in_english(reporter).get(page_of(asset)).content.decode()

    assert "The picture is damaged or incomplete" in page


def test_a_picture_that_there_is_not_is_not_found(reporter: User, signed_in: SignIn) -> None:
    url = reverse("desk:picture", args=["00000000-0000-0000-0000-000000000000"])

    assert signed_in(reporter).get(url).status_code == 404


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


@pytest.mark.parametrize(
    ("name", "values", "said"),
    [
        ("match.decided", {"decision": "confirmed", "note": "vu"}, "confirmed \u2068vu\u2069"),
        ("evidence.added", {"kind": "publisher_date"}, "Publication date given by the page"),
        ("evidence.withdrawn", {"kind": "file_name", "reason": "خطأ"}, "Reason: \u2068خطأ\u2069"),
    ],
)
def test_the_history_says_what_was_done(name: str, values: dict[str, str], said: str) -> None:
    with translation.override("en"):
        sentence = history_sentence(name, values)

    assert said in sentence


# Files


def test_the_desk_gets_a_copy_that_a_browser_can_only_look_at(
    reporter: User, signed_in: SignIn, picture: MediaAsset
) -> None:
    answer = signed_in(reporter).get(reverse("desk:picture_copy", args=[picture.pk, 480]))

    body = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert body[8:12] == b"WEBP"
    assert answer["Content-Type"] == "image/webp"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "private" in answer["Cache-Control"]
    assert answer["Content-Security-Policy"].startswith("sandbox")


@pytest.mark.parametrize("size", [0, 481, 99999])
def test_there_are_no_copies_of_other_sizes(
    reporter: User, signed_in: SignIn, picture: MediaAsset, size: int
) -> None:
    url = reverse("desk:picture_copy", args=[picture.pk, size])

    assert signed_in(reporter).get(url).status_code == 404


def test_of_a_picture_that_was_not_read_there_is_no_copy(reporter: User, signed_in: SignIn) -> None:
    asset = store_picture(jpeg(draw_picture(25)))

    url = reverse("desk:picture_copy", args=[asset.pk, 480])

    assert signed_in(reporter).get(url).status_code == 404


def test_the_original_is_saved_under_a_name_of_ours_and_never_shown(
    reporter: User, signed_in: SignIn
) -> None:
    data = recompressed(draw_picture(26))
    asset = stored_picture(data, original_name='x"\r\nSet-Cookie: a=b; صورة.html')

    answer = signed_in(reporter).get(reverse("desk:picture_original", args=[asset.pk]))

    assert b"".join(answer.streaming_content) == data  # type: ignore[attr-defined]
    assert answer["Content-Disposition"] == f'attachment; filename="{asset.sha256[:12]}.jpeg"'
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Security-Policy"].startswith("sandbox")
    assert "Set-Cookie" not in answer


@pytest.mark.parametrize("name", ["picture", "picture_original"])
def test_nothing_of_a_picture_is_shown_without_a_role(
    stranger: User, client: Client, signed_in: SignIn, picture: MediaAsset, name: str
) -> None:
    url = reverse(f"desk:{name}", args=[picture.pk])

    assert client.get(url).status_code == 302
    assert signed_in(stranger).get(url).status_code == 403


# The archive


def test_the_archive_lists_pictures_newest_first(
    reporter: User, signed_in: SignIn, picture: MediaAsset
) -> None:
    newer = stored_picture(jpeg(draw_picture(27)))

    page = signed_in(reporter).get(reverse("desk:pictures")).content.decode()

    assert page.index(page_of(newer)) < page.index(page_of(picture))


def test_pictures_that_wait_for_a_decision_are_found(
    reporter: User, signed_in: SignIn, picture: MediaAsset
) -> None:
    match = likely_copy(picture)
    other = stored_picture(jpeg(draw_picture(28)))

    page = signed_in(reporter).get(reverse("desk:pictures"), {"waiting": "1"}).content.decode()

    assert page_of(match.first) in page
    assert page_of(match.second) in page
    assert page_of(other) not in page


@pytest.mark.parametrize(
    ("query", "sentence"),
    [({}, "No pictures yet"), ({"waiting": "1"}, "No match waits for a decision")],
)
def test_an_empty_archive_says_so(
    reporter: User, in_english: SignIn, query: dict[str, str], sentence: str
) -> None:
    page = in_english(reporter).get(reverse("desk:pictures"), query).content.decode()

    assert sentence in page
