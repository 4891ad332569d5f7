"""The codebook as a tree read at a glance: how much, how well, how heavy, since when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from rebond.quantify import Cell, Change, Driver, Question
from rebond.report.charts.rows import polarity_bar
from rebond.report.content.themes import periods
from rebond_web.reading.reporter import PageReporter

ARROWS = {"rise": "↗", "fall": "↘", "emergence": "✳"}


@dataclass(frozen=True)
class Row:
    """A branch or a leaf: its share and net polarity with their intervals.

    ``weight`` is None where the score is not explained by it; ``change`` only where established.
    """

    theme: str
    label: str
    share: Cell
    net: Cell
    bar: Markup
    weight: Driver | None = None
    change: Change | None = None
    discovered: bool = False


@dataclass(frozen=True)
class Branch:
    """A branch and its leaves, in the codebook's order; None stands for leaves without branch."""

    row: Row | None
    leaves: Sequence[Row]

    @property
    def moves(self) -> bool:
        """Whether something of it changes beyond chance."""
        return any(leaf.change for leaf in self.leaves)


@dataclass(frozen=True)
class Tree:
    """The whole tree; ``voices`` that say something, ``covered`` the share that a theme holds."""

    branches: Sequence[Branch]
    finding: str
    voices: int
    leaves: int
    moving: int
    dated: bool


def tree_of(reporter: PageReporter) -> Tree | None:
    """Return the tree of the themes that people speak of; None when they speak of none."""
    shares = reporter.ask(Question("share", ("theme",)))
    nets = {c.keys[0]: c for c in reporter.ask(Question("net_polarity", ("theme",))).cells}
    leaves = [
        _leaf(reporter, share, nets[share.keys[0]])
        for share in shares.cells
        if share.keys[0] in nets and nets[share.keys[0]].value is not None and share.keys[0]
    ]
    if not leaves:
        return None
    wholes = _branches(reporter)
    grouped: dict[str, list[Row]] = {}
    for leaf in sorted(leaves, key=lambda row: reporter.order_of(row.theme)):
        grouped.setdefault(leaf.theme.split(".")[0] if "." in leaf.theme else "", []).append(leaf)
    return Tree(
        branches=[Branch(wholes.get(branch), rows) for branch, rows in grouped.items()],
        finding=_finding(reporter, leaves),
        voices=shares.total.n,
        leaves=len(leaves),
        moving=sum(leaf.change is not None for leaf in leaves),
        dated=bool(periods(reporter)[0]),
    )


def _leaf(reporter: PageReporter, share: Cell, net: Cell) -> Row:
    theme = share.keys[0]
    return Row(
        theme,
        reporter.theme(theme),
        share,
        net,
        polarity_bar(net.value or 0.0, net.low or 0.0, net.high or 0.0),
        weight_of(reporter, theme),
        change_of(reporter, theme),
        reporter.is_discovered(theme),
    )


def weight_of(reporter: PageReporter, theme: str) -> Driver | None:
    """Return the weight of a theme in what goes with the score."""
    return next((one for one in reporter.findings.drivers if one.theme == theme), None)


def change_of(reporter: PageReporter, theme: str) -> Change | None:
    """Return the change of a theme that is established, seasons left out."""
    return next(
        (
            one
            for one in reporter.findings.changes
            if one.theme == theme and one.kind in ARROWS and one.measure == "share"
        ),
        None,
    )


def _branches(reporter: PageReporter) -> dict[str, Row]:
    nets = {c.keys[0]: c for c in reporter.ask(Question("net_polarity", ("branch",))).cells}
    rows = {}
    for share in reporter.ask(Question("share", ("branch",))).cells:
        net = nets.get(share.keys[0])
        if share.keys[0] and net is not None and net.value is not None:
            bar = polarity_bar(net.value, net.low or 0.0, net.high or 0.0)
            label = reporter.theme(share.keys[0])
            rows[share.keys[0]] = Row(share.keys[0], label, share, net, bar)
    return rows


def _finding(reporter: PageReporter, leaves: Sequence[Row]) -> str:
    specific = [row for row in leaves if reporter.is_specific(row.theme)] or list(leaves)
    first = max(specific, key=lambda row: (row.share.value or 0, row.label))
    return reporter.t(
        "“{theme}” is the most talked about; {good} themes are more praised than blamed, {bad} the"
        " reverse",
        theme=first.label,
        good=sum((row.net.low or 0) > 0 for row in specific),
        bad=sum((row.net.high or 0) < 0 for row in specific),
    )
