"""Giving the desk: the pack is complete, verified and on the disk before the giver's file says that it is given.

The order is what matters. Whatever goes wrong, or wherever the current fails, the giver's file either still has the
desk, or is given and the pack stands whole:

1. a checked copy in which the desk is the next holder's, in a folder beside the giver's file
2. the note, from that copy
3. the pack under a name of its own (`….ronda-pack.part`), on the disk
4. the pack opened as its receiver will, and compared
5. the giver's file marked as given, with the pack's SHA-256, in one transaction
6. the pack gets its name

Until 5 the unfinished pack is taken away when something fails. After 5 it is never deleted: if it could not get its
name, the giver's file knows where it is and `finish_giving` names it when the file is next opened.
"""

import datetime as dt
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from sqlalchemy.orm import Session

from db.engine import FORMAT, AllianceFile, check_passphrase, open_file
from db.errors import KnownError
from db.errors.files import FileExists, FolderMissing
from db.errors.handover import DeskGiven, PackUnnamed
from db.files.durable import sync_folder
from db.files.places import refused
from db.handover.desk import handovers
from db.handover.handover import Holder, Prepared, mark_given, prepare_copy
from desktop.exchange.pack import (
    FILE,
    NOTE,
    PACK,
    Manifest,
    Progress,
    bytes_facts,
    file_facts,
    open_pack,
    pack_digest,
    write_pack,
)

NoteMaker = Callable[[Session, BinaryIO], object]
"""Prints the handover note of the record to a stream."""
TOTAL = 100
_COPIED, _NOTED, _PACKED = 20, 30, 65


@dataclass(frozen=True, slots=True)
class GivenPack:
    """The pack as it stands, and what went out in it."""

    path: Path
    digest: str
    size_bytes: int
    prepared: Prepared


@dataclass(frozen=True, slots=True)
class _Giving:
    """What is being given, to whom, and how."""

    file: AllianceFile
    part: Path
    folder: Path
    taker: Holder
    who: str
    at: dt.datetime
    note: NoteMaker
    program: str
    passphrase: str | None
    tell: Progress


def give_desk(
    file: AllianceFile,
    pack: Path,
    *,
    taker: Holder,
    who: str,
    at: dt.datetime,
    note: NoteMaker,
    program: str = "Ronda",
    passphrase: str | None = None,
    progress: Progress | None = None,
) -> GivenPack:
    """Give the desk to `taker` and write the pack that brings it there; see above for the order of things.

    A protected file's pack is protected too: with `passphrase`, or else with the file's own. `progress` counts to
    `TOTAL`; what it raises stops the giving, which it is no longer asked for once the file is being marked.

    Raises:
        DeskGiven, AlreadyHolder, PassphraseTooShort, FileExists, PlaceFull, PlaceReadOnly, PlaceUnreachable,
        FileDamaged: The desk is still here, and no pack is left.
        PackUnnamed: The desk is given; the pack is whole but bears another name.
    """
    _check(file, pack, passphrase)
    if file.protected and passphrase is None:
        passphrase = file.passphrase
    giving = _Giving(
        file, part_of(pack), file.path.with_name(f".{file.path.name}.handover"), taker, who, at, note, program,
        passphrase, progress or (lambda _done, _total: None),
    )  # fmt: skip
    try:
        prepared, digest = _make_part(giving)
        _mark(giving, prepared, pack.absolute(), digest)
    finally:
        shutil.rmtree(giving.folder, ignore_errors=True)
    part = giving.part
    size = part.stat().st_size
    _name(part, pack)
    return GivenPack(pack, digest, size, prepared)


def part_of(pack: Path) -> Path:
    """Return the name a pack has until it is finished."""
    return pack.with_name(f"{pack.name}.part")


def finish_giving(file: AllianceFile) -> Path | None:
    """Give a pack its name if that was cut off; return the pack of a desk that was given, where it stands."""
    if file.given is None:
        return None
    with file.reading() as session:
        last = next((row for row in handovers(session) if row.pack_name), None)
    if last is None:
        return None
    pack = Path(last.pack_name)
    part = part_of(pack)
    with suppress(OSError):
        if not pack.exists() and part.exists() and pack_digest(part) == last.pack_digest:
            _name(part, pack)
    return pack if pack.exists() else part if part.exists() else None


def _check(file: AllianceFile, pack: Path, passphrase: str | None) -> None:
    check_passphrase(passphrase)
    if file.given is not None:
        raise DeskGiven(file.path, file.given.name, file.given.office, file.given.since)
    if pack.exists():
        raise FileExists(pack)
    if not pack.parent.is_dir():
        raise FolderMissing(pack)


def _make_part(giving: _Giving) -> tuple[Prepared, str]:
    part, folder, passphrase, tell = giving.part, giving.folder, giving.passphrase, giving.tell
    try:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700)
        part.unlink(missing_ok=True)
        tell(0, TOTAL)
        copy = folder / FILE
        prepared = prepare_copy(
            giving.file, copy, taker=giving.taker, who=giving.who, at=giving.at, passphrase=passphrase
        )  # fmt: skip
        tell(_COPIED, TOTAL)
        protected = giving.file.protected
        printed = _printed(copy, giving.note, passphrase if protected else None)
        tell(_NOTED, TOTAL)
        manifest = _manifest(prepared, giving.program, copy, printed, protected=protected)
        digest = write_pack(
            part, manifest=manifest, file=copy, note=printed, folder=folder, passphrase=passphrase,
            progress=_between(tell, _NOTED, _PACKED),
        )  # fmt: skip
        tell(_PACKED, TOTAL)
        open_pack(part, passphrase=passphrase, progress=_between(tell, _PACKED, TOTAL)).close()
        tell(TOTAL, TOTAL)
    except OSError as error:
        _take_away(part)
        raise refused(error, folder if error.filename and str(folder) in str(error.filename) else part) from error
    except BaseException:
        _take_away(part)
        raise
    return prepared, digest


def _printed(copy: Path, note: NoteMaker, passphrase: str | None) -> bytes:
    out = BytesIO()
    with open_file(copy, passphrase=passphrase, read_only=True) as made, made.reading() as session:
        note(session, out)
    return out.getvalue()


def _manifest(prepared: Prepared, program: str, copy: Path, printed: bytes, *, protected: bool) -> Manifest:
    change = prepared.change
    return Manifest(
        pack=PACK, program=program, format=FORMAT, alliance_id=str(prepared.alliance_id), alliance=prepared.alliance,
        handover_id=str(change.id), count=change.count, from_name=change.giver.name, from_office=change.giver.office,
        to_name=change.taker.name, to_office=change.taker.office, at=change.at.astimezone(dt.UTC).isoformat(),
        protected=protected, counts=prepared.counts,
        files={FILE: file_facts(copy), NOTE: bytes_facts(printed)},
    )  # fmt: skip


def _mark(giving: _Giving, prepared: Prepared, pack: Path, digest: str) -> None:
    file = giving.file
    try:
        mark_given(file, prepared.change, who=giving.who, pack=pack, digest=digest)
    except BaseException:
        with suppress(KnownError):  # what cannot be read may be given: then the pack is all there is
            file.look_whose()
            if file.given is None:
                _take_away(giving.part)
        raise


def _name(part: Path, pack: Path) -> None:
    try:
        part.rename(pack)
        sync_folder(pack.parent)
    except OSError as error:
        if pack.exists():
            return
        raise PackUnnamed(pack, part) from error


def _take_away(part: Path) -> None:
    with suppress(OSError):
        part.unlink(missing_ok=True)


def _between(tell: Progress, first: int, last: int) -> Progress:
    return lambda done, total: tell(first + (last - first) * done // max(1, total), TOTAL)
