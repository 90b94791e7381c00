"""A person is forgotten: not a byte of the file holds them, and what was done still adds up."""

import datetime as dt

import pytest
from sqlalchemy import select

from db.engine import open_file
from db.errors.members import HasTheDesk, StillBelongs
from db.files.copies import change_passphrase, copy_file
from db.handover.desk import hold_desk
from db.history.history import changes_of_row, recent_steps, restore, step, undo
from db.meetings.agenda import add_item
from db.meetings.attendance import record_attendance
from db.meetings.meetings import plan_meeting
from db.members.doubles import join_doubles
from db.members.forgettable import find_forgettable, forgettable
from db.members.forgetting import Holding, copies_with, forget_in_copies, forget_in_file, known_of
from db.members.members import add_member, delete_member
from db.members.memberships import leave
from db.members.people import add_person, change_person, delete_person, people
from db.members.representatives import add_representative
from db.minutes.actions import actions
from db.minutes.minutes import save_item_text
from db.schema import Action, Change, Member, Person, Step
from db.search.search import find
from db.vocabulary import AttendanceStatus, RepresentativeRole
from tests.new_file import new_file

NAME, EMAIL, PHONE = "Ñusta Xilonén Qhispi", "nusta.x@example.org", "+51 984 555 321"
SECRETS = [each.encode() for each in ("Xilon", "Qhispi", "nusta.x", "984 555 321", "984555321", "a quiet voice")]
DAY = dt.date(2026, 10, 7)


@pytest.fixture
def path(tmp_path):
    """A file in which a person spoke, was written about, changed their number, and was deleted from a list."""
    place = tmp_path / "a.ronda"
    with new_file(place, name="Lake Valley", who="Keti") as file:
        with file.writing(who="Keti") as session:
            key, _changes = add_person(session, name=NAME, email=EMAIL, phone="984555321", note="a quiet voice")
            member, _changes = add_member(session, name="Seed Savers")
            add_representative(session, member, role=RepresentativeRole.PRIMARY, person_id=key)
            change_person(session, key, phone=PHONE)
            add_person(session, name="Ñusta Xilonén Qhispi Mamani")
            meeting, _changes = plan_meeting(session, date=DAY)
            record_attendance(session, meeting, member, status=AttendanceStatus.PRESENT, person_id=key)
            item, _changes = add_item(session, meeting, title="Water fee")
        with file.writing(who="Keti") as session:
            text = (
                "p: Ñusta  Xilonén Qhispi said it is dear; write to nusta.x@example.org or 984-555-321\n"
                "p: Ñusta Xilonén Qhispi Mamani said nothing\n"
                f"a: Ask the mayor @{NAME} >29 Oct"
            )
            save_item_text(session, item, text=text, today=DAY)
        with file.writing(who=NAME) as session:
            add_person(session, name="Somebody Else")
    return place


def exact(session):
    return next(row.id for row in people(session) if row.name == NAME)


@pytest.mark.parametrize("passphrase", [None, "three words are better"])
def test_not_a_byte_is_left(path, tmp_path, passphrase):
    """Tried: without the rewriting of history, without the search made anew; each was caught."""
    with open_file(path) as file:
        work = change_passphrase(file, old=None, new=passphrase) if passphrase else file
        with work.reading() as session:
            key = exact(session)
        forget_in_file(work, key, placeholder="Name removed", who="Keti")
        work.close()
    with open_file(path, passphrase=passphrase) as file:
        if passphrase:
            change_passphrase(file, old=passphrase, new=None).close()
    raw = path.read_bytes().replace(b"Qhispi Mamani", b"")
    assert [secret for secret in SECRETS[1:] if secret in raw] == []
    assert raw.count("Xilonén".encode()) == raw.count("Ñusta Xilonén ".encode())  # the namesake's alone
    assert all(name == path.name for name in (each.name for each in tmp_path.iterdir()))


def test_what_was_done_stays(path):
    with open_file(path) as file:
        with file.reading() as session:
            key = exact(session)
        forget_in_file(file, key, placeholder="Name removed", who="Keti")
        with file.reading() as session:
            [row] = actions(session)
            assert row.agreed
            assert session.get(Person, key).name == "Name removed"
            assert session.get(Person, key).phone == ""
            namesakes = find(session, "Qhispi")
            assert namesakes
            assert all("Mamani" in hit.title + hit.passage for hit in namesakes)
            assert not find(session, "example.org")
            assert find(session, "mayor")
            assert "Name removed" in {step.who for step in recent_steps(session)}
            fields = {(change.field, str(change.new)) for change in changes_of_row(session, key)}
            assert ("phone", PHONE) not in fields
        with file.writing() as session:
            while session.scalars(select(Step).where(Step.state == "done")).first():
                undo(session)
            assert NAME not in {row.name for row in people(session)}
            told = [str(change.new) for change in session.scalars(select(Change))]
            assert not [said for said in told if "984-555" in said or "984555" in said]


def test_who_nothing_speaks_of_goes_whole(path):
    with open_file(path) as file:
        with file.reading() as session:
            key = next(row.id for row in people(session) if row.name == "Somebody Else")
        forget_in_file(file, key, placeholder="Name removed")
        with file.reading() as session:
            assert session.get(Person, key) is None


def test_members_of_now_stay_and_two_of_before_are_told_apart(path):
    with open_file(path) as file:
        with file.writing() as session:
            names = ("Ana Ruiz Paz", "Ivo Mar Lun")
            members = [add_member(session, name=name, individual=True, email="x@example.org")[0] for name in names]
            keys = [session.get(Member, member).person_id for member in members]
        with pytest.raises(StillBelongs):
            forget_in_file(file, keys[0], placeholder="Name removed")
        with file.writing() as session:
            meeting, _changes = plan_meeting(session, date=DAY)
            for member, key in zip(members, keys, strict=True):
                record_attendance(session, meeting, member, status=AttendanceStatus.PRESENT, person_id=key)
                leave(session, member, dt.date(2026, 10, 8))
        for key in keys:
            forget_in_file(file, key, placeholder="Name removed")
        with file.reading() as session:
            assert {session.get(Member, member).name for member in members} == {"Name removed", "Name removed 2"}
            assert {session.get(Member, member).email for member in members} == {""}


def test_preview_names_the_passages_and_says_what_is_not_sure(path):
    with open_file(path) as file, file.reading() as session:
        known = known_of(session, exact(session))
        assert known.name == NAME
        assert {passage.table for passage in known.passages} == {"agenda_item", "action"}
        assert all("Mamani" not in passage.words for passage in known.passages)
        assert not known.ambiguous
        assert known.uses == {"representative": 1, "attendance": 1, "action": 1}
        assert known.steps >= 4
        other = next(row.id for row in people(session) if row.name == "Somebody Else")
        assert known_of(session, other).passages == ()


def test_a_namesake_keeps_the_name_in_what_others_wrote(path):
    with open_file(path) as file:
        with file.writing() as session:
            add_person(session, name=NAME.upper())
        with file.reading() as session:
            key = exact(session)
            assert known_of(session, key).ambiguous
        forget_in_file(file, key, placeholder="Name removed")
        with file.reading() as session:
            assert NAME.upper() in {row.name for row in people(session)}
            assert find(session, "dear")


def test_who_has_the_desk_hands_it_over_first(path):
    with open_file(path) as file:
        with file.writing() as session:
            hold_desk(session, name=NAME, since=DAY)
            key = exact(session)
        with pytest.raises(HasTheDesk):
            forget_in_file(file, key, placeholder="Name removed")


def test_backups_are_rewritten_and_those_that_cannot_be_are_named(path, tmp_path):
    """Tried: without setting the time of a copy back, and without `whoever`; both were caught."""
    copies = [tmp_path / name for name in ("one.ronda", "two.ronda", "locked.ronda")]
    with open_file(path) as file:
        with file.writing() as session:
            key = exact(session)
        for copy in copies:
            copy_file(file.engine, path, copy)
    with open_file(copies[1]) as file, file.writing() as session:
        hold_desk(session, name=NAME, since=DAY)  # in a backup they may have had the desk still
    with open_file(copies[2]) as file:
        change_passphrase(file, old=None, new="three words are better").close()
    before = [copy.stat().st_mtime_ns for copy in copies]
    found = forget_in_copies(copies, key, passphrase=None, placeholder="Name removed")
    assert (found.clean, found.left) == (tuple(copies[:2]), tuple(copies[2:]))
    assert [copy.stat().st_mtime_ns for copy in copies] == before
    for copy in copies[:2]:
        assert [secret for secret in SECRETS[2:] if secret in copy.read_bytes()] == []


def test_a_nickname_once_written_renames_nobody_else(path):
    """Tried: with nicknames among the names of whole fields; caught."""
    with open_file(path) as file:
        with file.writing() as session:
            key, _changes = add_person(session, name="Ana Torres Vega")
            meeting, _changes = plan_meeting(session, date=DAY)
            item, _changes = add_item(session, meeting, title="Roof")
            save_item_text(session, item, text="a: Mend it @Ana Torres Vega >29 Oct", today=DAY)
            row = session.scalars(select(Action).where(Action.owner_person_id == key)).one()
            with step(session, "change_action"):
                row.owner_as_written = "Ana"
        with file.writing(who="Ana") as session:
            add_person(session, name="Yet Another")
        forget_in_file(file, key, placeholder="Name removed")
        with file.reading() as session:
            assert "Ana" in {done.who for done in recent_steps(session)}
            assert "Ana" not in {done.owner_as_written for done in session.scalars(select(Action))}


SHORT = ("Xilonén", "xilo@", "902 114 733", "a quiet voice")


def left(path):
    """Return what of somebody stands in the bytes of a file, apart from what belongs to their namesake."""
    raw = path.read_bytes()
    return [said for said in SHORT if said.encode() in raw or said.encode("ascii", "backslashreplace") in raw]


@pytest.fixture
def short(tmp_path):
    """A file that knows somebody of few traces: of a person, who is told, and of the individual member they are."""
    place = tmp_path / "b.ronda"
    with new_file(place, name="Lake Valley", who="Keti") as file, file.writing() as session:
        key, _changes = add_person(session, name="Ixchel Xilonén", email="xilo@example.org", note="a quiet voice")
        change_person(session, key, phone="902 114 733")
    return place, key


def test_who_was_deleted_before_is_forgotten_too(short, tmp_path):
    """Tried: `whom` that knows those on record alone; caught. Nothing of them comes back by undo or restoring."""
    path, key = short
    copy, broken = tmp_path / "copy.ronda", tmp_path / "broken.ronda"
    broken.write_bytes(b"SQLite format 3")
    with open_file(path) as file:
        with file.writing() as session:
            delete_person(session, key)
        copy_file(file.engine, path, copy)
        with file.reading() as session:
            [gone] = [one for one in forgettable(session) if one.deleted_at is not None]
            assert find_forgettable(session, "xilonen") == gone
            assert known_of(session, key).uses == {}
        assert copies_with([copy, broken], key, passphrase=None) == Holding((copy,), (broken,))
        forget_in_file(file, key, placeholder="Name removed")
        with file.reading() as session:
            assert forgettable(session) == []
            deletion = next(one for one in recent_steps(session) if one.name == "delete_person")
        with file.writing() as session:
            restore(session, deletion.id)
            assert [(row.name, row.email, row.phone, row.note) for row in people(session)] == [
                ("Name removed", "", "", "")
            ]
    assert left(path) == []
    assert left(copy)
    assert forget_in_copies([copy], key, passphrase=None, placeholder="Name removed").clean == (copy,)
    assert copies_with([copy], key, passphrase=None) == Holding((), ())
    assert left(copy) == []


def test_a_deleted_individual_leaves_no_member_behind(short):
    """Tried: the member's row looked for on record alone; its note stayed in history."""
    path, _key = short
    with open_file(path) as file:
        with file.writing() as session:
            member, _changes = add_member(session, name="Rufo", individual=True, email="r@x.org", note="knows Zyx")
            key = session.get(Member, member).person_id
        with file.writing() as session:
            delete_member(session, member)
        forget_in_file(file, key, placeholder="Name removed")
    raw = path.read_bytes()
    assert [said for said in (b"Rufo", b"r@x.org", b"Zyx") if said in raw] == []


@pytest.mark.parametrize("how", ["joined", "entered anew"])
def test_what_a_double_knew_goes_with_the_person(short, how):
    """Tried: without doubles, and without those deleted under the same name; each was caught."""
    path, key = short
    with open_file(path) as file:
        with file.writing() as session:
            name = "Ixchel Xilo" if how == "joined" else "ixchel  xilonen"
            other, _changes = add_person(session, name=name, email="i@x.org")
        with file.writing() as session:
            if how == "joined":
                change_person(session, other, note="of the mill")
                join_doubles(session, other, key)
            else:
                delete_person(session, key)
        forget_in_file(file, other, placeholder="Name removed")
    assert left(path) == []


def test_a_name_without_its_accents_goes_too(short):
    """Tried: texts compared as they are written; caught."""
    path, key = short
    with open_file(path) as file:
        with file.writing() as session:
            meeting, _changes = plan_meeting(session, date=DAY)
            item, _changes = add_item(session, meeting, title="Ask IXCHEL XILONEN, then Ixchel Xilonéna")
            save_item_text(session, item, text="p: Čao, Ixchel Xilonen spoke – ñandú", today=DAY)
        forget_in_file(file, key, placeholder="Name removed")
        with file.reading() as session:
            [hit] = find(session, "ñandú")
            assert "Čao, Name removed spoke – " in hit.passage
            assert find(session, "xilonena")
    assert b"XILONEN," not in path.read_bytes()
