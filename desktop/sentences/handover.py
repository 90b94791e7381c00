"""What is said of `db.errors.handover`."""

from typing import Final

from db.errors.handover import (
    AlreadyHolder,
    DeskGiven,
    DeskNotGiven,
    NotAPack,
    OtherAlliance,
    PackCut,
    PackDamaged,
    PackDiffers,
    PackNewer,
    PackPassphraseNeeded,
    PackStrange,
    PackTooLarge,
    PackUnnamed,
    WrongPackPassphrase,
)
from desktop import texts
from desktop.naming.desk import holder_words
from desktop.sentences.shape import Sentences
from desktop.texts import N_, _


def _desk_given(error: DeskGiven) -> str:
    return _(
        "{holder} has had the desk since {since}, so “{path}” is only to look at. Nothing was changed. "
        "Work goes on in their file; the desk can be taken back here if it must."
    ).format(
        holder=holder_words(error.name, error.office), since=texts.date_long(error.since.astimezone()),
        path=error.path.name,
    )  # fmt: skip


def _pack_too_large(error: PackTooLarge) -> str:
    return _(
        "“{path}” claims to hold far more than a pack can. Nothing of it was opened. Ask for the pack again, and from "
        "whom it comes."
    ).format(path=error.path.name)


SENTENCES: Final[Sentences] = {
    DeskGiven: _desk_given,
    DeskNotGiven: N_("The desk is here: there is nothing to take back. Nothing was changed."),
    AlreadyHolder: N_("{name} has the desk already. Nothing was changed. Choose who comes next."),
    OtherAlliance: N_(
        "“{path}” is not the file that has this desk now. Nothing was changed. Choose the file of who has it."
    ),
    NotAPack: N_("“{path}” is not a handover pack. Nothing was opened."),
    PackCut: N_("“{path}” was not copied whole: it ends before its end. Nothing of it was opened. Copy it again."),
    PackDamaged: N_(
        "“{path}” is damaged: it is not what was written. Nothing of it was opened. Ask for the pack again."
    ),
    PackNewer: N_(
        "“{path}” was made by a newer Ronda (format {found}; this one reads up to {supported}). "
        "Nothing of it was opened. Install the newer version."
    ),
    PackPassphraseNeeded: N_("“{path}” is protected. Give its passphrase to open it."),
    WrongPackPassphrase: N_("This passphrase does not open “{path}”. Nothing of it was opened. Try again."),
    PackStrange: N_(
        "“{path}” does not hold what a handover pack holds. Nothing of it was opened. Ask for the pack again, and "
        "from whom it comes."
    ),
    PackTooLarge: _pack_too_large,
    PackDiffers: N_(
        "What is in “{path}” is not what its list of contents says. Nothing of it was opened. Ask for the pack again."
    ),
    PackUnnamed: N_(
        "The desk is handed over and the pack is whole, but it could not get its name. It is “{part}” in "
        "{part_place}. Send that file, or rename it to “{path}”."
    ),
}
