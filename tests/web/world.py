"""One newsroom for the tables: a person of every role, and an object in every state.

Built once for a test file, by the product's own actions; every request afterwards is undone.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.db import transaction
from django.test import Client
from django.utils import timezone

from claims.actions.cases import attach_item
from claims.actions.pictures import EvidenceEntry, add_evidence
from claims.actions.verdicts import PictureDraft, RevisionDraft
from claims.actions.workflow import move_case, move_text
from claims.models import (
    Claim,
    DropReason,
    FindingAlert,
    NewsItem,
    Outlet,
    Rating,
    ReadingCorrection,
    Revision,
    StatementSuggestion,
    Submission,
)
from claims.queries import reference_of
from jobs.models import Job, JobState
from media_provenance.actions import ask_when, have_kept, store_capture
from media_provenance.domain.date_evidence import EvidenceKind, Role
from media_provenance.models import (
    CaptureBundle,
    CaptureKind,
    Evidence,
    Match,
    MediaAsset,
    PictureSearch,
    ProviderCall,
    ProviderLead,
    Redaction,
    RedactionReason,
)
from multilingual.intervals import DateInterval
from tests.factories.claims import claim_of, read_item, submission
from tests.factories.people import with_second_factor
from tests.factories.pictures import draw_picture, jpeg, mirrored, recompressed, stored_picture
from tests.factories.readings import item_with_findings
from tests.factories.searches import done_search
from tests.factories.verdicts import (
    WORDS,
    Desk,
    approved,
    claim_with_source,
    corrected,
    drafted,
    published,
    scheduled,
    submitted,
)

ANONYMOUS, STRANGER = "anonymous", "stranger"
DESK_ROLES = ("reporter", "editor", "publisher", "admin")
ROLES = (ANONYMOUS, STRANGER, *DESK_ROLES)

CASE_STATES = ("received", "researching", "answered", "dropped")
TEXT_STATES = (
    "draft",
    "in_review",
    "approved",
    "scheduled",
    "published",
    "superseded",
    "withdrawn",
)
ITEM_STATES = ("read", "failed")


@dataclass(frozen=True, slots=True)
class World:
    """Everything that an address of the table can name."""

    people: dict[str, User]
    cookies: dict[str, dict[str, str]]
    items: dict[str, NewsItem]
    claims: dict[str, Claim]
    revisions: dict[str, Revision]
    asset: MediaAsset
    match: Match
    evidence: Evidence
    job: Job
    submission: Submission
    outlet: Outlet
    rating: Rating
    # A saved page with its copy; somebody speaks in it, and something in it was put right.
    page: NewsItem
    suggestion: StatementSuggestion
    correction: ReadingCorrection
    # What was kept of that copy.
    kept: CaptureBundle
    # That something else was taken away.
    redaction: Redaction
    # Pictures that were looked for and are not in the archive.
    search: PictureSearch
    other_search: PictureSearch
    # What a service elsewhere answered about the picture.
    lead: ProviderLead
    # What another newsroom found about a claim.
    review: ProviderLead
    # A published text whose finding changed.
    alert: FindingAlert

    def browser(self, role: str) -> Client:
        """Return a fresh browser of somebody, or of nobody; errors are answers."""
        client = Client(raise_request_exception=False)
        client.cookies.load(self.cookies[role])
        return client


def make_person(role: str, when: str = "now") -> User:
    """Return somebody of a role, or of none; administrators are staff."""
    user = User.objects.create_user(
        username=f"{role}-{when}",
        email=f"{role}-{when}@people.example",
        password="long enough for anyone",
        is_staff=role == "admin",
    )
    user.groups.set(Group.objects.filter(name=role))
    return with_second_factor(user) if role in {"editor", "publisher", "admin"} else user


def cookies_of(user: User | None) -> dict[str, str]:
    """Sign somebody in, and return the cookies of their browser; its pages are in English."""
    client = Client()
    if user is not None:
        client.force_login(user)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return {name: morsel.value for name, morsel in client.cookies.items()}


def build_world() -> World:
    """Make the newsroom, in the present transaction."""
    people = {role: make_person(role) for role in ROLES if role != ANONYMOUS}
    # Others have done what was done: what a person did last, they may ask for twice.
    desk = Desk(*(make_person(role, "earlier") for role in ("reporter", "editor", "publisher")))
    reporter = desk.reporter
    asset = stored_picture(
        jpeg(draw_picture(21), taken="2022:08:14 10:00:00"), original_name="صورة été तस्वीर.jpg"
    )
    stored_picture(recompressed(draw_picture(21)))
    page = _page(reporter)
    have_kept(filter(None, [page.capture]))
    claims = _claims(desk, asset)
    revisions = _revisions(desk, asset)
    return World(
        people=people,
        cookies={role: cookies_of(people.get(role)) for role in ROLES},
        items={"read": read_item(reporter), "failed": _failed(reporter)},
        claims=claims,
        revisions=revisions,
        asset=asset,
        match=Match.objects.get(),
        evidence=_evidence(asset, reporter),
        job=Job.objects.create(kind="table.kind", key="table", state=JobState.QUARANTINED),
        submission=submission(),
        outlet=Outlet.objects.create(name="صحيفة الحدث", domain="outlet.example"),
        rating=Rating.objects.get(key="misleading"),
        page=page,
        suggestion=page.suggestions.get(stance="asserts"),
        correction=page.corrections.get(),
        kept=CaptureBundle.objects.get(),
        redaction=Redaction.objects.create(
            sha256="7" * 64, reason=RedactionReason.ORDER, note="أمر محكمة — été — आदेश"
        ),
        search=done_search(
            mirrored(draw_picture(21)),
            by=people["reporter"],
            original_name="صورة à chercher.jpg",
        ),
        other_search=done_search(jpeg(draw_picture(31)), by=people["reporter"]),
        lead=_lead(asset, reporter),
        review=_review(claims["received"], reporter),
        alert=_alert(revisions["published"]),
    )


def _alert(published: Revision) -> FindingAlert:
    asset = stored_picture(jpeg(draw_picture(41)))
    question = ask_when(asset, asked_for="table:1", event=DateInterval.of_day(date(2024, 6, 20)))
    return FindingAlert.objects.create(revision=published, finding=question.findings.get())


def _page(by: User) -> NewsItem:
    content = "<html><body><p>الجسر القديم à Nîmes पुल</p></body></html>".encode()
    capture = store_capture(content, kind=CaptureKind.UPLOADED, media_type="text/html", by=by)
    page = item_with_findings(by, capture=capture, intake="file")
    page.corrections.create(kind="author", after="Zoé هند", made_by=by)
    return page


def _failed(by: User) -> NewsItem:
    return NewsItem.objects.create(
        intake="url",
        url="https://news.example/gone",
        state="failed",
        failure="page_answers_error",
        added_by=by,
    )


def _claims(desk: Desk, asset: MediaAsset) -> dict[str, Claim]:
    received = claim_of(desk.reporter, "ar", assets=(asset,))
    found = {"received": received, "researching": claim_of(desk.reporter)}
    move_case(found["researching"].pk, "take_up", by=desk.reporter)
    attach_item(found["researching"], read_item(desk.reporter, "fr"), by=desk.reporter)
    found["answered"] = published(drafted(claim_with_source(desk), desk), desk).text.verdict.claim
    found["dropped"] = claim_of(desk.reporter, "fr")
    move_case(found["dropped"].pk, "drop", by=desk.editor, reason=DropReason.NOT_CHECKABLE)
    return {state: Claim.objects.get(pk=claim.pk) for state, claim in found.items()}


def _revisions(desk: Desk, asset: MediaAsset) -> dict[str, Revision]:
    shown = with_picture(WORDS["ar"], asset)
    second = claim_with_source(desk)
    superseded = published(drafted(second, desk), desk)
    corrected(superseded, desk, note="तारीख़: août, لا تموز", words=WORDS["ar"])
    withdrawn = published(drafted(claim_with_source(desk), desk), desk)
    move_text(withdrawn.pk, "withdraw", by=desk.publisher, reason="La source s’est trompée")
    found = {
        "draft": drafted(claim_with_source(desk), desk),
        "in_review": submitted(claim_with_source(desk), desk),
        "approved": approved(claim_with_source(desk), desk),
        "scheduled": scheduled(claim_with_source(desk), desk),
        "published": published(drafted(claim_with_source(desk), desk, words=shown), desk),
        "superseded": superseded,
        "withdrawn": withdrawn,
    }
    for revision in found.values():
        revision.refresh_from_db()
    return found


def with_picture(words: RevisionDraft, asset: MediaAsset) -> RevisionDraft:
    """Return the same text with the picture shown."""
    pictures = (PictureDraft(asset.pk, "circulated", alt="بديل", caption="légende"),)
    return replace(words, pictures=pictures)


def _lead(asset: MediaAsset, by: User) -> ProviderLead:
    call = ProviderCall.objects.create(
        provider="tineye",
        operation="search_image",
        asset=asset,
        about_url="https://seen.example/é",
        state="failed",
        outcome="blocked",
        detail="Blocked",
        ended_at=timezone.now(),
        asked_by=by,
    )
    return ProviderLead.objects.create(
        call=call, place=0, kind="seen_copy", url="https://seen.example/पुल", title="बैठक"
    )


def _review(claim: Claim, by: User) -> ProviderLead:
    call = ProviderCall.objects.create(
        provider="fact_check_tools",
        operation="search_claims",
        asked_for=reference_of(claim.pk),
        state="failed",
        outcome="limited",
        ended_at=timezone.now(),
        asked_by=by,
    )
    return ProviderLead.objects.create(
        call=call,
        place=0,
        kind="review",
        url="https://verif.example/é",
        title="पुल नहीं गिरा",
        details={"claim": "الجسر انهار", "rating": "Faux"},
    )


def _evidence(asset: MediaAsset, by: User) -> Evidence:
    entry = EvidenceEntry(
        kind=EvidenceKind.PUBLISHER_DATE,
        role=Role.SEEN,
        days=DateInterval.of_day(date(2022, 8, 14)),
        url="https://earlier.example/14",
        archived_url="",
        title="बैठक",
        note="",
    )
    return add_evidence(asset, entry, by=by)


@contextmanager
def undone() -> Iterator[None]:
    """Undo what happens inside, whatever it is."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
