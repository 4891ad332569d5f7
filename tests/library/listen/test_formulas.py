"""What a CSV guards from spreadsheets comes back as it was."""

from pathlib import Path

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from rebond.listen.formulas import guarded, restored
from rebond.listen.reading import open_file

texts = st.lists(st.text(st.sampled_from("=+-@'\t\r\n＝a 1"), max_size=6))


@given(texts)
def test_a_guarded_text_is_no_formula_and_comes_back(some: list[str]) -> None:
    kept = [one for one in some if restored(pa.array([one])).to_pylist() == [one]]
    written = guarded(pa.array(kept, pa.string()))
    assert not any(one[:1] in "=+-@\t\r\n＝" for one in written.to_pylist() if one)
    assert restored(written).to_pylist() == kept


def test_cells_that_look_like_formulas_come_in_as_they_were(tmp_path: Path) -> None:
    file = tmp_path / "back.csv"
    file.write_text("Note;Commentaire\n8;\"'=SUM(A1) trop cher\"\n9;'twas well\n", "utf-8")
    (batch,) = open_file(file).batches()
    assert batch.table["Commentaire"].to_pylist() == ["=SUM(A1) trop cher", "'twas well"]
