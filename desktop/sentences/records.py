"""What is said of `db.errors.records`."""

from typing import Final

from db.errors.records import (
    DatesOutOfOrder,
    NameMissing,
    NotFound,
    NothingToRedo,
    NothingToRestore,
    NothingToUndo,
    SpellsOverlap,
    StillNeeded,
)
from db.meetings.labels import MeetingLabel
from desktop.naming.counting import counted_all
from desktop.naming.meetings import meeting_name
from desktop.sentences.shape import Sentences
from desktop.texts import N_, _


def _still_needed(error: StillNeeded) -> str:
    name = meeting_name(error.name) if isinstance(error.name, MeetingLabel) else error.name
    if not name:
        return _("This cannot be deleted while it is still needed by {uses}. Nothing was changed.").format(
            uses=counted_all(error.uses)
        )
    return _("“{name}” cannot be deleted while it is still needed by {uses}. Nothing was changed.").format(
        name=name, uses=counted_all(error.uses)
    )


SENTENCES: Final[Sentences] = {
    NothingToUndo: N_("There is nothing to undo."),
    NothingToRedo: N_("There is nothing to redo."),
    NothingToRestore: N_("There is nothing to restore: it is there again already."),
    NotFound: N_("This is not there any more. It may have been deleted a moment ago. Nothing was changed."),
    NameMissing: N_("A name is missing. Nothing was changed."),
    DatesOutOfOrder: N_("The end, {end}, comes before the start, {start}. Nothing was changed."),
    SpellsOverlap: N_("“{name}” would be two things at once on {day}. Nothing was changed."),
    StillNeeded: _still_needed,
}
