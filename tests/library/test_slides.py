"""The report as slides: charts that people edit, figures that can be traced, in two languages."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation
from pptx.chart.axis import DateAxis

from rebond.errors import InputError
from rebond.export.slides import write_slides
from rebond.export.slides.charts import Bar, Moment, bars, curve
from rebond.export.slides.deck import Box, Deck
from rebond.quantify import Perimeter
from rebond.quantify.tracing import trace
from rebond.workspace import Workspace


def written(workspace: Path, path: Path, language: str) -> Any:
    slides = write_slides(Perimeter.whole(Workspace.open(workspace)), path, language=language)
    deck = Presentation(str(path))
    assert len(deck.slides) == slides
    return deck


def words(deck: Any) -> str:
    shapes = [shape for slide in deck.slides for shape in slide.shapes if shape.has_text_frame]
    return "\n".join(shape.text_frame.text for shape in shapes)


def test_each_figure_of_a_slide_can_be_traced(own_workspace: Path, tmp_path: Path) -> None:
    deck = written(own_workspace, tmp_path / "report.pptx", "fr")
    notes = "\n".join(s.notes_slide.notes_text_frame.text for s in deck.slides if s.has_notes_slide)
    identifiers = set(re.findall(r"^(F-\w{8}) · ", notes, flags=re.M))
    assert len(identifiers) >= 4
    assert "n = " in notes
    perimeter = Perimeter.whole(Workspace.open(own_workspace))
    for identifier in identifiers:
        assert trace(identifier, perimeter, limit=0).same == "bits"


def test_slides_are_in_the_language_asked_for(own_workspace: Path, tmp_path: Path) -> None:
    french = words(written(own_workspace, tmp_path / "fr.pptx", "fr"))
    english = words(written(own_workspace, tmp_path / "en.pptx", "en"))
    assert "Limites et méthodes" in french
    assert "Limits and methods" in english
    assert not re.search(r"\b(the|of|with)\b", french)


def test_an_empty_workspace_has_slides_that_say_so(tmp_path: Path) -> None:
    Workspace.create(tmp_path / "empty")
    deck = written(tmp_path / "empty", tmp_path / "report.pptx", "en")
    assert "No response has been received yet" in words(deck)


def test_another_ending_is_refused(own_workspace: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"\.pptx"):
        written(own_workspace, tmp_path / "report.pdf", "fr")


def test_a_chart_holds_its_numbers_and_its_intervals(tmp_path: Path) -> None:
    deck = Deck()
    page = deck.page("Title")
    rows = [Bar("a", 12.5, 10.0, 15.0), Bar("b", -4.0, -6.0, -1.0, "CF5F1D")]
    bars(page, rows, Box(), name="Share", number_format="0.0", told="a leads")
    deck.presentation.save(str(tmp_path / "deck.pptx"))
    slide = Presentation(str(tmp_path / "deck.pptx")).slides[0]
    (frame,) = [shape for shape in slide.shapes if shape.has_chart]
    plot = frame.chart.plots[0]
    assert list(plot.categories) == ["a", "b"]
    assert list(plot.series[0].values) == [12.5, -4.0]
    assert frame.chart.part.chart_workbook.xlsx_part is not None
    above, below = (
        [float(v.text) for v in plot.series[0]._element.findall(f".//{{*}}{side}//{{*}}v")]
        for side in ("plus", "minus")
    )
    assert (above, below) == ([2.5, 3.0], [2.5, 2.0])
    assert frame._element.nvGraphicFramePr.cNvPr.get("descr") == "a leads"


def test_a_curve_has_dates_and_the_ends_of_its_interval(tmp_path: Path) -> None:
    deck = Deck()
    moments = [Moment(date(2026, month, 1), month, month - 1, month + 1) for month in range(1, 7)]
    page = deck.page("Title")
    curve(page, moments, Box(), names=("v", "low", "high"), number_format="0.0", told="it rises")
    deck.presentation.save(str(tmp_path / "deck.pptx"))
    slide = Presentation(str(tmp_path / "deck.pptx")).slides[0]
    (chart,) = [shape.chart for shape in slide.shapes if shape.has_chart]
    assert isinstance(chart.category_axis, DateAxis)
    assert [series.name for series in chart.plots[0].series] == ["v", "low", "high"]
    assert list(chart.plots[0].series[1].values) == [0, 1, 2, 3, 4, 5]
