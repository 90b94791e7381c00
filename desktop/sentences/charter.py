"""What is said of `db.errors.charter`."""

from typing import Final

from db.errors.charter import (
    ChallengeKnown,
    DayTaken,
    DraftOpen,
    NotAsked,
    NoteEmpty,
    NoteGoneOut,
    NothingToPrint,
    NotInForce,
    TargetBeforeBaseline,
    VersionAdopted,
    VersionEmpty,
)
from desktop.sentences.shape import Sentences
from desktop.texts import N_, _


def _nothing_to_print(error: NothingToPrint) -> str:
    if error.wanted:
        return _("There is no note “{wanted}”.").format(wanted=error.wanted)
    words = {
        "note": _("No note and no statement is written yet. Write one on the page “Purpose” first."),
        "terms": _("Neither principles nor ways of working are written yet. Write them on the page “Purpose” first."),
    }
    return words.get(error.what) or _("No member is a candidate or invited. Say with --to whom the letter is for.")


SENTENCES: Final[Sentences] = {
    NothingToPrint: _nothing_to_print,
    VersionAdopted: N_(
        "Version {version} was adopted, and its words stay as they are. Nothing was changed. Begin a new version."
    ),
    DraftOpen: N_("Version {version} is a draft already. Nothing was changed. Go on with that one, or delete it."),
    VersionEmpty: N_("The draft says nothing yet, so it cannot be adopted. Nothing was changed."),
    NotInForce: N_("This version was never adopted. Nothing was changed. Adopt it first."),
    TargetBeforeBaseline: N_(
        "The target’s day, {target}, must come after that of the baseline, {baseline}. Nothing was changed."
    ),
    DayTaken: N_("There is a value of {day} already. Nothing was changed. Correct that one."),
    NoteGoneOut: N_(
        "“{name}” went out on {day}, and stays as it went out. Nothing was changed. Take back that it went out, "
        "or write a new one."
    ),
    NoteEmpty: N_("“{name}” says nothing yet, so it cannot go out. Nothing was changed."),
    ChallengeKnown: N_("This is one of the known challenges: it keeps its name. Nothing was changed."),
    NotAsked: N_("“{name}” held no seat then and is not asked. Nothing was changed."),
}
