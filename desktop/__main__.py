"""Start the window, or run one command and leave. The command line never loads Qt."""

import errno
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TextIO, cast

from desktop import texts
from desktop.commands import COMMANDS, DONE, REFUSED, Console, opening, own_language, run
from desktop.launch import swift_imports
from desktop.texts import _


class _UntilUnread:
    """A stream that nobody may read to its end, as `head` does, or that is none: what is written then goes nowhere.

    The command goes on as if it were heard: its work is done to the end, and its exit code is its own. But where what
    it says cannot be kept, as on a full disk, `failed` is why.
    """

    def __init__(self, stream: TextIO | None) -> None:
        self._stream = stream or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - until the program ends
        self.failed: OSError | None = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def write(self, text: str) -> int:
        try:
            return self._stream.write(text)
        except OSError as error:
            return self._fall_silent(error, len(text))

    def flush(self) -> None:
        try:
            self._stream.flush()
        except OSError as error:
            self._fall_silent(error, 0)

    def _fall_silent(self, error: OSError, written: int) -> int:
        if not _is_unread(error):
            self.failed = error
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, self._stream.fileno())  # what waits in the stream is flushed into it when the program ends
        os.close(nowhere)
        return written


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what the command line asks for; return the exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    _speak_utf8()
    texts.use(own_language())
    out, err = _UntilUnread(sys.stdout), _UntilUnread(sys.stderr)
    console = Console(cast(TextIO, out), cast(TextIO, err), _asker())
    command = next((word for word in given if not word.startswith("-")), "")
    if command in COMMANDS or {"-h", "--help", "--version"} & set(given):
        try:
            code = run(given, console)
        except Exception as error:  # noqa: BLE001 - a fault of the program: written down and told, not thrown at people
            code = _faulty(error, err)
        finally:
            out.flush()
            err.flush()
        if out.failed is not None and code == DONE:
            code = REFUSED
            err.write(_unwritten(out.failed))
            err.flush()
        return code
    sample = "--sample" in given
    rest = [word for word in given if word != "--sample"]
    if (refused := opening.refused(rest, COMMANDS, console)) is not None:
        return refused
    with swift_imports():
        from desktop.run import run_window  # Qt comes with it

    return run_window(Path(rest[0]) if rest else None, sample=sample)


def _is_unread(error: OSError) -> bool:
    """Return whether nobody reads on, which Windows says in a way of its own."""
    return isinstance(error, BrokenPipeError) or (sys.platform == "win32" and error.errno == errno.EINVAL)


def _unwritten(error: OSError) -> str:
    """Return what to say where what a command said could not be written down."""
    why = error.strerror or type(error).__name__
    said = _("The command did what it was asked to, but what it has to say could not be written ({why}).")
    return f"ronda: {said.format(why=why)}\n"


def _faulty(error: Exception, err: _UntilUnread) -> int:
    """Write down a fault of the program and say so."""
    from desktop.faults import fault_sentence, write_report

    err.write(f"ronda: {fault_sentence(write_report(error))}\n")
    return REFUSED


def _asker() -> Callable[[str], str] | None:
    """Return what asks for a passphrase without showing it, where somebody sits at a terminal."""
    if not sys.stdin or not sys.stdin.isatty():
        return None
    from getpass import getpass

    return getpass


def _speak_utf8() -> None:
    """Write every language's letters, whatever the system's encoding; what a terminal lacks is replaced."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            if stream.isatty():
                reconfigure(errors="replace")
            else:
                reconfigure(encoding="utf-8", errors="replace")


if __name__ == "__main__":
    raise SystemExit(main())
