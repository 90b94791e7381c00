"""Plays the scenes in every look that is asked for and writes what is seen."""

import datetime as dt
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import shiboken6
from PySide6.QtCore import QMessageLogContext, QSize, QtMsgType, qFormatLogMessage, qInstallMessageHandler
from PySide6.QtWidgets import QApplication, QWidget

from db.engine import open_file
from db.meetings.meetings import meetings
from desktop import texts
from desktop.reports.from_record import agenda_maker, minutes_maker
from desktop.sample import write_sample
from desktop.sample.content import load
from desktop.showcase.backups import BACKUPS
from desktop.showcase.clipped import findings
from desktop.showcase.details import DETAILS, LAST, SAID
from desktop.showcase.duty_dialogs import DUTY_DIALOGS
from desktop.showcase.duty_papers import PAPERS, print_duties
from desktop.showcase.evaluation import EVALUATION
from desktop.showcase.handing import AT_END, HANDING
from desktop.showcase.meeting_papers import MEETING_PAPERS, print_meeting_papers
from desktop.showcase.on_duty import ON_DUTY
from desktop.showcase.print_room import ROOMS
from desktop.showcase.purpose import PURPOSES
from desktop.showcase.questions import AT_START, QUESTIONS
from desktop.showcase.register_papers import REGISTERS, print_registers
from desktop.showcase.report_papers import REPORTS, print_reports
from desktop.showcase.rota import ROTA
from desktop.showcase.running import run_until
from desktop.showcase.scenes import SCENES, STARTING, Scene
from desktop.showcase.stage import MEETING, MORNING, Stage, change, stage
from desktop.showcase.surveys import SURVEYS, print_surveys
from desktop.showcase.troubled import TROUBLED
from desktop.theme import Appearance, Choice

EVERY: tuple[Scene, ...] = (
    *HANDING, *DETAILS, *QUESTIONS, *SCENES, *MEETING_PAPERS, *PAPERS, *REGISTERS, *DUTY_DIALOGS, *ON_DUTY, *ROTA,
    *ROOMS, *PURPOSES, *SURVEYS, *EVALUATION, *REPORTS, *BACKUPS, *SAID, *STARTING, *LAST, *AT_START, *TROUBLED,
    *AT_END,
)  # fmt: skip
"""Every page, dialog and pop-up of the program, in the order in which they are played over one file."""

_PRINTED = {41: dt.date(2026, 10, 21), 40: MEETING.date()}
"""When the papers of these general meetings are printed: the agenda the day before, the minutes once approved."""
_DOTS_PER_POINT = 110 / 72
_UNSCREENED = frozenset(
    f"This plugin does not support {what}" for what in ("propagateSizeHints()", "raise()", "grabbing the keyboard")
)


@dataclass(frozen=True, slots=True)
class Look:
    """How the window looks in a picture."""

    language: str = "en"
    theme: Choice = "light"
    height: int = 768
    width: int = 1366
    text_percent: int = 100

    def name(self, scene: str) -> str:
        """Return the picture's name."""
        larger = [f"text{self.text_percent}"] if self.text_percent != 100 else []
        language = [self.language] if self.language != "en" else []
        return "-".join([scene, self.theme, str(self.height), *larger, *language])

    def has_dialogs(self) -> bool:
        """Return whether dialogs are pictured, too: in a translation, once."""
        return self.language == "en" or (self.theme, self.height) == ("light", 768)

    def size(self) -> QSize:
        """Return how large the window is."""
        return QSize(self.width, self.height)


def looks(*, everything: bool) -> Iterator[Look]:
    """Yield the looks to picture."""
    if not everything:
        yield Look()
        return
    for language in ("en", "es"):
        for theme in ("light", "dark"):
            for height in (768, 696):
                yield Look(language, theme, height)
        yield Look(language, height=640, width=1024, text_percent=130)


def shoot_all(folder: Path, *, everything: bool, only: str = "") -> list[str]:
    """Write pictures and papers into `folder`; return a sentence for each thing that looks wrong."""
    qInstallMessageHandler(_pass_on)
    app = QApplication(["ronda"])
    appearance = Appearance(app, choice="light", everywhere=False)
    scratch = Path(tempfile.mkdtemp(prefix="ronda-showcase-"))
    wanted = [scene for scene in EVERY if scene.name.startswith(only) and (everything or scene.page)]
    wrong: list[str] = []
    samples: dict[tuple[str, dt.datetime], Path] = {}
    fresh = count()
    try:
        for look in looks(everything=everything):
            appearance.choose(look.theme)
            appearance.set_text_percent(look.text_percent)
            for at in (MORNING, MEETING):
                scenes = [scene for scene in wanted if scene.at == at and (scene.page or look.has_dialogs())]
                if not scenes:
                    continue
                sample = samples.setdefault((look.language, at), _sample(scratch, look.language, at, samples))
                with stage(
                    app,
                    appearance,
                    sample,
                    scratch / str(next(fresh)),
                    language=look.language,
                    at=at,
                    who=load(look.language).secretary,
                ) as played:
                    for scene in scenes:
                        wrong += _shoot(played, scene, look, folder)
        if not only:
            for language in ("en", "es") if everything else ("en",):
                _print(folder, _sample(scratch, language, MEETING, samples), language, pictures=everything)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return wrong


def _pass_on(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    """Pass on what Qt says, but for what every window without a screen says of its size, its place and its keys."""
    if message not in _UNSCREENED:
        sys.stderr.write(f"{qFormatLogMessage(kind, context, message)}\n")


def _shoot(played: Stage, scene: Scene, look: Look, folder: Path) -> list[str]:
    window = played.program.window
    assert window is not None
    window.resize(look.size())
    played.put_toast_away()
    target = _brought(played, scene, look)
    window = played.program.window
    assert window is not None
    picture = target or window
    name = look.name(scene.name)
    picture.grab().save(str(folder / f"{name}.png"))
    wrong = [f"{name}: {finding}" for finding in findings(picture)]
    if target is not None:
        played.put_away(target)
    return wrong


def _brought(played: Stage, scene: Scene, look: Look) -> QWidget | None:
    """Play a scene until what it brings stays in sight: a menu goes where its window comes to the front after it."""
    for _attempt in range(5):
        target = scene.play(played)
        window = played.program.window
        assert window is not None
        window.resize(look.size())
        played.settle()
        if target is None or _stands(target):
            (target or window).grab()  # what is drawn only when it is seen, such as printed pages, is asked for now
            played.settle()
        if target is None or _stands(target):
            return target
    raise AssertionError(f"{scene.name} shows nothing of its own")


def _stands(target: QWidget) -> bool:
    return shiboken6.isValid(target) and target.isVisible()


def _sample(scratch: Path, language: str, at: dt.datetime, made: dict[tuple[str, dt.datetime], Path]) -> Path:
    """Return the sample's file as it stands at a moment; made once."""
    if (language, at) in made:
        return made[language, at]
    path = scratch / f"{language}-{at:%d}.ronda"
    if at == MORNING:
        write_sample(path, language=language)
    else:
        shutil.copy(_sample(scratch, language, MORNING, made), path)
        change(path, lambda session: run_until(session, at))
    made[language, at] = path
    return path


def _print(folder: Path, sample: Path, language: str, *, pictures: bool) -> None:
    with open_file(sample, read_only=True) as file, file.reading() as session, texts.speaking(language):
        plenary = [row for row in meetings(session, bodies=[None]) if row.number in _PRINTED]
        for row in plenary:
            assert row.number is not None
            maker = agenda_maker if row.number == 41 else minutes_maker
            name = f"print-{'agenda' if row.number == 41 else 'minutes'}-{language}"
            maker(row.id, today=_PRINTED[row.number])(session, folder / f"{name}.pdf", "a4")
            if pictures:
                _picture_pages(folder, name)
        day = MORNING.date()
        meeting = print_meeting_papers(session, folder, language, today=_PRINTED[41])
        alliance = (
            *print_duties(session, folder, language, today=day),
            *print_reports(session, folder, language, today=day),
            *print_registers(session, folder, language, today=day),
        )
        for name in (*meeting, *alliance, *print_surveys(session, folder, language)):
            if pictures:
                _picture_pages(folder, name)


def _picture_pages(folder: Path, name: str) -> None:
    import pypdfium2

    document = pypdfium2.PdfDocument(folder / f"{name}.pdf")
    for number, page in enumerate(document, 1):
        page.render(scale=_DOTS_PER_POINT).to_pil().save(folder / f"{name}-{number}.png")
    document.close()
