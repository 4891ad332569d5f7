"""Which engine reads: the one named, else the one that the workspace remembers, else ours."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rebond.errors import EngineRefused, InputError, RebondError
from rebond.vocabulary import Message

if TYPE_CHECKING:
    from rebond.understand.engine import Engine
    from rebond.understand.engines.endpoint import EndpointEngine
    from rebond.workspace import Workspace

SETTING = "engine"  # of a workspace: the name of the engine chosen for it
SHIPPED = "shipped"


@dataclass(frozen=True)
class Available:
    """An engine and whether it can read here; ``reason`` says why not, or what it is."""

    name: str
    ready: bool
    reason: Message


def engine_named(name: str, workspace: Workspace | None = None) -> Engine:
    """Return an engine.

    Parameters
    ----------
    name : "shipped" (ours), "large" (ours, twice as slow, reads better), "rules" (words only),
        "endpoint" (a model elsewhere, once configured), or the folder of a model.
    workspace : where an endpoint is configured and where its answers are kept; in memory without.

    Raises
    ------
    InputError
        When there is neither such an engine nor such a folder.
    EngineRefused
        When the endpoint is not configured or not allowed.
    ModelUnusable, MissingPart
        When the model cannot be read.
    """
    if name in _MAKERS:
        return _MAKERS[name](workspace)
    folder = Path(name).expanduser()
    if folder.is_dir():
        from rebond.understand.engines.folders import engine_of

        return engine_of(folder)
    raise InputError(
        "There is no engine {name}. Name one of {valid}, or the folder of a model.",
        name=name,
        valid=", ".join(_MAKERS),
    )


def workspace_engine(workspace: Workspace, asked: str | None = None) -> Engine | None:
    """Return the engine of a workspace: the one asked for, which is then remembered, else its own.

    None stands for ours, which `rebond.understand.understand` takes with what was learned from
    coded texts. Errors as in `engine_named`; what cannot be had is not remembered.
    """
    name = asked or workspace.settings.get(SETTING) or SHIPPED
    engine = None if name == SHIPPED else engine_named(name, workspace)
    if asked:
        kept = asked if asked in _MAKERS else str(Path(asked).expanduser().resolve())
        workspace.settings.set(SETTING, kept)
    return engine


def available_engines(workspace: Workspace | None = None) -> list[Available]:
    """Return the engines that have a name, and whether each can read here; none is asked."""
    missing = [
        name for name in ("onnxruntime", "tokenizers") if importlib.util.find_spec(name) is None
    ]
    parts = Message(
        "not installed: {names}. Type: pip install {names}", {"names": " ".join(missing)}
    )
    ours = Message("the model of the package")
    found = [
        Available(SHIPPED, not missing, parts if missing else ours),
        Available(
            "large", not missing, parts if missing else Message("reads better, half as fast")
        ),
        Available("rules", True, Message("words only: faster, needs no model")),
    ]
    try:
        endpoint = _configured(workspace)
    except EngineRefused as refusal:
        found.append(Available("endpoint", False, refusal.message))
    else:
        told = {"host": endpoint.parts.netloc, "model": endpoint.model}
        found.append(Available("endpoint", True, Message("texts leave for {host}, {model}", told)))
    kept = workspace.settings.get(SETTING) if workspace else None
    if kept and kept not in _MAKERS:
        found.append(_folder(str(kept)))
    return found


def _folder(name: str) -> Available:
    from rebond.understand.engines.folders import engine_of

    try:
        version = engine_of(Path(name)).model_version
    except RebondError as error:
        return Available(name, False, error.message)
    return Available(name, True, Message("{version}", {"version": version}))


def _shipped(_: Workspace | None) -> Engine:
    from rebond.understand.engine import shipped_engine

    return shipped_engine()


def _rules(_: Workspace | None) -> Engine:
    from rebond.understand.rules import rules_engine

    return rules_engine()


def _sized(size: str, _: Workspace | None) -> Engine:
    from rebond.understand.encoder import shipped_encoder
    from rebond.understand.polarity import shipped_model
    from rebond.understand.shipped import ShippedEngine

    return ShippedEngine(shipped_encoder(size), shipped_model())


def _endpoint(workspace: Workspace | None) -> EndpointEngine:
    from rebond.understand.engines.endpoint import Answers, EndpointEngine
    from rebond.understand.engines.erasing import answers_path

    configured = _configured(workspace)
    if workspace is None:
        return EndpointEngine(configured)
    return EndpointEngine(configured, Answers(answers_path(workspace), workspace.secret))


def _configured(workspace: Workspace | None) -> Any:
    from rebond.understand.engines.endpoint.configuration import SETTING as NAME
    from rebond.understand.engines.endpoint.configuration import configured

    return configured(workspace.settings.get(NAME) if workspace else None)


_MAKERS: dict[str, Callable[[Workspace | None], Engine]] = {
    SHIPPED: _shipped,
    "large": partial(_sized, "large"),
    "rules": _rules,
    "endpoint": _endpoint,
}
