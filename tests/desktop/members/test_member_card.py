"""The card of one member: what it shows, and when."""

import datetime as dt

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from sqlalchemy import select

from db.duties.planning import plan_ahead
from db.history import history
from db.meetings.meetings import plan_meeting
from db.members.members import add_member, change_member, member_row
from db.schema import AgendaItem, Meeting
from db.vocabulary import ItemOrigin
from desktop.members.directory import MemberLine
from desktop.widgets.looking import OnlyLooking
from desktop.widgets.targets import OpenMember
from tests.desktop.record import TODAY


def choose(page, key) -> None:
    page.show_member(key)
    page.operations.wait()


def said(widget: QWidget) -> list[str]:
    """Return the words in sight."""
    QApplication.processEvents()
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget) and label.text()]


def test_a_card_that_cannot_be_filled_is_drawn_all_the_same(page, qtbot, monkeypatch):
    page.list.setFocus()
    page.list.select_first()
    page.operations.wait()
    monkeypatch.setattr(page.card, "_fill_right", lambda *_found: 1 / 0)
    with qtbot.captureExceptions() as raised:
        qtbot.keyClick(page.list, Qt.Key.Key_Down)
        page.operations.wait()
    assert [error[0] for error in raised] == [ZeroDivisionError]
    assert page.card.updatesEnabled()


def test_what_it_brought_is_named_also_where_ronda_put_it_there(page, keys, file):
    with file.writing() as session, history.step(session, "test"):
        held = session.scalars(select(Meeting).order_by(Meeting.date)).all()
        shared = {"title": "", "brought_by_member_id": keys["Upper Phasis Dairy"]}
        session.add(AgendaItem(meeting_id=held[-1].id, origin=ItemOrigin.OPEN_ACTIONS, **shared))
        session.add(
            AgendaItem(meeting_id=held[-1].id, origin=ItemOrigin.APPROVAL, about_meeting_id=held[0].id, **shared)
        )
    choose(page, keys["Upper Phasis Dairy"])
    shown = said(page.card)
    assert shown.count("Open actions") == 2  # and the head over those it owes
    assert {"Approval of the minutes of meeting 1", "Milk points"} <= set(shown)


def test_what_has_the_keyboard_on_the_card_keeps_it_when_the_record_changes(page, file, keys, operations):
    choose(page, keys["Upper Phasis Dairy"])
    for name in ("Add a representative", "All open actions in the register"):
        control = next(widget for widget in page.card.findChildren(QWidget) if widget.accessibleName() == name)
        control.setFocus()
        with file.writing(who="Ana") as session:
            change_member(session, keys["Upper Phasis Dairy"], sector=name)
        page.refresh(None)
        operations.wait()
        held = page.window().focusWidget()
        assert (held.accessibleName(), held is control, held.isVisible()) == (name, False, True)


def test_the_card_shows_who_is_chosen_though_another_was_being_read(page, file, keys, operations, qtbot):
    def shown() -> tuple[str, str]:
        operations.wait()
        return page.list.current_line().row.name, page.card.detail.row.name

    page.list.setFocus()
    page.list.select_first()
    page.open(OpenMember(keys["Gone Society"]))
    qtbot.keyClick(page.list, Qt.Key.Key_Down)
    listed, on_card = shown()
    assert listed == on_card
    with file.writing(who="Ana") as session:
        kind = member_row(session, keys["Upper Phasis Dairy"], TODAY.date()).kind_id
        add_member(session, name="Abbey", kind_id=kind, from_date=dt.date(2010, 1, 1))
    page.refresh(None)
    operations.wait()
    choose(page, [line.key for line in page.model.rows if isinstance(line, MemberLine)][-1])
    page.deeds.look_at(dt.date(2012, 1, 1), everyone=False)
    assert shown() == ("Abbey", "Abbey")


def test_nothing_is_offered_that_could_not_be_kept_where_one_may_only_look(page, keys):
    """A form that could not be saved was filled in for nothing."""
    looking = OnlyLooking(page.window())
    choose(page, keys["Upper Phasis Dairy"])
    QApplication.processEvents()
    named = {button.accessibleName(): button.isEnabled() for button in page.card.findChildren(QAbstractButton)}
    adding = {name: enabled for name, enabled in named.items() if name.startswith(("Add ", "What to do with"))}
    assert len(adding) > 3
    assert not any(adding.values())
    looking.deleteLater()


def test_as_of_another_day_nothing_is_told_of_the_duties_of_today(page, keys, file):
    with file.writing() as session:
        plan_meeting(session, date=TODAY.date() + dt.timedelta(weeks=2))
        plan_ahead(session, today=TODAY.date())
    member = keys["Upper Phasis Dairy"]
    choose(page, member)
    assert "Duties" in said(page.card)
    assert "edit" in [hint.text for hint in page.key_hints()]
    page.deeds.chosen_day = dt.date(2026, 1, 5)
    page.day_changed()
    choose(page, member)
    assert "Duties" not in said(page.card)
    assert "Attendance" in said(page.card)
    assert "edit" not in [hint.text for hint in page.key_hints()]
