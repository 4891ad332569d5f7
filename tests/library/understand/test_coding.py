"""Promises of code plans and coded verbatims: read however they are written, and compared with."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
import xlsxwriter

from rebond.errors import CodebookError, InputError, RebondError
from rebond.languages import catalogue
from rebond.understand import opinions
from rebond.understand.codebook import load_codebook, save_codebook
from rebond.understand.coding.agreement import agreement
from rebond.understand.coding.borrowing import borrow
from rebond.understand.coding.importing import import_plan
from rebond.understand.coding.plans import plan_of_labels, read_plan
from rebond.understand.coding.verbatims import read_verbatims
from rebond.understand.learned.engine import engine_for
from rebond.understand.rules import rules_engine
from rebond.vocabulary import Label

SHOP = Label("Shop", "Magasin")
SAID = {
    "1": ["Une attente folle en caisse", "Trop de queue à la caisse", "On attend des heures"],
    "2": ["Les prix sont trop hauts", "Tarifs excessifs", "C'est cher pour ce que c'est"],
    "3": ["Le vendeur est adorable", "Vendeuse très gentille", "Équipe souriante"],
}
LABELS = {"1": "Attente en caisse", "2": "Niveau des prix", "3": "Amabilité du personnel"}


def table(path: Path, header: list[str], rows: list[list[str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows([header, *rows])
    return path


def sheet(path: Path, sheets: dict[str, list[list[str]]]) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        for name, rows in sheets.items():
            page = book.add_worksheet(name)
            for number, row in enumerate(rows):
                page.write_row(number, 0, row)
    return path


def paths(plan: Path) -> list[tuple[str, tuple[str, ...]]]:
    return [(entry.code, entry.path) for entry in read_plan(plan).entries]


@pytest.mark.parametrize(
    ("header", "rows"),
    [
        (["Code", "Thème", "Sous-thème"], [["1", "Caisse", "Attente"], ["2", "", "Monnaie"]]),
        (["Code", "Libellé"], [["", "Caisse"], ["1", "Attente"], ["2", "Monnaie"]]),
        (["Code", "Libellé"], [["1", "Caisse > Attente"], ["2", "Caisse > Monnaie"]]),
        (
            ["Libellé", "Famille", "N°"],
            [["Attente", "Caisse", "01"], ["Monnaie", "Caisse", "02"]],
        ),
    ],
)
def test_a_plan_of_two_levels_is_read(
    tmp_path: Path, header: list[str], rows: list[list[str]]
) -> None:
    found = paths(table(tmp_path / "plan.csv", header, rows))
    assert [one for one in found if len(one[1]) == 2] == [
        ("1", ("Caisse", "Attente")),
        ("2", ("Caisse", "Monnaie")),
    ]


def test_a_plan_of_three_levels_is_a_tree_of_three_levels(tmp_path: Path) -> None:
    rows = [
        ["1", "Magasin", "", ""],
        ["1.1", "Magasin", "Caisse", ""],
        ["1.1.1", "Magasin", "Caisse", "Attente"],
        ["1.1.2", "Magasin", "Caisse", "Monnaie"],
    ]
    plan = read_plan(table(tmp_path / "p.csv", ["code", "n1", "n2", "n3"], rows))
    codebook = plan.codebook("shop", SHOP, "p.csv")
    assert [theme.id for theme in codebook.leaves] == [
        "magasin.caisse.attente",
        "magasin.caisse.monnaie",
    ]
    assert codebook.theme("magasin.caisse.monnaie").code == "1.1.2"
    assert codebook.history[0].what == "imported"


def test_other_and_nothing_are_no_specific_subjects() -> None:
    plan = plan_of_labels([("Autres",), ("Rien à signaler",), ("Prix",)])
    leaves = plan.codebook("x", SHOP, "").leaves
    assert [theme.specific for theme in leaves] == [False, False, True]


def codes_of(path: Path, **options: object) -> list[set[str]]:
    read = read_verbatims(path, **options)  # type: ignore[arg-type]
    return [{code[-1] for code in verbatim.codes} for verbatim in read.verbatims]


TEXTS = ["Trop d'attente et trop cher pour moi", "Rien à redire sur le magasin", "Vendeur aimable"]


@pytest.mark.parametrize(
    ("header", "cells", "expected"),
    [
        (["Codes"], [["1;2"], [""], ["3"]], [{"1", "2"}, set(), {"3"}]),
        (["Code 1", "Code 2"], [["1", "2"], ["", ""], ["3", ""]], [{"1", "2"}, set(), {"3"}]),
        (["Attente", "Prix", "Accueil"], [["1", "1", "0"], ["0"] * 3, ["0", "0", "1"]],
         [{"Attente", "Prix"}, set(), {"Accueil"}]),
        (["Attente", "Prix", "Accueil"], [["x", "x", ""], [""] * 3, ["", "", "x"]],
         [{"Attente", "Prix"}, set(), {"Accueil"}]),
        (["Thème"], [["Prix"], [""], ["Accueil"]], [{"Prix"}, set(), {"Accueil"}]),
    ],
)  # fmt: skip
def test_codes_are_read_however_they_are_written(
    tmp_path: Path, header: list[str], cells: list[list[str]], expected: list[set[str]]
) -> None:
    rows = [[text, *row] for text, row in zip(TEXTS, cells, strict=True)] * 4
    path = table(tmp_path / "coded.csv", ["Verbatim", *header], rows)
    assert codes_of(path) == expected * 4


def test_columns_of_levels_make_one_code(tmp_path: Path) -> None:
    levels = [["Caisse", "Attente"], ["Caisse", "Monnaie"], ["Accueil", "Sourire"]]
    rows = [[text, *row] for text, row in zip(TEXTS, levels, strict=True)] * 4
    read = read_verbatims(table(tmp_path / "c.csv", ["Verbatim", "Thème", "Sous-thème"], rows))
    assert read.verbatims[1].codes == (("Caisse", "Monnaie"),)


def test_a_verbatim_on_several_lines_is_one(tmp_path: Path) -> None:
    rows = [["a", TEXTS[0], "1"], ["a", TEXTS[0], "2"], ["b", TEXTS[2], "3"], ["c", TEXTS[1], ""]]
    path = table(tmp_path / "c.csv", ["Id", "Verbatim", "Code"], rows)
    assert codes_of(path, group="Id", text="Verbatim") == [{"1", "2"}, {"3"}, set()]


def coded_workbook(tmp_path: Path, times: int = 12) -> Path:
    rows = [
        [f"p{number}-{code}-{place}", f"{text} ({number})", code]
        for number in range(times)
        for code, texts in SAID.items()
        for place, text in enumerate(texts)
    ]
    return sheet(
        tmp_path / "coded.xlsx",
        {
            "Verbatims": [["Client", "Verbatim", "Codes"], *rows],
            "Plan de codage": [["Code", "Libellé"], *([c, t] for c, t in LABELS.items())],
        },
    )


def test_a_workbook_with_its_plan_is_imported_and_learned(tmp_path: Path) -> None:
    path = coded_workbook(tmp_path)
    found = import_plan(
        path, path, identifier="shop", label=SHOP, language="fr", engine=rules_engine(),
        plan_sheet="Plan de codage", sheet="Verbatims",
    )  # fmt: skip
    assert [theme.code for theme in found.codebook.leaves] == ["1", "2", "3"]
    assert {loan.lent for loan in found.loans} >= {"checkout.waiting", "welcome.kindness"}
    assert found.before is not None
    assert found.after is not None
    assert (found.before.overall.f1 or 0) < (found.after.overall.f1 or 0)
    assert found.codebook.weights is not None
    assert not found.unknown


def test_what_was_learned_is_kept_beside_the_file_and_reads_the_same(tmp_path: Path) -> None:
    path = coded_workbook(tmp_path)
    made = import_plan(
        path, path, identifier="shop", label=SHOP, language="fr", engine=rules_engine(),
        plan_sheet="Plan de codage", sheet="Verbatims",
    ).codebook  # fmt: skip
    file = tmp_path / "shop.toml"
    save_codebook(made, file)
    again = load_codebook(file)
    assert (again.version, again.digest) == (made.version, made.digest)
    texts = ["Quelle attente à la caisse !", "Vendeuse adorable"]
    tables = [
        opinions(
            texts, languages=["fr"] * 2, codebook=book, engine=engine_for(book, rules_engine())
        )
        for book in (made, again)
    ]
    assert tables[0].equals(tables[1])
    assert {row["theme"] for row in tables[0].to_pylist()} == {
        "attente_en_caisse",
        "amabilite_du_personnel",
    }
    next(tmp_path.glob("shop.*.npz")).unlink()
    with pytest.raises(CodebookError, match="learn again"):
        load_codebook(file)


def test_no_word_of_a_verbatim_is_in_the_weights(tmp_path: Path) -> None:
    path = coded_workbook(tmp_path)
    made = import_plan(
        path, path, identifier="shop", label=SHOP, language="fr", engine=rules_engine(),
        plan_sheet="Plan de codage", sheet="Verbatims",
    ).codebook  # fmt: skip
    assert made.weights is not None
    file = tmp_path / "weights.npz"
    made.weights.write(file)
    assert not any(word in file.read_bytes() for word in (b"adorable", b"excessifs", b"folle"))


def test_codes_that_the_plan_lacks_are_told(tmp_path: Path) -> None:
    plan = table(tmp_path / "plan.csv", ["Code", "Libellé"], [["1", "Attente"], ["2", "Prix"]])
    rows = [[text, code] for text, code in zip(TEXTS, ["1", "2", "99"], strict=True)] * 4
    coded = table(tmp_path / "coded.csv", ["Verbatim", "Code"], rows)
    found = import_plan(
        plan, coded, identifier="x", label=SHOP, language="fr", engine=rules_engine()
    )
    assert found.unknown == {"99": 4}


def test_labels_borrow_the_expressions_of_what_they_name() -> None:
    labels = ["Attente en caisse", "Amabilité du personnel", "Autres", "Chlorophylle"]
    codebook, loans = borrow(plan_of_labels([(x,) for x in labels]).codebook("x", SHOP, ""), "fr")
    lent = {loan.theme: loan.lent for loan in loans}
    assert lent["attente_en_caisse"] == "checkout.waiting"
    assert lent["amabilite_du_personnel"] == "welcome.kindness"
    assert codebook.theme("chlorophylle").words["fr"] == ("chlorophylle",)
    assert not codebook.theme("autres").named


def test_agreement_is_that_of_the_textbook() -> None:
    """The example of Cohen's kappa in Fleiss, Statistical Methods for Rates: 0.4 for 20-5-10-15."""
    ours = [{"t"}] * 25 + [set()] * 25
    theirs = [{"t"}] * 20 + [set()] * 5 + [{"t"}] * 10 + [set()] * 15
    found = agreement(ours, theirs, ["t"]).themes["t"]  # type: ignore[arg-type]
    assert found.kappa == pytest.approx(0.4)
    assert (found.precision, found.recall) == (20 / 25, 20 / 30)
    assert found.n == 30


def test_agreement_on_nothing_is_no_number() -> None:
    found = agreement([set()], [set()], ["t"]).themes["t"]
    assert (found.precision, found.recall, found.f1, found.kappa) == (None, None, None, None)


@pytest.mark.parametrize(
    ("header", "rows", "said"),
    [
        (["Verbatim"], [[text] for text in TEXTS], "looks like codes"),
        (["Code", "Thème"], [["1", "Prix"]] * 6, "looks like verbatims"),
        (["Verbatim", "Code"], [[text, ""] for text in TEXTS], "looks like codes"),
    ],
)
def test_a_file_without_codes_or_texts_is_refused_with_what_to_do(
    tmp_path: Path, header: list[str], rows: list[list[str]], said: str
) -> None:
    path = table(tmp_path / "c.csv", header, rows)
    with pytest.raises(RebondError, match=said) as caught:
        read_verbatims(path)
    assert caught.value.message.template in catalogue("fr")


def test_a_list_of_texts_is_no_plan(tmp_path: Path) -> None:
    path = table(tmp_path / "c.csv", ["Prix"], [["Prix"]] * 20)
    with pytest.raises(InputError, match="No code plan"):
        read_plan(path)
