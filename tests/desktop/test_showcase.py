"""What the pictures are made of; that each scene plays is seen in `tests/end_to_end`, in every language."""

from PySide6.QtWidgets import QCheckBox, QLabel, QPushButton, QWidget

from desktop.showcase.clipped import findings
from desktop.showcase.shooting import EVERY, Look, looks


def test_scenes_have_names_of_their_own():
    names = [scene.name for scene in EVERY]
    assert len(names) == len(set(names))


def test_all_looks_are_two_languages_two_themes_two_heights_and_large_words_in_a_small_window():
    assert len(list(looks(everything=True))) == 10
    assert Look("es", height=640, width=1024, text_percent=130).name("members") == "members-light-640-text130-es"
    assert list(looks(everything=False)) == [Look()]
    assert Look("es", "dark", 696).name("members") == "members-dark-696-es"


def test_what_is_cut_off_is_found(qtbot):
    window = QWidget()
    window.resize(200, 100)
    label = QLabel("much longer than the room it was given", window)
    label.setGeometry(0, 0, 40, 20)
    button = QPushButton("Print the minutes", window)
    button.setGeometry(0, 30, 30, 24)
    box = QCheckBox("Leave it out of the public version", window)
    box.setGeometry(60, 30, 60, 24)
    outside = QLabel("x", window)
    outside.setGeometry(190, 60, 40, 20)
    qtbot.addWidget(window)
    window.show()
    found = findings(window)
    assert any("much longer" in one and "width" in one for one in found)
    assert any("Print the minutes" in one for one in found)
    assert any("Leave it out" in one for one in found)
    assert any("stands outside" in one for one in found)
