"""Every variable that settings read stands in .env.example and in the reference."""

from __future__ import annotations

import ast

import pytest

from tests.repository.tree import ROOT, calls, tree_of

READERS = {
    "env.text",
    "env.flag",
    "env.number",
    "env.choice",
    "env.names",
    "env.pages",
    "env.secret",
    "env.database",
}


def variables() -> list[str]:
    tree = tree_of(ROOT / "factcheck" / "settings.py")
    return sorted(
        {
            call.args[0].value
            for written, call in calls(tree)
            if written in READERS
            and isinstance(call.args[0], ast.Constant)
            and isinstance(call.args[0].value, str)
        }
    )


def test_settings_read_variables_at_all() -> None:
    assert "DATABASE_URL" in variables()


@pytest.mark.parametrize("variable", variables())
@pytest.mark.parametrize("document", [".env.example", "docs/reference/settings.md"])
def test_every_variable_is_documented(variable: str, document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")

    assert variable in text
