"""Writes the evaluations: last year's, with what became of its recommendations, and this year's, still at work."""

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any, Final

from db.evaluation.evaluations import add_finding, add_interview, begin_evaluation, change_evaluation, edit_finding
from db.evaluation.recommendations import Owner, add_recommendation, record_result, turn_into_action
from db.measures.findings import findings
from db.measures.measuring import measures
from db.measures.period import Period, year
from db.minutes.actions import close_action
from db.vocabulary import EvaluatorKind, RecommendationResult
from desktop.naming.findings import finding_words
from desktop.sample.desk import Desk

_LAST: Final = (("law", 60, RecommendationResult.DONE), ("radio", 90, RecommendationResult.DONE),
                ("office", 240, RecommendationResult.NOT_DONE))  # fmt: skip
"""Who was to see to it, so many days after the evaluation was finished, and what became of it."""
_NOW: Final = (("lowland", 8), ("fields", 15), ("uni", 22), ("water", 50), ("", 99))
"""Who is to see to it (nobody yet, of the last), and in so many days."""
_FINISHED_AFTER: Final = dt.timedelta(days=42)
_A_DAY: Final = dt.timedelta(days=1)


def write_evaluations(desk: Desk) -> None:
    """Write both evaluations, in the words of the sample's language."""
    now = _running(desk.plan.today)
    last = year(now.from_date.year - 1)
    _write_last(desk, last, desk.content.evaluations["last"])
    _write_now(desk, now, desk.content.evaluations["now"])


def _running(today: dt.date) -> Period:
    """Return the whole months of this year that have passed; in January, those of last year."""
    if today.month == 1:
        return year(today.year - 1)
    return Period(dt.date(today.year, 1, 1), today.replace(day=1))


def _write_last(desk: Desk, period: Period, words: Mapping[str, Any]) -> None:
    session, finished = desk.session, period.to_date + _FINISHED_AFTER
    desk.date_steps(period.to_date)
    own, _changes = begin_evaluation(
        session, period, evaluator_kind=EvaluatorKind.COMMITTEE, evaluators=words["evaluators"],
        discussion=words["discussion"], limits=words["limits"],
    )  # fmt: skip
    _talks(desk, own, words, period.to_date)
    desk.date_steps(finished)
    change_evaluation(session, own, finished_on=finished)
    made = []
    for text, (member, days, _result) in zip(words["recommendations"], _LAST, strict=True):
        due = finished + dt.timedelta(days=days)
        key, _added = add_recommendation(session, own, text=text, owner=_owner(desk, member), due_date=due)
        made.append(key)
    action_id, _changes = turn_into_action(session, made[0])
    done = finished + dt.timedelta(days=_LAST[0][1] - 4)
    desk.date_steps(done)
    close_action(session, action_id, on=done)
    desk.date_steps(desk.plan.today)
    for key, seen, (_member, _days, result) in zip(made, words["seen"], _LAST, strict=True):
        record_result(session, key, result=result, seen=seen)


def _write_now(desk: Desk, period: Period, words: Mapping[str, Any]) -> None:
    session, today = desk.session, desk.plan.today
    desk.date_steps(today - _A_DAY)
    ahead = min((number for number, day in desk.plan.plenary.items() if day > today), default=None)
    own, _changes = begin_evaluation(
        session, period, evaluator_kind=EvaluatorKind.OUTSIDE, evaluators=words["evaluators"],
        discussion=words["discussion"], limits=words["limits"],
        presented_at_meeting_id=desk.plenary.get(ahead) if ahead is not None else None,
    )  # fmt: skip
    _talks(desk, own, words, today - 8 * _A_DAY)
    edited = words["edited"]
    found = findings(measures(session, period, today=today))
    computed = next((finding_words(one).whole for one in found if one.key == edited["key"]), "")
    edit_finding(session, own, edited["key"], title=edited["title"], text=edited["text"], computed=computed)
    add_finding(session, own, title=words["own"]["title"], text=words["own"]["text"])
    for text, (member, days) in zip(words["recommendations"], _NOW, strict=True):
        due = today + dt.timedelta(days=days)
        add_recommendation(session, own, text=text, owner=_owner(desk, member), due_date=due)


def _owner(desk: Desk, member: str) -> Owner:
    return Owner(desk.members[member], desk.primary.get(member)) if member else Owner()


def _talks(desk: Desk, evaluation_id: uuid.UUID, words: Mapping[str, Any], first: dt.date) -> None:
    for at, (with_whom, notes) in enumerate(words["interviews"]):
        add_interview(
            desk.session, evaluation_id, on_date=first + 2 * at * _A_DAY, with_whom=with_whom, notes=notes
        )  # fmt: skip
