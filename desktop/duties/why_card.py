"""The card below the rota: why this turn is whose it is, in a sentence and a sum, and what to do about it next."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from db.duties.rota import TurnRow, Why
from db.spells import last_day
from db.vocabulary import OPEN, TurnState
from desktop import texts, theme
from desktop.duties.words import asked_words, why_title
from desktop.naming.duties import amount, duty_name, state_word, why_sentences
from desktop.naming.meetings import meeting_name
from desktop.texts import _
from desktop.widgets.buttons import Button
from desktop.widgets.cards import Card
from desktop.widgets.labels import Label
from desktop.widgets.layouts import ScrollArea, column, row
from desktop.widgets.looking import writes
from desktop.widgets.painting import focus_ring
from desktop.widgets.sections import MenuButton

LINES = 3
"""How many lines of reasons are seen at once; more are scrolled."""


@dataclass(frozen=True, slots=True)
class Step:
    """Something to do with a turn: its verb, and whether it is what usually comes next."""

    icon: str
    verb: str
    act: Callable[[], object]
    changes: bool = True


class _Reasons(ScrollArea):
    """The sentences. Where they find no room the keyboard gets here and scrolls."""

    def __init__(self, label: Label) -> None:
        self._label = label
        super().__init__(column(label, None, spacing=0), bar_room=12)
        self.setAccessibleName(_("Why"))
        self.verticalScrollBar().rangeChanged.connect(self._on_range)
        self._size()
        theme.follow(self._size)

    def _size(self) -> None:
        self._label.ensurePolished()
        self.setFixedHeight(self._label.fontMetrics().lineSpacing() * LINES + 4)

    def _on_range(self, _low: int, high: int) -> None:
        policy = Qt.FocusPolicy.TabFocus if high > 0 else Qt.FocusPolicy.NoFocus
        if self.focusPolicy() != policy:
            self.setFocusPolicy(policy)

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.viewport().update()
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            focus_ring(QPainter(self.viewport()), QRectF(self.viewport().rect()), 4)


class _Sum(QWidget):
    """Fair share − turns done = behind."""

    def __init__(self) -> None:
        super().__init__()
        self._numbers = [Label("", 18, 600), Label("", 18, 600), Label("", 18, 600, "accent_text")]
        self._words = [Label("", 13, 400, "text2") for _number in self._numbers]
        minus, equals = Label(texts.MINUS, 18, 400, "text3"), Label("=", 18, 400, "text3")
        parts = [column(one, under, spacing=0) for one, under in zip(self._numbers, self._words, strict=True)]
        self.setLayout(row(parts[0], _raised(minus), parts[1], _raised(equals), parts[2], spacing=20))

    def show_why(self, why: Why) -> None:
        """Show the numbers of `why`."""
        behind = why.fair_share - why.turns_done
        numbers = (amount(why.fair_share), amount(why.turns_done), amount(abs(behind)))
        words = (
            _("fair share"),
            _("turns"),
            _("behind") if behind > 0 else _("ahead") if behind < 0 else _("just even"),
        )
        for label, number in zip(self._numbers, numbers, strict=True):
            label.setText(number)
        for label, word in zip(self._words, words, strict=True):
            label.setText(word)
        self._numbers[2].setText(texts.MINUS + numbers[2] if behind < 0 else numbers[2])
        self.setToolTip(_("With this turn’s own share, and every turn planned before it."))
        self.setAccessibleName(f"{numbers[0]} {words[0]}, {numbers[1]} {words[1]}, {numbers[2]} {words[2]}")


def _raised(sign: Label) -> QWidget:
    """Return a sign at the height of the numbers, above their words."""
    place = QWidget()
    place.setLayout(column(sign, None, spacing=0))
    return place


class WhyCard(Card):
    """Why a turn is whose it is. `set_steps` brings the buttons: beside the title, below at the right, and a menu."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(margins=(16, 12, 12, 12), spacing=8, parent=parent)
        self.setAccessibleName(_("Why this turn is whose it is"))
        self.title = Label("", 16, 600, elide=True)
        self.when = Label("", 13, 400, "text2", elide=True)
        self.reasons = Label("", 14, 400, wrap=True)
        self.scroller = _Reasons(self.reasons)
        self.sum = _Sum()
        self.state = Label("", 13, 400, "text2", wrap=True)
        self.state.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.give_button = Button(_("Ask someone else"), clicked=lambda: self._act("give"))
        self.swap_button = Button(_("Swap"), clicked=lambda: self._act("swap"))
        self.menu_button = MenuButton(_("What can be done with this turn"), ())
        self.next_button = Button("", clicked=lambda: self._act("next"))
        self.second_button = Button("", clicked=lambda: self._act("second"))
        self._acts: dict[str, Callable[[], object]] = {}
        writes(self.give_button, self.swap_button, self.next_button, self.second_button)
        words = column(self.title, self.when, spacing=0)
        head = row(spacing=8)
        head.addLayout(words, 1)
        for button in (self.give_button, self.swap_button, self.menu_button):
            head.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        foot = row(self.sum, spacing=8, margins=(0, 0, 4, 0))
        foot.addWidget(self.state, 1)
        foot.addWidget(self.second_button)
        foot.addWidget(self.next_button)
        self.body.addLayout(head)
        self.body.addWidget(self.scroller)
        self.body.addLayout(foot)
        self._size()
        theme.follow(self._size)

    def _size(self) -> None:
        self.setFixedHeight(theme.px(40) + self.scroller.height() + theme.px(44) + 44)

    def show_turn(self, turn: TurnRow | None, why: Why | None, *, is_next: bool) -> None:
        """Show why a turn is whose it is; `why` is None where no rule gave it to them."""
        if turn is None:
            self.title.setText(_("No turn here"))
            self.when.setText("")
            self.reasons.setText(_("Choose a turn in the rota to see why it is whose it is."))
            self.state.setText("")
            self.sum.hide()
            return
        self.title.setText(why_title(turn, is_next=is_next))
        where = meeting_name(turn.meeting) if turn.meeting else ""
        day = texts.date_long(turn.first)
        if turn.meeting is None and turn.end is not None:
            last = texts.date_long(last_day(turn.end))
            day = _("{first} to {last}").format(first=day, last=last)
        self.when.setText("  ·  ".join(filter(None, (duty_name(turn.duty), day, where))))
        sentences = why_sentences(why, turn.member) if why is not None else [_no_rule(turn)]
        if turn.state is TurnState.DECLINED:
            declined = _("{name} declined this turn, so somebody else is needed. Why it was theirs:")
            sentences.insert(0, declined.format(name=turn.member))
        self.reasons.setText(" ".join([*sentences, *_more(turn)]))
        self.scroller.verticalScrollBar().setValue(0)
        self.sum.setVisible(why is not None)
        if why is not None:
            self.sum.show_why(why)
        self.state.setText(asked_words(turn) if turn.state is TurnState.ASKED else state_word(turn))

    def set_steps(
        self,
        *,
        give: Callable[[], object] | None,
        swap: Callable[[], object] | None,
        following: Sequence[Step],
        menu: Sequence[tuple[str, str, Callable[[], object]]],
    ) -> None:
        """Offer what can be done: up to two things that usually come `following`, and everything in the menu."""
        self._acts = {}
        for name, button, act in (("give", self.give_button, give), ("swap", self.swap_button, swap)):
            button.setVisible(act is not None)
            if act is not None:
                self._acts[name] = act
        for name, button, place in (("next", self.next_button, 0), ("second", self.second_button, 1)):
            step = following[place] if place < len(following) else None
            button.setVisible(step is not None)
            if step is not None:
                button.setText(step.verb)
                self._acts[name] = step.act
        self.menu_button.setVisible(bool(menu))
        self.menu_button.set_choices(menu)

    def _act(self, name: str) -> None:
        if name in self._acts:
            self._acts[name]()


def _no_rule(turn: TurnRow) -> str:
    """Return whose choice a turn is that no rule gave to anybody."""
    name = turn.member
    if turn.state is TurnState.MISSED:
        return _("Nobody did it. Whoever was to do it is as far behind as before, and comes up again.")
    if turn.state is TurnState.DONE_BY_OTHER:
        did = texts.list_of([one.member for one in turn.done_by])
        return _("{did} did it, and is credited with the turn.").format(did=did)
    if turn.swapped_with:
        return _("{name} took this turn in a swap with {other}. Each is credited with what they really do.").format(
            name=name, other=turn.swapped_with
        )
    if turn.state is TurnState.DONE:
        return _("This turn was done, and stands in the ledger.")
    if turn.member_id is None:
        return _("Nobody who may do it can come. Ask somebody yourself, or change who may do this duty.")
    chosen = _("Somebody chose {name} by hand; no rule did. Planning leaves it so.")
    if turn.state is TurnState.DECLINED:
        chosen = _("Somebody chose {name} by hand; no rule did.")
    return chosen.format(name=name)


def _more(turn: TurnRow) -> list[str]:
    """Return what else is to be known of a turn."""
    found = []
    if turn.alternate and turn.state in OPEN:
        found.append(_("{name} stands by.").format(name=turn.alternate))
    if turn.beside and turn.state in OPEN:
        found.append(_("{name} is beside, as it is the first time.").format(name=turn.beside))
    if turn.frozen and turn.state in OPEN and not turn.swapped_with:
        found.append(_("Planning leaves this turn as it is."))
    if turn.note:
        found.append(_("Note: {note}").format(note=turn.note))
    return found
