"""Pictures of first pages: made one at a time beside the window's thread, and kept until what they show changes."""

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage
from sqlalchemy.orm import Session

from db.errors import KnownError
from desktop.operations import Operations, Progress, Task
from desktop.reports.catalogue import Standing
from desktop.reports.making import Maker
from desktop.reports.preview import Preview
from desktop.widgets.print_preview import laid_out

_POINTS_PER_INCH = 72
_FINER = 3
"""So many times as large a page is drawn before it is made small: else its thin lines would look thick."""


@dataclass(frozen=True, slots=True)
class Picture:
    """The first page of a document, and how many pages it has; without an image it could not be made."""

    image: QImage | None
    pages: int = 0


@dataclass(frozen=True, slots=True)
class Shown:
    """What a picture shows: it is good for nothing else."""

    key: str
    ref: uuid.UUID | None
    item: int | None
    about: str
    day: dt.date
    box: tuple[int, int]


class Pictures(QObject):
    """Asks the worker for one picture, and for the next when it came; `stop` lets go of what is under way."""

    made = Signal(str)
    """The picture of the document of this key is there."""

    def __init__(self, operations: Operations, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._operations = operations
        self._kept: dict[str, tuple[Shown, Picture]] = {}
        self._task: Task | None = None
        self._shown: Shown | None = None
        self.count = 0
        """How many were asked for since the beginning."""
        operations.crashed.connect(self._on_crashed)

    @property
    def busy(self) -> bool:
        """Whether one is under way."""
        return self._task is not None

    def of(self, shown: Shown) -> Picture | None:
        """Return the picture of this, if there is one."""
        kept = self._kept.get(shown.key)
        return kept[1] if kept is not None and kept[0] == shown else None

    def last(self, key: str) -> Picture | None:
        """Return the newest picture of a document, even of what it showed before."""
        kept = self._kept.get(key)
        return kept[1] if kept is not None else None

    def forget(self, keys: Callable[[str], bool]) -> None:
        """Let go of the pictures of the documents whose records changed, and of one of them under way."""
        for key in [key for key in self._kept if keys(key)]:
            self._kept[key] = (_outdated(self._kept[key][0]), self._kept[key][1])
        if self._shown is not None and keys(self._shown.key):
            self.stop()

    def stop(self) -> None:
        """Let go of the picture under way."""
        if self._task is not None:
            self._task.cancel()
        self._task = self._shown = None

    def ask(self, shown: Shown, standing: Standing) -> None:
        """Have a picture made; only while none is under way."""
        assert self._task is None, "one at a time"
        assert standing.make is not None, "there is nothing to print"
        self._shown = shown
        self.count += 1
        self._task = self._operations.read(
            _first_page, standing.make, shown.box, done=partial(self._take, shown),
            failed=partial(self._on_failed, shown), progress=_ignore,
        )  # fmt: skip

    def _take(self, shown: Shown, picture: Picture) -> None:
        self._keep(shown, picture)

    def _on_failed(self, shown: Shown, _error: KnownError) -> None:
        self._keep(shown, Picture(None))

    def _on_crashed(self, _error: object) -> None:
        task = self._task
        if task is not None and task.error is not None and self._shown is not None:
            self._keep(self._shown, Picture(None))

    def _keep(self, shown: Shown, picture: Picture) -> None:
        if shown == self._shown:
            self._task = self._shown = None
            self._kept[shown.key] = (shown, picture)
            self.made.emit(shown.key)


def _outdated(shown: Shown) -> Shown:
    return Shown(shown.key, shown.ref, shown.item, shown.about, dt.date.min, shown.box)


def _ignore(_done: int, _total: int) -> None:
    """Tell nobody: that there is progress is what lets the work be stopped."""


def _first_page(
    session: Session, make: Maker, box: tuple[int, int], *, progress: Progress
) -> Picture:  # fmt: skip
    """Lay a document out and draw its first page as large as fits into `box`, in pixels of the screen."""
    pdf, _paper, sizes = laid_out(session, make, None, progress=progress)
    width, height = sizes[0]
    dots = min(box[0] / width, box[1] / height) * _POINTS_PER_INCH * _FINER
    with Preview(pdf) as document:
        page = document.image(0, dots_per_inch=dots)
    large = QImage(page.rgb, page.width, page.height, page.stride, QImage.Format.Format_RGB888)
    small = large.scaled(large.size() / _FINER, mode=Qt.TransformationMode.SmoothTransformation)
    return Picture(small.convertToFormat(QImage.Format.Format_RGB32), len(sizes))
