"""Commands about the file itself: a new one, a sample, a check."""

import argparse

from db.checks import Check, Finding, check_record
from db.engine import create_file
from desktop import texts
from desktop.commands.console import DONE, REFUSED, Console, given_passphrase, opened, user_name
from desktop.texts import _


def make_new(options: argparse.Namespace, console: Console) -> int:
    """Make the file of a new alliance."""
    language = options.language or texts.language()
    create_file(
        options.file, name=options.name, language=language, passphrase=given_passphrase(options), who=user_name()
    ).close()
    console.say(_("“{file}” is ready.").format(file=options.file.name))
    return DONE


def make_demo(options: argparse.Namespace, console: Console) -> int:
    """Write the sample alliance."""
    from desktop.sample import write_sample

    write_sample(options.file, language=options.language or texts.language(), passphrase=given_passphrase(options))
    console.say(_("“{file}” is ready.").format(file=options.file.name))
    return DONE


def check(options: argparse.Namespace, console: Console) -> int:
    """Check that the file is whole."""
    with opened(options, console, read_only=True) as file, file.reading() as session:
        findings = check_record(session)
    if not findings:
        console.say(_("“{file}” is whole: its pages, references, tables and search agree.").format(file=file.path.name))
        return DONE
    for finding in findings:
        console.say(_finding(finding))
    console.say(_("Keep this file, and open a backup."))
    return REFUSED


def _finding(finding: Finding) -> str:
    sentences = {
        Check.PAGES: _("Damage in the file’s pages: {detail}."),
        Check.REFERENCES: _("Rows speak of others that are not there: {detail}."),
        Check.SCHEMA: _("A table or index is not as it should be: {detail}."),
        Check.SEARCH: _("The search does not know the record as it is; entries that differ: {detail}."),
    }
    return sentences[finding.check].format(detail=finding.detail)
