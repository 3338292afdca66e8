"""The versions of the rule by which dated evidence is combined, and in what they differ.

A finding keeps the version it was made by, so that it can be worked out again as it was. The rule
itself is ``findings.combine``; here is only what changed from one version to the next.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from media_provenance.domain.date_evidence import NEVER_ALONE, EvidenceKind
from media_provenance.domain.operators import operator_of_host

__all__ = ["RULE_VERSION", "DatingRule", "UnknownRule", "rule_of"]

# Raised with every change that can alter an outcome; stored with each finding.
RULE_VERSION = 2


class UnknownRule(ValueError):
    """No rule of that version is known: a newer release made the finding."""

    def __init__(self, version: int) -> None:
        super().__init__(f"There is no dating rule of version {version}.")


@dataclass(frozen=True, slots=True)
class DatingRule:
    """One version of the rule.

    Attributes:
        version: 1 or more.
        operator_of: names whoever controls a clock; equal names count once.
        never_alone: kinds that set no bound without another operator's word beside them.
        tells_disagreements: names contradictions that set nothing aside, too.
        file_waits_for_people: an older copy that nobody confirmed is told of before a file's own
            word that the picture was made after the event.
    """

    version: int
    operator_of: Callable[[str], str]
    never_alone: frozenset[EvidenceKind]
    tells_disagreements: bool
    file_waits_for_people: bool


def _as_named(operator: str) -> str:
    return operator


_RULES = {
    rule.version: rule
    for rule in (
        # Until November 2026: x.com and pbs.twimg.com were two operators.
        DatingRule(1, _as_named, frozenset(), False, False),
        DatingRule(2, operator_of_host, NEVER_ALONE, True, True),
    )
}


def rule_of(version: int) -> DatingRule:
    """Return a version of the rule.

    Raises:
        UnknownRule: if this release does not know it.
    """
    if version not in _RULES:
        raise UnknownRule(version)
    return _RULES[version]
