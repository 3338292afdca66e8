"""What readers can read now: what stands at an address, and the lists that lead there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from claims.domain.published import PublishedVerdict
from claims.models import Revision
from claims.queries import public_revisions, withdrawn_revisions


class NotPublic(Exception):
    """Nothing that readers may see stands under this address."""


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """The stone that stands where a verdict was: when and why it went, nothing of what it said."""

    public_id: str
    language: str
    reason: str
    withdrawn_at: datetime


@dataclass(frozen=True, slots=True)
class PublicPage:
    """A published verdict, and the languages it can be read in now, its own among them.

    The one in which it first came out stands first; the others are its translations.
    """

    verdict: PublishedVerdict
    revision_id: str
    languages: tuple[str, ...]


def published_verdict(revision: Revision) -> PublishedVerdict:
    """Return what was frozen of a revision that ``public_revisions`` gave.

    Raises:
        UnreadableRecord: if the snapshot is broken.
    """
    return PublishedVerdict.from_json(revision.snapshot)


def get_page(language: str, public_id: str) -> PublicPage | Withdrawn:
    """Return what stands at an address. Two queries at most.

    Raises:
        NotPublic: unknown, or never published in this language; the two are not told apart.
    """
    found = list(public_revisions().filter(text__verdict__public_id=public_id))
    mine = next((one for one in found if one.text.language == language), None)
    if mine is not None:
        return PublicPage(published_verdict(mine), str(mine.pk), languages_of(found))
    gone = withdrawn_revisions(language).filter(text__verdict__public_id=public_id).first()
    if gone is None or gone.withdrawn_at is None:
        raise NotPublic(f"{language} {public_id}")
    return Withdrawn(public_id, language, gone.withdrawn_reason, gone.withdrawn_at)


def languages_of(revisions: Iterable[Revision]) -> tuple[str, ...]:
    """Return the languages of one verdict's public revisions, the first published one first."""
    firsts = sorted(
        (frozen.first_published_at, frozen.language) for frozen in map(published_verdict, revisions)
    )
    return tuple(language for _first, language in firsts)


def latest_revisions(language: str) -> QuerySet[Revision]:
    """Published revisions by the day their verdict first came out, newest first.

    A correction does not bring a verdict back to the top.
    """
    return public_revisions(language).order_by("-snapshot__first_published_at", "pk")
