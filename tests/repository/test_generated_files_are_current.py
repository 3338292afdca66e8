"""What is generated is what is committed."""

from __future__ import annotations

import hashlib
import json
from io import StringIO

import pytest
from django.core.management import call_command

from claims.domain.workflow import diagram
from tests.repository.tree import ROOT


def test_the_workflow_diagram_is_drawn_from_the_present_tables() -> None:
    drawn = (ROOT / "docs" / "reference" / "workflow.md").read_text(encoding="utf-8")

    assert drawn == diagram()


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", check=True, dry_run=True, stdout=StringIO())


def test_vendored_files_are_the_ones_that_were_checked() -> None:
    folder = ROOT / "static" / "vendor"
    listed = json.loads((folder / "VENDOR.json").read_text(encoding="utf-8"))
    files = {file: digest for entry in listed for file, digest in entry["files"].items()}

    found = {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "VENDOR.json"
    }

    assert found == files


def test_the_lock_names_no_private_index() -> None:
    lock = (ROOT / "uv.lock").read_text(encoding="utf-8")

    assert "file://" not in lock
    assert "http://" not in lock
