"""What is said of `db.errors.meetings`."""

from typing import Final

from db.errors.meetings import NobodyChosen, NotReadyForCall, NumberFixed, NumberTaken, PaperTooLarge, WrongStage
from desktop import texts
from desktop.sentences.shape import Sentences
from desktop.texts import N_, _


def _paper_too_large(error: PaperTooLarge) -> str:
    message = _(
        "“{name}” has {size}; a paper may have up to {limit}. Nothing was added. Make it smaller and try again."
    )
    size, limit = texts.size_bytes(error.size_bytes), texts.size_bytes(error.limit_bytes)
    return message.format(name=error.name, size=size, limit=limit)


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
}
