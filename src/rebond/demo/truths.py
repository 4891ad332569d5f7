"""What is planted in the fictional company, with its size: see docs/methods/demo-company.md."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

FIRST_DAY = date(2024, 12, 2)
LAST_DAY = date(2026, 5, 31)


@dataclass(frozen=True)
class Truths:
    """The planted truths and their sizes.

    ``drivers`` gives, by leaf of the code plan, the points (of 10) that praise adds to the score
    and that blame takes from it; no other theme touches the score. Shop effects are standard
    deviations, in points, of what a shop adds to the scores of its customers and of its team;
    ``link`` is the correlation of the two.
    """

    drivers: Mapping[str, float] = field(
        default_factory=lambda: MappingProxyType(
            {"welcome.advice": 2.2, "checkout.waiting": 1.9, "living.plants": 1.6}
        )
    )
    slow_shop: str = "Laval"  # more people speak of waiting there, nearly all to complain
    slow_theme: str = "checkout.waiting"
    slow_mentions: float = 3.5  # times as often as elsewhere
    slow_praise: float = 0.03
    wise_shop: str = "Vannes"  # more people speak of advice there, nearly all to praise it
    wise_theme: str = "welcome.advice"
    wise_mentions: float = 3.0
    wise_praise: float = 0.97
    wise_points: float = 1.2  # what this shop adds to the scores of its customers
    emergence: str = "delivery.pickup"  # lockers to pick up orders open in every shop that week
    emergence_week: date = date(2026, 2, 2)
    emergence_weight: float = 16.0  # relative to the weights of subjects.toml
    season: str = "store.parking"
    season_months: tuple[int, ...] = (4, 5)
    season_mentions: float = 6.0
    season_praise: float = 0.06
    customers_by_shop: float = 0.6
    teams_by_shop: float = 1.0
    link: float = 0.85
    noise: float = 1.7
    leaning: float = 0.6  # of a person, in all their answers
    base: float = 7.7
    team_base: float = 6.3
    team_noise: float = 1.9
