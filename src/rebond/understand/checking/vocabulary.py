"""The themes that labellers can name: their numbers, and what labels of another day mean now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rebond.understand.themes import Codebook
    from rebond.workspace import Workspace

_SETTING = "check"


def numbered_themes(workspace: Workspace, codebook: Codebook) -> list[str]:
    """Return the ids of the themes in the order of their numbers; numbers never change meaning."""
    numbers: list[str] = list(workspace.settings.get(_SETTING, {}).get("numbers", []))
    return numbers + [theme.id for theme in codebook.leaves if theme.id not in numbers]


def remember_themes(workspace: Workspace, codebook: Codebook) -> None:
    """Keep the numbers of the themes, and which themes this version of the codebook has."""
    document = workspace.settings.get(_SETTING, {})
    numbers = numbered_themes(workspace, codebook)
    leaves = [theme.id for theme in codebook.leaves]
    versions = document.get("versions", {}) | {codebook.version: leaves}
    changed = {"numbers": numbers, "versions": versions}
    if changed != document:
        workspace.settings.set(_SETTING, changed)


def themes_then(workspace: Any, version: str) -> list[str] | None:
    """Return the themes that a codebook had when it was labelled with, None when not known."""
    settings = getattr(workspace, "settings", None)
    document = settings.get(_SETTING, {}) if settings is not None else {}
    found: list[str] | None = document.get("versions", {}).get(version)
    return found


def themes_now(
    workspace: Any, codebook: Codebook | None, versions: set[str], named: set[str]
) -> tuple[list[str], dict[tuple[str, str], str]]:
    """Return what labels made with several versions of a codebook can be compared on.

    Parameters
    ----------
    codebook : Codebook or None
        The one in use; None where there is none, and then every theme ``named`` is comparable.
    versions : set of str
        Those with which voices were labelled.
    named : set of str
        Themes in opinions or labels.

    Returns
    -------
    tuple
        The themes of today that every labeller could name, and what each (version, older theme)
        has become. A theme since split in several has become none of them.
    """
    if codebook is None:
        return sorted(named), {}
    leaves = [theme.id for theme in codebook.leaves]
    common, became = set(leaves), {}
    for version in sorted(versions):
        then = themes_then(workspace, version)
        if version == codebook.version or then is None:
            continue
        reached = set()
        for theme in then:
            now = codebook.successors(theme, version)
            if len(now) == 1 and now[0] in common:
                became[version, theme] = now[0]
                reached.add(now[0])
        split = {part for theme in then for part in _parts_of(codebook, theme, version)}
        common &= reached - split
    return [theme for theme in leaves if theme in common], became


def _parts_of(codebook: Codebook, theme: str, version: str) -> tuple[str, ...]:
    now = codebook.successors(theme, version)
    return now if len(now) > 1 else ()
