"""Findings that a verdict's text says in a sentence: put in, taken anew, taken out.

The sentence is `media_provenance.wording`'s, in the language of the text; what is kept is those
words and the finding they were made of, so that the writer is told when it has changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone, translation

from claims.actions.history import changes, record_event
from claims.models import Revision, StatedFinding
from claims.permissions import check_can_edit_revision
from claims.queries import newest_of
from media_provenance.models import Finding
from media_provenance.wording import finding_sentence
from multilingual.intervals import DateInterval

if TYPE_CHECKING:
    from django.contrib.auth.models import User


def words_of_finding(finding: Finding, language: str) -> str:
    """Return the sentence of a finding in the language of a text."""
    event = DateInterval(finding.event_first_day, finding.event_last_day)
    with translation.override(language):
        return finding_sentence(finding, event=event)


@transaction.atomic
def put_finding_in(revision_id: UUID, finding: Finding, *, by: User) -> Revision:
    """Say a finding in a text. Putting it in twice changes nothing.

    What the text says or shows of the same question already is replaced: one question has one
    answer on a page.

    Raises:
        NotAllowed, IllegalMove: the person may not write in it, or it is no draft any more.
    """
    revision = _opened(revision_id, by)
    before, answers = _kept(revision), _answers(revision)
    same = revision.stated_findings.filter(finding__question_id=finding.question_id)
    stated = same.filter(finding=finding).first() or same.first()
    if stated is None:
        last: int | None = revision.stated_findings.aggregate(last=Max("position"))["last"]
        StatedFinding.objects.create(
            revision=revision,
            finding=finding,
            position=(last or 0) + 1,
            words=words_of_finding(finding, revision.text.language),
            put_in_by=by,
        )
    elif stated.finding_id != finding.pk:
        _say_instead(stated, finding, words_of_finding(finding, revision.text.language), by)
    if revision.finding_id is None:
        # The page shows what the words rest on: the text now has something to show.
        revision.finding = finding
    _show_only(revision, finding)
    if (_kept(revision), _answers(revision)) == (before, answers):
        return revision
    return _saved(revision, before, "text.finding_put_in", by)


@transaction.atomic
def take_finding_anew(stated_id: int, *, by: User) -> Revision:
    """Say a finding in the words of the newest one on the same question, and show that one.

    Raises:
        StatedFinding.DoesNotExist; NotAllowed, IllegalMove.
    """
    stated = StatedFinding.objects.select_related("finding").get(pk=stated_id)
    revision = _opened(stated.revision_id, by)
    before, answers = _kept(revision), _answers(revision)
    newest = newest_of(stated.finding)
    words = words_of_finding(newest, revision.text.language)
    if (stated.finding_id, stated.words) != (newest.pk, words):
        revision.stated_findings.filter(finding=newest).exclude(pk=stated.pk).delete()
        _say_instead(stated, newest, words, by)
    _show_only(revision, newest)
    if (_kept(revision), _answers(revision)) == (before, answers):
        return revision
    return _saved(revision, before, "text.finding_renewed", by)


@transaction.atomic
def take_finding_out(stated_id: int, *, by: User) -> Revision:
    """Say a finding in a text no more.

    Raises:
        StatedFinding.DoesNotExist; NotAllowed, IllegalMove.
    """
    stated = StatedFinding.objects.get(pk=stated_id)
    revision = _opened(stated.revision_id, by)
    before = _kept(revision)
    stated.delete()
    return _saved(revision, before, "text.finding_taken_out", by)


def copy_stated_findings(source: Revision, target: Revision) -> None:
    """Let a new revision say what the one that it begins from says."""
    StatedFinding.objects.bulk_create(
        StatedFinding(
            revision=target,
            finding_id=one.finding_id,
            position=one.position,
            words=one.words,
            put_in_by_id=one.put_in_by_id,
            put_in_at=one.put_in_at,
        )
        for one in source.stated_findings.all()
    )


def _opened(revision_id: UUID, by: User) -> Revision:
    revision = (
        Revision.objects.select_for_update(of=("self",))
        .select_related("text__verdict__claim")
        .get(pk=revision_id)
    )
    check_can_edit_revision(by, revision)
    return revision


def _say_instead(stated: StatedFinding, finding: Finding, words: str, by: User) -> None:
    stated.finding, stated.words = finding, words
    stated.put_in_by, stated.put_in_at = by, timezone.now()
    stated.save()


def _show_only(revision: Revision, finding: Finding) -> None:
    """Let a text say and show no other finding on that one's question."""
    revision.stated_findings.filter(finding__question_id=finding.question_id).exclude(
        finding=finding
    ).delete()
    if revision.finding is not None and revision.finding.question_id == finding.question_id:
        revision.finding = finding


def _saved(revision: Revision, before: dict[str, object], name: str, by: User) -> Revision:
    revision.version += 1
    revision.saved_at, revision.saved_by = timezone.now(), by
    revision.save(update_fields=["finding", "version", "saved_at", "saved_by"])
    record_event(
        revision.text.verdict.claim,
        name,
        by=by,
        language=revision.text.language,
        revision=revision.number,
        version=revision.version,
        **changes(before, _kept(revision)),
    )
    return revision


def _kept(revision: Revision) -> dict[str, object]:
    """Return what the history tells of a text: its sentences, and the finding that it shows."""
    return {
        "stated": list(revision.stated_findings.values_list("words", flat=True)),
        "finding": str(revision.finding_id or ""),
    }


def _answers(revision: Revision) -> list[UUID | None]:
    """Return the findings that a text shows and says, whatever their words."""
    return [revision.finding_id, *revision.stated_findings.values_list("finding_id", flat=True)]
