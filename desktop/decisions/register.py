"""The register of decisions: what it holds and how it is narrowed. No widgets here."""

import datetime as dt
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from sqlalchemy.orm import Session

from db.charter.endorsements import SubjectKind, Tally, tallies
from db.folding import fold
from db.history.history import FieldChange, changes_of_row
from db.members.choices import BodyChoice, group_choices
from db.minutes.decisions import (
    DecisionCounts,
    DecisionRow,
    count_decisions,
    decision_labels,
    decisions,
    newest_decisions,
)
from desktop import texts
from desktop.naming.lists import decision_second_line
from desktop.naming.outcomes import agreed_under, how_taken, shortened
from desktop.texts import N_, _, ngettext
from desktop.widgets.changes import ValueWord, plain_value
from desktop.widgets.rows import Column

ANY = "any"
PLENARY = "plenary"
CURRENT, SUPERSEDED = "current", "superseded"
FIRST = 200
"""So many are read until more are wanted, so that a long register shows at once."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What the register is narrowed to; `body` is `PLENARY` or a group's key, `year` a number."""

    state: object = CURRENT
    body: object = ANY
    year: object = ANY
    words: str = ""


@dataclass(frozen=True, slots=True)
class Register:
    """Decisions, newest meeting first; all of them, or only the newest of a long register. `counts` are of all."""

    rows: tuple[DecisionRow, ...]
    counts: DecisionCounts
    groups: tuple[BodyChoice, ...]
    tallies: Mapping[uuid.UUID, Tally] = field(default_factory=dict)
    """How many members stand behind each decision about which anything is known."""

    @property
    def whole(self) -> bool:
        """Return whether `rows` are all there are."""
        return len(self.rows) >= self.counts.total


def load(session: Session, day: dt.date, newest: int | None) -> Register:
    """Return the register, or its `newest` rows."""
    rows = decisions(session) if newest is None else newest_decisions(session, newest)
    known = tallies(session, SubjectKind.DECISION, [row.id for row in rows] if newest is not None else None)
    return Register(tuple(rows), count_decisions(session), tuple(group_choices(session, day)), known)


def load_changes(session: Session, decision_id: uuid.UUID) -> tuple[list[FieldChange], dict[uuid.UUID, str]]:
    """Return who changed what about a decision, and the numbers of the decisions that are mentioned."""
    changes = changes_of_row(session, decision_id)
    mentioned = {value for change in changes for value in (change.old, change.new) if isinstance(value, uuid.UUID)}
    return changes, decision_labels(session, mentioned)


def narrowed(rows: Sequence[DecisionRow], filters: Filters) -> list[DecisionRow]:
    """Return the rows that pass."""
    words = fold(filters.words).split()
    return [row for row in rows if _passes(row, filters, words)]


def _passes(row: DecisionRow, filters: Filters, words: Sequence[str]) -> bool:
    state = filters.state in (ANY, CURRENT if row.current else SUPERSEDED)
    here = filters.body in (ANY, row.group_id or PLENARY)
    then = filters.year in (ANY, row.meeting_date.year)
    if not (state and here and then):
        return False
    if not words:
        return True
    folded = fold(" ".join((row.text, agreed_under(row), row.group, row.meeting_title)))
    return all(word in folded or row.label.startswith(word) for word in words)


def fact(counts: DecisionCounts) -> str:
    """Return "93 in force, 4 superseded"."""
    parts = [ngettext("{n} in force", "{n} in force", counts.current).format(n=texts.number(counts.current))]
    if gone := counts.superseded:
        parts.append(ngettext("{n} superseded", "{n} superseded", gone).format(n=texts.number(gone)))
    return ", ".join(parts)


def columns(tally_of: Callable[[uuid.UUID], Tally | None]) -> tuple[Column[DecisionRow], ...]:
    """Return the columns of the register; `tally_of` says how many stand behind a decision."""
    return (
        Column(
            lambda: _("No."),
            lambda row: row.label,
            sort=lambda row: (row.group, row.meeting_number or 0, row.meeting_date, row.sequence),
        ),
        Column(
            lambda: _("Decision"),
            lambda row: row.text,
            tip=lambda row: row.text,
            spoken=lambda row: f"{row.text}, {decision_second_line(row, tally_of(row.id))}",
            sort=lambda row: row.text.casefold(),
        ),
        Column(
            lambda: _("Taken"),
            lambda row: texts.date_short_year(row.meeting_date),
            spoken=lambda row: ", ".join(filter(None, (texts.date_long(row.meeting_date), how_taken(row)))),
            sort=lambda row: (row.meeting_date, row.sequence),
        ),
    )


def offered(rows: Sequence[DecisionRow], row: DecisionRow) -> list[tuple[object, str]]:
    """Return the earlier decisions that `row` may replace, in words, those of its own body first."""
    earlier = [old for old in rows if old.id != row.id and old.meeting_date <= row.meeting_date]
    earlier.sort(key=lambda old: old.group_id != row.group_id)
    return [(old.id, f"{old.label}  {shortened(old.text, 80)}") for old in earlier]


_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "text": N_("Text"),
        "consensus": N_("All agree"),
        "votes_for": N_("Votes for"),
        "votes_against": N_("Votes against"),
        "abstentions": N_("Abstentions"),
        "effective_date": N_("Applies from"),
        "supersedes_id": N_("Supersedes"),
    }
)


def field_word(change: FieldChange) -> str:
    """Return what people call a field of a decision; nothing for what is not theirs to read."""
    found = _WORDS.get(change.field, "") if change.table == "decision" else ""
    return _(found) if found else ""


def value_word(labels: Mapping[uuid.UUID, str]) -> ValueWord:
    """Return how values read: other decisions by their numbers (`labels`)."""

    def word(change: FieldChange, value: object) -> str:
        return labels.get(value, "") if isinstance(value, uuid.UUID) else plain_value(change, value)

    return word
