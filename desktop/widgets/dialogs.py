"""The frame of every dialog: title, body, what is wrong, and a row of verbs with the primary one at the right."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QComboBox,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLayout,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from desktop import theme
from desktop.texts import _
from desktop.widgets.buttons import Button, Kind
from desktop.widgets.fields import DateField
from desktop.widgets.labels import Label
from desktop.widgets.layouts import HeldColumn, Part, ScrollArea, fill
from desktop.widgets.looking import writes
from desktop.widgets.messages import InlineMessage

_FROM_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
"""Where a title begins, whatever the script of the name it begins with."""
_FEW_LINES = 132
"""The height in pixels at 100 % text that a list keeps in a dialog that is too high for the screen."""


class Dialog(QDialog):
    """A window for one thing. Fill `body`, name the verb with `set_primary`, `say` what is wrong in place.

    `corner` stands at the title's right; `scrolling_height` is how high one that scrolls wants to be. Escape closes it;
    Ctrl+Enter does the primary verb from anywhere, Enter where no text takes it.

    Its title, which may name a member, is read in it and by screen readers. The system, which keeps and shows the
    titles of windows, is told that of the window it belongs to.
    """

    scrolling_height = 0

    def __init__(
        self,
        title: str,
        parent: QWidget | None = None,
        *,
        width: int = 520,
        scrolls: bool = False,
        lead: str = "",
        corner: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(parent.window().windowTitle() if parent is not None else "Ronda")
        self.setAccessibleName(title)
        self._width = width
        self.title_label = Label(title, 20, 600, wrap=True)
        self.title_label.setAlignment(_FROM_LEFT)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(24, 0, 24, 16)
        self.body.setSpacing(12)
        self.message = InlineMessage()
        self.primary: Button | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)  # `fit` knows the height better
        head = QVBoxLayout()
        head.setContentsMargins(24, 20, 24, 16)
        head.setSpacing(4)
        head.addLayout(_beside(self.title_label, corner))
        if lead:
            head.addWidget(Label(lead, 14, 400, "text2", wrap=True))
        column.addLayout(head)
        self._scrolls = ScrollArea(self.body) if scrolls else None
        if self._scrolls is not None:
            column.addWidget(self._scrolls, 1)
        else:
            column.addLayout(self.body, 1)
        box = QVBoxLayout()
        box.setContentsMargins(24, 0, 24, 16)
        box.addWidget(self.message)
        column.addLayout(box)
        self._foot = self._make_foot()
        column.addWidget(self._foot)

    def _make_foot(self) -> QFrame:
        foot = QFrame()
        foot.setObjectName("sunken")
        foot.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(foot)
        row.setContentsMargins(24, 12, 24, 12)
        row.setSpacing(8)
        self._left = QHBoxLayout()
        self._right = QHBoxLayout()
        row.addLayout(self._left)
        row.addStretch(1)
        row.addLayout(self._right)
        self.close_button = Button(_("Cancel"), clicked=self.reject)
        self._right.addWidget(self.close_button)
        return foot

    def add(self, *parts: Part) -> None:
        """Add `parts` to the body (see `layouts.fill`)."""
        fill(self.body, parts)

    def set_primary(
        self,
        verb: str,
        clicked: Callable[[], object] | None = None,
        *,
        kind: Kind = "primary",
        changes: bool = True,
    ) -> Button:
        """Put the button that does what the dialog is for at the right; by default it accepts and changes things."""
        self.primary = Button(verb, kind, clicked=clicked or self.accept)
        self.primary.pressed.connect(self._read_days)
        if changes:
            writes(self.primary)
        self._right.addWidget(self.primary)
        return self.primary

    def _read_days(self) -> None:
        """Read what stands half typed in date fields: a button pressed with the mouse takes the keyboard from none."""
        for field in self.findChildren(DateField):
            field.settle()

    def set_close(self, verb: str) -> None:
        """Name the button that closes, where nothing is there to cancel."""
        self.close_button.setText(verb)

    def add_button(self, verb: str, clicked: Callable[[], object], *, kind: Kind = "normal") -> Button:
        """Put another button at the left."""
        button = Button(verb, kind, clicked=clicked)
        self._left.addWidget(button)
        return button

    def say(self, sentence: str, *, kind: str = "danger") -> None:
        """Show what is wrong above the buttons; an empty sentence takes it away."""
        self.message.say(sentence, "warn" if kind == "warn" else "info" if kind == "info" else "danger")
        if self.isVisible():
            held = self.size()
            self.fit()
            self.resize(self.size().expandedTo(held))
            self._stay_in_sight()

    def _first_field(self) -> QWidget | None:
        widget = self.nextInFocusChain()
        while widget is not None and widget is not self:
            takes = widget.focusPolicy() & Qt.FocusPolicy.TabFocus == Qt.FocusPolicy.TabFocus
            if takes and widget.isEnabled() and not widget.isHidden() and not self._foot.isAncestorOf(widget):
                return widget
            widget = widget.nextInFocusChain()
        return None

    def showEvent(self, event: QShowEvent) -> None:
        self.fit()
        if self.focusWidget() is None:
            (self._first_field() or self.primary or self.close_button).setFocus(Qt.FocusReason.OtherFocusReason)
        super().showEvent(event)
        QTimer.singleShot(0, self, self._show_beginning)  # the field chooses its words as it gets the keyboard

    def _show_beginning(self) -> None:
        """Leave the words of the field in hand chosen, but seen from their beginning where they are longer than it."""
        field = self.focusWidget()
        line = field.lineEdit() if isinstance(field, QComboBox) else field
        if isinstance(line, QLineEdit) and line.text() and line.selectedText() == line.text():
            line.setSelection(len(line.text()), -len(line.text()))

    def fit(self) -> None:
        """Be as high as the contents ask for."""
        room = self.screen().availableGeometry()
        width = min(theme.px(self._width), room.width())
        wanted = self._wanted_height(width)
        if wanted > room.height() - 48 and self._scrolls is None:
            self._give_way()
        height = min(wanted, room.height() - 48)
        self.setMinimumSize(width, height if self._scrolls is None else min(height, 320))
        self.resize(
            width, max(height, min(theme.px(self.scrolling_height), room.height() - 48)) if self._scrolls else height
        )
        self._stay_in_sight()

    def _wanted_height(self, width: int) -> int:
        if (layout := self.layout()) is not None:
            layout.activate()
        wanted = self.heightForWidth(width) if self.hasHeightForWidth() else self.sizeHint().height()
        return wanted + self._cut_by_scrolling(width)

    def _give_way(self) -> None:
        """Have the body scroll where the screen is too low for it: what is squeezed stands over what is below it.

        First lists and texts, which scroll by themselves, are lower: of them a few lines are enough.
        """
        for area in self.findChildren(QAbstractScrollArea):
            area.setMinimumHeight(min(area.minimumHeight(), theme.px(_FEW_LINES)))
        column, held, focus = self.layout(), HeldColumn(), self.focusWidget()
        assert isinstance(column, QVBoxLayout)
        parts = self.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
        shown = [part for part in parts if not part.isHidden()]
        place = column.indexOf(self.body)
        column.takeAt(place)
        self.body.setParent(None)
        held.setLayout(self.body)
        self._scrolls = ScrollArea(held)
        column.insertWidget(place, self._scrolls, 1)
        for part in (self._scrolls, *shown):  # else Qt shows what went into another widget only a turn later
            part.show()
        if focus is not None:
            focus.setFocus()

    def _cut_by_scrolling(self, width: int) -> int:
        """Return how much higher what can be scrolled is than it asks for: Qt has it ask for 24 lines at most."""
        inner = self._scrolls.widget() if self._scrolls is not None else None
        layout = inner.layout() if inner is not None else None
        if self._scrolls is None or layout is None or self.scrolling_height:
            return 0
        whole = layout.totalHeightForWidth(width) if layout.hasHeightForWidth() else layout.totalSizeHint().height()
        return max(0, whole - self._scrolls.sizeHint().height())

    def _stay_in_sight(self) -> None:
        """Move up when the dialog has grown over the lower edge of the screen: its buttons are there."""
        if not self.isVisible():
            return
        room, frame = self.screen().availableGeometry(), self.frameGeometry()
        over = frame.bottom() - room.bottom()
        if over > 0:
            self.move(frame.x(), max(room.y(), frame.y() - over))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        at = self.focusWidget()
        if enter and self.primary is not None:
            writing = isinstance(at, QPlainTextEdit | QTextEdit)
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier or not writing:
                self.primary.click()
                return
        if event.matches(QKeySequence.StandardKey.Cancel):
            self.reject()
            return
        super().keyPressEvent(event)


def _beside(title: Label, corner: QWidget | None) -> QHBoxLayout:
    """Return the title with something at its right."""
    row = QHBoxLayout()
    row.addWidget(title, 1)
    if corner is not None:
        row.addWidget(corner, 0, Qt.AlignmentFlag.AlignTop)
    return row


def ask(
    parent: QWidget, title: str, sentence: str, verb: str, *, kind: Kind = "danger", keep: str = "",
    changes: bool = True,
) -> bool:  # fmt: skip
    """Ask before deleting or overwriting; return whether to do it. `keep` names the button that leaves all as it is.

    `changes`: whether it changes the record that is open.
    """
    dialog = Dialog(title, parent, width=440)
    dialog.add(Label(sentence, 14, 400, wrap=True))
    dialog.set_primary(verb, kind=kind, changes=changes)
    dialog.set_close(keep or _("Cancel"))
    dialog.close_button.setFocus()
    agreed = dialog.exec() == QDialog.DialogCode.Accepted
    dialog.deleteLater()
    return agreed
