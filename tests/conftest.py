"""What several suites share: a small company, imported and understood once."""

from __future__ import annotations

import os
import secrets
import shutil
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import ModuleType
from urllib.parse import urlsplit, urlunsplit

import pytest
from hypothesis import settings

# Speed belongs to the benchmarks: a slow machine must not fail a property.
settings.register_profile("rebond", deadline=None)
settings.load_profile("rebond")


def pytest_unconfigure() -> None:
    """Remove the site's folder: workers of pytest-xdist leave without what `atexit` would do."""
    settings_of_the_site = sys.modules.get("web_settings")
    if settings_of_the_site is not None:
        shutil.rmtree(settings_of_the_site.FOLDER, ignore_errors=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave what takes long to continuous integration, which sets ``REBOND_TEST_WHOLE``."""
    if os.environ.get("REBOND_TEST_WHOLE") == "1":
        return
    left = pytest.mark.skip(reason="takes long: set REBOND_TEST_WHOLE=1")
    for item in items:
        if item.get_closest_marker("whole"):
            item.add_marker(left)


@pytest.fixture(autouse=True)
def stores_of_the_library(request: pytest.FixtureRequest) -> Iterator[None]:
    """Outside the site's tests, erasures walk the library's stores, not those of the site."""
    from rebond.listen import erasure, holdings

    if "web" in request.path.parts:
        yield
        return
    # Others in their place: taken out one by one, they would come back in another order.
    with ExitStack() as walking:
        for module, name in ((erasure, "_stores"), (holdings, "_holdings")):
            walking.enter_context(_without_the_site(module, name))
        yield


@contextmanager
def _without_the_site(module: ModuleType, name: str) -> Iterator[None]:
    every = getattr(module, name)
    ours = {
        one: keeper
        for one, keeper in every.items()
        if not keeper.__module__.startswith("rebond_web")
    }
    setattr(module, name, ours)
    yield
    every |= ours  # with what a module that was imported meanwhile has registered
    setattr(module, name, every)


COMMENTS = """\
Date;Recommandation;Commentaire;Ville;E-mail
02/03/2026;9;"Personnel très aimable, mais trop d'attente en caisse";Nantes;a.martin@example.com
03/03/2026;3;"Attente interminable à la caisse, personne pour renseigner";Laval;b.petit@example.com
04/03/2026;10;Excellents conseils au rayon plantes;Nantes;c.roux@example.com
05/03/2026;7;Prix un peu élevés mais les produits sont de qualité;Angers;d.blanc@example.com
06/03/2026;2;"Livraison en retard de dix jours, le colis est arrivé cassé";Laval;someone@example.com
07/03/2026;8;Magasin propre et bien rangé;Angers;e.noir@example.com
08/03/2026;;RAS;Nantes;f.vert@example.com
09/03/2026;6;Il faudrait ouvrir une caisse de plus le samedi;Laval;g.gris@example.com
"""


@pytest.fixture
def comments(tmp_path: Path) -> Path:
    """Return a small French Excel file in ``tmp_path``."""
    path = tmp_path / "comments.csv"
    path.write_bytes(COMMENTS.replace("\n", "\r\n").encode("cp1252"))
    return path


@pytest.fixture(scope="session")
def small_workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the path of a workspace made from `COMMENTS`; read only, copy it to change it."""
    from rebond.listen.importing import import_files
    from rebond.understand import understand
    from rebond.workspace import Workspace

    folder = tmp_path_factory.mktemp("small")
    file = folder / "comments.csv"
    file.write_bytes(COMMENTS.encode("cp1252"))
    workspace = Workspace.open_or_create(folder / "workspace")
    import_files(workspace, [file])
    understand(workspace)
    return folder / "workspace"


@pytest.fixture
def own_workspace(small_workspace: Path, tmp_path: Path) -> Path:
    """Return a copy of the small workspace that a test may change, without what readers left."""
    copied = Path(shutil.copytree(small_workspace, tmp_path / "my-company"))
    shutil.rmtree(copied / "kept", ignore_errors=True)
    for figures in (copied / "ledger").glob("*"):
        figures.unlink()
    return copied


@pytest.fixture(scope="module")
def own_database() -> Iterator[None]:
    """Give what a module starts a database of its own, where PostgreSQL is asked for."""
    address = os.environ.get("REBOND_DATABASE")
    if not address:
        yield
        return
    import psycopg

    parts, name = urlsplit(address), f"journeys_{secrets.token_hex(4)}"
    with psycopg.connect(address, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        os.environ["REBOND_DATABASE"] = urlunsplit(parts._replace(path=f"/{name}"))
        yield
        os.environ["REBOND_DATABASE"] = address
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")
