"""The engines that the contract is held to, and a fake endpoint."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from rebond.understand import Engine

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1]))
from encoders import write_encoder
from fakes import Fake, serving, write_classifier

from rebond.understand.engines import engine_named
from rebond.understand.engines.endpoint import EndpointEngine


@pytest.fixture
def fake() -> Iterator[Fake]:
    with serving() as one:
        yield one


@pytest.fixture(scope="module", params=["shipped", "rules", "encoder", "classifier", "endpoint"])
def engine(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    folder = tmp_path_factory.mktemp("engines") / request.param
    if request.param == "encoder":
        yield engine_named(str(write_encoder(folder)))
    elif request.param == "classifier":
        yield engine_named(str(write_classifier(folder)))
    elif request.param == "endpoint":
        with serving() as one:
            yield EndpointEngine(one.endpoint())
    else:
        yield engine_named(request.param)
