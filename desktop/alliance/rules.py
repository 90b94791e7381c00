"""How the alliance meets: its quorum, and the days between call, meeting and minutes."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from db.alliance import AllianceRow
from db.meetings.quorum import QuorumRule
from desktop.texts import _, ngettext
from desktop.widgets.fields import FormRows, NumberField
from desktop.widgets.labels import Label
from desktop.widgets.layouts import row
from desktop.widgets.quorum_field import QuorumField


class RulesForm(FormRows):
    """The quorum of the plenary, and three numbers of days."""

    changed = Signal(object)
    """The fields of `AllianceRow` that were changed, with their new values."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.quorum = QuorumField()
        self.quorum.changed.connect(self._on_quorum)
        self.add(
            _("Quorum"),
            self.quorum,
            hint=_("For meetings of the whole alliance. A group has its own rule, on its page."),
        )
        self.days: dict[str, NumberField] = {}
        self._words: dict[str, Label] = {}
        for key, word, hint in (
            ("notice_days", _("Call goes out"), _("Today says when the call is due.")),
            ("minutes_days", _("Minutes go out"), _("Today says when they are late.")),
            ("comment_days", _("Time to comment"), _("Afterwards they wait for approval at the next meeting.")),
        ):
            field = self.days[key] = NumberField(name=word, most=365)
            words = self._words[key] = Label("", 14, 400, "text2")
            field.setFixedWidth(80)
            field.valueChanged.connect(lambda value, key=key: self._on_days(key, value))
            holder = QWidget()
            holder.setLayout(row(field, words, None, spacing=8))
            holder.setFocusProxy(field)
            self.add(word, holder, hint=hint)
            field.setAccessibleDescription(hint)

    def show_row(self, alliance: AllianceRow, seats: int) -> None:
        """Show what stands on record; `seats` is how many members there are today."""
        rule = QuorumRule(alliance.quorum_kind, alliance.quorum_numerator, alliance.quorum_denominator)
        self.quorum.show_rule(rule, seats)
        for key, field in self.days.items():
            value = getattr(alliance, key)
            if field.value() != value:
                field.blockSignals(True)
                field.setValue(value)
                field.blockSignals(False)
            self._say_days(key, field.value())

    def _on_quorum(self, rule: QuorumRule) -> None:
        self.changed.emit(
            {
                "quorum_kind": rule.kind,
                "quorum_numerator": rule.numerator,
                "quorum_denominator": rule.denominator,
            }
        )

    def _on_days(self, key: str, days: int) -> None:
        self._say_days(key, days)
        self.changed.emit({key: days})

    def _say_days(self, key: str, days: int) -> None:
        words = {
            "notice_days": ngettext("day before the meeting", "days before the meeting", days),
            "minutes_days": ngettext("day after the meeting", "days after the meeting", days),
            "comment_days": ngettext("day after they went out", "days after they went out", days),
        }
        self._words[key].setText(words[key])
