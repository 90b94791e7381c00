"""What the foot of the window says while something typed is not on the disk."""

from typing import Final

from db.errors.files import FileMissing, PlaceFull, PlaceReadOnly, PlaceUnreachable, SaveFailed
from desktop.texts import N_, _

_WORDS: Final = {
    PlaceFull: N_("Not everything is saved yet: the disk is full"),
    PlaceReadOnly: N_("Not everything is saved yet: the file cannot be written"),
    PlaceUnreachable: N_("Not everything is saved yet: the disk cannot be reached"),
    FileMissing: N_("Not everything is saved yet: the file cannot be found"),
    SaveFailed: N_("Not everything is saved yet: the disk refused"),
}


def unsaved_words(why: Exception) -> str:
    """Return that something is not saved, and what is wrong where that is known."""
    words = next((said for kind, said in _WORDS.items() if type(why) is kind), "")
    return _(words) if words else _("Not everything is saved yet")
