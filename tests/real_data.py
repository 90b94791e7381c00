"""Where the real data to try Ronda on lies: a folder beside the project, or the one that RONDA_SHARED_DATA names."""

import os
from pathlib import Path

SHARED = Path(os.environ.get("RONDA_SHARED_DATA") or Path(__file__).resolve().parents[2] / "shared" / "data")
