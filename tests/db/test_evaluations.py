"""Evaluations over a real file: their findings in people's words, talks, recommendations and what became of them."""

import datetime as dt
import uuid

import pytest

from db.errors.evaluation import ActionMade, EvaluationThere, TextMissing
from db.errors.records import DatesOutOfOrder, NotFound
from db.evaluation.evaluations import (
    FindingRow,
    add_finding,
    add_interview,
    begin_evaluation,
    change_evaluation,
    change_interview,
    delete_evaluation,
    delete_finding,
    delete_interview,
    edit_finding,
    evaluation,
    evaluation_before,
    evaluations,
    finding_rows,
    in_order,
    interviews,
    leave_out_finding,
    order_findings,
    use_computed,
)
from db.evaluation.recommendations import (
    Owner,
    add_recommendation,
    change_recommendation,
    delete_recommendation,
    move_recommendation,
    recommendation,
    recommendations,
    record_result,
    turn_all_into_actions,
    turn_into_action,
)
from db.history import history
from db.history.steps_told import what_was_done
from db.measures.period import Period, year
from db.members.members import add_member
from db.members.people import add_person
from db.minutes.actions import Missing, action, close_action, drop_action, set_due_date
from db.vocabulary import EvaluatorKind, RecommendationResult

DUE = dt.date(2026, 10, 15)
DAY = dt.date(2026, 10, 7)


@pytest.fixture
def session(file):
    with file.writing(who="Ana") as opened:
        yield opened


@pytest.fixture
def own(session):
    """Return an evaluation of 2026 until September."""
    key, _ = begin_evaluation(session, Period(dt.date(2026, 1, 1), dt.date(2026, 10, 1)))
    return key


@pytest.fixture
def member(session):
    key, _ = add_member(session, name="Upper Phasis Dairy")
    return key


def recommended(session, evaluation_id):
    return [(row.number, row.text) for row in recommendations(session, evaluation_id)]


def test_an_evaluation_is_begun_changed_and_deleted_with_all_of_it(session, own):
    assert [row.id for row in evaluations(session)] == [own]
    row = evaluation(session, own)
    assert (row.evaluator_kind, row.finished_on, row.period.last) == (
        EvaluatorKind.COMMITTEE, None, dt.date(2026, 9, 30),
    )  # fmt: skip
    change_evaluation(
        session, own, evaluator_kind=EvaluatorKind.OUTSIDE, evaluators=" Nino Gelashvili ", finished_on=DAY
    )
    row = evaluation(session, own)
    assert (row.evaluator_kind, row.evaluators, row.finished_on) == (EvaluatorKind.OUTSIDE, "Nino Gelashvili", DAY)
    add_interview(session, own, on_date=DAY, with_whom="Two farmers", notes="They miss the minutes.")
    add_recommendation(session, own, text="Meet outside the city")
    add_finding(session, own, title="Minutes are read")
    delete_evaluation(session, own)
    assert evaluations(session) == []
    history.undo(session)
    assert recommended(session, own) == [(1, "Meet outside the city")]
    assert [row.title for row in finding_rows(session, own)] == ["Minutes are read"]
    assert [row.with_whom for row in interviews(session, own)] == ["Two farmers"]


def test_the_same_days_twice_days_out_of_order_and_what_is_not_there_are_refused(session, own):
    with pytest.raises(EvaluationThere):
        begin_evaluation(session, evaluation(session, own).period)
    other, _ = begin_evaluation(session, year(2025))
    with pytest.raises(EvaluationThere):
        change_evaluation(session, other, from_date=dt.date(2026, 1, 1), to_date=dt.date(2026, 10, 1))
    with pytest.raises(DatesOutOfOrder):
        change_evaluation(session, own, to_date=dt.date(2026, 1, 1))
    with pytest.raises(NotFound):
        change_evaluation(session, own, presented_at_meeting_id=uuid.uuid4())
    with pytest.raises(NotFound):
        add_recommendation(session, uuid.uuid4(), text="Meet")
    with pytest.raises(NotFound):
        edit_finding(session, uuid.uuid4(), "attendance", title="Fewer come", text="")
    with pytest.raises(TypeError):
        change_evaluation(session, own, colour="red")


def test_the_one_before_is_the_latest_that_ends_earlier(session, own):
    older, _ = begin_evaluation(session, year(2024))
    last, _ = begin_evaluation(session, year(2025))
    assert [row.id for row in evaluations(session)] == [own, last, older]
    found = evaluation_before(session, evaluation(session, own).period, but=own)
    assert found is not None
    assert found.id == last
    assert evaluation_before(session, year(2024), but=older) is None


def test_a_finding_in_other_words_remembers_what_was_computed_and_goes_back(session, own):
    edit_finding(session, own, "attendance", title="Fewer come", text="Since May.", computed="Attendance is falling.")
    edit_finding(session, own, "attendance", title="Fewer come", text="Since June.", computed="Attendance is falling.")
    assert finding_rows(session, own) == [
        FindingRow("attendance", 0, "Fewer come", "Since June.", "Attendance is falling.", left_out=False)
    ]
    leave_out_finding(session, own, "attendance", left_out=True)
    use_computed(session, own, "attendance")
    assert finding_rows(session, own) == [FindingRow("attendance", 0, "", "", "", left_out=True)]
    with pytest.raises(TextMissing):
        edit_finding(session, own, "quorum", title=" ", text="Nobody knows.")
    key, _ = add_finding(session, own, title="Minutes are read", text="So they say.")
    delete_finding(session, own, key)
    with pytest.raises(NotFound):
        delete_finding(session, own, key)
    with pytest.raises(TextMissing):
        add_finding(session, own, title="")


def test_findings_keep_the_order_given_and_new_ones_come_after_their_neighbour(session, own):
    computed = ["attendance", "quorum", "actions"]
    assert in_order(computed, []) == computed
    mine, _ = add_finding(session, own, title="Minutes are read")
    assert in_order(computed, finding_rows(session, own)) == [*computed, mine]
    order_findings(session, own, ["actions", mine, "attendance", "quorum"])
    rows = finding_rows(session, own)
    assert in_order(computed, rows) == ["actions", mine, "attendance", "quorum"]
    assert in_order(["meetings", *computed, "duties"], rows) == [
        "meetings", "actions", "duties", mine, "attendance", "quorum",
    ]  # fmt: skip
    assert in_order(["attendance"], rows) == [mine, "attendance"]


def test_talks_are_noted_by_day(session, own):
    late, _ = add_interview(session, own, on_date=DAY, with_whom="The co-chairs")
    early, _ = add_interview(session, own, on_date=dt.date(2026, 9, 1), with_whom="Two farmers", notes="Long ways.")
    assert [row.id for row in interviews(session, own)] == [early, late]
    change_interview(session, late, on_date=DAY, with_whom="A co-chair", notes="Too many items.")
    assert interviews(session, own)[1].notes == "Too many items."
    delete_interview(session, early)
    assert [row.id for row in interviews(session, own)] == [late]
    with pytest.raises(TextMissing):
        add_interview(session, own, on_date=DAY, with_whom=" ")
    with pytest.raises(NotFound):
        delete_interview(session, early)


def test_a_recommendation_without_owner_or_date_is_not_agreed(session, own, member):
    person, _ = add_person(session, name="Keti Adjika")
    key, _ = add_recommendation(session, own, text=" Ring the four members ", owner=Owner(member, person))
    row = recommendation(session, key)
    assert (row.text, row.owner, row.missing, row.agreed) == (
        "Ring the four members", "Keti Adjika", (Missing.DATE,), False,
    )  # fmt: skip
    change_recommendation(session, key, text="Ring them", owner=Owner(as_written="Everybody"), due_date=DUE)
    row = recommendation(session, key)
    assert (row.owner, row.agreed, row.overdue(DUE), row.overdue(dt.date(2026, 10, 16))) == (
        "Everybody", True, False, True,
    )  # fmt: skip
    with pytest.raises(TextMissing):
        change_recommendation(session, key, text="", owner=Owner(), due_date=None)
    with pytest.raises(NotFound):
        add_recommendation(session, own, text="Meet", owner=Owner(uuid.uuid4()))


def test_numbers_have_no_gaps_and_undo_brings_places_back(session, own):
    first, second, third = (add_recommendation(session, own, text=text)[0] for text in ("One", "Two", "Three"))
    move_recommendation(session, third, by=-1)
    assert recommended(session, own) == [(1, "One"), (2, "Three"), (3, "Two")]
    history.undo(session)
    assert recommended(session, own) == [(1, "One"), (2, "Two"), (3, "Three")]
    move_recommendation(session, first, by=-1)
    delete_recommendation(session, first)
    assert recommended(session, own) == [(1, "Two"), (2, "Three")]
    history.undo(session)
    assert recommended(session, own) == [(1, "One"), (2, "Two"), (3, "Three")]
    assert second in {row.id for row in recommendations(session, own)}


def test_an_action_made_of_one_tells_what_became_of_it(session, own, member):
    key, _ = add_recommendation(session, own, text="Ring the four", owner=Owner(member), due_date=DUE)
    action_id, _ = turn_into_action(session, key)
    made = action(session, action_id)
    assert (made.text, made.owner, made.due_date, made.agreed) == ("Ring the four", "Upper Phasis Dairy", DUE, True)
    with pytest.raises(ActionMade):
        turn_into_action(session, key)
    assert recommendation(session, key).outcome is None
    close_action(session, action_id, on=DUE)
    assert recommendation(session, key).outcome is RecommendationResult.DONE
    drop_action(session, action_id, on=DUE, reason="Nobody answers")
    assert recommendation(session, key).outcome is RecommendationResult.DROPPED
    record_result(session, key, result=RecommendationResult.PARTLY, seen="Two of four were rung")
    row = recommendation(session, key)
    assert (row.outcome, row.seen) == (RecommendationResult.PARTLY, "Two of four were rung")
    record_result(session, key, result=None)
    assert recommendation(session, key).outcome is RecommendationResult.DROPPED


def test_a_change_reaches_the_action_only_while_nobody_changed_that(session, own, member):
    key, _ = add_recommendation(session, own, text="Ring the four", due_date=DUE)
    action_id, _ = turn_into_action(session, key)
    assert not action(session, action_id).agreed
    change_recommendation(session, key, text="Ring the four", owner=Owner(member), due_date=DUE)
    assert action(session, action_id).owner == "Upper Phasis Dairy"
    set_due_date(session, action_id, due_date=DAY)
    change_recommendation(session, key, text="Ring the five", owner=Owner(member), due_date=DUE)
    assert (action(session, action_id).text, action(session, action_id).due_date) == ("Ring the four", DAY)


def test_all_that_are_agreed_become_actions_in_one_step(session, own, member):
    agreed, _ = add_recommendation(session, own, text="Ring the four", owner=Owner(member), due_date=DUE)
    open_one, _ = add_recommendation(session, own, text="Keep a seat", due_date=DUE)
    turn_all_into_actions(session, own)
    assert recommendation(session, agreed).action_id is not None
    assert recommendation(session, open_one).action_id is None
    assert what_was_done(session)[0].name == "turn_all_into_actions"
    assert history.undo(session)[0] == "turn_all_into_actions"
    assert recommendation(session, agreed).action_id is None


def test_what_was_done_names_the_recommendation(session, own):
    add_recommendation(session, own, text="Ring the four")
    about = what_was_done(session)[0].about
    assert about is not None
    assert (about.table, about.name) == ("recommendation", "Ring the four")
