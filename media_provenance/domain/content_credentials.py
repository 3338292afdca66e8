"""What the Content Credentials (C2PA) of a file say, as they were read.

Plain values, with no judgement: whether a signing time may bound a date is for the rules of
dating, and a file without credentials says nothing at all (most sites strip them).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class CredentialsState(StrEnum):
    """How the signature and the file's bytes fit; the C2PA reader's own words in lower case.

    Valid says that nothing was changed since signing; trusted, that the signer is on the list of
    trust as well. Neither covers the time of signing. Invalid is "could not be verified", which
    real cameras with older drafts of the standard give too, and is never called fake.
    """

    INVALID = "invalid"
    VALID = "valid"
    TRUSTED = "trusted"


@dataclass(frozen=True, slots=True)
class ContentCredentials:
    """A manifest store that a file carries.

    Attributes:
        state: of the active manifest.
        codes: validation codes of the active manifest in the order given, each as
            ``success:claimSignature.validated``; success, informational or failure before the
            colon, and the code as C2PA 2.2, section 15.2, spells it after it.
        manifest_store: the store as the reader's JSON, at most 1 MiB; the signer's words.
    """

    state: CredentialsState
    codes: tuple[str, ...]
    manifest_store: dict[str, Any]

    def as_record(self) -> dict[str, Any]:
        """Return the values that are stored, fit for JSON."""
        return {
            "state": self.state.value,
            "codes": list(self.codes),
            "manifest_store": self.manifest_store,
        }
