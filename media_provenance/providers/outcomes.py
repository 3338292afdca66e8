"""How a question to a service ended, in codes that the desk puts into sentences."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["Outcome", "ProviderTrouble", "TryLater"]


class Outcome(StrEnum):
    """What became of a call. The first three are answers, the rest are not."""

    FOUND = "found"
    NOTHING = "nothing"
    PENDING = "pending"  # taken up there, and not done yet

    BLOCKED = "blocked"  # the service does not show this address
    LIMITED = "limited"  # too many questions, and the wait was too long
    SERVER_ERROR = "server_error"
    TOO_SLOW = "too_slow"
    NOT_REACHED = "not_reached"  # no connection, or one that our own rules refuse
    UNREADABLE = "unreadable"  # not the sort of answer that the service gives
    KEY_REFUSED = "key_refused"
    REJECTED = "rejected"  # the service does not take the question
    SWITCHED_OFF = "switched_off"  # since it was asked for
    FAILED_THERE = "failed_there"  # the service tried, and says that it could not

    @property
    def is_answer(self) -> bool:
        """Whether the service answered the question, be it with nothing."""
        return self in (Outcome.FOUND, Outcome.NOTHING, Outcome.PENDING)


class ProviderTrouble(Exception):
    """A question that was not answered, for good.

    Attributes:
        outcome: the code.
        detail: one English phrase with the fact behind it, at most 200 characters; may hold text
            that the service sent, with control characters escaped.
    """

    def __init__(self, outcome: Outcome, detail: str = "") -> None:
        self.outcome = outcome
        self.detail = detail[:200].encode("unicode_escape").decode("ascii")[:200]
        super().__init__(f"{outcome}" + (f" ({self.detail})" if detail else ""))


class TryLater(ProviderTrouble):
    """A question that may be answered at another time.

    Attributes:
        seconds: how long to wait; None where the service does not say and the asker chooses.
        was_sent: whether a request went out; False where only the turn was too far off.
    """

    def __init__(
        self,
        outcome: Outcome,
        detail: str = "",
        *,
        seconds: float | None = None,
        was_sent: bool = True,
    ) -> None:
        super().__init__(outcome, detail)
        self.seconds = seconds
        self.was_sent = was_sent
