"""A fresh installation tells nobody outside of what it works on, from intake to publication.

Two watches: every connection and name look-up of this process is on record (Python's own audit
events), and a server on this machine stands where the picture says that its credentials lie, so
that a child process which asked there would be seen as well.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socket import create_server, socket
from urllib.parse import urlsplit

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.models import User
from django.test import Client
from pytest_django.fixtures import Settings

from claims.models import Claim, Revision
from media_provenance.models import AssetState, MediaAsset, ProviderCall
from tests.factories.claims import PASTED
from tests.factories.pictures import draw_picture, jpeg
from tests.journeys.desk import Person, upload, work_off_jobs
from tests.unit.media_provenance.signed_pictures import signed

pytestmark = pytest.mark.django_db

_WATCHED = ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto")
_watching: list[list[str]] = []


def _note(event: str, arguments: tuple[object, ...]) -> None:
    if _watching and event in _WATCHED:
        place = arguments[1] if event in ("socket.connect", "socket.sendto") else arguments[0]
        if not _is_ours(place):
            _watching[-1].append(f"{event} {place}")


def _is_ours(place: object) -> bool:
    """Whether it is a Unix socket, or the broker and cache of the tests on this machine."""
    if isinstance(place, str) and place.startswith("/"):
        return True
    host, port = place[:2] if isinstance(place, tuple) else (place, None)
    services = (
        urlsplit(str(django_settings.CELERY_BROKER_URL)),
        urlsplit(str(django_settings.CACHES["default"]["LOCATION"])),
    )
    if port is None:
        return host in {service.hostname for service in services} | {None, ""}
    return any((host, port) == (service.hostname, service.port) for service in services)


@contextmanager
def watched() -> Iterator[list[str]]:
    """Give the list of what goes out while this lasts."""
    if not getattr(sys, "_bayyina_watches", False):
        # A hook cannot be taken away again; without a list it notes nothing.
        sys.addaudithook(_note)
        sys._bayyina_watches = True  # type: ignore[attr-defined]  # ours
    _watching.append([])
    try:
        yield _watching[-1]
    finally:
        _watching.pop()


@pytest.fixture
def named_server() -> Iterator[socket]:
    """A server that somebody's picture names, and that must not be asked."""
    with create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        yield listener


def test_a_whole_case_opens_no_connection_to_the_outside(
    reporter: User,
    editor: User,
    publisher: User,
    client: Client,
    settings: Settings,
    tmp_path: Path,
    named_server: socket,
) -> None:
    settings.MEDIA_ROOT = tmp_path
    address = f"http://127.0.0.1:{named_server.getsockname()[1]}/manifest.c2pa"
    picture = signed(jpeg(draw_picture(91), taken="2022:08:14 10:00:00"), elsewhere=address)
    people = [Person.signed_in(user) for user in (reporter, editor, publisher)]

    with watched() as went_out:
        revision = _carry_through(people, picture)
        public_id = revision.text.verdict.public_id
        page = client.get(f"/ar/v/{public_id}/")

    asset = MediaAsset.objects.get()
    assert (revision.status, page.status_code) == ("published", 200)
    assert (asset.state, "credentials_elsewhere" in asset.reading_notes) == (AssetState.READ, True)
    assert went_out == []
    assert not ProviderCall.objects.exists()
    with pytest.raises(BlockingIOError):
        named_server.accept()


def _carry_through(people: list[Person], picture: bytes) -> Revision:
    writer, reviewer, last = people
    answer = writer.bring_in("pictures", uploads=upload("صورة.jpg", picture))
    assert answer.status_code == 302, answer.content.decode()
    work_off_jobs()
    asset = MediaAsset.objects.get()
    claim: Claim = writer.make_claim(writer.bring_in_text(PASTED["ar"]))
    writer.move_case(claim, "take_up")
    writer.send(f"/desk/claims/{claim.pk}/event/", {"event-first": "2024-06-10"})
    writer.write_sources(claim, "بيان البلدية", "Communiqué", "सूचना")
    work_off_jobs()
    writer.see(f"/desk/pictures/{asset.pk}/")
    words = {
        "claim_text": "أُغلق الجسر",
        "headline": "الجسر مفتوح",
        "summary": "نفت البلدية إغلاقه.",
        "body": "سألنا البلدية.",
    }
    writer.write(claim, "ar", **words, then="submit")
    revision = Revision.objects.get()
    reviewer.move_text(revision, "approve")
    last.move_text(revision, "publish")
    work_off_jobs()
    return Revision.objects.get()


def test_the_watch_sees_a_connection_and_a_look_up() -> None:
    with create_server(("127.0.0.1", 0)) as listener, watched() as went_out:
        port = listener.getsockname()[1]
        with socket() as connection:
            connection.connect(("127.0.0.1", port))

    assert went_out == [f"socket.connect ('127.0.0.1', {port})"]
