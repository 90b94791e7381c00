"""One launch, in a process of its own; says on standard output how much memory it took at most, in MB.

`python launching.py ronda FILE SETTINGS` opens the window over a file and leaves when its page is painted with its
data; `python launching.py empty` shows an empty window after importing `sqlalchemy.orm`.
"""

import re
import sys
from pathlib import Path


def launch_empty() -> None:
    """Show an empty window, and leave once it is painted."""
    import sqlalchemy.orm  # noqa: F401 (what every program over a record has to load)
    from PySide6.QtCore import QTimer
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QApplication, QMainWindow

    class Empty(QMainWindow):
        def paintEvent(self, event: QPaintEvent) -> None:
            super().paintEvent(event)
            QTimer.singleShot(0, QApplication.instance().quit)

    app = QApplication(["empty"])
    window = Empty()
    window.resize(1366, 768)
    window.show()
    app.exec()


def launch_ronda(path: Path, settings: Path) -> None:
    """Open the window as `ronda FILE` does, and leave once everything asked for has come and is painted."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from desktop.bootstrap import Program
    from desktop.settings import SettingsFile
    from desktop.theme import Appearance
    from desktop.window import Window

    app = QApplication(["ronda"])
    program = Program(app, Appearance(app, choice="light"), SettingsFile(settings), language="en")
    program.show_start().open_path(path)

    def look() -> None:
        window, operations = program.window, program.operations
        if isinstance(window, Window) and operations is not None and operations.idle:
            watch.stop()
            QTimer.singleShot(0, lambda: (window.repaint(), app.quit()))

    watch = QTimer()
    watch.timeout.connect(look)
    watch.start(1)
    app.exec()
    program.close()


if __name__ == "__main__":
    if sys.argv[1] == "empty":
        launch_empty()
    else:
        launch_ronda(Path(sys.argv[2]), Path(sys.argv[3]))
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text("ascii"))  # rusage counts the parent's
    sys.stdout.write(f"{int(found[1]) / 1024 if found else 0:.1f}\n")
