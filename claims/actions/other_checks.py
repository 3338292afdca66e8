"""What the desk asks other fact-checkers about a claim, and what it takes over from them.

`media_provenance.look_ups` asks; here is who may, under which name, and how a review that somebody
has read becomes a source of the verdict. What a review says about a picture's date is a matter of
the picture's own page (`claims.actions.look_elsewhere`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.actions.verdicts import SourceDraft, get_verdict, save_sources
from claims.domain.published import web_address
from claims.models import Claim, SourceKind, SourceReference, Verdict
from claims.permissions import check_can_edit_claim
from claims.queries import reference_of
from media_provenance import look_ups
from media_provenance.look_ups import LeadNotUsable, Question
from media_provenance.models import LeadKind, MediaAsset, ProviderCall, ProviderLead

if TYPE_CHECKING:
    from django.contrib.auth.models import User

__all__ = ["ask_checkers", "cite_review", "review_language"]

# What the columns of a source hold, in characters.
_LONGEST_TITLE = 300
_LONGEST_NAME = 200
_LONGEST_URL = 2048
_LONGEST_LANGUAGE = 12
# A language tag as BCP 47 writes it: a language, and subtags after hyphens.
_LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def ask_checkers(
    claim: Claim, provider: str, question: Question, *, by: User, asset: MediaAsset | None = None
) -> ProviderCall:
    """Ask a service for fact-checks like a claim, or with its picture, in the background.

    Args:
        asset: the picture that the question is about, if it is.

    Raises:
        NotAllowed; and as ``look_ups.ask``.
    """
    check_can_edit_claim(by)
    return look_ups.ask(provider, question, by=by, asset=asset, asked_for=reference_of(claim.pk))


@transaction.atomic
def cite_review(claim: Claim, lead: ProviderLead, *, by: User) -> Verdict:
    """Put a fact-check that this person has read at the end of the verdict's sources; once.

    Raises:
        NotAllowed.
        Approved: a text of the verdict is approved or scheduled as it is.
        LeadNotUsable: it is dismissed, is no fact-check, or has no address that readers can open.
    """
    check_can_edit_claim(by)
    if lead.kind != LeadKind.REVIEW:
        raise LeadNotUsable(_("Only a fact-check can be recorded as a source here."))
    url = web_address(lead.url)
    if not url or len(url) > _LONGEST_URL:
        raise LeadNotUsable(
            _("This fact-check has no address that readers could open. Look for it by hand.")
        )
    verdict = get_verdict(claim, by=by)
    # Held, so that nobody saves another list between reading this one and writing it.
    Verdict.objects.select_for_update().get(pk=verdict.pk)
    there = list(verdict.sources.all())
    look_ups.take_up_lead(lead, by=by)
    if all(source.url != url for source in there):
        save_sources(verdict, [*map(_as_it_stands, there), _source_of(lead, url)], by=by)
    return verdict


def _as_it_stands(source: SourceReference) -> SourceDraft:
    return SourceDraft(
        title=source.title,
        kind=source.kind,
        publisher=source.publisher,
        language=source.language,
        url=source.url,
        archived_url=source.archived_url,
        quote=source.quote,
        accessed_on=source.accessed_on,
    )


def review_language(lead: ProviderLead) -> str:
    """Return a review's language as it says itself, in BCP 47; "" for none, or what is no tag."""
    language = str(lead.details.get("language", ""))
    is_tag = len(language) <= _LONGEST_LANGUAGE and _LANGUAGE_TAG.fullmatch(language)
    return language if is_tag else ""


def _source_of(lead: ProviderLead, url: str) -> SourceDraft:
    # A review without a title is called by what it checked, and else by where it stands.
    named = (lead.title.strip(), str(lead.details.get("claim", "")).strip(), url)
    return SourceDraft(
        title=next(filter(None, named))[:_LONGEST_TITLE].strip(),
        kind=SourceKind.FACT_CHECK,
        publisher=lead.site.strip()[:_LONGEST_NAME],
        language=review_language(lead),
        url=url,
        accessed_on=timezone.localdate(),
    )
