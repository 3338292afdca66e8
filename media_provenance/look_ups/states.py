"""Which services there are, and whether each can be asked here."""

from __future__ import annotations

from dataclasses import dataclass

from media_provenance.providers.registry import Traits, key_of
from media_provenance.providers.services import SERVICES, service_named

__all__ = ["ServiceState", "service_states", "traits_of"]


@dataclass(frozen=True, slots=True)
class ServiceState:
    """A service and whether it can be asked here."""

    traits: Traits
    is_named: bool
    has_key: bool
    base_url: str

    @property
    def is_on(self) -> bool:
        """Whether it can be asked."""
        return self.is_named and (self.has_key or not self.traits.needs_key)


def traits_of(name: str) -> Traits:
    """Return what a service is. Raises ``UnknownProvider``."""
    return service_named(name).traits


def service_states() -> list[ServiceState]:
    """Return all services that there are, on or off."""
    return [
        ServiceState(
            service.traits,
            service.is_named,
            bool(key_of(service.traits)),
            service.base_url,
        )
        for service in SERVICES.values()
    ]
