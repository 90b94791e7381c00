"""A mail as a draft: asking where it goes, saving it, and saying whom it reaches. The mail program sends it."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from db.errors import KnownError
from desktop.exchange.mail_out import unusable_words
from desktop.naming.counting import some_names
from desktop.operations import Operations
from desktop.texts import _
from desktop.widgets.messages import InlineMessage
from desktop.widgets.saving import ask_where, write_file

if TYPE_CHECKING:
    from desktop.sending import Outgoing


def save_draft(
    parent: QWidget,
    operations: Operations,
    made: "Outgoing",
    message: InlineMessage,
    *,
    then: str,
    failed: Callable[[KnownError], object],
    done: Callable[[], object] | None = None,
) -> None:
    """Ask where a draft goes and save it; `message` says so, what to do `then`, and whom it does not reach."""
    path = ask_where(parent, _("Save"), made.name, _("E-mail draft (*.eml)"))
    if path is None:
        return

    told = partial(_say_saved, message, made, then, done)  # left out where the dialog of the message is closed by then
    operations.job(write_file, path, made.data, done=told, failed=failed)


def _say_saved(
    message: InlineMessage, made: "Outgoing", then: str, done: Callable[[], object] | None, path: Path
) -> None:  # fmt: skip
    words = _("Saved as {name} in {folder}.").format(name=path.name, folder=path.parent)
    said = " ".join((words, then, *_not_reached(made)))
    message.say(said, "ok", _("Open draft"), lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))))
    if done is not None:
        done()


def _not_reached(made: "Outgoing") -> list[str]:
    parts = [unusable_words(made.unusable)] if made.unusable else []
    if made.without:
        parts.append(_("Without an address: {names}.").format(names=some_names(made.without)))
    return parts
