"""The command line: the same use cases as the window's, no Qt.

Each command is a function `(arguments, console) -> exit code` in a module of this package, imported only when it runs,
so that `ronda --help` is there at once. Results go to standard output, one-sentence errors to standard error.
"""

import importlib
from collections.abc import Sequence

from desktop.commands.console import DONE, REFUSED, USAGE, Console, own_language
from desktop.commands.parser import parser
from desktop.texts import _

__all__ = ["COMMANDS", "DONE", "REFUSED", "USAGE", "Console", "own_language", "parser", "run"]

COMMANDS = (
    "new", "demo", "import", "list", "search", "export", "duties", "handover", "receive", "check", "forget", "backup",
    "backups", "restore", "take-in", "rescue",
)  # fmt: skip


def run(arguments: Sequence[str], console: Console) -> int:
    """Run one command; return the exit code: 0 done, 1 refused, 2 not understood."""
    from db.errors import KnownError
    from desktop.sentences import sentence

    try:
        options = parser(console).parse_args(list(arguments))
    except SystemExit as left:
        return DONE if left.code in (None, 0) else USAGE
    try:
        command = getattr(importlib.import_module(f"desktop.commands.{options.module}"), options.function)
        return max(int(command(options, console)), _say_left(console))
    except KnownError as error:
        console.err.write(f"ronda: {sentence(error)}\n")
    except (KeyboardInterrupt, EOFError):
        stays = _("Stopped. What was brought in stays.") if console.kept else _("Stopped. Nothing was changed.")
        console.err.write(f"\nronda: {stays}\n")
    return REFUSED


def _say_left(console: Console) -> int:
    """Say if what was changed is on this computer only, since it could not be put where the file lies."""
    from db.errors import KnownError

    copy = console.working_copy
    if copy is None or not isinstance(copy.failure, KnownError):
        return DONE
    from desktop.place_words import left_words

    console.err.write(f"ronda: {left_words(copy.origin.medium, copy.failure)}\n")
    return REFUSED
