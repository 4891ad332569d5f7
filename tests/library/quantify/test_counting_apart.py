"""Different units in groups, counted in either of two ways."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rebond.quantify.asking import arrays

PAIRS = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 40)), max_size=60)


@pytest.mark.parametrize("marked", [arrays.MOST_MARKED, 0])
@given(pairs=PAIRS)
def test_each_unit_counts_once_in_a_group(marked: int, pairs: list[tuple[int, int]]) -> None:
    group, unit = np.array(pairs, np.int64).reshape(-1, 2).T
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(arrays, "MOST_MARKED", marked)
        found = arrays.counted_apart(group, 6, unit)
    assert found.tolist() == [len({u for g, u in pairs if g == wanted}) for wanted in range(6)]
