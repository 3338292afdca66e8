"""The texts that the history's hashes and signatures are made of.

For: what must be the same everywhere and for ever — the link of the site's chain, the statement
that is signed, the digest of what was published. docs/reference/history-format.md tells an
outsider the same. The text of one event is composed in the database, where nobody can be
forgotten (migration 0004). Not for reading rows or keys.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar

DOCUMENT_FORMAT = "bayyina-history/1"
SITE_TAG = "bayyina-history-site/1"
HEAD_TAG = "bayyina-history-head/1"
KEY_TAG = "bayyina-history-key/1"

# What the first link of a chain names as the one before it.
NOTHING_BEFORE = "0" * 64
# Characters of a hash that are shown to people: 48 bits, enough to compare by eye.
SHORT = 12

# What readers may know of: everything else in a history is the desk's own.
PUBLIC_EVENTS = ("text.publish", "text.supersede", "text.withdraw")
# Of those, the values that readers may see; never a person, a draft's words or a note of the desk.
PUBLIC_VALUES = ("language", "revision", "kind", "note", "reason")
PUBLIC_STATES = ("status", "rating", "revision")


class UnreadableStatement(ValueError):
    """The text is no statement of ours."""


class NoSigningKey(Exception):
    """The history's head cannot be signed; ``reason`` is a code that `claims.wording` explains.

    One of "missing" (no file), "unreadable", "open" (others may read it), "broken" (no Ed25519
    key in it) and "stranger" (not the key that this database knows as the current one).
    """

    def __init__(self, reason: str, path: str = "") -> None:
        super().__init__(f"the history key {path} cannot be used: {reason}")
        self.reason = reason
        self.path = path


class HistoryBroken(Exception):
    """The nightly check found a break; the message says where."""


def digest(text: str) -> str:
    """Return the SHA-256 of the text in UTF-8, as 64 lower-case hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def snapshot_digest(snapshot: Mapping[str, Any]) -> str:
    """Return the digest of what was frozen when a text was published.

    Of its JSON with sorted keys, no blanks and no escapes but those that JSON demands.
    """
    return digest(json.dumps(snapshot, sort_keys=True, separators=(",", ":"), ensure_ascii=False))


def written(at: datetime) -> str:
    """Return an aware instant as it stands in the texts: UTC, microseconds, "Z"."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def read_instant(text: str) -> datetime:
    """Undo `written`.

    Raises:
        UnreadableStatement.
    """
    try:
        return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
    except ValueError as error:
        raise UnreadableStatement(text) from error


def site_text(*, number: int, previous: str, claim: str, claim_number: int, claim_hash: str) -> str:
    """Return the text of one link of the site's chain; its `digest` is the link's hash.

    Every line ends with a line feed. The database composes the same in `claims_site_text`.
    """
    return _lines(
        SITE_TAG,
        number=str(number),
        previous=previous,
        claim=claim,
        **{"claim-number": str(claim_number), "claim-hash": claim_hash},
    )


@dataclass(frozen=True, slots=True)
class HeadStatement:
    """What a signed head says: so far had the history of this site come at this time.

    Attributes:
        site: the site's public address.
        number, hash: of the newest link of the site's chain.
        verdict: public id of the verdict whose move caused it; "" for the nightly one.
        claim_number, claim_hash: the event of that verdict's claim; 0 and "" for the nightly one.
        at: when it was signed.
        key: id of the key that signs.
    """

    site: str
    number: int
    hash: str
    verdict: str
    claim_number: int
    claim_hash: str
    at: datetime
    key: str

    def text(self) -> str:
        """Return the text that is signed, in UTF-8."""
        return _lines(
            HEAD_TAG,
            site=self.site,
            number=str(self.number),
            hash=self.hash,
            verdict=self.verdict,
            **{"claim-number": str(self.claim_number), "claim-hash": self.claim_hash},
            at=written(self.at),
            key=self.key,
        )


@dataclass(frozen=True, slots=True)
class KeyStatement:
    """What the former key says of the next: from now on, this one signs.

    Attributes:
        key, public: id and raw public key (32 bytes in Base64) of the new key.
        replaces: id of the former key, which signs this.
    """

    site: str
    key: str
    public: str
    replaces: str
    at: datetime

    def text(self) -> str:
        """Return the text that the former key signs, in UTF-8."""
        return _lines(
            KEY_TAG,
            site=self.site,
            key=self.key,
            public=self.public,
            replaces=self.replaces,
            at=written(self.at),
        )


def read_head_statement(text: str) -> HeadStatement:
    """Read the text of a signed head.

    Raises:
        UnreadableStatement: it is not exactly what `HeadStatement.text` writes.
    """
    values = _values(HEAD_TAG, text)
    try:
        statement = HeadStatement(
            site=values["site"],
            number=int(values["number"]),
            hash=values["hash"],
            verdict=values["verdict"],
            claim_number=int(values["claim-number"]),
            claim_hash=values["claim-hash"],
            at=read_instant(values["at"]),
            key=values["key"],
        )
    except (KeyError, ValueError) as error:
        raise UnreadableStatement(text[:80]) from error
    return _same(statement, text)


def read_key_statement(text: str) -> KeyStatement:
    """Read the text by which a key is replaced.

    Raises:
        UnreadableStatement: it is not exactly what `KeyStatement.text` writes.
    """
    values = _values(KEY_TAG, text)
    try:
        statement = KeyStatement(
            site=values["site"],
            key=values["key"],
            public=values["public"],
            replaces=values["replaces"],
            at=read_instant(values["at"]),
        )
    except (KeyError, ValueError) as error:
        raise UnreadableStatement(text[:80]) from error
    return _same(statement, text)


S = TypeVar("S", HeadStatement, KeyStatement)


def _same(statement: S, text: str) -> S:
    if statement.text() != text:
        raise UnreadableStatement(text[:80])
    return statement


def _lines(tag: str, **values: str) -> str:
    if any("\n" in value for value in values.values()):
        raise ValueError("a value of a statement is one line")
    return tag + "\n" + "".join(f"{name}: {value}\n" for name, value in values.items())


def _values(tag: str, text: str) -> dict[str, str]:
    first, *rest = text.split("\n")
    if first != tag:
        raise UnreadableStatement(text[:80])
    pairs = (line.partition(": ") for line in rest if line)
    return {name: value for name, _, value in pairs}
