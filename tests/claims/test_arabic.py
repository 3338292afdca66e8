"""Counted sentences in Arabic: six forms, and one or two of something without a digit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from claims.templatetags.desk import needs_decision
from media_provenance.domain.findings import FindingKind, Strength
from media_provenance.wording import finding_sentence, match_sentence
from multilingual.intervals import DateInterval


@pytest.fixture(autouse=True)
def arabic() -> Iterator[None]:
    with translation.override("ar"):
        yield


@dataclass(frozen=True)
class Older:
    """A finding that a picture is so many days older than an event."""

    at_least_days: int
    at_least_hours: int | None = None
    kind: str = FindingKind.PREDATES
    strength: str = Strength.ESTABLISHED
    existed_by_day: date = date(2022, 8, 14)
    metadata_day: date | None = None
    not_before_day: date | None = None
    told_by_file: bool = False


@pytest.mark.parametrize(
    ("days", "ending"),
    [
        (0, "بأقلّ من يوم."),
        (1, "بيوم واحد على الأقل."),
        (2, "بيومين على الأقل."),
        (3, "بما لا يقل عن 3 أيام."),
        (10, "بما لا يقل عن 10 أيام."),
        (11, "بما لا يقل عن 11 يومًا."),
        (99, "بما لا يقل عن 99 يومًا."),
        (100, "بما لا يقل عن 100 يوم."),
        (102, "بما لا يقل عن 102 يوم."),
        (103, "بما لا يقل عن 103 أيام."),
        (1_000, "بما لا يقل عن 1,000 يوم."),
    ],
)
def test_days_before_the_event_agree_with_their_number(days: int, ending: str) -> None:
    event = DateInterval.of_day(date(2024, 6, 20))

    sentence = finding_sentence(Older(days), event=event)

    assert sentence.endswith(ending)
    assert sentence.startswith("كانت هذه الصورة موجودة في 14 آب")


@pytest.mark.parametrize(
    ("hours", "ending"),
    [
        (1, "بساعة واحدة على الأقل."),
        (2, "بساعتين على الأقل."),
        (3, "بما لا يقل عن 3 ساعات."),
        (11, "بما لا يقل عن 11 ساعة."),
        (47, "بما لا يقل عن 47 ساعة."),
    ],
)
def test_hours_before_the_event_agree_with_their_number(hours: int, ending: str) -> None:
    event = DateInterval.of_day(date(2024, 6, 20))

    sentence = finding_sentence(Older(hours // 24, at_least_hours=hours), event=event)

    assert sentence.endswith(ending)


@pytest.mark.parametrize(
    ("copies", "sentence"),
    [
        (0, "لا نسخ محتملة في انتظار قرار."),
        (1, "نسخة محتملة واحدة في انتظار قرار."),
        (2, "نسختان محتملتان في انتظار قرار."),
        (3, "3 نسخ محتملة في انتظار قرار."),
        (10, "10 نسخ محتملة في انتظار قرار."),
        (11, "11 نسخة محتملة في انتظار قرار."),
        (99, "99 نسخة محتملة في انتظار قرار."),
        (100, "100 نسخة محتملة في انتظار قرار."),
        (102, "102 نسخة محتملة في انتظار قرار."),
        (103, "103 نسخ محتملة في انتظار قرار."),
    ],
)
def test_likely_copies_agree_with_their_number(copies: int, sentence: str) -> None:
    assert needs_decision(copies) == sentence


@pytest.mark.parametrize(
    ("bits", "differing"),
    [
        (1, "يختلف بت واحد من"),
        (2, "يختلف بتّان من"),
        (3, "تختلف 3 بتات من"),
        (10, "تختلف 10 بتات من"),
        (11, "يختلف 11 بتًا من"),
        (31, "يختلف 31 بتًا من"),
    ],
)
def test_differing_bits_of_a_match_agree_with_their_number(bits: int, differing: str) -> None:
    assert differing in match_sentence("copy", distance=bits)


@pytest.mark.parametrize(
    ("requests", "shown"),
    [
        (1, "طلب واحد"),
        (2, "طلبان"),
        (3, "3 طلبات"),
        (10, "10 طلبات"),
        (11, "11 طلبًا"),
        (99, "99 طلبًا"),
        (100, "100 طلب"),
        (102, "102 طلب"),
        (103, "103 طلبات"),
    ],
)
def test_requests_for_a_claim_agree_with_their_number(requests: int, shown: str) -> None:
    row = _claim_row(requests)

    assert f'<span class="pill">{shown}</span>' in row


def test_a_claim_nobody_asked_about_says_nothing_of_requests() -> None:
    assert "طلب" not in _claim_row(0)


def _claim_row(requests: int) -> str:
    claim = SimpleNamespace(
        pk="00000000-0000-0000-0000-000000000001",
        text="كلّ شيء à Nîmes चित्र",
        language="ar",
        status="received",
        get_status_display="وارد",
        added_at=datetime(2026, 1, 2, 3, 4, tzinfo=UTC),
        requests=requests,
    )
    return render_to_string("claims/desk/_claim_row.html", {"claim": claim})
