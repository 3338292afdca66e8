"""What is refused of an action, in sentences fit to show."""

from __future__ import annotations

from django.utils.translation import gettext as _


class ReasonNeeded(ValueError):
    """What a finding may rest on is withdrawn or retired with a reason."""

    def __init__(self, sentence: str = "") -> None:
        super().__init__(sentence or _("Please say why this evidence is withdrawn."))


class OwnEntry(ValueError):
    """What one person entered or confirmed, the same person does not check."""

    def __init__(self) -> None:
        super().__init__(
            _("A second person has to look at this: you entered or confirmed it yourself.")
        )


class NothingToCheck(ValueError):
    """There is nothing here for a second person to say."""

    def __init__(self) -> None:
        super().__init__(
            _("There is nothing to check here any more. Load the page again to see how it stands.")
        )


class EventUnbounded(ValueError):
    """A picture can only be dated against an event with a first and a last day."""

    def __init__(self) -> None:
        super().__init__(_("Please give the first and the last day of the event."))
