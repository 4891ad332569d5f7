"""The agreement of two labellings is what it is by hand, and a changed sentence is left out."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

ENCODER = Path(__file__).parents[3] / "models" / "encoder"


@pytest.fixture(scope="module")
def agreement() -> ModuleType:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(ENCODER))
        wanted = importlib.util.spec_from_file_location("agreement", ENCODER / "agreement.py")
        assert wanted
        assert wanted.loader
        module = importlib.util.module_from_spec(wanted)
        patch.setitem(sys.modules, "agreement", module)
        wanted.loader.exec_module(module)
    return module


def test_kappa_by_hand(agreement: ModuleType) -> None:
    first = ["yes"] * 25 + ["no"] * 25
    second = ["yes"] * 20 + ["no"] * 5 + ["yes"] * 10 + ["no"] * 15
    counts = agreement.table(first, second, ("yes", "no"))
    assert counts.tolist() == [[20, 5], [10, 15]]
    assert agreement.agreed(counts) == pytest.approx(0.7)
    # By chance: 0.5 x 0.6 + 0.5 x 0.4 = 0.5, so that kappa is (0.7 - 0.5) / (1 - 0.5).
    assert agreement.kappa(counts) == pytest.approx(0.4)


def test_kappa_of_many_tables_at_once(agreement: ModuleType) -> None:
    counts = np.array([[[20.0, 5], [10, 15]], [[25, 0], [0, 25]], [[10, 15], [15, 10]]])
    assert agreement.kappa(counts) == pytest.approx([0.4, 1, -0.2])


def test_resampling_keeps_the_number_of_sentences(agreement: ModuleType) -> None:
    again = agreement.resampled([np.array([[20.0, 5], [10, 15]]), np.array([[3.0, 0], [0, 4]])])
    assert set(again.sum((1, 2))) == {57}


def test_a_sentence_that_has_changed_is_left_out(agreement: ModuleType, tmp_path: Path) -> None:
    header = "language\tintent\tpolarity\ttext\n"
    written = tmp_path / "ours_fr.tsv"
    rows = ["fr\tpraise\t1\t[accueil|+] parfait", "fr\tcomplaint\t-1\ttrop cher"]
    written.write_text(header + "\n".join(rows) + "\n", encoding="utf-8")
    names = list(agreement.named(tmp_path))
    assert [name.rsplit("-", 1)[0] for name in names] == ["ours_fr-2", "ours_fr-3"]
    second = tmp_path / "second.csv"
    labels = "".join(f"{name},complaint,-1\n" for name in names)
    second.write_text("id,intent,polarity\n" + labels, encoding="utf-8")
    # Another label or mark changes nothing, another word does.
    rows = ["fr\tother\t0\taccueil parfait", "fr\tcomplaint\t-1\tbien trop cher"]
    written.write_text(header + "\n".join(rows) + "\n", encoding="utf-8")
    pairs, lost = agreement.paired(agreement.named(tmp_path), second)
    assert [(pair.text, pair.first, pair.second) for pair in pairs] == [
        ("accueil parfait", ("other", 0), ("complaint", -1))
    ]
    assert lost == names[1:]
