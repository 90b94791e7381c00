"""What was saved of a damaged file, and what was lost, in words. No Qt."""

from collections.abc import Mapping

from db.rescue.rescue import Rescued
from desktop import texts
from desktop.naming.counting import counted
from desktop.texts import _, ngettext

_TOLD = (
    "member", "person", "working_group", "meeting", "agenda_item", "attendance", "decision", "action", "paper",
    "duty_turn", "endorsement",
)  # fmt: skip
"""What people ask for by name, in this order; the rest is one number."""


def rescue_words(rescued: Rescued, *, every: bool = False) -> list[str]:
    """Return what was saved and what was lost, a sentence each; with `every`, also lost entries by table."""
    lines = [_("Saved: {what}.").format(what=_listed(rescued.saved))]
    if lost := _listed(rescued.lost):
        lines.append(_("Lost for certain: {what}.").format(what=lost))
    else:
        lines.append(_("Nothing is known to be lost."))
    if restored := sum(rescued.restored.values()):
        words = ngettext(
            "{n} of the entries saved was put together from history.",
            "{n} of the entries saved were put together from history.", restored,
        )  # fmt: skip
        lines.append(words.format(n=texts.number(restored)))
    if stand_ins := sum(rescued.stand_ins.values()):
        words = ngettext(
            "{n} entry that others need is only a name, “—”: complete it.",
            "{n} entries that others need are only a name, “—”: complete them.", stand_ins,
        )  # fmt: skip
        lines.append(words.format(n=texts.number(stand_ins)))
    if rescued.uncertain:
        lines.append(_("More may be missing: parts of the file that cannot be read do not say what stood in them."))
    if every and rescued.lost:
        lines.append(
            _("Lost, by table: {what}.").format(
                what=", ".join(f"{name} {texts.number(count)}" for name, count in sorted(rescued.lost.items()))
            )
        )
    return lines


def _listed(counts: Mapping[str, int]) -> str:
    told = [counted(name, counts[name]) for name in _TOLD if counts.get(name)]
    other = sum(count for name, count in counts.items() if name not in _TOLD)
    if other:
        words = (
            ngettext("{n} other entry", "{n} other entries", other)
            if told
            else ngettext("{n} entry", "{n} entries", other)
        )
        told.append(words.format(n=texts.number(other)))
    return texts.list_of(told) if told else ""
