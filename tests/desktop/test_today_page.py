"""Today through a person's hands: in each state of the cycle, on a real file."""

import datetime as dt

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from db.duties.desk import DeskTurn
from db.look import looking
from db.meetings.agenda import add_item, agenda, set_purpose
from db.meetings.calls import record_told
from db.meetings.cycle import call_meeting, cancel_meeting
from db.meetings.labels import MeetingLabel
from db.meetings.meetings import change_meeting, plan_meeting
from db.meetings.running import finish_meeting, go_to_item, set_item_done, start_meeting
from db.meetings.seats import seats
from db.members.groups import add_group
from db.members.members import add_member
from db.minutes.minutes import approve_minutes, circulate_minutes
from db.today.signals import Signal, SignalKind
from db.vocabulary import Channel, ItemOrigin, ItemPurpose, TurnState
from desktop import texts
from desktop.clock import stopped_at
from desktop.operations import Operations
from desktop.today.board import CycleBoard
from desktop.today.next_step import NextStep
from desktop.today.page import TodayPage
from desktop.today.signal_words import signal_words
from desktop.today.steps import Step, StepLine, steps
from desktop.widgets.layouts import column
from desktop.widgets.meeting_tab import OpenMeeting
from desktop.widgets.targets import OpenActions, OpenMembers, PlanMeeting
from tests.desktop.desk import DAY, busy_desk
from tests.new_file import fill_once, new_file

AHEAD = dt.date(2026, 10, 29)
SIZE = QSize(1158, 672)


@pytest.fixture
def file(tmp_path):
    with new_file(tmp_path / "alliance.ronda", name="Lake Valley", who="Ana") as opened:
        yield opened


@pytest.fixture
def desk(file):
    return fill_once(file, busy_desk, who="Ana")


@pytest.fixture
def show(qtbot, file):
    """Return a function that shows the page on a day."""
    opened = []
    crashes = []

    def make(day=DAY, size=SIZE):
        operations = Operations(file, who="Keti")
        operations.crashed.connect(crashes.append)
        opened.append(operations)
        page = TodayPage(operations, clock=stopped_at(dt.datetime.combine(day, dt.time(9))))
        page.find_field.setParent(page)
        qtbot.addWidget(page)
        page.resize(size)
        with qtbot.waitExposed(page):
            page.show()
        operations.wait()
        QApplication.processEvents()
        return page

    yield make
    for operations in opened:
        operations.close()
    assert not crashes


def call(file, desk, count):
    """Call the meeting ahead and tell `count` members."""
    with file.writing() as session:
        set_purpose(session, desk.items[1], ItemPurpose.INFORM)
        call_meeting(session, desk.ahead, on=DAY)
        members = sorted(seats(looking(session)).holders(None, DAY))[:count]
        record_told(session, desk.ahead, members, channel=Channel.EMAIL, at=dt.datetime(2026, 10, 15, 9, tzinfo=dt.UTC))


def words(page):
    QApplication.processEvents()
    return [label.text() for label in page.findChildren(QLabel) if label.isVisibleTo(page) and label.text()]


def pressed(qtbot, page, button):
    with qtbot.waitSignal(page.open_requested) as asked:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    return asked.args[0]


def test_preparing_the_next_meeting(qtbot, show, desk):
    page = show()
    said = words(page)
    assert "General meeting 6" in said
    assert "Thu 29 October 2026, 10:00–11:00  ·  Hall 2" in said
    assert page.fact() == "Thursday 15 October 2026"
    prepare = page.meeting.board.columns[0]
    assert prepare.accessibleName() == "Step 1, now: Prepare"
    assert prepare.accessibleDescription().split("; ") == [
        "Now · 3 of 4 done", "Purpose written", "Hall 2, 10:00", "4 items, 1 from members", "1 item has no purpose yet",
    ]  # fmt: skip
    assert "Quorum: 4 of 6 members" in said
    strip = page.meeting.board.strip
    assert strip.sentence_label.text() == "Next: give item 4 a purpose."
    assert strip.then_label.text() == "Then the call goes out, today."
    assert pressed(qtbot, page, strip.button) == OpenMeeting(desk.ahead, "agenda", desk.items[1])
    assert pressed(qtbot, page, page.meeting.first_button) == OpenMeeting(desk.ahead, "agenda")
    assert pressed(qtbot, page, page.meeting.second_button) == OpenMeeting(desk.ahead, "call")


def test_what_comes_next_follows_the_record(show, desk, file):
    page = show()
    strip = page.meeting.board.strip

    def after(function, *arguments, **named):
        page.operations.write(function, *arguments, **named)
        page.operations.wait()
        return strip.sentence_label.text()

    assert after(set_purpose, desk.items[1], ItemPurpose.INFORM) == "Next: send the call to 6 members."
    assert strip.then_label.text() == "It is due today."
    assert after(call_meeting, desk.ahead, on=DAY) == "Next: tell 6 members who do not know yet."
    with file.reading() as session:
        members = sorted(seats(looking(session)).holders(None, DAY))
    at = dt.datetime(2026, 10, 15, 9, tzinfo=dt.UTC)
    told = after(record_told, desk.ahead, members, channel=Channel.EMAIL, at=at)
    assert told == "Next: print the agenda and the attendance list."
    assert page.meeting.board.columns[2].accessibleName() == "Step 3, now: Meet"


def sentence(page):
    page.operations.wait()
    return page.meeting.board.strip.sentence_label.text()


def test_on_its_day_while_it_runs_and_when_it_is_over(qtbot, show, desk, file):
    call(file, desk, 6)
    page = show(AHEAD)
    assert page.meeting.badge.text() == "today"
    assert page.meeting.board.strip.sentence_label.text() == "Next: start the meeting and mark who is here."
    page.operations.write(start_meeting, desk.ahead, at=dt.time(10, 3))
    assert sentence(page) == "Now: 1 Approval of the minutes of meeting 5"
    with file.reading() as session:
        own = next(row.id for row in agenda(session, desk.ahead) if row.origin is ItemOrigin.OPEN_ACTIONS)
    page.operations.write(go_to_item, own, at=dt.time(10, 4), dealt_with=True)
    assert sentence(page) == "Now: 2 Open actions"
    page.operations.write(go_to_item, desk.items[0], at=dt.time(10, 5), dealt_with=True)
    page.operations.wait()
    assert page.meeting.badge.text() == "running since 10:03"
    assert page.meeting.board.strip.sentence_label.text() == "Now: 3 Trainers"
    assert pressed(qtbot, page, page.meeting.board.strip.button) == OpenMeeting(desk.ahead, "minutes", desk.items[0])
    assert "0 of 6 here, quorum is 4" in words(page)
    page.operations.write(finish_meeting, desk.ahead, at=dt.time(12), on=AHEAD)
    page.operations.wait()
    assert page.meeting.board.strip.sentence_label.text() == "Next: finish the minutes and send them out."
    assert page.meeting.board.columns[3].accessibleName() == "Step 4, now: Write up"
    assert "0 of 6 came, quorum was 4" in words(page)
    late = show(AHEAD + dt.timedelta(days=10))
    assert late.meeting.board.columns[3].when_label.text() == "Now · 3 days late"


def test_its_day_has_passed(show, desk, file):
    call(file, desk, 2)
    page = show(AHEAD + dt.timedelta(days=1))
    assert page.meeting.board.strip.sentence_label.text() == "Next: write down what the meeting agreed."


def test_no_meeting_ahead(qtbot, show, desk, file):
    with file.writing() as session:
        cancel_meeting(session, desk.ahead, reason="No hall")
    page = show()
    assert not page.meeting.isVisible()
    assert "The last one was General meeting 5, 14 days ago." in page.none.sentence_label.text()
    assert pressed(qtbot, page, page.none.plan_button) == PlanMeeting()
    assert pressed(qtbot, page, page.none.last_button) == OpenMeeting(desk.held)
    assert page.panels()[0] is page.none


def test_minutes_that_are_out_and_not_approved_stay_on_the_page(qtbot, show, desk, file):
    def waiting(page):
        return [one for one in page.signals.lines if one.label.text().startswith("The minutes of General meeting 5")]

    [line] = waiting(show(dt.date(2026, 10, 6)))
    out = "The minutes of General meeting 5 are out for comments until 9 October 2026. The next meeting approves them."
    assert line.label.text() == out
    page = show()
    [line] = waiting(page)
    assert line.label.text() == "The minutes of General meeting 5 wait for the next meeting to approve them."
    assert pressed(qtbot, page, line.button) == OpenMeeting(desk.held, "minutes")
    page.operations.write(cancel_meeting, desk.ahead, reason="No hall")
    page.operations.wait()
    [line] = waiting(page)
    words = "The minutes of General meeting 5 wait for the next meeting to approve them; it is not planned yet."
    assert line.label.text() == words
    assert line.button.text() == "Plan the next meeting"
    assert pressed(qtbot, page, line.button) == PlanMeeting()
    assert page.none.sentence_label.text().endswith(words)
    page.operations.write(approve_minutes, desk.held, on=DAY)
    page.operations.wait()
    assert not waiting(page)
    assert page.none.sentence_label.text().endswith("Open actions wait for the next agenda.")


def test_minutes_of_several_meetings_that_wait_are_told_each_or_counted_the_oldest_first(qtbot, show, desk, file):
    def wait(number, day):
        with file.writing() as session:
            group, _ = add_group(session, name=f"Group {number}")
            held, _ = plan_meeting(session, date=day, group_id=group)
            finish_meeting(session, held, at=dt.time(12))
            circulate_minutes(session, held, on=day)
        return group, held

    def waiting(page):
        return [one for one in page.signals.lines if one.label.text().startswith("The minutes of")]

    group, newest = wait(1, dt.date(2026, 10, 5))
    _group, oldest = wait(2, dt.date(2026, 9, 21))
    page = show()
    lines = waiting(page)
    assert [line.label.text().split(" wait ")[0] for line in lines] == [
        "The minutes of Group 2, meeting 1", "The minutes of General meeting 5", "The minutes of Group 1, meeting 1",
    ]  # fmt: skip
    assert pressed(qtbot, page, lines[1].button) == OpenMeeting(desk.held, "minutes")
    assert pressed(qtbot, page, lines[2].button) == PlanMeeting(group)
    wait(3, dt.date(2026, 10, 6))
    page = show()
    [line] = waiting(page)
    words = "The minutes of 4 meetings are out and not approved yet. The oldest: Group 2, meeting 1."
    assert line.label.text() == words
    assert "General meeting 5" in line.label.accessibleDescription()
    assert pressed(qtbot, page, line.button) == OpenMeeting(oldest, "minutes")
    page.operations.write(cancel_meeting, desk.ahead, reason="No hall")
    page.operations.wait()
    assert "The minutes of General meeting 5 wait" in page.none.sentence_label.text()
    page.operations.write(approve_minutes, newest, on=DAY)
    page.operations.wait()
    assert len(waiting(page)) == 3


def test_a_meeting_that_began_early_is_not_told_as_if_all_had_been_done(show, file):
    with file.writing() as session:
        for name in ("One", "Two"):
            add_member(session, name=name, from_date=DAY)
        meeting, _ = plan_meeting(session, date=AHEAD)
        item, _ = add_item(session, meeting, title="Elections")
        start_meeting(session, meeting, at=dt.time(9))
        go_to_item(session, item, at=dt.time(9))
    page = show()
    prepare, invite, meet, *_ = page.meeting.board.columns

    def told(column):
        return column.accessibleDescription().split("; ")

    assert told(prepare) == [
        "1 of 3 done", "No purpose was written", "1 item on the agenda", "1 item has no purpose yet",
    ]  # fmt: skip
    assert told(invite) == ["0 of 1 done", "Nobody was told"]
    assert told(meet)[1:] == ["0 of 2 here", "0 of 1 items done"]
    assert [line.kind for line in steps(page.facts, page.facts.focus)[2].lines] == ["open", "open"]
    assert page.meeting.board.strip.sentence_label.text() == "Now: 1 Elections"
    page.operations.write(set_item_done, item, dealt_with=True)
    page.operations.wait()
    strip = page.meeting.board.strip
    assert (strip.sentence_label.text(), strip.then_label.text()) == (
        "Next: finish the meeting.", "All items are dealt with.",
    )  # fmt: skip
    assert strip.button.text() == "Go to the minutes"
    page.operations.write(change_meeting, meeting, purpose="Elect the board")
    page.operations.wait()
    assert told(prepare)[:2] == ["2 of 3 done", "Purpose written"]


def test_a_new_alliance_has_first_steps(qtbot, show):
    page = show()
    assert page.first_steps.isVisible()
    assert pressed(qtbot, page, page.first_steps.members_button) == OpenMembers()
    assert pressed(qtbot, page, page.first_steps.plan_button) == PlanMeeting()
    assert page.panels() == (page.first_steps,)
    buttons = (page.first_steps.members_button, page.first_steps.plan_button)
    assert [one.property("kind") for one in buttons] == ["primary", "normal"]
    page.operations.write(add_member, name="One", from_date=DAY)
    page.operations.wait()
    assert [one.property("kind") for one in buttons] == ["normal", "primary"]  # the next step stands out


def test_actions_by_owner(qtbot, show, desk):
    page = show()
    QAbstractItemModelTester(page.owners.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    QAbstractItemModelTester(page.coming.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    spoken = [
        page.owners.model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole)
        for row in range(page.owners.model.rowCount())
    ]
    assert spoken == [
        "Consumers' Watch: 1 late, 0 on time, 7 days late",
        "Upper Phasis Dairy: 1 late, 1 on time, 5 days late",
    ]
    assert page.owners.late_badge.text() == "2 late"
    page.owners.table.setFocus()
    page.owners.table.select_key(page.owners.model.rows[1].owner_id and (
        page.owners.model.rows[1].owner_id, page.owners.model.rows[1].name
    ))  # fmt: skip
    with qtbot.waitSignal(page.open_requested) as asked:
        qtbot.keyClick(page.owners.table, Qt.Key.Key_Return)
    assert asked.args == [OpenActions("open", desk.names["Upper Phasis Dairy"])]
    assert pressed(qtbot, page, page.owners.link) == OpenActions("open")


def test_other_meetings_and_how_many_more(qtbot, show, desk, file):
    with file.writing() as session:
        for week in range(1, 13):
            plan_meeting(session, date=AHEAD + dt.timedelta(weeks=week), group_id=desk.names["Finance"])
    page = show()
    assert page.coming.model.rowCount() == 12
    assert page.coming.more_label.text().endswith(" more")
    index = page.coming.model.index(0, 0)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Finance, meeting 1, Thu 5 November, Preparing"
    with qtbot.waitSignal(page.open_requested) as asked:
        qtbot.mouseClick(
            page.coming.table.viewport(), Qt.MouseButton.LeftButton, pos=page.coming.table.visualRect(index).center()
        )
    assert isinstance(asked.args[0], OpenMeeting)
    bar = page.coming.table.verticalScrollBar()
    bar.setValue(bar.maximum())
    assert page.coming.more_label.text() == ""


def test_findings_lead_where_something_can_be_done(qtbot, show, desk):
    page = show()
    sentences = [line.label.text() for line in page.signals.lines]
    assert "2 members missed the last three meetings." in sentences
    assert "2 actions have no owner or no date." in sentences
    assert "The review of the group Cooperatives was due in June 2026." in sentences
    line = page.signals.lines[sentences.index("2 actions have no owner or no date.")]
    assert pressed(qtbot, page, line.button) == OpenActions("not_agreed")
    line = page.signals.lines[sentences.index("2 members missed the last three meetings.")]
    assert "Hazelnut Growers' Union" in line.label.accessibleDescription()
    assert pressed(qtbot, page, line.button) == OpenMembers("missed")


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("kind", list(SignalKind))
@pytest.mark.parametrize("count", [1, 3])
def test_every_finding_has_words_and_a_way_out(kind, count, language):
    from db.ids import new_id

    names, ids = ("A <b>", "Bo", "Cy")[:count], tuple(new_id() for _ in range(count))
    label = MeetingLabel(new_id(), "", 5, "", DAY)
    turns = tuple(
        DeskTurn(
            new_id(), "minutes", "", n, DAY, None, label, TurnState.ASKED, new_id(), member, "", "Ana", published=True
        )
        for n, member in enumerate(names)
    )
    signal = Signal(kind, count, 4, names, ids, label, DAY - dt.timedelta(days=3), turns=turns, units=10**14)
    with texts.speaking(language):
        found = signal_words(signal, DAY)
    assert found.sentence.endswith(".")
    assert "{" not in found.sentence
    assert found.link
    assert found.target is not None


def test_the_quorum_of_a_meeting_that_is_over_is_told_as_what_was():
    from db.ids import new_id

    label = MeetingLabel(new_id(), "", 5, "", DAY)
    never, lost = (Signal(SignalKind.NO_QUORUM, 3, 4, meeting=label, time=time) for time in (None, dt.time(11, 5)))
    assert signal_words(never, DAY).sentence == "General meeting 5 had no quorum: 3 came, 4 were needed."
    assert signal_words(lost, DAY).sentence == "General meeting 5 lost its quorum at 11:05: 3 stayed, 4 were needed."


def test_the_field_in_the_header_asks_for_the_palette(qtbot, show, desk):
    page = show()
    with qtbot.waitSignal(page.find_requested) as asked:
        qtbot.mouseClick(page.find_field, Qt.MouseButton.LeftButton)
    assert asked.args == [""]
    with qtbot.waitSignal(page.find_requested) as asked:
        qtbot.keyClick(page.find_field, "w")
    assert asked.args == ["w"]
    assert pressed(qtbot, page, page.plan_button) == PlanMeeting()


@pytest.mark.parametrize("size", [QSize(1158, 600), QSize(816, 504), QSize(1712, 900)])
@pytest.mark.parametrize("percent", [100, 130])
@pytest.mark.parametrize("language", ["en", "es"])
def test_nothing_is_cut_off_unseen(show, desk, appearance, size, percent, language):
    appearance.set_text_percent(percent)
    with texts.speaking(language):
        page = show(size=size)
        board = page.meeting.board
        assert board.height() >= board.sizeHint().height()
        for column in board.columns:
            assert board.rect().contains(column.geometry())
        strip = board.strip.geometry()
        assert board.rect().contains(strip)
        for column in board._beside():
            lowest = max(line.geometry().bottom() for line in column.findChildren(QLabel)[:2])
            assert column.y() + lowest < strip.y()
        buttons = [button for button in page.findChildren(QPushButton) if button.isVisible()]
        assert buttons
        assert all(button.accessibleName() or button.text() for button in buttons)


@pytest.mark.parametrize("now", range(5))
@pytest.mark.parametrize("size", [QSize(816, 504), QSize(1158, 600)])
@pytest.mark.parametrize("percent", [100, 130])
def test_what_is_said_of_the_step_in_hand_stays_in_its_box(qtbot, appearance, now, size, percent):
    appearance.set_text_percent(percent)
    board = CycleBoard()
    page = QWidget()
    page.setLayout(column(board, None))
    qtbot.addWidget(page)
    page.resize(size)
    page.show()
    lines = (StepLine("who", "Presiden Lucía Gómez Huamán y Carlos Méndez Quispe"),)
    names = ("Prepare", "Call", "Meet", "Write up", "Follow up")
    board.show_steps([Step(name, "Now", False, lines) for name in names], now, NextStep("Write.", "", "Write", None))
    QApplication.processEvents()
    one = board.columns[now]
    box = one.width() - (0 if one.last else 16)
    for label in one.findChildren(QLabel):
        assert label.mapTo(one, label.rect().topRight()).x() <= box - 8


def test_the_step_in_hand_has_a_bit_more_room_for_what_is_to_do(qtbot):
    board = CycleBoard()
    qtbot.addWidget(board)
    board.resize(680, 200)
    lines = (StepLine("open", "Copresidencia aprueba agenda"),)
    board.show_steps([Step(name, "Now", False, lines) for name in "ABCDE"], 0, NextStep("Write.", "", "Write", None))
    board.show()
    QApplication.processEvents()
    said = board.columns[0].findChildren(QLabel)[-1]
    assert said.width() >= said.sizeHint().width()
    assert board.columns[0].width() <= 680 * 3 // 8


def test_lines_that_come_later_find_room_above_what_comes_next(qtbot):
    board = CycleBoard()
    page = QWidget()
    title = QLabel()
    page.setLayout(column(title, board, None))
    qtbot.addWidget(page)
    page.resize(1100, 600)
    page.show()
    then = NextStep("Write a purpose.", "", "Write", None)
    for count in (1, 6, 6, 4):
        title.setText("x" * count)  # what stands above asks to be laid out first
        lines = tuple(StepLine("open", f"Line {n}") for n in range(count))
        names = ("Prepare", "Call", "Meet", "Write up", "Follow up")
        board.show_steps([Step(name, "Now", False, lines) for name in names], 0, then)
        for one in board.columns[1:]:
            last = one.findChildren(QLabel)[-1]
            qtbot.waitUntil(
                lambda last=last: last.mapTo(board, last.rect().bottomLeft()).y() < board.strip.y(), timeout=1000
            )


def test_what_is_worth_attention_ends_below_a_line_never_within_one(qtbot, show, desk):
    card = show().signals
    card.setParent(None)
    qtbot.addWidget(card)
    card.show()
    assert len(card.lines) > 1
    cut = 0
    for height in range(120, 400, 7):
        card.resize(320, height)
        QApplication.processEvents()
        ends = [line.geometry().bottom() + 1 for line in card.lines]
        seen = card.scroller.viewport().height()
        if ends[0] <= card.scroller.height() < ends[-1]:
            assert seen in ends, height
            cut += 1
        more = card.scroller.more_label
        if ends[0] + 24 <= card.scroller.height() < ends[-1]:
            assert more.text() == f"{sum(end > seen for end in ends)} more", height
            assert more.isVisible()
            assert more.y() >= seen
            card.scroller.verticalScrollBar().setValue(card.scroller.verticalScrollBar().maximum())
            assert not more.text()
            card.scroller.verticalScrollBar().setValue(0)
        elif ends[-1] <= card.scroller.height():
            assert not more.isVisible()
    assert cut


def test_a_list_ends_below_a_row_and_says_how_many_there_are_more(qtbot, show, desk, file):
    with file.writing() as session:
        for week in range(1, 6):
            plan_meeting(session, date=AHEAD + dt.timedelta(weeks=week), group_id=desk.names["Finance"])
    card = show().coming
    card.setParent(None)
    qtbot.addWidget(card)
    card.show()
    row, shortened = card.table.verticalHeader().defaultSectionSize(), set()
    for height in range(140, 400, 7):
        card.resize(320, height)
        QApplication.processEvents()
        seen, rest = divmod(card.table.viewport().height(), row)
        if seen < 5:
            assert not rest, height
            assert card.more_label.text() == f"{5 - seen} more"
            shortened.add(seen)
    assert len(shortened) > 2
