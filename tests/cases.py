"""On how many cases a property is tried: on a few in `make test`, on thousands in `make properties`."""

import os

FEW = 12
CASES = int(os.environ.get("RONDA_PROPERTY_CASES", FEW))
LONG = CASES > FEW
"""Whether there is time: then the cases are others each time."""
