"""Making the fictional company: who answers, where, when, of what, with which score and words."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from functools import lru_cache
from random import Random

from rebond.demo.clauses import data
from rebond.demo.people import Crowd, Person, Place, draw, shops, web_shop
from rebond.demo.phrasing import Told
from rebond.demo.telling import Teller
from rebond.demo.truths import FIRST_DAY, LAST_DAY, Truths
from rebond.vocabulary import Stakeholder

SHARES = {"survey": 0.44, "review": 0.16, "email": 0.09, "chat": 0.09, "kiosk": 0.12, "team": 0.10}
RETURNING = {"survey": 0.24, "review": 0.0, "email": 0.4, "chat": 0.4, "kiosk": 0.0, "team": 0.0}
COPIES = {
    "survey": 0.010,
    "review": 0.020,
    "email": 0.020,
    "chat": 0.010,
    "kiosk": 0.004,
    "team": 0.0,
}
MONTHS = {
    1: 0.7,
    2: 0.75,
    3: 1.1,
    4: 1.35,
    5: 1.4,
    6: 1.05,
    7: 0.85,
    8: 0.75,
    9: 0.95,
    10: 1.0,
    11: 0.95,
    12: 1.2,
}
DAYS = (0.9, 0.85, 1.0, 0.85, 1.0, 1.5, 1.2)  # Monday first
HOURS = (0.3, 0.6, 1, 1.2, 0.8, 0.7, 1, 1, 1, 1, 0.9, 0.8, 0.7, 0.5, 0.2)  # from 8 in the morning


@dataclass(frozen=True)
class Answer:
    """One response of the company, before it is written in its file.

    ``points`` is what the person feels, from 0 to 10 and beyond; each file rounds it to its scale.
    """

    kind: str
    external_id: str
    person: Person
    place: Place
    moment: datetime
    points: float
    told: Told
    shelf: str
    basket: float
    other: dict[str, str] = field(default_factory=dict)

    @property
    def stakeholder(self) -> Stakeholder:
        """Who speaks."""
        return Stakeholder.EMPLOYEE if self.kind == "team" else Stakeholder.CUSTOMER


class Town:
    """What each shop adds to the scores of its customers and of its team, in points."""

    def __init__(self, truths: Truths, rng: Random) -> None:
        self.customers: dict[str, float] = {}
        self.teams: dict[str, float] = {}
        # In standard deviations, what customers and team share: fixed for the two shops apart.
        fixed = {
            truths.slow_shop: 0.0,
            truths.wise_shop: truths.wise_points / truths.customers_by_shop,
        }
        apart = math.sqrt(1 - truths.link**2)
        for shop in shops():
            common, own = rng.gauss(0, 1), rng.gauss(0, 1)
            common = fixed.get(shop.name, common)
            self.customers[shop.name] = truths.customers_by_shop * common
            self.teams[shop.name] = truths.teams_by_shop * (truths.link * common + apart * own)


def make_answers(seed: int, count: int, truths: Truths) -> list[Answer]:
    """Every answer of the company with its truths, file after file, each in order of time."""
    town = Town(truths, Random(f"{seed}/town"))
    crowd = Crowd(Random(f"{seed}/people"), truths.leaning)
    teller = Teller(truths)
    known: list[Person] = []
    answers: list[Answer] = []
    for kind, number in sizes(count).items():
        rng = Random(f"{seed}/{kind}")
        answers += _with_copies(
            _answers_of(kind, number, crowd, known, town, teller, truths, rng), COPIES[kind], rng
        )
    return answers


def sizes(count: int) -> dict[str, int]:
    """How many answers of each kind make ``count``: the survey takes what rounding leaves."""
    numbers = {kind: round(count * share) for kind, share in SHARES.items()}
    numbers["survey"] += count - sum(numbers.values())
    return numbers


def without_truths(answers: Iterable[Answer], seed: int) -> list[Answer]:
    """The same texts and volumes, their places, moments and scores dealt again at random.

    Places and moments are dealt among all answers, scores and departments among those of one file:
    nothing that is said goes with a place, a moment or a score any more.
    """
    old = list(answers)
    rng = Random(f"{seed}/without")
    places, moments = [a.place for a in old], [a.moment for a in old]
    rng.shuffle(places)
    rng.shuffle(moments)
    dealt = [
        replace(answer, place=place, moment=moment)
        for answer, place, moment in zip(old, places, moments, strict=True)
    ]
    for kind in SHARES:
        rows = [row for row, answer in enumerate(old) if answer.kind == kind]
        points, shelves = [old[row].points for row in rows], [old[row].shelf for row in rows]
        rng.shuffle(points)
        rng.shuffle(shelves)
        for row, point, shelf in zip(rows, points, shelves, strict=True):
            dealt[row] = replace(dealt[row], points=point, shelf=shelf)
    return dealt


def _answers_of(
    kind: str,
    number: int,
    crowd: Crowd,
    known: list[Person],
    town: Town,
    teller: Teller,
    truths: Truths,
    rng: Random,
) -> list[Answer]:
    moments = sorted(_moments(number, rng))
    answers = []
    for rank, moment in enumerate(moments):
        person = _person(kind, crowd, known, rng)
        place = _place(kind, person, rng)
        feeling = _feeling(kind, person, place, town, truths, rng)
        told, points = teller.tell(kind, person, place, moment.date(), feeling, rng)
        answers.append(
            Answer(
                kind=kind,
                external_id=_external_id(kind, rank, rng),
                person=person,
                place=place,
                moment=moment,
                points=points,
                told=told,
                shelf=_shelf(told, rng),
                basket=round(min(rng.lognormvariate(3.6, 0.8), 1900), 2),
                other=_other(kind, rng),
            )
        )
    return answers


def _person(kind: str, crowd: Crowd, known: list[Person], rng: Random) -> Person:
    if known and rng.random() < RETURNING[kind]:
        return rng.choice(known)
    person = crowd.person()
    if kind == "team":
        person = replace(person, english=False)
    if kind in ("survey", "email", "chat"):
        known.append(person)
    return person


def _place(kind: str, person: Person, rng: Random) -> Place:
    if rng.random() < data("network.toml")["web_share"].get(kind, 0):
        return web_shop()
    return person.shop


def _feeling(
    kind: str, person: Person, place: Place, town: Town, truths: Truths, rng: Random
) -> float:
    """The points of an answer before what it speaks of adds or takes away."""
    if kind == "team":
        return truths.team_base + town.teams[place.name] + rng.gauss(0, truths.team_noise)
    own = 0.0 if place.is_web else town.customers[place.name]
    return truths.base + own + person.leaning + rng.gauss(0, truths.noise)


@lru_cache(maxsize=1)
def _days() -> tuple[list[int], list[float]]:
    days = list(range((LAST_DAY - FIRST_DAY).days + 1))
    dates = [FIRST_DAY + timedelta(day) for day in days]
    return days, [MONTHS[day.month] * DAYS[day.weekday()] for day in dates]


def _moments(number: int, rng: Random) -> list[datetime]:
    days, weights = _days()
    start = datetime.combine(FIRST_DAY, time())
    hours = rng.choices(range(8, 23), HOURS, k=number)
    return [
        start
        + timedelta(days=day, hours=hour, minutes=rng.randint(0, 59), seconds=rng.randint(0, 59))
        for day, hour in zip(rng.choices(days, weights, k=number), hours, strict=True)
    ]


def _shelf(told: Told, rng: Random) -> str:
    shelves = data("network.toml")["shelves"]
    for subject in told.subjects:
        if subject in shelves["by_subject"]:
            return str(shelves["by_subject"][subject])
    return draw(shelves["sizes"], rng)


def _other(kind: str, rng: Random) -> dict[str, str]:
    if kind != "team":
        return {}
    teams = {
        "Caisse et accueil": 3,
        "Pépinière": 3,
        "Serre chaude": 2,
        "Animalerie": 2,
        "Marché aux outils": 2,
        "Réception": 1,
    }
    ages = {"Moins de 1 an": 3, "1 à 3 ans": 4, "4 à 10 ans": 5, "Plus de 10 ans": 4}
    return {"team": draw(teams, rng), "seniority": draw(ages, rng)}


def _external_id(kind: str, rank: int, rng: Random) -> str:
    if kind == "review":
        return f"{rng.getrandbits(96):024x}"
    prefix = {"survey": "R", "email": "M", "chat": "T", "kiosk": "B", "team": "E"}[kind]
    return f"{prefix}{rank + 1:05d}"


def _with_copies(answers: list[Answer], rate: float, rng: Random) -> list[Answer]:
    """Some answers become a copy, exact or nearly, of another that the same person sent before."""
    result = list(answers)
    for rank in range(1, len(result)):
        if rng.random() >= rate:
            continue
        first = result[rank - 1]
        if "meaningful" not in first.told.states or first.told.copies:
            continue
        result[rank] = replace(
            first,
            external_id=result[rank].external_id,
            moment=min(
                first.moment + timedelta(minutes=rng.randint(2, 50)),
                datetime.combine(LAST_DAY, time.max),
            ),
            told=_copy(first.told, first.external_id, rng),
        )
    return result


def _copy(told: Told, external_id: str, rng: Random) -> Told:
    """The same texts sent again, half of the time with an end changed."""
    if rng.random() < 0.5:
        return replace(told, copies=external_id)
    near = tuple(
        text.rstrip(".! ") + rng.choice((" !", " merci", ".", " (bis)")) if len(text) > 25 else text
        for text in told.texts
    )
    return replace(told, texts=near, copies=external_id)
