"""One way to draw on a page of PDF or on a picture: lines, discs, areas and words.

Lengths are points (1/72 inch), from the top left corner. Both write with Bitstream Vera, which
reportlab ships: it covers French and English, and what it lacks is written by its nearest letter.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from rebond.languages.typography import HARD_SPACE

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

PAPER, INK, INK_2, INK_3, LINE = "#fdfdfd", "#1c1a24", "#53505f", "#686574", "#e1e0e7"
RULE, GREY = "#ecb9c3", "#84818f"
TONES = {  # strong, soft
    "": ("#4c3192", "#c9bfe6"),
    "fav": ("#005f77", "#a5d3df"),
    "unf": ("#9b3a00", "#f1bd9b"),
    "mix": ("#5d5a69", "#d2d0da"),
}
_FACES = {False: "Vera.ttf", True: "VeraBd.ttf"}
_SHARP = 3  # pixels of a picture a point
_ROUGH = 2  # drawn so many times larger, then reduced
Place = tuple[float, float]


class Canvas(Protocol):
    """Where one draws; colours are #rrggbb."""

    def line(self, start: Place, end: Place, colour: str, width: float = 0.75) -> None:
        """Draw a straight line."""

    def area(self, places: Sequence[Place], colour: str) -> None:
        """Fill a polygon."""

    def disc(self, middle: Place, radius: float, colour: str, *, hollow: bool = False) -> None:
        """Draw a disc, or a ring over what is behind."""

    def words(self, at: Place, text: str, size: float, colour: str, *, bold: bool = False) -> None:
        """Write words from their left end, on their base line."""


def written(text: str) -> str:
    """Return a text in the letters that the font has; spaces, once lines are cut, are all alike.

    >>> written("12\\u202f% ř\\u65e5")
    '12 % r?'
    """
    known = _glyphs()
    return "".join(
        one if ord(one) in known and one != HARD_SPACE else _nearest(one) for one in text
    )


def _nearest(letter: str) -> str:
    if letter.isspace():
        return " "
    base = unicodedata.normalize("NFKD", letter)[0]
    return base if ord(base) in _glyphs() else "?"


@cache
def _glyphs() -> frozenset[int]:
    from reportlab.pdfbase.ttfonts import TTFont

    return frozenset(TTFont("Vera", _face(bold=False)).face.charToGlyph)


def _face(*, bold: bool) -> str:
    import reportlab

    return str(Path(reportlab.__file__).parent / "fonts" / _FACES[bold])


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """Return how wide words are, in points."""
    return float(_font(100, bold=bold).getlength(written(text))) * size / 100


@cache
def _font(size: int, *, bold: bool) -> FreeTypeFont:
    from PIL import ImageFont

    return ImageFont.truetype(_face(bold=bold), size)


def lines_of(text: str, size: float, room: float, *, bold: bool = False) -> list[str]:
    """Cut a text into lines no wider than ``room``, between words, else inside one too long."""
    lines: list[str] = []
    for paragraph in text.splitlines() or [""]:
        line = ""
        for word in paragraph.split(" "):
            tried = f"{line} {word}" if line else word
            if width_of(tried, size, bold=bold) <= room:
                line = tried
                continue
            if line:
                lines.append(line)
            line = word
            while width_of(line, size, bold=bold) > room and len(line) > 1:
                fits = next(
                    n
                    for n in range(len(line) - 1, 0, -1)
                    if n == 1 or width_of(line[:n], size, bold=bold) <= room
                )
                lines.append(line[:fits])
                line = line[fits:]
        lines.append(line)
    return lines


class Picture:
    """A picture, made twice as large as it is given, so that edges are smooth."""

    def __init__(self, width: float, height: float) -> None:
        from PIL import Image, ImageDraw

        self._scale = _SHARP * _ROUGH
        size = round(width * self._scale), round(height * self._scale)
        self._image = Image.new("RGB", size, PAPER)
        self._draw = ImageDraw.Draw(self._image)

    def _at(self, place: Place) -> Place:
        return place[0] * self._scale, place[1] * self._scale

    def line(self, start: Place, end: Place, colour: str, width: float = 0.75) -> None:
        """Draw a straight line."""
        drawn = max(1, round(width * self._scale))
        self._draw.line([self._at(start), self._at(end)], colour, drawn)

    def area(self, places: Sequence[Place], colour: str) -> None:
        """Fill a polygon."""
        self._draw.polygon([self._at(place) for place in places], fill=colour)

    def disc(self, middle: Place, radius: float, colour: str, *, hollow: bool = False) -> None:
        """Draw a disc, or a ring over what is behind."""
        x, y = self._at(middle)
        r = radius * self._scale
        fill = PAPER if hollow else colour
        self._draw.ellipse([x - r, y - r, x + r, y + r], fill, colour, round(1.2 * self._scale))

    def words(self, at: Place, text: str, size: float, colour: str, *, bold: bool = False) -> None:
        """Write words from their left end, on their base line."""
        font = _font(round(size * self._scale), bold=bold)
        self._draw.text(self._at(at), written(text), fill=colour, font=font, anchor="ls")

    def png(self) -> bytes:
        """Return the picture as a file."""
        from PIL import Image

        width, height = self._image.size
        size = width // _ROUGH, height // _ROUGH
        reduced = self._image.resize(size, Image.Resampling.LANCZOS)
        written_to = io.BytesIO()
        reduced.save(written_to, "PNG", optimize=True)
        return written_to.getvalue()


class Pages:
    """A document of A4 pages, the first one begun."""

    width, height = 595.28, 841.89

    def __init__(self, *, title: str, author: str, language: str) -> None:
        from reportlab.pdfbase import pdfmetrics
        from reportlab.pdfbase.ttfonts import TTFont
        from reportlab.pdfgen.canvas import Canvas as Document

        for bold, name in ((False, "Vera"), (True, "VeraBd")):
            pdfmetrics.registerFont(TTFont(name, _face(bold=bold)))
        self._file = io.BytesIO()
        size = (self.width, self.height)
        self._page = Document(self._file, pagesize=size, lang=language, invariant=True)
        self._page.setTitle(written(title))
        self._page.setAuthor(author)

    def line(self, start: Place, end: Place, colour: str, width: float = 0.75) -> None:
        """Draw a straight line."""
        self._page.setStrokeColor(colour)
        self._page.setLineWidth(width)
        self._page.line(start[0], self.height - start[1], end[0], self.height - end[1])

    def area(self, places: Sequence[Place], colour: str) -> None:
        """Fill a polygon."""
        path = self._page.beginPath()
        path.moveTo(places[0][0], self.height - places[0][1])
        for x, y in places[1:]:
            path.lineTo(x, self.height - y)
        path.close()
        self._page.setFillColor(colour)
        self._page.drawPath(path, stroke=0, fill=1)

    def disc(self, middle: Place, radius: float, colour: str, *, hollow: bool = False) -> None:
        """Draw a disc, or a ring over what is behind."""
        self._page.setStrokeColor(colour)
        self._page.setFillColor("#ffffff" if hollow else colour)
        self._page.setLineWidth(1.2)
        self._page.circle(middle[0], self.height - middle[1], radius, stroke=1, fill=1)

    def words(self, at: Place, text: str, size: float, colour: str, *, bold: bool = False) -> None:
        """Write words from their left end, on their base line."""
        self._page.setFont("VeraBd" if bold else "Vera", size)
        self._page.setFillColor(colour)
        self._page.drawString(at[0], self.height - at[1], written(text))

    def turn(self) -> None:
        """End this page and begin another."""
        self._page.showPage()

    def pdf(self) -> bytes:
        """Return the document as a file."""
        self._page.save()
        return self._file.getvalue()
