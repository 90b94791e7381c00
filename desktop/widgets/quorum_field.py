"""How many members must be here: the rule chosen in words, and what it means today."""

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from db.meetings.quorum import QuorumRule
from db.vocabulary import QuorumKind
from desktop import texts
from desktop.texts import _, ngettext
from desktop.widgets.fields import Choice, NumberField
from desktop.widgets.labels import Label
from desktop.widgets.layouts import column, row
from desktop.widgets.messages import InlineMessage

_PARTS = {QuorumKind.MORE_THAN: "more than a part", QuorumKind.AT_LEAST: "at least a part"}
"""Keys of the choices where the part is typed."""


@dataclass(frozen=True, slots=True)
class UsualRule:
    """A rule many alliances have, in words."""

    rule: QuorumRule
    word: str


def usual_rules() -> list[UsualRule]:
    """Return the rules most alliances have."""
    return [
        UsualRule(QuorumRule(QuorumKind.NONE), _("No quorum")),
        UsualRule(QuorumRule(QuorumKind.MORE_THAN, 1, 2), _("More than half of the members")),
        UsualRule(QuorumRule(QuorumKind.AT_LEAST, 1, 2), _("At least half of the members")),
        UsualRule(QuorumRule(QuorumKind.AT_LEAST, 2, 3), _("At least two thirds of the members")),
        UsualRule(QuorumRule(QuorumKind.AT_LEAST, 3, 4), _("At least three quarters of the members")),
    ]


def quorum_sentence(rule: QuorumRule, seats: int) -> tuple[str, bool]:
    """Return what a rule means for so many seats, and whether it can be met at all."""
    if rule.kind is QuorumKind.NONE:
        return _("A meeting may decide with any number of members."), True
    if not seats:
        return _("There are no members yet, so there is no quorum."), False
    needed = rule.needed(seats)
    if needed > seats:
        words = ngettext(
            "{needed} must be here, and there is only {n} member: the quorum can never be reached.",
            "{needed} must be here, and there are only {n} members: the quorum can never be reached.",
            seats,
        )
        return words.format(needed=texts.number(needed), n=texts.number(seats)), False
    words = ngettext("{needed} of {n} member must be here.", "{needed} of {n} members must be here.", seats)
    return words.format(needed=texts.number(needed), n=texts.number(seats)), True


class QuorumField(QWidget):
    """A usual rule, a fixed number, or another part; with a sentence of what it means now.

    `follows` is what having no rule of one's own is called, and `meaning` what it means: a group may follow the
    alliance's.
    """

    changed = Signal(object)
    """The `QuorumRule` a person chose."""

    def __init__(self, *, follows: UsualRule | None = None, meaning: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Quorum"))
        self._usual = [*([follows] if follows else []), *usual_rules()]
        self._meaning = meaning
        self._rule = self._usual[0].rule
        self._seats = 0
        self.rule_field = self._make_choice()
        self._make_numbers()
        self.sentence_label = Label("", 14, 600, wrap=True)
        self.warning = InlineMessage()
        self.setLayout(
            column(
                self.rule_field,
                row(self.number_field, self._part, None, spacing=8),
                self.sentence_label,
                self.warning,
                spacing=6,
            )
        )
        self.setFocusProxy(self.rule_field)
        self._refresh()

    def _make_choice(self) -> Choice:
        field = Choice(
            [
                *((usual.rule, usual.word) for usual in self._usual),
                (QuorumKind.NUMBER, _("A fixed number of members")),
                (_PARTS[QuorumKind.MORE_THAN], _("More than another part")),
                (_PARTS[QuorumKind.AT_LEAST], _("At least another part")),
            ],
            name=_("Quorum"),
        )
        field.chosen.connect(self._on_rule)
        return field

    def _make_numbers(self) -> None:
        self.number_field = NumberField(name=_("Number of members"), least=1, most=9999)
        self.numerator_field = NumberField(name=_("Parts that must be here"), least=1, most=99)
        self.denominator_field = NumberField(name=_("Parts in all"), least=2, most=100)
        for field in (self.number_field, self.numerator_field, self.denominator_field):
            field.setFixedWidth(80)
            field.valueChanged.connect(lambda _value: self._on_number())
        self._part = QWidget()
        of = Label(_("of"), 14, 400, "text2")
        self._part.setLayout(row(self.numerator_field, of, self.denominator_field, spacing=8))

    def rule(self) -> QuorumRule:
        """Return the rule as it is chosen."""
        return self._rule

    def show_rule(self, rule: QuorumRule, seats: int) -> None:
        """Show the rule on record, for an alliance of so many seats."""
        self._seats = seats
        if rule != self._rule:
            self._rule = rule
            self.rule_field.set_value(self._key_of(rule))
        self._refresh()

    def _key_of(self, rule: QuorumRule) -> object:
        """Return which choice a rule is; another part stays one while its numbers happen to be usual."""
        if rule.kind is QuorumKind.NUMBER:
            return rule.kind
        held = self.rule_field.value()
        if rule.kind in _PARTS and held == _PARTS[rule.kind]:
            return held
        usual = next((one.rule for one in self._usual if one.rule.kind is rule.kind and _same(one.rule, rule)), None)
        return usual or _PARTS[rule.kind]

    def _on_rule(self, key: object) -> None:
        if isinstance(key, QuorumRule):
            self._choose(key)
        elif key is QuorumKind.NUMBER:
            self._choose(QuorumRule(QuorumKind.NUMBER, max(1, self._rule.needed(self._seats))))
        else:
            kind = next(kind for kind, held in _PARTS.items() if held == key)
            parted = self._rule.kind in _PARTS
            part, whole = (self._rule.numerator, self._rule.denominator) if parted else (1, 2)
            self._choose(QuorumRule(kind, min(part, whole - 1), whole))

    def _on_number(self) -> None:
        if self._rule.kind is QuorumKind.NUMBER:
            self._choose(QuorumRule(QuorumKind.NUMBER, self.number_field.value()))
        elif self._rule.kind in _PARTS:
            whole = self.denominator_field.value()
            most = whole if self._rule.kind is QuorumKind.AT_LEAST else whole - 1
            self._choose(QuorumRule(self._rule.kind, min(self.numerator_field.value(), most), whole))

    def _choose(self, rule: QuorumRule) -> None:
        changed = rule != self._rule
        self._rule = rule
        self._refresh()
        if changed:
            self.changed.emit(rule)

    def _refresh(self) -> None:
        rule = self._rule
        if rule.kind is QuorumKind.NUMBER:
            _show_number(self.number_field, rule.numerator)
        elif rule.kind in _PARTS:
            _show_number(self.numerator_field, rule.numerator)
            _show_number(self.denominator_field, rule.denominator)
        self.number_field.setVisible(rule.kind is QuorumKind.NUMBER)
        self._part.setVisible(self.rule_field.value() in _PARTS.values())
        words, reachable = self._meaning, True
        if rule.kind is not QuorumKind.AS_ALLIANCE:
            words, reachable = quorum_sentence(rule, self._seats)
        self.sentence_label.setText(words if reachable else "")
        self.sentence_label.setVisible(reachable)
        self.warning.say("" if reachable else words, "warn")


def _same(one: QuorumRule, other: QuorumRule) -> bool:
    """Return whether two rules of one kind mean the same; without parts the numbers mean nothing."""
    if one.kind not in _PARTS:
        return True
    return one.numerator * other.denominator == other.numerator * one.denominator


def _show_number(field: NumberField, value: int) -> None:
    if field.value() != value:
        field.blockSignals(True)
        field.setValue(value)
        field.blockSignals(False)
