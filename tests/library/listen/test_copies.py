"""Copies are found, and people who say the same thing are not copies."""

from __future__ import annotations

import random
import subprocess
import sys

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from rebond.listen.texts.copies import find_copies, text_keys

WORDS = """
le la service livraison colis attente caisse vendeur produit prix jamais toujours très trop lent
rapide aimable déçu content magasin commande retour argent facture téléphone réponse semaine mois
erreur qualité garantie conseil accueil rayon parking équipe problème solution merci dommage
horaires site application
""".split()  # noqa: SIM905


def voices(texts: list[str], order: list[int] | None = None) -> pa.Table:
    ids = [f"v{number:05d}" for number in range(len(texts))]
    rows = order if order is not None else list(range(len(texts)))
    chosen = [texts[row] for row in rows]
    return pa.table(
        {
            "voice_id": [ids[row] for row in rows],
            "text": pa.array(chosen, pa.string()),
            "text_key": text_keys(chosen),
        }
    )


def invented(number: int, seed: int, words: int = 25) -> list[str]:
    dice = random.Random(seed)
    return [" ".join(dice.choices(WORDS, k=words)) for _ in range(number)]


def test_keys_fold_case_accents_marks_and_spaces_and_nothing_else() -> None:
    keys = text_keys(["Très déçu !", "TRES  DECU", "très-déçu…", "très déçue", "œuf", "oeuf"])
    first, *others = keys.to_pylist()
    assert others[:2] == [first, first]
    assert others[2] != first
    assert others[3] == others[4]


def test_a_key_is_the_same_in_another_process() -> None:
    code = (
        "from rebond.listen.texts.copies import text_keys;"
        "print(text_keys(['Déçu', 'été 😀']).to_pylist())"
    )
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert other.stdout.strip() == str(text_keys(["Déçu", "été 😀"]).to_pylist())


@given(st.lists(st.text(max_size=30) | st.none(), max_size=12))
@settings(max_examples=150, deadline=None)
def test_a_key_is_the_same_alone_or_in_a_batch(texts: list[str | None]) -> None:
    alone = [text_keys(pa.array([text], pa.string()))[0].as_py() for text in texts]
    assert text_keys(pa.array(texts, pa.string())).to_pylist() == alone


def test_short_answers_of_different_people_are_not_copies() -> None:
    texts = [
        "Très bien",
        "très bien !",
        "Rien à redire",
        "Rien à redire",
        "bon produit merci beaucoup",
    ]
    assert find_copies(voices(texts)).num_rows == 0


def test_planted_exact_and_near_copies_are_found_with_their_original() -> None:
    texts = invented(300, seed=1)
    changed = texts[5].split()
    changed[12] = "autrement"
    found = find_copies(voices([*texts, texts[3].upper() + " !", " ".join(changed)])).to_pylist()
    assert [(row["voice_id"], row["original_voice_id"], row["kind"]) for row in found] == [
        ("v00300", "v00003", "exact"),
        ("v00301", "v00005", "near"),
    ]
    assert found[0]["similarity"] == 1
    assert 0.7 <= found[1]["similarity"] < 1


@given(st.integers(0, 10_000))
@settings(max_examples=25, deadline=None)
def test_nearly_every_planted_near_copy_is_found_and_no_unrelated_text(seed: int) -> None:
    dice = random.Random(seed)
    texts = invented(120, seed)
    planted = []
    for original in texts[:20]:
        words = original.split()
        words[dice.randrange(len(words))] = "autrement"
        planted.append(" ".join(words))
    found = find_copies(voices([*texts, *planted]))
    expected = {f"v{120 + number:05d}": f"v{number:05d}" for number in range(20)}
    pairs = dict(
        zip(found["voice_id"].to_pylist(), found["original_voice_id"].to_pylist(), strict=True)
    )
    assert pairs.items() <= expected.items()
    assert len(pairs) >= 19


@given(st.integers(0, 1000), st.randoms(use_true_random=False))
@settings(max_examples=25, deadline=None)
def test_the_order_of_the_voices_changes_nothing(seed: int, dice: random.Random) -> None:
    texts = invented(30, seed, words=12)
    texts += [text + " voilà" for text in texts[:10]] + texts[:5]
    order = list(range(len(texts)))
    dice.shuffle(order)
    assert find_copies(voices(texts, order)).equals(find_copies(voices(texts)))


def test_an_original_is_never_itself_a_copy() -> None:
    base = invented(1, seed=4, words=30)[0].split()
    texts = [" ".join([*base[:cut], "autrement", *base[cut + 1 :]]) for cut in range(2, 28, 3)]
    found = find_copies(voices([" ".join(base), *texts, " ".join(base)]))
    assert not set(found["original_voice_id"].to_pylist()) & set(found["voice_id"].to_pylist())
    assert found.num_rows >= len(texts)


def test_no_voice_gives_no_copy() -> None:
    assert find_copies(voices([])).num_rows == 0
