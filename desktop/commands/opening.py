"""What the command line says before a window opens, or in place of one. No Qt is loaded for it."""

import os
import sys
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path

from desktop.commands.console import REFUSED, USAGE, Console
from desktop.texts import _

OPTIONS = ("--sample", "--version", "--help")
"""What may be asked for without a command."""

_SCREENS = ("DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET")


def refused(words: Sequence[str], commands: Sequence[str], console: Console) -> int | None:
    """Say why no window can open on `words`, a file's path or nothing; return the exit code, or None if it can."""
    if reason := _misread(words, commands):
        console.err.write("ronda: " + _("This was not understood: {reason}").format(reason=reason) + "\n")
        return USAGE
    if words and not Path(words[0]).exists():
        console.err.write(f"ronda: {_missing(words[0], commands)}\n")
        return USAGE if _may_be_command(words[0]) else REFUSED
    if not _has_screen():
        reason = _("There is no screen here to open the window on. The commands need none; “ronda --help” lists them.")
        console.err.write(f"ronda: {reason}\n")
        return REFUSED
    return None


def _misread(words: Sequence[str], commands: Sequence[str]) -> str:
    for word in words:
        if word.startswith("-"):
            return _("there is no option “{word}”.").format(word=word) + " " + _hint(word, OPTIONS)
    if len(words) < 2:
        return ""
    if _may_be_command(words[0]):
        return _("there is no command “{word}”.").format(word=words[0]) + " " + _hint(words[0], commands)
    return _("one file opens at a time, and “{word}” is one more.").format(word=words[1])


def _missing(word: str, commands: Sequence[str]) -> str:
    from db.errors.files import FileMissing
    from desktop.sentences import sentence

    if not _may_be_command(word):
        return sentence(FileMissing(Path(word)))
    return _("There is neither a file nor a command “{word}”.").format(word=word) + " " + _hint(word, commands)


def _may_be_command(word: str) -> bool:
    """Return whether a word looks like a command rather than a file."""
    path = Path(word)
    return not path.exists() and not path.suffix and len(path.parts) == 1


def _hint(word: str, known: Sequence[str]) -> str:
    near = get_close_matches(word, known, n=1)
    if near:
        return _("Did you mean “{near}”?").format(near=near[0])
    return _("“ronda --help” lists what there is.")


def _has_screen() -> bool:
    if sys.platform in ("win32", "darwin") or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return any(map(os.environ.get, _SCREENS))
