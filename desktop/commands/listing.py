"""Commands that show what is on record."""

import argparse
import datetime as dt
from collections.abc import Sequence
from typing import Any

from db.alliance import KindRow, member_kinds
from db.errors.asked import DateNotUnderstood
from db.listing import ListedMeeting, ListedMember, listed_meetings, listed_members, listed_people
from db.meetings.labels import MeetingLabel
from db.minutes import actions as action_rows
from db.minutes import decisions as decision_rows
from db.search.search import Hit, find, unread_dates
from db.vocabulary import ActionState, MemberStatus
from desktop import texts
from desktop.commands.console import DONE, Console, opened
from desktop.commands.output import plain, write_json, write_table
from desktop.naming import meetings as meeting_words
from desktop.naming import members as member_words
from desktop.naming.filters import filters_told, understood, unknown_filters
from desktop.naming.hits import is_known_challenge, is_known_duty, kind_of, title_of, where
from desktop.naming.outcomes import owner_words
from desktop.texts import _, ngettext, pgettext

_MOST_HITS = 50
_MOST_HITS_FOR_SCRIPTS = 1000
_UNMARKED = str.maketrans("", "", "\ue000\ue001")


def members(options: argparse.Namespace, console: Console) -> int:
    """List the members as they stand today."""
    with opened(options, console, read_only=True) as file, file.reading() as session:
        rows = listed_members(session, console.clock.today())
        kinds = {kind.name or kind.key: kind for kind in member_kinds(session)}
    if options.json:
        keys = ("name", "short_name", "kind", "grassroots", "sector", "status", "joined", "left", "representative",
                "alternate", "email", "phone", "place", "website", "note", "duty_share", "offers")  # fmt: skip
        write_json(console, [{key: getattr(row, key) for key in keys} for row in rows])
        return DONE
    header = (_("Member"), _("Kind"), _("Status"), _("Since"), _("Represented by"))
    table = [
        (
            row.name,
            _kind_word(row.kind, kinds),
            member_words.status_word(row.status),
            texts.date_short_year(since) if (since := _since(row)) else "",
            ", ".join(row.representative),
        )
        for row in rows
    ]
    write_table(console, header, table)
    return _counted(console, ngettext("{n} member", "{n} members", len(rows)), rows)


def _since(row: ListedMember) -> dt.date | None:
    """Return since when a member has the status it has."""
    return row.left if row.status is MemberStatus.LEFT else row.joined


def people(options: argparse.Namespace, console: Console) -> int:
    """List the people."""
    with opened(options, console, read_only=True) as file, file.reading() as session:
        rows = listed_people(session)
    if options.json:
        keys = ("name", "email", "phone", "members")
        write_json(console, [{key: getattr(row, key) for key in keys} for row in rows])
        return DONE
    header = (_("Person"), _("E-mail"), _("Phone"), _("Members"))
    write_table(console, header, [(row.name, row.email, row.phone, ", ".join(row.members)) for row in rows])
    return _counted(console, ngettext("{n} person", "{n} people", len(rows)), rows)


def meetings(options: argparse.Namespace, console: Console) -> int:
    """List the meetings, oldest first."""
    with opened(options, console, read_only=True) as file, file.reading() as session:
        rows = listed_meetings(session)
    if options.json:
        write_json(console, [meeting_facts(row) for row in rows])
        return DONE
    header = (_("No."), _("Date"), _("Group"), _("Status"), _("Present"), _("Meeting"))
    table = [
        (
            "" if row.number is None else str(row.number),
            texts.date_short_year(row.date),
            row.group or _("Plenary"),
            meeting_words.status_word(row.status),
            texts.number(len(row.present)),
            meeting_words.meeting_name(
                MeetingLabel(row.id, row.group, None if row.title else row.number, row.title, row.date)
            ),
        )
        for row in rows
    ]
    write_table(console, header, table)
    return _counted(console, ngettext("{n} meeting", "{n} meetings", len(rows)), rows)


def meeting_facts(row: ListedMeeting) -> dict[str, Any]:
    """Return what `list meetings --json` gives of a meeting."""
    return {
        "number": row.number,
        "date": row.date,
        "group": row.group,
        "title": row.title,
        "status": row.status.value,
        "present": row.present,
        "apologies": row.apologies,
        "chair": "; ".join(row.chair),
        "minutes_by": "; ".join(row.minutes_by),
        "agenda": [meeting_words.item_title(item) for item in row.items],
        "decisions": [{"number": one.number, "text": one.text} for one in row.decisions],
        "actions": [
            {"number": one.number, "text": one.text, "owner": one.owner, "due": one.due, "state": one.state.value}
            for one in row.actions
        ],
        "text": meeting_words.minutes_text(row),
    }


def decisions(options: argparse.Namespace, console: Console) -> int:
    """List the decisions, newest first."""
    with opened(options, console, read_only=True) as file, file.reading() as session:
        rows = decision_rows.decisions(session)
    if options.json:
        found = [
            {
                "number": row.label,
                "date": row.meeting_date,
                "group": row.group,
                "meeting": row.meeting_number,
                "text": row.text,
                "state": "current" if row.current else "superseded",
                "superseded_by": [label for _key, label in row.superseded_by],
                "effective": row.effective_date,
            }
            for row in rows
        ]
        write_json(console, found)
        return DONE
    header = (_("No."), _("Date"), _("Group"), _("State"), _("Decision"))
    table = [
        (
            row.label,
            texts.date_short_year(row.meeting_date),
            row.group or _("Plenary"),
            pgettext("state of a decision", "current")
            if row.current
            else pgettext("state of a decision", "superseded"),
            row.text,
        )
        for row in rows
    ]
    write_table(console, header, table)
    return _counted(console, ngettext("{n} decision", "{n} decisions", len(rows)), rows)


def actions(options: argparse.Namespace, console: Console) -> int:
    """List the actions, those due first at the top."""
    with opened(options, console, read_only=True) as file, file.reading() as session:
        rows = action_rows.actions(session)
    if options.json:
        found = [
            {
                "number": row.label,
                "date": row.meeting_date,
                "group": row.group,
                "meeting": row.meeting_number,
                "text": row.text,
                "owner": row.owner,
                "due": row.due_date,
                "state": row.state.value,
                "agreed": row.agreed,
            }
            for row in rows
        ]
        write_json(console, found)
        return DONE
    states = {
        ActionState.OPEN: pgettext("state of an action", "open"),
        ActionState.DONE: pgettext("state of an action", "done"),
        ActionState.DROPPED: pgettext("state of an action", "dropped"),
    }
    not_agreed = pgettext("state of an action", "not agreed yet")
    header = (_("Due"), _("State"), _("Owner"), _("Agreed on"), _("Action"))
    table = [
        (
            texts.date_short_year(row.due_date) if row.due_date else "",
            states[row.state] if row.agreed or row.state is not ActionState.OPEN else not_agreed,
            owner_words(row),
            texts.date_short_year(row.meeting_date) if row.meeting_date else "",
            row.text,
        )
        for row in rows
    ]
    write_table(console, header, table)
    return _counted(console, ngettext("{n} action", "{n} actions", len(rows)), rows)


def search(options: argparse.Namespace, console: Console) -> int:
    """Find words anywhere in the record, the best hit first."""
    limit = _MOST_HITS_FOR_SCRIPTS if options.json else _MOST_HITS
    readers = texts.language()
    with opened(options, console, read_only=True) as file, file.reading() as session:
        query = _understood(options.words, readers)
        found_and_one = find(session, query, limit=limit + 1)
    hits = found_and_one[:limit]
    for written in unknown_filters(query):
        words = _("There is no filter “{written}”; it was looked for as a word. Filters are: {filters}")
        console.err.write("ronda: " + words.format(written=plain(written), filters=filters_told()) + "\n")
    if options.json:
        found = [
            {
                "kind": hit.kind,
                "title": title_of(hit),
                "date": hit.date,
                "meeting": hit.meeting,
                "passage": _passage(hit),
            }
            for hit in hits
        ]
        write_json(console, found)
        return DONE
    for hit in hits:
        console.say(" · ".join(filter(None, (kind_of(hit), plain(title_of(hit)), plain(where(hit))))))
        if (passage := plain(_passage(hit))) and not is_known_duty(hit):
            console.say(f"    {passage}")
    first = _("The first {n} hits. There are more: add a word or a filter.")
    found_all = ngettext("{n} hit", "{n} hits", len(hits))
    return _counted(console, first if len(found_and_one) > limit else found_all, hits)


def _understood(words: Sequence[str], readers: str) -> str:
    """Return a query with filters as the search knows them: the alliance's words for them, the reader's, or English.

    Raises:
        DateNotUnderstood: If one says no day to search from or up to.
    """
    query = " ".join(words)
    for language in (texts.language(), readers):
        with texts.speaking(language):
            query = understood(query)
    for written, read in zip(" ".join(words).split(), query.split(), strict=False):
        if unread_dates(read):
            raise DateNotUnderstood(written)
    return query


def _counted(console: Console, words: str, rows: Sequence[object]) -> int:
    if rows:
        console.say()
    console.say(words.format(n=texts.number(len(rows))))
    return DONE


def _kind_word(kind: str, kinds: dict[str, KindRow]) -> str:
    return member_words.kind_word(kinds[kind]) if kind in kinds else kind


def _passage(hit: Hit) -> str:
    """Return the passage; nothing where it is words that a known challenge is found by."""
    passage = hit.passage.translate(_UNMARKED)
    return "" if is_known_challenge(hit) and passage in hit.title else passage
