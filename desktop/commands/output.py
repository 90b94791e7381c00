"""How results look on a terminal: aligned columns, plain text, nothing that could drive the terminal."""

import datetime as dt
import json
import shutil
import unicodedata
from collections.abc import Sequence
from typing import Any

from desktop.commands.console import Console

_WIDEST_COLUMN = 48
_GAP = "  "


def plain(text: str) -> str:
    """Return text on one line, without characters that a terminal would obey."""
    joined = " ".join(text.split())
    return "".join(c if unicodedata.category(c) not in ("Cc", "Cs", "Co") else "\ufffd" for c in joined)


def write_table(console: Console, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Write rows under their headings; on a terminal the last column is cut at its edge."""
    cells = [[plain(cell) for cell in row] for row in (header, *rows)]
    last = len(header) - 1
    widths = [min(_WIDEST_COLUMN, max(map(_width, column))) for column in zip(*cells, strict=True)]
    room = 0
    if console.out.isatty():
        room = max(16, shutil.get_terminal_size().columns - sum(widths[:last]) - last * len(_GAP))
    for row in cells:
        padded = [_fit(cell, width) for cell, width in zip(row[:last], widths, strict=False)]
        console.say(_GAP.join([*padded, _cut(row[last], room) if room else row[last]]).rstrip())


def write_json(console: Console, value: Any) -> None:
    """Write a value as JSON; days as ISO 8601."""
    console.say(json.dumps(value, ensure_ascii=False, indent=2, default=_encoded))


def _encoded(value: object) -> str:
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def _fit(text: str, width: int) -> str:
    cut = _cut(text, width)
    return cut + " " * (width - _width(cut))


def _cut(text: str, width: int) -> str:
    if _width(text) <= width:
        return text
    kept, used = "", 0
    for letter in text:
        used += _letter_width(letter)
        if used > width - 1:
            break
        kept += letter
    return f"{kept}…"


def _width(text: str) -> int:
    return sum(map(_letter_width, text))


def _letter_width(letter: str) -> int:
    if unicodedata.combining(letter):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1
