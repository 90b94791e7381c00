"""Every field that keeps what is typed into it by itself: how people come to it, and what then stands on record.

A field is found as it stands in the window, or in a dialog that stays open.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QSpinBox, QWidget
from sqlalchemy import select
from sqlalchemy.orm import Session

from db.alliance import alliance, member_kinds
from db.charter.endorsements import Subject, SubjectKind, endorsement_sheet
from db.charter.notes import add_note, notes
from db.evaluation.evaluations import EvaluationRow, begin_evaluation, evaluations
from db.evaluation.recommendations import add_recommendation, recommendations
from db.handover.desk import add_key
from db.handover.desk import desk as standing
from db.history import history
from db.measures.period import Period
from db.meetings.attendance import attendance
from db.meetings.meetings import meeting
from db.meetings.papers import add_paper, papers
from db.meetings.running import minutes_sheet
from db.members.members import members_on
from db.schema import Action, Decision, Member
from db.surveys.surveys import make_survey, surveys
from db.vocabulary import NoteKind, Stance
from desktop.bootstrap import Program
from desktop.widgets.dialogs import Dialog
from desktop.widgets.meeting_tab import OpenMeeting
from desktop.window import Window
from tests.db.meeting_kit import DAY, Kit, small_alliance

WORDS = "Words that count"
INDIVIDUAL = 4
"""The place of the member that is a person, among those of the kit."""
PERIOD = Period(dt.date(2025, 9, 1), dt.date(2026, 8, 31))


@dataclass
class Desk:
    """The program over a file on a disk that can be filled."""

    program: Program
    window: Window
    kit: Kit
    place: Path
    dialogs: dict[str, Any] = field(default_factory=dict)

    def fill(self) -> None:
        """Leave no room on the disk."""
        with (self.place / "filler").open("wb", buffering=0) as out:
            for size in (1 << 16, 1 << 10, 1):
                try:
                    while out.write(bytes(size)) == size:
                        pass
                except OSError:
                    continue

    def make_room(self) -> None:
        """Have room on the disk again."""
        (self.place / "filler").unlink()

    @property
    def footer(self) -> str:
        """What the foot of the window says."""
        return self.window.footer.state_label.text()

    @property
    def clock(self) -> Any:
        return self.program._clock

    @property
    def operations(self) -> Any:
        return self.program.operations

    def read(self, query: Callable[..., Any], *args: Any, **how: Any) -> Any:
        with self.operations.file.reading() as session:
            return query(session, *args, **how)

    def dialog(self, name: str, make: Callable[[], Any]) -> Any:
        """Return the dialog of this name, opened now unless it is."""
        if name not in self.dialogs:
            self.dialogs[name] = make()
            self.dialogs[name].show()
            self.operations.wait()
        return self.dialogs[name]


@dataclass(frozen=True)
class Typed:
    """A field; `read` returns what of it stands on record.

    `key` ends the typing; without it Return does in one line, and a pause elsewhere. One that does not `stay` is
    emptied for the next.
    """

    find: Callable[[Desk], QWidget]
    read: Callable[[Session, Kit], str]
    words: Callable[[int], str] = lambda turn: f"{WORDS} {turn}"
    key: Qt.Key | None = None
    stays: bool = True


def furnish(session: Session) -> Kit:
    """Write what there is to type into."""
    kit = small_alliance(session)
    add_note(session, kind=NoteKind.BRIEFING, title="Water", written_on=dt.date(2026, 10, 1))
    with history.step(session, "set_up"):
        session.add(Decision(meeting_id=kit.meeting, sequence=1, text="A fee by volume"))
        session.add(
            Action(meeting_id=kit.meeting, sequence=1, text="A map", owner_member_id=kit.members[0], due_date=DAY)
        )
        session.get_one(Member, kit.members[INDIVIDUAL]).person_id = kit.people[INDIVIDUAL]
    add_key(session, name="Mailbox")
    add_paper(session, kit.meeting, name="map.txt", data=b"a map")
    key, _begun = begin_evaluation(session, PERIOD)
    add_recommendation(session, key, text="Meet in the hills")
    make_survey(session, title="How we meet", language="en", opened_on=DAY)
    return kit


def text_in(shown: Any) -> str:
    """Return what stands in a field."""
    return str(shown.toPlainText() if isinstance(shown, QPlainTextEdit) else shown.text())


def select_all(shown: Any) -> None:
    """Have what is typed next take the place of what stands there."""
    if isinstance(shown, QPlainTextEdit | QLineEdit | QSpinBox):
        shown.selectAll()


def tab(desk: Desk, key: str) -> Any:
    """Return a tab of the meeting, shown."""
    desk.window.open(OpenMeeting(desk.kit.meeting, key))
    desk.operations.wait()
    return desk.window.current_page().frame.tab()  # type: ignore[attr-defined]


def page(desk: Desk, key: str) -> Any:
    """Return a page, shown."""
    desk.window.show_page(key)
    desk.operations.wait()
    return desk.window.current_page()


def _note_field(desk: Desk) -> QWidget:
    shown = page(desk, "purpose")
    shown.show_tab("notes")
    desk.operations.wait()
    view = shown.view()
    view.table.selectRow(0)
    return next(one for one in view.form.parts.values() if one.isVisible())  # type: ignore[no-any-return]


def member_form(desk: Desk, number: int = 0) -> Any:
    """Return the form of a member, by its place among those of the kit, shown."""
    shown = page(desk, "members")
    shown.list.select_member(desk.kit.members[number])
    desk.operations.wait()
    if not shown.form.isVisible():
        shown.toggle_editing()
        desk.operations.wait()
    return shown.form


def _member_field(desk: Desk) -> QWidget:
    return member_form(desk).texts["name"]  # type: ignore[no-any-return]


def _remark(desk: Desk) -> QWidget:
    from desktop.widgets.endorsing import EndorsingDialog

    subject = Subject(SubjectKind.DECISION, desk.read(lambda session: session.scalars(select(Decision)).one().id))
    dialog = desk.dialog("remark", lambda: EndorsingDialog(desk.operations, desk.clock, subject, desk.window))
    first = dialog.model.rows[0]
    dialog.table.select_key(first.member_id)
    if first.stance is None:
        dialog.note(Stance.OBJECTS)
        desk.operations.wait()
    return dialog.remark  # type: ignore[no-any-return]


def _remark_kept(session: Session, _kit: Kit) -> str:
    subject = Subject(SubjectKind.DECISION, session.scalars(select(Decision)).one().id)
    return " ".join(seat.remark for seat in endorsement_sheet(session, subject, today=DAY).rows)


def _evaluation(session: Session) -> EvaluationRow:
    return evaluations(session)[0]


def _seen(desk: Desk) -> QWidget:
    from desktop.evaluation.recommendation_dialogs import BecameDialog

    of = desk.read(_evaluation)
    rows = desk.read(recommendations, of.id)
    return desk.dialog("seen", lambda: BecameDialog(desk.operations, of, rows, desk.window)).seen_field  # type: ignore[no-any-return]


def _given_out(desk: Desk) -> QWidget:
    from desktop.survey.giving_out import GiveOutDialog

    survey = desk.read(surveys)[0]
    return desk.dialog("given", lambda: GiveOutDialog(desk.operations, desk.clock, survey, desk.window)).given  # type: ignore[no-any-return]


def _guest(desk: Desk) -> QWidget:
    from desktop.minutes.attendance_dialog import AttendanceDialog

    make = lambda: AttendanceDialog(desk.operations, desk.clock, desk.kit.meeting, desk.window)  # noqa: E731
    return desk.dialog("guest", make).guest  # type: ignore[no-any-return]


def _kinds(desk: Desk) -> Any:
    from desktop.widgets.kinds import KindsList

    return desk.dialog("kinds", lambda: KindsList(desk.operations))


def _first_kind(desk: Desk) -> QWidget:
    shown = _kinds(desk)
    return shown.fields[desk.read(member_kinds)[0].id]  # type: ignore[no-any-return]


def _kind_names(session: Session, _kit: Kit) -> str:
    return " ".join(kind.name for kind in member_kinds(session))


def _settings_line(desk: Desk) -> QWidget:
    from desktop.alliance.settings import AllianceSettings

    def make() -> Any:
        program = desk.program
        return AllianceSettings(
            desk.operations, program._settings, program._appearance, desk.clock, parent=desk.window
        )  # fmt: skip

    return desk.dialog("settings", make).about.lines["place"]  # type: ignore[no-any-return]


def _summary(desk: Desk) -> QWidget:
    from desktop.evaluation.details import METHOD, DetailsDialog

    if "details" not in desk.dialogs:
        page(desk, "evaluation").deeds.show_details()
        desk.dialogs["details"] = desk.window.findChild(DetailsDialog)
        desk.dialogs["details"].tabs.set_key(METHOD)
        desk.operations.wait()
    desk.dialogs["details"].activateWindow()  # the keyboard leaves a field only in the window that has it
    QApplication.processEvents()
    return desk.dialogs["details"].method.summary_field  # type: ignore[no-any-return]


def _paper_title(desk: Desk) -> QWidget:
    card = tab(desk, "papers").papers_card
    card.table.select_key(desk.read(papers, desk.kit.meeting)[0].id)
    card._rename()
    return card.findChildren(Dialog)[-1].findChild(QLineEdit)  # type: ignore[no-any-return]


def _day(desk: Desk) -> QWidget:
    return tab(desk, "call").answer_field.line  # type: ignore[no-any-return]


def _answers_by(session: Session, kit: Kit) -> str:
    day = meeting(session, kit.meeting).answers_by
    return f"{day.day} Oct {day.year}" if day else ""


FIELDS: dict[str, Typed] = {
    "minutes": Typed(
        lambda desk: tab(desk, "minutes").editor,
        lambda session, kit: minutes_sheet(session, kit.meeting).items[0].text,
    ),
    "purpose of a meeting": Typed(
        lambda desk: tab(desk, "papers").purpose_field, lambda session, kit: meeting(session, kit.meeting).purpose
    ),
    "title of a meeting": Typed(
        lambda desk: tab(desk, "papers").title_field, lambda session, kit: meeting(session, kit.meeting).row.title
    ),
    "day to answer by": Typed(_day, _answers_by, words=lambda turn: f"{1 + turn % 19} Oct 2026"),
    "title of a paper": Typed(
        _paper_title, lambda session, kit: papers(session, kit.meeting)[0].title, stays=False
    ),
    "a guest": Typed(
        _guest, lambda session, kit: " ".join(seat.name for seat in attendance(session, kit.meeting).listed),
        stays=False,
    ),
    "why a member objects": Typed(_remark, _remark_kept),
    "note": Typed(_note_field, lambda session, _kit: "".join(words for _name, words in notes(session)[0].parts())),
    "worries": Typed(
        lambda desk: page(desk, "handover").worries, lambda session, _kit: standing(session).worries
    ),
    "name of a member": Typed(
        _member_field, lambda session, _kit: " ".join(member.name for member in members_on(session))
    ),
    "name of a kind": Typed(_first_kind, _kind_names),
    "a new kind": Typed(lambda desk: _kinds(desk).new, _kind_names, stays=False),
    "place of the alliance": Typed(_settings_line, lambda session, _kit: alliance(session).place),
    "summary of an evaluation": Typed(
        _summary, lambda session, _kit: _evaluation(session).summary, key=Qt.Key.Key_Tab
    ),
    "what became of advice": Typed(
        _seen, lambda session, _kit: recommendations(session, _evaluation(session).id)[0].seen
    ),
    "forms given out": Typed(
        _given_out, lambda session, _kit: str(surveys(session)[0].given_out), words=lambda turn: str(17 + turn)
    ),
}  # fmt: skip
