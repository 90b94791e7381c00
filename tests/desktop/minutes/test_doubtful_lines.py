"""What is said of a line that may mean something else than was meant: a name nobody has, a day gone by, a near miss."""

import datetime as dt

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from db.alliance import change_alliance
from db.engine import AllianceFile
from db.handover.situation import situation
from db.history import history
from db.meetings.meetings import meetings
from db.minutes.actions import ActionRow, actions
from db.schema import Person
from desktop import theme
from desktop.actions.page import ActionsPage
from desktop.clock import stopped_at
from desktop.followup.results import ActionsCard
from desktop.minutes.page import MinutesTab
from desktop.minutes.result_dialogs import RepairDialog
from desktop.naming.outcomes import owner_words
from desktop.operations import Operations
from desktop.reports.from_record import minutes_sheet
from desktop.reports.handover_sheet import note_sheet
from desktop.reports.registers_from_record import owners_sheet
from desktop.reports.room_from_record import open_actions_sheet
from desktop.widgets.labels import Label
from tests.db.meeting_kit import Kit
from tests.desktop.minutes.test_page import NOW, pause, write

Key = Qt.Key
NOT_KNOWN = "“Pepe” is not on record"


def kept(tab: MinutesTab, qtbot: QtBot, file: AllianceFile, kit: Kit) -> ActionRow:
    pause(tab, qtbot)
    qtbot.waitUntil(lambda: len(tab.results.action_cards()) == 1)
    with file.reading() as session:
        (row,) = actions(session, meeting=kit.meeting)
    return row


def said_in(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(Label)]


def colour_at(tab: MinutesTab, words: str) -> str:
    """Return the colour of `words` on the line of the caret."""
    block = tab.editor.textCursor().block()
    place = block.text().index(words)
    (found,) = (one for one in block.layout().formats() if one.start <= place < one.start + one.length)
    return str(found.format.foreground().color().name())


def test_an_owner_who_is_not_on_record_is_said_to_be_so_everywhere(
    tab: MinutesTab, qtbot: QtBot, file: AllianceFile, kit: Kit, operations: Operations
) -> None:
    write(tab, qtbot, "a: Buy a lock @Pepe")
    assert (tab.editor.hint.text(), tab.editor.hint.isVisible()) == (NOT_KNOWN, True)
    qtbot.keyClicks(tab.editor, " >29 Oct")
    assert tab.editor.hint.text() == f"{NOT_KNOWN}  ·  → Thu 29 October 2026"
    assert colour_at(tab, "@Pepe") == theme.color("warn").name()
    assert colour_at(tab, ">29") == theme.color("accent_text").name()
    row = kept(tab, qtbot, file, kit)
    assert (row.text, row.owner, row.agreed) == ("Buy a lock", "Pepe", False)
    (card,) = tab.results.action_cards()
    assert NOT_KNOWN in said_in(card)
    qtbot.mouseClick(card.owner_button, Qt.MouseButton.LeftButton)
    (dialog,) = tab.findChildren(RepairDialog)
    assert NOT_KNOWN in said_in(dialog)
    dialog.close()

    followed = ActionsCard()
    qtbot.addWidget(followed)
    followed.show_actions([row], today=NOW.date())
    spoken = followed.model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "Pepe (not on record)" in spoken
    assert NOT_KNOWN in followed.model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    register = ActionsPage(operations, clock=stopped_at(NOW))
    qtbot.addWidget(register)
    register.show()
    operations.wait()
    shown = [register.model.index(0, column).data() for column in range(register.model.columnCount())]
    assert "Pepe (not on record)" in shown
    with file.reading() as session:
        (printed,) = minutes_sheet(session, kit.meeting, today=NOW.date()).actions
        (nobody,) = owners_sheet(session, today=NOW.date()).owners
        after = next(row.id for row in meetings(session) if row.number == 42)
        papers = [
            (owner_words(one), one.agreed) for one in open_actions_sheet(session, after, today=NOW.date()).actions
        ]
        papers += [(one.owner, one.agreed) for one in note_sheet(situation(session, today=NOW.date())).actions]
    assert (printed.owner, printed.agreed) == ("Pepe (not on record)", False)
    assert (nobody.owner, nobody.actions[0].action.owner) == ("", "Pepe (not on record)")
    assert papers == 2 * [("Pepe (not on record)", False)]


def test_a_name_that_several_have_is_said_to_fit_several_and_a_name_begun_to_fit_one(
    tab: MinutesTab, qtbot: QtBot, file: AllianceFile
) -> None:
    with file.writing() as session, history.step(session, "test"):
        session.add(Person(name="Gia Maisuradze"))
    tab.refresh(None)
    tab.operations.wait()
    qtbot.keyClicks(tab.editor, "a: Buy a lock @gia")
    assert tab.editor.popup() is not None  # whom it may mean is offered: there is nothing to say yet
    assert not tab.editor.hint.isVisible()
    qtbot.keyClicks(tab.editor, " >29 Oct")
    assert tab.editor.hint.text() == "“gia” fits more than one name  ·  → Thu 29 October 2026"
    tab.editor.selectAll()
    qtbot.keyClicks(tab.editor, "a: Buy a lock @union >29 Oct")
    assert tab.editor.hint.text() == "→ Thu 29 October 2026"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("a: Mow @Gia Lobio @Nino Kori >29 Oct", "only the first “@” is the owner"),
        ("a: Mow @Gia Lobio >29 Oct or >30 Oct", "only one “>” is the date"),
        ("a: Mow @Gia Lobio >29 Oct or >30 Feb", "only one “>” is the date"),
        ("a: Mow @Gia Lobio >29 Oct, then write to a@b.org if 3 > 2", None),
    ],
)
def test_a_second_owner_or_date_is_said_to_stay_among_the_words(
    tab: MinutesTab, qtbot: QtBot, line: str, said: str | None
) -> None:
    write(tab, qtbot, line)
    understood = "→ Thu 29 October 2026"
    assert tab.editor.hint.text().replace("\n", "  ·  ") == (f"{understood}  ·  {said}" if said else understood)


def test_a_day_before_the_meeting_is_said_beside_the_line_in_the_margin_and_on_the_card(
    tab: MinutesTab, qtbot: QtBot, file: AllianceFile, kit: Kit
) -> None:
    write(tab, qtbot, "a: Buy a lock @Gia Lobio >1/2/2025")
    assert tab.editor.hint.text() == "→ Sat 1 February 2025: before the meeting"
    assert colour_at(tab, ">1/2") == theme.color("warn").name()
    before = tab.editor.gutter.grab().toImage()
    row = kept(tab, qtbot, file, kit)
    assert (row.due_date, row.agreed) == (dt.date(2025, 2, 1), True)
    (card,) = tab.results.action_cards()
    assert "Due 1 Feb 2025: before the meeting" in said_in(card)
    tab.editor.selectAll()
    write(tab, qtbot, "a: Buy a lock @Gia Lobio >22/10/2026")
    assert tab.editor.hint.text() == "→ Thu 22 October 2026"
    assert tab.editor.gutter.grab().toImage() != before


def test_the_letter_of_another_word_for_a_mark_is_answered_with_the_letter_that_marks(
    tab: MinutesTab, qtbot: QtBot, file: AllianceFile, kit: Kit
) -> None:
    with file.writing() as session:
        change_alliance(session, language="es")
    tab.refresh(None)
    tab.operations.wait()
    write(tab, qtbot, "t: Comprar un candado")
    assert (tab.editor.hint.text(), tab.editor.hint.isVisible()) == ("a: action", True)
    assert tab.editor.line_states() == []
    for line in ("Terra: dice que no", "r: dice que no", "tarde", "t"):
        tab.editor.selectAll()
        write(tab, qtbot, line)
        assert not tab.editor.hint.isVisible(), line


def test_what_is_understood_covers_the_line_below_and_never_mixes_with_it(tab: MinutesTab, qtbot: QtBot) -> None:
    write(tab, qtbot, "a: Collect the signatures @Pepe >29 Oct", "a: Find three farmers who can speak there")
    qtbot.keyClick(tab.editor, Key.Key_Up)
    qtbot.keyClick(tab.editor, Key.Key_End)
    hint = tab.editor.hint
    assert hint.isVisible()
    assert hint.y() > tab.editor.cursorRect().bottom()
    seen = tab.editor.viewport().grab(hint.geometry()).toImage()
    left = {seen.pixelColor(3, y).name() for y in range(6, seen.height() - 6)}
    assert left == {theme.color("surface").name()}


def test_what_is_understood_of_the_last_line_in_sight_is_not_cut_off(tab: MinutesTab, qtbot: QtBot) -> None:
    tab.editor.insertPlainText("Said.\n" * 40)
    write(tab, qtbot, "a: Collect the signatures @Pepe >29 Oct")
    assert tab.editor.hint.isVisible()
    assert tab.editor.viewport().rect().contains(tab.editor.hint.geometry())
