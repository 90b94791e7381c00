"""Every scene plays over the sample, in both languages, without a warning of Qt."""

import pytest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from desktop import texts
from desktop.sample import write_sample
from desktop.sample.content import load
from desktop.showcase.clipped import findings
from desktop.showcase.details import DETAILS, LAST
from desktop.showcase.running import run_until
from desktop.showcase.scenes import SCENES
from desktop.showcase.shooting import Look, looks
from desktop.showcase.stage import MEETING, MORNING, change, stage


@pytest.fixture(scope="module", params=["en", "es"])
def samples(request, tmp_path_factory):
    """The sample's file by moment, and its language."""
    folder = tmp_path_factory.mktemp(request.param)
    paths = {at: folder / f"{at:%d}.ronda" for at in (MORNING, MEETING)}
    for path in paths.values():
        write_sample(path, language=request.param)
    change(paths[MEETING], lambda session: run_until(session, MEETING))
    return request.param, paths


def test_every_scene_plays(qapp, appearance, samples, tmp_path):
    language, paths = samples
    for at, path in paths.items():
        who = load(language).secretary
        with stage(qapp, appearance, path, tmp_path / f"{at:%d}", language=language, at=at, who=who) as played:
            for scene in (*DETAILS, *SCENES, *LAST):
                if scene.at != at:
                    continue
                target = scene.play(played)
                played.settle()
                picture = target or played.program.window
                assert picture.isVisible(), scene.name
                assert not picture.grab().isNull()
                if target is not None:
                    target.close()
                    played.settle()
            assert not list((tmp_path / f"{at:%d}").glob("fault-*")), "a report of a fault was written"
    texts.use("en")


def test_scenes_have_names_of_their_own():
    names = [scene.name for scene in (*DETAILS, *SCENES, *LAST)]
    assert len(names) == len(set(names))


def test_all_looks_are_two_languages_two_themes_and_two_heights():
    assert len(list(looks(everything=True))) == 8
    assert list(looks(everything=False)) == [Look()]
    assert Look("es", "dark", 696).name("members") == "members-dark-696-es"


def test_what_is_cut_off_is_found(qtbot):
    window = QWidget()
    window.resize(200, 100)
    label = QLabel("much longer than the room it was given", window)
    label.setGeometry(0, 0, 40, 20)
    button = QPushButton("Print the minutes", window)
    button.setGeometry(0, 30, 30, 24)
    outside = QLabel("x", window)
    outside.setGeometry(190, 60, 40, 20)
    qtbot.addWidget(window)
    window.show()
    found = findings(window)
    assert any("much longer" in one and "width" in one for one in found)
    assert any("Print the minutes" in one for one in found)
    assert any("stands outside" in one for one in found)
