"""What a committing test leaves behind must not be able to break another one."""

from __future__ import annotations

from tests.repository.tree import ROOT, calls, name, tree_of


def test_a_test_that_commits_puts_back_what_the_migrations_made() -> None:
    found = [
        f"{name(path)}:{call.lineno}"
        for path in sorted((ROOT / "tests").rglob("*.py"))
        for written, call in calls(tree_of(path))
        if written.endswith("django_db")
        and any(keyword.arg == "transaction" for keyword in call.keywords)
        and not any(keyword.arg == "serialized_rollback" for keyword in call.keywords)
    ]

    assert not found, "\n".join(found)
