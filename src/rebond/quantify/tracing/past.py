"""A workspace as it was: what a data version held, from the tables as they are now.

Imports that came later, and the answers that they replaced, are undone; opinions are those of the
versions read then. What an erasure removed since is not there: it never comes back.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rebond import tables
from rebond.quantify.coverage.population import SETTING, known_population, population_at
from rebond.quantify.tracing.ledger import DataVersion
from rebond.understand.readings import CURRENT, READINGS
from rebond.workspace import Workspace


class PastWorkspace(Workspace):
    """The workspace at a data version; only read."""

    def __init__(self, workspace: Workspace, state: DataVersion, moment: str) -> None:
        super().__init__(workspace.path)
        self._state = state
        self.settings = _PastSettings(workspace, state, moment)  # type: ignore[assignment]

    def sql(self, table: str, *, attributes: Sequence[str] = ()) -> str:
        """Return the SQL of the rows that readers saw then."""
        query = super().sql(table, attributes=attributes)
        state, condition = self._state, ""
        if table == "opinions" and state.read_imports is not None:
            condition = _among(state.read_imports)
        elif table == "imports":
            condition = _among(state.imports)
        elif table in ("labels", "samples"):
            moment = "labelled_at" if table == "labels" else "drawn_at"
            condition = f"{moment} <= TIMESTAMP {tables.quoted(state.seen_at)}"
        return f"SELECT * FROM ({query}) WHERE {condition}" if condition else query

    def committed_imports(self) -> tuple[str, ...]:
        """Return the imports that were finished then."""
        return self._state.imports

    @property
    def data_version(self) -> str:
        """That of then, on the files of now."""
        return f"{self._state.data_version} on {super().data_version}"

    @property
    def current_versions(self) -> tuple[str, str] | None:
        """The versions that were current then."""
        versions = (self._state.model_version, self._state.codebook_version)
        return versions if versions[1] else None


def past_of(workspace: Workspace, state: DataVersion, moment: str) -> Workspace:
    """Return the workspace as it was at an instant of a state: itself while nothing changed."""
    same_people = population_at(workspace.settings, moment) == known_population(workspace)
    if workspace.data_version == state.data_version and same_people:
        return workspace
    return PastWorkspace(workspace, state, moment)


class _PastSettings:
    """The settings of now, but for the codebook and the known population, which are of then."""

    def __init__(self, workspace: Workspace, state: DataVersion, moment: str) -> None:
        self._settings = workspace.settings
        self._state = state
        self._moment = moment

    def get(self, name: str, default: Any = None) -> Any:
        if name == SETTING:
            return population_at(self._settings, self._moment) or default
        if name != CURRENT:
            return self._settings.get(name, default)
        current = self._settings.get(name)
        if current and current["version"] == self._state.codebook_version:
            return current
        for reading in self._settings.get(READINGS, []):
            if reading["version"] == self._state.codebook_version:
                return reading | {"base": reading["version"]}
        return default


def keeps_opinions(workspace: Workspace, state: DataVersion) -> bool:
    """Whether the opinions that readers saw then are still there."""
    then = (state.model_version, state.codebook_version)
    if then == (workspace.current_versions or ("", "")):
        return True
    kept = workspace.settings.get(READINGS, [])
    return then in {(one["model"], one["version"]) for one in kept}


def _among(imports: Sequence[str]) -> str:
    listed = ", ".join(tables.quoted(one) for one in imports)
    return f"import_id IN ({listed})" if listed else "false"
