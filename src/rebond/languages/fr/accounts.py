"""French of accounts and rights on the site."""

MESSAGES = {
    # limits
    "This was asked too often from here": "Cela a été demandé trop souvent d’ici",
    "Nothing was lost. Try again in a minute.": "Rien n’est perdu. Réessayez dans une minute.",
    "Nothing was lost. Try again in {n} minutes.": "Rien n’est perdu. Réessayez dans {n} minutes.",
    # the installation
    "{file} cannot be read: {error}. Mend it, or move it away.": "{file} est illisible\u00a0: {error}. Corrigez-le, ou déplacez-le.",
    "{file} has “{name}”, which means nothing there. It may have: {valid}.": "{file} contient «\u00a0{name}\u00a0», qui n’y veut rien dire. Il peut contenir\u00a0: {valid}.",
    "In {file}, “{name}” is not written as it should: give it a value of kind {kind}.": "Dans {file}, «\u00a0{name}\u00a0» n’est pas écrit comme il faut\u00a0: donnez-lui une valeur du genre {kind}.",
    "REBOND_PROXIES is “{written}”: write how many proxies stand before the site, 0 for none.": "REBOND_PROXIES vaut «\u00a0{written}\u00a0»\u00a0: écrivez combien de mandataires précèdent le site, 0 s’il n’y en a pas.",
    "The database is not written as an address of PostgreSQL: {example}. Leave it out to keep everything in the site's folder.": "La base de données n’est pas écrite comme une adresse de PostgreSQL\u00a0: {example}. Ne l’écrivez pas pour tout garder dans le dossier du site.",
    "PostgreSQL needs a driver. Install it with: {command}": "PostgreSQL demande un pilote. Installez-le par\u00a0: {command}",
    # production
    "What the site owns is in SQLite, on this machine alone: set “database” to a PostgreSQL to serve from several, or to many people at once.": "Ce que le site possède est dans SQLite, sur cette seule machine\u00a0: donnez à «\u00a0database\u00a0» un PostgreSQL pour servir depuis plusieurs, ou beaucoup de monde à la fois.",
    "The site runs as root: give it a user of its own.": "Le site tourne en root\u00a0: donnez-lui un utilisateur à lui.",
    "secret: {file} can be read by others on this machine. Type: chmod 600 {file}": "secret\u00a0: {file} peut être lu par d’autres sur cette machine. Tapez\u00a0: chmod 600 {file}",
    "hosts: the site has no name. Write the one that people type, as in {example}.": "hosts\u00a0: le site n’a pas de nom. Écrivez celui que les gens tapent, comme dans {example}.",
    "hosts: “{host}” lets the site answer to names that others choose. Write each name in full.": "hosts\u00a0: «\u00a0{host}\u00a0» laisse le site répondre à des noms que d’autres choisissent. Écrivez chaque nom en entier.",
    "https: sessions would travel in clear. Put a proxy that speaks HTTPS before the site, then write https = true.": "https\u00a0: les sessions voyageraient en clair. Mettez devant le site un mandataire qui parle HTTPS, puis écrivez https = true.",
    "proxies: the site would take its proxy for everybody, and limit all at once. Write how many proxies stand before it, as in proxies = 1.": "proxies\u00a0: le site prendrait son mandataire pour tout le monde, et limiterait tous à la fois. Écrivez combien de mandataires le précèdent, comme dans proxies = 1.",
    "The site listens beyond this machine with --production only, which refuses what is not safe.": "Le site n’écoute au-delà de cette machine qu’avec --production, qui refuse ce qui n’est pas sûr.",
    "The site is at {address}.": "Le site est à {address}.",
    "{owner} has never come in. Make a link: rebond serve --invite --site {site} --owner {owner}": "{owner} n’est jamais entré. Faites un lien\u00a0: rebond serve --invite --site {site} --owner {owner}",
    "The site does not start, for want of safety:": "Le site ne démarre pas, faute de sûreté\u00a0:",
    "The worker takes jobs.": "Le travailleur prend les tâches.",
    "port (8000; with --check, a free one)": "port (8000\u202f; avec --check, un port libre)",
    "serve pages to others, one process a core; refuse what is not safe, by name": "servir les pages à d’autres, un processus par cœur\u202f; refuser ce qui n’est pas sûr, par son nom",
    "address to listen on": "adresse d’écoute",
    "how many processes serve pages": "combien de processus servent les pages",
    "take jobs and serve no page, beside --production": "prendre les tâches sans servir de page, à côté de --production",
    "make a link that lets --owner in once, and stop": "faire un lien qui laisse entrer --owner une fois, et s’arrêter",
    # rights
    "contributor: answers, proposes and votes, sees no voice": "contributeur\u00a0: répond, propose et vote, ne voit aucune voix",
    "guest: follows what contributors are asked": "invité\u00a0: suit ce qui est demandé aux contributeurs",
    "a customer": "un client",
    "an employee": "un salarié",
    "a partner": "un partenaire",
    "For a contributor: who they are": "Pour un contributeur\u00a0: qui c’est",
    "A contributor is one of these: {valid}. Choose which.": "Un contributeur est l’un de ceux-ci\u00a0: {valid}. Choisissez lequel.",
    "You are a member of {name}": "Vous êtes membre de {name}",
    "What you are asked, and what became of what you said, will be here. Nothing is asked for the time being.": "Ce qui vous est demandé, et ce qu’est devenu ce que vous avez dit, sera ici. Rien n’est demandé en ce moment.",
}
