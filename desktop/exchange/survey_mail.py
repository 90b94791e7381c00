"""The words a survey's fillable form goes out with. No Qt."""

import datetime as dt

from desktop import texts
from desktop.exchange.mail_out import MailText
from desktop.texts import _


def survey_mail(*, alliance: str, title: str, answers_by: dt.date | None, email: str = "", phone: str = "") -> MailText:
    """Return the mail, in the language spoken now."""
    parts = [
        _("Dear members of {alliance},").format(alliance=alliance),
        _(
            "attached is the form “{title}”. It opens in any PDF reader: answer, save it, and send it back by "
            "answering this message."
        ).format(title=title),
    ]
    if answers_by is not None:
        parts.append(_("Please answer by {day}.").format(day=texts.date_with_weekday(answers_by)))
    parts.append(
        _(
            "No name is asked or kept, but whoever opens your message sees that it is yours. If you would rather not, "
            "print the form, fill it in by hand and hand it in."
        )
    )
    greeting = _("With kind regards,\nthe secretariat of {alliance}").format(alliance=alliance)
    parts.append("\n".join([greeting, *(way for way in (email, phone) if way)]))
    return MailText(title, "\n\n".join(parts) + "\n")
