"""A newsroom under attack: a real stack, somebody who uploads, and the database's own record."""

from __future__ import annotations

import contextlib
import hashlib
import http.client
import os
import re
import signal
from collections.abc import Callable, Sequence
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any, LiteralString

import psycopg

from tests.platform.stack import RunningStack, wait_for

REPORTER = "reporter"
# Leases and pauses are made short, so that what takes minutes in a newsroom is seen in seconds.
HURRIED = {
    "JOB_LEASE_SECONDS": "10",
    "JOB_RESEND_SECONDS": "3",
    "JOB_WATCHDOG_SECONDS": "8",
    "JOB_SWEEP_SECONDS": "1",
}
# What a client meets when the server dies under it: it has no answer, and may ask again.
NO_ANSWER = (OSError, http.client.HTTPException)

# Not by the sign-in page, which has its own tests: a session as it is after the sign-in.
SIGN_IN = f"""
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.test import Client
user, _ = User.objects.get_or_create(username={REPORTER!r})
user.groups.set(Group.objects.filter(name="reporter"))
client = Client()
client.force_login(user)
print(settings.SESSION_COOKIE_NAME + "=" + client.session.session_key)
"""


def sign_in(manage: Callable[..., str]) -> str:
    """Make the account that uploads; return its cookie as ``name=value``.

    Args:
        manage: runs a management command and returns what it printed.
    """
    return manage("shell", "--no-imports", "-c", SIGN_IN).strip().splitlines()[-1]


class Uploader:
    """Somebody signed in at the desk without a browser: plain HTTP, one connection a request."""

    def __init__(self, port: int, cookie: str) -> None:
        self.port = port
        name, _, value = cookie.partition("=")
        # In English, so that a sentence can be looked for.
        self.cookies = {name: value, "django_language": "en"}
        self.token = ""

    def upload(self, picture: bytes, name: str = "صورة.jpg") -> None:
        """Bring in one picture; returning means that the desk has said it has it.

        Raises:
            OSError, http.client.HTTPException: if there was no answer.
        """
        status, _page = self.send(picture, name)
        assert status == 302, f"the desk answered {status}"

    def send(self, picture: bytes, name: str = "صورة.jpg", *, note: str = "") -> tuple[int, str]:
        """Send the form with one picture and a note; return the status and the page.

        Raises:
            OSError, http.client.HTTPException: if there was no answer.
        """
        return self._send("/desk/intake/", *self._form(picture, name, note))

    def get(self, path: str) -> tuple[int, str]:
        """Ask for a page; return the status and the page."""
        connection = self._connection()
        connection.request("GET", path, headers=self._headers())
        return self._read(connection)

    def upload_until_answered(self, picture: bytes, *, seconds: float = 30) -> None:
        """Bring in one picture, trying again as long as nobody answers."""

        def answered() -> bool:
            with contextlib.suppress(*NO_ANSWER):
                self.upload(picture)
                return True
            return False

        assert wait_for(answered, seconds=seconds), "nobody answered"

    def begin_upload(self, picture: bytes) -> http.client.HTTPConnection:
        """Send the first half of an upload and leave the connection open."""
        body, kind = self._form(picture, "half.jpg")
        connection = self._connection()
        connection.putrequest("POST", "/desk/intake/")
        for header, value in self._headers(kind).items():
            connection.putheader(header, value)
        connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body[: len(body) // 2])
        return connection

    def _form(self, picture: bytes, name: str, note: str = "") -> tuple[bytes, str]:
        self.token = self.token or self._token("/desk/intake/")
        boundary = "a-boundary-that-is-in-no-picture"
        head = (
            f'--{boundary}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"'
            f"\r\n\r\n{self.token}\r\n"
            f'--{boundary}\r\nContent-Disposition: form-data; name="part"\r\n\r\npictures\r\n'
            f'--{boundary}\r\nContent-Disposition: form-data; name="pictures-note"'
            f"\r\n\r\n{note}\r\n"
            f'--{boundary}\r\nContent-Disposition: form-data; name="pictures-uploads"; '
            f'filename="{name}"\r\nContent-Type: image/jpeg\r\n\r\n'
        )
        body = head.encode() + picture + f"\r\n--{boundary}--\r\n".encode()
        return body, f"multipart/form-data; boundary={boundary}"

    def _token(self, path: str) -> str:
        _status, page = self.get(path)
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert found, page[:300]
        return found[1]

    def _send(self, path: str, body: bytes, kind: str) -> tuple[int, str]:
        connection = self._connection()
        connection.request("POST", path, body=body, headers=self._headers(kind))
        return self._read(connection)

    def _connection(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)

    def _headers(self, kind: str = "") -> dict[str, str]:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return {"Connection": "close", "Cookie": cookies} | ({"Content-Type": kind} if kind else {})

    def _read(self, connection: http.client.HTTPConnection) -> tuple[int, str]:
        with contextlib.closing(connection):
            response = connection.getresponse()
            for line in response.headers.get_all("Set-Cookie") or ():
                for name, morsel in SimpleCookie(line).items():
                    self.cookies[name] = morsel.value
            return response.status, response.read().decode()


def digests(pictures: Sequence[bytes]) -> list[str]:
    """Return the SHA-256 of each picture, sorted."""
    return sorted(hashlib.sha256(picture).hexdigest() for picture in pictures)


class Record:
    """What the database at ``url`` holds of some pictures, asked over a new connection each."""

    def __init__(self, url: str) -> None:
        self.url = url

    def states(self, pictures: Sequence[bytes]) -> list[tuple[str, str, int]]:
        """Return (digest, state, number of fingerprints) of each asset, sorted by digest."""
        return self._rows(
            "SELECT a.sha256, a.state, count(f.*) FROM media_provenance_mediaasset a "
            "LEFT JOIN media_provenance_fingerprint f ON f.asset_id = a.id "
            "WHERE a.sha256 = ANY(%s) GROUP BY a.sha256, a.state ORDER BY a.sha256",
            [digests(pictures)],
        )

    def are_read(self, pictures: Sequence[bytes]) -> bool:
        """Answer whether each of them was read."""
        found = self.states(pictures)
        return len(found) == len(pictures) and all(state == "read" for _, state, _ in found)

    def jobs(self, pictures: Sequence[bytes]) -> list[tuple[str, str]]:
        """Return (digest, state) of every job that reads one of them, sorted by digest."""
        return self._rows(
            "SELECT split_part(key, ':', 1), state FROM jobs_job "
            "WHERE kind = 'media_provenance.read_picture' "
            "AND split_part(key, ':', 1) = ANY(%s) ORDER BY 1",
            [digests(pictures)],
        )

    def somebody_works_on(self, pictures: Sequence[bytes]) -> bool:
        """Answer whether a worker holds the job of one of them at this moment."""
        return any(state == "running" for _, state in self.jobs(pictures))

    def _rows(self, query: LiteralString, values: list[object]) -> list[Any]:
        with psycopg.connect(self.url) as connection:
            return list(connection.execute(query, values))


def kill_with_children(leader: int) -> None:
    """Send SIGKILL to a process and to everything that it has started, children first."""
    for child in _children(leader):
        kill_with_children(child)
    with contextlib.suppress(ProcessLookupError):
        os.kill(leader, signal.SIGKILL)


def _children(parent: int) -> list[int]:
    found = []
    for tasks in Path(f"/proc/{parent}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            found += [int(word) for word in tasks.read_text(encoding="ascii").split()]
    return found


def kill_part(stack: RunningStack, part: str) -> None:
    """Kill a part of the stack with all its children, as a machine out of memory would."""
    kill_with_children(stack.leader_of(part))


def wait_until(condition: Callable[[], bool], what: str, *, seconds: float = 60) -> None:
    """Wait for the condition, or fail saying what did not happen."""
    assert wait_for(condition, seconds=seconds), f"{what}: not within {seconds:.0f} s"
