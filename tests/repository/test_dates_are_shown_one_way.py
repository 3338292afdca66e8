"""What a page shows of days and numbers follows the site's settings, wherever it is composed."""

from __future__ import annotations

import re

from tests.repository.tree import ROOT

_FORMS = re.compile(
    r"from multilingual\.display import[^)\n]*\bformat_(date|interval|number|percent)\b"
    r"|\bdisplay\.format_(date|interval|number|percent)\("
)
_HOME = ROOT / "media_provenance" / "wording" / "shown_dates.py"


def test_only_one_file_asks_how_days_and_numbers_look() -> None:
    asking = {
        path.relative_to(ROOT).as_posix()
        for app in ("claims", "media_provenance")
        for path in (ROOT / app).rglob("*.py")
        if path != _HOME and _FORMS.search(path.read_text("utf-8"))
    }

    assert asking == set(), "Import it from media_provenance.wording, which knows the settings"
