#!/bin/sh
# Make the environment in .venv: find a Python, check the system's libraries, install what constraints.txt pins.
# PYTHON=/path/to/python3.12 packaging/environment.sh chooses the Python.
set -eu
cd "$(dirname "$0")/.."
venv=.venv

new_enough() {
    "$1" -c 'import sys; raise SystemExit(sys.version_info < (3, 11))' 2>/dev/null
}

find_python() {
    if [ -n "${PYTHON:-}" ]; then
        new_enough "$PYTHON" && command -v "$PYTHON" && return
        echo "PYTHON=$PYTHON is not a Python 3.11 or newer." >&2
        return 1
    fi
    for name in python3 python3.14 python3.13 python3.12 python3.11 python; do
        new_enough "$name" && command -v "$name" && return
    done
    echo "Ronda needs Python 3.11 or newer and found none. On Debian or Ubuntu: sudo apt-get install python3 python3-venv" >&2
    return 1
}

python=$(find_python)
"$python" packaging/system_packages.py

if ! new_enough "$venv/bin/python"; then
    rm -rf "$venv"
    if "$python" -c 'import ensurepip' 2>/dev/null; then
        "$python" -m venv "$venv"
    else
        # Debian keeps ensurepip in python3-venv; where that is absent, the system's own pip fills the environment.
        "$python" -m venv --without-pip "$venv"
    fi
fi

pip() {
    if "$venv/bin/python" -c 'import pip' 2>/dev/null; then
        "$venv/bin/python" -m pip "$@"
    else
        "$python" -m pip --python "$venv/bin/python" "$@"
    fi
}

echo "Installing Ronda's dependencies into $venv (the first time takes a few minutes)…"
pip install --quiet --disable-pip-version-check --require-hashes -r constraints.txt
pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
