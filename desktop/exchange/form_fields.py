"""The fields of a survey's returned form (PDF) as plain data: what `desktop.apart` answers for `survey_in`. No Qt."""

import logging
import re
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from db.errors.survey import FormProtected
from db.surveys.forms import find_field_name

NODE: Final[dict[str, Any]] = {"value": str, "look": str, "state": str, "place": (float, float), "exported": [str]}
"""A field or one of its circles: the value it has, the look it is shown with, the name of its look when chosen."""
SHAPE: Final[dict[str, Any]] = {"says": bool, "fields": [(str, str, NODE, [NODE])]}
"""Whether the code stands on a form without fields; of each of our fields: survey, question, itself, its circles."""
_MOST_NODES: Final = 20_000
"""Of a form's tree of fields; more is no form."""
_MOST_KIDS: Final = 200
_MOST_PAGES_OF_TEXT: Final = 6
_LONGEST_TEXT: Final = 100_000
_OFF: Final = ("", "Off")


def fields_in(content: bytes, path: Path, *, code: str) -> dict[str, Any]:
    """Return the fields of a PDF that are ours, whatever survey they belong to; see `SHAPE`. For `desktop.apart`."""
    from pypdf import PasswordType, PdfReader
    from pypdf.errors import DependencyError

    logging.getLogger("pypdf").disabled = True
    reader = PdfReader(BytesIO(content))
    if reader.is_encrypted:
        try:
            opened = reader.decrypt("") is not PasswordType.NOT_DECRYPTED
        except DependencyError:  # by a way of protecting that needs more than pypdf
            opened = False
        if not opened:
            raise FormProtected(path)
    found = list(_fields(reader))
    return {"says": not found and _says(reader, code), "fields": found}


def _says(reader: Any, code: str) -> bool:
    """Return whether the first pages show a form's code: then the form was there once, with its fields."""
    wanted = code.replace("-", "")
    for page in reader.pages[:_MOST_PAGES_OF_TEXT]:
        if wanted in re.sub(r"[\s\-\u2010-\u2015]", "", page.extract_text()):
            return True
    return False


def _fields(reader: Any) -> Iterator[tuple[str, str, Mapping[str, Any], list[Mapping[str, Any]]]]:
    """Yield the fields that are ours: those the form lists, and those only its pages show."""
    root = reader.trailer["/Root"]
    form = _dict(root.get("/AcroForm"))
    waiting = list(_items(form.get("/Fields"))) if form is not None else []
    for page in reader.pages:
        for widget in _items(page.get("/Annots")):
            waiting.append(widget)
            parent = _dict(widget.get("/Parent"))
            if parent is not None:
                waiting.append(parent)
    seen: set[int] = set()
    while waiting and len(seen) < _MOST_NODES:
        node = waiting.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        kids = _items(node.get("/Kids"))
        ours = find_field_name(_plain(node.get("/T")))
        if ours is not None:
            survey, question = ours
            yield survey.hex, question.hex, _node(node), [_node(kid) for kid in kids[:_MOST_KIDS]]
        waiting += kids


def _node(held: Any) -> dict[str, Any]:
    return {
        "value": _plain(held.get("/V"))[:_LONGEST_TEXT],
        "look": _plain(held.get("/AS"))[:_LONGEST_TEXT],
        "state": _state(held),
        "place": _place(held),
        "exported": [_plain(each) for each in _list(held.get("/Opt"))[:_MOST_KIDS]],
    }


def _items(value: Any) -> list[Any]:
    """Return the dictionaries in a list, whatever stands there instead of one."""
    value = _resolved(value)
    if not isinstance(value, list):
        return []
    return [found for each in value if (found := _dict(each)) is not None]


def _dict(value: Any) -> Any:
    value = _resolved(value)
    return value if isinstance(value, dict) else None


def _resolved(value: Any) -> Any:
    return value.get_object() if hasattr(value, "get_object") else value


def _plain(value: Any) -> str:
    """Return a name, a text, or the text in a stream, as plain text."""
    from pypdf.generic import NameObject

    value = _resolved(value)
    if hasattr(value, "get_data"):
        value = value.get_data()
    if isinstance(value, bytes):
        if value.startswith((b"\xfe\xff", b"\xff\xfe")):
            return value.decode("utf-16", "replace")
        try:
            return value.decode("utf-8-sig")
        except UnicodeDecodeError:
            return value.decode("latin-1")
    if not isinstance(value, str):
        return ""
    return str(value.removeprefix("/")) if isinstance(value, NameObject) else str(value)


def _state(circle: Any) -> str:
    """Return the name of the look a circle has when it is chosen."""
    looks = _dict(circle.get("/AP"))
    for kind in ("/N", "/D"):
        named = _dict(looks.get(kind)) if looks is not None else None
        for name in named or ():
            if (plain := str(name).removeprefix("/")) not in _OFF:
                return plain
    return ""


def _list(value: Any) -> list[Any]:
    value = _resolved(value)
    if not isinstance(value, list):
        return []
    pairs = map(_resolved, value)  # an entry may be a pair: what is exported, what is shown
    return [each[0] if isinstance(each, list) and each else each for each in pairs]


def _place(circle: Any) -> tuple[float, float]:
    """Return where a circle stands, as one reads: by lines from the top, then from the left."""
    corners = [float(each) for each in _resolved(circle.get("/Rect")) or (0, 0, 0, 0)]
    return float(-round(corners[1])), corners[0]
