"""Counting the turns of the past: what the record of past meetings tells of who did what, before it is entered."""

from PySide6.QtWidgets import QWidget

from db.duties.past import PastTurns, enter_past_turns
from desktop import texts
from desktop.naming.counting import some_names
from desktop.naming.duties import duty_name
from desktop.operations import Operations
from desktop.texts import _, ngettext
from desktop.widgets.labels import Label
from desktop.widgets.layouts import column
from desktop.widgets.messages import InlineMessage
from desktop.widgets.record_dialogs import RecordDialog


def past_sentence(past: PastTurns) -> str:
    """Return "193 meetings say who took minutes or chaired, and are not counted yet."."""
    text = ngettext(
        "{n} past meeting says who did which duty, and is not counted yet.",
        "{n} past meetings say who did which duty, and are not counted yet.",
        past.meetings,
    )
    return text.format(n=texts.number(past.meetings))


def _duty_line(name: str, turns: int, members: int) -> str:
    done = ngettext("{n} turn", "{n} turns", turns).format(n=texts.number(turns))
    by = ngettext("by {n} member", "by {n} members", members).format(n=texts.number(members))
    return _("{duty}: {turns}, {members}").format(duty=name, turns=done, members=by)


class PastTurnsDialog(RecordDialog):
    """Shows what would be counted, and counts it."""

    def __init__(self, operations: Operations, past: PastTurns, parent: QWidget | None = None) -> None:
        lead = _("The ledger then begins with them. Each turn is shared by all who were there and could have done it.")
        super().__init__(operations, _("Count the turns of past meetings"), parent, width=560, lead=lead)
        self._past = past
        lines = column(Label(past_sentence(past), 14, 600, wrap=True), spacing=4)
        for one in past.duties:
            lines.addWidget(Label(_duty_line(duty_name(one.duty), one.turns, one.members), 14, 400, wrap=True))
        self.add(lines)
        if past.nobody_here:
            words = ngettext(
                "{n} meeting is left out: nobody is noted as present.",
                "{n} meetings are left out: nobody is noted as present.",
                past.nobody_here,
            )
            self.add(Label(words.format(n=texts.number(past.nobody_here)), 13, 400, "text2", wrap=True))
        self.unmatched = InlineMessage()
        self.add(self.unmatched)
        if past.unmatched:
            names = some_names([_named(name, count) for name, count in past.unmatched])
            words = _("Names that are no member, and are not counted: {names}. Add them as members first, or go on.")
            self.unmatched.say(words.format(names=names), "warn")
        turns = sum(one.turns for one in past.duties)
        verb = ngettext("Count {n} turn", "Count {n} turns", turns).format(n=texts.number(turns))
        self.set_primary(verb, lambda: self.save(enter_past_turns))

    def done_sentence(self) -> str:
        """Return what was done."""
        turns = sum(one.turns for one in self._past.duties)
        return ngettext("{n} past turn is counted.", "{n} past turns are counted.", turns).format(n=texts.number(turns))


def _named(name: str, count: int) -> str:
    return _("{name} ({count} times)").format(name=name, count=texts.number(count)) if count > 1 else name
