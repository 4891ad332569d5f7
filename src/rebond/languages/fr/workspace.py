"""French for the workspace, importing, erasure and exports."""

MESSAGES = {
    (
        "Another writer (process {process}) is at work in {path}. Reading is possible "
        "meanwhile; wait for it to finish, then run this again."
    ): (
        "Un autre programme (processus {process}) écrit dans {path}. La lecture reste "
        "possible\u202f; attendez qu’il ait fini, puis relancez."
    ),
    "There is already a workspace in {path}.": "Il y a déjà un espace de travail dans {path}.",
    "The folder {path} holds something that is no workspace. Name an empty or a new folder.": (
        "Le dossier {path} contient autre chose qu’un espace de travail. Indiquez un dossier "
        "vide ou nouveau."
    ),
    (
        "There is no workspace in {path}. Make one by analysing files: rebond analyse FILES "
        "--workspace {path}"
    ): (
        "Il n’y a pas d’espace de travail dans {path}. Créez-en un en analysant des "
        "fichiers\u00a0: rebond analyse FICHIERS --workspace {path}"
    ),
    (
        "The workspace {path} has format {found}; this version reads {known}. Install the "
        "version of Rebond that made it."
    ): (
        "L’espace de travail {path} est au format {found}\u202f; cette version lit le format "
        "{known}. Installez la version de Rebond qui l’a créé."
    ),
    (
        "A workspace cannot live in {path}: its name holds one of [ ] ^ | \\ or a percent sign "
        "followed by two digits. Name another folder."
    ): (
        "Un espace de travail ne peut pas se trouver dans {path}\u00a0: son nom contient l’un "
        "des signes [ ] ^ | \\ ou un signe pour cent suivi de deux chiffres. Indiquez un autre "
        "dossier."
    ),
    "The workspace {path} cannot be used: {error}. Check the folder and its permissions.": (
        "L’espace de travail {path} est inutilisable\u00a0: {error}. Vérifiez le dossier et "
        "ses droits d’accès."
    ),
    (
        "The table {table} of the workspace {path} cannot be opened: {error}. Restore the "
        "folder from a backup, or import the files again in a new workspace."
    ): (
        "La table {table} de l’espace de travail {path} ne s’ouvre pas\u00a0: {error}. "
        "Restaurez le dossier depuis une sauvegarde, ou importez à nouveau les fichiers dans "
        "un nouvel espace."
    ),
    "Rows for the table {table} lack the columns {columns}.": "Il manque aux lignes destinées à la table {table} les colonnes\u00a0: {columns}.",
    "The setting {name} cannot be read: {error}. Delete the file {path} to start it anew.": (
        "Le réglage {name} est illisible\u00a0: {error}. Supprimez le fichier {path} pour "
        "repartir de zéro."
    ),
    (
        "The date in column {column} cannot be read. Correct it in the file, or name the role "
        "of the column with --map, then import again."
    ): (
        "La date de la colonne «\u00a0{column}\u00a0» est illisible. Corrigez-la dans le "
        "fichier, ou indiquez le rôle de la colonne avec --map, puis importez à nouveau."
    ),
    (
        "The score in column {column} is not a number. Correct it in the file, or name the "
        "role of the column with --map, then import again."
    ): (
        "La note de la colonne «\u00a0{column}\u00a0» n’est pas un nombre. Corrigez-la dans le "
        "fichier, ou indiquez le rôle de la colonne avec --map, puis importez à nouveau."
    ),
    (
        "The score in column {column} is not between {low} and {high}. Correct it in the file, "
        "or name the scale of the column with --map, then import again."
    ): (
        "La note de la colonne «\u00a0{column}\u00a0» n’est pas comprise entre {low} et "
        "{high}. Corrigez-la dans le fichier, ou indiquez l’échelle de la colonne avec --map, "
        "puis importez à nouveau."
    ),
    "{n} rows belong to people who asked to be forgotten: they were left out.": "Lignes de personnes qui ont demandé l’oubli, laissées de côté\u00a0: {n}.",
    (
        "{n} rows are earlier versions of responses that were updated since: the later version "
        "stays."
    ): (
        "Anciennes versions de réponses mises à jour depuis, dont la plus récente est "
        "gardée\u00a0: {n} lignes."
    ),
    "Rows out of quarantine": "Lignes sorties de la quarantaine",
    "as in an earlier import of this source": "comme dans un import précédent de cette source",
    "Backups of this workspace: the person is in them until they are replaced.": (
        "Les sauvegardes de cet espace de travail\u00a0: la personne y reste jusqu’à leur "
        "remplacement."
    ),
    "The files that were imported, wherever they are kept.": "Les fichiers qui ont été importés, où qu’ils soient conservés.",
    "Reports and exported files made before now, and whoever received them.": "Les rapports et les exports déjà produits, et ceux qui les ont reçus.",
    (
        "{identifier} was given by {people} people who also gave other identifiers, which tell them "
        "apart. Erase each of them by one of those: an e-mail address, or a response's id."
    ): (
        "{identifier} a été donné par {people} personnes qui ont aussi donné d’autres identifiants, "
        "par lesquels elles se distinguent. Effacez chacune par l’un de ceux-là : une adresse "
        "électronique, ou le numéro d’une réponse."
    ),
    (
        "The id {identifier} names responses in several sources: {sources}. They may be of "
        "different people: name one, as in {example}."
    ): (
        "L’identifiant {identifier} désigne des réponses de plusieurs sources\u00a0: "
        "{sources}. Elles peuvent venir de personnes différentes\u00a0: précisez, par exemple "
        "{example}."
    ),
    "An identifier is needed: an e-mail address, a customer's or response's id.": (
        "Il faut un identifiant\u00a0: une adresse e-mail, l’identifiant d’un client ou d’une "
        "réponse."
    ),
    "There is no export of {what}. Ask for one of: {valid}.": "Il n’y a pas d’export «\u00a0{what}\u00a0». Demandez l’un de ceux-ci\u00a0: {valid}.",
    "The file {file} has no known form. End its name with one of: {valid}.": (
        "La forme du fichier {file} est inconnue. Terminez son nom par l’un de ces "
        "suffixes\u00a0: {valid}."
    ),
    "The file {file} cannot be written: {error}. Choose another folder.": "Le fichier {file} ne peut pas être écrit\u00a0: {error}. Choisissez un autre dossier.",
    "A sheet holds {most} rows and there are more. Export to .csv or .parquet.": (
        "Une feuille contient {most} lignes au plus, et il y en a davantage. Exportez en .csv "
        "ou en .parquet."
    ),
}
