"""Writing the report: the sections are said, put in the page, and the page in one file."""

from __future__ import annotations

import base64
import datetime
import hashlib
import secrets
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jinja2 import Environment

    from rebond.listen.importing import ImportReport
    from rebond.quantify import Perimeter
    from rebond.report.content import Section
    from rebond.report.reporter import Reporter

_HERE = Path(__file__).parent
_STYLES = ("tokens.css", "page.css", "charts.css", "report.css", "narrow.css", "print.css")


def write_report(
    perimeter: Perimeter,
    path: Path,
    *,
    language: str,
    title: str | None = None,
    imports: Sequence[ImportReport] = (),
) -> None:
    """Write the report of what a reader may see, as one HTML file.

    Parameters
    ----------
    perimeter : Perimeter
        The rows that the reader may see.
    path : Path
        The file; replaced in one move, so that it is never half written.
    language : str
        "fr" or "en".
    title : str, optional
        Beside the name of the product; a neutral sentence otherwise.
    imports : sequence of ImportReport
        What has just been imported: its counts, and how its columns were understood. Without it
        the counts are those of all imports of the workspace.
    """
    from rebond.quantify import find
    from rebond.report.reporter import Reporter
    from rebond.report.snapshot import held_still

    findings = find(perimeter)
    page = render(Reporter(held_still(perimeter), language, findings), title, imports)
    path = Path(path)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    draft.write_text(page, encoding="utf-8")
    draft.replace(path)


def render(reporter: Reporter, title: str | None, imports: Sequence[ImportReport]) -> str:
    """Return the whole page."""
    from rebond.report.content.headline import headline

    first = headline(reporter, title, datetime.date.today())
    sections = said(reporter, imports)
    style = stylesheet()
    page: str = (
        environment()
        .get_template("report.html")
        .render(
            **helpers(reporter),
            head=first,
            sections=sections,
            proofs=list(reporter.proofs.values()),
            style=style,
            policy=policy(style),
        )
    )
    return page


def said(reporter: Reporter, imports: Sequence[ImportReport]) -> list[Section]:
    """Return the sections in the reader's order; those without meaning here are absent."""
    from rebond.report.content.accuracy import accuracy_section
    from rebond.report.content.changes import changes_section
    from rebond.report.content.data_health import data_health_section
    from rebond.report.content.insights import insights_section
    from rebond.report.content.judged import judged_section
    from rebond.report.content.limits import limits_section
    from rebond.report.content.origins import origins_section
    from rebond.report.content.others import others_section
    from rebond.report.content.places import places_section
    from rebond.report.content.representativeness import population_section
    from rebond.report.content.scores import scores_section
    from rebond.report.content.suggestions import suggestions_section
    from rebond.report.content.teams import teams_section
    from rebond.report.content.themes import themes_section
    from rebond.report.content.traces import traces_section
    from rebond.report.content.weights import weights_section

    found = [
        insights_section(reporter),
        origins_section(reporter, imports),
        data_health_section(reporter),
        population_section(reporter),
        scores_section(reporter),
        themes_section(reporter),
        judged_section(reporter),
        weights_section(reporter),
        changes_section(reporter),
        places_section(reporter),
        teams_section(reporter),
        others_section(reporter),
        suggestions_section(reporter),
        accuracy_section(reporter),
        limits_section(reporter),
        traces_section(reporter),
    ]
    return [section for section in found if section is not None]


def helpers(reporter: Reporter) -> dict[str, Any]:
    """Return what every template may use, in the reader's language."""
    from functools import partial

    from rebond.languages import typography
    from rebond.quantify import HOW_CHOSEN
    from rebond.report.charts.rows import axis
    from rebond.report.voices import shown_voices

    language = reporter.language
    return {
        "lang": language,
        "t": reporter.t,
        "tn": reporter.tn,
        "num": partial(_number, language=language),
        "pct": partial(_percent, language=language),
        "ends": partial(_ends, language=language),
        "day": partial(typography.day, language=language),
        "month": partial(typography.month, language=language),
        "axis": axis,
        "voices_of": partial(shown_voices, reporter),
        "how_chosen": reporter.t(HOW_CHOSEN),
        "is_empty": _is_empty,
        "href": reporter.href,
    }


def _number(value: float, decimals: int = 0, signed: bool = False, *, language: str) -> str:
    from rebond.languages.typography import number

    return number(value, decimals, language, signed=signed)


def _percent(value: float, decimals: int = 0, *, language: str) -> str:
    from rebond.languages.typography import percent

    return percent(value, decimals, language)


def _ends(cell: Any, decimals: int = 0, signed: bool = False, *, language: str) -> str:
    """Write the interval of a cell for a table, "" where it has none."""
    from rebond.languages.typography import interval

    if cell.low is None or cell.high is None:
        return ""
    return interval(cell.low, cell.high, decimals, language, signed=signed, bare=True)


def _is_empty(data: object) -> bool:
    from rebond.report.content import Empty

    return isinstance(data, Empty)


@cache
def environment() -> Environment:
    """Return the templates; everything is escaped unless it was written as markup by us."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def stylesheet() -> str:
    """Return the one style sheet of the page."""
    parts = [(_HERE / "styles" / name).read_text(encoding="utf-8") for name in _STYLES]
    return "\n" + "\n".join(parts)


def policy(style: str) -> str:
    """Return the page's content security policy: its one style sheet, and nothing else.

    >>> policy("p{}").split("; ")[0]
    "default-src 'none'"
    """
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
