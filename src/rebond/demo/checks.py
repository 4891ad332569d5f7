"""Comparing what is found in the fictional company with what was planted in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from rebond.demo import Planted
from rebond.demo.labelling import said_in_voices
from rebond.demo.truths import Truths

if TYPE_CHECKING:
    from rebond.quantify import Change, Findings, Gap
    from rebond.workspace import Workspace

PLANTED = "planted"
LATE = timedelta(weeks=3)  # a week found that near is the week planted


@dataclass(frozen=True)
class Verdict:
    """Which truths were found.

    ``drivers`` by theme; ``season`` whether the seasonal theme is announced as a season;
    ``season_as_trend`` whether anything else is announced of it, which is wrong; ``others`` the
    themes announced as drivers that are none.
    """

    drivers: dict[str, bool]
    slow_shop: bool
    wise_shop: bool
    emergence: bool
    season: bool
    season_as_trend: bool
    link: bool
    others: tuple[str, ...]

    @property
    def truths(self) -> dict[str, bool]:
        """Each truth under a short name."""
        return {
            **{f"driver {theme}": found for theme, found in self.drivers.items()},
            "slow shop": self.slow_shop,
            "wise shop": self.wise_shop,
            "emergence": self.emergence,
            "season": self.season,
            "season never a trend": not self.season_as_trend,
            "link": self.link,
        }


def verdict(findings: Findings, truths: Truths) -> Verdict:
    """Compare findings with the truths planted."""
    established = {d.theme for d in findings.drivers if d.established and d.own > 0}
    of_season = [change for change in findings.changes if change.theme == truths.season]
    return Verdict(
        drivers={theme: theme in established for theme in truths.drivers},
        slow_shop=any(_is_slow(gap, truths) for gap in findings.gaps),
        wise_shop=any(_is_wise(gap, truths) for gap in findings.gaps),
        emergence=any(_is_emergence(change, truths) for change in findings.changes),
        season=any(change.kind == "season" for change in of_season),
        season_as_trend=any(change.kind != "season" for change in of_season),
        link=any(link.coefficient > 0 for link in findings.symmetry),
        others=tuple(sorted(established - set(truths.drivers))),
    )


def _is_slow(gap: Gap, truths: Truths) -> bool:
    """The slow shop: more is said of waiting there, or worse."""
    worse = gap.difference > 0 if gap.measure == "share" else gap.difference < 0
    return (gap.value, gap.theme) == (truths.slow_shop, truths.slow_theme) and worse


def _is_wise(gap: Gap, truths: Truths) -> bool:
    """The wise shop: more, or better, is said of advice there, or its scores are higher."""
    of_it = gap.theme in (truths.wise_theme, None)
    return gap.value == truths.wise_shop and of_it and gap.difference > 0


def _is_emergence(change: Change, truths: Truths) -> bool:
    near = abs(change.since - truths.emergence_week) <= LATE
    return change.theme == truths.emergence and change.kind == "emergence" and near


def read_as_planted(workspace: Workspace, planted: Planted) -> None:
    """Write the planted labels as the opinions of a reader who never errs, and read by them.

    The workspace must have been understood with the company's code plan. Each label covers its
    whole text; the intent is praise, complaint or, for what judges nothing, suggestion.
    """
    import pyarrow as pa

    from rebond.schemas import OPINIONS

    versions = workspace.current_versions
    codebook_version = versions[1] if versions else ""
    said = said_in_voices(workspace, planted)
    intents = {-1: "complaint", 0: "suggestion", 1: "praise"}
    rows = [
        {
            "import_id": import_id,
            "response_id": response_id,
            "voice_id": voice_id,
            "start": 0,
            "end": length,
            "target": "",
            "theme": theme,
            "polarity": polarity,
            "intent": intents[polarity],
            "confidence": 1.0,
            "model_version": PLANTED,
            "codebook_version": codebook_version,
        }
        for import_id, response_id, voice_id, length in _voices(workspace)
        for theme, polarity in said.get(voice_id, ())
    ]
    with workspace.writing():
        workspace.append("opinions", pa.Table.from_pylist(rows, schema=OPINIONS))
        workspace.set_current_versions(PLANTED, codebook_version)


def _voices(workspace: Workspace) -> list[tuple[str, str, str, int]]:
    """Return the import, the response, the id and the length of every meaningful voice."""
    found: list[tuple[str, str, str, int]] = workspace.read(
        lambda: (
            workspace.cursor()
            .sql(
                "SELECT import_id, response_id, voice_id, length(text) "
                f"FROM ({workspace.sql('voices')}) WHERE status = 'meaningful' ORDER BY voice_id"
            )
            .fetchall()
        )
    )
    return found
