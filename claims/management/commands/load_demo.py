"""``manage load_demo``: a newsroom with people, finished cases and one to finish oneself.

Everything is done through the actions that the desk calls, in the name of the demo's people, so
that what it shows is what the product does. Run again, it changes nothing.
"""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from claims.actions.cases import attach_item, get_claimant, record_claim, set_event
from claims.actions.intake import bring_in_file, bring_in_pictures, bring_in_text
from claims.actions.verdicts import (
    PictureDraft,
    RevisionDraft,
    open_revision,
    save_revision,
    save_sources,
    set_media_category,
    start_correction,
)
from claims.actions.workflow import move_case, move_text
from claims.management.demo_files import (
    DemoArchived,
    DemoCase,
    DemoItem,
    DemoNewsroom,
    DemoSubmission,
    DemoText,
    read_newsroom,
)
from claims.management.demo_people import NameTaken, ensure_people, read_sign_ins
from claims.models import (
    Claim,
    ClaimantKind,
    CorrectionKind,
    NewsItem,
    Outlet,
    Revision,
    Submission,
)
from claims.queries import reference_of
from jobs.models import CLAIMABLE, Job
from jobs.runner import Ran, run
from media_provenance.actions import decide_match, record_page_sighting, store_picture
from media_provenance.models import (
    DatingQuestion,
    Decision,
    Match,
    MediaAsset,
    asset_id_for,
)
from media_provenance.queries import current_finding

SIGN_INS = "demo-sign-ins.txt"


class Command(BaseCommand):
    """Load the demo newsroom of the folder ``demo``."""

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare ``--force``."""
        parser.description = _(
            "Load the demo newsroom: people, cases, an inbox. Run again, it changes nothing."
        )
        parser.add_argument(
            "--force",
            action="store_true",
            help=_("load it even though the database holds claims that are not the demo's"),
        )

    def handle(self, *args: object, force: bool, **options: object) -> None:
        """Load what is not there yet, then print the sign-ins."""
        newsroom = read_newsroom(Path(settings.BASE_DIR) / "demo")
        sign_ins = Path(settings.BAYYINA_DATA) / SIGN_INS
        if not force and _is_incomplete(newsroom) and _has_other_claims(newsroom):
            raise CommandError(
                _(
                    "This database holds claims that are not the demo's, so the demo newsroom was "
                    "not loaded beside them. Use --no-demo with `up`, or --force to load it all "
                    "the same."
                )
            )
        try:
            people = ensure_people(newsroom.people, sign_ins)
        except NameTaken as error:
            raise CommandError(str(error)) from error
        for outlet in newsroom.outlets:
            Outlet.objects.get_or_create(
                domain=outlet.domain, defaults={"name": outlet.name, "language": outlet.language}
            )
        loader = _Loader(newsroom, people)
        # The first case is loaded last, so that it stands at the top of the home page.
        loaded = [loader.load_case(case) for case in reversed(newsroom.cases)]
        for archived in newsroom.archive:
            loader.load_archived(archived)
        brought = [loader.load_item(item) for item in newsroom.inbox]
        received = [load_submission(submission) for submission in newsroom.submissions]
        self.stdout.write(
            _(
                "Demo newsroom, newly loaded: cases: %(cases)s, news items: %(items)s, "
                "submissions: %(submissions)s. What was there already was left as it is."
            )
            % {"cases": sum(loaded), "items": sum(brought), "submissions": sum(received)}
        )
        self.stdout.write(_("Sign-ins, kept in %(file)s:") % {"file": sign_ins})
        for name, password in read_sign_ins(sign_ins).items():
            self.stdout.write(f"  {name:<10} {password}")


def _is_incomplete(newsroom: DemoNewsroom) -> bool:
    there = NewsItem.objects.filter(url__in=newsroom.addresses).values("url").distinct().count()
    return there < len(newsroom.addresses)


def _has_other_claims(newsroom: DemoNewsroom) -> bool:
    return Claim.objects.exclude(news_items__url__in=newsroom.addresses).exists()


def load_submission(submission: DemoSubmission) -> bool:
    """Put a reader's message in, unless it is there. Returns whether it was put in.

    Written here and not by an action: the form by which readers send is a later work.
    """
    _submission, created = Submission.objects.get_or_create(
        text=submission.text,
        received_on=submission.received_on,
        defaults={"language": submission.language, "url": submission.url},
    )
    return created


class _Loader:
    """Does at the desk what the demo's files describe, as the demo's people.

    Each case is one transaction: a demo that was interrupted goes on with the next case, and no
    worker sees a job before it is done here.
    """

    def __init__(self, newsroom: DemoNewsroom, people: dict[str, User]) -> None:
        self.newsroom = newsroom
        self.people = people
        self.reporter = people["reporter"]
        self.editor = people["editor"]
        self.publisher = people["publisher"]

    @transaction.atomic
    def load_case(self, case: DemoCase) -> bool:
        """Carry a case as far as its file says. Returns False if it is there already."""
        if NewsItem.objects.filter(url=case.items[0].url).exists():
            return False
        for archived in case.archive:
            self.load_archived(archived)
        claim = self._record_claim(case, [self._bring_in(item) for item in case.items])
        for match in case.matches:
            pair = self._match_of(self._asset(match.spread), self._asset(match.original))
            decide_match(pair, Decision.CONFIRMED, by=self.people[match.by])
        move_case(claim.pk, "take_up", by=self.reporter)
        self._write_verdict(case, claim)
        return True

    @transaction.atomic
    def load_item(self, item: DemoItem) -> bool:
        """Bring an item into the inbox. Returns False if it is there already."""
        if NewsItem.objects.filter(url=item.url).exists():
            return False
        self._bring_in(item)
        return True

    @transaction.atomic
    def load_archived(self, archived: DemoArchived) -> None:
        """Put a picture on file with the page it stood on, unless it is on file already."""
        data = self.newsroom.picture(archived.picture)
        asset = MediaAsset.objects.filter(pk=_asset_id(data)).first()
        if asset is not None:
            return
        with _JobsDone():
            name = Path(archived.picture).name
            asset = store_picture(data, original_name=name, by=self.editor)
        if archived.days is None:
            return
        record_page_sighting(
            asset,
            page_key=f"archive:{archived.url}",
            url=archived.url,
            title=archived.title,
            language=archived.language,
            published=archived.days,
            origin="editor",
            read_from=archived.read_from,
            capture=None,
        )

    def _bring_in(self, item: DemoItem) -> NewsItem:
        by = self.people[item.by]
        with _JobsDone():
            if item.file is None:
                files = [(Path(name).name, self.newsroom.picture(name)) for name in item.pictures]
                brought = bring_in_pictures(
                    files, by=by, page_url=item.url, note=item.title, published=item.days
                ).item
            elif item.kind == "page":
                page = self.newsroom.page(item.file)
                brought = bring_in_file(page, by=by, name=item.file.name, url=item.url)
            else:
                text = item.file.read_text(encoding="utf-8")
                brought = bring_in_text(text, by=by, url=item.url)
        brought.refresh_from_db()
        return brought

    def _record_claim(self, case: DemoCase, items: list[NewsItem]) -> Claim:
        claim = record_claim(
            text=case.text,
            language=case.language,
            by=self.reporter,
            news_item=items[0],
            claimant=get_claimant(case.claimant, ClaimantKind.ORGANIZATION, language=case.language),
            restated=case.restated,
        )
        for item in items[1:]:
            attach_item(claim, item, by=self.reporter)
        if case.event is not None:
            set_event(claim, case.event, by=self.editor)
        return claim

    def _match_of(self, one: MediaAsset, other: MediaAsset) -> Match:
        return Match.objects.get(Q(first=one, second=other) | Q(first=other, second=one))

    def _asset(self, picture: str) -> MediaAsset:
        return MediaAsset.objects.get(pk=_asset_id(self.newsroom.picture(picture)))

    def _write_verdict(self, case: DemoCase, claim: Claim) -> None:
        revisions = []
        for text in case.texts:
            revision = open_revision(claim, text.language, by=self.reporter)
            revisions.append(self._save(case, claim, text.as_first_published(), revision))
        verdict = revisions[0].text.verdict
        save_sources(verdict, case.sources, by=self.reporter)
        set_media_category(verdict, case.media_category, by=self.reporter)
        for text, revision in zip(case.texts, revisions, strict=True):
            self._move_on(revision, text.stage)
        if case.correction is None:
            return
        for text, published in zip(case.texts, revisions, strict=True):
            revision = start_correction(
                published.pk,
                kind=CorrectionKind(case.correction.kind),
                public_note=case.correction.notes[text.language],
                by=self.reporter,
            )
            self._move_on(self._save(case, claim, text, revision), text.stage)

    def _save(self, case: DemoCase, claim: Claim, text: DemoText, revision: Revision) -> Revision:
        draft = RevisionDraft(
            rating_key=case.rating,
            claim_text=text.claim_text,
            headline=text.headline,
            summary=text.summary,
            body=text.body,
            finding_id=self._finding_id(case, claim),
            pictures=tuple(
                PictureDraft(self._asset(one.picture).pk, one.role, one.alt, one.caption)
                for one in text.pictures
            ),
        )
        return save_revision(revision.pk, draft, version=revision.version, by=self.reporter)

    def _finding_id(self, case: DemoCase, claim: Claim) -> UUID | None:
        if not case.finding_of:
            return None
        question = DatingQuestion.objects.get(
            asset=self._asset(case.finding_of), asked_for=reference_of(claim.pk)
        )
        finding = current_finding(question)
        return finding.pk if finding else None

    def _move_on(self, revision: Revision, stage: str) -> None:
        if stage == "draft":
            return
        move_text(revision.pk, "submit", by=self.reporter)
        if stage == "in_review":
            return
        move_text(revision.pk, "approve", by=self.editor)
        move_text(revision.pk, "publish", by=self.publisher)


def _asset_id(data: bytes) -> UUID:
    return asset_id_for(hashlib.sha256(data).hexdigest())


class _JobsDone:
    """Does, on leaving, the jobs that were asked for inside: the demo needs no worker."""

    def __enter__(self) -> None:
        newest = Job.objects.order_by("-pk").first()
        self._before = newest.pk if newest else 0

    def __exit__(self, kind: type[BaseException] | None, *_rest: object) -> None:
        if kind is not None:
            return
        while (
            job := Job.objects.filter(pk__gt=self._before, state__in=CLAIMABLE)
            .order_by("pk")
            .first()
        ):
            if run(job.pk) is not Ran.DONE:
                job.refresh_from_db()
                raise CommandError(
                    _("The demo's work of kind %(kind)s failed: %(error)s")
                    % {"kind": job.kind, "error": job.last_error}
                )
