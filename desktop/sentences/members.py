"""What is said of `db.errors.members`."""

from typing import Final

from db.errors.members import (
    DaysImpossible,
    HasTheDesk,
    NotAnIndividual,
    NotAnOrganisation,
    NotBelonging,
    QuorumImpossible,
    SameTwice,
    ShareNotPossible,
    StillBelongs,
)
from desktop.sentences.shape import Sentences
from desktop.texts import N_

SENTENCES: Final[Sentences] = {
    QuorumImpossible: N_(
        "Nobody can follow this quorum. Nothing was changed. Ask for at least one member, and for no more than all."
    ),
    DaysImpossible: N_("{days} days cannot be. Nothing was changed. Choose from 0 to 365 days."),
    NotBelonging: N_("“{name}” does not belong here on {day}. Nothing was changed. Choose another day."),
    NotAnIndividual: N_(
        "“{name}” is an organisation. Only an individual can be attached to an organisation. Nothing was changed."
    ),
    NotAnOrganisation: N_("“{name}” is an individual, and an organisation is needed here. Nothing was changed."),
    ShareNotPossible: N_("The share of duties of “{name}” must be 0 or more. Nothing was changed."),
    StillBelongs: N_(
        "“{name}” is a member now, and duties and meetings count on it. Nothing was changed. Note first that it left."
    ),
    HasTheDesk: N_("{name} has the desk now. Nothing was changed. Hand the desk over first."),
    SameTwice: N_("This is the same record twice. Nothing was changed. Choose two different ones."),
}
