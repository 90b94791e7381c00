"""Opening, making and copying alliance files in the name of the person who works here. No Qt."""

import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from db.backups import backups_of, is_backup
from db.engine import AllianceFile, create_file, looks_protected, open_file
from db.errors import KnownError
from db.errors.files import FileDamaged, FileEmpty, NotARondaFile
from db.errors.foreign import FileFromElsewhere
from desktop import texts
from desktop.clock import Clock
from desktop.copies_seen import CopiesSeen, Receipt
from desktop.opened_copies import keep_receipt
from desktop.own_files import OwnFiles
from desktop.settings import SettingsFile
from desktop.texts import _

if TYPE_CHECKING:
    from db.rescue import Rescued
    from desktop.damage import Help
    from desktop.exchange.pack import OpenedPack

_LOOKED_AT: Final = 1 << 18
"""So many bytes tell whether a file is under a passphrase."""


class AllianceFiles:
    """What the start page asks for; each of it may run off the window's thread."""

    def __init__(
        self, settings: SettingsFile, clock: Clock, copies: CopiesSeen | None = None, own: OwnFiles | None = None
    ) -> None:
        self._settings = settings
        self._copies = copies or CopiesSeen()
        self._own = own or OwnFiles()
        self._clock = clock

    def open_file(
        self, path: Path, *, passphrase: str | None, read_only: bool, ours: bool = False
    ) -> AllianceFile:  # fmt: skip
        """Open the alliance file at `path`, or look at it only; its content is looked over later, in the window.

        With `ours` somebody said that it is; else a file that this computer never had open is refused. A backup is
        only looked at where it lies: what would be changed there is no backup any more.
        """
        try:
            looks_protected(path)
        except (FileEmpty, NotARondaFile):
            if self._is_own(path) or backups_of(path):  # it was one once
                raise FileDamaged(path) from None
            raise
        if not (ours or self._is_own(path)):
            raise FileFromElsewhere(path)
        if passphrase is None and looks_protected(path) and _was_plain(path):
            raise FileDamaged(path)
        read_only = read_only or is_backup(path)
        who = self._settings.value.who
        file = open_file(path, passphrase=passphrase, read_only=read_only, who=who, check_now=False)
        try:
            name_and_language(file)  # what the window begins with can be read
            if file.given is not None:
                from desktop.exchange.giving import finish_giving

                finish_giving(file)
        except BaseException:
            file.close()
            raise
        self._own.note(path)
        return file

    def _is_own(self, path: Path) -> bool:
        if is_backup(path):  # ours as the file is that it was taken of
            path = path.parent.with_name(path.parent.name.removesuffix("-backups"))
        recent = (Path(known.path) for known in self._settings.value.recent)
        return self._own.knows(path) or path.absolute() in recent

    def take_in(self, path: Path, place: Path, *, passphrase: str | None, progress: Any = None) -> AllianceFile:
        """Make a clean copy of another's file at a place, and open that."""
        from db.foreign import take_in

        take_in(path, place, passphrase=passphrase, progress=progress)
        return self.open_file(place, passphrase=passphrase, read_only=False, ours=True)

    def what_helps(self, path: Path, *, passphrase: str | None) -> "Help":
        """Return what there is for a damaged file: its newest good backup."""
        from desktop.damage import what_helps

        return what_helps(path, passphrase=passphrase, seen=self._copies)

    def open_backup(self, found: "Help", *, passphrase: str | None) -> AllianceFile:
        """Put the backup in the place of the damaged file, which is kept beside it, and open it."""
        from desktop.damage import go_on_with_backup

        go_on_with_backup(found, passphrase=passphrase)
        return self.open_file(found.path, passphrase=passphrase, read_only=False, ours=True)

    def rescue(self, path: Path, *, passphrase: str | None, progress: Any = None) -> "tuple[Rescued, Path]":
        """Put what can be read of a damaged file in its place; return what that is, and where the damaged one is."""
        from desktop.damage import go_on_with_rescued

        rescued = go_on_with_rescued(path, passphrase=passphrase, progress=progress)
        self._own.note(path)
        return rescued

    def create_file(self, path: Path, *, name: str, language: str, passphrase: str | None) -> AllianceFile:
        """Make a new alliance file at `path` and open it."""
        file = create_file(path, name=name, language=language, passphrase=passphrase, who=self._settings.value.who)
        self._own.note(path)
        return file

    def make_sample(self, path: Path, *, language: str) -> AllianceFile:
        """Make the sample alliance at `path`, as it stands today, and open it."""
        from desktop.sample import write_sample

        write_sample(path, language=language, today=self._clock.today())
        return self.open_file(path, passphrase=None, read_only=False, ours=True)

    def copy_file(self, path: Path, copy: Path, *, passphrase: str | None) -> AllianceFile:
        """Copy the file at `path`, which may be open elsewhere, and open the copy."""
        from db.copies import copy_file

        with open_file(path, passphrase=passphrase, read_only=True) as source:
            copy_file(source.engine, path, copy)
        return self.open_file(copy, passphrase=passphrase, read_only=False, ours=True)

    def open_pack(self, path: Path, *, passphrase: str | None, progress: Any = None) -> "OpenedPack":
        """Open a handover pack, whole or not at all."""
        from desktop.exchange.pack import open_pack

        return open_pack(path, passphrase=passphrase, progress=progress)

    def keep_pack(
        self, pack: "OpenedPack", place: Path, *, passphrase: str | None, progress: Any = None
    ) -> AllianceFile:
        """Keep the file of a pack at a place, and open it: this computer knows it as the newest, unless it had one."""
        pack.keep(place, progress=progress)
        file = self.open_file(
            place, passphrase=passphrase if pack.manifest.protected else None, read_only=False, ours=True
        )
        keep_receipt(file, self._clock.now(), self._copies)
        return file

    def who_claims(self, pack: "OpenedPack") -> str:
        """Return who has the desk as far as this computer knows, where that is not the one of the pack."""
        said = pack.manifest
        return self._copies.claims(said.alliance_id, said.count, said.handover_id)

    def received(self, pack: "OpenedPack") -> Receipt | None:
        """Return where and when this computer received the pack before, if it did."""
        return self._copies.received(pack.manifest.alliance_id, pack.manifest.handover_id)

    def fresh_sample(self, *, language: str) -> AllianceFile:
        """Make the sample in the user's data folder in place of an older one; elsewhere if that cannot be."""
        with suppress(KnownError, OSError):
            return self._replace_sample(sample_place(), language)
        return self.make_sample(Path(tempfile.mkdtemp(prefix="ronda-")) / _sample_name(), language=language)

    def _replace_sample(self, path: Path, language: str) -> AllianceFile:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists():
            with open_file(path):  # refuses a file that somebody has open
                pass
            path.unlink()
        return self.make_sample(path, language=language)


def _was_plain(path: Path) -> bool:
    """Return whether what seems to be under a passphrase never was: in what is, no long run of bytes is nothing."""
    try:
        with path.open("rb") as file:
            return bytes(64) in file.read(_LOOKED_AT)
    except OSError:
        return False


def sample_place() -> Path:
    """Return where `ronda --sample` keeps the sample."""
    from platformdirs import user_data_path

    return user_data_path("ronda", appauthor=False) / _sample_name()


def name_and_language(file: AllianceFile) -> tuple[str, str]:
    """Return what the alliance is called and its language, English if Ronda does not speak it."""
    with file.looking() as look:
        row = look.row("SELECT name, language FROM alliance")
    if row is None or not isinstance(row["name"], str) or not isinstance(row["language"], str):
        raise FileDamaged(file.path)
    return row["name"], texts.closest(row["language"])


def _sample_name() -> str:
    return _("Sample alliance") + ".ronda"
