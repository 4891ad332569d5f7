"""Answers that say nothing, as people write them where a question demands an answer.

Compared after folding (`folding`): case, accents, punctuation and spaces do not count. An answer
that judges, even in one word ("Parfait", "Nul", "Rien de positif"), has no place here.
"""

from __future__ import annotations

HOLLOW_ANSWERS = tuple(
    """
ras|r.a.s|r a s du tout|ras merci|pour moi ras|rien à signaler|rien a signalé
rien à signaler de particulier|rien de particulier|rien de spécial|rien de plus|rien d'autre
rien à dire|rien à dire de plus|rien à déclarer|rien à ajouter|rien de plus à ajouter
je n'ai rien à ajouter|je n'ai rien à dire|j'ai rien à dire|rien|rien du tout|rien merci
rien pour le moment|rien pour l'instant|rien à redire de plus|rien à préciser|rien à proposer
rien à suggérer|aucune suggestion|pas de suggestion|pas de suggestions|aucune idée|pas d'idée
néant|aucun|aucune|aucuns|aucunes|aucun commentaire|aucun commentaires|aucun avis|aucune remarque
aucune remarque particulière|aucune observation|pas de commentaire|pas de commentaires
sans commentaire|sans commentaires|pas de commentaire particulier|pas de remarque|pas de remarques
pas de remarque particulière|pas d'avis|pas d'observation|pas d'observations|sans objet|so|s.o.
sans avis|sans opinion|sans réponse|nsp|ne sait pas|ne se prononce pas|je ne sais pas|je sais pas
jsp|chais pas|sais pas|je ne sais pas quoi dire|je ne sais pas quoi dire de plus
je ne sais pas quoi mettre|pas d'opinion|pas concerné|non concerné|non concernée|pas concernée
non applicable|non renseigné|non précisé|vide|blabla|bla bla|bla bla bla|blablabla
pas envie de répondre|pas envie|je ne souhaite pas répondre|ne souhaite pas répondre|no se
voir ci-dessus|voir plus haut|voir réponse précédente|idem|id|ditto|déjà dit|déjà répondu
cf ci-dessus|cf plus haut|ok|okay|oki|okey|ok merci|ok rien|d'accord|dac|oui|non|ouais|nan
peut-être|oui oui|non non|oui et non|voilà|bof je sais pas|test|tests|teste|test test|testing
ceci est un test|this is a test|essai|un essai|texte|text|comment|commentaire|réponse|answer|null
none|nil|undefined|x|xx|xxx|xxxx|xyz|abc|abcd|123|1234|12345|azerty|qwerty|qwertz|lorem ipsum
lorem ipsum dolor sit amet|foo|bar|foobar|toto|titi|tata|toto tata|truc|machin|n/a|na|n.a.
not applicable|no comment|no comments|no comment at all|nothing|nothing really|nothing at all
nothing to add|nothing more to add|nothing further|nothing further to add|nothing else
nothing else to add|nothing to say|nothing to report|nothing to declare|nothing in particular
nothing special|nothing comes to mind|nothing i can think of|nothing to comment
i have nothing to add|i have nothing to say|i've nothing to add|absolutely nothing|not a thing
no nothing|no not really|not really|i can't think of anything|nothing for me|for me nothing
i don't think so|nothing as far as i'm concerned|nothing i could think of
not sure nothing i could think of|escriba aquí su comentario|votre commentaire|your comment
saisissez votre commentaire|did not answer|not answered|question skipped|skipped|no answer
no opinion|no response|no reply|no suggestion|no suggestions|no idea|no feedback|no remarks
no remark|none at all|none that i can think of|not that i can think of|can't think of anything
cannot think of anything|cant think of anything right now|don't know|dont know|i don't know
i dont know|dunno|idk|not sure|no clue|unknown|tbd|tba|to be determined|see above|as above
same as above|same|same answer|already said|already answered|as previously stated|as stated above
see previous answer|prefer not to say|prefer not to answer|rather not say|yes|no|yep|yeah|nope|yup
maybe|perhaps|sure|k|kk|hello|hi|hey|bonjour|salut|coucou|bonsoir|hola|hallo|ciao|bye|au revoir
cordialement|bonne journée|nada|ninguno|ninguna|ningún comentario|sin comentarios|sin comentario
no sé|nada que decir|nada que añadir|no aplica|nichts|keine|keiner|kein kommentar|keine angabe
keine angaben|k.a.|keine ahnung|weiß nicht|nein|ja|kein|niente|nessuno|nessuna|nessun commento
niente da dire|niente da segnalare|niente da aggiungere|non so|non saprei|niets|geen
geen commentaar|geen opmerkingen|geen opmerking|weet niet|n.v.t.|nvt|nee|nada a declarar
nada a dizer|nada a acrescentar|sem comentários|sem comentário|nenhum|nenhuma|não sei|não|sim|si
sí
""".replace("\n", "|")
    .strip("|")
    .split("|")
)
