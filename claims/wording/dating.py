"""Words of the desk around a picture's date: what may be entered, and what people did with it.

What evidence and findings are called stands in `media_provenance.wording`.
"""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.domain.event_days import DaysOrigin
from media_provenance.domain.date_evidence import EvidenceKind
from media_provenance.domain.findings import ItemStanding
from media_provenance.models import EvidenceMove
from media_provenance.wording import evidence_label

# What an editor can have found elsewhere, in the words of the trade.
_ENTERED_KINDS: dict[EvidenceKind, Promise] = {
    EvidenceKind.PUBLISHER_DATE: gettext_lazy("A publisher's page that shows the picture"),
    EvidenceKind.WEB_ARCHIVE_IMAGE: gettext_lazy("An archive's copy of the picture itself"),
    EvidenceKind.WEB_ARCHIVE_PAGE: gettext_lazy("An archive's copy of a page that shows it"),
    EvidenceKind.PLATFORM_TIME: gettext_lazy("A post on a platform"),
    EvidenceKind.CRAWLER_FIRST_SEEN: gettext_lazy("The day a search engine first met it"),
    EvidenceKind.FACT_CHECK: gettext_lazy("Another fact-check that dates it"),
    EvidenceKind.CONTENT_CLUE: gettext_lazy("Something in the picture whose age is known"),
    EvidenceKind.DEVICE_RELEASE: gettext_lazy("The release of the device that took it"),
    EvidenceKind.STATED_BY_PERSON: gettext_lazy("What a person says"),
}
_ORIGINS: dict[DaysOrigin, Promise] = {
    DaysOrigin.CLAIM: gettext_lazy("in the claim"),
    DaysOrigin.RESTATED: gettext_lazy("in the claim as restated"),
    DaysOrigin.STATEMENT: gettext_lazy("in a recorded statement"),
    DaysOrigin.FIRST_SEEN: gettext_lazy("the claim was first seen then"),
}
_MOVES: dict[EvidenceMove, Promise] = {
    EvidenceMove.WITHDRAWN: gettext_lazy("Withdrawn."),
    EvidenceMove.PUT_BACK: gettext_lazy("Put back."),
    EvidenceMove.CHECKED: gettext_lazy("Checked by a second person."),
    EvidenceMove.UNCHECKED: gettext_lazy("The second person's check was taken back."),
}


_STANDINGS: dict[ItemStanding, Promise] = {
    ItemStanding.ONLY_A_PART: gettext_lazy("Not used: it speaks only of a part of the picture."),
    ItemStanding.CONTRADICTED: gettext_lazy(
        "Not used: harder evidence has the picture earlier, so this date is wrong or was changed."
    ),
    ItemStanding.IN_THE_FUTURE: gettext_lazy("Not used: its date lies in the future."),
    ItemStanding.BOUNDS_NOTHING: gettext_lazy(
        "Not used: it does not say by when or since when the picture can have existed."
    ),
    ItemStanding.NEVER_ALONE: gettext_lazy(
        "Never used alone: it counts only beside what somebody else says."
    ),
}


def standing_sentence(standing: ItemStanding) -> str:
    """Say why an item is not used, or not alone; "" where it counts or its match says why not."""
    words = _STANDINGS.get(standing)
    return "" if words is None else str(words)


def entered_kind(kind: EvidenceKind) -> str:
    """Return what a kind of evidence is called where a person chooses one."""
    words = _ENTERED_KINDS.get(kind)
    return evidence_label(kind) if words is None else str(words)


def days_origin(origin: DaysOrigin) -> str:
    """Return where days that are offered were found."""
    return str(_ORIGINS[origin])


def evidence_move_sentence(move: str) -> str:
    """Say what somebody did with a piece of evidence. Raises ``ValueError`` if unknown."""
    return str(_MOVES[EvidenceMove(move)])


def second_word_sentence(*, taken_back: bool) -> str:
    """Say what a second person said of a pair that another had confirmed."""
    if taken_back:
        return _("The second person's confirmation was taken back.")
    return _("A second person has confirmed that it is the same picture.")
