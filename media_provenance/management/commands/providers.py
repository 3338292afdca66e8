"""Lists the services that may be asked where else a picture was seen."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from media_provenance.look_ups import ServiceState, service_states


class Command(BaseCommand):
    help = "Which services elsewhere there are: on or off, key, pace, what asking them gives away."

    def handle(self, *args: Any, **options: Any) -> None:
        for state in service_states():
            self.stdout.write(_line(state))


def _line(state: ServiceState) -> str:
    traits = state.traits
    has_key = "set" if state.has_key else "missing"
    key = f"key {has_key}" if traits.needs_key else "no key needed"
    pace = ", ".join(f"{sort} every {step:g} s" for sort, step in traits.steps.items())
    leaves = "gives the picture or its address away" if traits.sends_picture_outside else ""
    told = [
        f"{traits.name}: {'on' if state.is_on else 'off'}",
        key,
        state.base_url or "at the publisher's own address",
        pace,
        ", ".join(one.value for one in traits.operations),
        leaves,
        "may cost money" if traits.paid else "",
    ]
    return "; ".join(part for part in told if part)
