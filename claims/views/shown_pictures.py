"""What is known about one picture, put into words for the desk.

For the page of a picture; its matches are `shown_matches`'. Words about evidence and findings are
`media_provenance.wording`'s; nothing is decided here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from claims.models import Claim
from claims.queries import claims_by_reference
from claims.views.picture_names import picture_names
from claims.views.shown_match_groups import Group, MatchGroup, shown_groups
from claims.views.shown_sides import known_of_pairs
from claims.wording import PictureName, date_origin, unconfirmed_label
from media_provenance.domain.date_evidence import EvidenceKind
from media_provenance.domain.findings import FindingKind, Strength, weaker_bounds
from media_provenance.domain.metadata import MetadataTrouble
from media_provenance.domain.timeline import TimelineDrawing, TimelineItem, timeline
from media_provenance.models import (
    DatingQuestion,
    Evidence,
    EvidenceMethod,
    Finding,
    Match,
    MediaAsset,
)
from media_provenance.queries import (
    EvidenceView,
    MatchOrder,
    conflicts_of,
    current_finding,
    evidence_about,
    in_order,
    inputs_of,
    timeline_of,
)
from media_provenance.wording import (
    conflict_sentence,
    evidence_label,
    finding_label,
    finding_limits,
    finding_sentence,
    grade_explanation,
    metadata_trouble_sentence,
    role_label,
    strength_label,
    weaker_bound_sentence,
)
from multilingual.arabic import direction
from multilingual.display import format_interval
from multilingual.intervals import DateInterval

_TROUBLES = frozenset(trouble.value for trouble in MetadataTrouble)


@dataclass(frozen=True, slots=True)
class ShownEvidence:
    """One dated fact; ``link`` says through which picture it speaks, "" for this one.

    ``of`` is what that picture is called; None for this one.
    """

    evidence: Evidence
    of: PictureName | None
    label: str
    role: str
    reliability: str
    when: str
    link: str
    note: str
    # How it was entered or where it was read, in words.
    method: str
    counts: bool
    rests_on: bool


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

    @property
    def name(self) -> str:
        """What makes ids on the page unique."""
        return f"dates-{self.question.pk.hex[:8]}"


@dataclass(frozen=True, slots=True)
class ShownPicture:
    """Everything the desk knows of one picture."""

    asset: MediaAsset
    name: PictureName
    groups: tuple[MatchGroup, ...]
    questions: tuple[ShownQuestion, ...]
    evidence: tuple[ShownEvidence, ...]
    withdrawn: tuple[ShownEvidence, ...]
    # Without a question the evidence is drawn beside no event.
    drawing: TimelineDrawing | None

    @property
    def matches_count(self) -> int:
        """How many pictures are like it, those that were rejected left out."""
        return sum(group.count for group in self.groups if group.name != Group.REJECTED)


def shown_picture(
    asset: MediaAsset, *, first: str = "", order: MatchOrder = MatchOrder.OLDEST
) -> ShownPicture:
    """Gather what is known. About fifteen queries.

    Args:
        first: the ``asked_for`` of the question that the person came for.
        order: of the pictures like it.
    """
    questions = sorted(asset.questions.all(), key=lambda one: one.asked_for != first)
    claims = claims_by_reference(question.asked_for for question in questions)
    shown = tuple(_question(asset, one, claims.get(one.asked_for)) for one in questions)
    decisive = frozenset(
        str(pk)
        for one in shown
        if one.finding is not None
        for pk in one.finding.rests_on.values_list("pk", flat=True)
    )
    views = evidence_about(asset)
    names = picture_names([asset, *(view.evidence.asset for view in views)])
    return ShownPicture(
        asset=asset,
        name=names[asset.pk],
        groups=_groups(asset, order),
        questions=shown,
        evidence=tuple(_evidence(view, decisive, names) for view in views),
        withdrawn=tuple(_withdrawn(row) for row in _withdrawn_rows(asset)),
        drawing=None if shown else _drawing(asset, None, decisive),
    )


def _groups(asset: MediaAsset, order: MatchOrder) -> tuple[MatchGroup, ...]:
    matches = list(
        Match.objects.of(asset.pk).select_related("first", "second", "decided_by").order_by("pk")
    )
    known = known_of_pairs(matches)
    return shown_groups(asset, in_order(matches, asset.pk, known.dates, order), known)


def _evidence(
    view: EvidenceView, decisive: frozenset[str], names: Mapping[UUID, PictureName]
) -> ShownEvidence:
    link = ""
    if view.match is not None:
        link = (
            _("Of another file with the same picture.")
            if view.item.match.counts
            else _("Of another picture (%(likeness)s): it does not count.")
            % {"likeness": unconfirmed_label(view.match.match_class)}
        )
    return ShownEvidence(
        evidence=view.evidence,
        of=None if view.match is None else names[view.evidence.asset_id],
        label=evidence_label(view.item.kind),
        role=role_label(view.item.role),
        reliability=grade_explanation(view.item.grade),
        when=_when(view.days),
        link=link,
        note=_note(view.evidence),
        method=_method(view.evidence),
        counts=view.item.match.counts,
        rests_on=view.item.id in decisive,
    )


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


def _withdrawn(row: Evidence) -> ShownEvidence:
    return ShownEvidence(
        evidence=row,
        of=None,
        label=evidence_label(row.kind),
        role=role_label(row.role),
        reliability=grade_explanation(row.grade),
        when="",
        link="",
        note=_note(row),
        method=_method(row),
        counts=False,
        rests_on=False,
    )


def _question(asset: MediaAsset, question: DatingQuestion, claim: Claim | None) -> ShownQuestion:
    days = DateInterval(question.event_first_day, question.event_last_day)
    finding = current_finding(question)
    if finding is None:
        return ShownQuestion(
            question, claim, _when(days), None, "", "", "", (), "", (), (), _drawing(asset, days)
        )
    inputs = inputs_of(finding)
    conflicts = conflicts_of(finding)
    weaker = weaker_bounds(
        inputs.values(),
        kind=FindingKind(finding.kind),
        strength=Strength(finding.strength),
        existed_by_day=finding.existed_by_day,
        conflicts=conflicts,
    )
    rests_on = list(finding.rests_on.all())
    return ShownQuestion(
        question=question,
        claim=claim,
        event=_when(days),
        finding=finding,
        label=finding_label(finding.kind),
        strength=strength_label(finding.strength),
        sentence=finding_sentence(finding, event=days),
        weaker=tuple(map(weaker_bound_sentence, weaker)),
        limits=finding_limits(finding),
        rests_on=tuple(evidence_label(row.kind) for row in rests_on),
        conflicts=tuple(conflict_sentence(one, inputs) for one in conflicts),
        drawing=_drawing(asset, days, frozenset(str(row.pk) for row in rests_on)),
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
