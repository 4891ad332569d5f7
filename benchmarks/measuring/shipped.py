"""What the package says, untouched: nothing here learns or tunes anything."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from measuring.results import LARGE, SHIPPED
from rebond.understand import Codebook, opinions, text_polarity
from rebond.understand.encoder import Encoder, shipped_encoder
from rebond.understand.shipped import ShippedEngine, encoder_engine
from rebond.vocabulary import Intent

Place = tuple[int, int]


@dataclass(frozen=True)
class Package:
    """The package with one of its models: "shipped" is what reads by default, or "large"."""

    system: str = SHIPPED

    @property
    def encoder(self) -> Encoder:
        """The encoder of this model."""
        return shipped_encoder() if self.system == SHIPPED else shipped_encoder(LARGE)

    @property
    def engine(self) -> ShippedEngine | None:
        """The engine given to `opinions` and `text_polarity`: none for what reads by default."""
        return None if self.system == SHIPPED else encoder_engine(LARGE)

    def targets(self, sentences: Sequence[str]) -> list[list[tuple[int, int, int]]]:
        """Return (start, end, polarity) of what each sentence judges."""
        read = self.encoder.read(sentences)
        return [[(t.start, t.end, t.polarity) for t in listed] for listed in read.targets]

    def given_places(self, sentences: Sequence[str], places: Sequence[Place | None]) -> list[int]:
        """Return the polarity of what stands at each place; of the sentence without a place."""
        engine = self.engine or encoder_engine()
        return [side for side, _ in engine.judge(sentences, places)]

    def themes(
        self, texts: Sequence[str], languages: Sequence[str], codebook: Codebook
    ) -> list[dict[str, int]]:
        """Return the themes of each text, with the sign of what it says of each."""
        sums: list[dict[str, float]] = [defaultdict(float) for _ in texts]
        table = opinions(texts, languages=languages, codebook=codebook, engine=self.engine)
        for row in table.select(["row", "theme", "polarity", "confidence"]).to_pylist():
            if row["theme"]:
                sums[row["row"]][row["theme"]] += row["polarity"] * row["confidence"]
        return [{name: _sign(total) for name, total in of_text.items()} for of_text in sums]

    def whole_texts(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Return P(negative, neutral, positive) of each text as a whole."""
        return text_polarity(texts, engine=self.engine)

    def suggests(self, texts: Sequence[str], languages: Sequence[str]) -> list[bool]:
        """Tell which texts hold an opinion whose intent is a suggestion."""
        told = [False] * len(texts)
        table = opinions(texts, languages=languages, engine=self.engine)
        for row in table.select(["row", "intent"]).to_pylist():
            told[row["row"]] |= row["intent"] == Intent.SUGGESTION.value
        return told


def _sign(total: float) -> int:
    return (total > 0) - (total < 0)
