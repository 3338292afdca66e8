"""Awkward texts in every field: kept as they are or refused with them still in the form.

By default the texts of a kind share a field; one request for each text and all fields is for
`./bayyina test --all`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from claims.actions.verdicts import sources_digest
from tests.factories.pictures import draw_picture, jpeg
from tests.web.naughty import (
    ALONE,
    as_it_is_kept,
    fields_of,
    naughty_packs,
    naughty_texts,
    send,
    spread,
)
from tests.web.world import World, undone

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

TEXTS = naughty_texts()
PACKS = naughty_packs()
# Markup that came through as markup.
ALIVE = (
    "<script>alert(1)",
    "<img src=x onerror",
    "<svg/onload",
    "<iframe src",
    "<base href=//evil",
    '" onmouseover=alert',
    "<details open ontoggle",
    "<form action=//evil",
)


@dataclass(frozen=True, slots=True)
class Form:
    """A form of the desk with fields for words, and the page on which they stand afterwards."""

    name: str
    role: str
    path: Callable[[World], str]
    words: tuple[str, ...]
    others: Callable[[World], dict[str, str]] = lambda _world: {}
    # Where the same fields are filled with what was saved; none where the page only shows it.
    again: Callable[[World], str] | None = None


def of_claim(name: str, **more: str) -> Callable[[World], str]:
    return lambda world: reverse(
        f"desk:{name}", kwargs={"pk": world.claims["researching"].pk, **more}
    )


def of_text(name: str, state: str, **more: str) -> Callable[[World], str]:
    return lambda world: reverse(f"desk:{name}", kwargs={"pk": world.revisions[state].pk, **more})


def of_verdict(world: World) -> str:
    claim = world.revisions["draft"].text.verdict.claim
    return reverse("desk:verdict", kwargs={"pk": claim.pk, "language": "ar"})


def of_picture(name: str) -> Callable[[World], str]:
    return lambda world: reverse(f"desk:{name}", kwargs={"pk": world.asset.pk})


def seen_sources(world: World) -> dict[str, str]:
    verdict = getattr(world.claims["researching"], "verdict", None)
    return {
        "seen": sources_digest(list(verdict.sources.all()) if verdict else []),
        "form-TOTAL_FORMS": "1",
        "form-INITIAL_FORMS": "0",
        "form-0-kind": "primary",
    }


CLAIM = {"language": "ar", "claimant_kind": "person"}
FORMS = (
    Form(
        "the words of a claim",
        "reporter",
        of_claim("claim_edit"),
        ("text", "restated", "claimant_name"),
        lambda _world: CLAIM,
        of_claim("claim_edit"),
    ),
    Form(
        "a verdict text",
        "editor",
        of_verdict,
        ("claim_text", "headline", "summary"),
        lambda world: {"version": str(world.revisions["draft"].version), "media_category": ""},
        of_verdict,
    ),
    Form(
        "a source",
        "reporter",
        of_claim("sources"),
        ("form-0-title", "form-0-publisher", "form-0-quote"),
        seen_sources,
        of_claim("sources"),
    ),
    Form(
        "an appearance",
        "reporter",
        of_claim("claim_appearance"),
        ("appearance-platform", "appearance-account"),
    ),
    Form(
        "why a case is dropped",
        "editor",
        of_claim("case_move", move="drop"),
        ("drop-note",),
        lambda _world: {"drop-reason": "other"},
    ),
    Form(
        "a pasted text",
        "reporter",
        lambda _world: "/desk/intake/",
        ("text-text",),
        lambda _world: {"part": "text"},
    ),
    Form(
        "evidence",
        "reporter",
        of_picture("evidence_add"),
        ("evidence-title", "evidence-note"),
        lambda _world: {
            "evidence-kind": "publisher_date",
            "evidence-role": "seen",
            "evidence-last": "2023-01-02",
            "evidence-url": "https://seen.example/",
        },
    ),
    Form(
        "why a text is returned",
        "editor",
        of_text("text_move", "in_review", move="return"),
        ("reason",),
    ),
    Form(
        "why a text is withdrawn",
        "publisher",
        of_text("text_move", "published", move="withdraw"),
        ("withdraw-reason",),
    ),
    Form(
        "a correction",
        "editor",
        of_text("correct", "published"),
        ("public_note",),
        lambda _world: {"kind": "correction"},
    ),
)
# Fields for addresses and days: most of the texts are neither.
STRICT_FORMS = (
    Form(
        "the address of an appearance",
        "reporter",
        of_claim("claim_appearance"),
        ("appearance-url", "appearance-archived_url", "appearance-first", "appearance-last"),
    ),
    Form(
        "the days of an event", "reporter", of_claim("claim_event"), ("event-first", "event-last")
    ),
    Form(
        "the address and day of a source",
        "reporter",
        of_claim("sources"),
        ("form-0-url", "form-0-archived_url", "form-0-accessed_on", "form-0-language"),
        lambda world: {**seen_sources(world), "form-0-title": "عنوان"},
    ),
    Form(
        "the address of a pasted text",
        "reporter",
        lambda _world: "/desk/intake/",
        ("text-url",),
        lambda _world: {"part": "text", "text-text": "نصّ قصير"},
    ),
    Form(
        "when a text is published",
        "publisher",
        of_text("text_move", "approved", move="schedule"),
        ("publish_at",),
    ),
    Form(
        "a version and a rating",
        "editor",
        of_verdict,
        ("version", "rating", "media_category", "media_also", "finding", "then"),
    ),
    Form(
        "the kind of a claim",
        "reporter",
        of_claim("claim_edit"),
        ("language", "claimant_kind"),
        lambda _world: {"text": "ادّعاء"},
    ),
    Form(
        "a decision about a match",
        "reporter",
        lambda world: reverse("desk:match_decide", args=[world.match.pk]),
        ("note", "seen_from"),
        lambda _world: {"decision": "confirmed"},
    ),
    Form(
        "a sign-in",
        "anonymous",
        lambda _world: "/desk/sign-in/",
        ("username", "login", "next"),
        lambda _world: {"password": "wrong"},
    ),
    Form("a language", "editor", lambda _world: "/desk/language/", ("language", "next")),
)


def alive(page: str) -> list[str]:
    return [markup for markup in ALIVE if markup in page]


def told_of(world: World, form: Form, text: str) -> str:
    """Send the text in every field; return what is wrong with the answer, or nothing."""
    client = world.browser(form.role)
    sent = {**form.others(world), **dict.fromkeys(form.words, text)}
    response: Any = send(client, form.path(world), sent)
    wanted = as_it_is_kept(text)
    sent_on = response.status_code == 302
    if sent_on:
        # Where nothing is filled in again, the page afterwards shows what was sent.
        response = client.get(form.again(world) if form.again else response.headers["Location"])
        if response.status_code != 200:
            return f"page afterwards: {response.status_code}"
    elif response.status_code not in {409, 422}:
        return f"{response.status_code}"
    if alive(response.content.decode()):
        return f"{alive(response.content.decode())}"
    if sent_on and form.again is None:
        return ""  # the page shows it, and its forms are fresh ones
    kept = fields_of(response)
    changed = [
        name
        for name in form.words
        if name in kept and _lines(kept[name], name) != _lines(wanted, name)
    ]
    return f"{response.status_code}: changed in {changed}" if changed else ""


# Names of people and places are kept on one line, with one space between words.
ONE_LINE = frozenset({"claimant_name"})


def _lines(text: str, field: str) -> str:
    """Return a text with its line breaks as one kind, and without what HTML cannot hold."""
    one_kind = text.replace("\r\n", "\n").replace("\r", "\n")
    shown = one_kind.replace("\0", "").replace("\ufffd", "").strip()
    return " ".join(shown.split()) if field in ONE_LINE else shown


def lost(world: World, form: Form, texts: list[str]) -> dict[str, str]:
    """Send the texts one after another; return what is wrong with the answers."""
    wrong = {}
    for text in texts:
        with undone():
            wrong[text[:80]] = told_of(world, form, text)
    return {text: why for text, why in wrong.items() if why}


def broken(world: World, form: Form, requests: list[dict[str, str]]) -> list[str]:
    """Send the forms one after another; return the answers that should not have been given."""
    client = world.browser(form.role)
    wrong = []
    for words in requests:
        with undone():
            response = send(client, form.path(world), {**form.others(world), **words})
        found = alive(response.content.decode())
        if found or response.status_code not in {200, 204, 302, 404, 409, 422, 429}:
            sent = {name: text[:80] for name, text in words.items()}
            wrong.append(f"{response.status_code} {found}: {sent}")
    return wrong


def test_a_shared_field_holds_every_text() -> None:
    lines = {line for pack in PACKS for line in pack.split("\n")}

    assert {line for text in TEXTS for line in text.split("\n")} <= lines
    assert len(PACKS) < len(TEXTS) / 2


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_a_text_is_kept_or_refused_and_never_lost(world: World, form: Form) -> None:
    assert lost(world, form, PACKS) == {}


@pytest.mark.long
@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_every_text_by_itself_is_kept_or_refused_and_never_lost(world: World, form: Form) -> None:
    assert lost(world, form, TEXTS) == {}


@pytest.mark.parametrize("form", STRICT_FORMS, ids=lambda form: form.name)
def test_what_is_no_address_or_day_is_answered_and_nothing_breaks(world: World, form: Form) -> None:
    # Words of a kind are refused alike; what may be taken for an address or a day goes alone.
    texts = naughty_packs(ALONE | {"addresses", "dates", "paths", "formulas"})

    assert broken(world, form, spread(texts, form.words)) == []


@pytest.mark.long
@pytest.mark.parametrize("form", STRICT_FORMS, ids=lambda form: form.name)
def test_every_text_in_all_fields_is_answered_and_nothing_breaks(world: World, form: Form) -> None:
    assert broken(world, form, [dict.fromkeys(form.words, text) for text in TEXTS]) == []


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/desk/", "q"),
        ("/desk/claims/", "q"),
        ("/desk/claims/", "status"),
        ("/desk/pictures/", "page"),
        ("/ar/", "page"),
    ],
)
def test_whatever_is_searched_for_is_answered(world: World, path: str, name: str) -> None:
    client = world.browser("reporter")
    texts = [as_it_is_kept(text)[:2000] for text in PACKS]

    answers = [(text, client.get(path, {name: text})) for text in texts]

    assert {response.status_code for _text, response in answers} <= {200, 404}
    assert not [text for text, response in answers if alive(response.content.decode())]


def test_the_body_of_a_verdict_keeps_its_words_and_loses_what_could_run(world: World) -> None:
    client = world.browser("editor")
    revision = world.revisions["draft"]

    pages = {}
    # Markup goes alone: one text could hide the next in a comment.
    for text in naughty_packs(ALONE | {"html"}):
        with undone():
            sent = {"version": str(revision.version), "media_category": "", "body": text}
            answer = send(client, of_verdict(world), sent)
            preview = client.get(reverse("desk:preview", args=[revision.pk]))
            pages[text[:80]] = (
                answer.status_code,
                preview.status_code,
                alive(preview.content.decode()),
            )

    assert {status for status, _preview, _alive in pages.values()} <= {302, 422}
    assert {status for _status, status, _alive in pages.values()} == {200}
    # A quotation mark between tags is no attribute's end.
    running = set(ALIVE) - {'" onmouseover=alert'}
    assert not [text for text, (*_statuses, found) in pages.items() if running & set(found)]


def test_a_file_may_be_called_anything(world: World) -> None:
    client = world.browser("reporter")
    picture = jpeg(draw_picture(51))

    statuses = {}
    for text in naughty_packs(ALONE | {"paths"}):
        name = as_it_is_kept(text)[:200] or "x"
        with undone():
            upload = SimpleUploadedFile("x.jpg", picture)
            # Set past Django, which would clean it for us: a stranger's client does not.
            upload._name = name  # type: ignore[attr-defined]
            response = client.post(
                "/desk/intake/", {"part": "pictures", "pictures-uploads": upload}
            )
        statuses[text[:80]] = response.status_code

    assert set(statuses.values()) <= {302, 422}, statuses


def test_a_text_in_an_address_is_not_found(world: World) -> None:
    client = world.browser("reporter")
    paths = [f"/ar/v/{as_it_is_kept(text)[:300]}/" for text in TEXTS]

    answers = [client.get(path.replace("?", "").replace("#", "")) for path in paths]

    assert {answer.status_code for answer in answers} <= {200, 301, 302, 404}
    assert not [answer for answer in answers if alive(unescape(answer.content.decode()))]
