"""Delay and false alarms of subjects that no theme covers.

    python -m benchmarks early_subjects [--worlds N] [--workspace DIR] [--voices N]

Simulated counts (150 a week, N worlds of each share, 20 by default): 600 ordinary words of
Zipf's frequencies, in bursts; from week 36 on, x % of voices speak of a new subject, half of them
with its word. Each week that follows is looked at as it would have been then. Alarms on any other
word are false. The weeks before the subject, and worlds without one, give false alarms a week.

``--workspace DIR`` does the same in real words: those of a workspace (the demo's), in which x % of
the voices of the last 12 weeks say one sentence more, about one of three subjects of ours. Each
week is looked at as it would have been then; a subject is right when its words are those of our
sentences, and what else is told is listed.
``--voices N`` multiplies the voices of that workspace up to N, to time the look at their last week.
"""

from __future__ import annotations

import argparse
import datetime
import time
from collections import Counter
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from rebond.quantify import Filter, Perimeter, ask
from rebond.quantify.changes.emergence import rising_words
from rebond.quantify.changes.emerging import emerging_tested
from rebond.quantify.simulated.worlds import TablesInMemory
from rebond.workspace import Workspace

WORDS, WEEKS, FIRST, VOICES = 600, 48, 36, 150.0
SHARES = (0.02, 0.03, 0.05, 0.10)
RATE = 0.05
LAST = 12  # weeks in which the subject is spoken of
# Subjects that the demo's company never hears of, said in six ways.
SUBJECTS: tuple[tuple[str, ...], ...] = (
    (
        "Les trottinettes électriques encombrent l'allée centrale.",
        "Une trottinette électrique bloquait le passage des poussettes.",
        "Trop de trottinettes garées devant le portail.",
        "On a failli se faire renverser par une trottinette.",
        "Pourquoi laisser entrer les trottinettes ?",
        "La place réservée aux deux-roues est prise d'assaut.",
    ),
    (
        "La consigne des pots en verre ne marche jamais.",
        "Impossible de récupérer ma consigne.",
        "Personne ne sait expliquer la consigne.",
        "Deux euros de consigne par pot, c'est abusé.",
        "La machine à consigne avale les pots sans rendre la monnaie.",
        "Rapporter les pots vides est devenu une corvée.",
    ),
    (
        "Un nid de frelons au-dessus de la serre.",
        "Des frelons partout près des fruitiers.",
        "Ma fille a été piquée par un frelon.",
        "Attention aux frelons asiatiques à l'entrée.",
        "Il y avait encore des insectes dangereux vers la serre.",
        "Le nid n'a toujours pas été enlevé.",
    ),
)
Array = npt.NDArray[np.float64]


def world(seed: int, share: float) -> tuple[Array, Array, list[str]]:
    """Return the counts of words (t, w), the voices (t,) and the words; the new one is last."""
    random = np.random.default_rng((seed, round(1000 * share)))
    voices = random.poisson(VOICES * np.exp(random.normal(0, 0.15, WEEKS))).astype(float)
    mean = voices[:, None] * (0.08 / np.arange(1, WORDS + 1) ** 0.9)
    counts = random.poisson(random.gamma(mean / 0.6) * 0.6).astype(float)
    spoken = np.zeros(WEEKS)
    spoken[FIRST:] = random.binomial((share * voices[FIRST:]).astype(int), 0.5)
    names = [f"w{i}" for i in range(WORDS)] + ["new"]
    return np.column_stack([counts, spoken]), voices, names


def counted_worlds(worlds: int) -> None:
    """Print delays and false alarms on simulated counts."""
    weeks, alarmed, words = 0, 0, 0
    print("share of voices | weeks until told: median  90 % | never within 12 weeks")
    for share in SHARES:
        delays = []
        for seed in range(worlds):
            counts, voices, names = world(seed, share)
            told = None
            for week in range(FIRST - 8, WEEKS + 1):
                found = rising_words(counts[:week], voices[:week], names)
                others = [one for one in found if one.word != "new"]
                weeks, alarmed, words = weeks + 1, alarmed + bool(others), words + len(others)
                if told is None and len(others) < len(found):
                    told = week - FIRST
            delays.append(np.inf if told is None else told)
        print(_delays(share, delays))
    print(
        f"weeks with a false alarm: {alarmed / weeks:.1%} of {weeks} (stated: at most 5 %);"
        f" false words a week: {words / weeks:.3f}"
    )


def _delays(share: float, delays: list[float]) -> str:
    late = np.mean(np.isinf(delays))
    middle, slow = np.quantile(delays, [0.5, 0.9], method="higher")
    return f"{share:15.0%} | {middle:24.0f} {slow:6.0f} | {late:.0%}"


class Saying(TablesInMemory):
    """The tables of a workspace, some of whose last voices say one sentence more."""

    def __init__(self, workspace: Workspace, copies: int = 1) -> None:
        read = {
            name: workspace.table(name) for name in ("responses", "scores", "voices", "opinions")
        }
        if copies > 1:
            read = {name: _copied(rows, copies) for name, rows in read.items()}
        super().__init__(read, workspace.attribute_names())
        self.settings = workspace.settings
        self.path = workspace.path / f"saying-{self.path}"
        self.current_versions = workspace.current_versions

    def add(self, sentences: tuple[str, ...], share: float, since: datetime.date) -> None:
        """Add one of the sentences to a share of the voices since a week, at random."""
        random = np.random.default_rng((len(sentences[0]), round(1000 * share)))
        weeks = dict(
            zip(
                self.tables["responses"]["response_id"].to_pylist(),
                self.tables["responses"]["week"].to_pylist(),
                strict=True,
            )
        )
        voices = self.tables["voices"]
        texts = []
        for response, text, status in zip(
            voices["response_id"].to_pylist(),
            voices["text"].to_pylist(),
            voices["status"].to_pylist(),
            strict=True,
        ):
            week = weeks[response]
            said = week is not None and week >= since and status == "meaningful"
            if said and random.random() < share:
                text = f"{text.rstrip('.')}. {sentences[random.integers(len(sentences))]}"
            texts.append(text)
        place = voices.schema.get_field_index("text")
        self.tables["voices"] = voices.set_column(place, "text", pa.array(texts))


def _copied(rows: pa.Table, copies: int) -> pa.Table:
    """Return rows many times, each time under other ids, persons and keys of texts."""
    parts = []
    for copy in range(copies):
        part = rows
        for name in ("response_id", "voice_id", "person_key", "text_key"):
            place = part.schema.get_field_index(name)
            if place < 0:
                continue
            values = part[name]
            if name == "text_key":
                other = pa.compute.add(values, 1_000_003 * copy)
            else:
                other = pa.compute.binary_join_element_wise(values, str(copy), ":")
            part = part.set_column(place, part.schema.field(name), other)
        parts.append(part)
    return pa.concat_tables(parts)


def in_voices(path: Path) -> None:
    """Print delays of injected subjects, and what else is told, in the words of a workspace."""
    weeks = alarmed = 0
    others: Counter[tuple[str, ...]] = Counter()
    print("share of voices | weeks until told: median  90 % | never within 12 weeks")
    for share in SHARES:
        delays = []
        for sentences in SUBJECTS:
            tables = Saying(Workspace.open(path))
            last = max(filter(None, tables.tables["responses"]["week"].to_pylist()))
            since = last - datetime.timedelta(weeks=LAST - 1)
            tables.add(sentences, share, since)
            whole, told = Perimeter.whole(tables), np.inf
            for delay in range(1, LAST + 1):
                until = since + datetime.timedelta(weeks=delay - 1)
                seen = whole.where(Filter("week", "<=", (until.isoformat(),)))
                found = [one for one in emerging_tested(seen) if one.p_value <= RATE]
                right = [one for one in found if _names(one.words, sentences)]
                wrong = [one.words for one in found if one not in right]
                weeks, alarmed = weeks + 1, alarmed + bool(wrong)
                others.update(wrong)
                if right and np.isinf(told):
                    told = delay
            delays.append(told)
        print(_delays(share, delays), f"| {', '.join(f'{delay:g}' for delay in delays)}")
    print(f"weeks with another subject: {alarmed / weeks:.1%} of {weeks}")
    for words, times in others.most_common():
        print(f"  told beside, {times} times: {', '.join(words)}")


def _names(words: tuple[str, ...], sentences: tuple[str, ...]) -> bool:
    """Tell whether the first name of a subject is said in one of the sentences."""
    return any(words[0] in sentence.lower() for sentence in sentences)


def speed(path: Path, voices: int) -> None:
    """Print how long the look takes when the workspace holds so many voices."""
    workspace = Workspace.open(path)
    copies = max(1, round(voices / len(workspace.table("voices"))))
    perimeter = Perimeter.whole(Saying(workspace, copies))
    perimeter.facts()
    total = ask("voices", perimeter).total.n
    began, used = time.perf_counter(), time.process_time()
    found = emerging_tested(perimeter)
    print(
        f"{total:,} meaningful voices: {time.perf_counter() - began:.1f} s,"
        f" {time.process_time() - used:.1f} s of processor; {len(found)} subjects worth a look"
    )


def main() -> None:
    """Print what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--worlds", type=int, default=20)
    parser.add_argument("--workspace", type=Path)
    parser.add_argument("--voices", type=int)
    options = parser.parse_args()
    if options.workspace and options.voices:
        speed(options.workspace, options.voices)
    elif options.workspace:
        in_voices(options.workspace)
    else:
        counted_worlds(options.worlds)


if __name__ == "__main__":
    main()
