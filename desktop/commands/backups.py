"""Commands about backups: taking one, listing them, writing one out as a new file."""

import argparse
import datetime as dt
from pathlib import Path
from typing import Any

from db.backups.backups import Backup, Why, backup_at, backups_of, changed_since, take_backup, thin
from db.backups.restoring import restore_backup
from db.engine import AllianceFile
from db.errors import KnownError
from db.errors.files import PassphraseFileNeeded
from db.files.header import looks_protected
from db.surveys.waiting_sheets import waiting_count
from desktop import texts
from desktop.commands.console import DONE, Console, given_passphrase, opened, own_language
from desktop.commands.output import write_json, write_table
from desktop.naming.backups import moment_words, waiting_words, why_words
from desktop.own_files import OwnFiles
from desktop.placed_files import backups_left
from desktop.sentences import sentence
from desktop.texts import _


def take(options: argparse.Namespace, console: Console) -> int:
    """Take a backup, beside the file or where it is asked for."""
    now = console.clock.now().astimezone()
    with opened(options, console, read_only=True) as file:
        with file.looking():  # first: what cannot be read is refused before anything is written
            waiting = waiting_count(file.raw())
        backup = take_backup(file, at=now, why=Why.ASKED, folder=options.output)
    if options.output is None:
        thin(backup.path.parent, options.file.stem, now=now)
    size = texts.size_bytes(backup.size_bytes)
    console.say(_("The backup is “{name}” ({size}).").format(name=backup.path.name, size=size))
    console.say(
        _("It was read back and is the same as the file. Its folder: {folder}").format(folder=backup.path.parent)
    )
    if waiting:
        console.say(waiting_words(waiting))
    return DONE


def back_up_first(file: AllianceFile, console: Console) -> None:
    """Take a backup before much is changed, unless the newest one holds just that; say so where it fails."""
    newest = backups_of(file.path)[:1]
    if newest and not changed_since(file.path, newest[0]):
        return
    try:
        take_backup(file, at=console.clock.now().astimezone(), why=Why.IMPORT)
    except KnownError as error:
        console.err.write(f"ronda: {sentence(error)}\n")


def tell(options: argparse.Namespace, console: Console) -> int:
    """List the backups of a file, which itself need not be there any more, wherever on this computer they lie."""
    texts.use(own_language())
    found = sorted([*backups_of(options.file), *backups_left(options.file)], key=_age, reverse=True)
    if options.json:
        write_json(console, [_fields(one) for one in found])
        return DONE
    if not found:
        console.say(_("There is no backup of “{path}” yet.").format(path=options.file.name))
        return DONE
    rows = [(moment_words(one), why_words(one.why), texts.size_bytes(one.size_bytes), one.path.name) for one in found]
    write_table(console, (_("When"), _("Why"), _("Size"), _("File")), rows)
    console.say()
    for folder in sorted({one.path.parent for one in found}):
        console.say(_("They are in {folder}").format(folder=folder))
    return DONE


def restore(options: argparse.Namespace, console: Console) -> int:
    """Write what is in a backup to a new file."""
    texts.use(own_language())
    place: Path = options.file
    passphrase = given_passphrase(options)
    if passphrase is None and looks_protected(place):
        if console.ask is None:
            raise PassphraseFileNeeded(place)
        passphrase = console.ask(_("Passphrase of “{file}”: ").format(file=place.name))
    restore_backup(place, options.output, passphrase=passphrase)
    OwnFiles().note(options.output)
    backup = backup_at(place)
    if backup is None:
        console.say(_("“{file}” is ready.").format(file=options.output.name))
    else:
        words = _("“{file}” holds what was on record on {moment}.")
        console.say(words.format(file=options.output.name, moment=moment_words(backup)))
    return DONE


def _age(one: Backup) -> tuple[dt.datetime, int]:
    return one.taken_at, one.number


def _fields(one: Backup) -> dict[str, Any]:
    return {"path": str(one.path), "taken_at": one.taken_at.isoformat(), "why": one.why, "size_bytes": one.size_bytes}
