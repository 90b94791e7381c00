"""The attendance strip and who left early: while the meeting runs they are gone, after it they came."""

import datetime as dt

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from db.meetings.attendance import record_attendance
from db.meetings.running import finish_meeting
from db.vocabulary import AttendanceStatus
from desktop.minutes.page import MinutesTab
from desktop.operations import Operations
from tests.db.meeting_kit import Kit


def seen(tab: MinutesTab) -> tuple[str, str, str, str]:
    tab.operations.wait()
    QApplication.processEvents()
    strip = tab.strip
    return strip.here.caption.text(), strip.away.caption.text(), strip.quorum_label.text(), strip.count_label.text()


def leave(operations: Operations, kit: Kit, seat: int) -> None:
    operations.write(
        record_attendance, kit.meeting, kit.members[seat], status=AttendanceStatus.PRESENT, left_at=dt.time(11, 5)
    )


def test_who_left_early_is_gone_while_the_meeting_runs_and_came_after_it(
    tab: MinutesTab, kit: Kit, operations: Operations
) -> None:
    operations.write(record_attendance, kit.meeting, kit.members[0], status=AttendanceStatus.PRESENT)
    leave(operations, kit, 1)
    assert seen(tab) == ("Here 3", "Not here 2", "Quorum is met", "3, need 3")
    operations.write(finish_meeting, kit.meeting, at=dt.time(12))
    assert seen(tab) == ("Here 4, 1 left early", "Not here 1", "The quorum was met", "4, needed 3")
    tiles = tab.strip.here.tiles.tiles
    tips = [str(tiles.index(place, 0).data(Qt.ItemDataRole.ToolTipRole)) for place in range(tiles.rowCount())]
    assert sum("left early, at 11:05" in tip for tip in tips) == 1


def test_who_left_early_does_not_make_up_a_quorum_that_was_lost(
    tab: MinutesTab, kit: Kit, operations: Operations
) -> None:
    leave(operations, kit, 1)
    operations.write(finish_meeting, kit.meeting, at=dt.time(12))
    assert seen(tab) == ("Here 3, 1 left early", "Not here 2", "Quorum lost at 11:05", "2, needed 3")


def test_who_goes_home_in_the_last_minute_was_there_for_the_quorum(
    tab: MinutesTab, kit: Kit, operations: Operations
) -> None:
    """On the screen as on paper, where a quorum is not lost by the end of the meeting."""
    leave(operations, kit, 1)
    operations.write(finish_meeting, kit.meeting, at=dt.time(11, 5))
    assert seen(tab)[2:] == ("The quorum was met", "3, needed 3")


def test_a_meeting_that_is_over_waits_for_no_quorum(tab: MinutesTab, kit: Kit, operations: Operations) -> None:
    operations.write(record_attendance, kit.meeting, kit.members[1], status=AttendanceStatus.ABSENT)
    assert seen(tab)[2:] == ("No quorum yet", "2, need 3")
    operations.write(finish_meeting, kit.meeting, at=dt.time(12))
    assert seen(tab)[2:] == ("The quorum was not met", "2, needed 3")
