"""The members' page through a person's hands, on a real file."""

import datetime as dt
from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QToolButton, QWidget

from db.members.doubles import likely_doubles
from db.members.member_record import member_detail
from db.members.members import change_member, member_row, members_on
from db.members.memberships import set_spells, spells
from db.members.people import people
from db.vocabulary import MemberStatus, RepresentativeRole
from desktop import texts
from desktop.clock import stopped_at
from desktop.members.directory import HeadingLine, MemberLine
from desktop.members.page import MembersPage
from desktop.widgets.changes import ChangesDialog
from desktop.widgets.sections import MenuButton
from desktop.widgets.targets import OpenActions, OpenGroup, OpenMember, OpenMembers
from tests.desktop.record import TODAY

LONG = "Institute " + "of Very Long Names " * 8


def names(page) -> list[str]:
    return [line.row.name for line in page.model.rows if isinstance(line, MemberLine)]


def choose(page, key) -> None:
    page.show_member(key)
    page.operations.wait()


def said(widget: QWidget) -> list[str]:
    """Return the words in sight."""
    QApplication.processEvents()
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget) and label.text()]


def do(page, word: str) -> None:
    """Choose from the menu of the member shown."""
    menu = page.card.more_button.menu_of_choices()
    next(action for action in menu.actions() if action.text() == word).trigger()
    menu.deleteLater()
    page.operations.wait()


def press(page, name: str) -> None:
    """Press the button of the card with this accessible name."""
    QApplication.processEvents()
    buttons = [*page.card.findChildren(QPushButton), *page.card.findChildren(QToolButton)]
    button = next(button for button in buttons if button.accessibleName() == name and button.isVisible())
    if isinstance(button, MenuButton):
        menu = button.menu_of_choices()
        menu.actions()[0].trigger()
        menu.deleteLater()
    else:
        button.click()
    page.operations.wait()


def finish(page) -> None:
    """Press the primary button of the dialog that is open."""
    page.deeds.dialog.primary.click()
    page.operations.wait()


def test_members_stand_under_their_kinds_with_a_warning_for_who_stays_away(page):
    lines = page.model.rows
    assert [line.word for line in lines if isinstance(line, HeadingLine)] == [
        "Local NGOs", "Member-based organisations", "Academic and research bodies", "Individuals"
    ]  # fmt: skip
    assert names(page)[:2] == ["Consumers' Watch", "ქართული კავშირი"]
    by_name = {line.row.name: line for line in lines if isinstance(line, MemberLine)}
    assert by_name["Consumers' Watch"].second() == "Missed the last three meetings"
    assert by_name["Upper Phasis Dairy"].second() == "Nana Ghomi"
    assert by_name["Upper Phasis Dairy"].spoken() == "Upper Phasis Dairy, Nana Ghomi, 4 of the last 4"
    assert page.count_label.text() == "6 of 6 shown"
    assert page.fact() == "6 members, 2 working groups"


def test_arrows_go_from_member_to_member_over_the_headings(page, qtbot):
    page.list.setFocus()
    page.list.select_first()
    visited = []
    for _step in range(5):
        visited.append(page.list.current_line().row.name)
        qtbot.keyClick(page.list, Qt.Key.Key_Down)
    page.operations.wait()
    assert visited == names(page)[:5]
    assert page.card.name_label.text() == names(page)[5]
    assert page.card.updatesEnabled()


def test_search_finds_people_places_and_letters_without_accents(page, qtbot, keys):
    assert page.search()
    qtbot.keyClicks(page.search_field, "poti")
    assert names(page) == ["Upper Phasis Dairy"]
    page.search_field.clear()
    qtbot.keyClicks(page.search_field, "ghomi")
    assert names(page) == ["Upper Phasis Dairy"]
    qtbot.keyClick(page.search_field, Qt.Key.Key_Down)
    page.operations.wait()
    assert page.list.hasFocus()
    assert page.card.name_label.text() == "Upper Phasis Dairy"
    page.search_field.setText("nobody of this name")
    assert not page.list.isVisible()
    assert "No member matches this search." in said(page.empty)
    page.empty.button.click()
    assert len(names(page)) == 6


def test_filters_by_kind_group_and_attendance(page, keys):
    def pick(choice, word):
        choice.setCurrentIndex(choice.findText(word))
        choice.activated.emit(choice.currentIndex())

    pick(page.group_filter, "Cooperatives")
    assert names(page) == ["Hazelnut Growers' Union", "Upper Phasis Dairy"]
    pick(page.attendance_filter, "Always there")
    assert names(page) == ["Upper Phasis Dairy"]
    pick(page.attendance_filter, "Missed last 3")
    assert names(page) == ["Hazelnut Growers' Union"]
    pick(page.group_filter, "All groups")
    pick(page.attendance_filter, "Any attendance")
    pick(page.kind_filter, "Individuals")
    assert names(page) == ["Nana Gomi"]


def test_the_card_says_what_the_record_knows(page, keys):
    choose(page, keys["Upper Phasis Dairy"])
    words = said(page.card)
    for word in (
        "Nana Ghomi", "primary", "A van with 8 seats", "Milk points", "meeting 4", "discussed", "Price survey",
        "no date", "4 of the last 4", "Before milking time", "member since March 2019", "coordinates",
    ):  # fmt: skip
        assert word in words, word


def test_names_are_shown_as_typed_and_long_ones_shortened(page, keys):
    choose(page, keys["Consumers' Watch"])
    assert "Eka <b>Mta</b>" in said(page.card)
    labels = page.card.findChildren(QLabel)
    assert [label.text() for label in labels if label.textFormat() != Qt.TextFormat.PlainText and label.text()] == []
    choose(page, keys[LONG])
    assert page.card.name_label.width() < page.card.width()
    assert LONG.strip()[:40] in page.card.name_label.toolTip()
    index = page.model.index_of(keys[LONG])
    assert LONG.strip()[:40] in index.data(Qt.ItemDataRole.ToolTipRole)


def test_fields_are_edited_where_they_stand_and_kept_when_left(page, qtbot, keys, file):
    choose(page, keys["Upper Phasis Dairy"])
    page.list.setFocus()
    qtbot.keyClick(page.list, Qt.Key.Key_F2)
    assert page.card.editing()
    field = page.form.texts["name"]
    assert field.hasFocus()
    field.selectAll()
    qtbot.keyClicks(field, "Phasis Dairy & Sons")
    qtbot.keyClick(field, Qt.Key.Key_Tab)
    page.operations.wait()
    assert "Phasis Dairy & Sons" in names(page)
    page.form.grassroots.click()
    page.form.share.selectAll()
    qtbot.keyClicks(page.form.share, "½")
    page.form.note.setPlainText("Call Nana first")
    qtbot.keyClick(page.form.note, Qt.Key.Key_Escape)
    page.operations.wait()
    assert not page.card.editing()
    with file.reading() as session:
        row = member_row(session, keys["Upper Phasis Dairy"])
    assert (row.name, row.grassroots, row.duty_share) == ("Phasis Dairy & Sons", True, Decimal("0.5"))
    assert "Call Nana first" in said(page.card)


def test_an_empty_name_is_refused_beside_the_field_and_comes_back(page, keys):
    choose(page, keys["Upper Phasis Dairy"])
    page.toggle_editing()
    page.form.texts["name"].clear()
    page.form.texts["name"].editingFinished.emit()
    page.form.first_field().clearFocus()
    page.operations.wait()
    assert "A name is missing. Nothing was changed." in said(page.card)
    assert page.form.texts["name"].text() == "Upper Phasis Dairy"


def test_a_member_is_added_and_shown(page, qtbot, file):
    assert page.start_new()
    dialog = page.deeds.dialog
    assert dialog.name.hasFocus() or dialog.focusWidget() is dialog.name
    finish(page)
    assert "A name is missing. Nothing was changed." in said(dialog)
    qtbot.keyClicks(dialog.name, "Seed & Soil Network")
    dialog.since.line.setText("1 March 2020")
    dialog.since.line.editingFinished.emit()
    qtbot.keyClick(dialog.name, Qt.Key.Key_Return)
    page.operations.wait()
    assert page.card.name_label.text() == "Seed & Soil Network"
    with file.reading() as session:
        row = next(row for row in members_on(session) if row.name == "Seed & Soil Network")
    assert (row.since, row.code) == (dt.date(2020, 3, 1), "SS")


def test_leaving_and_coming_back(page, keys, file):
    choose(page, keys["Consumers' Watch"])
    do(page, "Note that it leaves…")
    page.deeds.dialog.day.set_value(dt.date(2026, 9, 1))
    finish(page)
    assert "Consumers' Watch" not in names(page)
    page.open(OpenMember(keys["Consumers' Watch"]))
    page.operations.wait()
    assert "left in September 2026" in said(page.card)
    do(page, "Take back…")
    finish(page)
    assert "member since October 2026" in said(page.card)
    do(page, "Change status…")
    page.deeds.dialog.status.set_value(MemberStatus.OBSERVER)
    page.deeds.dialog.day.set_value(dt.date(2026, 10, 15))
    finish(page)
    with file.reading() as session:
        found = [(row.status, row.to_date) for row in spells(session, keys["Consumers' Watch"])]
    assert found == [(MemberStatus.MEMBER, dt.date(2026, 9, 1)), (MemberStatus.OBSERVER, None)]
    assert page.fact() == "5 members, 1 observer, 2 working groups"


def test_who_left_is_in_no_working_group(page, keys):
    choose(page, keys["Upper Phasis Dairy"])
    assert "In no working group." not in said(page.card)
    do(page, "Note that it leaves…")
    finish(page)
    page.open(OpenMember(keys["Upper Phasis Dairy"]))
    page.operations.wait()
    assert "In no working group." in said(page.card)


def test_overlapping_dates_are_refused_in_the_dialog(page, keys):
    choose(page, keys["Consumers' Watch"])
    do(page, "Put its dates right…")
    dialog = page.deeds.dialog
    dialog.add_line(MemberStatus.OBSERVER, dt.date(2024, 1, 1), None)
    finish(page)
    assert any("two things at once" in text for text in said(dialog))
    assert dialog.isVisible()
    dialog.lines[0][2].set_value(dt.date(2023, 12, 31))
    finish(page)
    assert "observer since January 2024" in said(page.card)


def test_who_was_a_member_in_may_2021(page, qtbot):
    page.day_button.click()
    dialog = page.deeds.dialog
    field = dialog.findChildren(QWidget, options=Qt.FindChildOption.FindChildrenRecursively)
    line = next(
        child for child in field if child.accessibleName() == "Day" and child.metaObject().className() == "QLineEdit"
    )
    qtbot.keyClicks(line, "May 2021")
    line.editingFinished.emit()
    finish(page)
    assert page.day_button.text() == "31 May 2021"
    assert "Gone Society" in names(page)
    assert "Nana Gomi" not in names(page)
    assert not page.card.edit_button.isEnabled()
    page.day_message.button.click()
    page.operations.wait()
    assert "Gone Society" not in names(page)


def test_representatives_are_added_changed_and_ended(page, qtbot, keys, file):
    choose(page, keys["Upper Phasis Dairy"])
    press(page, "Add a representative")
    dialog = page.deeds.dialog
    qtbot.keyClicks(dialog.person, "Gia Lobio")
    assert not dialog.phone.isEnabled()  # known already
    assert dialog.role.value() is RepresentativeRole.ALTERNATE
    finish(page)
    assert "Gia Lobio" in said(page.card)
    with file.reading() as session:
        assert [row.name for row in people(session)].count("Gia Lobio") == 1
    press(page, "What to do with Gia Lobio")
    page.deeds.dialog.role.set_value(RepresentativeRole.PRIMARY)
    finish(page)
    with file.reading() as session:
        assert set(member_row(session, keys["Upper Phasis Dairy"]).people) == {"Nana Ghomi", "Gia Lobio"}


def test_past_representatives_are_put_right(page, keys, file):
    dairy = keys["Upper Phasis Dairy"]
    choose(page, dairy)
    page.card.end_representative_requested.emit(page.card.detail.representatives[0])
    page.deeds.dialog.day.set_value(dt.date(2026, 2, 28))
    finish(page)
    assert "Earlier or later representatives" in said(page.card)
    press(page, "What to do with Nana Ghomi, until February 2026")
    page.deeds.dialog.until.set_value(None)
    finish(page)
    assert "Earlier or later representatives" not in said(page.card)
    with file.reading() as session:
        assert member_row(session, dairy).people == ("Nana Ghomi",)


def test_the_end_of_a_representative_is_the_last_day_until_which_they_spoke(page, keys, file):
    choose(page, keys["Upper Phasis Dairy"])
    page.card.end_representative_requested.emit(page.card.detail.representatives[0])
    assert page.deeds.dialog.day.value() == TODAY.date() - dt.timedelta(days=1), "it says “no longer”"
    page.deeds.dialog.day.set_value(dt.date(2026, 6, 30))
    finish(page)
    with file.reading() as session:
        [ended] = member_detail(session, keys["Upper Phasis Dairy"], TODAY.date()).representatives
    assert ended.to_date == dt.date(2026, 7, 1)
    press(page, "What to do with Nana Ghomi, until June 2026")
    assert page.deeds.dialog.until.value() == dt.date(2026, 6, 30)
    page.deeds.dialog.reject()


def refuse_the_day_before(page, first, last) -> None:
    """See that what ends on the day before it begins, so that it holds on no day, is refused."""
    first.set_value(dt.date(2020, 1, 1))
    last.set_value(dt.date(2019, 12, 31))
    finish(page)
    said = page.deeds.dialog.message.label.text()
    assert said == "The end, 31 December 2019, comes before the start, 1 January 2020. Nothing was changed."


def test_who_came_and_left_on_one_day_can_still_have_other_dates_put_right(page, keys, file):
    dairy, day = keys["Upper Phasis Dairy"], dt.date(2026, 10, 15)
    with file.writing() as session:
        spells = [(MemberStatus.CANDIDATE, day, day), (MemberStatus.MEMBER, day, None)]
        set_spells(session, dairy, spells)
    page.refresh(None)
    page.operations.wait()
    choose(page, dairy)
    do(page, "Put its dates right…")
    page.deeds.dialog.lines[1][1].set_value(dt.date(2026, 10, 16))
    finish(page)
    with file.reading() as session:
        detail = member_detail(session, dairy, TODAY.date())
    assert [(spell.from_date, spell.to_date) for spell in detail.spells] == [(day, day), (dt.date(2026, 10, 16), None)]


def test_until_is_the_last_day(page, qtbot, keys, file):
    """People write the last day and read it again; the record goes on to the day after it."""
    dairy, last, end = keys["Upper Phasis Dairy"], dt.date(2027, 5, 31), dt.date(2027, 6, 1)
    choose(page, dairy)
    press(page, "What to do with Nana Ghomi")
    refuse_the_day_before(page, page.deeds.dialog.since, page.deeds.dialog.until)
    page.deeds.dialog.until.set_value(last)
    finish(page)
    do(page, "Put its dates right…")
    refuse_the_day_before(page, *page.deeds.dialog.lines[0][1:3])
    page.deeds.dialog.lines[0][2].set_value(last)
    finish(page)
    with file.reading() as session:
        detail = member_detail(session, dairy, TODAY.date())
    assert [speaker.to_date for speaker in detail.representatives] == [end]
    assert [spell.to_date for spell in detail.spells] == [end]
    do(page, "Who changed this…")
    told = {line.field: line.after for line in page.findChild(ChangesDialog).model.rows if "until" in line.field}
    assert told == {"Representative until": "31 May 2027", "Status until": "31 May 2027"}
    page.findChild(ChangesDialog).reject()
    do(page, "Put its dates right…")
    assert page.deeds.dialog.lines[0][2].value() == last
    page.deeds.dialog.reject()
    press(page, "What to do with Nana Ghomi")
    assert page.deeds.dialog.until.value() == last
    page.deeds.dialog.reject()


def test_offers_and_groups(page, qtbot, keys):
    choose(page, keys["Consumers' Watch"])
    press(page, "Add an offer")
    qtbot.keyClicks(page.deeds.dialog.text, "A room for 25")
    finish(page)
    assert "A room for 25" in said(page.card)
    press(page, "Add to a working group")
    page.deeds.dialog.group.set_value(keys["Finance"])
    finish(page)
    with qtbot.waitSignal(page.open_requested) as asked:
        press(page, "Finance")
    assert asked.args == [OpenGroup(keys["Finance"])]


def test_an_individual_is_attached_to_an_organisation(page, keys):
    choose(page, keys["Nana Gomi"])
    do(page, "Attach to an organisation…")
    page.deeds.dialog.other.set_value(keys["Upper Phasis Dairy"])
    finish(page)
    assert "Nana Gomi" not in names(page)
    assert page.card.name_label.text() == "Upper Phasis Dairy"
    assert "Nana Gomi" in said(page.card)


def test_likely_doubles_stand_side_by_side_and_are_joined(page, file):
    page.deeds.page_choices()[1][2]()
    page.operations.wait()
    dialog = page.deeds.dialog
    assert {button.accessibleName() for button in dialog.keep} == {"Keep “Nana Ghomi”", "Keep “Nana Gomi”"}
    next(button for button in dialog.keep if button.accessibleName() == "Keep “Nana Ghomi”").click()
    finish(page)
    with file.reading() as session:
        assert [row.name for row in people(session)].count("Nana Ghomi") == 1
        assert "Nana Gomi" not in [row.name for row in people(session)]


def test_records_found_to_be_different_do_not_come_again(page, file):
    page.deeds.page_choices()[1][2]()
    page.operations.wait()
    page.deeds.dialog.skip_button.click()
    page.operations.wait()
    assert "No more records look alike." in said(page.deeds.dialog)
    page.deeds.dialog.reject()
    with file.reading() as session:
        assert likely_doubles(session) == []


def test_who_changed_this(page, keys, operations):
    operations.write(change_member, keys["Upper Phasis Dairy"], sector="Milk")
    operations.wait()
    choose(page, keys["Upper Phasis Dairy"])
    do(page, "Who changed this…")
    first = page.deeds.dialog.model.rows[0]
    assert (first.who, first.field, first.before, first.after) == ("Keti", "Sector", "", "Milk")
    page.deeds.dialog.reject()


def test_what_was_deleted_comes_back(page, keys, qtbot):
    choose(page, keys["Nana Gomi"])
    with qtbot.waitSignal(page.said_with_undo):
        do(page, "Delete")
    assert "Nana Gomi" not in names(page)
    page.deeds.page_choices()[2][2]()
    page.operations.wait()
    page.deeds.dialog.buttons[0].click()
    page.operations.wait()
    page.deeds.dialog.reject()
    assert "Nana Gomi" in names(page)


def test_what_the_record_speaks_of_is_not_deleted(page, keys):
    choose(page, keys["Upper Phasis Dairy"])
    do(page, "Delete")
    assert any("cannot be deleted" in text for text in said(page.card))
    assert "Upper Phasis Dairy" in names(page)


def test_kinds_are_renamed_ordered_added_and_deleted(page, qtbot):
    page.deeds.page_choices()[0][2]()
    page.operations.wait()
    dialog = page.deeds.dialog
    kinds = dialog.list
    first = next(iter(kinds.fields.values()))
    first.setText("Small NGO")
    first.editingFinished.emit()
    page.operations.wait()
    assert next(iter(kinds.fields.values())).text() == "Small NGO"
    qtbot.keyClicks(kinds.new, "Cooperative")
    kinds.add_button.click()
    page.operations.wait()
    assert [field.text() for field in kinds.fields.values()][-1] == "Cooperative"
    kinds._delete(kinds._kinds[0])
    page.operations.wait()
    assert any("cannot be deleted" in text for text in said(dialog))
    dialog.reject()
    assert any(isinstance(line, HeadingLine) and line.word == "Small NGO" for line in page.model.rows)


def test_the_model_is_sound_while_it_changes(page, qtbot):
    QAbstractItemModelTester(page.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for words in ("dairy", "", "watch", "zzz", ""):
        page.search_field.setText(words)
    page.operations.wait()


def test_every_control_has_a_name_and_takes_the_keyboard(page, keys):
    choose(page, keys["Upper Phasis Dairy"])
    page.card.start_editing()
    controls = [
        widget
        for widget in page.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible() and widget.isEnabled()
    ]
    assert controls
    for widget in controls:
        found = QAccessible.queryAccessibleInterface(widget)
        assert found is not None
        assert found.text(QAccessible.Text.Name), widget


def test_the_page_speaks_spanish(qtbot, operations, keys):
    with texts.speaking("es"):
        page = MembersPage(operations, stopped_at(TODAY))
        qtbot.addWidget(page)
        page.show()
        operations.wait()
        assert page.title() == "Miembros"
        assert page.fact() == "6 miembros, 2 grupos de trabajo"
        choose(page, keys["Upper Phasis Dairy"])
        assert "miembro desde marzo de 2019" in said(page.card)


def test_those_who_missed_the_last_meetings_are_asked_for(page):
    assert page.open(OpenMembers("missed"))
    page.operations.wait()
    assert page.attendance_filter.currentText() == "Missed last 3"
    assert page.open(OpenMembers())
    page.operations.wait()
    assert page.attendance_filter.currentText() == "Any attendance"


def test_open_actions_lead_to_the_register(page, qtbot, keys):
    choose(page, keys["Upper Phasis Dairy"])
    with qtbot.waitSignal(page.open_requested) as asked:
        press(page, "All open actions in the register")
    assert asked.args == [OpenActions("open", keys["Upper Phasis Dairy"])]


def test_who_is_in_sight_is_read_with_the_list(page, operations, monkeypatch):
    asked = []

    def counted(*of, **how):
        asked.append(of)
        return read(*of, **how)

    read = operations.read
    monkeypatch.setattr(operations, "read", counted)
    page.refresh(None)
    operations.wait()
    assert len(asked) == 1
    assert page.card.detail.row.id == page.list.current_line().key
