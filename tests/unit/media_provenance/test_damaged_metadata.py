"""Files damaged at random places: nothing falls over, and hardly a date comes from nowhere."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from media_provenance.adapters.exiftool import exiftool_at, find_exiftool, suffix_for
from media_provenance.domain.file_damage import damaged_groups
from media_provenance.domain.metadata import observe_metadata
from multilingual.intervals import DateInterval
from tests.factories.dated_files import EXIFTOOL, FORMATS, dated_file, needs_exiftool

NOW = datetime(2026, 11, 22, tzinfo=UTC)
# Files of two kilobytes or less, of which a tenth are dates. A digit that became another digit is a
# date like any other; what is left after comparing it with the others is this share, measured.
MOST_NEW = 0.01


def days_of(data: bytes, *, usable: bool) -> set[DateInterval]:
    if EXIFTOOL is None or suffix_for(data) is None:
        return set()
    found = exiftool_at(find_exiftool(EXIFTOOL)).read(data)
    seen = observe_metadata(
        found.fields, ingested_at=NOW, damaged=damaged_groups(data, found.warnings)
    )
    return {one.days for one in seen if one.days and (one.usable or not usable)}


def one_bit(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data))
    return data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :]


def bytes_replaced(data: bytes, chance: random.Random) -> bytes:
    at, length = chance.randrange(len(data)), chance.choice((1, 2, 16))
    return data[:at] + chance.randbytes(length) + data[at + length :]


def cut_off(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data))]


def taken_out(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data))
    return data[:at] + data[at + chance.randint(1, 200) :]


def doubled(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data))
    return data[: at + chance.randint(1, 200)] + data[at:]


Damage = Callable[[bytes, random.Random], bytes]
KINDS: tuple[Damage, ...] = (one_bit, bytes_replaced, cut_off, taken_out, doubled)


def new_days(format: str, damage: Damage, count: int) -> int:
    """Return how many damaged copies give a usable day that the whole file does not have."""
    chance = random.Random(f"{format} {damage.__name__}")
    whole = dated_file(format)
    known = days_of(whole, usable=False)
    return sum(bool(days_of(damage(whole, chance), usable=True) - known) for _ in range(count))


@needs_exiftool
@pytest.mark.parametrize("damage", KINDS)
def test_a_damaged_png_never_gives_another_day(damage: Damage) -> None:
    assert new_days("PNG", damage, 20) == 0


@needs_exiftool
@pytest.mark.parametrize("damage", KINDS)
@pytest.mark.parametrize("format", sorted(set(FORMATS) - {"PNG"}))
def test_damage_costs_no_crash_and_hardly_ever_gives_another_day(
    format: str, damage: Damage
) -> None:
    assert new_days(format, damage, 10) <= 1


@needs_exiftool
@pytest.mark.long
def test_of_1500_damaged_copies_hardly_one_gives_another_day() -> None:
    found = [new_days(format, damage, 60) for format in FORMATS for damage in KINDS]

    assert sum(found) <= MOST_NEW * 60 * len(found)
