"""Frozen dataclasses to JSON values and back.

For records that are kept as JSON and must be readable years later. Not for what others send us:
a value of the wrong shape here is our own fault and stops with ``UnreadableRecord``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from types import NoneType, UnionType
from typing import (
    TYPE_CHECKING,
    Any,
    TypeAlias,
    TypeVar,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    Record = TypeVar("Record", bound=DataclassInstance)
else:
    Record = TypeVar("Record")

__all__ = ["JsonObject", "JsonValue", "UnreadableRecord", "record_from_json", "record_to_json"]

JsonValue: TypeAlias = "bool | int | str | list[JsonValue] | dict[str, JsonValue] | None"
JsonObject: TypeAlias = "dict[str, JsonValue]"


class UnreadableRecord(Exception):
    """A stored record does not have the shape that its type asks for."""


def record_to_json(record: DataclassInstance) -> JsonObject:
    """Return a record as a JSON object: one key per field, by the field's name.

    Days are ISO dates, instants ISO times with microseconds (so that they sort as text), enum
    members their values, tuples arrays, records within it objects.

    Raises:
        TypeError: if a field holds anything else.
    """
    return {field.name: _encode(getattr(record, field.name)) for field in fields(record)}


def record_from_json(kind: type[Record], value: JsonValue) -> Record:
    """Return the record that ``record_to_json`` wrote.

    A key that is not there takes the field's default, so that a field may be added later; a key
    that is not known is passed over, so that one may be taken away.

    Raises:
        UnreadableRecord: if a key without a default is missing, or a value has another type.
    """
    if not isinstance(value, Mapping):
        raise UnreadableRecord(f"{kind.__name__} needs an object.")
    hints = get_type_hints(kind)
    given = {
        field.name: _decode(hints[field.name], value[field.name], f"{kind.__name__}.{field.name}")
        for field in fields(kind)
        if field.name in value
    }
    absent = [field.name for field in fields(kind) if field.name not in given and _required(field)]
    if absent:
        raise UnreadableRecord(f"{kind.__name__} lacks {', '.join(absent)}.")
    return kind(**given)


def _required(field: Field[object]) -> bool:
    return field.default is MISSING and field.default_factory is MISSING


def _encode(value: object) -> JsonValue:
    if isinstance(value, Enum):
        return _encode(value.value)
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, datetime):
        return value.isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_encode(item) for item in value]
    if is_dataclass(value) and not isinstance(value, type):
        return record_to_json(value)
    raise TypeError(f"{type(value).__name__} cannot be kept as JSON.")


# The type of a field is only known when the program runs, and so is what comes out.
def _decode(hint: Any, value: JsonValue, where: str) -> Any:
    if get_origin(hint) in (Union, UnionType):
        if value is None:
            return None
        (hint,) = (one for one in get_args(hint) if one is not NoneType)
    if get_origin(hint) is tuple:
        if not isinstance(value, list):
            raise UnreadableRecord(f"{where} needs an array.")
        return tuple(_decode(get_args(hint)[0], item, where) for item in value)
    if isinstance(hint, type) and is_dataclass(hint):
        return record_from_json(hint, value)
    try:
        return _decode_simple(hint, value)
    except (TypeError, ValueError) as error:
        raise UnreadableRecord(f"{where} cannot be {value!r}.") from error


def _decode_simple(hint: Any, value: JsonValue) -> object:
    if hint in (bool, int, str):
        if type(value) is not hint:
            raise TypeError
        return value
    if not isinstance(value, str):
        raise TypeError
    if issubclass(hint, date):  # datetime too
        return hint.fromisoformat(value)
    return hint(value)
