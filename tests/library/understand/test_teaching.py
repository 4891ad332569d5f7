"""Promises of teaching: ten examples make a theme, beside the others, for good."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from rebond.errors import InputError
from rebond.understand import opinions, understand, workspace_codebook
from rebond.understand.codebook import Codebook, load_codebook, parse_codebook, save_codebook
from rebond.understand.keeping.editing import merge, move
from rebond.understand.learned.engine import engine_for
from rebond.understand.rules import rules_engine
from rebond.understand.teaching import Background, Lesson, Taught, teach
from rebond.workspace import Workspace

SHOP = parse_codebook(
    """
id = "shop"
[[themes]]
id = "access"
label = { fr = "Accès", en = "Access" }
[[themes]]
id = "access.parking"
label = { fr = "Stationnement", en = "Parking" }
words.fr = ["parking"]
[[themes]]
id = "access.pushchairs"
label = { fr = "Poussettes", en = "Pushchairs" }
"""
)
PUSHCHAIRS = [
    f"Avec une poussette, {rest}"
    for rest in (
        "on ne passe pas entre les rayons",
        "l'ascenseur est trop petit",
        "les allées sont trop étroites",
        "il n'y a pas de rampe à l'entrée",
        "impossible de monter à l'étage",
        "on reste coincé à la caisse",
        "le trottoir est impraticable",
        "les portes sont lourdes",
        "on ne circule pas",
        "c'est la galère",
    )
]
OTHERS = [
    f"{subject} {verdict}"
    for subject in ("Le parking", "L'accueil", "Le choix", "La livraison", "Le prix", "La caisse")
    for verdict in ("est parfait", "laisse à désirer", "me convient", "est à revoir", "va bien")
]
BESIDE = Background(OTHERS, ["fr"] * len(OTHERS))


@pytest.fixture(scope="module")
def taught() -> Taught:
    return teach(
        SHOP, "access.pushchairs", Lesson(PUSHCHAIRS), background=BESIDE, with_meaning=False
    )


def themes(codebook: Codebook, texts: list[str]) -> list[set[str]]:
    engine = engine_for(codebook, rules_engine())
    found: list[set[str]] = [set() for _ in texts]
    table = opinions(texts, languages=["fr"] * len(texts), codebook=codebook, engine=engine)
    for row in table.to_pylist():
        if row["theme"]:
            found[row["row"]].add(row["theme"])
    return found


def test_ten_examples_make_a_theme(taught: Taught) -> None:
    found = themes(taught.codebook, ["Ma poussette ne rentre pas", "Le prix est parfait"])
    assert found == [{"access.pushchairs"}, set()]
    assert taught.found_hidden == 10
    assert "poussette" in " ".join(taught.theme.learned["fr"])


def test_the_examples_are_in_the_file_and_the_history(taught: Taught, tmp_path: Path) -> None:
    save_codebook(taught.codebook, tmp_path / "shop.toml")
    again = load_codebook(tmp_path / "shop.toml")
    assert again.theme("access.pushchairs").taught["fr"] == tuple(PUSHCHAIRS)
    assert again.history[-1].what == "taught"
    assert again.version == taught.codebook.version


def test_what_is_taught_adds_to_expressions_and_leaves_other_themes_alone(taught: Taught) -> None:
    texts = [*OTHERS, "Le parking est loin pour la poussette"]
    before = themes(SHOP, texts)
    after = themes(taught.codebook, texts)
    assert [one - {"access.pushchairs"} for one in after] == before
    assert "access.pushchairs" in after[-1]


def test_a_counter_example_takes_away_what_looks_alike() -> None:
    far = "Le bébé dort dans la poussette, tout va bien"
    lesson = Lesson(PUSHCHAIRS, unlike=[far])
    made = teach(SHOP, "access.pushchairs", lesson, background=BESIDE, with_meaning=False)
    plain = teach(
        SHOP, "access.pushchairs", Lesson(PUSHCHAIRS), background=BESIDE, with_meaning=False
    )
    assert made.theme.unlike["fr"] == (far,)

    def score(codebook: Codebook) -> float:
        assert codebook.weights is not None
        part = codebook.weights.parts[0]
        return float(part.scores([far], ["fr"], codebook, None)[0, 0] + part.columns[0].threshold)

    assert score(made.codebook) < score(plain.codebook)


def test_keywords_alone_tell_a_theme() -> None:
    lesson = Lesson(keywords={"fr": ["poussette", "landau"]})
    made = teach(SHOP, "access.pushchairs", lesson, with_meaning=False)
    assert made.found_hidden is None
    assert themes(made.codebook, ["Le landau ne passe pas"]) == [{"access.pushchairs"}]


def test_a_lesson_goes_on_from_the_earlier_ones(taught: Taught) -> None:
    more = teach(
        taught.codebook,
        "access.pushchairs",
        Lesson(["La poussette double bloque"]),
        background=BESIDE,
        with_meaning=False,
    )
    assert more.examples == 11
    assert more.codebook.digest != taught.codebook.digest


def test_a_taught_theme_keeps_what_it_learned_when_moved_or_merged(taught: Taught) -> None:
    moved = move(taught.codebook, "access.pushchairs", "")
    assert themes(moved, ["Ma poussette ne rentre pas"]) == [{"pushchairs"}]
    merged = merge(taught.codebook, ["access.pushchairs"], into="access.parking")
    assert themes(merged, ["Ma poussette ne rentre pas"]) == [{"access.parking"}]


def test_the_same_lesson_gives_the_same_weights(taught: Taught) -> None:
    again = teach(
        SHOP, "access.pushchairs", Lesson(PUSHCHAIRS), background=BESIDE, with_meaning=False
    )
    assert again.codebook.version == taught.codebook.version


def test_a_text_gets_the_same_answer_in_any_batch(taught: Taught) -> None:
    texts = [*PUSHCHAIRS, *OTHERS]
    together = themes(taught.codebook, texts)
    assert [themes(taught.codebook, [text])[0] for text in texts] == together


@pytest.mark.parametrize("lesson", [Lesson(), Lesson(["La poussette"], unlike=["La poussette"])])
def test_a_lesson_that_says_nothing_is_refused(lesson: Lesson) -> None:
    with pytest.raises(InputError):
        teach(SHOP, "access.pushchairs", lesson)


def test_an_example_forgotten_by_an_erasure_leaves_the_codebook_usable(
    own_workspace: Path,
) -> None:
    from rebond.listen.erasure import forget

    workspace = Workspace.open(own_workspace)
    codebook = workspace_codebook(workspace)
    leaf = codebook.leaves[0].id
    said = "Attente interminable à la caisse, personne pour renseigner"
    theme = replace(codebook.theme(leaf), taught={"fr": (said, "Une autre phrase")})
    understand(workspace, codebook=codebook.with_theme(theme), as_it_is=True)
    assert forget(workspace, "b.petit@example.com").verified
    after = workspace_codebook(workspace)
    assert after.theme(leaf).taught == {"fr": ("Une autre phrase",)}
    assert after.version == codebook.version
