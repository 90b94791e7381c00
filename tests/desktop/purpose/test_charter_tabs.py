"""Purpose, principles and ways of working through a person's hands: drafted, adopted, sent round, reviewed."""

import datetime as dt

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from db.charter.charter import QUESTIONS, add_section, adopt_version, begin_version, change_version, versions
from db.charter.indicators import add_indicator
from db.history import history
from db.schema import Decision
from db.vocabulary import CharterKind, ReviewOutcome
from desktop.purpose.page import PRINCIPLES, PURPOSE, WAYS
from desktop.widgets.targets import OpenDecision, OpenPurpose
from tests.desktop.purpose.conftest import TODAY, finish, hit, settle, tab, watch

Key = Qt.Key
Alt = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def adopted(file, kit):
    """A purpose in force by decision 41.1."""
    with file.writing() as session:
        with history.step(session, "set_up"):
            decision = Decision(meeting_id=kit.meeting, sequence=1, text="Water all year for both canals")
            session.add(decision)
        key, _ = begin_version(session, CharterKind.PURPOSE)
        change_version(session, key, text="Water all year", specific="Forty families below the weir")
        adopt_version(session, key, on=dt.date(2026, 10, 22), decision_id=decision.id)
    return key, decision.id


def kept(file, kind=CharterKind.PURPOSE):
    with file.reading() as session:
        return versions(session, kind)


def test_a_purpose_is_written_adopted_and_sent_round(page, file, qtbot):
    view = page.view()
    assert "No purpose yet" in view.empty.label.text()
    assert len(view.empty.label.text().split()) <= 12
    qtbot.keyClick(view.empty.button, Key.Key_Space)
    settle(page)
    words = view.draft.fields["text"]
    assert QApplication.focusWidget() is words
    qtbot.keyClicks(words, "Water all year")
    qtbot.keyClick(words, Key.Key_Tab)
    qtbot.keyClicks(view.draft.fields["specific"], "Forty families")
    view.flush()
    settle(page)
    assert "by when" in view.message.label.text()
    assert "what exactly is to change" not in view.message.label.text()
    view.card.adopt_button.click()
    settle(page)
    finish(page)
    [row] = kept(file)
    assert (row.text, row.specific, row.in_force_from) == ("Water all year", "Forty families", TODAY)
    assert "Forty families" in view.reading.toPlainText()
    assert "Not answered" in view.reading.toPlainText()
    view.card.circulate_button.click()
    settle(page)
    finish(page)
    assert kept(file)[0].circulated_on == TODAY
    assert view.card.circulated_label.text() == "22 November 2026"


def test_words_are_kept_at_a_pause(page, file, qtbot):
    page.view().start_new()
    settle(page)
    field = page.view().draft.fields["text"]
    qtbot.keyClicks(field, "Water")
    qtbot.waitUntil(lambda: kept(file)[0].text == "Water", timeout=4000)
    qtbot.keyClicks(field, " for all")
    settle(page)
    assert field.toPlainText() == "Water for all", "what was being typed was overwritten"


def test_nothing_is_missing_once_all_is_said(page, file, adopted):
    with file.writing() as session:
        key, _ = begin_version(session, CharterKind.PURPOSE)
        change_version(session, key, **dict.fromkeys(QUESTIONS, "answered"))
        add_indicator(session, name="Wells", target_value=3, target_date=dt.date(2028, 1, 1))
    page.refresh(None)
    settle(page)
    view = page.view()
    assert view.message.label.text() == "Still missing: the day it is reviewed."
    view.card.table.select_key(key)
    view.card.date_button.click()
    settle(page)
    view.dialog.day_field.set_value(dt.date(2028, 9, 1))
    finish(page)
    assert view.message.isHidden()


def test_a_new_version_begins_with_the_words_in_force_and_leaves_them(page, file, adopted, qtbot):
    view = page.view()
    page.refresh(None)
    settle(page)
    page.start_new()
    settle(page)
    field = view.draft.fields["text"]
    assert field.toPlainText() == "Water all year"
    field.selectAll()
    qtbot.keyClicks(field, "Water for both canals")
    view.flush()
    settle(page)
    assert [row.text for row in kept(file)] == ["Water for both canals", "Water all year"]
    watch(view.card.model)
    hit(page, view.card.table, Key.Key_Down)
    settle(page)
    assert view.reading.toPlainText().startswith("Water all year")
    hit(page, view.card.table, Key.Key_Up)
    view.delete_draft()
    settle(page)
    assert [row.version for row in kept(file)] == [1]


def test_a_review_is_noted_with_its_decision(page, file, adopted, qtbot):
    page.refresh(None)
    settle(page)
    view = page.view()
    view.card.review_button.click()
    settle(page)
    dialog = view.dialog
    qtbot.keyClick(dialog.outcome_choice.button(ReviewOutcome.CONTINUE), Key.Key_Right)
    dialog.decision_choice.set_value(adopted[1])
    dialog.next_field.line.setText("1 Sep 2029")
    finish(page)
    row = kept(file)[0]
    assert (row.outcome, row.reviewed_on, row.review_date) == (ReviewOutcome.CHANGE, TODAY, dt.date(2029, 9, 1))
    assert row.review_decision == "41.1"
    assert view.card.outcome_label.text() == "Reviewed on 22 November 2026: it is to be changed."
    asked = []
    page.open_requested.connect(asked.append)
    view.card.review_decision_button.click()
    assert asked == [OpenDecision(adopted[1])]


def test_what_is_refused_is_said_in_the_dialog(page, file, adopted):
    page.refresh(None)
    settle(page)
    page.start_new()
    settle(page)
    view = page.view()
    view.adopt()
    settle(page)
    view.dialog.day_field.set_value(dt.date(2020, 1, 1))
    finish(page)
    assert "comes before" in view.dialog.message.label.text()
    view.dialog.reject()
    assert kept(file)[0].draft


def test_principles_are_added_moved_marked_and_deleted_by_keyboard(page, file, qtbot):
    view = tab(page, PRINCIPLES)
    page.start_new()
    settle(page)
    draft = view.draft
    watch(draft.model)
    for place, words in enumerate(("Open books", "Two names")):
        if place:
            page.start_new()
            settle(page)
        assert QApplication.focusWidget() is draft.heading
        qtbot.keyClicks(draft.heading, words)
        qtbot.keyClick(draft.heading, Key.Key_Tab)
        qtbot.keyClicks(draft.text, f"About {words}")
        settle(page)
    draft.flush()
    settle(page)
    draft.box.click()
    settle(page)
    draft.table.setFocus()
    hit(page, draft.table, Key.Key_Up, Alt)
    settle(page)
    sections = kept(file, CharterKind.PRINCIPLES)[0].sections
    assert [(part.heading, part.non_negotiable) for part in sections] == [("Two names", True), ("Open books", False)]
    assert sections[1].text == "About Open books"
    hit(page, draft.table, Key.Key_Delete)
    settle(page)
    assert [part.heading for part in kept(file, CharterKind.PRINCIPLES)[0].sections] == ["Open books"]


def test_what_is_typed_in_one_section_stays_in_it(page, file, qtbot):
    with file.writing() as session:
        key, _ = begin_version(session, CharterKind.WAYS_OF_WORKING)
        for heading in ("Members", "Meetings"):
            add_section(session, key, heading=heading)
    view = tab(page, WAYS)
    qtbot.keyClicks(view.draft.text, "Anybody may join")
    hit(page, view.draft.table, Key.Key_Down)
    settle(page)
    assert view.draft.text.toPlainText() == ""
    qtbot.keyClicks(view.draft.before, "One page")
    tab(page, PURPOSE)
    row = kept(file, CharterKind.WAYS_OF_WORKING)[0]
    assert [part.text for part in row.sections] == ["Anybody may join", ""]
    assert row.text == "One page"


def test_search_results_open_their_version(page, file, adopted):
    with file.writing() as session:
        key, _ = begin_version(session, CharterKind.PRINCIPLES)
        section, _ = add_section(session, key, heading="Open books")
        adopt_version(session, key, on=TODAY)
        begin_version(session, CharterKind.PRINCIPLES)
    assert page.open(OpenPurpose("principle", section))
    settle(page)
    assert page.strip.key() == PRINCIPLES
    assert page.view().card.current().id == key
    assert "Open books" in page.view().reading.toPlainText()


def test_the_fact_says_when_a_review_was_due(page, file, adopted):
    from db.charter.charter import set_review_date

    with file.writing() as session:
        set_review_date(session, adopted[0], review_date=dt.date(2026, 11, 1))
    page.refresh(None)
    settle(page)
    assert page.view().fact().endswith("review was due on 1 November 2026")
    assert page.view().card.review_label.text() == "The review was due on 1 November 2026."
