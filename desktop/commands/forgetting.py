"""The command that forgets a person."""

import argparse

from db.backups import backups_of
from db.forgetting import Rewritten, forget_in_copies, forget_in_file, known_of
from db.people import find_person
from desktop import texts
from desktop.commands.console import DONE, Console, opened, user_name
from desktop.naming.counting import counted_all
from desktop.texts import _, ngettext


def forget(options: argparse.Namespace, console: Console) -> int:
    """Forget a person in the file and its backups; of a dry run nothing is changed."""
    with opened(options, console, read_only=options.dry_run) as file:
        with file.reading() as session:
            person = find_person(session, options.person)
            known = known_of(session, person.id)
        if known.uses:
            console.say(_("What stays, without the name: {uses}.").format(uses=counted_all(known.uses)))
        for passage in known.passages:
            console.say("  " + _("“{words}”").format(words=passage.words))
        if known.ambiguous:
            console.say(
                _("In what others wrote the name stays: it is a single word, or somebody else is called the same.")
            )
        if options.dry_run:
            console.say(_("Nothing was changed: this is what forgetting would do."))
            return DONE
        placeholder = _("Name removed")
        forget_in_file(file, person.id, placeholder=placeholder, who=user_name())
        copies = [each.path for each in backups_of(file.path)]
        found = forget_in_copies(copies, person.id, passphrase=file.passphrase, placeholder=placeholder)
    console.say(_("{name} is forgotten here. Copies elsewhere know nothing of it.").format(name=known.name))
    _say_of_backups(found, console)
    return DONE


def _say_of_backups(found: Rewritten, console: Console) -> None:
    if found.clean:
        count = len(found.clean)
        said = ngettext("{n} backup was rewritten.", "{n} backups were rewritten.", count)
        console.say(said.format(n=texts.number(count)))
    for path in found.left:
        console.say(_("“{file}” could not be rewritten and may still hold them.").format(file=path.name))
