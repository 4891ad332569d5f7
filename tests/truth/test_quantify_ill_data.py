"""Ill data are told from the files up, with what to do; sound files are left in peace."""

import csv
import datetime
import random
from pathlib import Path

import pytest

from rebond.listen.importing import import_files
from rebond.quantify import Perimeter
from rebond.quantify.coverage.scanning import Health, health
from rebond.quantify.simulated.worlds import draw
from rebond.understand import understand
from rebond.workspace import Workspace

pytestmark = pytest.mark.whole

START, WEEKS = datetime.date(2024, 1, 1), 40
GOOD = ("Personnel très aimable", "Excellents conseils", "Magasin propre et agréable")
BAD = ("Attente interminable à la caisse", "Vendeur désagréable", "Produits de mauvaise qualité")
COPIED = "Signez tous la pétition contre la fermeture du rayon jardin"
SHOPS = [f"Boutique {letter}" for letter in "ABCDEFGHIJKLMNOPQRST"]


def write(
    path: Path,
    *,
    seed: int,
    stops: int = WEEKS,
    upside_down: bool = False,
    wave: int = 0,
    silent: str = "",
    each_week: int = 15,
) -> Path:
    """Write about 15 answers a week: a score from 1 to 5 and words that agree with it."""
    drawn = random.Random(seed)
    rows = []
    for week in range(WEEKS):
        for _ in range(drawn.randint(each_week - 3, each_week + 3) if week < stops else 0):
            shop = drawn.choice(SHOPS)
            if shop == silent and week >= WEEKS - 8:
                continue
            score = drawn.randint(1, 5)
            words = drawn.choice(GOOD if score > 3 else BAD)
            day = START + datetime.timedelta(days=7 * week + drawn.randrange(7))
            shown = 6 - score if upside_down else score
            rows.append((day, shown, f"{words} {drawn.randint(1, 999)}", shop))
    for _ in range(wave):
        day = START + datetime.timedelta(days=7 * 30 + drawn.randrange(7))
        rows.append((day, 1, COPIED, drawn.choice(SHOPS)))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("Date", "Satisfaction (1 à 5)", "Commentaire", "Boutique"))
        writer.writerows(rows)
    return path


def looked_at(folder: Path, **ill: object) -> Health:
    """Import a sound file and one that may be ill, each as its own source; look at both."""
    workspace = Workspace.create(folder / "workspace")
    sound = write(folder / "sound.csv", seed=1)
    doubtful = write(folder / "doubtful.csv", seed=2, **ill)  # type: ignore[arg-type]
    import_files(workspace, [sound], source="sound")
    import_files(workspace, [doubtful], source="doubtful")
    understand(workspace)
    return health(Perimeter.whole(workspace))


@pytest.mark.parametrize(
    ("ill", "kind", "said"),
    [
        ({"stops": 36}, "stopped", "“doubtful” stopped, or nearly, in the week of 2024-09-09"),
        ({"stops": 20}, "stopped", "“doubtful” stopped, or nearly, in the week of 2024-05-20"),
        ({"upside_down": True}, "reversed", "better answers to “Satisfaction (1 à 5)” go with"),
        ({"wave": 30}, "copies", "“Signez tous la pétition contre la fermeture du rayon jardin”"),
        (
            {"silent": "Boutique C", "each_week": 60},
            "activity",
            "Boutique “Boutique C”: 0 responses of “doubtful”",
        ),
        ({}, "", ""),
    ],
)
def test_each_illness_of_a_file_is_told_alone(
    tmp_path: Path, ill: dict[str, object], kind: str, said: str
) -> None:
    found = looked_at(tmp_path, **ill).found
    assert [one.anomaly.kind for one in found] == ([kind] if kind else [])
    assert all(said in str(one.sentence) for one in found)


def test_sound_worlds_are_left_in_peace_at_the_stated_rate() -> None:
    worlds = [draw(seed, responses=1500, weeks=40, shops=12) for seed in range(40)]
    alarms = sum(bool(health(Perimeter.whole(world), rate=0.05).found) for world in worlds)
    # 5 % of 40 is 2; six would come once in fifty.
    assert alarms <= 5


def test_an_empty_workspace_has_nothing_to_tell(tmp_path: Path) -> None:
    assert health(Perimeter.whole(Workspace.create(tmp_path / "new"))) == Health((), 0, 0.01)
