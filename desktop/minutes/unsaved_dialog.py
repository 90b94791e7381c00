"""The question before the window closes over minutes that the disk would not take."""

from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget

from db.errors import KnownError
from desktop import theme
from desktop.minutes.keeping import TextKeeper
from desktop.sentences import sentence
from desktop.texts import _
from desktop.widgets.dialogs import Dialog
from desktop.widgets.labels import Label


class UnsavedDialog(Dialog):
    """Shows what would be lost. Accepted: close, and what is still not on the disk is lost; rejected: stay.

    Writing is tried on meanwhile; once all is on the disk the question answers itself.
    """

    def __init__(self, keeper: TextKeeper, parent: QWidget | None = None) -> None:
        super().__init__(_("Some of the minutes are not on the disk yet"), parent, width=560)
        self._keeper = keeper
        self.text = QPlainTextEdit("\n\n".join(keeper.unsaved()))
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(_("What is not saved"))
        self.text.setFixedHeight(theme.px(140))
        self.add(Label(reason(keeper.why()), 14, 400, wrap=True))
        self.add(Label(_("If Ronda closes now, this is lost:"), 14, 400, wrap=True), self.text)
        self.add_button(_("Close and lose it"), self.accept, kind="danger")
        self.add_button(_("Copy the text"), self._copy)
        self.close_button.hide()
        self.set_primary(_("Stay in Ronda"), self.reject, changes=False)
        if self.primary is not None:
            self.primary.setFocus()
        keeper.kept.connect(self._look)
        keeper.eased.connect(self._look)

    def _copy(self) -> None:
        copy_unsaved(self._keeper)
        self.say(_("Copied. Paste it into another program before you close Ronda."), kind="info")

    def _look(self, *_kept: object) -> None:
        if not self._keeper.unsaved():
            self.accept()


def copy_unsaved(keeper: TextKeeper) -> None:
    """Put what is not on the disk where other programs can take it from."""
    QApplication.clipboard().setText("\n\n".join(keeper.unsaved()))


def reason(error: Exception | None) -> str:
    """Return why something is not on the disk."""
    if error is None:
        return _("The disk does not answer.")
    return sentence(error) if isinstance(error, KnownError) else _("A fault in Ronda kept it from being written.")
