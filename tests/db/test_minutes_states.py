"""Random editing of an item's text: the record always says what the marked lines say, and undo brings all back."""

import datetime as dt
import tempfile
import uuid
from pathlib import Path

from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy.orm import Session

from db.engine import AllianceFile
from db.errors.records import NothingToUndo
from db.history import history
from db.meetings.running import minutes_sheet
from db.minutes.actions import ActionRow, actions
from db.minutes.decisions import DecisionRow, decisions
from db.minutes.marks import Mark, read_marks
from db.minutes.minutes import save_item_text
from db.minutes.owner_options import owner_options, resolve
from db.when import parse_when
from tests.db.meeting_kit import DAY, Kit, small_alliance
from tests.new_file import new_file

LINES = st.one_of(
    st.sampled_from(["", "Plain words.", "d: Send it", "d: Send it now", "D: Keep the fee", "p: A point", "d:", "a:"]),
    st.builds(
        "a: {} {} {}".format,
        st.sampled_from(["Ask", "Ask the district", "Find three farmers", "<b>&"]),
        st.sampled_from(["", "@Institute of Soil Science", "@vazha guda", "@Nobody", "@Hi"]),
        st.sampled_from(["", ">29 Oct", ">next meeting", ">in two weeks", ">nonsense"]),
    ),
    st.text("da:@> xé\U0001f600", max_size=12),
)


def said(text: str) -> list[tuple[int, Mark, str]]:
    """Return what a text's marked lines say, as the plain model has it: all but points and lines without words."""
    return [
        (line.number, line.mark, line.text)
        for line in read_marks(text, language="en")
        if line.mark is not Mark.POINT and line.text
    ]


class Editing(RuleBasedStateMachine):
    """Two items of one meeting, edited in turns; the model is nothing but their texts, and those before."""

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.file: AllianceFile = new_file(Path(self.folder.name) / "a.ronda", name="Alliance")
        with self.file.writing() as session:
            self.kit: Kit = small_alliance(session, titles=("One", "Two"))
        self.texts = ["", ""]
        self.numbers: dict[uuid.UUID, int] = {}
        self.undone = False

    def teardown(self) -> None:
        if hasattr(self, "file"):
            self.file.close()
            self.folder.cleanup()

    def save(self, item: int, lines: list[str]) -> None:
        self.texts[item] = "\n".join(lines)
        with self.file.writing() as session:
            save_item_text(session, self.kit.items[item], text=self.texts[item], today=DAY, removed="delete")
        self.undone = False

    @rule(item=st.integers(0, 1), at=st.integers(0, 9), line=LINES)
    def insert_line(self, item: int, at: int, line: str) -> None:
        lines = self.texts[item].split("\n")
        lines.insert(min(at, len(lines)), line.replace("\n", " "))
        self.save(item, lines)

    @rule(item=st.integers(0, 1), at=st.integers(0, 9), line=LINES)
    def change_line(self, item: int, at: int, line: str) -> None:
        lines = self.texts[item].split("\n")
        lines[at % len(lines)] = line.replace("\n", " ")
        self.save(item, lines)

    @rule(item=st.integers(0, 1), at=st.integers(0, 9))
    def remove_line(self, item: int, at: int) -> None:
        lines = self.texts[item].split("\n")
        del lines[at % len(lines)]
        self.save(item, lines or [""])

    @rule(item=st.integers(0, 1), order=st.randoms(use_true_random=False))
    def shuffle_lines(self, item: int, order) -> None:  # type: ignore[no-untyped-def]
        lines = self.texts[item].split("\n")
        order.shuffle(lines)
        self.save(item, lines)

    @rule(at=st.integers(0, 9), source=st.integers(0, 1))
    def move_line_to_the_other_item(self, at: int, source: int) -> None:
        lines = self.texts[source].split("\n")
        line = lines.pop(at % len(lines))
        self.save(source, lines or [""])
        self.save(1 - source, [*self.texts[1 - source].split("\n"), line])

    @precondition(lambda self: not self.undone)
    @rule(steps=st.integers(1, 3))
    def undo(self, steps: int) -> None:
        with self.file.writing() as session:
            for _ in range(steps):
                try:
                    history.undo(session)
                except NothingToUndo:
                    break
            sheet = minutes_sheet(session, self.kit.meeting)
        self.texts = [item.text for item in sheet.items]
        self.numbers.clear()  # what was undone never was: its numbers are free again
        self.undone = True

    @invariant()
    def the_record_says_what_the_lines_say(self) -> None:
        if not hasattr(self, "file"):
            return
        with self.file.reading() as session:
            sheet = minutes_sheet(session, self.kit.meeting)
            assert [item.text for item in sheet.items] == self.texts
            for item in range(2):
                self.check_item(session, item)
            self.check_numbers(session)

    def check_item(self, session: Session, item: int) -> None:
        made, owed = decisions(session, item=self.kit.items[item]), actions(session, item=self.kit.items[item])
        found: list[tuple[int, Mark, str]] = [(row.line, Mark.DECISION, row.text) for row in made]
        found += [(row.line, Mark.ACTION, row.text) for row in owed]
        assert sorted(entry for entry in found if entry[2]) == sorted(said(self.texts[item]))
        lines = {line.number: line for line in read_marks(self.texts[item], language="en")}
        options = owner_options(session, self.kit.meeting)
        for row in owed:
            line = lines[row.line]
            owner = resolve(line.owner, options) if line.owner else None
            assert (row.owner_member_id, row.owner_person_id) == (
                (owner.member_id, owner.person_id) if owner else (None, None)
            )
            due = line.due and parse_when(line.due, today=DAY, language="en", next_meeting=DAY + dt.timedelta(days=35))
            assert row.due_date == (due or None)
            assert row.agreed is bool(row.due_date and (row.owner_member_id or row.owner_person_id))

    def check_numbers(self, session: Session) -> None:
        rows: list[DecisionRow | ActionRow] = [*decisions(session, meeting=self.kit.meeting)]
        rows += actions(session, meeting=self.kit.meeting)
        for row in rows:
            assert self.numbers.setdefault(row.id, row.sequence) == row.sequence
        for kind in (DecisionRow, ActionRow):
            numbers = [row.sequence for row in rows if isinstance(row, kind)]
            assert len(numbers) == len(set(numbers))


TestEditing = Editing.TestCase
TestEditing.settings = settings(
    max_examples=8,
    stateful_step_count=15,
    deadline=None,
    phases=(Phase.generate,),  # making a failing example small would take minutes of real files
)
