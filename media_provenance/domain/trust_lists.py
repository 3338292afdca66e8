"""What Content Credentials are judged by: the lists of trust in force, as texts.

Values only. Whether a text is a list of its kind is ``adapters/certificates.py``'s to say; what a
reading by these lists may be used for is ``content_credentials.py``'s.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum

__all__ = [
    "NO_LISTS",
    "TrustKind",
    "TrustListProblem",
    "TrustListRefused",
    "TrustSettings",
    "has_private_key",
    "trust_settings_of",
]


class TrustKind(StrEnum):
    """What a list is of; the first three are the C2PA reader's own (`trust.*` of its settings).

    Its list of single signers (`trust.allowed_list`) is not among them: in c2pa-python 0.38.1 it
    changed nothing, neither as certificates nor as digests (measured), and a list without effect
    would mislead whoever pastes it.
    """

    ANCHORS = "anchors"
    USER_ANCHORS = "user_anchors"
    PURPOSES = "purposes"
    TIME_STAMPS = "time_stamps"


class TrustListProblem(StrEnum):
    """Why a list of trust is not taken; ``wording`` says each."""

    NOTHING_LISTED = "nothing_listed"
    PRIVATE_KEY = "private_key"
    CERTIFICATE_UNREADABLE = "certificate_unreadable"
    LINE_UNREADABLE = "line_unreadable"
    TOO_MANY = "too_many"
    TOO_LONG = "too_long"
    KNOWN_ALREADY = "known_already"
    RETIRED_ALREADY = "retired_already"


class TrustListRefused(ValueError):
    """A list of trust that is not taken, or cannot be retired.

    Attributes:
        problem: the reason.
        detail: where or how much, as short technical text; perhaps ``""``.
    """

    def __init__(self, problem: TrustListProblem, detail: str = "") -> None:
        super().__init__(f"{problem.value}: {detail}" if detail else problem.value)
        self.problem = problem
        self.detail = detail


@dataclass(frozen=True, slots=True)
class TrustSettings:
    """The lists of trust in force, each kind as one text; ``""`` where there is none.

    Attributes:
        anchors, user_anchors: certificates (PEM) of authorities that vouch for signers.
        purposes: extended key usages (EKU) that a signer's certificate may have beside those of
            the standard, as object identifiers, one a line; lines that begin with ``//`` are
            remarks.
        time_stamps: certificates (PEM) of authorities whose time stamps are trusted, beside those
            of ``anchors``. A list of its own (C2PA 2.2, 14.2): who vouches for clocks does not
            thereby vouch for signers.
    """

    anchors: str = ""
    user_anchors: str = ""
    purposes: str = ""
    time_stamps: str = ""

    @property
    def digest(self) -> str:
        """SHA-256 (hexadecimal) that names these lists together; a reading keeps it."""
        whole = hashlib.sha256()
        for kind, text in self.as_record().items():
            whole.update(f"{kind}:{len(text)}:{text}".encode())
        return whole.hexdigest()

    def as_record(self) -> dict[str, str]:
        """Return the texts by kind, fit for JSON."""
        return asdict(self)

    @classmethod
    def from_record(cls, record: Mapping[str, str]) -> TrustSettings:
        """Return the lists that ``as_record`` wrote; kinds that are missing are empty."""
        return cls(**{kind.value: str(record.get(kind.value, "")) for kind in TrustKind})


NO_LISTS = TrustSettings()


def has_private_key(text: str) -> bool:
    """Return whether a private key (PEM, of any algorithm) stands in a text."""
    return "PRIVATE KEY" in text


def trust_settings_of(lists: Iterable[tuple[str, str]]) -> TrustSettings:
    """Join several lists of the same kind, in the order given.

    Args:
        lists: kind (`TrustKind`) and text of each.

    Raises:
        ValueError: for an unknown kind.
    """
    texts: dict[str, list[str]] = {}
    for kind, text in lists:
        texts.setdefault(TrustKind(kind).value, []).append(text.strip())
    return TrustSettings.from_record({kind: "\n".join(all_of) for kind, all_of in texts.items()})
