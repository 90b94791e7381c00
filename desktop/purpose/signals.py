"""What the records show of a known challenge in the last twelve months, and the records that was counted from."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from PySide6.QtCore import Qt
from PySide6.QtCore import Signal as QtSignal
from PySide6.QtWidgets import QWidget
from sqlalchemy.orm import Session

from db.charter.challenges import ChallengeRow
from db.measures.challenges import Sign, Signal, signals
from db.measures.found import What
from db.measures.measuring import Measures, measures_alone
from db.measures.period import last_twelve_months
from desktop import texts
from desktop.naming.charter import challenge_name
from desktop.naming.evaluation import sign_word, signal_sentence
from desktop.naming.measures import in_words, progress_word
from desktop.operations import Operations
from desktop.texts import _, ngettext, pgettext
from desktop.widgets.badges import Badge
from desktop.widgets.buttons import Button
from desktop.widgets.counted import Behind, Names, Of, Record, RecordsTable, load_names
from desktop.widgets.dialogs import Dialog
from desktop.widgets.labels import Label
from desktop.widgets.layouts import row
from desktop.widgets.sections import Section

BADGES: Mapping[Sign, tuple[str, str]] = MappingProxyType(
    {
        Sign.SEEN: ("warn", "eye"),
        Sign.NOT_SEEN: ("ok", "check"),
        Sign.UNKNOWN: ("neutral", "circle-dashed"),
    }
)


@dataclass(frozen=True, slots=True)
class Signals:
    """The signals of the last twelve months by the word of their challenge, and what they were counted from."""

    by_key: Mapping[str, Signal]
    own: Measures


def load_signals(session: Session, today: dt.date) -> Signals:
    """Count what the last twelve months show of each known challenge."""
    counted = measures_alone(session, last_twelve_months(today), today=today)
    return Signals({one.key: one for one in signals(counted)}, counted.now)


def behind(signal: Signal, own: Measures) -> list[Behind]:
    """Return the records a signal was counted from, and what each counts as."""
    members = _of_few(signal, own) if signal.key == "few_dominate" else _members(signal, own)
    return [*members, *_others(signal, own)]


def _of_few(signal: Signal, own: Measures) -> Iterator[Behind]:
    """Yield each of the few, and below what is counted of it."""
    lines = {line.member_id: line for line in own.taking_part.members}
    for member in signal.records.members:
        if signal.what is What.ITEMS:
            of, word, keys = Of.ITEM, pgettext("record", "agenda item"), lines[member].items
            words = ngettext("{n} agenda item", "{n} agenda items", len(keys))
        else:
            of, word, keys = Of.ACTION, pgettext("record", "action"), lines[member].actions
            words = ngettext("{n} action", "{n} actions", len(keys))
        yield Behind(Of.MEMBER, member, words.format(n=texts.number(len(keys))))
        yield from (Behind(of, key, word) for key in keys)


def _members(signal: Signal, own: Measures) -> Iterator[Behind]:
    came = {line.member_id: line.attendance.rate for line in own.taking_part.members}
    for member in signal.records.members:
        part, how = came.get(member), ""
        if part is not None and part.whole:
            words = _("came {n} of {whole} times")
            how = in_words(words, part)
        yield Behind(Of.MEMBER, member, how)


def _others(signal: Signal, own: Measures) -> Iterator[Behind]:
    records, late, missed = signal.records, set(own.minutes.late), set(own.duties.missed)
    for key in records.items:
        yield Behind(Of.ITEM, key, pgettext("record", "agenda item"))
    for key in records.meetings:
        yield Behind(Of.MEETING, key, _("minutes late") if key in late else _("minutes not out"))
    for key in records.turns:
        yield Behind(Of.TURN, key, pgettext("turn", "missed") if key in missed else pgettext("turn", "not noted"))
    stands = {one.indicator.id: progress_word(one.progress) for one in own.indicators}
    for key in records.indicators:
        yield Behind(Of.INDICATOR, key, stands[key])
    review = own.facts.review
    if signal.day is not None and review is not None:
        yield Behind(
            Of.PURPOSE, review.version_id, _("to be reviewed by {day}").format(day=texts.date_long(signal.day))
        )


class SignalPart(Section):
    """The signal of the challenge chosen, in words, and a way to its records."""

    open_requested = QtSignal(object)
    """Please show this record's target."""

    def __init__(self, operations: Operations, parent: QWidget | None = None) -> None:
        super().__init__(_("What the records show"), spacing=8, parent=parent)
        self._operations = operations
        self._challenge: ChallengeRow | None = None
        self._signals: Signals | None = None
        self.dialog: RecordsDialog | None = None
        """The records shown last."""
        self.badge = Badge("")
        self.when_label = Label(_("in the last twelve months"), 13, 400, "text2")
        self.words_label = Label("", 14, 400, wrap=True)
        self.records_button = Button("", "small", "list", clicked=self.show_records)
        head, foot = QWidget(), QWidget()
        head.setLayout(row(self.badge, self.when_label, None))
        foot.setLayout(row(self.records_button, None))
        self.add(head, self.words_label, foot)

    def show_challenge(self, challenge: ChallengeRow | None, found: Signals | None) -> None:
        """Show what is counted of a challenge; nothing while it is being counted."""
        self._challenge, self._signals = challenge, found
        signal = self.signal()
        known = challenge is None or challenge.known
        self.badge.setVisible(signal is not None)
        self.when_label.setVisible(signal is not None)
        if signal is not None:
            word = sign_word(signal.sign)
            self.badge.show_as(f"{word[0].upper()}{word[1:]}", *BADGES[signal.sign])
            self.words_label.setText(signal_sentence(signal))
        else:
            own = _("Of a challenge of one’s own nothing is counted: only people can judge it.")
            self.words_label.setText(_("It is being counted…") if known else own)
        count = len(behind(signal, found.own)) if signal is not None and found is not None else 0
        words = ngettext("Show the record behind it", "Show the {n} records behind it", count)
        self.records_button.setText(words.format(n=texts.number(count)))
        self.records_button.setVisible(count > 0)

    def signal(self) -> Signal | None:
        """Return the signal that is shown."""
        if self._challenge is None or self._signals is None:
            return None
        return self._signals.by_key.get(self._challenge.key)

    def show_records(self) -> None:
        """Show the records the signal was counted from."""
        signal, found, challenge = self.signal(), self._signals, self._challenge
        if signal is None or found is None or challenge is None:
            return
        records = behind(signal, found.own)

        def show(names: Names) -> None:
            title, lead = challenge_name(challenge), signal_sentence(signal)
            self.dialog = RecordsDialog(title, lead, names.records(records), self)
            self.dialog.open_requested.connect(self.open_requested)
            self.dialog.open()

        self._operations.read(load_names, found.own, done=show, key=(self, "names"))


class RecordsDialog(Dialog):
    """The records a signal was counted from. Enter on one opens it."""

    open_requested = QtSignal(object)
    """Please show this record's target."""

    def __init__(self, title: str, lead: str, records: Iterable[Record], parent: QWidget | None = None) -> None:
        super().__init__(title, parent, width=560, lead=lead)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.table = RecordsTable()
        self.table.setMinimumHeight(300)
        self.body.addWidget(self.table, 1)
        self.set_close(_("Close"))
        self.table.show_records([*records])
        self.table.opened.connect(self._go)
        self.table.setFocus()

    def _go(self, record: Record) -> None:
        self.accept()
        self.open_requested.emit(record.target)
