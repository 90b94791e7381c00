"""What the tests of this folder found, as one table: `make faults` prints it.

    COUNT = count(200, 10_000)
    report(1, "kill -9 while saving", COUNT, f"{lost} lost, {damaged} damaged", lost == damaged == 0)

A number may have several lines. The lines are kept in a file, for tests may run in several processes.
"""

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

PLACE = "RONDA_FAULTS_TABLE"
"""Names the environment's variable with the file that the lines are kept in; without it they are not kept."""

FULL = os.environ.get("RONDA_FAULTS") == "full"

MUST_HOLD = {
    1: "0 acknowledged saves lost, 0 damaged files",
    2: "0 lost, 0 damaged, each operation whole or not at all",
    3: "losses are found: a harness that finds none is broken",
    4: "0 tracebacks, old file unchanged, no partial file left, typed text still there, saving resumes",
    5: "0 silent writes, 0 false “damaged”, 0 acknowledged losses",
    6: "one writer; the holder is named",
    7: "protected: all noticed or data identical; open file: counted; never a crash",
    8: "0 crashes, 0 hangs over 5 s, at most 512 MB, nothing of theirs runs",
    9: "0 exceptions, 0 files read, 0 links or images made, text comes back as typed",
    10: "refused in 5 s and 512 MB, with a sentence",
    11: "0 hits",
    12: "0 attempts",
    13: "equal at every step, at least 10,000 steps",
    14: "at most 3 × the bare key derivation and the bare integrity_check",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table."""

    number: int
    what: str
    count: int
    found: str
    held: bool


def count(small: int, full: int) -> int:
    """Return how often something is done: `full` in `make faults`, `small` in `make test`."""
    return full if FULL else small


def report(number: int, what: str, count: int, found: str, held: bool) -> None:
    """Add a line to the table: `what` was done `count` times, what was `found`, and whether what must hold held."""
    place = os.environ.get(PLACE)
    if place:
        line = json.dumps(asdict(Line(number, what, count, found, held)), ensure_ascii=False)
        with Path(place).open("a", encoding="utf-8") as out:
            out.write(line + "\n")  # one short write each: lines of several processes do not mix


def lines() -> list[Line]:
    """Return what was reported so far, in the table's order."""
    place = Path(os.environ.get(PLACE, ""))
    if not place.is_file():
        return []
    found = [Line(**json.loads(line)) for line in place.read_text(encoding="utf-8").splitlines()]
    return sorted(found, key=lambda line: (line.number, line.what))


def told(found: Iterable[Line]) -> str:
    """Return the table in Markdown; a number that no test spoke of is told as not run."""
    rows = ["| # | What is done | How often | Found | Must hold | Held |", "|---|---|---:|---|---|---|"]
    found = list(found)
    for number, must in MUST_HOLD.items():
        mine = [line for line in found if line.number == number] or [Line(number, "", 0, "not run", held=False)]
        for line in mine:
            held = "yes" if line.held else "**no**"
            rows.append(f"| {number} | {line.what} | {line.count:,} | {line.found} | {must} | {held} |")
    return "\n".join(rows)
