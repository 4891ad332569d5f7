"""Our own reviews and posts: every line is readable; two labellings of some are compared."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

ENCODER = Path(__file__).resolve().parents[3] / "models" / "encoder"
FILES = [ENCODER / "restaurants" / f"{name}.tsv" for name in ("fr", "en", "second_pass")]
pytestmark = pytest.mark.usefixtures("training_code")


def written(folder: Path, unnamed: str, text: str) -> Path:
    path = folder / "here.tsv"
    path.write_text(f"language\treview\tunnamed\ttext\nfr\tr1\t{unnamed}\t{text}\n", "utf-8")
    return path


def test_marks_give_categories_sides_and_places(tmp_path: Path) -> None:
    from reviews import read_own

    text = "Le [menu|FOOD#PRICES+ FOOD#STYLE_OPTIONS-] est donné mais court"
    (read,) = read_own(written(tmp_path, "RESTAURANT#GENERAL0", text))
    assert read.text == "Le menu est donné mais court"
    assert [(o.category, o.place, o.polarity) for o in read.opinions] == [
        ("RESTAURANT#GENERAL", None, 0),
        ("FOOD#PRICES", (3, 7), 1),
        ("FOOD#STYLE_OPTIONS", (3, 7), -1),
    ]


@pytest.mark.parametrize(
    ("unnamed", "text", "problem"),
    [
        ("", "Le [menu|FOOD#PRICES+ est", "not closed"),
        ("FOOD#PRICES", "Bof", "no category"),
        ("", "Bof\tencore", "5 columns"),
    ],
)
def test_a_mistaken_line_is_named(tmp_path: Path, unnamed: str, text: str, problem: str) -> None:
    from reviews import read_own

    with pytest.raises(ValueError, match=rf"here.tsv, line 2.*{problem}"):
        read_own(written(tmp_path, unnamed, text))


def test_every_sentence_is_readable_and_has_the_categories_of_the_task() -> None:
    from reviews import read_own

    french, english, _ = (read_own(path) for path in FILES)
    assert len(french) > 4_000
    assert len(english) > 3_000
    for sentences in (french, english):
        categories = Counter(o.category for s in sentences for o in s.opinions)
        assert len(categories) == 12
        assert min(categories.values()) > 70
        for sentence in sentences:
            for start, end in (o.place for o in sentence.opinions if o.place):
                assert sentence.text[start:end].strip() == sentence.text[start:end], sentence


def test_the_second_pass_agrees_with_the_first() -> None:
    from agreement_restaurants import agreement, paired
    from reviews import read_own

    french, english, second = (read_own(path) for path in FILES)
    pairs = paired([*french, *english], second)
    assert len(pairs) > 280
    assert agreement(pairs)["categories"] > 90


def test_agreement_is_what_it_is_by_hand() -> None:
    from agreement_restaurants import agreement
    from reviews import Opinion, Sentence

    def labelled(*opinions: tuple[str, tuple[int, int] | None, int]) -> Sentence:
        return Sentence("r", "Bon et cher", tuple(Opinion(*one) for one in opinions))

    first = labelled(("FOOD#QUALITY", None, 1), ("FOOD#PRICES", (7, 11), -1))
    second = labelled(("FOOD#QUALITY", None, 1), ("RESTAURANT#PRICES", (7, 11), -1))
    assert agreement([(first, second)]) == {
        "categories": 50.0,
        "categories and polarity": 50.0,
        "targets": 100.0,
        "polarity of a category both see": 100.0,
    }


def test_posts_take_the_three_sides_alike_and_none_comes_twice() -> None:
    from examples import HERE, sided

    read = list(sided(HERE / "posts"))
    sides = Counter(post.polarity for post in read)
    assert len(read) >= 4_200
    assert len({post.text for post in read}) == len(read)
    assert min(sides.values()) > 0.3 * len(read)


def test_whole_reviews_praise_as_often_as_they_blame_and_none_comes_twice() -> None:
    from examples import HERE, sided

    read = list(sided(HERE / "reviews"))
    sides = Counter(review.polarity for review in read)
    assert len(read) >= 1_000
    assert len({review.text for review in read}) == len(read)
    assert min(sides[1], sides[-1]) > 0.4 * len(read)


@pytest.mark.parametrize("row", ["fr\t2\tBof", "fr\t1", "fr\t1\tBof\tencore"])
def test_a_text_without_its_side_is_named(tmp_path: Path, row: str) -> None:
    from examples import sided

    (tmp_path / "fr.tsv").write_text(f"language\tpolarity\ttext\n{row}\n", "utf-8")
    with pytest.raises(ValueError, match=r"fr.tsv, line 2.*language, polarity"):
        list(sided(tmp_path))
