"""Typing in what came back on paper: question by question in the form's order, sheet by sheet.

Each sheet is kept when it is whole; nothing says when. The one just kept can be put right until the next is begun or
the dialog closed: only until then does anybody, this dialog, know which it was.

A sheet that the disk refuses is written again until it is there, while the next ones are typed. One that the record
refuses comes back: at once, or when somebody asks for it, where the next was begun. None goes without a question.
"""

import uuid
from collections.abc import Callable
from functools import partial
from itertools import groupby

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from db.changes import Changes
from db.errors import KnownError
from db.errors.survey import SheetBlank
from db.surveys.answers import correct_sheet, enter_sheet, take_back_sheet
from db.surveys.surveys import QuestionRow
from db.vocabulary import QuestionKind
from desktop import texts
from desktop.kept_writes import passes
from desktop.naming.surveys import domain_name, scale_ends
from desktop.operations import Operations
from desktop.sentences import sentence
from desktop.survey.answer_fields import RING, AnswerLine
from desktop.survey.form import Form
from desktop.texts import _, ngettext
from desktop.widgets.dialogs import Dialog, ask
from desktop.widgets.labels import Label
from desktop.widgets.layouts import row
from desktop.widgets.looking import writes

Typed = dict[uuid.UUID, str]


class TypeInDialog(Dialog):
    """The form on the screen, to be typed into by the keyboard alone."""

    scrolling_height = 640

    def __init__(
        self,
        operations: Operations,
        form: Form,
        parent: QWidget | None = None,
        *,
        keeps_rest: Callable[[QWidget], bool] | None = None,
    ) -> None:
        self.count_label = Label("", 14, 500, "text2")
        super().__init__(_("Type in answers"), parent, width=840, scrolls=True, corner=self.count_label, lead=_hint())
        self._operations, self._form = operations, form
        self._keeps_rest = keeps_rest or _ask_to_keep
        """Asks, when the dialog is closed over a sheet not kept yet, whether to keep it."""
        self._sheets = form.survey.sheets
        self._last: tuple[uuid.UUID, Typed] | None = None
        """The sheet kept last, while it can be put right."""
        self._waiting: dict[object, Typed] = {}
        """Sheets on their way into the record, the oldest first."""
        self._refused: list[Typed] = []
        """Sheets that the record refused, to be shown again."""
        self._disk_says: Exception | None = None
        """Why sheets are not on the disk yet."""
        self._why = ""
        """Why a sheet was refused last."""
        self._closing = False
        self._correcting: uuid.UUID | None = None
        self.body.setSpacing(2)
        self.lines: list[AnswerLine] = []
        self._fill()
        self.set_close(_("Close"))
        self.take_out_button = self.add_button(_("Take this sheet out"), self._take_out)
        self.take_out_button.hide()
        writes(self.take_out_button)
        self.set_primary(_("Keep, next sheet"), self._keep)
        self._count()
        operations.unsaved.connect(self._on_unsaved)

    def _fill(self) -> None:
        for domain, asked in groupby(self._form.questions, key=lambda question: question.domain):
            group = list(asked)
            heading = Label(domain_name(domain), 16, 600)
            line = row(heading, None, margins=(12, 12 if self.lines else 0, 12, 2))
            if group[0].kind is QuestionKind.SCALE:
                least, most = scale_ends()
                line.addWidget(Label(f"1 {least}  ·  5 {most}", 13, 400, "text3"))
            self.body.addLayout(line)
            for question in group:
                self._add(question)
        self.body.addStretch(1)

    def _add(self, question: QuestionRow) -> None:
        line = AnswerLine(question)
        line.field.changed.connect(self._on_changed)
        line.field.stepped.connect(lambda step, line=line: self._step(line, step))
        self.lines.append(line)
        self.body.addWidget(line)

    # Going through the form

    def value(self) -> Typed:
        """Return what is typed on the sheet in sight, by question."""
        return {line.question.id: value for line in self.lines if (value := line.field.value().strip())}

    def _step(self, line: AnswerLine, step: int) -> None:
        place = self.lines.index(line) + step
        if place >= len(self.lines) and self.primary is not None:
            self.primary.setFocus()
            self._show(self.lines[-1])
        else:
            self._go_to(self.lines[max(0, place)])

    def _go_to(self, line: AnswerLine) -> None:
        line.field.give_focus()
        self._show(line)

    def _show(self, line: AnswerLine) -> None:
        if self._scrolls is not None:
            self._scrolls.ensureWidgetVisible(line, 0, 2 * RING)

    def _on_changed(self) -> None:
        """Begin the next sheet: the last one is nobody's any more."""
        if self._correcting is None and self._last is not None and self.value():
            self._last = None
            self._tell()

    # Keeping

    def _keep(self) -> None:
        typed = self.value()
        if self._correcting is not None:
            self._operations.write(
                correct_sheet, self._form.survey.id, self._correcting, typed,
                done=lambda _changes: self._corrected(typed), failed=self._refuse,
            )  # fmt: skip
            return
        self._last = None
        self._send(typed)
        self._begin_sheet()  # whoever types fast goes on at once

    def _send(self, typed: Typed) -> None:
        sheet = object()
        self._waiting[sheet] = typed
        self._operations.keep(
            enter_sheet, self._form.survey.id, typed, subject=sheet, done=partial(self._kept, sheet),
            failed=partial(self._not_kept, sheet), crashed=partial(self._not_kept, sheet),
        )  # fmt: skip

    def _kept(self, sheet: object, result: tuple[uuid.UUID, Changes]) -> None:
        typed = self._waiting.pop(sheet)
        self._sheets += 1
        self._count()
        if not self._waiting:
            self._disk_says = None
        if self._may_close():
            super().reject()
        elif self._waiting or self._refused or self._correcting is not None or self.value():
            self._tell()  # the next was begun already
        else:
            self._last = (result[0], typed)
            self.message.say(_("The sheet is kept."), "ok", _("Put it right"), self._correct)
            self._settle()

    def _not_kept(self, sheet: object, error: Exception) -> None:
        """Have a sheet that the record refused in sight again, or where another is, keep it until it is asked for."""
        typed = self._waiting.pop(sheet)
        self._closing = False
        self._why = sentence(error) if isinstance(error, KnownError) else _("Something went wrong.")
        if not isinstance(error, SheetBlank):
            self._refused.append(typed)
        if self._refused and self._correcting is None and not self.value():
            self.set_lines(self._refused.pop(0))
        self.say(self._why)
        if self._refused:
            self._tell()

    def _on_unsaved(self, why: Exception | None) -> None:
        """Say that sheets are not on the disk yet."""
        if why is not None and passes(why) and self._waiting:
            self._disk_says, self._closing = why, False
            self._tell()

    def _tell(self) -> None:
        """Say which sheets are neither on the disk nor in sight."""
        waiting, refused = len(self._waiting), len(self._refused)
        if refused:
            words = ngettext("{n} more sheet was refused.", "{n} more sheets were refused.", refused)
            said = " ".join((words.format(n=texts.number(refused)), self._why))
            self.message.say(said, "danger", _("Show it"), self._bring_back)
        elif waiting and self._disk_says is not None:
            self.message.say(f"{_not_on_disk(waiting)} {_reason(self._disk_says)}".rstrip(), "danger")
        else:
            self.say("")

    def _bring_back(self) -> None:
        """Show a sheet that was refused; what is typed meanwhile is kept for later in its place."""
        if self._correcting is not None or not self._refused:
            return
        if typed := self.value():
            self._refused.append(typed)
        self.set_lines(self._refused.pop(0))
        self._tell()
        self._go_to(self.lines[0])

    def _correct(self) -> None:
        if self._last is None:
            return
        self._correcting, typed = self._last
        self.set_lines(typed)
        self.title_label.setText(_("Put the sheet right"))
        self.take_out_button.show()
        if self.primary is not None:
            self.primary.setText(_("Keep the correction"))
        self.say("")
        self._go_to(self.lines[0])

    def _corrected(self, typed: Typed) -> None:
        assert self._correcting is not None
        self._last = (self._correcting, typed)
        self._leave_correcting()
        self.message.say(_("The correction is kept."), "ok", _("Put it right"), self._correct)
        self._settle()

    def _take_out(self) -> None:
        if self._correcting is not None:
            self._operations.write(
                take_back_sheet, self._form.survey.id, self._correcting, done=self._taken_out, failed=self._refuse
            )

    def _taken_out(self, _changes: Changes) -> None:
        self._sheets -= 1
        self._last = None
        self._count()
        self._leave_correcting()
        self.message.say(_("The sheet is taken out."), "ok")
        self._settle()

    def _leave_correcting(self) -> None:
        self._correcting = None
        self.title_label.setText(_("Type in answers"))
        self.take_out_button.hide()
        if self.primary is not None:
            self.primary.setText(_("Keep, next sheet"))
        self._begin_sheet()

    def _begin_sheet(self) -> None:
        self.set_lines({})
        self._tell()
        if self.lines:
            self._go_to(self.lines[0])

    def set_lines(self, typed: Typed) -> None:
        """Show answers in place of what is typed."""
        for line in self.lines:
            line.field.set_value(typed.get(line.question.id, ""))

    def _count(self) -> None:
        words = ngettext("{n} form is in", "{n} forms are in", self._sheets)
        self.count_label.setText(words.format(n=texts.number(self._sheets)))

    def _settle(self) -> None:
        """Let the message find its room, then have the first question in sight again."""
        QTimer.singleShot(0, self, lambda: self._show(self.lines[0]) if self.lines else None)

    def _refuse(self, error: KnownError) -> None:
        self.say(sentence(error))

    # Closing

    def _may_close(self) -> bool:
        return self._closing and not self._waiting and not self._refused

    def reject(self) -> None:
        begun = bool(self.value()) and self._correcting is None and not self._operations.read_only
        if begun and self._keeps_rest(self):
            typed = self.value()
            self.set_lines({})
            self._send(typed)
        elif begun:
            self.set_lines({})
        if self._operations.ending:  # nobody is there to answer; what is under way is finished
            super().reject()
        elif self._refused:
            if ask(self, _refused_words(len(self._refused)), self._why, _("Throw away"), keep=_("Stay")):
                self._refused.clear()
                self._leave()
            else:
                self._tell()
        else:
            self._leave()

    def _leave(self) -> None:
        """Close once every sheet is on the disk, or somebody leaves those that are not to the window."""
        if self._waiting and self._disk_says is None:
            self._closing = True  # the answer is on its way
        elif not self._waiting or self._leaves_waiting():
            super().reject()

    def _leaves_waiting(self) -> bool:
        words = _("Ronda goes on trying until it is closed, and asks before that.")
        return ask(self, _not_on_disk(len(self._waiting)), words, _("Close"), kind="primary", keep=_("Stay"))


def _not_on_disk(count: int) -> str:
    words = ngettext("{n} sheet is not on the disk yet.", "{n} sheets are not on the disk yet.", count)
    return words.format(n=texts.number(count))


def _refused_words(count: int) -> str:
    words = ngettext("{n} sheet was refused and would be lost", "{n} sheets were refused and would be lost", count)
    return words.format(n=texts.number(count))


def _reason(error: Exception) -> str:
    return sentence(error) if isinstance(error, KnownError) else ""


def _ask_to_keep(parent: QWidget) -> bool:
    return ask(
        parent, _("A sheet is not kept yet"), _("You typed answers of a sheet that is not kept yet."),
        _("Keep the sheet"), kind="primary", keep=_("Throw it away"),
    )  # fmt: skip


def _hint() -> str:
    return _(
        "A digit answers and goes on to the next question; Backspace takes the answer back. Enter goes on, the arrows "
        "go up and down, Ctrl+Enter keeps the sheet. Nothing notes whose it is, or when it was typed."
    )
