"""Start the window, or run one command and leave. The command line never loads Qt."""

import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from desktop import texts
from desktop.commands import COMMANDS, REFUSED, Console, opening, own_language, run
from desktop.launch import swift_imports


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what the command line asks for; return the exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    _speak_utf8()
    texts.use(own_language())
    console = Console(sys.stdout, sys.stderr, _asker())
    command = next((word for word in given if not word.startswith("-")), "")
    if command in COMMANDS or {"-h", "--help", "--version"} & set(given):
        try:
            return run(given, console)
        except BrokenPipeError:  # whoever read along has seen enough
            with suppress(OSError, ValueError):
                sys.stdout = None
            return 0
        except Exception as error:  # noqa: BLE001 - a fault of the program: written down and told, not thrown at people
            return _faulty(error)
    sample = "--sample" in given
    rest = [word for word in given if word != "--sample"]
    if (code := opening.refused(rest, COMMANDS, console)) is not None:
        return code
    with swift_imports():
        from desktop.bootstrap import run_window  # Qt comes with it

    return run_window(Path(rest[0]) if rest else None, sample=sample)


def _faulty(error: Exception) -> int:
    """Write down a fault of the program and say so."""
    from desktop.faults import fault_sentence, write_report

    sys.stderr.write(f"ronda: {fault_sentence(write_report(error))}\n")
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
