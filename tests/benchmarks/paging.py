"""The pages of the window, in a process of its own, as a person at the desk comes to see them.

`python paging.py FILE SETTINGS` starts as `ronda FILE` does and says on standard output, as JSON, for each page
how long it took from the wish to see it until it was painted with its data, in milliseconds: `at_once`, asked for in a
window where nothing was made ready; `ready`, as the window makes pages ready when nobody is at the keys; `again`, after
everything it shows may have changed.
"""

import datetime as dt
import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ASKED_FOR = dt.datetime(2026, 10, 22, 9, 0)


def measured(path: Path, settings: Path) -> dict[str, dict[str, float]]:
    """Return the times of each page by its key."""
    import desktop.__main__  # noqa: F401 (what `ronda` has loaded before it comes to Qt)
    from desktop.launch import swift_imports

    with swift_imports():
        from desktop.bootstrap import Program
    from PySide6.QtCore import QEvent
    from PySide6.QtWidgets import QApplication

    from db.engine import open_file
    from desktop.clock import Clock
    from desktop.settings import SettingsFile
    from desktop.theme import Appearance
    from desktop.wiring import later

    app = QApplication(["ronda"])
    look = Appearance(app, choice="light", text_percent=100, everywhere=False)
    program = Program(app, look, SettingsFile(settings), clock=Clock(lambda: ASKED_FOR))
    for load in later():  # as the window does in its first seconds
        load()

    def shown(key: str) -> float:
        start = time.perf_counter()
        program.window.show_page(key)
        while not program.operations.idle:
            QApplication.processEvents()
            time.sleep(0.0005)
        QApplication.processEvents()
        QApplication.sendEvent(program.window, QEvent(QEvent.Type.UpdateRequest))  # paints what is not painted yet
        return (time.perf_counter() - start) * 1000

    @contextmanager
    def opened() -> Iterator[list[str]]:
        window = program.show_file(open_file(path))
        program.operations.wait()
        yield [entry.key for entry in window._entries]
        program.close_file()

    with opened() as keys:
        at_once = {key: shown(key) for key in keys}
    with opened() as keys:
        while program.window.prepare_next_page():
            program.operations.wait()
        ready = {key: shown(key) for key in keys}
        again: dict[str, float] = {}
        for key in keys:
            shown(next(other for other in keys if other != key))
            program.window.page(key)._stale = True
            again[key] = shown(key)
    program.close()
    return {key: {"at_once": at_once[key], "ready": ready[key], "again": again[key]} for key in keys}


if __name__ == "__main__":
    found = measured(Path(sys.argv[1]), Path(sys.argv[2]))
    sys.stdout.write(json.dumps(found) + "\n")
