"""Everything about one item at once: for a proposal written down, and for the details of an item."""

from collections.abc import Sequence

from PySide6.QtWidgets import QCheckBox, QLineEdit, QPlainTextEdit, QWidget

from db.meetings.agenda import DEFAULT_MINUTES, BroughtBy, ItemRow
from db.members.choices import NameChoice
from db.vocabulary import ItemPurpose
from desktop import theme
from desktop.meetings.agenda_delegate import MOST_MINUTES
from desktop.meetings.item_changes import ItemDraft
from desktop.naming.meetings import brought_by, item_title, purpose_word
from desktop.texts import _, pgettext
from desktop.widgets.dialogs import Dialog
from desktop.widgets.fields import Choice, FormRows, NumberField
from desktop.widgets.name_field import NameField


class ItemDialog(Dialog):
    """Title, who brings it, purpose, minutes, notes, whether it comes back, and whether it is internal."""

    def __init__(
        self,
        title: str,
        verb: str,
        choices: Sequence[NameChoice],
        *,
        item: ItemRow | None = None,
        chair_note: str = "",
        parent: QWidget,
    ) -> None:
        super().__init__(title, parent, width=520)
        self.title_field = QLineEdit(item.title if item else "")
        if item is not None:
            self.title_field.setPlaceholderText(item_title(item))  # what an item is called that Ronda put there
        self.who_field = NameField(name=_("Who brings it"), placeholder=_("A member, a group, or anyone"))
        self.who_field.set_choices(choices)
        self.who_field.setText(brought_by(item) if item else "")
        words = [(None, _("Not said yet")), *((purpose, purpose_word(purpose)) for purpose in ItemPurpose)]
        self.purpose_field = Choice(words, name=_("Purpose"))
        self.purpose_field.set_value(item.purpose if item else None)
        self.minutes_field = NumberField(
            name=pgettext("length of an item", "Minutes"), most=MOST_MINUTES, suffix=" " + _("min"),
            value=item.planned_minutes if item else DEFAULT_MINUTES,
        )  # fmt: skip
        self.note_field = QPlainTextEdit(item.note if item else "")
        self.note_field.setFixedHeight(theme.px(72))
        self.note_field.setTabChangesFocus(True)
        self.chair_field = QPlainTextEdit(chair_note)
        self.chair_field.setFixedHeight(theme.px(72))
        self.chair_field.setTabChangesFocus(True)
        self.internal_field = QCheckBox(_("Internal: left out of the public version"))
        self.internal_field.setChecked(item.internal if item else False)
        self.recurring_field = QCheckBox(_("Comes back on every agenda"))
        self.recurring_field.setChecked(item.recurring if item else False)
        self.recurring_field.setVisible(item is not None)
        form = FormRows()
        form.add(_("Item"), self.title_field)
        form.add(_("Brought by"), self.who_field)
        form.add(_("Purpose"), self.purpose_field)
        form.add(pgettext("length of an item", "Minutes"), self.minutes_field)
        form.add(_("Note"), self.note_field)
        if item is not None:
            form.add(_("For the chair"), self.chair_field, hint=_("Only the chair’s copy of the agenda prints it."))
            form.add_wide(self.internal_field)
        form.add_wide(self.recurring_field)
        self.add(form)
        self._may_be_untitled = item is not None and item.names_itself
        button = self.set_primary(verb)
        self.title_field.textChanged.connect(
            lambda text: button.setEnabled(bool(text.strip()) or self._may_be_untitled)
        )
        button.setEnabled(bool(self.title_field.text().strip()) or self._may_be_untitled)

    def draft(self) -> ItemDraft:
        """Return what was typed."""
        choice = self.who_field.choice()
        by = BroughtBy(text=self.who_field.text().strip())
        if choice is not None:
            by = BroughtBy(member_id=choice.member_id, group_id=choice.group_id)
        purpose = self.purpose_field.value()
        return ItemDraft(
            title=self.title_field.text().strip(),
            brought_by=by,
            purpose=purpose if isinstance(purpose, ItemPurpose) else None,
            planned_minutes=self.minutes_field.value(),
            note=self.note_field.toPlainText().strip(),
            recurring=self.recurring_field.isChecked(),
            internal=self.internal_field.isChecked(),
            chair_note=self.chair_field.toPlainText().strip(),
        )
