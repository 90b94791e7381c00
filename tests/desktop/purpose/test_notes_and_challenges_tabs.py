"""Notes, statements and challenges through a person's hands."""

import datetime as dt

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from db.charter.challenges import add_challenge, challenge, challenges, judge_challenge
from db.charter.endorsements import Subject, SubjectKind, record_rest
from db.charter.known_challenges import KNOWN
from db.charter.notes import add_note, notes
from db.vocabulary import ChallengeStanding, NoteKind, Stance
from desktop.purpose.page import CHALLENGES, NOTES
from desktop.widgets.targets import OpenPurpose
from tests.desktop.purpose.conftest import TODAY, finish, hit, settle, tab, watch

Key = Qt.Key


def kept(file):
    with file.reading() as session:
        return notes(session)


def test_a_note_is_begun_written_and_sent(page, file, qtbot):
    view = tab(page, NOTES)
    assert len(view.empty.label.text().split()) <= 12
    qtbot.keyClick(view.empty.button, Key.Key_Space)
    finish(page)
    assert "A name is missing" in view.dialog.message.label.text()
    qtbot.keyClicks(view.dialog.title_field, "Water fee")
    finish(page)
    watch(view.model)
    assert view.current().title == "Water fee"
    qtbot.keyClicks(view.form.parts["issue"], "Users pay **twice**.")
    qtbot.keyClicks(view.form.to_field, "District council")
    view.sent_button.click()
    settle(page)
    finish(page)
    [row] = kept(file)
    assert (row.issue, row.addressed_to, row.gone_out_on) == ("Users pay **twice**.", "District council", TODAY)
    assert view.reading.toPlainText() == "The issue\nUsers pay twice."
    assert view.sent_button.isHidden()
    view.take_back()
    settle(page)
    assert kept(file)[0].gone_out_on is None
    assert view.form.isVisible()


def test_pictures_and_html_in_a_note_stay_words(page, file):
    with file.writing() as session:
        key, _ = add_note(
            session, kind=NoteKind.STATEMENT, title="<b>Bold</b>", written_on=TODAY,
            issue="![x](/etc/hostname) <script>alert(1)</script> & [link](https://example.org)",
        )  # fmt: skip
        from db.charter.notes import send_note

        send_note(session, key, on=TODAY)
    view = tab(page, NOTES)
    shown = view.reading.toPlainText()
    assert "<script>alert(1)</script>" in shown
    assert "link" in shown
    assert view.title_label.text() == "<b>Bold</b>"
    assert view.title_label.textFormat() == Qt.TextFormat.PlainText


def test_a_statement_names_those_who_endorse(page, file, kit):
    with file.writing() as session:
        key, _ = add_note(session, kind=NoteKind.STATEMENT, title="On the dam", written_on=TODAY, issue="We say no.")
    view = tab(page, NOTES)
    assert view.name_label.text().startswith("Nobody endorses it yet")
    assert not view.form.parts["asks"].isVisible()
    with file.writing() as session:
        record_rest(session, Subject(SubjectKind.NOTE, key), stance=Stance.ENDORSES, on=TODAY)
    page.refresh(None)
    settle(page)
    assert view.name_label.text().startswith("Goes out in the name of 5 members: Hazelnut Growers' Union, ")
    assert view.endorsements.tally_label.text() == "5 endorse"


def test_an_empty_title_is_not_kept(page, file, qtbot):
    with file.writing() as session:
        add_note(session, kind=NoteKind.BRIEFING, title="Water fee", written_on=TODAY)
    view = tab(page, NOTES)
    view.form.title_field.setFocus()
    view.form.title_field.selectAll()
    qtbot.keyClick(view.form.title_field, Key.Key_Delete)
    view.table.setFocus()
    settle(page)
    assert kept(file)[0].title == "Water fee"
    assert view.form.title_field.text() == "Water fee"


def test_typing_in_one_note_stays_in_it(page, file, qtbot):
    with file.writing() as session:
        for title in ("One", "Two"):
            add_note(session, kind=NoteKind.BRIEFING, title=title, written_on=TODAY)
    view = tab(page, NOTES)
    first = view.current().title
    qtbot.keyClicks(view.form.parts["evidence"], "Counted")
    hit(page, view.table, Key.Key_Down)
    settle(page)
    assert view.form.parts["evidence"].toPlainText() == ""
    assert {row.title: row.evidence for row in kept(file)}[first] == "Counted"


def test_a_known_challenge_is_judged(page, file, qtbot):
    view = tab(page, CHALLENGES)
    watch(view.model)
    assert view.model.rowCount() == len(KNOWN)
    view.table.select_key("few_dominate")
    view.table.setFocus()
    hit(page, view.table, Key.Key_F2)
    dialog = view.dialog
    assert QApplication.focusWidget() is dialog.standing_choice.button(None)
    qtbot.keyClick(QApplication.focusWidget(), Key.Key_Right)
    qtbot.keyClick(QApplication.focusWidget(), Key.Key_Right)
    qtbot.keyClicks(dialog.judgement_field, "Three speak")
    qtbot.keyClicks(dialog.doing_field, "A round first")
    finish(page)
    with file.reading() as session:
        row = challenge(session, "few_dominate")
    assert (row.standing, row.judgement, row.doing) == (ChallengeStanding.WATCH, "Three speak", "A round first")
    assert row.judged_on == dt.date(2026, 11, 22)
    assert view.badge.text() == "To be watched"
    assert page.view().fact() == "0 challenges are here, 1 to be watched"
    assert not view.menu_button.isVisible()


def test_a_challenge_of_ones_own_is_added_renamed_and_deleted(page, file, qtbot):
    view = tab(page, CHALLENGES)
    page.start_new()
    qtbot.keyClicks(view.dialog.name_field, "Roads closed by rain")
    finish(page)
    assert view.current().name == "Roads closed by rain"
    view.rename()
    view.dialog.name_field.setText("Rain")
    finish(page)
    hit(page, view.table, Key.Key_Delete)
    settle(page)
    with file.reading() as session:
        assert [row.key for row in challenges(session)] == list(KNOWN)


def test_a_challenge_found_is_the_one_chosen(page, file):
    with file.writing() as session:
        add_challenge(session, name="Rain")
        judge_challenge(session, "purpose_spent", standing=None, judgement="Nearly there", doing="", on=None)
        keys = {row.key: row.id for row in challenges(session)}
    for key in ("purpose_spent", *(key for key in keys if key not in KNOWN)):
        assert page.open(OpenPurpose("challenge", keys[key]))
        settle(page)
        assert page.strip.key() == CHALLENGES
        assert page.view().current().key == key
