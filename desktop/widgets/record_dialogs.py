"""Dialogs that change the record: they stay open until it is kept, and say beside the fields what was refused."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from db.errors import KnownError
from desktop.operations import Operations
from desktop.sentences import sentence
from desktop.texts import _
from desktop.widgets.dialogs import Dialog
from desktop.widgets.fields import DateField


class RecordDialog(Dialog):
    """A dialog whose verb calls a use case; `save` closes it once the record has been kept."""

    def __init__(
        self,
        operations: Operations,
        title: str,
        parent: QWidget | None = None,
        *,
        width: int = 520,
        scrolls: bool = False,
        lead: str = "",
    ) -> None:
        super().__init__(title, parent, width=width, scrolls=scrolls, lead=lead)
        self.operations = operations
        self.result_value: Any = None

    def save(self, function: Callable[..., Any], *args: Any, **kwargs: Any) -> None:
        """Call a use case; accept when it is done, say what was refused otherwise."""
        self.say("")
        if self.primary is not None:
            self.primary.setEnabled(False)
        self.operations.write(function, *args, done=self._on_saved, failed=self._on_refused, **kwargs)

    def dates_read(self, *fields: DateField) -> bool:
        """Return whether every field is empty or holds a date; say so where one does not."""
        for field in fields:
            if not field.readable():
                self.say(_("This is not a date. Write it as 22 Oct 2026."))
                field.line.setFocus()
                return False
        return True

    def _on_saved(self, result: Any) -> None:
        self.result_value = result
        self.accept()

    def _on_refused(self, error: KnownError) -> None:
        if self.primary is not None:
            self.primary.setEnabled(True)
        self.say(sentence(error))
