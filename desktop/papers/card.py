"""A document in the print room: its first page, what it is and stands for, and what it lacks with the repair."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFocusEvent, QImage, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from desktop import icons, texts, theme
from desktop.papers.pictures import Picture
from desktop.reports.catalogue import Document, Standing
from desktop.texts import _, ngettext
from desktop.widgets.buttons import Button
from desktop.widgets.labels import IconLabel, Label
from desktop.widgets.layouts import column, row
from desktop.widgets.painting import focus_ring, round_rect

PICTURE = QSize(126, 178)
"""How large a page may be drawn, in pixels whatever the text's size."""
_MOST_MISSING = 1


class Sheet(QWidget):
    """The page: white until its picture comes, dashed where there is nothing to print."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedSize(PICTURE)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.image: QImage | None = None
        self.there = True

    def show_image(self, image: QImage | None, *, there: bool) -> None:
        """Show a page, or an empty one; `there`: whether there is anything to print."""
        if image is not None:
            image.setDevicePixelRatio(self.devicePixelRatioF())
        if image is not self.image or there != self.there:
            self.image, self.there = image, there
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if not self.there:
            rect = QRectF(self.rect())
            round_rect(painter, rect, 4, fill="sunken", edge="line_strong", dashed=True)
            side = 32
            at = QPointF((rect.width() - side) / 2, (rect.height() - side) / 2).toPoint()
            painter.drawPixmap(at, icons.icon("file-text", "text3", side).pixmap(QSize(side, side)))
            return
        scale = self.devicePixelRatioF()
        size = QSizeF(PICTURE) if self.image is None else self.image.deviceIndependentSize()
        left = round((self.width() - size.width()) / 2 * scale) / scale  # at whole pixels: nothing is drawn anew
        page = QRectF(QPointF(left, 0), size)
        if self.image is None:
            painter.fillRect(page, Qt.GlobalColor.white)  # paper is white in the dark, too
        else:
            painter.drawImage(QPointF(left, 0), self.image)
        painter.setPen(theme.color("line_mid"))
        painter.drawRect(page.adjusted(0.5, 0.5, -0.5, -0.5))


class Lack(QWidget):
    """What a document lacks, and the button that repairs it."""

    mend_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.missing_label = Label("", 13, 500, "warn", wrap=True)
        self.more_label = Label("", 12, 400, "text2", wrap=True)
        self.mend_button = Button("", "warn", clicked=self.mend_requested.emit)
        for label in (self.missing_label, self.more_label):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        icon = IconLabel("warning", "warn", 16)
        warning = row(column(1, icon, None, spacing=0), self.missing_label, spacing=6)
        warning.setStretch(1, 1)
        self.setLayout(column(warning, self.more_label, row(self.mend_button, None), spacing=4))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def show_missing(self, missing: tuple[str, ...], mend_word: str, of: str) -> None:
        """Show what is missing in the document whose name is `of`; without a `mend_word` nothing repairs it."""
        shown, more = missing[:_MOST_MISSING], len(missing) - _MOST_MISSING
        self.missing_label.setText(" ".join(shown))
        words = ngettext("{n} more thing is missing.", "{n} more things are missing.", more) if more > 0 else ""
        self.more_label.setText(words.format(n=texts.number(more)))
        self.more_label.setVisible(more > 0)
        self.mend_button.setText(mend_word)
        self.mend_button.setVisible(bool(mend_word))
        self.mend_button.setAccessibleName(f"{mend_word} – {of}")


class DocumentCard(QAbstractButton):
    """Opens the document when it is clicked, or with Enter; a button in it repairs what is missing."""

    opened = Signal()
    mend_requested = Signal()
    arrow_pressed = Signal(int)
    """An arrow, Home or End."""
    typed = Signal(str)
    reached = Signal()
    """The card has the keyboard now."""

    def __init__(self, document: Document, mend_word: Callable[[Standing], str], parent: QWidget) -> None:
        super().__init__(parent)
        self.document = document
        self._mend_word = mend_word
        self.standing: Standing | None = None
        self.chosen = False
        """Whether this is the one that is printed when one asks to print."""
        self.setText(document.name())
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.sheet = Sheet(self)
        self.name_label = Label(document.name(), 15, 600, wrap=True)
        self.about_label = Label("", 13, 400, "text2", wrap=True)
        self.pages_label = Label("", 12, 400, "text3")
        self.lack: Lack | None = None
        """What it lacks, once it ever lacked something."""
        for label in (self.name_label, self.about_label, self.pages_label):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._words = column(self.name_label, self.about_label, self.pages_label, 4, None, spacing=4)
        whole = row(column(self.sheet, None), self._words, spacing=16, margins=(16, 14, 12, 14))
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.clicked.connect(lambda _checked: self.opened.emit())

    def choose(self, *, chosen: bool) -> None:
        """Be the one that is printed, and that Tab goes to; or no more."""
        self.chosen = chosen
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if chosen else Qt.FocusPolicy.ClickFocus)
        self.update()

    def show_standing(self, standing: Standing) -> None:
        """Show what the document stands for and what it lacks."""
        self.standing = standing
        self.about_label.setText(standing.about)
        self.about_label.setVisible(bool(standing.about))
        self._show_lack(standing)
        self._speak()

    def show_picture(self, picture: Picture | None) -> None:
        """Show the first page, and how many there are."""
        there = self.standing is None or self.standing.make is not None
        self.sheet.show_image(picture.image if picture is not None and there else None, there=there)
        count = picture.pages if picture is not None and there else 0
        words = ngettext("{n} page", "{n} pages", count).format(n=texts.number(count)) if count else ""
        if picture is not None and there and picture.image is None:
            words = _("It could not be laid out.")
        self.pages_label.setText(words)
        self.pages_label.setVisible(bool(words))
        self._speak()

    def _show_lack(self, standing: Standing) -> None:
        if standing.missing and self.lack is None:
            self.lack = Lack()
            self.lack.mend_requested.connect(self.mend_requested)
            self._words.insertWidget(self._words.count() - 1, self.lack)
        if self.lack is not None:
            self.lack.show_missing(standing.missing, self._mend_word(standing) if standing.mend else "", self.text())
            self.lack.setVisible(bool(standing.missing))

    def _speak(self) -> None:
        standing = self.standing
        missing = standing.missing if standing is not None else ()
        parts = (self.about_label.text(), self.pages_label.text(), *missing)
        self.setAccessibleDescription(". ".join(part.rstrip(".") for part in parts if part))

    # The keyboard and the pointer

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, plain = (
            event.key(),
            event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier),
        )
        arrows = (
            Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End,
            Qt.Key.Key_PageUp, Qt.Key.Key_PageDown,
        )  # fmt: skip
        shifted = event.modifiers() == Qt.KeyboardModifier.ShiftModifier
        if plain and key in arrows:
            self.arrow_pressed.emit(key)
        elif plain and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        elif (plain or shifted) and event.text().isalpha():
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.reached.emit()
        self.update()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.update()
        super().focusOutEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.update()
        super().leaveEvent(event)

    def sizeHint(self) -> QSize:
        layout = self.layout()
        return layout.sizeHint() if layout is not None else super().sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        fill = "select" if self.chosen else "hover" if self.underMouse() else "surface"
        round_rect(painter, rect, 8, fill=fill, edge="accent_text" if self.chosen else "line")
        if self.hasFocus():
            focus_ring(painter, rect, 8)
