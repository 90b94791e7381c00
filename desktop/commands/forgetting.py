"""The command that forgets a person."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from db.alliance import alliance
from db.backups.backups import backups_of
from db.members.forgettable import find_forgettable
from db.members.forgetting import copies_with, forget_in_copies, forget_in_file, known_of
from db.rescue.aside import damaged_beside
from desktop import texts
from desktop.commands.console import DONE, Console, opened, user_name
from desktop.forgotten_copies import name_removed, owe, place_name, rewrite_owed, settle
from desktop.naming.counting import counted_all
from desktop.settings import SettingsFile
from desktop.texts import _, ngettext


def forget(options: argparse.Namespace, console: Console) -> int:
    """Forget a person in the file and its backups; of a dry run nothing is changed."""
    with opened(options, console, read_only=options.dry_run) as file:
        with file.reading() as session:
            person, alliance_key = find_forgettable(session, options.person), alliance(session).id.hex
            known = known_of(session, person.id)
        if known.uses:
            console.say(_("What stays, without the name: {uses}.").format(uses=counted_all(known.uses)))
        for passage in known.passages:
            console.say("  " + _("“{words}”").format(words=passage.words))
        if known.ambiguous:
            console.say(
                _("In what others wrote the name stays: it is a single word, or somebody else is called the same.")
            )
        copies = [each.path for each in backups_of(file.path)]
        if options.dry_run:
            holding = copies_with(copies, person.id, passphrase=file.passphrase)
            for path in (*holding.knowing, *holding.unread, *damaged_beside(file.path)):
                console.say(_("“{file}” holds them, or cannot be read and may.").format(file=path.name))
            console.say(_("Nothing was changed: this is what forgetting would do."))
            return DONE
        placeholder = name_removed()
        forget_in_file(file, person.id, placeholder=placeholder, who=user_name())
        found = forget_in_copies(copies, person.id, passphrase=file.passphrase, placeholder=placeholder)
        settings = SettingsFile()
        owe(settings, alliance_key, person.id)
        elsewhere = rewrite_owed(settings.owed(alliance_key), passphrase=file.passphrase, placeholder=placeholder)
        settle(settings, elsewhere)
    console.say(_("{name} is forgotten here. Copies elsewhere know nothing of it.").format(name=known.name))
    there = [paid for paid in elsewhere if paid.there]
    _say_of_backups([*found.clean, *(path for paid in there for path in paid.clean)],
                    [*found.left, *(path for paid in there for path in paid.left), *damaged_beside(file.path)],
                    console)  # fmt: skip
    for place in dict.fromkeys(place_name(Path(paid.owed.folder)) for paid in elsewhere if not paid.there):
        console.say(_(
            "“{place}” is not connected: its copies still hold them, and are rewritten once it is connected while the "
            "file is open in the window, or another person is forgotten."
        ).format(place=place))  # fmt: skip
    return DONE


def _say_of_backups(clean: Sequence[Path], left: Sequence[Path], console: Console) -> None:
    if clean:
        said = ngettext("{n} backup was rewritten.", "{n} backups were rewritten.", len(clean))
        console.say(said.format(n=texts.number(len(clean))))
    for path in left:
        console.say(_("“{file}” could not be rewritten and may still hold them.").format(file=path.name))
