"""The library by itself: erasures here walk its stores, not those that the site registers."""

import pytest

from rebond.listen import erasure


@pytest.fixture(autouse=True)
def stores_of_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, store in list(erasure._stores.items()):
        if store.__module__.startswith("rebond_web"):
            monkeypatch.delitem(erasure._stores, name)
