"""What is refused of asking elsewhere, in sentences fit to show."""

from __future__ import annotations

from django.utils.translation import gettext as _

__all__ = ["AddressNotPublic", "LeadNotUsable", "PictureWouldLeave", "ProviderOff"]


class ProviderOff(Exception):
    """The service is not switched on here, or lacks its key."""

    def __init__(self, title: str) -> None:
        super().__init__(
            _(
                "%(service)s is not switched on here. Whoever runs this site can do that: see "
                "“Look elsewhere” in the documentation."
            )
            % {"service": title}
        )


class AddressNotPublic(ValueError):
    """An address that nobody outside could open, so that nobody outside is asked about it."""

    def __init__(self) -> None:
        super().__init__(
            _("This is not a public web address. Copy it from the address line of the browser.")
        )


class PictureWouldLeave(Exception):
    """Asking would give the picture to somebody else, and nobody has agreed to that yet."""


class LeadNotUsable(Exception):
    """The lead cannot become that; the message says what to do instead."""
