"""The same figures counted a second time, in plain Python over a folder's spreadsheet; nothing of the program is used.

Only which words of the sheet name nobody ("teamwork", "?") comes from the import's own list of doubts: that is its
decision, told to the person, and not a matter of counting.
"""

import csv
import datetime as dt
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

PEOPLE = ("Present", "Apologies", "Chair", "Minutes taken by")


@dataclass
class Sheet:
    """A spreadsheet of past meetings: rows as they stand, people by a spelling that case and accents do not change."""

    rows: list[dict[str, str]]
    nobody: Collection[tuple[int, str]]
    """(row as a spreadsheet counts, words) that name nobody."""
    first: dict[str, dt.date] = field(default_factory=dict)
    """The day somebody first stands anywhere in the sheet: from then on they are a member."""

    def __post_init__(self) -> None:
        cells = [(number, column) for number in range(len(self.rows)) for column in PEOPLE]
        self.known = {plain(name) for cell in cells for name in self.cell(*cell)} - {""}
        for number, row in enumerate(self.rows):
            for column in PEOPLE:
                for name in self.cell(number, column):
                    who, day = self.who(number, name), dt.date.fromisoformat(row["Date"])
                    if who:
                        self.first[who] = min(day, self.first.get(who, day))

    def cell(self, number: int, column: str) -> list[str]:
        between = "; " if column in PEOPLE else " | "
        return list(dict.fromkeys(part.strip() for part in self.rows[number][column].split(between) if part.strip()))

    def who(self, number: int, name: str) -> str:
        """Return the person a name means; a remark in brackets is set aside where the bare name is known."""
        if (number + 2, name) in self.nobody:
            return ""
        bare = plain(re.sub(r"\s*\([^()]*\)\s*$", "", name))
        return bare if bare in self.known else plain(name)

    def people(self, number: int, column: str) -> set[str]:
        return {who for name in self.cell(number, column) if (who := self.who(number, name))}

    def between(self, start: dt.date, end: dt.date, group: str | None = None) -> list[int]:
        """Return the rows of meetings in `[start, end)`, of one group or of all."""
        return [
            number
            for number, row in enumerate(self.rows)
            if start <= dt.date.fromisoformat(row["Date"]) < end and group in (None, row["Group"])
        ]

    def came(self, numbers: Collection[int]) -> dict[int, tuple[set[str], set[str]]]:
        """Return who was present and who sent apologies, of the meetings with anybody listed; who came sent none."""
        found = {n: (self.people(n, "Present"), self.people(n, "Apologies")) for n in numbers}
        return {n: (here, sorry - here) for n, (here, sorry) in found.items() if here or sorry}

    def seats(self, number: int) -> set[str]:
        """Return who belongs on a meeting's day, if whoever stands in the sheet belongs from then on."""
        day = dt.date.fromisoformat(self.rows[number]["Date"])
        return {who for who, since in self.first.items() if since <= day}


def read(path: Path, nobody: Collection[tuple[int, str]]) -> Sheet:
    with path.open(encoding="utf-8-sig", newline="") as opened:
        return Sheet(list(csv.DictReader(opened)), nobody)


def plain(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.casefold())
    return " ".join(re.findall(r"\w+", "".join(c for c in letters if not unicodedata.combining(c))))


def mean_distance_gini(numbers: list[int]) -> Fraction | None:
    """Return the Gini coefficient by its definition: the mean distance of all pairs over twice the mean."""
    if len(numbers) < 2 or not sum(numbers):
        return None
    distances = sum(abs(a - b) for a in numbers for b in numbers)
    return Fraction(distances, 2 * len(numbers) * sum(numbers))


def by_person(found: dict[int, tuple[set[str], set[str]]]) -> tuple[Counter[str], Counter[str]]:
    """Return at how many meetings each came, and to how many each sent apologies."""
    came, sorry = Counter[str](), Counter[str]()
    for here, excused in found.values():
        came.update(here)
        sorry.update(excused)
    return came, sorry


def by_day(sheet: Sheet, numbers: Collection[int]) -> dict[dt.date, list[int]]:
    days: dict[dt.date, list[int]] = defaultdict(list)
    for number in numbers:
        days[dt.date.fromisoformat(sheet.rows[number]["Date"])].append(number)
    return days
