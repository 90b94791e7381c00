"""Asking somebody whether they take a turn: a mail, and a message for a phone. Nothing is sent from here."""

from dataclasses import dataclass

from desktop.exchange.invitation import plain_line
from desktop.exchange.mail_out import MailText
from desktop.texts import _


@dataclass(frozen=True, slots=True)
class TurnAsked:
    """A turn somebody is asked about, in words of the alliance's language. `when` has day, and meeting if there is one.

    task: what has to be done, in a line; may be empty. person: who is asked, empty where only the member is known.
    """

    alliance: str
    duty: str
    task: str
    when: str
    place: str
    member: str
    person: str
    email: str = ""
    phone: str = ""


def turn_mail(of: TurnAsked) -> MailText:
    """Return the mail that asks whether somebody takes a turn."""
    parts = [_("Dear {name},").format(name=of.person or of.member)]
    if of.person and of.person != of.member:
        asked = _("It is the turn of {member}: {duty}, {when}.")
    else:
        asked = _("It is your turn: {duty}, {when}.")
    parts.append(asked.format(member=of.member, duty=of.duty, when=of.when))
    details = [line for line in (of.task and _("What it is: {task}").format(task=of.task),
                                 of.place and _("Where: {place}").format(place=of.place)) if line]  # fmt: skip
    if details:
        parts.append("\n".join(details))
    parts.append(
        _("Can you do it? If you cannot come, please tell us soon: somebody else takes it, or swaps with you.")
    )
    parts.append(_closing(of))
    subject = _("Your turn: {duty}, {when}").format(duty=of.duty, when=of.when)
    return MailText(subject, "\n\n".join(parts) + "\n")


def turn_message(of: TurnAsked) -> str:
    """Return the short text for a phone message."""
    first = _("{alliance}: your turn for {duty}, {when}.").format(alliance=of.alliance, duty=of.duty, when=of.when)
    return plain_line(f"{first} " + _("Can you do it? Please answer soon."))


def _closing(of: TurnAsked) -> str:
    greeting = _("With kind regards,\nthe secretariat of {alliance}").format(alliance=of.alliance)
    return "\n".join([greeting, *(way for way in (of.email, of.phone) if way)])
