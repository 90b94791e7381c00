"""Commands that show what the alliance is for: its charter, its indicators, and who stands behind what."""

import argparse

from db.charter.charter import VersionRow, versions
from db.charter.endorsements import Subject, SubjectKind, endorsement_sheet, tallies
from db.charter.indicators import indicators as indicator_rows
from db.charter.notes import notes
from db.minutes.decisions import decisions
from db.vocabulary import CharterKind, Stance
from desktop import texts
from desktop.commands.console import DONE, Console, opened
from desktop.commands.output import write_json, write_table
from desktop.naming import charter as words
from desktop.texts import _, ngettext


def charter(options: argparse.Namespace, console: Console) -> int:
    """List the versions of the purpose, the principles and the ways of working, each kind's newest first."""
    today = console.clock.today()
    with opened(options, console, read_only=True) as file, file.reading() as session:
        rows = [row for kind in CharterKind for row in versions(session, kind)]
    if options.json:
        write_json(console, [_version_facts(row) for row in rows])
        return DONE
    header = (_("What"), _("State"), _("Decision"), _("Review"), _("Text"))
    table = [
        (
            words.version_name(row.kind, row.version),
            words.version_standing(row, today),
            row.decision,
            texts.date_short_year(row.review_date) if row.review_date else "",
            row.text or "; ".join(section.heading for section in row.sections),
        )
        for row in rows
    ]
    write_table(console, header, table)
    return _counted(console, ngettext("{n} version", "{n} versions", len(rows)), len(rows))


def indicators(options: argparse.Namespace, console: Console) -> int:
    """List the indicators with what they were last."""
    with opened(options, console, read_only=True) as file, file.reading() as session:
        rows = indicator_rows(session, dropped=True)
    if options.json:
        found = [
            {
                "name": row.name, "unit": row.unit, "source": row.source,
                "baseline": row.baseline_value, "baseline_date": row.baseline_date,
                "target": row.target_value, "target_date": row.target_date, "dropped": row.dropped_on,
                "observations": [
                    {"date": seen.on_date, "value": seen.value, "line": row.line_on(seen.on_date),
                     "source": seen.source}
                    for seen in row.observations
                ],
            }
            for row in rows
        ]  # fmt: skip
        write_json(console, found)
        return DONE
    header = (_("Indicator"), _("Last value"), _("From and to"))
    table = []
    for row in rows:
        latest = row.latest
        seen = "" if latest is None else _("{value} in {month}").format(
            value=words.amount(latest.value, row.unit), month=texts.month_year(latest.on_date)
        )  # fmt: skip
        table.append((row.name, seen, words.way_of(row)))
    write_table(console, header, table)
    return _counted(console, ngettext("{n} indicator", "{n} indicators", len(rows)), len(rows))


def endorsements(options: argparse.Namespace, console: Console) -> int:
    """List what members were asked to stand behind, and how many do; with --json also who."""
    today = console.clock.today()
    with opened(options, console, read_only=True) as file, file.reading() as session:
        subjects = [Subject(SubjectKind.VERSION, row.id) for kind in CharterKind for row in versions(session, kind)]
        subjects += [Subject(SubjectKind.NOTE, row.id) for row in notes(session)]
        subjects += [Subject(SubjectKind.DECISION, row.id) for row in decisions(session)]
        known = {kind: tallies(session, kind) for kind in SubjectKind}
        asked = [subject for subject in subjects if subject.id in known[subject.kind]]
        sheets = [endorsement_sheet(session, subject, today=today) for subject in asked]
    if options.json:
        found = [
            {
                "kind": sheet.subject.kind.value,
                "what": words.subject_name(sheet),
                "text": sheet.title,
                "answers": [
                    {"member": row.name, "stance": row.stance.value, "person": row.person, "date": row.on_date,
                     "note": row.remark}
                    for row in sheet.rows
                    if row.stance is not None
                ],
                "not_asked": [row.name for row in sheet.rows if row.stance is None],
            }
            for sheet in sheets
        ]  # fmt: skip
        write_json(console, found)
        return DONE
    header = (_("What"), words.stance_word(Stance.ENDORSES), words.stance_word(Stance.SILENT),
              words.stance_word(Stance.OBJECTS), _("Not asked"), _("Text"))  # fmt: skip
    table = [
        (
            words.subject_name(sheet),
            *(texts.number(count) for count in (sheet.tally.endorse, sheet.tally.silent, sheet.tally.object)),
            texts.number(sheet.tally.unasked),
            sheet.title if sheet.note_kind is None else words.note_kind(sheet.note_kind),
        )
        for sheet in sheets
    ]
    write_table(console, header, table)
    return _counted(console, ngettext("{n} asked about", "{n} asked about", len(sheets)), len(sheets))


def _version_facts(row: VersionRow) -> dict[str, object]:
    """Return what `list charter --json` gives of a version."""
    return {
        "kind": row.kind.value,
        "version": row.version,
        "text": row.text,
        "answers": dict(row.answers()) if row.kind is CharterKind.PURPOSE else {},
        "sections": [
            {"heading": part.heading, "text": part.text, "non_negotiable": part.non_negotiable} for part in row.sections
        ],
        "from": row.in_force_from,
        "until": row.until,
        "decision": row.decision,
        "circulated": row.circulated_on,
        "review": row.review_date,
        "outcome": None if row.outcome is None else row.outcome.value,
    }


def _counted(console: Console, sentence: str, count: int) -> int:
    if count:
        console.say()
    console.say(sentence.format(n=texts.number(count)))
    return DONE
