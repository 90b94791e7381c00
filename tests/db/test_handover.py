"""Who has the desk; giving it, taking it back; what is honoured by whoever opens the file."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from db.alliance import change_alliance
from db.engine import AllianceFile, create_file, open_file
from db.errors import KnownError
from db.errors.asked import PersonNotFound, SeveralFit
from db.errors.files import WrongPassphrase
from db.errors.handover import AlreadyHolder, DeskGiven, DeskNotGiven, OtherAlliance
from db.errors.minutes import ReasonMissing
from db.errors.records import NothingToUndo
from db.handover.desk import add_key, desk, handovers, hold_desk, keys, pass_key, standing, write_worries
from db.handover.handover import (
    COUNTED,
    Holder,
    find_holder,
    mark_given,
    prepare_copy,
    record_counts,
    steps_lacking,
    take_back,
)
from db.handover.situation import checklist, situation
from db.history import history
from db.members.members import add_member
from db.members.people import add_person
from db.members.representatives import add_representative
from db.vocabulary import HandoverWay, RepresentativeRole
from tests.desktop.desk import busy_desk
from tests.new_file import new_file

AT = dt.datetime(2026, 10, 15, 9, 30, tzinfo=dt.UTC)
DAY = dt.date(2026, 10, 15)
ROSA = Holder("Rosa Quispe", "Hill Beekeepers")


@pytest.fixture
def file(tmp_path: Path) -> Iterator[AllianceFile]:
    with new_file(tmp_path / "ours.ronda", name="Lake Valley Alliance", who="Marta Soria") as file:
        yield file


def give(file: AllianceFile, copy: Path, taker: Holder = ROSA, passphrase: str | None = None) -> None:
    prepared = prepare_copy(file, copy, taker=taker, who="Marta Soria", at=AT, passphrase=passphrase)
    mark_given(file, prepared.change, who="Marta Soria", pack=copy.with_suffix(".ronda-pack"), digest="ab" * 32)


def test_who_makes_the_file_has_the_desk(file: AllianceFile) -> None:
    with file.reading() as session:
        held = desk(session)
    assert (held.name, held.count, held.given_at) == ("Marta Soria", 0, None)
    assert not file.read_only


def test_giving_writes_the_same_change_of_hands_into_both(file: AllianceFile, tmp_path: Path) -> None:
    with file.writing(who="Marta Soria") as session:
        write_worries(session, worries="The hall is booked by telephone only")
    copy = tmp_path / "theirs.ronda"
    give(file, copy)
    with open_file(copy, who="Rosa Quispe") as theirs, theirs.reading() as session, file.reading() as before:
        mine, held = desk(before), desk(session)
        assert standing(session).handover_id == standing(before).handover_id
        [log], [log_here] = handovers(session), handovers(before)
    assert (held.name, held.office, held.since, held.count, held.given_at) == (*_facts(), 1, None)
    assert (mine.name, mine.office, mine.since, mine.count, mine.given_at) == (*_facts(), 1, AT)
    assert (log.way, log.from_name, log.to_name, log.at) == (HandoverWay.GIVEN, "Marta Soria", "Rosa Quispe", AT)
    assert log.worries == log_here.worries == "The hall is booked by telephone only"
    assert (held.worries, mine.worries) == ("", ""), "the next holder's worries begin empty"
    assert (log.pack_digest, log_here.pack_digest) == ("", "ab" * 32)


def _facts() -> tuple[str, str, dt.date]:
    return "Rosa Quispe", "Hill Beekeepers", DAY


def test_the_givers_file_takes_nothing_more_whoever_opens_it(file: AllianceFile, tmp_path: Path) -> None:
    give(file, tmp_path / "theirs.ronda")
    with pytest.raises(DeskGiven) as said, file.writing() as session:
        change_alliance(session, place="Puno")
    assert (said.value.name, said.value.office, said.value.since) == ("Rosa Quispe", "Hill Beekeepers", AT)
    file.close()
    with open_file(file.path) as again:
        assert again.read_only
        assert again.given is not None
        with again.reading() as session:
            assert desk(session).name == "Rosa Quispe", "looking goes on"
        with pytest.raises(DeskGiven), again.writing() as session:
            history.undo(session)


def test_the_next_holder_writes_but_undoes_nothing_of_before(file: AllianceFile, tmp_path: Path) -> None:
    with file.writing() as session:
        change_alliance(session, place="Puno")
    give(file, tmp_path / "theirs.ronda")
    with open_file(tmp_path / "theirs.ronda") as theirs:
        with pytest.raises(NothingToUndo), theirs.writing() as session:
            history.undo(session)
        with theirs.writing(who="Rosa Quispe") as session:
            change_alliance(session, place="Juliaca")
        with theirs.reading() as session:
            assert history.recent_steps(session)[0].name == "change_alliance"


def test_the_desk_does_not_go_to_who_has_it(file: AllianceFile, tmp_path: Path) -> None:
    with pytest.raises(AlreadyHolder):
        prepare_copy(file, tmp_path / "copy.ronda", taker=Holder("marta soria"), who="", at=AT)
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".ronda"] == ["ours.ronda"]


def test_a_file_given_away_is_not_given_twice(file: AllianceFile, tmp_path: Path) -> None:
    give(file, tmp_path / "theirs.ronda")
    with pytest.raises(DeskGiven):
        prepare_copy(file, tmp_path / "again.ronda", taker=Holder("Luis"), who="", at=AT)
    assert not (tmp_path / "again.ronda").exists()


def test_taking_back_is_said_and_recorded_on_both_sides(file: AllianceFile, tmp_path: Path) -> None:
    give(file, tmp_path / "theirs.ronda")
    with pytest.raises(ReasonMissing):
        take_back(file, reason="  ", who="Marta Soria", at=AT, day=DAY)
    with open_file(tmp_path / "theirs.ronda") as theirs:
        with theirs.writing(who="Rosa Quispe") as session:
            change_alliance(session, place="Juliaca")
        assert steps_lacking(file, theirs) == 1
        take_back(file, reason="Rosa moved away", who="Marta Soria", at=AT, day=DAY, other=theirs)
        for one in (file, theirs):
            with one.reading() as session:
                [back, given] = handovers(session)
                assert (back.count, back.way, back.reason) == (2, HandoverWay.TAKEN_BACK, "Rosa moved away")
                assert (back.from_name, back.to_name, given.to_name) == ("Rosa Quispe", "Marta Soria", "Rosa Quispe")
                assert desk(session).name == "Marta Soria"
                assert history.recent_steps(session)[0].name == "take_back"
        assert theirs.read_only
    assert not file.read_only
    with file.writing() as session:
        change_alliance(session, place="Puno")


def test_where_the_other_file_cannot_be_told_the_desk_stays_there(file: AllianceFile, tmp_path: Path) -> None:
    give(file, tmp_path / "theirs.ronda")
    with open_file(tmp_path / "theirs.ronda", read_only=True) as theirs, pytest.raises(KnownError):
        take_back(file, reason="Rosa moved away", who="Marta Soria", at=AT, day=DAY, other=theirs)
    assert file.read_only
    with open_file(tmp_path / "theirs.ronda") as theirs:
        assert theirs.given is None


def test_only_a_desk_that_was_given_is_taken_back(file: AllianceFile, tmp_path: Path) -> None:
    with pytest.raises(DeskNotGiven):
        take_back(file, reason="Why not", who="", at=AT, day=DAY)
    give(file, tmp_path / "theirs.ronda")
    with create_file(tmp_path / "strange.ronda", name="Another") as strange:
        with pytest.raises(OtherAlliance):
            take_back(file, reason="Mixed up", who="", at=AT, day=DAY, other=strange)
        assert not strange.read_only
    assert file.read_only


def test_a_protected_file_goes_out_protected(tmp_path: Path) -> None:
    with create_file(tmp_path / "ours.ronda", name="Lake", passphrase="one two three", who="Marta") as file:
        give(file, tmp_path / "theirs.ronda", passphrase="four five six")
    with pytest.raises(WrongPassphrase):
        open_file(tmp_path / "theirs.ronda", passphrase="one two three")
    with open_file(tmp_path / "theirs.ronda", passphrase="four five six") as theirs:
        assert theirs.protected
    assert sorted(path.name for path in tmp_path.iterdir()) == ["ours.ronda", "theirs.ronda"]


def test_keys_are_passed_on_anew_each_time(file: AllianceFile) -> None:
    with file.writing() as session:
        key, _ = add_key(session, name="Mailbox password", kept_where="In the safe")
        pass_key(session, key, handover=1)
    with file.reading() as session:
        assert [(row.name, row.kept_where, row.passed_in) for row in keys(session)] == [
            ("Mailbox password", "In the safe", 1)
        ]


def test_the_next_holder_is_found_by_name(file: AllianceFile) -> None:
    with file.writing() as session:
        member, _ = add_member(session, name="Hill Beekeepers", from_date=dt.date(2020, 1, 1))
        add_representative(session, member, role=RepresentativeRole.PRIMARY, name="Rosa Quispe Mamani")
        add_person(session, name="Rosa Condori")
        assert find_holder(session, "rosa quispe", today=DAY).office == "Hill Beekeepers"
        with pytest.raises(SeveralFit):
            find_holder(session, "Rosa", today=DAY)
        for nobody in ("Luis", "", " - "):
            with pytest.raises(PersonNotFound):
                find_holder(session, nobody, today=DAY)


def test_what_is_open_and_what_comes(file: AllianceFile) -> None:
    with file.writing() as session:
        hold_desk(session, name="Marta Soria", office="Upper Phasis Dairy", since=DAY)
        busy_desk(session)
    with file.reading() as session:
        found, now = checklist(session, today=DAY), situation(session, today=DAY)
        counts = record_counts(session)
    assert {row.text for row in found.late} == {"Print the survey", "Ask for a map"}
    assert "Find a hall" in {row.text for row in found.not_agreed}
    assert {row.text for row in now.due_this_week} == {"Ring the owners"}
    assert now.desk.office == "Upper Phasis Dairy"
    assert len(now.decisions) == 2
    assert tuple(counts) == COUNTED
    assert counts["decisions"] == 2


def test_copies_know_what_they_lack(file: AllianceFile, tmp_path: Path) -> None:
    from db.files.copies import copy_file

    copy_file(file.engine, file.path, tmp_path / "old.ronda")
    with file.writing() as session:
        change_alliance(session, place="Puno")
        change_alliance(session, phone="555")
    with open_file(tmp_path / "old.ronda", read_only=True) as old:
        assert steps_lacking(old, file) == 2
