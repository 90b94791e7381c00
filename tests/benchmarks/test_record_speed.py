"""How fast the record is: searching per keystroke, and a saved edit. Ratios within one run; see the README."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from db import alliance
from db.engine import AllianceFile
from db.history import history
from db.ids import new_id
from db.measures.measuring import measures
from db.measures.period import Period
from db.meetings import meetings, papers
from db.members import groups, members
from db.schema import Action
from db.search.search import find, match_expression, read_query
from desktop.naming.filters import understood
from tests.benchmarks.conftest import LAST_DAY, ROUNDS, Table, paired, timed

pytestmark = pytest.mark.bench

TYPED = ("ka", "kalo", "mi ru", "berg", "action: sol", "tam ver", "decision: kalo from:2020")
NUMBERS = ("40.2", "meeting 41", "decision: 40.", "decision: 40")


def test_search_per_keystroke(large: AllianceFile, table: Table) -> None:
    """Ours: from what was typed to the rows. Bare: the same FTS5 query with rank and snippet on the same table."""
    connection = large.raw()
    for typed in TYPED:

        def ours(typed: str = typed) -> None:
            with large.reading() as session:
                find(session, typed)

        words = match_expression(read_query(typed))

        def bare(words: str = words) -> None:
            connection.execute(
                "SELECT rowid, title, snippet(search_text, -1, '[', ']', '…', 14) FROM search_text "
                "WHERE search_text MATCH ? ORDER BY rank LIMIT 50",
                (words,),
            ).fetchall()

        table.ratio(f"search “{typed}”", *paired(ours, bare), limit=2)


def test_search_by_number_per_keystroke(large: AllianceFile, table: Table) -> None:
    """In milliseconds: no text of the large alliance has a number in it, and bare FTS5 answers that at once."""
    for typed in NUMBERS:

        def look(typed: str = typed) -> None:
            with large.reading() as session:
                assert find(session, understood(typed))

        table.value(f"search “{typed}”", timed(look), limit=2)


def test_everything_counted_of_a_period(large: AllianceFile, table: Table) -> None:
    """Every measure, of the last year and of all 1,000 meetings, each with the period before."""
    spans = {"a year": LAST_DAY - dt.timedelta(days=365), "1,000 meetings": dt.date(2000, 1, 1)}
    for told, start in spans.items():

        def count(start: dt.date = start) -> None:
            with large.reading() as session:
                measures(session, Period(start, LAST_DAY), today=LAST_DAY)

        table.value(f"measures of {told}", timed(count, rounds=5), limit=250 if told == "a year" else 2500)


def test_a_saved_edit(large: AllianceFile, table: Table) -> None:
    """Ours: one field of one action through a use case, to the disk. Bare: a commit of the same rows by the driver."""
    with large.reading() as session:
        action_id = session.query(Action.id).first()[0]  # type: ignore[index]
    count = iter(range(10_000))

    def ours() -> None:
        with large.writing(who="Ana") as session, history.step(session, "change"):
            session.get_one(Action, action_id).text = f"Draw the canal map {next(count)}"

    table.ratio("a saved edit", *_beside_bare(large, ours), limit=2)


def test_a_saved_setting(large: AllianceFile, table: Table) -> None:
    """As above for a row that is not searched."""
    count = iter(range(10_000))

    def ours() -> None:
        with large.writing(who="Ana") as session:
            alliance.change_alliance(session, place=f"Hall {next(count)}")

    table.ratio("a saved setting", *_beside_bare(large, ours), limit=2)


def _beside_bare(file: AllianceFile, ours: Callable[[], object]) -> tuple[list[float], list[float]]:
    """Measure a save beside its bare statements, which the file is told of: it would take them for somebody else's."""
    return paired(ours, _replayed(file, ours), rounds=ROUNDS * 4, after=file.same.note)


class _Noted:
    """The driver's connection, telling of the statements that are sent to it below SQLAlchemy."""

    def __init__(self, connection: Any, note: Callable[[str, Any], None]) -> None:
        self._connection = connection
        self._note = note

    def execute(self, statement: str, values: tuple[Any, ...] = ()) -> Any:
        self._note(statement, values)
        return self._connection.execute(statement, values)

    def executemany(self, statement: str, rows: list[tuple[Any, ...]]) -> Any:
        self._note(statement, rows)
        return self._connection.executemany(statement, rows)


def _replayed(file: AllianceFile, work: Callable[[], object]) -> Callable[[], object]:
    """Return a function that sends the writing statements of `work` to the bare driver, and commits.

    The same rows of the same tables in the same file with the same pragmas; keys and counts are renewed. They are those
    of a second run: a setting typed joins the step of the one before.
    """
    work()
    seen: list[tuple[str, tuple[Any, ...]]] = []

    def note(statement: str, parameters: Any) -> None:
        if statement.split(maxsplit=1)[0] in ("INSERT", "UPDATE", "DELETE"):
            many = parameters if isinstance(parameters, list) else [parameters]
            seen.extend((statement, tuple(values)) for values in many)

    def note_above(_c: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: bool) -> None:
        note(statement, parameters)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(file.engine, "_has_events", False)  # as it is again then: one that was listened to is slower
        event.listen(file.engine, "before_cursor_execute", note_above)
        patch.setattr(file.engine.dialect, "get_driver_connection", lambda connection: _Noted(connection, note))
        work()
        event.remove(file.engine, "before_cursor_execute", note_above)
    connection = file.raw()
    renewed = {values[0] for statement, values in seen if statement.startswith("INSERT INTO step ")}

    def replay() -> None:
        fresh = new_id().hex
        connection.execute("BEGIN IMMEDIATE")
        for statement, values in seen:
            if statement.startswith("INSERT INTO step "):
                connection.execute(statement, (fresh, *values[1:]))
            else:
                connection.execute(statement, tuple(fresh if value in renewed else value for value in values))
        connection.execute("COMMIT")

    return replay


@pytest.mark.parametrize(
    ("what", "read"),
    [
        ("the list of meetings", meetings.meetings),
        ("the list of members", members.members_on),
        ("the groups", groups.groups_on),
        ("all papers", papers.all_papers),
    ],
)
def test_a_list(large: AllianceFile, table: Table, what: str, read: Callable[[Session], object]) -> None:
    """What a page of the window reads before it is shown."""

    def ours() -> None:
        with large.reading() as session:
            read(session)

    table.value(what, timed(ours), limit=30)
