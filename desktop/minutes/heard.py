"""The open actions of earlier meetings, beside the item that hears them: each can be said to be done on the spot."""

import datetime as dt
from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.meetings.open_actions import CarriedAction
from desktop import texts
from desktop.minutes.result_card import ResultCard
from desktop.naming.meetings import meeting_name
from desktop.naming.outcomes import due_or_late, owner_words
from desktop.texts import _, ngettext, pgettext
from desktop.widgets.buttons import Button
from desktop.widgets.labels import IconLabel, Label, plain_tip
from desktop.widgets.layouts import row
from desktop.widgets.looking import writes

SHOWN = 5
"""So many that are still open are shown at first; a longer list says how many more there are."""
MORE = 10
"""So many more at a time: hundreds at once would have the window stand still."""


class HeardCard(ResultCard):
    """One action: what it is, who has it, when it is due, and the button that says it is done."""

    def __init__(self, action: CarriedAction, today: dt.date, done: Callable[[CarriedAction], object]) -> None:
        tone = "past" if action.done else "action" if action.agreed else "open"
        super().__init__(f"A{action.sequence}", action.text, tone)
        self.shown = (action, today)
        self.done_button: Button | None = None
        if action.meeting is not None:
            self.number.setToolTip(plain_tip(meeting_name(action.meeting)))
        known = action.owner_on_record  # what is said behind a name that is not known must not be cut off
        owner = Label(owner_words(action) or _("nobody"), 13, 400, "text2", elide=known, wrap=not known)
        self.body.addLayout(row(IconLabel("user", "text3", 14), owner, spacing=4))
        word = pgettext("state of an action", "Done")
        if action.done:
            self.body.addLayout(row(IconLabel("check", "ok", 14), Label(word, 13, 500, "ok"), None, spacing=4))
            return
        words, role = due_or_late(action.due_date, today)
        self.done_button = Button(word, "small", "check", clicked=lambda: done(action))
        self.done_button.setAccessibleName(_("Done: “{action}”").format(action=action.text))
        writes(self.done_button)
        when = row(IconLabel("calendar-blank", "text3", 14), spacing=4)
        when.addWidget(Label(words, 13, 500, role, elide=True), 1)
        when.addWidget(self.done_button)
        self.body.addLayout(when)


class HeardList(QWidget):
    """The actions in their order. What was said to be done stays where it is, so that nothing slips under the mouse."""

    def __init__(self, done: Callable[[CarriedAction], object]) -> None:
        super().__init__()
        self._done = done
        self._rows: Sequence[CarriedAction] = ()
        self._today = dt.date.min
        self._most = SHOWN
        self._cards: list[HeardCard] = []
        self.count = Label("", 13, 400, "text3")
        self.nothing = Label(_("No open action is heard here."), 13, 400, "text3", wrap=True)
        self.more_button = Button("", "quiet", clicked=self._show_more)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 6)
        self._column.setSpacing(6)
        self._column.addLayout(row(Label(_("From earlier meetings"), 13, 600, "text2"), self.count, None, spacing=6))
        self._column.addWidget(self.nothing)
        self._column.addWidget(self.more_button)
        self._fill()

    def cards(self) -> Sequence[HeardCard]:
        """Return the cards, in order."""
        return tuple(self._cards)

    def show_rows(self, rows: Sequence[CarriedAction], today: dt.date) -> None:
        """Show these actions as of a day."""
        if (rows, today) != (self._rows, self._today):
            self._rows, self._today = rows, today
            self._fill()

    def _fill(self) -> None:
        """Show the first ones; only cards of which something changed are made anew, so that the keyboard goes on."""
        still_open = sum(not action.done for action in self._rows)
        self.count.setText(texts.number(still_open) if still_open or not self._rows else "")
        self.nothing.setVisible(not self._rows)
        shown = _first(self._rows, self._most)
        old = {card.shown: card for card in self._cards}
        wanted = [(action, self._today) for action in shown]
        self._cards = [old[key] if key in old else HeardCard(*key, self._done) for key in wanted]
        for key in old.keys() - set(wanted):
            self._column.removeWidget(old[key])
            old[key].hide()
            old[key].deleteLater()
        for place, card in enumerate(self._cards, 1):
            self._column.insertWidget(place, card)
        hidden = len(self._rows) - len(shown)
        self.more_button.setVisible(hidden > 0)
        self.more_button.setText(ngettext("{n} more", "{n} more", hidden).format(n=hidden))

    def _show_more(self) -> None:
        self._most += MORE
        self._fill()


def _first(rows: Sequence[CarriedAction], most: int) -> Sequence[CarriedAction]:
    """Return the rows down to the `most`th that is open."""
    still_open = 0
    for place, action in enumerate(rows):
        still_open += not action.done
        if still_open > most:
            return rows[:place]
    return rows
