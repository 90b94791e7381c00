"""The fairness ledger and the reasons, as they are shown."""

import datetime as dt
import uuid

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication

from db.duties.absences import report_absence
from db.duties.closing import close_meeting_turns
from db.duties.drafting import PassedOver
from db.duties.keeping import duties, exempt
from db.duties.planning import plan_ahead
from db.duties.rota import Why, turn_rows, why
from db.duties.turns import give_turn
from db.turn_units import TURN
from db.vocabulary import PassedOverWhy, TurnState
from desktop import texts
from desktop.duties.ledger_card import ALL, LedgerCard, caption
from desktop.duties.loading import LedgerView, load_ledgers
from desktop.duties.why_card import WhyCard
from desktop.naming.duties import why_sentences
from tests.db.duties.duty_kit import TODAY, as_planned, duty_by_key, hold
from tests.new_file import fill_once

SPOKEN = Qt.ItemDataRole.AccessibleTextRole


@pytest.fixture
def some_done(file, kit):
    """Two meetings are over; one member is away, one need not take minutes."""
    fill_once(file, end_meetings, who="Ana", meetings=tuple(kit.meetings[:2]), members=tuple(kit.members))
    return kit


def end_meetings(session, *, meetings, members):
    plan_ahead(session, today=TODAY)
    for meeting_id in meetings:
        hold(session, meeting_id, members)
        close_meeting_turns(session, meeting_id, done=as_planned(session, meeting_id), today=TODAY)
    report_absence(session, member_id=members[0], from_date=TODAY, to_date=None, today=TODAY)
    minutes = duty_by_key(session, "minutes")
    exempt(session, minutes.id, member_id=members[1], reason="Blind", from_date=TODAY)


@pytest.fixture
def card(qtbot, file, some_done):
    with file.reading() as session:
        views, own = load_ledgers(session, TODAY), duties(session)
    shown = LedgerCard()
    qtbot.addWidget(shown)
    shown.resize(432, 640)
    shown.show_ledgers(views, own)
    with qtbot.waitExposed(shown):
        shown.show()
    return shown


def column(card, number, role=SPOKEN):
    return [card.model.index(row, number).data(role) for row in range(card.model.rowCount())]


def test_who_is_furthest_behind_stands_first_in_words_too(card):
    QAbstractItemModelTester(card.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    balances = [row.balance for row in card.model.rows]
    assert balances == sorted(balances)
    assert sum(balances) == 0
    words = column(card, 3)
    assert words[0].endswith(" behind")
    assert words[-1].endswith(" ahead")
    heads = [card.model.headerData(place, Qt.Orientation.Horizontal, SPOKEN) for place in range(5)]
    assert heads == ["Member", "Turns", "Share", "Behind or ahead", "Balance"]


def test_who_is_away_or_not_asked_is_marked(card):
    names = column(card, 0)
    assert "Apiary, away" in names
    assert "Bakers, not asked" in names
    assert card.caption.text() == "Since February 2026. 5 of 6 members share it."


def test_all_duties_together_add_up(card, qtbot):
    one = {row.member_id: row.done for row in card.model.rows}
    card.choice.setCurrentIndex(card.choice.count() - 1)
    card.choice.activated.emit(card.choice.currentIndex())
    assert card.choice.value() == ALL
    together = {row.member_id: row.done for row in card.model.rows}
    assert sum(together.values()) == 2 * 4 * TURN
    assert all(together[key] >= done for key, done in one.items())
    assert card.caption.text().startswith("Since February 2026. 6 members share duties")
    card.follow(uuid.uuid4(), None)
    assert card.choice.value() == ALL


def test_the_ledger_follows_the_duty_and_marks_the_member(card, some_done, file):
    with file.reading() as session:
        calling = duty_by_key(session, "calling")
    card.follow(calling.id, some_done.members[3])
    assert card.choice.currentText() == "Calling"
    assert card.table.current_row().member_id == some_done.members[3]
    card.follow(calling.id, None)
    assert card.table.current_row() is None


def test_a_click_on_a_head_orders_and_enter_shows_the_member(card, qtbot):
    head = card.table.horizontalHeader()
    place = head.sectionViewportPosition(0) + 20
    QTest.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place, 12))
    names = [row.member for row in card.model.rows]
    assert names in (sorted(names), sorted(names, reverse=True))
    card.table.select_key(card.model.rows[2].member_id)
    card.table.setFocus()
    with qtbot.waitSignal(card.member_opened) as asked:
        QTest.keyClick(card.table, Qt.Key.Key_Return)
    assert asked.args == [card.model.rows[2].member_id]


def test_behind_is_filled_at_the_left_and_ahead_outlined_at_the_right(card):
    """Not by colour alone: the two bars differ in place and in fill."""
    card.table.clearSelection()
    picture = card.table.viewport().grab().toImage()
    for row, left in ((0, True), (card.model.rowCount() - 1, False)):
        rect = card.table.visualRect(card.model.index(row, 3))
        middle, y = rect.center().x(), rect.center().y()
        inside = picture.pixelColor(middle - 5 if left else middle + 6, y)
        assert (inside.name() == "#14606c") is left


def test_words_in_spanish():
    key = uuid.uuid4()
    view = LedgerView(key, dt.date(2025, 1, 9), (), 29, 2, 0)
    with texts.speaking("es"):
        assert caption(view) == "Desde enero de 2025. La comparten 29 miembros, 2 más solo observan."
    assert caption(view) == "Since January 2025. 29 members share this duty, 2 more observe."
    view = LedgerView(None, dt.date(2025, 1, 9), (), 29, 1, 2)
    assert caption(view) == "Since January 2025. 29 of 31 members share duties, 1 more observes."


# Reasons


def passed(key, why, until=None):
    return PassedOver(**{
        **dict.fromkeys(PassedOver.__slots__), "member_id": key, "why": why, "away_until": until,
    })  # fmt: skip


def test_many_reasons_are_told_without_their_days():
    months = range(7, 13)
    found = Why(
        uuid.uuid4(), uuid.uuid4(), 2 * TURN, TURN, uuid.uuid4(), "Dairies", TURN,
        tuple(
            (passed(uuid.uuid4(), PassedOverWhy.AWAY, dt.date(2026, month, 1)), f"Club {month}", "")
            for month in months
        ),
    )  # fmt: skip
    assert why_sentences(found, "Apiary")[1:] == [
        "Club 7, Club 8, Club 9, Club 10, Club 11 and Club 12 are further behind, but cannot come.",
        "Dairies would come next.",
    ]


def test_who_could_come_and_is_further_behind_is_not_overlooked_by_who_comes_next():
    found = Why(
        uuid.uuid4(), uuid.uuid4(), 2 * TURN, TURN, uuid.uuid4(), "Dairies", TURN,
        ((passed(uuid.uuid4(), PassedOverWhy.PROMISED), "Bakers", ""),),
    )  # fmt: skip
    assert why_sentences(found, "Apiary")[2] == "Of the others, Dairies would come next."


def test_members_passed_over_for_one_reason_are_named_together():
    keys = [uuid.uuid4() for _one in range(4)]
    until = dt.date(2026, 12, 1)
    found = Why(
        uuid.uuid4(), keys[0], 2 * TURN, TURN, None, "", None,
        (
            (passed(keys[1], PassedOverWhy.PROMISED), "Bakers", ""),
            (passed(keys[2], PassedOverWhy.AWAY, until), "Canal users", ""),
            (passed(keys[3], PassedOverWhy.PROMISED), "Dairies", ""),
        ),
    )  # fmt: skip
    assert why_sentences(found, "Apiary") == [
        "Apiary: fair share 2.0 by then, turns 1.0, so 1.0 behind.",
        "Bakers and Dairies are further behind, but this turn was promised to Apiary already.",
        "Canal users is further behind, but away until 1 December 2026.",
    ]
    with texts.speaking("es"):
        assert (
            why_sentences(found, "Apiary")[1]
            == "Bakers y Dairies deben más, pero este turno ya estaba prometido a Apiary."
        )


@pytest.fixture
def why_card(qtbot):
    card = WhyCard()
    qtbot.addWidget(card)
    card.resize(660, 200)
    card.show()
    return card


def test_a_turn_without_a_rule_says_whose_choice_it_is(why_card, file, some_done):
    with file.writing() as session:
        turn, free = next(
            (row, key)
            for row in turn_rows(session)
            if row.state is TurnState.PLANNED
            for key in some_done.members
            if _can_have(session, row, key)
        )
        give_turn(session, turn.id, free, today=TODAY)
        turn = next(row for row in turn_rows(session) if row.id == turn.id)
        found = why(session, turn.id)
    assert found is None
    why_card.show_turn(turn, found, is_next=False)
    assert why_card.reasons.text().startswith(f"Somebody chose {turn.member} by hand; no rule did.")
    assert not why_card.sum.isVisible()


def _can_have(session, turn, key):
    from db.duties.turns import candidates

    return any(
        one.member_id == key and one.hindered is None and key != turn.member_id
        for one in candidates(session, turn.id, today=TODAY)
    )


def test_long_reasons_are_scrolled_by_keyboard(why_card, file, some_done):
    with file.reading() as session:
        turn = next(row for row in turn_rows(session) if row.state is TurnState.PLANNED)
        found = why(session, turn.id)
    why_card.show_turn(turn, found, is_next=True)
    QApplication.processEvents()
    assert why_card.scroller.focusPolicy() == Qt.FocusPolicy.NoFocus
    why_card.reasons.setText("Many words follow each other here. " * 40)
    QApplication.processEvents()
    assert why_card.scroller.focusPolicy() == Qt.FocusPolicy.TabFocus
    why_card.scroller.setFocus()
    QTest.keyClick(why_card.scroller, Qt.Key.Key_Down)
    assert why_card.scroller.verticalScrollBar().value() > 0
    why_card.show_turn(None, None, is_next=False)
    assert why_card.reasons.text().startswith("Choose a turn")
