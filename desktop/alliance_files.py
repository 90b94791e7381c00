"""Opening, making and copying alliance files in the name of the person who works here. No Qt."""

import datetime as dt
import tempfile
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from db.backups.backups import is_backup
from db.engine import AllianceFile, create_file, open_file
from db.errors import KnownError
from db.errors.files import FileDamaged, FileMissing, PlaceReadOnly
from db.errors.foreign import FileFromElsewhere
from db.files.header import looks_protected
from db.files.lock import Holder
from db.files.media import Kind
from desktop import texts
from desktop.clock import Clock
from desktop.copies_seen import CopiesSeen, Receipt
from desktop.hurt_files import hurt_told
from desktop.opened_copies import keep_receipt
from desktop.own_files import OwnFiles
from desktop.placed_files import (
    backups_left,
    data_folder,
    is_working_copy,
    medium_of,
    open_at_its_place,
    own_name,
    worked_on_at,
)
from desktop.settings import SettingsFile
from desktop.texts import _

if TYPE_CHECKING:
    from db.files.working_copy import Keep
    from db.rescue.rescue import Rescued
    from desktop.damage import Help
    from desktop.exchange.pack import OpenedPack


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
        self, path: Path, *, passphrase: str | None, read_only: bool, ours: bool = False, over: Holder | None = None,
        keep_mine: bool | None = None,
    ) -> AllianceFile:  # fmt: skip
        """Open the alliance file at `path`, or look at it only; its content is looked over later, in the window.

        With `ours` somebody said that it is; else a file that this computer never had open is refused. A backup is
        only looked at where it lies: what would be changed there is no backup any more. With `over` it is taken over
        from that holder. With `keep_mine`, where it and the copy of it on this computer were both changed, both are
        kept: the copy is opened, or the file at the place.
        """
        with hurt_told(path, ours=partial(self._is_own, path)):
            if not (ours or self._is_own(path)):
                looks_protected(path)
                raise FileFromElsewhere(path)
            if not ours and self._own.is_doubtful(path) and not self._is_of_known_alliance(path, passphrase):
                raise FileFromElsewhere(path)
            mine = self._settings.value
            if read_only or is_backup(path):
                file = open_file(path, passphrase=passphrase, read_only=True, check_now=False)
            else:
                keep = None if keep_mine is None else self._keep(path, mine=keep_mine)
                file = open_at_its_place(
                    path, passphrase=passphrase, who=mine.who, office=mine.office, check_now=False, over=over, keep=keep
                )
                if keep is not None:
                    self._own.note(path.with_name(keep.name))
        try:
            name_and_language(file)  # what the window begins with can be read
            if file.given is not None:
                from desktop.exchange.giving import finish_giving

                finish_giving(file)
        except BaseException:
            file.close()
            raise
        self._own.note(file.home, file.alliance_id.hex)
        return file

    def _is_of_known_alliance(self, path: Path, passphrase: str | None) -> bool:
        """Look into a file that is not surely the one known at its place; one that cannot be looked into is refused so.

        Looking takes no lock and writes nothing; what is not laid out as ours is refused before anything is read.
        """
        try:
            with open_file(path, passphrase=passphrase, read_only=True, check_now=False) as file:
                return self._own.is_of(path, file.alliance_id.hex)
        except (FileMissing, PlaceReadOnly):  # the stick is away; or of an older format, or a save was cut off in it
            return True

    def _is_own(self, path: Path) -> bool:
        if is_backup(path):  # ours as the file is that it was taken of
            path = path.parent.with_name(path.parent.name.removesuffix("-backups"))
        recent = (Path(known.path) for known in self._settings.value.recent)
        return self._own.knows(path) or path.absolute() in recent or is_working_copy(path)

    def take_in(self, path: Path, place: Path, *, passphrase: str | None, progress: Any = None) -> AllianceFile:
        """Make a clean copy of another's file at a place, and open that."""
        from db.foreign.foreign import take_in

        take_in(path, place, passphrase=passphrase, progress=progress)
        return self.open_file(place, passphrase=passphrase, read_only=False, ours=True)

    def what_helps(self, path: Path, *, passphrase: str | None) -> "Help":
        """Return what there is for a damaged file: its newest good backup."""
        from desktop.damage import what_helps

        return what_helps(
            path, passphrase=passphrase, seen=self._copies, worked_on=worked_on_at(path), left=backups_left(path)
        )

    def open_backup(self, found: "Help", *, passphrase: str | None) -> AllianceFile:
        """Put the backup in the place of the damaged file, which is kept beside it, and open it."""
        from desktop.damage import go_on_with_backup

        go_on_with_backup(found, passphrase=passphrase, worked_on=worked_on_at(found.path))
        return self.open_file(found.path, passphrase=passphrase, read_only=False, ours=True)

    def rescue(self, path: Path, *, passphrase: str | None, progress: Any = None) -> "tuple[Rescued, Path]":
        """Put what can be read of a damaged file in its place; return what that is, and where the damaged one is."""
        from desktop.damage import go_on_with_rescued

        rescued = go_on_with_rescued(worked_on_at(path), passphrase=passphrase, progress=progress)
        self._own.note(path)
        return rescued

    def create_file(self, path: Path, *, name: str, language: str, passphrase: str | None) -> AllianceFile:
        """Make a new alliance file at `path` and open it."""
        mine = self._settings.value
        made = create_file(path, name=name, language=language, passphrase=passphrase, who=mine.who, office=mine.office)
        self._own.note(path)
        if medium_of(path).kind is Kind.LOCAL:
            return made
        made.close()
        return self.open_file(path, passphrase=passphrase, read_only=False, ours=True)

    def _keep(self, path: Path, *, mine: bool) -> "Keep":
        from db.files.working_copy import Keep

        return Keep(own_name(path, self._clock.now()), mine)

    def go_on_in_safety(self, file: AllianceFile, *, who: str) -> AllianceFile:
        """Go on in a copy of a file that is lost: beside it, or else in the user's data folder; close the lost one.

        Raises:
            NotRescued: No copy could be made; `file` stays open.
        """
        from db.files.safe_copy import put_in_safety

        name = rescued_name(file.path, self._clock.now())
        beside = (file.path.with_name(name),) if file.working_copy is None and file.same.reachable() else ()
        safe = put_in_safety(file, [*beside, data_folder() / "rescued" / name])
        opened = open_file(
            safe, passphrase=file.passphrase, who=who, office=self._settings.value.office, check_now=False
        )
        file.close()
        self._own.note(safe)
        return opened

    def make_sample(self, path: Path, *, language: str) -> AllianceFile:
        """Make the sample alliance at `path`, as it stands today, and open it."""
        from desktop.sample import write_sample

        write_sample(path, language=language, today=self._clock.today())
        return self.open_file(path, passphrase=None, read_only=False, ours=True)

    def copy_file(self, path: Path, copy: Path, *, passphrase: str | None) -> AllianceFile:
        """Copy the file at `path`, which may be open elsewhere, and open the copy."""
        from db.files.copies import copy_file

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


def sample_place() -> Path:
    """Return where `ronda --sample` keeps the sample."""
    return data_folder() / _sample_name()


def rescued_name(path: Path, at: dt.datetime) -> str:
    """Return what a copy of a lost file is called."""
    when = f"{at:%Y-%m-%d %H.%M.%S}"  # a name that sorts by time
    return _("{name} (rescued {when})").format(name=path.stem, when=when) + path.suffix


def name_and_language(file: AllianceFile) -> tuple[str, str]:
    """Return what the alliance is called and its language, English if Ronda does not speak it."""
    with file.looking() as look:
        row = look.row("SELECT name, language FROM alliance")
    if row is None or not isinstance(row["name"], str) or not isinstance(row["language"], str):
        raise FileDamaged(file.path)
    return row["name"], texts.closest(row["language"])


def _sample_name() -> str:
    return _("Sample alliance") + ".ronda"
