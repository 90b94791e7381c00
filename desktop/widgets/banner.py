"""What holds for every page, said above them: the newest is in sight, what was said before it once that is put away."""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from PySide6.QtWidgets import QWidget

from desktop.widgets.layouts import column
from desktop.widgets.messages import InlineMessage


class _Notice(NamedTuple):
    """A sentence, the word on its button and what that does, and whether nobody may put it away."""

    sentence: str
    button: str
    clicked: Callable[[], object] | None
    stays: bool


class Banner(QWidget):
    """One notice at a time, about something each. Out of sight while there is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.message = InlineMessage()
        self._notices: dict[str, _Notice] = {}
        """By what they are about, the newest last."""
        self.setLayout(column(self.message, margins=(24, 8, 24, 8)))
        self.hide()

    def say(
        self, about: str, sentence: str, button: str = "", clicked: Callable[[], object] | None = None,
        *, stays: bool = True,
    ) -> None:  # fmt: skip
        """Say `sentence` in place of what was said `about` the same; an empty one takes that away."""
        self._notices.pop(about, None)
        if sentence:
            self._notices[about] = _Notice(sentence, button, clicked, stays)
        self._show_newest()

    def says(self, about: str) -> bool:
        """Return whether something is said about this, in sight or below what was said later."""
        return about in self._notices

    def _show_newest(self) -> None:
        if self._notices:
            about, notice = next(reversed(self._notices.items()))
            self.message.say(notice.sentence, "warn", notice.button, notice.clicked)
            if not notice.stays:
                self.message.let_dismiss(partial(self.say, about, ""))
        else:
            self.message.say("")
        self.setVisible(bool(self._notices))
