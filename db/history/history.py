"""Who changed what and when; undo, redo, restore.

Each use case is one *step*. A step holds, for every row it touched, the old and new values of just the fields that
changed. Undo writes the old values back, newest step first; redo the new ones again. Both are steps themselves in
what "who changed this" shows, and both survive closing the file. A new step after an undo ends the chance to redo.
"""

import datetime as dt
import json
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, event, func, insert, select, update
from sqlalchemy.orm import Session, UOWTransaction
from sqlalchemy.orm.attributes import get_history, instance_state

from db.changes import Changes
from db.errors.records import NothingToRedo, NothingToRestore, NothingToUndo
from db.files.driver import driver
from db.history.returning import able_to_return, may_be_left_open
from db.history.rows import key_of, stored
from db.history.values import decode_row, encode
from db.ids import new_id
from db.schema import Base, Change, PaperContent, SearchEntry, Step, SurveyAnswer, SurveyFormRead
from db.schema.base import Keyed
from db.search import renewal as search_renewal
from db.search import search

MERGE_WITHIN = dt.timedelta(minutes=5)
"""Steps with one merge key become one within this time of the first: undo never takes an hour's typing away at once."""

ALONE = " alone"
"""A merge key that ends so says whose typing a step is part of, though it joins no other and no other joins it."""

_TYPED_BACK_STEPS = 30
"""So many steps of one typing, of up to five minutes each, are looked through when it is typed back."""

UNTRACKED = frozenset(
    table.__tablename__ for table in (Step, Change, SearchEntry, PaperContent, SurveyAnswer, SurveyFormRead)
)


@dataclass(slots=True)
class RowChange:
    """What happened to one row so far in a step: fields before and after, `None` for a row that is not there."""

    table: str
    row_id: uuid.UUID
    old: dict[str, Any] | None
    new: dict[str, Any] | None


class OpenStep:
    """The step being recorded; `changes` is complete when its block has ended."""

    def __init__(self, name: str, merge_key: str = "", *, state: str = "done") -> None:
        self.name = name
        self.merge_key = merge_key
        self.state = state
        self.rows: dict[tuple[str, uuid.UUID], RowChange] = {}
        self.changes = Changes()

    def note(self, change: RowChange) -> None:
        key = (change.table, change.row_id)
        merged = merge(self.rows[key], change) if key in self.rows else change
        if merged is None:
            del self.rows[key]
        else:
            self.rows[key] = merged


def merge(first: RowChange, then: RowChange) -> RowChange | None:
    """Return one change with the effect of two in a row, or nothing if they cancel out."""
    if first.old is None and then.new is None:
        return None
    if first.new is None or then.old is None:  # deleted and added again: an update of whatever differs
        old, new = first.old or {}, then.new or {}
        fields = [name for name in new if old.get(name) != new[name]]
        old, new = {name: old.get(name) for name in fields}, {name: new[name] for name in fields}
        return RowChange(first.table, first.row_id, old, new) if fields else None
    old_row = None if first.old is None else {**then.old, **first.old}
    new_row = None if then.new is None else {**first.new, **then.new}
    if old_row is not None and new_row is not None:
        same = [name for name in new_row if old_row.get(name) == new_row[name]]
        for name in same:
            del old_row[name], new_row[name]
        if not new_row:
            return None
    return RowChange(first.table, first.row_id, old_row, new_row)


_END_REDO = "UPDATE step SET state = 'kept' WHERE state = 'undone'"
_LAST = "SELECT id, at, who, state, merge_key FROM step ORDER BY sequence DESC LIMIT 1"
_ADD_STEP = (
    "INSERT INTO step (id, sequence, at, who, name, subject_id, state, merge_key) "
    "VALUES (?, (SELECT coalesce(max(sequence), 0) + 1 FROM step), ?, ?, ?, ?, ?, ?)"
)
_CHANGES = "SELECT table_name, row_id, old, new FROM change WHERE step_id = ? ORDER BY position"
_ADD_CHANGE = "INSERT INTO change (step_id, position, table_name, row_id, old, new) VALUES (?, ?, ?, ?, ?, ?)"


class RecordedSession(Session):
    """A session whose every flush is recorded in the steps that are open."""

    def get(self, entity: Any, ident: Any, **options: Any) -> Any:
        """Return the row of a key, or nothing, as every session does."""
        kept = stored(entity) if issubclass(entity, Keyed) and isinstance(ident, uuid.UUID) else None
        if kept is None or any(options.values()) or kept.identity(ident) in self.identity_map:
            return super().get(entity, ident, **options)
        if self.autoflush:
            self.flush()
        return kept.read(self, ident)

    def flush(self, objects: Sequence[Any] | None = None) -> None:
        """Write what is pending, as every session does; where rows only changed, without its unit of work."""
        changed = self.dirty
        if self.new or self.deleted or objects is not None or not all(isinstance(row, Keyed) for row in changed):
            super().flush(objects)
            return
        changes = []
        for row in sorted(changed, key=_place):
            change = _row_change(row)
            stored(row.__class__).write(self, row, () if change is None else change.new or ())
            if change is not None:
                changes.append(change)
        _note(self, changes)


@contextmanager
def step(session: Session, name: str, *, merge_key: str = "", undoable: bool = True) -> Iterator[OpenStep]:
    """Record what the block changes as one step called `name`.

    A step inside another joins it. With a `merge_key` the step joins the last one when that has the same key, was begun
    by the same person less than five minutes ago, and nothing came between. What is not `undoable` stays for good.
    """
    session.flush()
    opened = OpenStep(name, merge_key, state="done" if undoable else "kept")
    steps: list[OpenStep] = session.info.setdefault("steps", [])
    steps.append(opened)
    try:
        yield opened
        session.flush()
    finally:
        steps.remove(opened)
    opened.changes = _summary(None, list(opened.rows.values())) if steps else _close(session, opened)


def moment(session: Session) -> dt.datetime:
    """Return when what this session does counts as done: now, unless `date_steps` says otherwise."""
    at: dt.datetime | None = session.info.get("at")
    return at or dt.datetime.now(dt.UTC)


def date_steps(session: Session, at: dt.datetime | None) -> None:
    """Let the steps that follow in this session count as made at `at` (nothing: now), for a record written later."""
    session.info["at"] = at


def typed_back(use_case: Callable[..., Any], session: Session, *args: Any, **kwargs: Any) -> Any:
    """Call a use case with what a field's own undo led to.

    Where that is what stood before the newest steps of the same typing, these are undone instead of a step being made:
    it would be one more to undo, and what was typed could not be done again.
    """
    session.info["typed_back"] = True
    return use_case(session, *args, **kwargs)


def keep_all(session: Session) -> None:
    """Let nothing that was done so far be undone or redone any more."""
    session.flush()
    session.execute(update(Step).where(Step.state != "kept").values(state="kept"))


def keep_steps_on(session: Session, row_ids: Sequence[uuid.UUID]) -> None:
    """Let nothing that was done to these rows so far be undone or redone any more."""
    session.flush()
    done = select(Change.step_id).where(Change.row_id.in_(row_ids))
    session.execute(update(Step).where(Step.state != "kept", Step.id.in_(done)).values(state="kept"))


def undo(session: Session) -> tuple[str, Changes]:
    """Undo the newest step that still stands; return its name and what changed.

    Raises:
        NothingToUndo: If no step is left to undo.
    """
    last = session.scalars(select(Step).where(Step.state == "done").order_by(Step.sequence.desc()).limit(1)).first()
    if last is None:
        raise NothingToUndo
    changed = _reverse(session, _changes_of(session, last.id))
    last.state = "undone"
    return last.name, _log(session, "undo", last.id, changed)


def newest_standing(session: Session) -> int:
    """Return the number of the step that `undo` would undo, which rises when typing joins it; 0 if there is none."""
    return session.scalar(select(func.max(Step.sequence)).where(Step.state == "done")) or 0


def redo(session: Session) -> tuple[str, Changes]:
    """Do the oldest undone step again; return its name and what changed.

    Raises:
        NothingToRedo: If nothing was undone, or something new was done since.
    """
    first = session.scalars(select(Step).where(Step.state == "undone").order_by(Step.sequence).limit(1)).first()
    if first is None:
        raise NothingToRedo
    forward = [RowChange(row.table, row.row_id, row.old, row.new) for row in _changes_of(session, first.id)]
    _apply(session, forward)
    first.state = "done"
    return first.name, _log(session, "redo", first.id, forward)


def restore(session: Session, step_id: uuid.UUID) -> Changes:
    """Bring back every row that a step deleted and that is still missing; a step of its own.

    What cannot return as it was, because others have its number or what it belongs to is gone, returns as it can.

    Raises:
        NothingToRestore: If nothing the step deleted is missing, or nothing of it can return.
    """
    gone = [row for row in reversed(_changes_of(session, step_id)) if row.new is None]
    missing = [(row.table, row.old) for row in gone if row.old is not None and not _exists(session, row)]
    back = [
        RowChange(table, uuid.UUID(fields["id"]), None, fields) for table, fields in able_to_return(session, missing)
    ]
    if not back:
        raise NothingToRestore
    _apply(session, back)
    opened = OpenStep("restore")
    for row in back:
        opened.note(row)
    return _close(session, opened)


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of one row, as one step left it. `old` is `None` for a row just added."""

    step_id: uuid.UUID
    at: dt.datetime
    who: str
    step: str
    table: str
    row_id: uuid.UUID
    field: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step for a list: when, who, what; what of it is deleted rows can be restored."""

    id: uuid.UUID
    at: dt.datetime
    who: str
    name: str
    state: str
    deleted: tuple[tuple[str, str], ...]
    """(table name, name or text of the deleted row) for rows that the step deleted."""


def changes_of_row(session: Session, row_id: uuid.UUID) -> list[FieldChange]:
    """Return who changed which field of a row, newest first."""
    found = session.execute(
        select(Change, Step)
        .join(Step, Step.id == Change.step_id)
        .where(Change.row_id == row_id)
        .order_by(Step.sequence.desc())
    )
    rows: list[FieldChange] = []
    for change, made in found:
        old, new = _decoded(change.table_name, change.old), _decoded(change.table_name, change.new)
        rows += [
            FieldChange(
                made.id, made.at, made.who, made.name, change.table_name, row_id, name,
                (old or {}).get(name), (new or {}).get(name),
            )
            for name in {**(old or {}), **(new or {})}
            if name != "id"
        ]  # fmt: skip
    return rows


def recent_steps(session: Session, *, limit: int = 100) -> list[StepRow]:
    """Return the newest steps, newest first."""
    steps = session.scalars(select(Step).order_by(Step.sequence.desc()).limit(limit)).all()
    wanted = [made.id for made in steps]
    deleted: dict[uuid.UUID, list[tuple[str, str]]] = {key: [] for key in wanted}
    gone = select(Change).where(Change.step_id.in_(wanted), Change.new.is_(None)).order_by(Change.position)
    for change in session.scalars(gone):
        row = change.old or {}
        label = row.get("name") or row.get("title") or row.get("text") or row.get("as_written") or ""
        deleted[change.step_id].append((change.table_name, str(label)))
    return [StepRow(made.id, made.at, made.who, made.name, made.state, tuple(deleted[made.id])) for made in steps]


@event.listens_for(RecordedSession, "after_flush")
def _after_flush(session: Session, _context: UOWTransaction) -> None:
    changes = [RowChange(obj.__tablename__, obj.id, None, _row(obj)) for obj in _tracked(session.new)]
    changes += [change for obj in _tracked(session.dirty) if (change := _row_change(obj))]
    changes += [RowChange(obj.__tablename__, obj.id, _row(obj), None) for obj in _tracked(session.deleted)]
    _note(session, changes)


def _note(session: Session, changes: Sequence[RowChange]) -> None:
    steps: list[OpenStep] = session.info.get("steps", [])
    if changes and not steps:
        raise RuntimeError(f"{changes[0].table} was changed outside a step")
    for opened in steps:
        for change in changes:
            opened.note(change)


def _place(row: Any) -> tuple[str, uuid.UUID]:
    """Return where a row's turn is when several are written: by table, then by age."""
    return row.__tablename__, key_of(row)


def _tracked(objs: Iterable[Any]) -> Iterator[Any]:
    return (obj for obj in objs if obj.__tablename__ not in UNTRACKED)


def _row(obj: Any) -> dict[str, Any]:
    return {attribute.key: encode(getattr(obj, attribute.key)) for attribute in instance_state(obj).mapper.column_attrs}


def _row_change(obj: Any) -> RowChange | None:
    state = instance_state(obj)
    old, new = {}, {}
    for name in (name for name in state.mapper.column_attrs.keys() if name in state.committed_state):  # noqa: SIM118
        past = get_history(obj, name)
        if past.has_changes():
            before = encode(past.deleted[0]) if past.deleted else None
            after = encode(past.added[0]) if past.added else None
            if before != after:
                old[name], new[name] = before, after
    return RowChange(obj.__tablename__, obj.id, old, new) if new else None


def _close(session: Session, opened: OpenStep) -> Changes:
    rows = list(opened.rows.values())
    if not rows:
        return Changes()
    if session.info.get("typed_back") and opened.merge_key:
        typed, rest = _typed_since(session, opened)
        if typed:
            for made in typed:
                made.state = "undone"
            return _log(session, "undo", typed[0].id, [*rows, *_reverse(session, rest)])
    connection = driver(session)
    connection.execute(_END_REDO)
    joins = opened.merge_key and not opened.merge_key.endswith(ALONE)
    joined = _join_last(session, connection, opened) if joins else None
    step_id = joined or _write(session, opened.name, None, rows, merge_key=opened.merge_key, state=opened.state)
    search_renewal.keep_up(session, _touched(rows))
    return _summary(step_id, rows)


def _typed_since(session: Session, opened: OpenStep) -> tuple[list[Step], list[RowChange]]:
    """Return the newest steps of one typing that this one takes back, the newest first, and what it leaves of them.

    It takes them back where all that it changes itself is then as it was before them. Else there are none.
    """
    mine = (opened.merge_key.removesuffix(ALONE), session.info.get("who", ""))
    found: list[Step] = []
    back = list(opened.rows.values())
    newest = select(Step).where(Step.state == "done").order_by(Step.sequence.desc()).limit(_TYPED_BACK_STEPS)
    for made in session.scalars(newest):
        if (made.merge_key.removesuffix(ALONE), made.who) != mine:
            break
        found.append(made)
        both = OpenStep(opened.name)
        for row in (*_changes_of(session, made.id), *back):
            both.note(row)
        back = list(both.rows.values())
        if not any(_differ(both.rows.get(key), row) for key, row in opened.rows.items()):
            return found, back
    return [], []


def _differ(left: RowChange | None, own: RowChange) -> bool:
    """Return whether something that `own` changes is among what is left changed."""
    if left is None or left.old is None or left.new is None or own.old is None or own.new is None:
        return left is not None
    return not left.new.keys().isdisjoint(own.new)


def _write(
    session: Session, name: str, subject_id: uuid.UUID | None, rows: Sequence[RowChange], *, merge_key: str = "",
    state: str = "done",
) -> uuid.UUID:  # fmt: skip
    step_id, connection = new_id(), driver(session)
    subject = None if subject_id is None else subject_id.hex
    made = (step_id.hex, _stored(moment(session)), session.info.get("who", ""), name, subject, state, merge_key)
    connection.execute(_ADD_STEP, made)
    _write_changes(connection, step_id.hex, rows)
    return step_id


def _write_changes(connection: Any, step_key: str, rows: Iterable[RowChange]) -> None:
    made = [
        (step_key, n, row.table, row.row_id.hex, _as_json(row.old), _as_json(row.new)) for n, row in enumerate(rows)
    ]
    connection.executemany(_ADD_CHANGE, made)


def _as_json(fields: dict[str, Any] | None) -> str | None:
    return None if fields is None else json.dumps(fields)


def _from_json(stored: str | None) -> Any:
    return None if stored is None else json.loads(stored)


def _stored(at: dt.datetime) -> str:
    return at.astimezone(dt.UTC).replace(tzinfo=None).isoformat(" ", "microseconds")


def _join_last(session: Session, connection: Any, opened: OpenStep) -> uuid.UUID | None:
    same = (session.info.get("who", ""), "done", opened.merge_key)
    key, at, *last = connection.execute(_LAST).fetchone() or ("", "")
    if tuple(last) != same or moment(session) - dt.datetime.fromisoformat(at).replace(tzinfo=dt.UTC) > MERGE_WITHIN:
        return None
    step_id = uuid.UUID(key)
    both = OpenStep(opened.name, opened.merge_key)
    for row in (*_changes_of(session, step_id), *opened.rows.values()):
        both.note(row)
    connection.execute("DELETE FROM change WHERE step_id = ?", (key,))
    _write_changes(connection, key, both.rows.values())
    then = "done" if both.rows else "kept"  # all was typed back: an undo of nothing would seem not to work
    # It is the newest step, and newer than what was read before: whoever numbers their news by it sees it rise.
    connection.execute("UPDATE step SET state = ?, sequence = sequence + 1 WHERE id = ?", (then, key))
    return step_id


def _log(session: Session, name: str, subject_id: uuid.UUID, rows: Sequence[RowChange]) -> Changes:
    session.flush()
    step_id = _write(session, name, subject_id, rows, state="kept")
    search_renewal.keep_up(session, _touched(rows))
    return _summary(step_id, rows)


def _touched(rows: Iterable[RowChange]) -> Iterator[tuple[str, uuid.UUID]]:
    """Yield (table, key) of the rows, and of those one of them mentioned before: how these are found may change."""
    for row in rows:
        yield row.table, row.row_id
        for table, field in search.MENTIONS.get(row.table, ()):
            if row.old and (mentioned := row.old.get(field)):
                yield table, uuid.UUID(mentioned)


def _summary(step_id: uuid.UUID | None, rows: Sequence[RowChange]) -> Changes:
    return Changes(step_id, frozenset(row.table for row in rows), frozenset(row.row_id for row in rows))


def _changes_of(session: Session, step_id: uuid.UUID) -> list[RowChange]:
    return [
        RowChange(table, uuid.UUID(row_key), _from_json(old), _from_json(new))
        for table, row_key, old, new in driver(session).execute(_CHANGES, (step_id.hex,))
    ]


def _reverse(session: Session, rows: Sequence[RowChange]) -> list[RowChange]:
    backwards = [RowChange(row.table, row.row_id, row.new, row.old) for row in reversed(rows)]
    _apply(session, backwards)
    return backwards


def _apply(session: Session, rows: Sequence[RowChange]) -> None:
    """Write the new side of each change, in any order: the file checks references as the save ends."""
    session.flush()
    for row in rows:  # what must be unique may go from one row to another
        table = Base.metadata.tables[row.table]
        held = {} if row.old is None else row.old if row.new is None else row.new  # a row that goes gives it up too
        unique = dict.fromkeys(held.keys() & may_be_left_open(table))
        if unique:
            session.execute(update(table).where(table.c.id == row.row_id).values(**unique))
    for row in rows:
        table = Base.metadata.tables[row.table]
        if row.new is None:
            session.execute(delete(table).where(table.c.id == row.row_id))
        elif row.old is None:
            session.execute(insert(table).values(**decode_row(table, row.new)))
        else:
            session.execute(update(table).where(table.c.id == row.row_id).values(**decode_row(table, row.new)))
    session.expire_all()


def _exists(session: Session, row: RowChange) -> bool:
    table = Base.metadata.tables[row.table]
    return session.execute(select(table.c.id).where(table.c.id == row.row_id)).first() is not None


def _decoded(table_name: str, fields: dict[str, Any] | None) -> dict[str, Any] | None:
    table = Base.metadata.tables.get(table_name)
    return fields if table is None or fields is None else decode_row(table, fields)
