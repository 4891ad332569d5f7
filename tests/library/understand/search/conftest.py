"""A workspace of a few voices, and an encoder whose meanings are known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from rebond.listen.importing import import_files
from rebond.understand.encoder import Encoded
from rebond.understand.encoder.gathering import Sides
from rebond.understand.search.queries import tokens_of
from rebond.workspace import Workspace

VOICES = """\
Date;Commentaire;Ville;E-mail
02/03/2026;La vendeuse a été adorable, mais 1h de queue en caisse;Nantes;a.martin@example.com
03/03/2026;Très DECUE de la file d'attente;Laval;b.petit@example.com
04/03/2026;Vendeurs à l'écoute, prix corrects;Nantes;c.roux@example.com
05/03/2026;En caisse, attente interminable;Angers;d.blanc@example.com
06/03/2026;Le prix des plantes a doublé;Laval;someone@example.com
07/03/2026;Le prix des plantes a doublé;Angers;e.noir@example.com
08/03/2026;RAS;Nantes;f.vert@example.com
"""
SUBJECTS = {
    "waiting": "queue attente attendre attendu patienter file longtemps",
    "sellers": "vendeuse vendeur vendeurs conseiller conseillers",
    "prices": "prix cher tarifs coute double",
}
_WIDTH = 64


@dataclass(frozen=True)
class KnownSettings:
    width: int = _WIDTH


class KnownMeanings:
    """An encoder that knows three subjects and tells every other word apart."""

    settings = KnownSettings()

    def __init__(self, version: str = "known-1") -> None:
        self.version = version
        self.read: list[str] = []

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        rows = [self._vector(text) for text in texts]
        return np.array(rows, dtype=np.float32).reshape(-1, _WIDTH)

    def read_texts(self, texts: Sequence[str], parts: Any, *_: Any) -> list[Encoded]:
        self.read += texts
        return [
            Encoded(
                self.embed([text[start:end] for start, end in spans]),
                np.zeros((len(spans), 3), np.float32),
                np.zeros((len(spans), 5), np.float32),
                [[] for _ in spans],
                [np.zeros((0, _WIDTH), np.float32) for _ in spans],
                Sides([], np.zeros((0, 3), np.float32)),
            )
            for text, spans in zip(texts, parts, strict=True)
        ]

    def _vector(self, text: str) -> np.ndarray:
        total = np.zeros(_WIDTH, np.float32)
        for token in tokens_of(text):
            subject = next(
                (s for s, words in SUBJECTS.items() if token.folded in words.split()), ""
            )
            draw = np.random.default_rng(list((subject or token.folded).encode()))
            total += draw.standard_normal(_WIDTH) * (4 if subject else 1)
        return total / max(float(np.linalg.norm(total)), 1e-9)


@pytest.fixture
def encoder() -> KnownMeanings:
    return KnownMeanings()


@pytest.fixture
def voices(tmp_path: Path) -> Path:
    path = tmp_path / "voices.csv"
    path.write_text(VOICES, encoding="utf-8")
    return path


@pytest.fixture
def workspace(tmp_path: Path, voices: Path) -> Workspace:
    made = Workspace.create(tmp_path / "shop")
    import_files(made, [voices])
    return made
