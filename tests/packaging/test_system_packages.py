"""What the set-up says when a library is missing, without asking this computer."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "packaging" / "system_packages.py"


@pytest.fixture
def packages(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script, on a Linux where one library of each kind exists nowhere and nobody is the administrator."""
    spec = importlib.util.spec_from_file_location("packaging_system_packages", SCRIPT)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "DRAWING", (module.Library("libronda-draw.so.9", "libronda-draw9", "ronda-draw"),))
    monkeypatch.setattr(module, "X11", (module.Library("libronda-screen.so.9", "libronda-screen9", "ronda-screen"),))
    monkeypatch.setattr(module, "WAYLAND", ())
    monkeypatch.setattr(module, "PRINTER", ())
    monkeypatch.setenv("DISPLAY", ":9")
    monkeypatch.setattr(module, "environment_can_be_made", lambda: True)
    monkeypatch.setattr(module.sys, "platform", "linux")
    monkeypatch.setattr(module.os, "geteuid", lambda: 1000, raising=False)
    monkeypatch.setattr(module.shutil, "which", lambda name: name if name == "apt-get" else None)
    return module


def test_without_a_library_to_draw_with_the_command_is_named(
    packages: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    assert packages.main([]) == 1
    assert capsys.readouterr().err == (
        "Ronda needs what this computer does not have: libronda-draw.so.9. "
        "Please run: sudo apt-get install -y --no-install-recommends libronda-draw9\n"
    )


def test_a_screen_is_not_needed_before_a_window_opens(
    packages: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(packages, "DRAWING", ())
    assert packages.main([]) == 0
    assert "this is missing: libronda-screen.so.9" in capsys.readouterr().err
    assert packages.main(["--screen"]) == 1
    assert "libronda-screen.so.9. Please run: sudo" in capsys.readouterr().err


def test_without_a_way_to_make_an_environment_its_package_is_named(
    packages: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(packages, "environment_can_be_made", lambda: False)
    assert packages.main([]) == 1
    assert "python3-venv" in capsys.readouterr().err


def test_the_administrator_gets_it_installed(packages: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[list[str]] = []

    def install(command: list[str]) -> bool:
        ran.append(command)
        monkeypatch.setattr(packages, "DRAWING", ())
        monkeypatch.setattr(packages, "X11", ())
        return True

    monkeypatch.setattr(packages.os, "geteuid", lambda: 0, raising=False)
    monkeypatch.setattr(packages, "install", install)
    assert packages.main([]) == 0
    assert ran == [["apt-get", "install", "-y", "--no-install-recommends", "libronda-draw9", "libronda-screen9"]]


def test_on_fedora_its_own_names_are_used(
    packages: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(packages.shutil, "which", lambda name: name if name == "dnf" else None)
    assert packages.main([]) == 1
    assert "sudo dnf install -y ronda-draw" in capsys.readouterr().err
