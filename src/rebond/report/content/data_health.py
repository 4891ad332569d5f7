"""What looks wrong in the data themselves: a person looks before believing."""

from __future__ import annotations

from rebond.quantify.coverage.scanning import health
from rebond.report.content import Empty, Section
from rebond.report.reporter import Reporter
from rebond.vocabulary import Quantity

SHOWN = 8


def data_health_section(reporter: Reporter) -> Section | None:
    """Return what looks wrong in the data; None when there was nothing to test."""
    t = reporter.t
    looked = health(reporter.perimeter)
    if not looked.tested:
        return None
    margin = (
        t("Sources that stop, scales against the words, waves of copies, places out of line."),
        reporter.tn(
            "One thing was tested; where all is well, the chance of an alarm is at most {rate}%.",
            "{n} things were tested; where all is well, the chance of an alarm is at most {rate}%.",
            looked.tested,
            rate=Quantity(100 * looked.rate),
        ),
    )
    if not looked.found:
        data: object = Empty(t("Nothing looks wrong in the data themselves."))
    else:
        hidden = max(0, len(looked.found) - SHOWN)
        data = {"sentences": [t(ill.sentence) for ill in looked.found[:SHOWN]], "hidden": hidden}
    return Section("health", t("What to check in the data"), margin, "data_health.html", data)
