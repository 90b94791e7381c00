"""Fields: choice from a list, dates; and rows of labelled fields."""

import datetime as dt
from collections.abc import Callable, Sequence

from PySide6.QtCore import QDate, QLocale, QPoint, QSize, Qt, QTime, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPalette, QTextCharFormat, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QCalendarWidget,
    QComboBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSpinBox,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionComboBox,
    QStyleOptionFrame,
    QStylePainter,
    QTimeEdit,
    QToolButton,
    QWidget,
)

from desktop import texts, theme
from desktop.texts import _
from desktop.widgets.buttons import IconButton
from desktop.widgets.completing import Completer
from desktop.widgets.labels import Label, plain_tip
from desktop.widgets.layouts import column
from desktop.widgets.painting import text_width
from desktop.widgets.way_back import WayBack

WIDEST_LIST = 480
"""Pixels a list of choices may be wider than its field; longer words are shortened."""

SEARCH_FROM_CHOICES = 12
"""From so many choices on, a `Choice` can be typed into."""


class Choice(QComboBox):
    """One of several things, each with a key; a long list can be typed into and narrows as one types, if `searchable`.

    `value()` is the key, None when nothing is chosen. `chosen(object)` follows a person's choice only.
    """

    chosen = Signal(object)

    def __init__(
        self,
        choices: Sequence[tuple[object, str]] = (),
        *,
        name: str,
        kind: str = "",
        placeholder: str = "",
        searchable: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._searchable = searchable
        self.setAccessibleName(name)
        if kind:
            self.setProperty("kind", kind)
        if placeholder:
            self.setPlaceholderText(placeholder)
        self.setMaxVisibleItems(14)
        self.setMinimumContentsLength(4)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._dropped = False
        """Whether the list was ever opened: Qt makes it when it is first touched."""
        self._keys: tuple[object, ...] = ()
        self.activated.connect(self._on_activated)
        self.set_choices(choices)

    def set_choices(self, choices: Sequence[tuple[object, str]]) -> None:
        """Offer `choices`; what was chosen stays chosen where it still can."""
        held = self.value()
        self._keys = tuple(key for key, _word in choices)
        self.blockSignals(True)
        self.clear()
        self.addItems([word for _key, word in choices])
        self._make_searchable(self._searchable and len(choices) >= SEARCH_FROM_CHOICES)
        self.set_value(held if held in self._keys else None)
        if self.currentIndex() < 0 and not self.placeholderText() and choices:
            self.setCurrentIndex(0)
        self.blockSignals(False)

    def value(self) -> object:
        """Return the key chosen, or None."""
        index = self.currentIndex()
        return self._keys[index] if 0 <= index < len(self._keys) else None

    def set_value(self, key: object) -> None:
        """Choose `key`, or nothing if it is not among the choices; no `chosen` signal."""
        self.setCurrentIndex(self._keys.index(key) if key in self._keys else -1)

    def expect(self, key: object) -> None:
        """Choose `key`, also before it is offered: the next choices have a word for it, or do without it."""
        if key not in self._keys:
            self._keys = (*self._keys, key)
            self.blockSignals(True)
            self.addItem("…")
            self.blockSignals(False)
        self.set_value(key)

    def _make_searchable(self, searchable: bool) -> None:
        if searchable == self.isEditable():
            return
        self.setEditable(searchable)
        line = self.lineEdit()
        if line is None:
            return
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setCompleter(None)  # type: ignore[arg-type] # which the stubs do not know to be allowed
        line.setAccessibleName(self.accessibleName())
        line.setPlaceholderText(self.placeholderText())
        line.editingFinished.connect(self._settle)
        if self.hasFocus():
            self._narrow_as_typed()

    def focusInEvent(self, event: QFocusEvent) -> None:
        if self.isEditable() and self.completer() is None:
            self._narrow_as_typed()
        super().focusInEvent(event)

    def _narrow_as_typed(self) -> None:
        """Have what is typed narrow the list. Its pop-up takes longer to make than all else here: not before."""
        self.setCompleter(Completer(self.model(), self, takes_only=lambda *_typed: True))  # nothing else may stand here

    def _settle(self) -> None:
        """Choose what was typed, or the one choice it begins; put back the chosen word where it is no choice."""
        line = self.lineEdit()
        if line is None or self._takes_offered():
            return
        typed = line.text().strip().casefold()
        words = [self.itemText(index).casefold() for index in range(self.count())]
        found = [index for index, word in enumerate(words) if word == typed]
        if typed and not found:
            found = [index for index, word in enumerate(words) if word.startswith(typed)]
            found = found if len(found) == 1 else []
        if found and found[0] != self.currentIndex():
            self.setCurrentIndex(found[0])
            self._on_activated(found[0])
        else:
            line.setText(self.itemText(self.currentIndex()) if self.currentIndex() >= 0 else "")

    def _takes_offered(self) -> bool:
        """Return whether Enter was pressed on the list of what is offered: Qt chooses that itself, right after this."""
        completer = self.completer()
        popup = None if completer is None else completer.popup()
        return popup is not None and popup.isVisible() and popup.currentIndex().isValid()

    def sizeHint(self) -> QSize:
        """Return room for the widest choice: Qt rounds it down to whole pixels, and its last letters were cut."""
        hint = super().sizeHint()
        return QSize(hint.width() + 2, hint.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.isEditable():
            super().paintEvent(event)
            return
        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        part = QStyle.SubControl.SC_ComboBoxEditField
        room = self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, self).width() - 2
        text = option.currentText
        if self.currentIndex() < 0:
            text = self.placeholderText()
            option.palette.setBrush(QPalette.ColorRole.ButtonText, option.palette.placeholderText())
        option.currentText = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room)
        self.setToolTip(plain_tip(text) if option.currentText != text else "")
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)

    def showPopup(self) -> None:
        if not self._dropped:
            self._dropped = True
            self.setItemDelegate(QStyledItemDelegate(self))  # Qt's own for these lists follows no style sheet
        widest = max((text_width(self.itemText(index), 14, 500) for index in range(self.count())), default=0)
        self.view().setMinimumWidth(min(round(widest) + theme.px(40), theme.px(WIDEST_LIST)))
        self.view().setAccessibleName(self.accessibleName())
        super().showPopup()

    def _on_activated(self, index: int) -> None:
        if 0 <= index < len(self._keys):
            self.chosen.emit(self._keys[index])

    def wheelEvent(self, event: QWheelEvent) -> None:
        # Scrolling a page must not change a choice it passes over.
        event.ignore()


def inset(field: QAbstractSpinBox) -> None:
    """Begin the text of a field with arrows where other fields begin theirs."""
    field.lineEdit().setTextMargins(9, 0, 0, 0)


class NumberField(QSpinBox):
    """A whole number; typed, or changed with the arrows. Scrolling the page passes over it."""

    def __init__(
        self,
        *,
        name: str,
        value: int = 0,
        least: int = 0,
        most: int = 9999,
        step: int = 1,
        suffix: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setRange(least, most)
        self.setSingleStep(step)
        self.setSuffix(suffix)
        self.setValue(value)
        inset(self)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class TimeField(QTimeEdit):
    """A time of day, 24-hour. Digits typed over it, or where a click put the caret, are a time from its hour on."""

    def __init__(self, *, name: str, value: dt.time | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setDisplayFormat("HH:mm")
        self.set_value(value or dt.time())
        inset(self)

    def value(self) -> dt.time:
        """Return the time."""
        return dt.time(self.time().hour(), self.time().minute())

    def set_value(self, value: dt.time) -> None:
        """Show `value`."""
        self.setTime(QTime(value.hour, value.minute))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        chosen, whole = self.lineEdit().selectedText(), len(self.text()) == len(self.displayFormat())
        if event.text().isdigit() and (":" in chosen or (whole and not chosen)):  # where Qt takes none of them
            self.setSelectedSection(QTimeEdit.Section.HourSection)
        super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class _InnerButton(IconButton):
    """Stands in a line of text, which gets no letter that is typed while this has the keyboard."""

    _PASSED_ON = frozenset((Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Backtab))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)
        typed = bool(event.text()) or event.key() == Qt.Key.Key_Delete
        if typed and event.key() not in self._PASSED_ON:
            event.accept()


class DateField(QWidget):
    """A date, typed as people write it or picked from a calendar; may be empty.

    `read` turns what was typed into a date or None (such as `texts.read_date`), `write` a date into words. What
    cannot be read is marked, kept as typed, and `value()` is None; `readable()` tells it from an empty field.
    """

    changed = Signal(object)
    """The date or None, after a person's change."""
    settled = Signal()
    """What was typed was read, whether it is another date, none, or unreadable."""

    def __init__(
        self,
        *,
        name: str,
        read: Callable[[str], dt.date | None],
        write: Callable[[dt.date], str] = texts.date_short_year,
        value: dt.date | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._write = write
        self._read = read
        self._value: dt.date | None = None
        self.first_value = value
        """What the field was made with."""
        self.line = QLineEdit()
        self.line.setAccessibleName(name)
        self.line.setTextMargins(0, 0, 26, 0)
        self.line.editingFinished.connect(self.settle)
        WayBack(self.line).handed_on.connect(self.settle)
        meaning = _("Choose a date for “{name}”").format(name=name)
        self.button = _InnerButton("calendar-blank", meaning, clicked=self.pick)
        self.button.setParent(self.line)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.line)
        inner = QHBoxLayout(self.line)
        inner.setContentsMargins(0, 0, 2, 0)
        inner.addStretch(1)
        inner.addWidget(self.button)
        self.button.setCursor(Qt.CursorShape.ArrowCursor)
        self.setFocusProxy(self.line)
        self.set_value(value)

    def value(self) -> dt.date | None:
        """Return the date, or None."""
        return self._value

    def readable(self) -> bool:
        """Return whether the field is empty or holds a date."""
        return self._value is not None or not self.line.text().strip()

    def set_value(self, value: dt.date | None) -> None:
        """Show `value`; no `changed` signal."""
        self._value = value
        self.line.setText(self._write(value) if value else "")
        self._mark()

    def pick(self) -> None:
        """Open the calendar below the field."""
        popup = CalendarPopup(self._value or dt.date.today(), parent=self)  # noqa: DTZ011 - the person's own day
        popup.picked.connect(self._on_picked)
        popup.move(self.mapToGlobal(QPoint(0, self.height() + 4)))
        popup.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.pick()
        else:
            super().keyPressEvent(event)

    def _on_picked(self, day: dt.date) -> None:
        self.line.setFocus()
        if day != self._value:
            self.set_value(day)
            self.changed.emit(day)

    def settle(self) -> None:
        """Read what was typed; a button pressed with the mouse takes the keyboard from no field, so ask for this."""
        text = self.line.text().strip()
        found = self._read(text) if text else None
        before = self._value
        self._value = found
        if found is not None:
            self.line.setText(self._write(found))
        self._mark()
        if found != before:
            self.changed.emit(found)
        self.settled.emit()

    def _mark(self) -> None:
        wrong = not self.readable()
        if bool(self.line.property("wrong")) != wrong:
            self.line.setProperty("wrong", wrong)
            self.line.style().unpolish(self.line)
            self.line.style().polish(self.line)
        self.line.setToolTip(_("This is not a date. Write it as 22 Oct 2026.") if wrong else "")


class PathField(QLineEdit):
    """A path to read and copy, shortened in its middle where it has no room, so that its beginning and end are seen."""

    def __init__(self, *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setAccessibleName(name)
        self.textChanged.connect(lambda text: self.setToolTip(plain_tip(text)))

    def paintEvent(self, event: QPaintEvent) -> None:
        room = self.width() - 22
        if self.hasSelectedText() or self.fontMetrics().horizontalAdvance(self.text()) <= room:
            super().paintEvent(event)
            return
        option = QStyleOptionFrame()
        self.initStyleOption(option)
        painter = QPainter(self)
        self.style().drawPrimitive(QStyle.PrimitiveElement.PE_PanelLineEdit, option, painter, self)
        painter.setPen(theme.color("text"))
        short = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideMiddle, room)
        painter.drawText(self.rect().adjusted(11, 0, -11, 0), Qt.AlignmentFlag.AlignVCenter, short)


class CalendarPopup(QFrame):
    """A month to pick a day from; closes by itself."""

    picked = Signal(object)
    """The date picked."""

    def __init__(self, day: dt.date, *, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("popup")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.calendar = QCalendarWidget()
        self.calendar.setGridVisible(False)
        self.calendar.setMinimumWidth(theme.px(296))  # room for the short names of days in every language
        self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.calendar.setHorizontalHeaderFormat(QCalendarWidget.HorizontalHeaderFormat.ShortDayNames)
        self.calendar.setSelectedDate(QDate(day.year, day.month, day.day))
        self.calendar.setLocale(QLocale(texts.REGIONS.get(texts.language(), texts.language())))
        self.calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        plain, head = QTextCharFormat(), QTextCharFormat()
        plain.setForeground(theme.color("text"))
        head.setFont(theme.font(13, 500))
        for day_of_week in Qt.DayOfWeek:  # Qt writes the weekend in red, and its head in the letters of its days
            self.calendar.setWeekdayTextFormat(day_of_week, plain)
        self.calendar.setHeaderTextFormat(head)
        for button, meaning in (
            ("qt_calendar_prevmonth", _("Month before")),
            ("qt_calendar_nextmonth", _("Month after")),
            ("qt_calendar_monthbutton", _("Month")),
            ("qt_calendar_yearbutton", _("Year")),
        ):
            found = self.calendar.findChild(QToolButton, button)
            if isinstance(found, QToolButton):
                found.setAccessibleName(meaning)
        self.calendar.activated.connect(self._on_picked)
        self.calendar.clicked.connect(self._on_picked)
        self.setLayout(column(self.calendar, margins=(8, 8, 8, 8)))
        self.calendar.setFocus()

    def _on_picked(self, day: QDate) -> None:
        self.picked.emit(dt.date(day.year(), day.month(), day.day()))
        self.close()


class FormRows(QWidget):
    """Labelled fields, one below the other; `above` puts each label over its field instead of at its left.

    Above is for dialogs that ask up to three things or have one write several lines; in longer ones, and on pages,
    labels stand in a column of their own, where they are looked over quickly.

    Each label is its field's buddy, so that its letter leads there and a screen reader says it.
    """

    def __init__(self, *, above: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._form = QFormLayout(self)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setHorizontalSpacing(16)
        self._form.setVerticalSpacing(4 if above else 12)
        self._form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._above = above
        self._rows: dict[QWidget, tuple[QLabel, QWidget]] = {}

    def add(self, word: str, field: QWidget, *, hint: str = "") -> QWidget:
        """Add `field` under the label `word`, with a line of help below it; return the field."""
        label = Label(word, 13, 500, "text2")
        label.setBuddy(field)
        if not field.accessibleName():
            field.setAccessibleName(word)
        holder = field
        if hint:
            holder = QWidget()
            holder.setLayout(column(field, Label(hint, 13, 400, "text3", wrap=True), spacing=4))
            field.setAccessibleDescription(hint)
        self._rows[field] = (label, holder)
        if self._above:
            label.setContentsMargins(0, 8 if self._form.rowCount() else 0, 0, 0)
            self._form.addRow(label)
            self._form.addRow(holder)
        else:
            label.setFixedHeight(theme.px(32))
            if holder is field and field.sizeHint().height() < theme.px(32):
                holder = QWidget()  # boxes and switches are lower than fields: in the middle of the line, as the label
                holder.setLayout(column(field))
                holder.setMinimumHeight(theme.px(32))
                self._rows[field] = (label, holder)
            self._form.addRow(label, holder)
        return field

    def add_wide(self, widget: QWidget) -> QWidget:
        """Add something that takes the whole width; return it."""
        self._form.addRow(widget)
        return widget

    def set_row_visible(self, field: QWidget, visible: bool) -> None:
        """Show or hide `field` with its label."""
        for part in self._rows[field]:
            part.setVisible(visible)
