"""What makes a person look: found however it is written, and left where it is innocent."""

import pytest

from rebond.cocreate.flags import Doubt, flags


def doubts(text: str) -> list[str]:
    return [str(one.doubt) for one in flags(text)]


@pytest.mark.parametrize(
    "written",
    [
        *("connard", "Connards", "c0nn@rd", "C O N N A R D", "c.o.n.n.a.r.d", "connaaaaard"),
        *("cónnärd", "conn*rd", "co\u200bnnard", "сοnnаrd", "ｃｏｎｎａｒｄ", "$alope", "F.D.P"),
        *("f u c k y o u", "f**k you", "Fuck  you", "espèce d’imbécile", "vous êtes des idiots"),
        *("You are all idiots", "аѕѕhole", "B1TCH"),
    ],
)
def test_an_insult_is_found_however_it_is_written(written: str) -> None:
    assert doubts(f"Voilà : {written} !") == [Doubt.INSULT]


@pytest.mark.parametrize(
    ("written", "doubt"),
    [
        ("On sait où vous habitez, je sais où tu habites.", Doubt.THREAT),
        ("I will find you.", Doubt.THREAT),
        ("Allez crever", Doubt.THREAT),
        ("Retournez dans votre pays", Doubt.HATE),
        ("go back to your country", Doubt.HATE),
        ("sales arabes", Doubt.HATE),
        ("Écrivez à jean.dupont@free.fr", Doubt.PERSONAL),
        ("Mme Martin de l’accueil m’a mal reçu", Doubt.PERSONAL),
        ("mon IBAN : FR76 3000 6000 0112 3456 7890 189", Doubt.PERSONAL),
        ("a https://a.fr b https://b.fr c https://c.fr", Doubt.LINKS),
        ("acheter ici " * 20, Doubt.REPEATED),
    ],
)
def test_each_doubt_is_found_by_itself(written: str, doubt: Doubt) -> None:
    assert doubts(written) == [doubt]


@pytest.mark.parametrize(
    "innocent",
    [
        "Pros and cons of the computer in this dispute: a retard is a delay in French.",
        "Un retard de livraison, la salle noire, les pédales du vélo, un député réputé.",
        "Les client·e·s et étudiant*e*s de Scunthorpe",
        "Rentrez chez vous par le tram 79, quai 4, à 17 h 30.",
        "C’est une mauvaise idée, stupide et coûteuse ; je suis contre.",
        "L’étude est là : https://example.org/etude",
        "",
    ],
)
def test_what_is_innocent_is_left(innocent: str) -> None:
    assert doubts(innocent) == []


def test_a_flag_says_where(subtests: pytest.Subtests) -> None:
    text = "L’idée est 👍, mais\u202f: Mme Martin, ce c0nn@rd, et 06 12 34 56 78"
    expected = {
        Doubt.PERSONAL: ["Martin", "06 12 34 56 78"],
        Doubt.INSULT: ["c0nn@rd"],
    }
    for one in flags(text):
        with subtests.test(doubt=one.doubt):
            assert [text[start:end] for start, end in one.spans] == expected[one.doubt]


def test_who_says_the_same_again_is_looked_at() -> None:
    said = "Il faudrait ouvrir une caisse de plus le samedi de dix heures à midi"
    assert flags(said, others=["autre chose"]) == ()
    assert [one.doubt for one in flags(said.upper() + " !", others=[said])] == [Doubt.REPEATED]
    assert flags("oui", others=["oui"]) == ()


def test_a_hostile_text_is_read_in_its_time() -> None:
    for text in ("a " * 5000, "c*" * 5000, "@" * 10_000, "je vais te " * 1000, "\u0301" * 10_000):
        assert isinstance(flags(text[:5000]), tuple)
