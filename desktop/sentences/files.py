"""What is said of `db.errors.files`."""

from typing import Final

from db.errors.files import (
    FileDamaged,
    FileEmpty,
    FileExists,
    FileInUse,
    FileMissing,
    FileNewer,
    NotARegularFile,
    NotARondaFile,
    OpenedReadOnly,
    PassphraseFileNeeded,
    PassphraseNeeded,
    PassphraseTooShort,
    PlaceFull,
    PlaceReadOnly,
    PlaceUnreachable,
    SaveFailed,
    SearchDamaged,
    SearchRenewed,
    UpgradeFailed,
    WrongPassphrase,
)
from desktop import texts
from desktop.sentences.shape import Sentences
from desktop.texts import N_, _


def _file_in_use(error: FileInUse) -> str:
    message = _(
        "“{path}” has been open since {since}, by {who}. You may look at it without changing it, or make a copy."
    )
    who = error.who or _("someone")
    return message.format(
        path=error.path.name,
        since=texts.date_and_time(error.since),
        who=_("{who} on the computer {computer}").format(who=who, computer=error.computer) if error.computer else who,
    )


SENTENCES: Final[Sentences] = {
    FileMissing: N_("There is no file “{path}” in {path_place}. It may have been moved or renamed."),
    FileExists: N_("“{path}” is already there. Nothing was changed. Choose another name."),
    FileEmpty: N_("“{path}” is empty. Nothing was changed. Open a backup, or ask for the file again."),
    NotARondaFile: N_("“{path}” is not a Ronda file. Nothing was changed."),
    NotARegularFile: N_("“{path}” is a folder, not a file. Nothing was changed. Choose a file in it."),
    FileDamaged: N_("“{path}” is damaged and cannot be read whole. Nothing was changed. Keep it, and open a backup."),
    PassphraseNeeded: N_("“{path}” seems to be protected. Give its passphrase to open it."),
    PassphraseFileNeeded: N_(
        "“{path}” seems to be protected. Give its passphrase with --passphrase-file, in the first line of a text file."
    ),
    WrongPassphrase: N_("This passphrase does not open “{path}”. Nothing was changed. Try again."),
    PlaceReadOnly: N_(
        "“{path}” cannot be written in {path_place}. Nothing was changed. Choose another place, "
        "or ask for the right to write there."
    ),
    PlaceFull: N_("There is no room left in {path_place}. Nothing was changed. Make room and try again."),
    PlaceUnreachable: N_(
        "{path_place} cannot be reached. Nothing was changed. Check that the disk or the shared folder is connected."
    ),
    FileNewer: N_(
        "“{path}” was saved by a newer Ronda (format {found}; this one reads up to {supported}). "
        "Nothing was changed. Install the newer version, or open a backup."
    ),
    UpgradeFailed: N_(
        "“{path}” was saved by an older Ronda and could not be brought up to date. It is unchanged; "
        "a copy made before is {copy} in {copy_place}."
    ),
    FileInUse: _file_in_use,
    OpenedReadOnly: N_("“{path}” was opened to look at only. Nothing was changed."),
    SearchDamaged: N_("The search index is damaged; the record itself is not. The next change makes the index anew."),
    SearchRenewed: N_(
        "The search index was damaged and has been made anew. The last change is not saved yet. Try again."
    ),
    SaveFailed: N_(
        "“{path}” could not be saved: the disk refused. What you see is not yet on the disk. "
        "Leave this window open, check the disk and try again."
    ),
    PassphraseTooShort: N_("The passphrase is too short: it needs at least {minimum} characters."),
}
