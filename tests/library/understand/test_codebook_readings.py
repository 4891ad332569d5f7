"""Promises of a codebook that changes: told before, compared after, never reshuffled."""

from __future__ import annotations

from pathlib import Path

import pytest

from rebond.errors import InputError
from rebond.listen.importing import import_files
from rebond.understand import understand, workspace_codebook
from rebond.understand.codebook import parse_codebook
from rebond.understand.keeping.candidates import accept, candidates_of, refuse
from rebond.understand.keeping.differences import Differences, compare
from rebond.understand.keeping.editing import Part, merge, move, rename, split
from rebond.understand.keeping.previews import adopt, preview
from rebond.understand.readings import KEPT, readings
from rebond.understand.rules import rules_engine
from rebond.vocabulary import Label
from rebond.workspace import Workspace

SHOP = parse_codebook(
    """
id = "shop"
[[themes]]
id = "till"
label = { fr = "Caisse", en = "Till" }
[[themes]]
id = "till.waiting"
label = { fr = "Attente", en = "Waiting" }
words.fr = ["attente", "queue"]
[[themes]]
id = "till.staff"
label = { fr = "Personnel", en = "Staff" }
words.fr = ["caissier", "vendeur", "conseil"]
"""
)
TEXTS = [
    "Attente interminable",
    "Le vendeur est adorable",
    "Les conseils sont excellents",
    "Attente longue mais caissier aimable",
    "Magasin lumineux",
]


def fill(workspace: Workspace, name: str, texts: list[str]) -> None:
    path = workspace.path.parent / f"{name}.csv"
    rows = "".join(f'{name}{number};"{text}"\n' for number, text in enumerate(texts))
    path.write_text(f"Client;Commentaire\n{rows}", encoding="utf-8")
    import_files(workspace, [path])


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = Workspace.create(tmp_path / "w")
    fill(made, "a", TEXTS)
    understand(made, codebook=SHOP, engine=rules_engine())
    return made


def by_after(found: Differences, identifier: str) -> tuple[int, int, int, int]:
    one = next(theme for theme in found.themes if identifier in theme.after)
    return one.then.voices, one.now.voices, one.gained, one.lost


def test_a_merge_says_what_it_moves_before_it_does_it(workspace: Workspace) -> None:
    edited = merge(SHOP, ["till.waiting", "till.staff"], into="till.waiting")
    before = workspace.data_version
    found = preview(workspace, edited, engine=rules_engine()).differences
    one = next(theme for theme in found.themes if theme.after == ("till.waiting",))
    assert one.before == ("till.waiting", "till.staff")
    assert (one.then.voices, one.now.voices, one.gained, one.lost) == (4, 4, 0, 0)
    assert {name: side.voices for name, side in one.parts} == {"till.waiting": 2, "till.staff": 3}
    assert workspace.data_version == before


def test_a_split_says_which_voices_go_where(workspace: Workspace) -> None:
    edited = split(SHOP, "till.staff", [Part(Label("Advice", "Conseil"), {"fr": ["conseil"]})])
    found = preview(workspace, edited, engine=rules_engine()).differences
    one = next(theme for theme in found.themes if theme.before == ("till.staff",))
    assert {name: side.voices for name, side in one.parts} == {"till.conseil": 1, "till.staff": 2}


def test_a_preview_tells_what_the_reading_then_does(workspace: Workspace) -> None:
    edited = split(SHOP, "till.staff", [Part(Label("Advice", "Conseil"), {"fr": ["conseil"]})])
    told = preview(workspace, edited, engine=rules_engine()).differences
    understand(workspace, codebook=edited, engine=rules_engine(), as_it_is=True)
    _, _, seen = compare(workspace)
    assert seen.themes == told.themes
    assert (seen.voices, seen.changed) == (told.voices, told.changed)


def test_a_name_or_a_place_changed_moves_no_voice(workspace: Workspace) -> None:
    edited = rename(SHOP, "till.waiting", Label("Queues", "Files"))
    understand(workspace, codebook=edited, engine=rules_engine(), as_it_is=True)
    then, now, found = compare(workspace)
    assert (then.codebook_version, now.codebook_version) == (SHOP.version, edited.version)
    assert found.changed == 0
    assert workspace_codebook(workspace).theme("till.waiting").label.fr == "Files"
    moved = move(edited, "till.staff", "")
    understand(workspace, codebook=moved, engine=rules_engine(), as_it_is=True)
    assert compare(workspace)[2].changed == 0


def test_a_name_changed_is_carried_over_without_reading_again(workspace: Workspace) -> None:
    class Counting:
        model_version = rules_engine().model_version
        read_texts = 0

        def read(self, texts, languages, codebook):  # type: ignore[no-untyped-def]
            Counting.read_texts += len(texts)
            return rules_engine().read(texts, languages, codebook)

    fill(workspace, "b", ["Attente encore"] * 300)
    understand(workspace, engine=rules_engine())
    edited = rename(SHOP, "till.waiting", Label("Queues", "Files"))
    understand(workspace, codebook=edited, engine=Counting(), as_it_is=True)
    assert Counting.read_texts < 305
    assert compare(workspace)[2].changed == 0


def test_voices_read_otherwise_are_shown_with_their_themes(workspace: Workspace) -> None:
    wider = SHOP.with_expressions({"till.waiting": {"words": {"fr": ["magasin"]}}})
    understand(workspace, codebook=wider, engine=rules_engine(), as_it_is=True)
    _, _, found = compare(workspace)
    assert found.changed == 1
    assert by_after(found, "till.waiting") == (2, 3, 1, 0)
    (voice,) = found.examples
    assert voice.text == "Magasin lumineux"
    assert [theme for theme, _ in voice.after] == ["till.waiting"]


def test_opinions_are_kept_for_a_few_readings_and_no_more(workspace: Workspace) -> None:
    codebook = SHOP
    for number in range(KEPT + 1):
        words = {"till.waiting": {"words": {"fr": [f"mot {number}"]}}}
        codebook = codebook.with_expressions(words)
        understand(workspace, codebook=codebook, engine=rules_engine(), as_it_is=True)
    kept = readings(workspace)
    assert len(kept) == KEPT
    raw = workspace.cursor().sql(
        f"SELECT count(DISTINCT codebook_version) FROM '{workspace.path}/tables/opinions/*.parquet'"
    )
    assert raw.fetchall() == [(KEPT,)]
    assert kept[-1].codebook_version == codebook.version


def test_a_new_month_leaves_themes_as_they_are(workspace: Workspace) -> None:
    before = workspace_codebook(workspace)
    fill(workspace, "b", [f"La fontaine du hall fuit depuis le {n}" for n in range(30)])
    understand(workspace, engine=rules_engine())
    assert workspace_codebook(workspace).version == before.version


def test_new_subjects_wait_to_be_accepted(workspace: Workspace) -> None:
    fill(workspace, "b", [f"La fontaine du hall fuit depuis le {n}" for n in range(30)])
    understand(workspace, engine=rules_engine())
    found = candidates_of(workspace)
    fountain = next(one for one in found if "fontaine" in one.theme.label.fr.lower())
    assert fountain.voices == 30
    assert "fontaine" in fountain.examples[0]
    edited = accept(workspace, workspace_codebook(workspace), fountain.name, branch="till")
    understand(workspace, codebook=edited, engine=rules_engine(), as_it_is=True)
    assert edited.history[-1].what == "accepted"
    assert by_after(compare(workspace)[2], f"till.{fountain.name}") == (0, 30, 30, 0)
    assert fountain.name not in [one.name for one in candidates_of(workspace)]


def test_a_candidate_refused_is_not_shown_again(workspace: Workspace) -> None:
    fill(workspace, "b", [f"La fontaine du hall fuit depuis le {n}" for n in range(30)])
    understand(workspace, engine=rules_engine())
    name = candidates_of(workspace)[0].name
    refuse(workspace, name)
    assert name not in [one.name for one in candidates_of(workspace)]


def test_one_reading_cannot_be_compared(workspace: Workspace) -> None:
    with pytest.raises(InputError, match="nothing to compare"):
        compare(workspace)


def test_a_reading_adopted_twice_changes_nothing(workspace: Workspace) -> None:
    adopt(workspace, SHOP)
    before = workspace.data_version
    assert adopt(workspace, SHOP).voices_read == 0
    assert workspace.data_version == before
