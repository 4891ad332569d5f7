"""A real workspace answers as the tables in memory do."""

from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pytest

from rebond.quantify import Perimeter, ask, evidence
from rebond.quantify.simulated.worlds import draw
from rebond.schemas import IMPORTS
from rebond.workspace import Workspace


def test_a_workspace_answers_as_tables_in_memory(tmp_path: Path) -> None:
    world = draw(3, responses=300, shops=4)
    workspace = Workspace.create(tmp_path / "workspace")
    for name, table in world.tables.items():
        workspace.append(name, table)
    workspace.set_current_versions("model", "codebook")
    row: dict[str, object] = {n: 0 for n in IMPORTS.names if n.startswith("rows")}
    row |= {"import_id": "world", "source": "world", "file_name": "world"}
    row["finished_at"] = datetime.now(UTC).replace(tzinfo=None)
    workspace.append("imports", pa.Table.from_pylist([row], schema=IMPORTS))
    real, fake = Perimeter.whole(workspace), Perimeter.whole(world)
    for question in ("nps by Shop", "share by theme where channel = survey", "voices by month"):
        for one, other in zip(ask(question, real).cells, ask(question, fake).cells, strict=True):
            assert (one.keys, one.n, one.people) == (other.keys, other.n, other.people)
            assert (one.value, one.low) == pytest.approx((other.value, other.low))
    key = ask("share by theme", real).cells[0].keys
    shown = evidence("share by theme", real, keys=key, limit=5)
    assert [v.voice_id for v in shown] == [
        v.voice_id for v in evidence("share by theme", fake, keys=key, limit=5)
    ]
    assert all(any(span.matches for span in voice.spans) for voice in shown)
