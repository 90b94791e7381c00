"""Commands that bring in what others wrote down."""

import argparse
import datetime as dt
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from sqlalchemy.orm import Session

from db.alliance import member_kinds
from db.engine import AllianceFile
from db.errors.asked import GroupNotFound
from db.folding import fold
from db.history.history import StepRow, recent_steps
from db.incoming.calendar_events import EventVerdict
from db.incoming.calendar_plans import import_events, plan_events
from db.incoming.imports import import_meetings, plan_meetings
from db.incoming.past_meetings import MeetingsReport, Remark, Verdict
from db.incoming.roster import import_members, plan_members
from db.incoming.roster_rows import Add, Choice, FieldDifference, MembersReport, RowDoubt, RowVerdict
from db.members.groups import groups_on
from db.rescue.whole_tables import bring_back, table_names
from desktop import texts
from desktop.commands.backups import back_up_first
from desktop.commands.console import DONE, Console, opened, user_name
from desktop.commands.output import plain, write_table
from desktop.exchange.calendar_in import read_calendar
from desktop.exchange.csv_in import read_export
from desktop.exchange.import_words import (
    cells_left_out,
    column_word,
    dates_as_read,
    event_verdict,
    field_word,
    meeting_doubt,
    meeting_verdict,
    member_doubt,
    member_verdict,
    no_group_members,
    place_of_list,
    value_word,
)
from desktop.exchange.meetings_in import read_meetings
from desktop.exchange.members_in import read_members
from desktop.exchange.tables import Headings, Table, column_letters
from desktop.naming.members import kind_word
from desktop.texts import _, ngettext

_MOST_DOUBLES = 20


def members(options: argparse.Namespace, console: Console) -> int:
    """Bring in members, or say what would happen."""
    with opened(options, console, read_only=options.dry_run) as file:
        sheet = read_members(options.source)
        today = console.clock.today()
        with file.reading() as session:
            kinds: dict[object, str] = {row.id: kind_word(row) for row in member_kinds(session)}
            report = plan_members(session, sheet.entries, today=today)
            choices = _choices(report) if options.doubtful == "add" else {}
            if choices:
                report = plan_members(session, sheet.entries, today=today, choices=choices)
        if not options.dry_run:
            with _bringing_in(file, console) as session:
                report, _changes = import_members(
                    session, sheet.entries, today=today, choices=choices, progress=_progress(console)
                )
    _show_columns(console, sheet.columns, sheet.table, field_word)
    _show_members(console, report, kinds, dry_run=options.dry_run)
    return DONE


def meetings(options: argparse.Namespace, console: Console) -> int:
    """Bring in past meetings, or say what would happen."""
    with opened(options, console, read_only=options.dry_run) as file:
        sheet = read_meetings(options.source, minutes_folder=options.minutes_folder, today=console.clock.today())
        if options.dry_run:
            with file.reading() as session:
                report = plan_meetings(session, sheet.meetings)
        else:
            with _bringing_in(file, console) as session:
                report, _changes = import_meetings(session, sheet.meetings, progress=_progress(console))
    _show_columns(console, sheet.columns, sheet.table, column_word)
    _show_meetings(console, report, [*sheet.refused, *sheet.remarks], len(sheet.refused), dry_run=options.dry_run)
    return DONE


def calendar(options: argparse.Namespace, console: Console) -> int:
    """Plan meetings from a calendar, or say what would be planned."""
    today = console.clock.today()
    with opened(options, console, read_only=options.dry_run) as file:
        events = read_calendar(options.source, first=today, last=today + dt.timedelta(days=366 * 2))
        with file.reading() as session:
            group_id = _group(session, options.group, today)
            lines = plan_events(session, events, group_id=group_id)
        if not options.dry_run:
            with _bringing_in(file, console) as session:
                lines, _changes = import_events(session, events, group_id=group_id, progress=_progress(console))
    rows = [
        (texts.date_short_year(line.event.date), event_verdict(line.verdict), line.event.title, line.event.place)
        for line in lines
    ]
    if rows:
        write_table(console, (_("Day"), _("What"), _("Meeting"), _("Place")), rows)
        console.say()
    new = sum(line.verdict is EventVerdict.NEW for line in lines)
    done = ngettext("{n} meeting was planned.", "{n} meetings were planned.", new)
    would = ngettext("{n} meeting would be planned.", "{n} meetings would be planned.", new)
    console.say((would if options.dry_run else done).format(n=texts.number(new)))
    return DONE


def whole(options: argparse.Namespace, console: Console) -> int:
    """Fill a new alliance's file from an export."""
    with opened(options, console) as file:
        found = read_export(options.source, table_names())
        with _bringing_in(file, console) as session:
            bring_back(session, found.tables, found.papers())
    counted = sum(len(rows) for rows in found.tables.values())
    console.say(ngettext("{n} row came back.", "{n} rows came back.", counted).format(n=texts.number(counted)))
    return DONE


def _group(session: Session, name: str, today: dt.date) -> uuid.UUID | None:
    """Return the group of a name; of no name the plenary."""
    if not name:
        return None
    for group in groups_on(session, today):
        if fold(group.name) == fold(name):
            return group.id
    raise GroupNotFound(name)


@contextmanager
def _bringing_in(file: AllianceFile, console: Console) -> Iterator[Session]:
    """Give a session to write with, and note whether what it wrote stays, though somebody stops it at the very end."""
    back_up_first(file, console)
    before = _newest(file)
    try:
        with file.writing(who=user_name()) as session:
            yield session
    finally:
        console.kept = _newest(file) != before


def _newest(file: AllianceFile) -> list[StepRow]:
    with file.reading() as session:
        return recent_steps(session, limit=1)


def _choices(report: MembersReport) -> dict[int, Choice]:
    """Return the choice to add every row that would otherwise be left out as a possible double."""
    return {
        row.entry.row: Add.NEW
        for row in report.rows
        if row.choice is Add.SKIP and any(one.doubt is RowDoubt.MAY_BE_DOUBLE for one in row.remarks)
    }


def _progress(console: Console) -> Callable[[int, int], None] | None:
    """Return what shows progress on a terminal; Ctrl+C stops and undoes everything."""
    if not console.err.isatty():
        return None

    def show(done: int, total: int) -> None:
        console.err.write(f"\r{done}/{total}" + ("\n" if done == total else ""))
        console.err.flush()

    return show


def _show_columns(
    console: Console, columns: Mapping[str, int], table: Table, word: Callable[[str], str]
) -> None:  # fmt: skip
    for words in place_of_list(table):
        console.say(plain(words))
    if table.headings is Headings.NONE:
        said = {place: f"{column_letters(place + 1)} ({word(field)})" for field, place in columns.items()}
        titles = [said.get(place, column_letters(place + 1)) for place in range(len(table.header))]
    else:
        titles = [plain(title) for title in table.header]
    read = [titles[place] for place in sorted(columns.values()) if place < len(titles)]
    console.say(_("Columns read: {columns}.").format(columns=", ".join(read)))
    left = [title for place, title in enumerate(titles) if place not in columns.values() and title]
    if left:
        console.say(_("Columns left out: {columns}.").format(columns=", ".join(left)))
    for words in filter(None, (cells_left_out(table, columns), dates_as_read(table, columns))):
        console.say(plain(words))
    console.say()


def _show_members(
    console: Console, report: MembersReport, kinds: Mapping[object, str], *, dry_run: bool
) -> None:  # fmt: skip
    rows = []
    for row in report.rows:
        remarks = [member_doubt(remark) for remark in row.remarks]
        if row.differences:
            remarks.append("; ".join(_difference(one, kinds) for one in row.differences))
        if row.verdict in (RowVerdict.SAME, RowVerdict.REPEATED):
            continue
        if row.verdict in (RowVerdict.LOOK, RowVerdict.DOUBTFUL):
            remarks.insert(0, f"[{member_verdict(row.outcome)}]")
        rows.append((str(row.entry.row), member_verdict(row.verdict), row.entry.name, " ".join(remarks)))
    if rows:
        write_table(console, (_("Row"), _("What"), _("Member"), _("Remarks")), rows)
        console.say()
    new, changed, same, repeated, refused = (
        report.outcomes(verdict)
        for verdict in (
            RowVerdict.NEW, RowVerdict.CHANGED, RowVerdict.SAME, RowVerdict.REPEATED, RowVerdict.REFUSED,
        )
    )  # fmt: skip
    changes = (
        ngettext("{n} changes", "{n} change", changed) if dry_run else ngettext("{n} changed", "{n} changed", changed)
    )
    _tell_counts(
        console,
        (
            _n(ngettext("{n} new member", "{n} new members", new), new),
            _n(changes, changed),
            _n(ngettext("{n} is the same as on record", "{n} are the same as on record", same), same),
            _n(ngettext("{n} is repeated in the file", "{n} are repeated in the file", repeated), repeated),
            _left_out(refused, dry_run=dry_run),
        ),
        dry_run=dry_run,
    )
    if look := report.count(RowVerdict.LOOK):
        words = ngettext("To look at, but taken: {n} row.", "To look at, but taken: {n} rows.", look)
        console.say(words.format(n=texts.number(look)))
    if doubtful := report.count(RowVerdict.DOUBTFUL):
        words = ngettext("Doubtful, and left out: {n} row.", "Doubtful, and left out: {n} rows.", doubtful)
        console.say(words.format(n=texts.number(doubtful)))


def _difference(one: FieldDifference, kinds: Mapping[object, str]) -> str:
    old, new = (kinds.get(value) or value_word(value) for value in (one.old, one.new))
    return f"{field_word(one.field)}: {old or '–'} → {new}"


def _show_meetings(
    console: Console, report: MeetingsReport, reading: Sequence[Remark], refused: int, *, dry_run: bool
) -> None:  # fmt: skip
    for meeting in report.meetings:
        if meeting.verdict in (Verdict.DIFFERS, Verdict.TEXT):
            day = texts.date_short_year(meeting.date)
            console.say(f"{_row(meeting.row)}: {day} {plain(meeting.title)}: {meeting_verdict(meeting.verdict)}")
    for remark in sorted((*reading, *report.remarks), key=lambda one: one.row):
        console.say(f"{_row(remark.row)}, {column_word(remark.column)}: {plain(meeting_doubt(remark))}")
    for double in report.doubles[:_MOST_DOUBLES]:
        console.say(
            _("“{name}” and “{other}” may be the same.").format(name=plain(double.name), other=plain(double.other))
        )
    if report.groups:
        console.say(_("New groups: {names}.").format(names=", ".join(map(plain, report.groups))))
        console.say(no_group_members())
    if report.people:
        count = ngettext("{n} new name became a member.", "{n} new names became members.", len(report.people))
        would = ngettext(
            "{n} new name would become a member.", "{n} new names would become members.", len(report.people)
        )
        console.say((would if dry_run else count).format(n=texts.number(len(report.people))))
    new, gained = report.count(Verdict.NEW), report.count(Verdict.TEXT)
    same = len(report.meetings) - new
    if dry_run:
        came = ngettext("{n} meeting", "{n} meetings", new)
        known = ngettext("{n} is on record already", "{n} are on record already", same)
        text = ngettext("{n} of them gets its minutes", "{n} of them get their minutes", gained)
    else:
        came = ngettext("{n} meeting brought in", "{n} meetings brought in", new)
        known = ngettext("{n} was on record already", "{n} were on record already", same)
        text = ngettext("{n} of them got its minutes", "{n} of them got their minutes", gained)
    texts_too = [_n(text, gained)] * bool(gained)
    counts = (_n(came, new), _n(known, same), *texts_too, _left_out(refused, dry_run=dry_run))
    _tell_counts(console, counts, dry_run=dry_run)


def _tell_counts(console: Console, counts: Sequence[str], *, dry_run: bool) -> None:
    sentence = _("This would bring {new}; {rest}.") if dry_run else _("{new}; {rest}.")
    console.say(sentence.format(new=counts[0], rest=", ".join(counts[1:])))


def _left_out(count: int, *, dry_run: bool) -> str:
    if dry_run:
        return _n(ngettext("{n} row is left out", "{n} rows are left out", count), count)
    return _n(ngettext("{n} row was left out", "{n} rows were left out", count), count)


def _n(words: str, count: int) -> str:
    return words.format(n=texts.number(count))


def _row(number: int) -> str:
    return _("Row {n}").format(n=number)
