"""Makes the papers of the sample that came as PDF, from their words: a title, then paragraphs."""

import datetime as dt
from io import BytesIO
from pathlib import PurePosixPath

from reportlab.platypus import Spacer

from desktop import texts
from desktop.reports.page import Laid, Running, paper_named, write
from desktop.reports.style import style
from desktop.reports.text import para


def paper_bytes(name: str, words: str, *, alliance: str, day: dt.date) -> bytes:
    """Return what stands in the file `name`: the words themselves, or, if it is a PDF, a sheet of them."""
    words = words.lstrip()
    if PurePosixPath(name).suffix != ".pdf":
        return words.encode()
    title, _line, text = words.partition("\n")
    story = [para("{title}", style("title"), title=title), Spacer(0, 16)]
    for line in text.strip().splitlines():
        story.append(para("{line}", style("body"), line=line) if line.strip() else Spacer(0, 8))
    out = BytesIO()
    write(out, Laid(story, Running(alliance, title, "", texts.language(), day), paper_named("a4")))
    return out.getvalue()
