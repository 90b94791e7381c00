"""Backups taken around single answers do not tell them: whoever has all of them, and the file, sees groups only."""

import datetime as dt
import random
import uuid
from collections.abc import Iterable
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from db.backups.backups import Why, take_backup
from db.backups.restoring import compare_backup, restore_backup
from db.engine import AllianceFile, create_file, open_file
from db.schema import SurveyAnswer
from db.surveys.answers import ReturnedForm, correct_sheet, enter_sheet, forms_read, take_back_sheet, take_forms
from db.surveys.sheets import GROUP
from db.surveys.surveys import close_survey, make_survey, questions, reopen_survey, survey

DAY = dt.date(2026, 9, 1)
NOON = dt.datetime(2026, 9, 1, 12, tzinfo=dt.UTC)
PHRASE = "four words that hold"


def begin(file: AllianceFile) -> tuple[uuid.UUID, uuid.UUID]:
    """Make a survey; return its key and that of the question answered in words."""
    with file.writing() as session:
        key, _changes = make_survey(session, title="Survey", language="en", opened_on=DAY)
        return key, questions(session, key)[-1].id


def sheets_in(session: Session) -> frozenset[str]:
    """Return what every sheet says."""
    return frozenset(session.scalars(select(SurveyAnswer.value)))


def held_by(path: Path, passphrase: str | None = None) -> frozenset[str]:
    with open_file(path, passphrase=passphrase, read_only=True) as backup, backup.reading() as session:
        return sheets_in(session)


def back_up(file: AllianceFile, minutes: int) -> Path:
    return take_backup(file, at=NOON + dt.timedelta(minutes=minutes), why=Why.WORK).path


def told_apart(states: Iterable[frozenset[str]], *, all_there: int) -> list[int]:
    """Return by how many sheets each two states differ where that is fewer than a group, and not all there are."""
    seen = list(states)
    differing = {len(one ^ other) for place, one in enumerate(seen) for other in seen[place + 1 :]}
    return sorted(size for size in differing if 0 < size < min(GROUP, all_there))


@pytest.mark.parametrize("passphrase", [None, PHRASE])
def test_whoever_has_every_backup_sees_groups_only(tmp_path: Path, passphrase: str | None) -> None:
    """A backup before and after each sheet typed. Let in each sheet as it comes, and this fails."""
    count = 17 if passphrase is None else 12
    with create_file(tmp_path / "a.ronda", name="Lake Valley", passphrase=passphrase) as file:
        key, asked = begin(file)
        states, live = [held_by(back_up(file, 0), passphrase)], frozenset[str]()
        for number in range(count):
            with file.writing() as session:
                enter_sheet(session, key, {asked: f"Sheet {number:02} of somebody"})
            if passphrase is not None and number not in (1, 9, 11):
                continue  # to open a protected file takes long
            states.append(held_by(back_up(file, number + 1), passphrase))
            with file.reading() as session:
                live = sheets_in(session)
            assert len(live) == number + 1  # nothing waits outside the file
            assert told_apart([states[-1], live], all_there=len(live)) == []
        with file.writing() as session:
            close_survey(session, key, today=DAY)
        states.append(held_by(back_up(file, 90), passphrase))
        assert told_apart(states, all_there=count) == []
        assert states[-1] == live
        assert len(states[-2]) >= count - 2 * GROUP + 1


def test_forms_corrections_and_sheets_taken_out_do_not_stand_alone_either(file: AllianceFile) -> None:
    key, asked = begin(file)
    chance, number = random.Random(7), 0
    states = [held_by(back_up(file, 0))]
    for step in range(1, 20):
        with file.writing() as session:
            if chance.random() < 0.3:
                many = range(number, number := number + chance.choice((1, 2, 7, 14)))
                forms = [ReturnedForm(f"{n:064x}", {asked: f"Form {n}"}) for n in many]
                take_forms(session, key, forms)
            else:
                sheet, _changes = enter_sheet(session, key, {asked: f"Sheet {step}"})
                if chance.random() < 0.4:
                    correct_sheet(session, key, sheet, {asked: f"Sheet {step}, put right"})
                elif chance.random() < 0.3:
                    take_back_sheet(session, key, sheet)
        states.append(held_by(back_up(file, step)))
    with file.reading() as session:
        states.append(sheets_in(session))
    assert told_apart(states, all_there=GROUP) == []
    assert len(states[-2]) > GROUP


def test_a_backup_has_not_a_byte_of_what_waits(file: AllianceFile) -> None:
    """Leave the rows in place and only count fewer, or delete without overwriting, and this fails."""
    key, asked = begin(file)
    with file.writing() as session:
        for number in range(12):
            enter_sheet(session, key, {asked: f"Sheet {number:02} of somebody " + "who wrote much " * 40})
        take_forms(session, key, [ReturnedForm("f" * 64, {asked: "The last form"})])
    path = back_up(file, 1)
    held, content = held_by(path), path.read_bytes()
    with file.reading() as session:
        waiting = sheets_in(session) - held
    assert len(waiting) >= GROUP
    assert not [words for words in waiting if words.encode() in content]
    assert [words for words in held if words.encode()[:24] in content]
    assert ("f" * 64 in content.decode("latin-1")) == ("The last form" in held)


def test_few_answers_come_in_together_when_the_survey_is_closed(file: AllianceFile) -> None:
    key, asked = begin(file)
    with file.writing() as session:
        for number in range(2 * GROUP - 1):
            enter_sheet(session, key, {asked: f"Sheet {number}"})
        assert survey(session, key).waiting == 2 * GROUP - 1
    assert held_by(back_up(file, 1)) == frozenset()
    with file.writing() as session:
        close_survey(session, key, today=DAY)
        assert survey(session, key).waiting == 0
    assert len(held_by(back_up(file, 2))) == 2 * GROUP - 1
    with file.writing() as session:
        reopen_survey(session, key)
        assert survey(session, key).waiting == 0


def test_the_sheet_typed_last_is_put_right_however_many_came_in_with_it(file: AllianceFile) -> None:
    key, asked = begin(file)
    with file.writing() as session:
        keys = [enter_sheet(session, key, {asked: f"Sheet {number}"})[0] for number in range(2 * GROUP)]
        correct_sheet(session, key, keys[-1], {asked: "Put right"})
        correct_sheet(session, key, keys[0], {asked: "Put right late"})  # its key is known though it came in
        said = sheets_in(session)
        assert {"Put right", "Put right late"} <= said
        assert not {"Sheet 0", f"Sheet {2 * GROUP - 1}"} & said
        take_back_sheet(session, key, keys[1])
        assert len(sheets_in(session)) == 2 * GROUP - 1
    assert "Put right" not in held_by(back_up(file, 1))


def test_after_a_backup_is_restored_what_waited_is_taken_in_again_and_the_rest_is_not(
    file: AllianceFile, tmp_path: Path
) -> None:
    key, asked = begin(file)
    forms = [ReturnedForm(f"{n:064x}", {asked: f"Form {n}"}) for n in range(12)]
    with file.writing() as session:
        for one in forms:
            take_forms(session, key, [one])
        assert forms_read(session, key) == {one.digest for one in forms}
        assert take_forms(session, key, forms)[0].taken == 0
    path = back_up(file, 1)
    found = compare_backup(file, path)
    assert (found.waiting, found.kinds, bool(found)) == (12 - len(held_by(path)), (), True)
    restore_backup(path, tmp_path / "new.ronda")
    with open_file(tmp_path / "new.ronda") as restored, restored.writing() as session:
        taken, _changes = take_forms(session, key, forms)
        assert taken.taken == found.waiting
        assert len(taken.already) == 12 - found.waiting
        assert len(sheets_in(session)) == 12
