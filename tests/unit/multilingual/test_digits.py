"""Digits of every script, one character for one."""

from __future__ import annotations

import pytest

from multilingual.digits import to_ascii_digits, to_digit_system


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        pytest.param("٠٣ / مايو / ٢٠٢٤", "03 / مايو / 2024", id="Arabic"),
        pytest.param("۱۴۰۳", "1403", id="Persian"),
        pytest.param("१२", "12", id="Devanagari"),
        pytest.param("août ½ ²", "août ½ ²", id="no decimal digits"),
    ],
)
def test_digits_of_any_script_become_latin(written: str, expected: str) -> None:
    assert to_ascii_digits(written) == expected
    assert len(to_ascii_digits(written)) == len(written)


def test_digits_are_written_in_the_system_asked_for() -> None:
    assert to_digit_system("14 آب 2022", "arabic-indic") == "١٤ آب ٢٠٢٢"
    assert to_digit_system("۱۴", "latin") == "14"
    assert to_digit_system("14", "extended-arabic-indic") == "۱۴"
