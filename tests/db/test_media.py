"""A stick, a share and a synchronised folder are told from this computer's own disk; conflict copies are noticed."""

from pathlib import Path

import pytest

from db.files.media import LOCAL, Kind, Medium, conflict_copies, medium_of, medium_on, mounts_in, synced_by

TABLE = r"""
22 27 0:21 / /proc rw,relatime - proc proc rw
24 1 259:2 / / rw,relatime shared:1 - ext4 /dev/nvme0n1p2 rw
25 24 259:3 / /home rw,relatime shared:2 - ext4 /dev/nvme0n1p3 rw
30 24 8:17 / /media/ana/MY\040STICK rw,nosuid shared:9 - vfat /dev/sdb1 rw,uid=1000
31 24 8:33 / /mnt/plugged rw - ext4 /dev/sdc1 rw
32 24 8:49 / /mnt/inside rw - ext4 /dev/sdd1 rw
33 24 0:55 / /mnt/office rw - cifs //server/alliance rw,vers=3.0
34 24 0:56 / /mnt/nfs rw - nfs4 server:/exports/desk rw
35 24 0:57 / /run/user/1000/gvfs rw - fuse.gvfsd-fuse gvfsd-fuse rw
36 24 0:58 / /home/ana/vault rw - fuse.gocryptfs /home/ana/.vault rw
37 24 8:65 / /mnt/windows rw - fuseblk /dev/sde1 rw
38 24 0:60 / /mnt/host rw - 9p shared rw
"""


@pytest.fixture
def devices(tmp_path: Path) -> Path:
    """Disks as the system tells of them: 8:33 is plugged in by USB, 8:49 is not."""
    told = tmp_path / "dev"
    told.mkdir()
    for number, disk in (("8:33", "usb1/1-2/sdc"), ("8:49", "ata1/sdd")):
        part = tmp_path / disk / "part"
        part.mkdir(parents=True)
        (part / "partition").write_text("1")
        (part.parent / "removable").write_text("0")
        (told / number).symlink_to(part)
    return told


@pytest.mark.parametrize(
    ("place", "medium"),
    [
        ("/home/ana/A.ronda", LOCAL),
        ("/srv/A.ronda", LOCAL),
        ("/media/ana/MY STICK/desk/A.ronda", Medium(Kind.REMOVABLE, "MY STICK")),
        ("/mnt/plugged/A.ronda", Medium(Kind.REMOVABLE, "plugged")),
        ("/mnt/inside/A.ronda", LOCAL),
        ("/mnt/windows/A.ronda", Medium(Kind.REMOVABLE, "windows")),
        ("/mnt/office/A.ronda", Medium(Kind.NETWORK, "alliance")),
        ("/mnt/nfs/A.ronda", Medium(Kind.NETWORK, "desk")),
        ("/mnt/host/A.ronda", Medium(Kind.NETWORK, "shared")),
        ("/run/user/1000/gvfs/smb/A.ronda", Medium(Kind.NETWORK, "gvfsd-fuse")),
        ("/home/ana/vault/A.ronda", LOCAL),
    ],
)
def test_what_a_file_lies_on_is_read_from_the_table_of_mounted_disks(place: str, medium: Medium, devices: Path) -> None:
    assert medium_on(Path(place), mounts_in(TABLE), devices=devices) == medium


@pytest.mark.parametrize(
    ("mark", "is_folder", "program"),
    [
        (".dropbox", False, "Dropbox"),
        (".stfolder", True, "Syncthing"),
        (".sync_0a1b2c3d4e5f.db", False, "Nextcloud"),
        ("._sync_0a1b2c3d4e5f.db", False, "Nextcloud"),
        (".nextcloudsync.log", False, "Nextcloud"),
        (".tmp.drivedownload", True, "Google Drive"),
        (".849C9593-D756-4E56-8D6E-42412F2A707B", False, "OneDrive"),
    ],
)
def test_a_synchronised_folder_is_known_by_its_mark(tmp_path: Path, mark: str, is_folder: bool, program: str) -> None:
    folder = tmp_path / "shared" / "desk"
    folder.mkdir(parents=True)
    made = tmp_path / "shared" / mark
    made.mkdir() if is_folder else made.touch()
    assert medium_of(folder / "A.ronda") == Medium(Kind.SYNCED, program)
    assert medium_of(tmp_path / "A.ronda", own=tmp_path) == LOCAL


def test_the_settings_folder_of_dropbox_makes_no_home_a_synchronised_one(tmp_path: Path) -> None:
    (tmp_path / ".dropbox").mkdir()
    assert synced_by(tmp_path / "A.ronda") == ""


def test_folders_are_known_by_name_and_by_what_programs_say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert synced_by(tmp_path / "OneDrive - Alliance" / "A.ronda") == "OneDrive"
    assert synced_by(Path("/Users/ana/Library/CloudStorage/GoogleDrive-ana@x.org/My Drive/A.ronda")) == "Google Drive"
    monkeypatch.setenv("OneDrive", str(tmp_path / "cloud"))
    assert synced_by(tmp_path / "cloud" / "A.ronda") == "OneDrive"
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    (tmp_path / ".dropbox").mkdir()
    (tmp_path / ".dropbox" / "info.json").write_text(f'{{"personal": {{"path": "{tmp_path}/box"}}}}')
    assert synced_by(tmp_path / "box" / "A.ronda") == "Dropbox"


CONFLICTS = (
    ("A (Ana's conflicted copy 2026-11-22).ronda", ""),
    ("A (copia en conflicto de Ana 2026-11-22).ronda", ""),
    ("A (Copia en conflicto de OFICINA 2026-11-22).ronda", ""),
    ("A (conflicted copy 2026-11-22 101500).ronda", ""),
    ("A.sync-conflict-20261122-101500-ABCDEFG.ronda", ""),
    ("A_conflict-20161122-101500.ronda", ""),
    ("A-DESKTOP-7QX2.ronda", "OneDrive"),
    ("A-OFFICE2-2.ronda", "OneDrive"),
    ("A (1).ronda", "Google Drive"),
)


@pytest.mark.parametrize(("name", "program"), CONFLICTS)
def test_a_copy_made_because_of_a_conflict_is_noticed(tmp_path: Path, name: str, program: str) -> None:
    for other in (name, "A.ronda", "A (copy).ronda", "A-2026.ronda", "A.ronda.lock", "AB (conflicted copy).txt"):
        (tmp_path / other).touch()
    assert conflict_copies(tmp_path / "A.ronda", program) == [tmp_path / name]
    if program:
        assert conflict_copies(tmp_path / "A.ronda") == []
