"""The voices of the fictional company that two people have labelled, as after `rebond check`.

The voices are drawn by the library's own sampler. Each person reads alone and errs at the rates
below; what they then differ on is settled between them, rightly. docs/methods/demo-company.md tells
what this gives.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING

from rebond.demo import Planted

if TYPE_CHECKING:
    from rebond.understand.checking.labels import Said, VoiceLabels
    from rebond.understand.themes import Codebook
    from rebond.workspace import Workspace

LABELLED = 600  # voices
LABELLERS = ("Inès", "Marc")
SETTLED_BY = "Inès & Marc"
# Of one person reading alone.
MISSED = 0.06  # of the themes that are there
ADDED = 0.03  # of the voices: another theme of a branch that is there
MISTAKEN = 0.05  # of the polarities of themes seen: "neither" instead, or the reverse

# The second column of text of each file that has two, as `Planted` numbers them.
SECOND_QUESTIONS = ("Que devrions-nous améliorer en priorité ?", "Que faudrait-il changer ?")

TextKey = tuple[str, str | None, int]


def label_company(
    workspace: Workspace, planted: Planted, *, voices: int = LABELLED, seed: int = 1
) -> int:
    """Draw voices as `rebond check draw` does, and give the labels of two fictional people.

    What is planted has only themes of the company's code plan: those discovered later in its voices
    are not labelled, hence not measured. A workspace that has labels keeps them as they are.

    Parameters
    ----------
    workspace : Workspace
        The company's, understood with its code plan.
    planted : Planted
        What is in its texts.
    voices : int
        How many to draw, 1 or more.
    seed : int
        The same seed draws the same voices and makes the same mistakes.

    Returns
    -------
    int
        How many voices are labelled now.
    """
    from rebond.understand import workspace_codebook
    from rebond.understand.checking import draw_sample, labels_of, save_labels, voices_to_label

    known = labels_of(workspace)
    if known:
        return _voices_in(known)
    whole = workspace_codebook(workspace)
    codebook = replace(whole, themes=tuple(one for one in whole.themes if not one.discovered))
    draw_sample(workspace, codebook, voices, seed=seed)
    true = said_in_voices(workspace, planted)
    rng = Random(f"{seed}/labels")
    labels = [
        label
        for voice in voices_to_label(workspace)
        for label in _labels(voice.voice_id, true.get(voice.voice_id, ()), codebook, rng)
    ]
    save_labels(workspace, codebook, labels)
    return _voices_in(labels_of(workspace))  # exact copies are labelled with what they copy


def _voices_in(labels: Sequence[VoiceLabels]) -> int:
    return len({label.voice_id for label in labels})


def said_in_voices(workspace: Workspace, planted: Planted) -> dict[str, tuple[Said, ...]]:
    """Return what is planted in each meaningful voice; a voice that says nothing is left out."""
    by_text: dict[TextKey, dict[Said, None]] = {}
    for row in planted.labels.to_pylist():
        key = (row["source"], row["external_id"], row["text_index"])
        by_text.setdefault(key, {})[row["theme"], row["polarity"]] = None
    return {
        voice: tuple(by_text[key]) for voice, key in _keys_of_voices(workspace) if key in by_text
    }


def _labels(
    voice: str, true: Sequence[Said], codebook: Codebook, rng: Random
) -> Iterable[VoiceLabels]:
    """Return what each person says of a voice, then what they settle if they differ."""
    from rebond.understand.checking import VoiceLabels

    alone = [_as_seen(true, codebook, rng) for _ in LABELLERS]
    for labeller, said in zip(LABELLERS, alone, strict=True):
        yield VoiceLabels(voice, labeller, said)
    if len({frozenset(said) for said in alone}) > 1:
        yield VoiceLabels(voice, SETTLED_BY, tuple(true), settled=True)


def _as_seen(true: Sequence[Said], codebook: Codebook, rng: Random) -> tuple[Said, ...]:
    """Return what one person sees in a voice."""
    seen = [
        (theme, _mistaken(polarity, rng) if rng.random() < MISTAKEN else polarity)
        for theme, polarity in true
        if rng.random() >= MISSED
    ]
    if seen and rng.random() < ADDED:
        theme, polarity = rng.choice(seen)
        branch = theme.split(".")[0]
        near = [one.id for one in codebook.leaves if one.id.split(".")[0] == branch]
        seen.append((rng.choice(near), polarity))
    return tuple(dict.fromkeys(seen))


def _mistaken(polarity: int, rng: Random) -> int:
    if polarity == 0:
        return rng.choice((-1, 1))
    return 0 if rng.random() < 0.75 else -polarity


def _keys_of_voices(workspace: Workspace) -> Iterable[tuple[str, TextKey]]:
    """Yield every meaningful voice with its key in `Planted`."""
    rows = workspace.read(
        lambda: (
            workspace.cursor()
            .sql(
                "SELECT v.voice_id, v.question, r.source, r.external_id "
                f"FROM ({workspace.sql('voices')}) v "
                f"JOIN ({workspace.sql('responses')}) r USING (response_id) "
                "WHERE v.status = 'meaningful' ORDER BY v.voice_id"
            )
            .fetchall()
        )
    )
    for voice, question, source, external_id in rows:
        yield voice, (source, external_id, int(question in SECOND_QUESTIONS))
