import datetime as dt
import uuid
from pathlib import Path

import pytest
from sqlalchemy import func, select

from db.engine import AllianceFile
from db.errors.files import PlaceUnreachable
from db.errors.meetings import PaperTooLarge
from db.errors.records import NameMissing, NotFound, NothingToRestore, NothingToUndo
from db.history import history
from db.meetings import papers
from db.meetings.agenda import add_item, delete_item
from db.meetings.meetings import delete_meeting, plan_meeting
from db.meetings.proposals import propose_item, take_from_pool
from db.schema import PaperContent

NOW = dt.datetime(2026, 10, 1, 9, tzinfo=dt.UTC)


@pytest.fixture
def meeting_id(file: AllianceFile) -> uuid.UUID:
    with file.writing() as session:
        return plan_meeting(session, date=dt.date(2026, 10, 22))[0]


def contents(file: AllianceFile) -> int:
    with file.reading() as session:
        return session.scalar(select(func.count()).select_from(PaperContent)) or 0


def test_papers_are_numbered_by_item(file: AllianceFile, meeting_id: uuid.UUID) -> None:
    with file.writing() as session:
        one, two = (add_item(session, meeting_id, title=title)[0] for title in ("Opening", "Fee"))
        for name, item in (("note.pdf", two), ("table.csv", two), ("list.txt", one), ("rules.pdf", None)):
            papers.add_paper(session, meeting_id, name=name, data=name.encode(), item_id=item)
        rows = papers.papers(session, meeting_id)
    assert [(row.label, row.name, row.item and row.item.title) for row in rows] == [
        ("", "rules.pdf", None), ("1", "list.txt", "Opening"), ("2a", "note.pdf", "Fee"), ("2b", "table.csv", "Fee"),
    ]  # fmt: skip
    assert rows[2].media_type == "application/pdf"


def test_equal_bytes_are_stored_once_and_compressed(file: AllianceFile, meeting_id: uuid.UUID) -> None:
    data = b"the same words again " * 5000
    with file.writing() as session:
        keys = [papers.add_paper(session, meeting_id, name=name, data=data)[0] for name in ("a.txt", "b.txt")]
        assert [papers.paper_content(session, key) for key in keys] == [data, data]
        assert len(session.scalars(select(PaperContent.data)).one()) < len(data) / 10
    assert contents(file) == 1


def test_large_and_nameless_files_are_refused(
    file: AllianceFile, meeting_id: uuid.UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(papers, "LIMIT_BYTES", 10)
    with file.writing() as session:
        papers.add_paper(session, meeting_id, name="ten.txt", data=b"0123456789")
        with pytest.raises(PaperTooLarge) as refused:
            papers.add_paper(session, meeting_id, name="C:\\scans\\eleven.txt", data=b"0123456789x")
        with pytest.raises(NameMissing):
            papers.add_paper(session, meeting_id, name="/", data=b"")
    assert (refused.value.name, refused.value.size_bytes, refused.value.limit_bytes) == ("eleven.txt", 11, 10)


def test_rename_move_and_loss_of_the_item(file: AllianceFile, meeting_id: uuid.UUID) -> None:
    with file.writing() as session:
        one, two = (add_item(session, meeting_id, title=title)[0] for title in ("Opening", "Fee"))
        key, _changes = papers.add_paper(session, meeting_id, name="note.pdf", data=b"note", item_id=one)
        papers.rename_paper(session, key, title="Draft note")
        papers.move_paper(session, key, item_id=two)
        (row,) = papers.papers(session, meeting_id)
        assert (row.label, row.title) == ("2", "Draft note")
        delete_item(session, two)
        (row,) = papers.papers(session, meeting_id)
        assert (row.label, row.item_id) == ("", None)
        with pytest.raises(NotFound):
            papers.move_paper(session, key, item_id=two)


def test_a_copy_is_written_whole(file: AllianceFile, meeting_id: uuid.UUID, tmp_path: Path) -> None:
    with file.writing() as session:
        key, _changes = papers.add_paper(session, meeting_id, name="note.pdf", data=b"note")
        papers.export_paper(session, key, tmp_path / "copy.pdf")
        with pytest.raises(PlaceUnreachable):
            papers.export_paper(session, key, tmp_path / "missing" / "copy.pdf")
    assert (tmp_path / "copy.pdf").read_bytes() == b"note"
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith(".copy")) == []


def test_a_deleted_paper_comes_back_until_its_bytes_are_thrown_away(file: AllianceFile, meeting_id: uuid.UUID) -> None:
    with file.writing() as session:
        key, _changes = papers.add_paper(session, meeting_id, name="note.pdf", data=b"note", now=NOW)
    with file.writing() as session:
        papers.delete_paper(session, key)
    with file.writing() as session:
        history.undo(session)
        assert papers.paper_content(session, key) == b"note"
    with file.writing() as session:
        step_id = papers.delete_paper(session, key).step_id
    assert step_id is not None
    now = dt.datetime.now(dt.UTC)
    with file.writing() as session:
        assert papers.remove_unused_contents(session, now=now) == 0
        assert papers.remove_unused_contents(session, now=now + papers.KEEP_DELETED) == 1
        with pytest.raises(NothingToUndo):
            history.undo(session)
        with pytest.raises(NothingToRestore):
            history.restore(session, step_id)
    assert contents(file) == 0


def test_all_papers_by_meeting_newest_first(file: AllianceFile, meeting_id: uuid.UUID) -> None:
    with file.writing() as session:
        later, _changes = plan_meeting(session, date=dt.date(2026, 11, 26))
        papers.add_paper(session, meeting_id, name="old.pdf", data=b"old")
        papers.add_paper(session, later, name="new.pdf", data=b"new")
        rows = papers.all_papers(session)
    assert [(row.name, row.meeting and row.meeting.number) for row in rows] == [("new.pdf", 2), ("old.pdf", 1)]


def test_letters_go_on_after_z() -> None:
    assert [papers.letters(n) for n in (0, 1, 25, 26, 27, 52)] == ["a", "b", "z", "aa", "ab", "ba"]


def test_the_papers_of_a_proposal_go_where_it_goes(file: AllianceFile, meeting_id: uuid.UUID) -> None:
    with file.writing() as session:
        item, _changes = propose_item(session, title="Fee", proposed_on=NOW.date())
        take_from_pool(session, item, meeting_id)
        paper, _changes = papers.add_paper(session, meeting_id, name="note.pdf", data=b"note", item_id=item)
        delete_meeting(session, meeting_id)
        assert [row.meeting_id for row in papers.all_papers(session)] == [None]
        later, _changes = plan_meeting(session, date=dt.date(2026, 11, 26))
        take_from_pool(session, item, later)
        assert [(row.id, row.label) for row in papers.papers(session, later)] == [(paper, "1")]
        delete_item(session, item)
        assert papers.papers(session, later) == []
