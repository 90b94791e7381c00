"""Who may be asked for a duty: everyone, some kinds of members, or those listed; and who need not, with the reason."""

import uuid
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from db.alliance import KindRow
from db.duties.keeping import Listed
from db.duties.sheet import DutySheet, Exempted
from db.spells import day_after, last_day
from db.vocabulary import PoolRule
from desktop import texts
from desktop.clock import Clock
from desktop.duties.parts import RemovableLines
from desktop.duties.who import Who, who_choices, who_of
from desktop.naming.duty_setup import pool_word
from desktop.naming.members import kind_words
from desktop.texts import _
from desktop.widgets.buttons import Button
from desktop.widgets.days import day_reader
from desktop.widgets.dialogs import Dialog
from desktop.widgets.fields import Choice, DateField, FormRows
from desktop.widgets.layouts import column, row
from desktop.widgets.looking import writes


class PoolField(QWidget):
    """The rule, and below it what it lists."""

    changed = Signal()

    def __init__(
        self, kinds: Sequence[KindRow], known: Sequence[Who], sheet: DutySheet, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Who may be asked"))
        self._known = tuple(known)
        self.rule = Choice([(rule, pool_word(rule)) for rule in PoolRule], name=_("Who may be asked"))
        self.rule.set_value(sheet.pool)
        self.boxes: dict[uuid.UUID, QCheckBox] = {}
        for kind in kinds:
            self.boxes[kind.id] = QCheckBox(kind_words(kind))
        self._kinds = QWidget()
        self._kinds.setLayout(column(*self.boxes.values(), spacing=4))
        self.who = Choice([], name=_("Add a member or a person"), placeholder=_("Add a member or a person"))
        self.lines = RemovableLines(name=_("Who is listed"))
        self._list = QWidget()
        self._list.setLayout(column(self.lines, self.who, spacing=4))
        self.setLayout(column(self.rule, self._kinds, self._list, spacing=8))
        self.setFocusProxy(self.rule)
        for one in sheet.listed:
            if one.kind_id in self.boxes:
                self.boxes[one.kind_id].setChecked(True)
        self._picked = [one for one in sheet.listed if one.kind_id is None]
        for box in self.boxes.values():
            box.toggled.connect(self.changed)
        self.rule.chosen.connect(lambda _rule: self._show(told=True))
        self.who.chosen.connect(self._add)
        self.lines.removed.connect(self._take_out)
        self._show()

    def value(self) -> tuple[PoolRule, tuple[Listed, ...]]:
        """Return the rule and what it lists."""
        rule = self.rule.value()
        assert isinstance(rule, PoolRule)
        if rule is PoolRule.KINDS:
            return rule, tuple(Listed(kind_id=key) for key, box in self.boxes.items() if box.isChecked())
        return rule, tuple(self._picked) if rule is PoolRule.LISTED else ()

    def first_empty(self) -> QWidget:
        """Return where to say whom the rule lists."""
        if self.rule.value() is PoolRule.KINDS and self.boxes:
            return next(iter(self.boxes.values()))
        return self.who

    def _show(self, *, told: bool = False) -> None:
        self._kinds.setVisible(self.rule.value() is PoolRule.KINDS)
        self._list.setVisible(self.rule.value() is PoolRule.LISTED)
        names = {one.key: one.name for one in self._known}
        lines: list[tuple[object, str]] = []
        for one in self._picked:
            key = one.member_id or one.person_id
            lines.append((key, names.get(key, _("somebody who is no member now"))))
        self.lines.set_lines(lines)
        held = {key for key, _words in lines}
        self.who.set_choices([choice for choice in who_choices(self._known) if choice[0] not in held])
        self.who.set_value(None)
        if told:
            self.changed.emit()

    def _add(self, key: object) -> None:
        one = who_of(self._known, key)
        if one is not None:
            self._picked.append(Listed(member_id=one.member_id, person_id=one.person_id))
            self._show(told=True)
            self.who.setFocus()

    def _take_out(self, key: object) -> None:
        self._picked = [one for one in self._picked if (one.member_id or one.person_id) != key]
        self._show(told=True)
        self.who.setFocus()


class ExemptDialog(Dialog):
    """Asks who need not do the duty, why, and in which days."""

    def __init__(self, clock: Clock, known: Sequence[Who], parent: QWidget | None = None) -> None:
        super().__init__(_("Exempt somebody"), parent, width=480)
        self._known = tuple(known)
        read = day_reader(clock)
        self.who = Choice(who_choices(known), name=_("Who"), placeholder=_("Choose a member or a person"))
        self.who.set_value(None)
        self.reason = QLineEdit()
        self.since = DateField(name=_("From"), read=read, value=clock.today())
        self.until = DateField(name=_("Until"), read=read)
        rows = FormRows(above=True)
        rows.add(_("Who"), self.who)
        rows.add(_("Reason"), self.reason, hint=_("Others see it beside the name."))
        rows.add(_("From"), self.since)
        rows.add(_("Until"), self.until, hint=_("The last day; empty while it goes on."))
        self.add(rows)
        self.set_primary(_("Exempt"), self._take)

    def value(self) -> Exempted:
        """Return what was said."""
        one = who_of(self._known, self.who.value())
        assert one is not None
        reason = self.reason.text().strip()
        return Exempted(one.member_id, one.person_id, reason, self.since.value(), day_after(self.until.value()))

    def _take(self) -> None:
        for field in (self.since, self.until):
            field.settle()
        first, last = self.since.value(), self.until.value()
        if self.who.value() is None:
            self._refuse(_("It is not said who is exempted. Choose a member or a person."), self.who)
        elif not self.reason.text().strip():
            self._refuse(_("A reason is missing. Say why in a few words."), self.reason)
        elif not self.since.readable() or not self.until.readable():
            field = self.until if self.since.readable() else self.since
            self._refuse(_("This is not a date. Write it as 22 Oct 2026."), field.line)
        elif first is not None and last is not None and last < first:
            self._refuse(_("The exemption would end before it begins. Put the dates right."), self.until.line)
        else:
            self.accept()

    def _refuse(self, words: str, field: QWidget) -> None:
        self.say(words)
        field.setFocus()


class ExemptField(QWidget):
    """Who need not do a duty: a line each, and a button for another one."""

    changed = Signal()

    def __init__(
        self, clock: Clock, known: Sequence[Who], exempted: Sequence[Exempted], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Exempt from it"))
        self._clock, self._known = clock, tuple(known)
        self._exempted = list(exempted)
        self.lines = RemovableLines(name=_("Exempt from it"))
        self.add_button = Button(_("Exempt somebody…"), "small", icon="plus", clicked=self._ask)
        writes(self.add_button)
        self.setLayout(column(self.lines, row(self.add_button, None), spacing=8))
        self.setFocusProxy(self.add_button)
        self.dialog: ExemptDialog | None = None
        self.lines.removed.connect(self._take_out)
        self._show()

    def value(self) -> tuple[Exempted, ...]:
        """Return those exempted."""
        return tuple(self._exempted)

    def _show(self) -> None:
        names = {one.key: one.name for one in self._known}
        today = self._clock.today()
        lines: list[tuple[object, str]] = []
        for place, one in enumerate(self._exempted):
            if one.to_date is not None and one.to_date <= today:
                continue  # over: it stays in the record
            name = names.get(one.member_id or one.person_id, _("somebody who is no member now"))
            words = _("{name}: {reason}").format(name=name, reason=one.reason)
            if one.to_date is not None:
                words = _("{name}, until {day}: {reason}").format(
                    name=name, day=texts.date_long(last_day(one.to_date)), reason=one.reason
                )
            lines.append((place, words))
        self.lines.set_lines(lines)

    def _ask(self) -> None:
        self.dialog = ExemptDialog(self._clock, self._known, self.window())
        self.dialog.finished.connect(self.dialog.deleteLater)
        self.dialog.accepted.connect(self._take)
        self.dialog.open()

    def _take(self) -> None:
        if self.dialog is not None:
            self._exempted.append(self.dialog.value())
            self._show()
            self.changed.emit()

    def _take_out(self, place: object) -> None:
        self._exempted = [one for number, one in enumerate(self._exempted) if number != place]
        self._show()
        self.add_button.setFocus()
        self.changed.emit()
