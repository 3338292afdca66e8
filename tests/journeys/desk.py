"""Steps of a journey: what a person does on the pages of the desk, through the test client."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from claims.models import Claim, NewsItem, Revision
from jobs import runner
from jobs.models import CLAIMABLE, Job


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody at the desk, whose pages are in English so that sentences can be looked for."""

    client: Client

    @classmethod
    def signed_in(cls, user: User) -> Person:
        client = Client()
        client.force_login(user)
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        return cls(client)

    def see(self, path: str, *, status: int = 200) -> str:
        """Open a page and return its markup."""
        response = self.client.get(path)
        assert response.status_code == status, f"{path}: {response.status_code}"
        return response.content.decode()

    def send(self, path: str, fields: Mapping[str, object]) -> HttpResponse:
        """Send a form and return the answer, not followed."""
        return self.client.post(path, dict(fields))  # type: ignore[return-value]

    def bring_in(self, part: str, **fields: object) -> HttpResponse:
        """Send one of the four forms of the intake page."""
        named = {f"{part}-{name}": value for name, value in fields.items()}
        return self.send("/desk/intake/", {"part": part, **named})

    def bring_in_text(self, text: str) -> NewsItem:
        """Paste a text and have it read."""
        response = self.bring_in("text", text=text)
        assert response.status_code == 302, response.content.decode()
        work_off_jobs()
        return NewsItem.objects.latest("added_at")

    def make_claim(self, item: NewsItem, **words: str) -> Claim:
        """Record what the item claims, in its own words and language."""
        fields = {
            "part": "record",
            "text": item.title,
            "language": item.language,
            "claimant_kind": "person",
            **words,
        }
        response = self.send(f"/desk/items/{item.pk}/claim/", fields)
        assert response.status_code == 302, response.content.decode()
        return Claim.objects.latest("added_at")

    def move_case(self, claim: Claim, move: str) -> HttpResponse:
        """Press the button of a move of the case."""
        return self.send(f"/desk/claims/{claim.pk}/move/{move}/", {})

    def write_sources(self, claim: Claim, *titles: str) -> HttpResponse:
        """Open the list of sources and save it with these titles."""
        path = f"/desk/claims/{claim.pk}/sources/"
        seen = re.search(r'name="seen" value="([^"]*)"', self.see(path))
        assert seen
        rows = {
            f"form-{row}-{name}": value
            for row, title in enumerate(titles)
            for name, value in (("title", title), ("kind", "primary"))
        }
        counts = {"form-TOTAL_FORMS": len(titles), "form-INITIAL_FORMS": 0}
        return self.send(path, {"seen": seen[1], **counts, **rows})

    def write(self, claim: Claim, language: str, **words: object) -> HttpResponse:
        """Save the verdict text of a language; ``version=0`` for one that is not there yet."""
        fields = {"version": 0, "rating": "misleading", "media_category": "", **words}
        return self.send(f"/desk/claims/{claim.pk}/verdict/{language}/", fields)

    def move_text(self, revision: Revision, move: str, **said: str) -> HttpResponse:
        """Press the button of a move of a verdict text."""
        return self.send(f"/desk/revisions/{revision.pk}/move/{move}/", said)


def upload(name: str, data: bytes, kind: str = "application/octet-stream") -> SimpleUploadedFile:
    """Return a file as a browser would send it."""
    return SimpleUploadedFile(name, data, content_type=kind)


def work_off_jobs() -> None:
    """Do every job that waits, as a worker would, until none is left."""
    while job := Job.objects.filter(state__in=CLAIMABLE).order_by("pk").first():
        assert runner.run(job.pk) is runner.Ran.DONE, Job.objects.get(pk=job.pk).last_error
