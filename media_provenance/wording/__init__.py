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
from media_provenance.wording.evidence import (
    conflict_sentence,
    evidence_label,
    grade_explanation,
    metadata_conflict_sentence,
    metadata_trouble_sentence,
    role_label,
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
from media_provenance.wording.matches import (
    LikenessNumber,
    decision_sentence,
    likeness_label,
    likeness_numbers,
    match_sentence,
    orientation_sentence,
)

__all__ = [
    "LikenessNumber",
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
    "grade_explanation",
    "likeness_label",
    "likeness_numbers",
    "match_sentence",
    "metadata_conflict_sentence",
    "metadata_trouble_sentence",
    "orientation_sentence",
    "reading_note",
    "refusal_sentence",
    "role_label",
    "strength_label",
    "weaker_bound_sentence",
]
