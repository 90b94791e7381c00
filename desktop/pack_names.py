"""Which files are handover packs, told by name or by how they begin; nothing of them is opened. No Qt."""

from pathlib import Path
from typing import Final

SUFFIX: Final = ".ronda-pack"
PROTECTED: Final = b"ronda-pack 1 protected\n"
"""How a pack under a passphrase begins."""


def looks_like_pack(path: Path) -> bool:
    """Return whether a file is one to open as a pack."""
    if path.suffix == SUFFIX or path.name.endswith(f"{SUFFIX}.part"):
        return True
    try:
        with path.open("rb") as file:
            return file.read(len(PROTECTED)) == PROTECTED
    except OSError:
        return False
