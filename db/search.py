"""Full-text search over members, people, groups, meetings, items, minutes, decisions, actions and papers' names.

Accents and case are ignored; the last word is a prefix while it is being typed; best first, with the passage shown.
Filters stand among the words: `decision:` `action:` … (only that kind), `open` `done` `dropped` `current` `superseded`
(only that state), `from:2024` `from:2024-05` `to:2025-01-31` (by the date of the meeting).

The index is brought up to date when a step closes (`refresh`), never by triggers.
"""

import datetime as dt
import json
import re
import unicodedata
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Dialect,
    Integer,
    MetaData,
    Select,
    String,
    Table,
    TypeDecorator,
    bindparam,
    delete,
    func,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.orm import Session, aliased

from db.schema import (
    Action,
    AgendaItem,
    Base,
    Decision,
    Group,
    Meeting,
    Member,
    Offer,
    Paper,
    Person,
    SearchEntry,
)
from db.vocabulary import ItemKind

CREATE = (
    "CREATE VIRTUAL TABLE search_text USING fts5("
    "title, body, tokenize = \"unicode61 remove_diacritics 2\", prefix = '2 3')"
)
KINDS = ("member", "person", "group", "meeting", "item", "minutes", "decision", "action", "paper")
STATES = ("open", "done", "dropped", "current", "superseded")
PASSAGE_WORDS = 14
MENTIONS: Mapping[str, tuple[tuple[str, str], ...]] = MappingProxyType(
    {"decision": (("decision", "supersedes_id"),), "offer": (("member", "member_id"),)}
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


@dataclass(frozen=True, slots=True)
class _Entry:
    kind: str
    ref: uuid.UUID
    title: str
    body: str = ""
    meeting_id: uuid.UUID | None = None
    state: str = ""


def read_query(typed: str) -> Query:
    """Take apart what was typed: words, kinds, states and dates; what reads as none of these is a word."""
    words: list[str] = []
    kinds: list[str] = []
    states: list[str] = []
    spans: dict[str, tuple[dt.date, dt.date]] = {}
    for token in typed.split():
        head, colon, tail = token.partition(":")
        if colon and head.lower() in KINDS:
            kinds.append(head.lower())
            words += _words(tail)
        elif colon and head.lower() in ("from", "to") and (span := _days(tail)):
            spans[head.lower()] = span
        elif token.lower() in STATES:
            states.append(token.lower())
        else:
            words += _words(token)
    since = spans["from"][0] if "from" in spans else None
    until = spans["to"][1] if "to" in spans else None
    return Query(tuple(words), tuple(kinds), tuple(states), since, until, typed.endswith((" ", "\u3000")))


def unread_dates(typed: str) -> list[str]:
    """Return what begins as a date to search from or up to, and does not go on as one: "from:abcd"."""
    parts = [token.partition(":") for token in typed.split()]
    return [f"{head}:{tail}" for head, colon, tail in parts if colon and head.lower() in ("from", "to")
            and not _days(tail)]  # fmt: skip


def find(session: Session, typed: str, *, limit: int = 50) -> list[Hit]:
    """Return what matches, best first. With filters but no words: the newest that pass the filters."""
    query = read_query(typed)
    if not (query.words or query.kinds or query.states or query.from_date or query.to_date):
        return []
    clauses, values = _filters(query)
    if query.words:
        clauses.insert(0, "search_text MATCH ?")
        values.insert(0, match_expression(query))
        passage, order = f"snippet(search_text, -1, char(57344), char(57345), '…', {PASSAGE_WORDS})", "rank"
    else:
        passage, order = "substr(search_text.body, 1, 120)", "m.date DESC, e.id DESC"
    found = session.connection().exec_driver_sql(
        f"SELECT e.kind, e.ref, search_text.title, m.date, m.number, e.meeting_id, g.name, e.state, {passage} "  # noqa: S608 (clauses are ours, values are bound)
        "FROM search_text JOIN search_entry e ON e.id = search_text.rowid "
        "LEFT JOIN meeting m ON m.id = e.meeting_id LEFT JOIN working_group g ON g.id = m.group_id "
        f"WHERE {' AND '.join(clauses)} ORDER BY {order} LIMIT ?",
        (*values, limit),
    )
    return [_hit(row) for row in found.all()]


def match_expression(query: Query) -> str:
    """Return the FTS5 expression for the words: all of them, the last as a prefix. A title counts like two bodies."""
    quoted = [f'"{word}"' for word in query.words]
    if not query.last_is_whole:
        quoted[-1] += "*"
    return " AND ".join(quoted)


def refresh(session: Session, rows: Iterable[tuple[str, uuid.UUID]]) -> None:
    """Bring the entries of these rows (table name, key) up to date with the record."""
    by_table: dict[str, set[uuid.UUID]] = defaultdict(set)
    for table, row_id in rows:
        by_table[table].add(row_id)
    connection = session.connection()
    refs: set[uuid.UUID] = set()
    entries: list[_Entry] = []
    if offers := by_table.pop("offer", None):  # offers are found through their member
        by_table["member"].update(session.scalars(select(Offer.member_id).where(Offer.id.in_(offers))))
    if decisions := by_table.get("decision"):  # what a decision supersedes has another state now
        older = session.scalars(select(Decision.supersedes_id).where(Decision.id.in_(decisions)))
        decisions.update(key for key in older if key is not None)
    for table, found in _under_new_names(connection, by_table):
        by_table[table].update(found)
    for table, ids in by_table.items():
        if table in _READERS:
            refs |= ids
            entries += [entry for part in _parts(ids) for entry in _READERS[table](connection, part)]
    _replace(session, refs, entries)


def rebuild(session: Session) -> int:
    """Make the whole index anew from the record; return the number of entries."""
    connection = session.connection()
    connection.execute(text("DELETE FROM search_text"))
    connection.execute(delete(SearchEntry))
    count = 0
    for table, model in _TABLES.items():
        ids = session.scalars(select(model.id)).all()
        for part in _parts(ids):
            entries = list(_READERS[table](connection, part))
            _add(session, entries)
            count += len(entries)
    return count


def disagreements(session: Session) -> int:
    """Return in how many entries the index and the record differ: missing, left over, or with other words."""
    wanted: set[tuple[object, ...]] = set()
    for table, model in _TABLES.items():
        for part in _parts(session.scalars(select(model.id)).all()):
            wanted |= {
                (e.kind, e.ref, e.meeting_id, e.state, e.title, e.body)
                for e in _READERS[table](session.connection(), part)
            }
    entries = {row.id: row for row in session.scalars(select(SearchEntry))}
    words = session.execute(text("SELECT rowid, title, body FROM search_text"))
    found: set[tuple[object, ...]] = set()
    stray = 0
    for rowid, title, body in words:
        entry = entries.pop(rowid, None)
        if entry is None:
            stray += 1
        else:
            found.add((entry.kind, entry.ref, entry.meeting_id, entry.state, title, body))
    differing = {(row[0], row[1]) for row in wanted ^ found}
    return len(differing) + len(entries) + stray


class _Keys(TypeDecorator[Sequence[uuid.UUID]]):
    """Many keys as one value: a statement that grew with their number would be put together anew at each save."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: Sequence[uuid.UUID] | None, dialect: Dialect) -> str:
        return json.dumps([key.hex for key in value or ()])


_IDS = select(func.json_each(bindparam("ids", type_=_Keys)).table_valued("value").c.value)
_ENTRY = Base.metadata.tables["search_entry"]
_ENTRIES_OF = select(_ENTRY.c.id, _ENTRY.c.ref, _ENTRY.c.kind, _ENTRY.c.meeting_id, _ENTRY.c.state).where(
    _ENTRY.c.ref.in_(_IDS)
)
_CHANGE_ENTRY = (
    update(_ENTRY)
    .where(SearchEntry.id == bindparam("rowid"))
    .values(meeting_id=bindparam("meeting"), state=bindparam("now"))
)


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
            clauses.append(f"m.date {comparison} ?")
            values.append(day.isoformat())
    return clauses, values


def _hit(row: Sequence[object]) -> Hit:
    kind, ref, title, date, number, meeting_id, group, state, passage = row
    return Hit(
        kind=str(kind),
        ref=uuid.UUID(str(ref)),
        title=str(title),
        date=dt.date.fromisoformat(str(date)) if date else None,
        meeting="" if number is None else str(number),
        meeting_id=uuid.UUID(str(meeting_id)) if meeting_id else None,
        group=str(group or ""),
        state=str(state),
        passage=str(passage or ""),
    )


def _under_new_names(
    connection: Connection, changed: Mapping[str, set[uuid.UUID]]
) -> list[tuple[str, list[uuid.UUID]]]:
    """Return (table, keys) of what is found under a name that just changed: owners' actions, groups' meetings."""
    found = []
    for table, named, table_of, mention in _NAMED:
        for part in _parts(changed.get(table, ())):
            renamed = connection.scalars(named, {"ids": part}).all()
            for owners in _parts(renamed):
                found.append((table_of, list(connection.scalars(mention, {"ids": owners}))))
    return found


def _parts(ids: Iterable[uuid.UUID], size: int = 500) -> Iterator[list[uuid.UUID]]:
    every = list(ids)
    for start in range(0, len(every), size):
        yield every[start : start + size]


def _replace(session: Session, refs: set[uuid.UUID], entries: list[_Entry]) -> None:
    """Make `entries` the only ones of the rows `refs`; what stays is changed in place."""
    wanted = {(entry.ref, entry.kind): entry for entry in entries}
    connection = session.connection()
    for part in _parts(refs):
        for rowid, ref, kind, meeting_id, state in connection.execute(_ENTRIES_OF, {"ids": part}).all():
            entry = wanted.pop((ref, kind), None)
            if entry is None:
                connection.exec_driver_sql("DELETE FROM search_text WHERE rowid = ?", (rowid,))
                connection.exec_driver_sql("DELETE FROM search_entry WHERE id = ?", (rowid,))
            else:
                if (meeting_id, state) != (entry.meeting_id, entry.state):
                    connection.execute(_CHANGE_ENTRY, {"rowid": rowid, "meeting": entry.meeting_id, "now": entry.state})
                connection.exec_driver_sql(
                    "UPDATE search_text SET title = ?, body = ? WHERE rowid = ?", (entry.title, entry.body, rowid)
                )
    _add(session, list(wanted.values()))


def _add(session: Session, entries: Sequence[_Entry]) -> None:
    if not entries:
        return
    first = (session.scalar(text("SELECT max(id) FROM search_entry")) or 0) + 1
    session.execute(
        insert(SearchEntry),
        [
            {"id": n, "kind": e.kind, "ref": e.ref, "meeting_id": e.meeting_id, "state": e.state}
            for n, e in enumerate(entries, first)
        ],
    )
    session.execute(
        text("INSERT INTO search_text (rowid, title, body) VALUES (:rowid, :title, :body)"),
        [{"rowid": n, "title": e.title, "body": e.body} for n, e in enumerate(entries, first)],
    )


_NEWER = aliased(Decision)
# Built once: building a statement takes longer than running it for the one row that a save touches.
_OFFERS = select(Offer.member_id, Offer.text).where(Offer.member_id.in_(_IDS))
_MEMBERS = select(
    Member.id, Member.name, Member.short_name, Member.sector, Member.place, Member.email, Member.note
).where(Member.id.in_(_IDS))
_PEOPLE = select(Person.id, Person.name, Person.email, Person.phone, Person.note).where(Person.id.in_(_IDS))
_GROUPS = select(Group.id, Group.name, Group.purpose).where(Group.id.in_(_IDS))
_MEETINGS = (
    select(Meeting.id, Meeting.title, Group.name, Meeting.purpose, Meeting.place, Meeting.original_text)
    .outerjoin(Group, Group.id == Meeting.group_id)
    .where(Meeting.id.in_(_IDS))
)
_ITEMS = select(AgendaItem.id, AgendaItem.title, AgendaItem.note, AgendaItem.text, AgendaItem.meeting_id).where(
    AgendaItem.id.in_(_IDS), AgendaItem.kind == ItemKind.ITEM
)
_DECISIONS = (
    select(Decision.id, Decision.text, Decision.meeting_id, _NEWER.id)
    .outerjoin(_NEWER, _NEWER.supersedes_id == Decision.id)
    .where(Decision.id.in_(_IDS))
    .group_by(Decision.id)
)
_ACTIONS = (
    select(Action.id, Action.text, Action.meeting_id, Action.state, Member.name, Person.name, Action.owner_as_written)
    .outerjoin(Member, Member.id == Action.owner_member_id)
    .outerjoin(Person, Person.id == Action.owner_person_id)
    .where(Action.id.in_(_IDS))
)
_FOUND_AS = Table("search_text", MetaData(), Column("rowid", Integer), Column("title", String))


def _renamed(model: Any) -> Select[uuid.UUID]:
    """Return the rows whose entry still has another name."""
    return (
        select(model.id)
        .join(SearchEntry, SearchEntry.ref == model.id)
        .join(_FOUND_AS, _FOUND_AS.c.rowid == SearchEntry.id)
        .where(model.id.in_(_IDS), SearchEntry.kind.in_(("member", "person", "group")), _FOUND_AS.c.title != model.name)
    )


_NAMED = (
    ("member", _renamed(Member), "action", select(Action.id).where(Action.owner_member_id.in_(_IDS))),
    ("person", _renamed(Person), "action", select(Action.id).where(Action.owner_person_id.in_(_IDS))),
    ("working_group", _renamed(Group), "meeting", select(Meeting.id).where(Meeting.group_id.in_(_IDS))),
)
"""Table of those with a name, which of them were renamed, where else their name is found, and under which keys."""
_PAPERS = select(Paper.id, Paper.title, Paper.name, Paper.meeting_id).where(Paper.id.in_(_IDS))


def _lines(*parts: str | None) -> str:
    return "\n".join(part for part in parts if part)


def _members(connection: Connection, ids: Sequence[uuid.UUID]) -> Iterator[_Entry]:
    offers: dict[uuid.UUID, list[str]] = defaultdict(list)
    for member_id, offer in connection.execute(_OFFERS, {"ids": ids}):
        offers[member_id].append(offer)
    for ref, name, *body in connection.execute(_MEMBERS, {"ids": ids}):
        yield _Entry("member", ref, name, _lines(*body, *offers[ref]))


def _people(connection: Connection, ids: Sequence[uuid.UUID]) -> Iterator[_Entry]:
    for ref, name, *body in connection.execute(_PEOPLE, {"ids": ids}):
        yield _Entry("person", ref, name, _lines(*body))


def _groups(connection: Connection, ids: Sequence[uuid.UUID]) -> Iterator[_Entry]:
    for ref, name, purpose in connection.execute(_GROUPS, {"ids": ids}):
        yield _Entry("group", ref, name, purpose)


def _meetings(connection: Connection, ids: Sequence[uuid.UUID]) -> Iterator[_Entry]:
    for ref, title, group, purpose, place, original in connection.execute(_MEETINGS, {"ids": ids}):
        yield _Entry("meeting", ref, title or group or "", _lines(purpose, place), ref)
        if original:
            yield _Entry("minutes", ref, title or group or "", original, ref)


def _items(connection: Connection, ids: Sequence[uuid.UUID]) -> Iterator[_Entry]:
    for ref, title, note, said, meeting_id in connection.execute(_ITEMS, {"ids": ids}):
        yield _Entry("item", ref, title, note, meeting_id)
        if said:
            yield _Entry("minutes", ref, title, said, meeting_id)


def _decisions(connection: Connection, ids: Sequence[uuid.UUID]) -> Iterator[_Entry]:
    for ref, said, meeting_id, newer in connection.execute(_DECISIONS, {"ids": ids}):
        yield _Entry("decision", ref, said, "", meeting_id, "superseded" if newer else "current")


def _actions(connection: Connection, ids: Sequence[uuid.UUID]) -> Iterator[_Entry]:
    for ref, said, meeting_id, state, *owner in connection.execute(_ACTIONS, {"ids": ids}):
        yield _Entry("action", ref, said, _lines(*dict.fromkeys(owner)), meeting_id, state.value)


def _papers(connection: Connection, ids: Sequence[uuid.UUID]) -> Iterator[_Entry]:
    for ref, title, name, meeting_id in connection.execute(_PAPERS, {"ids": ids}):
        yield _Entry("paper", ref, title or name, name, meeting_id)


_READERS = {
    "member": _members,
    "person": _people,
    "working_group": _groups,
    "meeting": _meetings,
    "agenda_item": _items,
    "decision": _decisions,
    "action": _actions,
    "paper": _papers,
}
_TABLES = {
    model.__tablename__: model for model in (Member, Person, Group, Meeting, AgendaItem, Decision, Action, Paper)
}
