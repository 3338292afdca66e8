"""When a signing time bounds the age of a file, and what a signer's other dates are worth."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_provenance.domain.content_credentials import (
    ContentCredentials,
    CredentialsState,
    TimeProblem,
    credentials_elsewhere,
    reading_of,
)
from media_provenance.domain.date_evidence import Grade, Role

MOMENT = datetime(2022, 8, 16, 9, 30, tzinfo=UTC)
SIGNED = "success:claimSignature.validated"
BOUND = "success:assertion.dataHash.match"
STAMPED = "success:timeStamp.validated"
STAMP_TRUSTED = "success:timeStamp.trusted"
ALL = (SIGNED, BOUND, STAMPED, STAMP_TRUSTED)


def record(
    *codes: str,
    state: str = "valid",
    time: str | None = MOMENT.isoformat(),
    claim_version: Any = 2,
    listed: bool = False,
    assertions: Any = (),
    **manifest: Any,
) -> dict[str, Any]:
    signature = {"issuer": "وكالة", "common_name": "Été", "time": time}
    store = {
        "active_manifest": "urn:one",
        "manifests": {
            "urn:one": {
                "claim_version": claim_version,
                "signature_info": signature,
                "assertions": list(assertions),
                **manifest,
            },
            "urn:part": {"signature_info": {"time": "2001-01-01T00:00:00+00:00"}},
        },
    }
    return ContentCredentials(
        CredentialsState(state), codes, store, stamped_at=MOMENT, stamp_listed=listed
    ).as_record()


def actions(*given: dict[str, Any], label: str = "c2pa.actions.v2") -> dict[str, Any]:
    return {"label": label, "data": {"actions": list(given)}}


@pytest.mark.parametrize("state", ["valid", "trusted"])
@pytest.mark.parametrize("binding", ["dataHash", "boxesHash", "bmffHash"])
def test_a_time_with_all_that_the_rule_asks_for_bounds(state: str, binding: str) -> None:
    bound = f"success:assertion.{binding}.match"

    reading = reading_of(record(SIGNED, bound, STAMPED, STAMP_TRUSTED, state=state))

    assert reading is not None
    assert (reading.bounds_time, reading.why) == (True, ())
    assert reading.signed_at == MOMENT


@pytest.mark.parametrize(
    ("missing", "problem"),
    [
        (SIGNED, TimeProblem.SIGNATURE_NOT_VALIDATED),
        (BOUND, TimeProblem.BYTES_NOT_BOUND),
        (STAMPED, TimeProblem.TIME_STAMP_NOT_VALIDATED),
        (STAMP_TRUSTED, TimeProblem.TIME_STAMP_NOT_TRUSTED),
    ],
)
def test_each_thing_that_is_missing_is_a_reason_of_its_own(
    missing: str, problem: TimeProblem
) -> None:
    reading = reading_of(record(*(code for code in ALL if code != missing), state="trusted"))

    assert reading is not None
    assert (reading.bounds_time, reading.why) == (False, (problem,))


def test_codes_that_did_not_succeed_do_not_count() -> None:
    codes = [code.replace("success:", "informational:") for code in ALL]

    reading = reading_of(record(*codes))

    assert reading is not None
    assert len(reading.why) == 4


def test_invalid_credentials_bound_nothing_though_they_have_a_time() -> None:
    reading = reading_of(record(*ALL, state="invalid"))

    assert reading is not None
    assert reading.signed_at == MOMENT
    assert reading.why == (TimeProblem.NOT_VERIFIED,)


def test_without_a_time_that_alone_is_said_of_the_time_stamp() -> None:
    reading = reading_of(record(SIGNED, BOUND, time=None))

    assert reading is not None
    assert reading.why == (TimeProblem.NO_TIME,)


@pytest.mark.parametrize("version", [1, None, "2"])
def test_the_reader_s_word_on_a_clock_does_not_count_for_first_version_claims(version: Any) -> None:
    reading = reading_of(record(*ALL, claim_version=version, state="trusted"))

    assert reading is not None
    assert reading.why == (TimeProblem.TIME_STAMP_NOT_TRUSTED,)


def test_a_clock_on_our_own_list_counts_for_first_version_claims() -> None:
    reading = reading_of(record(SIGNED, BOUND, STAMPED, claim_version=1, listed=True))

    assert reading is not None
    assert reading.bounds_time


def test_a_listed_time_stamp_of_another_moment_does_not_count() -> None:
    other = "2010-01-01T00:00:00+00:00"

    reading = reading_of(record(SIGNED, BOUND, STAMPED, listed=True, time=other))

    assert reading is not None
    assert reading.why == (TimeProblem.TIME_STAMP_NOT_TRUSTED,)


@pytest.mark.parametrize(
    ("state", "grades"), [("trusted", [Grade.C]), ("valid", [Grade.D]), ("invalid", [])]
)
def test_a_signer_s_dates_are_worth_what_the_signer_is(state: str, grades: list[Grade]) -> None:
    said = actions({"action": "c2pa.created", "when": "2001-01-01T00:00:00Z"})

    reading = reading_of(record(*ALL, state=state, assertions=[said]))

    assert reading is not None
    assert [one.grade for one in reading.dates] == grades


@pytest.mark.parametrize(
    ("action", "role"),
    [
        ("c2pa.created", Role.CAPTURED),
        ("c2pa.captured", Role.CAPTURED),
        ("c2pa.edited", Role.SAVED),
        ("c2pa.opened", Role.SAVED),
        ("org.example.unknown", Role.SAVED),
    ],
)
def test_making_a_picture_is_capture_and_all_else_is_saving(action: str, role: Role) -> None:
    said = actions({"action": action, "when": "2021-03-04T05:06:07+03:00"}, label="c2pa.actions")

    reading = reading_of(record(*ALL, assertions=[said]))

    assert reading is not None
    (date,) = reading.dates
    assert (date.role, date.zone_known, date.precision) == (role, True, "second")
    assert date.when.latest == datetime(2021, 3, 4, 2, 6, 7, tzinfo=UTC)


def test_dates_of_the_camera_are_read_from_assertions() -> None:
    exif = {
        "label": "stds.exif__2",
        "data": {
            "EXIF:DateTimeOriginal": "2023:02:12 18:44:26",
            "exif:DateTimeDigitized": "2023-02-13",
            "EXIF:Make": "2023-02-13",
        },
    }

    reading = reading_of(record(*ALL, assertions=[exif]))

    assert reading is not None
    taken, digitized = reading.dates
    assert (taken.role, taken.zone_known) == (Role.CAPTURED, False)
    assert taken.when.earliest == datetime(2023, 2, 12, 4, 44, 26, tzinfo=UTC)
    assert (digitized.role, digitized.precision) == (Role.SAVED, "day")


@pytest.mark.parametrize(
    "written", ["", "yesterday", "2021-02-30", "2021-13-01T00:00:00Z", "0001-01-01", "9999-12-31"]
)
def test_what_is_no_date_gives_none(written: str) -> None:
    said = actions({"action": "c2pa.created", "when": written})

    reading = reading_of(record(*ALL, assertions=[said]))

    assert reading is not None
    assert reading.dates == ()


def test_a_date_from_before_digital_signing_cameras_is_not_used() -> None:
    said = actions({"action": "c2pa.created", "when": "1970-01-01T00:00:00Z"})

    reading = reading_of(record(*ALL, assertions=[said]))

    assert reading is not None
    assert reading.dates == ()


def test_times_of_the_parts_of_a_picture_are_not_its_own() -> None:
    reading = reading_of(record(*ALL, ingredients=[{"active_manifest": "urn:part"}]))

    assert reading is not None
    assert reading.signed_at == MOMENT


def test_what_the_signer_declares_is_shown_and_is_no_date() -> None:
    source = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
    said = actions({"action": "c2pa.created", "digitalSourceType": source, "softwareAgent": "चित्र"})

    reading = reading_of(record(*ALL, assertions=[said]))

    assert reading is not None
    assert reading.source_types == ("trainedAlgorithmicMedia",)
    assert (reading.actions[0].software, reading.dates) == ("चित्र", ())


def test_no_credentials_and_credentials_elsewhere_have_no_reading() -> None:
    elsewhere = {"url": "https://a.example/m"}

    assert reading_of(None) is None
    assert reading_of("text") is None  # type: ignore[arg-type] # what a row may hold
    assert reading_of(elsewhere) is None
    assert credentials_elsewhere(elsewhere) == "https://a.example/m"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["active_manifest", "manifests", "assertions", "label", "data", "actions", "when"]
            )
            | st.text(max_size=6),
            inner,
            max_size=4,
        )
    ),
    max_leaves=20,
)


@given(store=JSON, manifest=JSON, codes=JSON, assertions=st.lists(JSON, max_size=3))
def test_no_store_of_any_shape_breaks_the_reading(
    store: Any, manifest: Any, codes: Any, assertions: Any
) -> None:
    plain = {"state": "valid", "codes": codes, "manifest_store": store}
    filled = record(*ALL, assertions=assertions)
    filled["manifest_store"]["manifests"]["urn:one"]["claim_generator_info"] = manifest

    assert reading_of(plain) is not None
    assert reading_of(filled) is not None
    assert reading_of({"state": store}) is None
