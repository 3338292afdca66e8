"""What the Content Credentials (C2PA) of a file say, and what of it may date the picture.

The rule of dating for them has its home here: when the signing time bounds the age of the file's
bytes, and how far the signer's other dates go. A file without credentials says nothing at all (most
sites strip them). Reading the bytes is the adapter's; how evidence is weighed is ``findings.py``'s.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from media_provenance.domain.date_evidence import Grade
from media_provenance.domain.signers_words import (
    SignersAction,
    SignersDate,
    active_manifest,
    claim_version,
    dict_or_empty,
    generator_of,
    list_or_empty,
    signers_actions,
    signers_dates,
    text_or_empty,
)

__all__ = [
    "ContentCredentials",
    "CredentialsReading",
    "CredentialsState",
    "TimeProblem",
    "credentials_elsewhere",
    "reading_of",
]


class CredentialsState(StrEnum):
    """How the signature and the file's bytes fit; the C2PA reader's own words in lower case.

    Valid says that nothing was changed since signing; trusted, that the signer is on the list of
    trust as well. Neither covers the time of signing. Invalid is "could not be verified", which
    real cameras with older drafts of the standard give too, and is never called fake.
    """

    INVALID = "invalid"
    VALID = "valid"
    TRUSTED = "trusted"


class TimeProblem(StrEnum):
    """Why a signing time does not bound the age of the file; ``wording`` says each."""

    NOT_VERIFIED = "not_verified"
    SIGNATURE_NOT_VALIDATED = "signature_not_validated"
    BYTES_NOT_BOUND = "bytes_not_bound"
    NO_TIME = "no_time"
    TIME_STAMP_NOT_VALIDATED = "time_stamp_not_validated"
    TIME_STAMP_NOT_TRUSTED = "time_stamp_not_trusted"


@dataclass(frozen=True, slots=True)
class ContentCredentials:
    """A manifest store that a file carries, as it was read by certain lists of trust.

    Attributes:
        state: of the active manifest.
        codes: validation codes of the active manifest in the order given, each as
            ``success:claimSignature.validated``; success, informational or failure before the
            colon, and the code as C2PA 2.2, section 15.2, spells it after it.
        manifest_store: the store as the reader's JSON, at most 1 MiB; the signer's words.
        trust: digest of the lists it was read by (`TrustSettings.digest`).
        stamped_at: when the time stamp was given, by the clock of its authority; None without one
            that could be read.
        stamped_by: name of that authority by its own certificate.
        stamp_listed: whether the time stamp leads to an authority on our list.
    """

    state: CredentialsState
    codes: tuple[str, ...]
    manifest_store: dict[str, Any]
    trust: str = ""
    stamped_at: datetime | None = None
    stamped_by: str = ""
    stamp_listed: bool = False

    def as_record(self) -> dict[str, Any]:
        """Return the values that are stored, fit for JSON."""
        return {
            "state": self.state.value,
            "codes": list(self.codes),
            "manifest_store": self.manifest_store,
            "trust": self.trust,
            "stamped_at": None if self.stamped_at is None else self.stamped_at.isoformat(),
            "stamped_by": self.stamped_by,
            "stamp_listed": self.stamp_listed,
        }


@dataclass(frozen=True, slots=True)
class CredentialsReading:
    """The credentials of a file as people and the dating rules need them.

    Attributes:
        state: see there.
        signer, signer_name: organisation and name in the signer's certificate, perhaps ``""``.
        signer_listed: whether that certificate leads to the list of trust.
        signed_at: the time of signing that the credentials give, UTC; None if none.
        authority: whose clock gave it, ``""`` if nobody is named.
        time_stamp_listed: whether that authority is on our list or on the signers'.
        why: what keeps the time from bounding anything, in a fixed order; empty if it bounds.
        actions: what the signer says was done, in order.
        generator: the program that wrote the credentials.
        dates: other dates that the signer asserts, which may count as a signer's word; empty
            where nothing could be verified.
        failures: codes of what failed.
    """

    state: CredentialsState
    signer: str
    signer_name: str
    signer_listed: bool
    signed_at: datetime | None
    authority: str
    time_stamp_listed: bool
    why: tuple[TimeProblem, ...]
    actions: tuple[SignersAction, ...]
    generator: str
    dates: tuple[SignersDate, ...]
    failures: tuple[str, ...]

    @property
    def bounds_time(self) -> bool:
        """Whether these very bytes existed by ``signed_at``, attested by a third party."""
        return not self.why

    @property
    def source_types(self) -> tuple[str, ...]:
        """The digital source types that the actions name, each once."""
        return tuple(dict.fromkeys(one.source_type for one in self.actions if one.source_type))


def credentials_elsewhere(record: Mapping[str, Any] | None) -> str:
    """Return the address at which a file's manifest lies, ``""`` where it carries its own."""
    return text_or_empty(dict_or_empty(record).get("url"))


def reading_of(record: Mapping[str, Any] | None) -> CredentialsReading | None:
    """Return what a stored record of credentials says; None for none, or for a mere address.

    The record holds a signer's words: whatever has not the shape it should have is left out.

    Args:
        record: of ``ContentCredentials.as_record``.

    The rule: a signing time is an upper bound only if the state is valid or trusted, and the
    active manifest's codes of success say that the signature holds, that it binds the file's
    bytes, and that the time stamp fits and is trusted. The overall state covers none of the last.
    A time stamp is trusted if our own check leads to a list; or if the reader says so, which for
    claims of version 1 it does without looking, so that there only our check counts. What the
    signer says beside it is a signer's word.
    """
    record = dict_or_empty(record)
    if record.get("state") not in list(CredentialsState):
        return None
    state = CredentialsState(record["state"])
    codes = frozenset(code for code in list_or_empty(record.get("codes")) if isinstance(code, str))
    manifest = active_manifest(record.get("manifest_store"))
    signature = dict_or_empty(manifest.get("signature_info"))
    signed_at = _instant(text_or_empty(signature.get("time")))
    stamped_at = _instant(text_or_empty(record.get("stamped_at")))
    listed = (record.get("stamp_listed") is True and _same_second(signed_at, stamped_at)) or (
        _TIME_STAMP_TRUSTED in codes and claim_version(manifest) >= 2
    )
    return CredentialsReading(
        state=state,
        signer=text_or_empty(signature.get("issuer")),
        signer_name=text_or_empty(signature.get("common_name")),
        signer_listed=_SIGNER_TRUSTED in codes,
        signed_at=signed_at,
        authority=text_or_empty(record.get("stamped_by")),
        time_stamp_listed=listed,
        why=tuple(_time_problems(state, codes, signed_at, listed=listed)),
        actions=tuple(signers_actions(manifest)),
        generator=generator_of(manifest),
        dates=(
            ()
            if state is CredentialsState.INVALID
            else tuple(
                signers_dates(manifest, Grade.C if state is CredentialsState.TRUSTED else Grade.D)
            )
        ),
        failures=tuple(
            sorted(code.removeprefix("failure:") for code in codes if code.startswith("failure:"))
        ),
    )


_SIGNER_TRUSTED = "success:signingCredential.trusted"
_TIME_STAMP_TRUSTED = "success:timeStamp.trusted"
_BINDINGS = frozenset(
    f"success:assertion.{name}.match" for name in ("dataHash", "boxesHash", "bmffHash")
)


def _time_problems(
    state: CredentialsState, codes: frozenset[str], signed_at: datetime | None, *, listed: bool
) -> Iterator[TimeProblem]:
    if state is CredentialsState.INVALID:
        yield TimeProblem.NOT_VERIFIED
    if "success:claimSignature.validated" not in codes:
        yield TimeProblem.SIGNATURE_NOT_VALIDATED
    if not codes & _BINDINGS:
        yield TimeProblem.BYTES_NOT_BOUND
    if signed_at is None:
        yield TimeProblem.NO_TIME
        return
    if "success:timeStamp.validated" not in codes:
        yield TimeProblem.TIME_STAMP_NOT_VALIDATED
    if not listed:
        yield TimeProblem.TIME_STAMP_NOT_TRUSTED


def _same_second(one: datetime | None, other: datetime | None) -> bool:
    """Whether two readers of one time stamp mean the same; one of them may drop fractions."""
    return one is not None and other is not None and abs(one - other) < timedelta(seconds=1)


def _instant(text: str) -> datetime | None:
    """Return an instant that was written with its offset, None if it is none."""
    try:
        moment = datetime.fromisoformat(text)
        return None if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
