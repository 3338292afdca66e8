"""What was found out about a picture's date, and what it rests on."""

from __future__ import annotations

from media_provenance.domain.date_evidence import EvidenceItem, instants_of
from media_provenance.domain.finding_records import digest_of_inputs, item_from_record
from media_provenance.domain.findings import Conflict, ConflictKind, FindingFacts, combine
from media_provenance.models import DatingQuestion, Finding
from multilingual.intervals import DateInterval


def current_finding(question: DatingQuestion) -> Finding | None:
    """Return what the evidence says now; None until the picture has been looked at."""
    return question.findings.filter(superseded_at__isnull=True).first()


def says_what_was_said(cited: Finding, now: Finding) -> bool:
    """Answer whether a finding says the same as an earlier one, of evidence that still stands.

    New evidence that changes no word, and rests beside what decided before, is no change; evidence
    that is gone or counts otherwise, another event and a new contradiction are. The version of the
    rule is not looked at. Up to one query.
    """
    if any(getattr(cited, name) != getattr(now, name) for name in _SAID):
        return False
    return not lost_evidence(cited, now) and set(conflicts_of(now)) <= set(conflicts_of(cited))


def lost_evidence(cited: Finding, now: Finding) -> frozenset[str]:
    """Return what an earlier finding rested on that is gone or counts otherwise. One query."""
    before, after = inputs_of(cited), inputs_of(now)
    rests_on = {str(pk) for pk in cited.rests_on.values_list("pk", flat=True)}
    return frozenset(one for one in rests_on if before.get(one) != after.get(one))


# What a finding's sentence is made of, and the strength beside it.
_SAID = (
    *("kind", "strength", "existed_by_day", "metadata_day", "not_before_day"),
    *("at_least_days", "at_least_hours", "event_first_day", "event_last_day"),
)


def replay(finding: Finding) -> FindingFacts:
    """Work a finding out again from what it keeps, by the rule it was made by.

    Raises:
        UnknownRule: a newer release made it.
        KeyError, ValueError: what it keeps is damaged.
    """
    event = instants_of(DateInterval(finding.event_first_day, finding.event_last_day))
    return combine(
        inputs_of(finding).values(),
        event,
        as_of=finding.recorded_at,
        rule_version=finding.rule_version,
    )


def replays(finding: Finding) -> bool:
    """Answer whether a finding, worked out again, says what it said and rests on the same.

    Raises:
        UnknownRule: a newer release made it.
        KeyError, ValueError: what it keeps is damaged.
    """
    facts = replay(finding)
    items = inputs_of(finding).values()
    digest = digest_of_inputs(items, facts.event, rule_version=finding.rule_version)
    rests_on = {str(pk) for pk in finding.rests_on.values_list("pk", flat=True)}
    said = ("kind", "strength", "existed_by", "not_before", *_FACTS_SAID)
    return (
        digest == finding.inputs_digest
        and rests_on == set(facts.rests_on)
        and list(facts.conflicts) == conflicts_of(finding)
        and all(getattr(facts, name) == getattr(finding, name) for name in said)
    )


_FACTS_SAID = tuple(name for name in _SAID if not name.startswith("event_"))


def inputs_of(finding: Finding) -> dict[str, EvidenceItem]:
    """Return every item that went into a finding, by id, as it was then."""
    items = (item_from_record(record) for record in finding.inputs)
    return {item.id: item for item in items}


def conflicts_of(finding: Finding) -> list[Conflict]:
    """Return what was set aside in a finding, and why."""
    return [
        Conflict(record["item"], record["against"], ConflictKind(record["kind"]))
        for record in finding.conflicts
    ]
