"""Runs the program: builds it for what was asked for, and shows its window until that is closed."""

import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication

from desktop.bootstrap import Program
from desktop.faults import catch_all, keep_log, watch_for_crashes
from desktop.interrupts import Interrupts
from desktop.settings import SettingsFile
from desktop.theme import CHOICES, Appearance, Choice


def start(
    path: Path | None = None, *, sample: bool = False, language: str | None = None, settings: SettingsFile | None = None
) -> Program:
    """Build the program and have it show the file at `path`, a fresh sample, or the start page."""
    app = QApplication(sys.argv[:1])
    settings = settings or SettingsFile()
    choice: Choice = next((known for known in CHOICES if known == settings.value.theme), "system")
    look = Appearance(app, choice=choice, text_percent=settings.value.text_percent, everywhere=False)
    program = Program(app, look, settings, language=language)
    catch_all(program.catch, program.strayed.emit)
    keep_log()
    Interrupts(app).ended.connect(program.end)  # which closes the window first, and so keeps what is typed
    if sample:
        program.show_start().open_fresh_sample()
    elif path is not None:
        program.open_path(path)
    else:
        program.show_start()
    return program


def run_window(path: Path | None = None, *, sample: bool = False, language: str | None = None) -> int:
    """Show the window until it is closed. Returns the exit code."""
    crashes = watch_for_crashes()
    try:
        return start(path, sample=sample, language=language).run()
    finally:
        if crashes is not None:
            crashes.flush()
