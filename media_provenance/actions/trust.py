"""Lists of trust, by which the signers of Content Credentials are judged: in force, or retired."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from media_provenance.actions.refusals import ReasonNeeded
from media_provenance.adapters.certificates import read_trust_list
from media_provenance.domain.trust_lists import TrustKind, TrustListProblem, TrustListRefused
from media_provenance.models import TrustList
from media_provenance.pipeline.credentials import ask_to_judge_all

if TYPE_CHECKING:
    from django.contrib.auth.models import User


@transaction.atomic
def add_trust_list(name: str, kind: TrustKind, text: str, *, by: User | None = None) -> TrustList:
    """Put a list of trust in force; pictures with credentials are judged anew by jobs.

    Args:
        name: for people, as "Official list of C2PA, November 2026".
        text: as pasted.
        by: who did it, None for the command line.

    Raises:
        TrustListRefused: it is no such list, or the very same one is in force.
    """
    read = read_trust_list(kind, text)
    digest = hashlib.sha256(read.text.encode()).hexdigest()
    if TrustList.objects.in_force().filter(kind=kind.value, sha256=digest).exists():
        raise TrustListRefused(TrustListProblem.KNOWN_ALREADY)
    added = TrustList.objects.create(
        name=name.strip()[:120] or kind.value,
        kind=kind.value,
        text=read.text,
        sha256=digest,
        entries=read.entries,
        added_by=by,
    )
    ask_to_judge_all()
    return added


@transaction.atomic
def retire_trust_list(trust_list: TrustList, *, reason: str, by: User | None = None) -> TrustList:
    """Take a list out of force; it stays on record, and pictures are judged anew by jobs.

    Raises:
        ReasonNeeded: for an empty reason.
        TrustListRefused: it was retired before.
    """
    if not reason.strip():
        raise ReasonNeeded(_("Please say why this list is retired."))
    changed = (
        TrustList.objects.in_force()
        .filter(pk=trust_list.pk)
        .update(retired_at=Now(), retired_by=by, retired_reason=reason.strip())
    )
    if not changed:
        raise TrustListRefused(TrustListProblem.RETIRED_ALREADY)
    ask_to_judge_all()
    trust_list.refresh_from_db()
    return trust_list
