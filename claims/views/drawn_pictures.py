"""Answering with a picture that is drawn when it is asked for: two pictures laid over another."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _

from media_provenance.actions import ComparisonMissing, DecoderGone, DiskRefuses

log = logging.getLogger(__name__)

# What stopped it passes in a minute or needs a person.
_TRY_AGAIN_SECONDS = "60"


def drawn_picture(draw: Callable[[], Path], *, cache_control: str) -> HttpResponseBase:
    """Draw and answer; with 503 and a sentence where this server cannot draw at the moment.

    Raises:
        Http404: there is nothing to draw.
    """
    try:
        response = FileResponse(draw().open("rb"), content_type="image/webp")
    except (ComparisonMissing, FileNotFoundError) as error:
        raise Http404 from error
    except (DecoderGone, DiskRefuses):
        log.exception("comparison not drawn")
        return HttpResponse(
            _(
                "This picture cannot be drawn at the moment. Try again in a minute; if it goes "
                "on, tell whoever runs this site."
            ),
            content_type="text/plain; charset=utf-8",
            status=503,
            headers={"Retry-After": _TRY_AGAIN_SECONDS, "Cache-Control": "no-store"},
        )
    response.headers["Cache-Control"] = cache_control
    return response
