"""Full-text search over members, people, groups, meetings, items, minutes, decisions, actions, papers' names, duties,
the purpose, principles and ways of working, indicators, notes and statements, challenges, and what evaluations noted.

Accents and case are ignored; the last word is a prefix while it is being typed; best first, with the passage shown.
Filters stand among the words: `decision:` `action:` … (only that kind), `open` `done` `dropped` `current` `superseded`
(only that state), `from:2024` `from:2024-05` `to:2025-01-31` (by the day of the meeting, the interview, or the last day
an evaluation looks at). `decision: 40.2`, `40.2`, `decision: 40.`, `meeting: 41` and "meeting 41" find by number first,
in every body (`db.search.numbers`). What a survey was answered is not found: words must not tell who gave them.

The index is brought up to date when a step closes (`refresh`), never by triggers.
"""

import datetime as dt
import re
import unicodedata
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from db.errors.files import SearchDamaged
from db.files.driver import driver
from db.folding import fold
from db.measures.period import Period
from db.search.numbers import ALSO, ORDER, Number, condition, is_sign, numbers_said, whole_number
from db.search.readers import READERS, Entry, given
from db.vocabulary import SEARCH_KINDS, SEARCH_STATES

CREATE = (
    "CREATE VIRTUAL TABLE search_text USING fts5("
    "title, body, tokenize = \"unicode61 remove_diacritics 2\", prefix = '2 3')"
)
PASSAGE_WORDS = 14
_CUT = "\ue002"
_BEGINNING = f"substr(search_text.body, 1, 120) || iif(length(search_text.body) > 120, char({ord(_CUT)}), '')"
OF_EVALUATIONS = ("finding", "interview", "recommendation")
"""Kinds, named as their tables, that belong to an evaluation."""
_KNOWN_DAMAGED = "search_damaged"
MENTIONS: Mapping[str, tuple[tuple[str, str], ...]] = MappingProxyType(
    {
        "decision": (("decision", "supersedes_id"),),
        "offer": (("member", "member_id"),),
        "duty_turn": (("duty", "duty_id"),),
    }
)
"""By table, (table, field): what a row of it says of another row that is found by it; the one before counts too."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found. `passage` marks the words found between U+E000 and U+E001 (private use, never in text)."""

    kind: str
    ref: uuid.UUID
    title: str
    date: dt.date | None
    meeting: str
    """The meeting's number as people say it, "41"; empty where there is none."""
    meeting_id: uuid.UUID | None
    group: str
    """Name of the group that met; empty for the plenary or where there is no meeting."""
    state: str
    passage: str
    period: Period | None = None
    """The days its evaluation looks at; nothing for what belongs to none."""
    sequence: int | None = None
    """Which of its meeting's decisions it is; nothing for what is no decision."""


@dataclass(frozen=True, slots=True)
class Query:
    """What somebody typed, taken apart."""

    words: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    from_date: dt.date | None = None
    to_date: dt.date | None = None
    """Exclusive."""
    last_is_whole: bool = False
    """Whether the last word was finished by a space."""
    numbers: tuple[Number, ...] = ()
    """Of meetings and decisions: what stands under them is found besides what has the words."""


def read_query(typed: str) -> Query:
    """Take apart what was typed: words, kinds, states, dates; what reads as none of these is a word, numbers too."""
    said: list[str] = []
    also: list[Number] = []
    kinds: list[str] = []
    states: list[str] = []
    spans: dict[str, tuple[dt.date, dt.date]] = {}
    for token in typed.split():
        head, colon, tail = token.partition(":")
        if colon and head.lower() in SEARCH_KINDS:
            kinds.append(head.lower())
            said.append(tail)
        elif head in ALSO and (number := whole_number(tail)):
            meeting, dotted, sequence = number
            also.append(Number(ALSO[head], meeting, sequence, dotted))
        elif colon and head.lower() in ("from", "to") and (span := _days(tail)):
            spans[head.lower()] = span
        elif token.lower() in SEARCH_STATES:
            states.append(token.lower())
        elif not is_sign(token):
            said.append(token)
    words = [word for token in said for word in _words(token)]
    numbers = dict.fromkeys((*numbers_said([token for token in said if token], kinds), *also))
    since = spans["from"][0] if "from" in spans else None
    until = spans["to"][1] if "to" in spans else None
    whole = typed.endswith((" ", "\u3000"))
    return Query(tuple(words), tuple(kinds), tuple(states), since, until, whole, tuple(numbers))


def unread_dates(typed: str) -> list[str]:
    """Return what begins as a date to search from or up to, and does not go on as one: "from:abcd"."""
    parts = [token.partition(":") for token in typed.split()]
    return [f"{head}:{tail}" for head, colon, tail in parts if colon and head.lower() in ("from", "to")
            and not _days(tail)]  # fmt: skip


def find(session: Session, typed: str, *, limit: int = 50) -> list[Hit]:
    """Return what matches, best first: what has the number looked for, then what has the words.

    With filters but no words: the newest that pass the filters.
    """
    query = read_query(typed)
    if not (query.words or query.kinds or query.states or query.from_date or query.to_date):
        return []
    clauses, values = _filters(query)
    if query.words:
        clauses.insert(0, "search_text MATCH ?")
        values.insert(0, match_expression(query))
        passage, order = f"snippet(search_text, -1, char(57344), char(57345), '…', {PASSAGE_WORDS})", "rank"
    else:
        passage, order = _BEGINNING, f"{_DAY} DESC, e.id DESC"
    found = _selected(session, passage, clauses, order, (*values, limit))
    if not found and query.words and not _finds_the_first(session):
        know_damaged(session)
        raise SearchDamaged
    if query.numbers:
        numbered = _numbered(session, query, limit)
        first = {(hit.kind, hit.ref) for hit in numbered}
        found = [*numbered, *(hit for hit in found if (hit.kind, hit.ref) not in first)][:limit]
    return _with_periods(session, found)


def _selected(
    session: Session, passage: str, clauses: Sequence[str], order: str, values: Sequence[object]
) -> list[Hit]:
    rows = _looked_up(
        session,
        "SELECT e.kind, e.ref, search_text.title, m.date, m.number, d.sequence, e.meeting_id, g.name, e.state, "  # noqa: S608 (clauses are ours, values are bound)
        f"{passage} FROM search_text JOIN search_entry e ON e.id = search_text.rowid "
        "LEFT JOIN meeting m ON m.id = e.meeting_id LEFT JOIN working_group g ON g.id = m.group_id "
        "LEFT JOIN decision d ON e.kind = 'decision' AND d.id = e.ref "
        f"WHERE {' AND '.join(clauses)} ORDER BY {order} LIMIT ?",
        values,
    )
    return [_hit(row) for row in rows]


def _numbered(session: Session, query: Query, limit: int) -> list[Hit]:
    """Return what has the numbers looked for and passes the filters; first where the other words say whose it is."""
    narrowed, values = _filters(query)
    found: list[Hit] = []
    for number in query.numbers:
        clause, own = condition(number)
        found += _selected(session, _BEGINNING, [clause, *narrowed], ORDER, (*own, *values, limit))
    said = [fold(word) for word in query.words if not word.isdecimal()]
    return sorted(found, key=lambda hit: -sum(word in fold(f"{hit.title} {hit.group}") for word in said))


def _in_whole_words(passage: str) -> str:
    """Return a passage that was cut off to end behind a word, and to show that there is more."""
    kept = passage.removesuffix(_CUT)
    return passage if kept == passage else (kept.rsplit(None, 1) or [""])[0] + "…"


def know_damaged(session: Session, *, damaged: bool = True) -> None:
    """Note that the index of the open file is damaged: the next save makes it anew."""
    session.connection().info[_KNOWN_DAMAGED] = damaged


def is_known_damaged(session: Session) -> bool:
    """Return whether the index of the open file was found damaged."""
    return bool(session.connection().info.get(_KNOWN_DAMAGED))


def match_expression(query: Query) -> str:
    """Return the FTS5 expression for the words: all of them, the last as a prefix."""
    quoted = [f'"{word}"' for word in query.words]
    if not query.last_is_whole:
        quoted[-1] += "*"
    return " AND ".join(quoted)


def is_searched(tables: Iterable[str]) -> bool:
    """Return whether anything is found by rows of these tables."""
    return not _SEARCHED.isdisjoint(tables)


def refresh(session: Session, rows: Iterable[tuple[str, uuid.UUID]]) -> None:
    """Bring the entries of these rows (table name, key) up to date with the record."""
    by_table: dict[str, set[str]] = defaultdict(set)
    for table, row_id in rows:
        by_table[table].add(row_id.hex)
    connection = driver(session)
    for table, table_of, also in _ALSO:
        if ids := by_table.get(table):
            by_table[table_of].update(key for (key,) in given(connection, also, ids))
    refs: set[str] = set()
    entries: list[Entry] = []
    for table, ids in by_table.items():
        if ids and table in READERS:
            refs |= ids
            entries += READERS[table](connection, ids)
    if refs:
        _replace(connection, refs, entries)


def rebuild(session: Session) -> int:
    """Make the whole index anew from the record; return the number of entries."""
    connection = driver(session)
    connection.execute("DELETE FROM search_text")
    connection.execute("DELETE FROM search_entry")
    count = 0
    for entries in _all_entries(connection):
        _add(connection, entries)
        count += len(entries)
    return count


def disagreements(session: Session) -> int:
    """Return in how many entries the index and the record differ: missing, left over, or with other words."""
    connection = driver(session)
    wanted = {entry for entries in _all_entries(connection) for entry in entries}
    found: set[Entry] = set()
    stray = 0
    for kind, *entry in connection.execute(
        "SELECT e.kind, e.ref, t.title, t.body, e.meeting_id, e.state "
        "FROM search_text t LEFT JOIN search_entry e ON e.id = t.rowid"
    ):
        if kind is None:
            stray += 1
        else:
            found.add(Entry(kind, *entry))
    wordless = "SELECT count(*) FROM search_entry WHERE id NOT IN (SELECT rowid FROM search_text)"
    left_over: int = connection.execute(wordless).fetchone()[0]
    differing = {(entry.kind, entry.ref) for entry in wanted ^ found}
    return len(differing) + left_over + stray


def _looked_up(session: Session, statement: str, values: Sequence[object]) -> Sequence[Any]:
    try:
        return session.connection().exec_driver_sql(statement, tuple(values)).all()
    except (DatabaseError, MemoryError) as error:
        if "disk i/o" in str(error).lower():
            raise
        know_damaged(session)
        raise SearchDamaged from error


def _finds_the_first(session: Session) -> bool:
    """Return whether the oldest entry is found by its own words: garbage may read as an index of nothing."""
    words = "SELECT rowid, title FROM search_text WHERE title <> '' ORDER BY rowid LIMIT 1"
    for rowid, title in _looked_up(session, words, ()):
        if own := _words(title):
            match = "SELECT 1 FROM search_text WHERE search_text MATCH ? AND rowid = ?"
            return bool(_looked_up(session, match, (f'"{own[0]}"', rowid)))
    return True


def _words(token: str) -> list[str]:
    return re.findall(r"[^\W_]+", unicodedata.normalize("NFC", token))


def _days(typed: str) -> tuple[dt.date, dt.date] | None:
    """Return the first day of a year, month or day as typed, and the day after its last."""
    found = re.fullmatch(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?", typed)
    if not found:
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    try:
        first = dt.date(year or 1, month or 1, day or 1)
        if day:
            return first, first + dt.timedelta(days=1)
        if month:
            return first, dt.date(first.year + month // 12, month % 12 + 1, 1)
        return first, dt.date(first.year + 1, 1, 1)
    except (ValueError, OverflowError):
        return None


def _filters(query: Query) -> tuple[list[str], list[object]]:
    clauses: list[str] = []
    values: list[object] = []
    for name, wanted in (("kind", query.kinds), ("state", query.states)):
        if wanted:
            clauses.append(f"e.{name} IN ({', '.join('?' * len(wanted))})")
            values += wanted
    for comparison, day in ((">=", query.from_date), ("<", query.to_date)):
        if day:
            clauses.append(f"{_DAY} {comparison} ?")
            values.append(day.isoformat())
    return clauses, values


def _hit(row: Sequence[object]) -> Hit:
    kind, ref, title, date, number, sequence, meeting_id, group, state, passage = row
    return Hit(
        kind=str(kind),
        ref=uuid.UUID(str(ref)),
        title=str(title),
        date=dt.date.fromisoformat(str(date)) if date else None,
        meeting="" if number is None else str(number),
        meeting_id=uuid.UUID(str(meeting_id)) if meeting_id else None,
        group=str(group or ""),
        state=str(state),
        passage=_in_whole_words(str(passage or "")),
        sequence=None if sequence is None else int(str(sequence)),
    )


def _with_periods(session: Session, hits: list[Hit]) -> list[Hit]:
    """Return what was found, and of what belongs to an evaluation also its period and day."""
    days: dict[uuid.UUID, tuple[Period, dt.date]] = {}
    for kind in OF_EVALUATIONS:
        keys = [hit.ref.hex for hit in hits if hit.kind == kind]
        wanted = f"SELECT o.id, v.from_date, v.to_date, {_DAY_OF[kind]} {_OF_ITS_EVALUATION.format(kind=kind)}"
        for key, *found in given(driver(session), wanted, keys) if keys else ():
            first, end, day = (dt.date.fromisoformat(str(one)) for one in found)
            days[uuid.UUID(key)] = Period(first, end), day
    return [
        replace(hit, period=days[hit.ref][0], date=days[hit.ref][1]) if hit.ref in days else hit for hit in hits
    ]  # fmt: skip


def _all_entries(connection: Any, size: int = 500) -> Iterator[list[Entry]]:
    for table, read in READERS.items():
        ids = [key for (key,) in connection.execute(f"SELECT id FROM {table}")]  # noqa: S608 (one of our tables)
        for start in range(0, len(ids), size):
            yield list(read(connection, ids[start : start + size]))


def _replace(connection: Any, refs: set[str], entries: list[Entry]) -> None:
    """Make `entries` the only ones of the rows `refs`; what stays is changed in place, where it changed."""
    wanted = {(entry.ref, entry.kind): entry for entry in entries}
    for rowid, ref, kind, *place, title, body in given(connection, _KNOWN, refs):
        entry = wanted.pop((ref, kind), None)
        if entry is None:
            connection.execute("DELETE FROM search_text WHERE rowid = ?", (rowid,))
            connection.execute("DELETE FROM search_entry WHERE id = ?", (rowid,))
            continue
        if place != [entry.meeting_id, entry.state]:
            now = (entry.meeting_id, entry.state, rowid)
            connection.execute("UPDATE search_entry SET meeting_id = ?, state = ? WHERE id = ?", now)
        if (title, body) != (entry.title, entry.body):  # else long minutes were indexed anew for a tick in a box
            words = (entry.title, entry.body, rowid)
            connection.execute("UPDATE search_text SET title = ?, body = ? WHERE rowid = ?", words)
    _add(connection, wanted.values())


def _add(connection: Any, entries: Collection[Entry]) -> None:
    if not entries:
        return
    first = (connection.execute("SELECT max(id) FROM search_entry").fetchone()[0] or 0) + 1
    connection.executemany(
        "INSERT INTO search_entry (id, kind, ref, meeting_id, state) VALUES (?, ?, ?, ?, ?)",
        [(n, e.kind, e.ref, e.meeting_id, e.state) for n, e in enumerate(entries, first)],
    )
    connection.executemany(
        "INSERT INTO search_text (rowid, title, body) VALUES (?, ?, ?)",
        [(n, e.title, e.body) for n, e in enumerate(entries, first)],
    )


_KNOWN = (
    "SELECT e.id, e.ref, e.kind, e.meeting_id, e.state, t.title, t.body "
    "FROM search_entry e LEFT JOIN search_text t ON t.rowid = e.id WHERE e.ref"
)
_DAY_OF: Mapping[str, str] = MappingProxyType(
    {"finding": "date(v.to_date, '-1 day')", "interview": "o.on_date", "recommendation": "date(v.to_date, '-1 day')"}
)
"""By kind of what belongs to an evaluation, its day."""
_OF_ITS_EVALUATION = "FROM {kind} o JOIN evaluation v ON v.id = o.evaluation_id WHERE o.id"
_DAYS = (
    f"WHEN '{kind}' THEN (SELECT {day} {_OF_ITS_EVALUATION.format(kind=kind)} = e.ref)" for kind, day in _DAY_OF.items()
)
_DAY = f"CASE e.kind {' '.join(_DAYS)} ELSE m.date END"
"""The day of an entry, for filters and order."""
_NAMED = (
    ("member", "action", "owner_member_id"),
    ("person", "action", "owner_person_id"),
    ("member", "recommendation", "owner_member_id"),
    ("person", "recommendation", "owner_person_id"),
    ("working_group", "meeting", "group_id"),
    ("member", "duty_turn", "member_id"),
    ("person", "duty_turn", "person_id"),
)
"""(table, table, field by which it mentions the first): found by the name of the other."""
_ALSO = (
    ("offer", "member", "SELECT member_id FROM offer WHERE id"),
    ("decision", "decision", "SELECT supersedes_id FROM decision WHERE supersedes_id NOTNULL AND id"),
    ("duty", "duty_turn", "SELECT id FROM duty_turn WHERE note <> '' AND duty_id"),
    *(
        (
            table,
            table_of,
            f"SELECT m.id FROM {table} n JOIN search_entry e ON e.ref = n.id JOIN search_text t ON t.rowid = e.id "  # noqa: S608 (names are ours)
            f"JOIN {table_of} m ON m.{field} = n.id WHERE t.title <> n.name AND n.id",
        )
        for table, table_of, field in _NAMED
    ),
    ("duty_turn", "duty", "SELECT duty_id FROM duty_turn WHERE id"),
    (
        "charter_version",
        "charter_version",
        "SELECT o.id FROM charter_version v JOIN charter_version o ON o.kind = v.kind WHERE v.id",
    ),
    (
        "charter_version",
        "charter_section",
        "SELECT s.id FROM charter_version v JOIN charter_version o ON o.kind = v.kind "
        "JOIN charter_section s ON s.version_id = o.id WHERE v.id",
    ),
    ("action", "recommendation", "SELECT id FROM recommendation WHERE action_id"),
    ("observation", "indicator", "SELECT indicator_id FROM observation WHERE id"),
)
"""(table, table of, which rows) are found otherwise once a row changed: by what it offers, its state, its name."""
_SEARCHED = READERS.keys() | {table for table, _of, _rows in _ALSO}
