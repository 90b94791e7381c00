"""Faults of the program itself: a report without any of the alliance's words, and a sentence. No Qt."""

import datetime as dt
import platform
import traceback
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from desktop.texts import _

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
        return _("Something went wrong in Ronda itself. What was saved before is safe.")
    return _(
        "Something went wrong in Ronda itself. What was saved before is safe. A report without any of your words is "
        "in “{path}”."
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
    try:
        return version(name)
    except PackageNotFoundError:
        return "?"
