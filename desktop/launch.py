"""How the window's modules are loaded: without what makes loading slow."""

import builtins
import gc
from collections.abc import Iterator
from contextlib import contextmanager

_NEW_OBJECTS = 10_000
"""So many come before the garbage collector looks at them: a page is thousands."""


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
        gc.set_threshold(_NEW_OBJECTS)
        gc.enable()
