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
}
