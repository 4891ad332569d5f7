"""Files of the public tasks are read as their authors mean them."""

from __future__ import annotations

from pathlib import Path

from measuring.baselines import first_targets, known_targets
from measuring.formats import (
    Opinion,
    Sentence,
    read_polarity,
    read_reviews,
    read_stars,
    read_suggestions,
    read_triplets,
    write_reviews,
)

REVIEWS = """<Reviews>
<Review rid="r1"><sentences>
<sentence id="r1:0"><text>Le service est lent, la terrasse belle.</text><Opinions>
<Opinion target="service" category="SERVICE#GENERAL" polarity="negative" from="3" to="10"/>
<Opinion target="NULL" category="AMBIENCE#GENERAL" polarity="positive" from="0" to="0"/>
</Opinions></sentence>
<sentence id="r1:1" OutOfScope="TRUE"><text>Vive les vacances.</text></sentence>
</sentences></Review>
<Review rid="r2"><sentences>
<sentence id="r2:0"><text>On a mangé ici mardi dernier.</text></sentence>
</sentences></Review>
</Reviews>"""


def test_reviews_keep_their_opinions_places_and_groups(tmp_path: Path) -> None:
    path = tmp_path / "reviews.xml"
    path.write_text(REVIEWS, encoding="utf-8")
    first, second = read_reviews(path)
    assert (first.group, first.language, second.group) == ("r1", "fr", "r2")
    assert first.opinions == (
        Opinion("SERVICE#GENERAL", "service", 3, 10, -1),
        Opinion("AMBIENCE#GENERAL", "", 0, 0, 1),
    )


def test_a_part_of_the_reviews_is_a_file_of_the_same_form(tmp_path: Path) -> None:
    path, part = tmp_path / "reviews.xml", tmp_path / "part.xml"
    path.write_text(REVIEWS, encoding="utf-8")
    write_reviews(path, {"r2"}, part)
    assert [sentence.group for sentence in read_reviews(part)] == ["r2"]


def test_triplets_are_read_with_and_without_escaped_apostrophes(tmp_path: Path) -> None:
    path = tmp_path / "test.txt"
    path.write_text(
        "Chambre propre.####[['Chambre', 'rooms cleanliness', 'positive']]\n"
        "Bof.####[]\n"
        "I didn ' t like the maitre d ' here####[['maitre d '', 'service general', 'negative']]\n"
        "L'hôtel####[[\"L'hôtel\", 'hotel general', 'neutral'], ['NULL', 'x y', 'positive']]\n",
        encoding="utf-8",
    )
    told = [[(o.target, o.polarity) for o in s.opinions] for s in read_triplets(path, "fr")]
    assert told == [[("Chambre", 1)], [], [("maitre d '", -1)], [("L'hôtel", 0), ("", 1)]]
    assert "didn't" in read_triplets(path, "en")[2].text


def test_suggestions_are_read_with_and_without_a_header(tmp_path: Path) -> None:
    path = tmp_path / "forum.csv"
    path.write_text('id,sentence,label\n12_1,"Please, add it",1\n12_2,Thanks,0\n')
    assert read_suggestions(path) == [("12", "Please, add it", 1), ("12", "Thanks", 0)]


def test_stars_texts_and_labels_are_found_by_the_form_of_the_file(tmp_path: Path) -> None:
    bare, named = tmp_path / "bare.csv", tmp_path / "named.csv"
    bare.write_text('"Bien, mais cher",4\n"Moyen, sans plus",3\n"À éviter absolument",1\n')
    named.write_text(
        "answer,page,rating,comment\n"
        + "Thank you so much for this long and kind review,2,5,Great shop\n" * 3
    )
    assert [(one.text[:5], one.label) for one in read_polarity(bare)] == [
        ("Bien,", 1),
        ("À évi", -1),
    ]
    assert read_stars(named)[0] == ("Great shop", 5)


def test_series_and_tweets_have_two_and_three_classes(tmp_path: Path) -> None:
    series, tweets = tmp_path / "dev.tsv", tmp_path / "val_text.txt"
    series.write_text("1\tsuperbe\n0\tnul\n")
    tweets.write_text("a\nb\nc\n")
    (tmp_path / "val_labels.txt").write_text("0\n1\n2\n")
    assert [one.label for one in read_polarity(series)] == [1, -1]
    assert [one.label for one in read_polarity(tweets)] == [-1, 0, 1]


def test_the_official_baseline_takes_the_first_known_target_of_a_category() -> None:
    train = [
        Sentence("a", "Pizza et vin", "fr", (Opinion("FOOD", "Pizza", 0, 5, 1),)),
        Sentence("a", "vin bon", "fr", (Opinion("DRINKS", "vin", 0, 3, 1),)),
    ]
    test = [Sentence("b", "Le vin, la pizza, le vin", "fr", ())]
    assert first_targets(train, test, [{"FOOD", "DRINKS", "OTHER"}]) == [{(3, 6), (11, 16)}]
    assert first_targets(train, test, [set()]) == [set()]


def test_targets_that_training_rarely_marks_are_not_looked_for() -> None:
    said = (Opinion("x", "écran", 0, 0, 1), Opinion("x", "son", 0, 0, -1))
    train = [Sentence("a", "écran parfait et son nul", "fr", said)]
    train += [Sentence("b", "son frère et son chien", "fr", ())] * 2
    found = known_targets(train, [Sentence("c", "Un écran et son câble", "fr", ())])
    assert [{target for target, _ in row} for row in found] == [{"écran"}]
