"""The handover pack: one file that holds the alliance's file, the handover note and a list of contents. No Qt.

`.ronda-pack` is an ordinary zip file with three members. What makes it trustworthy:

- Its last 64 characters are the SHA-256 of everything before them (in an open pack they end the zip's comment), so a
  pack that was cut short or changed in any byte is told apart before anything else of it is believed.
- `manifest.json` lists each member's size and SHA-256, the change of hands, and how much is on record; all of it is
  compared with what is really in there, after the whole record was checked.
- The alliance's file in it is somebody else's: it is never opened itself. What is in it is copied, row by row, into a
  clean file (`db.foreign.foreign`), and that is compared, and kept.
- With a passphrase the zip as a whole is encrypted with age, under a key made of the passphrase (`pack_keys`), in
  chunks: a large pack is never in memory at once, and nothing of it can be read, not even the list.

Whatever does not fit is refused whole: nothing is written but in a folder of its own, which goes again.
"""

import hashlib
import json
import os
import secrets
import shutil
import tempfile
import uuid
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Final, Self

from db.engine import FORMAT, open_file
from db.errors import FileError, KnownError
from db.errors.files import FileMissing, FileNewer, NotARegularFile, PlaceFull
from db.errors.handover import (
    NotAPack,
    PackCut,
    PackDamaged,
    PackDiffers,
    PackNewer,
    PackPassphraseNeeded,
    PackStrange,
    PackTooLarge,
    WrongPackPassphrase,
)
from db.files.checked_copies import passing_folder
from db.files.durable import check_free, take_free_name
from db.files.places import refused
from db.foreign.foreign import take_in
from db.handover.desk import handovers, standing
from db.handover.handover import record_counts
from desktop.exchange.pack_keys import SALT_BYTES, key_of
from desktop.pack_names import PROTECTED

PACK: Final = 1
"""Number of the pack's own format."""
MANIFEST, FILE, NOTE = "manifest.json", "alliance.ronda", "handover-note.pdf"
CLEAN: Final = "clean.ronda"
LIMITS: Final[Mapping[str, int]] = {MANIFEST: 64 * 1024, NOTE: 32 * 1024**2, FILE: 4 * 1024**3}
"""The most bytes each member may unfold to."""
MOST_FOLDED: Final = 200
"""No alliance's file folds to less than one part in so many; what does is made to fill a disk."""

_ZIP = b"PK\x03\x04"
_COMMENT = b"ronda-pack 1 sha256 "
_SEAL = 64
_TAIL = 1000
_OTHER_KEY = "No matching keys"
"""What age says where a pack was made under another passphrase."""
_CHUNK = 1024 * 1024
_IN_MEMORY = 64 * 1024 * 1024
"""So much of an opened pack is kept in memory; more of it in a file that has no name, and goes with the program."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a pack says of itself. Names are as people write them; `at` is an ISO moment."""

    pack: int
    program: str
    format: int
    alliance_id: str
    alliance: str
    handover_id: str
    count: int
    from_name: str
    from_office: str
    to_name: str
    to_office: str
    at: str
    protected: bool
    counts: dict[str, int]
    files: dict[str, dict[str, Any]]
    """Name of each other member: its `size` in bytes and `sha256`."""


class OpenedPack:
    """A pack that was found to be whole, unfolded into a folder that only its owner may read and that goes with it."""

    def __init__(self, path: Path, manifest: Manifest, folder: "tempfile.TemporaryDirectory[str]") -> None:
        self.path = path
        self.manifest = manifest
        self._folder = folder
        self._facts = file_facts(self.file)

    @property
    def file(self) -> Path:
        """Return where the clean copy of the alliance's file is for now."""
        return Path(self._folder.name) / CLEAN

    def keep(self, place: Path, *, progress: Progress | None = None) -> None:
        """Put the alliance's file where it is to stay, whole or not at all.

        Raises:
            FileExists, PlaceFull, PlaceReadOnly, PlaceUnreachable: Nothing was written.
            PackDiffers: If the unfolded file was changed meanwhile.
        """
        check_free(place)
        part = place.with_name(f"{place.name}.part")
        said = self._facts
        try:
            with self.file.open("rb") as source, part.open("wb") as out:
                size, digest = _pour(source, out, limit=said["size"], progress=progress)
                sync(out)
            if (size, digest) != (said["size"], said["sha256"]):
                raise PackDiffers(self.path)
            take_free_name(part, place)
        except OSError as error:
            part.unlink(missing_ok=True)
            raise refused(error, place) from error
        except BaseException:
            part.unlink(missing_ok=True)
            raise

    def close(self) -> None:
        """Throw away what was unfolded."""
        self._folder.cleanup()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def is_protected(path: Path) -> bool:
    """Return whether a pack needs a passphrase.

    Raises:
        FileMissing, NotARegularFile, NotAPack, PlaceReadOnly, PlaceUnreachable: It cannot be a pack, or be read.
    """
    if not path.exists():
        raise FileMissing(path)
    if not path.is_file():
        raise NotARegularFile(path)
    try:
        with path.open("rb") as file:
            begins = file.read(len(PROTECTED))
    except OSError as error:
        raise refused(error, path) from None
    if begins != PROTECTED and not begins.startswith(_ZIP):
        raise NotAPack(path)
    return begins == PROTECTED


def write_pack(
    part: Path, *, manifest: Manifest, file: Path, note: bytes, folder: Path, passphrase: str | None = None,
    progress: Progress | None = None,
) -> str:  # fmt: skip
    """Write a pack to `part`, on the disk when this returns; return the SHA-256 of the whole. `folder` is to work in.

    Raises:
        OSError: If it cannot be written; what there is of it is the caller's to take away.
    """
    if passphrase is None:
        with part.open("w+b") as out:
            _write_zip(out, manifest, file, note, progress)
    else:
        with _unnamed(folder) as opened:
            _write_zip(opened, manifest, file, note, progress)
            opened.seek(0)
            _protect(opened, part, passphrase)
    _seal(part)
    return _digest(part, part.stat().st_size)


def open_pack(path: Path, *, passphrase: str | None = None, progress: Progress | None = None) -> OpenedPack:
    """Open a pack, if all of it is as it was written.

    Raises:
        FileMissing, NotARegularFile, NotAPack, PackCut, PackDamaged, PackPassphraseNeeded, WrongPackPassphrase,
        PackStrange, PackTooLarge, PackNewer, PackDiffers, PlaceFull, PlaceUnreachable: Nothing of it was kept.
    """
    protected = is_protected(path)
    try:
        _check_seal(path, protected=protected)
    except OSError as error:
        raise refused(error, path) from error
    if protected and passphrase is None:
        raise PackPassphraseNeeded(path)
    folder = passing_folder()
    try:
        with _unnamed(Path(folder.name)) as opened:
            if protected:
                _open_protected(path, opened, passphrase or "")
            manifest = _unfold(path, opened if protected else path, Path(folder.name), progress)
        _compare(path, manifest, Path(folder.name) / FILE, passphrase)
    except OSError as error:
        folder.cleanup()
        raise refused(error, Path(folder.name)) from error
    except BaseException:
        folder.cleanup()
        raise
    return OpenedPack(path, manifest, folder)


def file_facts(path: Path) -> dict[str, Any]:
    """Return a file's size and SHA-256, as a manifest lists them."""
    size = path.stat().st_size
    return {"size": size, "sha256": _digest(path, size)}


def bytes_facts(content: bytes) -> dict[str, Any]:
    """Return the size and SHA-256 of some bytes, as a manifest lists them."""
    return {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def pack_digest(path: Path) -> str:
    """Return the SHA-256 of a whole pack.

    Raises:
        OSError: If it cannot be read.
    """
    return _digest(path, path.stat().st_size)


def sync(out: IO[bytes]) -> None:
    """Have what was written on the disk before going on."""
    out.flush()
    os.fsync(out.fileno())


# Writing


def _unnamed(folder: Path) -> IO[bytes]:
    """Return a place for what nobody may read who has not the passphrase: in memory, or in a file without a name."""
    return tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY, mode="w+b", dir=str(folder))


def _write_zip(out: IO[bytes], manifest: Manifest, file: Path, note: bytes, progress: Progress | None) -> None:
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(MANIFEST, json.dumps(asdict(manifest), ensure_ascii=False, indent=1))
        made.writestr(NOTE, note)
        with file.open("rb") as source, made.open(FILE, "w", force_zip64=True) as member:
            _pour(source, member, limit=file.stat().st_size, progress=progress)
        made.comment = _COMMENT


def _protect(opened: IO[bytes], part: Path, passphrase: str) -> None:
    import pyrage

    salt = secrets.token_bytes(SALT_BYTES)
    key = key_of(passphrase, salt)
    with part.open("wb") as out:
        out.write(PROTECTED + salt)
        pyrage.encrypt_io(opened, out, [key.to_public()])


def _seal(part: Path) -> None:
    """Write the SHA-256 of everything before it at the end; in an open pack the zip's comment grows around it."""
    with part.open("r+b") as out:
        if out.read(len(_ZIP)) == _ZIP:
            out.seek(-len(_COMMENT) - 2, os.SEEK_END)
            out.write((len(_COMMENT) + _SEAL).to_bytes(2, "little"))
        size = out.seek(0, os.SEEK_END)
        sync(out)
        digest = _digest(part, size)
        out.seek(size)
        out.write(digest.encode())
        sync(out)


# Reading


def _check_seal(path: Path, *, protected: bool) -> None:
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(0, size - _SEAL - len(_COMMENT)))
        comment, seal = file.read(len(_COMMENT)), file.read(_SEAL)
        file.seek(max(0, size - _TAIL))
        tail = file.read()
    marked = protected or comment == _COMMENT
    if not marked and _COMMENT not in tail and zipfile.is_zipfile(path):
        raise NotAPack(path)
    if not marked or len(seal) < _SEAL or not set(seal) <= set(b"0123456789abcdef"):
        raise PackCut(path)
    if _digest(path, size - _SEAL) != seal.decode():
        raise PackDamaged(path)


def _open_protected(path: Path, out: IO[bytes], passphrase: str) -> None:
    import pyrage

    with path.open("rb") as file:
        file.seek(len(PROTECTED))
        key = key_of(passphrase, file.read(SALT_BYTES))
        try:
            pyrage.decrypt_io(_Until(file, path.stat().st_size - _SEAL), out, [key])
        except pyrage.DecryptError as error:
            raise (WrongPackPassphrase if _OTHER_KEY in str(error) else PackStrange)(path) from None


class _Until:
    """A file that ends where its seal begins."""

    def __init__(self, file: IO[bytes], end: int) -> None:
        self._file = file
        self._end = end

    def read(self, size: int = -1) -> bytes:
        left = self._end - self._file.tell()
        return self._file.read(left if size < 0 else min(size, left))


def _unfold(path: Path, opened: Path | IO[bytes], folder: Path, progress: Progress | None) -> Manifest:
    try:
        with zipfile.ZipFile(opened) as pack:
            members = {member.filename: member for member in pack.infolist()}
            if set(members) != {MANIFEST, FILE, NOTE} or len(pack.infolist()) != len(members):
                raise PackStrange(path)
            for name, member in members.items():
                plain = member.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) and not member.flag_bits & 1
                if not plain:
                    raise PackStrange(path)
                most = min(LIMITS[name], MOST_FOLDED * (member.compress_size + _CHUNK))
                if member.file_size > most:
                    raise PackTooLarge(path, most)
            with pack.open(MANIFEST) as source:
                manifest = _read_manifest(path, source.read(LIMITS[MANIFEST]))
            for name, place in ((NOTE, None), (FILE, folder / FILE)):
                if _unfold_member(pack, members[name], place, progress) != manifest.files[name]:
                    raise PackDiffers(path)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError):
        # zipfile says NotImplementedError of what it cannot unfold (a later version of the format, patched data)
        raise PackStrange(path) from None
    return manifest


def _unfold_member(
    pack: zipfile.ZipFile, member: zipfile.ZipInfo, place: Path | None, progress: Progress | None
) -> dict[str, Any]:
    """Unfold a member to a place, or to nowhere; return what a manifest would list of it."""
    if place is not None and shutil.disk_usage(place.parent).free < member.file_size:
        raise PlaceFull(place)
    with pack.open(member) as source, Path(os.devnull).open("wb") if place is None else place.open("xb") as out:
        size, digest = _pour(source, out, limit=member.file_size, progress=progress)
    return {"size": size, "sha256": digest}


def _read_manifest(path: Path, content: bytes) -> Manifest:
    try:
        found = json.loads(content)
        number = found["pack"]
    except (ValueError, TypeError, KeyError, RecursionError):
        raise PackStrange(path) from None
    if isinstance(number, int) and number > PACK:
        raise PackNewer(path, number, PACK)
    try:
        manifest = Manifest(**found)
        uuid.UUID(manifest.alliance_id)
        texts = (manifest.alliance, manifest.from_name, manifest.from_office, manifest.to_name, manifest.to_office)
        whole = (
            set(manifest.files) == {FILE, NOTE}
            and all(isinstance(one, str) for one in (*texts, manifest.at, manifest.program, manifest.handover_id))
            and all(isinstance(one, int) for one in (manifest.count, manifest.format, *manifest.counts.values()))
            and all({"size", "sha256"} == set(one) for one in manifest.files.values())
        )
    except (ValueError, TypeError, AttributeError):
        raise PackStrange(path) from None
    if not whole:
        raise PackStrange(path)
    if manifest.format > FORMAT:
        raise PackNewer(path, manifest.format, FORMAT)
    return manifest


def _compare(path: Path, manifest: Manifest, file: Path, passphrase: str | None) -> None:
    """Copy what is in the alliance's file into a clean one, and see that it is what the manifest speaks of."""
    clean, key = file.with_name(CLEAN), passphrase if manifest.protected else None
    try:
        take_in(file, clean, passphrase=key)
        with open_file(clean, passphrase=key, read_only=True) as opened, opened.reading() as session:
            stands, counts = standing(session), record_counts(session)
            last = next((row for row in handovers(session) if row.id == stands.handover_id), None)
            protected, given = opened.protected, opened.given
    except FileNewer as error:
        raise PackNewer(path, error.found, error.supported) from None
    except (FileError, KnownError):
        raise PackDiffers(path) from None
    here = (str(stands.alliance_id), stands.alliance, str(stands.handover_id), stands.count, counts, protected)
    said = (
        manifest.alliance_id, manifest.alliance, manifest.handover_id, manifest.count, manifest.counts,
        manifest.protected,
    )  # fmt: skip
    hands = last and (last.from_name, last.from_office, last.to_name, last.to_office, last.at.isoformat())
    told = (manifest.from_name, manifest.from_office, manifest.to_name, manifest.to_office, manifest.at)
    if given is not None or here != said or hands != told:
        raise PackDiffers(path)


def _pour(source: IO[bytes], out: IO[bytes], *, limit: int, progress: Progress | None) -> tuple[int, str]:
    """Copy at most one byte more than `limit`; return how many came, and their SHA-256."""
    size, hashed = 0, hashlib.sha256()
    while chunk := source.read(min(_CHUNK, limit - size + 1)):
        out.write(chunk)
        hashed.update(chunk)
        size += len(chunk)
        if progress is not None:
            progress(min(size, limit), limit)
        if size > limit:
            break
    return size, hashed.hexdigest()


def _digest(path: Path, size: int) -> str:
    hashed = hashlib.sha256()
    with path.open("rb") as file:
        while size > 0 and (chunk := file.read(min(_CHUNK, size))):
            hashed.update(chunk)
            size -= len(chunk)
    return hashed.hexdigest()
