"""What the signer of Content Credentials says of a picture: a program, actions, dates.

Only words, whatever the signature is worth; what they may be used for is
``content_credentials.py``'s. The store is a stranger's: whatever has not the shape it should have
is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from media_provenance.domain.date_evidence import Grade, Role, instants_of, instants_of_local_time
from multilingual.intervals import DateInterval, InstantInterval

__all__ = [
    "SignersAction",
    "SignersDate",
    "active_manifest",
    "claim_version",
    "dict_or_empty",
    "generator_of",
    "list_or_empty",
    "signers_actions",
    "signers_dates",
    "text_or_empty",
]


@dataclass(frozen=True, slots=True)
class SignersAction:
    """Something that was done to the picture, by the signer's word.

    Attributes:
        name: as ``c2pa.created``.
        software: that did it, ``""`` if not said.
        when: as written, ``""`` if not said.
        source_type: last part of the IPTC digital source type, as ``trainedAlgorithmicMedia``.
    """

    name: str
    software: str = ""
    when: str = ""
    source_type: str = ""


@dataclass(frozen=True, slots=True)
class SignersDate:
    """A date that a signer asserts, beside that of the signature.

    Attributes:
        field: the action or the field, as ``c2pa.created`` or ``EXIF:DateTimeOriginal``.
        raw: as written.
        role: captured, or saved for what was done to the file later.
        when: instants among which it lies.
        precision: second or day.
        zone_known: the offset from UTC was written.
        grade: C of a signer on the list of trust, D otherwise.
    """

    field: str
    raw: str
    role: Role
    when: InstantInterval
    precision: str
    zone_known: bool
    grade: Grade


def active_manifest(store: Any) -> dict[str, Any]:
    """Return the manifest that speaks of the file's own bytes; those of its parts do not."""
    known = dict_or_empty(dict_or_empty(store).get("manifests"))
    return dict_or_empty(known.get(text_or_empty(dict_or_empty(store).get("active_manifest"))))


def claim_version(manifest: Mapping[str, Any]) -> int:
    """Return the version of the claim's format; 1 where it is not said."""
    version = manifest.get("claim_version")
    return version if isinstance(version, int) else 1


def generator_of(manifest: Mapping[str, Any]) -> str:
    """Return the program that wrote the credentials, ``""`` if not said."""
    for one in list_or_empty(manifest.get("claim_generator_info")):
        name = text_or_empty(dict_or_empty(one).get("name"))
        version = text_or_empty(dict_or_empty(one).get("version"))
        if name:
            return f"{name} {version}".strip()
    return text_or_empty(manifest.get("claim_generator"))


def _assertions(manifest: Mapping[str, Any], *labels: str) -> Iterator[dict[str, Any]]:
    """Give the content of the assertions with these labels, whatever their version or number."""
    for one in list_or_empty(manifest.get("assertions"))[:_MOST]:
        label = text_or_empty(dict_or_empty(one).get("label")).partition("__")[0]
        if re.sub(r"\.v\d+$", "", label) in labels:
            yield dict_or_empty(dict_or_empty(one).get("data"))


def _raw_actions(manifest: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for data in _assertions(manifest, "c2pa.actions"):
        for one in list_or_empty(data.get("actions"))[:_MOST]:
            if text_or_empty(dict_or_empty(one).get("action")):
                yield one


def signers_actions(manifest: Mapping[str, Any]) -> Iterator[SignersAction]:
    """Give what the signer says was done, in order."""
    for raw in _raw_actions(manifest):
        yield _action(raw)


def _action(raw: Mapping[str, Any]) -> SignersAction:
    agent = raw.get("softwareAgent")
    return SignersAction(
        name=text_or_empty(raw.get("action")),
        software=text_or_empty(agent) or text_or_empty(dict_or_empty(agent).get("name")),
        when=text_or_empty(raw.get("when")),
        source_type=text_or_empty(raw.get("digitalSourceType")).rstrip("/").rsplit("/", 1)[-1],
    )


# Making the picture; all other actions (c2pa.opened, c2pa.cropped, …) are done to a file later.
_MAKING = frozenset({"c2pa.created", "c2pa.captured"})
# By the last part of the name, in whatever vocabulary it stands.
_CAPTURE_FIELDS = frozenset({"DateTimeOriginal", "DateCreated", "GPSTimeStamp"})
_SAVING_FIELDS = frozenset({"DateTimeDigitized", "CreateDate", "ModifyDate", "DateTime"})
_METADATA_ASSERTIONS = ("stds.exif", "stds.iptc", "c2pa.metadata", "cawg.metadata")


def signers_dates(manifest: Mapping[str, Any], grade: Grade) -> Iterator[SignersDate]:
    """Give the dates of the actions and of the metadata that the signer put in."""
    for action in signers_actions(manifest):
        role = Role.CAPTURED if action.name in _MAKING else Role.SAVED
        yield from _date(action.name, action.when, role, grade)
    for data in _assertions(manifest, *_METADATA_ASSERTIONS):
        for field, value in data.items():
            name = field.rsplit(":", 1)[-1]
            if name in _CAPTURE_FIELDS | _SAVING_FIELDS:
                role = Role.CAPTURED if name in _CAPTURE_FIELDS else Role.SAVED
                yield from _date(field[:100], text_or_empty(value), role, grade)


# As for EXIF: there were no digital cameras to speak of, and clocks count from 1970 or 1980.
_EARLIEST_YEAR = 1990
# A date of ISO 8601 or EXIF, with or without time and offset.
_WRITTEN = re.compile(
    r"(\d{4})[-:](\d\d)[-:](\d\d)"
    r"(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?\s*(Z|[+-]\d\d:?\d\d)?)?",
    re.ASCII,
)


def _date(field: str, raw: str, role: Role, grade: Grade) -> Iterator[SignersDate]:
    """Give the date that was written, nothing if it is none."""
    found = _WRITTEN.fullmatch(raw.strip())
    if not found:
        return
    year, month, day, hour, minute, second, offset = found.groups()
    if int(year) < _EARLIEST_YEAR:
        return
    try:
        if hour is None:
            when = instants_of(DateInterval.of_day(date(int(year), int(month), int(day))))
        else:
            local = datetime.combine(
                date(int(year), int(month), int(day)),
                time(int(hour), int(minute), int(second or 0)),
            )
            when = instants_of_local_time(local, utc_offset=_offset(offset))
    # Day 0, hour 25; a year at whose edge no offset fits.
    except (ValueError, OverflowError):
        return
    if when.earliest is None or when.latest is None:
        return
    yield SignersDate(
        field=field,
        raw=raw,
        role=role,
        when=when,
        precision="day" if hour is None else "second",
        zone_known=offset is not None,
        grade=grade,
    )


def _offset(written: str | None) -> timedelta | None:
    if written is None or written == "Z":
        return None if written is None else timedelta(0)
    sign = -1 if written[0] == "-" else 1
    return sign * timedelta(hours=int(written[1:3]), minutes=int(written[-2:]))


# No store that people sign has more actions, assertions or characters in one word.
_MOST = 200
_MOST_CHARACTERS = 300


def text_or_empty(value: Any) -> str:
    """Return a text without its edges and not beyond 300 characters, ``""`` for anything else."""
    return value.strip()[:_MOST_CHARACTERS] if isinstance(value, str) else ""


def dict_or_empty(value: Any) -> dict[str, Any]:
    """Return an object of JSON, an empty one for anything else."""
    return value if isinstance(value, dict) else {}


def list_or_empty(value: Any) -> list[Any]:
    """Return a list, an empty one for anything else."""
    return value if isinstance(value, list) else []
