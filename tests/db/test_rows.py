"""Single rows read and changed below SQLAlchemy: as SQLAlchemy would have them, and as safe."""

import datetime as dt
import shutil
import uuid
from pathlib import Path

import pytest
from sqlalchemy import inspect, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from db.engine import AllianceFile, open_file
from db.history import history
from db.history.rows import stored
from db.schema import Action, Base, Member, Person
from db.schema.base import Keyed
from tests.samples import SampleFile

KINDS = [mapper.class_ for mapper in Base.registry.mappers if issubclass(mapper.class_, Keyed)]
FEW = 20


@pytest.fixture(scope="module")
def sample(sample_file: SampleFile, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copy(sample_file(), tmp_path_factory.mktemp("rows") / "sample.ronda"))


def fields(row: object) -> dict[str, object]:
    return {name: getattr(row, name) for name in inspect(type(row)).columns.keys()}  # noqa: SIM118


def add_person(session: Session, name: str) -> uuid.UUID:
    with history.step(session, "add_person"):
        person = Person(name=name)
        session.add(person)
    return person.id


def test_rows_of_every_table_are_read_and_written_as_sqlalchemy_does(sample: Path) -> None:
    seen = set()
    with open_file(sample) as file, file.writing() as session:
        plain = Session(session.connection())
        for kind in KINDS:
            for row in plain.scalars(select(kind).limit(FEW)):
                ours = session.get_one(kind, row.id)
                assert fields(ours) == fields(row)
                assert {name: type(value) for name, value in fields(ours).items()} == {
                    name: type(value) for name, value in fields(row).items()
                }
                kept = f"SELECT * FROM {kind.__tablename__} WHERE id = ?"
                before = file.raw().execute(kept, (row.id.hex,)).fetchall()
                stored(kind).write(session, ours, fields(ours))
                assert file.raw().execute(kept, (row.id.hex,)).fetchall() == before
                assert not session.is_modified(ours)
                seen.add(kind)
        plain.close()
    assert len(seen) > len(KINDS) * 3 / 4


def test_a_change_of_one_row_is_written_once_and_kept_in_history(file: AllianceFile) -> None:
    with file.writing() as session:
        key = add_person(session, "Nora Tamm")
    said: list[str] = []
    with file.writing(who="Ana") as session, history.step(session, "change_person"):
        file.raw().set_trace_callback(said.append)
        session.get_one(Person, key).phone = "555"
        session.flush()
        session.flush()
    file.raw().set_trace_callback(None)
    assert [line for line in said if line.startswith("UPDATE person")] == [
        f"UPDATE person SET phone = '555' WHERE id = '{key.hex}'"
    ]
    with file.reading() as session:
        newest = history.changes_of_row(session, key)[0]
        assert (newest.who, newest.field, newest.old, newest.new) == ("Ana", "phone", "", "555")


def test_what_is_pending_is_there_when_a_row_is_asked_for(file: AllianceFile) -> None:
    with file.writing() as session, history.step(session, "x"):
        person = Person(name="Nora Tamm")
        session.add(person)
        session.flush()
        session.expunge(person)
        session.get_one(Person, person.id).name = "Nora Mets"
        again = session.get_one(Person, person.id)
        assert again.name == "Nora Mets"
        session.delete(again)
        assert session.get(Member, person.id) is None
        assert session.get(Person, person.id) is None


def test_a_row_that_went_is_not_written(file: AllianceFile) -> None:
    with file.writing() as session:
        key = add_person(session, "Nora Tamm")

    def meet_it_gone() -> None:
        with file.writing() as session, history.step(session, "x"):
            row = session.get_one(Person, key)
            file.raw().execute("DELETE FROM person WHERE id = ?", (key.hex,))
            row.name = "Nora Mets"

    with pytest.raises(StaleDataError):
        meet_it_gone()
    with file.reading() as session:
        assert session.get_one(Person, key).name == "Nora Tamm"


def test_nothing_of_a_save_that_was_given_up_is_in_the_next(file: AllianceFile) -> None:
    with file.writing() as session:
        key = add_person(session, "Nora Tamm")

    def give_up() -> None:
        with file.writing(who="Ana") as session, history.step(session, "x"):
            row = session.get_one(Person, key)
            row.name = "Nora Mets"
            session.flush()
            row.name = "Nora Lepp"
            session.add(Person(name="Rosa Quispe"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        give_up()
    with file.writing() as session, history.step(session, "y"):
        assert not session.new
        assert not session.dirty
        assert session.info.get("who") == ""
        assert session.get_one(Person, key).name == "Nora Tamm"
    with file.reading() as session:
        assert session.scalars(select(Person.name)).all() == ["Nora Tamm"]


def test_the_first_save_keeps_others_from_writing_from_its_beginning(file: AllianceFile) -> None:
    """Make SQLAlchemy's first connection after BEGIN IMMEDIATE: it rolls that back, and the save begins without."""
    file.close()
    said: list[str] = []
    with open_file(file.path) as opened:
        opened.raw().set_trace_callback(said.append)
        with opened.writing() as session:
            add_person(session, "Rosa")
        opened.raw().set_trace_callback(None)
    turns = [one.split()[0] for one in said if one.startswith(("BEGIN", "COMMIT", "ROLLBACK"))]
    assert turns == ["BEGIN", "COMMIT"]
    assert "BEGIN IMMEDIATE" in said


def test_a_save_inside_a_save_is_refused(file: AllianceFile) -> None:
    with file.writing() as session:
        key = add_person(session, "Nora Tamm")
        for inner in (file.writing, file.reading):
            with pytest.raises(Exception, match="within a transaction"), inner():
                pass
    with file.reading() as session:
        assert session.get_one(Person, key).name == "Nora Tamm"


def test_words_that_stay_are_not_indexed_anew(sample: Path) -> None:
    said: list[str] = []
    with open_file(sample) as file:
        with file.reading() as session:
            key = session.scalars(select(Action.id).limit(1)).one()
        for field, value in (("due_date", dt.date(2030, 1, 1)), ("text", "Draw the canal map")):
            said.clear()
            with file.writing() as session, history.step(session, "change"):
                file.raw().set_trace_callback(said.append)
                setattr(session.get_one(Action, key), field, value)
            file.raw().set_trace_callback(None)
            assert any(line.startswith("UPDATE search_text") for line in said) == (field == "text")
