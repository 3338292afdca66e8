"""The sentences said about pictures, in English as written and composed from facts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from media_provenance import wording
from media_provenance.domain.date_evidence import (
    KIND_GRADE,
    EvidenceItem,
    EvidenceKind,
    Grade,
    MatchClass,
    Role,
)
from media_provenance.domain.findings import (
    Conflict,
    ConflictKind,
    FindingKind,
    Strength,
    UpperBound,
)
from media_provenance.domain.fingerprints import Orientation
from media_provenance.domain.metadata import MetadataConflict, MetadataTrouble
from media_provenance.domain.picture_headers import ReadingNote, RefusalCode
from media_provenance.models.match import Decision
from multilingual.intervals import DateInterval, InstantInterval

EVENT = DateInterval(date(2024, 6, 20), date(2024, 6, 20))


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@dataclass
class Stated:
    """A finding's words, and nothing else of it."""

    kind: str
    strength: str = Strength.NONE
    existed_by_day: date | None = None
    metadata_day: date | None = None
    not_before_day: date | None = None
    at_least_days: int | None = None
    at_least_hours: int | None = None
    told_by_file: bool = True


AUGUST = date(2022, 8, 14)


@pytest.mark.parametrize(
    ("finding", "sentence"),
    [
        (
            Stated(FindingKind.PREDATES, Strength.ESTABLISHED, AUGUST, at_least_days=673),
            (
                "This picture existed by 14 August 2022, at least 673 days before the event "
                "(20 June 2024)."
            ),
        ),
        (
            Stated(FindingKind.LIKELY_PREDATES, Strength.SUPPORTED, AUGUST, at_least_days=673),
            (
                "This picture appears to have existed by 14 August 2022, at least 673 days "
                "before the event (20 June 2024)."
            ),
        ),
        (
            Stated(
                FindingKind.PUBLISHER_SAYS_PREDATES, Strength.SUGGESTED, AUGUST, at_least_days=673
            ),
            (
                "By its publisher's own date, this picture existed by 14 August 2022, at least "
                "673 days before the event (20 June 2024)."
            ),
        ),
        (
            Stated(
                FindingKind.PREDATES,
                Strength.ESTABLISHED,
                date(2024, 6, 18),
                at_least_days=1,
                at_least_hours=31,
            ),
            (
                "This picture existed by 18 June 2024, at least 31 hours before the event (20 "
                "June 2024)."
            ),
        ),
        (
            Stated(
                FindingKind.LIKELY_PREDATES,
                Strength.SUPPORTED,
                date(2024, 6, 19),
                at_least_days=0,
                at_least_hours=1,
            ),
            (
                "This picture appears to have existed by 19 June 2024, at least 1 hour before "
                "the event (20 June 2024)."
            ),
        ),
        (
            Stated(
                FindingKind.PREDATES,
                Strength.ESTABLISHED,
                date(2024, 6, 19),
                at_least_days=0,
                at_least_hours=0,
            ),
            (
                "This picture existed by 19 June 2024, less than an hour before the event (20 "
                "June 2024) can have begun."
            ),
        ),
        (
            Stated(FindingKind.METADATA_SUGGESTS_PREDATES, Strength.METADATA, metadata_day=AUGUST),
            (
                "The file itself gives 14 August 2022 as its date, before the event (20 June "
                "2024). Such dates can be changed, so this alone is not proof."
            ),
        ),
        (
            Stated(FindingKind.COMPATIBLE_NOT_PROVEN),
            (
                "We found no copy from before the event (20 June 2024). That does not prove "
                "that the picture shows it."
            ),
        ),
        (
            Stated(
                FindingKind.MADE_AFTER_EVENT, Strength.ESTABLISHED, not_before_day=date(2025, 1, 1)
            ),
            (
                "This picture cannot be older than 1 January 2025, so it was made after the "
                "event (20 June 2024)."
            ),
        ),
        (
            Stated(
                FindingKind.MADE_AFTER_EVENT, Strength.METADATA, not_before_day=date(2025, 1, 1)
            ),
            (
                "The file itself gives 1 January 2025 as the day it was taken, after the event "
                "(20 June 2024). Such dates can be changed, so this alone is not proof."
            ),
        ),
        (
            Stated(FindingKind.NEEDS_CONFIRMATION),
            (
                "A picture that looks the same was found. Until a person confirms that it is "
                "the same picture, its date proves nothing."
            ),
        ),
    ],
    ids=lambda value: value.kind if isinstance(value, Stated) else "",
)
def test_each_finding_is_whole_sentences(finding: Stated, sentence: str) -> None:
    assert wording.finding_sentence(finding, event=EVENT) == sentence


@pytest.mark.parametrize(
    ("finding", "words"),
    [
        (
            Stated(FindingKind.MADE_AFTER_EVENT, Strength.SUGGESTED, not_before_day=AUGUST),
            "appears to be no older than 14 August 2022",
        ),
        (
            Stated(
                FindingKind.PUBLISHER_SAYS_PREDATES,
                Strength.SUGGESTED,
                AUGUST,
                at_least_days=0,
                at_least_hours=5,
            ),
            "By its publisher's own date, this picture existed by 14 August 2022, at least 5 hours",
        ),
        (
            Stated(
                FindingKind.PUBLISHER_SAYS_PREDATES,
                Strength.SUGGESTED,
                AUGUST,
                at_least_days=0,
                at_least_hours=0,
            ),
            "By its publisher's own date, this picture existed by 14 August 2022, less than an",
        ),
        (
            Stated(
                FindingKind.LIKELY_PREDATES,
                Strength.SUPPORTED,
                AUGUST,
                at_least_days=0,
                at_least_hours=0,
            ),
            "appears to have existed by 14 August 2022, less than an hour",
        ),
    ],
)
def test_the_weaker_the_bound_the_more_careful_the_words(finding: Stated, words: str) -> None:
    assert words in wording.finding_sentence(finding, event=EVENT)


def test_a_bound_without_its_distance_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="how long"):
        wording.finding_sentence(
            Stated(FindingKind.PREDATES, Strength.ESTABLISHED, AUGUST), event=EVENT
        )


def test_the_days_of_an_event_are_said_from_first_to_last() -> None:
    sentence = wording.finding_sentence(
        Stated(FindingKind.COMPATIBLE_NOT_PROVEN),
        event=DateInterval(date(2024, 6, 20), date(2024, 6, 23)),
    )

    assert "(20 to 23 June 2024)" in sentence


@pytest.mark.parametrize(
    ("finding", "sentence"),
    [
        (
            Stated(FindingKind.COMPATIBLE_NOT_PROVEN, Strength.ESTABLISHED, AUGUST),
            "This picture existed by 14 August 2022.",
        ),
        (
            Stated(FindingKind.COMPATIBLE_NOT_PROVEN, Strength.SUGGESTED, AUGUST),
            "By its publisher's own date, this picture existed by 14 August 2022.",
        ),
        (
            Stated(FindingKind.METADATA_SUGGESTS_PREDATES, Strength.METADATA, metadata_day=AUGUST),
            (
                "The file itself gives 14 August 2022 as its date. Such dates can be changed, so "
                "this alone is not proof."
            ),
        ),
        (Stated(FindingKind.COMPATIBLE_NOT_PROVEN), "No date was found for this picture."),
    ],
)
def test_without_an_event_only_the_picture_is_spoken_of(finding: Stated, sentence: str) -> None:
    assert wording.finding_sentence(finding, event=None) == sentence


def test_a_finding_that_predates_without_a_day_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="with a day"):
        wording.finding_sentence(
            Stated(FindingKind.PREDATES, Strength.ESTABLISHED, at_least_days=3), event=EVENT
        )


@pytest.mark.parametrize("kind", list(FindingKind))
def test_no_finding_says_true_or_fake(kind: FindingKind) -> None:
    finding = Stated(kind, Strength.ESTABLISHED, AUGUST, AUGUST, AUGUST, at_least_days=3)

    said = " ".join(
        [
            wording.finding_sentence(finding, event=EVENT),
            wording.finding_label(kind),
            wording.finding_limits(finding),
        ]
    ).lower()

    assert [word in said for word in ("true", "fake", "false", "exactly")] == [False] * 4


@pytest.mark.parametrize(
    ("say", "codes"),
    [
        (wording.finding_label, FindingKind),
        (wording.strength_label, Strength),
        (wording.evidence_label, EvidenceKind),
        (wording.role_label, Role),
        (wording.grade_explanation, Grade),
        (wording.metadata_trouble_sentence, MetadataTrouble),
        (wording.metadata_conflict_sentence, MetadataConflict),
        (wording.orientation_sentence, Orientation),
        (wording.decision_sentence, Decision),
        (wording.refusal_sentence, RefusalCode),
        (wording.reading_note, ReadingNote),
    ],
)
def test_every_code_has_words_of_its_own(say: object, codes: type) -> None:
    said = [say(code.value) for code in codes]  # type: ignore[operator,attr-defined]

    assert all(said)
    assert len(set(said)) == len(said)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("exact", True, None), "It is the very same file."),
        (("exact", False, None), "The files differ, but every pixel is the same."),
        (("copy", False, 0), "It looks like a copy: the fingerprints are the same."),
        (("copy", False, 1), "It looks like a copy: 1 of 256 bits of the fingerprint differs."),
        (("copy", False, 12), "It looks like a copy: 12 of 256 bits of the fingerprint differ."),
    ],
)
def test_a_match_is_said_with_its_distance(
    arguments: tuple[str, bool, int | None], sentence: str
) -> None:
    match_class, same_bytes, distance = arguments

    assert wording.match_sentence(match_class, same_bytes=same_bytes, distance=distance) == sentence


def test_a_refused_format_is_named() -> None:
    assert "HEIC" in wording.refusal_sentence(RefusalCode.FORMAT_NOT_ACCEPTED, "HEIC")


def evidence(id: str, kind: EvidenceKind) -> EvidenceItem:
    when = InstantInterval.of_instant(datetime(2022, 8, 14, tzinfo=UTC))
    return EvidenceItem(id, kind, Role.SEEN, MatchClass.EXACT, when, Grade.C)


ITEMS = {
    "1": evidence("1", EvidenceKind.EXIF_ORIGINAL),
    "2": evidence("2", EvidenceKind.WEB_ARCHIVE_IMAGE),
}


@pytest.mark.parametrize(
    ("conflict", "sentence"),
    [
        (
            Conflict("1", "2", ConflictKind.STRONGER_SAYS_EARLIER),
            (
                "Not used: Capture time in the file (EXIF). Harder evidence has the picture "
                "earlier: Copy of the picture in a web archive. The clock was wrong, or the "
                "date was changed."
            ),
        ),
        (
            Conflict("1", None, ConflictKind.IN_THE_FUTURE),
            "Not used, because its date lies in the future: Capture time in the file (EXIF).",
        ),
    ],
)
def test_a_conflict_names_what_was_set_aside_and_why(conflict: Conflict, sentence: str) -> None:
    assert wording.conflict_sentence(conflict, ITEMS) == sentence


@pytest.mark.parametrize(
    ("strength", "words"),
    [
        (Strength.SUPPORTED, "it appears to have existed by 14 August 2022."),
        (Strength.SUGGESTED, "by its publisher's own date, it existed by 14 August 2022."),
        (Strength.METADATA, "the file itself gives 14 August 2022 as its date."),
    ],
)
def test_a_weaker_bound_is_said_as_firmly_as_it_stands(strength: Strength, words: str) -> None:
    bound = UpperBound(strength, datetime(2022, 8, 14, tzinfo=UTC), ("1",), AUGUST)

    sentence = wording.weaker_bound_sentence(bound)

    assert sentence.startswith(f"Weaker evidence puts it earlier: {words}")


def test_a_weaker_bound_of_somebodys_word_does_not_speak_of_the_file() -> None:
    bound = UpperBound(Strength.METADATA, datetime(2022, 8, 14, tzinfo=UTC), ("1",), AUGUST)

    sentence = wording.weaker_bound_sentence(bound, of_file=False)

    assert "whoever shared or described it dates it to 14 August 2022" in sentence
    assert "file" not in sentence


def test_every_kind_says_why_it_has_its_grade_in_words_of_its_own() -> None:
    said = {kind: wording.grade_reason(kind, KIND_GRADE[kind]) for kind in EvidenceKind}

    assert said[EvidenceKind.PUBLISHER_DATE] == "The site owner can set this date."
    assert set(said.values()).isdisjoint({wording.grade_explanation(grade) for grade in Grade})


@pytest.mark.parametrize(
    ("kind", "grade", "words"),
    [
        (EvidenceKind.WEB_ARCHIVE_IMAGE, Grade.B, "nobody else has checked it"),
        (EvidenceKind.PLATFORM_TIME, Grade.C, "nobody else has checked it"),
        (EvidenceKind.PLATFORM_ID, Grade.D, "can put any time into it"),
        (EvidenceKind.OWN_CAPTURE, Grade.A, "signed its digest"),
        (EvidenceKind.STATED_BY_PERSON, Grade.A, "Attested"),
    ],
)
def test_a_grade_that_is_not_the_kinds_own_has_its_reason(
    kind: EvidenceKind, grade: Grade, words: str
) -> None:
    assert words in wording.grade_reason(kind, grade)


def test_an_established_bound_is_never_the_weaker_one() -> None:
    bound = UpperBound(Strength.ESTABLISHED, datetime(2022, 8, 14, tzinfo=UTC), ("1",), AUGUST)

    with pytest.raises(ValueError, match="never the weaker"):
        wording.weaker_bound_sentence(bound)


def test_without_an_event_a_copy_that_nobody_confirmed_is_still_told_of() -> None:
    sentence = wording.finding_sentence(Stated(FindingKind.NEEDS_CONFIRMATION), event=None)

    assert "Until a person confirms" in sentence
