"""Reads routes.tsv, walks the real URL table, and asks for everything that is in both."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.signals import request_finished
from django.db import close_old_connections
from django.http import HttpResponseBase
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from claims import permissions
from claims.actions.verdicts import sources_digest
from claims.models import Claim, Revision
from tests.factories.pictures import draw_picture, jpeg
from tests.web.world import CASE_STATES, ITEM_STATES, ROLES, TEXT_STATES, World

TABLE = Path(__file__).with_name("routes.tsv")
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
NO_STATE = "-"
REFUSED = frozenset({"in", "403", "409"})


@dataclass(frozen=True, slots=True)
class Row:
    """One route, method and state with what each role is answered."""

    route: str
    move: str
    method: str
    state: str
    answers: Mapping[str, str]
    rule: str

    def __str__(self) -> str:
        return " ".join(filter(None, (self.method, self.route, self.move, self.state)))


@dataclass(frozen=True, slots=True)
class Route:
    """One entry of the URL table; ``label`` is its name, or its pattern where it has none."""

    label: str
    path: str


class ReadAnew(SimpleUploadedFile):
    """A file that is sent again and again, each time from its first byte."""

    def read(self, *sizes: int) -> bytes:
        self.seek(0)
        return bytes(super().read(*sizes))


def routes() -> list[Route]:
    """List every address that the product answers, the admin's and other packages' included."""
    return list(_walk(get_resolver().url_patterns, "", ""))


def _walk(patterns: list[URLPattern | URLResolver], namespace: str, before: str) -> Iterator[Route]:
    for pattern in patterns:
        path = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern.url_patterns, inner, path)
        else:
            label = f"{namespace}{pattern.name}" if pattern.name else f"{namespace}{path}"
            yield Route(label, path)


def rows() -> list[Row]:
    """Read the table, one row for each route and state."""
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    return [
        row
        for line in lines
        if line and not line.startswith("#")
        for spread in _spread(line)
        for row in _read(spread)
    ]


def _spread(line: str) -> Iterator[str]:
    """Write out ``{a,b}``, which stands for one line with each of them."""
    found = re.search(r"\{([^}]*)\}", line)
    if found is None:
        yield line
        return
    for one in found[1].split(","):
        yield from _spread(line[: found.start()] + one + line[found.end() :])


def _read(line: str) -> Iterator[Row]:
    route, method, states, *rest = line.split("\t")
    name, _space, move = route.partition(" ")
    answers = dict(zip(ROLES, rest[: len(ROLES)], strict=True))
    rule = rest[len(ROLES)] if len(rest) > len(ROLES) else ""
    for state in _states(name, states):
        yield Row(name, move, method, state, answers, rule)


def _states(name: str, written: str) -> tuple[str, ...]:
    known = states_of(name)
    if written in {"*", NO_STATE}:
        return known
    listed = tuple(written.removeprefix("!").split(","))
    assert set(listed) <= set(known), f"{name}: {written} are not all of {known}"
    return tuple(one for one in known if one not in listed) if written[0] == "!" else listed


def states_of(route: str) -> tuple[str, ...]:
    """In which states the object of an address can be."""
    if route in ITEM_ROUTES:
        return ITEM_STATES
    if route in CLAIM_ROUTES:
        return CASE_STATES
    if route in TEXT_ROUTES:
        return TEXT_STATES
    return (NO_STATE,)


ITEM_ROUTES = frozenset(
    f"desk:{name}"
    for name in (
        "item",
        "item_claims",
        "item_pictures",
        "item_corrections",
        "item_published",
        "item_again",
        "item_fetch",
        "item_read_anew",
        "item_offered",
        "item_join",
        "item_line",
        "item_picture",
        "item_correct",
        "record_claim",
    )
)
CLAIM_ROUTES = frozenset(
    f"desk:{name}"
    for name in (
        "claim",
        "claim_edit",
        "claim_history",
        "claim_event",
        "claim_appearance",
        "claim_statement",
        "pack",
        "pack_file",
        "case_move",
        "sources",
    )
)
TEXT_ROUTES = frozenset(
    {
        *(
            f"public:{name}"
            for name in ("verdict", "verdict_json", "history", "version", "picture")
        ),
        *(
            f"desk:{name}"
            for name in ("preview", "revision", "text_move", "correct", "verdict", "changes")
        ),
    }
)


def arguments(world: World, row_route: str, move: str, state: str) -> dict[str, Any]:
    """Say which object stands in the address of a route."""
    route = row_route
    if route in ITEM_ROUTES:
        return {"pk": world.items[state].pk}
    if route in CLAIM_ROUTES:
        return {"pk": world.claims[state].pk, **({"move": move} if move else {})}
    if route == "desk:verdict":
        return {"pk": _claim_of(world.revisions[state]).pk, "language": "ar"}
    if route in {"public:verdict", "public:verdict_json", "public:history"}:
        return {"language": "ar", "public_id": world.revisions[state].text.verdict.public_id}
    if route == "public:version":
        return {
            "language": "ar",
            "public_id": world.revisions[state].text.verdict.public_id,
            "number": world.revisions[state].number,
        }
    if route == "public:picture":
        return {
            "language": "ar",
            "public_id": world.revisions[state].text.verdict.public_id,
            "asset_id": world.asset.pk,
            "size": 480,
        }
    if route in TEXT_ROUTES:
        return {"pk": world.revisions[state].pk, **({"move": move} if move else {})}
    if route not in OTHER_ARGUMENTS and (
        match := re.fullmatch(r"admin:([a-z_]+)_([a-z]+)_(change|delete|history)", route)
    ):
        return {"object_id": _row_of(world, f"{match[1]}/{match[2]}")}
    made = OTHER_ARGUMENTS.get(route)
    return made(world) if made else {}


def _unnamed(world: World, pattern: str) -> str:
    """Return the address of a pattern of the admin that has no name."""
    label = pattern.removeprefix("desk/admin/").removesuffix("/<path:object_id>/")
    path = pattern.replace("<path:object_id>", str(_row_of(world, label)))
    return "/" + path.replace("(?P<url>.*)$", "nothing/")


def _claim_of(revision: Revision) -> Claim:
    return revision.text.verdict.claim


OTHER_ARGUMENTS: Mapping[str, Callable[[World], dict[str, Any]]] = {
    **{
        f"public:{name}": lambda _world: {"language": "ar"}
        for name in ("home", "methodology", "corrections", "feed", "atom")
    },
    **{
        f"desk:{name}": lambda world: {"pk": world.asset.pk}
        for name in (
            "picture",
            "picture_dating",
            "picture_original",
            "picture_family",
            "picture_search_harder",
            "evidence_add",
        )
    },
    **{
        f"desk:{name}": lambda world: {"pk": world.search.pk}
        for name in ("search", "search_copy", "search_harder", "search_keep")
    },
    "desk:search_compare": lambda world: {"pk": world.search.pk, "asset": world.asset.pk},
    "desk:search_drawing": lambda world: {
        "pk": world.search.pk,
        "asset": world.asset.pk,
        "kind": "aligned",
    },
    # Its file is gone after the first answer, although the row comes back.
    "desk:search_erase": lambda world: {"pk": world.other_search.pk},
    **{
        f"desk:suggestion_{name}": lambda world: {"pk": world.suggestion.pk}
        for name in ("accept", "edit", "reject", "undo")
    },
    "desk:correction_undo": lambda world: {"pk": world.correction.pk},
    "desk:kept_file": lambda world: {"number": world.kept.number, "role": "manifest"},
    "desk:item_copy": lambda world: {"pk": world.page.pk},
    "desk:item_post": lambda world: {"pk": world.page.pk, "number": 1},
    "desk:picture_copy": lambda world: {"pk": world.asset.pk, "size": 480},
    **{
        f"desk:evidence_{name}": lambda world: {"pk": world.evidence.pk}
        for name in ("withdraw", "put_back", "check")
    },
    "desk:picture_event": lambda world: {
        "pk": world.asset.pk,
        "claim": world.claims["received"].pk,
    },
    "desk:match_second": lambda world: {"pk": world.match.pk},
    "desk:match_decide": lambda world: {"pk": world.match.pk},
    "desk:match_compare": lambda world: {"pk": world.match.pk},
    "desk:match_drawing": lambda world: {
        "pk": world.match.pk,
        "seen_from": world.asset.pk,
        "kind": "difference",
    },
    "admin:app_list": lambda _world: {"app_label": "claims"},
    "admin:view_on_site": lambda _world: {"content_type_id": 1, "object_id": 1},
    "admin:auth_user_password_change": lambda world: {"id": world.people["stranger"].pk},
    **{
        f"desk:alert_{name}": lambda world: {"pk": world.alert.pk}
        for name in ("take_up", "still_holds")
    },
    "desk:job_give_up": lambda world: {"pk": world.job.pk},
    "mfa_edit_webauthn": lambda _world: {"pk": 1},
    "mfa_remove_webauthn": lambda _world: {"pk": 1},
    "desk:job_again": lambda world: {"pk": world.job.pk},
    "desk:look_elsewhere": lambda world: {"pk": world.asset.pk},
    "desk:call_again": lambda world: {"pk": world.lead.call_id},
    **{
        f"desk:lead_{name}": lambda world: {"pk": world.lead.pk}
        for name in ("record", "dismiss", "fetch", "take_in")
    },
    "desk:checks_ask": lambda world: {"pk": world.claims["received"].pk},
    "desk:checks_again": lambda world: {
        "claim": world.claims["received"].pk,
        "pk": world.review.call_id,
    },
    **{
        f"desk:checks_{name}": lambda world: {
            "claim": world.claims["received"].pk,
            "pk": world.review.pk,
        }
        for name in ("cite", "dismiss")
    },
}


def posted(world: World, row: Row) -> dict[str, Any]:
    """Say what is sent with a form: the least that is taken, where the object allows it."""
    made = POSTED.get(f"{row.route} {row.move}".strip())
    return made(world, row.state) if made else {}


def _tomorrow(_world: World, _state: str) -> dict[str, Any]:
    return {"publish_at": (timezone.now() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")}


def _sources(world: World, state: str) -> dict[str, Any]:
    verdict = getattr(world.claims[state], "verdict", None)
    return {
        "seen": sources_digest(list(verdict.sources.all()) if verdict else []),
        "form-TOTAL_FORMS": 1,
        "form-INITIAL_FORMS": 0,
        "form-0-kind": "primary",
        "form-0-title": "मूल स्रोत",
    }


def _statement(world: World, state: str) -> dict[str, Any]:
    item = world.claims[state].news_items.first()
    return {
        "statement-news_item": item.pk if item else "",
        "statement-speaker_name": "La mairie",
        "statement-speaker_kind": "organization",
        "statement-stance": "denies",
        "statement-quote": "vieux pont",
    }


def _verdict(world: World, state: str) -> dict[str, Any]:
    version = world.revisions[state].version if state == "draft" else 0
    return {"version": version, "headline": "عنوان جديد", "media_category": ""}


def _corrected(world: World, state: str) -> dict[str, Any]:
    item = world.items[state]
    return {"part": "text", "version": item.text_version, "text": f"{item.text} é हि"}


_SUGGESTION = {
    "speaker": "Zoé هند",
    "speaker_kind": "person",
    "stance": "denies",
    "claim_text": "पुल बंद है",
    "language": "hi",
}
_CLAIM = {"text": "ادّعاء", "language": "ar", "claimant_kind": "person"}
POSTED: Mapping[str, Callable[[World, str], dict[str, Any]]] = {
    "account_login": lambda _world, _state: {"login": "nobody", "password": "wrong"},
    "set_language": lambda _world, _state: {"language": "en"},
    "desk:intake": lambda _world, _state: {"part": "text", "text-text": "نصّ قصير\n\nUn texte"},
    "desk:item_published": lambda _world, _state: {"published-first": "2024-06-21"},
    "desk:item_line": lambda _world, _state: {"drop": "2"},
    "desk:item_offered": lambda _world, _state: {"answer": "no"},
    "desk:item_correct": _corrected,
    "desk:item_post": lambda world, _state: {"claim": world.claims["received"].pk},
    "desk:suggestion_edit": lambda _world, _state: _SUGGESTION,
    "desk:record_claim": lambda _world, _state: {"part": "record", **_CLAIM},
    "desk:claim_edit": lambda _world, _state: _CLAIM,
    "desk:claim_event": lambda _world, _state: {"event-first": "2024-06-21"},
    "desk:claim_appearance": lambda _world, _state: {"appearance-platform": "تيليغرام"},
    "desk:claim_statement": _statement,
    "desk:case_move drop": lambda _world, _state: {"drop-reason": "spam"},
    "desk:case_move merge": lambda world, _state: {"claim": world.claims["answered"].pk},
    "desk:sources": _sources,
    "desk:verdict": _verdict,
    "desk:text_move return": lambda _world, _state: {"reason": "À revoir"},
    "desk:text_move schedule": _tomorrow,
    "desk:text_move withdraw": lambda _world, _state: {"withdraw-reason": "खंडन"},
    "desk:correct": lambda _world, _state: {"kind": "correction", "public_note": "تاريخ"},
    "desk:evidence_add": lambda _world, _state: {
        "evidence-kind": "publisher_date",
        "evidence-role": "seen",
        "evidence-last": "2023-01-02",
        "evidence-url": "https://seen.example/é",
    },
    "desk:evidence_withdraw": lambda world, _state: {
        f"withdraw-{world.evidence.pk}-reason": "Erreur de lecture"
    },
    "desk:picture_event": lambda world, _state: {
        f"event-{world.claims['received'].pk.hex[:12]}-first": "2024-06-21"
    },
    "desk:match_second": lambda _world, _state: {"word": "confirm"},
    "desk:look_elsewhere": lambda _world, _state: {
        "elsewhere-service": "wayback:captures",
        "elsewhere-url": "https://seen.example/é",
        "elsewhere-what": "picture",
    },
    "desk:checks_ask": lambda _world, _state: {
        "checks-service": "fact_check_tools:search_claims",
        "checks-words": "पुल, à Nîmes, الجسر",
    },
    "desk:alert_still_holds": lambda _world, _state: {"note": "अब भी à jour"},
    "desk:match_decide": lambda _world, _state: {"decision": "confirmed"},
    "desk:find_picture": lambda _world, _state: {
        "find-file": ReadAnew("à chercher.jpg", jpeg(draw_picture(33)))
    },
}


def answer(world: World, role: str, method: str, path: str, sent: Mapping[str, Any]) -> str:
    """Ask as somebody, and say what was answered in the table's words."""
    client = world.browser(role)
    posting = method == "POST"
    response = client.post(path, dict(sent)) if posting else client.generic(method, path)
    finish(response)
    return in_words(response)


def finish(response: HttpResponseBase) -> None:
    """Close an answer, and the file that it streams, but not the database as a server would."""
    request_finished.disconnect(close_old_connections)
    response.close()
    request_finished.connect(close_old_connections)


SIGN_INS = ("/desk/sign-in/", "/desk/admin/login/")


def in_words(response: HttpResponseBase) -> str:
    """Return "in" for a redirect to a sign-in, or else the status."""
    if response.status_code == 302 and response.headers["Location"].startswith(SIGN_INS):
        return "in"
    return str(response.status_code)


def may(world: World, role: str, row: Row) -> bool:
    """Ask claims/permissions.py the question that the row names."""
    user = world.people.get(role) or AnonymousUser()
    question, _space, move = row.rule.partition(" ")
    can = getattr(permissions, f"can_{question}")
    if question == "move_case":
        return bool(can(user, world.claims[row.state], row.move))
    if question == "move_text":
        return bool(can(user, world.revisions[row.state], move or row.move))
    return bool(can(user))


def address(world: World, row: Row) -> str:
    """Return the path of a row's address, with the object of its state in it."""
    if row.route.startswith("admin:desk/"):
        return _unnamed(world, row.route.removeprefix("admin:"))
    return reverse(row.route, kwargs=arguments(world, row.route, row.move, row.state))


def _row_of(world: World, label: str) -> object:
    """Return the key of some object that the admin has a page for."""
    there = {
        "auth/user": world.people["stranger"],
        "claims/outlet": world.outlet,
        "claims/rating": world.rating,
        "claims/submission": world.submission,
        "media_provenance/mediaasset": world.asset,
        "media_provenance/evidence": world.evidence,
        "media_provenance/match": world.match,
        "media_provenance/picturesearch": world.search,
        "media_provenance/capture": world.items["read"].capture,
        "media_provenance/redaction": world.redaction,
    }
    # Of the others nobody's role sees any row, so that one that is never there will do.
    found = there.get(label)
    return found.pk if found is not None else 0
