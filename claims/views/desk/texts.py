"""A verdict text as the desk shows it: its form, its checklist, two versions side by side."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.http import QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from claims.actions.verdicts import EditConflict, clean_body
from claims.domain.workflow import CHECKLIST, Missing
from claims.forms.verdicts import RevisionForm
from claims.models import Claim, PictureRole, Rating, Revision
from claims.queries import findings_to_cite, missing_of, pictures_to_show
from claims.wording import CHECKLIST_LABELS, MISSING_SENTENCES
from media_provenance.models import Finding
from media_provenance.wording import finding_sentence
from multilingual.intervals import DateInterval

# The version of a text that is not there yet.
NEW = 0
# Those that a verdict can be written in.
LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)


def verdict_form(
    claim: Claim, language: str, revision: Revision | None, typed: QueryDict | None
) -> RevisionForm:
    """Return the form of a text, filled with what is there or with what was typed.

    A new text starts with the claim in its own words where those are in its language.
    """
    shown = {one.asset_id: one for one in revision.pictures.all()} if revision else {}
    assets = pictures_to_show(claim)
    known = {asset.pk for asset in assets}
    assets += [
        one.asset
        for one in (revision.pictures.select_related("asset") if revision else ())
        if one.asset_id not in known
    ]
    initial = (
        RevisionForm.initial_of(revision)
        if revision
        else {"version": NEW, "claim_text": claim.text if claim.language == language else ""}
    )
    return RevisionForm(
        typed,
        language=language,
        assets=assets,
        findings=findings_to_cite(claim, cited=revision.finding_id if revision else None),
        shown=shown,
        initial=initial,
    )


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the checklist."""

    label: str
    passed: bool
    note: str = ""


def checklist(revision: Revision) -> list[Check]:
    """What a text must have before it goes on, and what of it is there. Four queries."""
    missing = missing_of(revision)
    checks = [
        Check(
            str(CHECKLIST_LABELS[need]),
            need not in missing,
            str(MISSING_SENTENCES[need]) if need in missing else "",
        )
        for need in CHECKLIST
    ]
    if Missing.CORRECTION_NOTE in missing:
        note = str(MISSING_SENTENCES[Missing.CORRECTION_NOTE])
        checks.append(Check(_("Note for readers on what was put right"), False, note))
    return checks


@dataclass(frozen=True, slots=True)
class Row:
    """One field of two versions; ``is_prose`` says that both are cleaned HTML.

    ``is_ours`` says that the words are the desk's own, in the interface language.
    """

    label: str
    former: str
    now: str
    is_prose: bool = False
    is_ours: bool = False

    @property
    def is_changed(self) -> bool:
        """Whether the two differ in more than white space at their ends."""
        return self.former.strip() != self.now.strip()


def difference_rows(revision: Revision, former: Revision | None) -> list[Row]:
    """Compare a revision field by field with the one that was public before it."""
    language = revision.text.language
    return _rows(_fields(former, language) if former else None, _fields(revision, language))


def conflict_rows(conflict: EditConflict) -> list[Row]:
    """Compare what somebody else saved (``former``) with what this person typed (``now``)."""
    language = conflict.current.text.language
    mine = conflict.mine
    rating = Rating.objects.filter(key=mine.rating_key).first()
    finding = Finding.objects.filter(pk=mine.finding_id).first() if mine.finding_id else None
    typed = _Fields(
        rating=_rating(rating, language),
        claim_text=mine.claim_text,
        headline=mine.headline,
        summary=mine.summary,
        body=clean_body(mine.body),
        finding=_finding(finding),
        # They are put in and taken out by buttons of their own, never with what is typed.
        stated=_stated(conflict.current),
        pictures=_pictures([(one.role, one.alt, one.caption) for one in mine.pictures]),
    )
    return _rows(_fields(conflict.current, language), typed)


@dataclass(frozen=True, slots=True)
class _Fields:
    rating: str = ""
    claim_text: str = ""
    headline: str = ""
    summary: str = ""
    body: str = ""
    finding: str = ""
    stated: str = ""
    pictures: str = ""


def _fields(revision: Revision, language: str) -> _Fields:
    shown = revision.pictures.all()
    return _Fields(
        rating=_rating(revision.rating, language),
        claim_text=revision.claim_text,
        headline=revision.headline,
        summary=revision.summary,
        body=revision.body,
        finding=_finding(revision.finding),
        stated=_stated(revision),
        pictures=_pictures([(one.role, one.alt, one.caption) for one in shown]),
    )


def _rows(former: _Fields | None, now: _Fields) -> list[Row]:
    old = former or _Fields()
    return [
        Row(_("Rating"), old.rating, now.rating),
        Row(_("The claim"), old.claim_text, now.claim_text),
        Row(_("Headline"), old.headline, now.headline),
        Row(_("What we found"), old.summary, now.summary),
        Row(_("How we checked"), old.body, now.body, is_prose=True),
        Row(_("Finding about the picture"), old.finding, now.finding, is_ours=True),
        Row(_("Sentences from findings"), old.stated, now.stated),
        Row(_("Pictures"), old.pictures, now.pictures),
    ]


def _rating(rating: Rating | None, language: str) -> str:
    if rating is None:
        return ""
    label = rating.labels.filter(language=language).first()
    return label.label if label else rating.key


def _finding(finding: Finding | None) -> str:
    if finding is None:
        return ""
    event = DateInterval(finding.event_first_day, finding.event_last_day)
    return finding_sentence(finding, event=event)


def _stated(revision: Revision) -> str:
    return "\n\n".join(one.words for one in revision.stated_findings.all())


def _pictures(shown: list[tuple[str, str, str]]) -> str:
    """One paragraph for each picture: as what it is shown, its description, its caption."""
    return "\n\n".join(
        "\n".join(part for part in (str(PictureRole(role).label), alt, caption) if part)
        for role, alt, caption in shown
    )


def get_revision(pk: UUID) -> Revision:
    """Return a revision with what its pages show of it.

    Raises:
        Http404: there is none.
    """
    found = Revision.objects.select_related(
        "text__verdict__claim", "rating", "author", "approved_by", "finding", "correction"
    )
    return get_object_or_404(found, pk=pk)


def published_path(revision: Revision) -> str:
    """Where readers find the text."""
    return reverse("public:verdict", args=[revision.text.language, revision.text.verdict.public_id])
