"""Where a command speaks, and what every command begins with: the file opened, the language, who is at work."""

import argparse
import codecs
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TextIO

from desktop import texts
from desktop.clock import Clock
from desktop.texts import _

if TYPE_CHECKING:
    from pathlib import Path

    from db.engine import AllianceFile
    from db.files.working_copy import WorkingCopy
    from desktop.settings import Settings

DONE, REFUSED, USAGE = 0, 1, 2
"""Exit codes."""


@dataclass(slots=True)
class Console:
    """Where a command speaks. `ask` prompts for a passphrase; nothing where there is no terminal."""

    out: TextIO
    err: TextIO
    clock: Clock = field(default_factory=Clock, kw_only=True)
    ask: Callable[[str], str] | None = None
    working_copy: "WorkingCopy | None" = None
    """Where the command worked on a copy of a file that lies on a stick and the like."""
    kept: bool = False
    """Whether the command has changed the record already: who stops it now stops only what it still has to say."""

    def say(self, line: str = "") -> None:
        """Write a line of the result."""
        self.out.write(line + "\n")


def opened(options: argparse.Namespace, console: Console, *, read_only: bool = False) -> "AllianceFile":
    """Open the file a command is about, asking for its passphrase where needed, and speak the alliance's language.

    Raises:
        KnownError: What `db.engine.open_file` raises.
    """
    from db.alliance import alliance
    from db.engine import open_file
    from db.errors.files import PassphraseFileNeeded
    from db.files.header import looks_protected
    from desktop.hurt_files import hurt_told
    from desktop.placed_files import open_at_its_place

    passphrase = given_passphrase(options)
    with hurt_told(options.file):
        if passphrase is None and looks_protected(options.file):
            if console.ask is None:
                raise PassphraseFileNeeded(options.file)
            passphrase = console.ask(_("Passphrase of “{file}”: ").format(file=options.file.name))
        if read_only:
            file = open_file(options.file, passphrase=passphrase, read_only=True)
        else:
            file = open_at_its_place(options.file, passphrase=passphrase, who=user_name(), office=_settings().office)
            console.working_copy = file.working_copy
    with file.reading() as session:
        texts.use(texts.closest(alliance(session).language))
    _say_of_copies(file, console)
    return file


def _say_of_copies(file: "AllianceFile", console: Console) -> None:
    """Say on standard error if this computer has seen a newer copy of the file."""
    from desktop.naming.desk import copy_words
    from desktop.opened_copies import look_at_copy

    found = look_at_copy(file)
    if found is not None:
        console.err.write(f"ronda: {copy_words(found)}\n")


def given_passphrase(options: argparse.Namespace) -> str | None:
    """Return the first line of the passphrase file, if one was given.

    Raises:
        FileMissing, NotARegularFile, PlaceReadOnly, SheetTooLarge: It cannot be read.
    """
    return first_line(options.passphrase_file)


def first_line(path: "Path | None") -> str | None:
    """Return the first line of a text file, in UTF-8 or marked UTF-16, or nothing if none was given.

    Raises:
        FileMissing, NotARegularFile, PlaceReadOnly, SheetTooLarge: It cannot be read.
    """
    if path is None:
        return None
    from desktop.exchange.tables import read_bytes

    content = read_bytes(path, 10_000)
    marked = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))  # as some Windows shells write
    lines = content.decode("utf-16" if marked else "utf-8-sig", "replace").splitlines()
    return lines[0] if lines else ""


def user_name() -> str:
    """Return the name that history keeps beside changes made from the command line: said here, or in the window."""
    return os.environ.get("RONDA_WHO") or _settings().who


def own_language() -> str:
    """Return the language of whoever sits here, before any alliance's is known.

    The environment's comes first, then the one chosen in the window, then the system's.
    """
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "").partition(":")[0]
        if value.partition(".")[0] not in ("", "C", "POSIX"):
            return texts.closest(value)
    if (chosen := _settings().language) != "system":
        return texts.closest(chosen)
    import locale

    return texts.closest(locale.getlocale()[0])


def _settings() -> "Settings":
    from desktop.settings import SettingsFile

    return SettingsFile().value
