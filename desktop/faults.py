"""Faults of the program itself: a report without any of the alliance's words, and a sentence. No Qt."""

import datetime as dt
import faulthandler
import platform
import sys
import threading
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import TextIO

from desktop.texts import _

_CRASHED = "crashed.txt"
_PARTS = ("ronda", "PySide6-Essentials", "SQLAlchemy", "sqlcipher3", "reportlab")


def write_report(error: BaseException, folder: Path | None = None, *, at: dt.datetime | None = None) -> Path | None:
    """Write what kind of error arose and where in the program, and return the file; nothing if no place takes it.

    An error's own message is left out, for it may quote what people wrote.
    """
    folder = folder or report_folder()
    at = at or dt.datetime.now().astimezone()
    path = folder / f"fault-{at:%Y%m%d-%H%M%S-%f}.txt"
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(describe(error, at), encoding="utf-8")
        return path
    return None


class Told:
    """Which faults were told: one that comes again, such as at every drawing of a page, is told once."""

    def __init__(self) -> None:
        self._seen: set[tuple[object, ...]] = set()

    def is_news(self, error: BaseException) -> bool:
        """Return whether nothing went wrong in this way at this place before; note that it did now."""
        frames = traceback.extract_tb(error.__traceback__)
        place = (type(error), *((frame.filename, frame.lineno) for frame in frames[-1:]))
        if place in self._seen:
            return False
        self._seen.add(place)
        return True


def catch_all(
    catch: Callable[[type[BaseException], BaseException, TracebackType | None], object],
    stray: Callable[[BaseException], object],
) -> None:
    """Have `catch` take what nobody caught on the window's thread; `stray` what arose on another, or in tidying up."""
    sys.excepthook = catch

    def of_thread(args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            stray(args.exc_value.with_traceback(args.exc_traceback))

    def unraisable(args: "sys.UnraisableHookArgs") -> None:
        if args.exc_value is not None:
            stray(args.exc_value.with_traceback(args.exc_traceback))

    threading.excepthook = of_thread
    sys.unraisablehook = unraisable


def watch_for_crashes(folder: Path | None = None) -> TextIO | None:
    """Have the system's own crashes written down, where in the program each thread was; keep what is returned open.

    What an earlier run left gets a name of its own, an empty one goes.
    """
    folder = folder or report_folder()
    path = folder / _CRASHED
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        if path.exists():
            at = dt.datetime.fromtimestamp(path.stat().st_mtime).astimezone()
            path.rename(folder / f"crash-{at:%Y%m%d-%H%M%S-%f}.txt") if path.stat().st_size else path.unlink()
        out = path.open("w", encoding="utf-8")
        faulthandler.enable(out)
        return out
    return None


def describe(error: BaseException, at: dt.datetime) -> str:
    """Return the report's text."""
    lines = [f"{at:%Y-%m-%d %H:%M:%S %z}", f"Python {platform.python_version()}, {platform.platform()}"]
    lines += [f"{name} {_version(name)}" for name in _PARTS]
    for link in _chain(error):
        lines += ["", f"{type(link).__module__}.{type(link).__qualname__}"]
        for frame in traceback.extract_tb(link.__traceback__):
            lines.append(f"  {_short(frame.filename)}:{frame.lineno} in {frame.name}")
    return "\n".join(lines) + "\n"


def fault_sentence(report: Path | None) -> str:
    """Return what to tell the person."""
    if report is None:
        return _(
            "Something went wrong in Ronda itself. What was saved before is safe. Go on working; if it happens again, "
            "close the file and open it anew."
        )
    return _(
        "Something went wrong in Ronda itself. What was saved before is safe. Go on working; if it happens again, "
        "close the file and open it anew. A report without any of your words is in “{path}”."
    ).format(path=report)


def keep_log(folder: Path | None = None) -> None:
    """Have what is noted while the program runs, such as a lock taken over, in a file beside the reports."""
    import logging

    folder = folder or report_folder()
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        notes = logging.FileHandler(folder / "ronda.log", encoding="utf-8", delay=True)
        notes.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
        logger = logging.getLogger("ronda")
        logger.setLevel(logging.INFO)
        logger.propagate = False
        logger.addHandler(notes)


def report_folder() -> Path:
    """Return where reports of faults are kept."""
    from platformdirs import user_log_path

    return user_log_path("ronda", appauthor=False)


def _chain(error: BaseException | None) -> list[BaseException]:
    """Return the error and what led to it, the first cause last."""
    links: list[BaseException] = []
    while error is not None and error not in links:
        links.append(error)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return links


def _short(filename: str) -> str:
    """Return a source file's place without the folders above, which may hold a person's name."""
    return "/".join(Path(filename).parts[-3:])


def _version(name: str) -> str:
    from importlib.metadata import PackageNotFoundError, version  # takes long to load: not before the first page

    try:
        return version(name)
    except PackageNotFoundError:
        return "?"
