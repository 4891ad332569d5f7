"""Spaces, in French."""

from collections.abc import Mapping

MESSAGES: Mapping[str, str] = {
    "Challenges": "Défis",
    "No challenge is open here yet.": "Aucun défi n’est encore ouvert ici.",
    "Take part": "Participer",
    "You are": "Vous êtes parmi",
    "The name you are shown under": "Le nom sous lequel on vous verra",
    "space joined": "espace rejoint",
    "space made": "espace créé",
    "space changed": "espace modifié",
    "space closed": "espace fermé",
    "space opened": "espace rouvert",
    "space link changed": "lien d’espace changé",
    "invited to a space": "invitation dans un espace",
    "sign-in link asked": "lien de connexion demandé",
    "participant erased": "participant effacé",
    "This space is closed: what was said in it can still be read.": (
        "Cet espace est fermé\u00a0: on peut encore lire ce qui s’y est dit."
    ),
    "This space asks for an account. Sign in, then come back to this page.": (
        "Cet espace demande un compte. Connectez-vous, puis revenez à cette page."
    ),
    "Say which of these you are: it tells who thinks what, never who you are.": (
        "Dites ce que vous êtes parmi ceux-ci\u00a0: cela dit qui pense quoi, jamais qui vous êtes."
    ),
    "A space needs a name: those who take part see it on every page.": (
        "Un espace a besoin d’un nom\u00a0: ceux qui participent le voient sur chaque page."
    ),
    "Choose at least one language in which the space is run.": (
        "Choisissez au moins une langue dans laquelle l’espace est animé."
    ),
    "Declare at least one public: those who take part say which they are.": (
        "Déclarez au moins un public\u00a0: ceux qui participent disent duquel ils sont."
    ),
    "Two publics have the same name: nobody could choose. Rename one.": (
        "Deux publics portent le même nom\u00a0: personne ne pourrait choisir. Renommez-en un."
    ),
    "{n} people take part as “{name}”: this public cannot go. Rename it instead.": (
        "{n}\u00a0personnes participent en tant que «\u00a0{name}\u00a0»\u00a0: ce public ne "
        "peut pas disparaître. Renommez-le plutôt."
    ),
    "A space by profile needs its conditions: write who may come in, as in “{example}”.": (
        "Un espace par profil a besoin de ses conditions\u00a0: écrivez qui peut entrer, comme "
        "dans «\u00a0{example}\u00a0»."
    ),
    "Somebody, perhaps you, asked to come in “{space}” with this address. It is that of an "
    "account which reads figures here: come in as you usually do, at {address}, then open the "
    "space again.": (
        "Quelqu’un, peut-être vous, a demandé à entrer dans «\u00a0{space}\u00a0» avec cette "
        "adresse. C’est celle d’un compte qui lit des chiffres ici\u00a0: entrez comme "
        "d’habitude, à l’adresse {address}, puis rouvrez l’espace."
    ),
    "Somebody, perhaps you, asked to come in “{space}” with this address. This link lets you "
    "in: {address}\nIt works once, within half an hour. If it was not you, do nothing: nothing "
    "happens.": (
        "Quelqu’un, peut-être vous, a demandé à entrer dans «\u00a0{space}\u00a0» avec cette "
        "adresse. Ce lien vous fait entrer\u00a0: {address}\nIl sert une fois, dans la "
        "demi-heure. Si ce n’était pas vous, ne faites rien\u00a0: il ne se passe rien."
    ),
    "Your link to “{space}”": "Votre lien vers «\u00a0{space}\u00a0»",
    "{name} invites you to take part in “{space}”.\n\n{about}\n\nThis link lets you in: "
    "{address}\nIt works once, within seven days. If you expected nothing of the kind, do "
    "nothing: nothing happens.": (
        "{name} vous invite à participer à «\u00a0{space}\u00a0».\n\n{about}\n\nCe lien vous "
        "fait entrer\u00a0: {address}\nIl sert une fois, dans les sept jours. Si vous "
        "n’attendiez rien de tel, ne faites rien\u00a0: il ne se passe rien."
    ),
    "{name} invites you: {space}": "{name} vous invite\u00a0: {space}",
    "Give at least one e-mail address, one a line.": (
        "Donnez au moins une adresse électronique, une par ligne."
    ),
    "At most {most} people are invited at once. Give fewer.": (
        "On invite au plus {most}\u00a0personnes à la fois. Donnez-en moins."
    ),
    "Accept the charter first: it is what everybody here agreed on.": (
        "Acceptez d’abord la charte\u00a0: c’est ce dont chacun est convenu ici."
    ),
    "Say which public they are of.": "Dites de quel public ils sont.",
    "Anybody": "N’importe qui",
    "Whoever has its link": "Qui a son lien",
    "Those who are invited": "Les personnes invitées",
    "Those whose answers fulfil conditions": (
        "Les personnes dont les réponses remplissent des conditions"
    ),
    "Shown at once, looked at where something is doubtful": (
        "Montré aussitôt, regardé en cas de doute"
    ),
    "Shown once somebody has looked at it": "Montré une fois que quelqu’un l’a regardé",
    "Tick the box first: what is erased cannot be brought back.": (
        "Cochez d’abord la case\u00a0: ce qui est effacé ne peut pas revenir."
    ),
    "This address cannot be written to": "On ne peut pas écrire à cette adresse",
    "Give another one": "En donner une autre",
    "Look at your e-mail": "Regardez vos courriels",
    "If {email} can be written to, a link is on its way. It lets you in once, within half an "
    "hour.": (
        "Si l’on peut écrire à {email}, un lien est en route. Il vous fait entrer une fois, "
        "dans la demi-heure."
    ),
    "Nothing after a few minutes? Look among the unwanted, then ask again: four times an hour "
    "at most.": (
        "Rien après quelques minutes\u202f? Regardez parmi les indésirables, puis "
        "redemandez\u00a0: quatre fois par heure au plus."
    ),
    "What I gave, and erasing it": "Ce que j’ai donné, et l’effacer",
    "Run this space": "Animer cet espace",
    "Where {name} asks, and answers": "Où {name} demande, et répond",
    "{n} challenge is open": "{n}\u00a0défi est ouvert",
    "{n} challenges are open": "{n}\u00a0défis sont ouverts",
    "Nothing is asked for the time being": "Rien n’est demandé pour l’instant",
    "What you are asked, and what became of what you said, will be here.": (
        "Ce qu’on vous demande, et ce qu’est devenu ce que vous avez dit, sera ici."
    ),
    "Erased": "Effacé",
    "What you gave is erased": "Ce que vous avez donné est effacé",
    "You are nobody here any more. You may come back as anybody else would.": (
        "Vous n’êtes plus personne ici. Vous pouvez revenir comme n’importe qui."
    ),
    "You come in as {email}: one address, one voice. Your address is never shown.": (
        "Vous entrez en tant que {email}\u00a0: une adresse, une voix. Votre adresse n’est "
        "jamais montrée."
    ),
    "It proves that you read this address, not who you are.": (
        "Cela prouve que vous lisez cette adresse, pas qui vous êtes."
    ),
    "No account is asked. This browser is what you are known by here: with another one, you "
    "would be somebody else.": (
        "Aucun compte n’est demandé. On vous reconnaît ici à ce navigateur\u00a0: avec un "
        "autre, vous seriez quelqu’un d’autre."
    ),
    "So nobody can prove that each voice is one person: results say so.": (
        "Personne ne peut donc prouver que chaque voix est une personne\u00a0: les résultats "
        "le disent."
    ),
    "Take part in {space}": "Participer à {space}",
    "Two questions, then you are in.": "Deux questions, et vous y êtes.",
    "A first name or a nickname. Empty: you are shown as somebody of the group above.": (
        "Un prénom ou un pseudonyme. Vide\u00a0: on vous montre comme quelqu’un du groupe "
        "ci-dessus."
    ),
    "I accept this charter": "J’accepte cette charte",
    "This space asks for an account": "Cet espace demande un compte",
    "Give your e-mail: a link is written to it, and lets you in. No password.": (
        "Donnez votre adresse\u00a0: un lien y est écrit, qui vous fait entrer. Pas de mot de "
        "passe."
    ),
    "Used for this link, and for what you ask to be told. Never shown.": (
        "Elle sert à ce lien, et à ce que vous demandez qu’on vous dise. Elle n’est jamais montrée."
    ),
    "Receive a link": "Recevoir un lien",
    "Whoever runs it gives a link that lets you in, once. Come back to this page afterwards.": (
        "Qui l’anime donne un lien qui vous fait entrer, une fois. Revenez ensuite à cette page."
    ),
    "A space: who takes part, and how": "Un espace\u00a0: qui participe, et comment",
    "As those who take part will see it: “The workshop”, “Our shops, together”.": (
        "Comme le verront ceux qui participent\u00a0: «\u00a0L’atelier\u00a0», «\u00a0Nos "
        "magasins, ensemble\u00a0»."
    ),
    "What it is for": "À quoi il sert",
    "For conditions: which answers they gave": (
        "Pour des conditions\u00a0: quelles réponses ils ont données"
    ),
    "As in a question: Ville = Nantes and Produit = Skis. Who gave such an answer under the "
    "address of their account comes in.": (
        "Comme dans une question\u00a0: Ville = Nantes and Produit = Skis. Entre qui a donné "
        "une telle réponse sous l’adresse de son compte."
    ),
    "{n} person of your data fulfils these conditions.": (
        "{n}\u00a0personne de vos données remplit ces conditions."
    ),
    "{n} people of your data fulfil these conditions.": (
        "{n}\u00a0personnes de vos données remplissent ces conditions."
    ),
    "How many people is that?": "Combien de personnes est-ce\u202f?",
    "No account is needed": "Aucun compte n’est nécessaire",
    "More people take part; a person with two browsers could speak twice. By invitation or by "
    "conditions, an account is always asked.": (
        "Plus de gens participent\u202f; une personne qui a deux navigateurs pourrait parler "
        "deux fois. Sur invitation ou sous conditions, un compte est toujours demandé."
    ),
    "Who speaks": "Qui parle",
    "Each participant says which of these they are: results tell who thinks what. Leave a line "
    "empty to remove it.": (
        "Chaque participant dit duquel il est\u00a0: les résultats disent qui pense quoi. "
        "Laissez une ligne vide pour la retirer."
    ),
    "Public {n}": "Public {n}",
    "How one speaks": "Comment on parle",
    "Charter": "Charte",
    "What is welcome, what is taken down, who decides. Each participant accepts it when they "
    "come in.": (
        "Ce qui est bienvenu, ce qui est retiré, qui en décide. Chaque participant l’accepte "
        "en entrant."
    ),
    "Make this space": "Créer cet espace",
    "asked": "demandé",
    "Change this space": "Modifier cet espace",
    "Who may come in": "Qui peut entrer",
    "Each of them is": "Chacun d’eux est",
    "What is written is": "Ce qui s’écrit est",
    "Conditions": "Conditions",
    "{n} person of your data fulfils them": "{n}\u00a0personne de vos données les remplit",
    "{n} people of your data fulfil them": "{n}\u00a0personnes de vos données les remplissent",
    "Account": "Compte",
    "not asked": "pas demandé",
    "Open the space": "Ouvrir l’espace",
    "Close this space": "Fermer cet espace",
    "draft": "brouillon",
    "closed on {day}": "fermé le {day}",
    "opened on {day}": "ouvert le {day}",
    "No challenge yet.": "Pas encore de défi.",
    "A question, why you ask it, and what you will do with the answers: that is enough to "
    "begin. From an insight, its figures and its voices come along.": (
        "Une question, pourquoi vous la posez, ce que vous ferez des réponses\u00a0: cela "
        "suffit pour commencer. Depuis un constat, ses chiffres et ses voix viennent avec."
    ),
    "The address to give": "L’adresse à donner",
    "Whoever has it comes in, until you change it.": (
        "Entre qui la possède, jusqu’à ce que vous la changiez."
    ),
    "Anybody comes in.": "N’importe qui entre.",
    "It opens for those who may come in, once they are signed in. To others, nothing is there.": (
        "Elle s’ouvre à ceux qui peuvent entrer, une fois connectés. Pour les autres, il n’y a "
        "rien."
    ),
    "Change the link: the former one opens nothing any more": (
        "Changer le lien\u00a0: l’ancien n’ouvrira plus rien"
    ),
    "Who takes part": "Qui participe",
    "Public": "Public",
    "{n} person was invited.": "{n}\u00a0personne a été invitée.",
    "{n} people were invited.": "{n}\u00a0personnes ont été invitées.",
    "Invite people": "Inviter des personnes",
    "Until then, each link is shown here once: give it to its person yourself.": (
        "D’ici là, chaque lien est montré ici une fois\u00a0: donnez-le vous-même à sa personne."
    ),
    "Each gets a letter with a link that lets them in once, within seven days.": (
        "Chacun reçoit une lettre avec un lien qui le fait entrer une fois, dans les sept jours."
    ),
    "One person is invited.": "Une personne est invitée.",
    "{n} people are invited.": "{n}\u00a0personnes sont invitées.",
    "A letter is on its way.": "Une lettre est en route.",
    "Comes in as they do elsewhere on this site. A link that opens it is given by an owner, to "
    "who has none.": (
        "Entre comme ailleurs sur ce site. Un lien qui ouvre est donné par un propriétaire, à "
        "qui n’en a pas."
    ),
    "E-mail addresses, one a line": "Adresses électroniques, une par ligne",
    "{n} at most at once. They get a seat as contributors: they see no voice and no figure.": (
        "{n} au plus à la fois. Elles reçoivent une place de contributeur\u00a0: elles ne "
        "voient ni voix ni chiffre."
    ),
    "They are of": "Elles sont de",
    "Invite": "Inviter",
    "Make a space": "Créer un espace",
    "Spaces": "Espaces",
    "Where customers, employees and partners are asked, propose, choose, and are answered.": (
        "Où clients, employés et partenaires sont interrogés, proposent, choisissent, et "
        "reçoivent une réponse."
    ),
    "One space is there to take part in": "Un espace permet de participer",
    "{n} spaces are there to take part in": "{n}\u00a0espaces permettent de participer",
    "Nobody can take part yet": "Personne ne peut encore participer",
    "{n} person takes part": "{n}\u00a0personne participe",
    "{n} people take part": "{n}\u00a0personnes participent",
    "{n} challenge": "{n}\u00a0défi",
    "{n} challenges": "{n}\u00a0défis",
    "Listening alone keeps people outside.": "Écouter seulement laisse les gens dehors.",
    "A space gathers those you want to hear: what they may see, under which charter, in which "
    "languages. Then you open a challenge in it.": (
        "Un espace réunit celles et ceux que vous voulez entendre\u00a0: qui entre, sous "
        "quelle charte, dans quelles langues. Vous y ouvrez ensuite un défi."
    ),
    "What I gave": "Ce que j’ai donné",
    "Seen by you alone.": "Vu de vous seul.",
    "Shown as": "Montré comme",
    "You gave one thing here": "Vous avez donné une chose ici",
    "You gave {n} things here": "Vous avez donné {n}\u00a0choses ici",
    "You have given nothing here yet": "Vous n’avez encore rien donné ici",
    "Nothing yet, and nothing is kept of your visits.": (
        "Rien encore, et rien n’est gardé de vos visites."
    ),
    "See what is asked": "Voir ce qui est demandé",
    "Erase all that I gave": "Effacer tout ce que j’ai donné",
    "I know that it cannot be brought back": "Je sais que cela ne peut pas revenir",
    "Nothing is under way today": "Rien n’est en cours aujourd’hui",
    "Decides: {name}.": "Décide\u00a0: {name}.",
    "Write a challenge": "Écrire un défi",
    "Closed: it can still be read": "Fermé\u00a0: on peut encore le lire",
    "One person, one voice": "Une personne, une voix",
    "The charter": "La charte",
    "You take part as “{public}”": "Vous participez en tant que «\u00a0{public}\u00a0»",
    "{name} asks, whoever wants answers, and each idea gets an answer with its reason.": (
        "{name} demande, qui veut répond, et chaque idée reçoit une réponse avec sa raison."
    ),
    "What is asked now": "Ce qui est demandé maintenant",
    "See the challenge": "Voir le défi",
    "A question, why you ask it, and what you will do with the answers: that is enough to begin.": (
        "Une question, pourquoi vous la posez, ce que vous ferez des réponses\u00a0: cela "
        "suffit pour commencer."
    ),
    "The next question will be here. What was asked before can be read below, once there is "
    "some.": ("La prochaine question sera ici. Ce qui a déjà été demandé se lira plus bas."),
    "Drafts, seen by those who run the space": "Brouillons, vus de ceux qui animent l’espace",
    "What came of the others": "Ce que les autres ont donné",
    "The answers are still to come.": "Les réponses sont encore à venir.",
    "How to take part": "Comment participer",
    "Who": "Qui",
    "Here speak:": "Ici parlent\u00a0:",
    "No account is asked: the browser is what tells one person from another. Somebody who uses "
    "two could speak twice, and nobody would know.": (
        "Aucun compte n’est demandé\u00a0: c’est le navigateur qui distingue une personne "
        "d’une autre. Qui en utilise deux pourrait parler deux fois, et nul ne le saurait."
    ),
    "An account is asked: one e-mail address, one voice. It proves that an address is read, "
    "not who reads it.": (
        "Un compte est demandé\u00a0: une adresse électronique, une voix. Cela prouve qu’une "
        "adresse est lue, pas par qui."
    ),
    "What becomes of it": "Ce que cela devient",
    "Somebody reads what is written before others see it, against the charter alone.": (
        "Quelqu’un lit ce qui s’écrit avant que les autres le voient, au regard de la charte seule."
    ),
    "What is written is seen at once; what goes against the charter is taken down, with its "
    "reason.": (
        "Ce qui s’écrit se voit aussitôt\u202f; ce qui est contraire à la charte est retiré, "
        "avec sa raison."
    ),
    "take part": "participer",
    "Somebody, perhaps you, asked to come back to {name} with this address. This link lets you "
    "in: {address}\nIt works once, within half an hour. If it was not you, do nothing: nothing "
    "happens.": (
        "Quelqu’un, peut-être vous, a demandé à revenir chez {name} avec cette adresse. Ce "
        "lien vous fait entrer\u00a0: {address}\nIl sert une fois, dans la demi-heure. Si ce "
        "n’était pas vous, ne faites rien\u00a0: il ne se passe rien."
    ),
    "You take part in a space": "Vous participez à un espace",
    "If somebody takes part with {email}, a link is on its way. It lets them in once, within "
    "half an hour.": (
        "Si quelqu’un participe avec {email}, un lien est en route. Il le fait entrer une "
        "fois, dans la demi-heure."
    ),
    "With your e-mail instead, to be told what becomes of what you give": (
        "Plutôt avec votre adresse, pour savoir ce que devient ce que vous donnez"
    ),
    "You follow this space as a guest. To take part, ask for a contributor's seat.": (
        "Vous suivez cet espace en invité. Pour participer, demandez une place de contributeur."
    ),
    "Your words, your votes and your name go from this space at once. What others wrote in "
    "answer stays, without you. A secret ballot cannot be found, even to be erased: it counts "
    "on, and leads to nobody.": (
        "Vos mots, vos votes et votre nom quittent cet espace aussitôt. Ce que d’autres ont "
        "écrit en réponse reste, sans vous. Un bulletin secret ne peut pas être retrouvé, même "
        "pour être effacé\u00a0: il compte toujours, et ne mène à personne."
    ),
    "invitation taken back": "invitation reprise",
    "{n} has not come in yet": "{n}\u00a0personne n’est pas encore entrée",
    "{n} have not come in yet": "{n}\u00a0personnes ne sont pas encore entrées",
}
