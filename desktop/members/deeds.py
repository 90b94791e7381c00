"""What can be done on the members' page beyond looking: each opens its dialog, or writes and offers to undo."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt

from db.alliance import KindRow
from db.errors import KnownError
from db.history.history import FieldChange
from db.members.doubles import DoubleRow
from db.members.forgettable import Forgettable, forgettable
from db.members.groups import end_group_member
from db.members.member_record import MemberDetail, MemberGroupRow, OfferRow, member_changes, member_detail
from db.members.members import delete_member, delete_offer
from db.members.people import PersonRow, people
from db.members.representatives import RepresentativeRow, delete_representative, end_representative
from db.vocabulary import MemberStatus
from desktop.clock import Clock
from desktop.members.changes import field_word, value_words
from desktop.members.detail import MemberCard
from desktop.members.dialogs import (
    AddMemberDialog,
    JoinGroupDialog,
    LeaveDialog,
    OfferDialog,
    RepresentativeDialog,
    SpellsDialog,
    StatusDialog,
)
from desktop.members.forgetting import ForgetDialog
from desktop.members.joining import ChooseMemberDialog, DoublesDialog, Side, load_doubles
from desktop.members.kinds import KindsDialog
from desktop.sentences import sentence
from desktop.texts import _
from desktop.widgets.as_of_day import AsOfDayDialog
from desktop.widgets.changes import ChangesDialog, DeletedDialog, change_lines
from desktop.widgets.dialogs import Dialog
from desktop.widgets.record_dialogs import EndDialog
from desktop.widgets.sections import Choices

if TYPE_CHECKING:
    from desktop.members.page import MembersPage

DELETABLE = frozenset({"member", "person", "offer", "representative", "membership", "member_kind"})


class MemberDeeds(QObject):
    """The page's deeds. Holds the day the page looks at."""

    def __init__(self, page: "MembersPage", clock: Clock) -> None:
        super().__init__(page)
        self._page = page
        self._clock = clock
        self.chosen_day: dt.date | None = None
        """The day looked at, where that is not today."""
        self.everyone = False
        self.dialog: Dialog | None = None
        """The dialog open now, or opened last."""

    def day(self) -> dt.date:
        """Return the day the page looks at."""
        return self.chosen_day or self._clock.today()

    def is_today(self) -> bool:
        """Return whether the page looks at today."""
        return self.chosen_day is None

    def back_to_today(self) -> None:
        """Look at today again."""
        self.chosen_day, self.everyone = None, False
        self._page.day_changed()

    def connect_card(self, card: MemberCard) -> None:
        """Answer what the card asks for."""
        card.add_representative_requested.connect(lambda: self._representative(None))
        card.change_representative_requested.connect(self._representative)
        card.end_representative_requested.connect(self._end_representative)
        card.delete_representative_requested.connect(self._delete_representative)
        card.add_group_requested.connect(self._join_group)
        card.end_group_requested.connect(self._end_group)
        card.add_offer_requested.connect(lambda: self._offer(None))
        card.change_offer_requested.connect(self._offer)
        card.delete_offer_requested.connect(self._delete_offer)

    def page_choices(self) -> Choices:
        """Return what the page's own menu offers."""
        return (
            ("users", _("Kinds of member…"), self._kinds),
            ("copy", _("Find records that look alike…"), self._doubles),
            ("arrow-counter-clockwise", _("Bring back what was deleted…"), self._deleted),
            ("eye-slash", _("Forget a person…"), self._forget),
        )

    def member_choices(self, detail: MemberDetail) -> Choices:
        """Return what the menu of a member offers."""
        gone = detail.row.status in (MemberStatus.LEFT, None)
        choices: list[tuple[str, str, Callable[[], object]]] = []
        if self.is_today():
            status = _("Take back…") if gone else _("Change status…")
            choices.append(("user-check", status, lambda: self._open(StatusDialog, detail)))
            if not gone:
                choices.append(("sign-out", _("Note that it leaves…"), lambda: self._open(LeaveDialog, detail)))
            if not gone:
                away = lambda: self._page.absence_requested.emit(detail.row.id)  # noqa: E731 - one line, used once
                choices.append(("calendar-x", _("Report absence…"), away))
            choices.append(("calendar-blank", _("Put its dates right…"), lambda: self._open(SpellsDialog, detail)))
            if detail.row.person_id is not None:
                attach = _("Attach to an organisation…")
                choices.append(("link", attach, lambda: self._choose_other(detail, attach=True)))
            choices.append(("copy", _("Join with its double…"), lambda: self._choose_other(detail, attach=False)))
        if detail.row.status in (MemberStatus.CANDIDATE, MemberStatus.INVITED):
            invite = lambda: self._page.invitation_requested.emit(detail.row.id)  # noqa: E731 - one line, used once
            choices.append(("envelope", _("Letter of invitation…"), invite))
        choices.append(("clock", _("Who changed this…"), lambda: self._changes(detail)))
        if self.is_today():
            choices.append(("trash", _("Delete"), lambda: self._delete(detail)))
        return choices

    def add_member(self, kinds: Sequence[KindRow]) -> None:
        """Ask for a new member, then show it."""
        dialog = AddMemberDialog(self._page.operations, self._clock, kinds, self._page)
        dialog.accepted.connect(lambda: self._page.show_member(dialog.result_value[0]))
        self._show(dialog)

    def choose_day(self) -> None:
        """Ask as of which day to look at the members."""
        more = _("Also those who had left by then")
        title = _("Members as of a day")
        dialog = AsOfDayDialog(self._clock, title, self.chosen_day, more=more, ticked=self.everyone, parent=self._page)
        dialog.accepted.connect(lambda: self.look_at(dialog.day(), everyone=dialog.box.isChecked()))
        self._show(dialog)

    def look_at(self, day: dt.date | None, *, everyone: bool) -> None:
        """Look at the members as of a day (nothing: today), with those who had left by then or without."""
        self.chosen_day, self.everyone = day, everyone
        self._page.day_changed()

    def _show(self, dialog: Dialog) -> None:
        self.dialog = dialog
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _open(self, kind: Callable[..., Dialog], detail: MemberDetail) -> None:
        self._show(kind(self._page.operations, self._clock, detail, self._page))

    def _detail(self) -> MemberDetail | None:
        return self._page.card.detail

    def _write(self, said: str, function: Any, *args: Any) -> None:
        self._page.operations.write(
            function, *args, done=lambda _result: self._page.said_with_undo.emit(said), failed=self._page.say_refused
        )

    def _representative(self, speaker: RepresentativeRow | None) -> None:
        detail = self._detail()
        if detail is None:
            return

        def ask(known: Sequence[PersonRow]) -> None:
            operations = self._page.operations
            self._show(RepresentativeDialog(operations, self._clock, detail, known, speaker=speaker, parent=self._page))

        self._page.operations.read(people, done=ask)

    def _end_representative(self, speaker: RepresentativeRow) -> None:
        detail = self._detail()
        if detail is None:
            return
        title = _("“{name}” no longer speaks for {member}").format(name=speaker.name, member=detail.row.name)
        self._show(
            EndDialog(
                self._page.operations,
                self._clock,
                title,
                use_case=end_representative,
                key=speaker.id,
                parent=self._page,
            )
        )

    def _delete_representative(self, speaker: RepresentativeRow) -> None:
        said = _("“{name}” is taken out of the representatives.").format(name=speaker.name)
        self._write(said, delete_representative, speaker.id)

    def _join_group(self) -> None:
        detail = self._detail()
        if detail is not None:
            groups = self._page.directory().groups
            self._show(JoinGroupDialog(self._page.operations, self._clock, detail, groups, self._page))

    def _end_group(self, group: MemberGroupRow) -> None:
        title = _("Leaves the group “{name}”").format(name=group.name)
        self._show(
            EndDialog(
                self._page.operations, self._clock, title, use_case=end_group_member, key=group.id, parent=self._page
            )
        )

    def _offer(self, offer: OfferRow | None) -> None:
        detail = self._detail()
        if detail is not None:
            self._show(OfferDialog(self._page.operations, detail.row.id, offer, self._page))

    def _delete_offer(self, offer: OfferRow) -> None:
        self._write(_("The offer is deleted."), delete_offer, offer.id)

    def _delete(self, detail: MemberDetail) -> None:
        self._write(_("“{name}” is deleted.").format(name=detail.row.name), delete_member, detail.row.id)

    def _kinds(self) -> None:
        self._show(KindsDialog(self._page.operations, self._page))

    def _deleted(self) -> None:
        self._show(DeletedDialog(self._page.operations, DELETABLE, self._page))

    def _forget(self) -> None:
        def ask(known: Sequence[Forgettable]) -> None:
            self._show(ForgetDialog(self._page.operations, known, self._page.said.emit, self._page))

        self._page.operations.read(forgettable, done=ask)

    def _doubles(self) -> None:
        def compare(found: Sequence[tuple[DoubleRow, Side, Side]]) -> None:
            self._compare([(first, second) for _pair, first, second in found])

        self._page.operations.read(load_doubles, done=compare)

    def _compare(self, pairs: Sequence[tuple[Side, Side]]) -> None:
        self._show(DoublesDialog(self._page.operations, pairs, self._page))

    def _choose_other(self, detail: MemberDetail, *, attach: bool) -> None:
        rows = self._page.directory().rows
        dialog = ChooseMemberDialog(self._page.operations, detail, rows, attach=attach, parent=self._page)

        def go_on() -> None:
            other = dialog.chosen()
            if attach and other is not None:
                self._page.show_member(other)
            elif other is not None:
                self._page.operations.read(
                    member_detail, other, done=lambda found: self._compare([(detail, found)]), failed=self._failed
                )

        dialog.accepted.connect(go_on)
        self._show(dialog)

    def _changes(self, detail: MemberDetail) -> None:
        title = _("Who changed “{name}”").format(name=detail.row.name)
        kinds = self._page.directory().kinds

        def show(changes: Sequence[FieldChange]) -> None:
            lines = change_lines(changes, field_word, value_words(kinds))
            self._show(ChangesDialog(title, lines, self._page))

        self._page.operations.read(member_changes, detail.row.id, done=show)

    def _failed(self, error: KnownError) -> None:
        self._page.card.say(sentence(error))
