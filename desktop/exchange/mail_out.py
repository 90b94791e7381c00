"""Mails as drafts in a file (.eml) that the mail program opens, to be read once more and sent; and phone messages.

Members do not see each other's addresses unless that is asked for: they stand in Bcc. A draft names neither the person
nor the computer that wrote it: no sender, no message id, no date; the mail program puts in its own.
"""

import datetime as dt
import mimetypes
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from typing import Final

from db.vocabulary import ItemPurpose, What
from desktop import texts
from desktop.exchange.calendar_out import item_lines
from desktop.exchange.invitation import Invitation, plain_line, plain_text
from desktop.exchange.reachable import mail_address
from desktop.texts import _, ngettext

MESSAGE_LIMIT: Final = 500
"""How many characters a phone message may have: people read it on a small screen, and pay for each part."""


_LONGEST_LINE: Final = 990
"""Of 998 that mail may have (RFC 5322, 2.1.1). Python folds at 78 within encoded names, which then show spaces."""


@dataclass(frozen=True, slots=True)
class Addressee:
    """Somebody to write to."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file to go with a mail; `media_type` with its parameters, as "text/calendar; method=PUBLISH"."""

    name: str
    data: bytes
    media_type: str = ""


@dataclass(frozen=True, slots=True)
class MailText:
    """Subject and body of a mail."""

    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A mail as a file, and those whose address cannot be written to."""

    data: bytes
    unusable: tuple[Addressee, ...]


def draft(
    mail: MailText,
    to: Iterable[Addressee],
    *,
    attachments: Sequence[Attachment] = (),
    answers_to: Addressee | None = None,
    show_addresses: bool = False,
) -> Draft:
    """Return a draft to all of `to`, hidden from each other unless `show_addresses`; one address is written to once."""
    usable: dict[str, Address] = {}
    unusable = []
    for one in to:
        if (address := _address(one)) is not None:
            usable.setdefault(address.addr_spec.casefold(), address)
        else:
            unusable.append(one)
    message = EmailMessage(policy=SMTP)
    message["X-Unsent"] = "1"
    message["Subject"] = plain_line(mail.subject)
    own = _address(answers_to) if answers_to else None
    if usable:
        message["To" if show_addresses else "Bcc"] = tuple(usable.values())
    if own is not None:
        if not show_addresses:
            message["To"] = own  # a mail with hidden recipients alone is taken for junk by many
        message["Reply-To"] = own
    message.set_content(plain_text(mail.body))
    for attachment in attachments:
        _attach(message, attachment)
    return Draft(message.as_bytes(policy=SMTP.clone(max_line_length=_LONGEST_LINE)), tuple(unusable))


def _address(one: Addressee) -> Address | None:
    """Return an address a mail program can write to, or None."""
    address = mail_address(one.email)
    return Address(display_name=plain_line(one.name), addr_spec=address) if address is not None else None


def unusable_words(unusable: Sequence[Addressee]) -> str:
    """Return which addresses a mail does not go to, and whose they are; nothing if it goes to all."""
    if not unusable:
        return ""
    words = ngettext(
        "This address cannot be written to: {addresses}.", "These addresses cannot be written to: {addresses}.",
        len(unusable),
    )  # fmt: skip
    return words.format(addresses=texts.list_of([f"{one.email} ({one.name})" for one in unusable]))


def _attach(message: EmailMessage, attachment: Attachment) -> None:
    name = plain_line(attachment.name)
    kind = attachment.media_type or mimetypes.guess_type(name)[0] or "application/octet-stream"
    words, *parameters = (part.strip() for part in kind.split(";"))
    main, _slash, sub = words.partition("/")
    message.add_attachment(
        attachment.data, maintype=main, subtype=sub or "octet-stream", filename=name,
        params=dict(parameter.split("=", 1) for parameter in parameters if "=" in parameter),
    )  # fmt: skip


# What is written


def call_mail(of: Invitation) -> MailText:
    """Return the mail that calls a meeting, or tells of its change or cancellation, in the language spoken now."""
    subject = {
        What.CHANGE: _("Changed: {meeting}, {when}"),
        What.CANCELLATION: _("Cancelled: {meeting}, {when}"),
    }.get(of.what, _("{meeting}, {when}"))
    parts = [_("Dear members of {alliance},").format(alliance=of.alliance), _opening(of)]
    if of.what is What.CANCELLATION:
        parts.append(_("Why: {reason}").format(reason=of.reason))
    else:
        parts.append("\n".join(_where_and_when(of)))
        if of.purpose:
            parts.append(_("Why we meet: {purpose}").format(purpose=of.purpose))
        if of.items:
            parts.append("\n".join([_("On the agenda:"), *item_lines(of)]))
        if of.answer_by:
            parts.append(_("Please tell us by {day} who will come.").format(day=texts.date_with_weekday(of.answer_by)))
    parts.append(_closing(of))
    when = texts.date_long(of.day)
    return MailText(subject.format(meeting=of.name, when=when), "\n\n".join(parts) + "\n")


def minutes_mail(of: Invitation, *, comments_by: dt.date | None) -> MailText:
    """Return the mail the minutes go out with."""
    parts = [
        _("Dear members of {alliance},").format(alliance=of.alliance),
        _("Attached are the minutes of {meeting} of {when}.").format(meeting=of.name, when=texts.date_long(of.day)),
    ]
    if comments_by is not None:
        parts.append(
            _("Please send your comments by {day}. The next meeting will be asked to approve them.").format(
                day=texts.date_with_weekday(comments_by)
            )
        )
    parts.append(_closing(of))
    subject = _("Minutes of {meeting}, {when}").format(meeting=of.name, when=texts.date_long(of.day))
    return MailText(subject, "\n\n".join(parts) + "\n")


def message_text(of: Invitation) -> str:
    """Return a short message for a phone: what, when, where, what is to be decided, answer by; at most 500 characters.

    Long words are shortened, and items that find no room are counted.
    """
    first = {What.CHANGE: _("Changed:"), What.CANCELLATION: _("Cancelled:")}.get(of.what, "")
    head = " ".join(filter(None, (first, _short(of.name, 100))))
    if of.what is What.CANCELLATION:
        lines = [head, of.when, _short(of.reason, MESSAGE_LIMIT - len(head) - len(of.when) - 2)]
        return "\n".join(filter(None, map(plain_line, lines)))
    lines = [head, of.when, _short(of.place, 100)]
    last = _("Please answer by {day}.").format(day=texts.weekday_date_short(of.answer_by)) if of.answer_by else ""
    lines = [plain_line(line) for line in lines if line]
    room = MESSAGE_LIMIT - sum(len(line) + 1 for line in lines) - len(last)
    return "\n".join([*lines, *_decided(of, room), *([last] if last else [])])


def _decided(of: Invitation, room: int) -> list[str]:
    """Return what is to be decided, in at most `room` characters with the line ends."""
    titles = [_short(item.title, 90) for item in of.items if item.purpose is ItemPurpose.DECIDE]
    if not titles:
        return []
    lines = [_("To decide:")]
    room -= len(lines[0]) + 1
    for place, title in enumerate(titles):
        left = len(titles) - place
        more = ngettext("{n} more item", "{n} more items", left).format(n=left)
        needed_after = len(more) + 1 if left > 1 else 0
        line = f"– {title}"
        if len(line) + 1 + needed_after > room:
            return [*lines, more] if len(more) + 1 <= room else lines if place else []
        lines.append(line)
        room -= len(line) + 1
    return lines


def _short(words: str, length: int) -> str:
    line = plain_line(words)
    return line if len(line) <= length else line[: max(0, length - 1)].rstrip() + "…"


def _opening(of: Invitation) -> str:
    match of.what:
        case What.CHANGE:
            return _("please note what changed for {meeting}. This is how things stand now:").format(meeting=of.name)
        case What.CANCELLATION:
            return _("{meeting} on {when} will not take place.").format(
                meeting=of.name, when=texts.date_with_weekday(of.day)
            )
        case _:
            return _("you are invited to {meeting}.").format(meeting=of.name)


def _where_and_when(of: Invitation) -> list[str]:
    lines = [_("When: {when}").format(when=of.when)]
    if of.place:
        lines.append(_("Where: {place}").format(place=of.place))
    return lines


def _closing(of: Invitation) -> str:
    ways = [way for way in (of.email, of.phone) if way]
    greeting = _("With kind regards,\nthe secretariat of {alliance}").format(alliance=of.alliance)
    return "\n".join([greeting, *ways])
