"""`python -m db.rotation PROBLEM.json`: plan a problem file and print the answer as JSON."""

import json
import sys
from pathlib import Path

from db.rotation.problem import answer

if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m db.rotation PROBLEM.json")
    sys.stdout.write(json.dumps(answer(Path(sys.argv[1]))) + "\n")
