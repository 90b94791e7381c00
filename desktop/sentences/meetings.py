"""What is said of `db.errors.meetings`."""

from typing import Final

from db.errors.meetings import (
    DraftToNobody,
    NobodyChosen,
    NotReadyForCall,
    NumberFixed,
    NumberTaken,
    PaperTooLarge,
    WrongStage,
)
from desktop import texts
from desktop.naming.counting import some_names
from desktop.sentences.shape import Sentences
from desktop.texts import N_, _


def _paper_too_large(error: PaperTooLarge) -> str:
    message = _(
        "“{name}” has {size}; a paper may have up to {limit}. Nothing was added. Make it smaller and try again."
    )
    size, limit = texts.size_bytes(error.size_bytes), texts.size_bytes(error.limit_bytes)
    return message.format(name=error.name, size=size, limit=limit)


def _draft_to_nobody(error: DraftToNobody) -> str:
    if not error.names:
        return _("Nobody is ticked, so no draft was saved. Tick who is to get it; “All” ticks everybody.")
    message = _("No address that can be written to is on record, so no draft was saved: {names}.")
    return message.format(names=some_names(error.names))


SENTENCES: Final[Sentences] = {
    NobodyChosen: N_("Nobody is ticked. Nothing was changed. Tick who was told."),
    WrongStage: N_("The meeting does not stand where this can be done. Nothing was changed."),
    NumberTaken: N_("There is a meeting {number} already. Nothing was changed. Choose another number."),
    NumberFixed: N_(
        "The meeting stays number {number}: its decisions are known by it, or its minutes went out with it. "
        "Nothing was changed."
    ),
    NotReadyForCall: N_(
        "The meeting cannot be called yet: it needs a purpose, a time, and an agenda whose items each have a "
        "purpose. Nothing was changed."
    ),
    PaperTooLarge: _paper_too_large,
    DraftToNobody: _draft_to_nobody,
}
