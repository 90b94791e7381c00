"""Planning ahead and publishing: what would change is shown first; all of it is worked out beside the window."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtWidgets import QWidget
from sqlalchemy.orm import Session

from db.duties.planning import TurnChange, plan_ahead, plan_preview, publish_plan, publish_preview
from db.errors import KnownError
from db.meetings.labels import MeetingLabel
from db.meetings.meetings import meeting_label, meetings
from db.members.members import members_on
from db.spells import day_after
from desktop import texts, theme
from desktop.clock import Clock
from desktop.duties.words import turns_counted
from desktop.naming.duties import duty_name
from desktop.naming.meetings import meeting_name
from desktop.operations import Operations
from desktop.sentences import sentence
from desktop.texts import _, ngettext
from desktop.widgets.days import day_reader
from desktop.widgets.delegates import TwoLineDelegate, TwoLines
from desktop.widgets.dialogs import Dialog
from desktop.widgets.fields import Choice, DateField, FormRows
from desktop.widgets.labels import Label
from desktop.widgets.record_dialogs import RecordDialog
from desktop.widgets.rows import Column, RowsModel, RowsTable

ALL: Final = "all"
UNTIL: Final = "until"
SHOWN: Final = 6
"""How many changes are seen at once; more are scrolled."""
_MEETINGS: Final = (1, 3, 6, 12)


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A turn that goes to another, in names."""

    number: int
    change: TurnChange
    meeting: MeetingLabel | None
    before: str
    after: str


def load_plan(session: Session, today: dt.date, until: dt.date | None) -> tuple[ChangeRow, ...]:
    """Return what planning would change."""
    return _named(session, plan_preview(session, today=today, until=until, since_published=False), today)


def load_news(session: Session, today: dt.date) -> tuple[ChangeRow, ...]:
    """Return what publishing would change."""
    return _named(session, publish_preview(session, today=today), today)


def _named(session: Session, changes: Sequence[TurnChange], today: dt.date) -> tuple[ChangeRow, ...]:
    names: Mapping[uuid.UUID | None, str] = {row.id: row.name for row in members_on(session, today, everyone=True)}
    labels = {row.id: meeting_label(row) for row in meetings(session)}
    return tuple(
        ChangeRow(
            number, one, labels.get(one.days.meeting_id) if one.days.meeting_id else None,
            names.get(one.before, ""), names.get(one.after, ""),
        )
        for number, one in enumerate(changes)
    )  # fmt: skip


class ChangesTable(RowsTable):
    """What would change: when and which duty, who has it then, and who had it."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        self.changes: RowsModel[ChangeRow] = RowsModel(
            (
                Column(lambda: _("Turn"), lambda row: duty_name(row.change.duty), spoken=_turn_words, tip=_turn_words),
                Column(lambda: _("Who"), _after_words, spoken=_spoken, tip=_spoken),
            ),
            key=lambda row: (row.change.duty.id, row.change.days),
        )
        super().__init__(self.changes, name=name, row_height=44, parent=parent)
        self.changes.setParent(self)
        self.setItemDelegateForColumn(0, TwoLineDelegate(_when, self, height=44))
        self.setItemDelegateForColumn(1, TwoLineDelegate(_who, self, height=44))
        self.set_widths(232, 0)
        self._fit(3)

    def _fit(self, lines: int) -> None:
        """Be as high as so many changes, or as many as are seen at once."""
        self.setFixedHeight(theme.px(44) * max(1, min(lines, SHOWN)) + self.horizontalHeader().sizeHint().height() + 2)

    def show_changes(self, rows: Sequence[ChangeRow], dialog: Dialog) -> None:
        """Show changes in a dialog; where there are none it goes out of sight."""
        self.changes.set_rows(rows)
        self.setVisible(bool(rows))
        self._fit(len(rows))
        if dialog.isVisible():
            dialog.fit()


class PlanDialog(RecordDialog):
    """How far to plan, and what that changes."""

    def __init__(
        self, operations: Operations, clock: Clock, ahead: Sequence[dt.date], parent: QWidget | None = None
    ) -> None:
        lead = _("Each turn goes to who is furthest behind and can come. What was published stays where it can.")
        super().__init__(operations, _("Plan ahead"), parent, width=640, lead=lead)
        self._clock, self._ahead = clock, tuple(ahead)
        choices: list[tuple[object, str]] = [(ALL, _("As far as meetings are planned"))]
        for number in _MEETINGS:
            if number < len(self._ahead):
                words = ngettext("The next meeting", "The next {n} meetings", number)
                choices.append((number, words.format(n=texts.number(number))))
        choices.append((UNTIL, _("Until a day")))
        self.far = Choice(choices, name=_("How far"))
        self.day = DateField(name=_("Until"), read=day_reader(clock))
        self.form = FormRows(above=True)
        self.form.add(_("How far"), self.far)
        self.form.add(_("Until"), self.day)
        self.form.set_row_visible(self.day, False)
        self.found = Label("", 14, 500, "text", wrap=True)
        self.table = ChangesTable(_("What would change"))
        self.add(self.form, self.found, self.table)
        self.plan = self.set_primary(_("Plan"), self._plan)
        self.far.chosen.connect(lambda _key: self._on_far())
        self.day.changed.connect(lambda _day: self._look())
        self._look()

    def until(self) -> dt.date | None:
        """Return the first day that is not planned; None for as far as meetings go."""
        far = self.far.value()
        if far == UNTIL:
            day = self.day.value()
            return day_after(day)
        return self._ahead[far - 1] + dt.timedelta(days=1) if isinstance(far, int) else None

    def _on_far(self) -> None:
        self.form.set_row_visible(self.day, self.far.value() == UNTIL)
        if self.isVisible():
            self.fit()
        if self.far.value() == UNTIL:
            self.day.line.setFocus()
        self._look()

    def _look(self) -> None:
        self.plan.setEnabled(False)
        if self.far.value() == UNTIL and self.day.value() is None:
            self.found.setText(_("Say until which day."))
            self.table.show_changes((), self)
            return
        self.found.setText(_("Working it out…"))
        self.operations.read(
            load_plan, self._clock.today(), self.until(), done=self._show, failed=self._refuse, key=(id(self), "plan")
        )

    def _show(self, rows: Sequence[ChangeRow]) -> None:
        self.table.show_changes(rows, self)
        self.plan.setEnabled(bool(rows) and not self.operations.read_only)
        if not rows:
            self.found.setText(_("Nothing changes: everything that falls due is planned."))
            return
        told = sum(row.change.published for row in rows)
        words = ngettext("{n} turn changes.", "{n} turns change.", len(rows)).format(n=texts.number(len(rows)))
        if told:
            more = ngettext(
                "{n} of them was published: tell who has it now.", "{n} of them were published: tell who has them now.",
                told,
            )  # fmt: skip
            words = f"{words} {more.format(n=texts.number(told))}"
        self.found.setText(words)
        self.plan.setText(_("Plan {turns}").format(turns=turns_counted(rows)))

    def _refuse(self, error: KnownError) -> None:
        self.found.setText(sentence(error))

    def _plan(self) -> None:
        self.day.settle()
        if self.far.value() == UNTIL and self.day.value() is None:
            return  # what stands there is no day: `_look` has said so
        self.save(plan_ahead, today=self._clock.today(), until=self.until())


class PublishDialog(RecordDialog):
    """What changes since the last published plan, and making the plan a promise."""

    def __init__(self, operations: Operations, clock: Clock, parent: QWidget | None = None) -> None:
        lead = _("A published plan is a promise: from then on it changes only where it must.")
        super().__init__(operations, _("Publish the plan"), parent, width=640, lead=lead)
        self._clock = clock
        self.found = Label(_("Working it out…"), 14, 500, "text", wrap=True)
        self.table = ChangesTable(_("What is new since the last published plan"))
        self.add(self.found, self.table)
        self.publish = self.set_primary(_("Publish"), self._publish)
        self.publish.setEnabled(False)
        operations.read(load_news, clock.today(), done=self._show, failed=self._refuse)

    def _show(self, rows: Sequence[ChangeRow]) -> None:
        self.table.show_changes(rows, self)
        self.publish.setEnabled(bool(rows) and not self.operations.read_only)
        if not rows:
            self.found.setText(_("Nothing is new since the plan was published last."))
            return
        other = sum(row.change.published for row in rows)
        parts = []
        if fresh := len(rows) - other:
            parts.append(ngettext("{n} turn is new.", "{n} turns are new.", fresh).format(n=texts.number(fresh)))
        if other:
            words = ngettext(
                "{n} turn goes to another than published.", "{n} turns go to others than published.", other
            )
            parts.append(words.format(n=texts.number(other)))
        self.found.setText(" ".join(parts))

    def _refuse(self, error: KnownError) -> None:
        self.found.setText(sentence(error))

    def _publish(self) -> None:
        self.save(publish_plan, today=self._clock.today())


def _when(row: ChangeRow) -> TwoLines:
    where = meeting_name(row.meeting) if row.meeting else ""
    when = "  ·  ".join(filter(None, (texts.date_short_year(row.change.days.first), where)))
    return TwoLines(duty_name(row.change.duty), when)


def _who(row: ChangeRow) -> TwoLines:
    return TwoLines(
        _after_words(row), _before_words(row), icon="" if row.after else "warning", icon_role="warn_line",
        second_role="warn" if row.change.published else "text2",
    )  # fmt: skip


def _after_words(row: ChangeRow) -> str:
    return row.after or _("Nobody can")


def _before_words(row: ChangeRow) -> str:
    if not row.before:
        return _("new")
    words = _("before: {name} (published)") if row.change.published else _("before: {name}")
    return words.format(name=row.before)


def _turn_words(row: ChangeRow) -> str:
    shown = _when(row)
    return f"{shown.first}, {shown.second}"


def _spoken(row: ChangeRow) -> str:
    return f"{_after_words(row)}, {_before_words(row)}"
