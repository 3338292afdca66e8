"""The one home of what is said about pictures: findings, matches, evidence, refusals.

Facts come in, whole sentences in the active language come out, composed when they are shown, so
that readers of two languages read the same facts. No rule is decided here (``domain/`` does), no
HTML is made (templates do), and no sentence says "true" or "fake". Others import from here; the
sentences of each subject stand in the file named after it.
"""

from media_provenance.wording.alterations import (
    alteration_phrases,
    alteration_sentence,
    alteration_words,
)
from media_provenance.wording.captures import REDACTED_BEFORE, staying_sentences
from media_provenance.wording.credentials import (
    StatedCredentials,
    stated_credentials,
    time_problem_sentence,
    trust_list_problem,
    withdrawal_reason,
)
from media_provenance.wording.evidence import (
    conflict_sentence,
    evidence_label,
    grade_explanation,
    grade_reason,
    role_label,
    unchecked_note,
)
from media_provenance.wording.files import decoder_gone_sentence, reading_note, refusal_sentence
from media_provenance.wording.findings import (
    StatedFinding,
    finding_label,
    finding_limits,
    finding_sentence,
    strength_label,
    weaker_bound_sentence,
)
from media_provenance.wording.look_ups import lead_kind_label, look_up_label, look_up_outcome
from media_provenance.wording.matches import (
    LikenessNumber,
    decision_sentence,
    likeness_label,
    likeness_numbers,
    match_sentence,
    orientation_sentence,
)
from media_provenance.wording.metadata import (
    metadata_conflict_sentence,
    metadata_explanation,
    metadata_trouble_sentence,
    reduced_metadata_sentence,
)
from media_provenance.wording.next_checks import next_check_sentence
from media_provenance.wording.shown_dates import (
    format_date,
    format_interval,
    format_number,
    format_percent,
)
from media_provenance.wording.source_dates import source_note, source_why

__all__ = [
    "REDACTED_BEFORE",
    "LikenessNumber",
    "StatedCredentials",
    "StatedFinding",
    "alteration_phrases",
    "alteration_sentence",
    "alteration_words",
    "conflict_sentence",
    "decision_sentence",
    "decoder_gone_sentence",
    "evidence_label",
    "finding_label",
    "finding_limits",
    "finding_sentence",
    "format_date",
    "format_interval",
    "format_number",
    "format_percent",
    "grade_explanation",
    "grade_reason",
    "lead_kind_label",
    "likeness_label",
    "likeness_numbers",
    "look_up_label",
    "look_up_outcome",
    "match_sentence",
    "metadata_conflict_sentence",
    "metadata_explanation",
    "metadata_trouble_sentence",
    "next_check_sentence",
    "orientation_sentence",
    "reading_note",
    "reduced_metadata_sentence",
    "refusal_sentence",
    "role_label",
    "source_note",
    "source_why",
    "stated_credentials",
    "staying_sentences",
    "strength_label",
    "time_problem_sentence",
    "trust_list_problem",
    "unchecked_note",
    "weaker_bound_sentence",
    "withdrawal_reason",
]
