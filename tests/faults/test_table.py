"""The table of what was found tells all of it, and owns up to what was not run."""

from pathlib import Path

import pytest

from tests.faults import table


def test_the_table_tells_what_was_found_and_what_was_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tried: `told` without the lines that nobody reported; caught."""
    monkeypatch.setenv(table.PLACE, str(tmp_path / "table.jsonl"))
    table.report(2, "power cuts", 1000, "3 lost", held=False)
    table.report(1, "kills", 10_000, "0 lost", held=True)
    told = table.told(table.lines()).splitlines()[2:]
    assert told[0] == "| 1 | kills | 10,000 | 0 lost | 0 acknowledged saves lost, 0 damaged files | yes |"
    assert told[1].startswith("| 2 | power cuts | 1,000 | 3 lost |")
    assert told[1].endswith("| **no** |")
    assert [line.split(" | ")[0] for line in told] == [f"| {number}" for number in range(1, 15)]
    assert all("not run" in line and "**no**" in line for line in told[2:])
