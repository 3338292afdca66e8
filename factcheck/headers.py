"""The headers that say to a browser what it may do with an answer: one table, for every answer.

Each answer belongs to one class, by where it stands and what type it has, and its class gives it
exactly these headers: a view can neither forget one nor weaken one. `docs/reference/headers.md`
is written from this table. Not for how long an answer may be kept: public views say that
themselves (`claims.views.public_answers`); only the answers that nobody spoke for get it here.
Not for cookies or HSTS either: Django sets those where the settings say that there is TLS.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Mapping
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, HttpResponseNotAllowed

GetResponse = Callable[[HttpRequest], HttpResponseBase]

DESK = "/desk/"
HEALTH = "/healthz"
READING = ("GET", "HEAD")
READING_AND_WRITING = (*READING, "POST")


class AnswerClass(StrEnum):
    """What kind of answer this is, as far as a browser's rights go."""

    PUBLIC_PAGE = "public page"
    PUBLIC_PICTURE = "public picture"
    PUBLIC_DATA = "public data"
    DESK_PAGE = "desk page"
    DESK_FILE = "desk file"
    DESK_COPY = "copy of a stranger's page"
    STATIC = "static file"
    HEALTH = "health"


# Readers' pages run no script at all, so their policy allows none, not even our own. Whoever got
# a tag into a page in spite of the escaping would have got nothing.
PUBLIC_PAGE_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
# Our own scripts and no inline ones; htmx asks our own host. No nonces, so that no page differs
# from one request to the next. Trusted Types are not asked for, not even as a report: htmx swaps
# markup in by innerHTML, and every swap of every page would be reported.
DESK_PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; "
    "frame-src 'self'; base-uri 'none'; frame-ancestors 'none'"
)
# A file that is opened by itself is nobody's page: no script, no form, no origin of its own.
INERT_POLICY = "sandbox; default-src 'none'"
# A page that somebody else wrote, cleaned and shown in a frame at the desk. It has no origin, and
# may ask for nothing, not even of us: pictures and the one style sheet are written in it, and the
# style sheet is let in by its digest. The template puts the very same file between its tags.
COPY_STYLE = Path(__file__).resolve().parent.parent / "templates/claims/desk/_copy_style.css"
COPY_POLICY = (
    "sandbox; default-src 'none'; img-src data:; "
    f"style-src 'sha256-{b64encode(sha256(COPY_STYLE.read_bytes()).digest()).decode()}'; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'self'"
)
COPY_PATH = re.compile(r"/desk/items/[0-9a-f-]{36}/copy/")

# Only names that present browsers know: they complain on the console about any other.
DENIED_FEATURES = (
    "accelerometer",
    "autoplay",
    "camera",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "geolocation",
    "gyroscope",
    "hid",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "picture-in-picture",
    "screen-wake-lock",
    "serial",
    "usb",
    "xr-spatial-tracking",
)

_EVERYWHERE: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{name}=()" for name in DENIED_FEATURES),
    # Nothing is told to other sites. Not "no-referrer" at the desk: browsers then send
    # "Origin: null" with our own forms, which Django's check against forged forms refuses.
    "Referrer-Policy": "same-origin",
}


def _headers(policy: str, *, shared_with: str) -> Mapping[str, str]:
    return {
        **_EVERYWHERE,
        "Content-Security-Policy": policy,
        "Cross-Origin-Resource-Policy": shared_with,
    }


HEADERS: Mapping[AnswerClass, Mapping[str, str]] = {
    AnswerClass.PUBLIC_PAGE: _headers(PUBLIC_PAGE_POLICY, shared_with="same-origin"),
    # ClaimReview and the feeds name these addresses so that other sites can show them.
    AnswerClass.PUBLIC_PICTURE: _headers(INERT_POLICY, shared_with="cross-origin"),
    AnswerClass.PUBLIC_DATA: _headers(INERT_POLICY, shared_with="cross-origin"),
    AnswerClass.DESK_PAGE: _headers(DESK_PAGE_POLICY, shared_with="same-origin"),
    AnswerClass.DESK_FILE: _headers(INERT_POLICY, shared_with="same-origin"),
    AnswerClass.DESK_COPY: {
        **_headers(COPY_POLICY, shared_with="same-origin"),
        "X-Frame-Options": "SAMEORIGIN",
        # A page without an origin that asks for isolation is not shown at all, opened by itself.
        "Cross-Origin-Opener-Policy": "unsafe-none",
    },
    AnswerClass.STATIC: _headers(INERT_POLICY, shared_with="same-origin"),
    AnswerClass.HEALTH: _headers(INERT_POLICY, shared_with="same-origin"),
}

# How long an answer may be kept that no view has spoken for: errors, and redirects of Django's.
# A public error is kept as shortly as a page, so that a wave of wrong addresses ends at the
# cache; what is wrong on our side is never kept.
UNSPOKEN_PUBLIC = "public, max-age=0, s-maxage=20"
UNSPOKEN_ELSEWHERE = "private, no-store"
# Told to nobody: what runs here, and in which version.
NEVER_SENT = ("Server", "X-Powered-By")


def class_of(path: str, content_type: str) -> AnswerClass:
    """Return the class of an answer, by its path and its Content-Type (empty for none)."""
    kind = content_type.partition(";")[0].strip().lower()
    is_page = kind in {"", "text/html"}
    if path == HEALTH:
        return AnswerClass.HEALTH
    if path.startswith(settings.STATIC_URL):
        return AnswerClass.STATIC
    if is_page and COPY_PATH.fullmatch(path):
        return AnswerClass.DESK_COPY
    if path.startswith(DESK):
        return AnswerClass.DESK_PAGE if is_page else AnswerClass.DESK_FILE
    if is_page:
        return AnswerClass.PUBLIC_PAGE
    if kind.startswith("image/"):
        return AnswerClass.PUBLIC_PICTURE
    return AnswerClass.PUBLIC_DATA


class ExactHeadersMiddleware:
    """Give every answer the headers of its class. Stands outermost, so that none goes around."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        path = request.path_info
        of = class_of(path, response.headers.get("Content-Type", ""))
        for name, value in HEADERS[of].items():
            response.headers[name] = value
        for name in NEVER_SENT:
            response.headers.pop(name, None)
        if "Cache-Control" not in response.headers:
            is_public = of in {
                AnswerClass.PUBLIC_PAGE,
                AnswerClass.PUBLIC_PICTURE,
                AnswerClass.PUBLIC_DATA,
            }
            keep = is_public and response.status_code < 500
            response.headers["Cache-Control"] = UNSPOKEN_PUBLIC if keep else UNSPOKEN_ELSEWHERE
        return response


class KnownMethodsMiddleware:
    """Refuse every method but reading, and at the desk sending a form: nothing here has others.

    The admin and third-party views would answer PUT or OPTIONS as if it were GET.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        allowed = READING_AND_WRITING if request.path_info.startswith(DESK) else READING
        if request.method not in allowed:
            return HttpResponseNotAllowed(allowed)
        return self.get_response(request)


def _others(headers: Mapping[str, str]) -> str:
    """The headers that are not those of most classes."""
    return "; ".join(
        f"`{name}: {value}`"
        for name, value in headers.items()
        if _EVERYWHERE.get(name, value) != value
    )


def as_markdown() -> str:
    """Write the table down for docs/reference/headers.md."""
    lines = [
        "# Headers",
        "",
        "Written from `factcheck/headers.py` by `./bayyina manage headers_table`; a test compares",
        "them, and `tests/web/test_headers.py` asks for every class of answer and compares the",
        "whole set. A class is given by where the answer stands and by its type, whatever its",
        "status: an error page and a redirect have the headers of the page they stand in for.",
        "",
        "## On every answer, where the table below has no other value",
        "",
        "| header | value |",
        "| --- | --- |",
        *(f"| {name} | `{value}` |" for name, value in _EVERYWHERE.items()),
        "| Strict-Transport-Security | `max-age=31536000; includeSubDomains`, over TLS only |",
        "",
        "Never sent: " + ", ".join(NEVER_SENT) + ".",
        "",
        "## By class",
        "",
        "| class | Content-Security-Policy | Cross-Origin-Resource-Policy | others |",
        "| --- | --- | --- | --- |",
        *(
            f"| {of} | `{headers['Content-Security-Policy']}` | "
            f"`{headers['Cross-Origin-Resource-Policy']}` | {_others(headers)} |"
            for of, headers in HEADERS.items()
        ),
        "",
        "## How long they may be kept",
        "",
        "| answer | Cache-Control |",
        "| --- | --- |",
        "| public pages, pictures and data | as in `claims/views/public_answers.py` |",
        f"| public answers that no view speaks for, such as 404 | `{UNSPOKEN_PUBLIC}` |",
        f"| the desk, health, and what went wrong on our side | `{UNSPOKEN_ELSEWHERE}` |",
        "",
        "Public answers set no cookie and have no `Vary` but what compression adds.",
        "",
    ]
    return "\n".join(lines)
