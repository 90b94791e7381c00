"""The records a number was counted from: what each is called, what it counts as, and what opens it."""

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial
from operator import attrgetter

from PySide6.QtWidgets import QWidget
from sqlalchemy.orm import Session

from db.evaluation.lookups import action_texts, duty_names, item_titles
from db.measures.measuring import Measures
from db.meetings.labels import MeetingLabel
from db.minutes.decisions import decision_label
from db.vocabulary import CharterKind
from desktop import texts
from desktop.naming.charter import charter_kind
from desktop.naming.duties import usual_name
from desktop.naming.outcomes import dated_meeting
from desktop.texts import _
from desktop.widgets.delegates import TwoLineDelegate, TwoLines
from desktop.widgets.meeting_tab import OpenMeeting
from desktop.widgets.rows import Column, RowsModel, RowsTable
from desktop.widgets.targets import OpenAction, OpenDecision, OpenDuties, OpenMember, OpenPurpose


class Of(StrEnum):
    """Of which kind a record is."""

    MEETING = "meeting"
    MEMBER = "member"
    ITEM = "item"
    DECISION = "decision"
    ACTION = "action"
    TURN = "turn"
    INDICATOR = "indicator"
    PURPOSE = "purpose"


@dataclass(frozen=True, slots=True)
class Behind:
    """A record behind a number, and what it was counted as: "here", "on time"."""

    of: Of
    id: uuid.UUID
    how: str


@dataclass(frozen=True, slots=True)
class Record:
    """A record as it is shown, and what opens it."""

    key: int
    name: str
    how: str
    target: object


@dataclass(frozen=True, slots=True)
class Names:
    """What the records of a period are called, and where they are."""

    own: Measures
    actions: Mapping[uuid.UUID, str] = field(default_factory=dict)
    items: Mapping[uuid.UUID, tuple[str, uuid.UUID]] = field(default_factory=dict)
    duties: Mapping[uuid.UUID, str] = field(default_factory=dict)

    def records(self, behind: Iterable[Behind]) -> list[Record]:
        """Return records as they are shown."""
        ways = self._ways()
        found = ((one, *ways[one.of]) for one in behind)
        return [Record(at, name(one.id), one.how, target(one.id)) for at, (one, name, target) in enumerate(found)]

    def _ways(self) -> dict[Of, tuple[Callable[[uuid.UUID], str], Callable[[uuid.UUID], object]]]:
        """Return by kind of record how one is named and what opens it."""
        return {
            Of.MEETING: (lambda key: dated_meeting(self._labels()[key]), OpenMeeting),
            Of.MEMBER: (self.own.facts.people.name, OpenMember),
            Of.ITEM: (
                lambda key: self.items[key][0],
                lambda key: OpenMeeting(self.items[key][1], "agenda", key),
            ),
            Of.DECISION: (self._decision, OpenDecision),
            Of.ACTION: (lambda key: self.actions[key], OpenAction),
            Of.TURN: (self._turn, OpenDuties),
            Of.INDICATOR: (self._indicator, partial(OpenPurpose, "indicator")),
            Of.PURPOSE: (lambda _key: charter_kind(CharterKind.PURPOSE), partial(OpenPurpose, "purpose")),
        }

    def _labels(self) -> dict[uuid.UUID, MeetingLabel]:
        return {row.id: row.label for row in self.own.facts.meetings}

    def _indicator(self, indicator_id: uuid.UUID) -> str:
        return next(row.name for row in self.own.facts.indicators if row.id == indicator_id)

    def _decision(self, decision_id: uuid.UUID) -> str:
        row = next(row for row in self.own.facts.decisions if row.id == decision_id)
        return f"{decision_label(self._labels()[row.meeting_id].number, row.sequence)}  {row.text}"

    def _turn(self, turn_id: uuid.UUID) -> str:
        row = next(row for row in self.own.facts.turns if row.id == turn_id)
        return _("{duty}, {day}").format(duty=self.duties[row.duty_id], day=texts.date_short_year(row.day))


def load_names(session: Session, own: Measures) -> Names:
    """Return the names of what was counted."""
    actions = [row.id for row in own.facts.actions]
    items = [row.id for row in own.facts.items]
    return Names(
        own,
        action_texts(session, actions),
        item_titles(session, items),
        {key: name or usual_name(word) for key, word, name in duty_names(session)},
    )


class RecordsTable(RowsTable):
    """The records a number was counted from; Enter opens one (`opened` says which `Record`)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self.records_model: RowsModel[Record] = RowsModel(
            (Column(lambda: _("Counted from"), attrgetter("name"), spoken=_spoken, tip=attrgetter("name")),),
            key=attrgetter("key"),
        )  # fmt: skip
        super().__init__(self.records_model, name=_("Counted from"), row_height=44, parent=parent)
        self.records_model.setParent(self)
        self.setItemDelegate(TwoLineDelegate(_two_lines, self))
        self.set_widths(0)

    def show_records(self, records: Sequence[Record]) -> None:
        """Show these, the first one chosen."""
        self.records_model.set_rows(records)
        self.scrollToTop()
        if records:
            self.selectRow(0)


def _two_lines(record: Record) -> TwoLines:
    return TwoLines(record.name, record.how, first_weight=400)


def _spoken(record: Record) -> str:
    return ", ".join(filter(None, (record.name, record.how)))
