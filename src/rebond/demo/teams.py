"""What employees tell of their work: what goes well, and what should change."""

from __future__ import annotations

from rebond.demo.clauses import Clause, subjects
from rebond.demo.people import draw
from rebond.demo.phrasing import Told, composed, hollow
from rebond.demo.shelves import Scene, band, labels_of
from rebond.demo.writing import by_hand

SUGGESTED = 0.22  # of what should change, said as a suggestion


def tell_work(scene: Scene, points: float) -> Told:
    """The two texts of the team's survey."""
    well, change = _text(scene, 1, points), _text(scene, -1, points)
    return well.also(change.texts[0], change.labels[0], change.states[0])


def _text(scene: Scene, sign: int, points: float) -> Told:
    if scene.happens(scene.habits.hollow):
        return hollow(scene)
    rng, shares = scene.rng, scene.habits.subjects
    weights = {name: subject.shop for name, subject in subjects()["employee"].items()}
    said: list[Clause] = []
    for _ in range(rng.choices(range(len(shares)), shares)[0]):
        name = draw(weights, rng)
        del weights[name]
        said += _clauses(scene, name, sign)
    height = band(points)
    agrees = (height in ("high", "good")) == (sign > 0)
    if agrees and scene.happens(scene.habits.general):
        said.append(scene.one("work", f"sentence{sign}", height))
    text = by_hand(composed(scene, said), scene.person.style, rng)
    return Told((text,), (labels_of(said),), ("meaningful",))


def _clauses(scene: Scene, name: str, sign: int) -> list[Clause]:
    forms = [f"{scene.form()}{sign}", f"sentence{sign}"]
    if sign < 0 and scene.happens(SUGGESTED):
        forms.insert(0, "suggestion0")
    clause = scene.first_of(name, forms)
    return [clause] if clause else []
