"""Who is on duty, through a person's hands, away from the page Duties: Today, at a meeting, finishing it, members."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from db.duties.absences import report_absence
from db.duties.closing import Doer, close_meeting_turns, close_term_turn, turns_to_close
from db.duties.keeping import change_duty
from db.duties.planning import plan_ahead
from db.duties.rota import TurnRow, meeting_turns, turn_rows
from db.duties.turns import accept_turn, decline_turn
from db.engine import AllianceFile
from db.history import history
from db.meetings.attendance import record_attendance
from db.meetings.officers import officers
from db.meetings.running import finish_meeting, start_meeting
from db.schema import Meeting
from db.vocabulary import AttendanceStatus, DutyRhythm, MeetingRole, MeetingStatus, TurnState
from desktop.clock import stopped_at
from desktop.meetings.page import MeetingsPage
from desktop.members.page import MembersPage
from desktop.minutes.meeting_dialogs import FinishDialog
from desktop.minutes.page import MinutesTab
from desktop.operations import Operations
from desktop.reports.from_record import agenda_sheet
from desktop.today.page import TodayPage
from desktop.widgets.badges import Badge
from desktop.widgets.histories import HISTORY_ROLE
from desktop.widgets.meeting_tab import OpenMeeting
from desktop.widgets.meeting_turns import TurnsDialog
from desktop.widgets.name_field import NamesField
from desktop.widgets.page import Page
from desktop.widgets.targets import OpenDuties, OpenMember
from desktop.widgets.turn_dialogs import DeclineTurnDialog
from desktop.widgets.turn_done import TurnDoneDialog
from desktop.widgets.turn_giving import GiveTurnDialog
from tests.db.duties.duty_kit import duty_by_key
from tests.db.meeting_kit import DAY, NAMES, SPEAKERS, Kit, small_alliance
from tests.new_file import new_file

MORNING = dt.datetime(2026, 10, 20, 9)
Key = Qt.Key


@dataclass
class Desk:
    """A file with a rota, and what looks at it."""

    file: AllianceFile
    kit: Kit
    operations: Operations
    qtbot: QtBot

    def turns(self) -> dict[str, TurnRow]:
        """Return the turns of meeting 41 by duty."""
        with self.file.reading() as session:
            return {turn.duty.key: turn for turn in meeting_turns(session, self.kit.meeting)}

    def settle(self) -> None:
        self.operations.wait()
        QApplication.processEvents()
        self.operations.wait()
        QApplication.processEvents()

    def show(self, page: Page | MinutesTab) -> None:
        self.qtbot.addWidget(page)
        page.resize(1158, 672)
        with self.qtbot.waitActive(page):
            page.show()
        self.settle()

    def dialog(self, kind: type) -> QWidget:
        self.settle()
        found = [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, kind) and widget.isVisible()]
        assert len(found) == 1
        return found[0]


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot) -> Iterator[Desk]:
    with new_file(tmp_path / "alliance.ronda", name="Kolkha Agriculture", who="Ana") as file:
        with file.writing() as session:
            kit = small_alliance(session)
            plan_ahead(session, today=MORNING.date())
        operations = Operations(file, who="Ana")
        crashes: list[object] = []
        operations.crashed.connect(crashes.append)
        yield Desk(file, kit, operations, qtbot)
        operations.close()
        assert not crashes


@pytest.fixture
def today_page(desk: Desk) -> Callable[[], TodayPage]:
    def show(at: dt.datetime = MORNING) -> TodayPage:
        page = TodayPage(desk.operations, clock=stopped_at(at))
        page.find_field.setParent(page)
        desk.show(page)
        return page

    return show


@pytest.fixture
def meeting_page(desk: Desk) -> MeetingsPage:
    page = MeetingsPage(desk.operations, clock=stopped_at(MORNING))
    header = page.header_widget()
    assert header is not None
    desk.qtbot.addWidget(header)
    header.resize(1158, 112)
    header.show()
    desk.show(page)
    page.open(OpenMeeting(desk.kit.meeting, "papers"))
    desk.settle()
    return page


def said(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget) and label.text()]


def put_list_away(desk: Desk, field: NamesField) -> None:
    """Close the names that are offered, if they are."""
    popup = field.completer().popup()
    if popup.isVisible():
        desk.qtbot.keyClick(popup, Key.Key_Escape)
    assert field.window().isVisible()
    field.window().activateWindow()
    desk.qtbot.waitUntil(field.hasFocus)


def another(desk: Desk, turn: TurnRow) -> int:
    """Return who of the kit has no turn at the meeting, by its place."""
    busy = {one.member_id for one in desk.turns().values()}
    return next(place for place, key in enumerate(desk.kit.members) if key not in busy)


# Today


def test_today_shows_who_is_on_duty_and_leads_to_the_turn(desk: Desk, today_page: Callable[[], TodayPage]) -> None:
    turns = desk.turns()
    with desk.file.writing() as session:
        accept_turn(session, turns["minutes"].id)
        decline_turn(session, turns["records"].id, today=MORNING.date())
    page = today_page()
    assert page.duties.isVisible()
    assert not page.coming.isVisible()
    model = page.duties.model
    spoken = [model.data(model.index(n, 0), Qt.ItemDataRole.AccessibleTextRole) for n in range(model.rowCount())]
    minutes, records = turns["minutes"], turns["records"]
    assert spoken[0] == f"Minutes: {minutes.person}, {minutes.member}, Accepted"
    assert spoken[3] == f"Records: Nobody yet, {records.person} declined, Declined"
    page.duties.table.setFocus()
    page.duties.table.setCurrentIndex(model.index(0, 0))
    with desk.qtbot.waitSignal(page.open_requested) as asked:
        desk.qtbot.keyClick(page.duties.table, Key.Key_Return)
    assert asked.args == [OpenDuties(minutes.id)]
    sentences = [line.label.text() for line in page.signals.lines]
    assert "General meeting 41: nobody yet for records." in sentences
    assert "2 turns begin within a week and are not accepted yet." in sentences
    line = next(line for line in page.signals.lines if "nobody yet" in line.label.text())
    with desk.qtbot.waitSignal(page.open_requested) as asked:
        desk.qtbot.mouseClick(line.button, Qt.MouseButton.LeftButton)
    assert asked.args == [OpenDuties(records.id)]
    with desk.qtbot.waitSignal(page.open_requested) as asked:
        desk.qtbot.mouseClick(page.duties.link, Qt.MouseButton.LeftButton)
    assert asked.args == [OpenDuties()]
    assert page.duties in page.panels()


@pytest.mark.parametrize(
    ("status", "day", "words"),
    [
        (MeetingStatus.PREPARING, dt.date(2026, 10, 6), "Accepted"),
        (MeetingStatus.PREPARING, dt.date(2026, 10, 7), "Due tomorrow"),
        (MeetingStatus.PREPARING, dt.date(2026, 10, 8), "Due today"),
        (MeetingStatus.PREPARING, dt.date(2026, 10, 10), "2 days late"),
        (MeetingStatus.CALLED, dt.date(2026, 10, 8), "Accepted"),
        (MeetingStatus.RUNNING, DAY, "Accepted"),
    ],
)
def test_the_calling_is_due_on_the_day_the_call_goes_out(
    desk: Desk, today_page: Callable[..., TodayPage], status: MeetingStatus, day: dt.date, words: str
) -> None:
    turn = desk.turns()["calling"]
    with desk.file.writing() as session:
        accept_turn(session, turn.id)
        with history.step(session, "status", undoable=False):
            session.get_one(Meeting, desk.kit.meeting).status = status
    model = today_page(dt.datetime.combine(day, dt.time(9))).duties.model
    spoken = [model.data(model.index(n, 0), Qt.ItemDataRole.AccessibleTextRole) for n in range(model.rowCount())]
    (calling,) = [one for one in spoken if one.startswith("Calling")]
    assert calling.endswith(f", {words}")


def test_who_is_on_duty_ends_below_a_turn_and_says_how_many_there_are_more(
    desk: Desk, today_page: Callable[[], TodayPage]
) -> None:
    card = today_page().duties
    turns, shortened = card.model.rowCount(), set()
    card.setParent(None)
    desk.qtbot.addWidget(card)
    card.show()
    for height in range(140, 400, 7):
        card.resize(320, height)
        QApplication.processEvents()
        seen, rest = divmod(card.table.viewport().height(), card.table.verticalHeader().defaultSectionSize())
        if seen < turns:
            assert not rest, height
            assert card.when_label.text() == f"{turns - seen} more  ·  22 October 2026"
            shortened.add(seen)
        else:
            assert card.when_label.text() == "22 October 2026"
    assert len(shortened) > 1


def test_a_wide_window_has_room_for_the_other_meetings_too(desk: Desk, today_page: Callable[[], TodayPage]) -> None:
    page = today_page()
    assert page.duties.others.isVisible()
    assert page.duties.others.text() == "1 other meeting"
    page.resize(1700, 700)
    desk.settle()
    assert page.coming.isVisible()
    assert not page.duties.others.isVisible()


def test_today_asks_who_did_a_term_that_is_over(desk: Desk, today_page: Callable[..., TodayPage]) -> None:
    with desk.file.writing() as session:
        change_duty(session, duty_by_key(session, "calling").id, rhythm=DutyRhythm.MONTH)
        plan_ahead(session, today=MORNING.date())
    page = today_page(dt.datetime(2026, 11, 2, 9))
    line = next(line for line in page.signals.lines if line.button.text() == "Say who did it")
    assert line.label.text() == "Nobody said who really did this: calling, October 2026."
    desk.qtbot.mouseClick(line.button, Qt.MouseButton.LeftButton)
    dialog = desk.dialog(TurnDoneDialog)
    assert isinstance(dialog, TurnDoneDialog)
    (field,) = dialog.lines.lines
    desk.qtbot.keyClicks(field, "Nobody At All")
    desk.qtbot.keyClick(field, Key.Key_Return)
    assert "is not on record" in dialog.message.label.text()
    field.selectAll()
    desk.qtbot.keyClicks(field, SPEAKERS[0])
    put_list_away(desk, field)
    desk.qtbot.keyClick(dialog, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    desk.settle()
    with desk.file.reading() as session:
        term = next(row for row in turn_rows(session) if row.end is not None and row.first.month == 10)
        assert [one.person for one in term.done_by] == [SPEAKERS[0]]
    assert not [line for line in page.signals.lines if line.button.text() == "Say who did it"]


# The meeting


def test_the_meeting_says_who_is_on_duty_and_takes_answers(desk: Desk, meeting_page: MeetingsPage) -> None:
    minutes = desk.turns()["minutes"]
    link = meeting_page.frame.on_duty.link
    assert link is not None
    assert link.accessibleName().startswith(f"On duty: {minutes.person} (minutes), ")
    link.setFocus()
    desk.qtbot.keyClick(link, Key.Key_Space)
    dialog = desk.dialog(TurnsDialog)
    assert isinstance(dialog, TurnsDialog)
    line = dialog.turns.lines[0]
    assert line.accessibleName() == f"Minutes: {minutes.person}, {minutes.member}, Planned"
    menu = line.menu.menu_of_choices()
    menu.popup(dialog.mapToGlobal(line.pos()))
    desk.qtbot.keyClick(menu, Key.Key_Down)
    with desk.qtbot.waitSignal(meeting_page.said_with_undo):
        desk.qtbot.keyClick(menu, Key.Key_Return)
    desk.settle()
    assert desk.turns()["minutes"].state is TurnState.ACCEPTED
    assert dialog.turns.lines[0].accessibleName().endswith("Accepted")
    dialog.turns.lines[0].menu.menu_of_choices().actions()[0].trigger()
    decline = desk.dialog(DeclineTurnDialog)
    assert isinstance(decline, DeclineTurnDialog)
    desk.qtbot.keyClicks(decline.note, "At a wedding")
    desk.qtbot.keyClick(decline.note, Key.Key_Return)
    desk.settle()
    assert desk.turns()["minutes"].state is TurnState.DECLINED
    link = meeting_page.frame.on_duty.link
    assert link is not None
    assert link.accessibleName().startswith("1 turn has nobody · On duty: ")
    dialog.close()


def test_a_turn_is_given_to_somebody_whose_history_is_seen(desk: Desk, meeting_page: MeetingsPage) -> None:
    tab = meeting_page.frame.tab()
    turns = tab.turns  # type: ignore[union-attr]
    records = desk.turns()["records"]
    actions = turns.lines[3].menu.menu_of_choices().actions()
    next(one for one in actions if one.text() == "Give it to somebody else…").trigger()
    dialog = desk.dialog(GiveTurnDialog)
    assert isinstance(dialog, GiveTurnDialog)
    assert "no turn yet, share 0.0" in dialog.model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    desk.qtbot.keyClick(dialog.table, Key.Key_Return)
    desk.settle()
    now = desk.turns()["records"]
    assert now.member_id not in (None, records.member_id)
    assert now.frozen
    assert turns.lines[3].accessibleName() == f"Records: {now.person}, {now.member}, Planned"


def test_the_rota_fills_in_the_chair_and_the_paper_says_it(desk: Desk, meeting_page: MeetingsPage) -> None:
    tab = meeting_page.frame.tab()
    chairing = desk.turns()["chairing"]
    field = tab.chair_field  # type: ignore[union-attr]
    assert field.text() == f"{chairing.person} ({chairing.member})"
    assert "By the rota" in field.toolTip()
    with desk.file.reading() as session:
        assert agenda_sheet(session, desk.kit.meeting, today=MORNING.date()).meeting.chair == chairing.person
    place = another(desk, chairing)
    field.setFocus()
    field.selectAll()
    desk.qtbot.keyClicks(field, f"{SPEAKERS[place]} ({NAMES[place]})")
    put_list_away(desk, field)
    desk.qtbot.keyClick(field, Key.Key_Tab)
    desk.settle()
    with desk.file.reading() as session:
        named = [row for row in officers(session, desk.kit.meeting) if row.role is MeetingRole.CHAIR]
        assert [(row.name, row.by_turn) for row in named] == [(SPEAKERS[place], False)]
        (chairs,) = [one for one in turns_to_close(session, desk.kit.meeting) if one.duty.key == "chairing"]
        assert [doer.member_id for doer in chairs.suggested] == [desk.kit.members[place]]
    turns = tab.turns  # type: ignore[union-attr]
    assert f"{SPEAKERS[place]} is named at the meeting" in said(turns)
    field.setFocus()
    field.selectAll()
    desk.qtbot.keyClick(field, Key.Key_Delete)
    put_list_away(desk, field)
    desk.qtbot.keyClick(field, Key.Key_Tab)  # type: ignore[union-attr]
    desk.settle()
    assert field.text() == f"{chairing.person} ({chairing.member})"


def test_histories_stand_below_the_names_one_types(desk: Desk, meeting_page: MeetingsPage) -> None:
    with desk.file.writing() as session:
        start_meeting(session, desk.kit.meeting, at=dt.time(10))
        finish_meeting(session, desk.kit.meeting, at=dt.time(12), on=DAY)
        of = {one.duty.key: one for one in turns_to_close(session, desk.kit.meeting)}["chairing"]
        close_meeting_turns(session, desk.kit.meeting, done={of.duty.id: of.suggested}, today=DAY)
    meeting_page.frame.tab().refresh(None)  # type: ignore[union-attr]
    desk.settle()
    field = meeting_page.frame.tab().chair_field  # type: ignore[union-attr]
    model = field.completer().model()
    assert of.planned is not None
    found = {model.index(n, 0).data(): model.index(n, 0).data(HISTORY_ROLE) for n in range(model.rowCount())}
    did = SPEAKERS[desk.kit.members.index(of.planned.member_id)]
    own = next(history for name, history in found.items() if name.startswith(did))
    assert own == "last in October, 1 turn, share 0.2"
    assert set(found.values()) == {own, "no turn yet, share 0.2"}
    name = model.index(0, 0).data()
    assert model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole) == f"{name}, {found[name]}"


# Finishing


def test_finishing_asks_who_really_did_it_and_one_undo_takes_all_back(desk: Desk) -> None:
    turns = desk.turns()
    with desk.file.writing() as session:
        start_meeting(session, desk.kit.meeting, at=dt.time(10))
        gone = turns["records"].member_id
        for key in desk.kit.members:
            status = AttendanceStatus.ABSENT if key == gone else AttendanceStatus.PRESENT
            record_attendance(session, desk.kit.meeting, key, status=status)
    tab = MinutesTab(desk.operations, clock=stopped_at(dt.datetime(2026, 10, 22, 12)))
    tab.set_meeting(desk.kit.meeting)
    desk.show(tab)
    tab.header.finish.click()
    dialog = desk.dialog(FinishDialog)
    assert isinstance(dialog, FinishDialog)
    lines = {line.one.duty.key: line for line in dialog.lines.lines}
    assert lines["minutes"].text() == f"{turns['minutes'].person} ({turns['minutes'].member})"
    assert lines["minutes"].badge.text() == "Done"
    assert lines["records"].text() == ""
    assert lines["records"].badge.text() == "Missed"
    assert lines["records"].placeholderText() == f"Nobody. It was {turns['records'].person}’s turn."
    place = another(desk, turns["minutes"])
    field = lines["minutes"]
    assert field.hasFocus()
    desk.qtbot.keyClicks(field, f"{turns['minutes'].person}; {SPEAKERS[place]}")
    put_list_away(desk, field)
    assert field.badge.text() == "Shared by 2"
    desk.qtbot.keyClick(field, Key.Key_Tab)
    assert lines["chairing"].hasFocus()
    desk.qtbot.keyClicks(lines["chairing"], "Stranger")
    desk.qtbot.keyClick(dialog, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert "“Stranger” is not on record" in dialog.message.label.text()
    assert dialog.isVisible()
    lines["chairing"].selectAll()
    desk.qtbot.keyClicks(lines["chairing"], SPEAKERS[place])
    put_list_away(desk, lines["chairing"])
    assert lines["chairing"].badge.text() == "Done by another"
    desk.qtbot.keyClick(dialog, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    desk.settle()
    now = desk.turns()
    assert [one.person for one in now["minutes"].done_by] == [turns["minutes"].person, SPEAKERS[place]]
    assert [now[key].state for key in ("minutes", "chairing", "calling", "records")] == [
        TurnState.DONE, TurnState.DONE_BY_OTHER, TurnState.DONE, TurnState.MISSED,
    ]  # fmt: skip
    desk.operations.undo()
    desk.settle()
    assert {turn.state for turn in desk.turns().values()} == {TurnState.PLANNED}
    with desk.file.reading() as session:
        assert session.get_one(Meeting, desk.kit.meeting).status is MeetingStatus.RUNNING


# Members


def test_a_member_shows_its_turns_and_that_it_is_away(desk: Desk) -> None:
    minutes = desk.turns()["minutes"]
    assert minutes.member_id is not None
    with desk.file.writing() as session:
        report_absence(
            session, member_id=minutes.member_id, from_date=MORNING.date(), to_date=dt.date(2026, 12, 1),
            today=MORNING.date(),
        )  # fmt: skip
    page = MembersPage(desk.operations, stopped_at(MORNING))
    desk.show(page)
    page.open(OpenMember(minutes.member_id))
    desk.settle()
    words = said(page.card)
    assert "away until 30 Nov" in words
    assert "22 Oct 2026" in words
    assert "Planned" in words
    assert any(word.startswith("0 turns done, fair share 0.0, ") for word in words)
    link = next(one for one in page.card.findChildren(QWidget) if one.accessibleName() == "Minutes, 22 October 2026")
    link.setFocus()
    with desk.qtbot.waitSignal(page.open_requested) as asked:
        desk.qtbot.keyClick(link, Key.Key_Space)
    assert asked.args == [OpenDuties(minutes.id)]
    assert page.card.detail is not None
    report = next(act for _icon, word, act in page.deeds.member_choices(page.card.detail) if word == "Report absence…")
    with desk.qtbot.waitSignal(page.absence_requested) as asked:
        report()
    assert asked.args == [minutes.member_id]


def test_a_member_that_did_anothers_turn_is_not_told_that_another_did_it(desk: Desk) -> None:
    minutes = desk.turns()["minutes"]
    stood_in = desk.kit.members[another(desk, minutes)]
    with desk.file.writing() as session:
        close_term_turn(session, minutes.id, doers=[Doer(stood_in)], today=DAY)
    page = MembersPage(desk.operations, stopped_at(MORNING))
    desk.show(page)
    for member_id, word in ((stood_in, "Done for another"), (minutes.member_id, "Done by another")):
        assert member_id is not None
        page.open(OpenMember(member_id))
        desk.settle()
        (badge,) = [one for one in page.card.findChildren(Badge) if one.text().startswith("Done")]
        assert badge.text() == word
