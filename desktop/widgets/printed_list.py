"""What a page asks for when its list is to be printed as it stands."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.texts import _
from desktop.widgets.buttons import IconButton

if TYPE_CHECKING:
    from desktop.reports.register_sheets import TableSheet


@dataclass(frozen=True, slots=True)
class PrintList:
    """Please print this list; `of` names it as `ronda export register --of` does."""

    of: str
    sheet: "TableSheet"


def print_button(clicked: Callable[[], object]) -> IconButton:
    """Return the button that prints a page's list."""
    return IconButton("printer", _("Print this list…"), clicked=clicked)
