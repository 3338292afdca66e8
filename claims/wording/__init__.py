"""Sentences for what the rules say, composed when shown, in the reader's language.

The one home of the desk's sentences, one file a subject. Sentences about pictures and findings are
`media_provenance.wording`'s.
"""

from claims.wording.dates import (
    DATE_CONFLICTS,
    DATE_ORIGINS,
    EVENT_ORIGINS,
    date_conflict,
    date_origin,
    event_origin,
    found_date_sentence,
)
from claims.wording.dating import (
    days_origin,
    entered_kind,
    evidence_move_sentence,
    second_word_sentence,
    standing_sentence,
)
from claims.wording.history import (
    HISTORY_KINDS,
    break_sentence,
    history_field,
    history_field_order,
    history_sentence,
    history_value,
    no_key_sentence,
    public_step_sentence,
)
from claims.wording.moves import (
    CHECKLIST_LABELS,
    MISSING_SENTENCES,
    MOVE_LABELS,
    ROLE_LABELS,
    approved_sentence,
    illegal_move_sentence,
    missing_sentences,
    move_label,
    not_allowed_sentence,
    picture_not_ready_sentence,
)
from claims.wording.pages import (
    LINE_REASONS,
    PAGE_KINDS,
    READING_GAPS,
    READING_NOTES,
    line_reason,
    page_kind_sentence,
    reading_gap,
    reading_note,
)
from claims.wording.pictures import PictureName, picture_name, unconfirmed_label
from claims.wording.policies import policy_label
from claims.wording.refusals import REFUSALS, public_refusal_sentence, refusal_sentence
from claims.wording.statements import (
    CHECK_REASONS,
    PLATFORMS,
    SIDES,
    check_reason,
    platform_name,
    side_label,
    statement_lead,
    statement_told,
)
from claims.wording.work import JOB_KINDS, JOB_REASONS, job_label, job_reason, time_taken

__all__ = [
    "CHECKLIST_LABELS",
    "CHECK_REASONS",
    "DATE_CONFLICTS",
    "DATE_ORIGINS",
    "EVENT_ORIGINS",
    "HISTORY_KINDS",
    "JOB_KINDS",
    "JOB_REASONS",
    "LINE_REASONS",
    "MISSING_SENTENCES",
    "MOVE_LABELS",
    "PAGE_KINDS",
    "PLATFORMS",
    "READING_GAPS",
    "READING_NOTES",
    "REFUSALS",
    "ROLE_LABELS",
    "SIDES",
    "PictureName",
    "approved_sentence",
    "break_sentence",
    "check_reason",
    "date_conflict",
    "date_origin",
    "days_origin",
    "entered_kind",
    "event_origin",
    "evidence_move_sentence",
    "found_date_sentence",
    "history_field",
    "history_field_order",
    "history_sentence",
    "history_value",
    "illegal_move_sentence",
    "job_label",
    "job_reason",
    "line_reason",
    "missing_sentences",
    "move_label",
    "no_key_sentence",
    "not_allowed_sentence",
    "page_kind_sentence",
    "picture_name",
    "picture_not_ready_sentence",
    "platform_name",
    "policy_label",
    "public_refusal_sentence",
    "public_step_sentence",
    "reading_gap",
    "reading_note",
    "refusal_sentence",
    "second_word_sentence",
    "side_label",
    "standing_sentence",
    "statement_lead",
    "statement_told",
    "time_taken",
    "unconfirmed_label",
]
