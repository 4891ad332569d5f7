"""The report as slides: the same sections as its page, in charts that people edit."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from rebond.errors import InputError

if TYPE_CHECKING:
    from rebond.quantify import Perimeter


def write_slides(
    perimeter: Perimeter, path: Path, *, language: str, title: str | None = None
) -> int:
    """Write the report of what a reader may see as slides, and return how many there are.

    Parameters
    ----------
    perimeter : Perimeter
        The rows that the reader may see.
    path : Path
        A file that ends with .pptx; replaced once the new one is whole.
    language : "fr" or "en"
        Of what is told.
    title : str, optional
        Above the first sentence; a neutral one otherwise.

    Notes
    -----
    Charts are native ones, with their numbers in the sheet behind. The notes of each slide hold the
    identifier, the question, the intervals and the n of its figures.

    Raises
    ------
    InputError
        When the name does not end with .pptx, or the folder cannot be written.
    """
    if path.suffix.lower() != ".pptx":
        raise InputError(
            "The report is exported as slides: end the name of {file} with .pptx. As a page, it is"
            " written by rebond analyse.",
            file=path.name,
        )
    from rebond.export.files.whole import check_folder
    from rebond.export.slides.writing import saved

    check_folder(path)
    return saved(perimeter, path, language, title)
