"""Commands about files that come from elsewhere, or that are damaged."""

import argparse

from db.errors.files import PassphraseFileNeeded
from db.files.header import reads_as_text
from db.foreign.foreign import take_in
from db.foreign.guarded import looks_plain
from db.rescue.rescue import Rescued, rescue_file
from desktop import texts
from desktop.commands.console import DONE, USAGE, Console, given_passphrase
from desktop.naming.rescue import rescue_words
from desktop.own_files import OwnFiles
from desktop.texts import _, ngettext


def take_file_in(options: argparse.Namespace, console: Console) -> int:
    """Make a clean copy of somebody else's alliance file."""
    if options.output is None:
        return _say_where(console)
    counts = take_in(options.file, options.output, passphrase=_passphrase(options, console))
    OwnFiles().note(options.output)
    rows = ngettext("{n} entry", "{n} entries", counts.total).format(n=texts.number(counts.total))
    console.say(_("“{file}” is ready: {rows}, each looked over.").format(file=options.output.name, rows=rows))
    return DONE


def rescue(options: argparse.Namespace, console: Console) -> int:
    """Save what can be read of a damaged alliance file."""
    if options.output is None:
        return _say_where(console)
    rescued = rescue_file(options.file, options.output, passphrase=_passphrase(options, console))
    OwnFiles().note(options.output)
    if options.json:
        console.say(_as_json(rescued))
        return DONE
    console.say(_("“{file}” is ready.").format(file=options.output.name))
    for line in rescue_words(rescued, every=True):
        console.say(line)
    return DONE


def _say_where(console: Console) -> int:
    console.err.write("ronda: " + _("Say with -o where to keep the alliance’s file.") + "\n")
    return USAGE


def _passphrase(options: argparse.Namespace, console: Console) -> str | None:
    given = given_passphrase(options)
    if given is not None or not options.file.is_file() or looks_plain(options.file) or reads_as_text(options.file):
        return given
    if console.ask is None:
        raise PassphraseFileNeeded(options.file)
    return console.ask(_("Passphrase of “{file}”: ").format(file=options.file.name))


def _as_json(rescued: Rescued) -> str:
    import json

    said = {
        "saved": dict(rescued.saved), "lost": dict(rescued.lost), "from_history": dict(rescued.restored),
        "stand_ins": dict(rescued.stand_ins), "more_may_be_lost": sorted(rescued.uncertain),
    }  # fmt: skip
    return json.dumps(said, ensure_ascii=False, indent=1)
