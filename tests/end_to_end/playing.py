"""What is in sight when a scene of the showcase was played."""

import datetime as dt
import importlib
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QWidget

import desktop
from desktop.showcase.scenes import Scene
from desktop.showcase.stage import Stage

OTHER_WINDOWS = (
    "start", "empty", "read-only", "in-use", "both-changed", "stick-leaving", "passphrase", "new-protected",
)  # fmt: skip
"""Scenes over another file or none, and those that bring their dialog themselves instead of asking the program."""


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
"""Called with a language, yields each page and dialog in turn.

May be given a function to call with the stage and its scenes of one window, before those of other windows are played.
"""

Meanwhile = Callable[[Stage, list[Scene]], object]

SampleAt = Callable[[str, dt.datetime], Path]
"""Called with a language and a moment, gives the sample's file as it stands then."""


def kinds_in_the_sources(*bases: type) -> set[type]:
    """Return every class of the program below `bases`, whatever module it is in, but for those only built upon."""
    for module in pkgutil.walk_packages(desktop.__path__, "desktop."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)

    def below(kind: type) -> Iterator[type]:
        for each in kind.__subclasses__():
            yield each
            yield from below(each)

    found = {each for base in bases for each in below(base) if not each.__subclasses__()}
    return {each for each in found if each.__module__.startswith("desktop.")}
