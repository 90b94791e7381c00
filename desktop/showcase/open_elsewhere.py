"""Scenes of a file that somebody else has open, or that was lost while it was open."""

import datetime as dt
from pathlib import Path
from typing import cast

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QDialog

from db.errors.files import BothChanged, FileInUse, FileTakenOver, PlaceChanged, PlaceUnreachable
from db.files.lock import Holder
from desktop.alliance_files import rescued_name
from desktop.conflicts import tell_conflicts
from desktop.lost_file import rescued_words
from desktop.place_words import kept_both_words, published_words, unpublished_words
from desktop.publishing import Leaving, Publishing
from desktop.showcase.scenes import Scene
from desktop.showcase.stage import Stage
from desktop.start.dialogs import BothChangedDialog, InUseDialog, TakeOverDialog
from desktop.texts import _

_BESIDE = Path("/home/office/Documents/Alliance.ronda")
_SINCE = dt.datetime(2026, 10, 7, 9, 12).astimezone()
_HOLDER = Holder("Nora Tamm", "OFFICE-2", 1, _SINCE, "", office="Tamara Green House")
_USED = FileInUse(_BESIDE, _HOLDER.who, _HOLDER.computer, _SINCE, _HOLDER.office, _HOLDER)


def _in_use(stage: Stage) -> QDialog:
    dialog = InUseDialog(_BESIDE, _USED, stage.window)
    dialog.open()
    stage.settle()
    return dialog


def _take_over(stage: Stage) -> QDialog:
    dialog = TakeOverDialog(_BESIDE.name, _USED, stage.window)
    dialog.open()
    stage.settle()
    return dialog


def _taken_over(stage: Stage) -> None:
    stage.quiet()
    stage.show("decisions")
    error = FileTakenOver(_BESIDE, _HOLDER.who, _HOLDER.computer, _SINCE, _HOLDER.office)
    safe = _BESIDE.with_name(rescued_name(_BESIDE, _SINCE))
    stage.window.footer.set_state(_("Saved in a rescued copy"), icon="check-circle", role="warn")
    stage.window.set_banner(rescued_words(error, safe), _("Show folder"))
    stage.settle()


def _both_changed(stage: Stage) -> QDialog:
    place = Path("/media/office/STICK/Alliance.ronda")
    dialog = BothChangedDialog(BothChanged(place, "STICK", _SINCE), stage.window)
    dialog.open()
    stage.settle()
    return dialog


class _StickAway(QObject):
    """Puts nothing anywhere: the stick is away."""

    told = Signal(object)
    medium = "STICK"

    def publish(self) -> None:
        """Say so, once who asks listens."""
        QTimer.singleShot(0, self, lambda: self.told.emit(PlaceUnreachable(_BESIDE)))


def _leaving(stage: Stage) -> QDialog:
    dialog = Leaving(cast("Publishing", _StickAway(stage.window)), stage.window)
    dialog.open()
    stage.settle()
    return dialog


def _on_a_stick(stage: Stage) -> None:
    stage.quiet()
    stage.show("today")
    words = published_words("STICK", _SINCE.replace(hour=14, minute=5), today=_SINCE.date())
    stage.window.footer.set_place(words)
    stage.settle()


def _stick_away(stage: Stage) -> None:
    stage.quiet()
    stage.show("decisions")
    stage.window.footer.set_place(unpublished_words("STICK", PlaceUnreachable(_BESIDE)), role="warn")
    stage.settle()


def _conflict(stage: Stage) -> None:
    stage.quiet()
    stage.show("today")
    copy = _BESIDE.with_name("Alliance (Nora's conflicted copy 2026-10-06).ronda")
    tell_conflicts(stage.window, _BESIDE, ("Dropbox", [copy]))
    stage.settle()


def _kept_both(stage: Stage) -> None:
    stage.quiet()
    stage.show("decisions")
    name = _("{name} (from {computer}, {when})").format(
        name="Alliance", computer="OFFICE-1", when="2026-10-07 14.05.10"
    )
    beside = _BESIDE.with_name(f"{name}.ronda")
    stage.window.set_banner(kept_both_words("STICK", PlaceChanged(_BESIDE, "STICK"), beside), _("Show folder"))
    stage.settle()


SCENES: tuple[Scene, ...] = (
    Scene("in-use", _in_use, page=False),
    Scene("in-use-taking-over", _take_over, page=False),
    Scene("both-changed", _both_changed, page=False),
    Scene("stick-leaving", _leaving, page=False),
)
SAID: tuple[Scene, ...] = (
    Scene("taken-over", _taken_over, page=False),
    Scene("stick-published", _on_a_stick, page=False),
    Scene("stick-away", _stick_away, page=False),
    Scene("stick-conflict", _conflict, page=False),
    Scene("stick-kept-both", _kept_both, page=False),
)
"""What they say stays in the window."""
