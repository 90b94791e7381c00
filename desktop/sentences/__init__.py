"""What a known error says to a person: what happened, what is safe, what to do. No Qt.

Each class of `db.errors` has one sentence here, in the module named like its own, which is loaded when it is to say
something. A path fills two placeholders: `{path}`, its last name, and `{path_place}`, the folder it is in.
"""

import datetime as dt
from importlib import import_module
from pathlib import Path
from typing import Final

from db.errors import KnownError
from db.files.lock import Holder
from desktop import texts
from desktop.sentences import files
from desktop.sentences.shape import Said, Sentences
from desktop.texts import _

_ERRORS: Final = "db.errors."


def sentence(error: KnownError) -> str:
    """Return the sentence for `error` in the reader's language; of its nearest ancestor where it has none itself."""
    for kind in type(error).__mro__:
        if found := said_of(kind):
            return found(error) if callable(found) else _(found).format(**_fields(error))
    return _("This could not be done. Nothing was changed.")


def said_of(kind: type) -> Said | None:
    """Return what is said of errors of `kind` itself, None where nothing is."""
    if not kind.__module__.startswith(_ERRORS):
        return None
    said: Sentences = import_module(f"desktop.sentences.{kind.__module__.removeprefix(_ERRORS)}").SENTENCES
    return said.get(kind)


def looking(path: Path, holder: Holder | None) -> str:
    """Return what the window says while a file is opened to look at: who has it open, if somebody does."""
    if holder is None:
        return _("“{path}” is opened to look at. Nothing can be changed.").format(path=path.name)
    return _("Opened to look at: {who} has had “{path}” open since {since}. Nothing can be changed.").format(
        who=files.holder_words(holder.who, holder.office, holder.computer),
        path=path.name,
        since=texts.date_and_time(holder.since.astimezone()),
    )


def _fields(error: KnownError) -> dict[str, str]:
    """Return the error's fields as people read them."""
    fields: dict[str, str] = {}
    for name, value in vars(error).items():
        fields[name] = _shown(value)
        if isinstance(value, Path):
            fields[f"{name}_place"] = str(value.absolute().parent)
    return fields


def _shown(value: object) -> str:
    match value:
        case Path():
            return value.name
        case dt.datetime():
            return texts.date_and_time(value)
        case dt.date():
            return texts.date_long(value)
        case dt.time():
            return texts.time_of_day(value)
        case list() | tuple():
            return texts.list_of([_shown(one) for one in value])
    return texts.number(value) if isinstance(value, int | float) else str(value)
