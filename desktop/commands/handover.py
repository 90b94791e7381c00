"""Commands about the desk: handing it over, taking it back, receiving it."""

import argparse
from contextlib import ExitStack
from pathlib import Path

from db.engine import AllianceFile, open_file
from db.errors.files import FileExists
from db.errors.handover import PackPassphraseNeeded
from db.handover.desk import keys
from db.handover.handover import Holder, find_holder, steps_lacking, take_back
from db.handover.situation import checklist
from desktop import texts
from desktop.commands.console import DONE, REFUSED, USAGE, Console, first_line, given_passphrase, opened, user_name
from desktop.commands.parser import program_version
from desktop.copies_seen import CopiesSeen
from desktop.exchange.giving import finish_giving, give_desk
from desktop.exchange.pack import OpenedPack, is_protected, open_pack
from desktop.naming.desk import holder_words
from desktop.naming.handover import checks, claim_words, counts_words, moment_words, received_words
from desktop.opened_copies import go_on_with, keep_receipt
from desktop.own_files import OwnFiles
from desktop.reports.handover_sheet import handover_note_maker
from desktop.texts import _, ngettext


def hand_over(options: argparse.Namespace, console: Console) -> int:
    """Hand the desk over, or take it back."""
    if options.take_back:
        return _take_back(options, console)
    if not options.to or options.output is None:
        console.err.write("ronda: " + _("Say with --to who comes next, and with -o where to write the pack.") + "\n")
        return USAGE
    now = console.clock.now()
    with opened(options, console) as file:
        finish_giving(file)
        with file.reading() as session:
            taker = find_holder(session, options.to, today=now.date(), office=options.office)
            found = checklist(session, today=now.date())
            left = [row for row in keys(session) if row.passed_in is None]
        for _key, count, words in checks(found):
            console.say(f"{'[ ]' if count else '[x]'} {words}")
        for row in left:
            console.say("[ ] " + _("Pass on: {name}").format(name=row.name))
        made = give_desk(
            file, options.output, taker=taker, who=user_name(), at=now,
            note=handover_note_maker(today=now.date()),
            program=f"Ronda {program_version()}", passphrase=first_line(options.pack_passphrase_file),
        )  # fmt: skip
        go_on_with(file)
    console.say()
    console.say(
        _("The desk is with {holder} now. Bring them “{pack}” ({size}).").format(
            holder=holder_words(taker.name, taker.office), pack=made.path.name, size=texts.size_bytes(made.size_bytes)
        )
    )
    return DONE


def _take_back(options: argparse.Namespace, console: Console) -> int:
    now = console.clock.now()
    with ExitStack() as stack:
        file = stack.enter_context(opened(options, console))
        other = _other(options, stack)
        lacking = steps_lacking(file, other) if other is not None else 0
        change = take_back(
            file, reason=options.reason, who=user_name(), at=now, day=now.date(),
            taker=Holder(user_name()) if user_name() else None, other=other,
        )  # fmt: skip
        go_on_with(file)
    console.say(_("The desk is here again, with {name}.").format(name=change.taker.name))
    if lacking:
        words = ngettext(
            "The other file has {n} change that this one lacks. Look at it there.",
            "The other file has {n} changes that this one lacks. Look at them there.", lacking,
        )  # fmt: skip
        console.say(words.format(n=texts.number(lacking)))
    return DONE


def _other(options: argparse.Namespace, stack: ExitStack) -> AllianceFile | None:
    if options.other is None:
        return None
    return stack.enter_context(open_file(options.other, passphrase=given_passphrase(options), who=user_name()))


def receive(options: argparse.Namespace, console: Console) -> int:
    """Take the desk over from a pack."""
    if options.output is None and not options.look:
        console.err.write("ronda: " + _("Say with -o where to keep the alliance’s file.") + "\n")
        return USAGE
    place: Path | None = options.output
    if place is not None and place.exists():
        raise FileExists(place)
    passphrase = given_passphrase(options)
    if passphrase is None and is_protected(options.file):
        if console.ask is None:
            raise PackPassphraseNeeded(options.file)
        passphrase = console.ask(_("Passphrase of “{file}”: ").format(file=options.file.name))
    with open_pack(options.file, passphrase=passphrase) as pack:
        _tell(pack, console)
        said = pack.manifest
        receipt = CopiesSeen().received(said.alliance_id, said.handover_id)
        if receipt is not None and not options.again:
            more = "" if options.look else " " + _("Nothing was written. To keep a second copy, add --again.")
            console.err.write("ronda: " + received_words(receipt) + more + "\n")
            return DONE if options.look else REFUSED
        if options.look or place is None:
            return DONE
        pack.keep(place)
        OwnFiles().note(place)
    with open_file(place, passphrase=passphrase if said.protected else None, read_only=True) as file:
        keep_receipt(file, console.clock.now())
    console.say(_("The desk is yours. The alliance’s file is “{file}”.").format(file=place.name))
    return DONE


def _tell(pack: OpenedPack, console: Console) -> None:
    said = pack.manifest
    console.say(said.alliance)
    console.say(
        _("From {giver} to {taker}, {moment}").format(
            giver=holder_words(said.from_name, said.from_office), taker=holder_words(said.to_name, said.to_office),
            moment=moment_words(said.at),
        )
    )  # fmt: skip
    console.say(", ".join(f"{word} {texts.number(count)}" for word, count in counts_words(said.counts)))
    holder = CopiesSeen().claims(said.alliance_id, said.count, said.handover_id)
    if holder:
        console.err.write("ronda: " + claim_words(holder) + "\n")
