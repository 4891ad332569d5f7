"""The people and the places of the fictional company."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from random import Random

from rebond.demo.clauses import data
from rebond.demo.wording import Speaker

STYLES = {
    "careful": 38,
    "plain": 30,
    "lower": 13,
    "bare": 8,  # without accents
    "eager": 5,  # !!! and repeated letters
    "sms": 3,
    "capitals": 3,
}


@dataclass(frozen=True)
class Place:
    """A shop, or the web shop, whose region is empty."""

    name: str
    region: str
    size: float

    @property
    def is_web(self) -> bool:
        """Whether it is the web shop."""
        return not self.region


@dataclass(frozen=True)
class Person:
    """Someone who answers: their way of writing, and the shop that they go to."""

    name: str
    english: bool
    style: str
    shop: Place
    speaker: Speaker
    since: float  # 0 to 1: when in the period they first answer
    leaning: float  # points of score
    loyal: bool
    age: str

    @property
    def language(self) -> str:
        """The language they write in."""
        return "en" if self.english else "fr"


@lru_cache(maxsize=1)
def shops() -> tuple[Place, ...]:
    """The shops, without the web shop."""
    return tuple(
        Place(name, region["name"], float(size))
        for region in data("network.toml")["regions"]
        for name, size in region["shops"].items()
    )


@lru_cache(maxsize=1)
def web_shop() -> Place:
    """The web shop."""
    return Place(data("network.toml")["web"], "", 0.0)


def draw(weights: dict[str, float] | dict[str, int], rng: Random) -> str:
    """One key, with the probability of its weight."""
    return rng.choices(list(weights), list(weights.values()))[0]


class Crowd:
    """The people who answer, made one at a time, each with an address of their own."""

    def __init__(self, rng: Random, leaning: float) -> None:
        self._rng = rng
        self._leaning = leaning
        self._words = data("network.toml")["people"]
        self._addresses: set[str] = set()
        self._sizes = [shop.size for shop in shops()]

    def person(self) -> Person:
        """A new person; addresses and phone numbers are of ranges kept for fiction."""
        rng = self._rng
        english = rng.random() < 0.03
        woman = rng.random() < 0.6
        first, last = self._names(english=english, woman=woman)
        phone = (
            f"{rng.choice(self._words['phones'])} {rng.randint(0, 99):02d} {rng.randint(0, 99):02d}"
        )
        if rng.random() < 0.3:
            phone = phone.replace(" ", rng.choice(("", ".")))
        return Person(
            name=f"{first} {last}",
            english=english,
            style="plain" if english else draw(STYLES, rng),
            shop=rng.choices(shops(), self._sizes)[0],
            speaker=Speaker(woman, self._address(first, last), phone),
            since=rng.random(),
            leaning=rng.gauss(0, self._leaning),
            loyal=rng.random() < 0.55,
            age=draw(
                {"18-34 ans": 15, "35-49 ans": 28, "50-64 ans": 34, "65 ans et plus": 23}, rng
            ),
        )

    def _names(self, *, english: bool, woman: bool) -> tuple[str, str]:
        prefix = "british_" if english else ""
        firsts = self._words[prefix + ("women" if woman else "men")]
        return self._rng.choice(firsts), self._rng.choice(self._words[prefix + "names"])

    def _address(self, first: str, last: str) -> str:
        words = [plain(word).lower().replace(" ", "").replace("'", "") for word in (first, last)]
        mark = self._rng.choice((".", "_", "", "-"))
        user = mark.join(words) if self._rng.random() < 0.7 else words[0][0] + mark + words[1]
        domain = self._rng.choice(self._words["domains"])
        address, number = f"{user}@{domain}", 1
        while address in self._addresses:
            number += self._rng.randint(1, 60)
            address = f"{user}{number}@{domain}"
        self._addresses.add(address)
        return address


def plain(text: str) -> str:
    """The text without its accents; "œ" becomes "oe"."""
    text = text.replace("œ", "oe").replace("Œ", "Oe")
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
