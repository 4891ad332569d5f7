"""Who says it first: the correlation of teams and customers at each lag, drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from rebond.quantify import Lead
from rebond.report.charts.lags import lags_svg
from rebond.report.reporter import Reporter, short


@dataclass(frozen=True)
class Lags:
    """A lead drawn: its title, how to read it, the drawing and the correlation by week."""

    finding: str
    subtitle: str
    svg: Markup
    by_lag: Sequence[tuple[int, float]]
    likely: int


def drawn_lead(reporter: Reporter, lead: Lead) -> Lags | None:
    """Draw a lead; None where no lag was tried."""
    if not lead.by_lag:
        return None
    t = reporter.t
    finding = t("Correlation within each {attribute}, by lag", attribute=lead.attribute)
    subtitle = t(
        "From −1 to +1, over {n} places. Full dot: the likeliest lag; band: its 95% interval.",
        n=lead.places,
    )
    svg = lags_svg(
        lead.by_lag,
        lead.lag,
        (lead.lag_low, lead.lag_high),
        title=finding,
        identity=f"lags-{short(lead.question)}",
        labels=(t("customers first"), t("teams first")),
        language=reporter.language,
    )
    return Lags(finding, subtitle, svg, lead.by_lag, lead.lag)
