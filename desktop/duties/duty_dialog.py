"""One duty: what it is, when it falls due and for whom, who may be asked, and what it does not go with."""

import datetime as dt
import uuid
from dataclasses import dataclass

from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget
from sqlalchemy.orm import Session

from db.alliance import KindRow, member_kinds
from db.duties.keeping import DutyRow, duties
from db.duties.sheet import DutySheet, MayBeAsked, duty_sheet, keep_sheet, may_be_asked
from db.duties.standard import FROM_HOME, KNOWN_DUTIES
from db.errors import KnownError
from db.errors.duties import PoolEmpty
from db.errors.records import DatesOutOfOrder, NameMissing
from db.members.groups import GroupRow, groups_on
from db.vocabulary import DutyBody, DutyRhythm, SameWhat
from desktop import theme
from desktop.clock import Clock
from desktop.duties.parts import AskedView, Tall, TermsField
from desktop.duties.pool_field import ExemptField, PoolField
from desktop.duties.who import Who, everybody
from desktop.naming.duties import duty_name, usual_name, usual_task
from desktop.naming.duty_setup import body_word, not_with_word, rhythm_choice
from desktop.operations import Operations
from desktop.texts import _, pgettext
from desktop.widgets.days import day_reader
from desktop.widgets.fields import Choice, DateField, FormRows, NumberField
from desktop.widgets.labels import Label, vline
from desktop.widgets.layouts import column, row
from desktop.widgets.record_dialogs import RecordDialog

OWN = ""
"""Key of the choice that is a duty of one's own."""
SIDE = 248
"""Pixels of the column that says who may be asked."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What a duty is set up among: the other duties, kinds of members, groups, members and people; and its sheet."""

    duties: tuple[DutyRow, ...]
    kinds: tuple[KindRow, ...]
    groups: tuple[GroupRow, ...]
    everybody: tuple[Who, ...]
    sheet: DutySheet


def load_setting(session: Session, duty_id: uuid.UUID | None, today: dt.date) -> Setting:
    """Return what a duty (a new one has no key yet) is set up among.

    Raises:
        NotFound: If there is no such duty.
    """
    sheet = DutySheet() if duty_id is None else duty_sheet(session, duty_id)
    groups = groups_on(session, today, everyone=True)
    kept = [one for one in groups if one.id == sheet.group_id or one.end_date is None or one.end_date > today]
    known = tuple(duties(session))
    return Setting(known, tuple(member_kinds(session)), tuple(kept), everybody(session, today), sheet)


class DutyDialog(RecordDialog):
    """Adds a duty, or changes one; who may be asked is shown beside it as it stands. `result_value` is (key, changes).

    Nothing is kept before its verb is pressed.
    """

    def __init__(
        self, operations: Operations, clock: Clock, setting: Setting, *, duty: DutyRow | None = None,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        title = _("Add a duty") if duty is None else _("Change “{name}”").format(name=duty_name(duty))
        super().__init__(operations, title, parent, width=880)
        self._clock, self._setting, self._duty = clock, setting, duty
        sheet = setting.sheet
        self._others = [
            one for one in setting.duties if one != duty and (one.to_date is None or one.to_date > clock.today())
        ]  # fmt: skip
        self._make_what(sheet)
        self._make_when(sheet)
        self.pool = PoolField(setting.kinds, setting.everybody, sheet)
        self.exempt = ExemptField(clock, setting.everybody, sheet.exempted)
        self._make_rules(sheet)
        self.asked = AskedView()
        self.add(self._make_body())
        self.set_primary(_("Add duty") if duty is None else _("Keep the changes"), self._save)
        self._connect()
        self._on_rhythm()
        self._on_apart()
        self._on_what()
        self._try()

    # Fields

    def _make_what(self, sheet: DutySheet) -> None:
        held = {one.key for one in self._setting.duties}
        free = [key for key in KNOWN_DUTIES if key not in held]
        self.what = Choice([*((key, usual_name(key)) for key in free), (OWN, _("One of your own"))], name=_("Duty"))
        self.what.set_value(OWN if not free else free[0])
        self.name, self.task = QLineEdit(sheet.name), QLineEdit(sheet.description)

    def _make_when(self, sheet: DutySheet) -> None:
        self.rhythm = Choice([(rhythm, rhythm_choice(rhythm)) for rhythm in DutyRhythm], name=_("A turn is"))
        self.rhythm.set_value(sheet.rhythm)
        self.every = NumberField(name=_("Meetings in a turn"), value=max(sheet.every, 2), least=2, most=60)
        self.every.setFixedWidth(theme.px(96))
        self.terms = TermsField(self._clock, sheet.terms)
        bodies: list[tuple[object, str]] = [
            (body, body_word(body)) for body in (DutyBody.ALL, DutyBody.PLENARY)
        ]  # fmt: skip
        self.body_choice = Choice(
            [*bodies, *((group.id, group.name) for group in self._setting.groups)], name=pgettext("duty", "For")
        )  # fmt: skip
        self.body_choice.set_value(sheet.group_id if sheet.body is DutyBody.GROUP else sheet.body)
        self.since = DateField(name=_("Counted since"), read=day_reader(self._clock), value=sheet.from_date)

    def _make_rules(self, sheet: DutySheet) -> None:
        self.in_room = QCheckBox(_("Only who is at the meeting can do it"))
        self.in_room.setChecked(sheet.in_room)
        self.apart = QCheckBox(_("Who does it has no other duty at that meeting"))
        self.apart.setChecked(sheet.apart)
        self.beside = QCheckBox(_("The first time, somebody who did it stands beside"))
        self.beside.setChecked(sheet.beside_first)
        self.gap = NumberField(name=_("Meetings spared"), value=sheet.gap, most=24)
        self.gap.setFixedWidth(theme.px(96))
        held = dict(sheet.not_with)
        self.not_with: dict[uuid.UUID, Choice] = {}
        for other in self._others:
            words = [(same, not_with_word(same)) for same in (None, SameWhat.PERSON, SameWhat.ORGANISATION)]
            choice = Choice(words, name=_("With “{duty}”").format(duty=duty_name(other)))
            choice.set_value(held.get(other.id))
            self.not_with[other.id] = choice

    def _make_rows(self) -> FormRows:
        rows = self.rows = FormRows()
        rows.add(_("Duty"), self.what)
        rows.set_row_visible(self.what, self._duty is None)
        rows.add(_("Name"), self.name)
        rows.add(_("What is to be done"), self.task)
        rows.add(_("A turn is"), self.rhythm)
        rows.add(_("Meetings in a turn"), self.every)
        rows.add(_("Terms"), self.terms)
        rows.add(pgettext("duty", "For"), self.body_choice)
        rows.add(_("Who may be asked"), self.pool)
        rows.add(_("Exempt from it"), self.exempt)
        rules = QWidget()
        rules.setLayout(column(self.in_room, self.apart, self.beside, spacing=8, margins=(0, 6, 0, 6)))
        rules.setFocusProxy(self.in_room)
        rows.add(_("Rules"), rules)
        rows.add(_("Meetings spared"), self.gap, hint=_("Who served at so many meetings before comes last; 0: nobody."))
        for other in self._others:
            rows.add(_("With {duty}").format(duty=duty_name(other)), self.not_with[other.id])
        rows.add(_("Counted since"), self.since, hint=_("Empty: everything on record counts."))
        if self._duty is not None and self._duty.key in KNOWN_DUTIES:
            key = QLineEdit(self._duty.key)
            key.setReadOnly(True)
            rows.add(_("Key"), key, hint=_("What commands call it; it never changes."))
        return rows

    def _make_body(self) -> QWidget:
        form = Tall(column(self._make_rows(), None, margins=(0, 0, 12, 0)), 480)
        note = Label(
            _("Asked anew with every choice. Nothing is kept before the button is pressed."),
            13,
            400,
            "text3",
            wrap=True,
        )
        side = Tall(column(Label(_("As it stands"), 13, 500, "text2"), self.asked, note, None, spacing=8), 240)
        side.setFixedWidth(theme.px(SIDE))
        holder = QWidget()
        inside = row(form, vline(), side, spacing=16)
        inside.setStretch(0, 1)
        holder.setLayout(inside)
        return holder

    def _connect(self) -> None:
        self.what.chosen.connect(lambda _key: self._on_what(chosen=True))
        self.rhythm.chosen.connect(lambda _rhythm: self._on_rhythm())
        self.body_choice.chosen.connect(lambda _body: self._try())
        self.apart.toggled.connect(lambda _on: self._on_apart())
        self.pool.changed.connect(self._try)
        self.exempt.changed.connect(self._try)

    def _on_what(self, *, chosen: bool = False) -> None:
        key = self._key()
        self.name.setPlaceholderText(usual_name(key))
        self.task.setPlaceholderText(usual_task(key))
        if chosen:
            self.in_room.setChecked(key not in FROM_HOME)

    def _on_rhythm(self) -> None:
        rhythm = self.rhythm.value()
        self.rows.set_row_visible(self.every, rhythm is DutyRhythm.MEETINGS)
        self.rows.set_row_visible(self.terms, rhythm is DutyRhythm.DATES)
        if rhythm is DutyRhythm.DATES and not self.terms.lines:
            self.terms.add_line(self._clock.today(), None)

    def _on_apart(self) -> None:
        """Ask of two duties only where neither of them keeps apart from all others already."""
        for other in self._others:
            self.rows.set_row_visible(self.not_with[other.id], not self.apart.isChecked() and not other.apart)

    # What is asked of the record

    def sheet(self) -> DutySheet:
        """Return the duty as the fields stand."""
        rhythm, body = self.rhythm.value(), self.body_choice.value()
        assert isinstance(rhythm, DutyRhythm)
        rule, listed = self.pool.value()
        named: list[tuple[uuid.UUID, SameWhat]] = []
        for duty_id, choice in self.not_with.items():
            if isinstance(same := choice.value(), SameWhat):
                named.append((duty_id, same))
        return DutySheet(
            key=self._key(),
            name=self.name.text().strip(),
            description=self.task.text().strip(),
            rhythm=rhythm,
            every=self.every.value() if rhythm is DutyRhythm.MEETINGS else 1,
            body=body if isinstance(body, DutyBody) else DutyBody.GROUP,
            group_id=body if isinstance(body, uuid.UUID) else None,
            in_room=self.in_room.isChecked(),
            apart=self.apart.isChecked(),
            gap=self.gap.value(),
            beside_first=self.beside.isChecked(),
            from_date=self.since.value(),
            pool=rule,
            listed=listed,
            terms=self.terms.value() if rhythm is DutyRhythm.DATES else (),
            not_with=tuple(named),
            exempted=self.exempt.value(),
        )

    def _key(self) -> str:
        return self._duty.key if self._duty is not None else str(self.what.value() or OWN)

    def _try(self) -> None:
        """Ask who may be asked as the fields stand."""
        duty_id = self._duty.id if self._duty else None
        self.operations.read(
            may_be_asked, duty_id, self.sheet(), on=self._clock.today(), done=self._show_asked, key=("asked", id(self))
        )

    def _show_asked(self, found: MayBeAsked) -> None:
        self.asked.set_found(found)

    def _save(self) -> None:
        terms = self.terms if self.rhythm.value() is DutyRhythm.DATES else None
        if not self.dates_read(*(terms.fields() if terms else ()), self.since):
            return
        if terms is not None and (problem := terms.problem()) is not None:
            words, place = problem
            self.say(words)
            place.setFocus()
            return
        self.save(keep_sheet, self._duty.id if self._duty else None, self.sheet(), today=self._clock.today())

    def _on_refused(self, error: KnownError) -> None:
        super()._on_refused(error)
        place = self._place_of(error)
        if place is not None:
            place.setFocus()

    def _place_of(self, error: KnownError) -> QWidget | None:
        """Return the field to put right."""
        match error:
            case NameMissing():
                return self.name
            case PoolEmpty():
                return self.pool.first_empty()
            case DatesOutOfOrder():
                return self.since.line
            case _:
                return None
