"""Commands about the file itself: a new one, a sample, a check."""

import argparse

from db.engine import create_file, open_file
from db.files.checks import check_record, only_search
from db.handover.desk import desk
from db.search.renewal import renew
from desktop import texts
from desktop.commands.console import DONE, REFUSED, Console, given_passphrase, opened, user_name
from desktop.naming.checks import finding_sentence
from desktop.naming.desk import handovers_words, held_words
from desktop.own_files import OwnFiles
from desktop.texts import _


def make_new(options: argparse.Namespace, console: Console) -> int:
    """Make the file of a new alliance."""
    language = options.language or texts.language()
    create_file(
        options.file, name=options.name, language=language, passphrase=given_passphrase(options), who=user_name()
    ).close()
    OwnFiles().note(options.file)
    console.say(_("“{file}” is ready.").format(file=options.file.name))
    return DONE


def make_demo(options: argparse.Namespace, console: Console) -> int:
    """Write the sample alliance as it stands today, as the window does."""
    from desktop.sample import write_sample

    language = options.language or texts.language()
    write_sample(options.file, language=language, today=console.clock.today(), passphrase=given_passphrase(options))
    OwnFiles().note(options.file)
    console.say(_("“{file}” is ready.").format(file=options.file.name))
    return DONE


def check(options: argparse.Namespace, console: Console) -> int:
    """Check that the file is whole."""
    with opened(options, console, read_only=True) as file:
        passphrase = file.passphrase
        with file.reading() as session:
            findings = check_record(session)
            row = desk(session)
        given = file.given is not None
    if not findings:
        console.say(_("“{file}” is whole: its pages, references, tables and search agree.").format(file=file.path.name))
    held = _("The desk: {holder}, {handovers}.").format(holder=held_words(row), handovers=handovers_words(row.count))
    console.say(held if row.name else f"{held_words(row)}.")
    if not findings:
        return DONE
    for finding in findings:
        console.say(finding_sentence(finding))
    if only_search(findings) and given:
        console.say(_("The record itself is whole."))
        return DONE
    if only_search(findings):
        with (
            open_file(options.file, passphrase=passphrase, who=user_name()) as file,
            file.writing(who=user_name()) as session,
        ):
            renew(session)
        console.say(_("The record itself is whole. The search index was made anew."))
        return DONE
    console.say(_("Keep this file, and open a backup."))
    return REFUSED
