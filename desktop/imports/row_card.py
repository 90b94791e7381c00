"""One row of a list of members beside what stands on record, and what a person decides about it."""

import re
import uuid
from collections.abc import Mapping

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from db.incoming.roster_rows import Add, Choice, LikelyMember, RowVerdict, SameAs, SameRow
from desktop import theme
from desktop.exchange.import_words import member_doubt, member_fields
from desktop.imports.member_rows import MemberLine, MembersPreview
from desktop.imports.words import (
    MARKS,
    entry_words,
    mark_word,
    member_words,
    outcome_sentence,
)
from desktop.texts import _
from desktop.widgets import fields
from desktop.widgets.badges import Badge
from desktop.widgets.buttons import Segmented
from desktop.widgets.cards import Card
from desktop.widgets.labels import IconLabel, Label
from desktop.widgets.layouts import ScrollArea, clear, column, row
from desktop.widgets.painting import round_rect

WIDTH = 424
SAME, DIFFERENT, IN, SKIP = "same", "different", "in", "skip"
_MAY_BREAK = "\u200b"
_AFTER = re.compile(r"[@._/](?=\S)")
"""After these an address may go on in the next line."""
_LONG = re.compile(r"[^\s\u200b]{16,}")
"""What has more letters in a row than the narrowest column holds, and may be parted anywhere."""


class RowCard(Card):
    """Reasons, the two sides with what differs marked, and the choices: the same, different, leave it out."""

    decided = Signal(int, object)
    """The row's number and the `Choice` a person made."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(margins=(0, 0, 0, 0), spacing=0, parent=parent)
        self.setFixedWidth(theme.px(WIDTH))
        self.setAccessibleName(_("The row and the record"))
        self._line: MemberLine | None = None
        self._preview = MembersPreview()
        self.choice: Segmented | None = None
        self.likely: fields.Choice | None = None
        self.sides: Comparison | None = None
        self._content = column(spacing=8, margins=(16, 12, 16, 12))
        self.body.addWidget(ScrollArea(self._content), 1)
        self._foot = column(spacing=8, margins=(16, 10, 16, 12))
        holder = QWidget()
        holder.setLayout(self._foot)
        self.body.addWidget(holder)

    def show_line(self, line: MemberLine | None, preview: MembersPreview) -> None:
        """Show another row, or none."""
        self._line, self._preview = line, preview
        clear(self._content)
        clear(self._foot)
        self.choice = self.likely = self.sides = None
        if line is None:
            self._content.addWidget(Label(_("Choose a row to see it whole."), 14, 400, "text2", wrap=True))
            self._content.addStretch(1)
            return
        kind, icon = MARKS[line.mark]
        head = Label(line.planned.entry.name or _("No name"), 16, 600, wrap=True)
        self._content.addLayout(row(head, Badge(mark_word(line.mark), kind, icon)))
        for remark in line.planned.remarks:
            self._content.addLayout(_reason("warning", "warn_line", member_doubt(remark)))
        sentence = outcome_sentence(line.planned, decided=line.decided)
        if sentence:
            self._content.addLayout(_reason("arrow-right", "text3", sentence))
        self._content.addSpacing(4)
        self._show_sides(self._other())
        self._content.addStretch(1)
        self._show_choices(line)

    def take_keyboard(self) -> None:
        """Give the keyboard to the choice as it stands, if there is one to make."""
        if self.choice is not None:
            self.choice.button(self.choice.value()).setFocus(Qt.FocusReason.TabFocusReason)

    def _other(self) -> LikelyMember | SameAs | None:
        """Return whom the row is shown beside: whom it is taken for, else whom it may be."""
        assert self._line is not None
        planned = self._line.planned
        if isinstance(planned.choice, SameAs):
            return planned.choice
        if isinstance(planned.choice, SameRow):
            wanted = planned.choice.row
            return next(
                (one for one in planned.likely if one.row == wanted), LikelyMember(planned.entry.name, 1.0, row=wanted)
            )
        return planned.likely[0] if planned.likely else None

    def _show_sides(self, other: LikelyMember | SameAs | None) -> None:
        assert self._line is not None
        coming = entry_words(self._line.planned.entry, self._preview.kinds)
        stands, title = self._stands(other)
        self.sides = Comparison(stands, coming, title)
        self._content.addWidget(self.sides)

    def _stands(self, other: LikelyMember | SameAs | None) -> tuple[Mapping[str, str] | None, str]:
        if other is None:
            return None, ""
        if other.member_id is not None:
            return self._on_record(other.member_id), _("On record")
        number = other.row if isinstance(other, LikelyMember) else None
        entry = next((one.entry for one in self._preview.report.rows if one.entry.row == number), None)
        words = entry_words(entry, self._preview.kinds) if entry is not None else None
        return words, _("Row {n}").format(n=number)

    def _on_record(self, member_id: uuid.UUID) -> Mapping[str, str]:
        member = self._preview.on_record.get(member_id)
        if member is None or self._line is None:
            return {}
        contact = self._preview.contact(self._line.planned.entry, member)
        return member_words(member, self._preview.kinds, contact=contact)

    def _show_choices(self, line: MemberLine) -> None:
        planned = line.planned
        if planned.verdict is RowVerdict.REFUSED or (
            planned.outcome in (RowVerdict.SAME, RowVerdict.REPEATED) and not planned.remarks
        ):
            return
        if planned.likely:
            self._show_likely(line)
        else:
            choice = Segmented([(IN, _("Bring it in")), (SKIP, _("Leave it out"))], name=_("What to do with this row"))
            choice.set_value(SKIP if planned.choice is Add.SKIP else IN)
            self._add_choice(choice)

    def _show_likely(self, line: MemberLine) -> None:
        planned = line.planned
        self._foot.addWidget(Label(_("Is it the same member?"), 13, 500, "text2"))
        if len(planned.likely) > 1:
            choices: list[tuple[object, str]] = [(one, one.name) for one in planned.likely]
            self.likely = fields.Choice(choices, name=_("Compare with"))
            taken = self._other()
            self.likely.set_value(next((one for one in planned.likely if _is(one, taken)), planned.likely[0]))
            self.likely.chosen.connect(self._on_compare)
            self._foot.addWidget(self.likely)
        choice = Segmented(
            [(SAME, _("The same")), (DIFFERENT, _("Different")), (SKIP, _("Leave it out"))],
            name=_("Is it the same member?"),
        )
        held = SKIP if planned.choice is Add.SKIP else DIFFERENT if planned.choice is Add.NEW else SAME
        choice.set_value(held)
        self._add_choice(choice)

    def _add_choice(self, choice: Segmented) -> None:
        self.choice = choice
        choice.chosen.connect(self._on_chosen)
        self._foot.addLayout(row(choice, None))

    def _on_compare(self, other: object) -> None:
        if self.sides is not None and isinstance(other, LikelyMember):
            old = self.sides
            stands, title = self._stands(other)
            assert self._line is not None
            self.sides = Comparison(stands, entry_words(self._line.planned.entry, self._preview.kinds), title)
            self._content.replaceWidget(old, self.sides)
            old.hide()
            old.deleteLater()

    def _on_chosen(self, key: object) -> None:
        assert self._line is not None
        planned = self._line.planned
        choice: Choice = planned.choice
        if key == SKIP:
            choice = Add.SKIP
        elif key == DIFFERENT:
            choice = Add.NEW
        elif key == SAME:
            other = self.likely.value() if self.likely is not None else planned.likely[0]
            assert isinstance(other, LikelyMember)
            choice = SameAs(other.member_id) if other.member_id is not None else SameRow(other.row or 0)
        elif choice is Add.SKIP:
            choice = Add.NEW
        self.decided.emit(self._line.row, choice)


def _is(likely: LikelyMember, taken: LikelyMember | SameAs | None) -> bool:
    return taken is not None and (
        likely == taken or (likely.member_id is not None and likely.member_id == taken.member_id)
    )


def _reason(icon: str, role: str, words: str) -> QHBoxLayout:
    line = row(spacing=8)
    line.addWidget(IconLabel(icon, role, 16), 0, Qt.AlignmentFlag.AlignTop)
    line.addWidget(Label(words, 14, 400, "text", wrap=True), 1)
    return line


class _Ground(QWidget):
    """The ground of a field that differs."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        round_rect(QPainter(self), QRectF(self.rect()), 4, fill="warn_soft", edge="warn_line")


class Comparison(QWidget):
    """Field by field what stands (if anything does) and what comes in; a field that differs is framed and bold."""

    def __init__(self, stands: Mapping[str, str] | None, coming: Mapping[str, str], title: str) -> None:
        super().__init__()
        self.different: list[str] = []
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.setColumnMinimumWidth(0, theme.px(96))
        for side in (1, 2) if stands is not None else (1,):
            grid.setColumnStretch(side, 1)
        if stands is not None:
            for side, words in ((1, title), (2, _("Coming in"))):
                heading = Label(words, 13, 600, "text2")
                heading.setContentsMargins(6, 0, 0, 0)
                grid.addWidget(heading, 0, side)
        line = 1
        for key, word in member_fields():
            left, right = (stands or {}).get(key, ""), coming.get(key, "")
            if not left and not right:
                continue
            differs = stands is not None and bool(right) and left != right
            if differs:
                self.different.append(key)
            grid.addWidget(_cell(word, 13, 500, "text2", top=5), line, 0, Qt.AlignmentFlag.AlignTop)
            sides = (left, right) if stands is not None else (right,)
            for side, words in enumerate(sides, 1):
                grid.addWidget(self._side(words, word, differs=differs, incoming=side == len(sides)), line, side)
            line += 1

    def _side(self, words: str, field: str, *, differs: bool, incoming: bool) -> QWidget:
        label = _cell(words or ("–" if not incoming else _("says nothing")), 14, 600 if differs else 400,
                      "text" if words else "text3")  # fmt: skip
        holder = _Ground() if differs and incoming else QWidget()
        holder.setLayout(column(label, margins=(6, 2, 6, 2)))
        if differs and incoming:
            spoken = _("{field} differs: {words}").format(field=field, words=words)
            label.setAccessibleName(spoken)
            label.setToolTip(_("Differs"))
        return holder


class _Cell(Label):
    """Words in one of three columns: an address goes on in the next line, for nobody could scroll to its end."""

    def setText(self, text: str) -> None:
        parts = _LONG.sub(lambda run: _MAY_BREAK.join(run[0]), _AFTER.sub(rf"\g<0>{_MAY_BREAK}", text))
        super().setText(parts)
        self._said = text


def _cell(words: str, px: int, weight: int, role: str, *, top: int = 2) -> Label:
    label = _Cell(words, px, weight, role, wrap=True)
    label.setContentsMargins(0, top, 0, 2)
    return label
