"""Little words that tell, before a word, whether it is used as a noun, a verb or an adjective."""

from __future__ import annotations

from dataclasses import dataclass

from rebond.understand.wordlists import word_set


@dataclass(frozen=True)
class Surroundings:
    """Folded words of a language, by what they announce.

    ``determiners`` announce nouns only; ``articles`` look like pronouns too; ``adjectives`` stand
    between a determiner and its noun.
    """

    determiners: frozenset[str]
    articles: frozenset[str]
    prepositions: frozenset[str]
    before_verbs: frozenset[str]
    grades: frozenset[str]
    adjectives: frozenset[str]


FRENCH = Surroundings(
    determiners=word_set(
        """
        un une des du au aux mon ma mes ton ta tes son sa ses notre nos votre vos ce cet cette ces
        aucun aucune chaque quelques plusieurs certains certaines quel quelle quels quelles
        """
    ),
    articles=word_set("le la les l leur leurs"),
    prepositions=word_set("de d en par pour avec sans sur dans sous niveau cote contre entre"),
    before_verbs=word_set(
        """
        je j tu il elle on nous vous ils elles m me t te s se ne n y lui qui ai as a ont avons avez
        avait avais avaient ayant ete etre est sont etait etaient suis sommes fait faire font pas
        jamais peut peuvent va vais vont doit doivent faut veut veulent toujours bien ca cela
        """
    ),
    grades=word_set("tres trop plus moins si aussi assez plutot vraiment hyper super tellement"),
    adjectives=word_set(
        """
        bon bonne bons bonnes mauvais mauvaise petit petite petits petites grand grande grands
        grandes gros grosse nouveau nouvelle nouveaux nouvelles premier premiere premiers autre
        autres meme vrai vraie meilleur meilleure meilleurs beau belle jeune jeunes vieux vieille
        ancien ancienne anciens dernier derniere prochain prochaine simple seul seule propre
        differents differentes divers certain certains excellent excellente excellents super tres
        nombreux nombreuses
        """
    ),
)
ENGLISH = Surroundings(
    determiners=word_set(
        """
        a an my your our his her its their this that these those no any some each every more less
        much many enough
        """
    ),
    articles=word_set("the"),
    prepositions=word_set("of with without for about on in at by from through"),
    before_verbs=word_set(
        """
        i you he she we they it to can cannot could will would has have had don't didn't can't
        doesn't isn't wasn't not never who is are was were be been being get and got let must
        should always
        """
    ),
    grades=word_set("very too so really quite most extremely pretty incredibly absolutely"),
    adjectives=word_set(
        """
        good bad great nice poor new old other same best worst excellent little big small long
        short high low
        """
    ),
)
_BOTH = Surroundings(
    determiners=(FRENCH.determiners | ENGLISH.determiners) - {"a"},
    articles=FRENCH.articles | ENGLISH.articles,
    prepositions=(FRENCH.prepositions | ENGLISH.prepositions) - {"on"},
    before_verbs=FRENCH.before_verbs | ENGLISH.before_verbs,
    grades=FRENCH.grades | ENGLISH.grades,
    adjectives=FRENCH.adjectives | ENGLISH.adjectives,
)
CLOSING = word_set("est sont etait etaient a ont is are was were")


def surroundings(language: str) -> Surroundings:
    """Return the little words of a language; those of both for any other than the two."""
    if language == "fr":
        return FRENCH
    return ENGLISH if language == "en" else _BOTH
