"""Dialogs about an indicator and about one value of it. Numbers are typed as people write them in their language."""

from decimal import Decimal

from PySide6.QtWidgets import QLineEdit, QWidget

from db.charter.indicators import (
    IndicatorRow,
    ObservationRow,
    add_indicator,
    change_indicator,
    change_observation,
    record_observation,
)
from desktop import texts, theme
from desktop.clock import Clock
from desktop.operations import Operations
from desktop.texts import _
from desktop.widgets.days import day_reader
from desktop.widgets.fields import DateField, FormRows
from desktop.widgets.labels import Label
from desktop.widgets.layouts import row
from desktop.widgets.record_dialogs import RecordDialog


class DecimalField(QLineEdit):
    """A number with as many decimals as people type; may be empty."""

    def __init__(self, *, name: str, value: Decimal | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFixedWidth(theme.px(112))
        if value is not None:
            self.setText(texts.decimal(value))

    def value(self) -> Decimal | None:
        """Return the number; None where there is none, or where it is not one."""
        return texts.read_decimal(self.text())

    def readable(self) -> bool:
        """Return whether the field is empty or holds a number."""
        return not self.text().strip() or self.value() is not None


class _NumbersDialog(RecordDialog):
    """What both dialogs do: see that numbers are numbers."""

    def numbers_read(self, *fields: DecimalField) -> bool:
        """Return whether every field is empty or holds a number; say so where one does not."""
        for field in fields:
            if not field.readable():
                example = texts.decimal(Decimal("29.5"))
                self.say(_("“{typed}” is not a number. Write it as {example}.").format(
                    typed=field.text().strip(), example=example
                ))  # fmt: skip
                field.setFocus()
                return False
        return True


class IndicatorDialog(_NumbersDialog):
    """What is measured, from where and to where. Adds one, or changes `indicator`."""

    def __init__(
        self,
        operations: Operations,
        clock: Clock,
        *,
        indicator: IndicatorRow | None = None,
        parent: QWidget | None = None,
    ) -> None:
        title = _("Add indicator") if indicator is None else _("Edit indicator")
        lead = _("A number that shows whether the purpose is being reached.")
        super().__init__(operations, title, parent, width=560, lead=lead)
        self._indicator = indicator
        shown = indicator
        read = day_reader(clock)
        self.name_field = QLineEdit(shown.name if shown else "")
        self.unit_field = QLineEdit(shown.unit if shown else "")
        self.unit_field.setFixedWidth(theme.px(112))
        self.base_field = DecimalField(name=_("Baseline"), value=shown.baseline_value if shown else None)
        self.base_day = DateField(
            name=_("Day of the baseline"), read=read, value=shown.baseline_date if shown else None
        )
        self.target_field = DecimalField(name=_("Target"), value=shown.target_value if shown else None)
        self.target_day = DateField(name=_("Day of the target"), read=read, value=shown.target_date if shown else None)
        self.source_field = QLineEdit(shown.source if shown else "")
        form = FormRows()
        form.add(_("What is measured"), self.name_field)
        form.add(_("Unit"), self.unit_field, hint=_("As it stands after the number: %, districts"))
        form.add(_("Baseline"), self._dated(self.base_field, self.base_day))
        form.add(_("Target"), self._dated(self.target_field, self.target_day))
        form.add(_("Source"), self.source_field, hint=_("Who measures it, or where it is published"))
        self.add(form)
        self.set_primary(_("Add indicator") if indicator is None else _("Keep this"), self._keep)

    def _dated(self, number: DecimalField, day: DateField) -> QWidget:
        both = QWidget()
        line = row(number, Label(_("on"), 14, 400, "text2"), day)
        line.setStretch(2, 1)
        both.setLayout(line)
        both.setFocusProxy(number)
        return both

    def _keep(self) -> None:
        if not self.numbers_read(self.base_field, self.target_field):
            return
        if not self.dates_read(self.base_day, self.target_day):
            return
        fields = {
            "name": self.name_field.text(),
            "unit": self.unit_field.text(),
            "baseline_value": self.base_field.value(),
            "baseline_date": self.base_day.value(),
            "target_value": self.target_field.value(),
            "target_date": self.target_day.value(),
            "source": self.source_field.text(),
        }
        if self._indicator is None:
            self.save(add_indicator, **fields)
        else:
            self.save(change_indicator, self._indicator.id, **fields)


class ObservationDialog(_NumbersDialog):
    """What an indicator was on a day. Adds a value, or corrects `observation`."""

    def __init__(
        self,
        operations: Operations,
        clock: Clock,
        indicator: IndicatorRow,
        *,
        observation: ObservationRow | None = None,
        parent: QWidget | None = None,
    ) -> None:
        title = _("Add value") if observation is None else _("Correct value")
        super().__init__(operations, title, parent, width=480, lead=indicator.name)
        self._indicator = indicator
        self._observation = observation
        seen = observation
        self.value_field = DecimalField(name=_("Value"), value=seen.value if seen else None)
        self.day_field = DateField(
            name=_("Measured on"), read=day_reader(clock), value=seen.on_date if seen else clock.today()
        )
        latest = indicator.latest
        source = seen.source if seen else (latest.source if latest else indicator.source)
        self.source_field = QLineEdit(source)
        valued = QWidget()
        valued.setLayout(row(self.value_field, Label(indicator.unit, 14, 400, "text2"), None))
        valued.setFocusProxy(self.value_field)
        form = FormRows(above=True)
        form.add(_("Value"), valued)
        form.add(_("Measured on"), self.day_field)
        form.add(_("Source"), self.source_field)
        self.add(form)
        self.set_primary(_("Add value") if observation is None else _("Keep this"), self._keep)

    def _keep(self) -> None:
        if not self.numbers_read(self.value_field):
            return
        value, day = self.value_field.value(), self.day_field.value()
        if value is None:
            self.say(_("A value is needed."))
            self.value_field.setFocus()
        elif day is None:
            self.say(_("A day is needed. Write it as 22 Oct 2026."))
            self.day_field.line.setFocus()
        elif self._observation is None:
            self.save(record_observation, self._indicator.id, on_date=day, value=value, source=self.source_field.text())
        else:
            source = self.source_field.text()
            self.save(change_observation, self._observation.id, on_date=day, value=value, source=source)
