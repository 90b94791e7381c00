"""What a known error says to a person: what happened, what is safe, what to do. No Qt.

Each class of `db.errors` has one sentence here, in the module named like its own. A path fills two placeholders:
`{path}`, its last name, and `{path_place}`, the folder it is in.
"""

import datetime as dt
from pathlib import Path
from types import MappingProxyType
from typing import Final

from db.errors import KnownError
from db.files.lock import Holder
from desktop import texts
from desktop.sentences import (
    asked,
    backups,
    charter,
    duties,
    evaluation,
    files,
    foreign,
    handover,
    incoming,
    meetings,
    members,
    minutes,
    records,
    survey,
)
from desktop.sentences.shape import Sentences
from desktop.texts import _

_PARTS: Final = (
    asked,
    backups,
    charter,
    duties,
    evaluation,
    files,
    foreign,
    handover,
    incoming,
    meetings,
    members,
    minutes,
    records,
    survey,
)

SENTENCES: Final[Sentences] = MappingProxyType({kind: said for part in _PARTS for kind, said in part.SENTENCES.items()})


def sentence(error: KnownError) -> str:
    """Return the sentence for `error` in the reader's language; of its nearest ancestor where it has none itself."""
    for kind in type(error).__mro__:
        if found := SENTENCES.get(kind):
            return found(error) if callable(found) else _(found).format(**_fields(error))
    return _("This could not be done. Nothing was changed.")


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
