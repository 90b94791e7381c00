"""What is remembered comes back; what is damaged is forgotten without a word."""

from pathlib import Path

import pytest

from desktop.settings import RECENT_KEPT, RecentFile, Settings, SettingsFile, default_path


def test_what_is_changed_comes_back(tmp_path):
    place = tmp_path / "new folder" / "settings.json"
    settings = SettingsFile(place)
    assert settings.value == Settings()
    settings.change(language="es", theme="dark", text_percent=115, who="Keti Adjika")
    settings.remember(Path("/a/Kolkha.ronda"), "Kolkha «Ñ» ქ")
    assert SettingsFile(place).value == Settings(
        language="es",
        theme="dark",
        text_percent=115,
        who="Keti Adjika",
        recent=(RecentFile(str(Path("/a/Kolkha.ronda")), "Kolkha «Ñ» ქ"),),
    )


def test_recent_files_are_newest_first_without_doubles_and_not_too_many(tmp_path):
    settings = SettingsFile(tmp_path / "s.json")
    for number in range(20):
        settings.remember(Path(f"/{number}"), f"Alliance {number}")
    settings.remember(Path("/15"), "Renamed")
    names = [file.name for file in settings.value.recent]
    assert names[:3] == ["Renamed", "Alliance 19", "Alliance 18"]
    assert len(names) == RECENT_KEPT
    settings.forget(str(Path("/19")))
    assert "Alliance 19" not in [file.name for file in settings.value.recent]


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        "null",
        '{"theme": "pink", "text_percent": "large", "language": 3, "recent": 5}',
        '{"recent": [1, {"path": 2, "name": "x"}, {"name": "x"}], "text_percent": 9000}',
        "\x00\xff",
    ],
)
def test_a_damaged_file_is_a_fresh_start(tmp_path, content):
    place = tmp_path / "s.json"
    place.write_text(content, encoding="latin-1")
    assert SettingsFile(place).value == Settings()


def test_a_place_that_cannot_be_written_is_no_reason_to_stop(tmp_path):
    (tmp_path / "file").write_text("")
    settings = SettingsFile(tmp_path / "file" / "settings.json")
    settings.change(who="Nana")
    assert settings.value.who == "Nana"


def test_the_usual_place_is_the_users_own():
    assert default_path().name == "settings.json"
    assert "ronda" in str(default_path())
