"""All services by name, and how one is opened."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.conf import settings

from media_provenance.providers import (
    fact_check_tools,
    memento,
    publisher,
    save_page_now,
    tineye,
    vision,
    wayback,
)
from media_provenance.providers.door import Door
from media_provenance.providers.registry import Operation, Traits, base_url_of, is_on

__all__ = ["SERVICES", "Service", "UnknownProvider", "service_named", "services_for"]


class UnknownProvider(LookupError):
    """No service of that name: a row of an older or newer release, or a slip in the settings."""


@dataclass(frozen=True, slots=True)
class Service:
    """What a service is, and how it is asked; ``open`` takes its door."""

    traits: Traits
    open: Callable[[Door], object]

    @property
    def is_named(self) -> bool:
        """Whether PROVIDERS_ON names it."""
        return self.traits.name in settings.PROVIDERS_ON

    @property
    def base_url(self) -> str:
        """Where it is asked."""
        return base_url_of(self.traits)

    @property
    def is_on(self) -> bool:
        """Whether it may be asked now."""
        return is_on(self.traits)


SERVICES: Mapping[str, Service] = {
    service.traits.name: service
    for service in (
        Service(wayback.TRAITS, wayback.Wayback),
        Service(memento.TRAITS, memento.Memento),
        Service(publisher.TRAITS, publisher.Publisher),
        Service(tineye.TRAITS, tineye.TinEye),
        Service(vision.TRAITS, vision.Vision),
        Service(fact_check_tools.TRAITS, fact_check_tools.FactCheckTools),
        Service(save_page_now.TRAITS, save_page_now.SavePageNow),
    )
}


def service_named(name: str) -> Service:
    """Return the service of that name, on or off.

    Raises:
        UnknownProvider.
    """
    try:
        return SERVICES[name]
    except KeyError:
        raise UnknownProvider(name) from None


def services_for(operation: Operation) -> list[Service]:
    """Return the services that are on and can be asked that, in a fixed order."""
    return [
        service
        for service in SERVICES.values()
        if service.is_on and operation in service.traits.operations
    ]
