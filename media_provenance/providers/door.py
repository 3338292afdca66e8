"""The one way out to a service: at its pace, through ``webfetch``, and kept for the record.

Says of every answer whether it is one, by its status and type; what it means is for the service's
own file. A key is sent as a header, never in an address, and no request that is kept holds it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings

from media_provenance.domain.http_dates import parse_http_date
from media_provenance.providers.outcomes import Outcome, ProviderTrouble, TryLater
from media_provenance.providers.pacing import hold_off, take_turn
from media_provenance.providers.registry import Traits, base_url_of, key_of
from webfetch import Reason, Refused
from webfetch.client import Budget, Fetched, Hop, fetch
from webfetch.urls import parse_url, read_place

__all__ = ["Answer", "Door", "Exchange", "Fetch", "public_address", "read_json"]

Fetch = Callable[..., Fetched]

# After "too many questions", where the service does not say how long to wait (Internet Archive's
# own clients wait a minute).
LIMITED_SECONDS = 60.0
# Longer than this, in seconds, no service is believed.
_MOST_SECONDS = 6 * 3600.0
# Answers are lists of leads; none of them has reason to be longer.
_MOST_BYTES = 10_000_000
# The Wayback Machine says here why it does not show an address.
_ARCHIVE_ERROR = "x-archive-wayback-runtime-error"
# Never kept with an answer: it would let whoever reads the record act in our name.
_NOT_KEPT = frozenset({"set-cookie", "set-cookie2", "www-authenticate"})


@dataclass(frozen=True, slots=True)
class Answer:
    """What a service sent.

    Attributes:
        url: as asked, with its query; holds no key.
        final_url: after redirects.
        headers: in order, without those that hold secrets.
        media_type: lower-case, without parameters.
        hops: every request and answer on the way, byte for byte; none where a key was sent.
    """

    url: str
    final_url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    media_type: str
    body: bytes
    hops: tuple[Hop, ...] = ()

    def header(self, name: str) -> str:
        """Return the first value of a header, "" if absent."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request as it may be kept, and its answer; None where none came."""

    request: dict[str, Any]
    answer: Answer | None


class Door:
    """Asks one service. ``exchange`` is the last request made, with its answer."""

    def __init__(
        self,
        traits: Traits,
        *,
        fetch: Fetch = fetch,
        base_url: str | None = None,
        budget: Budget | None = None,
    ) -> None:
        self.traits = traits
        self.base_url = base_url_of(traits) if base_url is None else base_url.rstrip("/")
        self.exchange: Exchange | None = None
        self._fetch = fetch
        self._budget = budget or Budget(max_bytes=_MOST_BYTES)

    @property
    def key(self) -> str:
        """The service's key; may not be written anywhere.

        Raises:
            ProviderTrouble: key_refused, where none is set.
        """
        key = key_of(self.traits)
        if not key:
            raise ProviderTrouble(Outcome.KEY_REFUSED, "no key is set")
        return key

    def get(
        self,
        path: str,
        params: Mapping[str, str] | None = None,
        *,
        sort: str,
        headers: Mapping[str, str] | None = None,
        also: frozenset[int] = frozenset(),
        base_url: str = "",
    ) -> Answer:
        """Ask by GET.

        Args:
            path: from the base address on, with the slash; sent as it stands.
            sort: of request, a key of the service's ``steps``.
            headers: added; not kept.
            also: statuses beside 200 that are answers here.
            base_url: in place of the service's own, where it has none.

        Raises:
            TryLater, ProviderTrouble.
        """
        url = f"{base_url or self.base_url}{path}" + (f"?{urlencode(params)}" if params else "")
        return self._ask("GET", url, sort, headers or {}, None, {}, also)

    def post(
        self,
        path: str,
        body: bytes,
        *,
        sort: str,
        media_type: str,
        said: Mapping[str, Any],
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Ask by POST.

        Args:
            said: what is kept of the body: no bytes of pictures, no keys.

        Raises:
            TryLater, ProviderTrouble.
        """
        sent = {"Content-Type": media_type, **(headers or {})}
        return self._ask("POST", f"{self.base_url}{path}", sort, sent, body, said, frozenset())

    def _ask(
        self,
        method: str,
        url: str,
        sort: str,
        headers: Mapping[str, str],
        body: bytes | None,
        said: Mapping[str, Any],
        also: frozenset[int],
    ) -> Answer:
        request: dict[str, Any] = {"method": method, "url": url, **dict(said)}
        self._take_turn(sort)
        self.exchange = Exchange(request, None)
        try:
            fetched = self._fetch(
                url,
                method=method,
                headers=dict(headers),
                body=body,
                user_agent=settings.FETCH_USER_AGENT,
                budget=self._budget,
                allow=self._allowed(),
                refuse=_own_places(),
            )
        except Refused as refused:
            raise _trouble_of(refused) from refused
        # Requests with a key in them are not kept as they went over the wire.
        answer = _answer_of(url, fetched, () if self.traits.needs_key else fetched.hops)
        self.exchange = Exchange(request, answer)
        if answer.status != 200 and answer.status not in also:
            raise self._trouble_of_status(answer)
        return answer

    def _take_turn(self, sort: str) -> None:
        left = take_turn(f"{self.traits.name}.{sort}", self.traits.steps[sort])
        if left is not None:
            raise TryLater(Outcome.LIMITED, "not our turn", seconds=left, was_sent=False)

    def _allowed(self) -> frozenset[str]:
        """Return the service's own place: an operator named it, and it may lie inside."""
        if not self.base_url:
            return frozenset()
        parts = urlsplit(self.base_url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        return frozenset({f"{parts.hostname}:{port}"})

    def _trouble_of_status(self, answer: Answer) -> ProviderTrouble:
        status = answer.status
        said = f"status {status}"
        if status == 429:
            seconds = _retry_after(answer)
            seconds = LIMITED_SECONDS if seconds is None else seconds
            for sort in self.traits.steps:
                hold_off(f"{self.traits.name}.{sort}", seconds)
            return TryLater(Outcome.LIMITED, said, seconds=seconds)
        if status >= 500:
            return TryLater(Outcome.SERVER_ERROR, said, seconds=_retry_after(answer))
        if status == 401 or (status == 403 and self.traits.needs_key):
            return ProviderTrouble(Outcome.KEY_REFUSED, said)
        if status in (403, 451):
            return ProviderTrouble(Outcome.BLOCKED, answer.header(_ARCHIVE_ERROR) or said)
        if 300 <= status < 400:
            return ProviderTrouble(Outcome.UNREADABLE, said)
        return ProviderTrouble(Outcome.REJECTED, said)


def read_json(answer: Answer, *types: type) -> Any:
    """Return what an answer says in JSON.

    Args:
        types: of which the outermost value has to be one.

    Raises:
        ProviderTrouble: unreadable, for another media type, broken JSON or another outermost value.
    """
    if not re.fullmatch(r"application/(?:[a-z0-9.+-]+\+)?json|text/json", answer.media_type):
        raise ProviderTrouble(Outcome.UNREADABLE, f"type {answer.media_type or 'none'}")
    try:
        said = json.loads(answer.body)
    # Deeply nested brackets end the reader's stack before they end the text.
    except (ValueError, RecursionError) as error:
        raise ProviderTrouble(Outcome.UNREADABLE, "broken JSON") from error
    if not isinstance(said, types):
        raise ProviderTrouble(Outcome.UNREADABLE, "another shape of JSON")
    return said


def _answer_of(url: str, fetched: Fetched, hops: tuple[Hop, ...]) -> Answer:
    kept = tuple((name, value) for name, value in fetched.headers if name.lower() not in _NOT_KEPT)
    return Answer(
        url, fetched.final_url, fetched.status, kept, fetched.media_type, fetched.body, hops
    )


def _retry_after(answer: Answer) -> float | None:
    """Return the seconds that a service asks to wait, 1 to 21,600; None where it says nothing."""
    text = answer.header("retry-after").strip()
    if not text:
        return None
    if text.isascii() and text.isdecimal():
        return min(max(float(text), 1.0), _MOST_SECONDS)
    until = parse_http_date(text)
    if until is None:
        return None
    # Against the service's own clock where it tells it: ours may be off.
    now = parse_http_date(answer.header("date")) or datetime.now(UTC)
    return min(max((until - now).total_seconds(), 1.0), _MOST_SECONDS)


def _trouble_of(refused: Refused) -> ProviderTrouble:
    detail = f"{refused.stage}: {refused.reason}"
    if refused.reason is Reason.TOO_SLOW:
        return TryLater(Outcome.TOO_SLOW, detail)
    if refused.reason is Reason.INCOMPLETE_RESPONSE:
        return TryLater(Outcome.UNREADABLE, detail)
    if refused.may_pass:
        return TryLater(Outcome.NOT_REACHED, detail)
    if refused.reason in (Reason.MALFORMED_RESPONSE, Reason.CODING_NOT_OFFERED, Reason.TOO_LARGE):
        return ProviderTrouble(Outcome.UNREADABLE, detail)
    return ProviderTrouble(Outcome.NOT_REACHED, detail)


def _own_places() -> frozenset[str]:
    """Return the places that are ours, to which no service may lead us."""
    named = [urlsplit(settings.PUBLIC_URL).hostname or ""]
    named += [host for host in settings.ALLOWED_HOSTS if host != "*"]
    places = set(settings.FETCH_REFUSE)
    for name in named:
        try:
            places.add(read_place(name))
        except ValueError:
            # What no address could name needs no refusing.
            continue
    return frozenset(places)


def public_address(url: str) -> str:
    """Return an address as services are given it, without its fragment.

    Raises:
        webfetch.Refused: it is not one that anybody outside could open.
    """
    return parse_url(url, refuse=_own_places()).url
