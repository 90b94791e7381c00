"""How modules are loaded: first what the first page needs, without what makes loading slow."""

import builtins
import gc
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module

NEW_OBJECTS = (5_000, 3, 600)
"""So many come before the garbage collector looks at them: a page is thousands. And so often it does before it looks
at those that stayed, where 50,000 of them would keep a key waiting; and at all there is: that takes as long as nobody
should wait for a key, so it is done when nobody is at the keys (see `desktop.wiring`)."""


@contextmanager
def swift_imports() -> Iterator[None]:
    """Load Qt and what stands on it inside the `with` block: in two thirds of the time, in 20 MB less.

    Once PySide6 is loaded, it reads and keeps the source of every module imported later, to see whether that uses
    its `__feature__` switches. Ronda uses none, so imports become Python's own again. And as whatever is loaded stays
    till the end, the garbage collector does not look at it, now or ever, and at the rest not so often.
    """
    gc.disable()
    import PySide6.QtCore  # noqa: F401 (it replaces the import function)

    builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
    try:
        yield
    finally:
        gc.freeze()
        gc.set_threshold(*NEW_OBJECTS)
        gc.enable()


def load_charts() -> None:
    """Load what draws charts, with its letters: longer than whoever opens a page with charts should wait."""
    import_module("desktop.reports.charts.drawing")
    import_module("desktop.reports.fonts").plain()


def load_record() -> None:
    """Load SQLAlchemy and the mapped classes, which the first page goes without (`db.look`), ready to be asked."""
    import_module("sqlalchemy.dialects.sqlite")
    import_module("db.history.history")
    # Else the first question does these, and whoever asks it waits.
    import_module("sqlalchemy.orm").configure_mappers()
    str(import_module("sqlalchemy").select(import_module("db.schema").Meeting))


def load_to_stay(load: Callable[[], object]) -> None:
    """Call what loads modules; the garbage collector looks at what comes with them neither meanwhile nor ever.

    To look at it would stop the window for long, and find nothing: it stays till the end.
    """
    thresholds, loaded = gc.get_threshold(), len(sys.modules)
    gc.set_threshold(0)  # nobody looks for garbage meanwhile, this thread or the window's (`desktop.garbage`)
    try:
        load()
    finally:
        if len(sys.modules) > loaded:  # else a file was opened after another, and the window of that one need not stay
            gc.freeze()
        gc.set_threshold(*thresholds)
