"""What is in sight when a scene of the showcase was played."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QWidget

from desktop.showcase.stage import Stage


@dataclass(frozen=True, slots=True)
class Seen:
    """One page or dialog of the program, in sight now."""

    name: str
    stage: Stage
    window: QWidget
    dialog: QWidget | None

    @property
    def target(self) -> QWidget:
        """The dialog, or the whole window."""
        return self.dialog or self.window


Player = Callable[..., Iterator[Seen]]
"""Called with a language, yields each page and dialog in turn."""

SampleAt = Callable[[str, dt.datetime], Path]
"""Called with a language and a moment, gives the sample's file as it stands then."""
