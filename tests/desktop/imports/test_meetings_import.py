"""Past meetings come in with their minutes, can be stopped, and what stayed as written is listed and saved."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from db.listing import listed_meetings
from desktop.imports.meetings import COLUMNS, DONE, FILE, PREVIEW, MeetingsImport
from desktop.imports.past_preview import PastPreview

LEFT = Qt.MouseButton.LeftButton
LIST = """Date,Group,Meeting,Present,Chair,Decisions,File
2019-03-07,,Spring,Ana Lomi; Gia Kado,Ana Lomi,We buy a van,spring.md
2019-04-04,Finance,April,Gia Kado,teamwork,,april.md
some day,Finance,Lost,Gia Kado,,,
2019-05-02,Finance,May,Ana Lomi; Gia Kado,Gia Kado,,
"""


@pytest.fixture
def sheet(tmp_path):
    folder = tmp_path / "minutes"
    folder.mkdir()
    (folder / "spring.md").write_text("# Spring\nA van.\n", encoding="utf-8")
    path = tmp_path / "meetings.csv"
    path.write_text(LIST, encoding="utf-8")
    return path


@pytest.fixture
def dialog(qtbot, operations, clock, choosers, chosen, sheet):
    chosen.update(sheet=sheet, folder=sheet.parent / "minutes")
    dialog = MeetingsImport(operations, clock, choosers=choosers)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


@pytest.fixture
def preview(dialog, operations, qtbot):
    """The dialog at its third step."""
    assert not dialog.next_button.isEnabled()
    qtbot.mouseClick(dialog.folder_place.button, LEFT)
    qtbot.mouseClick(dialog.sheet_place.button, LEFT)
    operations.wait()
    assert dialog.step() == FILE
    assert dialog.sheet_place.label.text() == "meetings.csv"
    qtbot.mouseClick(dialog.next_button, LEFT)
    assert dialog.step() == COLUMNS
    qtbot.mouseClick(dialog.next_button, LEFT)
    operations.wait()
    assert dialog.step() == PREVIEW
    return dialog


def cells(model):
    return [
        [model.index(row, column).data() for column in range(model.columnCount())] for row in range(model.rowCount())
    ]


def meetings(file):
    with file.reading() as session:
        return listed_meetings(session)


def test_how_dates_are_read_that_nothing_settles_is_said(dialog, operations, sheet, file, qtbot):
    sheet.write_text("Fecha;Reunión;Otra\n03/04/2025;Spring;13/04/2025\n05/06/2025;Summer;\n", encoding="utf-8")
    dialog.take_sheet(sheet)
    operations.wait()
    dialog.next_button.click()
    about = dialog.columns_view.about_message
    assert about.label.text() == (
        "“03/04/2025” and dates like it are read with the day first, as 3 April 2025: nothing in the list settles it. "
        "If that is wrong, write them as 2026-10-22."
    )
    other = dialog.columns_view.choices[2]
    other.set_value("date")
    other.activated.emit(other.currentIndex())
    assert not about.isVisible()
    sheet.write_text("Fecha;Reunión\n03/04/2025;Spring\n05/13/2025;Summer\n", encoding="utf-8")
    dialog.take_sheet(sheet)
    operations.wait()
    assert not about.isVisible()


def test_past_meetings_without_headings_lose_no_row(dialog, operations, sheet, file, qtbot):
    sheet.write_text("07/03/2019;Ana Lomi, Gia Kado\n25/04/2019;Gia Kado, Ana Lomi\n", encoding="utf-8")
    dialog.take_sheet(sheet)
    operations.wait()
    dialog.next_button.click()
    assert dialog.columns_view.about_message.label.text().startswith("The list has no headings: row 1 is one of it")
    for _step in range(2):
        qtbot.mouseClick(dialog.next_button, LEFT)
        operations.wait()
    assert [(row.date.isoformat(), row.present) for row in meetings(file)] == [
        ("2019-03-07", ("Ana Lomi", "Gia Kado")), ("2019-04-25", ("Gia Kado", "Ana Lomi")),
    ]  # fmt: skip


def test_a_double_click_goes_one_step_and_writes_nothing(dialog, double_click, operations, file, qtbot):
    qtbot.mouseClick(dialog.folder_place.button, LEFT)
    qtbot.mouseClick(dialog.sheet_place.button, LEFT)
    operations.wait()
    for step in (COLUMNS, PREVIEW):
        double_click(dialog.next_button)
        assert dialog.step() == step
    with file.reading() as session:
        assert not listed_meetings(session)


def test_the_preview_says_what_would_come(preview):
    assert preview.next_button.text() == "Bring in 3 meetings"
    assert preview.preview_label.text() == "3 meetings of 2 bodies"
    shown = preview.preview
    assert cells(shown.bodies_model) == [
        ["Plenary", "1", "0", "0", "7 Mar 2019", "7 Mar 2019"],
        ["Finance", "2", "0", "0", "4 Apr 2019", "2 May 2019"],
    ]
    assert [row[0] for row in cells(shown.names_model)] == ["Ana Lomi", "Gia Kado"]
    assert [row[:3] for row in cells(shown.remarks_model)] == [
        ["3", "File of the minutes", "april.md"],
        ["3", "Chair", "teamwork"],
        ["4", "Date", "some day"],
    ]


def looked_at(before, clock, qtbot, sheet):
    """Return a second import, of a list with the same minutes, that shows what would come."""
    again = MeetingsImport(before.operations, clock, choosers=before._choosers)
    qtbot.addWidget(again)
    again.show()
    again.take_minutes(before._minutes)
    again.take_sheet(sheet)
    again.operations.wait()
    for _step in range(2):
        qtbot.mouseClick(again.next_button, LEFT)
        again.operations.wait()
    return again


def test_they_come_in_with_their_text_and_once(preview, file, operations, clock, qtbot):
    qtbot.mouseClick(preview.next_button, LEFT)
    operations.wait()
    assert preview.step() == DONE
    assert preview.result_view.sentence.text() == "3 meetings were brought in."
    [facts] = preview.result_view.facts()
    assert "2 new names became individual members." in facts
    assert sorted(meeting.original_text for meeting in meetings(file)) == ["", "", "# Spring\nA van.\n"]
    again = looked_at(preview, clock, qtbot, preview._path)
    assert again.next_button.text() == "Nothing to change"
    assert again.preview_message.label.text().startswith("1 row stays out and says why; the others are on record")


def test_texts_not_found_the_first_time_come_later(preview, file, operations, clock, qtbot):
    text = preview._minutes / "april.md"
    qtbot.mouseClick(preview.next_button, LEFT)
    operations.wait()
    text.write_text("An open gate.\n", encoding="utf-8")
    again = looked_at(preview, clock, qtbot, preview._path)
    assert again.preview_hint.text().startswith(
        "1 meeting on record lacks the text of its minutes, which comes in now."
    )
    assert cells(again.preview.bodies_model)[1][:4] == ["Finance", "0", "2", "0"]
    assert again.next_button.text() == "Bring in 1 text"
    qtbot.mouseClick(again.next_button, LEFT)
    operations.wait()
    assert again.result_view.sentence.text() == "1 meeting on record got the text of its minutes."
    assert sorted(meeting.original_text for meeting in meetings(file)) == ["", "# Spring\nA van.\n", "An open gate.\n"]


def test_other_contents_are_said_beside_rows_that_stay_out(preview, operations, clock, qtbot):
    qtbot.mouseClick(preview.next_button, LEFT)
    operations.wait()
    changed = preview._path.with_name("again.csv")
    changed.write_text(LIST.replace("We buy a van", "We buy no van"), encoding="utf-8")
    again = looked_at(preview, clock, qtbot, changed)
    assert again.preview_message.label.text().startswith(
        "1 meeting is on record with other contents. It stays as it is. "
        "1 row stays out and says why; the others are on record already."
    )


def test_enter_pressed_once_too_often_brings_nothing_in(preview, file, operations, qtbot):
    qtbot.keyClick(preview.focusWidget(), Qt.Key.Key_Return)
    operations.wait()
    assert meetings(file) == []
    assert preview.focusWidget() is preview.next_button
    qtbot.keyClick(preview.next_button, Qt.Key.Key_Return)
    operations.wait()
    assert len(meetings(file)) == 3


def test_a_day_to_come_is_to_be_looked_at(dialog, operations, qtbot, tmp_path):
    late = tmp_path / "late.csv"
    late.write_text("Date,Group\n2026-10-08,Finance\n2026-10-09,Finance\n", encoding="utf-8")
    dialog.take_sheet(late)
    operations.wait()
    for _step in range(2):
        qtbot.mouseClick(dialog.next_button, LEFT)
        operations.wait()
    words = "“2026-10-09” is after today; the meeting comes in as one that was held: look at its date."
    assert cells(dialog.preview.remarks_model) == [["3", "Date", "2026-10-09", words]]
    assert dialog.next_button.text() == "Bring in 2 meetings"


def test_a_list_without_a_date_is_not_called_known(dialog, operations, qtbot, tmp_path):
    undated = tmp_path / "undated.csv"
    undated.write_text("Date,Group\nsome day,Finance\n", encoding="utf-8")
    dialog.take_sheet(undated)
    operations.wait()
    for _step in range(2):
        qtbot.mouseClick(dialog.next_button, LEFT)
        operations.wait()
    assert dialog.step() == PREVIEW
    assert dialog.preview_message.label.text().startswith("No row of this file comes in: each says why.")
    assert dialog.preview.tabs.key() == "remarks"


def test_stopping_leaves_nothing_behind(preview, file, operations, qtbot):
    qtbot.mouseClick(preview.next_button, LEFT)
    qtbot.keyClick(preview, Qt.Key.Key_Escape)
    operations.wait()
    assert preview.step() == PREVIEW
    assert preview.isVisible()
    assert "Nothing was brought in" in preview.message.label.text()
    assert meetings(file) == []
    qtbot.mouseClick(preview.next_button, LEFT)
    operations.wait()
    assert len(meetings(file)) == 3


@pytest.mark.parametrize(
    ("name", "begins"),
    [("list.csv", "\ufeffRow,Column,As written,Why\n3,"), ("list.txt", "Row 3, File of the minutes: ")],
)
def test_what_is_to_be_looked_at_is_saved(preview, operations, qtbot, chosen, tmp_path, name, begins):
    qtbot.mouseClick(preview.next_button, LEFT)
    operations.wait()
    chosen["list_place"] = tmp_path / name
    qtbot.mouseClick(preview.save_button, LEFT)
    operations.wait()
    text = (tmp_path / name).read_text("utf-8")
    assert text.replace("\r\n", "\n").startswith(begins)
    assert "teamwork" in text
    assert name in preview.saved_message.label.text()


def test_the_models_are_sound(qtbot, preview):
    shown = preview.preview
    for model in (shown.bodies_model, shown.names_model, shown.remarks_model, shown.doubles_model):
        QAbstractItemModelTester(model)
    assert isinstance(shown, PastPreview)


def test_real_meetings_come_in_whole(qtbot, operations, clock, file, shared):
    folder = shared / "meetings" / "kanthaus"
    dialog = MeetingsImport(operations, clock)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.take_minutes(folder)
    dialog.take_sheet(folder / "meetings.csv")
    operations.wait()
    for _step in range(3):
        qtbot.mouseClick(dialog.next_button, LEFT)
        operations.wait(60)
    assert dialog.step() == DONE
    assert dialog.result_view.sentence.text() == "193 meetings were brought in."
    assert sum(bool(meeting.original_text) for meeting in meetings(file)) == 193
