"""Keeps the decisions and actions of an agenda item in step with the marked lines of its text.

Lines hold no keys: `line_identity` recognises them. A new line becomes a decision or action with the meeting's next
number; one that just went from another item, or that the editor's own undo brought back, is taken up again as it was.
What a line says of owner and date is taken over only when those words themselves changed, so that a date moved later
in the register survives a corrected spelling. A line nobody touched is not read anew, though the names by which it is
read may have changed since; only an action nobody owned is, once its owner is known. In approved minutes not even that.
"""

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.conditions import of_body
from db.errors.minutes import DependedOn, Dependent
from db.history.deletion import delete_row
from db.history.values import decode
from db.history.what_was import since_when
from db.look import looking
from db.meetings.lookup import is_fixed
from db.minutes.actions import moved_later
from db.minutes.decisions import NOT_IN_TEXT, decision_label
from db.minutes.line_identity import OldMark, match_lines
from db.minutes.marks import Mark, MarkedLine, parse_line
from db.minutes.owner_options import OwnerOption, ResolvedOwner, names_of, owner_options, resolve
from db.minutes.owners import OwnerNames
from db.schema import Action, AgendaItem, Base, Change, Decision, Endorsement, ItemSkip, Meeting, Step
from db.vocabulary import ActionState, MeetingStatus
from db.when import parse_when

_TAKEN_UP_WITHIN_STEPS = 30
"""A line that reappears is what it was if it went within so many steps."""

_SENT_OUT = frozenset(MeetingStatus) - {MeetingStatus.PREPARING, MeetingStatus.CANCELLED}

Marked = Decision | Action


@dataclass(frozen=True, slots=True)
class Reading:
    """How dates in the text are understood."""

    language: str
    today: dt.date
    next_meeting: dt.date | None


class ItemMarks:
    """One synchronisation of the decisions and actions of `item` with a new text."""

    def __init__(self, session: Session, item: AgendaItem, reading: Reading) -> None:
        self._session = session
        self._meeting = session.get_one(Meeting, item.meeting_id)
        self._item = item
        self._reading = reading
        self._fixed = is_fixed(self._meeting.minutes_state)
        self._options: tuple[OwnerOption, ...] | None = None
        self._old_lines: list[str] = []
        self._new_lines: list[str] = []

    def follow(self, text: str, *, removed: str | None) -> bool:
        """Bring decisions and actions in step with `text`; return whether any went.

        Raises:
            DependedOn: If a line went that others depend on and `removed` does not say `keep` or `delete`.
        """
        rows = {row.id: row for row in self._rows()}
        before = {line.number: line for line in self._marks(self._item.text)}
        after = self._marks(text)
        self._old_lines, self._new_lines = self._item.text.split("\n"), text.split("\n")
        keys = match_lines(_old_marks(rows.values(), before), after)
        gone = [row for key, row in rows.items() if key not in keys]
        self._part_with(gone, removed)
        for key, line in zip(keys, after, strict=True):
            row = rows.get(key) if isinstance(key, uuid.UUID) else None
            if row is not None:
                self._update(row, before.get(row.line), line)
            elif line.said and line.mark is not Mark.POINT and not self._stood_so(line):
                self._create(line)
        return bool(gone)

    def _stood_so(self, line: MarkedLine) -> bool:
        """Return whether a line of approved minutes was no decision or action though it reads as one by now."""
        return self._fixed and self._new_lines[line.number] in self._old_lines

    def _rows(self) -> list[Marked]:
        item_id = self._item.id
        decisions = select(Decision).where(Decision.item_id == item_id, Decision.line != NOT_IN_TEXT)
        actions = select(Action).where(Action.item_id == item_id, Action.line != NOT_IN_TEXT)
        return [*self._session.scalars(decisions), *self._session.scalars(actions)]

    def _update(self, row: Marked, was: MarkedLine | None, line: MarkedLine) -> None:
        untouched = was is not None and self._old_lines[was.number] == self._new_lines[line.number]
        if untouched and not (isinstance(row, Action) and self._owner_found(row, line)):
            if row.line != line.number:  # a row set to what it is would still be written
                row.line = line.number
            return
        if (row.line, row.text) != (line.number, line.said):
            row.line, row.text = line.number, line.said
        if isinstance(row, Action):
            if was is None or was.owner != line.owner or untouched:
                self._owe(row, line)
            if was is None or was.due != line.due:
                row.due_date = self._due(line)

    def _create(self, line: MarkedLine) -> None:
        kind = Decision if line.mark is Mark.DECISION else Action
        row = self._taken_up(kind, line)
        if row is None:
            row = kind(
                meeting_id=self._meeting.id, item_id=self._item.id, line=line.number, text=line.said,
                sequence=self._next_number(kind),
            )  # fmt: skip
        if isinstance(row, Action):
            self._owe(row, line)
            row.due_date = self._due(line)
        self._session.add(row)
        self._session.flush()

    def _next_number(self, kind: type[Decision] | type[Action]) -> int:
        meeting = self._meeting
        given = meeting.decisions_numbered if kind is Decision else meeting.actions_numbered
        used = self._session.scalar(select(func.max(kind.sequence)).where(kind.meeting_id == meeting.id)) or 0
        number = max(given, used) + 1
        if kind is Decision:
            meeting.decisions_numbered = number
        else:
            meeting.actions_numbered = number
        return number

    def _owe(self, row: Action, line: MarkedLine) -> None:
        owner = resolve(line.owner, self._owners()) if line.owner else ResolvedOwner()
        row.owner_member_id, row.owner_person_id = owner.member_id, owner.person_id
        row.owner_as_written = owner.guest or line.owner or ""

    def _owner_found(self, row: Action, line: MarkedLine) -> bool:
        """Return whether it is known by now whom the line of an action means that nobody owned."""
        if self._fixed or not line.owner or not row.owner_as_written or row.owner_member_id or row.owner_person_id:
            return False
        owner = resolve(line.owner, self._owners())
        return bool(owner) and owner.guest != row.owner_as_written

    def _owners(self) -> tuple[OwnerOption, ...]:
        if self._options is None:
            self._options = owner_options(self._session, self._meeting.id)
        return self._options

    def _marks(self, text: str) -> list[MarkedLine]:
        """Return the marked lines of `text`, as `marks.read_marks` does; most lines are those of a moment ago."""
        names = names_of(self._owners()) if "@" in text else None
        language = self._reading.language
        found = (
            (at, _parsed(line, language, names if "@" in line else None)) for at, line in enumerate(text.split("\n"))
        )
        return [replace(marked, number=at) for at, marked in found if marked is not None]

    def _due(self, line: MarkedLine) -> dt.date | None:
        reading = self._reading
        if not line.due:
            return None
        return parse_when(line.due, today=reading.today, language=reading.language, next_meeting=reading.next_meeting)

    def _taken_up(self, kind: type[Decision] | type[Action], line: MarkedLine) -> Marked | None:
        """Return the decision or action that stood on this line a moment ago, with its key and number."""
        table = Base.metadata.tables[kind.__tablename__]
        latest = self._session.scalar(select(func.max(Step.sequence))) or 0
        gone = self._session.execute(
            select(Change.row_id, Change.old)
            .join(Step, Step.id == Change.step_id)
            .where(
                Step.sequence > latest - _TAKEN_UP_WITHIN_STEPS,
                Change.table_name == table.name,
                Change.old.is_not(None),
                Change.new.is_(None),
            )
            .order_by(Step.sequence.desc())
        )
        for row_id, old in gone:
            if old is None or old["meeting_id"] != self._meeting.id.hex or old["text"] != line.said:
                continue
            if self._session.get(kind, row_id) is None and not self._number_taken(kind, old["sequence"]):
                row = kind(**{name: decode(value, table.c[name]) for name, value in old.items() if name in table.c})
                row.item_id, row.line = self._item.id, line.number
                if isinstance(row, Decision) and row.supersedes_id is not None:
                    older = self._session.get(Decision, row.supersedes_id)
                    row.supersedes_id = older.id if older else None
                return row
        return None

    def _number_taken(self, kind: type[Decision] | type[Action], sequence: int) -> bool:
        where = (kind.meeting_id == self._meeting.id) & (kind.sequence == sequence)
        return self._session.scalar(select(func.count()).select_from(kind).where(where)) != 0

    def _part_with(self, gone: list[Marked], removed: str | None) -> None:
        depended = {row.id: found for row in gone if (found := tuple(self._dependents(row)))}
        if depended and removed is None:
            raise DependedOn(tuple(one for found in depended.values() for one in found))
        for row in gone:
            if row.id in depended and removed == "keep":
                row.line = NOT_IN_TEXT
            else:
                delete_row(self._session, row, name=row.text)
        self._session.flush()

    def _dependents(self, row: Marked) -> Iterator[Dependent]:
        if isinstance(row, Decision):
            label = decision_label(self._meeting.number, row.sequence)
            newer = self._session.scalars(select(Decision).where(Decision.supersedes_id == row.id))
            for why, other in (
                *(("superseded", each) for each in newer),
                ("supersedes", self._session.get(Decision, row.supersedes_id) if row.supersedes_id else None),
            ):
                if other is not None:
                    number = self._session.get_one(Meeting, other.meeting_id).number
                    yield Dependent("decision", row.id, label, row.text, why, decision_label(number, other.sequence))
            if self._session.scalar(select(func.count()).where(Endorsement.decision_id == row.id)):
                yield Dependent("decision", row.id, label, row.text, "endorsed")
            return
        label = f"A{row.sequence}"
        if row.state is not ActionState.OPEN:
            yield Dependent("action", row.id, label, row.text, row.state.value)
        elif moved_later(self._session, row.id):
            yield Dependent("action", row.id, label, row.text, "moved")
        elif self._carried(row):
            yield Dependent("action", row.id, label, row.text, "carried")

    def _carried(self, row: Action) -> bool:
        """Return whether people were called to a later meeting that hears of this action.

        Every open action comes back on the next agenda by itself. While that is only being prepared nobody has seen
        it there, and to ask at each line taken out of a draft would be a nuisance.
        """
        passed_over = select(ItemSkip.meeting_id).where(ItemSkip.action_id == row.id)
        later = self._session.scalars(
            select(Meeting.id).where(
                of_body(self._meeting.group_id),
                Meeting.id != self._meeting.id,
                Meeting.date >= self._meeting.date,
                Meeting.called_on.is_not(None),
                Meeting.status != MeetingStatus.CANCELLED,
                Meeting.id.not_in(passed_over),
            )
        ).all()
        if not later:
            return False
        written = self._session.scalar(
            select(func.min(Step.sequence))
            .join(Change, Change.step_id == Step.id)
            .where(Change.row_id == row.id, Change.old.is_(None))
        )
        called = (since_when(looking(self._session), key, "status", _SENT_OUT) for key in later)
        return any(written is None or sequence is None or written < sequence for sequence in called)


@lru_cache(maxsize=2048)
def _parsed(line: str, language: str, names: OwnerNames | None) -> MarkedLine | None:
    return parse_line(line, language=language, names=names)


def _old_marks(rows: Iterable[Marked], before: dict[int, MarkedLine]) -> list[OldMark[object]]:
    """Return what the record and the old text know, in the order of the text; points tell lines apart too."""
    known: list[tuple[int, OldMark[object]]] = []
    for row in rows:
        mark, line = Mark.DECISION if isinstance(row, Decision) else Mark.ACTION, before.get(row.line)
        # What the line says now is compared: the record may still have it as it was read with other names.
        text = line.said if line is not None and line.mark is mark else row.text
        known.append((row.line, OldMark(row.id, mark, text)))
    known += [
        (line.number, OldMark(("point", line.number), Mark.POINT, line.text))
        for line in before.values()
        if line.mark is Mark.POINT
    ]
    return [mark for _line, mark in sorted(known, key=lambda entry: entry[0])]
