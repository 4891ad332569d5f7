"""Slides being written: a margin says what this is and how sure, then comes what is to be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rebond.export.slides import look

# Inches: the margin, and the sheet at its right.
MARGIN_LEFT, MARGIN_WIDTH, RULE = 0.45, 2.1, 2.75
LEFT, TOP, WIDTH, BOTTOM = 3.05, 1.75, 9.8, 7.0
HEIGHT = BOTTOM - TOP


@dataclass(frozen=True)
class Box:
    """A place on a slide, in inches."""

    left: float = LEFT
    top: float = TOP
    width: float = WIDTH
    height: float = HEIGHT


class Deck:
    """A presentation being written."""

    def __init__(self) -> None:
        self.presentation = look.blank_presentation()

    def page(self, title: str, margin: Sequence[str] = (), *, size: int = 26) -> Page:
        """Add a slide whose title says what holds, and return it."""
        layout = self.presentation.slide_layouts[5]  # a title and nothing else
        slide = self.presentation.slides.add_slide(layout)
        page = Page(slide)
        page.set_title(title, size)
        page.line(RULE, 0, RULE, 7.5, look.MARGIN_RULE)
        page.text(
            [line for line in margin if line],
            Box(MARGIN_LEFT, 0.55, MARGIN_WIDTH, 6.4),
            size=10.5,
            colour=look.INK_2,
            after=7,
        )
        return page

    def __len__(self) -> int:
        return len(self.presentation.slides)


class Page:
    """One slide being written."""

    def __init__(self, slide: Any) -> None:
        self.slide = slide

    def set_title(self, title: str, size: int) -> None:
        """Write the title, in the bookish roman, smaller when it is long."""
        from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
        from pptx.util import Inches, Pt

        shape = self.slide.shapes.title
        shape.left, shape.top = Inches(LEFT), Inches(0.4)
        shape.width, shape.height = Inches(WIDTH), Inches(1.2)
        frame = shape.text_frame
        frame.word_wrap = True
        frame.vertical_anchor = MSO_ANCHOR.MIDDLE
        frame.margin_left = frame.margin_right = 0
        frame.text = title
        paragraph = frame.paragraphs[0]
        paragraph.alignment = PP_ALIGN.LEFT
        fitting = size if len(title) < 110 else max(16, size - 2 - len(title) // 40)
        paragraph.runs[0].font.size = Pt(fitting)

    def text(
        self,
        lines: Sequence[str],
        box: Box,
        *,
        size: float = 14,
        colour: str = look.INK,
        serif: bool = False,
        after: float = 4,
    ) -> None:
        """Write paragraphs in a box; nothing for no line."""
        if not lines:
            return
        frame = self._frame(box)
        for number, line in enumerate(lines):
            paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
            self._run(paragraph, line, size, colour, serif, after)

    def pieces(
        self, pieces: Sequence[tuple[str, str]], box: Box, *, size: float = 14, after: float = 4
    ) -> None:
        """Write the words of a voice: pieces of text, each with its colour, "" for the ink's."""
        frame = self._frame(box)
        for text, colour in pieces:
            self._run(frame.paragraphs[0], text, size, colour or look.INK, True, after)

    def _frame(self, box: Box) -> Any:
        from pptx.util import Inches

        shape = self.slide.shapes.add_textbox(
            Inches(box.left), Inches(box.top), Inches(box.width), Inches(box.height)
        )
        frame = shape.text_frame
        frame.word_wrap = True
        frame.margin_left = frame.margin_right = frame.margin_top = 0
        return frame

    def _run(
        self, paragraph: Any, text: str, size: float, colour: str, serif: bool, after: float
    ) -> None:
        from pptx.util import Pt

        run = paragraph.add_run()
        run.text = text
        run.font.size = Pt(size)
        run.font.color.rgb = look.colour(colour)
        if serif:
            run.font.name = "+mj-lt"  # the theme's font of titles
        paragraph.space_after = Pt(after)

    def line(self, left: float, top: float, right: float, bottom: float, colour: str) -> None:
        """Draw a straight line."""
        from pptx.enum.shapes import MSO_CONNECTOR
        from pptx.util import Inches, Pt

        line = self.slide.shapes.add_connector(
            MSO_CONNECTOR.STRAIGHT, Inches(left), Inches(top), Inches(right), Inches(bottom)
        )
        line.line.color.rgb = look.colour(colour)
        line.line.width = Pt(1)

    def table(
        self, head: Sequence[str], rows: Sequence[Sequence[str]], box: Box, widths: Sequence[float]
    ) -> None:
        """Write a table; the last column is numbers, set to the right."""
        from pptx.util import Inches

        height = min(box.height, 0.34 * (len(rows) + 1))
        frame = self.slide.shapes.add_table(
            len(rows) + 1,
            len(head),
            Inches(box.left),
            Inches(box.top),
            Inches(box.width),
            Inches(height),
        )
        table = frame.table
        properties = table._tbl.tblPr
        properties.find(f"{{{_DRAWING}}}tableStyleId").text = _PLAIN_TABLE
        properties.set("bandRow", "0")
        for number, width in enumerate(widths):
            table.columns[number].width = Inches(box.width * width / sum(widths))
        for place, row in enumerate([head, *rows]):
            for number, value in enumerate(row):
                self._cell(table.cell(place, number), value, place == 0, number == len(head) - 1)

    def _cell(self, cell: Any, value: str, is_head: bool, is_number: bool) -> None:
        from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
        from pptx.util import Pt

        cell.margin_top = cell.margin_bottom = Pt(2.5)
        cell.vertical_anchor = MSO_ANCHOR.MIDDLE
        cell.fill.solid()
        cell.fill.fore_color.rgb = look.colour(look.PAPER_2 if is_head else look.PAPER)
        paragraph = cell.text_frame.paragraphs[0]
        paragraph.alignment = PP_ALIGN.RIGHT if is_number else PP_ALIGN.LEFT
        self._run(paragraph, value, 12, look.INK_2 if is_head else look.INK, False, 0)

    def notes(self, lines: Sequence[str]) -> None:
        """Write the speaker's notes: where each figure comes from."""
        if lines:
            self.slide.notes_slide.notes_text_frame.text = "\n".join(lines)


_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
_PLAIN_TABLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # “No Style, No Grid”
