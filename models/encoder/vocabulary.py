"""Keep the pieces that French and English need, and write them as a `tokenizers` file.

    python models/encoder/vocabulary.py FOLDER [--data ../shared/data] [--of TOKENIZER.json]

Of the 250,037 pieces of multilingual-e5-small, kept are: the special ones and single Latin
characters, digits, signs and emojis; those that cut the training texts and our own sentences; those
of the word lists (Debian's wfrench and wamerican, used to choose pieces only) that are frequent.
Other Latin-script languages are cut in smaller pieces and still read. With `--of`, for a network
that goes on learning, they are those of a file written before. Reads what `unpack.py` wrote in
FOLDER; writes `kept.json` (indices, in order) and `tokenizer.json` there.
"""

from __future__ import annotations

import argparse
import json
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import examples
from tokenizers import AddedToken, Regex, Tokenizer, normalizers, pre_tokenizers
from tokenizers.models import Unigram
from tokenizers.processors import TemplateProcessing

FREQUENT = 90_000  # pieces are listed by decreasing frequency over all languages
WORD_LISTS = ("/usr/share/dict/french", "/usr/share/dict/american-english")
SPECIAL = ("<s>", "<pad>", "</s>", "<unk>")


def tokenizer_of(pieces: list[list[Any]]) -> Tokenizer:
    """Return the tokenizer of these pieces, which must begin with the special ones."""
    tokenizer = Tokenizer(Unigram([(piece, score) for piece, score in pieces], unk_id=3))
    # Those of the model's own table (sentencepiece's nmt_nfkc), in compiled code.
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.Nmt(), normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    tokenizer.post_processor = TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> $B </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    tokenizer.add_special_tokens([AddedToken(piece, normalized=False) for piece in SPECIAL])
    return tokenizer


def _plain(piece: str) -> bool:
    """Tell whether a piece is written in Latin letters, digits or signs."""
    return all(not c.isalpha() or unicodedata.name(c, "").startswith("LATIN") for c in piece)


def kept(pieces: list[list[Any]], tokenizer: Tokenizer, texts: Iterable[str]) -> list[int]:
    """Return the indices to keep, in increasing order."""
    chosen = set(range(4))
    chosen.update(
        index
        for index, (piece, _) in enumerate(pieces)
        if (len(piece.removeprefix("▁")) <= 1 and _plain(piece)) or _is_emoji(piece)
    )
    chosen.update(_used(tokenizer, texts))
    for path in WORD_LISTS:
        words = Path(path).read_text(encoding="utf-8").split()
        chosen.update(index for index in _used(tokenizer, words) if index < FREQUENT)
    return sorted(index for index in chosen if index < 250_002)


def known(pieces: list[list[Any]], tokenizer: Tokenizer) -> list[int]:
    """Return the indices of the pieces of a tokenizer, in increasing order."""
    there = tokenizer.get_vocab()
    return [index for index, (piece, _) in enumerate(pieces) if piece in there]


def _is_emoji(piece: str) -> bool:
    return len(piece) <= 2 and any(0x1F300 <= ord(c) < 0x1FB00 or c in "☺☹❤✔✨⭐" for c in piece)


def _used(tokenizer: Tokenizer, texts: Iterable[str]) -> set[int]:
    used: set[int] = set()
    for encoded in tokenizer.encode_batch(list(texts), add_special_tokens=False):
        used.update(encoded.ids)
    return used


def main() -> None:
    """Choose, write and say how many."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--data", type=Path, default=examples.SHARED)
    parser.add_argument("--of", type=Path, metavar="TOKENIZER", help="keep the pieces of this file")
    options = parser.parse_args()
    read = json.loads((options.folder / "vocabulary.json").read_text(encoding="utf-8"))
    pieces = read["pieces"]
    if options.of:
        indices = known(pieces, Tokenizer.from_file(str(options.of)))
    else:
        indices = kept(pieces, tokenizer_of(pieces), examples.texts(options.data))
    chosen = [pieces[index] for index in indices]
    tokenizer_of(chosen).save(str(options.folder / "tokenizer.json"), pretty=False)
    (options.folder / "kept.json").write_text(json.dumps(indices))
    print(f"{len(indices)} pieces kept of {len(pieces)}")


if __name__ == "__main__":
    main()
