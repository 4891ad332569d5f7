"""The library by itself: erasures here walk its stores, not those that the site registers."""

import pytest

from rebond.listen import erasure, holdings


@pytest.fixture(autouse=True)
def stores_of_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    for walked in (erasure._stores, holdings._holdings):
        for name, keeper in list(walked.items()):
            if keeper.__module__.startswith("rebond_web"):
                monkeypatch.delitem(walked, name)
