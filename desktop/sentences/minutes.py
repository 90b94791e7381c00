"""What is said of `db.errors.minutes`."""

from typing import Final

from db.errors.minutes import (
    DependedOn,
    LeftBeforeArriving,
    MinutesApproved,
    MinutesNotApproved,
    ReasonMissing,
    SupersedesItself,
    VotesNegative,
)
from desktop import texts
from desktop.sentences.shape import Sentences
from desktop.texts import N_, _


def _depended_on(error: DependedOn) -> str:
    labels = dict.fromkeys(found.label for found in error.dependents)
    return _("Others depend on {labels}, whose lines were taken out. The text was not saved yet.").format(
        labels=texts.list_of(list(labels))
    )


SENTENCES: Final[Sentences] = {
    MinutesNotApproved: N_("These minutes are not approved yet: change the text itself. Nothing was changed."),
    DependedOn: _depended_on,
    SupersedesItself: N_("A decision cannot replace itself, not even through others. Nothing was changed."),
    VotesNegative: N_("A count of votes cannot be below zero. Nothing was changed."),
    ReasonMissing: N_("A reason is missing. Nothing was changed. Say why in a few words."),
    LeftBeforeArriving: N_("Leaving at {left_at} comes before arriving at {arrived_at}. Nothing was changed."),
    MinutesApproved: N_("The minutes of this meeting are approved. Nothing was changed. Record a correction instead."),
}
