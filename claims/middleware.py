"""What happens around every request: language, cookies, and domain errors as pages."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import translation

from claims.domain.history import NoSigningKey
from claims.domain.workflow import Approved, IllegalMove, NotAllowed, NotReady
from claims.publishing import PictureNotReady
from claims.views.sides import answering_readers, is_for_readers, is_public
from claims.wording import (
    approved_sentence,
    illegal_move_sentence,
    missing_sentences,
    no_key_sentence,
    not_allowed_sentence,
    picture_not_ready_sentence,
)

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class PublicPagesMiddleware:
    """Keep public answers free of cookies and of everything that varies by reader.

    Stands outside the session middleware: what a session would add to a public page is
    taken off again, so that a shared cache can hold it.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.languages = frozenset(code for code, _name in settings.LANGUAGES)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not is_public(request.path_info):
            response = self.get_response(request)
            response.headers.setdefault("Cache-Control", "private, no-store")
            return response
        # A cookie that a browser sends along must not change what it is shown.
        request.COOKIES.clear()
        request.META.pop("HTTP_COOKIE", None)
        token = answering_readers.set(is_for_readers(request.path_info, self.languages))
        try:
            response = self.get_response(request)
        finally:
            answering_readers.reset(token)
        response.cookies.clear()
        if "Vary" in response.headers:
            kept = [
                name
                for name in (part.strip() for part in response.headers["Vary"].split(","))
                if name.lower() not in {"cookie", "accept-language", "hx-request"}
            ]
            if kept:
                response.headers["Vary"] = ", ".join(kept)
            else:
                del response.headers["Vary"]
        return response


class LanguageMiddleware:
    """Choose the interface language: from the path in public, from the cookie at the desk.

    Accept-Language is not asked: the desk has a switch, and a public address shows the
    same words to everyone.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.known = {code for code, _name in settings.LANGUAGES}

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        wanted = (
            request.path_info.lstrip("/").split("/", 1)[0]
            if is_public(request.path_info)
            else request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        )
        language = wanted if wanted in self.known else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
        return response


class DomainErrorsMiddleware:
    """Turn what the rules refuse into pages that say so, in the user's language.

    Views translate what they can answer better themselves (a form again, with the
    reason); this is the one shared place for the rest.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            # No address of ours holds one, and no column can be compared with one.
            raise Http404
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, NotAllowed):
            return _refusal(request, 403, [not_allowed_sentence(error)])
        if isinstance(error, IllegalMove):
            return _refusal(request, 409, [illegal_move_sentence(error)])
        if isinstance(error, NotReady):
            return _refusal(request, 409, missing_sentences(error.missing))
        if isinstance(error, Approved):
            return _refusal(request, 409, [approved_sentence()])
        if isinstance(error, PictureNotReady):
            return _refusal(request, 409, [picture_not_ready_sentence()])
        if isinstance(error, NoSigningKey):
            return _refusal(request, 409, [no_key_sentence(error)])
        return None


def _refusal(request: HttpRequest, status: int, sentences: list[str]) -> HttpResponse:
    template = "403.html" if status == 403 else "409.html"
    return render(request, template, {"sentences": sentences}, status=status)
