"""A large alliance, made by counting, and the table that measurements are printed in."""

import datetime as dt
import gc
import platform
import random
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from sqlalchemy import insert
from sqlalchemy.orm import Session

from db.engine import AllianceFile, create_file, open_file
from db.history import history
from db.ids import new_id
from db.schema import Action, AgendaItem, Attendance, Decision, Meeting, Member, Membership, Person, Representative
from db.search import search
from db.vocabulary import (
    ActionState,
    AttendanceStatus,
    ItemPurpose,
    MeetingStatus,
    MemberStatus,
    MinutesState,
    RepresentativeRole,
)
from desktop.launch import NEW_OBJECTS
from desktop.theme import Appearance

MEMBERS, MEETINGS, ITEMS = 60, 1000, 8
TEXT_CHARACTERS = 20_000_000
DECISIONS = ACTIONS = 10_000
LAST_DAY = dt.date(2026, 10, 22)
ROUNDS = 15
"""Runs of each measurement; the median is quoted."""

SYLLABLES = [
    "ka",
    "lo",
    "mi",
    "ru",
    "sa",
    "te",
    "vo",
    "ni",
    "ber",
    "gan",
    "dol",
    "fer",
    "har",
    "jun",
    "kel",
    "mor",
    "nas",
    "pol",
    "qui",
    "rin",
    "sol",
    "tam",
    "ulm",
    "ver",
    "wen",
    "yar",
    "zim",
]


@dataclass
class Table:
    """Rows of what was measured, printed when all is done."""

    rows: list[tuple[str, str, str, str]] = field(default_factory=list)

    def ratio(self, what: str, ours: list[float], base: list[float], *, limit: float, unit: str = "ms") -> float:
        """Add a row: median of `ours` against median of `base` (both in `unit`), and the limit for their ratio."""
        mine, theirs = statistics.median(ours), statistics.median(base)
        found = mine / theirs
        self.rows.append((what, f"{mine:.2f} / {theirs:.2f} {unit}", f"{found:.2f}", f"≤ {limit:g}"))
        return found

    def value(self, what: str, values: list[float], *, limit: float, unit: str = "ms") -> float:
        """Add a row: the median of `values` in `unit`, and its limit."""
        found = statistics.median(values)
        self.rows.append((what, f"{found:.1f} {unit} (worst {max(values):.1f})", "", f"≤ {limit:g} {unit}"))
        return found


@pytest.fixture(scope="session")
def appearance(qapp: QApplication) -> Appearance:
    """Ronda's look on its windows, as the program has it."""
    return Appearance(qapp, choice="light", everywhere=False)


@pytest.fixture(autouse=True)
def only_ours_is_collected() -> Iterator[None]:
    """Collect garbage as the program does: not among what was there before, the tests' own, and not so often."""
    before = gc.get_threshold()
    gc.collect()
    gc.freeze()
    gc.set_threshold(*NEW_OBJECTS)
    yield
    gc.set_threshold(*before)
    gc.unfreeze()


@pytest.fixture(scope="session")
def table() -> Iterator[Table]:
    """The table of this run."""
    measured = Table()
    yield measured
    lines = [("what", "median", "ratio", "bar"), *measured.rows]
    widths = [max(len(row[column]) for row in lines) for column in range(4)]
    machine = f"{platform.node()}, {platform.machine()}, Python {platform.python_version()}, {platform.system()}"
    text = "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in lines)
    print(f"\n\n{machine}\n{text}\n")  # noqa: T201 (the table is what `make bench` is for)


def timed(work: Callable[[], object], *, rounds: int = ROUNDS) -> list[float]:
    """Return how long `work` took each time, in milliseconds, after one run that does not count."""
    work()
    taken = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        taken.append((time.perf_counter() - start) * 1000)
    return taken


def paired(
    ours: Callable[[], object], base: Callable[[], object], *, rounds: int = ROUNDS,
    after: Callable[[], object] = lambda: None,
) -> tuple[list[float], list[float]]:  # fmt: skip
    """Return how long each took, in milliseconds, run in turn so that a busy machine slows both alike.

    What is done `after` each is not counted.
    """
    ours()
    base()
    after()
    taken: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        for work, times in zip((ours, base), taken, strict=True):
            start = time.perf_counter()
            work()
            times.append((time.perf_counter() - start) * 1000)
            after()
    return taken


@pytest.fixture(scope="session")
def large_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An alliance of 60 members, 1,000 meetings, 20 MB of minutes, 20,000 decisions and actions; closed."""
    path = tmp_path_factory.mktemp("large") / "large.ronda"
    with create_file(path, name="Large Alliance") as file, file.writing() as session:
        with history.step(session, "generate", undoable=False):
            _fill(session)
        search.rebuild(session)
    return path


@pytest.fixture
def large(large_path: Path) -> Iterator[AllianceFile]:
    """The large alliance, open."""
    with open_file(large_path) as file:
        yield file


def _fill(session: Session) -> None:
    chance = random.Random(20261022)
    words = ["".join(chance.choices(SYLLABLES, k=chance.randint(1, 4))) for _ in range(8000)]
    weights = [1 / (rank + 5) for rank in range(len(words))]

    def prose(characters: int) -> str:
        return " ".join(chance.choices(words, weights, k=characters // 8))

    people = [{"id": new_id(), "name": prose(18).title()} for _ in range(MEMBERS)]
    members = [{"id": new_id(), "name": prose(28).title(), "code": f"M{n}"} for n in range(MEMBERS)]
    session.execute(insert(Person), people)
    session.execute(insert(Member), members)
    start = LAST_DAY - dt.timedelta(days=7 * MEETINGS)
    session.execute(
        insert(Membership),
        [{"id": new_id(), "member_id": m["id"], "status": MemberStatus.MEMBER, "from_date": start} for m in members],
    )
    session.execute(
        insert(Representative),
        [
            {
                "id": new_id(), "member_id": m["id"], "person_id": p["id"],
                "role": RepresentativeRole.PRIMARY, "from_date": start,
            }
            for m, p in zip(members, people, strict=True)
        ],
    )  # fmt: skip
    item_characters = TEXT_CHARACTERS // (MEETINGS * ITEMS)
    for number in range(1, MEETINGS + 1):
        _meeting(
            session, number, start + dt.timedelta(days=7 * number), members, people, chance, prose, item_characters
        )


def _meeting(
    session: Session, number: int, day: dt.date, members: list[dict[str, object]], people: list[dict[str, object]],
    chance: random.Random, prose: Callable[[int], str], item_characters: int,
) -> None:  # fmt: skip
    past = number < MEETINGS
    meeting_id = new_id()
    session.execute(
        insert(Meeting),
        [
            {
                "id": meeting_id, "number": number, "date": day, "start_time": dt.time(10), "purpose": prose(60),
                "status": MeetingStatus.CLOSED if past else MeetingStatus.PREPARING,
                "minutes_state": MinutesState.APPROVED if past else MinutesState.DRAFT,
            }
        ],
    )  # fmt: skip
    items = [
        {
            "id": new_id(), "meeting_id": meeting_id, "position": n, "title": prose(40), "purpose": ItemPurpose.DISCUSS,
            "text": prose(item_characters) if past else "", "done": past,
            "brought_by_member_id": chance.choice(members)["id"],
        }
        for n in range(ITEMS)
    ]  # fmt: skip
    session.execute(insert(AgendaItem), items)
    if not past:
        return
    here = set(chance.sample(range(MEMBERS), 40))
    session.execute(
        insert(Attendance),
        [
            {
                "id": new_id(), "meeting_id": meeting_id, "member_id": member["id"],
                "person_id": people[n]["id"] if n in here else None,
                "status": AttendanceStatus.PRESENT if n in here else AttendanceStatus.APOLOGIES,
            }
            for n, member in enumerate(members)
        ],
    )  # fmt: skip
    session.execute(
        insert(Decision),
        [
            {
                "id": new_id(), "meeting_id": meeting_id, "item_id": items[n % ITEMS]["id"], "sequence": n + 1,
                "text": prose(80), "consensus": True,
            }
            for n in range(DECISIONS // MEETINGS)
        ],
    )  # fmt: skip
    is_open = number > MEETINGS - 20
    session.execute(
        insert(Action),
        [
            {
                "id": new_id(), "meeting_id": meeting_id, "item_id": items[n % ITEMS]["id"], "sequence": n + 1,
                "text": prose(60), "owner_member_id": chance.choice(members)["id"],
                "due_date": day + dt.timedelta(days=21),
                "state": ActionState.OPEN if is_open else ActionState.DONE,
                "closed_on": None if is_open else day + dt.timedelta(days=20),
            }
            for n in range(ACTIONS // MEETINGS)
        ],
    )  # fmt: skip
