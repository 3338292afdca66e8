"""The claim's findings beside a text: what may be put in, what is in, what has changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from claims.actions.stated_findings import words_of_finding
from claims.models import Revision, StatedFinding
from claims.queries import newest_of
from media_provenance.models import Finding
from media_provenance.wording import finding_label


@dataclass(frozen=True, slots=True)
class OfferedFinding:
    """A finding that the text does not say yet: its badge, and the sentence it would say."""

    finding: Finding
    label: str
    words: str


@dataclass(frozen=True, slots=True)
class ShownStated:
    """A finding that the text says, with the badge of the one that its words were made of.

    ``new_words`` and their badge are set where something else is found by now.
    """

    stated: StatedFinding
    label: str
    new_words: str
    new_label: str


@dataclass(frozen=True, slots=True)
class StatedBlock:
    """Both lists of a text, in the order of the page."""

    offered: list[OfferedFinding]
    said: list[ShownStated]

    @property
    def is_changed(self) -> bool:
        """Whether the text says something that is found no more."""
        return any(one.new_words for one in self.said)


def stated_block(
    revision: Revision | None, findings: Sequence[Finding], language: str
) -> StatedBlock:
    """Gather what a text in a language says of the findings, and what it could. Few queries.

    Args:
        revision: None for a text that is not there yet.
        findings: the current ones of the claim's pictures, and what the text cites.
    """
    rows = list(revision.stated_findings.select_related("finding")) if revision is not None else []
    questions = {row.finding.question_id for row in rows}
    return StatedBlock(
        [
            OfferedFinding(
                one, finding_label(one.kind, one.strength), words_of_finding(one, language)
            )
            for one in findings
            if one.superseded_at is None and one.question_id not in questions
        ],
        [_said(row, language) for row in rows],
    )


def _said(row: StatedFinding, language: str) -> ShownStated:
    newest = newest_of(row.finding)
    words = words_of_finding(newest, language)
    label = finding_label(row.finding.kind, row.finding.strength)
    if words == row.words:
        return ShownStated(row, label, "", "")
    return ShownStated(row, label, words, finding_label(newest.kind, newest.strength))
