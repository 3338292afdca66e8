"""Describe the same pixels once for a run, as the factories draw the same picture once.

A few drawings stand in most tests that store pictures, and describing them took half of the
processor time of those tests. What a picture looks like follows from its pixels alone
(``media_provenance/domain/description.py`` is pure), so the answer of before is the answer of now.
Not for ``tests/unit``, where describing itself is tested.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np

# Where the pipelines, and the desk, have the pixels of a picture described.
DESCRIBED_IN = (
    "media_provenance.pipeline.reading.describe",
    "media_provenance.pipeline.matching.describe_query",
    "media_provenance.pipeline.searches.describe_query",
    "media_provenance.queries.found.describe_query",
)
# About half a megabyte each.
KEPT = 150


def once_for_pixels(describe: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that answers as ``describe`` does, and remembers its last answers.

    What is remembered cannot be written to: a test in whose course it is changed fails there, and
    no other one is told something else because of it.
    """
    remembered: OrderedDict[object, Any] = OrderedDict()

    def describe_once(pixels: np.ndarray[Any, Any], **options: object) -> Any:
        digest = hashlib.sha256(np.ascontiguousarray(pixels)).digest()
        asked = (digest, pixels.shape, tuple(sorted(options.items())))
        if asked not in remembered:
            remembered[asked] = _unchangeable(describe(pixels, **options))
        remembered.move_to_end(asked)
        if len(remembered) > KEPT:
            remembered.popitem(last=False)
        return remembered[asked]

    return describe_once


def _unchangeable(value: Any) -> Any:
    """Return the same value, with all arrays in it closed to writing."""
    if isinstance(value, np.ndarray):
        value.setflags(write=False)
    elif isinstance(value, tuple):
        for part in value:
            _unchangeable(part)
    elif is_dataclass(value):
        for field in fields(value):
            _unchangeable(getattr(value, field.name))
    return value
