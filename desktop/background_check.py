"""Looking an open file over in the background: indexes, references, the search; a table at a time, when all is idle."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from db.errors import KnownError
from db.errors.files import FileDamaged
from db.files.checks import Finding, check_search, check_table, only_search, tables_to_check
from desktop.operations import Operations

_PAUSE_MS: Final = 250


class BackgroundCheck(QObject):
    """Checks the file of `operations` once; ends silently where that is closed, or the work goes on in another."""

    damaged = Signal()
    """Something other than the search is wrong."""
    whole = Signal()
    """All of it was looked over, and the record is whole."""

    def __init__(self, operations: Operations, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._operations = operations
        self._left: list[str] = []
        self._path = getattr(operations.file, "path", None)
        operations.destroyed.connect(self.deleteLater)

    def start(self) -> None:
        """Begin, or go on."""
        self._operations.read(tables_to_check, done=self._begin, failed=self._fail)

    def _begin(self, names: list[str]) -> None:
        self._left = names
        self._go_on()

    def _go_on(self) -> None:
        if self._is_another():
            self.deleteLater()
        elif not self._operations.idle:
            QTimer.singleShot(_PAUSE_MS, self, self._go_on)
        elif self._left:
            self._operations.read(check_table, self._left.pop(), done=self._look_at, failed=self._fail)
        else:
            self._operations.read(check_search, done=self._end, failed=self._fail)

    def _look_at(self, findings: Sequence[Finding]) -> None:
        if only_search(findings) or self._is_another():
            QTimer.singleShot(0, self, self._go_on)
        else:
            self.damaged.emit()
            self.deleteLater()

    def _end(self, _findings: Sequence[Finding]) -> None:
        if not self._is_another():
            self.whole.emit()
        self.deleteLater()

    def _is_another(self) -> bool:
        """Return whether the work went on in another file, such as a rescued copy."""
        return getattr(self._operations.file, "path", None) != self._path

    def _fail(self, error: KnownError) -> None:
        if isinstance(error, FileDamaged) and not self._is_another():
            self.damaged.emit()
        self.deleteLater()
