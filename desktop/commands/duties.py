"""Commands about duties: planning them ahead, the ledger, and what happened against what the rule would have done."""

import argparse
import datetime as dt
from contextlib import suppress
from typing import Any

from sqlalchemy.orm import Session

from db.duties.audit import Account, audit
from db.duties.keeping import DutyRow, duties
from db.duties.ledger import ledger
from db.duties.planning import plan_ahead
from db.duties.rota import TurnRow, turn_rows, why
from db.errors.asked import DayNotUnderstood
from db.errors.duties import DutyNotFound
from db.folding import words
from db.spells import last_day
from db.turn_units import TURN
from desktop import texts
from desktop.commands.console import DONE, Console, opened, user_name
from desktop.commands.output import write_json, write_table
from desktop.naming.duties import amount, command_word, duty_name, nobody_in_ledger, signed_amount, state_word
from desktop.naming.meetings import meeting_name
from desktop.texts import _, ngettext


class _OnlyTriedError(Exception):
    """Takes back what a dry run did."""


_EXACT = 9
"""Decimals of the numbers in JSON: finer than any difference that rounding units could make."""


def plan(options: argparse.Namespace, console: Console) -> int:
    """Plan turns ahead and list them; of a dry run nothing stays."""
    until = _day_after(options.until) if options.until else None
    today = console.clock.today()
    rows: list[TurnRow] = []
    facts: list[dict[str, Any]] = []
    some = False
    with opened(options, console) as file, suppress(_OnlyTriedError), file.writing(who=user_name()) as session:
        plan_ahead(session, today=today, until=until)
        rows = [row for row in turn_rows(session) if row.is_ahead(today) and (not until or row.first < until)]
        facts = [_turn_facts(session, row) for row in rows] if options.json else []
        some = bool(duties(session, today))
        if options.dry_run:
            raise _OnlyTriedError
    if options.json:
        write_json(console, facts)
        return DONE
    if rows:
        header = (_("Date"), _("Meeting"), _("Duty"), _("Member"), _("Person"), _("State"))
        table = [(texts.date_short_year(row.first), _occasion(row), duty_name(row.duty), row.member, row.person,
                  state_word(row)) for row in rows]  # fmt: skip
        write_table(console, header, table)
        console.say()
        console.say(ngettext("{n} turn", "{n} turns", len(rows)).format(n=texts.number(len(rows))))
    else:
        console.say(_nothing_due(until, some_duties=some))
    if options.dry_run and rows:
        console.say(_("Nothing was changed: this is what planning would do."))
    return DONE


def _nothing_due(until: dt.date | None, *, some_duties: bool) -> str:
    """Return why planning found nothing, and what to do about it."""
    if not some_duties:
        return _("No duties yet. Say what there is to do, and who may be asked.")
    if until is not None:
        day = texts.date_long(last_day(until))
        return _("No meetings until {day}, and no terms that begin: there is nothing to plan.").format(day=day)
    return _("No meetings to come. Duties are planned for meetings: plan one first.")


def show_ledger(options: argparse.Namespace, console: Console) -> int:
    """Show turns done beside fair share."""
    today = console.clock.today()
    with opened(options, console, read_only=True) as file, file.reading() as session:
        found = ledger(session, wanted_duty(session, options.duty).id, today=today)
    if options.json:
        members = [
            {"member": row.member, **_numbers(row.done, row.share), "last_done": row.last_done, "may": row.may}
            for row in found.rows
        ]  # fmt: skip
        facts = {"since": found.since, "members": members, "left": _turns(found.left)}
        write_json(console, {**_duty_facts(found.duty), **facts})
        return DONE
    if not found.rows:
        console.say(nobody_in_ledger())
        return DONE
    header = (_("Member"), _("Turns done"), _("Fair share"), _("Balance"), _("Last done"))
    table = [
        (row.member, amount(row.done), amount(row.share), signed_amount(row.balance),
         texts.date_short_year(row.last_done) if row.last_done else "")
        for row in found.rows
    ]  # fmt: skip
    write_table(console, header, table)
    console.say()
    console.say(_("Below zero is behind: their turn comes. The balances add up to zero."))
    if found.left:
        console.say(_("Members that left took {turns} with them.").format(turns=signed_amount(found.left)))
    return DONE


def show_audit(options: argparse.Namespace, console: Console) -> int:
    """Show what happened beside what the rule would have done."""
    with opened(options, console, read_only=True) as file, file.reading() as session:
        found = audit(session, wanted_duty(session, options.duty).id)
    if options.json:
        facts = {"happened": _account(found.happened), "rule": _account(found.rule)}
        write_json(console, {**_duty_facts(found.duty), **facts})
        return DONE
    if not found.turns:
        console.say(_("No turn of this duty was done yet."))
        return DONE
    ruled = {row.member_id: row for row in found.rule.rows}
    header = (_("Member"), _("Turns done"), _("Fair share"), _("Balance"), _("By the rule"), _("Balance by the rule"))
    table = [
        (row.member, amount(row.done), amount(row.share), signed_amount(row.balance),
         amount(ruled[row.member_id].done), signed_amount(ruled[row.member_id].balance))
        for row in found.happened.rows
    ]  # fmt: skip
    write_table(console, header, table)
    console.say()
    console.say(ngettext("{n} turn", "{n} turns", found.turns).format(n=texts.number(found.turns)))
    sentence = _("Furthest from the fair share at any time: {happened} turns; by the rule it would have been {rule}.")
    console.say(sentence.format(happened=amount(found.happened.largest), rule=amount(found.rule.largest)))
    return DONE


def wanted_duty(session: Session, wanted: str) -> DutyRow:
    """Return the duty of a key or a name, whatever its case and accents.

    Raises:
        DutyNotFound: If there is none.
    """
    rows = duties(session)
    keyed = [row for row in rows if row.key == wanted.strip().casefold()]
    named = [row for row in rows if words(wanted) in (words(row.name), words(duty_name(row))) and words(wanted)]
    if not keyed and not named:
        raise DutyNotFound(wanted)
    return (keyed or named)[0]


def _duty_facts(duty: DutyRow) -> dict[str, str]:
    return {"duty": command_word(duty), "name": duty_name(duty)}


def _account(account: Account) -> dict[str, Any]:
    return {
        "members": [{"member": row.member, **_numbers(row.done, row.share)} for row in account.rows],
        "largest": _turns(account.largest),
    }


def _numbers(done: int, share: int) -> dict[str, float]:
    return {"turns": _turns(done), "share": _turns(share), "balance": _turns(done - share)}


def _turns(units: int) -> float:
    return round(units / TURN, _EXACT) + 0.0


def _turn_facts(session: Session, row: TurnRow) -> dict[str, Any]:
    """Return what `duties plan --json` gives of a turn."""
    reason = why(session, row.id)
    explained = None
    if reason is not None:
        explained = {
            "fair_share": _turns(reason.fair_share),
            "turns_done": _turns(reason.turns_done),
            "runner_up": reason.runner_up or None,
            "passed_over": [
                {"member": name, "balance": _turns(one.balance), "why": one.why.value, "away_until": one.away_until}
                for one, name, _left in reason.passed_over
            ],
        }
    return {
        **_duty_facts(row.duty),
        "date": row.first,
        "until": row.end,
        "meeting": meeting_name(row.meeting) if row.meeting else None,
        "group": row.meeting.group if row.meeting else "",
        "member": row.member or None,
        "person": row.person or None,
        "alternate": row.alternate or None,
        "state": row.state.value,
        "published": row.published,
        "why": explained,
    }


def _occasion(row: TurnRow) -> str:
    if row.meeting is not None:
        return meeting_name(row.meeting)
    last = (row.end or row.first) - dt.timedelta(days=1)
    return _("until {day}").format(day=texts.date_short_year(last))


def _day_after(written: str) -> dt.date:
    """Return the day after the one written, so that it is planned too."""
    try:
        return dt.date.fromisoformat(written) + dt.timedelta(days=1)
    except (ValueError, OverflowError):
        raise DayNotUnderstood(written) from None
