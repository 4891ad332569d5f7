import datetime
import re
from xml.etree import ElementTree

from rebond.report.charts.curves import Curve, Point, curve_svg, sparkline
from rebond.report.charts.rows import axis, interval_mark, polarity_bar
from rebond.report.charts.scatter import Place, scatter_svg
from rebond.report.charts.svg import ticks

MONDAY = datetime.date(2026, 1, 5)


def points(n: int) -> list[Point]:
    weeks = (MONDAY + datetime.timedelta(weeks=i) for i in range(n))
    return [Point(week, float(i), i - 1.0, i + 1.0, 10) for i, week in enumerate(weeks)]


def curve(**changes: object) -> str:
    return str(
        curve_svg(
            Curve(points(10), **changes),  # type: ignore[arg-type]
            title="<b>&",
            identity="x",
            number=str,
            month=lambda day: day.strftime("%b"),
            labels=("now", "before", "since"),
        )
    )


def test_charts_are_well_formed_and_escaped() -> None:
    drawn = [
        curve(),
        curve(before=points(10), since=MONDAY),
        str(interval_mark(1, 0, 2, (0, 3))),
        str(polarity_bar(-40, -50, -30)),
        str(axis([(0, "<")], (0, 1))),
        str(sparkline([1, 2])),
        str(
            scatter_svg(
                [Place('"><script>', 1, 2), Place("b", 2, 3)],
                title="t",
                identity="i",
                across="a",
                up="b",
                language="fr",
            )
        ),
    ]
    for svg in drawn:
        assert not [e for e in ElementTree.fromstring(svg).iter() if e.tag in ("b", "script")]
        assert "style=" not in svg


def test_positions_stay_inside() -> None:
    for place in re.findall(r'"(-?[\d.]+)%"', str(interval_mark(50, -10, 500, (0, 100)))):
        assert 0 <= float(place) <= 100


def test_hollow_when_the_interval_includes_the_reference() -> None:
    assert "hollow" in polarity_bar(5, -5, 15)
    assert "hollow" not in polarity_bar(5, 1, 9)


def test_a_flat_series_is_drawn() -> None:
    assert "path" in sparkline([0.0, 0.0, 0.0])
    assert ticks(3, 3) == [3]
