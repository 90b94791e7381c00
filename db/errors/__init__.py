"""What can go wrong and is expected: one class per fact, carrying values; a module per part of the record.

Sentences are made where they are shown.
"""

from dataclasses import dataclass
from pathlib import Path


class KnownError(Exception):
    """An expected refusal. Nothing was changed unless the class says otherwise."""


@dataclass(eq=False)
class FileError(KnownError):
    """Something about the alliance file at `path`."""

    path: Path
