"""What is known of a picture's date, put into words for the desk's evidence page.

Per claim that asks: the finding's sentence, its limits, its timeline, what would make it stronger;
then every dated fact with why it is graded so. Words about evidence and findings are
`media_provenance.wording`'s; nothing is decided here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.auth.models import User
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from claims.models import Claim
from claims.queries import claims_by_reference
from claims.views.picture_names import picture_names
from claims.views.shown_next_checks import ShownCheck, facts_of, shown_checks
from claims.wording import (
    PictureName,
    date_origin,
    evidence_move_sentence,
    standing_sentence,
    unconfirmed_label,
)
from media_provenance.domain.date_evidence import EvidenceKind
from media_provenance.domain.date_evidence import MatchClass as EvidenceMatch
from media_provenance.domain.findings import (
    FindingFacts,
    FindingKind,
    Strength,
    item_standing,
    told_by_file,
    weaker_bounds,
)
from media_provenance.domain.metadata import MetadataTrouble
from media_provenance.domain.timeline import TimelineDrawing, TimelineItem, timeline
from media_provenance.models import (
    DatingQuestion,
    Evidence,
    EvidenceMethod,
    EvidenceStep,
    Finding,
    MediaAsset,
)
from media_provenance.queries import (
    EvidenceView,
    conflicts_of,
    current_finding,
    evidence_about,
    inputs_of,
    item_of,
    timeline_of,
)
from media_provenance.wording import (
    conflict_sentence,
    evidence_label,
    finding_label,
    finding_limits,
    finding_sentence,
    format_interval,
    grade_reason,
    metadata_trouble_sentence,
    role_label,
    strength_label,
    unchecked_note,
    weaker_bound_sentence,
)
from multilingual.arabic import direction
from multilingual.intervals import DateInterval

_TROUBLES = frozenset(trouble.value for trouble in MetadataTrouble)


@dataclass(frozen=True, slots=True)
class ShownStep:
    """What somebody did with a piece of evidence."""

    sentence: str
    reason: str
    by: User
    at: datetime


@dataclass(frozen=True, slots=True)
class ShownEvidence:
    """One dated fact; ``link`` says through which picture it speaks, "" for this one.

    ``of`` is what that picture is called; None for this one. ``grade`` is the letter it counts
    for now, which may be lower than its kind's while it ``waits_for_check``.
    """

    evidence: Evidence
    of: PictureName | None
    label: str
    role: str
    grade: str
    reliability: str
    when: str
    link: str
    note: str
    # How it was entered or where it was read, in words.
    method: str
    counts: bool
    rests_on: bool
    # Why it is not used, or not alone, for the question that stands first; "" where it is.
    why_not: str
    # What it counts for until a second person has checked it; "" where none has to.
    unchecked: str
    steps: tuple[ShownStep, ...]

    @property
    def waits_for_check(self) -> bool:
        """Whether a second person's look would make it count for more."""
        return bool(self.unchecked)


@dataclass(frozen=True, slots=True)
class ShownQuestion:
    """What a claim asked of the picture, and what the evidence says."""

    question: DatingQuestion
    claim: Claim | None
    event: str
    finding: Finding | None
    label: str
    strength: str
    sentence: str
    # What weaker evidence adds, where it puts the picture earlier.
    weaker: tuple[str, ...]
    limits: str
    rests_on: tuple[str, ...]
    conflicts: tuple[str, ...]
    drawing: TimelineDrawing
    checks: tuple[ShownCheck, ...]

    @property
    def name(self) -> str:
        """What makes ids on the page unique."""
        return f"dates-{self.question.pk.hex[:8]}"


@dataclass(frozen=True, slots=True)
class ShownDating:
    """Everything the desk knows of one picture's date."""

    asset: MediaAsset
    name: PictureName
    questions: tuple[ShownQuestion, ...]
    evidence: tuple[ShownEvidence, ...]
    withdrawn: tuple[ShownEvidence, ...]
    # Without a question the evidence is drawn beside no event.
    drawing: TimelineDrawing | None


def shown_dating(asset: MediaAsset, *, first: str = "") -> ShownDating:
    """Gather what is known. About fifteen queries.

    Args:
        first: the ``asked_for`` of the question that the person came for.
    """
    questions = sorted(asset.questions.all(), key=lambda one: one.asked_for != first)
    claims = claims_by_reference(question.asked_for for question in questions)
    views = evidence_about(asset)
    shown = tuple(_question(asset, one, claims.get(one.asked_for), views) for one in questions)
    decisive = frozenset(
        str(pk)
        for one in shown
        if one.finding is not None
        for pk in one.finding.rests_on.values_list("pk", flat=True)
    )
    facts = facts_of(views, questions[0] if questions else None)
    withdrawn = _withdrawn_rows(asset)
    names = picture_names([asset, *(view.evidence.asset for view in views)])
    steps = _steps([*(view.evidence.pk for view in views), *(row.pk for row in withdrawn)])
    return ShownDating(
        asset=asset,
        name=names[asset.pk],
        questions=shown,
        evidence=tuple(_evidence(view, decisive, names, steps, facts) for view in views),
        withdrawn=tuple(_withdrawn(row, steps) for row in withdrawn),
        drawing=None if shown else _drawing(asset, None, decisive),
    )


def _steps(evidence_ids: Iterable[int]) -> dict[int, tuple[ShownStep, ...]]:
    """What people did with each piece of evidence, oldest first. One query."""
    found: dict[int, tuple[ShownStep, ...]] = {}
    rows = EvidenceStep.objects.filter(evidence__in=list(evidence_ids)).select_related("made_by")
    for row in rows:
        step = ShownStep(evidence_move_sentence(row.move), row.reason, row.made_by, row.made_at)
        found[row.evidence_id] = (*found.get(row.evidence_id, ()), step)
    return found


def _evidence(
    view: EvidenceView,
    decisive: frozenset[str],
    names: Mapping[UUID, PictureName],
    steps: Mapping[int, tuple[ShownStep, ...]],
    facts: FindingFacts,
) -> ShownEvidence:
    return ShownEvidence(
        evidence=view.evidence,
        of=None if view.match is None else names[view.evidence.asset_id],
        label=evidence_label(view.item.kind),
        role=role_label(view.item.role),
        grade=view.item.grade.value,
        reliability=grade_reason(view.evidence.kind, view.evidence.grade),
        why_not=standing_sentence(item_standing(view.item, facts)),
        unchecked=_unchecked(view),
        when=_when(view.days),
        link=_link(view),
        note=_note(view.evidence),
        method=_method(view.evidence),
        counts=view.item.match.counts,
        rests_on=view.item.id in decisive,
        steps=steps.get(view.evidence.pk, ()),
    )


def _unchecked(view: EvidenceView) -> str:
    if not view.waits_for_check:
        return ""
    return unchecked_note(view.item.grade, is_lowered=view.is_lowered)


def _link(view: EvidenceView) -> str:
    """Say through which picture the item speaks of this one, and whether that suffices."""
    if view.match is None:
        return ""
    if view.item.match.counts:
        return _("Of another file with the same picture.")
    if view.match.lacks_second_person:
        return _(
            "Of another picture, which one person has confirmed to be the same. The comparison "
            "calls it another photo of the same place, so it counts only when a second person has "
            "confirmed it too."
        )
    return _("Of another picture (%(likeness)s): it does not count.") % {
        "likeness": unconfirmed_label(view.match.match_class)
    }


def _note(row: Evidence) -> str:
    """What the system noted is a code with words of its own; a person's note stands as written."""
    if not row.note or row.method == EvidenceMethod.MANUAL:
        return row.note
    if row.kind == EvidenceKind.PUBLISHER_DATE:
        return ""  # A code of ``_method``.
    return metadata_trouble_sentence(row.note) if row.note in _TROUBLES else row.note


def _method(row: Evidence) -> str:
    """Say where a publication date was read or that an editor gave it; else how it was entered.

    A date that an editor gave for a page reaches the evidence by itself: to say that the system
    read it would be untrue.
    """
    if row.kind == EvidenceKind.PUBLISHER_DATE and row.method != EvidenceMethod.MANUAL and row.note:
        return date_origin(row.note)
    return str(EvidenceMethod(row.method).label)


def _withdrawn_rows(asset: MediaAsset) -> Sequence[Evidence]:
    return list(
        Evidence.objects.filter(asset=asset, withdrawn_at__isnull=False).select_related(
            "withdrawn_by"
        )
    )


def _withdrawn(row: Evidence, steps: Mapping[int, tuple[ShownStep, ...]]) -> ShownEvidence:
    return ShownEvidence(
        evidence=row,
        of=None,
        label=evidence_label(row.kind),
        role=role_label(row.role),
        grade=row.grade,
        reliability=grade_reason(row.kind, row.grade),
        why_not="",
        unchecked="",
        when=_when(item_of(row, EvidenceMatch.EXACT, of_this_file=True).days),
        link="",
        note=_note(row),
        method=_method(row),
        counts=False,
        rests_on=False,
        steps=steps.get(row.pk, ()),
    )


def _question(
    asset: MediaAsset,
    question: DatingQuestion,
    claim: Claim | None,
    views: Sequence[EvidenceView],
) -> ShownQuestion:
    days = DateInterval(question.event_first_day, question.event_last_day)
    finding = current_finding(question)
    checks = shown_checks(asset, views, question)
    if finding is None:
        drawing = _drawing(asset, days)
        return ShownQuestion(
            *(question, claim, _when(days), None, "", "", "", (), "", (), (), drawing, checks)
        )
    inputs = inputs_of(finding)
    conflicts = conflicts_of(finding)
    weaker = weaker_bounds(
        inputs.values(),
        kind=FindingKind(finding.kind),
        strength=Strength(finding.strength),
        existed_by_day=finding.existed_by_day,
        conflicts=conflicts,
        rule_version=finding.rule_version,
    )
    rests_on = list(finding.rests_on.all())
    return ShownQuestion(
        question=question,
        claim=claim,
        event=_when(days),
        finding=finding,
        label=finding_label(finding.kind, finding.strength),
        strength=strength_label(finding.strength),
        sentence=finding_sentence(finding, event=days),
        weaker=tuple(
            weaker_bound_sentence(one, of_file=told_by_file(inputs.values(), one.rests_on))
            for one in weaker
        ),
        limits=finding_limits(finding),
        rests_on=tuple(evidence_label(row.kind) for row in rests_on),
        conflicts=tuple(conflict_sentence(one, inputs) for one in conflicts),
        drawing=_drawing(asset, days, frozenset(str(row.pk) for row in rests_on)),
        checks=checks,
    )


def _drawing(
    asset: MediaAsset, event: DateInterval | None, decisive: frozenset[str] = frozenset()
) -> TimelineDrawing:
    items = timeline_of(asset, label_of=_line, when_of=_when, decisive=decisive)
    return timeline(
        items,
        event=None
        if event is None
        else TimelineItem(
            key="event",
            label=_("The event that the claim speaks of"),
            when=_when(event),
            days=event,
            role="event",
        ),
        direction=direction(_language()),
    )


def _line(view: EvidenceView) -> str:
    what = evidence_label(view.item.kind)
    row = view.evidence
    # Without a page there is no name to give: the operator is then our own reference.
    where = row.source_title or (row.operator if row.source_url or row.archived_url else "")
    return _("%(what)s: %(where)s") % {"what": what, "where": where} if where else what


def _when(days: DateInterval) -> str:
    return _("date unknown") if days.is_unknown else format_interval(days, _language())


def _language() -> str:
    return get_language() or "en"
