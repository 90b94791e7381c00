"""What the print room asks for."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop.reports.catalogue import Standing


@dataclass(frozen=True, slots=True)
class PrintDocument:
    """Please print the document of this key, as it stands; `name` is what it is called."""

    key: str
    name: str
    standing: "Standing"
