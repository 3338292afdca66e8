"""The gallery of components."""

from __future__ import annotations

from django.http import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from claims.views.access import DeskRequest, desk_page


@require_safe
@desk_page
def components(request: DeskRequest) -> HttpResponseBase:
    """Show every part that pages are built from."""
    return render(request, "claims/desk/components.html")
