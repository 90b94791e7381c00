"""A story of the end-to-end tests, told in a process of its own while a heart beats; its longest silences.

`python telling.py cycle|season FOLDER` starts as `ronda` does, with the modules loaded in its way, tells the story
there, and says on standard output, as JSON, how long the event loop stood still each time, the longest first, in
milliseconds. What the story itself looks up between two deeds, such as in the record, is not counted: see `Heartbeat`.
"""

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop.bootstrap import Program
    from tests.end_to_end.story import Hour

WHO = {"cycle": "Ana Paz", "season": "Keto Marani"}


def told(story: str, folder: Path) -> list[float]:
    """Tell a story; return how long each silence was."""
    import desktop.__main__  # noqa: F401 (what `ronda` has loaded before it comes to Qt)
    from desktop.launch import swift_imports

    with swift_imports():
        from desktop.bootstrap import Program
    from PySide6.QtWidgets import QApplication

    from desktop.clock import Clock
    from desktop.settings import SettingsFile
    from desktop.theme import Appearance
    from tests.end_to_end.story import Hour

    (folder / "home").mkdir()
    os.environ["HOME"] = str(folder / "home")
    hour = Hour()
    settings = SettingsFile(folder / "settings.json")
    settings.change(who=WHO[story], language="en", theme="light")
    app = QApplication(["ronda"])
    look = Appearance(app, choice="light", text_percent=100, everywhere=False)
    program = Program(app, look, settings, clock=Clock(lambda: hour.now), report_folder=folder / "faults")
    try:
        return cycle(program, hour, folder) if story == "cycle" else season(program, hour, folder)
    finally:
        program.close()


def cycle(program: "Program", hour: "Hour", folder: Path) -> list[float]:
    """A meeting from agenda to approved minutes, over a new alliance."""
    from tests.end_to_end.hands import Hands, Heartbeat
    from tests.end_to_end.story import Roster, Story
    from tests.end_to_end.test_meeting_cycle import MADE_UP, told

    (folder / "roster.csv").write_text(MADE_UP, "utf-8")
    roster = Roster(folder / "roster.csv", 4, "Netherfield Growers", "Ibex Farmers", "Midland <Tea> & Co")
    hands = Hands(program)
    heart = Heartbeat(hands)
    told(Story(hands, hour, folder, roster))
    return heart.gaps


def season(program: "Program", hour: "Hour", folder: Path) -> list[float]:
    """Duties asked, swapped, planned and done, on the sample of three years."""
    from tests.end_to_end.duties_story import DutiesStory
    from tests.end_to_end.hands import Hands, Heartbeat
    from tests.end_to_end.test_duties import told

    hands = Hands(program)
    story = DutiesStory(hands, hour, folder)
    story.open_sample()
    heart = Heartbeat(hands)
    told(story)
    return heart.gaps


if __name__ == "__main__":
    gaps = told(sys.argv[1], Path(sys.argv[2]))
    sys.stdout.write(json.dumps(sorted(gaps, reverse=True)) + "\n")
