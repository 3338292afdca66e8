"""The pages, sentences and records that an evidence pack says its contents with."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from claims.actions.packs.contents import Contents, findings_of
from claims.domain.json_records import record_to_json
from claims.domain.published import PublishedEvidence, PublishedFinding, PublishedVerdict
from media_provenance.wording import (
    conflict_sentence,
    evidence_label,
    finding_limits,
    finding_sentence,
    format_interval,
    grade_reason,
)
from multilingual.arabic import direction

FINDINGS_FORMAT = "bayyina-findings/1"
# The languages in which findings and steps are written, whatever the verdict's own.
LANGUAGES = ("ar", "en")


def index_page(contents: Contents) -> str:
    """Return the page that a pack opens with: what is in it, and how to check it."""
    parts = []
    for language in LANGUAGES:
        with translation.override(language):
            words = render_to_string(
                "claims/pack/_steps.html", {"contents": contents, "language": language}
            )
        parts.append({"language": language, "direction": direction(language), "words": words})
    first = contents.verdicts[0]
    return render_to_string(
        "claims/pack/index.html",
        {"contents": contents, "parts": parts, "verdict": first, "site": settings.PUBLIC_URL},
    )


def verdict_page(verdict: PublishedVerdict) -> str:
    """Return the verdict as a page, in its own language."""
    with translation.override(verdict.language):
        said = [finding_sentence(one, event=one.event_days) for one in findings_of(verdict)]
        return render_to_string(
            "claims/pack/verdict.html",
            {
                "verdict": verdict,
                "direction": direction(verdict.language),
                "findings": said,
                "site": settings.PUBLIC_URL,
            },
        )


def findings_json(contents: Contents) -> bytes:
    """Return the findings as a program reads them, with the evidence each rests on."""
    digests = {str(one.asset.pk): one.asset.sha256 for one in contents.pictures}
    document = {
        "format": FINDINGS_FORMAT,
        "public_id": contents.verdicts[0].public_id,
        "site": settings.PUBLIC_URL,
        "findings": [
            _finding_record(finding, verdict, contents, digests)
            for verdict in contents.verdicts
            for finding in findings_of(verdict)
        ],
        "not_kept": contents.not_kept,
        "redacted": [
            {
                "capture": one.folder,
                "sha256": one.thing.redaction.sha256,
                "reason": one.thing.redaction.reason,
                "note": one.thing.redaction.note,
                "redacted_at": one.thing.redaction.redacted_at.isoformat(),
            }
            for one in contents.redacted
            if one.thing.redaction is not None
        ],
    }
    return f"{json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True)}\n".encode()


def _finding_record(
    finding: PublishedFinding,
    verdict: PublishedVerdict,
    contents: Contents,
    digests: Mapping[str, str],
) -> dict[str, Any]:
    record: dict[str, Any] = dict(record_to_json(finding))
    record["published_in"] = verdict.language
    record["picture_sha256"] = digests.get(finding.asset_id, "")
    record["sentence"] = {}
    for language in LANGUAGES:
        with translation.override(language):
            record["sentence"][language] = finding_sentence(finding, event=finding.event_days)
    record["evidence"] = [_evidence_record(one, contents) for one in finding.evidence]
    return record


def _evidence_record(one: PublishedEvidence, contents: Contents) -> dict[str, Any]:
    record: dict[str, Any] = dict(record_to_json(one))
    record["counts"] = one.match.counts
    record["capture"] = contents.capture_of.get(one.id, "")
    if not one.match.counts:
        # An input of the rule, and nothing that the page tells of: where it stood stays here.
        for name in ("source_url", "source_title", "source_language", "archived_url", "operator"):
            record.pop(name, None)
    return record


def findings_text(contents: Contents, language: str) -> str:
    """Return the findings as a person reads them, in a language of the interface."""
    with translation.override(language):
        blocks = [
            _finding_words(finding, verdict, contents, language)
            for verdict in contents.verdicts
            for finding in findings_of(verdict)
        ]
        return "\n".join(blocks) or _("This verdict cites no finding about a picture.") + "\n"


def _finding_words(
    finding: PublishedFinding, verdict: PublishedVerdict, contents: Contents, language: str
) -> str:
    lines = [
        _("Cited in the text in: %(language)s") % {"language": verdict.language},
        finding_sentence(finding, event=finding.event_days),
        finding_limits(finding),
        "",
        _("It rests on:"),
    ]
    for number, one in enumerate(finding.deciding, start=1):
        lines += _evidence_words(number, one, contents, language)
    items = {one.id: one.item() for one in finding.evidence}
    if finding.conflicts:
        lines += ["", _("What contradicts each other:")]
        lines += [conflict_sentence(one, items) for one in finding.conflicts]
    lines += ["", _("Rule of version %(number)s.") % {"number": finding.rule_version}]
    return "\n".join(lines) + "\n"


def _evidence_words(
    number: int, one: PublishedEvidence, contents: Contents, language: str
) -> list[str]:
    lines = [
        f"{number}. {evidence_label(one.kind)}: {format_interval(one.days, language)}",
        f"   {grade_reason(one.kind, one.grade)}",
    ]
    lines += [f"   {text}" for text in (one.source_title, one.source_url, one.archived_url) if text]
    if one.id in contents.capture_of:
        kept = _("Kept here: %(folder)s") % {"folder": contents.capture_of[one.id]}
        lines.append(f"   {kept}")
    return lines
