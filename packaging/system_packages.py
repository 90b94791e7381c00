"""See that this computer has the libraries Ronda's window needs; install what is missing where that is allowed.

Runs before anything is installed, so: standard library only. The sonames are what the parts of Qt that Ronda uses
ask for (`readelf -d`): QtGui, QtWidgets, QtSvg and the offscreen platform first, then the X11 and Wayland platforms
and CUPS printing.

    python3 packaging/system_packages.py            what drawing and paper need; all of it is installed where allowed
    python3 packaging/system_packages.py --screen   refuse when a window on a screen would not open (run later)
"""

import ctypes
import importlib
import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from typing import NamedTuple


class Library(NamedTuple):
    """A shared library and the package that brings it."""

    soname: str
    debian: str
    fedora: str


DRAWING = (
    Library("libEGL.so.1", "libegl1", "libglvnd-egl"),
    Library("libGL.so.1", "libgl1", "libglvnd-glx"),
    Library("libX11.so.6", "libx11-6", "libX11"),
    Library("libdbus-1.so.3", "libdbus-1-3", "dbus-libs"),
    Library("libfontconfig.so.1", "libfontconfig1", "fontconfig"),
    Library("libfreetype.so.6", "libfreetype6", "freetype"),
    Library("libglib-2.0.so.0", "libglib2.0-0", "glib2"),
    Library("libgthread-2.0.so.0", "libglib2.0-0", "glib2"),
    Library("libxkbcommon.so.0", "libxkbcommon0", "libxkbcommon"),
    Library("libz.so.1", "zlib1g", "zlib"),
    Library("libzstd.so.1", "libzstd1", "libzstd"),
)
X11 = (
    Library("libX11-xcb.so.1", "libx11-xcb1", "libX11-xcb"),
    Library("libxcb-cursor.so.0", "libxcb-cursor0", "xcb-util-cursor"),
    Library("libxcb-glx.so.0", "libxcb-glx0", "libxcb"),
    Library("libxcb-icccm.so.4", "libxcb-icccm4", "xcb-util-wm"),
    Library("libxcb-image.so.0", "libxcb-image0", "xcb-util-image"),
    Library("libxcb-keysyms.so.1", "libxcb-keysyms1", "xcb-util-keysyms"),
    Library("libxcb-randr.so.0", "libxcb-randr0", "libxcb"),
    Library("libxcb-render.so.0", "libxcb-render0", "libxcb"),
    Library("libxcb-render-util.so.0", "libxcb-render-util0", "xcb-util-renderutil"),
    Library("libxcb-shape.so.0", "libxcb-shape0", "libxcb"),
    Library("libxcb-shm.so.0", "libxcb-shm0", "libxcb"),
    Library("libxcb-sync.so.1", "libxcb-sync1", "libxcb"),
    Library("libxcb-util.so.1", "libxcb-util1", "xcb-util"),
    Library("libxcb-xfixes.so.0", "libxcb-xfixes0", "libxcb"),
    Library("libxcb-xkb.so.1", "libxcb-xkb1", "libxcb"),
    Library("libxkbcommon-x11.so.0", "libxkbcommon-x11-0", "libxkbcommon-x11"),
)
WAYLAND = (
    Library("libwayland-client.so.0", "libwayland-client0", "libwayland-client"),
    Library("libwayland-cursor.so.0", "libwayland-cursor0", "libwayland-cursor"),
    Library("libwayland-egl.so.1", "libwayland-egl1", "libwayland-egl"),
)
PRINTER = (Library("libcups.so.2", "libcups2", "cups-libs"),)
VENV = Library("(Python's venv)", "python3-venv", "python3-pip")


def is_missing(library: Library) -> bool:
    """Return whether the loader does not find `library`."""
    try:
        ctypes.CDLL(library.soname)
    except OSError:
        return True
    return False


def environment_can_be_made() -> bool:
    """Return whether a virtual environment can be made: with ensurepip, or else the system's pip fills it."""
    return find_spec("venv") is not None and any(map(find_spec, ["ensurepip", "pip"]))


def install_command(missing: list[Library]) -> list[str]:
    """Return the command that installs `missing` on this system, empty where none is known."""
    if shutil.which("apt-get"):
        packages = sorted({library.debian for library in missing})
        return ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    if shutil.which("dnf"):
        return ["dnf", "install", "-y", *sorted({library.fedora for library in missing})]
    return []


def install(command: list[str]) -> bool:
    """Run `command` as the administrator; return whether it went well."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    quietly = [*command[:1], "-qq", *command[1:]] if command[0] == "apt-get" else command
    if command[0] == "apt-get":
        subprocess.run([*command[:1], "update", "-qq"], env=environment, stdout=sys.stderr, check=False)
    return subprocess.run(quietly, env=environment, stdout=sys.stderr, check=False).returncode == 0


def needed_and_wished(*, screen: bool) -> tuple[list[Library], list[Library]]:
    """Return what is missing: without which one cannot go on, and what is good to have."""
    needed, wished = list(DRAWING), [*X11, *WAYLAND, *PRINTER]
    if screen:
        needed += X11 if os.environ.get("DISPLAY") else WAYLAND
    missing = list(filter(is_missing, needed))
    if not screen and not environment_can_be_made():
        missing.append(VENV)
    return missing, [library for library in wished if library not in needed and is_missing(library)]


def main(arguments: list[str]) -> int:
    """Check, install where allowed, and say what is left to do; the exit code is 1 when Ronda cannot work."""
    if not sys.platform.startswith("linux"):
        return 0
    screen = "--screen" in arguments
    needed, wished = needed_and_wished(screen=screen)
    missing = needed + wished
    if not missing:
        return 0
    command = install_command(missing)
    if command and os.geteuid() == 0:
        print("Installing what Ronda's window needs:", " ".join(command), file=sys.stderr)
        if not install(command):
            print("That did not work (no network?).", file=sys.stderr)
        importlib.invalidate_caches()
        needed, wished = needed_and_wished(screen=screen)
    if needed:
        names = ", ".join(library.soname for library in needed)
        advice = install_command(needed)
        how = f"run: sudo {' '.join(advice)}" if advice else "install them with your system's package manager."
        print(f"Ronda needs what this computer does not have: {names}. Please {how}", file=sys.stderr)
        return 1
    if wished:
        names = ", ".join(library.soname for library in wished)
        how = f" (sudo {' '.join(command)})" if command else ""
        print(
            f"Enough to go on. For a window on a screen or a printer, this is missing: {names}{how}.", file=sys.stderr
        )
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
