"""What a speaker does with a clause: praise, complain, suggest, ask.

Suggestions and questions are told by patterns over normal forms, since words alone do not carry
from one domain to another; praise and complaint follow the polarity.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from rebond.understand.words import fold
from rebond.vocabulary import Intent

_CHANGES = (
    r"ameliorer|revoir|ouvrir|embaucher|recruter|mettre|former|changer|arreter|penser a|ajouter|"
    r"rajouter|prevoir|augmenter|baisser|diminuer|reduire|simplifier|renforcer|elargir|installer|"
    r"proposer|creer|faciliter|afficher|indiquer|garder|reparer|organiser|tester|nettoyer|soigner|"
    r"arroser|retirer|rendre|remplacer|remettre|developper|supprimer|moderniser|clarifier|adapter"
)
_SUGGESTIONS_FR = (
    r"\bil (?:\w+ )?(?:faudrait|serait (?!\w+ment (?:arrive|passe))|vaudrait mieux|conviendrait|"
    r"manquerait)",
    rf"\bil faut(?: absolument| vraiment| juste| aussi)? (?:plus de|moins de|davantage de|que vous|"
    rf"{_CHANGES})\b",
    r"\bil (?:ne )?(?:manque|manquait) (?:juste|seulement|peut etre)\b",
    r"\b(?:ca|ce|cela) (?:serait|me semblerait) (?:\w+ )?(?:bien|mieux|top|cool|super|genial|sympa|"
    r"parfait|pratique|appreciable|judicieux|utile|juste|interessant|agreable|chouette|un plus|"
    r"l'ideal|souhaitable)",
    r"\b(?:serait|seraient) (?:\w+ )?(?:bien|un plus|bienvenue?s?|appreciee?s?|apprecies?|utiles?|"
    r"souhaitables?|preferables?|judicieux|necessaires?|l'ideal)\b",
    r"\b(?:serait|seraient) plus (?:juste|pratique|simple|clair|equitable)s?\b",
    r"^moins de .{3,60}\bplus de\b",
    r"^plus de (?:vendeurs|personnel|caisses|caissieres|monde (?:a|au|aux|en)|renforts?|"
    r"formations?)\b",
    r"\b(?:aiderait|aideraient|faciliterait|simplifierait|desengorgerait)\b|\bje paierais\b",
    r"\bpour(?:quoi|koi) (?:ne )?pas\b",
    r"\b(?:je|nous) (?:vous |leur )?(?:suggere|suggerons|suggererais|(?<=je )propose|"
    r"(?<=vous )propose|proposons|preconise|"
    r"proposerais|conseillerais|recommanderais de|conseille (?:de|d'|aux|a la direction)|"
    r"recommande (?:de|d'|aux|a la direction)|verrais bien|demande(?:rais)? que|souhaite que)",
    r"\b(?:j'|je |nous |on |n')(?:aimerais|aimerait|aimerions|voudrais|voudrait|voudrions|"
    r"souhaiterais|souhaiterait|souhaiterions|prefererais|prefererait|apprecierais|apprecierait)"
    r"(?! (?:savoir|comprendre|connaitre|remercier|bien savoir|bien comprendre|resilier|dire|"
    r"parler|etre rembours|etre recontact|avoir une reponse|un remboursement|pas du tout))",
    r"\b(?:suggestions?|ameliorations?|idees?|axes? d'amelioration|propositions?) ?:",
    r"\b(?:vous|ils|elles|on) (?:\w+ )?(?:devriez|devraient|devrait|pourriez|pourraient|pourrait|"
    r"gagneriez|gagneraient|feriez (?:bien|mieux)|feraient (?:bien|mieux))"
    r"(?! (?:avoir honte|jamais))",
    r"\b(?:devrait|devraient|pourrait|pourraient) (?:y avoir|proposer|offrir|"
    r"etre (?:plus|moins|mieux|mis|mise|ouvert|propose|ameliore|revu|davantage))",
    r"\b(?:gagnerait|gagneraient) a\b|\b(?:meriterait|meriteraient)\b",
    r"^(?:merci de (?!votre|vos|ne pas juger|m'avoir|nous avoir|l'avoir)\w+(?:er|ir|re)\b)",
    r"^(?:pensez|penser|prevoyez|mettez|ajoutez|rajoutez|ameliorez|augmentez|baissez|formez|"
    r"embauchez|recrutez|remettez|simplifiez|supprimez|gardez|donnez|proposez|changez|communiquez|"
    r"installez|ouvrez|reduisez|affichez|indiquez|organisez|nettoyez|soignez|arrosez|faites|"
    r"ecoutez|remplacez|mieux \w+(?:er|ir|re)|(?:il faudrait )?que (?:la direction|tous|le siege)|"
    rf"{_CHANGES})\b",
    r"\b(?:svp|s'il vous plait|s'il te plait)[ ,]+\w+ez\b",
    r"\b(?:a|reste a|restent a|encore a) ameliorer\b",
    r"\bsi (?:vous|on|ils|seulement) (?:\w+ )?(?:pouviez|pouvait|pouvaient|ajoutiez|mettiez)\b",
    r"\b(?:a besoin|aurait besoin|auraient besoin|merite) d'(?:etre|un coup|une renovation)\b",
)
_SUGGESTIONS_EN = (
    r"\b(?:i|we|would|'d) (?:\w+ )?(?:suggest|propose|advise|recommend"
    r"(?! (?:this|it|them|him|her|us|the (?:hotel|place|company|shop|store))\b)"
    r"(?![.! ]*$)(?!.{0,60}\bto (?:any|every|all|friends|others|family|people)))\b",
    r"\b(?:my|one|a|only|some|few|small) (?:\w+ )?(?:suggestions?|recommendations?|tips?|advice)\b",
    r"\b(?:would|it'd|that'd|will|might) (?:\w+ )?be (?:\w+ )?(?:nice|great|good|better|cool|"
    r"helpful|useful|awesome|lovely|handy|fantastic|perfect|wonderful|ideal|beneficial|appreciated)\b",
    r"\b(?:would|'d) (?:really |also )?(?:love|like|prefer|appreciate|help|benefit)\b"
    r"(?! to (?:thank|say|congratulate|stay|come|return|go back|recommend))",
    r"\b(?:should|ought to|shouldn't)\b(?! (?:be (?:ashamed|aware)|have\b))",
    r"\b(?:needs? (?:to|a|some|more|better)|could (?:do with|use|be (?:improved|better|more))|"
    r"must (?:have|be able)|need to (?:be|add|have))\b",
    r"\bplease (?:\w+ )?(?:add|allow|make|fix|provide|consider|enable|include|give|bring|let|"
    r"support|implement|change|remove|improve|do|create|put|offer|update|extend|open|keep)\b",
    r"\b(?:why not|why don't|how about|what about|what if|how come (?:we|you) can't)\b",
    r"\b(?:i|we) (?:\w+ )?(?:wish|hope (?:you|they|microsoft)|want|request|propose|"
    r"think you (?:should|could))\b(?! (?:to (?:thank|say)|my|a refund|i had|i'd|i never))",
    r"\b(?:it|there) (?:\w+ )?(?:would|should|could|needs)\b",
    r"^(?:add|allow|make|fix|provide|consider|enable|include|give|bring|let|support|implement|"
    r"change|remove|improve|create|offer|update|extend|try|avoid|ask|bring|book|get|be sure|"
    r"make sure|don't|do not|do yourself|take|request|stay away|check|look|go|use|remember|"
    r"expect|beware|please|if you|be aware|be prepared|be warned|skip|plan|choose|pack|visit|"
    r"walk|save|pay|opt)\b(?! to have)",
    r"\b(?:if you|if your|for those) .{3,80}\b(?:then|ask|try|book|get|go|be|make|take|do|bring|"
    r"don't|avoid|stay|choose|is the place|this is)\b",
    r"\b(?:be (?:able|possible) to|ability to|option to|feature (?:to|request|that)|"
    r"allow (?:us|me|users|developers|people|the|for)|so (?:that )?(?:we|developers|users) can)\b",
    r"\b(?:make sure|be sure to|don't forget|worth (?:it to|asking|paying)|avoid|beware)\b",
    r"\b(?:bring back|there (?:should|ought|needs))\b",
)
_QUESTIONS = (
    r"^(?:est ce qu|pourquoi|comment|quand|combien|ou est|quel(?:le)?s? |qui |quoi|a quelle|"
    r"pouvez vous|pourriez vous|avez vous|y a-?t|"
    r"what |when |where |who |which |how |why |can (?:i|you|we)|could (?:you|i)|do you|does |did |"
    r"is (?:it|there)|are (?:you|there)|will (?:you|it|there)|would you)",
    r"\b(?:je (?:voudrais|souhaite|souhaiterais|aimerais) savoir|pouvez-vous me dire|"
    r"i(?:'d| would) like to know|can you tell me|any idea)\b",
)
_SUGGESTION_FR = re.compile("|".join(f"(?:{pattern})" for pattern in _SUGGESTIONS_FR))
_SUGGESTION_EN = re.compile("|".join(f"(?:{pattern})" for pattern in _SUGGESTIONS_EN))
_QUESTION = re.compile("|".join(f"(?:{pattern})" for pattern in _QUESTIONS))
_OPENING = re.compile(r"^(?:(?:mais|et|donc|alors|puis|but|and|so|also|aussi|maybe|perhaps)[ ,]+)+")
_TOLD = 0.55  # probability from which the encoder tells that a sentence suggests or asks
_APOSTROPHES = re.compile(r"\s*'\s*")


def is_suggestion(text: str, language: str = "und") -> bool:
    """Tell whether a clause asks for, advises or proposes something.

    ``language`` is "fr" or "en"; any other looks at both.

    >>> is_suggestion("Il faudrait ouvrir plus de caisses"), is_suggestion("Caisses fermées")
    (True, False)
    """
    return _suggests(text, language)


@lru_cache(maxsize=65_536)
def _suggests(text: str, language: str) -> bool:
    folded = _OPENING.sub("", _APOSTROPHES.sub("'", fold(text).strip(' \t\n-*•.,:"')))
    if language != "en" and _SUGGESTION_FR.search(folded):
        return True
    return language != "fr" and _SUGGESTION_EN.search(folded) is not None


def is_question(text: str) -> bool:
    """Tell whether a clause asks: it ends with "?", or begins as questions do.

    >>> is_question("Quand serai-je remboursé ?"), is_question("Remboursé en deux jours")
    (True, False)
    """
    stripped = text.rstrip(" \t\n\"'»)")
    if stripped.endswith("?"):
        return True
    folded = fold(text).strip().replace("-", " ")
    return (
        _QUESTION.search(folded) is not None
        and len(folded) < 200
        and "!" not in folded
        and (
            folded.startswith(("est ce", "pouvez vous", "pourriez vous", "avez vous"))
            or "savoir" in folded
            or "like to know" in folded
        )
    )


def intent_of(text: str, language: str, polarity: int) -> Intent:
    """Return the intent of a clause, given how it judges."""
    if is_suggestion(text, language):
        return Intent.SUGGESTION
    if is_question(text):
        return Intent.QUESTION
    return intent_by(polarity)


def asked(
    clauses: Sequence[str], language: str, shares: Sequence[float], judged: Sequence[float]
) -> list[Intent | None]:
    """Return which clauses of a sentence suggest, which ask, None for the others.

    Parameters
    ----------
    clauses : the sentence, cut.
    shares : what the encoder says of the sentence: probabilities of praise, complaint,
        suggestion, question, other.
    judged : how surely each clause judges, 0 to 1.

    Notes
    -----
    Either witness is enough: the encoder understands what nobody wrote a pattern for, the patterns
    carry to domains that it never met. The clauses that the patterns tell bear the intent, else the
    one that judges the least.
    """
    found: list[Intent | None] = [None] * len(clauses)
    kinds = [(shares[3], Intent.QUESTION), (shares[2], Intent.SUGGESTION)]
    for share, intent in sorted(kinds):
        told = [
            number
            for number, clause in enumerate(clauses)
            if (is_question(clause) if intent == Intent.QUESTION else _suggests(clause, language))
        ]
        if told or share >= _TOLD:
            least = min(range(len(clauses)), key=lambda number: (judged[number], number))
            for number in told or [least]:
                found[number] = intent
    return found


def intent_by(polarity: int) -> Intent:
    """Return the intent of a clause that neither suggests nor asks, given how it judges."""
    if polarity > 0:
        return Intent.PRAISE
    return Intent.COMPLAINT if polarity < 0 else Intent.OTHER
