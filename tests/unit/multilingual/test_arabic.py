"""Folding Arabic spelling for matching, and the direction of languages."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from multilingual.arabic import (
    direction,
    fold_letters,
    isolate,
    normalize_for_matching,
    strip_harakat,
    text_direction,
)

ROOT = Path(__file__).resolve().parents[3]
SAMPLE_LETTERS = "أإآٱاىيیکكہةە\u0640\u064e\u0651\u0670\u200c\u200f١۴aéइिँ가\u1100\u1161"


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        pytest.param("مُحَمَّدٌ", "محمد", id="harakat"),
        pytest.param("الرحمـــن", "الرحمن", id="tatweel"),
        pytest.param("أحمد إلى آخر ٱلكتاب", "احمد الي اخر الكتاب", id="alif and maqsura"),
        pytest.param("کتابی", "كتابي", id="Persian kaf and ya"),
        pytest.param("ہندوستان", "هندوستان", id="Urdu ha"),
        pytest.param("می\u200cخواهم", "ميخواهم", id="zero-width non-joiner"),
        pytest.param("\u200fبيروت\u200e", "بيروت", id="direction marks"),
        pytest.param("عام ٢٠٢٤ و۲۰۲۳", "عام 2024 و2023", id="digits"),
        pytest.param("ﻻ ﷲ", "لا الله", id="presentation forms"),
        pytest.param("مدرسة", "مدرسة", id="ta marbuta stays"),
    ],
)
def test_spelling_variants_of_arabic_become_one(written: str, folded: str) -> None:
    assert normalize_for_matching(written) == folded


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("हिन्दी में लिखा हुआ", id="Hindi"),
        pytest.param("क्\u200dष", id="Hindi with a joiner"),
        pytest.param("Élysée, août, Ağustos İstanbul", id="accents"),
        pytest.param("한국어 텍스트", id="Korean"),
        pytest.param("שָׁלוֹם", id="Hebrew points"),
    ],
)
def test_other_scripts_pass_unchanged(text: str) -> None:
    assert normalize_for_matching(text) == text
    assert strip_harakat(text) == text


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from(SAMPLE_LETTERS), max_size=12))
def test_folding_twice_changes_nothing_more(text: str) -> None:
    once = normalize_for_matching(text)

    assert normalize_for_matching(once) == once


def test_stripping_harakat_leaves_letters_and_tatweel() -> None:
    assert strip_harakat("هـٰذَا أَحْمَدُ") == "هـذا أحمد"


@pytest.mark.slow
def test_camel_tools_writes_nothing_home_and_opens_no_connection(tmp_path: Path) -> None:
    script = (
        "import socket\n"
        "def refuse(*a, **k): raise SystemExit('a connection was tried')\n"
        "socket.socket.connect = refuse; socket.getaddrinfo = refuse\n"
        "from multilingual.arabic import normalize_for_matching\n"
        "print(normalize_for_matching('أ') == 'ا')\n"
    )
    environment = {**os.environ, "HOME": str(tmp_path), "PYTHONPATH": str(ROOT)}

    run = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=False
    )

    assert run.stdout.strip() == "True", run.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_importing_the_module_does_not_import_camel_tools() -> None:
    script = "import sys, multilingual.arabic; print('camel_tools' in sys.modules)"

    run = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert run.stdout.strip() == "False"


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("ar", "rtl"),
        ("ar-LB", "rtl"),
        ("fa", "rtl"),
        ("ckb", "rtl"),
        ("ku-Arab", "rtl"),
        ("ar-Latn", "ltr"),
        ("kmr", "ltr"),
        ("fr", "ltr"),
        ("hi", "ltr"),
        ("und", "ltr"),
    ],
)
def test_direction_follows_the_language_and_its_script(language: str, expected: str) -> None:
    assert direction(language) == expected


def test_isolates_close_what_they_open() -> None:
    assert isolate("تجربة") == "\u2068تجربة\u2069"
    assert isolate("https://a.example", "ltr") == "\u2066https://a.example\u2069"
    assert isolate("آب", "rtl") == "\u2067آب\u2069"


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        pytest.param("أكّد إلى آخر مستشفى", "اكّد الي اخر مستشفي", id="alif and maqsura"),
        pytest.param("گفت کتابی", "گفت كتابي", id="Persian keyboard"),
        pytest.param("سُئل مدرسة", "سُئل مدرسة", id="harakat, hamza carriers and ta marbuta stay"),
        pytest.param("Élysée हिन्दी", "Élysée हिन्दी", id="other scripts"),
    ],
)
def test_letters_are_folded_one_for_one(written: str, folded: str) -> None:
    assert fold_letters(written) == folded
    assert len(fold_letters(written)) == len(written)


@settings(deadline=None)
@given(st.text(max_size=40))
def test_folding_letters_keeps_the_length_and_is_idempotent(text: str) -> None:
    once = fold_letters(text)

    assert len(once) == len(text)
    assert fold_letters(once) == once


@settings(deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=()), max_size=20))
def test_any_code_points_are_folded_without_an_error(text: str) -> None:
    once = normalize_for_matching(text)

    assert normalize_for_matching(once) == once
    assert len(strip_harakat(text)) <= len(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("12/5 — بيروت and more", "rtl", id="Arabic first"),
        pytest.param("“Élysée” ثم", "ltr", id="Latin first"),
        pytest.param("שלום", "rtl", id="Hebrew"),
        pytest.param("हिन्दी", "ltr", id="Hindi"),
        pytest.param("\u2067بيروت\u2069 Paris", "ltr", id="isolated text is passed over"),
        pytest.param("\u202eabc", "ltr", id="an override is not a letter"),
        pytest.param("12 🔥 !", None, id="nothing has a direction"),
        pytest.param("", None, id="empty"),
    ],
)
def test_the_first_strong_character_gives_the_direction(text: str, expected: str | None) -> None:
    assert text_direction(text) == expected
