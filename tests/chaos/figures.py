"""What the kill tests measured, in one table at the end of a run.

The figures go with a test's report, so that they arrive from whichever process the test ran in.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.chaos.installation import Outcome

MEASURED = "what a kill test measured"
ROW = "{:<58} {:>5} {:>5} {:>6} {:>5} {:>7} {:>7} {:>7} {:>8}"
HEADS = ("scenario", "jobs", "done", "aside", "lost", "doubled", "reruns", "fenced", "seconds")


def note(test: pytest.Item, outcome: Outcome) -> None:
    """Send the figures of a scenario along with the report of its test."""
    test.user_properties.append((MEASURED, asdict(outcome)))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what the scenarios measured."""
    measured: list[dict[str, Any]] = [
        figures
        for reports in terminalreporter.stats.values()
        for report in reports
        if isinstance(report, pytest.TestReport) and report.when == "call"
        for name, figures in report.user_properties
        if name == MEASURED
    ]
    if not measured:
        return
    terminalreporter.section("chaos scenarios")
    terminalreporter.write_line(ROW.format(*HEADS))
    for figures in measured:
        *counts, seconds = figures.values()
        terminalreporter.write_line(ROW.format(*counts, f"{seconds:.1f}"))
