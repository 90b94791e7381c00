"""The tab Challenges: those alliances are known to meet and one's own, how people judge them, what is done."""

import uuid
from collections.abc import Sequence
from typing import Final

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from db.charter.challenges import ChallengeRow, add_challenge, delete_challenge, judge_challenge, rename_challenge
from db.measures.challenges import COUNTED, Sign
from db.vocabulary import ChallengeStanding
from desktop import texts, theme
from desktop.clock import Clock
from desktop.naming.charter import challenge_meaning, challenge_name, challenge_standing
from desktop.operations import Operations
from desktop.purpose.loading import load_challenges
from desktop.purpose.signals import SignalPart, Signals, load_signals
from desktop.purpose.view import View
from desktop.texts import _, ngettext
from desktop.widgets.badges import Badge, KeyHint
from desktop.widgets.buttons import Button, Segmented
from desktop.widgets.cards import Card
from desktop.widgets.days import day_reader
from desktop.widgets.delegates import TwoLineDelegate, TwoLines
from desktop.widgets.fields import DateField, FormRows
from desktop.widgets.labels import Label, hline
from desktop.widgets.lanes import Lane, Lanes
from desktop.widgets.layouts import ScrollArea, column, row
from desktop.widgets.looking import writes
from desktop.widgets.page import PAGE_MARGINS
from desktop.widgets.record_dialogs import RecordDialog
from desktop.widgets.rows import Column, RowsModel, RowsTable
from desktop.widgets.sections import MenuButton, Section
from desktop.widgets.shortcuts import on_key

LIST_WIDTH = 432
BADGES: Final = {
    None: ("dash", None),
    ChallengeStanding.NOT_SEEN: ("ok", "check"),
    ChallengeStanding.WATCH: ("warnsolid", "eye"),
    ChallengeStanding.PRESENT: ("danger", "warning"),
}


class JudgeDialog(RecordDialog):
    """How people judge a challenge, and what is done about it."""

    def __init__(
        self, operations: Operations, clock: Clock, challenge: ChallengeRow, parent: QWidget | None = None
    ) -> None:
        lead = challenge_meaning(challenge)
        super().__init__(operations, challenge_name(challenge), parent, width=600, lead=lead)
        self._challenge = challenge
        words: list[tuple[object, str]] = [(None, challenge_standing(None))]
        words += [(word, challenge_standing(word)) for word in ChallengeStanding]
        self.standing_choice = Segmented(words, name=_("How it stands"))
        self.standing_choice.set_value(challenge.standing)
        self.judgement_field = _text(_("What people say"), challenge.judgement)
        self.doing_field = _text(_("What is done about it"), challenge.doing)
        self.day_field = DateField(name=_("Judged on"), read=day_reader(clock), value=clock.today())
        form = FormRows(above=True)
        form.add(_("How it stands"), self.standing_choice)
        form.add(_("What people say"), self.judgement_field)
        form.add(_("What is done about it"), self.doing_field)
        form.add(_("Judged on"), self.day_field)
        self.add(form)
        self.set_primary(_("Keep this judgement"), self._keep)
        self.standing_choice.button(challenge.standing).setFocus()

    def _keep(self) -> None:
        if not self.dates_read(self.day_field):
            return
        self.save(
            judge_challenge, self._challenge.key, standing=self.standing_choice.value(),
            judgement=self.judgement_field.toPlainText(), doing=self.doing_field.toPlainText(),
            on=self.day_field.value(),
        )  # fmt: skip


class ChallengeNameDialog(RecordDialog):
    """The name of a challenge of the alliance's own. Adds one, or renames `challenge`."""

    def __init__(
        self, operations: Operations, challenge: ChallengeRow | None = None, parent: QWidget | None = None
    ) -> None:
        title = _("Add challenge") if challenge is None else _("Rename challenge")
        super().__init__(operations, title, parent, width=480)
        self._challenge = challenge
        self.name_field = QLineEdit(challenge.name if challenge else "")
        form = FormRows(above=True)
        form.add(_("What stands in the way"), self.name_field)
        self.add(form)
        self.set_primary(_("Add challenge") if challenge is None else _("Rename"), self._keep)

    def _keep(self) -> None:
        if self._challenge is None:
            self.save(add_challenge, name=self.name_field.text())
        else:
            self.save(rename_challenge, self._challenge.key, name=self.name_field.text())


class ChallengesView(View):
    """The list with its judgements at the left, the one chosen at the right."""

    kinds = COUNTED | {"challenge"}

    def __init__(self, operations: Operations, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(operations, clock, parent)
        self._rows: tuple[ChallengeRow, ...] = ()
        self._wanted = ""
        self._wanted_ref: uuid.UUID | None = None
        self.add_button = Button(_("Add challenge"), icon="plus", clicked=self.start_new)
        self.judge_button = Button(_("Judge it…"), icon="pencil-simple", clicked=self.judge)
        columns = (Column[ChallengeRow](lambda: _("Challenge"), challenge_name, spoken=_spoken),)
        self.model: RowsModel[ChallengeRow] = RowsModel(columns, key=lambda row: row.key, parent=self)
        self.table = RowsTable(self.model, name=_("Challenges"), row_height=48)
        self.table.horizontalHeader().hide()
        self.table.set_widths(0)
        self.table.setItemDelegate(TwoLineDelegate(self._two_lines, self.table))
        self.name_label = Label("", 20, 600, wrap=True)
        self.meaning_label = Label("", 14, 400, "text2", wrap=True)
        self.badge = Badge("")
        self.judged_label = Label("", 13, 400, "text2")
        self.judgement_label = Label("", 14, 400, wrap=True)
        self.doing_label = Label("", 14, 400, wrap=True)
        self.signal = SignalPart(operations)
        self._signals: Signals | None = None
        self.menu_button = MenuButton(_("More about this challenge"), ())
        writes(self.add_button, self.judge_button)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        left = Card(margins=(8, 8, 8, 8), spacing=0)
        left.add(self.table)
        said = Section(_("What people say"), spacing=0).add(self.judgement_label)
        done = Section(_("What is done about it"), spacing=0).add(self.doing_label)
        head = row(column(self.name_label, self.meaning_label, spacing=2), self.judge_button, self.menu_button)
        head.setStretch(0, 1)
        standing = row(self.badge, self.judged_label, None)
        body = column(standing, self.signal, hline(), said, hline(), done, None, spacing=16, margins=(16, 12, 16, 16))
        self.detail = Card(margins=(0, 0, 0, 0), spacing=0)
        self.detail.setAccessibleName(_("The challenge chosen"))
        self.detail.body.addLayout(column(head, margins=(16, 12, 16, 12)))
        self.detail.add(hline(), ScrollArea(body))
        lanes = (Lane(left, LIST_WIDTH, 320, chooses=True), Lane(self.detail, 440, 320, share=1, height=360))
        self.setLayout(column(Lanes(lanes, margins=PAGE_MARGINS)))

    def _connect(self) -> None:
        self.table.selected.connect(self._on_selected)
        self.table.opened.connect(lambda _row: self.judge())
        self.signal.open_requested.connect(self.open_requested)
        on_key(self.table, "F2", self.judge)
        on_key(self.table, "Del", self.delete)

    # What the page asks

    def fact(self) -> str:
        present = sum(row.standing is ChallengeStanding.PRESENT for row in self._rows)
        watched = sum(row.standing is ChallengeStanding.WATCH for row in self._rows)
        here = ngettext("{n} challenge is here", "{n} challenges are here", present).format(n=texts.number(present))
        watch = ngettext("{n} to be watched", "{n} to be watched", watched).format(n=texts.number(watched))
        return f"{here}, {watch}" if present or watched else ""

    def verbs(self) -> Sequence[QWidget]:
        return (self.add_button,)

    def key_hints(self) -> Sequence[KeyHint]:
        return (
            KeyHint("↑ ↓", _("next challenge")),
            KeyHint("F2", _("judge it"), changes=True),
            KeyHint("Ctrl N", _("add challenge"), changes=True),
            KeyHint("F6", _("next panel")),
        )

    def panels(self) -> Sequence[QWidget]:
        return (self.table, self.detail)

    def refresh(self) -> None:
        self.operations.read(load_challenges, done=self._show, key=(self, "challenges"))
        self.operations.read(load_signals, self.clock.today(), done=self._show_signals, key=(self, "signals"))

    def show_ref(self, ref: uuid.UUID | None) -> None:
        self._wanted_ref = ref
        self.refresh()

    def start_new(self) -> None:
        """Ask for the name of a challenge of one's own."""
        dialog = ChallengeNameDialog(self.operations, parent=self)

        def added() -> None:
            self._wanted = dialog.result_value[0]
            self.refresh()

        dialog.accepted.connect(added)
        self.ask(dialog, _("The challenge is added."))

    # What can be done with the challenge chosen

    def current(self) -> ChallengeRow | None:
        """Return the challenge chosen."""
        found: ChallengeRow | None = self.table.current_row()
        return found

    def judge(self) -> None:
        """Ask how it stands and what is done."""
        if (shown := self.current()) is not None:
            self.ask(JudgeDialog(self.operations, self.clock, shown, self), _("The judgement is noted."))

    def rename(self) -> None:
        """Ask for another name of one's own challenge."""
        if (shown := self.current()) is not None and not shown.known:
            self.ask(ChallengeNameDialog(self.operations, shown, self), _("The challenge is renamed."))

    def delete(self) -> None:
        """Delete a challenge of one's own."""
        if (shown := self.current()) is not None and not shown.known:
            self.write(delete_challenge, shown.key, said=_("“{name}” is deleted.").format(name=shown.name))

    # What is shown

    def _show(self, rows: tuple[ChallengeRow, ...]) -> None:
        self._rows = rows
        self.model.set_rows(rows)
        wanted, self._wanted = self._wanted, ""
        if self._wanted_ref is not None:
            wanted = next((row.key for row in rows if row.id == self._wanted_ref), wanted)
            self._wanted_ref = None
        if not (wanted and self.table.select_key(wanted)) and not self.table.currentIndex().isValid():
            self.table.select_key(rows[0].key)
        self._on_selected(self.current())
        self.header_changed.emit()

    def _two_lines(self, shown: ChallengeRow) -> TwoLines:
        kind, icon = BADGES[shown.standing]
        badge = challenge_standing(shown.standing), kind, icon
        signal = self._signals.by_key.get(shown.key) if self._signals is not None else None
        if shown.standing is None and signal is not None and signal.sign is Sign.SEEN:
            return TwoLines(
                challenge_name(shown), _("The records show signs of it"), second_role="warn", badge=badge
            )  # fmt: skip
        return TwoLines(challenge_name(shown), shown.judgement or challenge_meaning(shown), badge=badge)

    def _show_signals(self, found: Signals) -> None:
        self._signals = found
        self.signal.show_challenge(self.current(), found)
        self.table.viewport().update()

    def _on_selected(self, shown: ChallengeRow | None) -> None:
        if shown is None:
            return
        self.name_label.setText(challenge_name(shown))
        self.meaning_label.setText(challenge_meaning(shown))
        self.meaning_label.setVisible(bool(challenge_meaning(shown)))
        self.signal.show_challenge(shown, self._signals)
        kind, icon = BADGES[shown.standing]
        self.badge.show_as(challenge_standing(shown.standing), kind, icon)
        day = texts.date_long(shown.judged_on) if shown.judged_on else ""
        self.judged_label.setText(_("judged on {date}").format(date=day) if day else "")
        for label, words in ((self.judgement_label, shown.judgement), (self.doing_label, shown.doing)):
            label.setText(words or _("Nothing is noted"))
            label.set_role("text" if words else "text2")
        own = (("pencil-simple", _("Rename…"), self.rename), ("trash", _("Delete"), self.delete))
        self.menu_button.set_choices(() if shown.known else own)
        self.menu_button.setVisible(not shown.known)


def _text(name: str, words: str) -> QPlainTextEdit:
    field = QPlainTextEdit(words)
    field.setAccessibleName(name)
    field.setTabChangesFocus(True)
    field.setFixedHeight(theme.px(88))
    return field


def _spoken(shown: ChallengeRow) -> str:
    return f"{challenge_name(shown)}, {challenge_standing(shown.standing)}, {shown.judgement}"
