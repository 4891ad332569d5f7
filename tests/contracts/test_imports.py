"""The wall: who may import whom."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src" / "rebond"

# A stage may import itself and the ones before it.
STAGES = (
    "listen",
    "understand",
    "quantify",
    "journeys",
    "cocreate",
    "decide",
    "measure",
    "network",
)
SHARED = {"vocabulary", "schemas", "tables", "errors", "locks", "workspace"}
# What speaks to people: the only places that translate; no stage may import them.
FACES = {"cli", "report", "languages", "demo", "export"}


def imports_of(path: Path) -> set[str]:
    """Return the dotted names that a module imports, lazily or not."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def parts_imported(path: Path) -> set[str]:
    """Return the parts of Rebond ("listen", "cli"…) that a module imports."""
    return {name.split(".")[1] for name in imports_of(path) if name.startswith("rebond.")} - {
        "__version__"
    }


def modules(part: str) -> list[Path]:
    return sorted((SOURCE / part).rglob("*.py"))


@pytest.mark.parametrize("stage", [s for s in STAGES if (SOURCE / s).is_dir()])
def test_a_stage_imports_only_itself_and_earlier_ones(stage: str) -> None:
    allowed = SHARED | set(STAGES[: STAGES.index(stage) + 1])
    for path in modules(stage):
        assert parts_imported(path) <= allowed, path.relative_to(SOURCE)


def test_only_the_faces_translate() -> None:
    for path in sorted(SOURCE.rglob("*.py")):
        part = path.relative_to(SOURCE).parts[0].removesuffix(".py")
        if part not in FACES | {"__main__"}:
            assert "languages" not in parts_imported(path), path.relative_to(SOURCE)


def test_the_library_never_imports_the_site() -> None:
    for path in sorted(SOURCE.rglob("*.py")):
        roots = {name.split(".")[0] for name in imports_of(path)}
        assert not roots & {"django", "rebond_web"}, path.relative_to(SOURCE)


def test_refused_licences_are_never_imported() -> None:
    for path in sorted(SOURCE.rglob("*.py")):
        roots = {name.split(".")[0] for name in imports_of(path)}
        assert not roots & {"pm4py", "pabutools", "reddwarf"}, path.relative_to(SOURCE)
