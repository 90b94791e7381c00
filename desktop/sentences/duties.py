"""What is said of `db.errors.duties`."""

from typing import Final

from db.errors.duties import (
    DutyKnown,
    DutyNotFound,
    GroupNeeded,
    NotInPool,
    PoolEmpty,
    TurnClosed,
    TurnWithoutMember,
    WhoseMissing,
)
from desktop.sentences.shape import Sentences
from desktop.texts import N_

SENTENCES: Final[Sentences] = {
    DutyKnown: N_("The alliance has this duty already. Nothing was changed. Change the one there is."),
    PoolEmpty: N_("Nobody could be asked then. Nothing was changed. Choose who may be asked."),
    WhoseMissing: N_("It is not said who this is about. Nothing was changed. Choose a member or a person."),
    GroupNeeded: N_("A duty for one group needs the group. Nothing was changed. Choose it."),
    TurnClosed: N_(
        "This turn is done, and the past is not planned anew. Nothing was changed. "
        "If it was noted wrongly, take back who did it first."
    ),
    TurnWithoutMember: N_("Nobody has this turn yet. Nothing was changed. Plan ahead, or give it to somebody."),
    NotInPool: N_(
        "“{name}” cannot take this turn: they may not do it, are away, or have another one there. "
        "Nothing was changed. Choose somebody else."
    ),
    DutyNotFound: N_("There is no duty “{wanted}”. Give its name, or its key, such as minutes or chairing."),
}
