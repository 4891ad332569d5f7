"""A figure that was shown can be replayed, says what changed since, and forgets whom it must."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from rebond.errors import InputError
from rebond.listen.erasure import forget
from rebond.listen.importing import import_files
from rebond.quantify import Figure, Filter, Perimeter, ask
from rebond.quantify.coverage.population import remember_population
from rebond.quantify.simulated.worlds import draw
from rebond.quantify.tracing import Shown, Trace, keep, trace
from rebond.quantify.tracing.ledger import Ledger, ledger_path
from rebond.understand import load_codebook, understand
from rebond.workspace import Workspace

HEADER = "Date;Recommandation;Commentaire;Ville;E-mail\n"
LATER = f"{HEADER}10/03/2026;1;Encore une attente interminable;Laval;h.brun@example.com\n"
LEDGER_QUESTIONS = ("nps", "nps by ville", "share by theme", "net_polarity", "voices by month")


@pytest.fixture
def workspace(own_workspace: Path) -> Workspace:
    return Workspace.open(own_workspace)


def shown(question: str, perimeter: Perimeter) -> tuple[str, Figure]:
    figure = ask(question, perimeter)
    (identifier,) = keep([Shown(figure, perimeter)], face="ask")
    return identifier, figure


def replayed(workspace: Workspace, identifier: str) -> Trace:
    return trace(identifier, Perimeter.whole(workspace))


@pytest.mark.parametrize("question", LEDGER_QUESTIONS)
def test_a_replay_gives_the_same_to_the_bit(workspace: Workspace, question: str) -> None:
    identifier, figure = shown(question, Perimeter.whole(workspace))
    found = replayed(workspace, identifier.lower())
    assert (found.same, found.then) == ("bits", figure)
    assert found.since.nothing
    assert [one.file_name for one in found.imports] == ["comments.csv"]
    assert shown(question, Perimeter.whole(workspace))[0] == identifier


def test_a_figure_is_replayed_on_the_population_known_then(workspace: Workspace) -> None:
    remember_population(workspace, {"Ville": {"Nantes": 300, "Laval": 100}})
    identifier, figure = shown("weighted_nps", Perimeter.whole(workspace))
    remember_population(workspace, {"Ville": {"Nantes": 100, "Laval": 300}})
    first, second = workspace.settings.get("populations")
    later = [first | {"since": "2020-01-01T00:00:00"}, second | {"since": "2999-01-01T00:00:00"}]
    workspace.settings.set("populations", later)
    found = replayed(workspace, identifier)
    assert (found.same, found.then and found.then.cells) == ("bits", figure.cells)
    assert found.now is not None
    assert found.now.cell("weighted") != figure.cell("weighted")
    assert found.now.cell("unweighted") == figure.cell("unweighted")


def test_what_came_later_is_told_and_undone(workspace: Workspace, tmp_path: Path) -> None:
    identifier, figure = shown("nps by ville", Perimeter.whole(workspace))
    (tmp_path / "later.csv").write_text(LATER, encoding="utf-8")
    import_files(workspace, [tmp_path / "later.csv"])
    found = replayed(workspace, identifier)
    assert (found.same, found.then and found.then.cells) == ("bits", figure.cells)
    assert found.now is not None
    assert found.now.total.n == figure.total.n + 1
    assert [(one.file_name, one.new) for one in found.since.imports] == [("later.csv", 1)]
    assert not found.has_missing


def test_an_answer_that_changed_is_as_it_was(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "workspace")
    file = tmp_path / "answers.csv"
    for score in (2, 9):
        file.write_text(f"id;NPS;Commentaire\nR1;{score};Parfait\nR2;10;Bien\n", encoding="utf-8")
        import_files(workspace, [file], source="shop")
        if score == 2:
            identifier, figure = shown("nps", Perimeter.whole(workspace))
    found = replayed(workspace, identifier)
    assert found.then is not None
    assert found.now is not None
    assert found.then.total.value == figure.total.value == 0
    assert found.now.total.value == 100
    assert [(one.new, one.updated) for one in found.since.imports] == [(0, 1)]


def test_a_figure_is_replayed_with_the_codebook_of_then(workspace: Workspace) -> None:
    identifier, figure = shown("share by theme", Perimeter.whole(workspace))
    codebook = load_codebook("restaurant_hotel")
    understand(workspace, codebook=codebook, as_it_is=True)
    found = replayed(workspace, identifier)
    assert (found.same, found.then and found.then.cells) == ("bits", figure.cells)
    assert found.since.codebook == (figure.codebook_version, codebook.version)


def test_an_erasure_is_told_by_numbers_and_names_nobody(workspace: Workspace) -> None:
    perimeter = Perimeter.whole(workspace)
    identifier, figure = shown("nps", perimeter)
    erased = ask("nps where ville = Laval and day = 2026-03-06", perimeter)
    assert erased.total.n == 1
    assert forget(workspace, "someone@example.com").verified
    found = replayed(workspace, identifier)
    assert found.same == "different"
    assert (found.missing_voices, found.missing_people, found.missing_responses) == (1, 1, 1)
    assert found.since.erasures > 0
    assert found.entry.value == figure.total.value
    assert found.then == replace(ask("nps", perimeter), data_version=found.then.data_version)  # type: ignore[union-attr]


def test_few_people_leave_no_value_behind(workspace: Workspace) -> None:
    identifier, _ = shown("nps where day = 2026-03-06", Perimeter.whole(workspace))
    found = replayed(workspace, identifier)
    assert (found.same, found.entry.people, found.entry.value) == ("bits", 1, None)


def test_a_question_about_someone_erased_goes_with_them(workspace: Workspace) -> None:
    perimeter = Perimeter.whole(workspace)
    voice = next(v for v in workspace.table("voices").to_pylist() if "Livraison" in v["text"])
    named, _ = shown(f"voices where response = {voice['response_id']}", perimeter)
    other, _ = shown("voices by ville", perimeter)
    assert forget(workspace, "someone@example.com").removed["ledger"] == 1
    assert voice["response_id"].encode() not in ledger_path(workspace.path).read_bytes()
    with pytest.raises(InputError, match="erased since"):
        replayed(workspace, named)
    assert replayed(workspace, other).has_missing


def test_the_ledger_holds_no_text_of_a_voice(workspace: Workspace) -> None:
    perimeter = Perimeter.whole(workspace)
    figures = [Shown(ask(question, perimeter), perimeter) for question in LEDGER_QUESTIONS]
    keep(figures, face="report")
    written = ledger_path(workspace.path).read_bytes()
    for voice in workspace.table("voices").to_pylist():
        assert voice["text"].encode() not in written
        assert voice["response_id"].encode() not in written


def test_a_smaller_perimeter_does_not_see_what_was_asked_of_a_larger_one(
    workspace: Workspace,
) -> None:
    whole = Perimeter.whole(workspace)
    laval = whole.where(Filter("ville", "=", ("Laval",)))
    of_all, _ = shown("nps", whole)
    of_laval, figure = shown("nps", laval)
    assert of_all != of_laval
    assert trace(of_laval, laval).then == figure
    with pytest.raises(InputError) as refused:
        trace(of_all, laval)
    assert of_laval in str(refused.value)
    assert of_all not in str(refused.value).split("nearest")[1]


def test_an_unknown_identifier_is_answered_with_the_nearest(workspace: Workspace) -> None:
    with pytest.raises(InputError, match="none has been shown yet"):
        replayed(workspace, "F-00000000")
    identifier, _ = shown("nps", Perimeter.whole(workspace))
    with pytest.raises(InputError, match=identifier):
        replayed(workspace, identifier[:-1] + "U")


def test_what_cannot_be_kept_has_no_identifier() -> None:
    world = Perimeter.whole(draw(1, responses=100))
    assert keep([Shown(ask("nps", world), world)], face="ask") == ("",)


WRITER = """
import sys
from dataclasses import replace
from pathlib import Path
from rebond.quantify.tracing.ledger import Ledger
ledger = Ledger(Path(sys.argv[1]))
entry = ledger.entries()[0]
for number in range(int(sys.argv[2]), int(sys.argv[2]) + 40):
    ledger.add([replace(entry, identifier=f"F-{number:08}")])
"""


def test_two_processes_write_at_once(workspace: Workspace) -> None:
    shown("nps", Perimeter.whole(workspace))
    words = [sys.executable, "-c", WRITER, str(workspace.path)]
    writers = [subprocess.Popen([*words, first]) for first in ("0", "1000")]
    assert [writer.wait() for writer in writers] == [0, 0]
    assert len(Ledger(workspace.path).entries()) == 81
