"""A published verdict as a page shows it: facts become words in the reader's language.

For the public page and the desk's preview, which show the same. Words about findings come from
``media_provenance.wording``; nothing is decided here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from claims.domain.published import (
    PublishedEvidence,
    PublishedFinding,
    PublishedPicture,
    PublishedVerdict,
)
from claims.models import PictureRole
from media_provenance.domain.dated_sources import host_of
from media_provenance.domain.findings import told_by_file, weaker_bounds
from media_provenance.domain.timeline import TimelineDrawing, TimelineItem, timeline
from media_provenance.models import RENDITION_SIDES
from media_provenance.wording import (
    conflict_sentence,
    evidence_label,
    finding_label,
    finding_limits,
    finding_sentence,
    format_interval,
    grade_reason,
    weaker_bound_sentence,
)
from multilingual.arabic import direction
from multilingual.intervals import DateInterval

# Answers the address of a picture's copy with that longest side.
PicturePath = Callable[[PublishedVerdict, PublishedPicture, int], str]


@dataclass(frozen=True, slots=True)
class ShownPicture:
    """A picture with the address, width in pixels of each of its copies, smallest first."""

    picture: PublishedPicture
    label: str
    copies: tuple[tuple[str, int], ...]
    width: int
    height: int

    @property
    def url(self) -> str:
        """The copy for whoever does not choose one."""
        return self.copies[0][0]


@dataclass(frozen=True, slots=True)
class ShownEvidence:
    """One dated fact, and whether the finding rests on it."""

    evidence: PublishedEvidence
    label: str
    source: str
    when: str
    reliability: str
    decisive: bool


@dataclass(frozen=True, slots=True)
class ShownFinding:
    """What is said of a picture's age, what it does not say, and what it rests on."""

    label: str
    sentence: str
    # What weaker evidence adds, where it puts the picture earlier.
    weaker: tuple[str, ...]
    limits: str
    evidence: tuple[ShownEvidence, ...]
    conflicts: tuple[str, ...]
    drawing: TimelineDrawing
    # Its place among the findings of the page, from 1: makes its ids unique.
    number: int = 1

    @property
    def anchor(self) -> str:
        """The id of its section on the page."""
        return "picture-date" if self.number == 1 else f"picture-date-{self.number}"

    @property
    def drawing_name(self) -> str:
        """What the ids of its timeline begin with."""
        return "dates" if self.number == 1 else f"dates-{self.number}"


@dataclass(frozen=True, slots=True)
class ShownStatement:
    """A sentence that says a finding, and the section of the page with what it rests on."""

    words: str
    anchor: str


@dataclass(frozen=True, slots=True)
class ShownVerdict:
    """A verdict with its pictures and findings ready for a template.

    ``finding`` is the verdict's own; ``findings`` are all that the page shows, that one first.
    """

    verdict: PublishedVerdict
    pictures: tuple[ShownPicture, ...]
    finding: ShownFinding | None
    findings: tuple[ShownFinding, ...]
    statements: tuple[ShownStatement, ...]


def shown_verdict(verdict: PublishedVerdict, *, picture_path: PicturePath) -> ShownVerdict:
    """Return a verdict as a page shows it, worded in the active language."""
    own = _finding(verdict.finding) if verdict.finding else None
    # Several sentences may say one finding, which has one section.
    shown: dict[PublishedFinding, ShownFinding] = {}
    if verdict.finding is not None and own is not None:
        shown[verdict.finding] = own
    statements = []
    for one in verdict.statements:
        if one.finding is not None and one.finding not in shown:
            shown[one.finding] = _finding(one.finding, number=len(shown) + 1)
        # Without a finding of its own it says the verdict's, which is the first.
        said = shown[one.finding] if one.finding is not None else own
        statements.append(ShownStatement(one.words, said.anchor if said else ""))
    return ShownVerdict(
        verdict=verdict,
        pictures=tuple(_picture(verdict, picture, picture_path) for picture in verdict.pictures),
        finding=own,
        findings=tuple(shown.values()),
        statements=tuple(statements),
    )


def _picture(
    verdict: PublishedVerdict, picture: PublishedPicture, path: PicturePath
) -> ShownPicture:
    width, height = picture.size_at(RENDITION_SIDES[0])
    return ShownPicture(
        picture=picture,
        label=str(PictureRole(picture.role).label),
        copies=tuple(
            (path(verdict, picture, size), picture.size_at(size)[0]) for size in RENDITION_SIDES
        ),
        width=width,
        height=height,
    )


def _finding(finding: PublishedFinding, *, number: int = 1) -> ShownFinding:
    items = {one.id: one.item() for one in finding.evidence}
    # What only looks similar counts for nothing, and would only look like more evidence.
    shown = tuple(
        _evidence(one, decisive=one.id in finding.rests_on)
        for one in finding.evidence
        if one.match.counts
    )
    weaker = weaker_bounds(
        items.values(),
        kind=finding.kind,
        strength=finding.strength,
        existed_by_day=finding.existed_by_day,
        conflicts=finding.conflicts,
        rule_version=finding.rule_version,
    )
    return ShownFinding(
        label=finding_label(finding.kind, finding.strength),
        sentence=finding_sentence(finding, event=finding.event_days),
        weaker=tuple(
            weaker_bound_sentence(one, of_file=told_by_file(items.values(), one.rests_on))
            for one in weaker
        ),
        limits=finding_limits(finding),
        evidence=shown,
        conflicts=tuple(conflict_sentence(one, items) for one in finding.conflicts),
        drawing=timeline(
            [_timeline_item(one) for one in shown],
            event=_event(finding.event_days),
            direction=direction(_language()),
        ),
        number=number,
    )


def _evidence(evidence: PublishedEvidence, *, decisive: bool) -> ShownEvidence:
    # Without a page there is no name to give: the operator is then our own reference. What one
    # person typed has none at all, and is still to be found where its address says.
    source = evidence.source_title
    if evidence.source_url:
        source = source or evidence.operator or host_of(evidence.source_url)
    return ShownEvidence(
        evidence=evidence,
        label=evidence_label(evidence.kind),
        source=source,
        when=format_interval(evidence.days, _language()),
        reliability=grade_reason(evidence.kind, evidence.grade),
        decisive=decisive,
    )


def _timeline_item(shown: ShownEvidence) -> TimelineItem:
    return TimelineItem(
        key=shown.evidence.id,
        label=shown.source or shown.label,
        when=shown.when,
        days=shown.evidence.days,
        role=shown.evidence.role,
        decisive=shown.decisive,
    )


def _event(days: DateInterval) -> TimelineItem:
    return TimelineItem(
        key="event",
        label=_("The event"),
        when=format_interval(days, _language()),
        days=days,
        role="event",
    )


def _language() -> str:
    return get_language() or "en"
