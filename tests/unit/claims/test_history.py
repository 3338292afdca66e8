"""The texts that are hashed and signed, and the keys that sign them."""

from __future__ import annotations

import base64
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.adapters.signing import is_signed, key_id, make_key, public_key, read_key, sign
from claims.domain.history import (
    NOTHING_BEFORE,
    HeadStatement,
    KeyStatement,
    UnreadableStatement,
    digest,
    read_head_statement,
    read_key_statement,
    site_text,
    snapshot_digest,
)

HEAD = HeadStatement(
    site="https://حقائق.example",
    number=42,
    hash="a" * 64,
    verdict="CyrRPkMkQcUD25FkpMCVXZ",
    claim_number=7,
    claim_hash="b" * 64,
    at=datetime(2026, 11, 22, 4, 51, 32, 123, tzinfo=UTC),
    key="0123456789abcdef",
)
# Of RFC 8032, section 7.1, test 2: public key, and the signature over the one byte 0x72 ("r").
PUBLIC = base64.b64encode(
    bytes.fromhex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
).decode()
SIGNATURE = base64.b64encode(
    bytes.fromhex(
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    )
).decode()


def test_the_statement_of_a_head_is_these_lines() -> None:
    assert HEAD.text() == (
        "bayyina-history-head/1\n"
        "site: https://حقائق.example\n"
        "number: 42\n"
        f"hash: {'a' * 64}\n"
        "verdict: CyrRPkMkQcUD25FkpMCVXZ\n"
        "claim-number: 7\n"
        f"claim-hash: {'b' * 64}\n"
        "at: 2026-11-22T04:51:32.000123Z\n"
        "key: 0123456789abcdef\n"
    )


def test_the_text_of_a_link_is_these_lines() -> None:
    text = site_text(
        number=1, previous=NOTHING_BEFORE, claim="c", claim_number=1, claim_hash="d" * 64
    )

    assert text == (
        f"bayyina-history-site/1\nnumber: 1\nprevious: {'0' * 64}\nclaim: c\n"
        f"claim-number: 1\nclaim-hash: {'d' * 64}\n"
    )


def test_a_head_without_a_verdict_is_read_back() -> None:
    nightly = replace(HEAD, verdict="", claim_number=0, claim_hash="")

    assert read_head_statement(nightly.text()) == nightly


def test_the_statement_of_a_key_is_read_back() -> None:
    statement = KeyStatement("https://é.example", "new", "cHVibGlj", "old", HEAD.at)

    assert read_key_statement(statement.text()) == statement


@pytest.mark.parametrize(
    "text",
    [
        "",
        "नमस्ते",
        HEAD.text().replace("head/1", "head/2"),
        HEAD.text() + "more: é\n",
        HEAD.text().rstrip("\n"),
        HEAD.text().replace("number: 42", "number: 042"),
        HEAD.text().replace("number: 42\n", ""),
        HEAD.text().replace("Z\n", "\n"),
        KeyStatement("s", "k", "p", "r", HEAD.at).text(),
    ],
)
def test_what_is_not_exactly_a_statement_is_refused(text: str) -> None:
    with pytest.raises(UnreadableStatement):
        read_head_statement(text)


@given(
    st.builds(
        HeadStatement,
        site=st.text(st.characters(exclude_characters="\n", exclude_categories=["Cs"])),
        number=st.integers(0, 2**63),
        hash=st.text("0123456789abcdef", min_size=64, max_size=64),
        verdict=st.text("abcXYZ23", max_size=22),
        claim_number=st.integers(0, 2**31),
        claim_hash=st.text("0123456789abcdef", max_size=64),
        at=st.datetimes(min_value=datetime(2000, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
        key=st.text("0123456789abcdef", min_size=16, max_size=16),
    )
)
def test_every_statement_is_read_back_as_it_was(statement: HeadStatement) -> None:
    assert read_head_statement(statement.text()) == statement


def test_a_value_cannot_smuggle_in_a_line() -> None:
    with pytest.raises(ValueError, match="one line"):
        replace(HEAD, site="https://a.example\nnumber: 1").text()


def test_a_digest_is_of_the_letters_and_not_of_their_escapes() -> None:
    # Keys sorted, no blanks, letters as they are.
    wanted = digest('{"a":"é","ب":"हि"}')

    assert snapshot_digest({"ب": "हि", "a": "é"}) == wanted


def test_a_signature_of_the_standard_is_accepted() -> None:
    assert is_signed("r", SIGNATURE, PUBLIC)


@pytest.mark.parametrize(
    ("text", "signature", "public"),
    [
        ("s", SIGNATURE, PUBLIC),
        ("r", SIGNATURE[:-4] + "AAA=", PUBLIC),
        ("r", "", PUBLIC),
        ("r", "توقيع", PUBLIC),
        ("r", SIGNATURE, ""),
        ("r", SIGNATURE, "é"),
    ],
    ids=["other text", "other signature", "none", "no Base64", "no key", "a broken key"],
)
def test_any_other_is_not(text: str, signature: str, public: str) -> None:
    assert not is_signed(text, signature, public)


def test_a_key_from_a_file_signs_what_its_public_half_accepts(tmp_path: Path) -> None:
    make_key(tmp_path / "مفتاح.pem")
    key = read_key(tmp_path / "مفتاح.pem")

    signature = sign(key, HEAD.text())

    assert is_signed(HEAD.text(), signature, public_key(key))
    assert len(key_id(public_key(key))) == 16
