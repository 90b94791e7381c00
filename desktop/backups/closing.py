"""What is in sight while the last backup is taken and the window is gone already."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop import theme
from desktop.texts import _
from desktop.widgets.labels import Label
from desktop.widgets.layouts import column
from desktop.widgets.messages import Busy


class ClosingNote(QWidget):
    """One sentence and a bar; it goes by itself."""

    def __init__(self, sentence: str) -> None:
        super().__init__(None, Qt.WindowType.Dialog | Qt.WindowType.CustomizeWindowHint | Qt.WindowType.WindowTitleHint)
        theme.dress(self)  # it has no window above it to take its look from
        self.setWindowTitle("Ronda")
        self.busy = Busy()
        self.busy.start(sentence)
        self.busy.button.hide()
        safe = Label(
            _("Everything is saved. Ronda closes as soon as the backup was checked."), 13, 400, "text2", wrap=True
        )
        self.setLayout(column(self.busy, safe, spacing=12, margins=(24, 20, 24, 20)))
        self.setFixedWidth(theme.px(440))
