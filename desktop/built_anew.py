"""What goes along from a window into the one built in its place: for another language, or letters of another size."""

from typing import TYPE_CHECKING

from desktop import texts
from desktop.conflicts import CONFLICTS
from desktop.kept_keyboard import KeptKeyboard
from desktop.lost_file import LostFile
from desktop.publishing import Publishing
from desktop.widgets.saving import save_as_before
from desktop.wiring import Wiring

if TYPE_CHECKING:
    from desktop.operations import Operations
    from desktop.window import Window


class GoingAlong:
    """What a window shows, offers and has under way, noted before another is built."""

    def __init__(self, before: "Window") -> None:
        before.gives_way = True
        page, wiring = before.current_page(), before.findChild(Wiring)
        self.key = before.current_key()
        """The page in sight."""
        self.conflicts = before.has_banner(CONFLICTS)
        """Whether copies beside the file are told of."""
        self._before = before
        self._target = page.shown() if page is not None else None
        self._keyboard = KeptKeyboard(before)
        self._said, self._spoken = before.said_with_undo(), texts.language()
        self._envelope = wiring is not None and wiring.offers_envelope

    def go_into(self, window: "Window", operations: "Operations") -> None:
        """Have it all in `window`, which is in sight by now."""
        if self._target is not None:
            operations.soon(window.open, self._target)
        self._keyboard.go_into(window, operations)
        if self._said and texts.language() == self._spoken and not operations.read_only:
            window.say_with_undo(self._said)
        save_as_before(window, self._before)
        lost, anew = self._before.findChild(LostFile), window.findChild(LostFile)
        if lost is not None and anew is not None:
            anew.say_again(lost)
        publishing = self._before.findChild(Publishing)
        if publishing is not None:
            publishing.move_to(window)
        wiring = window.findChild(Wiring)
        if self._envelope and wiring is not None:
            wiring.offer_envelope()
