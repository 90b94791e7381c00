"""History by field: undo, redo, restore, who changed what; and that all of it survives closing the file."""

import datetime as dt
import itertools
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text, update
from sqlalchemy.orm import Session

from db import alliance
from db.engine import AllianceFile, open_file
from db.errors.records import NothingToRedo, NothingToRestore, NothingToUndo, StillNeeded
from db.history import history
from db.history.deletion import delete_row
from db.history.history import RowChange, merge
from db.ids import new_id
from db.schema import Meeting, MeetingOfficer, Member, MemberKind, Offer, Person, Representative, Step
from db.vocabulary import MeetingRole, RepresentativeRole
from tests.new_file import new_file

DAY = dt.date(2026, 10, 22)


def add_dairy(session: Session) -> Member:
    with history.step(session, "add_member"):
        person = Person(name="Nana Ghomi")
        session.add(person)
        session.flush()
        member = Member(name="Upper Dairy", duty_share=Decimal("0.5"), noted_on=DAY)
        session.add(member)
        session.flush()
        session.add(Offer(member_id=member.id, text="A van"))
        session.add(Representative(member_id=member.id, person_id=person.id, role=RepresentativeRole.PRIMARY))
    return member


def everything(session: Session) -> dict[str, list[tuple[object, ...]]]:
    tables = ("alliance", "member_kind", "person", "member", "offer", "representative", "meeting")
    return {name: sorted(map(tuple, session.execute(text(f"SELECT * FROM {name}"))), key=repr) for name in tables}


def test_undo_and_redo_of_a_step_with_several_rows_survive_closing(tmp_path: Path) -> None:
    path = tmp_path / "a.ronda"
    with new_file(path, name="Alliance") as file:
        with file.reading() as session:
            before = everything(session)
        with file.writing() as session:
            add_dairy(session)
        with file.reading() as session:
            after = everything(session)
    with open_file(path) as file:
        with file.writing() as session:
            name, changes = history.undo(session)
        assert name == "add_member"
        assert changes.kinds == {"person", "member", "offer", "representative"}
        with file.reading() as session:
            assert everything(session) == before
    with open_file(path) as file:
        with file.writing() as session:
            history.redo(session)
        with file.reading() as session:
            assert everything(session) == after


def test_founding_is_not_undone_and_a_new_step_ends_redo(file: AllianceFile) -> None:
    with pytest.raises(NothingToUndo), file.writing() as session:
        history.undo(session)
    for fields in ({"place": "Hall 1"}, {"place": "Hall 2", "email": "desk@lake.example"}):  # else typing: one step
        with file.writing() as session:
            alliance.change_alliance(session, **fields)
    with file.writing() as session:
        history.undo(session)
    with file.writing() as session:
        alliance.change_alliance(session, place="Hall 3")
    with pytest.raises(NothingToRedo), file.writing() as session:
        history.redo(session)
    with file.writing() as session:
        history.undo(session)
        assert alliance.alliance(session).place == "Hall 1"


def test_steps_of_typing_become_one(file: AllianceFile) -> None:
    def write(place: str, key: str = "typing", who: str = "Ana") -> None:
        with file.writing(who=who) as session, history.step(session, "type", merge_key=key):
            session.scalars(select(alliance.Alliance)).one().place = place

    for place in ("H", "Ha", "Hal", "Hall"):
        write(place)
    with file.writing() as session:
        history.undo(session)
        assert alliance.alliance(session).place == ""
        history.redo(session)
        assert alliance.alliance(session).place == "Hall"
    write("Hall 2")  # something came between: not joined
    write("Hall 3", key="other")
    write("Hall 4", key="other", who="Beka")
    with file.reading() as session:
        assert len([row for row in history.recent_steps(session) if row.name == "type"]) == 4


def test_typing_long_ago_is_not_joined(file: AllianceFile) -> None:
    for place in ("A", "B"):
        with file.writing() as session, history.step(session, "type", merge_key="k"):
            session.scalars(select(alliance.Alliance)).one().place = place
        with file.writing() as session:
            session.execute(update(Step).values(at=dt.datetime(2020, 1, 1, tzinfo=dt.UTC)))
    with file.reading() as session:
        assert [row.name for row in history.recent_steps(session)].count("type") == 2


def test_long_typing_is_undone_by_five_minutes(file: AllianceFile) -> None:
    start = dt.datetime(2026, 10, 22, 10, tzinfo=dt.UTC)
    for minutes in (0, 4, 8, 12):
        with file.writing(at=start + dt.timedelta(minutes=minutes)) as session:
            alliance.change_alliance(session, place=f"Hall {minutes}")
    with file.writing() as session:
        history.undo(session)
        assert alliance.alliance(session).place == "Hall 4"
        history.undo(session)
        assert alliance.alliance(session).place == ""


def type_place(file: AllianceFile, place: str, minutes: int, *, back: bool = False) -> None:
    at = dt.datetime(2026, 10, 22, 10, tzinfo=dt.UTC) + dt.timedelta(minutes=minutes)
    with file.writing(at=at) as session:
        if back:
            history.typed_back(alliance.change_alliance, session, place=place)
        else:
            alliance.change_alliance(session, place=place)


def test_typing_taken_back_by_the_field_is_an_undo_of_it_however_long_ago(file: AllianceFile) -> None:
    with file.writing() as session:
        alliance.change_alliance(session, email="a@b.example")
    for minutes, place in enumerate(("Hall", "Hall of", "Hall of the town")):
        type_place(file, place, minutes * 6)
    type_place(file, "Hall of", 30, back=True)
    type_place(file, "", 40, back=True)
    with file.writing() as session:
        assert alliance.alliance(session).place == ""
        history.undo(session)
        assert alliance.alliance(session).email == ""
        seen = []
        for _step in range(4):
            history.redo(session)
            seen.append(alliance.alliance(session).place)
    assert seen == ["", "Hall", "Hall of", "Hall of the town"]


def test_typing_taken_back_in_part_is_typing(file: AllianceFile) -> None:
    type_place(file, "Hall", 0)
    type_place(file, "Ha", 6, back=True)
    with file.writing() as session:
        history.undo(session)
        assert alliance.alliance(session).place == "Hall"
    type_place(file, "Hill", 20)
    with file.writing() as session:
        alliance.change_alliance(session, email="a@b.example")
    type_place(file, "Hall", 21, back=True)  # not the newest: a step of its own
    with file.writing() as session:
        history.undo(session)
        assert (alliance.alliance(session).place, alliance.alliance(session).email) == ("Hill", "a@b.example")


def test_what_is_typed_away_by_hand_can_be_undone(file: AllianceFile) -> None:
    type_place(file, "Hall", 0)
    type_place(file, "", 6)
    with file.writing() as session:
        history.undo(session)
        assert alliance.alliance(session).place == "Hall"


def test_an_edit_in_between_stands_alone(file: AllianceFile) -> None:
    for fields in ({"place": "H"}, {"email": "a@b.example"}, {"place": "Hall"}, {"place": "Hall 2"}):
        with file.writing() as session:
            alliance.change_alliance(session, **fields)
    told = []
    with file.writing() as session:
        for _time in range(3):
            history.undo(session)
            told.append((alliance.alliance(session).place, alliance.alliance(session).email))
    assert told == [("H", "a@b.example"), ("H", ""), ("", "")]


def test_typing_that_was_taken_back_leaves_nothing_to_undo(file: AllianceFile) -> None:
    for place in ("Hall", ""):
        with file.writing() as session:
            alliance.change_alliance(session, place=place)
    with pytest.raises(NothingToUndo), file.writing() as session:
        history.undo(session)


def test_what_is_restored_goes_without_what_is_gone_or_taken(file: AllianceFile) -> None:
    with file.writing() as session:
        member_id = add_dairy(session).id
        with history.step(session, "plan"):
            chairing = Meeting(date=DAY, number=1)
            session.add(chairing)
            session.flush()
            session.add(MeetingOfficer(meeting_id=chairing.id, role=MeetingRole.CHAIR, member_id=member_id))
    with file.writing() as session, history.step(session, "delete_meeting") as step:
        delete_row(session, session.get(Meeting, chairing.id))
    with file.writing() as session, history.step(session, "delete_member") as later:
        delete_row(session, session.get(Member, member_id))
    with file.writing() as session, history.step(session, "delete_person"):
        delete_row(session, session.scalars(select(Person)).one())
    with file.writing() as session, history.step(session, "plan"):
        session.add(Meeting(date=DAY, number=1))
    assert step.changes.step_id is not None
    assert later.changes.step_id is not None
    with file.writing() as session:
        history.restore(session, step.changes.step_id)
    with file.writing() as session:
        history.restore(session, later.changes.step_id)
    with file.reading() as session:
        assert session.get_one(Meeting, chairing.id).number is None  # another has it now
        assert session.scalars(select(MeetingOfficer)).one().member_id is None
        assert session.get_one(Member, member_id).name == "Upper Dairy"
        assert session.scalars(select(Representative)).all() == []  # nobody is left to be one


def test_deleting_takes_what_belongs_and_restore_brings_it_back(file: AllianceFile) -> None:
    with file.writing() as session:
        member_id = add_dairy(session).id
        before = everything(session)
    with file.writing() as session, history.step(session, "delete_member") as step:
        delete_row(session, session.get(Member, member_id))
    with file.reading() as session:
        assert session.scalars(select(Offer)).all() == []
        newest = history.recent_steps(session)[0]
        assert ("member", "Upper Dairy") in newest.deleted
    with file.writing() as session:
        alliance.change_alliance(session, place="Something came after")
        alliance.change_alliance(session, place="")
    assert step.changes.step_id is not None
    with file.writing() as session:
        history.restore(session, step.changes.step_id)
        assert everything(session) == before
    with pytest.raises(NothingToRestore), file.writing() as session:
        history.restore(session, step.changes.step_id)
    with file.writing() as session:
        history.undo(session)
        assert session.get(Member, member_id) is None


def test_what_others_need_is_not_deleted(file: AllianceFile) -> None:
    with file.writing() as session, history.step(session, "set_up"):
        kind = session.scalars(select(MemberKind)).first()
        assert kind is not None
        session.add(Member(name="Dairy", kind_id=kind.id))
    with pytest.raises(StillNeeded) as caught, file.writing() as session:
        alliance.delete_member_kind(session, kind.id)
    assert caught.value.uses == {"member": 1}


def test_a_mention_is_emptied_and_undo_brings_it_back(file: AllianceFile) -> None:
    with file.writing() as session, history.step(session, "set_up"):
        first = Meeting(date=DAY)
        session.add(first)
        session.flush()
        session.add(Meeting(date=DAY, approved_at_meeting_id=first.id))
    with file.writing() as session:
        before = everything(session)
        with history.step(session, "delete_meeting"):
            delete_row(session, session.get(Meeting, first.id))
    with file.writing() as session:
        assert [row.approved_at_meeting_id for row in session.scalars(select(Meeting))] == [None]
        history.undo(session)
        assert everything(session) == before


def test_who_changed_this(file: AllianceFile) -> None:
    with file.writing(who="Beka") as session:
        alliance.change_alliance(session, notice_days=10)
    with file.reading() as session:
        changes = history.changes_of_row(session, alliance.alliance(session).id)
    newest = changes[0]
    assert (newest.who, newest.step, newest.field, newest.old, newest.new) == (
        "Beka", "change_alliance", "notice_days", 14, 10,
    )  # fmt: skip
    assert {change.who for change in changes[1:]} == {"Ana"}


def test_a_step_that_changes_nothing_is_no_step(file: AllianceFile) -> None:
    with file.writing() as session:
        changes = alliance.change_alliance(session, notice_days=14)
    assert not changes
    with file.reading() as session:
        assert [row.name for row in history.recent_steps(session)] == ["found_alliance"]


def test_an_inner_step_joins_the_outer_and_reports_its_own_changes(file: AllianceFile) -> None:
    with file.writing() as session, history.step(session, "outer") as outer:
        first = alliance.change_alliance(session, place="Hall 2")
        _, second = alliance.add_member_kind(session, name="Beekeepers")
    assert (first.kinds, second.kinds) == ({"alliance"}, {"member_kind"})
    assert outer.changes.kinds == {"alliance", "member_kind"}
    with file.reading() as session:
        assert [row.name for row in history.recent_steps(session)] == ["outer", "found_alliance"]


FIELDS = st.dictionaries(st.sampled_from("abc"), st.integers(0, 2), min_size=1)


@given(st.lists(st.none() | st.fixed_dictionaries({name: st.integers(0, 2) for name in "abc"}), min_size=2, max_size=6))
def test_merged_changes_have_the_effect_of_all(states: list[dict[str, int] | None]) -> None:
    key = new_id()
    merged: RowChange | None = None
    for old, new in itertools.pairwise(states):
        if old is None and new is None:
            continue
        if old is not None and new is not None:
            fields = [name for name in new if old[name] != new[name]]
            if not fields:
                continue
            change = RowChange("t", key, {n: old[n] for n in fields}, {n: new[n] for n in fields})
        else:
            change = RowChange("t", key, old, new)
        merged = change if merged is None else merge(merged, change)
    first, last = states[0], states[-1]
    if merged is None:
        assert first == last
        return
    assert (first is None) is (merged.old is None)
    assert (last is None) is (merged.new is None)
    if first is not None and last is not None:
        assert {**first, **(merged.new or {})} == last
        assert {**last, **(merged.old or {})} == first


@settings(max_examples=10)
@given(st.lists(st.tuples(st.sampled_from(["place", "email", "name"]), st.text(min_size=1, max_size=5)), max_size=8))
def test_undoing_everything_returns_to_the_start_and_redo_to_the_end(edits: list[tuple[str, str]]) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder, new_file(Path(folder) / "a.ronda", name="A") as file:
        with file.reading() as session:
            start = everything(session)
        done = 0
        for field, value in edits:
            if not value.strip():
                continue
            with file.writing() as session, history.step(session, "edit") as step:  # never joined, as typing would be
                alliance.change_alliance(session, **{field: value})
            done += bool(step.changes)
        with file.reading() as session:
            end = everything(session)
        for _ in range(done):
            with file.writing() as session:
                history.undo(session)
        with file.reading() as session:
            assert everything(session) == start
        for _ in range(done):
            with file.writing() as session:
                history.redo(session)
        with file.reading() as session:
            assert everything(session) == end
