"""The mark of the newest format is that of the schema a new file gets, however the file came about."""

from db.engine import FORMAT, open_file
from db.files.copies import change_passphrase, copy_file
from db.files.schema_mark import MARKS, SCHEMA, mark_of


def test_the_mark_is_that_of_a_new_file(file):
    found = mark_of(file.raw().execute(SCHEMA).fetchall())

    assert MARKS[FORMAT] == found, f"write this in db/files/schema_mark.py: {found}"


def test_copies_and_protected_files_bear_the_same_mark(file, tmp_path):
    copy_file(file.engine, file.path, tmp_path / "copy.ronda")
    with change_passphrase(file, old=None, new="correct horse battery") as protected:
        assert mark_of(protected.raw().execute(SCHEMA).fetchall()) == MARKS[FORMAT]
    with open_file(tmp_path / "copy.ronda") as copy:
        assert mark_of(copy.raw().execute(SCHEMA).fetchall()) == MARKS[FORMAT]
