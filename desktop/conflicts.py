"""Copies beside the open file that a program that synchronises folders made of it: found, and told above every page."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import shiboken6

from desktop.place_words import conflict_words
from desktop.texts import _
from desktop.widgets.saving import show_folder

if TYPE_CHECKING:
    from desktop.window import Window

CONFLICTS: Final = "conflicts"
"""What the window says of them is about this."""


def find_conflicts(path: Path) -> tuple[str, list[Path]]:
    """Return which program synchronises the folder of `path`, if one does, and the conflict copies beside it."""
    from db.files.media import conflict_copies, synced_by

    program = synced_by(path)
    return program, conflict_copies(path, program)


def tell_conflicts(window: "Window", path: Path, found: tuple[str, list[Path]]) -> None:
    """Say above every page that copies made because of a conflict lie beside the file."""
    program, copies = found
    if copies and shiboken6.isValid(window):
        show = partial(show_folder, path)
        window.set_banner(conflict_words(copies, program), _("Show folder"), show, about=CONFLICTS, stays=False)
