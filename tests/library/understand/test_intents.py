"""Promises of intents: proposals are told from complaints and praise, in both languages."""

import pytest

from rebond.understand.intents import intent_of, is_question, is_suggestion

PROPOSALS_FR = [
    "Il faudrait ouvrir plus de caisses le samedi",
    "il faut plus de vendeurs",
    "Ce serait bien d'avoir des casiers pour les colis",
    "Ça serait top de pouvoir payer avec son téléphone",
    "Pourquoi pas un rayon vrac ?",
    "Je suggère une caisse prioritaire",
    "J’aimerais que le magasin ouvre plus tôt",
    "Vous devriez former vos vendeurs",
    "Le parking pourrait être plus grand",
    "Mettez des bancs près des cabines",
    "mais il serait utile d'avoir un suivi par SMS",
    "Un banc serait le bienvenu, un distributeur serait un plus",
    "Merci de remettre les paniers à l'entrée",
    "Suggestion : baisser la musique",
    "L'application gagnerait à être plus simple",
]
OTHERS_FR = [
    "Il faut attendre des heures",
    "Il faut toujours se battre pour être remboursé",
    "Merci de votre gentillesse",
    "Je conseille cette assurance",
    "Je recommande vivement",
    "Je souhaite résilier mon contrat",
    "On nous propose toujours la même chose",
    "Le personnel propose une vraie écoute",
    "J'aimerais comprendre cette hausse",
    "Il manque un article dans ma commande",
    "Fuyez cette enseigne",
    "Le colis est arrivé en avance",
]
PROPOSALS_EN = [
    "Please add a dark mode",
    "It would be nice to have lockers",
    "You should open earlier on Sundays",
    "I suggest a separate queue for returns",
    "The app needs to remember my password",
    "I wish you had more vegan options",
    "Why not offer a loyalty card?",
]
OTHERS_EN = [
    "I want my money back",
    "The parcel should have arrived yesterday",
    "Great service, thank you",
    "I would recommend this shop to anyone",
    "We waited forty minutes",
]


@pytest.mark.parametrize("text", PROPOSALS_FR)
def test_french_proposals_are_suggestions(text: str) -> None:
    assert is_suggestion(text, "fr")


@pytest.mark.parametrize("text", OTHERS_FR)
def test_french_complaints_praise_and_requests_are_not(text: str) -> None:
    assert not is_suggestion(text, "fr")


@pytest.mark.parametrize("text", PROPOSALS_EN)
def test_english_proposals_are_suggestions(text: str) -> None:
    assert is_suggestion(text, "en")


@pytest.mark.parametrize("text", OTHERS_EN)
def test_english_complaints_and_praise_are_not(text: str) -> None:
    assert not is_suggestion(text, "en")


@pytest.mark.parametrize(
    "text", ["Quand serai-je remboursé ?", "Do you open on Monday?", "Pouvez-vous me rappeler"]
)
def test_questions(text: str) -> None:
    assert is_question(text)


def test_intent_follows_polarity_otherwise() -> None:
    told = [intent_of("Le colis est là", "fr", polarity).value for polarity in (1, -1, 0)]
    assert told == ["praise", "complaint", "other"]
