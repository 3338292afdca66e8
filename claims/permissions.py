"""Who may do what. The one permission module, for views, templates and actions.

Each rule comes as a pair: ``check_can_…`` raises, ``can_…`` answers, and the second asks
the first, so that a button and its endpoint cannot disagree. Roles are Django groups
of the same names.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Concatenate, ParamSpec

from django.contrib.auth.models import AnonymousUser

from claims.domain.workflow import (
    ALL_TEXT_MOVES,
    CASE_MOVES,
    IllegalMove,
    Move,
    NotAllowed,
    Role,
    TextStatus,
)
from claims.models import Claim, Revision
from media_provenance.models import PictureSearch

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    Person = User | AnonymousUser

P = ParamSpec("P")

DESK_ROLES = frozenset({Role.REPORTER, Role.EDITOR, Role.PUBLISHER})
PEOPLE_ROLES = frozenset({*DESK_ROLES, Role.ADMIN})


def roles_of(user: Person) -> frozenset[Role]:
    """Return the newsroom roles of a person, by group. One query, then remembered.

    An inactive or anonymous person has none. Being a Django superuser gives no role: the
    admin manages people and settings and publishes nothing.
    """
    if not user.is_authenticated or not user.is_active:
        return frozenset()
    known: frozenset[Role] | None = getattr(user, "_newsroom_roles", None)
    if known is None:
        names = set(user.groups.values_list("name", flat=True))
        known = frozenset(role for role in PEOPLE_ROLES if role.value in names)
        user._newsroom_roles = known  # type: ignore[attr-defined]  # ours
    return known


def _need(user: Person, what: str, roles: frozenset[Role]) -> None:
    if not roles_of(user) & roles:
        raise NotAllowed(what, roles)


def _answers(
    check: Callable[Concatenate[Person, P], None],
) -> Callable[Concatenate[Person, P], bool]:
    """Make the ``can_`` of a ``check_can_``."""

    def can(user: Person, /, *args: P.args, **kwargs: P.kwargs) -> bool:
        try:
            check(user, *args, **kwargs)
        except (NotAllowed, IllegalMove):
            return False
        return True

    can.__doc__ = f"Whether `{check.__name__}` would let this pass."
    return can


def check_can_see_desk(user: Person) -> None:
    """Everyone with a desk role, and the admin, who sees but does not publish."""
    _need(user, "see_desk", PEOPLE_ROLES)


def check_can_bring_in(user: Person) -> None:
    """Reporters, editors and publishers may bring in pages, texts and pictures."""
    _need(user, "bring_in", DESK_ROLES)


def check_can_edit_claim(user: Person) -> None:
    """Reporters, editors and publishers may record and edit claims and their evidence."""
    _need(user, "edit_claim", DESK_ROLES)


def check_can_correct_reading(user: Person) -> None:
    """Reporters, editors and publishers may put right what was read of a page."""
    _need(user, "correct_reading", DESK_ROLES)


def check_can_decide_match(user: Person) -> None:
    """Reporters, editors and publishers may say whether two pictures are the same."""
    _need(user, "decide_match", DESK_ROLES)


def check_can_check_evidence(user: Person) -> None:
    """Reporters, editors and publishers may check what another person entered about a picture.

    That it is another person is the action's to see to, and the database's.
    """
    _need(user, "check_evidence", DESK_ROLES)


def check_can_answer_alert(user: Person) -> None:
    """Editors and publishers say whether a published verdict holds though its finding changed."""
    _need(user, "answer_alert", frozenset({Role.EDITOR, Role.PUBLISHER}))


def check_can_see_search(user: Person, search: PictureSearch) -> None:
    """Whoever looked for a picture may see and erase that search; so may admins, and nobody else.

    The picture may come from a source who trusted one person. Who wants others to see it keeps it
    in the archive.
    """
    if search.asked_by_id is None or search.asked_by_id != user.pk:
        _need(user, "see_search", frozenset({Role.ADMIN}))
    check_can_see_desk(user)


def check_can_edit_revision(user: Person, revision: Revision) -> None:
    """Reporters and editors may write in a draft; nobody in anything else.

    Raises:
        NotAllowed: the person has no such role.
        IllegalMove: the revision is not a draft.
    """
    _need(user, "edit_revision", frozenset({Role.REPORTER, Role.EDITOR}))
    if revision.status != TextStatus.DRAFT:
        raise IllegalMove("edit", revision.status)


def check_can_start_verdict(user: Person) -> None:
    """Reporters and editors may start a verdict text."""
    _need(user, "start_verdict", frozenset({Role.REPORTER, Role.EDITOR}))


def check_can_move_case(user: Person, claim: Claim, move: str) -> None:
    """Whether the move exists from where the claim stands, and is this person's to make."""
    _check_move(user, claim.status, move, CASE_MOVES)


def check_can_move_text(user: Person, revision: Revision, move: str) -> None:
    """As for cases; and nobody approves a text of their own."""
    _check_move(user, revision.status, move, ALL_TEXT_MOVES)
    if move == "approve" and wrote(user, revision):
        raise NotAllowed(move)


def wrote(user: Person, revision: Revision) -> bool:
    """Whether the words are this person's: they began the text, or were the last to save it."""
    return user.pk in (revision.author_id, revision.saved_by_id)


def _check_move(user: Person, status: str, name: str, moves: Mapping[str, Move]) -> None:
    move = moves.get(name)
    if move is None or status not in move.origins:
        raise IllegalMove(name, status)
    _need(user, name, move.roles)


def check_can_moderate(user: Person) -> None:
    """Admins moderate what the public sends."""
    _need(user, "moderate", frozenset({Role.ADMIN}))


def check_can_manage(user: Person) -> None:
    """Admins manage people, outlets and the words of the ratings."""
    _need(user, "manage", frozenset({Role.ADMIN}))


def check_can_manage_jobs(user: Person) -> None:
    """Editors, publishers and admins may try again what was set aside."""
    _need(user, "manage_jobs", frozenset({Role.EDITOR, Role.PUBLISHER, Role.ADMIN}))


can_see_desk = _answers(check_can_see_desk)
can_bring_in = _answers(check_can_bring_in)
can_edit_claim = _answers(check_can_edit_claim)
can_correct_reading = _answers(check_can_correct_reading)
can_decide_match = _answers(check_can_decide_match)
can_check_evidence = _answers(check_can_check_evidence)
can_answer_alert = _answers(check_can_answer_alert)
can_see_search = _answers(check_can_see_search)
can_edit_revision = _answers(check_can_edit_revision)
can_start_verdict = _answers(check_can_start_verdict)
can_move_case = _answers(check_can_move_case)
can_move_text = _answers(check_can_move_text)
can_moderate = _answers(check_can_moderate)
can_manage = _answers(check_can_manage)
can_manage_jobs = _answers(check_can_manage_jobs)
