"""THE editorial state machine: which moves there are, who may make them, and when.

For: everything that asks whether a case or a text may move on. Not for making the
move: `claims.actions.workflow` does that, and nothing else writes a status. The
diagram in docs/reference/workflow.md is drawn from these tables.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class CaseStatus(StrEnum):
    """Where a claim stands on the desk."""

    RECEIVED = "received"
    RESEARCHING = "researching"
    ANSWERED = "answered"
    DROPPED = "dropped"


class TextStatus(StrEnum):
    """Where one revision of a verdict text stands."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    APPROVED = "approved"
    SCHEDULED = "scheduled"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


class Role(StrEnum):
    """What a person is at this newsroom. One person may hold several."""

    REPORTER = "reporter"
    EDITOR = "editor"
    PUBLISHER = "publisher"
    ADMIN = "admin"
    # Not a person: what follows from another move (the first published verdict answers the case).
    SYSTEM = "system"


class Missing(StrEnum):
    """What a move still needs. The sentence for each is composed where it is shown."""

    REASON = "reason"
    TARGET = "target"
    RATING = "rating"
    HEADLINE = "headline"
    SUMMARY = "summary"
    BODY = "body"
    SOURCES = "sources"
    ALT_TEXT = "alt_text"
    CLAIM_TEXT = "claim_text"
    OTHER_PERSON = "other_person"
    CORRECTION_NOTE = "correction_note"
    FUTURE_TIME = "future_time"


class IllegalMove(Exception):
    """The workflow has no such move from the present status."""

    def __init__(self, move: str, status: str) -> None:
        super().__init__(f"no move {move!r} from {status!r}")
        self.move = move
        self.status = status


class NotAllowed(Exception):
    """The move exists, but not for a person in this role."""

    def __init__(self, move: str, needed: frozenset[Role] = frozenset()) -> None:
        super().__init__(f"move {move!r} is for {', '.join(sorted(needed)) or 'nobody here'}")
        self.move = move
        self.needed = needed


class NotReady(Exception):
    """The move exists and the person may make it, but something is missing."""

    def __init__(self, move: str, missing: tuple[Missing, ...]) -> None:
        super().__init__(f"move {move!r} needs {', '.join(missing)}")
        self.move = move
        self.missing = missing


class Approved(Exception):
    """A text of the verdict is approved: what it shows must stay what was approved."""


@dataclass(frozen=True, slots=True)
class Move:
    """One named step. ``needs`` lists what must not be missing for it."""

    origins: frozenset[str]
    target: str
    roles: frozenset[Role]
    needs: tuple[Missing, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """What a move is judged by; plain values, taken from locked rows by the caller.

    ``missing`` holds everything the case or text lacks at this moment; a move looks only
    at what it needs.
    """

    status: str
    roles: frozenset[Role]
    missing: frozenset[Missing] = field(default_factory=frozenset)


_R, _E, _P, _S = Role.REPORTER, Role.EDITOR, Role.PUBLISHER, Role.SYSTEM
_C, _T = CaseStatus, TextStatus

# What a text must have before a second person is asked to read it.
CHECKLIST = (
    Missing.RATING,
    Missing.CLAIM_TEXT,
    Missing.HEADLINE,
    Missing.SUMMARY,
    Missing.BODY,
    Missing.SOURCES,
    Missing.ALT_TEXT,
)

CASE_MOVES: Mapping[str, Move] = {
    "take_up": Move(frozenset({_C.RECEIVED}), _C.RESEARCHING, frozenset({_R, _E})),
    "drop": Move(
        frozenset({_C.RECEIVED, _C.RESEARCHING}),
        _C.DROPPED,
        frozenset({_E}),
        (Missing.REASON,),
    ),
    "merge": Move(
        frozenset({_C.RECEIVED, _C.RESEARCHING}),
        _C.DROPPED,
        frozenset({_E}),
        (Missing.TARGET,),
    ),
    "reopen": Move(frozenset({_C.DROPPED, _C.ANSWERED}), _C.RESEARCHING, frozenset({_E})),
    "answered": Move(frozenset({_C.RECEIVED, _C.RESEARCHING}), _C.ANSWERED, frozenset({_S})),
}

TEXT_MOVES: Mapping[str, Move] = {
    "submit": Move(frozenset({_T.DRAFT}), _T.IN_REVIEW, frozenset({_R, _E}), CHECKLIST),
    "return": Move(frozenset({_T.IN_REVIEW}), _T.DRAFT, frozenset({_E, _P}), (Missing.REASON,)),
    "approve": Move(
        frozenset({_T.IN_REVIEW}),
        _T.APPROVED,
        frozenset({_E, _P}),
        (Missing.OTHER_PERSON, *CHECKLIST),
    ),
    "schedule": Move(
        frozenset({_T.APPROVED}), _T.SCHEDULED, frozenset({_P}), (Missing.FUTURE_TIME,)
    ),
    "publish": Move(
        frozenset({_T.APPROVED, _T.SCHEDULED}),
        _T.PUBLISHED,
        frozenset({_P, _S}),
        (*CHECKLIST, Missing.CORRECTION_NOTE),
    ),
    "supersede": Move(frozenset({_T.PUBLISHED}), _T.SUPERSEDED, frozenset({_S})),
    "withdraw": Move(frozenset({_T.PUBLISHED}), _T.WITHDRAWN, frozenset({_P}), (Missing.REASON,)),
}

# `correct` moves nothing: it starts a new draft beside the published revision.
CORRECT = Move(
    frozenset({_T.PUBLISHED}),
    _T.DRAFT,
    frozenset({_R, _E, _P}),
    (Missing.CORRECTION_NOTE,),
)
ALL_TEXT_MOVES: Mapping[str, Move] = {**TEXT_MOVES, "correct": CORRECT}


def check(moves: Mapping[str, Move], name: str, facts: Facts) -> str:
    """Return the status that the move leads to.

    Raises:
        IllegalMove: there is no such move from ``facts.status``.
        NotAllowed: none of ``facts.roles`` may make it.
        NotReady: something that it needs is missing, all of it listed in the order of
            the move's own list.
    """
    move = moves.get(name)
    if move is None or facts.status not in move.origins:
        raise IllegalMove(name, facts.status)
    if not move.roles & facts.roles:
        raise NotAllowed(name, move.roles)
    missing = tuple(need for need in move.needs if need in facts.missing)
    if missing:
        raise NotReady(name, missing)
    return move.target


def diagram() -> str:
    """Draw both machines as Mermaid state diagrams, in Markdown."""
    parts = [
        "# The editorial workflow",
        "",
        "Drawn from `claims/domain/workflow.py` by `./bayyina manage workflow_diagram`.",
    ]
    for title, moves, start in (
        ("The case", CASE_MOVES, CaseStatus.RECEIVED),
        ("A revision of a verdict text", ALL_TEXT_MOVES, TextStatus.DRAFT),
    ):
        parts += [
            "",
            f"## {title}",
            "",
            "```mermaid",
            "stateDiagram-v2",
            f"    [*] --> {start}",
        ]
        for name, move in moves.items():
            who = ", ".join(sorted(move.roles))
            parts += [
                f"    {origin} --> {move.target}: {name} ({who})" for origin in sorted(move.origins)
            ]
        parts += [
            "```",
            "",
            "| move | from | to | who | needs |",
            "| --- | --- | --- | --- | --- |",
        ]
        for name, move in moves.items():
            row = (
                name,
                ", ".join(sorted(move.origins)),
                move.target,
                ", ".join(sorted(move.roles)),
                ", ".join(move.needs) or "nothing more",
            )
            parts.append("| " + " | ".join(row) + " |")
    parts += [
        "",
        "`correct` changes no status: it starts a new draft beside the published revision, which",
        "stays public until the new one is published and is superseded then.",
        "",
    ]
    return "\n".join(parts)
