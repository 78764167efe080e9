"""Notes on paper: each with the still it lies on and the ink on that, as a PDF.

Chinese is set in Noto Sans CJK, where the machine has it; without it `missing_font` is said on the
first page, and such characters are shown as question marks.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from fpdf import FPDF
from PIL import Image, ImageDraw

from slowfilm.reviews.typesetting import broken

MARGIN, STILL = 15.0, 70.0  # millimetres
SMALL, NORMAL, LARGE = 8, 10, 16  # points
FONTS = (
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/google-noto-cjk/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/truetype/noto/NotoSansSC-Regular.ttf",
)
SIMPLIFIED = 2  # of the faces in Noto's collection: JP, KR, SC, TC, HK
FULL = 65535  # of a stroke's coordinates, over the picture's width and height


@dataclass(frozen=True)
class Ink:
    """A stroke: its points as stored, its width in 10,000ths of the picture's, its colour."""

    points: str
    width: int
    colour: str


@dataclass(frozen=True)
class Said:
    """A note on paper: where it lies, its head (kind, who, when), its words, answers, picture."""

    where: str
    head: str
    words: str
    answers: Sequence[str]
    still: Image.Image | None


def inked(still: Image.Image, strokes: Iterable[Ink]) -> Image.Image:
    """A picture with ink on it, each stroke as broad as it was pressed."""
    picture = still.convert("RGB")
    pen = ImageDraw.Draw(picture)
    width, height = picture.size
    for stroke in strokes:
        points = [
            (x / FULL * width, y / FULL * height, pressure / 512)
            for x, y, pressure, *_tilt in json.loads(stroke.points)
        ]
        broad = max(1.0, stroke.width / 10_000 * width)
        for start, other in zip(points, points[1:] or points, strict=False):
            pen.line(
                [start[:2], other[:2]], fill=stroke.colour, width=max(1, round(broad * start[2]))
            )
        for x, y, pressed in points:
            r = max(0.5, broad * pressed / 2)
            pen.ellipse((x - r, y - r, x + r, y + r), fill=stroke.colour)
    return picture


def font() -> Path | None:
    """A font that has Chinese letters, if this machine has one."""
    return next((Path(path) for path in FONTS if Path(path).exists()), None)


class Paper(FPDF):
    """A4, with the film's title at the head and the page's number at the foot of each page."""

    def __init__(self, title: str, missing_font: str) -> None:
        super().__init__(format="A4")
        self.title_words = title
        self.set_title(title)
        self.set_margin(MARGIN)
        self.set_auto_page_break(True, MARGIN)
        font_path = font()
        self.whole = font_path is not None
        if font_path is not None:
            number = SIMPLIFIED if font_path.suffix == ".ttc" else 0
            self.add_font("words", fname=str(font_path), collection_font_number=number)
        self.family = "words" if self.whole else "helvetica"
        self.add_page()
        self.say(title, LARGE)
        if not self.whole:
            self.say(missing_font, SMALL)

    def footer(self) -> None:
        """The page's number."""
        self.set_y(-MARGIN + 4)
        self.set_font(self.family, size=SMALL)
        self.cell(0, 5, f"{self.page_no()}", align="R")

    def say(self, text: str, size: int, grey: int = 0) -> None:
        """A paragraph over the whole width that is left."""
        self.set_font(self.family, size=size)
        self.set_text_color(grey)
        shown = text if self.whole else text.encode("latin-1", "replace").decode("latin-1")
        shown = broken(shown, self.epw - 2 * self.c_margin, self.get_string_width)
        self.multi_cell(0, size * 0.5, shown, new_x="LMARGIN", new_y="NEXT", align="L")

    def note(self, note: Said) -> None:
        """One note: its still at the left, its words beside it."""
        tall = STILL * note.still.height / note.still.width if note.still else 0.0
        if self.get_y() + max(tall, 25) > self.h - MARGIN:
            self.add_page()
        top, page = self.get_y() + 3, self.page
        if note.still:
            self.image(note.still, x=MARGIN, y=top, w=STILL)
            self.set_left_margin(MARGIN + STILL + 5)
        self.set_xy(self.l_margin, top)
        self.say(note.where, SMALL, 90)
        self.say(note.head, SMALL, 90)
        self.say(note.words, NORMAL)
        for answer in note.answers:
            self.say(answer, SMALL)
        self.set_left_margin(MARGIN)
        if self.page == page:
            self.set_y(max(self.get_y(), top + tall))


def write(path: Path, title: str, missing_font: str, notes: Iterable[Said]) -> None:
    """The whole PDF."""
    paper = Paper(title, missing_font)
    for note in notes:
        paper.note(note)
    paper.output(str(path))
