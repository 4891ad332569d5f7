"""What is known of a response beside its scores and texts, masked, as one map per response."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc


def masked_values(
    values: pa.StringArray, *, first_names: bool
) -> tuple[pa.StringArray, pa.Int32Array]:
    """Mask values that repeat a lot, each distinct one once.

    Returns
    -------
    tuple of pa.StringArray and pa.Int32Array
        The masked values, null where the value is, and how many pieces were masked in each.
    """
    from rebond.listen.texts import personal_data

    encoded = values.dictionary_encode()
    distinct = encoded.dictionary.cast(pa.string())
    masked, pieces = personal_data.mask(distinct, first_names=first_names)
    return masked.take(encoded.indices), pc.fill_null(pieces.take(encoded.indices), 0)


def attribute_maps(
    columns: Sequence[tuple[str, pa.StringArray]], count: int, *, first_names: bool
) -> pa.MapArray:
    """Return one map per row, from the name of an attribute to its masked value.

    A row has no entry for a column where its value is null; of two columns of the same name, the
    first counts.
    """
    unique = dict(reversed(columns))
    names = list(dict.fromkeys(name for name, _ in columns))
    kind = pa.map_(pa.string(), pa.string())
    if not names or count == 0:
        offsets = np.zeros(count + 1, np.int32)
        empty = pa.array([], pa.string())
        return pa.MapArray.from_arrays(pa.array(offsets), empty, empty).cast(kind)
    masked = [masked_values(unique[name], first_names=first_names)[0] for name in names]
    by_column = pa.concat_arrays([values.cast(pa.string()) for values in masked])
    by_row = np.arange(len(names) * count).reshape(len(names), count).T.ravel()
    values = by_column.take(pa.array(by_row))
    present = np.asarray(pc.is_valid(values).to_numpy(zero_copy_only=False))
    per_row = present.reshape(count, len(names)).sum(axis=1)
    offsets = np.concatenate([[0], np.cumsum(per_row)]).astype(np.int32)
    keys = pa.array(names, pa.string()).take(pa.array(np.tile(np.arange(len(names)), count)))
    chosen = pa.array(present)
    return pa.MapArray.from_arrays(pa.array(offsets), keys.filter(chosen), values.filter(chosen))
