"""The recipe counts as the task does, and learns from the file that the package carries."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

ENCODER = Path(__file__).parents[3] / "models" / "encoder"
LARGE = ENCODER.parents[1] / "src/rebond/understand/encoder/model/large"
torch = pytest.importorskip("torch", reason="torch, which only training needs, is absent")
pytest.importorskip("onnx", reason="onnx, which only training needs, is absent")
pytestmark = pytest.mark.usefixtures("training_code")


def small_network(categories: int = 0):  # type: ignore[no-untyped-def]
    from network import Network, Shape

    torch.manual_seed(1)
    return Network(Shape(50, layers=3, width=24, inner=48, heads=2, positions=32), categories)


def test_layers_left_as_they_are_give_the_same_states_computed_once_or_each_time() -> None:
    network = small_network(4).eval()
    pieces = torch.tensor([[0, 5, 6, 2, 1, 1, 1, 1], [0, 7, 8, 9, 10, 11, 12, 2]])
    whole = network(pieces)
    begun = network(pieces, network.begun(pieces, 2), 2)
    assert whole.categories.shape == (2, 4, 4)
    assert torch.allclose(whole.categories, begun.categories, atol=1e-5)
    assert torch.allclose(whole.hidden, begun.hidden, atol=1e-5)


def test_teaching_moves_the_layers_above_those_left_as_they_are_only() -> None:
    from examples import Example
    from learning import Plan, teach
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(LARGE / "tokenizer.json"))
    network = small_network()
    network.words = torch.nn.Embedding(tokenizer.get_vocab_size(), 24)
    before = {name: weights.clone() for name, weights in network.state_dict().items()}
    listed = [Example(f"Le plat {n} est bon", "fr", targets=((3, 7, 1),)) for n in range(6)]
    teach(network, listed, tokenizer, Plan(epochs=2, joined=0, disturb=False, frozen=2))
    moved = {n for n, weights in network.state_dict().items() if not weights.equal(before[n])}
    assert {name.split(".")[1] for name in moved if name.startswith("layers.")} == {"2"}
    assert not moved & {"words.weight", "places.weight", "norm.weight"}
    assert "bounds.weight" in moved


def test_joined_sentences_keep_the_categories_of_both() -> None:
    from disturb import joined
    from examples import Example

    left = Example("Bon", "fr", categories=(("FOOD#QUALITY", 1),))
    right = Example("Lent", "fr", categories=(("SERVICE#GENERAL", -1),))
    both = joined(left, right, random.Random(1)).categories
    assert both == (("FOOD#QUALITY", 1), ("SERVICE#GENERAL", -1))


def test_the_file_of_the_package_reads_as_it_did_once_reopened() -> None:
    from examples import Example
    from learning import read_all
    from measures import spans
    from reopen import reopen
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(LARGE / "tokenizer.json"))
    listed = [Example("Le serveur était charmant", "fr"), Example("The soup was awful", "en")]
    read = read_all(reopen(LARGE / "encoder.onnx"), listed, tokenizer)
    assert [side for item, said in read for *_, side in spans(item, said)] == [1, -1]
    assert [int(said.polarity.argmax()) - 1 for _, said in read] == [1, -1]


def test_slots_are_counted_by_sentence() -> None:
    from examples import Example
    from network import Read
    from pieces import labelled
    from reviews import Opinion, Sentence
    from slots import Answers, counted
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(LARGE / "tokenizer.json"))
    names = ["FOOD#QUALITY", "SERVICE#GENERAL"]
    text = "Le plat est froid"
    item = labelled(Example(text, "fr"), tokenizer)
    bounds, sides = torch.zeros(len(item.pieces), 3), torch.zeros(len(item.pieces), 3)
    bounds[:, 0], sides[:, 0] = 1, 2
    bounds[[place for place, (a, b) in enumerate(tokenizer.encode(text).offsets) if b == 7], 1] = 5
    categories = torch.tensor([[-9.0, 9, 0, 0], [-9.0, 0, 0, 9]])  # food blamed, service praised
    read = Read(bounds, sides, torch.zeros(3), torch.zeros(5), categories, bounds, bounds)
    gold = Sentence("r", text, (Opinion("FOOD#QUALITY", (3, 7), -1),))
    counts = counted([gold], [Answers(names, item, read, tokenizer)], 0.45)
    assert counts == {
        "category": [(1, 2, 1)],
        "category opinion": [(1, 2, 1)],
        "pair opinion": [(1, 2, 1)],
        "target": [(1, 1, 1)],
        "polarity": [(1, 1, 1)],
    }


def test_rates_fall_with_depth_and_new_heads_have_their_own() -> None:
    from learning import Plan, _rate

    network, plan = small_network(4), Plan(rate=8.0, decay=0.5, head_rate=3.0, category_rate=5.0)
    names = ("layers.2.query.weight", "layers.0.query.weight", "norm.weight", "bounds.bias")
    assert [_rate(name, plan, network) for name in names] == [8.0, 2.0, 1.0, 3.0]
    assert _rate("categories.bias", plan, network) == 5.0


def test_each_network_says_what_it_tells_best() -> None:
    from network import Read
    from recipe_aspects import joined

    def said(side: float, category: float) -> Read:
        sides = torch.tensor([[0.0, 0.0, side]])
        told = torch.tensor([[category, 0.0, 0.0, side]])
        return Read(sides, sides, sides[0], torch.zeros(5), told, sides, sides)

    reads = said(4.0, 1.0), said(-4.0, 2.0), said(2.0, 9.0)
    both = joined(*reads)
    absent = [float(read.categories.softmax(-1)[0, 0]) for read in reads]
    sides = torch.stack([read.categories[0, 1:].softmax(-1) for read in reads]).mean(0)
    shares = both.categories[0].exp()
    assert float(shares.sum()) == pytest.approx(1)
    assert float(shares[0]) == pytest.approx((absent[0] + absent[1]) / 2)
    assert torch.allclose(shares[1:] / shares[1:].sum(), sides)
    assert torch.equal(both.sides, reads[2].sides)
    between = (reads[0].bounds.softmax(-1) + reads[2].bounds.softmax(-1)) / 2
    assert torch.allclose(both.bounds.exp(), between)


def test_our_reviews_are_learned_beside_the_same_categories_only() -> None:
    from recipe_aspects import ours

    assert ours(["LAPTOP#GENERAL"]) == []
    found = ours(["FOOD#QUALITY", "SERVICE#GENERAL"])
    assert {o.category for s in found for o in s.opinions} == {"FOOD#QUALITY", "SERVICE#GENERAL"}
    assert [s for s in found if not s.opinions]


def test_the_plain_head_reads_the_mean_of_the_pieces_that_are_there() -> None:
    from plain import OnMean

    torch.manual_seed(1)
    head = OnMean(6, 3)
    hidden = torch.randn(1, 4, 6)
    there = torch.tensor([[True, True, False, False]])
    told = head(hidden, there, torch.nn.Identity())
    assert told.shape == (1, 3, 4)
    assert torch.allclose(told.flatten(), head.told(hidden[0, :2].mean(0)), atol=1e-6)
    hidden[:, 2:] = 9
    assert torch.allclose(told, head(hidden, there, torch.nn.Identity()))


def test_a_review_of_ours_is_learned_or_kept_to_measure_never_both() -> None:
    from train import held_out, written_reviews

    kept, learned = set(), set()
    for example in written_reviews():
        (kept if held_out(example) else learned).add(example.group)
    assert not kept & learned
    assert 0.08 < len(kept) / len(kept | learned) < 0.12
