"""Writes what a meeting agreed: the text of its items, how decisions were taken, what became of actions."""

import datetime as dt
import re
import uuid

from db.minutes.actions import ActionRow, actions, close_action, drop_action, set_due_date
from db.minutes.decisions import DecisionRow, decisions, record_consensus, record_votes, set_effective_date, supersede
from db.minutes.minutes import save_item_text
from desktop import texts
from desktop.sample.agendas import Written
from desktop.sample.content import Fate
from desktop.sample.desk import Desk
from desktop.sample.plan import chance, offset
from desktop.sample.presence import Present
from desktop.sample.sitting import Sitting

_CLEAR_WITHOUT_YEAR = dt.timedelta(days=300)
_DAY = re.compile(r"\{(\+[0-9wd+]+)\}")


def write_minutes(desk: Desk, meeting_id: uuid.UUID, sitting: Sitting, written: Written, present: Present) -> None:
    """Write the minutes of a meeting, and how each of its decisions was taken."""
    for item_id, item in written:
        if item.text:
            save_item_text(
                desk.session,
                item_id,
                text=_filled(desk, sitting, item.text),
                today=sitting.day,
                next_meeting=sitting.next_day,
                language=texts.language(),
            )
    items = dict(written)
    for row in decisions(desk.session, meeting=meeting_id):
        if sitting.plenary:
            desk.decisions[row.label] = row.id
        if row.item_id is not None:
            _decide(desk, sitting, row, items[row.item_id].fates.get(row.line, ()), present)


def follow_up(desk: Desk, meeting_id: uuid.UUID, sitting: Sitting, written: Written) -> None:
    """Write what became of the meeting's actions. Without a word about it an action was done about when it was due."""
    items = dict(written)
    for row in actions(desk.session, meeting=meeting_id):
        assert row.item_id is not None
        _become(desk, sitting, row, {fate.word: fate.rest for fate in items[row.item_id].fates.get(row.line, ())})


def _filled(desk: Desk, sitting: Sitting, text: str) -> str:
    def day(found: re.Match[str]) -> str:
        after = offset(found[1])
        clear = after < _CLEAR_WITHOUT_YEAR
        return (texts.date_short if clear else texts.date_short_year)(sitting.day + after)

    return desk.content.filled(_DAY.sub(day, text))


def _decide(
    desk: Desk, sitting: Sitting, row: DecisionRow, fates: tuple[Fate, ...], present: Present
) -> None:  # fmt: skip
    by_word = {fate.word: fate.rest for fate in fates}
    if "votes" in by_word:
        against, abstaining = map(int, by_word["votes"].split())
        agreed = len(present) - against - abstaining
        record_votes(desk.session, row.id, votes_for=agreed, votes_against=against, abstentions=abstaining)
    else:
        record_consensus(desk.session, row.id)
    if "supersedes" in by_word:
        supersede(desk.session, row.id, supersedes_id=desk.decisions[by_word["supersedes"]])
    if "from" in by_word:
        set_effective_date(desk.session, row.id, effective_date=sitting.day + offset(by_word["from"]))


def _become(desk: Desk, sitting: Sitting, row: ActionRow, fates: dict[str, str]) -> None:
    today = desk.plan.today
    due = row.due_date
    if "moved" in fates and due is not None:
        desk.date_steps(due - dt.timedelta(days=2))
        due = sitting.day + offset(fates["moved"])
        set_due_date(desk.session, row.id, due_date=due)
    if "dropped" in fates:
        after, _colon, reason = fates["dropped"].partition(":")
        day = sitting.day + offset(after)
        desk.date_steps(day)
        drop_action(desk.session, row.id, on=day, reason=desk.content.filled(reason.strip()))
    elif "open" not in fates and due is not None and due < today:
        day = sitting.day + offset(fates["done"]) if "done" in fates else _about(due, row)
        day = max(sitting.day, min(day, today - dt.timedelta(days=1)))
        desk.date_steps(day)
        close_action(desk.session, row.id, on=day)


def _about(due: dt.date, row: ActionRow) -> dt.date:
    day = due + dt.timedelta(days=round(chance("done", row.text) * 10) - 7)
    return day - dt.timedelta(days=max(day.weekday() - 4, 0))  # not on a weekend
