"""Who may open a page of the desk."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponseBase
from django_htmx.middleware import HtmxDetails

from claims.permissions import check_can_see_desk

P = ParamSpec("P")


class DeskRequest(HttpRequest):
    """A request of somebody who is signed in and may see the desk."""

    user: User
    htmx: HtmxDetails


DeskView = Callable[Concatenate[DeskRequest, P], HttpResponseBase]


def desk_page(view: DeskView[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Ask for a sign-in, then for a role at this newsroom."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        check_can_see_desk(request.user)
        # The two checks above are what makes it one.
        return view(cast(DeskRequest, request), *args, **kwargs)

    return guarded  # type: ignore[return-value]  # login_required forgets the signature
