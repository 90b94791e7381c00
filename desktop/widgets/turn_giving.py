"""Giving a turn to somebody of one's own choice: everybody who may do it, with their history, and who cannot now."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from operator import attrgetter

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from sqlalchemy.orm import Session

from db.duties.closing import get_turn
from db.duties.eligible import eligibility
from db.duties.keeping import duty
from db.duties.rota import TurnRow
from db.duties.slots import days_of
from db.duties.turns import Candidate, candidates, give_turn
from db.folding import fold
from db.members.people import people
from desktop import theme
from desktop.naming.turns import hindered_words, history_words, standing_words, turn_title
from desktop.operations import Operations
from desktop.texts import _
from desktop.widgets.delegates import Index, TwoLineDelegate, TwoLines
from desktop.widgets.fields import Choice, FormRows
from desktop.widgets.labels import Label
from desktop.widgets.record_dialogs import RecordDialog
from desktop.widgets.rows import Column, RowsModel, RowsTable
from desktop.widgets.search_field import SearchField

IN_TURN = "in turn"
People = Mapping[uuid.UUID, Sequence[tuple[uuid.UUID, str]]]


@dataclass(frozen=True, slots=True)
class Choosing:
    """Who may do a turn, and through which people."""

    candidates: tuple[Candidate, ...]
    people: People


def load_choosing(session: Session, turn_id: uuid.UUID, today: dt.date) -> Choosing:
    """Return who may do a turn."""
    turn = get_turn(session, turn_id)
    of, days = duty(session, turn.duty_id), days_of(session, turn)
    asked, names = eligibility(session), {row.id: row.name for row in people(session)}
    found = tuple(candidates(session, turn_id, today=today))
    able = {one.member_id: asked.people(of, one.member_id, days) for one in found}
    return Choosing(
        found, {key: [(who.person_id, names.get(who.person_id, "")) for who in own] for key, own in able.items()}
    )


class CandidatesModel(RowsModel[Candidate]):
    """Candidates; those who cannot take the turn are seen and not chosen."""

    def flags(self, index: Index) -> Qt.ItemFlag:
        one = self.row_at(index)
        own = super().flags(index)
        if one is not None and one.hindered is not None:
            return own & ~(Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled)
        return own


class GiveTurnDialog(RecordDialog):
    """Chooses who takes a turn, and through whom."""

    def __init__(self, operations: Operations, turn: TurnRow, today: dt.date, parent: QWidget | None = None) -> None:
        super().__init__(operations, _("Who takes this turn?"), parent, width=560, lead=turn_title(turn))
        self._turn, self._today = turn, today
        self._all: tuple[Candidate, ...] = ()
        self._people: People = {}
        self.search = SearchField(_("Two letters find a member"))
        spoken = partial(_spoken, today=today)
        self.model = CandidatesModel(
            (Column(lambda: _("Member"), attrgetter("member"), spoken=spoken, tip=spoken),),
            key=attrgetter("member_id"), parent=self,
        )  # fmt: skip
        self.table = RowsTable(self.model, name=_("Who may do this duty"), row_height=44)
        self.table.setItemDelegate(TwoLineDelegate(partial(_two_lines, today=today), self.table, height=44))
        self.table.horizontalHeader().hide()
        self.table.set_widths(0)
        self.table.setMinimumHeight(theme.px(44 * 6))
        self.through = Choice([(IN_TURN, _("Whoever’s turn it is among its people"))], name=_("Through"))
        self.nothing = Label("", 14, 400, "text2", wrap=True)
        form = FormRows(above=True)
        form.add(_("Through"), self.through)
        self.add(self.search, self.nothing, self.table, form)
        self.nothing.hide()
        self.give = self.set_primary(_("Give this turn"), self._give)
        self.give.setEnabled(False)
        self.search.textChanged.connect(lambda _text: self._narrow())
        self.search.down_pressed.connect(self.table.setFocus)
        self.table.selected.connect(lambda _row: self._on_chosen())
        self.table.opened.connect(lambda _row: self._give())
        operations.read(load_choosing, turn.id, today, done=self._show)

    def _show(self, found: Choosing) -> None:
        self._all, self._people = found.candidates, found.people
        self._narrow()

    def _narrow(self) -> None:
        wanted = fold(self.search.text().strip())
        rows = [one for one in self._all if wanted in fold(one.member) and one.member_id != self._turn.member_id]
        held = self.table.current_row()
        self.model.set_rows(rows)
        self.nothing.setVisible(not rows)
        self.nothing.setText(
            _("No member who may do this duty fits that.") if self._all else _("Nobody may be asked for this duty yet.")
        )
        free = [one for one in rows if one.hindered is None]
        if free and (held is None or not self.table.select_key(held.member_id)):
            self.table.select_key(free[0].member_id)
        self._on_chosen()

    def chosen(self) -> Candidate | None:
        """Return who is chosen, if they can take it."""
        one: Candidate | None = self.table.current_row()
        return one if one is not None and one.hindered is None else None

    def _on_chosen(self) -> None:
        one = self.chosen()
        self.give.setEnabled(one is not None)
        own = self._people.get(one.member_id, ()) if one else ()
        first = [(IN_TURN, _("Whoever’s turn it is among its people"))]
        self.through.set_choices([*first, *own] if len(own) > 1 else own or first)
        self.through.setEnabled(len(own) > 1)

    def _give(self) -> None:
        if (one := self.chosen()) is not None:
            person = self.through.value()
            person_id = person if isinstance(person, uuid.UUID) else None
            self.save(give_turn, self._turn.id, one.member_id, person_id=person_id, today=self._today)


def _two_lines(one: Candidate, today: dt.date) -> TwoLines:
    if one.hindered is not None:
        second = f"{hindered_words(one)}  ·  {history_words(one, today, one.planned)}"
        return TwoLines(one.member, second, first_weight=400, first_role="text3", second_role="text3",
                        icon="prohibit", icon_role="text3")  # fmt: skip
    return TwoLines(one.member, history_words(one, today, one.planned), icon="user", right=standing_words(one))


def _spoken(one: Candidate, today: dt.date) -> str:
    parts = [one.member, history_words(one, today, one.planned), standing_words(one)]
    if one.hindered is not None:
        parts.insert(1, _("cannot: {why}").format(why=hindered_words(one)))
    return ", ".join(parts)
