"""One launch, in a process of its own; says on standard output when it was there, and how much memory it took.

`python launching.py ronda FILE SETTINGS` starts as `ronda FILE` does and leaves when its page is painted with its
data; `python launching.py empty` shows an empty window after importing `sqlalchemy.orm`. The first number is the
moment of the painted window on the clock all processes share, in seconds; the second the most memory till then, in
MB; the third the same once the record's mapped classes are loaded too, which happens while one reads the first page.
"""

import re
import sys
import time
from pathlib import Path


def launch_empty() -> float:
    """Show an empty window; return when it was painted."""
    import sqlalchemy.orm  # noqa: F401 (what every program over a record has to load)
    from PySide6.QtCore import QTimer
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QApplication, QMainWindow

    painted: list[float] = []

    class Empty(QMainWindow):
        def paintEvent(self, event: QPaintEvent) -> None:
            super().paintEvent(event)
            painted.append(time.monotonic())
            QTimer.singleShot(0, QApplication.instance().quit)

    app = QApplication(["empty"])
    window = Empty()
    window.resize(1366, 768)
    window.show()
    app.exec()
    return painted[0]


def launch_ronda(path: Path, settings: Path) -> float:
    """Open the window as `ronda FILE` does; return when everything asked for had come and was painted."""
    import desktop.__main__  # noqa: F401 (what `ronda` has loaded before it comes to Qt)
    from desktop.launch import swift_imports

    with swift_imports():
        from desktop.run import start
    from PySide6.QtCore import QTimer

    from desktop.settings import SettingsFile
    from desktop.window import Window

    program = start(path, settings=SettingsFile(settings))
    painted: list[float] = []

    def look() -> None:
        if isinstance(program.window, Window) and program.operations is not None and program.operations.idle:
            watch.stop()
            QTimer.singleShot(0, paint)

    def paint() -> None:
        program.window.repaint()
        painted.append(time.monotonic())
        program.window.close()

    watch = QTimer()
    watch.timeout.connect(look)
    watch.start(1)
    program.run()
    return painted[0]


def most_memory() -> float:
    """Return the most memory this process has had, in MB; 0 where the system does not say."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text("ascii"))  # rusage counts the parent's
    return int(found[1]) / 1024 if found else 0


if __name__ == "__main__":
    moment = launch_empty() if sys.argv[1] == "empty" else launch_ronda(Path(sys.argv[2]), Path(sys.argv[3]))
    at_first = most_memory()
    if sys.argv[1] != "empty":
        from desktop.launch import load_record

        load_record()
    sys.stdout.write(f"{moment} {at_first:.1f} {most_memory():.1f}\n")
