"""Says what a piece of our markup lacks, by the rules in ``required.json``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

_RULES = json.loads((Path(__file__).parent / "required.json").read_text(encoding="utf-8"))


def lacks_of(markup: Mapping[str, Any]) -> list[str]:
    """Return one line for each rule of its type that is broken, with the way to it."""
    rules = {"$defs": _RULES["$defs"], "$ref": f"#/$defs/{markup['@type']}"}
    return [
        f"{'/'.join(map(str, error.absolute_path))}: {error.message}"
        for error in Draft202012Validator(rules).iter_errors(markup)
    ]
