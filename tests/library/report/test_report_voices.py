from hypothesis import given
from hypothesis import strategies as st

from rebond.quantify import Span
from rebond.report.voices import EXCERPT, Piece, excerpt, lit

SPANS = st.lists(
    st.builds(
        Span,
        start=st.integers(-5, 900),
        end=st.integers(-5, 900),
        polarity=st.sampled_from([-1, 0, 1]),
        theme=st.just("price.level"),
        intent=st.sampled_from(["praise", "suggestion"]),
        matches=st.booleans(),
    ),
    max_size=6,
)


def span(start: int, end: int, polarity: int = -1, intent: str = "complaint") -> Span:
    return Span(start, end, polarity, "checkout.waiting", intent, True)


@given(st.text(max_size=800), SPANS)
def test_pieces_joined_again_are_the_text_as_written(text: str, spans: list[Span]) -> None:
    assert "".join(piece.text for piece in lit(text, spans)) == text


@given(st.text(min_size=900, max_size=3000), SPANS)
def test_an_excerpt_holds_only_words_of_the_voice(text: str, spans: list[Span]) -> None:
    assert all(piece.text in text for piece in excerpt(lit(text, spans)))


def test_each_opinion_is_marked_by_what_it_does() -> None:
    text = "Superbes rosiers, attente, ouvrez une caisse"
    pieces = lit(text, [span(0, 16, 1), span(18, 25), span(27, 44, 0, "suggestion")])
    assert [(p.text, p.mark) for p in pieces if p.mark] == [
        ("Superbes rosiers", "f"),
        ("attente", "u"),
        ("ouvrez une caisse", "s"),
    ]


def test_offsets_are_code_points() -> None:
    assert Piece("cher", "u") in lit("👍🏽 trop cher", [span(8, 12)])


def test_a_long_voice_is_cut_around_its_lit_words_between_words() -> None:
    text = "avant " * 200 + "trop cher" + " après" * 200
    shown = excerpt(lit(text, [span(1200, 1209)]))
    assert Piece("trop cher", "u") in shown
    assert sum(len(piece.text) for piece in shown) < EXCERPT
    assert {word for piece in shown for word in piece.text.split()} == {
        "avant", "trop", "cher", "après",
    }  # fmt: skip
    assert sum(piece.mark == "cut" for piece in shown) == 2
