"""Lists of trust as they are pasted: read whole, or refused with what is wrong."""

from __future__ import annotations

import pytest

from media_provenance.adapters import certificates
from media_provenance.adapters.certificates import read_trust_list
from media_provenance.adapters.time_stamp_checks import shipped_time_stamp_roots
from media_provenance.domain.trust_lists import (
    TrustKind,
    TrustListProblem,
    TrustListRefused,
    TrustSettings,
    trust_settings_of,
)
from tests.unit.media_provenance.signed_pictures import (
    signers_certificate,
    signers_key,
    signers_root,
)

ROOT = signers_root()


def problem_of(kind: TrustKind, text: str) -> tuple[TrustListProblem, str]:
    with pytest.raises(TrustListRefused) as refused:
        read_trust_list(kind, text)
    return refused.value.problem, refused.value.detail


def test_a_list_shows_whom_it_names() -> None:
    read = read_trust_list(TrustKind.ANCHORS, f"قائمة الثقة — été — सूची\n{ROOT}\n// end")

    (certificate,) = read.certificates
    assert (read.entries, read.purposes) == (1, ())
    assert "CN=Root of tests" in certificate.subject
    assert (certificate.until_at.year, certificate.key) == (2120, "EC secp256r1")
    assert certificate.is_authority
    assert len(certificate.sha256) == 64


def test_the_same_list_comes_out_the_same_however_it_was_pasted() -> None:
    pasted = ROOT.replace("\n", "\r\n") + "\n\n# remark\n" + ROOT

    assert read_trust_list(TrustKind.ANCHORS, pasted).text == ROOT


def test_a_signer_s_own_certificate_is_seen_to_be_no_authority() -> None:
    read = read_trust_list(TrustKind.ANCHORS, signers_certificate())

    assert not read.certificates[0].is_authority


@pytest.mark.parametrize("kind", list(TrustKind))
def test_a_private_key_is_refused_whatever_stands_beside_it(kind: TrustKind) -> None:
    assert problem_of(kind, ROOT + signers_key()) == (TrustListProblem.PRIVATE_KEY, "")


@pytest.mark.parametrize("kind", list(TrustKind))
@pytest.mark.parametrize("text", ["", "  \n", "# nothing\n"])
def test_an_empty_list_is_refused(kind: TrustKind, text: str) -> None:
    assert problem_of(kind, text)[0] == TrustListProblem.NOTHING_LISTED


@pytest.mark.parametrize(
    "damaged",
    [
        ROOT[:200],
        ROOT.replace("MII", "MIJ"),
        "-----BEGIN CERTIFICATE-----\nصورة\n-----END CERTIFICATE-----\n",
    ],
    ids=["cut short", "altered", "no base64"],
)
def test_a_damaged_certificate_is_named_by_its_number(damaged: str) -> None:
    found = problem_of(TrustKind.TIME_STAMPS, ROOT + damaged)

    assert found == (TrustListProblem.CERTIFICATE_UNREADABLE, "2")


def test_too_many_certificates_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(certificates, "MOST_ENTRIES", 2)

    assert problem_of(TrustKind.ANCHORS, ROOT * 3) == (TrustListProblem.TOO_MANY, "2")


def test_too_long_a_text_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(certificates, "MOST_CHARACTERS", 10)

    assert problem_of(TrustKind.ANCHORS, ROOT) == (TrustListProblem.TOO_LONG, "10")


def test_purposes_are_read_line_by_line() -> None:
    read = read_trust_list(TrustKind.PURPOSES, "//id-kp\n1.3.6.1.5.5.7.3.4 \n\n1.3.6.1.5.5.7.3.36")

    assert read.purposes == ("1.3.6.1.5.5.7.3.4", "1.3.6.1.5.5.7.3.36")
    assert (read.entries, read.text) == (2, "1.3.6.1.5.5.7.3.4\n1.3.6.1.5.5.7.3.36\n")


@pytest.mark.parametrize("line", ["توقيع", "été", "1.3.", "9.9.9", "1.3.6.1 and more"])
def test_a_purpose_that_is_none_is_named(line: str) -> None:
    found = problem_of(TrustKind.PURPOSES, f"1.3.6.1.5.5.7.3.4\n{line}\n")

    assert found == (TrustListProblem.LINE_UNREADABLE, line)


def test_the_roots_that_come_with_the_product_are_authorities_that_still_hold() -> None:
    read = read_trust_list(TrustKind.TIME_STAMPS, shipped_time_stamp_roots())

    assert read.entries == 8
    assert all(one.is_authority for one in read.certificates)
    assert min(one.until_at.year for one in read.certificates) >= 2029


def test_lists_of_one_kind_are_joined_and_others_are_left_apart() -> None:
    joined = trust_settings_of([("anchors", "one\n"), ("time_stamps", "clock"), ("anchors", "two")])

    assert joined == TrustSettings(anchors="one\ntwo", time_stamps="clock")


def test_the_digest_names_which_list_says_what() -> None:
    digests = {
        TrustSettings().digest,
        TrustSettings(anchors="one").digest,
        TrustSettings(user_anchors="one").digest,
        TrustSettings(anchors="one", time_stamps="two").digest,
    }

    assert len(digests) == 4


def test_lists_survive_the_way_into_the_child() -> None:
    lists = TrustSettings(anchors="أ", purposes="é", time_stamps="च")

    assert TrustSettings.from_record(lists.as_record()) == lists
