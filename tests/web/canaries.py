"""Puts a word of its own into every text that is stored, and looks for them in what goes out.

A new field is covered without anybody thinking of it: whatever holds text gets a canary, unless
it stands in one of the two lists below with the reason.
"""

from __future__ import annotations

import io
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import unquote

from django.apps import apps
from django.conf import settings
from django.db import connection, models
from django.http import HttpResponseBase
from django.test import Client
from PIL import Image

from claims.models import Verdict
from media_provenance.models import RENDITION_SIDES, MediaAsset
from tests.web import table

# Arabic letters, so that an escaped spelling of them has to be seen through as well.
MARK = "كنري"
# What names a thing or a day in stored JSON stays: it is no word, and pages are looked up by it.
_ID_OR_DAY = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-|\d{4}-\d\d-\d\d")
_SEEN = re.compile(MARK + r"(\d+)")

# Words that readers are shown from the row itself.
PUBLIC_ON_PURPOSE = {
    "claims.Revision.snapshot": "what was frozen at publication is what readers see",
    "claims.Revision.withdrawn_reason": "the stone says why, and the form says that it will",
    "claims.RatingLabel.label": "the scale is explained on the methodology page",
    "claims.RatingLabel.definition": "the scale is explained on the methodology page",
    "claims.HistoryHead.statement": "the signed head is published so that others can keep it",
    "claims.HistoryHead.signature": "the signed head is published so that others can keep it",
    "claims.HistoryKey.statement": "keys introduce each other in public",
    "claims.HistoryKey.signature": "keys introduce each other in public",
}
# No words, but names of things and digests, by which public addresses and pages are found.
NAMES_OF_THINGS = {
    "claims.AuditEvent.name": "the name of a move, from a closed list",
    "claims.AuditEvent.hash": "a digest of the chain; the public history names it",
    "claims.AuditEvent.previous": "a digest of the chain",
    "claims.HistoryHead.site_hash": "a digest of the chain",
    "claims.HistoryHead.claim_hash": "a digest of the chain",
    "claims.HistoryHead.public_id": "part of a public address",
    "claims.HistoryKey.key_id": "a key's number",
    "claims.HistoryKey.public": "a public key",
    "claims.SiteEntry.claim_hash": "a digest of the chain",
    "claims.SiteEntry.hash": "a digest of the chain",
    "claims.SiteEntry.previous": "a digest of the chain",
    "claims.SiteHead.hash": "a digest of the chain",
    "auth.Group.name": "a role, from a closed list; changed, nobody would have one",
    "auth.User.password": "a hash; changed, nobody would be signed in",
    "sessions.Session.session_data": "sealed by Django; changed, nobody would be signed in",
    "claims.NewsItem.published_conflicts": "names of conflicts, from a closed list",
    "media_provenance.Match.orientation": "a name, from a closed list",
    "media_provenance.Match.homography": "nine numbers",
    "media_provenance.Match.first_part": "places, as numbers",
    "media_provenance.Match.second_part": "places, as numbers",
    "media_provenance.Match.alteration": "numbers, and names from closed lists",
    "media_provenance.PictureSearch.results": "numbers, ids, and names from closed lists",
    "media_provenance.PictureSearch.marks": "names, from a closed list",
    "media_provenance.MediaAsset.content_credentials": "a record or nothing; here there is none",
    "media_provenance.MediaAsset.reading_notes": "codes, from a closed list",
    "media_provenance.ProviderCall.provider": "a name, from a closed list",
    "media_provenance.ProviderCall.operation": "a name, from a closed list",
    "media_provenance.ProviderCall.outcome": "a name, from a closed list",
    "media_provenance.ProviderCall.asked_for": "the id of a claim; changed, it would have no page",
    "media_provenance.ProviderPace.name": "a name, from a closed list",
    "media_provenance.Evidence.kind": "a name, from a closed list",
    "media_provenance.Evidence.precision": "a name, from a closed list",
    "media_provenance.Finding.kind": "a name, from a closed list",
    "media_provenance.Finding.strength": "a name, from a closed list",
    "claims.Rating.key": "the key of a rating stands in the markup of every verdict",
    "claims.RatingLabel.language": "a language code",
    "claims.Verdict.public_id": "part of a public address",
    "claims.VerdictText.language": "a language code, part of a public address",
}
# Tables in which nothing of ours is written.
NOT_OURS = frozenset({"contenttypes.ContentType", "auth.Permission"})


@dataclass(frozen=True, slots=True)
class Planted:
    """Which text each canary stands in: its number -> app.Model.field."""

    where: Mapping[int, str]
    rows: Mapping[str, int]

    def found_in(self, texts: Iterable[str]) -> set[str]:
        """Name the fields whose words have come out."""
        numbers = {int(one) for text in texts for one in _SEEN.findall(text)}
        return {self.where[number] for number in numbers}


def text_fields(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """List the fields that hold text which somebody or something wrote."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField | models.JSONField)
        and not field.primary_key
        and not field.choices
        and f"{model._meta.label}.{field.name}" not in PUBLIC_ON_PURPOSE.keys() | NAMES_OF_THINGS
    ]


def plant() -> Planted:
    """Write a canary into every text of every row; the database's own guards are off meanwhile."""
    numbers = itertools.count(1)
    where: dict[int, str] = {}
    rows: dict[str, int] = {}
    _take_the_guards_away()
    for model in apps.get_models():
        label = model._meta.label
        if label in NOT_OURS or model._meta.proxy:
            continue
        fields = text_fields(model)
        found = list(model._base_manager.all())
        rows[label] = len(found)
        for row in found:
            written = {}
            for field in fields:
                number = next(numbers)
                where[number] = f"{label}.{field.name}"
                written[field.name] = _sung(getattr(row, field.name), f"{MARK}{number}")
            if written:
                model._base_manager.filter(pk=row.pk).update(**written)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
    return Planted(where, rows)


def _take_the_guards_away() -> None:
    """Let any text be written into any row. Undone at the end of the test, like all the rest.

    Triggers refuse to change what is published or in the history, and checks want words from
    closed lists in some of the columns.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            "SELECT conrelid::regclass::text, quote_ident(conname) FROM pg_constraint"
            " WHERE contype = 'c' AND connamespace = 'public'::regnamespace"
        )
        for table_name, constraint in cursor.fetchall():
            cursor.execute(f"ALTER TABLE {table_name} DROP CONSTRAINT {constraint}")


def _sung(value: Any, canary: str) -> Any:
    """Return a value of the same shape with the canary in every text of it."""
    if isinstance(value, dict):
        return {**{key: _sung(one, canary) for key, one in value.items()}, "canary": canary}
    if isinstance(value, list):
        return [*(_sung(one, canary) for one in value), canary]
    if isinstance(value, bool | int | float) or _ID_OR_DAY.match(str(value)):
        return value
    return canary


def public_paths() -> list[str]:
    """List every public address there can be, and some that nobody has."""
    pools: Mapping[str, list[object]] = {
        "language": [code for code, _name in settings.LANGUAGES],
        "public_id": [*Verdict.objects.values_list("public_id", flat=True), "2" * 22],
        "asset_id": list(MediaAsset.objects.values_list("pk", flat=True)),
        "size": [*RENDITION_SIDES, 7],
        "number": [1, 2, 3],
    }
    found = ["/ar/none/", "/none", "/static/none.css", "/media/none.jpg"]
    for route in table.routes():
        if route.path.startswith("desk/"):
            continue
        names = re.findall(r"<(?:\w+:)?(\w+)>", route.path)
        unknown = set(names) - set(pools)
        assert not unknown, f"Say in tests/web/canaries.py what {unknown} of {route} can be"
        for values in itertools.product(*(pools[name] for name in names)):
            path = route.path
            for name, value in zip(names, values, strict=True):
                path = re.sub(rf"<(?:\w+:)?{name}>", str(value), path)
            found.append(f"/{path}")
    return found


def public_bytes(client: Client, path: str) -> Iterator[str]:
    """Ask in every way a reader's browser asks; give the headers and the words that came."""
    first = client.get(path)
    yield _all_of(first)
    yield _all_of(client.head(path))
    yield _all_of(client.get(path, {"page": "2", "utm_source": "x"}))
    if "ETag" in first.headers:
        yield _all_of(client.get(path, headers={"If-None-Match": first.headers["ETag"]}))


def _all_of(response: HttpResponseBase) -> str:
    body = b"".join(response)
    if response.headers.get("Content-Type", "").startswith("image/") and body:
        return f"{response.headers}\n{_all_in_picture(body)}"
    return f"{response.headers}\n{seen_through(body.decode('utf-8', 'replace'))}"


def _all_in_picture(data: bytes) -> str:
    with Image.open(io.BytesIO(data)) as picture:
        return f"{picture.info}\n{dict(picture.getexif())}\n{data.decode('latin-1')}"


def seen_through(text: str) -> str:
    """Return a text in every spelling: as it is, and without entities, escapes and percents."""
    return "\n".join(
        (
            text,
            unescape(text),
            unquote(text),
            re.sub(r"\\u([0-9a-fA-F]{4})", lambda escape: chr(int(escape[1], 16)), text),
        )
    )
