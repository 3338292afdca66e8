"""Published verdicts whose finding changed, in words: what readers are told, what is said now.

The sentences of the findings are `media_provenance.wording`'s; nothing is decided here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from claims.models import FindingAlert
from media_provenance.models import Finding
from media_provenance.wording import finding_sentence
from multilingual.intervals import DateInterval


@dataclass(frozen=True, slots=True)
class ShownAlert:
    """One alert.

    Attributes:
        alert: the row.
        told: the sentence that readers are told.
        now: the sentence of what the evidence says now; of nothing, that there is nothing.
        same_words: the sentence is the same, and what it rests on is not.
    """

    alert: FindingAlert
    told: str
    now: str

    @property
    def same_words(self) -> bool:
        return self.told == self.now


def shown_alerts(alerts: Iterable[FindingAlert]) -> list[ShownAlert]:
    """Put alerts into the reader's language. No query, for alerts of ``open_alerts``."""
    return [ShownAlert(one, _sentence(one.finding), _sentence(one.replaced_by)) for one in alerts]


def _sentence(finding: Finding | None) -> str:
    if finding is None:
        return _("Nothing can be said of the picture's date any more: its evidence was withdrawn.")
    event = DateInterval(finding.event_first_day, finding.event_last_day)
    return finding_sentence(finding, event=event)
