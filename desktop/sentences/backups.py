"""What is said of `db.errors.backups`."""

from typing import Final

from db.errors.backups import BackupFailed, BackupPutOff, BackupUnsound, NoBackups, NotABackup
from desktop.sentences.shape import Sentences
from desktop.texts import N_

SENTENCES: Final[Sentences] = {
    BackupFailed: N_(
        "No backup was made: the disk refused to write in {path_place}. The record is as it was. "
        "Check the disk, or choose another place."
    ),
    BackupUnsound: N_(
        "The backup was not kept: it was not the same as the file when it was checked ({found}). "
        "The record is as it was. Check the file in the settings."
    ),
    NotABackup: N_("“{path}” is not named as a backup of Ronda is. Nothing was changed."),
    NoBackups: N_("There is no backup of “{path}” yet."),
    BackupPutOff: N_("The backup waits until nothing else is under way."),
}
