"""What the system said when it refused a file, as a known error."""

import errno
from pathlib import Path

from db.errors import FileError
from db.errors.files import PlaceFull, PlaceReadOnly, PlaceUnreachable

_FACTS = {
    errno.ENOSPC: PlaceFull,
    errno.EDQUOT: PlaceFull,
    errno.EACCES: PlaceReadOnly,
    errno.EPERM: PlaceReadOnly,
    errno.EROFS: PlaceReadOnly,
}


def refused(error: OSError, path: Path) -> FileError:
    """Return the known error for what the system said about `path`."""
    return _FACTS.get(error.errno or 0, PlaceUnreachable)(path)
