"""What the command line understands: commands, their arguments, and help in the reader's language."""

import argparse
import re
import sys
from pathlib import Path
from typing import Any, NoReturn

from desktop import texts
from desktop.commands.console import USAGE, Console
from desktop.commands.register_options import add_paper_options, add_paper_size, add_register_commands
from desktop.naming.documents import KINDS
from desktop.naming.filters import filter_examples, filters_told, numbers_told
from desktop.texts import N_, _

_REASONS = (
    (r"the following arguments are required: (?P<names>.+)", N_("missing: {names}")),
    (r"unrecognized arguments: (?P<names>.+)", N_("not known: {names}")),
    (r"argument (?P<name>.+?): expected one argument", N_("{name} needs a value")),
    (r"argument (?P<name>.+?): expected at least one argument", N_("{name} needs a value")),
    (
        r"argument (?P<name>.+?): invalid choice: (?P<value>.+?) \(choose from (?P<choices>.+)\)",
        N_("{name} cannot be {value}; it is one of {choices}"),
    ),
    (r"argument (?P<name>.+?): not allowed with argument (?P<other>.+)", N_("{name} does not go with {other}")),
    (r"argument (?P<name>.+?): invalid int value: (?P<value>.+)", N_("{name} is a number, not {value}")),
    (r"argument (?P<name>.+?): ignored explicit argument (?P<value>.+)", N_("{name} takes no value")),
)
"""What argparse says, and the same as Ronda says it; argparse has no translations of its own."""


class _Parser(argparse.ArgumentParser):
    """A parser that writes to the console it was given and speaks the reader's language."""

    console = Console(sys.stdout, sys.stderr)

    def __init__(self, **options: Any) -> None:
        super().__init__(add_help=False, allow_abbrev=False, **options)
        self._positionals.title = _("what about")
        self._optionals.title = _("options")
        self.add_argument("-h", "--help", action="help", help=_("show this and leave"))

    def format_usage(self) -> str:
        return super().format_usage().replace("usage: ", _("usage: "), 1)

    def format_help(self) -> str:
        return super().format_help().replace("usage: ", _("usage: "), 1)

    def _print_message(self, message: str, file: Any = None) -> None:
        (self.console.err if file is sys.stderr else self.console.out).write(message)

    def error(self, message: str) -> NoReturn:
        self.console.err.write(self.format_usage())
        reason = _reason(message)
        self.console.err.write("ronda: " + _("This was not understood ({reason}).").format(reason=reason) + "\n")
        raise SystemExit(USAGE)


class _Version(argparse.Action):
    """Shows the version and leaves."""

    def __call__(self, parser: argparse.ArgumentParser, *_given: object) -> NoReturn:
        parser._print_message(f"Ronda {program_version()}\n")
        parser.exit()


def program_version() -> str:
    """Return the version of what is installed, or of the sources that run."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("ronda")
    except PackageNotFoundError:
        import tomllib

        sources = Path(__file__).parents[2] / "pyproject.toml"
        return str(tomllib.loads(sources.read_text("utf-8"))["project"]["version"]) if sources.is_file() else "?"


def _reason(message: str) -> str:
    """Return what argparse found wrong in the reader's language; as it says it where that is none of the usual."""
    for pattern, words in _REASONS:
        if found := re.fullmatch(pattern, message):
            return _(words).format(**found.groupdict())
    return message


def parser(console: Console) -> argparse.ArgumentParser:
    """Return the parser of all commands, in the language spoken now."""
    speaking = type("_SpeakingParser", (_Parser,), {"console": console})
    top: argparse.ArgumentParser = speaking(
        prog="ronda",
        description=_("The desk of a small alliance. Without a command the window opens: ronda [FILE]"),
        epilog=_("Exit codes: 0 done, 1 refused, 2 not understood."),
    )
    top.add_argument("--version", action=_Version, nargs=0, help=_("show the version and leave"))
    top.add_argument("--sample", action="store_true", help=_("open the window on a sample alliance"))
    commands: Any = top.add_subparsers(title=_("commands"), metavar=_("COMMAND"), required=True, parser_class=speaking)
    _file_commands(commands)
    _import_commands(commands)
    _list_commands(commands)
    _export_commands(commands)
    _duties_commands(commands)
    _handover_commands(commands)
    return top


def _command(commands: Any, name: str, words: str, runs: str, *, file: str = "", more: str = "") -> Any:
    """Add a command; `runs` is "module:function"."""
    module, _colon, function = runs.partition(":")
    command = commands.add_parser(name, help=words, description=f"{words} {more}".strip())
    command.set_defaults(module=module, function=function)
    command.add_argument("file", metavar=_("FILE"), type=Path, help=file or _("the alliance’s file"))
    command.add_argument(
        "--passphrase-file",
        metavar="F",
        type=Path,
        help=_("a text file whose first line is the passphrase; without it you are asked where one is needed"),
    )
    return command


def _documents_told() -> str:
    """Return what to write for each document of the print room: "Public agenda: agenda --public"."""
    told = "; ".join(f"{kind.name()}: {' '.join(kind.asked)}" for kind in KINDS)
    return _("The documents of the print room, and what each is called here: {documents}").format(documents=told)


def _several(commands: Any, name: str, words: str, *, more: str = "") -> Any:
    command = commands.add_parser(name, help=words, description=words, epilog=more or None)
    return command.add_subparsers(metavar=_("WHAT"), required=True, parser_class=type(command))


def _file_commands(commands: Any) -> None:
    codes = list(texts.languages())
    new = _command(commands, "new", _("Make the file of a new alliance."), "file:make_new", file=_("where it will be"))
    new.add_argument("--name", required=True, help=_("the alliance’s name"))
    new.add_argument("--language", choices=codes, help=_("language of its papers (yours if not given)"))
    demo = _command(
        commands, "demo", _("Write a sample alliance to try things on."), "file:make_demo",
        file=_("where it will be"),
    )  # fmt: skip
    demo.add_argument("--language", choices=codes, help=_("language of the sample (yours if not given)"))
    _command(commands, "check", _("Check that the file is whole."), "file:check")
    forget = _command(
        commands, "forget", _("Forget a person: name, address and number leave the file for good."),
        "forgetting:forget", more=_("What they did still counts, without the name. Backups beside the file too."),
    )  # fmt: skip
    forget.add_argument("--person", required=True, metavar=_("NAME"), help=_("the person’s name, or enough of it"))
    forget.add_argument("--dry-run", action="store_true", help=_("say what would happen and change nothing"))
    _backup_commands(commands)
    _foreign_commands(commands)


def _foreign_commands(commands: Any) -> None:
    take = _command(
        commands, "take-in", _("Make a clean copy of an alliance file that comes from elsewhere."),
        "foreign:take_file_in", file=_("somebody else’s file"),
        more=_("Every entry is looked over and written anew; whatever Ronda would not have written is refused whole."),
    )  # fmt: skip
    rescue = _command(
        commands, "rescue", _("Save what can be read of a damaged file into a new one."), "foreign:rescue",
        file=_("the damaged file"), more=_("It is only read. What was saved and what is lost is counted."),
    )  # fmt: skip
    for command in (take, rescue):
        command.add_argument("-o", "--output", metavar=_("NEW"), type=Path, help=_("the new file"))
    rescue.add_argument("--json", action="store_true", help=_("write JSON, for scripts"))


def _backup_commands(commands: Any) -> None:
    take = _command(
        commands, "backup", _("Take a backup: a checked copy under the same passphrase."), "backups:take",
        more=_("The file may be open elsewhere."),
    )  # fmt: skip
    take.add_argument(
        "-o", "--output", metavar=_("FOLDER"), type=Path, help=_("where to (beside the file if not given)")
    )
    told = _command(commands, "backups", _("List the backups of a file, newest first."), "backups:tell")
    told.add_argument("--json", action="store_true", help=_("write JSON, for scripts"))
    restore = _command(
        commands, "restore", _("Write what is in a backup to a new file."), "backups:restore", file=_("the backup"),
        more=_("Never over another file; the backup stays."),
    )  # fmt: skip
    restore.add_argument("-o", "--output", metavar=_("NEW"), type=Path, required=True, help=_("the new file"))


def _import_commands(commands: Any) -> None:
    kinds = _several(commands, "import", _("Bring in members or past meetings from a spreadsheet (CSV or XLSX)."))
    doubles = _(
        "Rows that may be somebody on record already are doubtful: they are left out and listed, unless --doubtful "
        "says else. Rows “to look at” are taken; something in them could not be read, or is unusual."
    )
    members = _command(
        kinds,
        "members",
        _("Bring in members."),
        "importing:members",
        more=_("Nothing is deleted.") + " " + doubles,
    )
    meetings = _command(
        kinds, "meetings", _("Bring in past meetings and their minutes."), "importing:meetings",
        more=_("Names are separated by semicolons, other lists by | between spaces; names stay as they are written."),
    )  # fmt: skip
    calendar = _command(
        kinds, "calendar", _("Plan meetings from a calendar (.ics)."), "importing:calendar",
        more=_("Events to come in the next two years; the same calendar again changes nothing."),
    )  # fmt: skip
    calendar.add_argument(
        "--group", metavar=_("NAME"), default="", help=_("whose meetings (the plenary’s if not given)")
    )
    whole = _command(
        kinds, "csv", _("Fill a new alliance’s file from an export."), "importing:whole",
        more=_("SOURCE is a folder that “ronda export csv” wrote."),
    )  # fmt: skip
    survey = _command(
        kinds, "survey", _("Read returned forms of a survey of members (PDF)."), "surveys:read_forms",
        more=_("A form that was read before does not count twice. What cannot be taken is listed."),
    )  # fmt: skip
    survey.add_argument("forms", metavar="PDF", type=Path, nargs="+", help=_("filled forms, or folders of them"))
    _which_survey(survey)
    for command in (members, meetings, calendar, whole):
        command.add_argument("source", metavar=_("SOURCE"), type=Path, help=_("where it comes from"))
    meetings.add_argument(
        "--minutes-folder", metavar="DIR", type=Path,
        help=_("where the minutes’ texts are (the spreadsheet’s own folder if not given)"),
    )  # fmt: skip
    members.add_argument(
        "--doubtful", choices=("skip", "add"), default="skip",
        help=_("what to do with doubtful rows: leave them out (the usual) or add them as members of their own"),
    )  # fmt: skip
    for command in (members, meetings, calendar):
        command.add_argument("--dry-run", action="store_true", help=_("say what would happen and change nothing"))


def _which_survey(command: Any) -> None:
    command.add_argument(
        "--survey", metavar=_("NAME"),
        help=_("its title, its form’s code, or the year it began (the latest if not given)"),
    )  # fmt: skip


def _list_commands(commands: Any) -> None:
    lists = _several(commands, "list", _("List members, meetings, decisions, actions and more of what is on record."))
    words = {
        "members": _("List the members."),
        "people": _("List the people."),
        "meetings": _("List the meetings."),
        "decisions": _("List the decisions."),
        "actions": _("List the actions."),
        "charter": _("List the versions of purpose, principles and ways of working."),
        "indicators": _("List the indicators with their last values."),
        "endorsements": _("List how many members stand behind decisions, versions and notes; with --json also who."),
    }
    modules = dict.fromkeys(("charter", "indicators", "endorsements"), "charter")
    more = {
        "meetings": _(
            "With --json: present and apologies are lists of names as they were written; chair and minutes_by are "
            "texts with “; ” between names; group is empty for the plenary."
        )
    }
    found = [
        _command(lists, name, words[name], f"{modules.get(name, 'listing')}:{name}", more=more.get(name, ""))
        for name in words
    ]
    found.append(_measures_command(lists))
    search = _command(
        commands, "search", _("Find words anywhere in the record."), "listing:search",
        more="\n".join((
            numbers_told(),
            _("Filters stand among the words, as in “{example}”. They are: {filters}").format(
                example=filter_examples(), filters=filters_told()
            ),
        )),
    )  # fmt: skip
    search.add_argument("words", metavar=_("WORDS"), nargs="+", help=_("what to look for"))
    survey = _command(
        lists, "survey", _("Show what a survey of members says."), "surveys:show",
        more=_("Of fewer than 5 answers nothing is shown."),
    )  # fmt: skip
    _which_survey(survey)
    for command in (*found, survey, search):
        command.add_argument("--json", action="store_true", help=_("write JSON, for scripts"))


def _measures_command(lists: Any) -> Any:
    command = _command(
        lists, "measures", _("List what is counted of a period: attendance, actions, duties and the rest."),
        "measuring:measures_of",
        more=_(
            "Of the plenary, unless --group or --all says else. With --json: every number, those of the period before, "
            "the findings in words, and how each is counted."
        ),
    )  # fmt: skip
    command.add_argument(
        "--from", dest="first", metavar=_("DATE"),
        help=_("the first day, as 2026-01-01 (1 January of the last day’s year if not given)"),
    )  # fmt: skip
    command.add_argument(
        "--to", dest="last", metavar=_("DATE"), help=_("the last day, as 2026-09-30 (today if not given)")
    )
    _add_whose(command)
    return command


def _add_whose(command: Any) -> None:
    whose = command.add_mutually_exclusive_group()
    whose.add_argument("--group", metavar=_("NAME"), help=_("of this group’s meetings"))
    whose.add_argument("--all", action="store_true", help=_("of all meetings"))


def _export_commands(commands: Any) -> None:
    kinds = _several(commands, "export", _("Write a paper, a calendar file, or all tables."), more=_documents_told())
    _export_meeting_commands(kinds)
    tables = _command(
        kinds,
        "csv",
        _("Write every table as CSV, to read in a spreadsheet or to bring back."),
        "exporting:tables",
    )
    tables.add_argument(
        "-o", "--output", required=True, metavar=_("FOLDER"), type=Path, help=_("a new or an empty folder")
    )
    tables.add_argument("--chair-notes", action="store_true", help=_("with the notes that only the chair is to read"))

    _export_survey_command(kinds)
    _export_report_commands(kinds)
    _export_duties_commands(kinds)
    add_register_commands(kinds, _command)


def _export_survey_command(kinds: Any) -> None:
    form = _command(kinds, "survey", _("Write the form of a survey of members as PDF."), "surveys:write_form")
    _which_survey(form)
    form.add_argument("--fillable", action="store_true", help=_("with fields to fill in on a screen"))
    form.add_argument("-o", "--output", required=True, metavar="OUT.pdf", type=Path, help=_("where to write it"))
    add_paper_size(form)


def _export_report_commands(kinds: Any) -> None:
    """Add what tells of the alliance as a whole."""
    brief = _command(
        kinds, "brief", _("Write the alliance in two pages, for an official, a donor or a new member, as PDF or DOCX."),
        "exporting_reports:brief",
    )  # fmt: skip
    evaluation = _command(
        kinds,
        "evaluation",
        _("Write the evaluation report of a period as PDF or DOCX."),
        "exporting_reports:evaluation",
    )
    evaluation.add_argument(
        "--from",
        dest="first",
        metavar=_("DATE"),
        help=_("the first day, as 2026-01-01 (1 January of the last day’s year if not given)"),
    )
    evaluation.add_argument(
        "--to", dest="last", metavar=_("DATE"), help=_("the last day, as 2026-09-30 (today if not given)")
    )
    _add_whose(evaluation)
    for command in (brief, evaluation):
        add_paper_options(command, "OUT.pdf|.docx")


def _export_meeting_commands(kinds: Any) -> None:
    """Add what is written about one meeting."""
    agenda = _command(kinds, "agenda", _("Write a meeting’s agenda as PDF or DOCX."), "exporting:agenda")
    minutes = _command(kinds, "minutes", _("Write a meeting’s minutes as PDF or DOCX."), "exporting:minutes")
    room = {
        "signin": _("Write the attendance sheet of a meeting as PDF, to be signed."),
        "minutes-form": _("Write an empty form as PDF, for minutes taken by hand."),
        "pack": _("Write agenda, minutes before, open actions and all papers of a meeting as one PDF."),
    }
    others = [
        _command(kinds, name, words, f"exporting_meeting:{name.replace('-', '_')}") for name, words in room.items()
    ]
    which = _("its number (the plenary’s where several have it), its group and number, or its date as 2026-10-22")
    last, coming = _("the latest meeting with minutes if not given"), _("the next meeting if not given")
    for command in (agenda, minutes, *others):
        usual = last if command is minutes else coming
        command.add_argument("--meeting", metavar=_("NUMBER|DATE"), help=f"{which}; {usual}")
        out = "OUT.pdf|.docx" if command in (agenda, minutes) else "OUT.pdf"
        command.add_argument("-o", "--output", required=True, metavar=out, type=Path, help=_("where to write it"))
        add_paper_size(command)
    version = agenda.add_mutually_exclusive_group()
    version.add_argument("--chair", action="store_true", help=_("the chair’s copy: private notes and the clock"))
    for command in (version, minutes):
        command.add_argument("--public", action="store_true", help=_("for everybody: internal items are left out"))
    minutes.add_argument("--item", metavar="N", type=int, help=_("an extract: this item alone, by its number"))


def _export_duties_commands(kinds: Any) -> None:
    """Add what is written about duties; what a file is to be, its name's ending says."""
    rota = _command(kinds, "rota", _("Write the rota as PDF."), "exporting_duties:rota")
    ledger = _command(
        kinds, "ledger", _("Write a duty’s ledger, to check by hand, as PDF or as CSV."), "exporting_duties:ledger_of"
    )
    turns = _command(
        kinds, "turns", _("Write one person’s own turns, as a calendar file or as a slip (PDF)."),
        "exporting_duties:turns",
    )  # fmt: skip
    for command, out in ((rota, "OUT.pdf"), (ledger, "OUT.pdf|.csv"), (turns, "OUT.ics|.pdf")):
        command.add_argument("-o", "--output", required=True, metavar=out, type=Path, help=_("where to write it"))
        add_paper_size(command, ("a4", "a3", "letter", "tabloid"))
    rota.add_argument(
        "--layout", choices=("poster", "list"), default="poster",
        help=_("a poster for the wall (the usual), or a list by date"),
    )  # fmt: skip
    rota.add_argument("--contacts", action="store_true", help=_("print in the list how to reach people"))
    ledger.add_argument(
        "--duty", metavar=_("NAME"), help=_("the duty’s name, or its key: minutes, chairing…; the first if not given")
    )
    ledger.add_argument(
        "--member", metavar=_("NAME"),
        help=_("whose turns are written out one by one; who is furthest behind if not given"),
    )  # fmt: skip
    turns.add_argument("--person", required=True, metavar=_("NAME"), help=_("whose turns"))


def _duties_commands(commands: Any) -> None:
    kinds = _several(commands, "duties", _("Plan duties ahead, show their ledger, or check how fair they were."))
    plan = _command(
        kinds, "plan", _("Plan turns ahead and list them."), "duties:plan",
        more=_("What was published changes only where it must. Nobody is told: publish the rota in the window."),
    )  # fmt: skip
    plan.add_argument(
        "--until",
        metavar=_("DATE"),
        help=_("the last day to plan, as 2026-10-22 (the last meeting planned if not given)"),
    )
    plan.add_argument("--dry-run", action="store_true", help=_("say what would happen and change nothing"))
    ledger = _command(kinds, "ledger", _("Show turns done beside fair share."), "duties:show_ledger")
    audit = _command(
        kinds, "audit", _("Show what happened beside what the rule would have done."), "duties:show_audit",
        more=_("The rule is tried on the same attendance, turn by turn."),
    )  # fmt: skip
    for command in (ledger, audit):
        command.add_argument(
            "--duty", required=True, metavar=_("NAME"), help=_("the duty’s name, or its key: minutes, chairing…")
        )
    for command in (plan, ledger, audit):
        command.add_argument("--json", action="store_true", help=_("write JSON, for scripts"))


def _handover_commands(commands: Any) -> None:
    give = _command(
        commands, "handover", _("Hand the desk over: write a pack for who comes next, or take the desk back."),
        "handover:hand_over",
        more=_("What is still open is listed first. The file then is only to look at; its pack is all they need."),
    )  # fmt: skip
    give.add_argument("--to", metavar=_("PERSON"), help=_("who has the desk next, by name, as on record"))
    give.add_argument("--office", default="", metavar=_("NAME"), help=_("for whom (their member if not given)"))
    give.add_argument("-o", "--output", metavar="OUT.ronda-pack", type=Path, help=_("where to write the pack"))
    give.add_argument("--pack-passphrase-file", metavar="F", type=Path, help=_("protect the pack with its first line"))
    give.add_argument("--take-back", action="store_true", help=_("take the desk back into this file"))
    give.add_argument("--reason", default="", metavar=_("WORDS"), help=_("why it is taken back"))
    give.add_argument("--other", metavar=_("FILE"), type=Path, help=_("the file that has the desk now, to tell it too"))
    take = _command(
        commands, "receive", _("Take the desk over from a pack."), "handover:receive", file=_("the handover pack"),
        more=_("Whatever does not match is refused whole."),
    )  # fmt: skip
    take.add_argument("-o", "--output", metavar="FILE", type=Path, help=_("where to keep the alliance’s file"))
    take.add_argument("--look", action="store_true", help=_("only say what is in it"))
    take.add_argument("--again", action="store_true", help=_("keep a second copy, though it was received already"))
