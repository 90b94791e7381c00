"""The charter: drafts are edited, what is in force stays, and everybody can see which words held on which day."""

import datetime as dt

import pytest

from db.charter.charter import (
    QUESTIONS,
    PurposeGap,
    add_section,
    adopt_version,
    begin_version,
    change_section,
    change_version,
    circulate_version,
    clear_review,
    correct_adoption,
    delete_section,
    delete_version,
    draft,
    in_force,
    missing_in_purpose,
    move_section,
    record_review,
    set_review_date,
    version,
    versions,
)
from db.errors.charter import DraftOpen, NotInForce, VersionAdopted, VersionEmpty
from db.errors.records import DatesOutOfOrder, NotFound
from db.history import history
from db.schema import Decision
from db.vocabulary import CharterKind, ReviewOutcome
from tests.db.meeting_kit import small_alliance

PURPOSE, PRINCIPLES = CharterKind.PURPOSE, CharterKind.PRINCIPLES
FIRST, SECOND, TODAY = dt.date(2020, 3, 1), dt.date(2024, 6, 1), dt.date(2026, 10, 22)


def begun(session, kind=PURPOSE, text="Water all year for the lower canal"):
    key, _ = begin_version(session, kind)
    change_version(session, key, text=text)
    return key


def test_a_version_in_force_keeps_its_words_and_a_new_one_begins_with_them(file):
    with file.writing() as session:
        first = begun(session)
        change_version(session, first, specific="Forty families below the weir")
        section, _ = add_section(session, first, heading="Upstream pays", non_negotiable=True)
        adopt_version(session, first, on=FIRST)
        for refused in (
            lambda: change_version(session, first, text="Something else"),
            lambda: add_section(session, first, heading="One more"),
            lambda: change_section(session, section, heading="Downstream pays"),
            lambda: move_section(session, section, position=3),
            lambda: delete_section(session, section),
            lambda: delete_version(session, first),
            lambda: adopt_version(session, first, on=SECOND),
        ):
            with pytest.raises(VersionAdopted):
                refused()
        second, _ = begin_version(session, PURPOSE)
        change_version(session, second, text="Water all year for both canals")
        row = version(session, second)
        assert (row.version, row.specific) == (2, "Forty families below the weir")
        assert [(part.heading, part.non_negotiable) for part in row.sections] == [("Upstream pays", True)]
        assert row.sections[0].id != section
        assert version(session, first).text == "Water all year for the lower canal"


def test_each_day_has_the_version_that_held_then(file):
    with file.writing() as session:
        first = begun(session)
        adopt_version(session, first, on=FIRST)
        second = begun(session, text="Later words")
        assert draft(session, PURPOSE).id == second
        adopt_version(session, second, on=SECOND)
        assert [(row.version, row.in_force_from, row.until) for row in versions(session, PURPOSE)] == [
            (2, SECOND, None), (1, FIRST, SECOND)
        ]  # fmt: skip
        assert in_force(session, PURPOSE, FIRST - dt.timedelta(days=1)) is None
        assert in_force(session, PURPOSE, SECOND - dt.timedelta(days=1)).id == first
        assert in_force(session, PURPOSE, SECOND).id == second
        assert draft(session, PURPOSE) is None
        assert versions(session, PRINCIPLES) == []


def test_days_of_versions_follow_each_other(file):
    with file.writing() as session:
        first = begun(session)
        adopt_version(session, first, on=SECOND)
        second = begun(session)
        with pytest.raises(DatesOutOfOrder):
            adopt_version(session, second, on=FIRST)
        adopt_version(session, second, on=TODAY)
        with pytest.raises(DatesOutOfOrder):
            correct_adoption(session, first, on=TODAY + dt.timedelta(days=1), decision_id=None)
        correct_adoption(session, first, on=FIRST, decision_id=None)
        assert version(session, first).until == TODAY


def test_one_draft_at_a_time_and_none_that_says_nothing_is_adopted(file):
    with file.writing() as session:
        key, _ = begin_version(session, PRINCIPLES)
        with pytest.raises(DraftOpen) as opened:
            begin_version(session, PRINCIPLES)
        assert opened.value.version == 1
        with pytest.raises(VersionEmpty):
            adopt_version(session, key, on=FIRST)
        add_section(session, key, text="Every member speaks once before any speaks twice.")
        adopt_version(session, key, on=FIRST)
        with pytest.raises(NotFound):
            version(session, new_key())


def new_key():
    from db.ids import new_id

    return new_id()


def test_sections_move_and_keep_their_order(file):
    with file.writing() as session:
        key, _ = begin_version(session, CharterKind.WAYS_OF_WORKING)
        ids = [add_section(session, key, heading=name)[0] for name in ("Members", "Meetings", "Money")]
        move_section(session, ids[2], position=0)
        assert headings(session, key) == ["Money", "Members", "Meetings"]
        move_section(session, ids[2], position=99)
        assert headings(session, key) == ["Members", "Meetings", "Money"]
        delete_section(session, ids[0])
        change_section(session, ids[1], heading="How we meet", text="Every two months.")
        add_section(session, key, heading="Leaving")
        assert headings(session, key) == ["How we meet", "Money", "Leaving"]


def headings(session, key):
    return [section.heading for section in version(session, key).sections]


def test_what_a_purpose_lacks_is_said(file):
    with file.writing() as session:
        key, _ = begin_version(session, PURPOSE)
        assert set(missing_in_purpose(version(session, key), targets=())) == set(PurposeGap) - {PurposeGap.TARGET}
        change_version(session, key, text="Water all year", **dict.fromkeys(QUESTIONS, "answered"))
        row = version(session, key)
        assert missing_in_purpose(row, targets=(False,)) == (PurposeGap.TARGET, PurposeGap.REVIEW_DATE)
        set_review_date(session, key, review_date=TODAY)
        assert missing_in_purpose(version(session, key), targets=(False, True)) == ()
        change_version(session, key, time_bound="  ")
        assert missing_in_purpose(version(session, key), targets=(True,)) == (PurposeGap.TIME_BOUND,)


def test_a_review_is_recorded_with_its_decision_and_the_next_one(file):
    with file.writing() as session:
        kit = small_alliance(session)
        with history.step(session, "set_up"):
            decision = Decision(meeting_id=kit.meeting, sequence=2, text="We go on for three years")
            session.add(decision)
        key = begun(session)
        with pytest.raises(NotInForce):
            record_review(session, key, outcome=ReviewOutcome.CONTINUE, on=TODAY)
        adopt_version(session, key, on=FIRST, decision_id=decision.id)
        with pytest.raises(DatesOutOfOrder):
            record_review(session, key, outcome=ReviewOutcome.CONTINUE, on=TODAY, next_review=TODAY)
        later = dt.date(2029, 10, 1)
        record_review(
            session, key, outcome=ReviewOutcome.CONTINUE, on=TODAY, decision_id=decision.id, next_review=later
        )
        row = version(session, key)
        assert (row.outcome, row.reviewed_on, row.review_date) == (ReviewOutcome.CONTINUE, TODAY, later)
        assert (row.decision, row.review_decision) == ("41.2", "41.2")
        clear_review(session, key)
        assert version(session, key).outcome is None
        circulate_version(session, key, on=TODAY)
        assert version(session, key).circulated_on == TODAY


def test_every_step_can_be_undone_up_to_the_empty_file(file):
    with file.writing() as session:
        key = begun(session)
        add_section(session, key, heading="One")
        adopt_version(session, key, on=FIRST)
        while versions(session, PURPOSE):
            history.undo(session)
        history.redo(session)
        assert draft(session, PURPOSE) is not None
