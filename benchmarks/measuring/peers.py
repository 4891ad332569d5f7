"""What others published on the same tasks, and how their protocol differs from ours."""

from __future__ import annotations

from typing import NamedTuple

_2016 = "Pontiki et al. 2016, S16-1002, second-hand"
_2026 = "result files of Fehle et al., arXiv 2604.26619, mean of 5 seeds"
_OLENET = "paperswithcode.com, OleNet at SemEval-2019 task 9"
_BLARD = "github.com/TheophileBlard/french-sentiment-analysis-with-bert"
_OFFICIAL = "official test set, trained on the whole training set"
_OPINIONS = "official test set, sentences with an opinion only, learned and measured"


class Peer(NamedTuple):
    """A published figure, in percent."""

    system: str
    score: float
    differs: str
    source: str


_ASPECTS = {
    ("fr", "category F1, all sentences"): [
        Peer("XRCE (best of 2016)", 61.2, _OFFICIAL, _2016),
    ],
    ("fr", "category F1, sentences with an opinion"): [
        Peer("mBERT", 71.5, _OPINIONS, _2026),
        Peer("French BERT", 72.5, _OPINIONS, _2026),
        Peer("tuned Gemma-3-4B", 76.9, _OPINIONS, _2026),
    ],
    ("fr", "category and polarity F1, sentences with an opinion"): [
        Peer("French BERT", 55.1, _OPINIONS, _2026),
        Peer("Hier-GCN on French BERT", 63.0, _OPINIONS, _2026),
        Peer("tuned Gemma-3-4B", 71.1, _OPINIONS, _2026),
    ],
    ("fr", "polarity accuracy, aspect given"): [
        Peer("XRCE (best of 2016)", 78.8, _OFFICIAL, _2016),
    ],
    ("fr", "target F1"): [
        Peer("IIT-TUDA (best of 2016)", 66.7, f"{_OFFICIAL}, with other resources", _2016),
        Peer("official baseline", 45.5, _OFFICIAL, _2016),
    ],
    ("en", "category F1, all sentences"): [
        Peer("NLANGP (best of 2016)", 73.0, f"{_OFFICIAL}, with other resources", _2016),
    ],
    ("en", "category F1, sentences with an opinion"): [
        Peer("mBERT", 75.4, _OPINIONS, _2026),
        Peer("English BERT", 81.0, _OPINIONS, _2026),
        Peer("tuned Gemma-3-4B", 83.2, _OPINIONS, _2026),
    ],
    ("en", "category and polarity F1, sentences with an opinion"): [
        Peer("English BERT", 67.6, _OPINIONS, _2026),
        Peer("Hier-GCN on English BERT", 72.6, _OPINIONS, _2026),
        Peer("tuned Gemma-3-4B", 80.4, _OPINIONS, _2026),
    ],
    ("en", "polarity accuracy, aspect given"): [
        Peer("XRCE (best of 2016)", 88.1, _OFFICIAL, _2016),
    ],
    ("en", "target F1"): [
        Peer("NLANGP (best of 2016)", 72.3, f"{_OFFICIAL}, with other resources", _2016),
        Peer("official baseline", 44.1, _OFFICIAL, _2016),
    ],
}
_SUGGESTIONS = {
    "forum": [
        Peer("OleNet (BERT, best of 2019)", 78.1, "official test: 10 % of suggestions", _OLENET),
        Peer("NTUA-ISLab (rules)", 74.9, "official test: 10 % of suggestions", "S19-2215"),
        Peer("official baseline", 26.8, "official test: 10 % of suggestions", "task page"),
    ],
    "hotels": [
        Peer("NTUA-ISLab (rules, best of 2019)", 85.8, "official test: 42 %", "S19-2215"),
        Peer("OleNet (BERT)", 85.8, "official test: 42 % of suggestions", _OLENET),
    ],
}
_POLARITY = {
    "products": [
        Peer(
            "CamemBERT learned on films",
            94.0,
            "accuracy on books, DVD and music (FLUE CLS), mean of three",
            _BLARD,
        ),
        Peer(
            "TF-IDF learned on films",
            87.6,
            "accuracy on books, DVD and music (FLUE CLS), mean of three",
            _BLARD,
        ),
        Peer("lexicon of Pattern", 75.0, "F1 on books, as its file says", "fr-sentiment.xml"),
    ],
    "tweets": [
        Peer(
            "CamemBERT learned on these tweets",
            72.8,
            "macro-F1 on the test part of the same set (870 tweets)",
            "huggingface.co/cardiffnlp/camembert-base-tweet-sentiment-fr",
        )
    ],
}


def published(task: str, measure: str) -> list[Peer]:
    """Return the figures published on a task, best known last; none when none is known."""
    kind, _, name = task.partition(" ")
    if kind == "aspects":
        return _ASPECTS.get((name[:2], measure), [])
    if kind == "suggestions":
        return _SUGGESTIONS.get(name, [])
    return _POLARITY.get(name, []) if kind == "polarity" else []
