import dataclasses
import datetime as dt
import pkgutil
import uuid
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import db.errors
from db.errors import KnownError
from db.errors.files import FileInUse, FileMissing, NotARondaFile
from db.errors.minutes import Dependent
from db.errors.records import StillNeeded
from desktop import sentences, texts

SAMPLES: dict[str, Any] = {
    "path": Path("/home/rosa/Alianza.ronda"),
    "copy": Path("/home/rosa/Alianza copia.ronda"),
    "who": "Rosa",
    "published": None,
    "computer": "oficina",
    "since": dt.datetime(2026, 10, 22, 9, 30, tzinfo=dt.UTC),
    "start": dt.date(2026, 10, 22),
    "end": dt.date(2026, 10, 1),
    "day": dt.date(2026, 10, 22),
    "uses": {"meeting": 3, "action": 1},
    "dependents": (Dependent("decision", uuid.UUID(int=1), "41.2", "Quinua", "superseded", "42.1"),),
    "arrived_at": dt.time(10),
    "left_at": dt.time(9),
    "lacks": "text",
    "seconds": 20.0,
    "numbers": (1, 4),
    "part": Path("/home/rosa/Alianza.ronda-pack.part"),
}


def leaves(kind: type[KnownError]) -> list[type[KnownError]]:
    """Return the errors that are raised: those that others derive from only group them."""
    return [leaf for child in kind.__subclasses__() for leaf in leaves(child)] or [kind]


for module in pkgutil.iter_modules(db.errors.__path__, "db.errors."):
    import_module(module.name)
KNOWN_ERRORS = [kind for kind in leaves(KnownError) if kind.__module__.startswith("db.")]


def sample(kind: type[KnownError]) -> KnownError:
    fields = dataclasses.fields(kind) if dataclasses.is_dataclass(kind) else ()
    numbers = {field.name: 7 for field in fields if field.type in (int, "int")}
    return kind(**{field.name: SAMPLES.get(field.name, numbers.get(field.name, "Quinua")) for field in fields})


@pytest.mark.parametrize("kind", KNOWN_ERRORS)
@pytest.mark.parametrize("language", ["en", "es"])
def test_every_known_error_has_a_whole_sentence(kind: type[KnownError], language: str) -> None:
    assert sentences.said_of(kind), f"desktop/sentences says nothing about {kind.__name__}"
    with texts.speaking(language):
        text = sentences.sentence(sample(kind))
    assert text[0].isupper() or not text[0].islower()
    assert text.endswith(".")
    assert "{" not in text
    assert "None" not in text


def test_a_sentence_says_who_has_the_file_since_when() -> None:
    error = FileInUse(SAMPLES["path"], "Rosa", "oficina", SAMPLES["since"])
    assert sentences.sentence(error).startswith(
        "“Alianza.ronda” has been open since 22 October 2026, 09:30, by Rosa on the computer oficina."
    )
    nobody = FileInUse(SAMPLES["path"], "", "", SAMPLES["since"])
    assert "by someone." in sentences.sentence(nobody)


def test_a_sentence_counts_what_still_needs_a_record() -> None:
    error = StillNeeded("Quinua", {"meeting": 3, "action": 1, "whatever": 2})
    assert sentences.sentence(error) == (
        "“Quinua” cannot be deleted while it is still needed by 3 meetings, 1 action and 2 records. "
        "Nothing was changed."
    )
    unnamed = StillNeeded("", {"meeting": 3})
    assert sentences.sentence(unnamed) == (
        "This cannot be deleted while it is still needed by 3 meetings. Nothing was changed."
    )


def test_braces_in_what_people_typed_stay() -> None:
    assert "“{0} {x}.ronda”" in sentences.sentence(NotARondaFile(Path("/tmp/{0} {x}.ronda")))


def test_an_error_nobody_described_still_says_something() -> None:
    class UnheardError(KnownError):
        pass

    class UnheardOfAFile(FileMissing):
        pass

    assert sentences.sentence(UnheardError()) == "This could not be done. Nothing was changed."
    assert sentences.sentence(UnheardOfAFile(SAMPLES["path"])).startswith("There is no file “Alianza.ronda”")
