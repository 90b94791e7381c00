"""Prints the table of what was found when this folder is what was asked for; see `table`."""

import os
import tempfile
from pathlib import Path

import pytest

from tests.faults import table
from tests.samples import SampleFile

HERE = Path(__file__).resolve().parent


def pytest_configure(config: pytest.Config) -> None:
    """Let every process that runs tests add its lines to one file."""
    if not hasattr(config, "workerinput") and table.PLACE not in os.environ:
        os.environ[table.PLACE] = str(Path(tempfile.mkdtemp(prefix="ronda-faults-")) / "table.jsonl")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is here, so that it can be left out."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker("faults")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what was found."""
    terminalreporter.section("what was done to the file, and what was found")
    terminalreporter.write_line(table.told(table.lines()))


@pytest.fixture
def sample(sample_file: SampleFile) -> Path:
    """Return the sample alliance's file, to be looked at or copied."""
    return sample_file()
