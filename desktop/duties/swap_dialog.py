"""Swapping two turns: only those that can be swapped are offered, and what it means for both is shown before."""

import datetime as dt
import uuid
from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget
from sqlalchemy.orm import Session

from db.duties.rota import TurnRow, turn_rows
from db.duties.swapping import Effect, SwapPartner, swap_partners, swap_turns
from db.errors import KnownError
from desktop import texts, theme
from desktop.naming.duties import amount
from desktop.naming.meetings import meeting_name
from desktop.naming.turns import turn_title, turn_when
from desktop.operations import Operations
from desktop.sentences import sentence
from desktop.texts import _, ngettext
from desktop.widgets.cards import Card
from desktop.widgets.delegates import TwoLineDelegate, TwoLines
from desktop.widgets.fields import FormRows
from desktop.widgets.labels import Label
from desktop.widgets.record_dialogs import RecordDialog
from desktop.widgets.rows import Column, RowsModel, RowsTable

SHOWN = 5
"""How many turns are seen at once; more are scrolled."""
Offers = tuple[tuple[SwapPartner, TurnRow], ...]


def load_partners(session: Session, turn_id: uuid.UUID, today: dt.date) -> Offers:
    """Return the turns that can be swapped with one, each with its row."""
    found = swap_partners(session, turn_id, today=today)
    rows = {row.id: row for row in turn_rows(session)} if found else {}
    return tuple((one, rows[one.turn_id]) for one in found)


class SwapDialog(RecordDialog):
    """Chooses the turn to be taken in exchange."""

    def __init__(self, operations: Operations, turn: TurnRow, today: dt.date, parent: QWidget | None = None) -> None:
        who = turn.person or turn.member
        lead = turn_title(turn)
        super().__init__(operations, _("{name} swaps with…").format(name=who), parent, width=600, lead=lead)
        self._turn, self._today = turn, today
        self.model: RowsModel[tuple[SwapPartner, TurnRow]] = RowsModel(
            (Column(lambda: _("Turn"), lambda row: row[1].member, spoken=_spoken, tip=_spoken),),
            key=lambda row: row[0].turn_id, parent=self,
        )  # fmt: skip
        self.table = RowsTable(self.model, name=_("Turns that can be swapped"), row_height=44)
        self.table.setItemDelegate(TwoLineDelegate(_two_lines, self.table, height=44))
        self.table.horizontalHeader().hide()
        self.table.set_widths(0)
        self.table.selected.connect(lambda _row: self._on_chosen())
        self.table.opened.connect(lambda _row: self._swap())
        self.looking = Label(_("Looking for turns that can be swapped…"), 14, 400, "text2", wrap=True)
        self.effects = EffectsCard()
        self.note = QLineEdit()
        form = FormRows(above=True)
        form.add(_("Note"), self.note)
        self.add(self.looking, self.table, self.effects, form)
        self.table.hide()
        self.effects.hide()
        self.swap = self.set_primary(_("Swap these turns"), self._swap)
        self.swap.setEnabled(False)
        operations.read(load_partners, turn.id, today, done=self._show, failed=self._refuse)

    def _show(self, offers: Offers) -> None:
        self.model.set_rows(offers)
        self.table.setFixedHeight(theme.px(44) * min(len(offers), SHOWN))
        self.table.setVisible(bool(offers))
        self.effects.setVisible(bool(offers))
        if offers:
            count = ngettext(
                "{n} turn can be swapped: both may do the other’s, and can come.",
                "{n} turns can be swapped: both may do the other’s, and can come.",
                len(offers),
            )
            self.looking.setText(count.format(n=texts.number(len(offers))))
            self.table.select_key(offers[0][0].turn_id)
            self.table.setFocus()
        else:
            self.looking.setText(
                _("No turn of this duty can be swapped with this one. Ask someone else, or plan further ahead.")
            )
        self._on_chosen()
        if self.isVisible():
            self.fit()

    def _refuse(self, error: KnownError) -> None:
        self.looking.setText(sentence(error))

    def _on_chosen(self) -> None:
        row = self.table.current_row()
        self.swap.setEnabled(row is not None)
        if row is not None:
            self.effects.show_effects((row[0].own, row[0].other))

    def _swap(self) -> None:
        if (row := self.table.current_row()) is not None:
            self.save(swap_turns, self._turn.id, row[0].turn_id, today=self._today, note=self.note.text())


class EffectsCard(Card):
    """What a swap means for both: another day, and how far from the fair share they are at most until then."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tone="sunken", margins=(16, 12, 16, 12), parent=parent)
        self.setAccessibleName(_("What the swap means for both"))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(0, 1)
        self.body.addLayout(self._grid)
        for place, word in enumerate((_("Member"), _("Day"), _("Furthest from its share"))):
            self._grid.addWidget(Label(word, 13, 500, "text2"), 0, place)
        self.cells = [[Label("", 14, 500 if not at else 400, elide=not at) for at in range(3)] for _line in range(2)]
        for line, labels in enumerate(self.cells, 1):
            for place, label in enumerate(labels):
                self._grid.addWidget(label, line, place)

    def show_effects(self, effects: Sequence[Effect]) -> None:
        """Show what it means for each."""
        for labels, effect in zip(self.cells, effects, strict=True):
            before, after = texts.date_short_year(effect.day_before), texts.date_short_year(effect.day_after)
            far, farther = amount(effect.furthest_before), amount(effect.furthest_after)
            labels[0].setText(effect.member)
            labels[1].setText(f"{before} → {after}")
            same = far == farther
            labels[2].setText(_("{n} turns, as before").format(n=far) if same else
                              _("{before} → {after} turns").format(before=far, after=farther))  # fmt: skip


def _two_lines(row: tuple[SwapPartner, TurnRow]) -> TwoLines:
    turn = row[1]
    where = meeting_name(turn.meeting) if turn.meeting else ""
    when = "  ·  ".join(filter(None, (texts.date_short_year(turn.first), where)))
    return TwoLines(turn.person or turn.member, turn.member, icon="arrows-left-right", right=when)


def _spoken(row: tuple[SwapPartner, TurnRow]) -> str:
    turn = row[1]
    return ", ".join(filter(None, (turn.person, turn.member, turn_when(turn))))
